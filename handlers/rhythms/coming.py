"""What time brings: a rhythm falls due, and what becomes of the check-ins that it brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot import guides
from bot.cadence import instant_of, latest_missed, local, still_welcome
from bot.cards import Card, Tap, card
from bot.clock import MINUTE
from bot.content import When, line
from bot.couples import Couple, Person
from bot.feature import Context
from bot.guides import Library
from bot.guides.runs import open_run
from handlers.rhythms import base, planning, rules, store
from handlers.rhythms.base import Scope, feature
from handlers.rhythms.planning import LONGEST_MOVE
from handlers.rhythms.store import Rhythm

LATE: Final = 10 * MINUTE
"""Past this a prompt comes after an outage, and then outside quiet hours only."""


@feature.timer("due")
async def due(ctx: Context) -> Card | None:
    """Bring the newest prompt that fell due, if there is room today and it is still welcome; then set the next."""
    seen = await base.scope(ctx)
    found = next((one for one in seen.all if one.id == ctx.args["subject"]), None)
    if found is None or not found.running or found.guide not in ctx.house.part(Library).names:
        return None
    rest = seen.rest_of(found)
    own_day, at = _fell_due(found, int(ctx.args["due_at"]), ctx.now)
    if own_day is None or _left_out(found, own_day, rest):
        await base.keep(ctx, _past(found, own_day), rest)
        return None
    today = local(ctx.now, found.zone).date()
    day = await _day_with_room(ctx, seen, found, own_day, today)
    after = _past(found, own_day)
    if day is not None and day > today:
        await _hold(ctx, replace(after, held_from=own_day), day)
        return None
    if day is None or not _welcome(ctx, seen, found, at):
        await base.keep(ctx, after, rest)
        return None
    await base.keep(ctx, replace(after, came_on=today), rest)
    await _bring(ctx, found)
    return None


def _fell_due(one: Rhythm, due_at: int, now: int) -> tuple[date | None, int]:
    """Which of its dates falls due, and the instant at which it did; None if none does."""
    newest = latest_missed(one.cadence, one.hour, one.minute, one.zone, one.last_date, now)
    if newest is not None:
        return newest  # it makes way for nothing older that was held
    return one.held_from, due_at


def _left_out(one: Rhythm, day: date, all_rest: date | None) -> bool:
    rest = planning.resting_until(one, all_rest)
    return day == one.skip_date or (rest is not None and day <= rest)


def _past(one: Rhythm, day: date | None) -> Rhythm:
    """The same once this date of it is over."""
    last = one.last_date if day is None else max(one.last_date, day)
    skip = None if one.skip_date is None or one.skip_date <= last else one.skip_date
    return replace(one, last_date=last, held_from=None, skip_date=skip)


async def _day_with_room(ctx: Context, seen: Scope, one: Rhythm, own_day: date, today: date) -> date | None:
    """The date on which it comes, today or later; None if it is left out."""
    known = seen.shared if one.couple_id is not None else seen.all
    if len(known) == 1:
        return today
    waiting = one if own_day == today and one.held_from is None else replace(one, held_from=own_day, last_date=own_day)
    others = tuple(waiting if each.id == one.id else each for each in known)
    split = len(seen.shared)
    seen = replace(seen, shared=others) if one.couple_id else replace(seen, own=others[split:])
    days = LONGEST_MOVE.days + 1
    slots = seen.plan_shared(ctx.now, days, one.id) if one.couple_id else seen.plan_own(ctx.now, days, one.id)
    return next((slot.on for slot in slots if slot.rhythm.id == one.id and slot.own_day == own_day), None)


async def _hold(ctx: Context, held: Rhythm, day: date) -> None:
    """Have it fall due anew on a day with room."""
    await store.put(ctx.tx, held)
    at = instant_of(day, held.hour, held.minute, held.zone)
    await base.set_timer(ctx, held, at, f"{day.isoformat()}:{held.hour:02}{held.minute:02}:held")


def _welcome(ctx: Context, seen: Scope, one: Rhythm, at: int) -> bool:
    people = seen.couple.both if seen.couple is not None and one.couple_id is not None else (seen.me,)
    fresh = still_welcome(at, ctx.now, 0, 0, one.zone)
    awake = all(still_welcome(at, ctx.now, who.quiet_from, who.quiet_to, who.zone) for who in people if who)
    return fresh and (awake or at >= ctx.now - LATE)


async def _bring(ctx: Context, one: Rhythm) -> None:
    owner = _owner(ctx, one)
    if one.cadence.unit in ("daily", "weekdays") and await open_run(ctx, one.guide, owner) is not None:
        # Yesterday's closes a day after it came, and so at this very moment or a little later.
        await base.set_timer(ctx, one, ctx.now + MINUTE, f"{ctx.now}:bring", "bring")
        return
    await guides.begin(ctx, one.guide, owner, then=("rhythms.over", {"rhythm": one.id}))


@feature.timer("bring")
async def bring(ctx: Context) -> Card | None:
    """Bring what waited for yesterday's to close; if that is open still, it is the one to go on with."""
    found = await store.one(ctx.tx, ctx.args["subject"])
    if found is not None and found.running and found.guide in ctx.house.part(Library).names:
        await guides.begin(ctx, found.guide, _owner(ctx, found), then=("rhythms.over", {"rhythm": found.id}))
    return None


def _owner(ctx: Context, one: Rhythm) -> Couple | Person:
    owner = ctx.partnership if one.couple_id is not None else ctx.actor
    assert owner is not None, "a rhythm's timer is its owner's"
    return owner


# -- what becomes of it ----------------------------------------------------------------------------------------


@feature.action("over")
async def over(ctx: Context) -> Card | None:
    """Count closings without a reveal; after two in a row both get one and the same card. No rest is counted."""
    found = await store.one(ctx.tx, ctx.args["rhythm"])
    both = ctx.partnership
    if found is None or both is None or found.couple_id != both.id:
        return None
    wishes = await store.wishes(ctx.tx, both.id)
    rest = planning.resting_until(found, wishes.get(both.id, store.NO_WISH).rest_until)
    if rest is not None and rest >= local(ctx.now, found.zone).date():
        return None
    if ctx.args["outcome"] == "stopped":
        return None
    unshared = found.unshared + 1 if ctx.args["outcome"] == "closed" else 0
    ask = unshared >= rules.AFTER_UNSHARED
    await store.put(ctx.tx, replace(found, unshared=0 if ask else unshared))
    if ask:
        where = {"rhythm": found.id}
        rows = [
            [Tap(line("rhythm-less"), "rhythms.less", where), Tap(line("rhythm-stop"), "rhythms.switch", where)],
            [Tap(line("rhythm-keep"), "rhythms.keep", where, "quiet")],
        ]
        for person in both.both:
            await ctx.tell(person, card(line("rhythm-unshared"), rows=rows, anew=True))
    return None


@feature.action("less")
async def less(ctx: Context) -> Card | None:
    """Let it come less often."""
    found = await base.mine(ctx)
    seen = await base.scope(ctx)
    slower = rules.less_often(found.cadence).anchored(local(ctx.now, found.zone).date())
    kept = replace(found, cadence=slower, skip_date=None, held_from=None)
    due_at = await base.keep(ctx, kept, seen.rest_of(kept))
    return card(
        line("rhythm-set", guide=base.title(ctx, kept), when=base.worded(ctx, kept), first=When(due_at)),
    )


@feature.action("keep")
async def keep(_ctx: Context) -> Card | None:
    """Leave it as it is."""
    return card(line("rhythm-kept"))
