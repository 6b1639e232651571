"""Houses that open fast, on any connection: the real parts, put together as `bot.app.build` does."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.app import DATABASE, App, build_house
from bot.clock import Chance, Clock, StillClock
from bot.content import Content
from bot.feature import House
from bot.guides import Library
from bot.port import Adapter, Capabilities
from bot.store import Row, Tx
from bot.store.schema import migrate
from bot.store.sqlite import SqliteStore
from bot.words import load_words
from tests.talk import START, MemoryAdapter, SeededChance, Talk

DISCORD_LIKE = MemoryAdapter().capabilities
"""Makes places, shows a nonce once."""

TELEGRAM_LIKE = Capabilities(forms=True, join_link="memory:{code}")
"""Can be asked nothing about what it did."""


class QuickConnection(sqlite3.Connection):
    """A connection that does not wait for the disk: a process that dies loses nothing by that, only a machine."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous=FULL", "synchronous=OFF"), parameters)


@cache
def words() -> Content:
    """The words, read once."""
    return load_words()


@cache
def _empty_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        migrate(path)
        return path.read_bytes()


@cache
def _house(capabilities: Capabilities) -> House:
    return build_house([MemoryAdapter(capabilities=capabilities)])


def new_file(folder: Path) -> Path:
    """A migrated, empty database in this folder."""
    path = folder / DATABASE
    path.write_bytes(_empty_file())
    return path


async def open_app(
    path: Path,
    clock: Clock,
    chance: Chance,
    adapter: Adapter,
    factory: type[sqlite3.Connection] = QuickConnection,
    house: House | None = None,
) -> App:
    """The house on this file. Features and words are shared by all houses of one test run."""
    store = await SqliteStore.open(path, factory)
    house = house or _house(adapter.capabilities)
    await store.write(house.part(Library).keep)
    return App(store, clock, chance, words(), {adapter.platform: adapter}, house)


class QuickTalk(Talk):
    """A talk whose house opens and restarts fast."""

    @classmethod
    async def begin(
        cls,
        folder: Path,
        *,
        adapter: MemoryAdapter | None = None,
        factory: type[sqlite3.Connection] = QuickConnection,
        now: int = START,
        house: House | None = None,
    ) -> QuickTalk:
        """A new house in `folder`."""
        clock, chance, adapter = StillClock(now), SeededChance(), adapter or MemoryAdapter()
        app = await open_app(new_file(folder), clock, chance, adapter, factory, house)
        return cls(folder, clock, chance, adapter, app)

    async def restart(self) -> None:
        """Stop the house and start it again on the same file; the platform stays as it is."""
        house = self.app.house
        await self.app.stop()
        path = self.folder / DATABASE
        self.app = await open_app(path, self.clock, self.chance, self.adapter, house=house)
        await self.app.delivery.recover()
        await self.app.run_due()

    async def rows(self, sql: str, **values: str | int) -> list[Row]:
        """What the database holds."""

        async def look(tx: Tx) -> list[Row]:
            return await tx.all(sql, **values)

        return await self.app.store.read(look)


class Ears(logging.Handler):
    """Hears what the house logs as an error: a bug."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())

    def __enter__(self) -> Ears:
        logging.getLogger("bot").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("bot").removeHandler(self)


def dump(path: Path, tables: Sequence[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of these tables (of all, if none is named), read by a connection of its own."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = tables or [row["name"] for row in found]
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
    finally:
        connection.close()
