"""Reading what the page sends: checked values, or a sentence that says what is wrong."""

from __future__ import annotations

import json
import re
from typing import Final
from zoneinfo import available_timezones

from aiohttp import web

from bot.adapters.playground.deeds import Attached, Deed, FilledIn, Pressed, Said
from bot.adapters.playground.world import Nonsense

LONGEST_NAME: Final = 40
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Asked = dict[str, object]


async def asked(request: web.Request) -> Asked:
    """The JSON object in a request, with text that every store can take."""
    try:
        values = json.loads(await request.text())
    except ValueError as error:
        raise Nonsense("The page sent something that is not JSON.") from error
    if not isinstance(values, dict):
        raise Nonsense("The page sent something else than an object.")
    return values


def text(values: Asked, name: str) -> str:
    """A text. Half of a surrogate pair, which no store takes, becomes a question mark."""
    value = values.get(name, "")
    if not isinstance(value, str):
        raise Nonsense(f"“{name}” has to be a text.")
    return value.encode("utf-8", "replace").decode()


def number(values: Asked, name: str) -> int:
    """A whole number that fits every store."""
    value = values.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise Nonsense(f"“{name}” has to be a whole number.")
    return value


def newcomer(values: Asked) -> tuple[str, str, str]:
    """Name, language and zone of somebody to be added."""
    name = " ".join(text(values, "name").split())
    if not name:
        raise Nonsense("Please give a name.")
    if len(name) > LONGEST_NAME:
        raise Nonsense(f"A name has up to {LONGEST_NAME} characters here.")
    language = text(values, "language")
    if not _LANGUAGE.fullmatch(language):
        raise Nonsense("That is not a language, such as “en”.")
    return name, language, zone(values)


def zone(values: Asked) -> str:
    """A time zone by its name."""
    name = text(values, "zone")
    if name not in available_timezones():
        raise Nonsense("There is no such time zone; one is “Europe/Madrid”.")
    return name


def deed(values: Asked) -> Deed:
    """What a person did."""
    match values.get("kind"):
        case "said":
            said = text(values, "text")
            if not said.strip():
                raise Nonsense("There is nothing to send.")
            return Said(said)
        case "pressed":
            return Pressed(number(values, "message"), text(values, "token"))
        case "filled":
            return FilledIn(number(values, "message"), text(values, "token"), _fields(values))
        case "attached":
            return Attached()
        case _:
            raise Nonsense("The page sent a deed that the playground does not know.")


def _fields(values: Asked) -> dict[str, str | tuple[str, ...]]:
    given = values.get("fields")
    if not isinstance(given, dict):
        raise Nonsense("The page sent a form without fields.")
    fields: dict[str, str | tuple[str, ...]] = {}
    for name, value in given.items():
        if isinstance(value, list):
            fields[str(name)] = tuple(text({"field": one}, "field") for one in value)
        else:
            fields[str(name)] = text(given, name)
    return fields
