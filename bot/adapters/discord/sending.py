"""Doing acts: an act becomes requests, and what Discord answers becomes a ref or a trouble.

An act that answers an interaction goes through it as long as that can be (see `answering`); all else is said by the
bot's own token, each message under a nonce, so that one whose reply was lost is not said twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from bot.adapters.discord.addresses import PLATFORM, Where, where
from bot.adapters.discord.answering import MODAL, SAY, UPDATE, Answers, Late, Talk
from bot.adapters.discord.components import Payload, modal
from bot.adapters.discord.messages import Messages, same
from bot.adapters.discord.places import Places
from bot.adapters.discord.readers import readers
from bot.adapters.discord.rest import ANSWERED, ORIGINAL
from bot.adapters.discord.task import Done, Task, answers_its_reader, in_words, laid_out, replaceable, said_in
from bot.adapters.discord.troubles import GONE, NOT_TAKEN, Refusal, meaning
from bot.adapters.discord.via import Shown, Via, shown_by
from bot.clock import Clock
from bot.errors import ActTrouble, EffectUnknown, Expired, Rejected, TryAgain
from bot.halfway import Halfway
from bot.model import Account, Address, Delete, Edit, Open, Outgoing, Say


class _Gone(Exception):
    """The message can't be edited: it is gone, or another's."""


class Sending:
    """Does acts on Discord. `shut_out` hears one sentence for the operator if the token is refused."""

    def __init__(self, answers: Answers, clock: Clock, shut_out: Callable[[str], None]) -> None:
        self._answers = answers
        self._clock = clock
        self._rest = answers.rest
        self._rest.tell(shut_out)
        self._messages = Messages(answers.rest)
        self._places = Places(answers.rest, clock)
        self._halfway = Halfway(Done)

    def met(self, user_id: int | str, channel_id: int | str) -> None:
        """The direct chat with this person is this channel: something came from there."""
        self._messages.directs.learn(user_id, channel_id)

    def rest(self, place: Address) -> float:
        """Seconds this place must be left alone now, as its last answers said."""
        channel = self._messages.known_channel(where(place))
        return self._rest.rest_of(channel) if channel else 0.0

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """Who can read there besides the bot; None if that can't be known. Raises ActTrouble."""
        return await readers(self._rest, place, known)

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act; returns a ref: of a message ("123"), of its parts ("123,124"), or of a place. Raises ActTrouble.

        A message for one reader is "~MESSAGE:INTERACTION:TOKEN". A form that was shown and left nothing is "".
        """
        via = Via.parse(outgoing.via) if outgoing.via else None
        talk = self._answers.talk(via) if via is not None else None
        ended = True
        try:
            return await self._act(outgoing, talk)
        except (TryAgain, EffectUnknown, asyncio.CancelledError):
            ended = False
            raise
        except Refusal as why:
            trouble = meaning(why, outgoing.place)
        finally:
            if talk is not None and ended:
                self._answers.ended(talk)
        raise trouble

    async def _act(self, outgoing: Outgoing, talk: Talk | None) -> str:
        act, place = outgoing.act, outgoing.place
        assert place.platform == PLATFORM, place.platform
        if isinstance(act, Open):
            return await self._places.open(outgoing.nonce, where(place), act)
        if isinstance(act, Delete):
            await self._delete(where(place), shown_by(act.ref))
            return act.ref
        old = replaceable(place, act)
        talk = talk if answers_its_reader(act.message, talk) else None
        with self._halfway.on_with(outgoing.nonce) as done:
            task = Task(outgoing.nonce, place, act.message, (), old, talk, done)
            if act.message.form is not None and (ref := await self._modal(task, act)) is not None:
                return ref
            return await self._show(laid_out(task))

    # -- forms -----------------------------------------------------------------------------------------------

    async def _modal(self, task: Task, act: Say | Edit) -> str | None:
        """Show a form as a modal, if it may be one; returns the act's ref, or None if it was not shown.

        What was pressed then shows how to open it again: who dismisses a modal tells nobody.
        """
        talk, form = task.talk, task.message.form
        if talk is None or form is None or talk.via.kind not in ("command", "press"):
            return None
        opened = talk.via.kind == "press" and talk.via.pressed == form.token
        if task.message.rows and not opened:
            return None
        try:
            await self._answers.first(talk, MODAL, Payload(modal(task.message)), task.nonce)
        except Late as late:
            if not late.looked or talk.modal_of != task.nonce:
                return None
        if not isinstance(act, Edit) or opened:
            return act.ref if isinstance(act, Edit) else ""
        left = laid_out(task)
        with suppress(ActTrouble, _Gone):
            for number in range(min(len(left.parts), len(left.old))):
                await self._edit_part(left, number)
        return act.ref

    # -- messages --------------------------------------------------------------------------------------------

    async def _show(self, task: Task) -> str:
        if not task.parts:
            raise Rejected("nothing in it can be seen")
        try:
            return await self._show_parts(task)
        except Refusal as why:
            bare = task.message.image is None and task.message.file is None
            if bare or why.code not in NOT_TAKEN:
                raise
            in_short = in_words(task)
        return await self._show_parts(in_short)

    async def _show_parts(self, task: Task) -> str:
        try:
            for number in range(len(task.parts)):
                if number not in task.done.shown:
                    await self._show_part(task, number)
        except _Gone:
            # Said anew as a whole, or its parts would stand in another order than they are read in.
            task.done.anew = True
            task.done.shown.clear()
            await self._tidy(task.to, task.old)
            return await self._show_parts(replace(task, old=()))
        await self._tidy(task.to, task.old[len(task.parts) :])
        return task.done.ref

    async def _show_part(self, task: Task, number: int) -> None:
        if number < len(task.old) and not task.done.anew:
            task.done.shown[number] = await self._edit_part(task, number)
        else:
            task.done.shown[number] = await self._say_part(task, number)

    async def _edit_part(self, task: Task, number: int) -> Shown:
        old, send = task.old[number], task.payload(number, edit=True)
        try:
            return await self._edit_pressed(task, old, send) or await self._edit(task, old, send)
        except Refusal as why:
            if why.code in GONE:
                raise _Gone from None
            raise

    async def _edit_pressed(self, task: Task, old: Shown, send: Payload) -> Shown | None:
        """Change the pressed message in answer to its press; None if that is not what it is, or can't be."""
        talk = task.talk
        if talk is None or talk.via.message_id != old.message_id:
            return None
        via = talk.via
        found = Shown(old.message_id, via.interaction_id, via.token, original=True) if old.token else old
        try:
            await self._answers.first(talk, UPDATE, send)
        except Late:
            if talk.how != "quiet":
                return None
            try:
                await self._answers.fill(talk, send)
            except Refusal as why:
                if not why.over:
                    raise
                return None
        return found

    async def _edit(self, task: Task, old: Shown, send: Payload) -> Shown:
        """Change a message by the bot's own token, or one for a single reader by that of its interaction."""
        if not old.token:
            if task.place.kind == "visit":
                raise Expired("the bot is no member there")
            await self._messages.edit(task.to, old.message_id, send)
            return old
        if not old.alive(self._clock.now()):
            raise Expired("the answer to an interaction can't be changed any more")
        path = ORIGINAL if old.original else ANSWERED
        try:
            await self._rest.answer("PATCH", path, send=send, webhook_token=old.token, message_id=old.message_id)
        except Refusal as why:
            if why.over:
                raise Expired("the answer to an interaction can't be changed any more") from None
            raise
        return old

    async def _say_part(self, task: Task, number: int) -> Shown:
        send = task.payload(number)
        if task.talk is not None:
            try:
                said = await self._in_answer(task, task.talk, number, send)
            except Refusal as why:
                if not why.over:
                    raise
                said = None
            if said is not None:
                return said
        if task.private:
            raise Expired("nothing asks for it there any more")
        reply_to = task.message.reply_to if number == 0 else ""
        return Shown(await self._messages.say(task.to, send, task.nonce, number, reply_to))

    async def _in_answer(self, task: Task, talk: Talk, number: int, send: Payload) -> Shown | None:
        """Say a part in answer to the interaction; None if it is to be said by the bot's own token."""
        try:
            return said_in(task, talk, await self._answers.first(talk, SAY, send), original=True)
        except Late:
            pass
        if talk.original is not None and talk.how == "shown" and same(talk.original, send):
            found, talk.original = talk.original, None
            return said_in(task, talk, found, original=True)
        if talk.how == "thinking":
            if task.private == talk.via.private:
                filled = await self._answers.fill(talk, task.payload(number, edit=True))
                return said_in(task, talk, filled, original=True)
            with suppress(ActTrouble):
                await self._answers.withdraw(talk)
        if not task.private or talk.how == "over":
            return None
        return said_in(task, talk, await self._answers.follow_up(talk, send), original=False)

    async def _delete(self, to: Where, refs: tuple[Shown, ...]) -> None:
        """Take messages back; one that is gone already, or can't be reached any more, is no trouble."""
        for one in refs:
            try:
                if one.token:
                    path = ORIGINAL if one.original else ANSWERED
                    await self._rest.answer("DELETE", path, webhook_token=one.token, message_id=one.message_id)
                else:
                    await self._messages.delete(to, one.message_id)
            except Refusal as why:
                if why.code not in GONE and not why.over:
                    raise

    async def _tidy(self, to: Where, refs: tuple[Shown, ...]) -> None:
        """Take messages away, if that can be: what stays is old and does no harm."""
        for one in refs:
            with suppress(ActTrouble):
                await self._delete(to, (one,))
