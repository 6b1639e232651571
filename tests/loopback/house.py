"""A house that adapters hand events to: it writes them down, and can be made to wait, to refuse, and to fail."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from bot.errors import StoreBusy
from bot.model import Command, Deleted, FromPlatform, Press, Text, Typing
from bot.port import Answer


class House:
    """Takes events in. What is to happen to one is chosen by what it says (see `said`)."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.taken: list[FromPlatform] = []
        self.refusals: Counter[str] = Counter()
        self.failing: set[str] = set()
        self.broken_off: set[str] = set()
        self.held: set[str] = set()
        self.answer = Answer()
        self._changed = asyncio.Condition()

    async def emit(self, event: FromPlatform | Typing) -> Answer:
        """See `bot.port.Emit`."""
        what = said(event)
        self.begun.append(what)
        await self._tell()
        async with self._changed:
            await self._changed.wait_for(lambda: what not in self.held)
        if self.refusals[what] > 0:
            self.refusals[what] -= 1
            raise StoreBusy("locked")
        if what in self.failing:
            raise KeyError(what)
        if what in self.broken_off:
            self.broken_off.discard(what)
            raise asyncio.CancelledError
        answer = self.answered(event)
        await self._tell()
        return answer

    def answered(self, event: FromPlatform | Typing) -> Answer:
        """Write an event down; returns its answer."""
        assert not isinstance(event, Typing), "nothing is asked while people type"
        self.taken.append(event)
        return self.answer

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def release(self, what: str) -> None:
        """Let go of what was held."""
        self.held.discard(what)
        await self._tell()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(true)

    async def has(self, *words: str) -> None:
        """Wait until all of these were taken in."""
        await self.until(lambda: set(words) <= set(self.words))

    @property
    def words(self) -> list[str]:
        """What was taken in, in order."""
        return [said(event) for event in self.taken]


def said(event: FromPlatform | Typing) -> str:
    """What an event says, in short."""
    match event:
        case Text() | Typing():
            return event.text
        case Command():
            return f"/{event.name}"
        case Press():
            return event.token
        case Deleted():
            return f"deleted {event.ref}"
        case _:
            return type(event).__name__
