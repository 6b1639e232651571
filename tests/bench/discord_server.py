"""The loopback Discord as benchmarks need it: people who use a command again and again, guilds that are lived in.

`python -m tests.bench.discord_server`: each line of options on standard input makes a new world on a new port, as
tests/discord/server.py does. Whoever uses a command is in here, so that nothing but the bot is waited for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any, Final

from aiohttp import web

from tests.discord.hands import Hands
from tests.discord.people import Guild
from tests.discord.server import Options, Server
from tests.discord.shapes import overwrite_json, role_json
from tests.discord.wire import Call, Json
from tests.discord.world import World
from tests.loopback.serving import serve

CHANNELS: Final = 8
"""Channels of a server besides its first; every second one is for some of its roles only."""

ROLES: Final = 6
"""Roles of a server besides everybody's and the bot's."""

_SAID: Final = 4


@dataclass(slots=True)
class Storm:
    """`at_once` people, each of whom uses a command and at its answer the next one does, `left` times in all."""

    hands: Hands
    people: Sequence[int]
    command: str
    options: Mapping[str, str]
    left: int
    waiting: dict[int, float] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, at_once: int) -> None:
        """So many people begin."""
        for _ in range(min(at_once, self.left)):
            self._next()

    def answered(self, interaction: int) -> None:
        """One has an answer."""
        begun = self.waiting.pop(interaction, None)
        if begun is None:
            return
        self.waited.append(perf_counter() - begun)
        if self.left:
            self._next()
        elif not self.waiting:
            self.done.set()

    def _next(self) -> None:
        self.left -= 1
        who, begun = self.people[self.left % len(self.people)], perf_counter()
        interaction = self.hands.slash(who, self.command, None, dict(self.options))
        self.waiting[interaction] = begun


class StormServer(Server):
    """A loopback Discord with one verb more, `storm`."""

    def begin(self) -> None:
        """A new world; its guilds have more in them than tests need."""
        super().begin()
        self._storm: Storm | None = None
        self._control._verbs["storm"] = self.storm
        self._world.guild_whole = partial(_lived_in, self._world)  # type: ignore[method-assign]

    async def storm(self, people: list[int], command: str, options: Json, messages: int, at_once: int) -> Json:
        """Have a command used so often; returns seconds in all, seconds each, and how many were answered at once."""
        storm = self._storm = Storm(self._control._hands, people, command, options, messages)
        first = max(self._world.interactions, default=0)
        begun = perf_counter()
        storm.begin(at_once)
        await storm.done.wait()
        seconds = perf_counter() - begun
        used = [one for number, one in self._world.interactions.items() if number > first]
        said = Counter(one.answer == _SAID and one.tries == 1 for one in used)
        return {"seconds": seconds, "waited": storm.waited, "said": said[True]}

    def _say(self, call: Call) -> web.Response:
        said = super()._say(call)
        if self._storm is not None and call.path.startswith("/interactions/"):
            self._storm.answered(int(call.path.split("/")[2]))
        return said


def _lived_in(world: World, guild: Guild, *, back: bool) -> Json:
    """A guild with the channels and roles that people make over time."""
    said: dict[str, Any] = World.guild_whole(world, guild, back=back)
    roles = [role_json(guild.id + 1 + number, f"role {number}", 0, number + 2) for number in range(ROLES)]
    hidden = [
        overwrite_json({"id": guild.id, "type": 0, "allow": 0, "deny": 1 << 10}),
        overwrite_json({"id": roles[0]["id"], "type": 0, "allow": 1 << 10, "deny": 0}),
    ]
    first = said["channels"][0]
    more = [
        first | {"id": str(guild.id + 100 + number), "name": f"channel-{number}", "position": number + 1}
        | {"permission_overwrites": hidden if number % 2 else []}
        for number in range(CHANNELS)
    ]  # fmt: skip
    return said | {"roles": said["roles"] + roles, "channels": said["channels"] + more}


if __name__ == "__main__":
    asyncio.run(serve(None, 0, lambda said: StormServer(Options(**said))))
