"""The ways through a guide: steps nobody reaches, loops in which nobody is asked, waits without a way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.clock import DAY, WEEK
from bot.guides.faults import Fault, at
from bot.guides.kinds import Step
from bot.guides.script import FINISH, Guide

LONGEST_WAIT: Final = 12 * WEEK
"""A journey's; the reviews of a repair come after twelve weeks at the latest."""

_OUT: Final = -1
"""Where one comes who leaves a level."""

_STOPS: Final = frozenset({"ask", "guess", "floor", "share", "agree", "reveal", "wait"})


def way_faults(guide: Guide) -> Iterator[Fault]:
    """What is wrong with the ways, level by level, and with the time they take."""
    levels = [guide.structure.steps] + [step.inner for step in guide.steps.values() if step.inner]
    for steps in levels:
        yield from _target_faults(steps)
        yield from _level_faults(guide, steps)
    yield from _time_faults(guide)


def _target_faults(steps: tuple[Step, ...]) -> Iterator[Fault]:
    ids = [step.id for step in steps]
    for number, step in enumerate(steps):
        for target in sorted(set(step.branch.to.values()) - {FINISH} if step.branch else ()):
            if target not in ids:
                yield at(step.id, f"{target} is no step of the same level")
            elif target == step.id:
                yield at(step.id, "it can't lead to itself")
            elif any(one.reveal for one in steps[ids.index(target) : number]):
                yield at(step.id, f"{target} lies before a reveal, and nothing that was shown can be sealed again")


def _level_faults(guide: Guide, steps: tuple[Step, ...]) -> Iterator[Fault]:
    ways = _ways(guide, steps)
    reached = _from(ways, 0)
    for number, step in enumerate(steps):
        if number not in reached:
            yield at(step.id, f"step {step.id} can't be reached")
    silent = {number: (() if _stops(guide, step) else ways[number]) for number, step in enumerate(steps)}
    ids = [step.id for step in steps]
    for number, step in enumerate(steps):
        for target in sorted(set(step.branch.to.values()) & set(ids) if step.branch else ()):
            back = ids.index(target)
            if back < number and number in _from(silent, back):
                yield at(step.id, f"back at {target} it goes round without asking anybody anything")


def _ways(guide: Guide, steps: tuple[Step, ...]) -> dict[int, tuple[int, ...]]:
    """Where each step of a level may lead."""
    ids = {step.id: number for number, step in enumerate(steps)}
    ways = {}
    for number, step in enumerate(steps):
        ahead = {number + 1 if number + 1 < len(steps) else _OUT}
        if step.branch is not None:
            ahead = set() if _always_leads(guide, steps, number) else ahead
            ahead |= {ids.get(target, _OUT) for target in step.branch.to.values()}
        elif step.end is not None and step.when is None:
            ahead = {_OUT}
        ways[number] = tuple(sorted(ahead))
    return ways


def _always_leads(guide: Guide, steps: tuple[Step, ...], number: int) -> bool:
    """Whether a branch never goes on below: its question is asked just before it, and every answer is named."""
    branch = steps[number].branch
    assert branch is not None
    asked = guide.steps.get(branch.on)
    if asked is None or asked.ask is None or number == 0 or steps[number - 1] is not asked:
        return False
    sure = asked.when is None and not asked.ask.optional and (asked.role is None or guide.structure.people == "couple")
    entries = {target for one in steps if one.branch for target in one.branch.to.values()}
    return sure and steps[number].when is None and steps[number].id not in entries and _covers(asked, branch.to)


def _covers(asked: Step, to: Mapping[str, str]) -> bool:
    return asked.ask is not None and bool(asked.ask.values) and set(asked.ask.values) <= set(to)


def _from(ways: Mapping[int, tuple[int, ...]], start: int) -> set[int]:
    reached, ahead = set(), [start]
    while ahead:
        one = ahead.pop()
        if one != _OUT and one not in reached:
            reached.add(one)
            ahead += ways[one]
    return reached


def _stops(guide: Guide, step: Step) -> bool:
    """Whether nobody goes past a step without doing something."""
    for_two = guide.structure.people == "couple"
    if step.when is not None and not (for_two and step.when == "together"):
        return False
    if step.turns is not None or step.chapter is not None:
        return (step.chapter is not None or for_two) and _inside_stops(guide, step.inner)
    if step.kind not in _STOPS or (step.ask is not None and step.ask.source is not None):
        return False
    return for_two or (step.role is None and step.kind in ("ask", "agree", "wait"))


def _inside_stops(guide: Guide, steps: tuple[Step, ...]) -> bool:
    """Whether every way through these steps stops somewhere."""
    ways = _ways(guide, steps)
    silent = {number: (() if _stops(guide, step) else ways[number]) for number, step in enumerate(steps)}
    through = _from(silent, 0)
    return not any(_OUT in silent[number] for number in through)


# -- time ------------------------------------------------------------------------------------------------------


def _time_faults(guide: Guide) -> Iterator[Fault]:
    if guide.structure.kind == "journey":
        for step in guide.steps.values():
            if _length(step) > LONGEST_WAIT:
                yield at(step.id, "a wait of more than 12w: nobody remembers what it was about")
        return
    waits: list[Step] = []
    for step in guide.structure.steps:
        waits += [one for one in (step, *step.inner) if one.wait is not None]
        if step.reveal is None and step is not guide.structure.steps[-1]:
            continue
        closes = max(guide.structure.closes, step.reveal.closes if step.reveal else 0)
        if waits and sum(map(_length, waits)) >= closes:
            yield at(waits[0].id, "its wait is no shorter than the time after which all of it closes (closes)")
        waits = []


def _length(step: Step) -> int:
    """How long a step lets one wait at most, in milliseconds."""
    if step.wait is None:
        return 0
    return step.wait.duration or max(step.wait.to.values(), default=DAY)
