"""What people do on the loopback Discord, as tests ask for it.

A `channel` is a channel's or thread's id; None is the person's DM with the bot, "pair:OTHER" their DM with somebody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Literal

from tests.discord.wire import Json
from tests.loopback.asking import Asking

Where = int | str | None


class People(Asking):
    """Everybody's deeds."""

    async def person(self, user_id: int, name: str, locale: str = "en-US") -> None:
        """Somebody makes an account."""
        await self._ask("person", user_id=user_id, name=name, locale=locale)

    async def guild(
        self, name: str, owner: int, members: Sequence[int], *, bot: bool = True, permissions: int | None = None
    ) -> int:
        """Somebody makes a guild, with a text channel "general"; `permissions` are the bot's, None: all it asks for."""
        given = {"members": list(members), "bot": bot, "permissions": permissions}
        return int(await self._ask("guild", name=name, owner=owner, **given))

    async def guilds(self) -> list[int]:
        """All guilds, oldest first."""
        return list(await self._ask("guilds"))

    async def dm(self, user: int) -> int:
        """The id of somebody's DM with the bot."""
        return int(await self._ask("dm", user=user))

    async def general(self, guild: int) -> int:
        """The guild's first channel."""
        return int(await self._ask("general", guild=guild))

    async def adds_bot(self, guild: int, permissions: int | None = None) -> None:
        """Somebody adds the bot to a guild."""
        await self._ask("adds_bot", guild=guild, permissions=permissions)

    async def joins(self, guild: int, user: int) -> None:
        """Somebody becomes a member of a guild."""
        await self._ask("joins", guild=guild, user=user)

    async def channel(self, guild: int, name: str, *, overwrites: Sequence[Json] = ()) -> int:
        """Somebody makes a text channel; overwrites are Discord's objects: id, type (0 role, 1 member), allow, deny."""
        return int(await self._ask("channel", guild=guild, name=name, overwrites=list(overwrites)))

    async def thread(
        self, channel: int, name: str, members: Sequence[int], *, private: bool = True, invitable: bool = False
    ) -> int:
        """The first member opens a thread; the bot is in it only if it is named (BOT_ID)."""
        given = {"members": list(members), "private": private, "invitable": invitable}
        return int(await self._ask("thread", channel=channel, name=name, **given))

    # -- interactions ------------------------------------------------------------------------------------------

    async def slash(
        self,
        user: int,
        name: str,
        *,
        channel: Where = None,
        options: Mapping[str, str | int | bool] | None = None,
        user_install: bool = False,
    ) -> int:
        """Somebody uses a command ("group sub" for a subcommand); returns the interaction's id.

        With `user_install` the command is their own: in a guild without the bot, or in "pair:OTHER".
        """
        given = {"channel": channel, "options": dict(options or {}), "user_install": user_install}
        return int(await self._ask("slash", user=user, name=name, **given))

    async def completes(self, user: int, name: str, option: str, text: str, *, channel: Where = None) -> list[Json]:
        """Somebody types into an option; returns the choices answered. Fails after 3 s without any."""
        async with asyncio.timeout(3):
            return list(await self._ask("completes", user=user, name=name, option=option, text=text, channel=channel))

    async def begins(self, user: int, name: str, option: str, text: str, *, channel: Where = None) -> int:
        """Somebody types into an option, and waits for nothing; returns the interaction's id."""
        return int(await self._ask("begins", user=user, name=name, option=option, text=text, channel=channel))

    async def on_message(
        self, user: int, command_name: str, message_id: int, *, channel: Where = None, user_install: bool = False
    ) -> int:
        """Somebody uses a command of the bot's in a message's menu; returns the interaction's id."""
        given = {"message_id": message_id, "channel": channel, "user_install": user_install}
        return int(await self._ask("on_message", user=user, name=command_name, **given))

    async def presses(
        self, user: int, message_id: int, custom_id: str, *, channel: Where = None, forged: bool = False
    ) -> int:
        """Somebody presses a button; returns the interaction's id. They must see it, unless it is `forged`."""
        given = {"message_id": message_id, "custom_id": custom_id, "channel": channel, "forged": forged}
        return int(await self._ask("presses", user=user, **given))

    async def modal(self, user: int) -> Json | None:
        """The modal that is open before somebody: title, custom_id, components."""
        shown = await self._ask("modal", user=user)
        return None if shown is None else dict(shown)

    async def submits(self, user: int, values: Mapping[str, str | Sequence[str]]) -> int:
        """Somebody fills in the open modal, by each field's custom_id, and sends it; returns the interaction's id.

        What is not named stays as it stood. What Discord's own app would not let through is Impossible.
        """
        return int(await self._ask("submits", user=user, values=dict(values)))

    async def dismisses(self, user: int) -> None:
        """Somebody closes the open modal; nobody hears of it."""
        await self._ask("dismisses", user=user)

    async def token(self, interaction: int) -> str:
        """The token that the bot was given with an interaction."""
        return str(await self._ask("token", interaction=interaction))

    async def passes(self, seconds: float) -> None:
        """Time passes for everything on the server (what comes after has ids from the future)."""
        await self._ask("passes", seconds=seconds)

    async def age(self, interaction: int, minutes: float) -> None:
        """Make an interaction older: 3 s unanswered are too late, after 15 minutes its token is dead."""
        await self._ask("age", interaction=interaction, minutes=minutes)

    # -- messages and places -----------------------------------------------------------------------------------

    async def types(
        self, user: int, text: str, *, channel: Where = None, reply_to: int | None = None, photo: bool = False
    ) -> int:
        """Somebody writes, perhaps with a photo; returns the message's id. A reply mentions whom it answers."""
        given = {"channel": channel, "reply_to": reply_to, "photo": photo}
        return int(await self._ask("types", user=user, text=text, **given))

    async def edits(self, user: int, message_id: int, text: str, *, channel: Where = None) -> None:
        """Somebody changes what they wrote."""
        await self._ask("edits", user=user, message_id=message_id, text=text, channel=channel)

    async def deletes(self, user: int, message_id: int, *, channel: Where = None) -> None:
        """Somebody deletes a message (the bot's too: a moderator can)."""
        await self._ask("deletes", user=user, message_id=message_id, channel=channel)

    async def adds(self, thread: int, user: int, by: int) -> None:
        """Somebody adds somebody to a thread."""
        await self._ask("adds", thread=thread, user=user, by=by)

    async def removes(self, thread: int, user: int) -> None:
        """Somebody is put out of a thread, or leaves it."""
        await self._ask("removes", thread=thread, user=user)

    async def removes_bot(self, place: int) -> None:
        """The bot is put out of a guild or a thread."""
        await self._ask("removes_bot", place=place)

    async def archives(self, thread: int, locked: bool = False) -> None:
        """A thread is archived; only a moderator opens a `locked` one again."""
        await self._ask("archives", thread=thread, locked=locked)

    async def deletes_channel(self, channel: int) -> None:
        """A channel or thread is deleted."""
        await self._ask("deletes_channel", channel=channel)

    async def guild_unavailable(self, guild: int) -> None:
        """An outage takes a guild away for a while."""
        await self._ask("guild_unavailable", guild=guild)

    async def guild_back(self, guild: int) -> None:
        """The outage is over."""
        await self._ask("guild_back", guild=guild)

    async def overwrite(
        self, channel: int, kind: Literal["role", "member"], overwritten: int, allow: int = 0, deny: int = 0
    ) -> None:
        """Somebody changes a channel's permissions for a role (everyone: the guild's id) or a member; 0 and 0: none."""
        given = {"kind": kind, "overwritten": overwritten, "allow": allow, "deny": deny}
        await self._ask("overwrite", channel=channel, **given)

    async def closes_dm(self, user: int) -> None:
        """Somebody lets no direct messages through, or blocks the bot."""
        await self._ask("closes_dm", user=user)

    async def opens_dm(self, user: int) -> None:
        """Somebody lets direct messages through again."""
        await self._ask("opens_dm", user=user)
