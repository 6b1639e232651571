"""Asking Telegram again and again, with pauses, until it answers or we close."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.adapters.telegram.transport import SlowDown
from bot.adapters.telegram.troubles import NOT_LET_IN
from bot.errors import ShutOut
from bot.patience import Backoff, unless_closed

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
