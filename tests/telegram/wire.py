"""How the Bot API speaks: a call comes in as strings, however it was sent, and an answer leaves as JSON.

Source of every rule here: https://core.telegram.org/bots/api#making-requests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web

Json = dict[str, Any]

BOT_ID: Final = 123456789
BOT_USERNAME: Final = "troth_test_bot"
TOKEN: Final = f"{BOT_ID}:AAE-loopback-token-for-tests-only-0"
"""Of the shape BotFather gives: digits, a colon, 35 of A-Z a-z 0-9 _ and -."""


class Refusal(Exception):
    """A call that Telegram refuses. `code` is the HTTP status as well."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(what: str) -> Refusal:
    """A 400, said the way Telegram says it."""
    return Refusal(400, f"Bad Request: {what}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request: its method, its parameters as strings (objects are JSON in a string), its files.

    `files` has the bytes of each, `names` what each is called, both by the parameter that brought it.
    """

    method: str
    params: Mapping[str, str]
    files: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string, empty if it was left out."""
        return self.params.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """An integer; Telegram says which one it could not read."""
        given = self.params.get(name, "")
        if not given:
            return default
        try:
            return int(given)
        except ValueError:
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """A Boolean; what is not true is false."""
        return self.params.get(name, "").lower() in {"true", "1", "yes"}

    def value(self, name: str) -> Any:
        """An object or array, None if it was left out."""
        given = self.params.get(name, "")
        if not given:
            return None
        try:
            return json.loads(given)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def json(self) -> Json:
        """The call as it crosses the control interface."""
        files, names = dict(self.files), dict(self.names)
        return {"method": self.method, "params": dict(self.params), "files": files, "names": names}


def as_string(value: object) -> str:
    """What a value of a JSON body becomes: strings stay, all else is written as JSON again."""
    return value if isinstance(value, str) else json.dumps(value)


async def read_call(method: str, request: web.BaseRequest) -> Call:
    """Take in a request of any of the four kinds the Bot API accepts; parameters in the address count too."""
    params: dict[str, str] = dict(request.query)
    files: dict[str, int] = {}
    names: dict[str, str] = {}
    if request.can_read_body:
        kind = request.content_type
        if kind == "application/json":
            given = await request.json()
            params.update({name: as_string(value) for name, value in given.items() if value is not None})
        elif kind == "multipart/form-data":
            for name, part in (await request.post()).items():
                if isinstance(part, web.FileField):
                    files[name] = len(part.file.read())
                    names[name] = part.filename
                    part.file.close()
                else:
                    params[name] = part if isinstance(part, str) else bytes(part).decode(errors="surrogatepass")
        else:
            body = (await request.read()).decode()
            params.update(parse_qsl(body, keep_blank_values=True, errors="surrogatepass"))
    return Call(method, params, files, names)


def answer(result: object) -> web.Response:
    """What Telegram says when it did as it was asked."""
    return _said({"ok": True, "result": result}, 200)


def refusal(why: Refusal) -> web.Response:
    """What Telegram says when it did not."""
    said: Json = {"ok": False, "error_code": why.code, "description": why.description}
    if why.parameters:
        said["parameters"] = why.parameters
    return _said(said, why.code)


def _said(body: Json, status: int) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")
