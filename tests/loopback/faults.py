"""What goes wrong with requests on purpose, wherever they go: which are planned, and connections that just end."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any, Final, Generic, Protocol, TypeVar

from aiohttp import web

from tests.loopback.changes import Changes

AFTER: Final = frozenset({"lost", "lost-black-hole"})
"""Kinds in which the effect takes place, and only its answer goes missing."""

SILENT: Final = AFTER | {"reset", "black-hole"}
"""Kinds in which nothing is said."""

PAGE: Final = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
"""What a proxy says that stands before a platform."""


class Planned(Protocol):
    """One thing that goes wrong `left` times (below zero: until healed)."""

    kind: str
    left: int

    def meets(self, call: Any) -> bool:
        """Whether this request goes wrong."""


F = TypeVar("F", bound=Planned)


class Faults(Generic[F]):
    """All that goes wrong at present."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.planned: list[F] = []
        self._released = asyncio.Event()
        self.held = 0

    def meet(self, call: Any) -> F | None:
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

    async def cut(self, kind: str, request: web.BaseRequest) -> web.Response:
        """End a request without a word, once it is let go of; what is returned never arrives."""
        if kind.endswith("black-hole"):
            self.held += 1
            self._changes.tell()
            try:
                await self._released.wait()
            finally:
                self.held -= 1
        cut(request)
        return web.Response(status=500)


def cut(request: web.BaseRequest) -> None:
    """Cut the connection so that the other side is told by a reset, not by a polite end."""
    transport = request.transport
    if transport is None:
        return
    plug = transport.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
