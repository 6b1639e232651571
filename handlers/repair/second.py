"""The second of two journeys: offered when the first has ended, begun once both said yes, each asked anew and alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from bot import guides
from bot.cards import Card
from bot.errors import Refused
from bot.feature import Context, Handler
from handlers.repair import base, rules, store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.couples import Couple
    from handlers.repair.store import Repair, Side


async def ended(ctx: Context) -> Card | None:
    """A journey is over. Where another follows, both are asked once more; one that was stopped leads nowhere."""
    one, both = await store.repair(ctx.tx, ctx.args["id"]), ctx.partnership
    if one is None or both is None or both.id != one.couple_id or one.state != "begun":
        return None
    planned = [side for side in (await store.sides(ctx.tx, both.id)).values() if side.startswith("then-")]
    if ctx.args["outcome"] != "through" or len(planned) < 2:
        await store.drop_sides(ctx.tx, both.id)
        await store.turn(ctx.tx, one, "over")
        return None
    await store.turn(ctx.tx, one, "offered", ctx.now + store.OPEN_FOR)
    one = await store.repair(ctx.tx, one.id)
    assert one is not None
    await base.close_later(ctx, both, one)
    await ctx.tell_both(both, rules.offer(one))
    return None


async def _second(ctx: Context) -> tuple[Repair, Couple]:
    both = ctx.couple
    one = await store.current(ctx.tx, both.id)
    if one is None or one.id != ctx.args["id"] or one.state != "offered":
        raise Refused("repair-gone")
    return one, both


async def offered(ctx: Context, both: Couple, one: Repair) -> Card | None:
    """The second journey, as far as it depends on me."""
    side = (await store.sides(ctx.tx, both.id)).get(both.me.id, "")
    if side.startswith("yes-"):
        return rules.willing(one)
    return await guides.begin(ctx, rules.SAFETY, both.me, then=("repair.again", {"id": one.id}))


async def second(ctx: Context) -> Card | None:
    """Before the second journey the safety question comes again, alone."""
    one, both = await _second(ctx)
    ctx.message_id = None
    return await offered(ctx, both, one)


async def again(ctx: Context) -> Card | None:
    """What one said to the second journey. It begins once both said yes."""
    both, outcome = ctx.partnership, ctx.args["outcome"]
    one = None if both is None else await store.current(ctx.tx, both.id)
    if both is None or outcome not in ("held", "ready"):
        return None
    if outcome == "held":
        await base.hold(ctx, both, one)
        return None
    if one is None or one.id != ctx.args["id"] or one.state != "offered":
        await ctx.tell(both.me, rules.gone(None))
        return None
    sides = await store.sides(ctx.tx, both.id)
    part = sides[both.me.id].rpartition("-")[2]
    await store.keep_side(ctx.tx, both.id, both.me.id, cast("Side", f"yes-{part}"))
    if not sides.get(both.partner.id, "").startswith("yes-"):
        await ctx.tell(both.me, rules.willing(one))
        return None
    hurt = both.me.id if part == "hurt" else both.partner.id
    await store.drop_sides(ctx.tx, both.id)
    await base.begin(ctx, both, one, hurt)
    return None


ACTIONS: Final[Mapping[str, Handler]] = {"ended": ended, "second": second, "again": again}
"""What a journey's end, the offer's button and its questions lead to."""
