"""How a date looks to each of the two. No decisions here, and no rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cards import Card, Entry, Sheet, Tap
from bot.content import Lines, Own, Phrase, When, line
from bot.couples import Couple, Person
from handlers.outings.ideas import KINDS
from handlers.outings.rules import LENGTH, Outing, State, visible
from handlers.outings.store import PAGE

GLANCE: Final = 100
"""Characters of a date that a list shows."""

WHEN_LENGTH: Final = 100


def slot(outing_id: str, person: Person) -> str:
    """What a card about a date is about. Each has their own, also where both read the same place."""
    return f"outing:{outing_id}:{person.id}"


def look(key: str, action: str, **args: str) -> Tap:
    """A button that only shows something."""
    return Tap(line(key), f"outings.{action}", args, again=True)


def _args(outing: Outing) -> dict[str, str]:
    return {"id": outing.id, "turn": str(outing.turn)}


def what(outing: Outing, couple: Couple) -> list[Phrase]:
    """What is planned and when, for whoever may see it."""
    when = When(outing.at)
    if not visible(outing, couple):
        return [line("outing-when-only", when=when)]
    return [line("outing-what", words=Own(outing.words), when=when)]


def back() -> list[Tap]:
    """The way back to the list."""
    return [look("outing-all", "list")]


# -- writing ---------------------------------------------------------------------------------------------------


def form(intro: Sequence[Phrase], words: str, when: str, *, draft_id: str = "") -> Card:
    """What and when. `when` is as it was typed, or as `rules.shown_at` gives it."""
    entries = (
        Entry("words", line("outing-words"), value=words[:LENGTH], hint=line("outing-words-hint"), max_length=LENGTH),
        _when(when),
    )
    args = {"id": draft_id} if draft_id else {}
    return Card(intro, sheet=Sheet(entries, line("outing-form-send"), "outings.write", args))


def _when(value: str) -> Entry:
    shown = value if len(value) <= WHEN_LENGTH else ""
    return Entry("when", line("outing-when"), value=shown, hint=line("outing-when-hint"), max_length=WHEN_LENGTH)


def another_day(outing: Outing, couple: Couple, shown: str) -> Card:
    """Asks for another day; the words stay."""
    name = Own(couple.partner.name)
    intro = [line("outing-move", name=name), *what(outing, couple)]
    sheet = Sheet([_when(shown)], line("outing-propose-short"), "outings.moved", _args(outing))
    return Card(intro, sheet=sheet, slot=slot(outing.id, couple.me))


# -- one date --------------------------------------------------------------------------------------------------


def draft(outing: Outing, couple: Couple) -> Card:
    """Before anybody else sees it: the absolute day to confirm."""
    rows = [
        [Tap(line("outing-propose", name=Own(couple.partner.name)), "outings.propose", _args(outing), "main")],
        [look("outing-edit", "edit", id=outing.id), Tap(line("outing-drop"), "outings.drop", _args(outing), "quiet")],
    ]
    return Card([line("outing-draft"), *what(outing, couple)], rows, slot=slot(outing.id, couple.me))


def proposed(outing: Outing, couple: Couple, *, said: bool = False) -> Card:
    """To the one who proposed it: it is open, and nothing about the other."""
    key = "outing-proposed" if said else "outing-open"
    lines = [line(key, name=Own(couple.partner.name), until=When(outing.closes_at)), *what(outing, couple)]
    rows = [[_move(outing), Tap(line("outing-take-back"), "outings.called-off", _args(outing), "quiet")], back()]
    return Card(lines, rows, slot=slot(outing.id, couple.me))


def asked(outing: Outing, couple: Couple, key: str = "outing-asked") -> Card:
    """To the other: yes, another day, or not now."""
    lines = [line(key, name=Own(couple.partner.name)), *what(outing, couple), line("outing-asked-next")]
    rows = [
        [Tap(line("outing-accept"), "outings.accept", _args(outing), "main"), _move(outing)],
        [Tap(line("outing-not-now"), "outings.decline", _args(outing), "quiet")],
    ]
    return Card(lines, rows, slot=slot(outing.id, couple.me))


def planned(outing: Outing, couple: Couple, *said: Phrase) -> Card:
    """It stands: either may move it or call it off."""
    lines = [*(said or (line("outing-planned", name=Own(couple.partner.name)),)), *what(outing, couple)]
    rows = [[_move(outing), look("outing-call-off", "call-off", **_args(outing))], back()]
    return Card(lines, rows, slot=slot(outing.id, couple.me))


def sure(outing: Outing, couple: Couple) -> Card:
    """Asks once more before a plan is called off."""
    yes = Tap(line("outing-call-off-yes"), "outings.called-off", _args(outing))
    no = Tap(line("outing-call-off-no"), "outings.show", {"id": outing.id}, "quiet", again=True)
    lines = [line("outing-call-off-sure", name=Own(couple.partner.name)), *what(outing, couple)]
    return Card(lines, [[yes, no]], slot=slot(outing.id, couple.me))


def _move(outing: Outing) -> Tap:
    return look("outing-another-day", "move", **_args(outing))


def told(key: str, outing: Outing, couple: Couple) -> Card:
    """What one hears of what the other did, with what it is about."""
    lines = [line(key, name=Own(couple.partner.name)), *what(outing, couple)]
    return Card(lines, [back()], slot=slot(outing.id, couple.me), anew=True)


def soon(outing: Outing, person: Person) -> Card:
    """The reminder: it stands in a notification, so it names nothing and nobody (SAFETY 11)."""
    rows = [[look("outing-show", "show", id=outing.id)]]
    return Card([line("outing-soon")], rows, slot=slot(outing.id, person), anew=True, prompt=True)


# -- the list, and ideas ---------------------------------------------------------------------------------------


def listed(found: Sequence[Outing], page: int) -> Card:
    """What lies ahead, soonest first, each with a number to open it."""
    shown = list(enumerate(found[:PAGE], page * PAGE + 1))
    lines: list[Phrase] = [line("outings-none")]
    if shown:
        lines = [line("outings-head"), Lines([_entry(number, one) for number, one in shown])]
    taps = [Tap(line("outing-n", n=number), "outings.show", {"id": one.id}, again=True) for number, one in shown]
    turns = [look("outings-before", "list", page=str(page - 1))] if page else []
    turns += [look("outings-more", "list", page=str(page + 1))] if len(found) > PAGE else []
    rows = [taps[:4], taps[4:], turns, [look("outing-idea", "kinds"), look("outing-plan", "plan")]]
    return Card(lines, [row for row in rows if row])


def _entry(number: int, one: Outing) -> Phrase:
    words = " ".join(one.words.split())
    if len(words) > GLANCE:
        words = words[: GLANCE - 1].rstrip() + "…"
    status = {State.DRAFT: "draft", State.PLANNED: "planned"}.get(one.state, "proposed")
    return line("outings-entry", number=number, words=Own(words), when=When(one.at), status=line(f"outing-is-{status}"))


def kinds() -> Card:
    """Which kind of idea?"""
    taps = [look(f"idea-{kind}", "idea", kind=kind) for kind in KINDS]
    own = look("outing-own", "plan")
    return Card([line("outing-which")], [taps[:2], taps[2:4], taps[4:], [own]])


def idea(kind: str, number: int, text: Phrase) -> Card:
    """One idea: take it, see another, or another kind."""
    args = {"kind": kind, "number": str(number)}
    rows = [
        [
            Tap(line("outing-take"), "outings.plan", args, "main", again=True),
            look("outing-another", "idea", kind=kind, number=str(number + 1)),
        ],
        [look("outing-kinds", "kinds")],
    ]
    return Card([line(f"idea-{kind}"), text], rows)
