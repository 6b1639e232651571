"""What each person wishes of all that comes by itself: hours of quiet, and how many a day."""

from __future__ import annotations

from bot.cards import Card, Tap, card
from bot.content import line
from bot.feature import Context, Needs
from handlers.rhythms import catalogue, planning, rules, store
from handlers.rhythms.base import feature


async def _quiet_hours(ctx: Context) -> list[str]:
    return await catalogue.suggested(ctx, "quiet-suggestions")


@feature.command("quiet", Needs.PERSON, complete=_quiet_hours)
async def quiet(ctx: Context) -> Card | None:
    """`/quiet 22:00-7:30` sets the hours in which nothing comes unasked; `/quiet off` takes them back."""
    me = ctx.me
    if not ctx.text:
        if me.quiet_from == me.quiet_to:
            return card(line("quiet-none"))
        return card(line("quiet-are", **_hours(me.quiet_from, me.quiet_to)))
    start, end = rules.quiet_hours(ctx.text)
    await store.set_quiet(ctx.tx, me.id, start, end)
    return card(line("quiet-none") if start == end else line("quiet-are", **_hours(start, end)))


def _hours(start: int, end: int) -> dict[str, str]:
    return {"start": f"{start // 60:02}:{start % 60:02}", "end": f"{end // 60:02}:{end % 60:02}"}


@feature.command("most", Needs.PERSON)
async def most(ctx: Context) -> Card | None:
    """`/most 2`: at most two prompts a day come by themselves; `/most` shows how many do."""
    if not ctx.text:
        return await most_card(ctx)
    return await _set_most(ctx, rules.most(ctx.text))


@feature.action("most")
async def most_card(ctx: Context) -> Card:
    """How many a day, and others to choose from."""
    _ = ctx.me
    both = ctx.partnership
    wishes = await store.wishes(ctx.tx, ctx.me.id, *([] if both is None else [both.id]))
    said = line("most-is", most=planning.most_of(wishes, None if both is None else both.id, ctx.me.id))
    row = [
        Tap(line("most-choice", most=number), "rhythms.most-set", {"most": str(number)}, again=True)
        for number in range(1, rules.MOST + 1)
    ]
    return card(said, line("most-rule"), rows=[row], slot="most")


@feature.action("most-set")
async def most_set(ctx: Context) -> Card | None:
    """So many a day, by a button."""
    return await _set_most(ctx, int(ctx.args["most"]))


async def _set_most(ctx: Context, number: int) -> Card:
    await store.wish_most(ctx.tx, number, person_id=ctx.me.id)
    return await most_card(ctx)
