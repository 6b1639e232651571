"""At which instants a rhythm comes: at one moment for both, or for each of the two at their own hour. Pure.

One that comes to each at their own hour has the same local date for both, and so two instants, up to a day and two
hours apart. It falls due at the earlier of the two, its own date is that of the zone which is furthest on, and
whoever is further back has theirs at the later. Zones are those in which the two live at the time of asking.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.cadence import instant_of, latest_missed, local, next_time
from handlers.rhythms.store import Rhythm

_FURTHEST_ON: Final = "Etc/GMT-14"
"""The zone in which every date begins first (UTC+14; the sign of these names is POSIX's)."""


def at(one: Rhythm, day: date) -> int:
    """The instant at which this date of it falls due."""
    return min(instant_of(day, one.hour, one.minute, zone) for zone in one.where)


def at_for(one: Rhythm, day: date, zone: str) -> int:
    """The instant at which this date of it comes to one who lives in `zone`."""
    return instant_of(day, one.hour, one.minute, zone if one.apart else one.zone)


def day_of(one: Rhythm, now: int) -> date:
    """Its present date."""
    return max(local(now, zone).date() for zone in one.where)


def next_of(one: Rhythm, now: int, last: date) -> tuple[date, int]:
    """The first of its dates later than `last` that is not yet due, and when it is."""
    found = [next_time(one.cadence, one.hour, one.minute, zone, now, last) for zone in one.where]
    day, due = max(found)
    return (day, due) if len(found) == 1 else (day, at(one, day))


def missed(one: Rhythm, now: int) -> tuple[date, int] | None:
    """The newest of its dates that fell due and did not come, and when it did; None if none."""
    found = [latest_missed(one.cadence, one.hour, one.minute, zone, one.last_date, now) for zone in one.where]
    day = max((each[0] for each in found if each is not None), default=None)
    return None if day is None else (day, at(one, day))


def looked_at(one: Rhythm, day: date, due: int, now: int) -> int:
    """When its timer falls due for a date that is due at `due`.

    Where each has it at their own hour that is first when the date begins anywhere: until then either may move to
    another zone, and the earlier hour may become the other's.
    """
    first = instant_of(day, one.hour, one.minute, _FURTHEST_ON)
    return first if one.apart and now < first else due


def still_ahead(one: Rhythm, zone: str, now: int) -> date | None:
    """The date that has come to the other, and comes to one who lives in `zone` yet; None if there is none."""
    day = one.came_on
    return day if one.running and one.zones and day is not None and at_for(one, day, zone) > now else None
