"""Support: helplines by country and pages to read (/support), what can I do (/help), what is open for me (/today).

Nothing of it is kept: that somebody asked for help stands in no row but the messages themselves (SAFETY 19, 23).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, get_args

from bot.cards import Card, Tap, card
from bot.content import Lines, Name, Reader, line
from bot.couples import Person
from bot.errors import Refused
from bot.feature import CommandSpec, Context, Feature, Needs, Theme
from bot.helplines import own_help
from bot.store import Tx
from handlers.support import countries, rules

feature = Feature("support")

AT_ONCE: Final = 10
"""Matters that /today shows together, each on a card of its own."""

FRONT: Final = {
    Needs.NOBODY: ("start", "pair", "support", "help"),
    Needs.PERSON: ("pair", "today", "boundary", "support", "help"),
    Needs.COUPLE: ("today", "checkin", "promise", "boundary", "support", "help"),
}
"""What the first page of /help lists; every other command is on the page of its theme."""


@feature.beginning
async def beginning(_tx: Tx) -> None:
    """Read the helplines once, before anybody needs them: a broken file is found here."""
    own_help()


# -- help by country -------------------------------------------------------------------------------------------


async def _places(ctx: Context) -> Sequence[str]:
    """Names of countries that could follow /support; they write nothing."""
    desk = _desk(ctx)
    names = sorted(desk.country(code) for code in desk.help.countries)
    typed = ctx.text.strip().casefold()
    return [name for name in names if typed in name.casefold()][:25]


@feature.command("support", Needs.NOBODY, complete=_places, theme="help", discreet=True)
async def support(ctx: Context) -> Card | None:
    """The lines of the person's own country, or of the one they name. No question comes before them."""
    return _named(ctx) if ctx.text.strip() else await lines(ctx)


@feature.action("lines")
async def lines(ctx: Context) -> Card | None:
    """The lines of the country that the person's time zone names."""
    return _guessed(_desk(ctx))


@feature.action("which")
async def which(ctx: Context) -> Card | None:
    """Choose another country."""
    return rules.which(_desk(ctx))


@feature.action("typed")
async def typed(ctx: Context) -> Card | None:
    """A country's name was typed."""
    return _named(ctx)


@feature.action("region")
async def region(ctx: Context) -> Card | None:
    """The countries of one part of the world."""
    return rules.region(_desk(ctx), ctx.args["region"])


@feature.action("country")
async def country(ctx: Context) -> Card | None:
    """The lines of one country."""
    return rules.country(_desk(ctx), ctx.args["code"])


@feature.action("page")
async def page(ctx: Context) -> Card | None:
    """A page to read: `counsellor-one`, `counsellor-two`, `afraid` or `no-tracking`."""
    if ctx.args.get("page") not in rules.PAGES:
        raise Refused("button-stale")
    return rules.page(ctx.args["page"], ctx.args.get("code", ""))


@feature.agreement("support")
async def offered(ctx: Context, person: Person, _words: str) -> Card:
    """The lines, where a guide offers them."""
    return _guessed(_desk(ctx, Reader(person.language, person.zone)))


def _desk(ctx: Context, reader: Reader | None = None) -> rules.Desk:
    today = datetime.fromtimestamp(ctx.now / 1000, UTC).date()
    return rules.Desk(own_help(), ctx.desk.content, reader or ctx.reader(), today)


def _guessed(desk: rules.Desk) -> Card:
    code = countries.of_zone(desk.reader.zone)
    return rules.country(desk, code, guessed=True) if code else rules.unguessed(desk)


def _named(ctx: Context) -> Card:
    desk, typed = _desk(ctx), ctx.text.strip()
    near = countries.found(typed, desk.content.languages, tuple(desk.help.countries))
    return rules.country(desk, near[0]) if len(near) == 1 else rules.unknown(desk, typed, near)


# -- what can I do ---------------------------------------------------------------------------------------------


@feature.command("help", Needs.NOBODY, theme="help")
async def help_(ctx: Context) -> Card | None:
    """The commands that matter most to this person now, and the way to all others that work for them."""
    reach, able = _reach(ctx), _able(ctx)
    more = {Needs.NOBODY: "help-start", Needs.PERSON: "help-pair", Needs.COUPLE: "help-both"}[reach]
    front = [able[name] for name in FRONT[reach] if name in able]
    themes = [one for one in get_args(Theme) if any(spec.theme == one for spec in able.values())]
    taps = [Tap(line(f"help-theme-{one}"), "support.theme", {"theme": one}, again=True) for one in themes]
    rows = [taps[at : at + 2] for at in range(0, len(taps), 2)]
    return card(line("help-intro"), _listed(ctx, front), line(more), line("help-more"), rows=rows)


@feature.action("theme")
async def theme(ctx: Context) -> Card | None:
    """The commands of one theme that work for this person."""
    name = ctx.args["theme"]
    if name not in get_args(Theme):
        raise Refused("button-stale")
    listed = [spec for spec in _able(ctx).values() if spec.theme == name]
    title = line("help-theme", theme=line(f"help-theme-{name}"))
    return card(title, _listed(ctx, listed), rows=[[Tap(line("back"), "support.help", again=True, style="quiet")]])


feature.action("help")(help_)


def _reach(ctx: Context) -> Needs:
    return Needs.NOBODY if ctx.actor is None else Needs.PERSON if ctx.partnership is None else Needs.COUPLE


def _able(ctx: Context) -> dict[str, CommandSpec]:
    return {name: spec for name, spec in ctx.house.commands.items() if spec.needs <= _reach(ctx)}


def _listed(ctx: Context, specs: Sequence[CommandSpec]) -> Lines:
    return Lines(
        [
            line(
                "help-entry", name=Name(ctx.read(line(f"command-{one.name}"))), about=line(f"command-{one.name}.about")
            )
            for one in specs
        ]
    )


# -- what is open ----------------------------------------------------------------------------------------------


@feature.command("today", Needs.PERSON, theme="together")
async def today(ctx: Context) -> Card | None:
    """Everything that waits for this person, each with its own card."""
    cards = [one for feature in ctx.house.features if feature.today for one in await feature.today(ctx)]
    if not cards:
        return card(line("today-nothing"))
    await ctx.reply(card(line("today-some", count=len(cards))))
    for one in cards[:AT_ONCE]:
        await ctx.reply(replace(one, anew=True))
    return card(line("today-more", count=len(cards) - AT_ONCE)) if len(cards) > AT_ONCE else None


@feature.command("cancel", Needs.NOBODY, "direct", theme="settings")
async def cancel(ctx: Context) -> Card | None:
    """End what is under way here: what a feature says, or the form that is being asked. Nothing of it is kept."""
    for feature in ctx.house.features:
        if feature.cancels is not None and (ended := await feature.cancels(ctx)) is not None:
            return ended
    return card(line("asking-cancelled" if await ctx.drop_form() else "asking-none"))
