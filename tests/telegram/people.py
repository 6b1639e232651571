"""Who and what there is on the loopback Telegram: persons, chats, messages, and how the Bot API words them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from tests.telegram.wire import BOT_ID, BOT_USERNAME, Json

BOT: Final[Json] = {"id": BOT_ID, "is_bot": True, "first_name": "Troth, under test", "username": BOT_USERNAME}
OTHER_BOT: Final[Json] = {"id": 987654321, "is_bot": True, "first_name": "Another", "username": "another_bot"}

# In whose name an anonymous administrator and a channel write; both ids are Telegram's own and never change:
# https://core.telegram.org/bots/api#message (sender_chat, from).
ANONYMOUS: Final[Json] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT: Final[Json] = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}

Standing = Literal["creator", "administrator", "member", "left", "kicked"]


@dataclass(slots=True)
class Person:
    """Somebody with an account. A bot can't write to them before they `started` it."""

    id: int
    name: str
    language: str
    started: bool = False
    blocked: bool = False

    def user(self) -> Json:
        """The person as the Bot API words a user."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


@dataclass(slots=True)
class Message:
    """One message. `body` is what the Bot API shows of it."""

    body: Json
    by_bot: bool = False
    service: bool = False
    edits: int = 0
    force_reply: bool = False

    @property
    def id(self) -> int:
        """Its number in its chat."""
        return int(self.body["message_id"])

    def buttons(self) -> list[list[Json]]:
        """The rows of its inline keyboard."""
        rows: list[list[Json]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows


@dataclass(slots=True)
class Chat:
    """A direct chat, a basic group or a supergroup. `last_bot` says which bot wrote there last, by its id."""

    id: int
    kind: Literal["private", "group", "supergroup"]
    title: str
    forum: bool = False
    standing: dict[int, Standing] = field(default_factory=dict)
    bot: Standing = "left"
    last_bot: int = 0
    moved_to: int | None = None
    last_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)

    def json(self) -> Json:
        """The chat as the Bot API words it."""
        if self.kind == "private":
            return {"id": self.id, "first_name": self.title, "type": "private"}
        said: Json = {"id": self.id, "title": self.title, "type": self.kind}
        return said | {"is_forum": True} if self.forum else said

    def members(self) -> list[int]:
        """Who is in it, besides the bot."""
        return [user for user, standing in self.standing.items() if standing not in {"left", "kicked"}]

    def bot_is_in(self) -> bool:
        """Whether the bot may write there."""
        return self.kind == "private" or self.bot in {"member", "administrator", "creator"}


def utf16(text: str) -> int:
    """A text's length in UTF-16 units, in which Telegram counts where an entity begins and ends."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# A slash, a name, perhaps the bot it is for; not in the middle of a word or an address.
_COMMAND: Final = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")
_MENTION: Final = re.compile(r"(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")
_LINK: Final = re.compile(
    r"(?:https?://|\bwww\.|(?<![\w@.])(?=[a-z0-9-]+\.(?:com|org|net|me|io)\b))[^\s<>]+", re.IGNORECASE
)
_FOUND: Final = (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _LINK))


def found_in(text: str) -> list[Json]:
    """The entities Telegram finds in a text by itself: commands, mentions, addresses."""
    found = [
        {"type": kind, "offset": utf16(text[: hit.start()]), "length": utf16(hit.group())}
        for kind, pattern in _FOUND
        for hit in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: (one["offset"], one["type"]))


def shown_by_itself(text: str, entities: list[Json]) -> list[Json]:
    """What an app makes pressable in a bot's text though nobody asked for it; code, pre and links stay untouched."""
    closed = [one for one in entities if one["type"] in {"code", "pre", "text_link", "text_mention"}]

    def free(hit: Json) -> bool:
        ends = hit["offset"] + hit["length"]
        return all(ends <= one["offset"] or one["offset"] + one["length"] <= hit["offset"] for one in closed)

    return [hit for hit in found_in(text) if free(hit)]


def piece(text: str, entity: Json) -> str:
    """The text an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    first = entity["offset"] * 2
    return units[first : first + entity["length"] * 2].decode("utf-16-le", "surrogatepass")
