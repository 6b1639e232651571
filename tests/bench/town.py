"""A town of N couples in a real database file, each with a weekly boundary check-in that is due now.

Its rows are written directly; what happens to them afterwards is the real App's.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from bot.app import DATABASE, App, build
from bot.cadence import weekly
from bot.clock import DAY, StillClock, SystemChance
from bot.store import Tx, Words
from bot.store.schema import migrate
from bot.store.sqlite import SqliteStore
from tests.talk import MemoryAdapter

NOW: Final = int(datetime(2026, 11, 22, 17, 0, tzinfo=UTC).timestamp() * 1000)
"""A Sunday, 18:00 in Madrid."""

LAST_WEEK: Final = date(2026, 11, 15)
ZONE: Final = "Europe/Madrid"
AT_ONCE: Final = 2_000


def _each(start: int, stop: int) -> Iterator[tuple[int, str, str]]:
    """Both people of these couples: the couple's number, the person's id, their place's id."""
    for number in range(start, stop):
        for side in ("a", "b"):
            yield number, f"person-{number:07}{side}", f"place-{number:07}{side}"


async def _fill(tx: Tx, start: int, stop: int, due: int) -> None:
    await tx.many(
        "INSERT INTO places (id, platform, address, kind, state, last_seq, hold_until) "
        "VALUES (:id, 'memory', :address, 'direct', 'open', 0, 0)",
        [{"id": place, "address": person} for _, person, place in _each(start, stop)],
    )
    await tx.many(
        "INSERT INTO persons (id, name, language, zone, place_id, quiet_from, quiet_to, created_at) "
        "VALUES (:id, :name, :language, :zone, :place, 0, 0, 0)",
        [
            {"id": person, "name": Words(person, f"Ana {number}"), "language": language, "zone": ZONE, "place": place}
            for number, person, place in _each(start, stop)
            for language in ("es" if number % 2 else "en",)
        ],
    )
    await tx.many(
        "INSERT INTO accounts (platform, account, person_id) VALUES ('memory', :id, :id)",
        [{"id": person} for _, person, _ in _each(start, stop)],
    )
    numbers = [{"id": f"{number:07}"} for number in range(start, stop)]
    await tx.many(f"INSERT INTO rooms (id, language, zone) VALUES ('room-' || :id, 'en', '{ZONE}')", numbers)
    await tx.many("INSERT INTO couples (id, room_id, created_at) VALUES ('couple-' || :id, 'room-' || :id, 0)", numbers)
    await tx.many(
        "INSERT INTO members (couple_id, person_id) VALUES (:couple, :person)",
        [{"couple": f"couple-{number:07}", "person": person} for number, person, _ in _each(start, stop)],
    )
    await tx.many(
        "INSERT INTO rhythms (id, couple_id, guide, cadence, hour, minute, zone, running, unshared, last_date) "
        f"VALUES ('rhythm-' || :id, 'couple-' || :id, 'boundary-check-in', '{weekly({6}).stored()}', 18, 0, '{ZONE}', "
        f"1, 0, '{LAST_WEEK}')",
        numbers,
    )
    await tx.many(
        "INSERT INTO timers (id, key, kind, subject, couple_id, data, tries, due_at) VALUES ('timer-' || :id, "
        f"'rhythm:rhythm-' || :id || ':2026-11-22:1800', 'rhythms.due', 'rhythm-' || :id, 'couple-' || :id, '{{}}', 0, "
        f"{NOW})",
        numbers[: max(due - start, 0)],
    )


async def make_town(path: Path, couples: int, idle: int = 0) -> None:
    """Write the rows of so many couples into a new database file, and of `idle` more for whom nothing is due."""
    migrate(path)
    store = await SqliteStore.open(path)
    try:
        for start in range(0, couples + idle, AT_ONCE):
            stop = min(start + AT_ONCE, couples + idle)
            await store.write(partial(_fill, start=start, stop=stop, due=couples))
    finally:
        await store.close()


async def make_timers(path: Path, timers: int) -> None:
    """Write so many timers, none of them due for a year, into a new database file."""

    async def fill(tx: Tx) -> None:
        await tx.many(
            "INSERT INTO timers (id, key, kind, subject, couple_id, data, tries, due_at) VALUES ('timer-' || :id, "
            "'key-' || :id, 'rhythms.due', 'rhythm-' || :id, 'couple-' || :id, '{}', 0, :due)",
            [{"id": f"{number:07}", "due": NOW + 365 * DAY + number} for number in range(timers)],
        )

    migrate(path)
    store = await SqliteStore.open(path)
    try:
        await store.write(fill)
    finally:
        await store.close()


def copied(town: Path, folder: Path) -> Path:
    """A copy of the town in a new folder, so that every repeat begins alike."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(town)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copy(town, folder / DATABASE))


@asynccontextmanager
async def opened(database: Path, adapter: MemoryAdapter | None = None) -> AsyncIterator[App]:
    """The real App over a town, its clock standing where the timers are due."""
    app = await build(database, StillClock(NOW), SystemChance(), [adapter or MemoryAdapter()])
    try:
        yield app
    finally:
        await app.stop()


def count(database: Path, sql: str) -> int:
    """One number out of a database file."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(sql).fetchone()[0])
