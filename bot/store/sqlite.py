"""The house's database on SQLite: one writer, two lanes, and one fsync for all that has queued up.

A transaction's work is a coroutine that awaits nothing but its `Tx`, and a `Tx` on SQLite never has to wait.
So the writer drives a whole batch of them inside aiosqlite's thread with one hop there and back, each event in
a SAVEPOINT of its own, and commits once. A handler that awaits anything else (the network, a sleep) is a bug,
and is told so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, cast

import aiosqlite

from bot.errors import StoreTrouble
from bot.store.sqlite_tx import SqliteTx, drive, named
from bot.store.tx import Lane, Result, Work

log = logging.getLogger(__name__)

BATCH: Final = {Lane.PEOPLE: 64, Lane.TIMERS: 1}
"""Jobs that share a commit. A job of the timers' lane is itself a batch (see bot/dispatch.py)."""

BUSY_SECONDS: Final = 5.0

_WRITER: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "wal_autocheckpoint=4000",
)
_READER: Final = ("query_only=ON",)


@dataclass(slots=True)
class _Job(Generic[Result]):
    work: Work[Result]
    done: asyncio.Future[Result]


@dataclass(slots=True)
class _Outcome:
    result: object = None
    error: BaseException | None = None


@dataclass(slots=True)
class _Batch:
    outcomes: list[_Outcome] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    followed: list[tuple[_Follower, _Outcome]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Follower:
    mark: str
    work: Work[Any]
    then: Callable[[Any], None]


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection that also runs a function of ours, whole, in its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._thread.daemon = True  # a process that ends in an error must end; SQLite survives the cut

    async def call(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        return cast("Result", await self._execute(work, self._conn))  # type: ignore[no-untyped-call]


async def _connect(path: Path, factory: type[sqlite3.Connection], pragmas: Sequence[str]) -> _Connection:
    def connector() -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, isolation_level=None, timeout=BUSY_SECONDS, cached_statements=512, factory=factory
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    try:
        return cast("_Connection", await _Connection(connector, iter_chunk_size=64))
    except sqlite3.DatabaseError as why:
        raise named(why) from why


class SqliteStore:
    """`bot.store.tx.Store` on one SQLite file. Make it with `open`."""

    def __init__(self, writer: _Connection, reader: _Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._lanes: dict[Lane, deque[_Job[Any]]] = {lane: deque() for lane in Lane}
        self._queued = asyncio.Event()
        self._wakes: list[Callable[[frozenset[str]], None]] = []
        self._followers: list[_Follower] = []
        self._closing = False
        self._task = asyncio.create_task(self._serve(), name="store-writer")

    @classmethod
    async def open(cls, path: Path, factory: type[sqlite3.Connection] = sqlite3.Connection) -> SqliteStore:
        """Open a migrated file. `factory` makes the writer's connection (tests hand in one that breaks)."""
        writer = await _connect(path, factory, _WRITER)
        try:
            reader = await _connect(path, sqlite3.Connection, _READER)
        except BaseException:
            await writer.close()
            raise
        return cls(writer, reader)

    def follow(self, mark: str, work: Work[Result], then: Callable[[Result], None]) -> None:
        self._followers.append(_Follower(mark, work, then))

    def subscribe(self, wake: Callable[[frozenset[str]], None]) -> None:
        self._wakes.append(wake)

    async def write(self, work: Work[Result], lane: Lane = Lane.PEOPLE) -> Result:
        if self._closing:
            raise StoreTrouble("the store is closed")
        job: _Job[Result] = _Job(work, asyncio.get_running_loop().create_future())
        self._lanes[lane].append(job)
        self._queued.set()
        return await job.done

    async def read(self, work: Work[Result]) -> Result:
        try:
            return await self._reader.call(partial(_read, work))
        except sqlite3.Error as why:
            raise named(why) from why

    async def close(self) -> None:
        self._closing = True
        self._queued.set()
        await asyncio.gather(self._task, return_exceptions=True)
        for jobs in self._lanes.values():
            for job in jobs:
                if not job.done.done():
                    job.done.set_exception(StoreTrouble("the store was closed"))
        await self._reader.close()
        await self._writer.close()

    async def _serve(self) -> None:
        while True:
            await self._queued.wait()
            jobs = self._next_batch()
            if not jobs:
                if self._closing:
                    return
                self._queued.clear()
                continue
            try:
                works = [job.work for job in jobs]
                batch = await self._writer.call(partial(_commit, works, self._followers, self._crowded))
            except BaseException as why:
                _settle(
                    jobs,
                    [_Outcome(error=StoreTrouble(f"the writer stopped: {type(why).__name__}"))] * len(jobs),
                )
                if not isinstance(why, Exception):
                    raise
                continue
            _settle(jobs, batch.outcomes)
            for follower, outcome in batch.followed:
                if outcome.error is None:
                    follower.then(outcome.result)
                else:
                    log.error("bug in what follows %s: %s", follower.mark, type(outcome.error).__name__)
            if batch.marks:
                for wake in self._wakes:
                    wake(frozenset(batch.marks))

    def _crowded(self) -> bool:
        """Asked from the writer's thread: a look at a deque's length needs no lock."""
        return len(self._lanes[Lane.PEOPLE]) > 0

    def _next_batch(self) -> list[_Job[Any]]:
        for lane, queued in self._lanes.items():
            jobs: list[_Job[Any]] = []
            while queued and len(jobs) < BATCH[lane]:
                job = queued.popleft()
                if not job.done.cancelled():
                    jobs.append(job)
            if jobs:
                return jobs
        return []


def _settle(jobs: list[_Job[Any]], outcomes: list[_Outcome]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if job.done.done():
            continue
        if outcome.error is None:
            job.done.set_result(outcome.result)
        else:
            job.done.set_exception(outcome.error)


def _commit(
    works: list[Work[Any]],
    followers: Sequence[_Follower],
    crowded: Callable[[], bool],
    connection: sqlite3.Connection,
) -> _Batch:
    """Run each work in its savepoint and commit them together; in aiosqlite's thread."""
    batch = _Batch()
    try:
        connection.execute("BEGIN IMMEDIATE")
        if len(works) == 1:
            batch.outcomes.append(_alone(works[0], connection, crowded, batch.marks))
        else:
            for work in works:
                batch.outcomes.append(_part(work, connection, crowded, batch.marks))
        for one in followers:
            if one.mark in batch.marks:
                batch.followed.append((one, _part(one.work, connection, crowded, set())))
        connection.execute("COMMIT")
    except BaseException as why:
        with contextlib.suppress(Exception):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return _Batch([_Outcome(error=named(why))] * len(works))
    return batch


def _alone(work: Work[Any], connection: sqlite3.Connection, crowded: Callable[[], bool], marks: set[str]) -> _Outcome:
    """The only part of a transaction: what undoes it undoes all."""
    tx = SqliteTx(connection, crowded)
    try:
        result = drive(work(tx))
    except StoreTrouble:
        raise
    except BaseException as why:
        if not connection.in_transaction:
            raise StoreTrouble("the transaction was lost") from None
        connection.execute("ROLLBACK")
        connection.execute("BEGIN IMMEDIATE")
        return _Outcome(error=why)
    marks |= tx.marks
    return _Outcome(result=result)


def _part(work: Work[Any], connection: sqlite3.Connection, crowded: Callable[[], bool], marks: set[str]) -> _Outcome:
    connection.execute("SAVEPOINT job")
    tx = SqliteTx(connection, crowded)
    try:
        result = drive(work(tx))
    except StoreTrouble:
        raise  # SQLite may have rolled everything back by itself, so the whole batch is off
    except BaseException as why:
        _undo(connection)
        return _Outcome(error=why)
    connection.execute("RELEASE job")
    marks |= tx.marks
    return _Outcome(result=result)


def _undo(connection: sqlite3.Connection) -> None:
    if not connection.in_transaction:
        raise StoreTrouble("the transaction was lost")
    connection.execute("ROLLBACK TO job")
    connection.execute("RELEASE job")


def _read(work: Work[Result], connection: sqlite3.Connection) -> Result:
    connection.execute("BEGIN")
    try:
        return drive(work(SqliteTx(connection)))
    finally:
        connection.execute("ROLLBACK")
