"""Who is served first, and how many at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clock import DAY, StillClock
from bot.delivery import UNASKED_AT_ONCE, Delivery
from bot.errors import PlaceMoved, TryAgain
from bot.model import ActDone, Message, Outgoing, Span
from bot.outbox import MESSAGE
from bot.store import Lane, Row, Tx, Words
from bot.store.schema import migrate
from bot.store.sqlite import SqliteStore
from bot.store.tx import Result, Work
from tests.talk import START, MemoryAdapter


@dataclass(slots=True)
class Slow(MemoryAdapter):
    """A platform on which everything takes until it is let through."""

    under_way: list[str] = field(default_factory=list)
    through: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def do(self, outgoing: Outgoing) -> str:
        self.under_way.append(outgoing.place.id)
        self.changed.set()
        await self.through.wait()
        return await MemoryAdapter.do(self, outgoing)


async def _queue(store: SqliteStore, number: int, lane: Lane) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(
            "INSERT INTO places (id, platform, address, kind, state, last_seq, hold_until) "
            "VALUES (:id, 'memory', :id, 'direct', 'open', 1, 0)",
            id=f"place-{number:03}",
        )
        await tx.run(
            "INSERT INTO outbox (id, place_id, seq, act, lane, state, body, essential, private, waits, prompt, tries, "
            "not_before, deadline, created_at, ref) "
            "VALUES (:id, :id, 1, 'say', :lane, 'queued', :body, 0, 0, 0, 0, 0, 0, :late, 0, '')",
            id=f"place-{number:03}",
            lane=lane,
            body=Words("", MESSAGE.dump_json(Message((Span("hello"),))).decode()),
            late=START + DAY,
        )
        tx.mark("outbox")

    await store.write(work)


async def _house(folder: Path) -> SqliteStore:
    migrate(folder / "troth.db")
    return await SqliteStore.open(folder / "troth.db")


async def _done(result: ActDone) -> None:
    """What became of it is of no matter here."""


async def test_a_reply_does_not_wait_behind_prompts(tmp_path: Path) -> None:
    """While prompts drain, a part of what may be under way at once is kept for replies."""
    store, adapter = await _house(tmp_path), Slow()
    for number in range(40):
        await _queue(store, number, Lane.TIMERS)
    delivery = Delivery(store, StillClock(START), {"memory": adapter}, _done)
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(5):
        while len(adapter.under_way) < UNASKED_AT_ONCE:
            adapter.changed.clear()
            await adapter.changed.wait()
        await _queue(store, 99, Lane.PEOPLE)
        while "place-099" not in adapter.under_way:
            adapter.changed.clear()
            await adapter.changed.wait()
    assert len(adapter.under_way) == UNASKED_AT_ONCE + 1
    adapter.through.set()
    await delivery.close()
    await running
    await store.close()


async def test_a_reply_is_claimed_with_what_wrote_it(tmp_path: Path) -> None:
    """A reply is under way by the time that its event is committed; what a timer began waits for the next look."""
    store, adapter = await _house(tmp_path), Slow()
    delivery = Delivery(store, StillClock(START), {"memory": adapter}, _done)
    running = asyncio.create_task(delivery.run())
    await asyncio.sleep(0)

    async def states(tx: Tx) -> dict[str, str]:
        return {row["id"]: row["state"] for row in await tx.all("SELECT id, state FROM outbox")}

    await _queue(store, 1, Lane.PEOPLE)
    assert await store.read(states) == {"place-001": "doing"}
    adapter.through.set()
    await delivery.close()
    await running
    await _queue(store, 2, Lane.PEOPLE)
    assert (await store.read(states))["place-002"] == "queued"
    await store.close()


class Late:
    """A store whose answer to a write comes late: after `through`."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.written, self.through = asyncio.Event(), asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write(self, work: Work[Result], lane: Lane = Lane.PEOPLE) -> Result:
        result = await self._store.write(work, lane)
        self.written.set()
        await self.through.wait()
        return result


async def test_what_was_claimed_last_is_recorded_before_the_end(tmp_path: Path) -> None:
    """I2: asked to end while a claim is on its way back, delivery ends once what was claimed is sent and recorded."""
    store, adapter, recorded = await _house(tmp_path), MemoryAdapter(), list[ActDone]()

    async def done(result: ActDone) -> None:
        recorded.append(result)

    await _queue(store, 1, Lane.PEOPLE)
    late = Late(store)
    delivery = Delivery(late, StillClock(START), {"memory": adapter}, done)
    running = asyncio.create_task(delivery.run())
    await asyncio.wait_for(late.written.wait(), 5)
    await delivery.close()
    late.through.set()
    await running
    assert [one.outcome for one in recorded] == ["done"]
    await store.close()


async def _tries(store: SqliteStore) -> list[int]:
    async def look(tx: Tx) -> list[Row]:
        return await tx.all("SELECT tries FROM outbox ORDER BY id")

    return [row["tries"] for row in await store.read(look)]


@dataclass(slots=True)
class Refusing(MemoryAdapter):
    """A platform that raises these, one after the other."""

    raises: list[Exception] = field(default_factory=list)

    async def do(self, outgoing: Outgoing) -> str:
        if self.raises:
            raise self.raises.pop(0)
        return await MemoryAdapter.do(self, outgoing)


async def test_waiting_for_the_limits_is_no_try(tmp_path: Path) -> None:
    """An act that only waited its turn may still be repeated like one that was never tried."""
    store = await _house(tmp_path)
    await _queue(store, 1, Lane.PEOPLE)
    adapter = Refusing(raises=[TryAgain(1, tried=False), TryAgain(1)])
    clock = StillClock(START)
    delivery = Delivery(store, clock, {"memory": adapter}, _done)
    await delivery.settle()
    assert await _tries(store) == [0]
    clock.instant += 1000
    await delivery.settle()
    assert await _tries(store) == [1]
    await store.close()


async def test_a_place_that_moves_is_followed(tmp_path: Path) -> None:
    """What is on its way to a place that moved goes to the new address, once."""
    store = await _house(tmp_path)
    await _queue(store, 1, Lane.PEOPLE)
    adapter = Refusing(raises=[PlaceMoved("elsewhere")])
    delivery = Delivery(store, StillClock(START), {"memory": adapter}, _done)
    await delivery.settle()
    assert [len(screen) for screen in adapter.screens.values()] == [1]
    assert list(adapter.screens) == ["elsewhere"]
    await store.close()
