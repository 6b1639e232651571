"""Waiting: pauses that grow, and work that is cut short once we close."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.clock import Chance

T = TypeVar("T")


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
