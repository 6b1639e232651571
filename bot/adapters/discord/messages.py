"""Messages by the bot's own token: said once under their nonce, edited, deleted, wherever the place's channel is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any, Final, TypeVar

from bot.adapters.discord.addresses import Directs, Where
from bot.adapters.discord.components import Json, Payload
from bot.adapters.discord.rest import MESSAGE, MESSAGES, Rest, body
from bot.adapters.discord.troubles import ARCHIVED, BAD_BODY, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Refusal
from bot.errors import Unreachable

T = TypeVar("T")

NONCE_LIMIT: Final = 25
"""Characters: https://docs.discord.com/developers/resources/message#create-message."""


def nonce_of(act: str, part: int) -> str:
    """What makes a part of an act the same at each try, and no other's."""
    if part == 0 and len(act) <= NONCE_LIMIT:
        return act
    return sha256(f"{act}/{part}".encode()).hexdigest()[:NONCE_LIMIT]


def same(found: Json, send: Payload) -> bool:
    """Whether a message that Discord shows is the one that would be sent: its text and its buttons are the same."""
    text = str(send.body.get("content") or "")
    return str(found.get("content") or "") == text and _buttons(found) == _buttons(send.body)


def _buttons(message: Json) -> list[str]:
    rows: list[Json] = message.get("components") or []
    return [str(one.get("custom_id") or one.get("url")) for row in rows for one in row.get("components") or ()]


class Messages:
    """Says, edits and deletes. All of it raises what `Rest.bot` does."""

    def __init__(self, rest: Rest) -> None:
        self.directs = Directs()
        self._rest = rest

    def known_channel(self, to: Where) -> str:
        """The channel of a place, empty where it is not known yet."""
        return to.channel or self.directs.find(to.user) or ""

    async def say(self, to: Where, send: Payload, act: str, part: int, reply_to: str = "") -> str:
        """Say a message; returns its id. `reply_to` is left out where it can't be replied to."""
        told = send.with_body(nonce=nonce_of(act, part), enforce_nonce=True)
        quoting = told
        if reply_to.isascii() and reply_to.isdecimal():
            quoted = {"message_id": reply_to, "fail_if_not_exists": False}
            quoting = told.with_body(message_reference=quoted)
        try:
            return await self._say(to, quoting)
        except Refusal as why:
            if quoting is told or why.code not in (BAD_BODY, UNKNOWN_MESSAGE):
                raise
        return await self._say(to, told)

    async def _say(self, to: Where, send: Payload) -> str:
        async def say(channel: str) -> Any:
            return await self._rest.bot("POST", MESSAGES, channel_id=channel, send=send)

        said = await self._within(to, say)
        return str((said or {}).get("id") or "")

    async def edit(self, to: Where, message: str, send: Payload) -> None:
        """Change a message of ours."""

        async def edit(channel: str) -> Any:
            return await self._rest.bot("PATCH", MESSAGE, channel_id=channel, message_id=message, send=send)

        await self._within(to, edit)

    async def delete(self, to: Where, message: str) -> None:
        """Delete a message of ours."""

        async def delete(channel: str) -> Any:
            return await self._rest.bot("DELETE", MESSAGE, channel_id=channel, message_id=message)

        await self._within(to, delete)

    async def _within(self, to: Where, call: Callable[[str], Awaitable[T]]) -> T:
        """Do something in a place's channel; a direct chat whose channel is another by now, or an archived thread
        that anybody may open again, is no hindrance."""
        if not to.channel and not to.user:
            raise Unreachable("a server as a whole is no place to say anything")
        known = self.known_channel(to)
        try:
            return await call(known or await self._direct(to.user))
        except Refusal as why:
            if why.code == UNKNOWN_CHANNEL and to.user and known:
                self.directs.forget(to.user)
            elif why.code == ARCHIVED:
                await self._reopen(to.channel)
            else:
                raise
        return await call(to.channel or await self._direct(to.user))

    async def _direct(self, user: str) -> str:
        said = await self._rest.bot("POST", "/users/@me/channels", send=body(recipient_id=user))
        self.directs.learn(user, said["id"])
        return str(said["id"])

    async def _reopen(self, channel: str) -> None:
        """Take a thread out of the archive, unless somebody locked it there."""
        found = await self._rest.bot("GET", "/channels/{channel_id}", channel_id=channel)
        if ((found or {}).get("thread_metadata") or {}).get("locked"):
            raise Unreachable("the thread is locked")
        try:
            await self._rest.bot("PATCH", "/channels/{channel_id}", channel_id=channel, send=body(archived=False))
        except Refusal as why:
            raise Unreachable("the thread can't be taken out of the archive") from why
