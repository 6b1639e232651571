"""Who can read a place, as far as Discord tells a bot without privileged intents.

Left out are those who can read by right: the server's owner, administrators, and in a thread who may manage threads.
They are named when a place is linked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from bot.adapters.discord.addresses import PLATFORM, Where, account, where
from bot.adapters.discord.components import Json
from bot.adapters.discord.rest import Rest
from bot.adapters.discord.troubles import Refusal, meaning
from bot.errors import Unreachable
from bot.model import Account, Address

CHANNEL: Final = "/channels/{channel_id}"
THREAD_MEMBER: Final = "/channels/{channel_id}/thread-members/{user_id}"
ROLES: Final = "/guilds/{guild_id}/roles"

TEXT_CHANNEL: Final = 0
PRIVATE_THREAD: Final = 12
FOR_ROLE: Final = 0
FOR_MEMBER: Final = 1
"""What an overwrite of a channel's permissions is for."""

VIEW: Final = 1 << 10


async def readers(rest: Rest, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
    """Who can read there besides the bot; None if that can't be known, and at every doubt.

    Raises:
        Unreachable: it is gone, or the bot may not see it any more.
        TryAgain: Discord gave no answer.
    """
    if place.platform != PLATFORM or place.kind == "visit":
        return None
    to = where(place)
    if place.kind == "direct":
        return frozenset({account(to.user)})
    try:
        return await _in_server(rest, to, known) if to.channel else None
    except Refusal as why:
        trouble = meaning(why, place)
    if isinstance(trouble, Unreachable):
        raise trouble
    return None


async def _in_server(rest: Rest, to: Where, known: frozenset[Account]) -> frozenset[Account] | None:
    found = await rest.bot("GET", CHANNEL, channel_id=to.channel)
    if found["type"] == PRIVATE_THREAD:
        return await _in_thread(rest, to, found, known)
    if found["type"] == TEXT_CHANNEL:
        return await _in_channel(rest, to, found, known)
    return None


async def _in_thread(rest: Rest, to: Where, found: Json, known: frozenset[Account]) -> frozenset[Account] | None:
    """A thread's members can't be listed without a privileged intent, only counted and asked for one by one.

    The count is of all members, the bot among them, and stops at 50
    (https://docs.discord.com/developers/resources/channel#channel-object): it is exact where it matters.
    """
    if (found.get("thread_metadata") or {}).get("invitable") is not False:
        return None
    accounts = sorted(_people(known), key=lambda one: one.id)
    there, *inside = await asyncio.gather(
        *(_is_member(rest, to.channel, user) for user in (rest.bot_id, *(one.id for one in accounts)))
    )
    present = frozenset(one for one, is_in in zip(accounts, inside, strict=True) if is_in)
    return present if there and found.get("member_count") == len(present) + 1 else None


async def _is_member(rest: Rest, thread: str, user: str) -> bool:
    try:
        await rest.bot("GET", THREAD_MEMBER, channel_id=thread, user_id=user)
    except Refusal as why:
        if why.status == 404 and why.code != 10003:
            return False
        raise
    return True


async def _in_channel(rest: Rest, to: Where, found: Json, known: frozenset[Account]) -> frozenset[Account] | None:
    """A channel that everyone is denied and no role is granted, save the bot's own, is read by whom it names."""
    overwrites: list[Json] = found.get("permission_overwrites") or []
    everyone = [one for one in overwrites if str(one["id"]) == to.guild]
    if not everyone or not int(everyone[0]["deny"]) & VIEW:
        return None
    allowed = [one for one in overwrites if int(one["allow"]) & VIEW]
    roles = {str(one["id"]) for one in allowed if int(one["type"]) == FOR_ROLE}
    if roles and roles - await _own_roles(rest, to.guild):
        return None
    named = {str(one["id"]) for one in allowed if int(one["type"]) == FOR_MEMBER} - {rest.bot_id}
    people = {one.id for one in _people(known)}
    return frozenset(account(one) for one in named) if named <= people else None


async def _own_roles(rest: Rest, guild: str) -> set[str]:
    """The role that came with the bot and is nobody else's."""
    roles = await rest.bot("GET", ROLES, guild_id=guild)
    return {str(one["id"]) for one in roles or () if str((one.get("tags") or {}).get("bot_id")) == rest.bot_id}


def _people(known: Iterable[Account]) -> set[Account]:
    return {one for one in known if one.platform == PLATFORM and one.id.isascii() and one.id.isdecimal()}
