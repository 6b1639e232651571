"""Permissions, computed as Discord documents: https://discord.com/developers/docs/topics/permissions."""

from __future__ import annotations

from typing import Final

from tests.discord.people import DM, PRIVATE_THREAD, Channel, Guild
from tests.discord.wire import BOT_ID, Json, Refusal

INVITE: Final = 1 << 0
ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
VIEW: Final = 1 << 10
SEND: Final = 1 << 11
MANAGE_MESSAGES: Final = 1 << 13
EMBED: Final = 1 << 14
ATTACH: Final = 1 << 15
READ_HISTORY: Final = 1 << 16
MANAGE_ROLES: Final = 1 << 28
USE_COMMANDS: Final = 1 << 31
MANAGE_THREADS: Final = 1 << 34
CREATE_PUBLIC_THREADS: Final = 1 << 35
CREATE_PRIVATE_THREADS: Final = 1 << 36
SEND_IN_THREADS: Final = 1 << 38

EVERYTHING: Final = (1 << 53) - 1
EVERYONE: Final = (
    INVITE | VIEW | SEND | EMBED | ATTACH | READ_HISTORY | USE_COMMANDS
    | CREATE_PUBLIC_THREADS | CREATE_PRIVATE_THREADS | SEND_IN_THREADS
)  # fmt: skip
BOT: Final = EVERYONE | MANAGE_CHANNELS | MANAGE_ROLES
"""What a bot has that was given all that it asks for; it moderates nothing."""


def base(guild: Guild, user: int) -> int:
    """What somebody may do in a guild as such."""
    if user == guild.owner:
        return EVERYTHING
    held = guild.everyone | (guild.bots if user == BOT_ID and guild.bot else 0)
    return EVERYTHING if held & ADMINISTRATOR else held


def _apply(held: int, overwrite: Json | None) -> int:
    if overwrite is None:
        return held
    return held & ~int(overwrite["deny"]) | int(overwrite["allow"])


def inside(guild: Guild, channel: Channel, user: int) -> int:
    """What somebody may do in a channel that is no thread; nothing at all where they can't see it."""
    held = base(guild, user)
    if held == EVERYTHING:
        return held
    held = _apply(held, channel.overwrites.get(guild.id))
    if user == BOT_ID:
        held = _apply(held, channel.overwrites.get(guild.bot_role))
    held = _apply(held, channel.overwrites.get(user))
    return held if held & VIEW else 0


class Rights:
    """Answers what is allowed, by looking at guilds and channels that it is handed."""

    def __init__(self, guilds: dict[int, Guild], channels: dict[int, Channel]) -> None:
        self._guilds = guilds
        self._channels = channels

    def of(self, user: int, channel: Channel) -> int:
        """What somebody may do there; a thread has its parent's permissions, a private one only for its members."""
        if channel.kind == DM:
            return EVERYONE | MANAGE_MESSAGES if user in channel.members or user == BOT_ID else 0
        guild = self._guilds[channel.guild or 0]
        if user not in guild.members and not (user == BOT_ID and guild.bot):
            return 0
        if channel.parent is None:
            return inside(guild, channel, user)
        held = inside(guild, self._channels[channel.parent], user)
        if channel.kind == PRIVATE_THREAD and user not in channel.members and not held & MANAGE_THREADS:
            return 0
        return held

    def sees(self, user: int, channel: Channel) -> bool:
        """Whether somebody can read there."""
        gone = channel.gone or (channel.parent is not None and self._channels[channel.parent].gone)
        return not gone and bool(self.of(user, channel) & VIEW)

    def need(self, channel: Channel, *wanted: int) -> int:
        """What the bot may do there; refuses if it can't see the place, or lacks something."""
        held = self.of(BOT_ID, channel)
        if not held & VIEW:
            raise Refusal(50001)
        if any(not held & one for one in wanted):
            raise Refusal(50013)
        return held

    def need_to_send(self, channel: Channel) -> None:
        """Refuses if the bot may not write there."""
        self.need(channel, SEND_IN_THREADS if channel.is_thread else SEND)

    def bot_in(self, guild: int) -> bool:
        """Whether the bot is a member of a guild."""
        return guild in self._guilds and self._guilds[guild].bot
