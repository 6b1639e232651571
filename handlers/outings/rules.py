"""Pure decisions about planned dates: what may be done with one by whom, how one is typed, and when one is reminded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from itertools import chain
from typing import Final

from bot.cadence import instant_of, local
from bot.clock import DAY, HOUR
from bot.couples import Couple, Person
from bot.dates import parse_due
from bot.errors import Refused

LENGTH: Final = 200
"""Characters of what is planned."""

MOST: Final = 20
"""Dates of one couple that are proposed or planned at a time."""

WINDOW: Final = 7 * DAY
"""How long a proposal stays open."""

LASTS: Final = 120
"""Minutes that a date takes on a calendar, where nobody said how long."""

AHEAD: Final = 90 * DAY
"""How far a calendar looks."""

EVENING: Final = 18
"""The hour at which one is reminded of tomorrow."""

SHORTLY: Final = 2 * HOUR
"""How long before it one is reminded once more."""

MOST_WORDS: Final = 8
"""Words of a text that may say when."""


class State(StrEnum):
    """Where a date stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PLANNED = "planned"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    CALLED_OFF = "called-off"


class Act(Enum):
    """What somebody can do with a date."""

    WRITE = "write"
    DROP = "drop"
    PROPOSE = "propose"
    ACCEPT = "accept"
    DECLINE = "decline"
    MOVE = "move"
    CALL_OFF = "call-off"


@dataclass(frozen=True, slots=True)
class Outing:
    """A date as its row has it.

    `writer_id` wrote its words, `proposer_id` named the day it stands at. `turn` counts each change: a button or a
    timer of an earlier turn is void.
    """

    id: str
    couple_id: str
    writer_id: str
    proposer_id: str
    state: State
    words: str
    at: int
    turn: int
    closes_at: int


_PROPOSER: Final = {
    State.DRAFT: {Act.WRITE, Act.DROP, Act.PROPOSE},
    State.PROPOSED: {Act.MOVE, Act.CALL_OFF},
    State.PLANNED: {Act.MOVE, Act.CALL_OFF},
}
_OTHER: Final = {
    State.PROPOSED: {Act.ACCEPT, Act.DECLINE, Act.MOVE},
    State.PLANNED: {Act.MOVE, Act.CALL_OFF},
}


def may(act: Act, outing: Outing, person_id: str) -> bool:
    """Whether this person of its couple can do this with a date as it stands."""
    return act in (_PROPOSER if outing.proposer_id == person_id else _OTHER).get(outing.state, set())


def visible(outing: Outing, couple: Couple) -> bool:
    """Whether `couple.me` may be shown its words: all while both are there, else only their own (SAFETY 5)."""
    return couple.together or outing.writer_id == couple.me.id


def closes_at(at: int, now: int) -> int:
    """When a proposal closes: after a week, or when the date would be."""
    return min(now + WINDOW, at)


def reminders(at: int, now: int, person: Person) -> dict[str, int]:
    """When a person is reminded: the evening before on their own clock, and two hours before; what is past is not."""
    day = local(at, person.zone).date() - timedelta(days=1)
    found = {"eve": instant_of(day, EVENING, 0, person.zone), "soon": at - SHORTLY}
    return {name: when for name, when in found.items() if when > now + HOUR}


# -- as it is typed ------------------------------------------------------------------------------------------

_NO_DAY: Final = re.compile(
    r"(?:(?:for|para|durante|with|con|of|de|the|los|las)\s+)?\d{1,3}"
    r"(?:\s+(?:hours?|hrs?|horas?|minutes?|mins?|minutos?|days?|d[ií]as?|people|personas?))?",
    re.IGNORECASE,
)
"""A number that is part of what is planned ("a table for 2"), though it could be read as a time."""

_UNFINISHED: Final = frozenset(
    {"a", "an", "the", "at", "on", "by", "for", "to", "un", "una", "el", "la", "los", "las", "en", "para", "con", "de"}
)
"""What no day ends in: in "tomorrow a walk" it belongs to the walk."""


def split(text: str, language: str, zone: str, now: int) -> tuple[str, str]:
    """Split "dinner at Lola's on friday at 8" into what and when; either is empty where it isn't said.

    The longest part at the end that is a date is taken, else the longest at the beginning ("tomorrow a walk").
    """
    words = text.split()
    ends = range(max(len(words) - MOST_WORDS, 0), len(words))
    begins = range(min(len(words), MOST_WORDS), 0, -1)
    for what, when in chain(((words[:n], words[n:]) for n in ends), ((words[n:], words[:n]) for n in begins)):
        said = " ".join(when)
        if _NO_DAY.fullmatch(said) or when[-1].casefold() in _UNFINISHED:
            continue
        if _is_date(said, language, zone, now):
            return " ".join(what), said
    return text.strip(), ""


def _is_date(text: str, language: str, zone: str, now: int) -> bool:
    """Whether it is one, be it past or too far."""
    try:
        parse_due(text, language, zone, now)
    except Refused as no:
        return no.key != "due-not-understood"
    return True


def day(text: str, language: str, zone: str, now: int) -> int:
    """The instant that somebody means, or Refused for the field "when"."""
    if not text.strip():
        raise Refused("outing-when-needed", field="when")
    try:
        return parse_due(text, language, zone, now).at
    except Refused as no:
        raise Refused(no.key, **{**no.given, "field": "when"}) from None


def checked(text: str) -> str:
    """What is planned, or Refused "outing-empty" or "outing-long"."""
    trimmed = text.strip()
    if not trimmed:
        raise Refused("outing-empty", field="words")
    if len(trimmed) > LENGTH:
        raise Refused("outing-long", limit=LENGTH, field="words")
    return trimmed


def shown_at(at: int, zone: str) -> str:
    """An instant as a form shows it, the same in every language: "2026-11-27 18:00"."""
    return local(at, zone).strftime("%Y-%m-%d %H:%M")
