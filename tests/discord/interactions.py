"""Interactions on their way to the bot, worded in full.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object.
"""

from __future__ import annotations

import asyncio
import base64
from typing import Final

from tests.discord.people import DM, Channel, Interaction, Message
from tests.discord.rights import BOT
from tests.discord.shapes import member_json
from tests.discord.wire import APP_ID, BOT_ID, Json
from tests.discord.world import World

LATE: Final = 3_000
"""Milliseconds in which an interaction must be answered."""

DEAD: Final = 15 * 60_000
"""Milliseconds after which an interaction's token is good for nothing."""

COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4
MODAL: Final = 5


def new_token(world: World, number: int) -> str:
    """As long and as opaque as Discord's."""
    secret = "".join(world.chance.token() for _ in range(6))
    return base64.urlsafe_b64encode(f"interaction:{number}:{secret}".encode()).decode().rstrip("=")


def begin(
    world: World,
    kind: int,
    user: int,
    channel: Channel,
    data: Json,
    *,
    message: Message | None = None,
    user_install: bool = False,
) -> Interaction:
    """Somebody interacts, and the bot is told if it is there."""
    number = world.snowflake()
    made = Interaction(number, new_token(world, number), kind, user, channel, data, world.now(), message, user_install)
    world.interactions[made.id] = world.tokens[made.token] = made
    # Time makes it late, and nothing else would wake those who wait for it.
    asyncio.get_running_loop().call_later((LATE + 50) / 1000, world.changes.tell)
    made.delivered = world.dispatch("INTERACTION_CREATE", interaction_json(world, made), channel.guild)
    world.changes.tell()
    return made


def interaction_json(world: World, interaction: Interaction) -> Json:
    """The whole payload."""
    channel = interaction.channel
    person = world.persons[interaction.user]
    said: Json = {
        "id": str(interaction.id),
        "application_id": str(APP_ID),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": _channel(world, interaction),
        "locale": person.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": world.owners(interaction),
        "context": _context(channel),
        "attachment_size_limit": 10 * 1024 * 1024,
        "app_permissions": str(_app_permissions(world, interaction)),
    }
    if interaction.message is not None:
        said["message"] = world.message_json(interaction.message)
    if channel.guild is None:
        return said | {"user": world.user(person.id)}
    held = world.rights.of(person.id, channel)
    guild = {"id": str(channel.guild), "locale": "en-US", "features": []}
    member = member_json(world.user(person.id), [], held)
    return said | {"guild_id": str(channel.guild), "guild": guild, "guild_locale": "en-US", "member": member}


def _context(channel: Channel) -> int:
    # A guild, the DM with the bot, a DM or group without it.
    if channel.guild is not None:
        return 0
    return 1 if BOT_ID in channel.members else 2


def _channel(world: World, interaction: Interaction) -> Json:
    channel = interaction.channel
    said = world.channel_json(channel)
    if channel.kind == DM:
        return said
    # A partial channel: nobody's overwrites, but what the one who interacts may do there.
    said.pop("permission_overwrites", None)
    return said | {"permissions": str(world.rights.of(interaction.user, channel))}


def _app_permissions(world: World, interaction: Interaction) -> int:
    channel = interaction.channel
    if channel.guild is None or not world.rights.bot_in(channel.guild):
        return BOT
    return world.rights.of(BOT_ID, channel)


def answerable(world: World, interaction: Interaction) -> bool:
    """Whether its first answer would still be taken."""
    return interaction.answer is None and interaction.age(world.now()) < LATE


def unsettled(world: World, interaction: Interaction) -> bool:
    """Whether a person still waits for something that may come."""
    if interaction.age(world.now()) >= DEAD:
        return False
    original = interaction.original
    waits = original is not None and original.thinking and original.id in interaction.channel.messages
    return answerable(world, interaction) or waits


def lapse(world: World, interaction: Interaction) -> str:
    """What is wrong with how it was answered, in time; nothing if it is fine, or nobody could know of it."""
    if not interaction.delivered or interaction.aged or interaction.excused:
        return ""
    if interaction.answer is not None:
        took = interaction.answered - interaction.born
        return f"interaction {interaction.id} was answered after {took} ms" if took > LATE else ""
    if interaction.age(world.now()) < LATE:
        return ""
    return f"interaction {interaction.id} of kind {interaction.kind} was never answered"
