"""The third judge: the limits Telegram documents, each beside its source.

Lengths of texts are counted in code points, offsets of entities in UTF-16 units. That is what Telegram does: the Bot
API's page says "characters", and TDLib, on which the Bot API server is built, compares utf8_length (code points) with
the limit and answers "Message is too long" (https://github.com/tdlib/td, td/telegram/MessageContent.cpp); for
offsets see https://core.telegram.org/bots/api#messageentity.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from tests.telegram import entities
from tests.telegram.wire import Call


@dataclass(frozen=True, slots=True)
class Text:
    """How long a string may be, in code points or in bytes, and of which characters."""

    least: int
    most: int
    letters: str = ""
    in_bytes: bool = False

    def problems(self, value: str, where: str) -> Iterator[str]:
        """What is wrong with it."""
        size = len(value.encode(errors="surrogatepass")) if self.in_bytes else len(value)
        unit = "bytes" if self.in_bytes else "characters"
        if not self.least <= size <= self.most:
            yield f"{where} has {size} {unit}, and may have {self.least} to {self.most}"
        if self.letters and not re.fullmatch(f"[{self.letters}]*", value):
            yield f"{where} may hold {self.letters} only"


_NAME: Final = "A-Za-z0-9_-"

# By method (or "" for all that have it) and parameter.
_TEXTS: Final[Mapping[tuple[str, str], Text]] = {
    # https://core.telegram.org/bots/api#sendmessage, #editmessagetext
    ("sendMessage", "text"): Text(1, 4096),
    ("editMessageText", "text"): Text(1, 4096),
    # https://core.telegram.org/bots/api#sendphoto, #editmessagecaption
    ("", "caption"): Text(0, 1024),
    # https://core.telegram.org/bots/api#answercallbackquery
    ("answerCallbackQuery", "text"): Text(0, 200),
    # https://core.telegram.org/bots/api#setmydescription, #setmyshortdescription
    ("setMyDescription", "description"): Text(0, 512),
    ("setMyShortDescription", "short_description"): Text(0, 120),
    # https://core.telegram.org/bots/api#setwebhook
    ("setWebhook", "secret_token"): Text(1, 256, _NAME),
}

# https://core.telegram.org/bots/api#getupdates, #setwebhook, #answercallbackquery
_NUMBERS: Final[Mapping[tuple[str, str], tuple[int, int]]] = {
    ("getUpdates", "limit"): (1, 100),
    ("getUpdates", "timeout"): (0, 600),
    ("setWebhook", "max_connections"): (1, 100),
}

_COMMAND: Final = Text(1, 32, "a-z0-9_")  # https://core.telegram.org/bots/api#botcommand
_ABOUT: Final = Text(1, 256)  # the same
_DATA: Final = Text(1, 64, in_bytes=True)  # https://core.telegram.org/bots/api#inlinekeyboardbutton
_PAYLOAD: Final = Text(0, 64, _NAME)  # https://core.telegram.org/bots/features#deep-linking
_COMMANDS: Final = 100  # https://core.telegram.org/bots/api#setmycommands
_PHOTO: Final = 10 * 1024 * 1024  # bytes: https://core.telegram.org/bots/api#sendphoto
_FILE: Final = 50 * 1024 * 1024  # bytes: https://core.telegram.org/bots/api#senddocument
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,58}\.[a-z0-9]{1,5}")
"""A rule of the house: such a name is the same on every device that keeps the file."""

# The page names no such limits; the servers keep them, and https://limits.tginfo.me/en lists them.
_BUTTONS: Final = 100
_IN_A_ROW: Final = 8

# https://core.telegram.org/bots/api-changelog#december-29-2023
_RETIRED: Final = frozenset({"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview"})

# https://core.telegram.org/bots/api#deletemessages
_DELETED_AT_ONCE: Final = 100

# https://core.telegram.org/bots/api#update
UPDATES: Final = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
        "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
        "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
    }
)  # fmt: skip

# What a button does; exactly one of them: https://core.telegram.org/bots/api#inlinekeyboardbutton
_DEEDS: Final = frozenset(
    {
        "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
    }
)  # fmt: skip


def judge(call: Call, *, local: bool = True) -> list[str]:
    """What a call has against Telegram's limits; `local`: the server is one's own and takes webhooks over http."""
    return [f"{call.method}: {said}" for check in _CHECKS for said in check(call)] + [
        f"{call.method}: {said}" for said in _webhook(call, local=local)
    ]


def _texts(call: Call) -> Iterator[str]:
    for name, value in call.params.items():
        if any("\ud800" <= letter <= "\udfff" for letter in f"{value}{_strings(_json(value))}"):
            yield f"{name} holds half of a surrogate pair"
        limit = _TEXTS.get((call.method, name)) or _TEXTS.get(("", name))
        if limit is not None:
            yield from limit.problems(value, name)
    if call.method in {"sendMessage", "editMessageText"} and not call.text("text").strip():
        yield "text has nothing to read"


def _strings(value: Any) -> str:
    if isinstance(value, str):
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "".join(_strings(one) for one in inner)


def _numbers(call: Call) -> Iterator[str]:
    for (method, name), (least, most) in _NUMBERS.items():
        given = _json(call.params.get(name, ""))
        if call.method == method and isinstance(given, int) and not least <= given <= most:
            yield f"{name} may be {least} to {most}"


def _house(call: Call) -> Iterator[str]:
    if "parse_mode" in call.params or any(_holds(value, "parse_mode") for value in _objects(call)):
        yield "parse_mode is never used in this house: text goes out as entities"
    if call.flag("has_spoiler") or any(_holds(value, "has_spoiler") or _spoiler(value) for value in _objects(call)):
        yield "a spoiler is never used in this house: it hides nothing from anybody"


def _objects(call: Call) -> list[Any]:
    return [_json(value) for name, value in call.params.items() if name not in {"text", "caption"}]


def _holds(value: Any, name: str) -> bool:
    if isinstance(value, dict):
        return name in value or any(_holds(one, name) for one in value.values())
    return isinstance(value, list) and any(_holds(one, name) for one in value)


def _spoiler(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) and one.get("type") == "spoiler" for one in value)


def _entities(call: Call) -> Iterator[str]:
    for text, name in (("text", "entities"), ("caption", "caption_entities")):
        yield from entities.problems(call.text(text), _json(call.params.get(name, "")), name)
    media = _json(call.params.get("media", ""))
    if isinstance(media, dict):
        caption = str(media.get("caption", ""))
        yield from Text(0, 1024).problems(caption, "media.caption")
        yield from entities.problems(caption, media.get("caption_entities"), "media.caption_entities")
    reply = _json(call.params.get("reply_parameters", ""))
    if isinstance(reply, dict) and "quote" in reply:
        yield from Text(1, 1024).problems(str(reply["quote"]), "reply_parameters.quote")


def _keyboard(call: Call) -> Iterator[str]:
    markup = _json(call.params.get("reply_markup", ""))
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    if any(not row for row in rows):
        yield "a row of the keyboard is empty"
    if sum(map(len, rows)) > _BUTTONS:
        yield f"the keyboard has more than {_BUTTONS} buttons"
    if any(len(row) > _IN_A_ROW for row in rows):
        yield f"a row has more than {_IN_A_ROW} buttons"
    for row in rows:
        for button in row:
            if isinstance(button, dict):
                yield from _button(button)


def _button(button: Mapping[str, Any]) -> Iterator[str]:
    if not str(button.get("text", "")).strip():
        yield "a button has no label"
    if len(_DEEDS & button.keys()) != 1:
        yield "a button does not do exactly one thing"
    if "callback_data" in button:
        yield from _DATA.problems(str(button["callback_data"]), "callback_data")
    if "url" in button:
        yield from _address(str(button["url"]))


def _address(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https", "tg"} or not parts.netloc or any(one.isspace() for one in url):
        yield "a button's url leads nowhere"
    if parts.netloc in {"t.me", "telegram.me"}:
        for payload in re.findall(r"(?:^|&)start(?:group)?=([^&]*)", parts.query):
            yield from _PAYLOAD.problems(payload, "the deep link's payload")


def _commands(call: Call) -> Iterator[str]:
    commands = _json(call.params.get("commands", ""))
    if call.method != "setMyCommands" or not isinstance(commands, list):
        return
    if len(commands) > _COMMANDS:
        yield f"there are more than {_COMMANDS} commands"
    for one in commands:
        if isinstance(one, dict):
            yield from _COMMAND.problems(str(one.get("command", "")), "a command's name")
            yield from _ABOUT.problems(str(one.get("description", "")), "a command's description")


def _retired(call: Call) -> Iterator[str]:
    for name in sorted(_RETIRED & call.params.keys()):
        yield f"{name} was replaced in Bot API 7.0"


def _lists(call: Call) -> Iterator[str]:
    allowed = _json(call.params.get("allowed_updates", ""))
    if isinstance(allowed, list) and any(one not in UPDATES for one in allowed):
        yield "allowed_updates names a kind there is not"
    numbers = _json(call.params.get("message_ids", ""))
    if isinstance(numbers, list) and not 1 <= len(numbers) <= _DELETED_AT_ONCE:
        yield f"message_ids may hold 1 to {_DELETED_AT_ONCE}"


def _files(call: Call) -> Iterator[str]:
    for name, size in call.files.items():
        if name == "document":
            yield from _document(size, call.names.get(name, ""))
        elif size > _PHOTO:
            yield "a photo is larger than 10 MB"
    for value in call.params.values():
        for name in re.findall(r"attach://([^\"\s]+)", value):
            if name not in call.files and value.startswith(("attach://", "{", "[")):
                yield "a file is named that was not sent along"


def _document(size: int, name: str) -> Iterator[str]:
    if not 0 < size <= _FILE:
        yield "a file has 1 byte to 50 MB"
    if not _FILE_NAME.fullmatch(name):
        yield "a file's name is of plain letters, digits, dots and dashes, with what kind it is at its end"


def _webhook(call: Call, *, local: bool) -> Iterator[str]:
    url = call.text("url")
    if call.method != "setWebhook" or not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in ({"https", "http"} if local else {"https"}) or not parts.hostname:
        yield "the webhook's url is not one Telegram posts to"


def _json(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


_CHECKS: Final[tuple[Callable[[Call], Iterator[str]], ...]] = (
    _texts, _numbers, _house, _entities, _keyboard, _commands, _retired, _lists, _files,
)  # fmt: skip
