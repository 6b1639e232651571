"""The playground's house: the whole product over a page, a real database file, and a clock that jumps."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.server import Peek, PlaygroundServer
from bot.adapters.playground.world import World
from bot.app import DATABASE, App, build
from bot.clock import MovedClock, SystemChance, SystemClock
from bot.dates import warm_up
from bot.guides import Library
from bot.store import Store, Tx
from bot.store.tables import TABLES

WORLD: Final = "playground.db"
_PEEK_ROWS: Final = 100


class PlayHouse:
    """What the page may ask of the house (`bot.adapters.playground.server.House`)."""

    def __init__(self, app: App, clock: MovedClock, world: World) -> None:
        self._app = app
        self._clock = clock
        self._world = world

    def now(self) -> int:
        return self._clock.now()

    async def jump(self, to: int) -> None:
        await self._app.delivery.settle()
        while (due := await self._app.next_time()) is not None and due <= to:
            await self._move_to(max(due, self._clock.now()))
            await self._app.run_due()
        await self._move_to(max(to, self._clock.now()))
        await self._app.run_due()
        self._app.timers.wake()

    async def _move_to(self, instant: int) -> None:
        self._clock.move_to(instant)
        await _keep_offset(self._app.store, self._clock.offset)

    async def peek(self) -> Peek:
        async def look(tx: Tx) -> Peek:
            timers = await tx.all("SELECT kind, due_at FROM timers ORDER BY due_at, id LIMIT :most", most=_PEEK_ROWS)
            outbox = await tx.all(
                "SELECT p.address AS place, o.seq, o.act, o.lane, o.state, o.tries, o.created_at "
                "FROM outbox o JOIN places p ON p.id = o.place_id ORDER BY o.id DESC LIMIT :most",
                most=_PEEK_ROWS,
            )
            return Peek([dict(row) for row in timers], [dict(row) for row in outbox])

        return await self._app.store.read(look)

    def commands(self, language: str) -> list[tuple[str, str]]:
        content = self._app.content
        best = content.best_language(language)
        names = [f"command-{name}" for name in self._app.house.commands]
        return [(content.raw(name, best) or "", content.raw(name, best, "about") or "") for name in names]

    async def start_afresh(self) -> None:
        await self._world.forget()

        async def wipe(tx: Tx) -> None:
            for name in TABLES:
                await tx.run(f"DELETE FROM {name}")  # noqa: S608  # our own names
            await self._app.house.part(Library).keep(tx)

        await self._app.store.write(wipe)
        self._clock.offset = 0


async def play(
    folder: Path, port: int, stop: asyncio.Event, ready: asyncio.Event | None = None, outside: Path | None = None
) -> None:
    """Serve the playground on `port`, its files in `folder`, until `stop` is set.

    `outside` is a folder with guides and words beside Troth's own.

    Raises BadSettings (port taken), StoreUnusable (damaged file), BadContent.
    """
    clock = MovedClock(SystemClock())
    chance = SystemChance()
    warm_up()
    world = await World.open(folder / WORLD, clock, chance)
    try:
        adapter = PlaygroundAdapter(world, port)
        app = await build(folder / DATABASE, clock, chance, [adapter], outside)
        try:
            clock.offset = await app.store.read(_kept_offset)
            await _serve(app, PlaygroundServer(world, adapter, PlayHouse(app, clock, world), port), stop, ready)
        finally:
            await app.stop()
    finally:
        await world.close()


async def _serve(app: App, server: PlaygroundServer, stop: asyncio.Event, ready: asyncio.Event | None) -> None:
    await server.start()
    try:
        await app.start()
        if ready is not None:
            ready.set()
        await stop.wait()
    finally:
        await server.stop()


async def _kept_offset(tx: Tx) -> int:
    row = await tx.one("SELECT value FROM meta WHERE name = 'clock_offset'")
    return 0 if row is None else int(row["value"])


async def _keep_offset(store: Store, offset: int) -> None:
    async def keep(tx: Tx) -> None:
        await tx.run(
            "INSERT INTO meta (name, value) VALUES ('clock_offset', :value) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            value=str(offset),
        )

    await store.write(keep)
