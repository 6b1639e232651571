"""Support: what can I do here (/help), and what is open for me (/today)."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, card
from bot.content import Lines, Name, line
from bot.feature import Context, Feature, Needs

feature = Feature("support")


@feature.command("help", Needs.NOBODY)
async def help_(ctx: Context) -> Card | None:
    """The commands that work for this person, now."""
    reach = Needs.NOBODY if ctx.actor is None else Needs.PERSON if ctx.partnership is None else Needs.COUPLE
    entries = [
        line("help-entry", name=Name(ctx.read(line(f"command-{spec.name}"))), about=line(f"command-{spec.name}.about"))
        for spec in ctx.house.commands.values()
        if spec.needs <= reach
    ]
    more = {Needs.NOBODY: "help-start", Needs.PERSON: "help-pair", Needs.COUPLE: "help-both"}[reach]
    return card(line("help-intro"), Lines(entries), line(more))


@feature.command("today", Needs.PERSON)
async def today(ctx: Context) -> Card | None:
    """Everything that waits for this person, each with its own card."""
    cards = [one for feature in ctx.house.features if feature.today for one in await feature.today(ctx)]
    if not cards:
        return card(line("today-nothing"))
    await ctx.reply(card(line("today-some", count=len(cards))))
    for one in cards:
        await ctx.reply(replace(one, anew=True))
    return None


@feature.command("cancel", Needs.NOBODY, "direct")
async def cancel(ctx: Context) -> Card | None:
    """End what is under way here: what a feature says, or the form that is being asked. Nothing of it is kept."""
    for feature in ctx.house.features:
        if feature.cancels is not None and (ended := await feature.cancels(ctx)) is not None:
            return ended
    return card(line("asking-cancelled" if await ctx.drop_form() else "asking-none"))
