"""What goes wrong on purpose: which request, how, and how often."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.telegram.updates import Changes
from tests.telegram.wire import Call, Json, Refusal, refusal

AFTER: Final = frozenset({"lost", "lost-black-hole"})
"""Kinds in which the effect takes place, and only its answer goes missing."""

_PLAIN: Final = {
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}
_OTHERS: Final = frozenset({"429", "reset", "black-hole", "migrated", "html"})
_PAGE: Final = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong `left` times (below zero: until healed).

    `method` names a Bot API method, or several with commas between; without it any counts but getUpdates. `chat`
    limits it to one chat.
    """

    kind: str
    method: str | None = None
    chat: int | None = None
    left: int = 1
    retry_after: int = 1
    moved_to: int = 0

    def __post_init__(self) -> None:
        if self.kind not in _PLAIN and self.kind not in _OTHERS | AFTER and not self.kind.startswith("400:"):
            raise ValueError(f"no such fault: {self.kind}")

    def meets(self, call: Call) -> bool:
        """Whether this request goes wrong."""
        name = call.method.lower()
        named = name != "getupdates" if self.method is None else name in self.method.lower().split(",")
        return self.left != 0 and named and (self.chat is None or call.text("chat_id") == str(self.chat))

    def refusal(self) -> Refusal:
        """What is said instead of doing it, for the kinds that say something."""
        if self.kind == "429":
            after: Json = {"retry_after": self.retry_after}
            return Refusal(429, f"Too Many Requests: retry after {self.retry_after}", after)
        if self.kind == "migrated":
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            return Refusal(400, said, {"migrate_to_chat_id": self.moved_to})
        if self.kind.startswith("400:"):
            return Refusal(400, self.kind.removeprefix("400:"))
        return Refusal(int(self.kind), _PLAIN[self.kind])


class Faults:
    """All that goes wrong at present."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.planned: list[Fault] = []
        self._released = asyncio.Event()
        self.held = 0

    def meet(self, call: Call) -> Fault | None:
        """The fault this request meets, counted down."""
        found = next((one for one in self.planned if one.meets(call)), None)
        if found is not None:
            found.left -= 1
            if found.left == 0:
                self.planned.remove(found)
        return found

    def release(self) -> None:
        """Let go of everybody in a black hole; their connections are dropped."""
        self._released.set()
        self._released = asyncio.Event()

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self.planned.clear()
        self.release()

    async def suffer(self, fault: Fault, request: web.BaseRequest) -> web.Response:
        """What the one who asked gets instead of an answer."""
        if fault.kind == "html":
            return web.Response(status=502, text=_PAGE, content_type="text/html")
        if fault.kind.endswith("black-hole"):
            self.held += 1
            self._changes.tell()
            try:
                await self._released.wait()
            finally:
                self.held -= 1
            drop(request)
        elif fault.kind in {"reset", "lost"}:
            drop(request)
        else:
            return refusal(fault.refusal())
        return web.Response(status=500)


def drop(request: web.BaseRequest) -> None:
    """Cut the connection so that the other side is told by a reset, not by a polite end."""
    transport = request.transport
    if transport is None:
        return
    plug = transport.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
