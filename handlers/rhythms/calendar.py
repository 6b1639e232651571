"""The couple's calendar: what comes by itself, promises and dates, for the next weeks, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.cadence import matches, next_date
from bot.cards import Card, card
from bot.clock import WEEK
from bot.content import Lines, Phrase, When, line
from bot.feature import CalendarEntry, Context, Needs
from bot.model import File
from handlers.rhythms import base, hours, ics, planning
from handlers.rhythms.base import feature
from handlers.rhythms.planning import LONGEST_MOVE, ONE_DAY, Slot
from handlers.rhythms.store import Rhythm

SHOWN_WEEKS: Final = 4
SHOWN_AT_MOST: Final = 20
FILE_DAYS: Final = 182
"""How far ahead the file knows of days that are left out or moved."""


@feature.on_calendar
async def entries(ctx: Context) -> Sequence[CalendarEntry]:
    """What comes by itself in the next weeks."""
    seen = await base.scope(ctx)
    return [
        CalendarEntry(slot.at, base.title(ctx, slot.rhythm), f"rhythm:{slot.rhythm.id}:{slot.on}", ics.MINUTES)
        for slot in seen.plan(ctx.now, SHOWN_WEEKS * 7)
    ]


@feature.command("calendar", Needs.PERSON, theme="together")
async def calendar(ctx: Context) -> Card | None:
    """`/calendar` shows the next weeks, and brings them as a file."""
    return await calendar_card(ctx)


@feature.action("calendar")
async def calendar_card(ctx: Context) -> Card:
    """The next weeks, and the file."""
    _ = ctx.me
    others = await _others(ctx)
    coming = sorted([*await entries(ctx), *others], key=lambda one: (one.at, one.key))
    here = [one for one in coming if ctx.now < one.at <= ctx.now + SHOWN_WEEKS * WEEK]
    if not coming:
        return card(line("calendar-none"), slot="calendar", anew=True)
    said: list[Phrase] = [line("calendar-entry", at=When(one.at), title=one.title) for one in here[:SHOWN_AT_MOST]]
    lines = [line("calendar-next", weeks=SHOWN_WEEKS), Lines(said)] if said else [line("calendar-later")]
    if len(here) > SHOWN_AT_MOST:
        lines.append(line("calendar-more", count=len(here) - SHOWN_AT_MOST))
    return Card([*lines, line("calendar-file")], file=await _file(ctx, others), anew=True)


async def _others(ctx: Context) -> list[CalendarEntry]:
    """What other features have on the calendar."""
    found: list[CalendarEntry] = []
    for one in ctx.house.features:
        if one.calendar is not None and one.name != feature.name:
            found += await one.calendar(ctx)
    return found


async def _file(ctx: Context, others: Sequence[CalendarEntry]) -> File:
    seen = await base.scope(ctx)
    rests = [rest for one in seen.all if (rest := planning.resting_until(one, seen.rest_of(one))) is not None]
    longest = max((rest - base.today(ctx) for rest in rests), default=timedelta())
    days = max(FILE_DAYS, longest.days + 2) + LONGEST_MOVE.days
    slots = seen.plan(ctx.now, days)
    series = [_series(ctx, one, slots, days) for one in seen.all if one.running]
    moments = [ics.Moment(one.key, _summary(ctx, one.title), one.at, one.minutes) for one in others]
    return File("troth.ics", "text/calendar", ics.calendar_file(ctx.now, ctx.me.zone, series, moments))


def _series(ctx: Context, one: Rhythm, slots: Sequence[Slot], days: int) -> ics.Series:
    today = hours.day_of(one, ctx.now)
    on = {slot.own_day: slot.on for slot in slots if slot.rhythm.id == one.id}
    first = next_date(one.cadence, max(one.last_date, today - ONE_DAY))
    # What waits for a day with room, or has come to the other only, is of a date before.
    earlier = [day for day in (one.held_from, one.last_date) if day in on and matches(one.cadence, day)]
    first = min([first, *earlier])
    # Before the plan's end everything that is over has moved to its place.
    until = today + timedelta(days=days) - LONGEST_MOVE - ONE_DAY
    what = ctx.read(base.title(ctx, one))
    zone = ctx.me.zone if one.apart else one.zone
    return ics.Series(f"rhythm-{one.id}", what, one.cadence, one.hour, one.minute, zone, first, until, on)


def _summary(ctx: Context, title: Phrase) -> str:
    """A title for the file; one with words that somebody wrote stands there without them."""
    spans = ctx.desk.content.spans(title, ctx.reader())
    if any(span.style == "words" for span in spans):
        return ctx.read(line("calendar-discreet"))
    return "".join(span.text for span in spans)
