"""What a store module may do inside a transaction: run SQL with `:name` parameters, and keep people's words.

SQL here must be understood by SQLite and PostgreSQL alike. A person's words go in as `Words` and come out as
`str`; the columns for them hold bytes only, so that nobody can store them bare.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol, TypeVar

Row = Mapping[str, Any]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Words:
    """Something a person wrote, or that names them, on its way into a row.

    `owner` is the person or the couple under whose key it lies: whoever can have it erased.
    """

    owner: str
    text: str


Value = str | int | None | Words


class Tx(Protocol):
    """One transaction. Nothing else may be awaited while it is open."""

    async def run(self, sql: str, /, **values: Value) -> int:
        """Execute one statement; returns how many rows it changed."""

    async def many(self, sql: str, rows: Sequence[Mapping[str, Value]], /) -> None:
        """Execute one statement for each of `rows`."""

    async def one(self, sql: str, /, **values: Value) -> Row | None:
        """The first row, or None."""

    async def all(self, sql: str, /, **values: Value) -> list[Row]:
        """Every row."""

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """A part that is undone by itself when it raises."""

    def crowded(self) -> bool:
        """Whether somebody waits for this transaction to end: long work in the timers' lane stops early then."""

    def mark(self, what: str) -> None:
        """Say what this transaction touched ("outbox", "timers"), so that whoever waits for it wakes."""


Work = Callable[[Tx], Awaitable[Result]]


class Lane(IntEnum):
    """Who is served first: what a person waits for, then what a timer began."""

    PEOPLE = 0
    TIMERS = 1


class Store(Protocol):
    """A database: work goes in, and its result comes back once it is committed."""

    async def write(self, work: Work[Result], lane: Lane = Lane.PEOPLE) -> Result:
        """Run `work` in a transaction; returns after the commit. Raises what `work` raised, having undone it."""

    async def read(self, work: Work[Result]) -> Result:
        """Run `work` on a snapshot that can't be written: for screens and metrics."""

    def follow(self, mark: str, work: Work[Result], then: Callable[[Result], None]) -> None:
        """Run `work` at the end of each transaction that touched `mark`, and `then` with its result after the commit.

        What it raises undoes nothing but itself, and is logged.
        """

    def subscribe(self, wake: Callable[[frozenset[str]], None]) -> None:
        """Call `wake` after each commit with what it touched."""

    async def close(self) -> None:
        """Finish what has begun, and let go of the database."""
