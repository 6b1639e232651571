"""The gateway: sockets, sessions that outlive them, and what each is told.

Source: https://discord.com/developers/docs/events/gateway.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.discord.faults import cut
from tests.discord.shapes import APPLICATION, BOT_USER
from tests.discord.wire import TOKEN, Json
from tests.discord.world import World

_GUILDS: Final = 1 << 0
_GUILD_MESSAGES: Final = 1 << 9
_DM_MESSAGES: Final = 1 << 12
_PRIVILEGED: Final = 1 << 1 | 1 << 8 | 1 << 15
_KEPT: Final = 5_000
"""Events a session remembers."""

_Event = tuple[int, str, Json]


@dataclass(slots=True)
class Session:
    """One shard of one bot. `told` is what it was told, with the sequence numbers; `socket` the one it has."""

    id: str
    shard: tuple[int, int]
    intents: int
    told: list[_Event] = field(default_factory=list)
    last: int = 0
    socket: Socket | None = None

    def wants(self, name: str, guild: int | None) -> bool:
        """Whether an event is for this shard and its intents."""
        number, count = self.shard
        if (0 if guild is None else (guild >> 22) % count) != number:
            return False
        if name.startswith("MESSAGE_"):
            return bool(self.intents & (_DM_MESSAGES if guild is None else _GUILD_MESSAGES))
        if name.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
            return bool(self.intents & _GUILDS)
        return True

    def tell(self, name: str, body: Json) -> bool:
        """Tell of an event, or keep it until somebody resumes. True if a live socket gets it."""
        self.last += 1
        event = (self.last, name, body)
        self.told.append(event)
        if len(self.told) > 2 * _KEPT:
            del self.told[:_KEPT]
        if self.socket is None:
            return False
        self.socket.send_event(event)
        return not self.socket.dead


class Socket:
    """One connection. A `dead` one is open, and nothing comes through."""

    def __init__(self, socket: web.WebSocketResponse, request: web.BaseRequest) -> None:
        self._socket = socket
        self._request = request
        self._queue: asyncio.Queue[Json | None] = asyncio.Queue()
        wanted = request.query.get("compress")
        self._deflate = zlib.compressobj() if wanted == "zlib-stream" else None
        self.session: Session | None = None
        self.dead = False

    def send(self, op: int, body: Any = None, **more: Any) -> None:
        """Queue something to be sent."""
        if not self.dead:
            self._queue.put_nowait({"op": op, "d": body, "s": None, "t": None, **more})

    def send_event(self, event: _Event) -> None:
        """Queue an event."""
        number, name, body = event
        self.send(0, body, s=number, t=name)

    def cut(self) -> None:
        """End it without a word."""
        self.dead = True
        cut(self._request)

    async def close(self, code: int) -> None:
        """End it with a code."""
        self.dead = True
        await self._socket.close(code=code)

    async def write(self) -> None:
        """Send what is queued until the socket ends."""
        while (said := await self._queue.get()) is not None:
            text = json.dumps(said)
            if self._deflate is None:
                await self._socket.send_str(text)
            else:
                squeezed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self._socket.send_bytes(squeezed)


class Gateway:
    """All sockets and sessions."""

    def __init__(self, world: World, heartbeat_ms: int) -> None:
        self._world = world
        self.heartbeat_ms = heartbeat_ms
        self.sockets: list[Socket] = []
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed = 0
        self.replay = 0
        world.dispatch = self.dispatch

    def dispatch(self, name: str, body: Json, guild: int | None) -> bool:
        """Tell every session that wants it."""
        told = [one.tell(name, body) for one in self.sessions.values() if one.wants(name, guild)]
        return any(told)

    def live(self) -> list[Session]:
        """Sessions with a socket that something comes through."""
        return [one for one in self.sessions.values() if one.socket is not None and not one.socket.dead]

    def on(self, shard: int | None) -> Iterator[Socket]:
        """The sockets of a shard, or all."""
        for socket in list(self.sockets):
            number = socket.session.shard[0] if socket.session else 0
            if shard is None or number == shard:
                yield socket

    async def serve(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        plain = web.WebSocketResponse(max_msg_size=4096, compress=False)
        await plain.prepare(request)
        socket = Socket(plain, request)
        self.sockets.append(socket)
        writer = asyncio.create_task(socket.write())
        socket.send(10, {"heartbeat_interval": self.heartbeat_ms, "_trace": []})
        try:
            async for message in plain:
                if message.type is not WSMsgType.TEXT or not await self._hear(socket, json.loads(message.data)):
                    break
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._forget(socket, left=plain.close_code in {1000, 1001})
        return plain

    def _forget(self, socket: Socket, *, left: bool) -> None:
        self.sockets.remove(socket)
        for interaction in self._world.interactions.values():
            interaction.excused |= interaction.answer is None
        session = socket.session
        if session is not None and session.socket is socket:
            session.socket = None
            # Whoever says goodbye with 1000 or 1001 ends the session too.
            if left:
                self.sessions.pop(session.id, None)
        self._world.changes.tell()

    async def _hear(self, socket: Socket, said: Json) -> bool:
        heard: Callable[[Socket, Any], Any] | None = {
            1: self._beat, 2: self._identify, 3: self._nothing, 4: self._nothing, 6: self._resume, 8: self._nothing
        }.get(said.get("op", -1))  # fmt: skip
        if heard is None:
            await socket.close(4001)
            return False
        refused = heard(socket, said.get("d"))
        if refused:
            await socket.close(refused)
        return not refused

    def _beat(self, socket: Socket, said: Any) -> None:
        socket.send(11)

    def _nothing(self, socket: Socket, said: Any) -> int:
        return 0 if socket.session else 4003

    def _identify(self, socket: Socket, said: Json) -> int:
        if socket.session is not None:
            return 4005
        if said.get("token") not in {TOKEN, f"Bot {TOKEN}"}:
            return 4004
        number, count = said.get("shard") or (0, 1)
        if not 0 <= number < count:
            return 4010
        intents = int(said.get("intents", 0))
        self.identified.append({name: value for name, value in said.items() if name != "token"})
        self._world.changes.tell()
        if intents & _PRIVILEGED:
            return 4014
        self._begin(socket, (number, count), intents)
        return 0

    def _begin(self, socket: Socket, shard: tuple[int, int], intents: int) -> None:
        # Sessions of a process that is gone are of no use to the one that comes after it.
        for old in [one for one in self.sessions.values() if one.shard[0] == shard[0] and one.socket is None]:
            del self.sessions[old.id]
        session = Session(self._world.chance.token(), shard, intents, socket=socket)
        socket.session = session
        self.sessions[session.id] = session
        homes = [one for one in self._world.guilds.values() if one.bot and (one.id >> 22) % shard[1] == shard[0]]
        ready: Json = {
            "v": 10,
            "user": BOT_USER | {"verified": True, "email": None, "flags": 0, "mfa_enabled": False},
            "guilds": [{"id": str(one.id), "unavailable": True} for one in homes],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._world.gateway_url,
            "shard": list(shard),
            "application": {"id": APPLICATION["id"], "flags": APPLICATION["flags"]},
            "private_channels": [],
            "user_settings": {},
        }
        session.tell("READY", ready)
        for home in homes:
            if not home.unavailable:
                session.tell("GUILD_CREATE", self._world.guild_whole(home, back=True))
        self._world.changes.tell()

    def _resume(self, socket: Socket, said: Json) -> int:
        if said.get("token") not in {TOKEN, f"Bot {TOKEN}"}:
            return 4004
        session = self.sessions.get(said.get("session_id", ""))
        after = said.get("seq")
        if session is None or not isinstance(after, int) or after > session.last:
            socket.send(9, body=False)
            return 0
        if session.socket is not None:
            session.socket.session = None
        session.socket, socket.session = socket, session
        first = min(after, session.last - self.replay)
        self.replay = 0
        for event in session.told:
            if event[0] > first and event[1] not in {"READY", "RESUMED"}:
                socket.send_event(event)
        session.tell("RESUMED", {"_trace": []})
        self.resumed += 1
        self._world.changes.tell()
        return 0
