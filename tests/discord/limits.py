"""The second judge: limits that Discord documents and its OpenAPI document lacks, and rules of this house.

What breaks a `documented` limit, the loopback server refuses as well. Sources are named at each rule; lengths count
code points, as Discord's own API does (a developer of theirs in discord/discord-api-docs, issue 1315).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from tests.discord import limits_commands, limits_components
from tests.discord.wire import Call, Json

_CONTENT: Final = 2000
_NONCE: Final = 25
_ALT: Final = 1024
_FILES: Final = 10
_FILE_BYTES: Final = 10 * 1024 * 1024
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,58}\.[a-z0-9]{1,5}")
_SUPPRESS_EMBEDS: Final = 1 << 2
_COMPONENTS_V2: Final = 1 << 15

_CREATE: Final = re.compile(r"/channels/\d+/messages")
_EDIT: Final = re.compile(r"/channels/\d+/messages/\d+")
_CALLBACK: Final = re.compile(r"/interactions/\d+/[^/]+/callback")
_FOLLOW_UP: Final = re.compile(r"/webhooks/\d+/[^/]+")
_ANSWER: Final = re.compile(r"/webhooks/\d+/[^/]+/messages/(?:@original|\d+)")
_THREAD: Final = re.compile(r"/channels/\d+/threads")
_CHANNEL: Final = re.compile(r"/guilds/\d+/channels")
_COMMANDS: Final = re.compile(r"/applications/\d+/commands")

# A mention that would be shown as one. A backslash before it makes it plain text.
_MENTION: Final = re.compile(r"(?<!\\)<@[!&]?\d+>")


def judge(call: Call) -> list[str]:
    """What breaks a limit, and what breaks a rule of the house."""
    return documented(call) + house(call)


def message_of(call: Call) -> Json | None:
    """The message in a body, however it is sent; None if the call sends none."""
    body = call.body if isinstance(call.body, dict) else {}
    if call.method == "POST" and _CALLBACK.fullmatch(call.path):
        data = body.get("data")
        return data if body.get("type") in {4, 7} and isinstance(data, dict) else None
    if call.method == "POST" and (_CREATE.fullmatch(call.path) or _FOLLOW_UP.fullmatch(call.path)):
        return body
    if call.method == "PATCH" and (_EDIT.fullmatch(call.path) or _ANSWER.fullmatch(call.path)):
        return body
    return None


# -- what Discord documents ------------------------------------------------------------------------------------


def documented(call: Call) -> list[str]:
    """What Discord would refuse."""
    found: list[str] = []
    message = message_of(call)
    if message is not None:
        found += [said for rule in _MESSAGE_RULES for said in rule(message)] + list(_attachments(call, message))
    if call.method == "POST" and _CALLBACK.fullmatch(call.path) and isinstance(call.body, dict):
        found += limits_components.callback(call.body)
    if call.method == "PUT" and _COMMANDS.fullmatch(call.path):
        found += limits_commands.judge(call.body)
    if call.method == "POST" and (_THREAD.fullmatch(call.path) or _CHANNEL.fullmatch(call.path)):
        found += _name(call.body)
    return found


def _content(message: Json) -> Iterable[str]:
    # https://discord.com/developers/docs/resources/message#create-message
    content = message.get("content")
    if isinstance(content, str) and len(content) > _CONTENT:
        yield f"content has {len(content)} of at most {_CONTENT} characters"
    if isinstance(content, str) and content and not content.strip():
        yield "content is only white space"


def _nonce(message: Json) -> Iterable[str]:
    nonce = message.get("nonce")
    if nonce is not None and len(str(nonce)) > _NONCE:
        yield f"a nonce has at most {_NONCE} characters"


def _components(message: Json) -> Iterable[str]:
    if int(message.get("flags") or 0) & _COMPONENTS_V2:
        return
    yield from limits_components.message(message.get("components") or [])


def _mentions(message: Json) -> Iterable[str]:
    # https://discord.com/developers/docs/resources/message#allowed-mentions-object
    allowed = message.get("allowed_mentions")
    if not isinstance(allowed, dict):
        return
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            yield f"allowed_mentions can't name {kind} and parse them too"


_MESSAGE_RULES: Final[tuple[Callable[[Json], Iterable[str]], ...]] = (_content, _nonce, _components, _mentions)


def _attachments(call: Call, message: Json) -> Iterable[str]:
    # https://discord.com/developers/docs/reference#uploading-files
    told = {str(one.get("id")) for one in message.get("attachments") or ()}
    if len(call.files) > _FILES:
        yield f"at most {_FILES} files"
    for name, filename, size in call.files:
        if not 0 < size <= _FILE_BYTES:
            yield f"the file {filename} has {size} bytes: 1 to 10 MiB"
        found = re.fullmatch(r"files\[(\d+)\]", name)
        if found is None:
            yield f"a file's part is called files[n], not {name}"
        elif "attachments" in message and found[1] not in told:
            yield f"the file {filename} is not among the attachments"
    for one in message.get("attachments") or ():
        if len(one.get("description") or "") > _ALT:
            yield f"alt text has at most {_ALT} characters"


def _name(body: Any) -> list[str]:
    # https://discord.com/developers/docs/resources/channel#channel-object-channel-structure
    name = body.get("name") if isinstance(body, dict) else None
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        return ["a channel's or thread's name has 1-100 characters"]
    return []


# -- what this house asks of itself ----------------------------------------------------------------------------


def house(call: Call) -> list[str]:
    """What Discord would take, and Troth must not send."""
    message = message_of(call)
    if message is None:
        return _ids(call) + _agent(call)
    found = [said for rule in (_quiet, _safe, _described) for said in rule(call, message)]
    return found + _ids(call) + _agent(call)


def _quiet(call: Call, message: Json) -> Iterable[str]:
    if "content" in message or "allowed_mentions" in message or call.method == "POST":
        allowed = message.get("allowed_mentions")
        if not isinstance(allowed, dict) or allowed.get("parse") != []:
            yield "allowed_mentions must be there, with an empty parse"
        elif allowed.get("users") or allowed.get("roles") or allowed.get("replied_user"):
            yield "allowed_mentions allows a mention"
    if message.get("embeds"):
        yield "no embeds"
    if message.get("tts"):
        yield "nothing is read aloud"
    if "poll" in message or message.get("sticker_ids"):
        yield "no polls, no stickers"


def _safe(call: Call, message: Json) -> Iterable[str]:
    created = call.method == "POST" and _CREATE.fullmatch(call.path)
    if created and not (message.get("nonce") and message.get("enforce_nonce") is True):
        yield "a channel's message needs a nonce and enforce_nonce"
    updates = call.method == "PATCH" or (isinstance(call.body, dict) and call.body.get("type") == 7)
    kept = updates and message.get("flags") is None
    if not kept and not int(message.get("flags") or 0) & _SUPPRESS_EMBEDS:
        yield "the flag that holds back previews (4) is missing"
    if call.place == "dm" and _MENTION.search(message.get("content") or ""):
        yield "a message to a DM mentions somebody"


def _described(call: Call, message: Json) -> Iterable[str]:
    told = {str(one.get("id")): one for one in message.get("attachments") or ()}
    for name, filename, _size in call.files:
        number = name.removeprefix("files[").removesuffix("]")
        if filename.endswith(_PICTURES) and not told.get(number, {}).get("description"):
            yield f"the picture {filename} has no alt text"
        if not _FILE_NAME.fullmatch(filename):
            yield f"the file {filename} is not called by plain letters, digits, dots and dashes, and its kind"


def _ids(call: Call) -> list[str]:
    # The whole list of a thread's or a guild's members is for those with a privileged intent.
    if call.method == "GET" and re.fullmatch(r"/(?:channels/\d+/thread-members|guilds/\d+/members)", call.path):
        return ["lists of members need a privileged intent"]
    return []


def _agent(call: Call) -> list[str]:
    # Others may be blocked: https://discord.com/developers/docs/reference#user-agent
    if call.authorization and not re.match(r"DiscordBot \(https?://\S+ \S+\)", call.agent):
        return ["a bot says who it is: User-Agent: DiscordBot (address, version)"]
    return []
