"""What every benchmark needs: a stopwatch, the loop's longest stall, medians, and rows of results."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Final

BEAT: Final = 0.001
"""Seconds between two looks at the event loop."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of output. `n` is how many couples, events or timers it was measured with."""

    bench: str
    metric: str
    value: float
    unit: str
    n: int

    def line(self) -> str:
        """The result as one JSON object."""
        return json.dumps({**asdict(self), "value": float(f"{self.value:.4g}")})


Results = Iterator[Result]


@dataclass(slots=True)
class Lag:
    """The longest time the event loop did nothing else, in seconds."""

    longest: float = 0.0


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Lag]:
    """Measure the event loop's longest stall meanwhile, by waking every millisecond."""
    lag = Lag()

    async def beat() -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(BEAT)
            lag.longest = max(lag.longest, perf_counter() - before - BEAT)

    task = asyncio.create_task(beat())
    await asyncio.sleep(BEAT)
    try:
        yield lag
    finally:
        await asyncio.sleep(BEAT)  # a stall that has just ended is seen, too
        task.cancel()


async def seconds(work: Awaitable[object]) -> float:
    """How long this takes."""
    before = perf_counter()
    await work
    return perf_counter() - before


@dataclass(frozen=True, slots=True)
class Took:
    """One repeat: seconds in all, and the longest stall of the event loop."""

    seconds: float
    stall: float = 0.0


def middle(took: Sequence[Took]) -> Took:
    """The median of several repeats, each figure for itself."""
    return Took(median(one.seconds for one in took), median(one.stall for one in took))


def at_percent(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all do not exceed (nearest rank)."""
    return sorted(values)[max(math.ceil(len(values) * percent / 100) - 1, 0)]
