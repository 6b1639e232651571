"""A command from a known person → its committed reply: events a second, with one client and with sixteen."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from bot.app import App
from bot.model import Account, Address, Command, Sender
from bot.store.sqlite import _WRITER
from tests.bench.measure import Result, seconds
from tests.bench.town import copied, count, make_town, opened

CLIENTS: Final = (1, 16)
MOST: Final = 1_000
COMMAND: Final = "quiet"
"""Answered in one line, from what is known of the person."""


def command(client: int, number: int) -> Command:
    """The command as an adapter hands it in."""
    person = f"person-{client:07}a"
    account = Account("memory", person)
    return Command(f"{person}-{number}", Sender(account, "Ana"), Address("memory", person, "direct"), COMMAND)


async def _client(app: App, client: int, events: int) -> None:
    for number in range(events):
        await app.dispatch.emit(command(client, number))


async def ours(town: Path, folder: Path, clients: int, events: int) -> float:
    """Seconds an event, with so many people typing at the same time."""
    database = copied(town, folder)
    async with opened(database) as app:
        each = events // clients
        took = await seconds(asyncio.gather(*(_client(app, number, each) for number in range(clients))))
    replies = count(database, "SELECT COUNT(*) FROM outbox WHERE lane = 0")
    assert replies == each * clients, f"{replies} replies to {each * clients} events"
    return took / (each * clients)


def by_sqlite3_alone(database: Path, after: Path, events: int) -> float:
    """Seconds an event for sqlite3 alone: the same inbox and outbox rows, a commit for each event."""
    with closing(sqlite3.connect(after)) as source:
        keys = source.execute("SELECT key, at FROM inbox ORDER BY rowid").fetchall()
        rows = source.execute("SELECT * FROM outbox ORDER BY rowid").fetchall()
    insert = f"INSERT INTO outbox VALUES ({', '.join('?' * len(rows[0]))})"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for pragma in _WRITER:
            connection.execute(f"PRAGMA {pragma}")
        begun = perf_counter()
        for key, row in zip(keys[:events], rows, strict=False):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO inbox (key, at) VALUES (?, ?)", key)
            connection.execute(insert, row)
            connection.execute("COMMIT")
        return (perf_counter() - begun) / events


async def run(sizes: Iterable[int], repeats: int) -> list[Result]:
    """Rows for the smallest size only: what one event costs does not depend on how many couples there are."""
    most = max(CLIENTS)
    events = max(min(*sizes, MOST) // most, 1) * most
    took: dict[str, list[float]] = {who: [] for who in (*(f"troth_{clients}" for clients in CLIENTS), "raw_sqlite3")}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        await make_town(home / "town.db", max(CLIENTS))
        for _ in range(repeats):
            for clients in CLIENTS:
                took[f"troth_{clients}"].append(await ours(home / "town.db", home / "ours", clients, events))
            floor = copied(home / "town.db", home / "floor")
            took["raw_sqlite3"].append(by_sqlite3_alone(floor, home / "ours" / floor.name, events))
    rates = {who: 1 / median(times) for who, times in took.items()}
    return [
        *(Result("events", who, rate, "events/s", events) for who, rate in rates.items()),
        *(
            Result("events", f"{who}_vs_raw_sqlite3", rate / rates["raw_sqlite3"], "x", events)
            for who, rate in rates.items()
            if who != "raw_sqlite3"
        ),
    ]
