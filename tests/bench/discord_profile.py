"""Where Troth's time goes on Discord: `python -m tests.bench.discord_profile --n 1000`.

As tests/bench/telegram_profile.py: a profile for each thread, and shares count, not seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.discord import profiled
from tests.bench.discord_rows import USUAL
from tests.bench.telegram_profile import _show


def main(given: Sequence[str] | None = None) -> None:
    """Profile one run, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.discord_profile", description=__doc__)
    parser.add_argument("--n", type=int, default=1000, help="messages [1000]")
    parser.add_argument("--at-once", type=int, default=USUAL, help=f"people who wait at the same time [{USUAL}]")
    parser.add_argument("--most", type=int, default=25, help="lines a table [25]")
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(profiled(Path(name), options.n, options.at_once))
        for file in sorted(Path(name).glob("*.prof")):
            _show(file, options.n, options.most)


if __name__ == "__main__":
    main()
