"""Repair: before a journey begins, each alone; asking and being asked; two journeys in turn; and stopping.

Whoever asks hears the same whatever the other does: that they were asked, and after a week one line, unless it has
begun. One who said that they are not safe is reached by no invitation until they go through the questions again of
their own accord and answer otherwise; to the other that is a silence like any other (SAFETY 3, 6, 19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from bot import guides
from bot.cards import Card
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.guides.runs import open_run
from handlers.repair import base, rules, second, store

if TYPE_CHECKING:
    from bot.couples import Couple
    from handlers.repair.store import Repair, Side

feature = Feature("repair")
for _name, _handler in second.ACTIONS.items():
    feature.action(_name)(_handler)


@feature.command("repair", Needs.COUPLE, theme="together", discreet=True)
async def repair(ctx: Context) -> Card | None:
    """Begin from my side; or show how things stand: the journey, what I asked for, the second journey."""
    both = ctx.couple
    if run_id := await open_run(ctx, rules.JOURNEY, both):
        await guides.begin(ctx, rules.JOURNEY, both)
        return rules.under_way(run_id)
    one = await store.current(ctx.tx, both.id)
    if one is not None and one.state == "offered":
        return await second.offered(ctx, both, one)
    if one is not None and one.asker_id == both.me.id:
        return rules.asked(one, both.partner.name)
    if one is None and (mine := await store.taken_back(ctx.tx, both.id, both.me.id, ctx.now)):
        return rules.withdrawn(mine)
    return await _walk(ctx, both, "" if one is None else one.id)


async def _walk(ctx: Context, both: Couple, repair_id: str) -> Card | None:
    """The questions before it, for me alone."""
    args = {"couple": both.id, "id": repair_id}
    return await guides.begin(ctx, rules.BEFORE, both.me, then=("repair.said", args))


# -- being asked -----------------------------------------------------------------------------------------------


async def _invited(ctx: Context) -> tuple[Repair, Couple]:
    """The asking that this is about, if I am the one who is asked and it is still open."""
    both = ctx.couple
    one = await store.current(ctx.tx, both.id)
    if one is None or one.id != ctx.args["id"] or one.state != "asked" or one.asker_id == both.me.id:
        raise Refused("repair-gone")
    return one, both


@feature.action("open")
async def open_(ctx: Context) -> Card | None:
    """What it is, and who asks."""
    one, both = await _invited(ctx)
    return rules.opened(one, both.partner.name)


@feature.action("walk")
async def walk(ctx: Context) -> Card | None:
    """Go through the questions before it."""
    one, both = await _invited(ctx)
    ctx.message_id = None
    return await _walk(ctx, both, one.id)


@feature.action("aside")
async def aside(ctx: Context) -> Card | None:
    """Not now: nobody is told."""
    one, both = await _invited(ctx)
    await _put_aside(ctx, both, one)
    return rules.aside(one)


async def _put_aside(ctx: Context, both: Couple, one: Repair | None) -> None:
    """An invitation is not shown to me again. That I am not safe is taken back by a yes to it all, and nothing less."""
    mine = (await store.sides(ctx.tx, both.id)).get(both.me.id)
    if mine is None and one is not None and one.state == "asked" and one.asker_id != both.me.id:
        await store.keep_side(ctx.tx, both.id, both.me.id, "aside")


# -- what somebody said of themselves --------------------------------------------------------------------------


@feature.action("said")
async def said(ctx: Context) -> Card | None:
    """The questions before it have come to an end."""
    both, outcome = ctx.partnership, ctx.args["outcome"]
    if both is None or both.id != ctx.args["couple"]:
        return None
    one = await store.current(ctx.tx, both.id)
    if outcome == "held":
        await base.hold(ctx, both, one)
    elif outcome == "not-now":
        await _put_aside(ctx, both, one)
    elif outcome in rules.SIDES:
        await _ready(ctx, both, one, cast("Side", outcome))
    return None


async def _ready(ctx: Context, both: Couple, one: Repair | None, side: Side) -> None:
    """I am ready: it begins if the other asked, else I ask."""
    if await open_run(ctx, rules.JOURNEY, both):
        await guides.begin(ctx, rules.JOURNEY, both)
    elif one is not None and one.state == "asked" and one.asker_id != both.me.id:
        await _both_ready(ctx, both, one, side)
    elif one is not None or ctx.args["id"]:
        if store.is_held((await store.sides(ctx.tx, both.id)).get(both.me.id)):
            await store.drop_side(ctx.tx, both.id, both.me.id)
        await ctx.tell(both.me, rules.gone(await store.repair(ctx.tx, ctx.args["id"])))
    else:
        await _ask(ctx, both, side)


async def _ask(ctx: Context, both: Couple, side: Side) -> None:
    """Ask the other. Where no invitation may reach them, all that I see is the same."""
    one = await store.ask(ctx.tx, new_id=ctx.new_id(), couple_id=both.id, asker_id=both.me.id, now=ctx.now)
    await store.keep_side(ctx.tx, both.id, both.me.id, side)
    await base.close_later(ctx, both, one)
    if not store.is_held((await store.sides(ctx.tx, both.id)).get(both.partner.id)):
        await ctx.tell(both.partner, rules.invitation(one), deadline=one.closes_at)
    await ctx.tell(both.me, rules.asked(one, both.partner.name))


async def _both_ready(ctx: Context, both: Couple, one: Repair, side: Side) -> None:
    """What each said leads to who has which part; it is forgotten as the journey begins."""
    theirs = (await store.sides(ctx.tx, both.id)).get(both.partner.id)
    assert theirs in rules.SIDES, "whoever asks has said which side they are on"
    hurt, more = rules.parts((both.partner.id, theirs), (both.me.id, side))
    await store.drop_side(ctx.tx, both.id, both.me.id)
    await store.drop_sides(ctx.tx, both.id)
    if more:
        for person in both.both:
            await store.keep_side(ctx.tx, both.id, person.id, "then-caused" if person.id == hurt else "then-hurt")
        await ctx.tell_both(both, rules.two(next(each.name for each in both.both if each.id == hurt)))
    await base.begin(ctx, both, one, hurt)


# -- what the asker may do -------------------------------------------------------------------------------------


@feature.action("withdraw")
async def withdraw(ctx: Context) -> Card | None:
    """Take back what I asked for. It can be asked anew when its week is over, so that nobody is asked every day."""
    both = ctx.couple
    one = await store.current(ctx.tx, both.id)
    if one is None or one.id != ctx.args["id"] or one.state != "asked" or one.asker_id != both.me.id:
        raise Refused("repair-gone")
    await base.take_back(ctx, both, one)
    return rules.withdrawn(one)


@feature.action("help")
async def help_(ctx: Context) -> Card | None:
    """Help by country, below the card that led to it: what that card offers stays at hand."""
    shown = await ctx.house.actions["support.lines"](ctx)
    return None if shown is None else replace(shown, anew=True)


# -- what time brings ------------------------------------------------------------------------------------------


@feature.timer("close")
async def close(ctx: Context) -> Card | None:
    """The week is over: who has said yes reads one line, whatever the reason was."""
    one, both = await store.repair(ctx.tx, ctx.args["subject"]), ctx.partnership
    if one is None or both is None or one.state not in ("asked", "offered"):
        return None
    sides = await store.sides(ctx.tx, both.id)
    await store.turn(ctx.tx, one, "over")
    await store.drop_sides(ctx.tx, both.id)
    for person in both.both:
        if person.id == one.asker_id if one.state == "asked" else sides.get(person.id, "").startswith("yes-"):
            await ctx.tell(person, rules.silence(one))
    return None


@feature.open_today
async def today(ctx: Context) -> Sequence[Card]:
    """An invitation to me, or the second journey, as long as I have said nothing to it."""
    both = ctx.partnership
    one = None if both is None else await store.current(ctx.tx, both.id)
    if both is None or one is None:
        return []
    side = (await store.sides(ctx.tx, both.id)).get(both.me.id)
    if one.state == "offered":
        walking = await open_run(ctx, rules.SAFETY, both.me)
        return [rules.offer(one)] if side in ("then-hurt", "then-caused") and not walking else []
    walking = await open_run(ctx, rules.BEFORE, both.me)
    return [rules.invitation(one)] if one.asker_id != both.me.id and side is None and not walking else []
