"""Taking in, as every adapter over a network does it: what is in hand, and when listening ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

from bot.errors import ShutOut, StoreTrouble
from bot.model import FromPlatform
from bot.patience import unless_closed
from bot.port import Answer, Emit

T = TypeVar("T")

log = logging.getLogger(__name__)

FINISH_SECONDS: Final = 5.0
"""How long what is in hand may take to be committed once we are asked to stop."""

_ANSWER_SECONDS: Final = 1.0
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0


class InHand:
    """Events on their way into the house, and what the platform is told of them.

    Once `closing` is set, events may take `patience` seconds more.
    """

    def __init__(self, emit: Emit, closing: asyncio.Event, patience: float) -> None:
        self._emit = emit
        self._closing = closing
        self._patience = patience
        self._taking: set[asyncio.Task[Any]] = set()
        self._answering: set[asyncio.Task[Any]] = set()

    def take(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin to take something in, and let it be committed before all ends."""
        return _kept(work, self._taking)

    def answer(self, work: Callable[[], Awaitable[None]], otherwise: str) -> asyncio.Task[None]:
        """Begin to tell the platform what came of something; nobody waits for that.

        If it can't be told, the log says `otherwise`.
        """
        return _kept(_told(work, otherwise), self._answering)

    async def commit(self, event: FromPlatform, *, patient: bool = True) -> Answer | None:
        """The house's answer once it is committed; None if it is not.

        A `patient` one is handed in again until the store takes it or we close; another is given up at once.
        """
        pause = _FIRST_PAUSE
        while True:
            try:
                return await self._emit(event)
            except StoreTrouble as why:
                if pause == _FIRST_PAUSE:
                    log.warning("the store refuses what came in (%s)", type(why).__name__)
                if not patient or self._closing.is_set():
                    return None
            except Exception as why:
                # Counted as taken in: handed in again it would fail again, and hold up all that follows.
                log.error("bug in taking in a %s: %s", type(event).__name__, type(why).__name__)
                return Answer()
            await unless_closed(self._closing, asyncio.sleep(pause))
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def finish(self) -> None:
        """Let what is in hand be committed, for as long as there is patience, then let go of it."""
        await _within(self._taking, self._patience)
        await _within(self._answering, _ANSWER_SECONDS)


class Listening:
    """Whether an adapter takes in: from `run` until `closing` is set or the platform refuses its token."""

    def __init__(self, closing: asyncio.Event) -> None:
        self._closing = closing
        self._idle = asyncio.Event()
        self._idle.set()
        self._refused = asyncio.Event()
        self._why_refused = ""

    def refused(self, sentence: str) -> None:
        """The token is refused; the first `sentence` about that is the one the operator reads."""
        self._why_refused = self._why_refused or sentence
        self._refused.set()

    async def run(
        self,
        taking: Coroutine[Any, Any, None],
        beside: Coroutine[Any, Any, None],
        finish: Callable[[], Awaitable[None]],
    ) -> None:
        """Take in until that ends, as it does once we close; `beside` is done meanwhile, `finish` afterwards.

        Raises ShutOut if the token is refused, and whatever `taking` raises.
        """
        self._idle.clear()
        take, aside = asyncio.create_task(taking), asyncio.create_task(beside)
        bell = asyncio.create_task(self._refused.wait())
        try:
            await asyncio.wait({take, bell}, return_when=asyncio.FIRST_COMPLETED)
            if self._why_refused:
                raise ShutOut(self._why_refused)
            await take
        finally:
            self._closing.set()
            aside.cancel()
            bell.cancel()
            await asyncio.gather(take, aside, bell, return_exceptions=True)
            await finish()
            self._idle.set()

    async def close(self) -> None:
        """Stop taking in, once what is in hand is committed."""
        self._closing.set()
        await self._idle.wait()


def _kept(work: Coroutine[Any, Any, T], among: set[asyncio.Task[Any]]) -> asyncio.Task[T]:
    task = asyncio.create_task(work)
    among.add(task)
    task.add_done_callback(among.discard)
    return task


async def _told(work: Callable[[], Awaitable[None]], otherwise: str) -> None:
    try:
        await work()
    except Exception as why:
        log.warning("%s: %s", otherwise, type(why).__name__)


async def _within(tasks: set[asyncio.Task[Any]], seconds: float) -> None:
    tasks = set(tasks)
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
