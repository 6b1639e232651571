"""What Discord tells, as events. Pure: nothing here asks or says anything.

Payloads are read as they come over the gateway: https://docs.discord.com/developers/events/gateway-events. What stands
in an interaction is read in `interactions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.adapters.discord import addresses
from bot.adapters.discord.via import Via
from bot.model import (
    Account,
    Address,
    Arrived,
    Command,
    Deleted,
    Edited,
    FromPlatform,
    Joined,
    Other,
    Quoted,
    Removed,
    Sender,
    Text,
    Typing,
)

Payload = Mapping[str, Any]

VIEW: Final = 1 << 10
"""The permission to see a channel (https://docs.discord.com/developers/topics/permissions)."""

EPHEMERAL: Final = 1 << 6
"""The flag of a message that one person sees (https://docs.discord.com/developers/resources/message)."""

# Types of messages: what somebody wrote, and that somebody was added to a thread.
_WRITTEN: Final = frozenset({0, 19})
_ADDED: Final = 1

_FORWARDED: Final = 1

_COMMAND: Final = re.compile(r"/(?P<name>\w{1,64})(?:\s+(?P<rest>.*))?\s*", re.DOTALL)
_EMOJI: Final = re.compile(r"<a?:(\w{2,32}):[0-9]{1,20}>")
_USER: Final = re.compile(r"<@!?([0-9]{1,20})>")
# What our own messages have before a sign that is meant as it stands, and around what is strong.
_OUR_MARKS: Final = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*")


@dataclass(frozen=True, slots=True)
class Taken:
    """One event, and how it may be answered if it came as an interaction."""

    event: FromPlatform | Typing
    via: Via | None = None


@dataclass(frozen=True, slots=True)
class GoneInDirect:
    """A message is gone from a direct chat of which Discord tells the channel only, and not whose it is."""

    channel_id: str
    message_id: str

    def told(self, user_id: str) -> Deleted:
        """The event, once it is known whose direct chat it is."""
        return Deleted(f"d:{self.message_id}", addresses.direct(user_id), self.message_id)


@dataclass(frozen=True, slots=True)
class Around:
    """What a payload does not tell and the client knows, all ids as decimal strings.

    `has_guild`: whether the bot is a member there. `parent`: the channel that a thread is in; "" if it is no thread,
    None if it is not known. `reads_all`: whether what people write in servers comes with its words.
    """

    bot_id: str
    has_guild: Callable[[str], bool]
    parent: Callable[[str, str], str | None]
    reads_all: bool = False


# -- messages ----------------------------------------------------------------------------------------------------


def message(data: Payload, around: Around) -> list[FromPlatform]:
    """What a new message says: words or a command of a person's, something that is no words, or who was added."""
    place = _place(data, around)
    if place is None or _flags(data) & EPHEMERAL:
        return []
    key, author = f"m:{data['id']}", data["author"]
    if data.get("type") == _ADDED and place.kind == "shared":
        return _added(data, key, place, around)
    if not _by_person(data):
        return []
    sender, text = sender_of(author), _words(data, around, place)
    if text:
        return [_said(data, key, sender, place, text, around)]
    if place.kind == "direct" and _more_than_words(data):
        return [Other(key, sender, place)]
    return []


def edited(data: Payload, around: Around) -> list[FromPlatform]:
    """What somebody made of their message. Discord also tells when it merely adds a preview to a link."""
    place = _place(data, around)
    when = data.get("edited_timestamp")
    if place is None or not when or "author" not in data or not _by_person(data) or _flags(data) & EPHEMERAL:
        return []
    text = _words(data, around, place)
    key = f"e:{data['id']}:{when}"
    return [Edited(key, sender_of(data["author"]), place, str(data["id"]), text)] if text else []


def deleted(data: Payload, around: Around) -> list[Deleted | GoneInDirect]:
    """Which messages are gone: one, or many at once."""
    refs = [str(one) for one in data.get("ids", ())] or [str(data["id"])]
    if not data.get("guild_id"):
        return [GoneInDirect(str(data["channel_id"]), ref) for ref in refs]
    place = place_in(data, around)
    return [] if place is None else [Deleted(f"d:{ref}", place, ref) for ref in refs]


def _said(data: Payload, key: str, sender: Sender, place: Address, text: str, around: Around) -> FromPlatform:
    ref = str(data["id"])
    if (found := _COMMAND.fullmatch(text)) is not None:
        quoted = _quoted(data, around, ours=False)
        return Command(key, sender, place, found["name"].lower(), (found["rest"] or "").strip(), ref, quoted)
    return Text(key, sender, place, text, ref, _quoted(data, around, ours=True))


def _added(data: Payload, key: str, place: Address, around: Around) -> list[FromPlatform]:
    """Who was added to a thread, as the message that says so tells. Those whom we add are known."""
    if str(data["author"]["id"]) == around.bot_id:
        return []
    events: list[FromPlatform] = []
    for number, user in enumerate(data.get("mentions", ())):
        own = key if number == 0 else f"{key}.{number}"
        if str(user["id"]) == around.bot_id:
            events.append(Arrived(own, sender_of(data["author"]), place))
        else:
            events.append(Joined(own, place, addresses.account(user["id"])))
    return events


def _words(data: Payload, around: Around, place: Address) -> str:
    """What a message says to us: "" for one that is between others."""
    mentions = list(data.get("mentions") or ())
    if place.kind == "shared":
        if not around.reads_all and all(str(user["id"]) != around.bot_id for user in mentions):
            return ""
        text = re.sub(rf"[ \t]*<@!?{around.bot_id}>[ \t]*", " ", str(data.get("content") or ""))
    else:
        text = str(data.get("content") or "")
    return readable(text, mentions)


def readable(text: str, users: Iterable[Payload]) -> str:
    """A person's words with names where Discord has ids, as other apps and other people are to see them."""
    names = {str(user["id"]): name_of(user) for user in users}
    text = _USER.sub(lambda found: f"@{names[found[1]]}" if found[1] in names else found[0], text)
    return _EMOJI.sub(r":\1:", text).strip()


def _quoted(data: Payload, around: Around, *, ours: bool) -> Quoted | None:
    """What a message replies to: of a message of the bot's its text, if `ours` counts."""
    replied = data.get("referenced_message")
    if not replied or not replied.get("content") or (data.get("message_reference") or {}).get("type") == _FORWARDED:
        return None
    if str(replied["author"]["id"]) != around.bot_id:
        return quoted(replied)
    plain = _OUR_MARKS.sub(lambda found: found[1] or "", replied["content"])
    return Quoted(plain) if ours else None


def quoted(data: Payload) -> Quoted | None:
    """The words of a message and who wrote them, if a person did; None if it has no words."""
    text = readable(str(data.get("content") or ""), data.get("mentions") or ())
    if not text:
        return None
    return Quoted(text, addresses.account(data["author"]["id"]) if _by_person(data) else None)


def _by_person(data: Payload) -> bool:
    author = data["author"]
    written = data.get("type", 0) in _WRITTEN
    return written and not author.get("bot") and not author.get("system") and not data.get("webhook_id")


def _more_than_words(data: Payload) -> bool:
    kinds = ("attachments", "sticker_items", "message_snapshots", "poll", "embeds")
    return any(data.get(kind) for kind in kinds)


# -- who is where ------------------------------------------------------------------------------------------------


def channel_gone(data: Payload) -> list[FromPlatform]:
    """A channel of a server, or a thread in one, was deleted."""
    guild, this = data.get("guild_id"), str(data["id"])
    if not guild:
        return []
    parent = data.get("parent_id") if data.get("type") in THREADS else None
    place = addresses.thread(guild, parent, this) if parent else addresses.channel(guild, this)
    return [Removed(f"c:{this}", place)]


def put_out(data: Payload, around: Around, now: int) -> list[FromPlatform]:
    """Who was put out of a thread, as far as that is the bot itself. `now` tells this time from another."""
    if around.bot_id not in {str(one) for one in data.get("removed_member_ids", ())}:
        return []
    place = place_in({"guild_id": data["guild_id"], "channel_id": data["id"]}, around)
    return [] if place is None else [Removed(f"t:{data['id']}:{now}", place)]


def guild_gone(data: Payload, around: Around, now: int) -> list[FromPlatform]:
    """A server has put the bot out. One that is merely not there for a while comes back by itself."""
    guild = str(data["id"])
    if data.get("unavailable") or not around.has_guild(guild):
        return []
    return [Removed(f"g:{guild}:{now}", Address(addresses.PLATFORM, guild, "shared"))]


def let_see(data: Payload, before: Mapping[str, int], around: Around, now: int) -> list[FromPlatform]:
    """Whom a channel's changed permissions may let see it who could not before.

    `before` is how each role and member stood, as `standing` tells. A role comes as the account "role:ID".
    """
    guild, this = data.get("guild_id"), str(data["id"])
    if not guild:
        return []
    after = standing((str(one["id"]), one["type"], int(one["allow"]), int(one["deny"])) for one in _overwrites(data))
    place = addresses.channel(guild, this)
    raised = [
        who for who in before.keys() | after.keys() if after.get(who, 0) > before.get(who, 0) and who != around.bot_id
    ]
    return [Joined(f"o:{this}:{who}:{now}", place, Account(addresses.PLATFORM, who)) for who in sorted(raised)]


def standing(overwrites: Iterable[tuple[str, int, int, int]]) -> dict[str, int]:
    """How roles ("role:ID") and members stand to seeing a channel: 1 allowed, -1 denied.

    Each overwrite is an id, a kind (0 for a role), what is allowed and what is denied.
    """
    return {
        f"role:{who}" if kind == 0 else who: 1 if allow & VIEW else -1
        for who, kind, allow, deny in overwrites
        if (allow | deny) & VIEW
    }


def _overwrites(data: Payload) -> list[Payload]:
    return list(data.get("permission_overwrites") or ())


# -- places and names --------------------------------------------------------------------------------------------

# Announcement, public and private threads: https://docs.discord.com/developers/resources/channel
THREADS: Final = frozenset({10, 11, 12})


def _place(data: Payload, around: Around) -> Address | None:
    """Where a message is."""
    if not data.get("guild_id"):
        author = data.get("author")
        return None if author is None else addresses.direct(author["id"])
    return place_in(data, around)


def place_in(data: Payload, around: Around) -> Address | None:
    """The place in a server that a payload names by `guild_id` and `channel_id`; None if it can't be told."""
    guild, this = str(data["guild_id"]), str(data["channel_id"])
    parent = around.parent(guild, this)
    if parent is None:
        return None
    return addresses.thread(guild, parent, this) if parent else addresses.channel(guild, this)


def sender_of(user: Payload, language: str = "") -> Sender:
    """Who did something."""
    return Sender(addresses.account(user["id"]), name_of(user), language)


def name_of(user: Payload) -> str:
    """What somebody goes by everywhere on Discord."""
    return str(user.get("global_name") or "").strip() or str(user.get("username") or "").strip() or "?"


def _flags(data: Payload) -> int:
    return int(data.get("flags") or 0)
