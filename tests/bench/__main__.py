"""`python -m tests.bench`: measure what DESIGN.md section 7 promises, one JSON object a line.

    {"bench": "timers", "metric": "vs_apscheduler_memory", "value": 15.2, "unit": "x", "n": 10000}

Peers and floor run in the same process on the same machine, so compare ratios, not seconds. Figures are medians.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from tests.bench import discord, events, replies, startup, telegram, timers
from tests.bench.measure import Result

USUAL: Final = (1_000, 10_000)
FULL: Final = 100_000
TIMERS: Final = 100_000
"""How many timers start-up is measured with, unless --n says otherwise; ten times as many with --full."""

Bench = Callable[[], Awaitable[list[Result]]]


def _benches(sizes: Sequence[int], timers_at_start: int, repeats: int) -> Mapping[str, Bench]:
    return {
        "timers": lambda: timers.run(sizes, repeats),
        "stall": lambda: timers.run(sizes, repeats),  # measured in the same runs
        "events": lambda: events.run(sizes, repeats),
        "replies": lambda: replies.run(sizes, repeats),
        "startup": lambda: startup.run(timers_at_start, repeats),
        "telegram": lambda: telegram.run(sizes, repeats),
        "discord": lambda: discord.run(sizes, repeats),
    }


NAMES: Final = tuple(_benches((), 0, 0))


async def _run(arguments: argparse.Namespace) -> None:
    sizes = tuple(arguments.n or (*USUAL, *([FULL] if arguments.full else [])))
    timers_at_start = max(arguments.n) if arguments.n else TIMERS * (10 if arguments.full else 1)
    benches = _benches(sizes, timers_at_start, arguments.repeats)
    wanted = set(arguments.only or NAMES)
    first = [name for name in NAMES if name in wanted and not (name == "stall" and "timers" in wanted)]
    for name in first:
        for result in await benches[name]():
            if result.bench in wanted:
                print(result.line(), flush=True)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main(given: Sequence[str] | None = None) -> None:
    """Read the arguments (those of the command line, if none are handed in) and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure Troth beside its peers.")
    parser.add_argument("--only", choices=NAMES, nargs="+", metavar="NAME", help=f"some of {', '.join(NAMES)}")
    parser.add_argument("--n", type=_positive, nargs="+", metavar="N", help="couples or timers [1000 10000]")
    parser.add_argument("--full", action="store_true", help="also with 100,000 couples and 1,000,000 timers")
    parser.add_argument("--repeats", type=_positive, default=3, metavar="R", help="the median of so many [3]")
    asyncio.run(_run(parser.parse_args(given)))


if __name__ == "__main__":
    main()
