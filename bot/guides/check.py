"""What may be wrong with a guide as a whole: references, steps nobody reaches, words missing or too many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bot.errors import BadContent
from bot.feature import House
from bot.guides.script import FINISH, NO_WORDS, Ask, Guide, GuideWords, Step, read_guide, walk
from bot.words import HOME, languages


def load_guides(home: Path = HOME) -> dict[str, Guide]:
    """Read every guide, in every language that the words have. Raises BadContent with all faults at once."""
    folder = home / "guides"
    if not folder.is_dir():
        raise BadContent([f"{folder}: there is no such folder"])
    guides: dict[str, Guide] = {}
    faults: list[str] = []
    wanted = languages(home)
    for one in sorted(folder.iterdir()):
        if not one.is_dir() or one.name.startswith(("_", ".")):
            continue
        try:
            guide = guides[one.name] = read_guide(one)
            faults += [f"{one}: {fault}" for fault in guide_faults(guide)]
            faults += [f"{one}: {code}.yaml is missing" for code in wanted if code not in guide.words]
        except BadContent as why:
            faults += why.faults
    if faults:
        raise BadContent(faults)
    return guides


def house_faults(guides: Iterable[Guide], house: House) -> list[str]:
    """What guides ask of features that no feature has: lists to read, agreements to make."""
    faults = []
    for guide in guides:
        for step in guide.steps.values():
            named = {step.ask.source, step.ask.listed} if step.ask else set()
            named |= {step.each.over} if step.each and "." in step.each.over else set()
            faults += [f"{guide.name}: {step.id}: there is no list {name}" for name in named - {None, *house.sources}]
            offered = set(step.agree.offer) if step.agree else set()
            faults += [f"{guide.name}: {step.id}: nothing makes a {name}" for name in offered - set(house.agreements)]
    return sorted(faults)


def guide_faults(guide: Guide) -> list[str]:
    """What is wrong with the whole: references, steps nobody reaches, words missing or too many."""
    faults = list(_structure_faults(guide))
    if not guide.words:
        faults.append("there is no file with words")
    for code, words in guide.words.items():
        faults += [f"{code}.yaml: {fault}" for fault in _word_faults(guide, words)]
    for step_id in guide.steps:
        faults += _placeable_faults(guide, step_id)
    return faults


def _structure_faults(guide: Guide) -> Iterator[str]:
    ids = [step.id for step, _ in walk(guide.structure.steps)]
    yield from (f"step {name} stands twice" for name in sorted({one for one in ids if ids.count(one) > 1}))
    if FINISH in ids:
        yield f"a step can't be called {FINISH}"
    if guide.structure.steps[-1].end is None:
        yield "the last step must be an end"
    for step, parent in walk(guide.structure.steps):
        if parent is not None and any(
            (step.each, step.wait, step.reveal, step.end, step.say and step.say.to == "room")
        ):
            yield f"{step.id}: inside an each there can be no each, wait, reveal, end or words to the room"
        yield from _reference_faults(guide, step)
    yield from (f"step {name} can't be reached" for name in _unreached(guide.structure.steps))


def _reference_faults(guide: Guide, step: Step) -> Iterator[str]:
    def asks(name: str) -> Ask | None:
        found = guide.steps.get(name)
        return None if found is None else found.ask

    if step.each is not None and "." not in step.each.over:
        many = asks(step.each.over)
        if many is None or many.type != "many":
            yield f"{step.id}: over names no question of type many"
    if step.reveal is not None:
        for name in step.reveal.of:
            asked = asks(name)
            if asked is None or asked.visible != "revealed":
                yield f"{step.id}: {name} is no question whose answers are revealed"
    if step.branch is not None:
        asked = asks(step.branch.on)
        if asked is None or not asked.values:
            yield f"{step.id}: on names no question with options"
        elif unknown := set(step.branch.to) - set(asked.values):
            yield f"{step.id}: {step.branch.on} has no option {', '.join(sorted(unknown))}"
        later = [one.id for one in guide.siblings(step.id)]
        later = later[later.index(step.id) + 1 :]
        yield from (
            f"{step.id}: {target} is no later step of the same level"
            for target in sorted(set(step.branch.to.values()))
            if target not in later and target != FINISH
        )


def _unreached(steps: tuple[Step, ...]) -> Iterator[str]:
    reached = {steps[0].id}
    for number, step in enumerate(steps):
        if step.id not in reached:
            yield step.id
            continue
        if step.branch is not None:
            reached |= set(step.branch.to.values())
        if step.end is None and number + 1 < len(steps):
            reached.add(steps[number + 1].id)
        if step.each is not None:
            yield from _unreached(step.each.steps)


def _word_faults(guide: Guide, words: GuideWords) -> Iterator[str]:
    yield from (f"{name} is no step" for name in sorted(words.steps.keys() - guide.steps.keys()))
    for name, step in guide.steps.items():
        own = words.steps.get(name, NO_WORDS)
        if not own.text and any((step.say, step.ask, step.reveal, step.agree, step.end)):
            yield f"steps.{name}.text is missing"
        wanted = set() if step.ask is None else set(step.ask.options)
        wanted |= set() if step.agree is None else {*step.agree.offer, "nothing"}
        yield from (f"steps.{name}.options.{value} is missing" for value in sorted(wanted - own.options.keys()))
        yield from (f"steps.{name}.options.{value} is no option" for value in sorted(own.options.keys() - wanted))
        if step.ask is not None and step.ask.visible != "private" and "{value}" not in own.shown:
            yield f"steps.{name}.shown is missing, or lacks {{value}}"


_PLACEABLE: Final = re.compile(r"\{([^{}]*)\}")
PLACEABLES: Final = frozenset({"partner", "name", "list", "item", "value"})


def _placeable_faults(guide: Guide, step_id: str) -> Iterator[str]:
    used = {}
    for code, words in guide.words.items():
        own = words.steps.get(step_id, NO_WORDS)
        used[code] = frozenset(_PLACEABLE.findall(own.text + own.shown))
        if any(brace in _PLACEABLE.sub("", own.text + own.shown) for brace in "{}"):
            yield f"{code}.yaml: steps.{step_id}: a brace is not closed"
        yield from (f"{code}.yaml: steps.{step_id}: {{{name}}} is unknown" for name in sorted(used[code] - PLACEABLES))
    if len(set(used.values())) > 1:
        yield f"steps.{step_id}: the languages use different placeables"
