"""Leaving out: once, until a date, or all of it for a holiday. No mark remains, and it comes back by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.cadence import local
from bot.cards import Card, Entry, Sheet, Tap, card
from bot.content import Phrase, When, line
from bot.couples import Person
from bot.dates import parse_due
from bot.errors import Refused
from bot.feature import Context, Needs
from handlers.rhythms import base, listing, planning, rules, store
from handlers.rhythms.base import HORIZON, feature
from handlers.rhythms.planning import ONE_DAY
from handlers.rhythms.store import Rhythm


def _on(day: date, zone: str) -> When:
    return When(planning.noon(day, zone), "day")


async def _changed(ctx: Context, one: Rhythm, key: str, day: Callable[[Person], When]) -> Phrase:
    title = base.title(ctx, one)
    return await base.changed(ctx, one, lambda reader: line(key, guide=title, day=day(reader)))


# -- once ------------------------------------------------------------------------------------------------------


@feature.action("skip")
async def skip(ctx: Context) -> Card | None:
    """Leave out the next one only."""
    found = await base.mine(ctx)
    seen = await base.scope(ctx)
    rest = seen.rest_of(found)
    slots = seen.plan_own(ctx.now, HORIZON) if found.couple_id is None else seen.plan_shared(ctx.now, HORIZON)
    slot = next((slot for slot in slots if slot.rhythm.id == found.id), None)
    if not found.running or slot is None:
        raise Refused("button-stale")
    waits = found.held_from == slot.own_day
    kept = replace(found, held_from=None) if waits else replace(found, skip_date=slot.own_day)
    await base.keep(ctx, kept, rest)
    said = await _changed(ctx, kept, "rhythm-skipped", lambda reader: base.comes(found, slot.on, reader, "day"))
    return await listing.one_card(ctx, kept, said)


@feature.action("unskip")
async def unskip(ctx: Context) -> Card | None:
    """It comes after all."""
    found = await base.mine(ctx)
    seen = await base.scope(ctx)
    kept = replace(found, skip_date=None)
    day = await base.keep(ctx, kept, seen.rest_of(kept))
    said = await _changed(ctx, kept, "rhythm-unskipped", lambda reader: base.comes(found, day, reader, "day"))
    return await listing.one_card(ctx, kept, said)


# -- one, until a date -----------------------------------------------------------------------------------------


@feature.action("rest")
async def rest(ctx: Context) -> Card | None:
    """Ask until when one is to rest."""
    found = await base.mine(ctx)
    asked = line("rhythm-rest-ask", guide=base.title(ctx, found))
    return Card([asked], sheet=_until_sheet("rest-set", rhythm=found.id))


def _until_sheet(action: str, **args: str) -> Sheet:
    entry = Entry("until", line("holiday-when"), hint=line("holiday-hint"), max_length=100)
    return Sheet([entry], line("save"), f"rhythms.{action}", args)


def _until(ctx: Context, text: str) -> date:
    """The last day of a rest, in the words of the one who types. Raises Refused in words about rests."""
    try:
        return local(parse_due(text, ctx.me.language, ctx.me.zone, ctx.now).at, ctx.me.zone).date()
    except Refused as no:
        past, far = no.key in ("due-in-past", "due-too-soon"), no.key == "due-too-far"
        key = "holiday-past" if past else "holiday-far" if far else "holiday-not-understood"
        raise Refused(key, field="until") from no


@feature.action("rest-set")
async def rest_set(ctx: Context) -> Card | None:
    """One rests until then."""
    found = await base.mine(ctx)
    until = _until(ctx, ctx.field("until"))
    kept = replace(found, rest_until=until)
    seen = await base.scope(ctx)
    await base.rearm(ctx, kept, seen.rest_of(kept))
    said = await _changed(ctx, kept, "rhythm-rests", lambda reader: base.on_day(kept, until, reader))
    return await _shown(ctx, kept.id, said)


@feature.action("rest-off")
async def rest_off(ctx: Context) -> Card | None:
    """Its rest is over."""
    found = await base.mine(ctx)
    seen = await base.scope(ctx)
    await base.rearm(ctx, replace(found, rest_until=None), seen.rest_of(found))
    ended = line("rhythm-rests-no-more", guide=base.title(ctx, found))
    said = await base.changed(ctx, found, lambda _: ended)
    return await _shown(ctx, found.id, said)


async def _shown(ctx: Context, rhythm_id: str, said: Phrase) -> Card:
    again = await base.one_of(ctx, rhythm_id)
    assert again is not None
    return await listing.one_card(ctx, again, said)


# -- all of them, for a holiday --------------------------------------------------------------------------------


@feature.command("holiday", Needs.PERSON)
async def holiday(ctx: Context) -> Card | None:
    """`/holiday until 3 january` lets everything rest that comes by itself; `/holiday off` ends that."""
    if not ctx.text:
        return await holiday_card(ctx)
    if rules.is_off(ctx.text):
        return await _holiday(ctx, None)
    return await _holiday(ctx, _until(ctx, ctx.text))


@feature.action("holiday")
async def holiday_card(ctx: Context) -> Card:
    """Until when all of it rests, and how to change that."""
    until = await _standing(ctx)
    new = Tap(line("holiday-choose"), "rhythms.holiday-ask", {}, "main", again=True)
    if until is None:
        return card(line("holiday-none"), rows=[[new]], slot="holiday")
    off = Tap(line("holiday-off"), "rhythms.holiday-off", {}, again=True)
    return card(line("holiday-until", day=_on(until, ctx.me.zone)), rows=[[off, new]], slot="holiday")


async def _standing(ctx: Context) -> date | None:
    found = (await base.scope(ctx)).holiday(own=True)
    return None if found is None or found < base.today(ctx) else found


@feature.action("holiday-ask")
async def holiday_ask(ctx: Context) -> Card | None:
    """Ask until when."""
    _ = ctx.me
    return Card([line("holiday-ask")], sheet=_until_sheet("holiday-set"))


@feature.action("holiday-set")
async def holiday_set(ctx: Context) -> Card | None:
    """All of it rests until then."""
    return await _holiday(ctx, _until(ctx, ctx.field("until")))


@feature.action("holiday-off")
async def holiday_off(ctx: Context) -> Card | None:
    """It all comes again."""
    return await _holiday(ctx, None)


async def _holiday(ctx: Context, until: date | None) -> Card:
    both, before = ctx.partnership, await _standing(ctx)
    await store.wish_rest(ctx.tx, until, person_id=ctx.me.id)
    seen = await base.scope(ctx)
    resting = list(seen.all)
    if both is not None:
        await store.wish_rest(ctx.tx, until, couple_id=both.id)
        if both.reaches(both.partner):
            resting += await store.of_person(ctx.tx, both.partner.id)  # nobody is told of these
    for one in resting:
        await base.rearm(ctx, one, until)
    if until is None and before is None:
        return await holiday_card(ctx)
    said = _holiday_words(until, ctx.me.zone)
    off = Tap(line("holiday-off"), "rhythms.holiday-off", {}, again=True)
    rows = [] if until is None else [[off]]
    if both is not None:
        await ctx.tell(both.partner, card(said, rows=rows, slot="holiday", anew=True))
    return card(said, rows=rows, slot="holiday")


def _holiday_words(until: date | None, zone: str) -> Phrase:
    if until is None:
        return line("holiday-over")
    return line("holiday-set", day=_on(until, zone), back=_on(until + ONE_DAY, zone))
