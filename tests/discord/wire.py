"""How Discord's REST API speaks: a request comes in as JSON or with files, an answer or a refusal leaves as JSON.

Source of every rule here: https://discord.com/developers/docs/reference and .../topics/opcodes-and-status-codes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from aiohttp import web

Json = dict[str, Any]

APP_ID: Final = 1100000000000000001
BOT_ID: Final = APP_ID
"""An app made today and its bot have the same id."""

BOT_NAME: Final = "troth_test_bot"
TOKEN: Final = (
    f"{base64.b64encode(str(BOT_ID).encode()).decode().rstrip('=')}.GaAaAa.loopback-token-for-tests-only-000000000"
)
"""Of the shape the developer portal gives: the bot's id in base 64, a dot, six characters, a dot, the secret."""

# The codes of errors a client may meet, each with its HTTP status and its words.
CODES: Final[Mapping[int, tuple[int, str]]] = {
    0: (400, "400: Bad Request"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10009: (404, "Unknown Permission Overwrite"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    30034: (400, "Maximum number of application command creates reached"),
    40005: (413, "Request entity too large. Try sending something smaller"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (403, "This interaction has reached the maximum number of follow-up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50055: (400, "Invalid Guild"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160005: (403, "Thread is locked"),
}


class Refusal(Exception):
    """A request that Discord refuses."""

    def __init__(self, code: int, message: str = "", *, status: int = 0, more: Json | None = None) -> None:
        known, words = CODES.get(code, (400, "Bad Request"))
        super().__init__(message or words)
        self.code = code
        self.status = status or known
        self.message = message or words
        self.more = more or {}


def bad_form(**faults: str) -> Refusal:
    """A 400 that names the fields it is about."""
    errors = {name: {"_errors": [{"code": "INVALID", "message": said}]} for name, said in faults.items()}
    return Refusal(50035, more={"errors": errors})


NOWHERE: Final = Refusal(0, "404: Not Found", status=404)
UNAUTHORIZED: Final = Refusal(0, "401: Unauthorized", status=401)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: its path after /api/v10, its body, and its files as (field, filename, size).

    `place` says where it leads, for those who judge it later: "dm", "guild", "thread" or nothing.
    """

    method: str
    path: str
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str, int], ...] = ()
    authorization: str = ""
    agent: str = ""
    place: str = ""

    def json(self) -> Json:
        """The call as it crosses the control interface."""
        return asdict(self)

    def given(self) -> Json:
        """The body, which must be an object (nothing at all counts as an empty one)."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refusal(50035)
        return self.body


def call_from(said: Json) -> Call:
    """A call that crossed the control interface."""
    return Call(**{**said, "files": tuple((name, filename, size) for name, filename, size in said["files"])})


async def read_call(request: web.BaseRequest, path: str) -> Call:
    """Take in a request; one with files has its JSON in a part of its own."""
    body: Any = None
    files: list[tuple[str, str, int]] = []
    if request.content_type == "multipart/form-data":
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                files.append((name, part.filename, len(part.file.read())))
                part.file.close()
            elif name == "payload_json":
                body = _parsed(part if isinstance(part, str) else bytes(part).decode())
    elif request.can_read_body:
        text = await request.text()
        body = _parsed(text) if text else None
    said = request.headers.get("Authorization", "")
    agent = request.headers.get("User-Agent", "")
    return Call(request.method, path, body, dict(request.query), tuple(files), said, agent)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(50109) from None


def answer(result: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """What Discord says; nothing at all is a 204."""
    if result is None:
        return web.Response(status=204, headers=headers)
    body = json.dumps(result).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def refusal(why: Refusal, headers: Mapping[str, str] | None = None) -> web.Response:
    """What Discord says when it did not do as it was asked."""
    said = {"message": why.message, "code": why.code, **why.more}
    return answer(said, status=why.status, headers=headers)
