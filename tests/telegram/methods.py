"""The Bot API's methods by their names, and those that concern chats and the bot's own settings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from tests.telegram import sending
from tests.telegram.people import BOT, Chat
from tests.telegram.wire import BOT_ID, Call, Json, bad
from tests.telegram.world import World, member

Method = Callable[[World, Call], Any]


def get_me(world: World, call: Call) -> Json:
    """Who the bot is."""
    return world.me()


def get_chat(world: World, call: Call) -> Json:
    """A chat with what is only told on request: https://core.telegram.org/bots/api#chatfullinfo."""
    chat = world.reach(call)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_member(world: World, call: Call) -> Json:
    """How somebody stands in a chat; one who is known and not there has left."""
    chat = world.reach(call)
    user = call.number("user_id")
    if user == BOT_ID:
        return member(BOT, "member" if chat.kind == "private" else chat.bot)
    person = world.persons.get(user)
    if person is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return member(person.user(), chat.standing.get(user, "left"))


def count_members(world: World, call: Call) -> int:
    """How many there are, bots among them."""
    chat = world.reach(call)
    return len(chat.members()) + 1


def get_administrators(world: World, call: Call) -> list[Json]:
    """Who administers a group, other bots left out."""
    chat = world.reach(call)
    if chat.kind == "private":
        raise bad("there are no administrators in the private chat")
    found = [
        member(world.persons[user].user(), standing)
        for user, standing in chat.standing.items()
        if standing in {"creator", "administrator"}
    ]
    return [*found, member(BOT, chat.bot)] if chat.bot == "administrator" else found


def send_action(world: World, call: Call) -> bool:
    """ "Typing": nothing anybody keeps."""
    chat = world.reach(call)
    world.actions.append({"chat": chat.id, "action": call.text("action")})
    return True


def leave_chat(world: World, call: Call) -> bool:
    """The bot goes by itself, and is told so."""
    chat: Chat = world.reach(call)
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    before, chat.bot = chat.bot, "left"
    world.standing_changed(chat, BOT, BOT, before, "left")
    return True


# -- settings --------------------------------------------------------------------------------------------------


def _menu_key(call: Call) -> str:
    scope = call.value("scope") or {"type": "default"}
    return json.dumps([scope, call.text("language_code")], sort_keys=True)


def set_commands(world: World, call: Call) -> bool:
    """The menu of one scope and language: https://core.telegram.org/bots/api#setmycommands."""
    commands = call.value("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad("can't parse commands list")
    for one in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(one.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.menus[_menu_key(call)] = {
        "scope": call.value("scope") or {"type": "default"},
        "language_code": call.text("language_code"),
        "commands": commands,
    }
    return True


def get_commands(world: World, call: Call) -> list[Json]:
    """The menu of exactly this scope and language; empty where none was set."""
    commands: list[Json] = world.menus.get(_menu_key(call), {}).get("commands", [])
    return commands


def delete_commands(world: World, call: Call) -> bool:
    """Forget the menu of one scope and language."""
    world.menus.pop(_menu_key(call), None)
    return True


def _setter(kind: str, most: int) -> Method:
    def put(world: World, call: Call) -> bool:
        text = call.text(kind)
        if len(text) > most:
            raise bad(f"bot {kind.replace('_', ' ')} is too long")
        world.descriptions[kind][call.text("language_code")] = text
        return True

    return put


def _getter(kind: str) -> Method:
    def get(world: World, call: Call) -> Json:
        texts = world.descriptions[kind]
        return {kind: texts.get(call.text("language_code")) or texts.get("", "")}

    return get


def set_menu_button(world: World, call: Call) -> bool:
    """The button beside the field in which people type."""
    return True


def valid_webhook(url: str, *, local: bool) -> None:
    """Refuse an address Telegram would not post to; a server of one's own also takes plain http."""
    parts = urlsplit(url)
    if parts.scheme not in ({"https", "http"} if local else {"https"}) or not parts.hostname:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")


METHODS: Final[Mapping[str, Method]] = {
    name.lower(): method
    for name, method in {
        "getMe": get_me,
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "sendDocument": sending.send_document,
        "editMessageText": sending.edit_text,
        "editMessageCaption": sending.edit_caption,
        "editMessageMedia": sending.edit_media,
        "editMessageReplyMarkup": sending.edit_markup,
        "deleteMessage": sending.delete_message,
        "deleteMessages": sending.delete_messages,
        "answerCallbackQuery": sending.answer_query,
        "pinChatMessage": sending.pin_message,
        "getChat": get_chat,
        "getChatMember": get_member,
        "getChatMemberCount": count_members,
        "getChatAdministrators": get_administrators,
        "sendChatAction": send_action,
        "leaveChat": leave_chat,
        "setMyCommands": set_commands,
        "getMyCommands": get_commands,
        "deleteMyCommands": delete_commands,
        "setMyDescription": _setter("description", 512),
        "getMyDescription": _getter("description"),
        "setMyShortDescription": _setter("short_description", 120),
        "getMyShortDescription": _getter("short_description"),
        "setChatMenuButton": set_menu_button,
    }.items()
}
