"""Which prompt comes on which day, pure: no more a day than is wished, and never a burst.

A day with too many keeps the rarest: the monthly before the weekly, the weekly before the daily. What is over moves
to the next day with room, within a week and before its own next time; what comes daily is left out, since it comes
again tomorrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from bot.cadence import instant_of, matches, next_date
from handlers.rhythms import hours
from handlers.rhythms.store import NO_WISH, Rhythm, Wish

ONE_DAY: Final = timedelta(days=1)
LONGEST_MOVE: Final = timedelta(days=6)
USUAL_MOST: Final = 1
"""Prompts a day where nobody wished otherwise."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One prompt to come: of which rhythm, for which of its dates, and the date and instant at which it comes.

    Of one that comes to each at their own hour it is the earlier instant, unless this is one person's plan.
    """

    rhythm: Rhythm
    own_day: date
    on: date
    at: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds a plan in: how many a day, until when all rest, and how many each day has already."""

    most: int = USUAL_MOST
    rest_until: date | None = None
    taken: Mapping[date, int] = field(default_factory=dict)


def most_of(wishes: Mapping[str, Wish], couple_id: str | None, *persons: str) -> int:
    """The most a day: the smallest that any of these persons wishes, else what their couple settled, else one."""
    settled = wishes.get(couple_id or "", NO_WISH).most or USUAL_MOST
    return min((wishes.get(one, NO_WISH).most or settled for one in persons), default=settled)


def resting_until(one: Rhythm, all_rest: date | None) -> date | None:
    """The last date of the rest that this one is in, its own or everybody's."""
    return max((day for day in (one.rest_until, all_rest) if day is not None), default=None)


def plan(rhythms: Sequence[Rhythm], bounds: Bounds, now: int, days: int, *, due: str = "") -> list[Slot]:
    """What comes today and in the next `days` days, in order.

    `due` is the rhythm that falls due at this moment: it may still come today.
    """
    running = [one for one in rhythms if one.running]
    if not running:
        return []
    start = min(hours.day_of(one, now) for one in running)
    slots: list[Slot] = []
    carried = [(one, one.held_from) for one in running if one.held_from is not None]
    for day in (start + number * ONE_DAY for number in range(days + 1)):
        room = bounds.most - bounds.taken.get(day, 0) - sum(one.came_on == day for one in rhythms)
        own = [(one, day) for one in running if comes_on(one, day, bounds.rest_until, now, due=one.id == due)]
        ranked = sorted((_rank(one, own_day, day), one.id) for one, own_day in [*own, *carried])
        waiting, carried = {one.id: (one, own_day) for one, own_day in [*own, *carried]}, []
        for one, own_day in (waiting[one_id] for _, one_id in ranked):
            at = hours.at(one, day)
            if room > 0 and (at > now or one.id == due):
                slots.append(Slot(one, own_day, day, at))
                room -= 1
            elif _may_move(one, own_day, day + ONE_DAY):
                carried.append((one, own_day))
    return sorted(slots, key=lambda slot: (slot.at, slot.rhythm.id))


def comes_on(one: Rhythm, day: date, all_rest: date | None, now: int, *, due: bool = False) -> bool:
    """Whether this date is one on which it would come if nothing else did: still ahead, not skipped, not at rest."""
    rest = resting_until(one, all_rest)
    if day <= one.last_date or day == one.skip_date or (rest is not None and day <= rest):
        return False
    return matches(one.cadence, day) and (due or hours.at(one, day) > now)


def coming(one: Rhythm, all_rest: date | None, now: int) -> tuple[date, int]:
    """The next date of its own, and its instant, if nothing else came: after any rest, and past what is skipped."""
    rest = resting_until(one, all_rest)
    last = one.last_date if rest is None else max(one.last_date, rest)
    day, at = hours.next_of(one, now, last)
    if day == one.skip_date:
        day, at = hours.next_of(one, now, day)
    return day, at


def crowded(rhythms: Sequence[Rhythm], bounds: Bounds, now: int, days: int) -> set[tuple[str, date]]:
    """The dates of the next days on which a rhythm does not come on its own day for want of room, by its id."""
    kept = {(slot.rhythm.id, slot.on) for slot in plan(rhythms, bounds, now, days) if slot.on == slot.own_day}
    found = set()
    for one in rhythms:
        today = hours.day_of(one, now)
        wanted = (today + number * ONE_DAY for number in range(days + 1))
        found |= {(one.id, day) for day in wanted if one.running and comes_on(one, day, bounds.rest_until, now)}
    return found - kept


def _rank(one: Rhythm, own_day: date, day: date) -> int:
    """The rarest first; one that moved here goes before what comes every day, and after everything else."""
    cadence = one.cadence
    order = {"monthly": 0, "nth": 0, "weekdays": 5, "daily": 6}.get(cadence.unit)
    if order is None:
        order = 1 if cadence.every > 1 else 2 if len(cadence.weekdays) == 1 else 3
    return order if own_day == day else max(order, 4)


def _may_move(one: Rhythm, own_day: date, to: date) -> bool:
    daily = one.cadence.unit in ("daily", "weekdays")
    return not (daily or one.gives_way) and to - own_day <= LONGEST_MOVE and to < next_date(one.cadence, own_day)


def noon(day: date, zone: str) -> int:
    """An instant that is surely on this date there, to show the date by."""
    return instant_of(day, 12, 0, zone)


def giving_way(one: Rhythm) -> Rhythm:
    """The same, left out on a day that another has."""
    return replace(one, gives_way=True)
