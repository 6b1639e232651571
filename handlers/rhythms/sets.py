"""Starter sets: several rhythms that go well together, set by one tap."""

from __future__ import annotations

from bot.cards import Card, Tap, card
from bot.content import Lines, Own, Phrase, line
from bot.feature import Context
from bot.guides import Library
from handlers.rhythms import base, catalogue, planning, rules
from handlers.rhythms.base import feature


def pieces(ctx: Context, name: str) -> list[rules.Piece]:
    """What a set is made of here: of guides that the library has and that may come by themselves."""
    library = ctx.house.part(Library)
    there = {one for one in library.names if catalogue.may_come(library[one])}
    return [one for one in rules.SETS[name] if one.guide in there]


def set_words(ctx: Context, name: str) -> Phrase:
    """A set in words: what comes when."""
    rows: list[Phrase] = [line(f"rhythm-set-{name}")]
    for one in pieces(ctx, name):
        when = rules.worded(one.cadence, one.hour, 0)
        rows.append(line("rhythm-entry", guide=base.title(ctx, one.guide), when=when))
    return Lines(rows)


@feature.action("begin-set")
async def begin_set(ctx: Context) -> Card | None:
    """Set all rhythms of a set; the other is told the same."""
    name, both = ctx.args["set"], ctx.couple
    for one in pieces(ctx, name):
        seen = await base.scope(ctx)
        kept = catalogue.made(ctx, one.guide, one.cadence, (one.hour, 0), seen.shared, own=False)
        kept = planning.giving_way(kept) if one.gives_way else kept
        await base.keep(ctx, kept, seen.rest_of(kept))
    look = [[Tap(line("rhythm-look"), "rhythms.list", {}, "main", again=True)]]
    words = set_words(ctx, name)
    told = card(line("rhythm-begun-by", name=Own(ctx.me.name)), words, line("rhythm-begun-free"), rows=look, anew=True)
    await ctx.tell(both.partner, told)
    return card(line("rhythm-begun"), words, line("rhythm-begun-free"), rows=look, slot="rhythms")
