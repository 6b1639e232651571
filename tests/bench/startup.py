"""Start-up and memory with many timers, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from tests.bench.measure import Result
from tests.bench.town import make_timers

FEW: Final = 1_000


async def _start(database: Path) -> tuple[float, float, float]:
    """Seconds from nothing to ready, seconds of that in our own code, MiB at most."""
    begun = perf_counter()
    command = (sys.executable, "-m", "tests.bench.child", str(database))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    said = json.loads(await child.stdout.readline())
    took = perf_counter() - begun
    assert await child.wait() == 0
    return took, said["ms"] / 1000, said["mib"]


async def run(many: int, repeats: int) -> list[Result]:
    """Figures for few and for many timers, and their ratios."""
    found: dict[int, tuple[float, float, float]] = {}
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        few = min(FEW, many)
        for timers in sorted({few, many}):
            database = Path(name) / f"{timers}.db"
            await make_timers(database, timers)
            starts = [await _start(database) for _ in range(repeats)]
            found[timers] = tuple(median(one[part] for one in starts) for part in range(3))  # type: ignore[assignment]
            whole, own, mib = found[timers]
            results.append(Result("startup", "process_to_ready", whole, "s", timers))
            results.append(Result("startup", "build_to_ready", own, "s", timers))
            results.append(Result("startup", "memory", mib, "MiB", timers))
    names = ("process_to_ready", "build_to_ready", "memory")
    for part, metric in enumerate(names):
        results.append(Result("startup", f"{metric}_vs_{few}", found[many][part] / found[few][part], "x", many))
    return results
