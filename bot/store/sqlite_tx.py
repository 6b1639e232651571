"""One transaction on SQLite, and what its errors mean."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, cast

from bot.errors import StoreBusy, StoreTrouble, StoreUnusable
from bot.store.seal import seal, unseal
from bot.store.tx import Result, Row, Value, Words

_FATAL: Final = frozenset({"FULL", "IOERR", "CORRUPT", "NOTADB", "BUSY", "LOCKED", "READONLY", "CANTOPEN", "NOMEM"})
"""Errors of the file rather than of the statement (https://www.sqlite.org/rescode.html)."""


class SqliteTx:
    """A transaction on SQLite (see `bot.store.tx.Tx`)."""

    def __init__(self, connection: sqlite3.Connection, crowded: Callable[[], bool] = lambda: False) -> None:
        self._connection = connection
        self._crowded = crowded
        self.marks: set[str] = set()

    def _do(self, sql: str, values: Mapping[str, Value]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, _bound(values))
        except sqlite3.Error as why:
            raise named(why) if _of_the_file(why) else why from None

    async def run(self, sql: str, /, **values: Value) -> int:
        return self._do(sql, values).rowcount

    async def many(self, sql: str, rows: Sequence[Mapping[str, Value]], /) -> None:
        try:
            self._connection.executemany(sql, [_bound(row) for row in rows])
        except sqlite3.Error as why:
            raise named(why) if _of_the_file(why) else why from None

    async def one(self, sql: str, /, **values: Value) -> Row | None:
        cursor = self._do(sql, values)
        found = cursor.fetchone()
        return None if found is None else _row(cursor, found)

    async def all(self, sql: str, /, **values: Value) -> list[Row]:
        cursor = self._do(sql, values)
        return [_row(cursor, found) for found in cursor.fetchall()]

    @contextlib.asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        self._do("SAVEPOINT part", {})
        try:
            yield
        except StoreTrouble:
            raise  # the whole batch is off
        except BaseException:
            self._still_open()
            self._do("ROLLBACK TO part", {})
            self._do("RELEASE part", {})
            raise
        self._do("RELEASE part", {})

    def _still_open(self) -> None:
        """At some errors (a full disk) SQLite ends the transaction by itself: nothing may follow in it then."""
        if not self._connection.in_transaction:
            raise StoreTrouble("the transaction was lost")

    def crowded(self) -> bool:
        return self._crowded()

    def mark(self, what: str) -> None:
        self.marks.add(what)


def _bound(values: Mapping[str, Value]) -> Mapping[str, object]:
    if any(type(value) is Words for value in values.values()):
        return {name: seal(value) if isinstance(value, Words) else value for name, value in values.items()}
    return values


def _row(cursor: sqlite3.Cursor, found: tuple[Any, ...]) -> Row:
    row = {column[0]: value for column, value in zip(cursor.description, found, strict=True)}
    for name, value in row.items():
        if type(value) is bytes:
            row[name] = unseal(value)
    return row


def drive(work: Awaitable[Result]) -> Result:
    """Run a coroutine that never has to wait, to its end, here and now."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return cast("Result", end.value)
    with contextlib.suppress(BaseException):
        steps.throw(RuntimeError("cut short"))
    raise RuntimeError("a handler awaited something that is not its transaction")


def _of_the_file(why: sqlite3.Error) -> bool:
    return getattr(why, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0] in _FATAL


def named(why: BaseException) -> StoreTrouble:
    """What an error of SQLite (or anything else that ended a transaction) is to the house."""
    if isinstance(why, StoreTrouble):
        return why
    text = str(why) if isinstance(why, sqlite3.Error) else type(why).__name__
    if "locked" in text or "busy" in text:
        return StoreBusy(text)
    if "malformed" in text or "not a database" in text:
        return StoreUnusable(text)
    return StoreTrouble(text)
