"""Two zones: whether a rhythm comes to both at the same moment, or to each at their own hour."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card
from bot.content import line
from bot.errors import Refused
from bot.feature import Context
from handlers.rhythms import base, listing
from handlers.rhythms.base import feature


@feature.action("apart")
async def apart(ctx: Context) -> Card | None:
    """It comes to each at their own hour."""
    return await _change(ctx, apart=True)


@feature.action("at-once")
async def at_once(ctx: Context) -> Card | None:
    """It comes to both at the same moment."""
    return await _change(ctx, apart=False)


async def _change(ctx: Context, *, apart: bool) -> Card:
    found, both = await base.mine(ctx), ctx.couple
    if found.apart == apart:
        return await listing.one_card(ctx, found)  # an older card was pressed
    if not base.other_hours(ctx, found):
        raise Refused("button-stale")
    # Where neither lives in its zone any more, whoever asked for one moment means their own hour.
    zone = found.zone if found.zone in {person.zone for person in both.both} else ctx.me.zone
    kept = base.placed(replace(found, apart=apart, zone=zone, zones=()), both)
    await base.rearm(ctx, kept, (await base.scope(ctx)).rest_of(kept))
    key = "rhythm-apart-set" if apart else "rhythm-at-once-set"
    clock = f"{kept.hour:02}:{kept.minute:02}"
    said = line(key, guide=base.title(ctx, kept), when=base.worded(ctx, kept), clock=clock)
    await base.changed(ctx, kept, lambda _: said)
    fresh = await base.one_of(ctx, kept.id)
    assert fresh is not None
    return await listing.one_card(ctx, fresh, said)
