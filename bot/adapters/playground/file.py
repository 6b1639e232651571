"""The file in which the playground keeps its world: tables, and one transaction at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Self

import aiosqlite

from bot.errors import StoreBusy, StoreTrouble, StoreUnusable

TABLES: Final = ("world", "people", "chats", "members", "messages", "updates", "reads")
_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE world (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE people (id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL,
    zone TEXT NOT NULL, blocked INTEGER NOT NULL DEFAULT 0, tab TEXT NOT NULL);
CREATE TABLE chats (id TEXT PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
    nonce TEXT UNIQUE);
CREATE TABLE members (chat TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (chat, person));
CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, chat TEXT NOT NULL, author TEXT NOT NULL,
    body TEXT NOT NULL, reader TEXT NOT NULL, edited INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,
    nonce TEXT UNIQUE);
CREATE INDEX messages_by_chat ON messages (chat, id);
CREATE TABLE updates (n INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, chat TEXT NOT NULL,
    deed TEXT NOT NULL, sent TEXT NOT NULL UNIQUE, done INTEGER NOT NULL DEFAULT 0);
CREATE INDEX updates_waiting ON updates (person, n) WHERE done = 0;
CREATE TABLE reads (person TEXT NOT NULL, chat TEXT NOT NULL, upto INTEGER NOT NULL,
    PRIMARY KEY (person, chat));
"""


class WorldFile:
    """One SQLite file and one connection; whoever reads or changes it has it alone meanwhile."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the file, with its tables, making it if need be. Raises StoreUnusable, and leaves the file."""
        try:
            database = await aiosqlite.connect(path, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise StoreUnusable(f"{path} can't be opened ({error})") from error
        try:
            await cls._prepare(database, path)
        except BaseException:
            await database.close()
            raise
        return cls(database)

    @staticmethod
    async def _prepare(database: aiosqlite.Connection, path: Path) -> None:
        try:
            for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                await database.execute(f"PRAGMA {pragma}")
            async with database.execute("PRAGMA user_version") as cursor:
                row = await cursor.fetchone()
            version = int(row[0]) if row else 0
            if version == 0:
                await database.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={_VERSION};COMMIT;")
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(f"{path} can't be read as a playground ({error})") from error
        if version > _VERSION:
            raise StoreUnusable(f"{path} was written by a newer Troth")

    async def close(self) -> None:
        """Let go of the file."""
        async with self._lock:
            await self._database.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Nothing changes meanwhile. Raises StoreTrouble."""
        async with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise _trouble(error) from error

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[None]:
        """One transaction, undone whatever interrupts it. Raises StoreTrouble."""
        async with self.reading():
            try:
                await self._database.execute("BEGIN IMMEDIATE")
                yield
                await self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    await self._database.execute("ROLLBACK")
                raise

    async def run(self, sql: str, *values: object) -> int:
        """Change rows; returns the number of the row that an INSERT made."""
        async with self._database.execute(sql, values) as cursor:
            return cursor.lastrowid or 0

    async def all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Every row of a question."""
        async with self._database.execute(sql, values) as cursor:
            return list(await cursor.fetchall())

    async def one(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row of a question, or None."""
        async with self._database.execute(sql, values) as cursor:
            return await cursor.fetchone()

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in the file or its log."""
        async with self.reading():
            await self.all("PRAGMA wal_checkpoint(TRUNCATE)")


def _trouble(error: sqlite3.OperationalError) -> StoreTrouble:
    kind = StoreBusy if "locked" in str(error) else StoreTrouble
    return kind(f"the playground's file: {error}")
