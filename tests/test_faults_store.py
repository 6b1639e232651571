"""Faults of the store: what breaks is undone, said, and taken up again (FAULTS.md)."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.clock import SECOND
from bot.config import hold
from bot.errors import BadSettings, StoreBusy, StoreTrouble, StoreUnusable
from bot.store import Lane, Tx
from bot.store.schema import migrate
from bot.timers import Timers
from tests.faults.breaking import (
    SAVEPOINTS,
    WRITES,
    Trial,
    Wire,
    held,
    keep,
    notes,
    opened,
    said,
    typed,
    until_well,
)
from tests.faults.house import Ears, QuickTalk, dump, new_file

# -- the disk ------------------------------------------------------------------------------------------------


async def _pages(talk: QuickTalk, sql: str) -> int:
    return int(await talk.app.store._writer.call(lambda one: one.execute(sql).fetchone()[0]))  # type: ignore[attr-defined]


async def test_disk_full_refuses_and_recovers_alone(tmp_path: Path) -> None:
    """Disk full (I6): nothing of the event is kept, and the same event counts once there is room again."""
    async with opened(tmp_path) as talk:
        full = await _pages(talk, "PRAGMA page_count")
        await _pages(talk, f"PRAGMA max_page_count = {full}")
        for number in range(100):
            event, before = typed("ana", f"/note {number}{'x' * 900}", f"big-{number}"), dump(tmp_path / DATABASE)
            try:
                await talk.app.dispatch.emit(event)
            except StoreTrouble:
                break
        else:
            raise AssertionError("the disk was never full")
        assert dump(tmp_path / DATABASE) == before
        await _pages(talk, f"PRAGMA max_page_count = {full + 1000}")
        await talk.app.dispatch.emit(event)
        await talk.app.run_due()
        assert said(talk)[-1] == event.text
        assert len(said(talk)) == number + 1


@pytest.mark.parametrize("how", ["SQLITE_IOERR_WRITE", "SQLITE_FULL"])
@pytest.mark.parametrize(
    "rolls_back",
    [False, True],
)
async def test_every_write_may_break(tmp_path: Path, how: str, rolls_back: bool) -> None:
    """I/O error (I1, I6): whichever write of an event breaks, nothing is kept, and the event counts later."""
    wire = Wire(how=how, rolls_back=rolls_back, kinds=WRITES + SAVEPOINTS * rolls_back)
    async with opened(tmp_path, wire=wire) as talk:
        begun = wire.seen
        await talk.app.dispatch.emit(typed("ana", "/note first", "first"))
        writes = wire.seen - begun
        assert writes > 5
        for nth in range(1, writes + 1):
            before, event = dump(tmp_path / DATABASE), typed("ana", f"/note {nth}", f"note-{nth}")
            wire.breaks_at = range(wire.seen + nth, wire.seen + nth + 1)
            with pytest.raises(StoreTrouble):
                await talk.app.dispatch.emit(event)
            assert dump(tmp_path / DATABASE) == before, f"write {nth} of {writes}"
            await talk.app.dispatch.emit(event)
        await talk.app.run_due()
        assert said(talk) == ["first", *map(str, range(1, writes + 1))]


@pytest.mark.parametrize("rolls_back", [False, True])
async def test_every_write_of_timers_may_break(tmp_path: Path, rolls_back: bool) -> None:
    """I/O error (I1, I5): whichever write of a batch of timers breaks, all are still there, and fire at once later."""
    wire = Wire(rolls_back=rolls_back, kinds=WRITES + SAVEPOINTS * rolls_back)
    async with opened(tmp_path, wire=wire) as talk:
        await _two_timers(talk, "0")
        begun = wire.seen
        assert await talk.app.dispatch.fire() == 2
        writes = wire.seen - begun
        for nth in range(1, writes + 1):
            await _two_timers(talk, str(nth))
            before = dump(tmp_path / DATABASE)
            wire.breaks_at = range(wire.seen + nth, wire.seen + nth + 1)
            with pytest.raises(StoreTrouble):
                await talk.app.dispatch.fire()
            assert dump(tmp_path / DATABASE) == before, f"write {nth} of {writes}"
            assert await talk.app.dispatch.fire() == 2
        await talk.app.run_due()
        assert said(talk) == [f"{number}{name}" for number in range(writes + 1) for name in "ab"]


async def _two_timers(talk: QuickTalk, number: str) -> None:
    for name in "ab":
        await talk.app.dispatch.emit(typed("ana", f"/wake good {number}{name}", f"wake-{number}{name}"))


async def test_delivery_outlives_a_store_that_breaks(tmp_path: Path) -> None:
    """Disk full, I/O error (I5): an act whose result could not be kept does not shut its place for ever."""
    wire = Wire(only="UPDATE outbox SET state = :state, ref")
    async with opened(tmp_path, wire=wire) as talk:
        await talk.app.dispatch.emit(typed("ana", "/note one", "one"))
        wire.breaks_at = range(wire.seen + 1, wire.seen + 2)
        await asyncio.gather(talk.app.run_due(), return_exceptions=True)
        await talk.app.dispatch.emit(typed("ana", "/note two", "two"))
        await talk.goes_by(minutes=10)
        assert said(talk) == ["one", "two"]


async def test_a_running_house_outlives_a_store_that_breaks(tmp_path: Path) -> None:
    """The same with the loops of a running house (I5): it recovers alone."""
    wire = Wire(only="UPDATE outbox SET state = :state, ref")
    async with opened(tmp_path, wire=wire) as talk:
        wire.breaks_at = range(wire.seen + 1, wire.seen + 3)
        await talk.app.start()
        for text in ("one", "two", "three"):
            await until_well(partial(talk.app.dispatch.emit, typed("ana", f"/note {text}", text)))
        async with asyncio.timeout(5):
            while said(talk) != ["one", "two", "three"]:
                talk.clock.instant += SECOND
                tick = typed("ben", "/note tick", f"tick-{talk.clock.instant}")
                await until_well(partial(talk.app.dispatch.emit, tick))


async def test_timers_set_while_timers_fire_are_not_forgotten(tmp_path: Path) -> None:
    """I5: when timers are set while others fire, the house looks again by itself, though nothing else happens."""
    looked, twice = [], asyncio.Event()

    async def fire() -> int:
        looked.append(1)
        timers.wake()
        if len(looked) == 3:
            twice.set()
        return 0

    async with opened(tmp_path) as talk:
        timers = Timers(talk.app.store, talk.clock, fire)
        timers.start()
        async with asyncio.timeout(3):
            await twice.wait()
        await timers.close()


# -- the file ------------------------------------------------------------------------------------------------


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _no_header(path: Path) -> None:
    path.write_bytes(b"\xff" * 100 + path.read_bytes()[100:])


def _short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _holes(path: Path) -> None:
    kept = path.read_bytes()
    path.write_bytes(kept[: len(kept) // 2] + b"\x55" * (len(kept) // 2))


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one:
        one.execute("UPDATE alembic_version SET version_num = '9999'")
        one.commit()


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as one:
        one.execute("CREATE TABLE recipes (name TEXT)")
        one.commit()


def _diary(path: Path) -> None:
    path.write_text("Dear diary, " * 500)


@pytest.mark.parametrize("spoil", [_empty, _no_header, _short, _holes, _newer, _foreign, _diary])
def test_a_spoilt_file_is_refused_and_kept(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """Database corrupt, empty, foreign or newer (I6): refused with a sentence, every byte kept, nothing beside it."""
    path = new_file(tmp_path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StoreUnusable) as no:
        migrate(path)
    assert str(path) in str(no.value)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def _killed_copy(path: Path, folder: Path, sql: str) -> Path:
    """The file as a process leaves it that was killed right after committing this."""
    folder.mkdir()
    with closing(sqlite3.connect(path)) as one:
        one.execute(sql)
        one.commit()
        for rest in ("", "-wal"):
            (folder / (path.name + rest)).write_bytes(path.with_name(path.name + rest).read_bytes())
    return folder / path.name


def test_a_newer_file_with_its_log_is_kept_too(tmp_path: Path) -> None:
    """Newer than the code, after a kill (I6): neither the file nor its write-ahead log is touched."""
    dead = _killed_copy(new_file(tmp_path), tmp_path / "dead", "UPDATE alembic_version SET version_num = '9999'")

    def held_bytes() -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in dead.parent.iterdir() if not one.name.endswith("-shm")}

    before = held_bytes()
    with pytest.raises(StoreUnusable):
        migrate(dead)
    assert held_bytes() == before


def test_a_log_without_its_file_is_refused(tmp_path: Path) -> None:
    """Half a backup (I6): a log whose database is gone is not begun anew over."""
    dead = _killed_copy(new_file(tmp_path), tmp_path / "dead", "INSERT INTO meta VALUES ('a', 'b')")
    dead.unlink()
    with pytest.raises(StoreUnusable, match="its log is still there"):
        migrate(dead)
    assert [one.name for one in dead.parent.iterdir()] == [f"{dead.name}-wal"]


def test_a_file_without_its_log_is_whole(tmp_path: Path) -> None:
    """Half a backup (I6): a database whose log was lost stands where it was last folded in, and is whole."""
    dead = _killed_copy(new_file(tmp_path), tmp_path / "dead", "INSERT INTO meta VALUES ('a', 'b')")
    dead.with_name(dead.name + "-wal").unlink()
    migrate(dead)
    with closing(sqlite3.connect(dead)) as one:
        assert one.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_first_start_cut_short_is_begun_anew(tmp_path: Path) -> None:
    """Kill -9 while the file is made (I6): the half-made one is thrown away, and the next start is a first start."""
    for rest in (".new", ".new-wal", ".new-shm"):
        (tmp_path / (DATABASE + rest)).write_bytes(b"half")
    migrate(tmp_path / DATABASE)
    assert dump(tmp_path / DATABASE)["alembic_version"]
    assert not list(tmp_path.glob("*.new*"))


def test_one_process_a_folder(tmp_path: Path) -> None:
    """Two processes on one SQLite file (I1): the second exits with a clear message; after the first, it may."""
    script = (
        "import sys, pathlib\nfrom bot.config import hold\nfrom bot.errors import BadSettings\n"
        "try: hold(pathlib.Path(sys.argv[1]))\nexcept BadSettings as no: print(no, flush=True)\n"
        "sys.stdin.readline()\nhold(pathlib.Path(sys.argv[1]))"
    )
    lock = hold(tmp_path)
    with pytest.raises(BadSettings):
        hold(tmp_path)
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second:
        assert second.stdout is not None
        assert f"already running on {tmp_path}" in second.stdout.readline()
        lock.release()
        second.communicate("\n", timeout=60)
        assert second.returncode == 0


async def test_a_lock_from_outside_passes(tmp_path: Path) -> None:
    """Database locked (I1): the event is refused whole, and counts once when the lock is gone."""
    async with opened(tmp_path) as talk:
        await _pages(talk, "PRAGMA busy_timeout = 1")
        event = typed("ana", "/note after", "after")
        with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusy):
                await talk.app.dispatch.emit(event)
            other.execute("ROLLBACK")
        assert await until_well(lambda: talk.app.dispatch.emit(event)) == 0
        await talk.app.dispatch.emit(event)
        await talk.app.run_due()
        assert said(talk) == ["after"]


# -- the writer ----------------------------------------------------------------------------------------------


async def test_cancelled_while_queued_is_not_done(tmp_path: Path) -> None:
    """SIGTERM (I6): an event whose adapter gave up while it was queued is not counted, and may come again."""
    async with opened(tmp_path) as talk:
        event = typed("ana", "/note later", "later")
        async with held(talk.app.store):
            waiting = asyncio.create_task(talk.app.dispatch.emit(event))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        assert await notes(talk.app.store) == []
        await talk.app.dispatch.emit(event)
        assert await notes(talk.app.store) == ["later"]


async def test_cancelled_once_begun_still_counts_once(tmp_path: Path) -> None:
    """SIGTERM (I1): an event given up while it is being committed counts, and its repeat changes nothing."""
    async with opened(tmp_path) as talk:
        event = typed("ana", "/note once", "once")
        waiting = asyncio.create_task(talk.app.dispatch.emit(event))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await talk.app.dispatch.emit(event)
        assert await notes(talk.app.store) == ["once"]


async def test_what_has_queued_up_shares_one_commit_in_order(tmp_path: Path) -> None:
    """Group commit (I6): queued events are committed together, in the order they came, and answered after."""
    wire = Wire()
    async with opened(tmp_path, wire=wire) as talk:
        before = wire.commits
        async with held(talk.app.store):
            events = [typed("ana", f"/note {number}", f"note-{number}") for number in range(20)]
            waiting = [asyncio.create_task(talk.app.dispatch.emit(event)) for event in events]
            await asyncio.sleep(0)
            assert not any(one.done() for one in waiting)
        await asyncio.gather(*waiting)
        assert await notes(talk.app.store) == [str(number) for number in range(20)]
        assert wire.commits - before == 2  # the one that held it, and one for all


async def test_one_that_fails_does_not_hurt_the_others(tmp_path: Path) -> None:
    """A batch with failing jobs (I1): the others of the same commit are kept, and only they."""

    async def good(tx: Tx, name: str) -> str:
        await keep(tx, name, name)
        return name

    async def bad(tx: Tx, name: str) -> str:
        await keep(tx, name, name)
        raise KeyError(name)

    async with opened(tmp_path) as talk:
        async with held(talk.app.store):
            works = [partial(bad if name in "bd" else good, name=name) for name in "abcde"]
            waiting = [asyncio.create_task(talk.app.store.write(work)) for work in works]
            await asyncio.sleep(0)
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [one if isinstance(one, str) else type(one) for one in results] == ["a", KeyError, "c", KeyError, "e"]
        assert await notes(talk.app.store) == ["a", "c", "e"]


async def test_people_go_before_timers(tmp_path: Path) -> None:
    """Two lanes (section 7): what a person waits for is written before what a timer began, though it came later."""
    async with opened(tmp_path) as talk:
        async with held(talk.app.store):
            lanes = [("timer-1", Lane.TIMERS), ("timer-2", Lane.TIMERS), ("ana", Lane.PEOPLE), ("ben", Lane.PEOPLE)]
            works = [(partial(keep, new_id=name, text=name), lane) for name, lane in lanes]
            waiting = [asyncio.create_task(talk.app.store.write(work, lane)) for work, lane in works]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        assert await notes(talk.app.store) == ["ana", "ben", "timer-1", "timer-2"]


async def test_closing_finishes_what_is_queued(tmp_path: Path) -> None:
    """SIGTERM (I6): what is queued when the store closes is committed; what comes after is refused."""
    talk = await QuickTalk.begin(tmp_path)
    async with held(talk.app.store):
        waiting = [asyncio.create_task(talk.app.store.write(partial(keep, new_id=x, text=x))) for x in "abc"]
        await asyncio.sleep(0)
        ending = asyncio.create_task(talk.app.store.close())
        await asyncio.sleep(0)
        with pytest.raises(StoreTrouble):
            await talk.app.store.write(partial(keep, new_id="d", text="d"))
    await asyncio.gather(ending, *waiting)
    assert [row["value"] for row in dump(tmp_path / DATABASE, ["meta"])["meta"]] == ["a", "b", "c"]


# -- handlers ------------------------------------------------------------------------------------------------


async def test_a_handler_must_not_wait(tmp_path: Path) -> None:
    """A handler that awaits something else: it is logged as a bug, nothing of it is kept, its person hears so."""
    async with opened(tmp_path) as talk:
        before = dump(tmp_path / DATABASE)
        with Ears() as ears:
            await talk.app.dispatch.emit(typed("ana", "/slow x", "slow"))
        assert any("RuntimeError" in text for text in ears.heard)
        after = dump(tmp_path / DATABASE)
        assert {name for name in after if after[name] != before[name]} == {"inbox", "outbox", "places"}
        await talk.app.run_due()
        assert "Nothing was changed" in talk.sees("ana")[-1]
        await talk.app.dispatch.emit(typed("ana", "/note next", "next"))
        assert await notes(talk.app.store) == ["next"]


async def test_a_bug_is_undone_and_answered(tmp_path: Path) -> None:
    """A handler's bug (I1): what it wrote and said is undone, the person hears so, the log holds no word of theirs."""
    async with opened(tmp_path) as talk:
        with Ears() as ears:
            assert await talk.says("ana", "/bug canary") == [
                "Something went wrong on my side. Nothing was changed. Please try once more."
            ]
        assert await notes(talk.app.store) == []
        assert len(ears.heard) == 1
        assert "ZeroDivisionError" in ears.heard[0]
        assert "canary" not in ears.heard[0]


async def test_a_refusal_undoes_and_still_answers(tmp_path: Path) -> None:
    """Refused: what the handler wrote and said before is undone; the answer is sent; the event is counted."""
    async with opened(tmp_path) as talk:
        (answer,) = await talk.says("ana", "/no x", key="no")
        assert "direct chat" in answer
        assert await notes(talk.app.store) == []
        assert said(talk) == []
        assert await talk.says("ana", "/no x", key="no") == []


async def test_a_timer_that_fails_is_tried_again(tmp_path: Path) -> None:
    """I5: a timer whose handler failed comes again ten minutes later, the others of its batch at once, each once."""
    trial = Trial(fails=2)
    async with opened(tmp_path, trial=trial) as talk:
        with Ears() as ears:
            for text in ("bad b", "good c"):
                await talk.app.dispatch.emit(typed("ana", f"/wake {text}", text))
            await talk.app.run_due()
            assert said(talk) == ["c"]
            await talk.goes_by(minutes=9)
            assert said(talk) == ["c"]
            await talk.goes_by(minutes=11)
            assert said(talk) == ["c", "b"]
            assert len(ears.heard) == 2
        await talk.goes_by(days=1)
        assert trial.fired == ["c", "b"]
        assert await notes(talk.app.store) == ["never kept"]  # by the one try that went well


async def test_a_timer_that_never_works_is_given_up(tmp_path: Path) -> None:
    """I5: after five tries a failing timer is let go, and nothing of it remains."""
    async with opened(tmp_path, trial=Trial(fails=99)) as talk:
        with Ears() as ears:
            await talk.says("ana", "/wake bad b")
            await talk.goes_by(days=1)
        assert len(ears.heard) == 5
        assert await talk.rows("SELECT * FROM timers") == []
        assert await notes(talk.app.store) == []
