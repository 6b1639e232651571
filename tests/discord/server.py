"""A Discord on loopback, as its own process: `python -m tests.discord.server --port 0`.

It says its port as one line of JSON and ends when its standard input closes. It speaks the REST API under /api/v10
and the gateway under /gateway; /control/ is for tests (tests/discord/client.py).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from aiohttp import web

from tests.discord import rest_app, rest_channels, rest_interactions, rest_messages
from tests.discord.control import Control
from tests.discord.faults import AFTER, Faults
from tests.discord.gateway import Gateway
from tests.discord.people import DM
from tests.discord.routes import Created, handle
from tests.discord.wire import NOWHERE, Call, Refusal, answer, read_call, refusal
from tests.discord.world import World
from tests.loopback import serving

_BASE: Final = "/api/v10"
_ROUTED: Final = (rest_app, rest_channels, rest_interactions, rest_messages)
"""Modules of routes: to import them is to serve them."""


@dataclass(frozen=True, slots=True)
class Options:
    """What kind of Discord. `record` keeps every request, for the oracle; `shards` is how many it recommends."""

    record: bool = True
    shards: int = 1
    heartbeat_ms: int = 41_250


class Server(serving.Server):
    """One Discord, and everything that was asked of it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.begin()

    def opened(self, port: int) -> None:
        """It is reached at this port from here on: the world tells where its gateway is."""
        super().opened(port)
        self.begin()

    def begin(self) -> None:
        """A new world with nobody in it."""
        self._requests: list[Call] = []
        self._counted: Counter[str] = Counter()
        self._world = World()
        self._world.shards = self._options.shards
        self._world.gateway_url = f"ws://127.0.0.1:{self.port}/gateway"
        self._faults = Faults(self._world.changes)
        self._gateway = Gateway(self._world, self._options.heartbeat_ms)
        self._control = Control(self._world, self._gateway, self._faults, self._requests, self._counted)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One HTTP request."""
        path = request.path
        if path == "/control/reset":
            await self.close()
            self.begin()
            return answer({"result": None})
        if path.startswith("/control/"):
            return await self._control.answer(path.removeprefix("/control/"), request)
        if path.rstrip("/") == "/gateway":
            return await self._gateway.serve(request)
        if not path.startswith(f"{_BASE}/"):
            return refusal(NOWHERE)
        return await self._rest(request, path.removeprefix(_BASE))

    async def close(self) -> None:
        """Let go of whoever waits."""
        self._faults.heal()
        for socket in self._gateway.on(None):
            socket.cut()

    async def _rest(self, request: web.BaseRequest, path: str) -> web.Response:
        try:
            call = await read_call(request, path)
        except Refusal as why:
            return refusal(why, _headers(path))
        self._note(call)
        fault = self._faults.meet(call)
        if fault is not None:
            self._excuse(call)
        if fault is not None and fault.kind not in AFTER:
            return await self._faults.suffer(fault, request, _headers(path))
        said = self._say(call)
        return said if fault is None else await self._faults.suffer(fault, request, _headers(path))

    def _excuse(self, call: Call) -> None:
        parts = call.path.split("/")
        number = parts[2] if parts[1] == "interactions" and len(parts) > 2 else ""
        if number.isdigit() and int(number) in self._world.interactions:
            self._world.interactions[int(number)].excused = True

    def _note(self, call: Call) -> None:
        self._counted[call.method] += 1
        if self._options.record:
            self._requests.append(replace(call, place=self._place(call.path)))
        self._world.changes.tell()

    def _place(self, path: str) -> str:
        parts = path.split("/")
        number = parts[2] if parts[1] == "channels" and len(parts) > 2 else ""
        channel = self._world.channels.get(int(number)) if number.isdigit() else None
        if channel is None:
            return ""
        return "dm" if channel.kind == DM else "thread" if channel.is_thread else "guild"

    def _say(self, call: Call) -> web.Response:
        try:
            said: Any = handle(self._world, call)
        except Refusal as why:
            return refusal(why, _headers(call.path))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as why:
            # A body whose shape nobody foresaw. Discord would say as much; a test must know that it was so.
            self._world.unforeseen.append(f"{call.method} {call.path}: the server met {why!r}")
            return refusal(Refusal(50035, f"Invalid Form Body ({why!r})"), _headers(call.path))
        if isinstance(said, Created):
            return answer(said.body, status=201, headers=_headers(call.path))
        return answer(said, headers=_headers(call.path))


def _headers(path: str) -> dict[str, str]:
    """Every answer comes through Discord's proxy, with a limit that nobody reaches."""
    bucket = "".join(part[:4] for part in path.split("/") if not part.isdigit())[:24]
    return {
        "Via": "1.1 google",
        "X-RateLimit-Limit": "10000",
        "X-RateLimit-Remaining": "9999",
        "X-RateLimit-Reset": "4102444800",
        "X-RateLimit-Reset-After": "1",
        "X-RateLimit-Bucket": bucket,
    }


def main() -> None:
    """Read the options and serve."""
    options = serving.arguments(__doc__)
    options.add_argument("--shards", type=int, default=1, help="how many it recommends")
    given = options.parse_args()
    first = None if given.wait else Server(Options(record=not given.no_oracle, shards=given.shards))
    asyncio.run(serving.serve(first, given.port, lambda said: Server(Options(**said))))


if __name__ == "__main__":
    main()
