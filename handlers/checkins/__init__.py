"""Check-ins: a short look at how things are, each alone and then together."""

from __future__ import annotations

from bot import guides
from bot.cards import Card
from bot.feature import Context, Feature

feature = Feature("checkins")


@feature.command("checkin")
async def checkin(ctx: Context) -> Card | None:
    """Begin the boundary check-in now, or go on with the one under way."""
    return await guides.begin(ctx, "boundary-check-in", ctx.couple)
