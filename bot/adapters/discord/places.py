"""Making a place of their own for a few members of a server: a private thread, or else a channel.

A thread is made first and its members are added to it one by one, so a try that was broken off leaves one with some of
them. It is found again by what this process remembers of the act, or after a restart by its name, its age, and that
nobody is in it who is not meant to be. A channel is made with its readers named in the same request, and found again
by exactly those. What can't be told: a thread made by a process that then died before anybody was in it, from one made
the same way for somebody else under the same title; whoever comes first gets it, the other one gets a new one.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from bot.adapters.discord.addresses import PLATFORM, Where, account, channel, thread
from bot.adapters.discord.components import Json
from bot.adapters.discord.readers import (
    CHANNEL,
    FOR_MEMBER,
    FOR_ROLE,
    PRIVATE_THREAD,
    TEXT_CHANNEL,
    THREAD_MEMBER,
    VIEW,
    readers,
)
from bot.adapters.discord.rest import Rest, body
from bot.adapters.discord.text import shortened
from bot.adapters.discord.troubles import UNKNOWN_CHANNEL, UNKNOWN_GUILD, Refusal
from bot.adapters.discord.via import made_at
from bot.clock import MINUTE, Clock
from bot.errors import ActTrouble, Rejected, Unreachable
from bot.model import Address, Open

ACTIVE_THREADS: Final = "/guilds/{guild_id}/threads/active"
MEMBER: Final = "/guilds/{guild_id}/members/{user_id}"
TITLE_LIMIT: Final = 100
WEEK_OF_MINUTES: Final = 10_080
"""How long a thread may be quiet before Discord archives it: the longest there is."""

FRESH: Final = 2 * MINUTE
"""How long after it was made a place that nobody recorded is taken for the one an act had begun to make."""

REMEMBERED: Final = 1000

ADMINISTRATOR: Final = 1 << 3
_WRITE: Final = VIEW | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16
"""View, send messages, show links, attach files, read what was said before."""


@dataclass(slots=True)
class _Plan:
    """What is to be made, where, and for whom (ids of members)."""

    nonce: str
    to: Where
    title: str
    members: tuple[str, ...]


class Places:
    """Makes places."""

    def __init__(self, rest: Rest, clock: Clock) -> None:
        self._rest = rest
        self._clock = clock
        self._made: OrderedDict[str, Address] = OrderedDict()

    async def open(self, nonce: str, to: Where, act: Open) -> str:
        """Make a place that only these accounts and the bot can read, inside the server of `to`; returns its id.

        Raises:
            Rejected: one of them is not in that server, or the bot may make neither a thread nor a channel there.
            Unreachable: the server or the channel is gone.
            TryAgain: Discord gave no answer. The same act goes on from there.
        """
        if not to.text_channel or not act.members or any(one.platform != PLATFORM for one in act.members):
            raise Rejected("a place of Discord's lies inside a server and is for accounts of Discord")
        plan = _Plan(nonce, to, shortened(act.title, TITLE_LIMIT), tuple(dict.fromkeys(one.id for one in act.members)))
        try:
            made = self._made.get(nonce) or await self._make(plan)
            self._made[nonce] = made
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
            await self._let_in(plan, made)
        except Refusal as why:
            if why.code in (UNKNOWN_CHANNEL, UNKNOWN_GUILD) and nonce not in self._made:
                raise Unreachable("the server or its channel is gone") from None
            await self._undo(plan)
            raise Rejected(f"no place can be made there ({why})") from None
        return made.id

    async def _make(self, plan: _Plan) -> Address:
        guild_id = plan.to.guild
        guild, parent, *people = await asyncio.gather(
            self._rest.bot("GET", "/guilds/{guild_id}", guild_id=guild_id),
            self._rest.bot("GET", CHANNEL, channel_id=plan.to.text_channel),
            *(self._rest.bot("GET", MEMBER, guild_id=guild_id, user_id=one) for one in plan.members),
        )
        # Who can't see a thread's channel can't see the thread.
        if parent["type"] == TEXT_CHANNEL and all(_sees(guild, parent, one) for one in people):
            try:
                return await self._thread(plan)
            except Refusal as why:
                if why.code == UNKNOWN_CHANNEL:
                    raise
        return await self._channel(plan, parent)

    # -- a thread ----------------------------------------------------------------------------------------------

    async def _thread(self, plan: _Plan) -> Address:
        found = await self._begun_thread(plan)
        if found is None:
            said = body(name=plan.title, type=PRIVATE_THREAD, invitable=False, auto_archive_duration=WEEK_OF_MINUTES)
            path = "/channels/{channel_id}/threads"
            made = await self._rest.bot("POST", path, channel_id=plan.to.text_channel, send=said)
            found = str(made["id"])
        return thread(plan.to.guild, plan.to.text_channel, found)

    async def _begun_thread(self, plan: _Plan) -> str | None:
        """A thread that an earlier try of this act may have made."""
        try:
            said = await self._rest.bot("GET", ACTIVE_THREADS, guild_id=plan.to.guild)
        except Refusal:
            return None
        others = {one.id for one in self._made.values()}
        wanted = frozenset(account(one) for one in plan.members)
        for one in (said or {}).get("threads") or ():
            place = thread(plan.to.guild, plan.to.text_channel, one["id"])
            if self._fits(plan, one) and place.id not in others:
                inside = await readers(self._rest, place, wanted)
                if inside is not None and inside <= wanted:
                    return str(one["id"])
        return None

    def _fits(self, plan: _Plan, found: Json) -> bool:
        return (
            found.get("type") == PRIVATE_THREAD
            and found.get("name") == plan.title
            and str(found.get("parent_id")) == plan.to.text_channel
            and str(found.get("owner_id")) == self._rest.bot_id
            and self._fresh(found)
        )

    def _fresh(self, found: Json) -> bool:
        return abs(self._clock.now() - made_at(str(found["id"]))) <= FRESH

    async def _let_in(self, plan: _Plan, made: Address) -> None:
        """Add the members to a thread; who is in it already stays."""
        if made.id.count("/") != 2:
            return
        for one in plan.members:
            await self._rest.bot("PUT", THREAD_MEMBER, channel_id=made.id.rpartition("/")[2], user_id=one)

    async def _undo(self, plan: _Plan) -> None:
        """Take away what was made for somebody who can't be let in.

        Who made a private thread may put its members out and archive it; to delete it takes a right to manage threads.
        """
        made = self._made.pop(plan.nonce, None)
        if made is None:
            return
        place = made.id.rpartition("/")[2]
        try:
            await self._rest.bot("DELETE", CHANNEL, channel_id=place)
        except ActTrouble:
            for one in plan.members:
                with suppress(ActTrouble):
                    await self._rest.bot("DELETE", THREAD_MEMBER, channel_id=place, user_id=one)
            with suppress(ActTrouble):
                await self._rest.bot("PATCH", CHANNEL, channel_id=place, send=body(archived=True))

    # -- a channel ---------------------------------------------------------------------------------------------

    async def _channel(self, plan: _Plan, parent: Json) -> Address:
        """Everyone is denied, no role granted; the members and the bot are allowed."""
        guild, inside = plan.to.guild, (*plan.members, self._rest.bot_id)
        overwrites: list[Json] = [{"id": guild, "type": FOR_ROLE, "allow": 0, "deny": VIEW}]
        overwrites += [{"id": one, "type": FOR_MEMBER, "allow": _WRITE, "deny": 0} for one in inside]
        found = await self._begun_channel(plan, {str(one["id"]) for one in overwrites})
        if found is None:
            said = body(name=plan.title, type=TEXT_CHANNEL, permission_overwrites=overwrites)
            category = parent.get("parent_id") if parent["type"] == TEXT_CHANNEL else None
            said = said.with_body(parent_id=category) if category else said
            made = await self._rest.bot("POST", "/guilds/{guild_id}/channels", guild_id=guild, send=said)
            found = str(made["id"])
        return channel(guild, found)

    async def _begun_channel(self, plan: _Plan, named: set[str]) -> str | None:
        """A channel that an earlier try of this act may have made: fresh, and for exactly those."""
        others = {one.id for one in self._made.values()}
        for one in await self._rest.bot("GET", "/guilds/{guild_id}/channels", guild_id=plan.to.guild) or ():
            exact = {str(each["id"]) for each in one.get("permission_overwrites") or ()} == named
            if exact and self._fresh(one) and channel(plan.to.guild, one["id"]).id not in others:
                return str(one["id"])
        return None


def _sees(guild: Json, parent: Json, member: Json) -> bool:
    """Whether a member can view a channel (https://docs.discord.com/developers/topics/permissions)."""
    user, everyone = str(member["user"]["id"]), str(guild["id"])
    mine = {everyone, *map(str, member["roles"])}
    held = 0
    for role in guild["roles"]:
        held |= int(role["permissions"]) if str(role["id"]) in mine else 0
    if user == str(guild["owner_id"]) or held & ADMINISTRATOR:
        return True
    overwrites: list[Json] = parent.get("permission_overwrites") or []
    for group in ({everyone}, mine - {everyone}, {user}):
        of_group = [one for one in overwrites if str(one["id"]) in group]
        for one in of_group:
            held &= ~int(one["deny"])
        for one in of_group:
            held |= int(one["allow"])
    return bool(held & VIEW)
