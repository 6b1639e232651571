"""Answers to interactions: the callback, and the webhook that an interaction's token opens for 15 minutes.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding.
"""

from __future__ import annotations

from typing import Any, Final

from tests.discord.drafts import draft, redraft, sound
from tests.discord.interactions import AUTOCOMPLETE, DEAD, LATE, MODAL
from tests.discord.people import EPHEMERAL, LOADING, SUPPRESS_EMBEDS, Interaction, Message, Modal
from tests.discord.routes import route
from tests.discord.wire import APP_ID, BOT_ID, NOWHERE, Call, Json, Refusal, bad_form
from tests.discord.world import World

_SAY: Final = 4
_DEFER: Final = 5
_DEFER_UPDATE: Final = 6
_UPDATE: Final = 7
_CHOICES: Final = 8
_MODAL: Final = 9
_FOLLOW_UPS: Final = 5
"""Follow-ups to a command of a person's own where the bot is not installed."""


@route("POST", "/interactions/{interaction}/{token}/callback", authorized=False)
def callback(world: World, call: Call, interaction: str, token: str) -> Json | None:
    """The first answer, within 3 s, once."""
    found = world.interactions.get(int(interaction)) if interaction.isdigit() else None
    if found is None or found.token != token:
        raise Refusal(10062)
    found.tries += 1
    world.changes.tell()
    if found.answer is not None:
        raise Refusal(40060)
    if found.age(world.now()) > LATE:
        raise Refusal(10062)
    body = call.given()
    kind = body.get("type")
    if kind not in _allowed(found):
        raise bad_form(type=f"Value must be one of {sorted(_allowed(found))}.")
    sound(call)
    message = _ANSWERS[kind](world, call, found, body.get("data") or {})
    found.answer, found.answered = kind, world.now()
    world.changes.tell()
    if call.query.get("with_response", "").lower() not in {"true", "1"}:
        return None
    return _told(world, found, kind, message)


def _allowed(interaction: Interaction) -> set[int]:
    # A modal can't answer a modal; 6 and 7 change the message that the button, or the modal, came from.
    if interaction.kind == AUTOCOMPLETE:
        return {_CHOICES}
    kinds = {_SAY, _DEFER} if interaction.kind == MODAL else {_SAY, _DEFER, _MODAL}
    return kinds | {_DEFER_UPDATE, _UPDATE} if interaction.message is not None else kinds


def _told(world: World, interaction: Interaction, kind: int, message: Message | None) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    resource: Json = {"type": kind}
    if message is not None:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = message.thinking
        about["response_message_ephemeral"] = message.ephemeral
        about["channel_id"] = str(interaction.channel.id)
        if kind != _DEFER_UPDATE:
            resource["message"] = world.message_json(message)
    return {"interaction": about, "resource": resource}


def _say(world: World, call: Call, interaction: Interaction, data: Json) -> Message:
    message = draft(world, call, data, interaction.channel)
    message.kind = world.reply_kind(interaction)
    if interaction.message is not None and not message.flags & EPHEMERAL:
        message.reference = interaction.message.id
    interaction.original = _owned(world, interaction, message)
    return message


def _owned(world: World, interaction: Interaction, message: Message) -> Message:
    message.via = interaction.id
    if message.flags & EPHEMERAL:
        message.only = interaction.user
    return world.post(message)


def _defer(world: World, call: Call, interaction: Interaction, data: Json) -> Message:
    flags = int(data.get("flags") or 0) & (EPHEMERAL | SUPPRESS_EMBEDS) | LOADING
    message = Message(world.snowflake(), interaction.channel.id, BOT_ID, flags=flags, thinking=True)
    message.kind = world.reply_kind(interaction)
    interaction.original = _owned(world, interaction, message)
    return message


def _defer_update(world: World, call: Call, interaction: Interaction, data: Json) -> Message | None:
    interaction.original = interaction.message
    return interaction.message


def _update(world: World, call: Call, interaction: Interaction, data: Json) -> Message:
    message = interaction.message
    if message is None or message.id not in interaction.channel.messages:
        raise Refusal(10008)
    redraft(world, call, data, message)
    world.changed(message)
    interaction.original = message
    return message


def _choices(world: World, call: Call, interaction: Interaction, data: Json) -> None:
    interaction.choices = list(data.get("choices") or ())


def _modal(world: World, call: Call, interaction: Interaction, data: Json) -> None:
    opened = Modal(data, interaction.channel, interaction.message, interaction.user_install)
    world.persons[interaction.user].modal = opened


_ANSWERS: Final[dict[int, Any]] = {
    _SAY: _say,
    _DEFER: _defer,
    _DEFER_UPDATE: _defer_update,
    _UPDATE: _update,
    _CHOICES: _choices,
    _MODAL: _modal,
}


# -- the webhook -----------------------------------------------------------------------------------------------


def _behind(world: World, app: str, token: str) -> Interaction:
    """The interaction that a token belongs to. Before it was answered there is no webhook yet."""
    found = world.tokens.get(token)
    if app != str(APP_ID) or found is None or found.answer is None or found.kind == AUTOCOMPLETE:
        raise Refusal(10015)
    if found.age(world.now()) >= DEAD:
        raise Refusal(50027)
    return found


def _named(world: World, interaction: Interaction, message: str) -> Message:
    """A message by its id or as @original.

    What @original names after a modal: nothing, if a command was answered by it (Pycord's issue 2238: 10008, "it is
    intended"). For a button nobody wrote it down; nothing is the stricter reading, so that is what is here.
    """
    if message == "@original":
        found = interaction.original
    else:
        found = interaction.channel.messages.get(int(message)) if message.isdigit() else None
        if found is not None and found.via != interaction.id and found is not interaction.original:
            found = None
    if found is None or found.id not in interaction.channel.messages:
        raise Refusal(10008)
    return found


@route("POST", "/webhooks/{app}/{token}", authorized=False)
def follow_up(world: World, call: Call, app: str, token: str) -> Json:
    """Another message. Straight after a deferral it is the deferred answer, as it was before there was @original."""
    if "wait" in call.query and call.query["wait"].lower() not in {"true", "1", "false", "0"}:
        raise NOWHERE
    interaction = _behind(world, app, token)
    sound(call)
    original = interaction.original
    if original is not None and original.thinking:
        return _changed(world, call, original)
    interaction.follow_ups += 1
    if interaction.user_install and interaction.follow_ups > _FOLLOW_UPS:
        raise Refusal(40094)
    return world.message_json(_owned(world, interaction, draft(world, call, call.given(), interaction.channel)))


def _changed(world: World, call: Call, message: Message) -> Json:
    redraft(world, call, call.given(), message)
    if message.thinking:
        world.filled(message)
    else:
        world.changed(message)
    return world.message_json(message)


@route("GET", "/webhooks/{app}/{token}/messages/{message}", authorized=False)
def fetch(world: World, call: Call, app: str, token: str, message: str) -> Json:
    """Look at an answer."""
    return world.message_json(_named(world, _behind(world, app, token), message))


@route("PATCH", "/webhooks/{app}/{token}/messages/{message}", authorized=False)
def edit(world: World, call: Call, app: str, token: str, message: str) -> Json:
    """Change an answer, or give a deferred one."""
    found = _named(world, _behind(world, app, token), message)
    sound(call)
    return _changed(world, call, found)


@route("DELETE", "/webhooks/{app}/{token}/messages/{message}", authorized=False)
def delete(world: World, call: Call, app: str, token: str, message: str) -> None:
    """Take an answer back."""
    world.remove(_named(world, _behind(world, app, token), message))
