"""How Discord's API words what there is: users, members, guilds, channels."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from tests.discord.people import DM, Channel, Guild, Person
from tests.discord.wire import APP_ID, BOT_ID, BOT_NAME, Json

_JOINED: Final = "2026-01-01T00:00:00.000000+00:00"
BOT_USER: Final[Json] = {
    "id": str(BOT_ID),
    "username": BOT_NAME,
    "discriminator": "0001",
    "global_name": None,
    "avatar": None,
    "bot": True,
    "public_flags": 0,
}

# The flags say that it may not read what is not meant for it, and that it is small enough to need no review.
APPLICATION: Final[Json] = {
    "id": str(APP_ID),
    "name": "Troth, under test",
    "icon": None,
    "description": "",
    "summary": "",
    "bot": BOT_USER,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0" * 64,
    "flags": 0,
    "owner": {"id": "1", "username": "operator", "discriminator": "0", "global_name": "Operator", "avatar": None},
    "team": None,
    "integration_types_config": {
        "0": {"oauth2_install_params": {"scopes": ["applications.commands", "bot"], "permissions": "343597485056"}},
        "1": {"oauth2_install_params": {"scopes": ["applications.commands"], "permissions": "0"}},
    },
    "install_params": {"scopes": ["applications.commands", "bot"], "permissions": "343597485056"},
    "approximate_guild_count": 0,
    "approximate_user_install_count": 0,
    "redirect_uris": [],
    "interactions_endpoint_url": None,
}


def stamp(ms: int) -> str:
    """An instant as Discord writes it."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="microseconds")


def user_json(person: Person) -> Json:
    """A person as a user."""
    return {
        "id": str(person.id),
        "username": f"{person.name.lower()}{person.id}",
        "discriminator": "0",
        "global_name": person.name,
        "avatar": None,
        "bot": False,
        "public_flags": 0,
    }


def member_json(user: Json, roles: list[str], permissions: int | None = None) -> Json:
    """A member, with `user` in it; one who does an interaction has their `permissions` there."""
    said: Json = {
        "user": user,
        "nick": None,
        "avatar": None,
        "roles": roles,
        "joined_at": _JOINED,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }
    return said if permissions is None else said | {"permissions": str(permissions)}


def role_json(role: int, name: str, permissions: int, position: int) -> Json:
    """A role."""
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {
        "id": str(role),
        "name": name,
        "color": 0,
        "colors": colors,
        "hoist": False,
        "icon": None,
        "position": position,
        "permissions": str(permissions),
        "managed": position > 0,
        "mentionable": False,
        "flags": 0,
        "tags": {"bot_id": str(BOT_ID)} if position else {},
    }


def roles_json(guild: Guild) -> list[Json]:
    """A guild's two roles."""
    roles = [role_json(guild.id, "@everyone", guild.everyone, 0)]
    return [*roles, role_json(guild.bot_role, "Troth", guild.bots, 1)] if guild.bot else roles


def overwrite_json(overwrite: Json) -> Json:
    """A permission overwrite; its numbers are strings."""
    return {
        "id": str(overwrite["id"]),
        "type": overwrite["type"],
        "allow": str(overwrite["allow"]),
        "deny": str(overwrite["deny"]),
    }


def channel_json(channel: Channel, recipients: list[Json]) -> Json:
    """A channel, thread or DM. `recipients` are the others in a DM."""
    last = max(channel.messages, default=None)
    said: Json = {"id": str(channel.id), "type": channel.kind, "last_message_id": str(last) if last else None}
    if channel.kind == DM:
        return said | {"recipients": recipients, "flags": 0}
    said |= {"guild_id": str(channel.guild), "name": channel.name, "rate_limit_per_user": 0, "flags": 0}
    if not channel.is_thread:
        overwrites = [overwrite_json(one) for one in channel.overwrites.values()]
        more = {"position": 0, "parent_id": None, "topic": None, "nsfw": False}
        return said | more | {"permission_overwrites": overwrites}
    return said | {
        "parent_id": str(channel.parent),
        "owner_id": str(channel.owner),
        "message_count": min(50, len(channel.messages)),
        "total_message_sent": len(channel.messages),
        "member_count": min(50, len(channel.members)),
        "thread_metadata": {
            "archived": channel.archived,
            "auto_archive_duration": 4320,
            "archive_timestamp": _JOINED,
            "locked": channel.locked,
            "invitable": channel.invitable,
            "create_timestamp": _JOINED,
        },
    }


def thread_member_json(thread: Channel, user: int) -> Json:
    """Somebody's membership of a thread."""
    return {"id": str(thread.id), "user_id": str(user), "join_timestamp": _JOINED, "flags": 0}


def guild_json(guild: Guild) -> Json:
    """What a guild is, without what is in it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(guild.owner),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": roles_json(guild),
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "max_members": 500_000,
    }
