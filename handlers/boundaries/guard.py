"""Who may touch what: a person their own boundaries, a partner what they were shown, the two their questions."""

from __future__ import annotations

from bot.couples import Couple
from bot.errors import Refused
from bot.feature import Context
from handlers.boundaries import store
from handlers.boundaries.rules import Boundary, Question

MOVED_ON = "boundary-moved-on"


def together(ctx: Context) -> Couple | None:
    """The couple, while both are in it: only then is anything of the partner's shown (SAFETY 5)."""
    both = ctx.partnership
    return both if both is not None and both.together else None


async def mine(ctx: Context) -> Boundary:
    """My boundary in force that this is about."""
    found = await store.boundary(ctx.tx, ctx.args["id"], "in_force")
    if found is None or found.person_id != ctx.me.id:
        raise Refused(MOVED_ON)
    return found


async def theirs(ctx: Context) -> tuple[Boundary, Couple]:
    """My partner's boundary in force that this is about, if they have shown it to me."""
    both = together(ctx)
    found = await store.boundary(ctx.tx, ctx.args["id"], "in_force")
    if both is None or found is None or found.person_id != both.partner.id or found.couple_id != both.id:
        raise Refused(MOVED_ON)
    return found, both


async def question(ctx: Context) -> Question:
    """A question between the two: either may read it, while both are there."""
    both = together(ctx)
    found = None if both is None else await store.question(ctx.tx, ctx.args["id"], both.id)
    if found is None:
        raise Refused(MOVED_ON)
    return found


async def draft(ctx: Context) -> Boundary:
    """My draft that this is about."""
    found = await store.boundary(ctx.tx, ctx.args["id"], "draft")
    if found is None or found.person_id != ctx.me.id:
        raise Refused(MOVED_ON)
    return found


async def asked_of_me(ctx: Context) -> Question:
    """A question I have been asked and have not answered."""
    found = await question(ctx)
    if found.author_id != ctx.me.id or found.state not in ("open", "aside"):
        raise Refused(MOVED_ON)
    return found
