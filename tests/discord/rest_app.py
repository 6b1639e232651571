"""The bot itself, its commands, the gateway's address, guilds: what is asked at the start and now and then."""

from __future__ import annotations

from typing import Any

from tests.discord.drafts import sound
from tests.discord.rights import base
from tests.discord.routes import route
from tests.discord.shapes import APPLICATION, BOT_USER, guild_json, member_json, roles_json, thread_member_json
from tests.discord.wire import APP_ID, BOT_ID, Call, Json, Refusal
from tests.discord.world import World

_LOCALIZED = ("name_localizations", "description_localizations")


@route("GET", "/users/@me")
def me(world: World, call: Call) -> Json:
    """Who the bot is."""
    return BOT_USER | {"verified": True, "email": None, "flags": 0, "mfa_enabled": False, "bio": "", "locale": "en-US"}


@route("GET", "/applications/@me")
def application(world: World, call: Call) -> Json:
    """What the app is."""
    return dict(APPLICATION, approximate_guild_count=sum(one.bot for one in world.guilds.values()))


@route("GET", "/oauth2/applications/@me")
def own_application(world: World, call: Call) -> Json:
    """The same, by its older name."""
    return dict(APPLICATION)


@route("GET", "/gateway")
def gateway(world: World, call: Call) -> Json:
    """Where the gateway is."""
    return {"url": world.gateway_url}


@route("GET", "/gateway/bot")
def gateway_for_bots(world: World, call: Call) -> Json:
    """The same, and how many shards there should be."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": world.gateway_url, "shards": world.shards, "session_start_limit": limit}


@route("GET", "/users/{user}")
def user(world: World, call: Call, user: str) -> Json:
    """Anybody."""
    if not user.isdigit() or (int(user) not in world.persons and int(user) != BOT_ID):
        raise Refusal(10013)
    return world.user(int(user))


@route("GET", "/applications/{app}/commands")
def commands(world: World, call: Call, app: str) -> list[Json]:
    """The global commands; their translations only if asked for."""
    _own(app)
    if call.query.get("with_localizations", "").lower() in {"true", "1"}:
        return world.commands
    return [{name: value for name, value in one.items() if name not in _LOCALIZED} for one in world.commands]


@route("PUT", "/applications/{app}/commands")
def register(world: World, call: Call, app: str) -> list[Json]:
    """Put these commands in the place of all that there were; one that keeps its name and kind keeps its id."""
    _own(app)
    if not isinstance(call.body, list):
        raise Refusal(50035)
    sound(call)
    known = {(one["type"], one["name"]): one["id"] for one in world.commands}
    world.commands = [_command(world, one, known) for one in call.body]
    world.command_writes += 1
    world.changes.tell()
    return world.commands


def _own(app: str) -> None:
    if app != str(APP_ID):
        raise Refusal(50001)


def _command(world: World, given: Json, known: dict[tuple[int, str], str]) -> Json:
    kind = given.get("type") or 1
    number: Any = known.get((kind, given["name"])) or str(world.snowflake())
    said: Json = {
        "id": number,
        "application_id": str(APP_ID),
        "version": str(world.snowflake()),
        "default_member_permissions": None,
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        "name_localizations": None,
        "description": "",
        "description_localizations": None,
    }
    return said | {name: value for name, value in given.items() if value is not None} | {"type": kind}


# -- guilds ----------------------------------------------------------------------------------------------------


@route("GET", "/users/@me/guilds")
def own_guilds(world: World, call: Call) -> list[Json]:
    """The guilds that the bot is in, in short."""
    mine = [one for one in world.guilds.values() if one.bot]
    return [
        {"id": str(one.id), "name": one.name, "icon": None, "owner": False, "permissions": str(base(one, BOT_ID))}
        for one in mine
    ]


@route("GET", "/guilds/{guild}")
def guild(world: World, call: Call, guild: str) -> Json:
    """A guild."""
    return guild_json(world.guild(guild))


@route("GET", "/guilds/{guild}/roles")
def roles(world: World, call: Call, guild: str) -> list[Json]:
    """Its roles."""
    return roles_json(world.guild(guild))


@route("GET", "/guilds/{guild}/members/{user}")
def member(world: World, call: Call, guild: str, user: str) -> Json:
    """One member; to see one that is named by id needs no privilege."""
    home = world.guild(guild)
    who = BOT_ID if user == "@me" else int(user)
    if who != BOT_ID and who not in home.members:
        raise Refusal(10007 if who in world.persons else 10013)
    return member_json(world.user(who), world.roles(home, who))


@route("GET", "/guilds/{guild}/members")
def members(world: World, call: Call, guild: str) -> None:
    """All members: only for those with the privileged intent."""
    world.guild(guild)
    raise Refusal(50001)


@route("GET", "/guilds/{guild}/channels")
def channels(world: World, call: Call, guild: str) -> list[Json]:
    """Its channels, threads left out."""
    found = [world.channels[one] for one in world.guild(guild).channels]
    return [world.channel_json(one) for one in found if not one.is_thread and not one.gone]


@route("GET", "/guilds/{guild}/threads/active")
def active_threads(world: World, call: Call, guild: str) -> Json:
    """The threads that are not archived and that the bot can read, newest first, with its own memberships."""
    found = [world.channels[one] for one in world.guild(guild).channels]
    open_ones = [one for one in found if one.is_thread and not one.archived and world.rights.sees(BOT_ID, one)]
    open_ones.sort(key=lambda one: one.id, reverse=True)
    members = [thread_member_json(one, BOT_ID) for one in open_ones if BOT_ID in one.members]
    return {"threads": [world.channel_json(one) for one in open_ones], "members": members}
