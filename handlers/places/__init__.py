"""Places: a chat of just the two and the bot becomes theirs, offered by one and agreed by the other.

Where the bot can make a place inside another (a private thread in a server), it makes one for them.
"""

from __future__ import annotations

from bot.cards import Card, Tap, card
from bot.content import Name, Own, line
from bot.couples import Couple, accounts_of
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.model import Address
from bot.rooms import know_place, link_place, place, room_at, unlink_place
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
    inside = ctx.house.capabilities(ctx.place.address.platform).opens_inside
    if ctx.place.address.kind == "direct":
        return card(line("here-shared-server" if inside else "here-shared"), rows=ctx.group_rows())
    if ctx.place.address.kind == "visit":
        return card(line("here-visit"), rows=ctx.group_rows())
    both = ctx.couple
    if await room_at(ctx.tx, ctx.place.id) == both.room_id:
        away = Tap(line("here-leave"), "places.leave")
        await ctx.announce(card(line("here-yours"), rows=[[away]], slot="here", anew=True), for_both=True)
        return None
    if await store.offered_by(ctx.tx, place_id=ctx.place.id, couple_id=both.id, now=ctx.now) == both.partner.id:
        return await agree(ctx)  # each has asked for it: that is a yes of both
    if not inside:
        return await offer(ctx)
    made = Tap(line("here-make"), "places.make", style="main", again=True)
    return card(
        line("here-inside"), line("here-readers-server"), rows=[[made, Tap(line("here-as-it-is"), "places.offer")]]
    )


@feature.action("make")
async def make(ctx: Context) -> Card | None:
    """Make a place for the two inside this one."""
    assert ctx.place is not None
    both = ctx.couple
    platform = ctx.place.address.platform
    for each in both.both:
        if platform not in {one.platform for one in await accounts_of(ctx.tx, each.id)}:
            raise Refused("here-not-both")
    if not both.together:
        return card(line("here-not-made"))  # as where it fails: nothing may tell that the other has left (SAFETY 5)
    if await store.making(ctx.tx, couple_id=both.id, now=ctx.now):
        return card(line("here-made-already"))
    await ctx.open_inside(both, line("room-title"), "places.made", by=both.me.id, platform=platform)
    return card(line("here-making"))


@feature.action("made")
async def made(ctx: Context) -> Card | None:
    """The place is there: in it the other is asked; or it can't be made, and the one who asked hears why."""
    both = ctx.partnership
    assert both is not None
    ctx.actor = both.seen_by(ctx.args["by"]).me
    if ctx.args["outcome"] != "done":
        await ctx.tell(ctx.actor, card(line("here-not-made")))
        return None
    ctx.partnership = both.seen_by(ctx.actor.id)
    ctx.place = await know_place(ctx.tx, Address(ctx.args["platform"], ctx.text, "shared"), ctx.new_id())
    return await offer(ctx)


@feature.action("offer")
async def offer(ctx: Context) -> Card | None:
    """Ask the other, in the place itself, whether it is to be theirs."""
    assert ctx.place is not None
    both = ctx.couple
    inside = ctx.house.capabilities(ctx.place.address.platform).opens_inside
    await store.offer(ctx.tx, place_id=ctx.place.id, couple_id=both.id, person_id=ctx.me.id, now=ctx.now)
    rows = [
        [
            Tap(line("here-agree"), "places.agree", style="main", again=True),
            Tap(line("here-decline"), "places.decline", style="quiet", again=True),
        ]
    ]
    shown = card(
        line("here-offer", name=Own(ctx.me.name)),
        line("here-readers-server" if inside else "here-offer-readers"),
        line("here-offer-ask", name=Own(both.partner.name)),
        rows=rows,
        slot="here",
        anew=True,
    )
    asked = {"by": ctx.me.id, "place": ctx.place.id, "ref": ctx.ref}
    await ctx.announce(shown, for_both=True, then=("places.offered", asked))
    return None


@feature.action("offered")
async def offered(ctx: Context) -> Card | None:
    """If others can read there, the one who asked hears so in private; there it looks as if they had no partner."""
    if ctx.partnership is not None and ctx.args["outcome"] == "withheld":
        await store.close_offer(ctx.tx, ctx.args["place"])
        ctx.actor = ctx.partnership.seen_by(ctx.args["by"]).me
        ctx.place, ctx.ref = await place(ctx.tx, ctx.args["place"]), ctx.args["ref"]
        await ctx.tell(ctx.actor, card(line("here-others")))
        if not ctx.answers_here:
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
