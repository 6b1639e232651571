"""What was measured on Discord, as rows: figures of each bot, and ours beside the others'."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tests.bench.discord_peers import ECHO
from tests.bench.measure import Result, at_percent

US: Final = "troth"
PEER: Final = ECHO
AT_ONCE: Final = (1, 16, 64)
"""How many people wait for an answer at the same time; fewer than there are people."""

USUAL: Final = 16
CROWD: Final = 1_000
"""Servers that a bot is in when its memory is looked at once more."""

TOO_BUSY: Final = 90.0
"""Per cent of one processor; above that it is the server that is measured."""


@dataclass(frozen=True, slots=True)
class Took:
    """So many messages, in seconds: for all of them, of the bot's processor, and for each.

    `server_busy` is what the server needed meanwhile, in per cent of one processor.
    """

    seconds: float
    cpu: float
    waited: list[float]
    server_busy: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """One repeat of one bot: with so many people at once ("1", "16", …, "writing"), and its memory in MiB.

    `alone`: seconds that a message took to which nothing else was under way.
    """

    took: Mapping[str, Took]
    alone: list[float]
    mib: float | None


def rows(found: Mapping[str, Sequence[Found]], messages: int) -> list[Result]:
    """What was found of each bot, and of ours beside the others."""
    results = [result for at_once in AT_ONCE for result in _at_once(found, str(at_once))]
    return [*results, *_writing(found, messages), *_alone(found)]


def _at_once(found: Mapping[str, Sequence[Found]], at_once: str) -> list[Result]:
    """How many messages a second with so many people at once, and what they cost."""
    took = {who: [one.took[at_once] for one in several] for who, several in found.items()}
    n = len(took[US][0].waited)
    figures: dict[str, tuple[float, str]] = {}
    for who, several in took.items():
        figures[f"{who}_at_{at_once}"] = (n / median(one.seconds for one in several), "messages/s")
        figures[f"cpu_{who}_at_{at_once}"] = (median(one.cpu for one in several) / n * 1000, "ms/message")
    for who in [who for who in took if who != US]:
        figures[f"vs_{who}_at_{at_once}"] = (1 / _ratio(took[US], took[who], "seconds"), "x")
        figures[f"cpu_vs_{who}_at_{at_once}"] = (_ratio(took[US], took[who], "cpu"), "x")
    for who, several in took.items():
        shares = [one.server_busy for one in several if one.server_busy is not None]
        if shares:
            figures[f"server_busy_{who}_at_{at_once}"] = (median(shares), "%")
        if shares and median(shares) > TOO_BUSY:
            print(f"discord: with {who} the loopback server was the limit, not the bot", file=sys.stderr)
    return [Result("discord", metric, value, unit, n) for metric, (value, unit) in figures.items()]


def _ratio(ours: Sequence[Took], theirs: Sequence[Took], figure: str) -> float:
    """The median of ours to theirs, each repeat for itself: what else the machine does meanwhile drifts."""
    figures = [float(getattr(one, figure) / getattr(other, figure)) for one, other in zip(ours, theirs, strict=True)]
    return median(figures)


def _writing(found: Mapping[str, Sequence[Found]], messages: int) -> list[Result]:
    """The same by a command that changes what is known of the person, beside the same echo."""
    ours = [one.took["writing"] for one in found[US]]
    echo = [one.took[str(USUAL)] for one in found[PEER]]
    return [
        Result("discord", f"{US}_writing", messages / median(one.seconds for one in ours), "messages/s", messages),
        Result("discord", f"writing_vs_{PEER}", 1 / _ratio(ours, echo, "seconds"), "x", messages),
        Result("discord", f"writing_cpu_vs_{PEER}", _ratio(ours, echo, "cpu"), "x", messages),
    ]


def _alone(found: Mapping[str, Sequence[Found]]) -> list[Result]:
    """How long one message takes when nothing else is to be done."""
    results: list[Result] = []
    n = len(found[US][0].alone)
    for percent in (50, 99):
        waits = {who: median(at_percent(one.alone, percent) for one in several) for who, several in found.items()}
        results += [Result("discord", f"p{percent}_alone_{who}", wait * 1000, "ms", n) for who, wait in waits.items()]
        results.append(Result("discord", f"p{percent}_alone_vs_{PEER}", waits[US] / waits[PEER], "x", n))
    return results


def memories(found: Mapping[str, Sequence[Found]], crowded: Mapping[str, Sequence[float | None]]) -> list[Result]:
    """What a bot holds in one guild and in many, and what one guild more costs."""
    results: list[Result] = []
    held: dict[tuple[str, int], float] = {}
    for who, several in crowded.items():
        for guilds, sizes in ((1, [one.mib for one in found[who]]), (CROWD, several)):
            told = [size for size in sizes if size is not None]
            if not told:
                return []
            held[who, guilds] = median(told)
            results.append(Result("discord", f"memory_{who}", held[who, guilds], "MiB", guilds))
    for guilds in (1, CROWD):
        ratio = held[US, guilds] / held[PEER, guilds]
        results += [Result("discord", f"memory_vs_{PEER}", ratio, "x", guilds)]
    for who in crowded:
        more = (held[who, CROWD] - held[who, 1]) / (CROWD - 1) * 1024
        results.append(Result("discord", f"memory_a_guild_{who}", more, "KiB", CROWD))
    return results
