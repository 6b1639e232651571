"""Carrying: what either of a couple writes in one of their places is shown in the others, once both agreed."""

from __future__ import annotations

from bot.cards import Card, Tap, card
from bot.content import Own, Phrase, line
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.model import Deleted, Edited, Other, Talk, Text
from handlers.carrying import copying, rules, store, talks

feature = Feature("carrying")

# -- agreeing ----------------------------------------------------------------------------------------------------


@feature.command("carry", Needs.COUPLE, theme="together")
async def carry(ctx: Context) -> Card | None:
    """Offer the partner that chat is carried; agree to their offer; where both have, show it and how to stop."""
    both = ctx.couple
    said = await store.consents(ctx.tx, both.id)
    if store.both_agree(said):
        return await _on(ctx, line("carry-on"))
    theirs = said.get(both.partner.id)
    if theirs is not None and theirs["yes"] and theirs["asked_at"] + rules.OFFER_LIFE > ctx.now:
        return await _offer(ctx, both, by=both.partner)
    mine = said.get(ctx.me.id)
    asked_at = 0 if mine is None else int(mine["asked_at"])
    # The other is asked once a week at most, also if the offer was taken back between (SAFETY 14).
    if asked_at + rules.OFFER_LIFE <= ctx.now:
        asked_at = ctx.now
        await ctx.tell(both.partner, await _offer(ctx, both, by=ctx.me))
    await store.consent(ctx.tx, both.id, ctx.me.id, yes=True, asked_at=asked_at)
    never = Tap(line("carry-withdraw"), "carrying.withdraw", style="quiet")
    return card(line("carry-asked", name=Own(both.partner.name)), *await _what(ctx, both), rows=[[never]], anew=True)


async def _offer(ctx: Context, both: Couple, *, by: Person) -> Card:
    rows = [
        [
            Tap(line("carry-agree"), "carrying.agree", style="main"),
            Tap(line("carry-decline"), "carrying.decline", style="quiet"),
        ]
    ]
    return card(line("carry-offer", name=Own(by.name)), *await _what(ctx, both), rows=rows, anew=True)


async def _what(ctx: Context, both: Couple) -> list[Phrase]:
    """What would be carried, what may not follow, and who can read it: the same words for both."""
    shared = await store.shared_places(ctx.tx, both.room_id)
    where = shared or [await talks.home(ctx, person) for person in both.both]
    platforms = sorted({one.address.platform for one in where})
    capabilities = [ctx.house.capabilities(one) for one in platforms]
    follows = [
        line(rules.follows(can), app=can.title or name.title())
        for name, can in zip(platforms, capabilities, strict=True)
    ]
    return [line("carry-what-shared" if shared else "carry-what-direct"), *follows, line("carry-readable")]


@feature.action("withdraw")
async def withdraw(ctx: Context) -> Card | None:
    """The one who offered has thought better of it; if the other has agreed meanwhile, it ends for both."""
    both = ctx.couple
    if await store.agreed(ctx.tx, both.id):
        return await stop(ctx)
    mine = (await store.consents(ctx.tx, both.id)).get(ctx.me.id)
    if mine is not None:
        await store.consent(ctx.tx, both.id, ctx.me.id, yes=False, asked_at=mine["asked_at"])
    return card(line("carry-declined"))


@feature.action("decline")
async def decline(ctx: Context) -> Card | None:
    """The other would rather not. The one who offered is not told: to them it looks like no answer."""
    _ = ctx.couple
    return card(line("carry-declined"))


@feature.action("agree")
async def agree(ctx: Context) -> Card | None:
    """The other says yes: chat is carried from here on."""
    both = ctx.couple
    theirs = (await store.consents(ctx.tx, both.id)).get(both.partner.id)
    if theirs is None or not theirs["yes"] or theirs["asked_at"] + rules.OFFER_LIFE <= ctx.now:
        raise Refused("button-stale")
    await store.consent(ctx.tx, both.id, ctx.me.id, yes=True, asked_at=0)
    await store.begin(ctx.tx, both.id)
    began = await _on(ctx, line("carry-began"), reader=both.partner)
    await ctx.tell(both.partner, began)
    return await _on(ctx, line("carry-began"))


async def _on(ctx: Context, head: Phrase, reader: Person | None = None) -> Card:
    """The card that shows that chat is carried, with what can be done about it."""
    both = ctx.couple
    rows = [[Tap(line("carry-stop"), "carrying.stop", style="quiet", again=True)]]
    if not await store.shared_places(ctx.tx, both.room_id):
        other = both.partner if reader is None else both.seen_by(reader.id).partner
        rows.insert(0, [talks.begin_tap(other)])
    return card(head, *await _what(ctx, both), rows=rows, anew=True)


@feature.action("stop")
async def stop(ctx: Context) -> Card | None:
    """Either ends it, at once and for both; the other is told without a name."""
    both = ctx.couple
    if await store.agreed(ctx.tx, both.id):
        await talks.close_all(ctx, both)
        await store.stop(ctx.tx, both.id)
        await ctx.tell(both.partner, card(line("carry-stopped"), anew=True))
    return card(line("carry-stopped"))


# -- saying ------------------------------------------------------------------------------------------------------


@feature.command("say", Needs.COUPLE, theme="together")
async def say(ctx: Context) -> Card | None:
    """`/say TEXT` carries one text from anywhere; alone, in a direct chat, it opens a talk."""
    both = ctx.couple
    if not await store.agreed(ctx.tx, both.id):
        raise Refused("carry-off", name=Own(both.partner.name))
    assert ctx.place is not None
    if ctx.text:
        return await copying.say_one(ctx)
    if ctx.place.address.kind != "direct":
        raise Refused("say-what")
    return await talks.begin(ctx)


@feature.action("talk")
async def talk(ctx: Context) -> Card | None:
    """Open a talk with the partner from this direct chat."""
    both = ctx.couple
    if not await store.agreed(ctx.tx, both.id):
        raise Refused("carry-off", name=Own(both.partner.name))
    return await talks.begin(ctx)


@feature.action("end")
async def end(ctx: Context) -> Card | None:
    """Close the talk that goes on in this direct chat."""
    return await talks.end(ctx)


@feature.cancelling
async def cancel(ctx: Context) -> Card | None:
    """/cancel ends the talk that goes on in this direct chat."""
    under_way = ctx.place is not None and await store.talk(ctx.tx, ctx.place.id) is not None
    return await talks.end(ctx) if under_way else None


@feature.timer("quiet")
async def quiet(ctx: Context) -> Card | None:
    """Nothing was said for a while: the talk is closed, and its card says so."""
    await talks.fall_quiet(ctx)
    return None


feature.beginning(store.close_talks)

# -- hearing -----------------------------------------------------------------------------------------------------


@feature.listener(store.hears)
async def hear(ctx: Context, event: Talk) -> Card | None:
    """Carry what was said, and what became of what was carried."""
    match event:
        case Edited():
            await copying.change(ctx, event.ref, event.text)
            return None
        case Deleted():
            await copying.take_back(ctx, event.ref)
            return None
        case Other():
            return await _words_only(ctx)
        case Text(place=place) if place.kind == "direct":
            return await copying.pass_on_from_direct(ctx, event)
        case Text():
            await copying.pass_on_from_room(ctx, event)
            return None


async def _words_only(ctx: Context) -> Card | None:
    """Say once to each of the two that pictures and the like stay where they are."""
    if await store.first_hint(ctx.tx, ctx.couple.id, ctx.me.id):
        await ctx.announce(card(line("carry-words-only"), anew=True))
    return None
