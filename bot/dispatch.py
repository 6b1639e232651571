"""Dispatch: an event becomes rows, once, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Any, TypeGuard, assert_never, cast

from bot import rooms
from bot.cards import Card, Tap, card
from bot.clock import Chance, Clock
from bot.content import Content, Line, Name, Own, line
from bot.couples import couple_of, person_by_account
from bot.errors import Refused, StoreTrouble
from bot.feature import CommandSpec, Context, Handler, House, Needs
from bot.firing import Firing, first_time
from bot.forms import read_fields, readable, with_fault
from bot.model import (
    ActDone,
    Command,
    Deleted,
    Edited,
    Filled,
    FromPerson,
    FromPlatform,
    Other,
    Press,
    Talk,
    Text,
    Typing,
)
from bot.outbox import Desk, Via, show_again, show_waiting, shown
from bot.port import Answer
from bot.presence import Presence
from bot.pressing import Presses
from bot.results import Results, log_bug
from bot.store import Lane, Store, Tx
from bot.text import cleaned


class Dispatch:
    """Hands each event to its feature. Knows no platform and no feature by name."""

    def __init__(self, store: Store, clock: Clock, chance: Chance, content: Content, house: House) -> None:
        self._store = store
        self._clock = clock
        self._chance = chance
        self._content = content
        self._house = house
        self._names = _command_names(content, house)
        self._results = Results(house)
        self._presence = Presence(house)
        self._firing = Firing(house)
        self._presses = Presses(house)

    async def emit(self, event: FromPlatform | Typing) -> Answer:
        """Take in what happened on a platform. Returns after the commit; see `bot.port.Emit`."""
        if isinstance(event, Typing):
            return await self._suggest(event)
        try:
            return await self._store.write(partial(self._take, event))
        except StoreTrouble:
            raise
        except Exception as why:
            log_bug(f"answering {type(event).__name__}", why)
            await self._apologise(event)
            return Answer()

    async def _apologise(self, event: FromPlatform) -> None:
        """Say that nothing was changed; and count the event even if that fails, or it would come for ever."""

        async def say(tx: Tx) -> None:
            desk = self._desk()
            if await _count(event, desk.now, tx) and isinstance(event, FromPerson):
                ctx = await self._context(tx, desk, event)
                await ctx.reply(card(line("something-wrong"), anew=True))

        try:
            await self._store.write(say)
        except StoreTrouble:
            raise
        except Exception as why:
            log_bug("apologising", why)
            await self._store.write(partial(_count, event, self._clock.now()))

    async def fire(self) -> int:
        """Handle the timers that are due, at most a batch of them; returns how many."""

        async def fire(tx: Tx) -> int:
            return await self._firing.fire(tx, self._desk())

        return await self._store.write(fire, Lane.TIMERS)

    async def done(self, result: ActDone) -> None:
        """Take in what became of an act."""

        async def settle(tx: Tx) -> None:
            await self._results.settle(tx, self._desk(), result)

        await self._store.write(settle)

    def _desk(self) -> Desk:
        return Desk(self._content, self._chance, self._clock.now())

    async def _suggest(self, event: Typing) -> Answer:
        """What could go with a command that is being typed. Nothing is written, and nothing kept."""
        spec = self._names.get(event.name.lower())
        complete = None if spec is None else spec.complete
        if complete is None:
            return Answer()

        async def look(tx: Tx) -> Sequence[str]:
            sender = replace(event.sender, name=cleaned(event.sender.name))
            actor = await person_by_account(tx, sender.account)
            both = None if actor is None else await couple_of(tx, actor)
            ctx = Context(tx, self._desk(), self._house, sender=sender, actor=actor, partnership=both)
            ctx.text = readable(event.text)
            return await complete(ctx)

        try:
            return Answer(choices=tuple(await self._store.read(look)))
        except Exception as why:
            log_bug(f"suggesting for {event.name}", why)
            return Answer()

    # -- what people do --------------------------------------------------------------------------------------

    async def _take(self, event: FromPlatform, tx: Tx) -> Answer:
        desk = self._desk()
        if _talk(event) and not await self._house.hears(tx, event):
            return Answer()  # what two people say to each other is none of ours, and leaves no row
        if not await _count(event, desk.now, tx):
            return Answer()
        if not isinstance(event, FromPerson):
            await self._presence.take(tx, desk, event)
            return Answer()
        ctx = await self._context(tx, desk, event)
        via = ctx.desk.via
        closed = ""
        if via is not None and ctx.actor is not None and ctx.actor.place_id != via.place_id:
            was_closed = await rooms.reopen_place(tx, ctx.actor.place_id, event.place.platform)
            closed = ctx.actor.place_id if was_closed else ""
        refusal = await self._answer(ctx, event)
        if closed and via is not None:
            await show_waiting(tx, ctx.desk, closed, via)
        if refusal is not None and _as_note(ctx, event, refusal.key):
            return Answer(note=ctx.read(refusal))
        if ctx.answers_here:
            return Answer(acts=0 if via is None else via.acts)
        if ctx.elsewhere and isinstance(event, Command):
            await ctx.point_to_direct()
        return Answer(direct=ctx.elsewhere)

    async def _answer(self, ctx: Context, event: FromPerson) -> Line | None:
        """Handle what somebody did, and answer them; returns the refusal if it is one."""
        try:
            async with ctx.tx.savepoint():
                reply = await self._handle(ctx, event)
                if reply is not None:
                    await ctx.reply(reply)
                elif ctx.elsewhere and ctx.answers_here:
                    await ctx.reply(card(line("see-direct"), anew=True))
                elif isinstance(event, Command) and ctx.desk.via is not None and not ctx.desk.via.acts:
                    await ctx.reply(card(line("done-elsewhere"), anew=True))
        except Refused as no:
            ctx.desk.forget_answers()
            if not _as_note(ctx, event, no.key):
                await _refuse(ctx, event, no)
            return _words(no)
        except StoreTrouble:
            raise
        except Exception as why:
            log_bug(type(event).__name__, why)
            ctx.desk.forget_answers()
            await ctx.reply(card(line("something-wrong"), anew=True))
        return None

    async def _context(self, tx: Tx, desk: Desk, event: FromPerson) -> Context:
        actor = await person_by_account(tx, event.sender.account)
        place = await rooms.know_place(tx, event.place, desk.chance.new_id(desk.now))
        partnership = None if actor is None else await couple_of(tx, actor)
        sender = replace(event.sender, name=cleaned(event.sender.name))
        if isinstance(event, Command | Press | Filled) and event.via:
            desk = replace(desk, via=Via(place.id, event.via, sender.account))
        ctx = Context(tx, desk, self._house, Lane.PEOPLE, sender, place, actor, partnership)
        ctx.typed = isinstance(event, Command | Text)
        ctx.ref = event.ref if isinstance(event, Command) else ""
        return ctx

    async def _handle(self, ctx: Context, event: FromPerson) -> Card | None:
        if _talk(event):
            return await self._house.hear(ctx, event)
        match event:
            case Command():
                ctx.text = readable(event.text)
                if event.quoted is not None:
                    ctx.quoted = replace(event.quoted, text=readable(event.quoted.text))
                return await self._command(event.name, ctx.reader().language)(ctx)
            case Text():
                ctx.text = readable(event.text)
                return await (await self._presses.answered(ctx, event))(ctx)
            case Press():
                return await (await self._presses.pressed(ctx, event.token))(ctx)
            case Filled():
                ctx.fields = read_fields(event)
                return await (await self._presses.sent(ctx, event.token))(ctx)
            case Other() | Edited():
                raise Refused("only-words")
        assert_never(event)

    def _command(self, name: str, language: str) -> Handler:
        spec = self._names.get(name.lower())
        if spec is None:
            typed = cleaned(name)[:40]
            near = get_close_matches(typed.lower(), _names_in(language, self._content, self._house), 1)
            if near:
                raise Refused("unknown-command-near", command=Own(typed), near=Name(near[0]))
            raise Refused("unknown-command", command=Own(typed))

        async def allowed(ctx: Context) -> Card | None:
            if spec.needs >= Needs.PERSON:
                _ = ctx.me
            if spec.needs >= Needs.COUPLE:
                _ = ctx.couple
            return await spec.handler(ctx)

        return allowed


def _talk(event: FromPlatform) -> TypeGuard[Talk]:
    """Whether it is what people say to each other."""
    return isinstance(event, Edited | Deleted) or (event.place.kind != "direct" and isinstance(event, Text | Other))


async def _count(event: FromPlatform, now: int, tx: Tx) -> bool:
    """Have this event counted; whether it had not been before."""
    return await first_time(tx, f"{event.place.platform}:{event.key}", now)


def _as_note(ctx: Context, event: FromPerson, key: str) -> bool:
    """Whether a refusal is told by a passing note: to a press that nobody else is to see, or that came too late."""
    if not isinstance(event, Press):
        return False
    return not ctx.answers_here or (key == "button-stale" and ctx.house.capabilities(event.place.platform).notes)


def _words(no: Refused) -> Line:
    return Line(no.key, cast("Mapping[str, Any]", {name: arg for name, arg in no.given.items() if name != "field"}))


async def _refuse(ctx: Context, event: FromPerson, no: Refused) -> None:
    """Answer a refusal. A form stays open with all that was typed; nothing else on the screen changes."""
    words, field = _words(no), str(no.given.get("field", ""))
    if ctx.form is not None and ctx.form.asking.done:
        await ctx.ask_on(replace(ctx.form, asking=ctx.form.asking.with_fault(field, ctx.read(words))))
        return
    if isinstance(event, Filled) and ctx.message_id is not None and no.key != "button-stale":
        message = await shown(ctx.tx, ctx.message_id)
        if message is not None and message.form is not None:
            again = with_fault(message, event.fields, field or message.form.fields[0].name, ctx.read(words))
            await show_again(ctx.tx, ctx.desk, ctx.actor.id if ctx.actor else "", ctx.message_id, again)
            return
    link = ctx.house.capabilities(event.place.platform).chat_link if no.key == "direct-only" else ""
    rows = [[Tap(line("see-direct-open"), link=link)]] if link and event.place.kind != "direct" else []
    await ctx.reply(card(words, rows=rows, anew=True))


def _names_in(language: str, content: Content, house: House) -> list[str]:
    """What the commands are called in a language."""
    return [content.raw(f"command-{spec.name}", language) or spec.name for spec in house.commands.values()]


def _command_names(content: Content, house: House) -> dict[str, CommandSpec]:
    """Every name of every command: the one in code, and what each language calls it."""
    names: dict[str, CommandSpec] = {}
    for spec in house.commands.values():
        for language in content.languages:
            names[content.raw(f"command-{spec.name}", language) or spec.name] = spec
        names[spec.name] = spec
    return names
