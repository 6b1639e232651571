"""A person's accounts as they see them: which there are, where they are reached, and taking one away."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Card, Tap, card
from bot.content import Lines, Phrase, line
from bot.couples import Person
from bot.errors import Refused
from bot.feature import Context
from bot.model import Account
from handlers.accounts import store
from handlers.accounts.base import (
    account,
    account_on,
    accounts,
    become,
    chat,
    feature,
    part_with,
    tell_at,
    tell_chats,
    title,
)


def free_platforms(ctx: Context, known: Sequence[Account]) -> list[str]:
    """Where this person could link one more account: one a platform."""
    return sorted(set(ctx.house.platforms) - {one.platform for one in known})


async def mine(ctx: Context, me: Person, *above: Phrase) -> Card:
    """My accounts by the names of their apps, and what can be done with them."""
    known = await accounts(ctx, me.id)
    entries: list[Phrase] = []
    reach: list[Tap] = []
    unlink: list[Tap] = []
    for one in known:
        this, app = one == account(ctx), title(ctx, one.platform)
        reached = (await chat(ctx, one)).id == me.place_id
        entries.append(line(f"account-entry-{'this' if this else 'other'}{'-reached' if reached else ''}", app=app))
        args = {"platform": one.platform}
        if not reached and one.platform in ctx.house.platforms:
            label = line("reach-here") if this else line("reach-there", app=app)
            reach.append(Tap(label, "accounts.reach", args, again=True))
        label = line("unlink-this") if this else line("unlink-there", app=app)
        unlink.append(Tap(label, "accounts.unlink", args, "quiet", again=True))
    rows = [reach, unlink if len(known) > 1 else []]
    lines = [*above, line("account-list"), Lines(entries)]
    if free_platforms(ctx, known):
        rows.insert(0, [Tap(line("link-another"), "accounts.offer", style="main", again=True)])
    elif len(known) == 1:
        lines.append(line("link-nowhere"))
    return Card(lines, [row for row in rows if row])


@feature.action("reach")
async def reach(ctx: Context) -> Card | None:
    """From here on I am reached on this platform; what waits elsewhere stays where it is."""
    chosen = await account_on(ctx, ctx.args["platform"])
    there, app = await chat(ctx, chosen), title(ctx, chosen.platform)
    if not await store.is_open(ctx.tx, there.id):
        raise Refused("reach-closed", app=app)
    await store.set_home(ctx.tx, ctx.me.id, there.id)
    me = await become(ctx, ctx.me.id)
    said = line("reach-done", app=app)
    await tell_chats(ctx, me, card(said))
    return await mine(ctx, me, said)


@feature.action("unlink")
async def unlink(ctx: Context) -> Card | None:
    """Ask once more, and say what stays in that chat."""
    gone = await account_on(ctx, ctx.args["platform"])
    yes = Tap(line("unlink-yes"), "accounts.unlinked", ctx.args, again=True)
    no = Tap(line("unlink-no"), "accounts.kept", style="quiet", again=True)
    app = title(ctx, gone.platform)
    return card(line("unlink-sure", app=app), line("unlink-stays"), rows=[[yes, no]])


@feature.action("kept")
async def kept(ctx: Context) -> Card | None:
    """They thought better of it."""
    return await mine(ctx, ctx.me)


@feature.action("unlinked")
async def unlinked(ctx: Context) -> Card | None:
    """Take one of several accounts away. Its chat hears so, and every other one."""
    gone = await account_on(ctx, ctx.args["platform"])
    old = await chat(ctx, gone)
    await part_with(ctx, ctx.me, gone)
    me = await become(ctx, ctx.me.id)
    note = card(line("account-nobodys"))
    if ctx.place is not None and ctx.place.id != old.id:
        await tell_at(ctx, me, old, note)
    if gone != account(ctx):
        return await mine(ctx, me, line("unlink-done", app=title(ctx, gone.platform)))
    await ctx.reply(note)
    ctx.actor = ctx.partnership = None  # whoever writes from here on is nobody
    return None
