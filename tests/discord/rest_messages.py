"""Messages of a channel: https://discord.com/developers/docs/resources/message."""

from __future__ import annotations

from tests.discord.drafts import draft, redraft, sound
from tests.discord.people import DM, Channel, Message
from tests.discord.rights import ATTACH, MANAGE_MESSAGES, MANAGE_THREADS, READ_HISTORY
from tests.discord.routes import route
from tests.discord.wire import BOT_ID, Call, Json, Refusal
from tests.discord.world import World


def _told(world: World, message: Message) -> Json:
    said = world.message_json(message)
    return said if message.nonce is None else said | {"nonce": message.nonce}


def _listed(world: World, channel: str, message: str) -> tuple[Channel, Message]:
    """A message that the channel's own routes know: ephemeral ones are none of theirs."""
    place = world.channel(channel)
    world.rights.need(place, READ_HISTORY)
    found = place.messages.get(int(message)) if message.isdigit() else None
    if found is None or found.ephemeral:
        raise Refusal(10008)
    return place, found


def _not_archived(place: Channel) -> None:
    if place.archived:
        raise Refusal(50083)


@route("POST", "/channels/{channel}/messages")
def create(world: World, call: Call, channel: str) -> Json:
    """Say something. The same nonce within two minutes, if it is to be enforced, gives what was said before."""
    place = world.channel(channel)
    world.rights.need_to_send(place)
    if call.files:
        world.rights.need(place, ATTACH)
    if place.kind == DM and any(world.persons[one].closed for one in place.members - {BOT_ID}):
        raise Refusal(50007)
    body = call.given()
    sound(call)
    _wake(world, place)
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        before = world.under(place, nonce)
        if before is not None:
            return _told(world, before)
    message = draft(world, call, body, place)
    if nonce is not None:
        message.nonce = str(nonce)
        world.nonces[place.id, message.nonce] = message
    return _told(world, world.post(message))


def _wake(world: World, place: Channel) -> None:
    # Writing opens an archived thread again by itself, unless it is locked:
    # https://discord.com/developers/docs/topics/threads#archived-threads
    if not place.archived:
        return
    if place.locked and not world.rights.of(BOT_ID, place) & MANAGE_THREADS:
        raise Refusal(50083)
    place.archived = False
    world.thread_changed(place)


@route("GET", "/channels/{channel}/messages/{message}")
def fetch(world: World, call: Call, channel: str, message: str) -> Json:
    """Look at one."""
    return _told(world, _listed(world, channel, message)[1])


@route("PATCH", "/channels/{channel}/messages/{message}")
def edit(world: World, call: Call, channel: str, message: str) -> Json:
    """Change one of the bot's own."""
    place, found = _listed(world, channel, message)
    if found.author != BOT_ID:
        raise Refusal(50005)
    _not_archived(place)
    sound(call)
    redraft(world, call, call.given(), found)
    world.changed(found)
    return _told(world, found)


@route("DELETE", "/channels/{channel}/messages/{message}")
def delete(world: World, call: Call, channel: str, message: str) -> None:
    """Take one back; those of others need a permission, and in a DM can't be."""
    place, found = _listed(world, channel, message)
    if found.author != BOT_ID:
        if place.kind == DM:
            raise Refusal(50013)
        world.rights.need(place, MANAGE_MESSAGES)
    _not_archived(place)
    world.remove(found)
