"""Talks from a direct chat: a visible mode in which plain words go to the partner. Any other card closes it."""

from __future__ import annotations

from bot.cards import Card, Tap, card
from bot.content import Own, line
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.feature import Context
from bot.rooms import Place, place
from handlers.carrying import rules, store

SLOT = "talk:mode"


def begin_tap(partner: Person) -> Tap:
    """The button that opens a talk."""
    return Tap(line("talk-begin", name=Own(partner.name)), "carrying.talk", again=True)


async def home(ctx: Context, person: Person) -> Place:
    """The direct chat in which a person is reached."""
    return await place(ctx.tx, person.place_id)


async def begin(ctx: Context) -> Card | None:
    """Open a talk from this direct chat, where nothing is open that plain words would answer."""
    both = ctx.couple
    assert ctx.place is not None
    if ctx.place.address.kind != "direct":
        raise Refused("direct-only")
    if ctx.place.id != ctx.me.place_id:
        raise Refused("talk-home")
    if await store.shared_places(ctx.tx, both.room_id):
        raise Refused("talk-room")
    if await store.asks(ctx.tx, ctx.place.id, ctx.now):
        raise Refused("talk-asked", name=Own(both.partner.name))
    await _close_card(ctx, ctx.place, both)
    rows = [[Tap(line("talk-end"), "carrying.end", again=True)]]
    shown = await ctx.reply(card(line("talk-open", name=Own(both.partner.name)), rows=rows, slot=SLOT, anew=True))
    new_id, until = ctx.new_id(), ctx.now + rules.QUIET
    await store.open_talk(
        ctx.tx,
        new_id=new_id,
        place_id=ctx.place.id,
        couple_id=both.id,
        person_id=ctx.me.id,
        card=shown,
        now=ctx.now,
        until=until,
    )
    await _watch(ctx, both, ctx.me, new_id, until)
    return None


async def _watch(ctx: Context, both: Couple, who: Person, talk_id: str, until: int) -> None:
    key = f"talk:{talk_id}"
    await ctx.timer("carrying.quiet", who.place_id, until, key, person=who, couple=both, talk=talk_id)


async def over(ctx: Context) -> Card | None:
    """What to say to words typed in a direct chat where the talk has ended; None while it goes on, and then it does."""
    assert ctx.place is not None
    found = await store.talk(ctx.tx, ctx.place.id)
    both = ctx.partnership
    if found is None or both is None or found.couple_id != both.id or found.person_id != ctx.me.id:
        await store.drop_talk(ctx.tx, ctx.place.id)
        return card(line("no-question"), anew=True)
    if not found.goes_on(ctx.now) or not await _may_go_on(ctx, both):
        return await _ended(ctx, both, found)
    await _extend(ctx, both, ctx.me, found)
    return None


async def _may_go_on(ctx: Context, both: Couple) -> bool:
    """Whether the couple still talks from direct chats: both want it, and they share no place."""
    assert ctx.place is not None
    at_home = ctx.place.id == ctx.me.place_id
    return at_home and await store.agreed(ctx.tx, both.id) and not await store.shared_places(ctx.tx, both.room_id)


async def _ended(ctx: Context, both: Couple, found: store.OpenTalk) -> Card:
    """What was typed went nowhere: say so, this once; long after a talk nobody wonders any more."""
    assert ctx.place is not None
    await _close_card(ctx, ctx.place, both)
    await store.drop_talk(ctx.tx, ctx.place.id)
    if ctx.now >= found.until + rules.REMEMBERED or not await store.agreed(ctx.tx, both.id):
        return card(line("no-question"), anew=True)
    return card(line("talk-ended", name=Own(both.partner.name)), rows=[[begin_tap(both.partner)]], anew=True)


async def end(ctx: Context) -> Card | None:
    """Close the talk from this direct chat; the card with the button says so."""
    assert ctx.place is not None
    await store.drop_talk(ctx.tx, ctx.place.id)
    await ctx.drop_timers(ctx.place.id, "carrying.quiet")
    again = [[begin_tap(ctx.partnership.partner)]] if ctx.partnership is not None else []
    return card(line("talk-closed"), rows=again)


async def fall_quiet(ctx: Context) -> None:
    """Fifteen minutes have gone by in which nobody said anything."""
    both = ctx.partnership
    found = await store.talk(ctx.tx, ctx.args["subject"])
    if found is None or found.id != ctx.args["talk"] or found.until > ctx.now or both is None:
        return
    await store.close_talk(ctx.tx, ctx.args["subject"])
    await _close_card(ctx, await place(ctx.tx, ctx.args["subject"]), both)


async def close_all(ctx: Context, both: Couple) -> None:
    """Nothing is carried between these two any more: no card may say that it is."""
    for one in both.both:
        await _close_card(ctx, await home(ctx, one), both)
        await ctx.drop_timers(one.place_id, "carrying.quiet")


async def _close_card(ctx: Context, where: Place, both: Couple) -> None:
    """Have the card of the talk in this chat say that it is over, if there is one."""
    found = await store.talk(ctx.tx, where.id)
    if found is not None and found.couple_id == both.id:
        await ctx.carry(where, card(line("talk-closed"), slot=SLOT), target=found.card)


async def _extend(ctx: Context, both: Couple, who: Person, found: store.OpenTalk) -> None:
    until = ctx.now + rules.QUIET
    await store.extend_talk(ctx.tx, who.place_id, until)
    await _watch(ctx, both, who, found.id, until)


async def rows_for(ctx: Context, to: Place) -> list[list[Tap]]:
    """What stands under a copy: a way to answer, in a direct chat in which no talk is open. One that is goes on."""
    both = ctx.couple
    if to.address.kind != "direct" or not both.reaches(both.partner):
        return []
    found = await store.talk(ctx.tx, to.id)
    if found is None or not found.goes_on(ctx.now):
        return [[begin_tap(ctx.me)]]
    await _extend(ctx, both, both.partner, found)
    return []
