"""Pure decisions about promises: what may be said of one, who may do what with it when, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from typing import Final

from bot.cadence import instant_of, local
from bot.clock import DAY, HOUR
from handlers.promises.terms import Kind, Repeat, Terms

OPEN_AT_MOST: Final = 40
"""Promises and drafts of one person that are open at a time."""

WINDOW: Final = 7 * DAY
"""How long an offer, a change and a question stay open."""

SURE_ENOUGH: Final = 3


class State(StrEnum):
    """Where a promise stands. A repeating one stays ACTIVE while it is asked about."""

    DRAFT = "draft"
    OFFERED = "offered"
    SUGGESTED = "suggested"
    ACTIVE = "active"
    PAUSED = "paused"
    DUE = "due"
    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not-kept"
    SEEN_DIFFERENTLY = "seen-differently"
    NOT_DISCUSSED = "not-discussed"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"


OPEN: Final = (State.DRAFT, State.OFFERED, State.SUGGESTED, State.ACTIVE, State.PAUSED, State.DUE)


class Answer(StrEnum):
    """What one says when it is due."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not-kept"


class Act(Enum):
    """What somebody can do with a promise."""

    WRITE = "write"
    OFFER = "offer"
    CANCEL = "cancel"
    ACCEPT = "accept"
    DECLINE = "decline"
    SUGGEST = "suggest"
    REOFFER = "reoffer"
    KEEP_OFFER = "keep-offer"
    WITHDRAW = "withdraw"
    RENEGOTIATE = "renegotiate"
    DECIDE = "decide"
    RELEASE = "release"
    PAUSE = "pause"
    RESUME = "resume"
    DONE = "done"
    TRY_AGAIN = "try-again"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as its row has it. `writer_id` wrote the words in force (in a joint one, either may have)."""

    id: str
    couple_id: str
    author_id: str
    writer_id: str
    kind: Kind
    state: State
    text: str
    plan_if: str
    plan_then: str
    note: str
    due_at: int | None
    repeat: Repeat | None
    version: int
    turn: int
    round: int
    closes_at: int

    @property
    def terms(self) -> Terms:
        """What is promised now."""
        return Terms(self.text, self.due_at, self.repeat)

    @property
    def repeats(self) -> bool:
        """Whether it comes again after it was asked about."""
        return self.kind in (Kind.WEEKLY, Kind.STANDING)

    def promised_by(self, person_id: str) -> bool:
        """Whether this person promises it: its author, and in a joint one both."""
        return self.kind is Kind.JOINT or person_id == self.author_id


@dataclass(frozen=True, slots=True)
class Round:
    """One asking whether a promise was kept."""

    number: int
    closes_at: int


# -- when ----------------------------------------------------------------------------------------------------


def reminder_at(due_at: int, accepted_at: int, zone: str) -> int | None:
    """When its promiser is reminded: the day before, at the same time on the clock, if it is over 36 hours away;
    two hours before, if over four; else not at all.
    """
    if due_at - accepted_at > 36 * HOUR:
        due = local(due_at, zone)
        return instant_of(due.date() - timedelta(days=1), due.hour, due.minute, zone)
    return due_at - 2 * HOUR if due_at - accepted_at > 4 * HOUR else None


def offer_closes(terms: Terms, now: int) -> int:
    """When an offer closes: after a week, or when it would fall due."""
    last = now + WINDOW
    return last if terms.repeat is not None or terms.due_at is None else min(last, terms.due_at)


def day_of(now: int, zone: str) -> int:
    """The day of an instant, and no more of it: its noon."""
    return instant_of(local(now, zone).date(), 12, 0, zone)


# -- who may do what -----------------------------------------------------------------------------------------

_AUTHOR: Final = {
    State.DRAFT: {Act.WRITE, Act.OFFER, Act.CANCEL},
    State.OFFERED: {Act.REOFFER, Act.WITHDRAW},
    State.SUGGESTED: {Act.REOFFER, Act.KEEP_OFFER, Act.WITHDRAW},
    State.ACTIVE: {Act.RENEGOTIATE, Act.WITHDRAW, Act.DONE, Act.PAUSE, Act.DECIDE},
    State.PAUSED: {Act.RESUME, Act.WITHDRAW},
}
_RECEIVER: Final = {
    State.OFFERED: {Act.ACCEPT, Act.DECLINE, Act.SUGGEST},
    State.ACTIVE: {Act.RELEASE, Act.DECIDE},
    State.PAUSED: {Act.RELEASE},
}


def may(act: Act, promise: Promise, person_id: str) -> bool:
    """Whether this person of its couple can do this with a promise as it stands."""
    if act is Act.TRY_AGAIN:
        return promise.state not in OPEN and promise.promised_by(person_id)
    if act is Act.PAUSE and not promise.repeats:
        return False
    if act is Act.DONE and promise.kind is Kind.STANDING:
        return False
    agreed = promise.state in (State.ACTIVE, State.PAUSED)
    mine = promise.promised_by(person_id) if agreed else person_id == promise.author_id
    return act in (_AUTHOR if mine else _RECEIVER).get(promise.state, set())


# -- how it ended --------------------------------------------------------------------------------------------


def outcome(one: Answer | None, other: Answer | None) -> State:
    """What two answers make. With one missing nothing is made of the other."""
    if one is None or other is None:
        return State.NOT_DISCUSSED
    return State(one.value) if one is other else State.SEEN_DIFFERENTLY


def kept_together(kept: Mapping[tuple[str, Kind], int]) -> int:
    """How many that makes of both (by author and kind): all where each of the two has one, else the joint ones.

    A number that is about one of them alone is never made (SAFETY 17).
    """
    joint = sum(count for (_, kind), count in kept.items() if kind is Kind.JOINT)
    authors = {author for (author, kind), count in kept.items() if count and kind is not Kind.JOINT}
    return sum(kept.values()) if len(authors) > 1 else joint
