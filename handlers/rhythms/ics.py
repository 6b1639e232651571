"""A calendar as a file that other calendars read (RFC 5545), pure.

Summaries say a guide's title and no more: calendars are shown on lock screens and at work.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from bot.cadence import LAST, Cadence, instant_of, local, next_date

MINUTES: Final = 15
"""How long a prompt stands in a calendar: one of no length can't be seen in some."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PRODUCT: Final = "-//Troth//Troth//EN"
_ZONES_UNTIL: Final = date(2038, 1, 1)


@dataclass(frozen=True, slots=True)
class Series:
    """What comes again and again: its first date, and where within `until` it differs from its own cadence.

    `on` maps each of its dates that comes, up to `until`, to the date on which it comes.
    """

    uid: str
    summary: str
    cadence: Cadence
    hour: int
    minute: int
    zone: str
    first: date
    until: date
    on: Mapping[date, date]


@dataclass(frozen=True, slots=True)
class Moment:
    """What comes once. `minutes` 0 is a moment."""

    uid: str
    summary: str
    at: int
    minutes: int


def calendar_file(now: int, zone: str, series: Sequence[Series], moments: Sequence[Moment]) -> str:
    """The file's bytes in base 64. `now` (UTC milliseconds) is its time stamp, `zone` that of its reader."""
    made = Calendar()
    made.add("PRODID", _PRODUCT)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", "Troth")
    made.add("X-WR-TIMEZONE", zone)
    zones = {one.zone for one in series if one.zone != "UTC"}
    for name in sorted(zones):
        made.add_component(_zone(name))
    for one in series:
        _add_series(made, one, now)
    for moment in moments:
        _add_moment(made, moment, now)
    return base64.b64encode(made.to_ical()).decode()


@lru_cache(maxsize=64)
def _zone(name: str) -> Timezone:
    return Timezone.from_tzinfo(ZoneInfo(name), name, date(2020, 1, 1), _ZONES_UNTIL)


def _event(uid: str, summary: str, now: int) -> Event:
    event = Event()
    event.add("UID", f"{uid}@troth")
    event.add("DTSTAMP", _utc(now))
    event.add("SUMMARY", summary)
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT")
    return event


def _add_moment(made: Calendar, one: Moment, now: int) -> None:
    event = _event(one.uid, one.summary, now)
    event.add("DTSTART", _utc(one.at))
    if one.minutes:
        event.add("DURATION", timedelta(minutes=one.minutes))
    made.add_component(event)


def _add_series(made: Calendar, one: Series, now: int) -> None:
    event = _event(one.uid, one.summary, now)
    event.add("DTSTART", _wall(one, one.first))
    event.add("DURATION", timedelta(minutes=MINUTES))
    event.add("RRULE", rule(one.cadence))
    left_out, added = _differences(one)
    if left_out:
        event.add("EXDATE", left_out)
    if added:
        event.add("RDATE", added)
    made.add_component(event)


def _differences(one: Series) -> tuple[list[datetime], list[datetime]]:
    """Wall times that the rule alone gives and that do not come, and those that come beside it.

    In a gap of the zone's clocks RFC 5545 takes the offset before it, where Troth takes the first instant after it.
    """
    left_out, added = [], []
    day = one.first
    while day <= one.until:
        on = one.on.get(day)
        at = None if on is None else local(instant_of(on, one.hour, one.minute, one.zone), one.zone)
        wall = _wall(one, day)
        if at is None or at.replace(tzinfo=None) != wall.replace(tzinfo=None):
            left_out.append(wall)
            if at is not None:
                added.append(at)
        day = next_date(one.cadence, day)
    return left_out, added


def rule(cadence: Cadence) -> dict[str, object]:
    """A cadence as a recurrence rule. A month's 29th to 31st clamp: the last there is of the days up to it."""
    if cadence.unit == "daily":
        return {"FREQ": "DAILY"}
    if cadence.unit == "weekdays":
        return {"FREQ": "WEEKLY", "BYDAY": list(_DAYS[:5])}
    if cadence.unit == "weekly":
        days = [_DAYS[one] for one in cadence.weekdays]
        return {"FREQ": "WEEKLY", "INTERVAL": cadence.every, "BYDAY": days, "WKST": "MO"}
    if cadence.unit == "nth":
        nth = -1 if cadence.nth == LAST else cadence.nth
        return {"FREQ": "MONTHLY", "BYDAY": f"{nth}{_DAYS[cadence.weekdays[0]]}"}
    if cadence.day <= 28:
        return {"FREQ": "MONTHLY", "BYMONTHDAY": cadence.day}
    return {"FREQ": "MONTHLY", "BYMONTHDAY": list(range(28, cadence.day + 1)), "BYSETPOS": -1}


def _wall(one: Series, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, one.hour, one.minute, tzinfo=ZoneInfo(one.zone))


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(instant // 1000, UTC)
