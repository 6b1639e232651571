"""What comes when: the list, and a card for each rhythm."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.cards import Card, Tap, card
from bot.content import Lines, Phrase, When, line
from bot.couples import Person
from bot.errors import Refused
from bot.feature import Context
from handlers.rhythms import base, hours, planning, rules, sets, store
from handlers.rhythms.base import Scope, feature
from handlers.rhythms.store import Rhythm

ON_A_PAGE: Final = 6
"""Rhythms on one card: with two buttons a row they leave two rows of the five that Discord has."""


@feature.action("list")
async def overview(ctx: Context) -> Card:
    """What comes to both and to oneself; where nothing does, ways to begin."""
    _ = ctx.me
    seen = await base.scope(ctx)
    if not seen.all:
        return _beginning(ctx)
    page = int(ctx.args.get("page", "0")) if ctx.args else 0
    shown = seen.all[page * ON_A_PAGE :][:ON_A_PAGE] or seen.all[:ON_A_PAGE]
    rows = [[_open(ctx, one) for one in shown[at : at + 2]] for at in range(0, len(shown), 2)]
    return card(*_said(ctx, seen, shown), rows=[*rows, *_tools(seen, page)], slot="rhythms")


def _said(ctx: Context, seen: Scope, shown: tuple[Rhythm, ...]) -> list[Phrase]:
    said: list[Phrase] = []
    for key, part in (("rhythm-yours", seen.shared), ("rhythm-own", seen.own)):
        here = [_entry(ctx, one) for one in shown if one in part]
        said += [line(key), Lines(here)] if here else []
    holiday = seen.holiday(own=True)
    if holiday is not None and holiday >= base.today(ctx):
        said.append(line("holiday-until", day=When(planning.noon(holiday, ctx.me.zone), "day")))
    return said


def _entry(ctx: Context, one: Rhythm) -> Phrase:
    args = {"guide": base.title(ctx, one), "when": base.worded(ctx, one)}
    if not one.running:
        return line("rhythm-entry-off", **args)
    if one.rest_until is not None and one.rest_until >= hours.day_of(one, ctx.now):
        return line("rhythm-entry-rests", **args, day=base.on_day(one, one.rest_until, ctx.me))
    if one.skip_date is not None and one.skip_date >= hours.day_of(one, ctx.now):
        return line("rhythm-entry-skips", **args, day=base.comes(one, one.skip_date, ctx.me, "day"))
    return line("rhythm-entry", **args)


def _open(ctx: Context, one: Rhythm) -> Tap:
    return Tap(base.title(ctx, one), "rhythms.show", {"rhythm": one.id}, again=True)


def _tools(seen: Scope, page: int) -> list[list[Tap]]:
    first = [
        Tap(line("rhythm-new"), "rhythms.change", {}, "main", again=True),
        Tap(line("calendar-open"), "rhythms.calendar", {}, again=True),
    ]
    if len(seen.all) > ON_A_PAGE:
        following = (page + 1) % -(-len(seen.all) // ON_A_PAGE)
        first.append(Tap(line("rhythm-more"), "rhythms.list", {"page": str(following)}, again=True))
    second = [
        Tap(line("holiday-open"), "rhythms.holiday", {}, again=True),
        Tap(line("most-open"), "rhythms.most", {}, again=True),
    ]
    return [first, second]


def _beginning(ctx: Context) -> Card:
    new = Tap(line("rhythm-new"), "rhythms.change", {}, "main", again=True)
    if ctx.partnership is None:
        return card(line("rhythm-none-own"), rows=[[new]], slot="rhythms")
    there = [name for name in rules.SETS if len(sets.pieces(ctx, name)) > 1]
    if not there:
        return card(line("rhythm-none"), rows=[[new]], slot="rhythms")
    rows = [[Tap(line(f"rhythm-set-{name}-take"), "rhythms.begin-set", {"set": name}) for name in there], [new]]
    return card(
        line("rhythm-none"),
        line("rhythm-sets"),
        *(sets.set_words(ctx, name) for name in there),
        rows=rows,
        slot="rhythms",
    )


@feature.action("show")
async def show(ctx: Context) -> Card | None:
    """One rhythm, and all that can be done with it."""
    return await one_card(ctx, await base.mine(ctx))


async def one_card(ctx: Context, one: Rhythm, *said: Phrase) -> Card:
    """The card of one rhythm, under what was just said about it."""
    seen = await base.scope(ctx)
    lines = [*said, _entry(ctx, one)]
    if one.running and (at := seen.next_of(one, ctx.now)) is not None:
        lines.append(line("rhythm-next", next=When(at)))
    own = str(int(one.couple_id is None))
    other = Tap(line("rhythm-other"), "rhythms.change", {"guide": one.guide, "own": own}, again=True)
    back = Tap(line("rhythm-back"), "rhythms.list", {}, "quiet", again=True)
    if not one.running:
        off = base.tap("rhythm-remove", "remove", one)
        return card(*lines, rows=[[base.tap("rhythm-resume", "switch", one), other], [off, back]])
    skipped = one.skip_date is not None and one.skip_date >= hours.day_of(one, ctx.now)
    skip = base.tap("rhythm-unskip" if skipped else "rhythm-skip", "unskip" if skipped else "skip", one)
    resting = one.rest_until is not None and one.rest_until >= hours.day_of(one, ctx.now)
    rest = base.tap("rhythm-rest-off" if resting else "rhythm-rest", "rest-off" if resting else "rest", one)
    return card(
        *lines,
        rows=[[other, skip], [rest, base.tap("rhythm-stop", "switch", one)], [*base.other_hours(ctx, one), back]],
    )


def set_words(ctx: Context, one: Rhythm, first: date, reader: Person) -> Phrase:
    """What comes when from here on, and when first, as this person reads it."""
    key = "rhythm-set-own" if one.couple_id is None else "rhythm-set"
    args = {"guide": base.title(ctx, one), "when": base.worded(ctx, one)}
    return line(key, **args, first=base.comes(one, first, reader))


@feature.action("switch")
async def switch(ctx: Context) -> Card | None:
    """Stop it for now, or let it come again. Either of the two may; no mark remains."""
    found = await base.mine(ctx)
    seen = await base.scope(ctx)
    kept = base.switched(found)
    first = await base.rearm(ctx, kept, seen.rest_of(kept))
    if kept.running:
        return card(set_words(ctx, kept, first, ctx.me))
    rows = [[base.tap("rhythm-resume", "switch", kept), base.tap("rhythm-remove", "remove", kept)]]
    said = [line("rhythm-stopped", guide=base.title(ctx, kept))]
    if (begun := hours.still_ahead(found, ctx.me.zone, ctx.now)) is not None:
        said.append(line("rhythm-begun-comes", at=base.comes(found, begun, ctx.me)))
    return card(*said, rows=rows)


@feature.action("remove")
async def remove(ctx: Context) -> Card | None:
    """Take a stopped rhythm off the list."""
    found = await base.mine(ctx)
    if found.running:
        raise Refused("button-stale")
    await ctx.drop_timers(found.id)
    await store.drop(ctx.tx, found.id)
    return card(line("rhythm-removed", guide=base.title(ctx, found)))
