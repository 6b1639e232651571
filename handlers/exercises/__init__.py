"""Exercises: the commands that begin a practice, and all there is, by theme."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from bot import guides
from bot.cards import Card, card
from bot.content import line
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.feature import Context, Feature, Handler, Needs
from handlers.exercises import cards, rules
from handlers.exercises.rules import Practice, Tab

feature = Feature("exercises")

AT_ONCE: Final = 10
"""Cards of what is under way that come at once."""


async def _begin(ctx: Context, name: str, *, alone: bool = False, first: str = "") -> Card | None:
    """Begin a guide for the couple, or for this person alone where it is for one, or they are one, or wish so."""
    library = ctx.house.part(guides.Library)
    if name not in library.names:
        raise Refused("practice-missing")
    people = library[name].structure.people
    solo = people == "one" or (people == "either" and (alone or ctx.partnership is None))
    owner: Couple | Person = ctx.me if solo else ctx.couple
    return await guides.begin(ctx, name, owner, first=first)


def _command(practice: Practice) -> Handler:
    async def begin(ctx: Context) -> Card | None:
        return await _begin(ctx, practice.guide, first=ctx.text if practice.takes else "")

    return begin


for _one in rules.PRACTICES:
    feature.command(_one.command, _one.needs, theme=_one.theme, discreet=_one.theme == "yourself")(_command(_one))


@feature.action("begin")
async def begin(ctx: Context) -> Card | None:
    """One of the list was pressed."""
    _ = ctx.me
    return await _begin(ctx, ctx.args["guide"], alone="alone" in ctx.args)


# -- all there is ----------------------------------------------------------------------------------------------


@feature.command("practices", Needs.PERSON, theme="exercises")
async def practices(ctx: Context) -> Card | None:
    """All there is, by theme, a few on a page."""
    return _list(ctx, "checkins", 0)


@feature.action("list")
async def list_(ctx: Context) -> Card | None:
    """Another theme, or another page of it."""
    _ = ctx.me
    return _list(ctx, cast("Tab", ctx.args["tab"]), int(ctx.args["page"]))


def _list(ctx: Context, which: Tab, page: int) -> Card:
    library = ctx.house.part(guides.Library)
    everything = [library[name] for name in library.names]
    paired = ctx.partnership is not None
    found = {tab: rules.offered(everything, tab, paired=paired) for tab in rules.TABS}
    tabs = [tab for tab in rules.TABS if found[tab]]
    if which not in tabs:
        which = tabs[0]
    commands = {guide: _typed(ctx, guide, name) for guide, name in rules.COMMANDS.items()}
    return cards.listed(found[which], commands, which, tabs, page, paired=paired)


def _typed(ctx: Context, guide: str, command: str) -> str:
    """The command as this person types it, with the word that names the guide where it begins several."""
    name = ctx.read(line(f"command-{command}"))
    return f"{name} {ctx.read(line(rules.AFTER[guide])).split(',')[0]}" if guide in rules.AFTER else name


@feature.action("under-way")
async def under_way(ctx: Context) -> Card | None:
    """What this person is in the middle of, a card each."""
    found = await guides.under_way(ctx, ctx.me)
    if not found:
        return replace(card(line("practices-nothing")), anew=True)
    await ctx.reply(card(line("practices-some", count=len(found)), anew=True))
    for one in found[:AT_ONCE]:
        await ctx.reply(replace(one, anew=True))
    return None


# -- for guides ------------------------------------------------------------------------------------------------


@feature.agreement("reflect")
async def reflect(ctx: Context, person: Person, text: str) -> Card | None:  # noqa: ARG001  # as every agreement
    """Begin the private reflection on forgiving, for the one who chose it (SAFETY 22)."""
    return await guides.begin(ctx, "forgiving", person, then=("exercises.reflected", {}))


@feature.action("reflected")
async def reflected(ctx: Context) -> Card | None:
    """A "not now" there is final."""
    if ctx.args["outcome"] == "not-now":
        await guides.put_aside(ctx, ctx.me, "reflect")
    return None
