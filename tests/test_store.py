"""The store: what every database must do (the contract), and what SQLite's file and migrations promise besides."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.errors import StoreTrouble, StoreUnusable
from bot.store import Lane, Store, Tx, Words
from bot.store.metadata import metadata
from bot.store.schema import HEAD, MIGRATIONS, migrate
from bot.store.sqlite import SqliteStore
from handlers import all_features
from tests.bench.__main__ import main as bench

# -- the contract ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Database:
    """One kind of database: how to open a new one (the same again, for the same folder), and what it refuses with."""

    name: str
    open: Callable[[Path], Awaitable[Store]]
    refusal: type[Exception]


async def _sqlite(folder: Path) -> Store:
    migrate(folder / "troth.db")
    return await SqliteStore.open(folder / "troth.db")


DATABASES = [Database("sqlite", _sqlite, sqlite3.IntegrityError)]


@pytest.fixture(params=DATABASES, ids=lambda one: one.name)
def database(request: pytest.FixtureRequest) -> Database:
    """Each kind of database in turn."""
    found = request.param
    assert isinstance(found, Database)
    return found


@pytest.fixture
async def store(database: Database, tmp_path: Path) -> AsyncIterator[Store]:
    """A new store, closed at the end."""
    opened = await database.open(tmp_path)
    yield opened
    await opened.close()


async def note(tx: Tx, name: str, value: str = "") -> int:
    """Keep a small thing by name."""
    return await tx.run("INSERT INTO meta (name, value) VALUES (:name, :value)", name=name, value=value)


async def names(tx: Tx) -> list[str]:
    """The names of all small things kept."""
    return [row["name"] for row in await tx.all("SELECT name FROM meta ORDER BY name")]


ANA = Words("p", "Ana")


async def person(tx: Tx, name: Words | str = ANA) -> None:
    """A person, with their place."""
    await tx.run(
        "INSERT INTO places (id, platform, address, kind, state, last_seq, hold_until) "
        "VALUES ('d', 'memory', 'ana', 'direct', 'open', 0, 0)"
    )
    await tx.run(
        "INSERT INTO persons (id, name, language, zone, place_id, quiet_from, quiet_to, created_at) "
        "VALUES ('p', :name, 'en', 'UTC', 'd', 0, 0, 0)",
        name=name,
    )


async def test_a_write_returns_after_its_commit(store: Store) -> None:
    """What a write kept is there for every reader once it has returned, with its result."""
    assert await store.write(lambda tx: note(tx, "one")) == 1
    assert await store.read(names) == ["one"]


async def test_a_write_that_raises_leaves_nothing(store: Store) -> None:
    """The caller gets what was raised, and nothing of the transaction remains."""

    async def fails(tx: Tx) -> None:
        await note(tx, "gone")
        raise KeyError("gone")

    with pytest.raises(KeyError):
        await store.write(fails)
    assert await store.read(names) == []


async def test_a_read_sees_one_moment(store: Store) -> None:
    """What is committed while somebody reads is not seen by that read."""
    began, written = threading.Event(), threading.Event()

    async def twice(tx: Tx) -> tuple[list[str], list[str]]:
        first = await names(tx)
        began.set()
        while not written.is_set():
            await tx.one("SELECT 1 AS one")
        return first, await names(tx)

    reading = asyncio.create_task(store.read(twice))
    await asyncio.to_thread(began.wait)
    await store.write(lambda tx: note(tx, "later"))
    written.set()
    assert await reading == ([], [])
    assert await store.read(names) == ["later"]


async def test_a_read_cannot_write(store: Store) -> None:
    """A read that tries to write fails, and changes nothing."""
    with pytest.raises(StoreTrouble):
        await store.read(lambda tx: note(tx, "sly"))
    assert await store.read(names) == []


async def test_savepoints_nest(store: Store) -> None:
    """A part that raises is undone, with the parts inside it; what is around it stays."""

    async def part(tx: Tx, name: str, inside: Callable[[], Awaitable[None]] | None, *, fails: bool) -> None:
        async with tx.savepoint():
            await note(tx, name)
            if inside is not None:
                await inside()
            if fails:
                raise ZeroDivisionError

    async def work(tx: Tx) -> None:
        await note(tx, "around")
        with pytest.raises(ZeroDivisionError):
            await part(tx, "outer", lambda: part(tx, "inner", None, fails=False), fails=True)

        async def undone() -> None:
            with pytest.raises(ZeroDivisionError):
                await part(tx, "undone", None, fails=True)

        await part(tx, "kept", undone, fails=False)

    await store.write(work)
    assert await store.read(names) == ["around", "kept"]


@pytest.mark.parametrize("text", ["Ana", "", "Zoë 🧡 \u202eanA", "{ $x } **", "a\x00b", "half \ud83d"])
async def test_words_come_out_as_they_went_in(store: Store, text: str) -> None:
    """A person's words are bytes in the database and the same text again outside."""
    await store.write(lambda tx: person(tx, Words("p", text)))

    async def look(tx: Tx) -> Any:
        return await tx.one("SELECT name FROM persons")

    assert await store.read(look) == {"name": text}


async def test_words_lie_sealed(store: Store, database: Database, tmp_path: Path) -> None:
    """What lies in a column for words is bytes, never text."""
    await store.write(person)
    if database.name == "sqlite":
        with closing(sqlite3.connect(tmp_path / "troth.db")) as connection:
            assert connection.execute("SELECT typeof(name) FROM persons").fetchall() == [("blob",)]


async def test_a_bare_text_among_words_is_refused(store: Store, database: Database) -> None:
    """Nobody can store a person's words bare, not even by mistake."""
    with pytest.raises(database.refusal):
        await store.write(lambda tx: person(tx, "Ana"))
    assert await store.read(lambda tx: tx.all("SELECT id FROM persons")) == []


async def test_rows_are_read_by_name(store: Store) -> None:
    """`one` gives the first row or None, `all` every row, each by the names of its columns."""

    async def look(tx: Tx) -> None:
        await tx.many("INSERT INTO meta (name, value) VALUES (:n, :v)", [{"n": "b", "v": "2"}, {"n": "a", "v": "1"}])
        sql = "SELECT value AS what, name FROM meta WHERE name >= :least ORDER BY name"
        assert await tx.one(sql, least="a") == {"what": "1", "name": "a"}
        assert await tx.one(sql, least="c") is None
        assert await tx.all(sql, least="a") == [{"what": "1", "name": "a"}, {"what": "2", "name": "b"}]
        assert await tx.all(sql, least="c") == []

    await store.write(look)


async def test_run_counts_rows(store: Store) -> None:
    """`run` says how many rows it changed; a conflict that does nothing changes none."""

    async def work(tx: Tx) -> list[int]:
        await tx.many("INSERT INTO meta (name, value) VALUES (:n, '')", [{"n": "a"}, {"n": "b"}])
        return [
            await tx.run("UPDATE meta SET value = 'x'"),
            await tx.run("INSERT INTO meta (name, value) VALUES ('a', '') ON CONFLICT DO NOTHING"),
            await tx.run("DELETE FROM meta WHERE name = :name", name="b"),
            await tx.run("DELETE FROM meta WHERE name = :name", name="b"),
        ]

    assert await store.write(work) == [2, 0, 1, 0]


async def test_foreign_keys_hold(store: Store, database: Database) -> None:
    """A row that points nowhere is refused, and rows go with what they point to."""
    with pytest.raises(database.refusal):
        await store.write(
            lambda tx: tx.run("INSERT INTO accounts (platform, account, person_id) VALUES ('memory', 'x', 'nobody')")
        )

    async def come_and_go(tx: Tx) -> Any:
        await person(tx)
        await tx.run("INSERT INTO accounts (platform, account, person_id) VALUES ('memory', 'ana', 'p')")
        await tx.run("DELETE FROM places")
        return await tx.all("SELECT platform FROM accounts UNION ALL SELECT id FROM persons")

    assert await store.write(come_and_go) == []


async def test_one_that_fails_leaves_the_others(store: Store, database: Database) -> None:
    """Of writes that are committed together, one that breaks a rule is undone alone."""
    wanted = ["a", "b", "a", "c"]
    done = await asyncio.gather(*(store.write(lambda tx, n=n: note(tx, n)) for n in wanted), return_exceptions=True)  # type: ignore[misc]
    assert [one for one in done if one == 1] == [1, 1, 1]
    assert isinstance(done[2], database.refusal)
    assert await store.read(names) == ["a", "b", "c"]


async def test_people_come_before_timers(store: Store) -> None:
    """What people wait for goes ahead of what timers queued up before it."""
    order: list[str] = []

    async def do(what: str) -> None:
        order.append(what)

    lanes = [(Lane.TIMERS, f"timer {number}") for number in range(9)] + [(Lane.PEOPLE, "person")]
    await asyncio.gather(*(store.write(lambda _, w=what: do(w), lane) for lane, what in lanes))  # type: ignore[misc]
    assert order[0] == "person"
    assert order[1:] == [f"timer {number}" for number in range(9)]


async def test_marks_come_after_the_commit(store: Store) -> None:
    """Who waits for a mark wakes once what was marked is committed, and not for what was undone."""
    heard: list[frozenset[str]] = []
    seen: list[asyncio.Task[list[str]]] = []

    def wake(marks: frozenset[str]) -> None:
        heard.append(marks)
        seen.append(asyncio.create_task(store.read(names)))

    async def marks(tx: Tx) -> None:
        await note(tx, "said")
        tx.mark("outbox")
        tx.mark("timers")

    async def undone(tx: Tx) -> None:
        tx.mark("outbox")
        raise KeyError

    store.subscribe(wake)
    await store.write(lambda tx: note(tx, "unmarked"))
    with pytest.raises(KeyError):
        await store.write(undone)
    assert heard == []
    await store.write(marks)
    await store.write(lambda tx: note(tx, "after"))
    assert heard == [frozenset({"outbox", "timers"})]
    assert "said" in await seen[0]


async def test_what_follows_a_mark_is_part_of_its_transaction(store: Store) -> None:
    """Work that follows a mark sees what was written, is committed with it, and its result comes after the commit."""
    brought: list[int] = []

    async def count(tx: Tx) -> int:
        await tx.run("INSERT INTO meta (name, value) VALUES ('counted', 'yes') ON CONFLICT DO NOTHING")
        row = await tx.one("SELECT COUNT(*) AS n FROM meta")
        assert row is not None
        return int(row["n"])

    async def put(tx: Tx, *, marked: bool) -> None:
        await tx.run("INSERT INTO meta (name, value) VALUES ('one', 'yes')")
        if marked:
            tx.mark("things")

    store.follow("things", count, brought.append)
    await store.write(partial(put, marked=True))
    assert brought == [2]
    await store.write(lambda tx: tx.run("DELETE FROM meta"))
    await store.write(partial(put, marked=False))
    assert brought == [2]


async def test_what_follows_may_fail_alone(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """What follows raises: it is undone and logged without its words, and what it followed stays."""

    async def fail(tx: Tx) -> None:
        await tx.run("INSERT INTO meta (name, value) VALUES ('half', 'yes')")
        raise ZeroDivisionError("secret words")

    async def put(tx: Tx) -> None:
        await tx.run("INSERT INTO meta (name, value) VALUES ('whole', 'yes')")
        tx.mark("things")

    store.follow("things", fail, lambda _: pytest.fail("it failed"))
    await store.write(put)
    assert [row["name"] for row in await store.read(lambda tx: tx.all("SELECT name FROM meta"))] == ["whole"]
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


async def test_close_finishes_what_was_queued(database: Database, tmp_path: Path) -> None:
    """Closing first commits everything that was handed in; later writes hear that it is closed."""
    store = await database.open(tmp_path)
    queued = [asyncio.create_task(store.write(lambda tx, n=n: note(tx, f"{n:03}"))) for n in range(200)]  # type: ignore[misc]
    await asyncio.create_task(store.close())
    assert await asyncio.gather(*queued) == [1] * 200
    with pytest.raises(StoreTrouble):
        await store.write(lambda tx: note(tx, "late"))
    again = await database.open(tmp_path)
    assert len(await again.read(names)) == 200
    await again.close()


async def test_waiting_for_anything_else_is_a_bug(store: Store) -> None:
    """A write that awaits more than its transaction is told so, and nothing of it remains."""

    async def waits(tx: Tx) -> None:
        await note(tx, "half")
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError):
        await store.write(waits)
    assert await store.read(names) == []


# -- SQLite's file and its migrations ----------------------------------------------------------------------------


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    """The tables in code are those that the migrations make: a forgotten migration is found."""
    assert all_features()  # their tables are declared on import
    migrate(tmp_path / "troth.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'troth.db'}", poolclass=NullPool)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata()) == []
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    """`HEAD` names the last file in the folder."""
    steps = sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert steps[-1] == HEAD
    assert len(set(steps)) == len(steps)


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    """A file that is up to date is left byte for byte as it is."""
    path = tmp_path / "troth.db"
    migrate(path)
    before = path.read_bytes()
    migrate(path)
    assert path.read_bytes() == before


def test_a_first_start_cut_short_begins_anew(tmp_path: Path) -> None:
    """What a first start left half made is thrown away, and the next one makes a whole house."""
    path = tmp_path / "troth.db"
    for rest in ("troth.db.new", "troth.db.new-wal", "troth.db.new-shm"):
        (tmp_path / rest).write_bytes(b"half a house")
    migrate(path)
    assert {one.name for one in tmp_path.iterdir()} == {"troth.db"}
    assert {"persons", "outbox", "alembic_version"} <= _tables(path)


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like one" * 100])
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """An empty or damaged file is refused in one sentence, and not touched."""
    path = tmp_path / "troth.db"
    path.write_bytes(content)
    with pytest.raises(StoreUnusable, match=r"troth\.db"):
        migrate(path)
    assert path.read_bytes() == content


def test_a_newer_or_foreign_file_is_left_alone(tmp_path: Path) -> None:
    """A database of a newer Troth, or of somebody else, is refused and not touched."""
    newer, foreign = tmp_path / "newer.db", tmp_path / "foreign.db"
    migrate(newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with closing(sqlite3.connect(foreign)) as connection, connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = newer.read_bytes(), foreign.read_bytes()
    with pytest.raises(StoreUnusable, match="newer"):
        migrate(newer)
    with pytest.raises(StoreUnusable, match="not a database of Troth"):
        migrate(foreign)
    assert (newer.read_bytes(), foreign.read_bytes()) == before


# -- the benchmarks run ------------------------------------------------------------------------------------------


def test_the_benchmarks_run(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m tests.bench` prints JSON lines that all have the same keys."""
    bench(["--n", "20", "--repeats", "1", "--only", "timers", "stall", "events"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(row) for row in rows} == {("bench", "metric", "value", "unit", "n")}
    assert {row["bench"] for row in rows} == {"timers", "stall", "events"}
    assert all(row["value"] > 0 for row in rows)
