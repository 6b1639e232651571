"""What time brings: a rhythm falls due, and what becomes of the check-ins that it brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot import guides
from bot.cadence import still_welcome
from bot.cards import Card, Tap, card
from bot.clock import MINUTE
from bot.content import line
from bot.couples import Couple, Person
from bot.feature import Context
from bot.guides import Library
from bot.guides.runs import open_run
from handlers.rhythms import base, hours, listing, planning, rules, store
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
    fell = _fell_due(found, int(ctx.args["due_at"]), ctx.now)
    if fell is None or _left_out(found, fell.own_day, rest):
        await base.keep(ctx, _past(found, None if fell is None else fell.own_day), rest)
        return None
    today = hours.day_of(found, ctx.now)
    day = await _day_with_room(ctx, seen, found, fell.own_day, today)
    after = _past(found, fell.own_day)
    if day is not None and day > today:
        await _hold(ctx, replace(after, held_from=fell.own_day), day)
        return None
    if day is None or not _welcome(ctx, seen, found, fell):
        await base.keep(ctx, after, rest)
        return None
    came = replace(after, came_on=fell.on if found.apart else today)
    await base.keep(ctx, came, rest)
    await _bring(ctx, came)
    return None


@dataclass(frozen=True, slots=True)
class _Fell:
    """One of a rhythm's dates that falls due: the date on which it comes, and the instant at which it was to come."""

    own_day: date
    on: date
    at: int


def _fell_due(one: Rhythm, due_at: int, now: int) -> _Fell | None:
    """Which of its dates falls due; None if none does."""
    newest = hours.missed(one, now)
    if newest is not None:
        day, at = newest  # it makes way for nothing older that was held
        # Where one of the two has moved to a zone further on, its hour there may be long past, and it isn't late.
        return _Fell(day, day, max(at, due_at) if one.apart else at)
    return None if one.held_from is None else _Fell(one.held_from, hours.day_of(one, due_at), due_at)


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
    await base.set_timer(ctx, held, hours.at(held, day), f"{base.day_key(held, day)}:held")


def _welcome(ctx: Context, seen: Scope, one: Rhythm, fell: _Fell) -> bool:
    """Whether it may still come: not much too late, nor late in the quiet hours of anybody whose hour has passed."""
    people = seen.couple.both if seen.couple is not None and one.couple_id is not None else (seen.me,)
    at, here = fell.at, [who for who in people if who and hours.at_for(one, fell.on, who.zone) <= ctx.now]
    fresh = still_welcome(at, ctx.now, 0, 0, one.zone)
    awake = all(still_welcome(at, ctx.now, who.quiet_from, who.quiet_to, who.zone) for who in here)
    return fresh and (awake or at >= ctx.now - LATE)


async def _bring(ctx: Context, one: Rhythm) -> None:
    if one.cadence.unit in ("daily", "weekdays") and await open_run(ctx, one.guide, _owner(ctx, one)) is not None:
        # Yesterday's closes a day after it came, and so at this very moment or a little later.
        await base.set_timer(ctx, one, ctx.now + MINUTE, f"{ctx.now}:bring", "bring")
        return
    await _begin(ctx, one)


async def _begin(ctx: Context, one: Rhythm) -> None:
    """Begin what has come; whoever has it at a later hour of their own gets it then."""
    then = ("rhythms.over", {"rhythm": one.id})
    await guides.begin(ctx, one.guide, _owner(ctx, one), then=then, later=_later(ctx, one))


def _later(ctx: Context, one: Rhythm) -> dict[str, int]:
    """Who of the two has it later than this, by their id, and when."""
    both = ctx.partnership
    if both is None or not one.apart or one.came_on is None:
        return {}
    found = {person.id: hours.at_for(one, one.came_on, person.zone) for person in both.both}
    return {person_id: at for person_id, at in found.items() if at > ctx.now}


@feature.timer("bring")
async def bring(ctx: Context) -> Card | None:
    """Bring what waited for yesterday's to close; if that is open still, it is the one to go on with.

    Where each has it at their own hour, yesterday's is open until the later of the two: then it comes to both, unless
    that is too late.
    """
    found = await base.one_of(ctx, ctx.args["subject"])
    if found is None or not found.running or found.guide not in ctx.house.part(Library).names:
        return None
    if found.apart and found.came_on is not None:
        fell = _Fell(found.came_on, found.came_on, hours.at(found, found.came_on))
        if not _welcome(ctx, await base.scope(ctx), found, fell):
            return None
    before = await open_run(ctx, found.guide, _owner(ctx, found))
    await _begin(ctx, found)
    stands = before is not None and await open_run(ctx, found.guide, _owner(ctx, found)) == before
    if stands and (later := _later(ctx, found)):
        await base.set_timer(ctx, found, max(later.values()) + MINUTE, f"{ctx.now}:bring", "bring")
    return None


def _owner(ctx: Context, one: Rhythm) -> Couple | Person:
    owner = ctx.partnership if one.couple_id is not None else ctx.actor
    assert owner is not None, "a rhythm's timer is its owner's"
    return owner


# -- what becomes of it ----------------------------------------------------------------------------------------


@feature.action("over")
async def over(ctx: Context) -> Card | None:
    """Count closings without a reveal; after two in a row both get one and the same card. No rest is counted."""
    found = await base.one_of(ctx, ctx.args["rhythm"])
    both = ctx.partnership
    if found is None or both is None or found.couple_id != both.id:
        return None
    wishes = await store.wishes(ctx.tx, both.id)
    rest = planning.resting_until(found, wishes.get(both.id, store.NO_WISH).rest_until)
    if rest is not None and rest >= hours.day_of(found, ctx.now):
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
    slower = rules.less_often(found.cadence).anchored(hours.day_of(found, ctx.now))
    kept = replace(found, cadence=slower, skip_date=None, held_from=None)
    first = await base.keep(ctx, kept, seen.rest_of(kept))
    return card(listing.set_words(ctx, kept, first, ctx.me))


@feature.action("keep")
async def keep(_ctx: Context) -> Card | None:
    """Leave it as it is."""
    return card(line("rhythm-kept"))
