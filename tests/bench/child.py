"""A house that starts on a database file, says so, and ends: `python -m tests.bench.child FILE` (see startup.py)."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from bot.app import build
from bot.clock import SystemChance, SystemClock
from tests.talk import MemoryAdapter


async def main(database: Path) -> None:
    """Start, look at the next due time, and tell how long that took and how much memory it has used at most."""
    begun = perf_counter() * 1000
    app = await build(database, SystemClock(), SystemChance(), [MemoryAdapter()])
    await app.start()
    assert await app.next_time() is not None
    took = perf_counter() * 1000 - begun
    print(json.dumps({"ms": took, "mib": _most_memory()}), flush=True)
    await app.stop()


def _most_memory() -> float:
    """MiB this process has held at most. Linux's ru_maxrss would count what the parent held before exec, too."""
    status = Path("/proc/self/status")
    if status.exists():
        (found,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
