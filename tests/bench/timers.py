"""Due timers → committed outbox rows, and how long the event loop stalls meanwhile."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.bench import peers
from tests.bench.measure import Result, Took, middle, seconds, watched_loop
from tests.bench.town import copied, count, make_town, opened

MEMORY_MOST: Final = 10_000
SQL_MOST: Final = 1_000
"""Above these the peers are measured with fewer couples: they take minutes, and their cost per job hardly grows."""

_PROMPTS: Final = "SELECT COUNT(*) FROM outbox WHERE state = 'queued' AND act = 'say' AND lane = 1"


async def ours(town: Path, folder: Path, couples: int) -> Took:
    """Every due timer through the real App, until its rows are committed."""
    database = copied(town, folder)
    async with opened(database) as app, watched_loop() as lag:
        took = await seconds(app.timers.run_due())
    _check(database, couples)
    return Took(took, lag.longest)


async def nothing(length: float) -> Took:
    """How long an idle event loop stalls on this machine just now: what a stall is to be read against."""
    async with watched_loop() as lag:
        await asyncio.sleep(length)
    return Took(length, lag.longest)


async def apscheduler(town: Path, folder: Path, couples: int, *, sql: bool) -> Took:
    """The same by one APScheduler job per couple."""
    database = copied(town, folder)
    async with opened(database) as app:
        took = await peers.by_apscheduler(app, couples, folder / "jobs.db" if sql else None)
    _check(database, couples)
    return took


def _check(database: Path, couples: int) -> None:
    found = count(database, _PROMPTS)
    assert found == 2 * couples, f"{found} prompts for {couples} couples"


async def run(sizes: Iterable[int], repeats: int) -> list[Result]:
    """All rows of both benches."""
    results: list[Result] = []
    for couples in sizes:
        with tempfile.TemporaryDirectory() as name:
            results += await _one_size(Path(name), couples, repeats)
    return results


async def _one_size(home: Path, couples: int, repeats: int) -> list[Result]:
    small, smaller = min(couples, MEMORY_MOST), min(couples, SQL_MOST)
    towns = {size: home / f"town-{size}.db" for size in {couples, small, smaller}}
    for size, path in towns.items():
        await make_town(path, size)
    took: dict[str, list[Took]] = {"troth": [], "apscheduler_memory": [], "apscheduler_sql": [], "raw_sqlite3": []}
    idle: list[Took] = []
    for _ in range(repeats):
        town = towns[couples]
        took["troth"].append(await ours(town, home / "ours", couples))
        idle.append(await nothing(min(took["troth"][-1].seconds, 2)))
        floor = copied(town, home / "floor")
        took["raw_sqlite3"].append(peers.by_sqlite3_alone(floor, home / "ours" / floor.name, couples))
        _check(floor, couples)
        took["apscheduler_memory"].append(await apscheduler(towns[small], home / "memory", small, sql=False))
        took["apscheduler_sql"].append(await apscheduler(towns[smaller], home / "sql", smaller, sql=True))
    sizes = {"troth": couples, "raw_sqlite3": couples, "apscheduler_memory": small, "apscheduler_sql": smaller}
    each = {who: middle(times).seconds / sizes[who] for who, times in took.items()}
    stalls = {who: middle(times).stall for who, times in took.items() if who != "raw_sqlite3"}
    return [
        *(Result("timers", who, value, "s/timer", sizes[who]) for who, value in each.items()),
        *(Result("timers", f"vs_{who}", each[who] / each["troth"], "x", couples) for who in each if who != "troth"),
        Result("stall", "idle_loop", middle(idle).stall * 1000, "ms", couples),
        *(Result("stall", who, value * 1000, "ms", sizes[who]) for who, value in stalls.items()),
    ]
