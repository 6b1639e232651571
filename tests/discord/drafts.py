"""Messages as a bot writes them: what of a body becomes what of a message, and what Discord refuses to show."""

from __future__ import annotations

from typing import Any, Final

from tests.discord import limits
from tests.discord.people import EPHEMERAL, REPLY, SUPPRESS_EMBEDS, Channel, Message
from tests.discord.wire import BOT_ID, Call, Json, Refusal, bad_form
from tests.discord.world import World

_KEPT_FLAGS: Final = SUPPRESS_EMBEDS | EPHEMERAL | 1 << 12


def sound(call: Call) -> None:
    """Refuses a body that breaks a documented limit."""
    found = limits.documented(call)
    if found:
        raise bad_form(body="; ".join(found))


def draft(world: World, call: Call, body: Json, channel: Channel) -> Message:
    """A new message of the bot's, not shown yet."""
    message = Message(world.snowflake(), channel.id, BOT_ID, str(body.get("content") or ""))
    message.components = list(body.get("components") or ())
    message.flags = int(body.get("flags") or 0) & _KEPT_FLAGS
    message.attachments = [_attachment(world, message, one, body) for one in call.files]
    message.reference = _reference(channel, body)
    if message.reference is not None:
        message.kind = REPLY
    _not_empty(message)
    return message


def redraft(world: World, call: Call, body: Json, message: Message) -> None:
    """Change what the body names of a message, and nothing else."""
    if "content" in body:
        message.content = str(body["content"] or "")
    if "components" in body:
        message.components = list(body["components"] or ())
    if "attachments" in body:
        kept = {str(one["id"]) for one in body["attachments"] or ()}
        message.attachments = [one for one in message.attachments if one["id"] in kept]
    if "flags" in body and body["flags"] is not None:
        message.flags = message.flags & ~SUPPRESS_EMBEDS | int(body["flags"]) & SUPPRESS_EMBEDS
    message.attachments += [_attachment(world, message, one, body) for one in call.files]
    _not_empty(message)


def _not_empty(message: Message) -> None:
    if not (message.content.strip() or message.attachments or message.components):
        raise Refusal(50006)


def _reference(channel: Channel, body: Json) -> int | None:
    given: Any = body.get("message_reference")
    if not given:
        return None
    answered = int(given["message_id"])
    found = channel.messages.get(answered)
    if found is not None and not found.ephemeral:
        return answered
    if given.get("fail_if_not_exists", True):
        raise bad_form(message_reference="Unknown message")
    return None


def _attachment(world: World, message: Message, file: tuple[str, str, int], body: Json) -> Json:
    name, filename, size = file
    index = name.removeprefix("files[").removesuffix("]")
    told: Json = next((one for one in body.get("attachments") or () if str(one.get("id")) == index), {})
    number = world.snowflake()
    address = f"http://127.0.0.1/attachments/{message.channel}/{number}/{filename}"
    said = {"id": str(number), "filename": filename, "size": size, "url": address, "proxy_url": address}
    if told.get("description"):
        said["description"] = told["description"]
    return said | {"content_type": "image/png"} if filename.endswith(".png") else said
