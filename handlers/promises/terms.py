"""What is promised and until when: words and dates as people type them, and how a promise repeats. All pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.cadence import Cadence, local, monthly, next_time, weekly
from bot.clock import HOUR
from bot.dates import SOONEST, parse_due
from bot.errors import Refused
from bot.spoken import parse_cadence

LONGEST_TEXT: Final = 300
WELCOME_LATE: Final = 12 * HOUR
REVIEW_AT: Final = (18, 0)


class Kind(StrEnum):
    """What sort of promise it is."""

    ONCE = "once"
    WEEKLY = "weekly"
    JOINT = "joint"
    STANDING = "standing"


class Review(StrEnum):
    """How often a standing promise is looked at."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class Repeat:
    """When a repeating promise comes: every `step`-th date of a cadence, at a wall time in a zone."""

    cadence: Cadence
    hour: int
    minute: int
    zone: str
    step: int = 1

    @property
    def review(self) -> Review:
        """How often that is."""
        if self.cadence.unit == "weekly":
            return Review.WEEKLY
        return Review.QUARTERLY if self.step == 3 else Review.MONTHLY

    def after(self, instant: int) -> int:
        """The next time, on a later day than the one of `instant`."""
        at = instant
        for _ in range(self.step):
            day = local(at, self.zone).date()
            _, at = next_time(self.cadence, self.hour, self.minute, self.zone, at, day)
        return at

    def following(self, last: int, now: int) -> int:
        """The next time after `last`. What an outage swallowed is let go, save one less than 12 hours late."""
        at = self.after(last)
        while at <= now - WELCOME_LATE:
            at = self.after(at)
        return at

    def stored(self) -> str:
        """The text form for a column."""
        return json.dumps([self.cadence.stored(), self.hour, self.minute, self.zone, self.step])

    @staticmethod
    def from_stored(text: str | None) -> Repeat | None:
        """What `stored` wrote down."""
        if text is None:
            return None
        cadence, hour, minute, zone, step = json.loads(text)
        return Repeat(Cadence.from_stored(cadence), hour, minute, zone, step)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised, and until when. `due_at` is the only or the next time; None while it isn't chosen."""

    text: str
    due_at: int | None
    repeat: Repeat | None = None


# -- what may be promised ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words and dates are read, and when."""

    language: str
    zone: str
    now: int


def checked_text(text: str) -> str:
    """The promise's words, or Refused "promise-empty" or "promise-too-long"."""
    trimmed = text.strip()
    if not trimmed:
        raise Refused("promise-empty", field="text")
    if len(trimmed) > LONGEST_TEXT:
        raise Refused("promise-too-long", limit=LONGEST_TEXT, field="text")
    return trimmed


def terms_for(kind: Kind, text: str, by: str, review: Review, speaker: Speaker, was: Terms | None = None) -> Terms:
    """What somebody promises with these words; `was` stands where they left the date as it was shown to them.

    Raises Refused: what `checked_text`, `bot.dates.parse_due` and `weekly_by` raise, for the field at fault.
    """
    words = checked_text(text)
    kept = was is not None and was.due_at is not None and by.strip() == shown_due(was.due_at, speaker.zone)
    if kind is Kind.STANDING:
        if was is not None and was.repeat is not None and was.repeat.review is review:
            return Terms(words, was.due_at, was.repeat)
        return Terms(words, *_reviewed(review, speaker))
    if kind is Kind.WEEKLY:
        if kept and was is not None and was.repeat is not None and was.repeat.review is Review.WEEKLY:
            return Terms(words, was.due_at, was.repeat)
        return Terms(words, *weekly_by(by or "in 1 week", speaker))
    if kept and was is not None:
        return Terms(words, was.due_at)
    return Terms(words, due_by(by, speaker) if by.strip() else None)


def due_by(by: str, speaker: Speaker) -> int:
    """The instant that somebody means, or Refused for the field "by"."""
    try:
        return parse_due(by, speaker.language, speaker.zone, speaker.now).at
    except Refused as no:
        raise Refused(no.key, **{**no.given, "field": "by"}) from None


def weekly_by(by: str, speaker: Speaker) -> tuple[int, Repeat]:
    """The first time and the rhythm of "fridays at 6", or of a date: every week on its weekday, at its time.

    Refused "promise-weekly-at-most" for several days a week, or any other rhythm.
    """
    try:
        said = parse_cadence(by, speaker.language)
    except Refused:
        due = due_by(by, speaker)
        at = local(due, speaker.zone)
        return due, Repeat(weekly({at.weekday()}), at.hour, at.minute, speaker.zone)
    if said.cadence.unit != "weekly" or said.cadence.every != 1 or len(said.cadence.weekdays) != 1:
        raise Refused("promise-weekly-at-most", field="by")
    hour, minute = REVIEW_AT if said.hour is None or said.minute is None else (said.hour, said.minute)
    repeat = Repeat(said.cadence, hour, minute, speaker.zone)
    _, first = next_time(repeat.cadence, hour, minute, speaker.zone, speaker.now + SOONEST, None)
    return first, repeat


def _reviewed(review: Review, speaker: Speaker) -> tuple[int, Repeat]:
    today = local(speaker.now, speaker.zone).date()
    cadence = weekly({today.weekday()}) if review is Review.WEEKLY else monthly(today.day)
    repeat = Repeat(cadence, *REVIEW_AT, speaker.zone, 3 if review is Review.QUARTERLY else 1)
    return repeat.after(speaker.now), repeat


def as_kind(terms: Terms, kind: Kind, speaker: Speaker) -> Terms:
    """The same words as another kind of promise; a date that doesn't fit is taken along as far as it goes."""
    if kind is Kind.STANDING:
        return Terms(terms.text, *_reviewed(Review.MONTHLY, speaker))
    if kind is Kind.WEEKLY:
        ahead = terms.due_at is not None and terms.repeat is None and terms.due_at - speaker.now >= SOONEST
        by = shown_due(terms.due_at, speaker.zone) if ahead and terms.due_at is not None else "in 1 week"
        return Terms(terms.text, *weekly_by(by, speaker))
    return Terms(terms.text, terms.due_at if terms.repeat is None else None)


def shown_due(due_at: int, zone: str) -> str:
    """A due time as a form shows it, so that it reads the same in every language: "2026-11-27 18:00"."""
    return local(due_at, zone).strftime("%Y-%m-%d %H:%M")


def still_ahead(terms: Terms, now: int) -> Terms:
    """The same terms with a time that is still to come; Refused "due-in-past" where that can't be."""
    assert terms.due_at is not None
    if terms.due_at > now:
        return terms
    if terms.repeat is None:
        raise Refused("due-in-past")
    return Terms(terms.text, terms.repeat.following(now, now), terms.repeat)
