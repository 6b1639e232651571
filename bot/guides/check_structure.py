"""What may be wrong with a guide's structure: what lies inside what, what steps name, roles, rhythm, venue, decks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.errors import Refused
from bot.guides.check_ways import way_faults
from bot.guides.faults import Fault, at
from bot.guides.kinds import GIVEN, Ask, Step
from bot.guides.script import FINISH, Guide, walk
from bot.spoken import parse_cadence

OPTIONS_LIMIT: Final = 25
"""As many options has one menu of Discord (https://discord.com/developers/docs/components/reference#string-select)."""

_TOP_ONLY: Final = frozenset({"each", "turns", "chapter", "revisit", "reveal"})
_NEVER_INSIDE: Final = {
    "each": _TOP_ONLY | {"wait", "chart", "floor", "end"},
    "turns": _TOP_ONLY | {"wait", "chart"},
    "chapter": _TOP_ONLY,
}
_IN_A_ROOM: Final = frozenset({"say", "floor", "ask", "turns", "branch", "end"})
_FOR_TWO: Final = frozenset({"reveal", "guess", "floor", "turns", "chart"})
_PLACEABLES: Final = frozenset({"name", "partner", "list", "item", "value", "until"})


def structure_faults(guide: Guide) -> Iterator[Fault]:
    """All that is wrong with `guide.yaml`."""
    ids = Counter(step.id for step, _ in walk(guide.structure.steps))
    twice = sorted(name for name, count in ids.items() if count > 1)
    yield from (Fault(f"step {name} stands twice", ("steps", name)) for name in twice)
    if twice:
        return  # whatever else could be said would be about one of them, and nobody knew which
    if FINISH in ids:
        yield at(FINISH, f"a step can't be called {FINISH}")
    if guide.structure.steps[-1].end is None:
        yield at(guide.structure.steps[-1].id, "the last step must be an end")
    for step, parent in walk(guide.structure.steps):
        yield from _inside_faults(step, parent)
        yield from _role_faults(guide, step)
        yield from _reference_faults(guide, step)
    yield from _head_faults(guide)
    yield from way_faults(guide)


def _inside_faults(step: Step, parent: Step | None) -> Iterator[Fault]:
    if parent is None:
        return
    if step.kind in _NEVER_INSIDE[parent.kind]:
        yield at(step.id, f"inside {parent.kind} {parent.id} there can be no {step.kind}")
    if parent.each is not None and step.say is not None and step.say.to == "room":
        yield at(step.id, f"inside each {parent.id} there can be no words to the room")
    if parent.each is not None and step.role is not None:
        yield at(step.id, f"inside each {parent.id} everybody is at their own pace, so no step is for one role")


# -- the head --------------------------------------------------------------------------------------------------


def _head_faults(guide: Guide) -> Iterator[Fault]:
    structure = guide.structure
    if not structure.practice.strip():
        yield Fault("practice says nothing: name the practice of trust it stands on", ("practice",))
    if structure.rhythm:
        try:
            parse_cadence(structure.rhythm, "en")
        except Refused:
            yield Fault(f'rhythm: "{structure.rhythm}" is not understood: write it as "sundays 18:00"', ("rhythm",))
    yield from _named_roles(guide, structure.roles, ("roles",))
    yield from _people_faults(guide)
    if structure.venue == "room":
        yield from _room_faults(guide)
    for deck, depths in structure.decks.items():
        cards = Counter(card for one in depths.values() for card in one)
        if not cards or not all(depths.values()):
            yield Fault(f"deck {deck}: each depth needs a card", ("decks", deck))
        more = sorted(card for card, count in cards.items() if count > 1)
        yield from (Fault(f"deck {deck}: card {card} stands twice", ("decks", deck)) for card in more)
        if deck in _PLACEABLES:
            yield Fault(f"deck {deck}: {{{deck}}} means something else in texts: call it otherwise", ("decks", deck))


def _people_faults(guide: Guide) -> Iterator[Fault]:
    people = guide.structure.people
    if people == "couple":
        return
    left = [step for step in guide.structure.steps if step.when != "together" and step.kind not in _FOR_TWO]
    if all(step.end is not None or step.branch is not None for step in left):
        yield Fault(f"people: {people}, but for somebody alone no step is left but the end", ("people",))
    if people == "one":
        if guide.structure.roles:
            yield Fault("roles: a guide for one has no roles", ("roles",))
        for step in guide.steps.values():
            if step.kind in _FOR_TWO or step.when == "together":
                yield at(step.id, "it is never reached: this guide is only ever for one alone")


def _room_faults(guide: Guide) -> Iterator[Fault]:
    if guide.structure.people == "one":
        yield Fault("venue: room is for two, and this guide for one", ("venue",))
    for step in guide.steps.values():
        if step.kind not in _IN_A_ROOM:
            yield at(step.id, f"in venue: room there can be no {step.kind}")
        ask = step.ask
        if ask is not None and (ask.type not in ("choice", "yes-no", "scale") or ask.visible != "shared"):
            yield at(step.id, "in venue: room a question is a choice, yes-no or scale, and visible: shared")


# -- roles -----------------------------------------------------------------------------------------------------


def _role_faults(guide: Guide, step: Step) -> Iterator[Fault]:
    if step.turns is not None:
        yield from _named_roles(guide, step.turns.roles, ("steps", step.id))
    if step.role is None or step.role in (roles := guide.roles_at(step.id)):
        return
    known = f"the roles here are {' and '.join(roles)}" if roles else "there are no roles here"
    yield at(step.id, f"for: {step.role}: {known}")


def _named_roles(guide: Guide, roles: tuple[str, ...], place: tuple[str, ...]) -> Iterator[Fault]:
    where = f"{place[1]}: " if len(place) > 1 else ""
    if len(set(roles)) < len(roles):
        yield Fault(f"{where}the two roles need two names", place)
    for role in roles:
        if not role.isalpha():
            yield Fault(f"{where}role {role}: letters only, so that it can stand in texts as {{{role}}}", place)
        if role in _PLACEABLES or role in guide.structure.decks:
            yield Fault(f"{where}role {role}: {{{role}}} means something else in texts: call it otherwise", place)


# -- what steps name -------------------------------------------------------------------------------------------


def _reference_faults(guide: Guide, step: Step) -> Iterator[Fault]:
    for check in (_ask, _guess, _each, _reveal, _chart, _share, _agree, _revisit, _branch, _wait):
        for text in check(guide, step):
            yield at(step.id, text)
    if step.reveal is None and step.ask is not None and step.ask.visible == "revealed":
        names = [one for one in guide.structure.steps if one.reveal is not None and step.id in one.reveal.of]
        if not names:
            yield at(step.id, "no reveal shows it: name it in one, or make it visible: private or shared")


def _asked(guide: Guide, name: str) -> Ask | None:
    return guide.steps[name].ask if name in guide.steps else None


def _before(guide: Guide, name: str, step: Step) -> bool:
    """Whether one comes to a step later than to the one with this name."""
    order = [one.id for one, _ in walk(guide.structure.steps)]
    return order.index(name) < order.index(step.id)


def _ask(guide: Guide, step: Step) -> Iterator[str]:
    if step.ask is None:
        return
    options = step.ask.options
    if len(options) > OPTIONS_LIMIT:
        yield f"{len(options)} options are more than the {OPTIONS_LIMIT} that Discord has room for"
    if len(set(options)) < len(options):
        yield "an option stands twice"
    if step.ask.quick and step is not guide.structure.steps[0]:
        yield "quick options stand on the prompt, so only the first step can have them"


def _guess(guide: Guide, step: Step) -> Iterator[str]:
    if step.guess is None:
        return
    name = step.guess.of
    asked = _asked(guide, name)
    if asked is None or asked.type not in ("text", "choice", "scale", "yes-no") or asked.visible != "revealed":
        yield f"of: {name} is no question of type text, choice, scale or yes-no whose answers are revealed"
    elif guide.steps[name].role is not None:
        yield f"of: {name} is asked of one role only, so there is nothing to guess for the other"
    elif guide.parents.get(name) != guide.parents.get(step.id):
        yield f"of: {name} must stand on the same level"
    shows = [one.reveal.of for one in guide.structure.steps if one.reveal is not None]
    if not any(step.id in names and name in names for names in shows):
        yield f"the guess and {name} must stand in one reveal"


def _each(guide: Guide, step: Step) -> Iterator[str]:
    if step.each is None or "." in step.each.over:
        return
    many = _asked(guide, step.each.over)
    if many is None or many.type != "many":
        yield "over names no question of type many"
    elif not _before(guide, step.each.over, step):
        yield f"over: {step.each.over} is only asked later"
    elif guide.steps[step.each.over].role is not None or step.each.over in guide.parents:
        yield f"over: {step.each.over} must be asked of each, on the same level"


def _reveal(guide: Guide, step: Step) -> Iterator[str]:
    if step.reveal is None:
        return
    for name in step.reveal.of:
        asked = guide.asked(name) if name in guide.steps and _guessable(guide, name) else None
        if asked is None or asked.visible != "revealed":
            yield f"{name} is no question whose answers are revealed"
        elif not _before(guide, name, step):
            yield f"{name} is only asked after this reveal"
    for name in step.reveal.keeps:
        asked = _asked(guide, name)
        if name not in step.reveal.of or asked is None or asked.type != "scale":
            yield f"keeps: {name} is no question of type scale that it shows"


def _guessable(guide: Guide, name: str) -> bool:
    step = guide.steps[name]
    return step.guess is None or step.guess.of in guide.steps


def _chart(guide: Guide, step: Step) -> Iterator[str]:
    if step.chart is None:
        return
    kept = {name for one in guide.structure.steps if one.reveal is not None for name in one.reveal.keeps.values()}
    for name in step.chart.of:
        if name in guide.steps and name not in kept:
            yield f"of: no reveal keeps {name}"


def _share(guide: Guide, step: Step) -> Iterator[str]:
    if step.share is None:
        return
    for name in step.share.of:
        asked = _asked(guide, name)
        if asked is None or asked.visible != "private" or asked.forget:
            yield f"of: {name} is no private question whose answer is kept"
        elif not _before(guide, name, step):
            yield f"of: {name} is only asked later"


def _agree(guide: Guide, step: Step) -> Iterator[str]:
    if step.agree is None:
        return
    if "nothing" in step.agree.offer or len(set(step.agree.offer)) < len(step.agree.offer):
        yield "offer names each agreement once; nothing is always offered"
    if step.agree.draft is not None:
        asked = _asked(guide, step.agree.draft)
        if asked is None or asked.type != "text" or asked.forget:
            yield f"draft: {step.agree.draft} is no question of type text whose answer is kept"
        elif not _before(guide, step.agree.draft, step):
            yield f"draft: {step.agree.draft} is only asked later"


def _revisit(guide: Guide, step: Step) -> Iterator[str]:
    if step.revisit is None:
        return
    asked = _asked(guide, step.revisit.on)
    if asked is None or asked.type != "choice" or not asked.options:
        yield f"on: {step.revisit.on} is no question of type choice with options of its own"
        return
    if not _before(guide, step.revisit.on, step):
        yield f"on: {step.revisit.on} is only asked later"
    chapters = {one.id for one in guide.structure.steps if one.chapter is not None}
    named = chapters & set(asked.options)
    if not named:
        yield f"no option of {step.revisit.on} is the id of a chapter"
    yield from (f"chapter {name} must stand before it" for name in sorted(named) if not _before(guide, name, step))


def _branch(guide: Guide, step: Step) -> Iterator[str]:
    if step.branch is None:
        return
    asked, name = _asked(guide, step.branch.on), step.branch.on
    shares = name in guide.steps and guide.steps[name].share is not None
    values = GIVEN if shares else () if asked is None else asked.values
    if not values:
        yield "on names no question with options"
    elif unknown := set(step.branch.to) - set(values):
        yield f"{name} has no option {', '.join(sorted(unknown))}"
    elif not _before(guide, name, step):
        yield f"on: {name} is only asked later"
    elif guide.parents.get(name) != guide.parents.get(step.id) and _repeats(guide, name):
        yield f"on: {name} is asked several times inside {guide.parents[name]}, so here it has no one answer"


def _repeats(guide: Guide, name: str) -> bool:
    parent = guide.parents.get(name)
    return parent is not None and guide.steps[parent].chapter is None


def _wait(guide: Guide, step: Step) -> Iterator[str]:
    if step.wait is None or step.wait.on is None:
        return
    asked, name = _asked(guide, step.wait.on), step.wait.on
    if asked is None or asked.type == "many" or not asked.values:
        yield f"on: {name} is no question of type choice with options of its own"
        return
    if not _before(guide, name, step):
        yield f"on: {name} is only asked later"
    if asked.optional:
        yield f"on: {name} may be skipped, and then nothing says how long"
    yield from (f"to lacks {value}" for value in asked.values if value not in step.wait.to)
    yield from (f"{name} has no option {value}" for value in step.wait.to if value not in asked.values)
