"""Pure decisions: which command begins which guide, for whom it is, and how all there is stands in pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.feature import Needs, Theme
from bot.guides.script import Guide

People = Literal["couple", "either", "one"]
Tab = Literal["checkins", "exercises", "yourself", "journeys"]

PAGE: Final = 5
"""Practices on one card: a message on Discord has five rows of buttons and room for 2,000 characters."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A command and the guide it begins. `takes`: what is typed after it answers the guide's first question."""

    command: str
    guide: str
    people: People
    theme: Theme = "exercises"
    takes: bool = False

    @property
    def needs(self) -> Needs:
        """Who may use the command."""
        return Needs.COUPLE if self.people == "couple" else Needs.PERSON


PRACTICES: Final = (
    Practice("listen", "listening-floor", "couple"),
    Practice("need", "ask-dont-assume", "couple", takes=True),
    Practice("guess", "guess-and-compare", "couple"),
    Practice("window", "open-window", "couple", takes=True),
    Practice("own", "own-a-mistake", "couple", takes=True),
    Practice("thanks", "thanks", "either", takes=True),
    Practice("goodnews", "good-news", "couple", takes=True),
    Practice("timeout", "time-out", "couple"),
    Practice("doubt", "doubt", "one", "yourself", takes=True),
    Practice("stock", "taking-stock", "one", "yourself"),
    Practice("foundations", "foundations", "couple", "together"),
)

COMMANDS: Final = {one.guide: one.command for one in PRACTICES} | {
    "boundary-check-in": "checkin",
    "state-of-us": "checkin",
    "monthly-look-back": "checkin",
    "question-of-the-day": "question",
}
"""The command that begins a guide, where one does."""

AFTER: Final = {"state-of-us": "checkin-word-us", "monthly-look-back": "checkin-word-month"}
"""What is typed after it, where a command begins several: the first of the words under this key."""

TABS: Final[tuple[Tab, ...]] = ("checkins", "exercises", "yourself", "journeys")


def tab(guide: Guide) -> Tab | None:
    """Where a guide stands among all there is; None for one that isn't offered, or that a whole group goes through."""
    structure = guide.structure
    if not structure.listed or structure.kind == "discussion":
        return None
    if structure.kind == "journey":
        return "journeys"
    if structure.people == "one":
        return "yourself"
    return "checkins" if structure.kind == "check-in" else "exercises"


def offered(guides: Iterable[Guide], which: Tab, *, paired: bool) -> list[Guide]:
    """The guides of one tab that this person can begin: ours in their order, then those from outside."""
    order = list(COMMANDS)
    found = [one for one in guides if tab(one) == which and (paired or one.structure.people != "couple")]
    return sorted(found, key=lambda one: (order.index(one.name) if one.name in order else len(order), one.name))


def page_of(guides: Sequence[Guide], page: int) -> Sequence[Guide]:
    """One page of them."""
    return guides[page * PAGE : (page + 1) * PAGE]
