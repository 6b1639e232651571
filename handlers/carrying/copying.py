"""Making copies: where they go, what they say and quote, and that they follow what becomes of the message."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, card
from bot.content import Lines, Own, Phrase, line
from bot.couples import Person, couple, person_by_account
from bot.errors import Refused
from bot.feature import Context
from bot.model import Quoted, Text
from bot.rooms import Place, place
from bot.text import LONGEST, cleaned, too_long
from handlers.carrying import rules, store, talks
from handlers.carrying.rules import Quote

# -- what is said ------------------------------------------------------------------------------------------------


async def pass_on_from_room(ctx: Context, event: Text) -> None:
    """Show what one of the two wrote in one of their shared places in the others."""
    assert ctx.place is not None
    if too_long(event.text):
        raise Refused("too-long", limit=LONGEST)
    shared = await store.shared_places(ctx.tx, ctx.couple.room_id)
    if ctx.place.id in {one.id for one in shared}:
        others = [one for one in shared if one.id != ctx.place.id]
        await pass_on(ctx, others, cleaned(event.text), event.ref, await quote(ctx, event.quoted))


async def pass_on_from_direct(ctx: Context, event: Text) -> Card | None:
    """Carry what one of the two wrote in their direct chat, while a talk is open there; else say it went nowhere."""
    over = await talks.over(ctx)
    if over is None:
        to = [await talks.home(ctx, ctx.couple.partner)]
        await pass_on(ctx, to, ctx.text, event.ref, await quote(ctx, event.quoted))
    return over


async def say_one(ctx: Context) -> Card | None:
    """Carry what follows a command; whoever can't see that it was is told that it will be."""
    both = ctx.couple
    assert ctx.place is not None
    shared = await store.shared_places(ctx.tx, both.room_id)
    # Where nobody but the one who typed it sees a command, it says what follows in its own place, too.
    to = [one for one in shared if one.id != ctx.place.id or not ctx.ref]
    if shared and not to:
        raise Refused("say-nowhere")
    if not shared:
        to = [await talks.home(ctx, both.partner)]
    quoted = None if ctx.quoted is None else await quote(ctx, ctx.quoted)
    await pass_on(ctx, to, ctx.text, ctx.ref, quoted, command=True)
    if ctx.place.id in {one.id for one in shared}:
        return None
    return card(line("say-done"), slot="talk:said", anew=True)


async def pass_on(
    ctx: Context, to: list[Place], text: str, ref: str, quoted: Quote | None, *, command: bool = False
) -> None:
    """Show words of the one who did this in other places of the couple's, and remember where."""
    assert ctx.place is not None
    if not text:
        return
    for one in to:
        made = await _copy(ctx, one, ctx.me, text, quoted)
        message_id = await ctx.carry(one, replace(made, slot=f"talk:{ctx.new_id()}", anew=True))
        if message_id:
            await store.remember(
                ctx.tx,
                act_id=message_id,
                place_id=ctx.place.id,
                ref=ref,
                couple_id=ctx.couple.id,
                author_id=ctx.me.id,
                command=command,
                now=ctx.now,
            )


async def _copy(ctx: Context, to: Place, author: Person, text: str, quoted: Quote | None) -> Card:
    said: Phrase = line("copy", name=Own(author.name), text=Own(text))
    if quoted is not None:
        head = (
            line("copy-quote-of", name=Own(quoted.name), text=Own(quoted.text))
            if quoted.name
            else line("copy-quote", text=Own(quoted.text))
        )
        said = Lines([head, said])
    return card(said, rows=await talks.rows_for(ctx, to))


# -- what it answers ---------------------------------------------------------------------------------------------


async def quote(ctx: Context, quoted: Quoted | None) -> Quote | None:
    """What a copy quotes of the message that was answered; None where that is not for the other to see.

    From a direct chat that is only what was itself carried: all else there is between one person and the bot. Among
    shared places it is also what either of the two wrote there, never anybody else's words.
    """
    assert ctx.place is not None
    text = "" if quoted is None else cleaned(quoted.text)
    if quoted is None or not text:
        return None
    found = rules.quote_among(text, await _copies(ctx))
    if found is None and ctx.place.address.kind == "shared" and quoted.author is not None:
        author = await person_by_account(ctx.tx, quoted.author)
        if author is not None and author.id in {one.id for one in ctx.couple.both}:
            found = Quote(text, author.name)
    return None if found is None else Quote(rules.quotable(found.text), found.name)


async def _copies(ctx: Context) -> list[rules.Copy]:
    rows = await store.newest(ctx.tx, ctx.couple.id, ctx.now, rules.QUOTES_KNOWN)
    messages = [await ctx.stands(row["act_id"]) for row in rows]
    copies = [None if message is None else rules.copy_of(message) for message in messages]
    return [one for one in copies if one is not None]


# -- what becomes of it ------------------------------------------------------------------------------------------


async def change(ctx: Context, ref: str, typed: str) -> None:
    """Have the copies of a message say what it says now, while chat is carried and its writer is the same."""
    assert ctx.place is not None
    if ctx.actor is None or ctx.partnership is None or not await store.agreed(ctx.tx, ctx.partnership.id):
        return
    if too_long(typed):
        raise Refused("too-long", limit=LONGEST)
    for row in await store.copies(ctx.tx, ctx.place.id, ref, ctx.now):
        text = cleaned(rules.without_command(typed) if row["command"] else typed)
        message = await ctx.stands(row["act_id"])
        old = None if message is None else rules.copy_of(message)
        mine = row["author_id"] == ctx.actor.id and row["couple_id"] == ctx.partnership.id
        if not mine or old is None or not text or text == old.text:
            continue
        there = await place(ctx.tx, row["stands_in"])
        made = await _copy(ctx, there, ctx.actor, text, old.quote)
        changed = await ctx.carry(there, replace(made, slot=f"talk:{row['act_id']}"), target=row["act_id"])
        if changed and changed != row["act_id"]:
            await store.replace(ctx.tx, row["act_id"], changed)


async def take_back(ctx: Context, ref: str) -> None:
    """Take the copies of a message back that is gone; but touch nothing in the chat of one who has left."""
    assert ctx.place is not None
    for row in await store.copies(ctx.tx, ctx.place.id, ref, ctx.now):
        both = await couple(ctx.tx, row["couple_id"], row["author_id"])
        gone = {one.place_id for one in both.both if not both.reaches(one)}
        if row["stands_in"] not in gone:
            await ctx.take_back(row["act_id"])
    await store.forget(ctx.tx, ctx.place.id, ref)
