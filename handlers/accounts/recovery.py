"""Coming back after an account was lost: a code made while one still has it, used once from another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot import codes
from bot.cards import Card, Tap, card
from bot.clock import HOUR
from bot.content import Own, Phrase, When, line
from bot.couples import Person, person
from bot.errors import Refused
from bot.feature import Context, Needs
from bot.model import Account
from bot.rooms import Place
from bot.store import Row
from handlers.accounts import rules, store
from handlers.accounts.base import (
    account,
    accounts,
    become,
    chat,
    direct_only,
    feature,
    guessed,
    hand_over,
    let_go_lines,
    tell_at,
    tell_chats,
    title,
    wrong,
)

SLOT: Final = "recovery"


@feature.command("recovery", Needs.NOBODY, "direct")
async def recovery(ctx: Context) -> Card | None:
    """`/recovery` gives a code to keep; `/recovery CODE` makes this account that of whoever the code was for."""
    direct_only(ctx)
    if ctx.text:
        return await _typed(ctx)
    made = await store.recovery_made(ctx.tx, ctx.me.id)
    if made is None:
        return await give(ctx)
    anew = Tap(line("recovery-anew"), "accounts.give", again=True)
    return card(line("recovery-have", day=When(made, "day")), line("recovery-use"), rows=[[anew]])


@feature.action("give")
async def give(ctx: Context) -> Card | None:
    """Make a recovery code; an older one works no more. Every other chat of the person hears that there is one."""
    direct_only(ctx)
    me, chance = ctx.me, ctx.desk.chance
    code = chance.code() + chance.code()[-4:]
    await store.keep_recovery(ctx.tx, person_id=me.id, code=code, now=ctx.now)
    await tell_chats(ctx, me, card(line("recovery-noted")))
    here = await ctx.own_place()
    await ctx.timer("accounts.forget", here.id, ctx.now + HOUR, f"recovery:{me.id}:{ctx.now}", slot=SLOT)
    shown = line("recovery-code", code=Own(codes.shown_code(code)))
    return card(shown, line("recovery-use"), line("recovery-without"), slot=SLOT, anew=True)


@feature.timer("forget")
async def forget(ctx: Context) -> Card | None:
    """An hour after a code was shown, nothing of it is left here but its hash."""
    slot, place_id = ctx.args["slot"], ctx.args["subject"]
    if not await store.forget_shown(ctx.tx, place_id, slot):
        await ctx.timer("accounts.forget", place_id, ctx.now + HOUR, f"forget:{place_id}:{ctx.now}", slot=slot)
    return None


async def _typed(ctx: Context) -> Card:
    found = await guessed(ctx, rules.RECOVERY_LENGTH, partial(_of_code, ctx))
    if isinstance(found, Card):
        return found
    _may_come(ctx, found["person_id"])
    who = await person(ctx.tx, found["person_id"])
    gone, stay = await _parted(ctx, who)
    lines: list[Phrase] = [line("recovery-ask", name=Own(who.name))]
    if gone is not None:
        lines.append(line("recovery-ask-gone", app=title(ctx, gone.platform), name=Own(who.name)))
    lines += [line("recovery-ask-stays", app=title(ctx, one.platform)) for one in stay]
    lines += await let_go_lines(ctx)
    # The hash finds the code again, and once it was used or replaced finds nothing.
    yes = Tap(line("recovery-yes"), "accounts.come_back", {"code": str(found["code_hash"])}, "main", again=True)
    return Card(lines, [[yes, Tap(line("recovery-no"), "accounts.stay")]])


async def _of_code(ctx: Context, code: str) -> Row | None:
    return await store.recovered_by(ctx.tx, code=code)


def _may_come(ctx: Context, person_id: str) -> None:
    """Refuse an account that can't become this person's."""
    if ctx.actor is not None and ctx.actor.id == person_id:
        raise Refused("recovery-own")
    if ctx.partnership is not None:
        raise Refused("recovery-coupled")


async def _parted(ctx: Context, who: Person) -> tuple[Account | None, Sequence[Account]]:
    """The account that goes, and those that stay."""
    known = await accounts(ctx, who.id)
    chats = {(await chat(ctx, one)).id: one for one in known}
    gone = rules.lost(known, account(ctx).platform, chats.get(who.place_id))
    return gone, [one for one in known if one != gone]


@feature.action("stay")
async def stay(_ctx: Context) -> Card | None:
    """They thought better of it; the code stays good."""
    return card(line("recovery-stayed"))


@feature.action("come_back")
async def come_back(ctx: Context) -> Card | None:
    """The new account becomes the person's, the lost one nobody's; every chat of theirs hears so."""
    direct_only(ctx)
    found = await store.recovered_by(ctx.tx, kept_hash=ctx.args["code"])
    if found is None:
        return wrong()
    _may_come(ctx, found["person_id"])
    who = await person(ctx.tx, found["person_id"])
    gone, _ = await _parted(ctx, who)
    left = None if gone is None else await chat(ctx, gone)
    if gone is not None:
        await store.drop_account(ctx.tx, gone)
    await store.drop_recovery(ctx.tx, who.id)
    await store.drop_links_of(ctx.tx, who.id)
    here = await hand_over(ctx, account(ctx), who)
    await store.set_home(ctx.tx, who.id, here.id)
    me = await become(ctx, who.id)
    await _leave_behind(ctx, me, left)
    await tell_chats(ctx, me, card(line("recovery-done-noted", app=title(ctx, account(ctx).platform))))
    return card(line("recovery-done", name=Own(me.name)), line("recovery-done-next"))


async def _leave_behind(ctx: Context, me: Person, left: Place | None) -> None:
    """Nothing more goes to the chat of the lost account but one neutral note."""
    if left is not None:
        await store.drop_questions(ctx.tx, left.id)
        await store.move_queue(ctx.tx, left.id, me.place_id)
        await tell_at(ctx, me, left, card(line("account-nobodys")))
