"""Pure decisions of rhythms: how a cadence reads, what is less often, what is still welcome."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.cadence import LAST, Cadence, monthly, nth_weekday, weekly
from bot.content import Phrase, line
from bot.errors import Refused

AFTER_UNSHARED = 2
"""Closings in a row without a reveal, after which both are asked what they would like."""


def worded(cadence: Cadence, hour: int, minute: int) -> Phrase:
    """A cadence as a phrase: "every Sunday at 18:00"."""
    clock = f"{hour:02}:{minute:02}"
    if cadence.unit in ("daily", "weekdays"):
        return line(f"rhythm-{cadence.unit}", clock=clock)
    if cadence.unit == "monthly":
        return line("rhythm-monthly", day=cadence.day, clock=clock)
    if cadence.unit == "nth":
        which: int | str = "last" if cadence.nth == LAST else cadence.nth
        return line("rhythm-nth", which=which, day=_day(min(cadence.weekdays)), clock=clock)
    days = _listed([_day(one) for one in sorted(cadence.weekdays)])
    return line("rhythm-weekly", every=cadence.every, days=days, clock=clock)


def _day(weekday: int) -> Phrase:
    return line(f"weekday-{weekday}")


def _listed(phrases: Sequence[Phrase]) -> Phrase:
    if len(phrases) == 1:
        return phrases[0]
    key = "list-last" if len(phrases) == 2 else "list-more"
    return line(key, first=phrases[0], rest=_listed(phrases[1:]))


def less_often(cadence: Cadence) -> Cadence:
    """The next slower cadence: daily → weekly → every second week → monthly."""
    if cadence.unit in ("daily", "weekdays"):
        return weekly({6})
    if cadence.unit == "weekly" and cadence.every == 1:
        return weekly(set(cadence.weekdays), every=2, anchor=cadence.anchor)
    if cadence.unit == "weekly":
        return nth_weekday(LAST, max(cadence.weekdays))
    return cadence if cadence.unit in ("monthly", "nth") else monthly(1)


_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to|a|hasta|\s)\s*(\d{1,2})(?::(\d{2}))?")


def quiet_hours(text: str) -> tuple[int, int]:
    """Quiet hours out of "22:00-7:30" or "22 7", in minutes after midnight. Raises Refused."""
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        raise Refused("quiet-not-understood")
    hours = [int(part or 0) for part in found.groups()]
    if hours[0] > 23 or hours[2] > 23 or hours[1] > 59 or hours[3] > 59:
        raise Refused("quiet-not-understood")
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


ONE_DAY = timedelta(days=1)
