"""What an interaction says, as an event with the way to answer it. Pure: nothing here asks or says anything.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.adapters.discord import addresses
from bot.adapters.discord.updates import EPHEMERAL, THREADS, Around, Payload, Taken, quoted, readable, sender_of
from bot.adapters.discord.via import Kind, Via
from bot.model import Address, Command, Filled, Press, Quoted, Sender, Typing

_FORM: Final = 5
_OVER_MESSAGE: Final = 3
_BOT_DM, _BETWEEN_PEOPLE = 1, 2
_BY_SERVER: Final = "0"

_SUBCOMMANDS: Final = frozenset({1, 2})


def interaction(data: Payload, around: Around, quoting: Mapping[str, str]) -> Taken | None:
    """The event of an interaction; None if it is of no kind that we have.

    `quoting` has the command that each entry in the menu over a message stands for.
    """
    user = data.get("user") or (data.get("member") or {}).get("user")
    if user is None or user.get("bot"):
        return None
    sender, place = sender_of(user, str(data.get("locale") or "")), _place(data, user, around)
    given = data.get("data") or {}
    key, via = f"i:{data['id']}", _via(data, sender, place)
    match data.get("type"):
        case 2:
            return Taken(_command(key, given, sender, place, via, quoting, around.bot_id), via)
        case 3:
            return Taken(Press(key, sender, place, str(given["custom_id"]), via.text), via)
        case 4:
            return Taken(Typing(sender, place, str(given["name"]), _typing(given.get("options") or ())), via)
        case 5:
            fields = _fields(given.get("components") or ())
            return Taken(Filled(key, sender, place, str(given["custom_id"]), fields, via.text), via)
    return None


def direct_channel(data: Payload) -> str:
    """The channel of the direct chat with the bot in which this came, or ""."""
    return str(data.get("channel_id") or "") if _is_direct(data) else ""


def _command(
    key: str, given: Payload, sender: Sender, place: Address, via: Via, quoting: Mapping[str, str], bot_id: str
) -> Command:
    name = str(given["name"])
    if given.get("type") == _OVER_MESSAGE:
        return Command(key, sender, place, quoting.get(name, name), quoted=_target(given, bot_id), via=via.text)
    users = ((given.get("resolved") or {}).get("users") or {}).values()
    text = readable(" ".join(_values(given.get("options") or ())), users)
    return Command(key, sender, place, name, text, via=via.text)


def _target(given: Payload, bot_id: str) -> Quoted | None:
    """The message whose menu was opened; None if it is the bot's own."""
    found = ((given.get("resolved") or {}).get("messages") or {}).get(str(given.get("target_id")))
    return None if found is None or str(found["author"]["id"]) == bot_id else quoted(found)


def _values(options: Iterable[Payload]) -> list[str]:
    """What was typed into a command's options, in order."""
    values: list[str] = []
    for option in options:
        if option.get("type") in _SUBCOMMANDS:
            values += _values(option.get("options") or ())
        elif option.get("value") is not None:
            values.append(str(option["value"]))
    return values


def _typing(options: Iterable[Payload]) -> str:
    """What stands in the option that somebody is typing into."""
    for option in options:
        if option.get("focused"):
            return str(option.get("value") or "")
        if option.get("type") in _SUBCOMMANDS:
            return _typing(option.get("options") or ())
    return ""


def _fields(components: Iterable[Payload]) -> dict[str, str | tuple[str, ...]]:
    """What a form was sent with, by its fields' names.

    One chosen option comes as a string, whether or not more could have been chosen: Discord does not tell.
    """
    fields: dict[str, str | tuple[str, ...]] = {}
    for component in components:
        inside: list[Payload] = list(component.get("components") or ())
        if component.get("component"):
            inside.append(component["component"])
        for one in inside:
            if one.get("custom_id") is not None:
                fields[str(one["custom_id"])] = _value(one)
    return fields


def _value(component: Mapping[str, Any]) -> str | tuple[str, ...]:
    if "values" not in component:
        return str(component.get("value") or "")
    chosen = tuple(str(one) for one in component["values"] or ())
    return chosen[0] if len(chosen) == 1 else chosen


def _via(data: Payload, sender: Sender, place: Address) -> Via:
    message = data.get("message")
    pressed = str((data.get("data") or {}).get("custom_id") or "")
    given = (str(data["id"]), str(data["token"]))
    if message is None:
        kind: Kind = "modal" if data.get("type") == _FORM else "command"
        return Via(kind, *given, user_id=sender.account.id, private=place.kind != "direct", pressed=pressed)
    alone = bool(int(message.get("flags") or 0) & EPHEMERAL)
    after: Kind = "modal-press" if data.get("type") == _FORM else "press"
    return Via(after, *given, str(message["id"]), sender.account.id, alone, pressed)


def _is_direct(data: Payload) -> bool:
    """Whether it is the direct chat with the bot. Where Discord tells no context, what is in no server is one."""
    return data.get("context") == _BOT_DM or (data.get("context") is None and not data.get("guild_id"))


def _place(data: Payload, user: Payload, around: Around) -> Address:
    if _is_direct(data):
        return addresses.direct(user["id"])
    guild, channel = str(data.get("guild_id") or ""), data.get("channel") or {}
    this = str(data.get("channel_id") or channel.get("id"))
    by_server = _BY_SERVER in (data.get("authorizing_integration_owners") or {_BY_SERVER: guild})
    if not guild or data.get("context") == _BETWEEN_PEOPLE or not by_server or not around.has_guild(guild):
        return addresses.visit(this)
    parent = channel.get("parent_id") if channel.get("type") in THREADS else around.parent(guild, this)
    return addresses.thread(guild, parent, this) if parent else addresses.channel(guild, this)
