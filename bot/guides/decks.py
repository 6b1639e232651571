"""Decks: a card is drawn for each run, and none again until all were drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.feature import Context
from bot.guides.script import Guide

Depths = Mapping[str, Sequence[str]]


def open_cards(depths: Depths, used: frozenset[str], depth: str = "") -> list[str]:
    """The cards that may be drawn now: of one depth, or of all that are open; none if every card was drawn.

    A depth opens once half of the one before it was drawn. Of a depth that is used up, the others' cards come.
    """
    if fresh := [one for one in depths.get(depth, ()) if one not in used]:
        return fresh
    found: list[str] = []
    for cards in depths.values():
        found += [one for one in cards if one not in used]
        if not depth and found and 2 * sum(one in used for one in cards) < len(cards):
            break
    return found


async def draw(ctx: Context, guide: Guide, owner: str, depth: str) -> dict[str, str]:
    """A card of each deck for this couple or person, remembered as drawn."""
    drawn = {}
    for deck, depths in guide.structure.decks.items():
        where = {"owner": owner, "guide": guide.name, "deck": deck}
        rows = await ctx.tx.all(
            "SELECT card FROM drawn_cards WHERE owner_id = :owner AND guide = :guide AND deck = :deck", **where
        )
        cards = open_cards(depths, frozenset(row["card"] for row in rows), depth)
        if not cards:
            await ctx.tx.run(
                "DELETE FROM drawn_cards WHERE owner_id = :owner AND guide = :guide AND deck = :deck", **where
            )
            cards = open_cards(depths, frozenset(), depth)
        drawn[deck] = cards[int(ctx.desk.chance.fraction() * len(cards))]
        await ctx.tx.run(
            "INSERT INTO drawn_cards (owner_id, guide, deck, card) VALUES (:owner, :guide, :deck, :card) "
            "ON CONFLICT DO NOTHING",
            **where,
            card=drawn[deck],
        )
    return drawn
