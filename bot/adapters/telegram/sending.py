"""Doing acts: an act becomes requests, and what Telegram answers becomes a ref or a trouble."""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

import telegram
from telegram import InlineKeyboardMarkup, InputMediaPhoto, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.addresses import Where, message_in, where
from bot.adapters.telegram.limits import Pacer
from bot.adapters.telegram.text import Part, keyboard, parts, without_file
from bot.adapters.telegram.troubles import Gone, NoQuoted, NotTaken, Troubles
from bot.clock import Chance
from bot.errors import ActTrouble, Rejected, TryAgain
from bot.halfway import Halfway
from bot.model import Address, Delete, Edit, Message, Open, Outgoing, Span
from bot.port import Answer

log = logging.getLogger(__name__)

T = TypeVar("T")

NOTE_LIMIT: Final = 200
"""Characters of an answer to a press: https://core.telegram.org/bots/api#answercallbackquery."""

_REF: Final = re.compile(r"[0-9]{1,18}(,[0-9]{1,18})*", re.ASCII)
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(slots=True)
class _Done:
    """How far an act has come: the message that shows each part, and whether all is said anew."""

    shown: dict[int, int] = field(default_factory=dict)
    anew: bool = False

    @property
    def ref(self) -> str:
        return ",".join(str(number) for _, number in sorted(self.shown.items()))


@dataclass(frozen=True, slots=True)
class _Task:
    """One act under way."""

    to: Where
    message: Message
    parts: tuple[Part, ...]
    old: tuple[int, ...]
    done: _Done

    def buttons(self, number: int) -> InlineKeyboardMarkup | None:
        """The buttons of a part: they stand under the last."""
        return keyboard(self.message) if number == len(self.parts) - 1 else None


class Sending:
    """Does acts on Telegram. `shut_out` hears one sentence for the operator if the token is refused."""

    def __init__(self, bot: telegram.Bot, pacer: Pacer, chance: Chance, shut_out: Callable[[str], None]) -> None:
        self._bot = bot
        self._pacer = pacer
        self._troubles = Troubles(pacer, chance, shut_out)
        self._halfway = Halfway(_Done)

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act; returns the message's number, or the numbers of its parts ("12,13"). Raises ActTrouble.

        A bot can't make groups, nor show one reader of a group what others don't see: such acts are rejected.
        """
        act = outgoing.act
        if isinstance(act, Delete):
            return await self._take_back(where(outgoing.place), act.ref)
        if isinstance(act, Open) or (act.message.only is not None and outgoing.place.kind == "shared"):
            raise Rejected("not on Telegram")
        to, old = where(outgoing.place), _numbers(act.ref) if isinstance(act, Edit) else ()
        with self._halfway.on_with(outgoing.nonce) as done:
            if act.message.file is None:
                return await self._show(to, act.message, old, done)
            # Whoever asked for a file looks for it below, and would hear of no edit.
            ref = await self._show(to, act.message, (), done)
            await self._delete(to, old)
            return ref

    async def _show(self, to: Where, message: Message, old: tuple[int, ...], done: _Done) -> str:
        task = _Task(to, message, parts(message), old, done)
        if not task.parts:
            raise Rejected("nothing in it can be seen")
        try:
            return await self._show_parts(task)
        except NoQuoted:
            if not message.reply_to:
                raise Rejected("it replies to nothing") from None
            return await self._show(to, replace(message, reply_to=""), old, done)
        except NotTaken:
            if message.image is not None and 0 not in done.shown:
                return await self._show(to, _in_words(message), old, done)
            if message.file is None:
                raise Rejected("it has no picture or file") from None
            return await self._show_parts(replace(task, parts=without_file(task.parts)))

    async def _show_parts(self, task: _Task) -> str:
        try:
            for number in range(len(task.parts)):
                if number not in task.done.shown:
                    await self._show_part(task, number)
        except Gone:
            if not task.old:
                raise Rejected("nothing was to be edited") from None
            # Said anew as a whole, or its parts would stand in another order than they are read in.
            task.done.anew = True
            task.done.shown.clear()
            await self._delete(task.to, task.old)
            return await self._show_parts(replace(task, old=()))
        await self._delete(task.to, task.old[len(task.parts) :])
        return task.done.ref

    async def _show_part(self, task: _Task, number: int) -> None:
        if number < len(task.old) and not task.done.anew:
            await self._edit(task, number)
            task.done.shown[number] = task.old[number]
        else:
            task.done.shown[number] = await self._say(task, number)

    # -- requests --------------------------------------------------------------------------------------------

    async def _say(self, task: _Task, number: int) -> int:
        part, to = task.parts[number], task.to
        buttons = task.buttons(number)
        quoted = message_in(task.message.reply_to, to.chat) if number == 0 else None
        reply = None if quoted is None else ReplyParameters(quoted, allow_sending_without_reply=True)

        async def send() -> telegram.Message:
            if part.file is not None:
                return await self._bot.send_document(
                    to.chat,
                    _decoded(part.file.data),
                    caption=part.text or None,
                    caption_entities=part.entities or None,
                    reply_markup=buttons,
                    message_thread_id=to.topic,
                    reply_parameters=reply,
                    filename=part.file.name,
                    disable_content_type_detection=True,
                )
            if part.image is not None:
                return await self._bot.send_photo(
                    to.chat,
                    _decoded(part.image.png),
                    caption=part.text or None,
                    caption_entities=part.entities or None,
                    reply_markup=buttons,
                    message_thread_id=to.topic,
                    reply_parameters=reply,
                    filename="picture.png",
                )
            return await self._bot.send_message(
                to.chat,
                part.text,
                entities=part.entities or None,
                link_preview_options=_NO_PREVIEW,
                reply_markup=buttons,
                message_thread_id=to.topic,
                reply_parameters=reply,
            )

        return (await self._paced(to.chat, send, repeatable=False)).message_id

    async def _edit(self, task: _Task, number: int) -> None:
        part, chat, ref = task.parts[number], task.to.chat, task.old[number]
        buttons = task.buttons(number)

        async def edit() -> object:
            if part.image is not None:
                picture = InputMediaPhoto(
                    _decoded(part.image.png), part.text or None, caption_entities=part.entities, filename="picture.png"
                )
                return await self._bot.edit_message_media(picture, chat, ref, reply_markup=buttons)
            return await self._bot.edit_message_text(
                part.text,
                chat,
                ref,
                entities=part.entities or None,
                link_preview_options=_NO_PREVIEW,
                reply_markup=buttons,
            )

        await self._paced(chat, _unless_same(edit), repeatable=True)

    async def _take_back(self, to: Where, ref: str) -> str:
        """Delete a message, every part of it; one that is gone already is done, one too old is rejected."""
        for number in _numbers(ref):

            async def delete(number: int = number) -> object:
                return await self._bot.delete_message(to.chat, number)

            with suppress(Gone):
                await self._paced(to.chat, delete, repeatable=True)
        return ref

    async def _delete(self, to: Where, refs: tuple[int, ...]) -> None:
        """Take messages away, if that can be: what stays is old and does no harm."""
        for ref in refs:
            with suppress(TelegramError):
                await self._bot.delete_message(to.chat, ref)

    async def _paced(self, chat: int, call: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
        if (rest := self._pacer.rest_of(chat)) > 0:
            raise TryAgain(rest, tried=False)
        async with self._pacer.sending(chat):
            began = self._pacer.now()
            try:
                result = await call()
            except TelegramError as error:
                trouble = self._troubles.named(error, chat, began, repeatable=repeatable)
            else:
                self._troubles.fine()
                return result
        log.debug("telegram: %s", type(trouble).__name__)
        raise trouble  # outside of the `except`: the platform's words may hold anything

    def trouble(self, error: TelegramError, place: Address) -> ActTrouble:
        """What an error means that came of only asking about a place."""
        return self._troubles.named(error, where(place).chat, self._pacer.now(), repeatable=True)

    # -- presses ---------------------------------------------------------------------------------------------

    async def answer_press(self, query_id: str, answer: Answer, chat_link: str) -> None:
        """Answer a press, so that its button stops waiting. Never raises: one too old to be answered is no harm.

        `chat_link` leads to the direct chat; Telegram takes it only with a parameter, as in
        "https://t.me/BOT?start=answer", and where it does not the press is answered without.
        """
        lead = chat_link if answer.direct and chat_link else None
        note = None if lead else answer.note[:NOTE_LIMIT] or None
        try:
            try:
                await self._bot.answer_callback_query(query_id, note, show_alert=bool(note) or None, url=lead)
            except BadRequest:
                if lead is None:
                    raise
                await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.debug("telegram: a press was not answered: %s", type(error).__name__)


def _unless_same(edit: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[object]]:
    """An edit that changes nothing is done, though Telegram calls it an error."""

    async def call() -> object:
        try:
            return await edit()
        except BadRequest as error:
            if "message is not modified" in error.message.lower():
                return None
            raise

    return call


def _numbers(ref: str) -> tuple[int, ...]:
    return tuple(int(number) for number in ref.split(",")) if _REF.fullmatch(ref) else ()


def _in_words(message: Message) -> Message:
    """The message with its picture's words instead of the picture."""
    assert message.image is not None
    return replace(message, image=None, spans=(Span(f"{message.image.alt}\n\n", "words"), *message.spans))


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise Rejected("the picture or file is no base 64") from None
