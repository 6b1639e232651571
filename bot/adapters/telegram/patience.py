"""Asking Telegram again and again, with pauses, until it answers or we close."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.adapters.telegram.transport import SlowDown
from bot.adapters.telegram.troubles import NOT_LET_IN
from bot.clock import Chance
from bot.errors import ShutOut

T = TypeVar("T")

log = logging.getLogger(__name__)

ANOTHER_READS: Final = (
    "Another program takes in what people send to this bot: stop it (or make a new token with @BotFather, which shuts "
    "it out), then start Troth again."
)
WEBHOOK_IS_SET: Final = (
    "A webhook was set for this bot, so another program takes in what people send: stop that program, or set "
    "TROTH_TELEGRAM_MODE=webhook if it is to be this one, then start Troth again."
)


class Backoff:
    """Pauses between tries, in seconds: each up to twice the one before, spread out by chance."""

    def __init__(self, chance: Chance, shortest: float = 0.5, longest: float = 30.0) -> None:
        self._chance = chance
        self.shortest = shortest
        self._longest = longest
        self._tries = 0

    def next(self) -> float:
        """The pause before the next try."""
        whole = min(self._longest, self.shortest * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return whole * (0.5 + self._chance.fraction() / 2)

    def reset(self) -> bool:
        """It worked; whether it had not before."""
        failed, self._tries = self._tries > 0, 0
        return failed

    @property
    def fresh(self) -> bool:
        """Whether the last try worked."""
        return self._tries == 0


async def unless_closed(closing: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do some work, cut short as soon as `closing` is set; None then."""
    task = asyncio.ensure_future(work)
    bell = asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({task, bell}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        bell.cancel()
        await asyncio.gather(task, bell, return_exceptions=True)


async def patiently(
    call: Callable[[], Coroutine[Any, Any, T]], closing: asyncio.Event, backoff: Backoff, what: str
) -> T | None:
    """Ask Telegram until it answers; None if `closing` came first. Raises ShutOut if asking again is no use."""
    while not closing.is_set():
        try:
            answer = await unless_closed(closing, call())
        except (TelegramError, TimeoutError) as why:
            seconds = _pause_after(why, backoff, what)
            await unless_closed(closing, asyncio.sleep(seconds))
        else:
            if backoff.reset():
                log.warning("Telegram answers again (%s)", what)
            return answer
    return None


def _pause_after(why: TelegramError | TimeoutError, backoff: Backoff, what: str) -> float:
    """Seconds to wait after this. Raises ShutOut where waiting is no help."""
    if isinstance(why, InvalidToken) and not is_not_found(why):
        raise ShutOut(NOT_LET_IN) from None
    if isinstance(why, Conflict):
        raise ShutOut(WEBHOOK_IS_SET if "webhook" in why.message.lower() else ANOTHER_READS) from None
    # Its text may hold the address, and with it the token.
    log.log(logging.WARNING if backoff.fresh else logging.DEBUG, "%s: %s; trying again", what, type(why).__name__)
    pause = backoff.next()
    return max(pause, why.seconds) if isinstance(why, SlowDown) else pause


def is_not_found(why: InvalidToken) -> bool:
    """Whether it is a 404, which a wrong address gives too, rather than a 401."""
    return why.message.lower().startswith("not found")
