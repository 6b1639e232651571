"""The control interface: what tests ask of the loopback Discord besides what Discord itself answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.discord.faults import Fault, Faults
from tests.discord.gateway import Gateway
from tests.discord.hands import Hands
from tests.discord.interactions import lapse, unsettled
from tests.discord.people import Message
from tests.discord.wire import BOT_ID, Call, Json
from tests.discord.world import World
from tests.loopback import control

_HANDS: Final = (
    "person", "guild", "general", "adds_bot", "joins", "channel", "thread", "slash", "completes", "on_message",
    "presses", "modal", "until_modal", "submits", "dismisses", "age", "answered", "token", "begins", "passes", "dm",
    "guilds", "types", "edits", "deletes", "adds", "removes", "removes_bot", "archives", "deletes_channel",
    "guild_unavailable", "guild_back", "overwrite", "closes_dm", "opens_dm",
)  # fmt: skip


class Control(control.Control[Call]):
    """What may be asked over /control/."""

    looks = (
        "screen", "settled", "commands", "command_writes", "called", "lapses", "fault", "age_nonces", "connected",
        "resumed", "identified", "drop", "reconnect", "invalidate", "zombie", "replay", "close_code", "heartbeats",
        "resumes", "identifies", "connections",
    )  # fmt: skip

    def __init__(
        self, world: World, gateway: Gateway, faults: Faults, requests: list[Call], counted: Mapping[str, int]
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._hands = Hands(world)
        deeds = {name: getattr(self._hands, name) for name in _HANDS}
        super().__init__(deeds, world.changes, faults, requests, counted)

    # -- looking -----------------------------------------------------------------------------------------------

    def screen(self, user: int, channel: int | str | None = None) -> list[Json]:
        """What a person sees; messages that only say who came or went are left out."""
        place = self._hands.where(user, channel)
        messages = sorted(place.messages.values(), key=lambda one: one.id)
        return [_shown(one) for one in messages if one.only in {None, user} and one.kind not in {1, 2}]

    async def settled(self) -> None:
        """Wait until nobody waits for an answer that can still come."""
        everything = self._world.interactions.values()
        await self._world.changes.until(lambda: not any(unsettled(self._world, one) for one in everything))

    def commands(self) -> list[Json]:
        """The commands registered."""
        return self._world.commands

    def command_writes(self) -> int:
        """How often they were."""
        return self._world.command_writes

    async def called(self, method: str, path: str, times: int = 1) -> None:
        """Wait until the bot has asked for something so often."""
        await self._world.changes.until(
            lambda: sum(one.method == method and path in one.path for one in self._requests) >= times
        )

    def lapses(self) -> list[str]:
        """Interactions answered too late or never, and requests that the server could make nothing of."""
        found = [lapse(self._world, one) for one in self._world.interactions.values()]
        return [one for one in found if one] + self._world.unforeseen

    # -- going wrong -------------------------------------------------------------------------------------------

    def fault(
        self, kind: str, method: str | None = None, path: str | None = None, times: int = 1, retry_after: float = 1.0
    ) -> None:
        """Plan a fault."""
        self._faults.planned.append(Fault(kind, method, path, times, retry_after))

    def age_nonces(self) -> None:
        """What was sent so far was sent long ago."""
        self._world.nonces.clear()

    # -- the gateway -------------------------------------------------------------------------------------------

    async def connected(self, shards: int) -> None:
        """Wait for so many live sessions."""
        await self._world.changes.until(lambda: len(self._gateway.live()) >= shards)

    async def resumed(self, times: int) -> None:
        """Wait for so many resumes."""
        await self._world.changes.until(lambda: self._gateway.resumed >= times)

    async def identified(self, times: int) -> None:
        """Wait for so many identifies."""
        await self._world.changes.until(lambda: len(self._gateway.identified) >= times)

    def drop(self, shard: int | None = None) -> None:
        """Cut sockets."""
        for socket in self._gateway.on(shard):
            socket.cut()

    def reconnect(self, shard: int | None = None) -> None:
        """Ask for a new connection."""
        for socket in self._gateway.on(shard):
            socket.send(7)

    def invalidate(self, *, resumable: bool, shard: int | None = None) -> None:
        """Sessions are not valid, perhaps for good."""
        for socket in self._gateway.on(shard):
            if not resumable and socket.session is not None:
                self._gateway.sessions.pop(socket.session.id, None)
            socket.send(9, resumable)

    def zombie(self, shard: int = 0) -> None:
        """Nothing comes through any more."""
        for socket in self._gateway.on(shard):
            socket.dead = True

    def replay(self, count: int) -> None:
        """The next resume repeats some events."""
        self._gateway.replay = count

    async def close_code(self, code: int, shard: int | None = None) -> None:
        """Close sockets with a code."""
        for socket in self._gateway.on(shard):
            await socket.close(code)

    def heartbeats(self, every_ms: int) -> None:
        """How often to beat."""
        self._gateway.heartbeat_ms = every_ms

    def resumes(self) -> int:
        """How many resumes there were."""
        return self._gateway.resumed

    def identifies(self) -> list[Json]:
        """What was identified with."""
        return self._gateway.identified

    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._gateway.sockets)


def _shown(message: Message) -> Json:
    rows = [
        [
            {
                "label": one.get("label") or "",
                "custom_id": one.get("custom_id"),
                "url": one.get("url"),
                "style": one.get("style", 2),
                "disabled": bool(one.get("disabled")),
            }
            for one in row.get("components", ())
        ]
        for row in message.components
    ]
    return {
        "id": message.id,
        "sender": "bot" if message.author == BOT_ID else message.author,
        "content": message.content,
        "rows": rows,
        "edits": message.edits,
        "ephemeral": message.ephemeral,
        "thinking": message.thinking,
        "files": [(one["filename"], one.get("description"), one["size"]) for one in message.attachments],
        "reply_to": message.reference,
        "nonce": message.nonce,
    }
