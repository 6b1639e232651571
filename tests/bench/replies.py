"""How long one person waits for a reply while thousands of prompts are being made and sent, against idle.

Delivery runs over a platform that takes a millisecond to send. One person types a command, waits until its
reply is shown, and types the next.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bot.app import App
from bot.model import Outgoing
from bot.store import Tx
from tests.bench.events import command
from tests.bench.measure import Result, at_percent
from tests.bench.town import copied, make_town, opened
from tests.talk import MemoryAdapter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

IDLE_REPLIES: Final = 300
SEND: Final = 0.001
"""Seconds one send takes."""


@dataclass(slots=True)
class SlowAdapter(MemoryAdapter):
    """Takes a millisecond to send, and tells the one who waits that their reply is shown."""

    waiting: dict[str, asyncio.Event] = field(default_factory=dict)
    sent: int = 0

    async def do(self, outgoing: Outgoing) -> str:
        await asyncio.sleep(SEND)
        self.sent += 1
        if (found := self.waiting.get(outgoing.place.id)) is not None:
            found.set()
        return f"{outgoing.place.id}/{self.sent}"


@dataclass(slots=True)
class Typist:
    """A person who types a command and waits for its reply; counts how long, in seconds."""

    app: App
    adapter: SlowAdapter
    client: int
    typed: int = 0

    async def reply(self) -> float:
        event = command(self.client, self.typed)
        self.typed += 1
        shown = self.adapter.waiting[event.place.id] = asyncio.Event()
        begun = perf_counter()
        await self.app.dispatch.emit(event)
        await shown.wait()
        return perf_counter() - begun

    async def replies(self, go_on: Callable[[], Awaitable[bool]], least: int) -> list[float]:
        """Type on, at least so often, for as long as `go_on` says."""
        waited: list[float] = []
        while len(waited) < least or await go_on():
            waited.append(await self.reply())
        return waited


async def _never() -> bool:
    return False


async def _waiting(tx: Tx) -> int:
    row = await tx.one("SELECT COUNT(*) AS many FROM outbox WHERE state = 'queued'")
    return 0 if row is None else int(row["many"])


@asynccontextmanager
async def _delivering(app: App) -> AsyncIterator[None]:
    task = asyncio.create_task(app.delivery.run())
    try:
        yield
    finally:
        await app.delivery.close()
        await task


@dataclass(frozen=True, slots=True)
class Waits:
    """What one repeat measured: seconds each reply took, idle, while prompts are made, while they are sent."""

    idle: list[float]
    making: list[float]
    sending: list[float]
    sent_a_second: float


async def _one(town: Path, folder: Path, couples: int) -> Waits:
    adapter = SlowAdapter()
    async with opened(copied(town, folder), adapter) as app:
        # A couple beyond those whose timers are due: nothing but replies goes to this person.
        typist = Typist(app, adapter, couples)
        async with _delivering(app):
            idle = await typist.replies(_never, min(IDLE_REPLIES, couples))
            firing = asyncio.create_task(app.timers.run_due())

            async def still_firing() -> bool:
                return not firing.done()

            making = await typist.replies(still_firing, 1)
            await firing
            before, begun = adapter.sent, perf_counter()

            async def still_waiting() -> bool:
                return await app.store.read(_waiting) > 0

            sending = await typist.replies(still_waiting, 1)
            sent_a_second = (adapter.sent - before) / (perf_counter() - begun)
    return Waits(idle, making, sending, sent_a_second)


async def run(sizes: Iterable[int], repeats: int) -> list[Result]:
    """p50 and p99 in milliseconds, and the ratios of p99 to idle."""
    results: list[Result] = []
    for couples in sizes:
        with tempfile.TemporaryDirectory() as name:
            town = Path(name) / "town.db"
            await make_town(town, couples, idle=1)
            waits = [await _one(town, Path(name) / "run", couples) for _ in range(repeats)]
        for percent in (50, 99):
            kinds = {"idle": [one.idle for one in waits], "making": [one.making for one in waits]}
            kinds["sending"] = [one.sending for one in waits]
            found = {kind: median(at_percent(one, percent) for one in several) for kind, several in kinds.items()}
            figures = {f"p{percent}_{kind}": (value * 1000, "ms") for kind, value in found.items()}
            figures |= {f"p{percent}_{kind}_vs_idle": (found[kind] / found["idle"], "x") for kind in found}
            figures.pop(f"p{percent}_idle_vs_idle")
            results += [Result("replies", metric, value, unit, couples) for metric, (value, unit) in figures.items()]
        sent = median(one.sent_a_second for one in waits)
        results.append(Result("replies", "sent_meanwhile", sent, "sends/s", couples))
    return results
