"""Rhythm arithmetic: on which dates something comes, and at which instant a wall time in a zone is.

A rhythm is a cadence, a wall time and an IANA zone. Those three are the truth and an instant is always
computed anew, so a zone's changed rules take effect by themselves. The policy: in a DST gap the first valid
instant after it, in a fold the first of the two; the 31st clamps to the month's end. All is plain `zoneinfo`
arithmetic: APScheduler's CronTrigger went wrong around changes in 97 of 28,195 checked cases.

Instants are integer UTC milliseconds. An unknown zone raises `zoneinfo.ZoneInfoNotFoundError` (a KeyError).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.clock import HOUR, MINUTE

Unit = Literal["daily", "weekdays", "weekly", "monthly", "nth"]
# Weeks begin on Mondays; without an anchor of their own, every N-th week is counted from this one.
WEEK_ZERO: Final = date(2024, 1, 1)
LAST: Final = -1
WELCOME_FOR: Final = 12 * HOUR
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall times are naive by nature
_ONE_MS: Final = timedelta(milliseconds=1)
_ONE_DAY: Final = timedelta(days=1)
_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STORED: Final = re.compile(
    r"(?P<plain>daily|weekdays)"
    r"|weekly:(?P<every>[1-9][0-9]?):(?P<days>[a-z,]{3,27})(?::(?P<anchor>[0-9]{4}-[0-9]{2}-[0-9]{2}))?"
    r"|monthly:(?P<day>[1-9][0-9]?)"
    r"|nth:(?P<nth>[1-4]|last):(?P<weekday>[a-z]{3})"
)


@dataclass(frozen=True, slots=True)
class Cadence:
    """The dates of a rhythm. Make one by `daily()`, `weekly(…)` and so on; what can't be is a ValueError."""

    unit: Unit
    weekdays: tuple[int, ...] = ()  # Monday is 0; ascending
    every: int = 1  # weeks, 1 to 52
    anchor: date = WEEK_ZERO  # the Monday of a week that counts, for every > 1
    day: int = 0  # of the month, 1 to 31
    nth: int = 0  # 1 to 4, or LAST

    def __post_init__(self) -> None:
        good = {
            "daily": not self.weekdays,
            "weekdays": not self.weekdays,
            "weekly": len(self.weekdays) > 0,
            "monthly": not self.weekdays and 1 <= self.day <= 31,
            "nth": len(self.weekdays) == 1 and self.nth in {1, 2, 3, 4, LAST},
        }.get(self.unit, False)
        ascending = self.weekdays == tuple(sorted({w for w in self.weekdays if 0 <= w <= 6}))
        if not (good and ascending and 1 <= self.every <= 52):
            raise ValueError(f"no such cadence: {self!r}")

    def anchored(self, day: date) -> Cadence:
        """The same with the week of `day` as one that counts, if only every N-th week does."""
        if self.unit != "weekly" or self.every == 1:
            return self
        return replace(self, anchor=day - timedelta(days=day.weekday()))

    def stored(self) -> str:
        """The text form for a database column, such as "weekly:2:wed,sun:2026-01-05"; it never changes."""
        names = ",".join(_NAMES[w] for w in self.weekdays)
        if self.unit == "weekly":
            return f"weekly:{self.every}:{names}" + (f":{self.anchor}" if self.every > 1 else "")
        if self.unit == "monthly":
            return f"monthly:{self.day}"
        if self.unit == "nth":
            return f"nth:{'last' if self.nth == LAST else self.nth}:{names}"
        return self.unit

    @staticmethod
    def from_stored(text: str) -> Cadence:
        """The cadence that `stored` wrote down. Raises ValueError on anything else."""
        found = _STORED.fullmatch(text)
        if not found:
            raise ValueError(f"no stored cadence: {text[:60]!r}")
        if plain := found["plain"]:
            return daily() if plain == "daily" else weekdays()
        if found["day"]:
            return monthly(int(found["day"]))
        if found["nth"]:
            return nth_weekday(LAST if found["nth"] == "last" else int(found["nth"]), _weekday(found["weekday"]))
        every, names = int(found["every"]), found["days"].split(",")
        if (every > 1) != bool(found["anchor"]) or len(set(names)) != len(names):
            raise ValueError(f"no stored cadence: {text[:60]!r}")
        anchor = date.fromisoformat(found["anchor"]) if every > 1 else None
        return weekly({_weekday(name) for name in names}, every, anchor)


def daily() -> Cadence:
    """Every day."""
    return Cadence("daily")


def weekdays() -> Cadence:
    """Monday to Friday."""
    return Cadence("weekdays")


def weekly(days: set[int], every: int = 1, anchor: date | None = None) -> Cadence:
    """On these weekdays (Monday is 0) of every `every`-th week, the week of `anchor` being one of them."""
    cadence = Cadence("weekly", tuple(sorted(days)), every)
    return cadence.anchored(anchor) if anchor else cadence


def monthly(day: int) -> Cadence:
    """On this day of each month, 1 to 31; in a shorter month on its last day."""
    return Cadence("monthly", day=day)


def nth_weekday(nth: int, weekday: int) -> Cadence:
    """On the nth (1 to 4, or LAST) such weekday of each month."""
    return Cadence("nth", (weekday,), nth=nth)


def _weekday(name: str) -> int:
    return _NAMES.index(name)  # a ValueError for any other name


# -- dates ---------------------------------------------------------------------------------------------------


def next_date(cadence: Cadence, after: date) -> date:
    """The first date of `cadence` strictly later than `after`."""
    if cadence.unit == "daily":
        return after + _ONE_DAY
    if cadence.unit == "weekdays":
        return after + timedelta(days=(1, 1, 1, 1, 3, 2, 1)[after.weekday()])
    if cadence.unit == "weekly":
        return _next_weekly(cadence, after)
    this = _in_month(cadence, after.year, after.month)
    if this > after:
        return this
    return _in_month(cadence, after.year + after.month // 12, after.month % 12 + 1)


def matches(cadence: Cadence, day: date) -> bool:
    """Is `day` one of its dates?"""
    return next_date(cadence, day - _ONE_DAY) == day


def _next_weekly(cadence: Cadence, after: date) -> date:
    monday = after - timedelta(days=after.weekday())
    into = (monday - cadence.anchor).days // 7 % cadence.every
    if into == 0:
        for weekday in cadence.weekdays:
            if weekday > after.weekday():
                return monday + timedelta(days=weekday)
    return monday + timedelta(weeks=cadence.every - into, days=cadence.weekdays[0])


def _in_month(cadence: Cadence, year: int, month: int) -> date:
    first, length = monthrange(year, month)
    if cadence.unit == "monthly":
        return date(year, month, min(cadence.day, length))
    day = 1 + (cadence.weekdays[0] - first) % 7
    if cadence.nth == LAST:
        return date(year, month, day + (length - day) // 7 * 7)
    return date(year, month, day + 7 * (cadence.nth - 1))


# -- instants ------------------------------------------------------------------------------------------------


def local(instant: int, zone: str) -> datetime:
    """What clocks in `zone` show at `instant`."""
    return (_EPOCH + instant * _ONE_MS).astimezone(ZoneInfo(zone))


def instant_of(day: date, hour: int, minute: int, zone: str) -> int:
    """The instant at which clocks in `zone` show this, in UTC milliseconds.

    In a fold the first of the two; in a gap, or on a date that the zone skips whole (Pacific/Apia,
    2011-12-30), the first valid instant after it.
    """
    wall = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - its zone is looked up below
    tz = ZoneInfo(zone)
    early, late = _offset(wall, tz, 0), _offset(wall, tz, 1)
    since = (wall - _NAIVE_EPOCH) // _ONE_MS
    return since - early if early >= late else _gap_end(since - late, since - early, early, tz)


def _offset(wall: datetime, tz: ZoneInfo, fold: int) -> int:
    offset = wall.replace(tzinfo=tz, fold=fold).utcoffset()
    assert offset is not None  # a ZoneInfo always has one for a date
    return offset // _ONE_MS


def _gap_end(before: int, after: int, offset: int, tz: ZoneInfo) -> int:
    """The jump's instant: `offset` holds at `before`, no longer at `after`. Jumps come at whole seconds."""
    low, high = before // 1000, after // 1000
    while high - low > 1:
        middle = (low + high) // 2
        shown = (_EPOCH + timedelta(seconds=middle)).astimezone(tz).utcoffset()
        low, high = (middle, high) if shown == offset * _ONE_MS else (low, middle)
    return high * 1000


def next_time(
    cadence: Cadence, hour: int, minute: int, zone: str, after_ms: int, last_date: date | None
) -> tuple[date, int]:
    """The next local date and instant: strictly after `after_ms`, its date strictly later than `last_date`.

    `last_date` is the local date that fired last; with it a clock that jumps back fires no date twice.
    """
    # Two days earlier, as a date that a zone skips comes when the next begins.
    day = local(after_ms, zone).date() - 2 * _ONE_DAY
    day = max(day, last_date) if last_date else day
    while True:
        day = next_date(cadence, day)
        at = instant_of(day, hour, minute, zone)
        if at > after_ms:
            return day, at


def latest_missed(
    cadence: Cadence, hour: int, minute: int, zone: str, last_date: date | None, now_ms: int
) -> tuple[date, int] | None:
    """After an outage: the newest local date and instant not later than `now_ms`; None if nothing was missed.

    Only dates later than `last_date` count; with None any does. All older ones are let go, so that no burst
    follows an outage; whether even this one still comes is for `still_welcome`.
    """
    today = local(now_ms, zone).date()
    longest = {"daily": 1, "weekdays": 3, "weekly": 7 * cadence.every, "monthly": 31, "nth": 35}[cadence.unit]
    day = today - timedelta(days=longest + 3)
    day = max(day, last_date) if last_date else day
    newest = None
    while (day := next_date(cadence, day)) <= today:
        at = instant_of(day, hour, minute, zone)
        if at <= now_ms:
            newest = day, at
    return newest


# -- quiet hours ---------------------------------------------------------------------------------------------


def still_welcome(due_at: int, now: int, quiet_from: int, quiet_to: int, zone: str) -> bool:
    """May what was due at `due_at` still come: under 12 hours late, and outside quiet hours?

    Quiet hours are minutes since local midnight (0 to 1439), may wrap past it, and if equal there are none.
    """
    return now - due_at < WELCOME_FOR and not _quiet(now, quiet_from, quiet_to, zone)


def quiet_end(now: int, quiet_from: int, quiet_to: int, zone: str) -> int | None:
    """The instant at which the present quiet hours end; None if it isn't quiet now."""
    if not _quiet(now, quiet_from, quiet_to, zone):
        return None
    straight = now - now % MINUTE + (quiet_to - _minute(now, zone)) % (24 * 60) * MINUTE
    if _minute(straight, zone) == quiet_to:  # no change of offset before it; in a fold it may be the second
        return straight
    day = local(now, zone).date()
    while True:
        end = instant_of(day, *divmod(quiet_to, 60), zone)
        # It may lie behind us, and what a gap moved may be quiet again.
        if end > now and not _quiet(end, quiet_from, quiet_to, zone):
            return end
        day += _ONE_DAY


def _quiet(now: int, quiet_from: int, quiet_to: int, zone: str) -> bool:
    minute = _minute(now, zone)
    if quiet_from <= quiet_to:
        return quiet_from <= minute < quiet_to
    return minute >= quiet_from or minute < quiet_to


def _minute(instant: int, zone: str) -> int:
    """Minutes since midnight on the clocks in `zone`."""
    shown = local(instant, zone)
    return shown.hour * 60 + shown.minute
