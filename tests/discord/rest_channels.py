"""Channels, threads and their permissions: https://discord.com/developers/docs/resources/channel."""

from __future__ import annotations

from typing import Any

from tests.discord.drafts import sound
from tests.discord.people import DM, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel
from tests.discord.rights import (
    CREATE_PRIVATE_THREADS,
    CREATE_PUBLIC_THREADS,
    MANAGE_CHANNELS,
    MANAGE_ROLES,
    MANAGE_THREADS,
    SEND_IN_THREADS,
    base,
)
from tests.discord.routes import Created, route
from tests.discord.shapes import thread_member_json
from tests.discord.wire import BOT_ID, Call, Json, Refusal, bad_form
from tests.discord.world import World


@route("POST", "/users/@me/channels")
def open_dm(world: World, call: Call) -> Json:
    """The DM with somebody; it is made even if they let nothing through."""
    given = str(call.given().get("recipient_id", ""))
    if not given.isdigit() or int(given) not in world.persons:
        raise bad_form(recipient_id="Invalid Recipient(s)")
    return world.channel_json(world.dm(int(given)))


@route("GET", "/channels/{channel}")
def fetch(world: World, call: Call, channel: str) -> Json:
    """A channel."""
    place = world.channel(channel)
    world.rights.need(place)
    return world.thread_json(place) if place.is_thread else world.channel_json(place)


@route("PATCH", "/channels/{channel}")
def change(world: World, call: Call, channel: str) -> Json:
    """Rename a channel; rename, archive, lock or open a thread."""
    place = world.channel(channel)
    body = call.given()
    if place.kind == DM:
        raise Refusal(50024)
    if not place.is_thread:
        world.rights.need(place, MANAGE_CHANNELS)
        place.name = body.get("name", place.name)
        world.tell("CHANNEL_UPDATE", place, world.channel_json(place))
        return world.channel_json(place)
    _change_thread(world, place, body)
    world.thread_changed(place)
    return world.thread_json(place)


def _change_thread(world: World, thread: Channel, body: Json) -> None:
    held = world.rights.need(thread, SEND_IN_THREADS)
    moderates = bool(held & MANAGE_THREADS)
    opens = body.get("archived") is False
    # All else is refused in an archived thread, and only a moderator opens a locked one.
    if thread.archived and not opens:
        raise Refusal(50083)
    if not moderates and (thread.locked or "locked" in body):
        raise Refusal(50013)
    if not moderates and not opens and thread.owner != BOT_ID:
        raise Refusal(50013)
    for name in ("name", "archived", "locked", "invitable"):
        if body.get(name) is not None:
            setattr(thread, name, body[name])


@route("DELETE", "/channels/{channel}")
def delete(world: World, call: Call, channel: str) -> Json:
    """Delete a channel or thread."""
    place = world.channel(channel)
    world.rights.need(place, MANAGE_THREADS if place.is_thread else MANAGE_CHANNELS)
    said = world.channel_json(place)
    world.tell("THREAD_DELETE" if place.is_thread else "CHANNEL_DELETE", place, said)
    place.gone = True
    return said


# -- threads ---------------------------------------------------------------------------------------------------


@route("POST", "/channels/{channel}/threads")
def open_thread(world: World, call: Call, channel: str) -> Created:
    """A thread of no message; the bot is in it."""
    parent = world.channel(channel)
    if parent.kind != TEXT:
        raise Refusal(50024)
    body = call.given()
    kind = body.get("type", PRIVATE_THREAD)
    world.rights.need(parent, CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else CREATE_PUBLIC_THREADS)
    sound(call)
    if kind not in {PUBLIC_THREAD, PRIVATE_THREAD}:
        raise bad_form(type="not a type of thread")
    thread = Channel(world.snowflake(), kind, parent.guild, str(body["name"]), parent.id, members={BOT_ID})
    thread.invitable = bool(body.get("invitable", True))
    add_to_guild(world, thread)
    said = world.thread_json(thread) | {"newly_created": True}
    world.tell("THREAD_CREATE", thread, said)
    return Created(world.thread_json(thread))


@route("GET", "/channels/{channel}/thread-members")
def list_members(world: World, call: Call, channel: str) -> None:
    """Who is in a thread: told only to those who may see a guild's members."""
    world.rights.need(world.channel(channel))
    raise Refusal(50001)


def _in_thread(world: World, channel: str, user: str) -> tuple[Channel, int]:
    thread = world.channel(channel)
    if not thread.is_thread:
        raise Refusal(50024)
    who = BOT_ID if user == "@me" else int(user)
    if who != BOT_ID and who not in world.persons:
        raise Refusal(10013)
    return thread, who


@route("GET", "/channels/{channel}/thread-members/{user}")
def member(world: World, call: Call, channel: str, user: str) -> Json:
    """Whether one person is in a thread: this is told to anybody who sees it."""
    thread, who = _in_thread(world, channel, user)
    world.rights.need(thread)
    if who not in thread.members:
        raise Refusal(10007)
    return thread_member_json(thread, who)


@route("PUT", "/channels/{channel}/thread-members/{user}")
def add(world: World, call: Call, channel: str, user: str) -> None:
    """Put somebody of the guild into a thread."""
    thread, who = _in_thread(world, channel, user)
    world.rights.need_to_send(thread)
    if thread.archived:
        raise Refusal(50083)
    guild = world.guild(thread.guild or 0)
    if who != BOT_ID and who not in guild.members:
        raise Refusal(50001)
    world.thread_added(thread, who, BOT_ID)


@route("DELETE", "/channels/{channel}/thread-members/{user}")
def remove(world: World, call: Call, channel: str, user: str) -> None:
    """Put somebody out; who opened a private thread may."""
    thread, who = _in_thread(world, channel, user)
    held = world.rights.need(thread)
    if thread.archived:
        raise Refusal(50083)
    mine = thread.kind == PRIVATE_THREAD and thread.owner == BOT_ID
    if who != BOT_ID and not mine and not held & MANAGE_THREADS:
        raise Refusal(50013)
    thread.members.discard(who)
    world.changes.tell()


# -- guilds' channels and permissions --------------------------------------------------------------------------


def add_to_guild(world: World, channel: Channel) -> None:
    """A channel is there from here on."""
    world.channels[channel.id] = channel
    world.guilds[channel.guild or 0].channels.append(channel.id)
    world.changes.tell()


@route("POST", "/guilds/{guild}/channels")
def make(world: World, call: Call, guild: str) -> Created:
    """A text channel, perhaps with permissions of its own."""
    home = world.guild(guild)
    held = base(home, BOT_ID)
    if not held & MANAGE_CHANNELS:
        raise Refusal(50013)
    body = call.given()
    sound(call)
    channel = Channel(world.snowflake(), TEXT, home.id, str(body["name"]))
    for one in body.get("permission_overwrites") or ():
        _may_set(held, one)
        channel.overwrites[int(one["id"])] = _overwrite(int(one["id"]), one)
    add_to_guild(world, channel)
    world.tell("CHANNEL_CREATE", channel, world.channel_json(channel))
    return Created(world.channel_json(channel))


def _overwrite(overwritten: int, given: Json) -> Json:
    allow, deny = int(given.get("allow") or 0), int(given.get("deny") or 0)
    return {"id": overwritten, "type": given["type"], "allow": allow, "deny": deny}


def _may_set(held: int, given: Json) -> None:
    # Only what the bot itself may do in the guild can be given or taken, and never the power to change permissions:
    # https://discord.com/developers/docs/resources/guild#create-guild-channel
    touched = int(given.get("allow") or 0) | int(given.get("deny") or 0)
    if touched & ~held or touched & MANAGE_ROLES:
        raise Refusal(50013)


@route("PUT", "/channels/{channel}/permissions/{overwritten}")
def permit(world: World, call: Call, channel: str, overwritten: str) -> None:
    """Set what a role or a member may do in a channel."""
    place = world.channel(channel)
    if place.guild is None or place.is_thread:
        raise Refusal(50024)
    held = world.rights.need(place, MANAGE_ROLES)
    body: Any = call.given()
    _may_set(held, body)
    place.overwrites[int(overwritten)] = _overwrite(int(overwritten), body)
    world.tell("CHANNEL_UPDATE", place, world.channel_json(place))
    world.changes.tell()


@route("DELETE", "/channels/{channel}/permissions/{overwritten}")
def forget_permission(world: World, call: Call, channel: str, overwritten: str) -> None:
    """Set nothing any more."""
    place = world.channel(channel)
    world.rights.need(place, MANAGE_ROLES)
    if place.overwrites.pop(int(overwritten), None) is None:
        raise Refusal(10009)
    world.tell("CHANNEL_UPDATE", place, world.channel_json(place))
    world.changes.tell()
