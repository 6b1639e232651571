"""Linking a second account: a code from one, a yes on the other, and a yes on the first."""

from __future__ import annotations

from functools import partial

from bot import codes
from bot.cards import Card, Tap, card
from bot.content import Own, Phrase, When, line
from bot.couples import Person, person
from bot.errors import Refused
from bot.feature import Context, Needs
from bot.model import Account
from bot.rooms import place
from bot.store import Row
from handlers.accounts import managing, rules, store
from handlers.accounts.base import (
    account,
    accounts,
    become,
    direct_only,
    feature,
    guessed,
    hand_over,
    in_couple,
    let_go_lines,
    tell_at,
    tell_chats,
    title,
    wrong,
)


@feature.command("link", Needs.NOBODY, "direct")
async def link(ctx: Context) -> Card | None:
    """`/link` shows my accounts; `/link CODE` makes this account that of whoever gave the code."""
    return await _typed(ctx) if ctx.text else await managing.mine(ctx, ctx.me)


@feature.action("offer")
async def offer(ctx: Context) -> Card | None:
    """Give a code to type in another app."""
    direct_only(ctx)
    me, here = ctx.me, await ctx.own_place()
    if not managing.free_platforms(ctx, await accounts(ctx, me.id)):
        raise Refused("link-everywhere")
    code, until = ctx.desk.chance.code(), ctx.now + rules.LINK_LIFE
    await store.offer_link(
        ctx.tx, new_id=ctx.new_id(), code=code, person_id=me.id, place_id=here.id, now=ctx.now, expires_at=until
    )
    slot = f"link:{me.id}"
    await ctx.timer("accounts.forget", here.id, until, f"link:{me.id}:{ctx.now}", slot=slot)
    shown = Own(codes.shown_code(code))
    return card(line("link-code", code=shown, until=When(until, "time")), line("link-code-yours"), slot=slot, anew=True)


async def _typed(ctx: Context) -> Card:
    direct_only(ctx)
    found = await guessed(ctx, rules.LINK_LENGTH, partial(_of_code, ctx))
    if isinstance(found, Card):
        return found
    await _may_join(ctx, found["person_id"])
    who = await person(ctx.tx, found["person_id"])
    args = {"link": str(found["id"])}
    yes = Tap(line("link-ask-yes"), "accounts.join", args, "main", again=True)
    lines: list[Phrase] = [line("link-ask", name=Own(who.name)), line("link-ask-means", name=Own(who.name))]
    lines += await let_go_lines(ctx)
    return Card(lines, [[yes, Tap(line("link-ask-no"), "accounts.decline", args)]])


async def _of_code(ctx: Context, code: str) -> Row | None:
    return await store.open_link(ctx.tx, ctx.now, code=code)


async def _may_join(ctx: Context, person_id: str) -> None:
    """Refuse an account that can't become this person's."""
    if ctx.actor is not None and ctx.actor.id == person_id:
        raise Refused("link-own")
    if ctx.partnership is not None:
        raise Refused("link-coupled")
    here = account(ctx).platform
    if any(one.platform == here for one in await accounts(ctx, person_id)):
        raise Refused("link-platform", app=title(ctx, here))


@feature.action("decline")
async def decline(ctx: Context) -> Card | None:
    """This account is not to be linked. Nobody is told."""
    if await store.open_link(ctx.tx, ctx.now, link_id=ctx.args["link"]):
        await store.drop_link(ctx.tx, ctx.args["link"])
    return card(line("link-declined"))


@feature.action("join")
async def join(ctx: Context) -> Card | None:
    """This account says yes: ask the person themselves, in the chat that the code came from."""
    direct_only(ctx)
    found = await store.open_link(ctx.tx, ctx.now, link_id=ctx.args["link"])
    if found is None:
        return wrong()
    await _may_join(ctx, found["person_id"])
    asker = account(ctx)
    await store.use_link(ctx.tx, found["id"], asker, ctx.now + rules.LINK_LIFE)
    args = {"link": str(found["id"])}
    rows = [
        [
            Tap(line("link-mine-yes"), "accounts.mine", args, "main", again=True),
            Tap(line("link-mine-no"), "accounts.not_mine", args, again=True),
        ]
    ]
    ask = card(line("link-mine", app=title(ctx, asker.platform)), line("link-mine-means"), rows=rows)
    who = await person(ctx.tx, found["person_id"])
    await tell_at(ctx, who, await place(ctx.tx, found["place_id"]), ask)
    return card(line("link-asked"))


@feature.action("not_mine")
async def not_mine(ctx: Context) -> Card | None:
    """Somebody else has the code: it links nothing, and whoever typed it hears nothing."""
    if await store.asked_account(ctx.tx, ctx.args["link"], ctx.me.id, ctx.now):
        await store.drop_link(ctx.tx, ctx.args["link"])
    return card(line("link-not-mine"))


@feature.action("mine")
async def mine(ctx: Context) -> Card | None:
    """The person says yes too: the account is theirs, and every chat of theirs hears so."""
    me = ctx.me
    joined = await store.asked_account(ctx.tx, ctx.args["link"], me.id, ctx.now)
    await store.drop_link(ctx.tx, ctx.args["link"])
    if joined is None or await _cannot_be(ctx, me, joined):
        return card(line("link-over"))
    there = await hand_over(ctx, joined, me)
    me = await become(ctx, me.id)
    reach = Tap(line("reach-here"), "accounts.reach", {"platform": joined.platform}, again=True)
    await tell_at(ctx, me, there, card(line("link-done-there", name=Own(me.name)), rows=[[reach]]))
    app = title(ctx, joined.platform)
    await tell_chats(ctx, me, card(line("link-noted", app=app)), but=[there])
    return await managing.mine(ctx, me, line("link-done", app=app), line("link-where"))


async def _cannot_be(ctx: Context, me: Person, joined: Account) -> bool:
    """Whether what held when the account said yes holds no more."""
    taken = any(one.platform == joined.platform for one in await accounts(ctx, me.id))
    return taken or await in_couple(ctx, joined)
