"""Places: a group of just the two and the bot becomes theirs, offered by one and agreed by the other."""

from __future__ import annotations

from bot.cards import Card, Tap, card
from bot.content import Name, Own, line
from bot.couples import Couple
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.rooms import link_place, place, room_at, unlink_place
from handlers.places import store

feature = Feature("places")


@feature.arrival
async def arrived(ctx: Context) -> Card | None:
    """Say what the bot is here for, and what it reads."""
    assert ctx.place is not None
    name = ctx.house.capabilities(ctx.place.address.platform).name
    shown = line("here-arrived", bot=Name(name)) if name else line("here-arrived-plain")
    await ctx.announce(card(shown, slot="arrived"))
    return None


@feature.command("here", Needs.COUPLE, "shared")
async def here(ctx: Context) -> Card | None:
    """Offer this chat to the partner as the place of the two; where it is theirs already, offer to leave it."""
    assert ctx.place is not None
    if ctx.place.address.kind == "direct":
        return card(line("here-shared"), rows=ctx.group_rows())
    both = ctx.couple
    if await room_at(ctx.tx, ctx.place.id) == both.room_id:
        away = Tap(line("here-leave"), "places.leave")
        await ctx.announce(card(line("here-yours"), rows=[[away]], slot="here", anew=True), for_both=True)
        return None
    if await store.offered_by(ctx.tx, place_id=ctx.place.id, couple_id=both.id, now=ctx.now) == both.partner.id:
        return await agree(ctx)  # each has asked for it: that is a yes of both
    await store.offer(ctx.tx, place_id=ctx.place.id, couple_id=both.id, person_id=ctx.me.id, now=ctx.now)
    rows = [
        [
            Tap(line("here-agree"), "places.agree", style="main", again=True),
            Tap(line("here-decline"), "places.decline", style="quiet", again=True),
        ]
    ]
    offer = card(
        line("here-offer", name=Own(ctx.me.name)),
        line("here-offer-readers"),
        line("here-offer-ask", name=Own(both.partner.name)),
        rows=rows,
        slot="here",
        anew=True,
    )
    asked = {"by": ctx.me.id, "place": ctx.place.id, "ref": ctx.ref}
    await ctx.announce(offer, for_both=True, then=("places.offered", asked))
    return None


@feature.action("offered")
async def offered(ctx: Context) -> Card | None:
    """If others can read there, the one who asked hears so in private; there it looks as if they had no partner."""
    if ctx.partnership is not None and ctx.args["outcome"] == "withheld":
        await store.close_offer(ctx.tx, ctx.args["place"])
        ctx.actor = ctx.partnership.seen_by(ctx.args["by"]).me
        ctx.place, ctx.ref = await place(ctx.tx, ctx.args["place"]), ctx.args["ref"]
        await ctx.tell(ctx.actor, card(line("here-others")))
        await ctx.point_to_direct()
    return None


@feature.action("agree")
async def agree(ctx: Context) -> Card | None:
    """The other says yes: from here on the room is heard in this place."""
    both, place_id = await _answered(ctx)
    if await room_at(ctx.tx, place_id) not in (None, both.room_id):
        raise Refused("here-others")
    if both.together:
        await link_place(ctx.tx, both.room_id, place_id)
    await _show(ctx, "here-agreed")
    return None


@feature.action("decline")
async def decline(ctx: Context) -> Card | None:
    """The other would rather not, or the one who offered has thought better of it."""
    await _answered(ctx, by_either=True)
    await _show(ctx, "here-declined")
    return None


async def _answered(ctx: Context, *, by_either: bool = False) -> tuple[Couple, str]:
    """Close the open offer of this place, which is the other's to answer; refuses where there is none."""
    both, place_id = ctx.couple, _place_id(ctx)
    offered = await store.offered_by(ctx.tx, place_id=place_id, couple_id=both.id, now=ctx.now)
    if offered is None:
        raise Refused("button-stale")
    if offered == ctx.me.id and not by_either:
        raise Refused("here-other")
    await store.close_offer(ctx.tx, place_id)
    return both, place_id


@feature.action("leave")
async def leave(ctx: Context) -> Card | None:
    """Either of the two goes back to the direct chats, for both."""
    await unlink_place(ctx.tx, ctx.couple.room_id, _place_id(ctx))
    await _show(ctx, "here-left")
    return None


def _place_id(ctx: Context) -> str:
    assert ctx.place is not None
    return ctx.place.id


async def _show(ctx: Context, words: str) -> None:
    await ctx.announce(card(line(words), slot="here"), for_both=True)
