"""The playground's page and its server, for this machine alone."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from aiohttp import web

from bot.adapters.playground import ask, jumps
from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.guard import MOST_BYTES, add_headers, guard, sentence
from bot.adapters.playground.live import Pages
from bot.adapters.playground.wire import Change, person_json
from bot.adapters.playground.world import Nonsense, World
from bot.errors import BadSettings

PeekRow = Mapping[str, str | int]
_ADDRESS: Final = "127.0.0.1"
_TYPES: Final = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
_BUSY: Final = frozenset({errno.EADDRINUSE, errno.EACCES})


@dataclass(frozen=True, slots=True)
class Peek:
    """What waits behind the scenes, without anybody's words."""

    timers: list[PeekRow]
    outbox: list[PeekRow]


class House(Protocol):
    """What the page may ask of the house, besides what every platform may."""

    def now(self) -> int:
        """The moved clock, in UTC milliseconds."""

    async def jump(self, to: int) -> None:
        """Move the clock forward to `to`, running the timers on the way; returns once all is delivered."""

    async def peek(self) -> Peek:
        """Rows for the curious, without anybody's words."""

    def commands(self, language: str) -> list[tuple[str, str]]:
        """Names and descriptions of what can be typed, in this language."""

    async def start_afresh(self) -> None:
        """Forget everything, the playground's world too (`World.forget`)."""


class PlaygroundServer:
    """Serves the page at http://127.0.0.1:PORT/ between `start` and `stop`."""

    def __init__(self, world: World, adapter: PlaygroundAdapter, house: House, port: int) -> None:
        self._world = world
        self._adapter = adapter
        self._house = house
        self._port = port
        self._busy = False
        self._still = asyncio.Lock()
        self._pages = Pages(self._state)
        self._files = _page_files()
        self._runner: web.AppRunner | None = None
        self._unwatch: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{_ADDRESS}:{self._port}/"

    async def start(self) -> None:
        """Begin to serve. Raises BadSettings if the port is not to be had."""
        app = web.Application(middlewares=[guard(self._port)], client_max_size=MOST_BYTES)
        app.on_response_prepare.append(add_headers)
        self._route(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await web.TCPSite(runner, _ADDRESS, self._port).start()
        except (OSError, OverflowError) as error:
            await runner.cleanup()
            if isinstance(error, OSError) and error.errno not in _BUSY:
                raise
            raise BadSettings(
                f"Port {self._port} is taken or not allowed; choose another one, as in `--port 8766`."
            ) from error
        self._runner = runner
        self._unwatch = self._world.watch(self._pages.tell)

    async def stop(self) -> None:
        """Stop serving; the pages look for the next start by themselves."""
        if self._runner is None:
            return
        self._unwatch()
        await self._pages.close()
        await self._runner.cleanup()
        self._runner = None

    def _route(self, app: web.Application) -> None:
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/page/{name}", self._page),
                web.get("/api/live", self._pages.serve),
                web.get("/api/peek", self._peek),
                web.get("/api/commands", self._commands),
                web.post("/api/people", self._add_person),
                web.post("/api/blocked", self._block),
                web.post("/api/show", self._show),
                web.post("/api/read", self._read),
                web.post("/api/post", self._post),
                web.post("/api/jump", self._jump),
                web.post("/api/afresh", self._afresh),
            ]
        )

    # -- what the page shows ---------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        if name not in self._files:
            return sentence(404, "There is no such page.")
        body, kind = self._files[name]
        return web.Response(body=body, content_type=kind, charset="utf-8")

    async def _state(self) -> Change:
        return {"type": "state", **self._clock(), **await self._world.snapshot()}

    def _clock(self) -> Change:
        return {"now": self._house.now(), "busy": self._busy}

    async def _peek(self, _: web.Request) -> web.Response:
        peek = await self._house.peek()
        return web.json_response(
            {"timers": [dict(row) for row in peek.timers], "outbox": [dict(row) for row in peek.outbox]}
        )

    async def _commands(self, request: web.Request) -> web.Response:
        commands = self._house.commands(request.query.get("language", "en"))
        return web.json_response([{"name": name, "about": about} for name, about in commands])

    # -- what people do --------------------------------------------------------------------------------------

    async def _add_person(self, request: web.Request) -> web.Response:
        name, language, zone = ask.newcomer(await ask.asked(request))
        async with self._still:  # what somebody new does at once would be forgotten with the rest
            return web.json_response(person_json(await self._world.add_person(name, language, zone)))

    async def _block(self, request: web.Request) -> web.Response:
        values = await ask.asked(request)
        await self._world.set_blocked(ask.text(values, "person"), bool(values.get("blocked")))
        return web.json_response({})

    async def _show(self, request: web.Request) -> web.Response:
        values = await ask.asked(request)
        await self._world.show(ask.text(values, "person"), ask.text(values, "chat"))
        return web.json_response({})

    async def _read(self, request: web.Request) -> web.Response:
        values = await ask.asked(request)
        person, chat = ask.text(values, "person"), ask.text(values, "chat")
        await self._world.mark_read(person, chat, ask.number(values, "upto"))
        return web.json_response({})

    async def _post(self, request: web.Request) -> web.Response:
        values = await ask.asked(request)
        person, chat, sent = (ask.text(values, name) for name in ("person", "chat", "sent"))
        if not 8 <= len(sent) <= 64:
            return sentence(422, "The page did not name what it sent.")
        return web.json_response({"n": await self._adapter.post(person, chat, ask.deed(values), sent)})

    # -- the clock -------------------------------------------------------------------------------------------

    async def _jump(self, request: web.Request) -> web.Response:
        values = await ask.asked(request)
        to = self._target(values)
        jumps.check(to, self._house.now())
        async with self._alone():
            await self._house.jump(to)
        return web.json_response(self._clock())

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """One jump or fresh start at a time, and every page sees that it is under way."""
        if self._busy:
            raise Nonsense("The clock is on its way; wait until it has arrived.")
        self._busy = True
        self._pages.tell({"type": "clock", **self._clock()})
        try:
            async with self._still:
                yield
        finally:
            self._busy = False
            self._pages.tell({"type": "clock", **self._clock()})

    def _target(self, values: ask.Asked) -> int:
        """Either an instant (`to`), a span (`by`), or what is read on a zone's clocks (`wall`, `sunday`)."""
        now = self._house.now()
        if "by" in values:
            return now + ask.number(values, "by")
        if "wall" in values:
            return jumps.at_wall(ask.text(values, "wall"), ask.zone(values))
        if values.get("sunday"):
            return jumps.next_sunday(now, ask.zone(values))
        return ask.number(values, "to")

    async def _afresh(self, _: web.Request) -> web.Response:
        async with self._alone():
            await self._house.start_afresh()
        return web.json_response({})


def _page_files() -> dict[str, tuple[bytes, str]]:
    folder = Path(__file__).with_name("page")
    return {file.name: (file.read_bytes(), _TYPES[file.suffix]) for file in folder.iterdir()}
