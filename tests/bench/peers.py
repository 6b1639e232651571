"""What others would do: one APScheduler job per couple; and the floor, sqlite3 alone writing the same rows.

The peer's job does what a bot without guides does for the same message: reads the couple, renders the words for
both, writes two outbox rows with the meaning of their buttons, and commits. It keeps no run, no key of the
timer and no next due time (APScheduler keeps its own), so it does less than ours.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.app import App
from bot.clock import DAY, SystemClock
from bot.content import Line, Phrase, Reader, line
from bot.guides import Library
from bot.model import Button, Message, Span
from bot.outbox import MESSAGE
from bot.store import Lane, Row, Tx, Words
from bot.store.metadata import metadata
from bot.store.sqlite import _WRITER
from tests.bench.measure import Took, watched_loop
from tests.bench.town import NOW, ZONE

GUIDE: Final = "boundary-check-in"

logging.getLogger("apscheduler").setLevel(logging.ERROR)


@dataclass(slots=True)
class Bringer:
    """Brings one couple its check-in, in a transaction of its own."""

    app: App
    wanted: int
    done: int = 0
    all_done: asyncio.Event = field(default_factory=asyncio.Event)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def bring(self, couple: str) -> None:
        """One transaction each, as a job per couple has it; the lock keeps the store from joining them."""
        async with self.turn:
            await self.app.store.write(partial(self._write, couple))
        self.done += 1
        if self.done == self.wanted:
            self.all_done.set()

    async def _write(self, couple: str, tx: Tx) -> None:
        people = await tx.all(
            "SELECT p.id, p.language, p.zone, p.place_id, c.last_seq FROM members m "
            "JOIN persons p ON p.id = m.person_id JOIN places c ON c.id = p.place_id "
            "WHERE m.couple_id = :couple AND m.left_at IS NULL",
            couple=couple,
        )
        for person in people:
            await self._tell(tx, couple, person)
        await tx.many("UPDATE places SET last_seq = last_seq + 1 WHERE id = :place_id", [dict(p) for p in people])

    async def _tell(self, tx: Tx, couple: str, person: Row) -> None:
        content, chance = self.app.content, self.app.dispatch._chance
        reader = Reader(person["language"], person["zone"])
        act = chance.new_id(NOW)
        guide = self.app.house.part(Library)[GUIDE]
        taps: list[tuple[Phrase, str, str, bool]] = [
            (guide.option("look", "fine"), "guides.pick", "normal", False),
            (line("guide-open"), "guides.open", "main", True),
            (Line("later"), "guides.later", "quiet", True),
        ]
        token = chance.token()
        buttons = [
            Button(content.plain(label, reader), f"{token}.{number}", style)  # type: ignore[arg-type]  # a literal
            for number, (label, _, style, _) in enumerate(taps)
        ]
        spans: tuple[Span, ...] = content.spans(guide.head("door"), reader)
        message = Message(spans, ((buttons[0],), (buttons[1], buttons[2])))
        args = {"run": act, "step": "look", "item": "", "value": "fine"}
        await tx.run(
            "INSERT INTO buttons (token, actions, holder, act_id, expires_at) "
            "VALUES (:token, :actions, :holder, :act, :expires)",
            token=token,
            actions=json.dumps([[action, args, again] for _, action, _, again in taps]),
            holder=f"person:{person['id']}",
            act=act,
            expires=NOW + 60 * DAY,
        )
        await tx.run(
            "INSERT INTO outbox (id, place_id, seq, act, lane, state, body, slot, couple_id, essential, private, "
            "waits, prompt, tries, not_before, deadline, created_at, ref) "
            "VALUES (:id, :place, :seq, 'say', :lane, 'queued', :body, :slot, :couple, 0, 0, "
            "0, 1, 0, 0, :deadline, :now, '')",
            id=act,
            place=person["place_id"],
            seq=person["last_seq"] + 1,
            lane=Lane.TIMERS,
            body=Words(person["id"], MESSAGE.dump_json(message, exclude_defaults=True).decode()),
            slot=f"run:{act}",
            couple=couple,
            deadline=NOW + 7 * DAY,
            now=NOW,
        )


_bringers: list[Bringer] = []


async def bring(couple: str) -> None:
    """The job, under a name by which APScheduler's SQL store finds it again."""
    await _bringers[-1].bring(couple)


async def by_apscheduler(app: App, couples: int, jobs: Path | None) -> Took:
    """One job per couple, all due now: in memory, or in an SQLite file of APScheduler's own (`jobs`).

    Library defaults, save `misfire_grace_time=None`: with the default second most jobs would be missed.
    """
    _bringers[:] = [Bringer(app, couples)]
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
    if jobs is not None:
        scheduler.add_jobstore(SQLAlchemyJobStore(url=f"sqlite:///{jobs}"))
    due = datetime.fromtimestamp(SystemClock().now() / 1000 - 1, UTC)
    weekly = CronTrigger(day_of_week="sun", hour=18, timezone=ZONE)
    scheduler.start(paused=True)
    for number in range(couples):
        scheduler.add_job(bring, weekly, args=[f"couple-{number:07}"], id=f"rhythm-{number:07}", next_run_time=due)
    async with watched_loop() as lag:
        before = perf_counter()
        scheduler.resume()
        await _bringers[-1].all_done.wait()
        took = perf_counter() - before
    scheduler.shutdown(wait=False)
    return Took(took, lag.longest)


# -- the floor ---------------------------------------------------------------------------------------------------

Statement = tuple[str, Sequence[Any]]


def _difference(before: Path, after: Path) -> list[tuple[str, list[Sequence[Any]]]]:
    """The statements, with all their rows, that make `before` what `after` is."""
    statements: list[tuple[str, list[Sequence[Any]]]] = []
    gone: list[tuple[str, list[Sequence[Any]]]] = []
    with closing(sqlite3.connect(before)) as old, closing(sqlite3.connect(after)) as new:
        for table in metadata().sorted_tables:
            names = [column.name for column in table.columns]
            keys = [column.name for column in table.primary_key.columns]
            rest = [name for name in names if name not in keys]
            select = f"SELECT {', '.join([*keys, *rest])} FROM {table.name} ORDER BY rowid"
            was = {row[: len(keys)]: row for row in old.execute(select)}
            now = {row[: len(keys)]: row for row in new.execute(select)}
            where = " AND ".join(f"{key} = ?" for key in keys)
            removed: list[Sequence[Any]] = [key for key in was if key not in now]
            gone.append((f"DELETE FROM {table.name} WHERE {where}", removed))
            added: list[Sequence[Any]] = [row for key, row in now.items() if key not in was]
            marks = ", ".join("?" * len(names))
            statements.append((f"INSERT INTO {table.name} ({', '.join([*keys, *rest])}) VALUES ({marks})", added))
            changed = [key for key, row in now.items() if key in was and was[key] != row]
            for place, name in enumerate(rest, len(keys)):
                values: list[Sequence[Any]] = [
                    (now[key][place], *key) for key in changed if now[key][place] != was[key][place]
                ]
                statements.append((f"UPDATE {table.name} SET {name} = ? WHERE {where}", values))
    return [(sql, rows) for sql, rows in [*gone, *statements] if rows]


def _parts(statements: list[tuple[str, list[Sequence[Any]]]], parts: int) -> Iterator[list[Statement]]:
    """The same work in so many parts of equal size."""
    for number in range(parts):
        part: list[Statement] = []
        for sql, rows in statements:
            start, stop = -(-len(rows) * number // parts), -(-len(rows) * (number + 1) // parts)
            if start < stop:
                part.append((sql, rows[start:stop]))
        yield part


def by_sqlite3_alone(before: Path, after: Path, couples: int) -> Took:
    """Write into `before` what ours wrote into `after`: same rows, executemany, a commit for 100 couples."""
    parts = list(_parts(_difference(before, after), -(-couples // 100)))
    with closing(sqlite3.connect(before, isolation_level=None)) as connection:
        for pragma in _WRITER:
            connection.execute(f"PRAGMA {pragma}")
        begun = perf_counter()
        for part in parts:
            connection.execute("BEGIN IMMEDIATE")
            for sql, rows in part:
                connection.executemany(sql, rows)
            connection.execute("COMMIT")
        return Took(perf_counter() - begun)
