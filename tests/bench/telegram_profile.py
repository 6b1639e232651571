"""Where Troth's time goes on Telegram: `python -m tests.bench.telegram_profile --n 1000`.

The event loop, the database's writer and its reader have a thread each, and so each its own profile (Python 3.11;
from 3.12 on only one thread of a process can be profiled, so the writer's and reader's are left out there). A
profiled run is slower: its shares count, not its seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import pstats
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.telegram import profiled


def _show(file: Path, messages: int, most: int) -> None:
    stats = pstats.Stats(str(file))
    total = float(vars(stats)["total_tt"])
    print(f"\n== {file.stem}: {total / messages * 1000:.3f} ms a message, all of it; by own time")
    stats.sort_stats("tottime").print_stats(most)
    print(f"== {file.stem}: by time with all that it calls")
    stats.sort_stats("cumulative").print_stats(most)


def main(given: Sequence[str] | None = None) -> None:
    """Profile one run, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.telegram_profile", description=__doc__)
    parser.add_argument("--n", type=int, default=1000, help="messages [1000]")
    parser.add_argument("--most", type=int, default=25, help="lines a table [25]")
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(profiled(Path(name), options.n))
        for file in sorted(Path(name).glob("*.prof")):
            _show(file, options.n, options.most)


if __name__ == "__main__":
    main()
