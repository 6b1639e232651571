"""What asking and the second journey share: beginning, closing, taking back, and holding on to somebody's fear."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot import guides
from bot.feature import Context
from handlers.repair import rules, store

if TYPE_CHECKING:
    from bot.couples import Couple
    from handlers.repair.store import Repair, Side


async def begin(ctx: Context, both: Couple, one: Repair, hurt: str) -> None:
    """The journey begins, with these parts."""
    await store.turn(ctx.tx, one, "begun")
    await ctx.drop_timers(one.id)
    caused = next(each.id for each in both.both if each.id != hurt)
    then = ("repair.ended", {"id": one.id})
    await guides.begin(ctx, rules.JOURNEY, both, roles={"hurt": hurt, "caused": caused}, then=then)


async def close_later(ctx: Context, both: Couple, one: Repair) -> None:
    """Set the time at which it is over by itself. No person is named, so that quiet hours hold for what it says."""
    key = f"repair:{one.id}:{one.state}"
    await ctx.timer("repair.close", one.id, one.closes_at, key, couple=both)


async def take_back(ctx: Context, both: Couple, one: Repair) -> None:
    """What was asked is void. Whoever could still have opened it is told so; nobody else."""
    there = (await store.sides(ctx.tx, both.id)).get(both.partner.id) is None
    await store.turn(ctx.tx, one, "withdrawn")
    await store.drop_sides(ctx.tx, both.id)
    await ctx.drop_timers(one.id)
    if there:
        await ctx.tell(both.partner, rules.gone(one))


async def hold(ctx: Context, both: Couple, one: Repair | None) -> None:
    """I am not safe: nothing begins, what I asked for is taken back, and no invitation reaches me (SAFETY 19)."""
    if one is not None and one.state == "asked" and one.asker_id == both.me.id:
        await take_back(ctx, both, one)
    part = (await store.sides(ctx.tx, both.id)).get(both.me.id, "").rpartition("-")[2]
    second = one is not None and one.state == "offered" and part in ("hurt", "caused")
    await store.keep_side(ctx.tx, both.id, both.me.id, cast("Side", f"held-{part}") if second else "held")
