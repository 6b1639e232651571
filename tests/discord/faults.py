"""What goes wrong with requests on purpose: which one, how, and how often."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.discord.wire import CODES, Call, Refusal, answer, refusal
from tests.telegram.updates import Changes

AFTER: Final = frozenset({"lost", "lost-black-hole"})
"""Kinds in which the effect takes place, and only its answer goes missing."""

_PLAIN: Final = {"401": "401: Unauthorized", "500": "500: Internal Server Error", "503": "upstream connect error"}
_OTHERS: Final = frozenset({"429", "429-global", "429-cloudflare", "502", "reset", "black-hole", "html"})
_PAGE: Final = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_BANNED: Final = "<html><head><title>Access denied | discord.com used Cloudflare</title></head></html>"


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong `left` times (below zero: until healed)."""

    kind: str
    method: str | None = None
    path: str | None = None
    left: int = 1
    retry_after: float = 1.0

    def __post_init__(self) -> None:
        known = self.kind in _PLAIN or self.kind in _OTHERS | AFTER
        if not known and int(self.kind.removeprefix("error:")) not in CODES:
            raise ValueError(f"no such fault: {self.kind}")

    def meets(self, call: Call) -> bool:
        """Whether this request goes wrong."""
        named = self.method is None or call.method == self.method
        return self.left != 0 and named and (self.path is None or self.path in call.path)


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

    async def suffer(self, fault: Fault, request: web.BaseRequest, headers: Mapping[str, str]) -> web.Response:
        """What the one who asked gets instead of an answer."""
        if fault.kind.endswith("black-hole"):
            self.held += 1
            self._changes.tell()
            try:
                await self._released.wait()
            finally:
                self.held -= 1
            cut(request)
        elif fault.kind in {"reset", "lost"}:
            cut(request)
        elif fault.kind in {"502", "html"}:
            return web.Response(status=502, text=_PAGE, content_type="text/html", headers=headers)
        elif fault.kind.startswith("429"):
            return _too_many(fault, headers)
        else:
            return refusal(_refused(fault), headers)
        return web.Response(status=500)


def _refused(fault: Fault) -> Refusal:
    if fault.kind in _PLAIN:
        return Refusal(0, _PLAIN[fault.kind], status=int(fault.kind))
    return Refusal(int(fault.kind.removeprefix("error:")))


def _too_many(fault: Fault, headers: Mapping[str, str]) -> web.Response:
    # Cloudflare stands before Discord: what it refuses has no Via header and no JSON, only a time in whole seconds.
    whole = str(max(1, round(fault.retry_after)))
    if fault.kind == "429-cloudflare":
        return web.Response(status=429, text=_BANNED, content_type="text/html", headers={"Retry-After": whole})
    everywhere = fault.kind == "429-global"
    more = {"Retry-After": whole, "X-RateLimit-Scope": "global" if everywhere else "user"}
    if everywhere:
        more["X-RateLimit-Global"] = "true"
    else:
        more |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": str(fault.retry_after)}
    said = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": everywhere, "code": 0}
    return answer(said, status=429, headers={**headers, **more})


def cut(request: web.BaseRequest) -> None:
    """Cut the connection so that the other side is told by a reset, not by a polite end."""
    transport = request.transport
    if transport is None:
        return
    plug = transport.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
