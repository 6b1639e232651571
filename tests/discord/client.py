"""The loopback Discord as tests meet it: `async with DiscordServer.start() as discord`.

`discord.slash(7, "pair")` is what a person does, `discord.screen(7)` what they see. A bot under test is given
`discord.api_url`, `discord.gateway_url` and `TOKEN`. Deeds of people are in people_client.py, what goes wrong in
trouble_client.py.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from operator import attrgetter
from typing import Any, Final

import aiohttp

from tests.discord.oracle import Oracle
from tests.discord.people_client import People
from tests.discord.shown import Button, ShownMessage, shown_message
from tests.discord.trouble_client import Trouble
from tests.discord.wire import APP_ID, BOT_ID, BOT_NAME, TOKEN, Json, call_from
from tests.loopback.asking import Asking, Impossible
from tests.loopback.client import PATIENCE, LoopbackServer, assert_clean
from tests.loopback.process import Pool

__all__ = [
    "APP_ID",
    "BOT_ID",
    "BOT_NAME",
    "TOKEN",
    "Asking",
    "Button",
    "DiscordServer",
    "Impossible",
    "ShownMessage",
    "assert_clean",
]


_SERVERS: Final = Pool("tests.discord.server")


class DiscordServer(People, Trouble, LoopbackServer):
    """A running loopback server, in its own process."""

    def __init__(self, port: int, session: aiohttp.ClientSession, oracle: Oracle | None) -> None:
        judge = None if oracle is None else (lambda one: oracle.judge(call_from(one)))
        super().__init__(f"http://127.0.0.1:{port}", session, judge)
        self.api_url = f"http://127.0.0.1:{port}/api"
        self.gateway_url = f"ws://127.0.0.1:{port}/gateway"

    @classmethod
    def start(
        cls, *, oracle: bool = True, shards: int = 1, heartbeat_ms: int = 41_250, lenient: bool = False
    ) -> AbstractAsyncContextManager[DiscordServer]:
        """A new server with nobody on it. Without the `oracle` no requests are kept: for benchmarks.

        On a clean way out every request is judged, and a violation fails the test unless it is `lenient`. `shards`
        is how many Discord recommends.
        """
        options = {"record": oracle, "shards": shards, "heartbeat_ms": heartbeat_ms}
        return cls._on(
            _SERVERS,
            options,
            lambda port, session: cls(port, session, Oracle() if oracle else None),
            lenient=lenient or not oracle,
        )

    async def reset(self) -> None:
        """Everybody and everything is gone: a new world at the same address, every socket closed."""
        await self._ask("reset")
        self._judged = 0
        self._found = []

    # -- what there is to see ----------------------------------------------------------------------------------

    async def screen(self, user: int, channel: int | str | None = None) -> list[ShownMessage]:
        """What a person sees in a channel (or in the DM with the bot), oldest first.

        An ephemeral message is seen only by the one it is for. `channel` "pair:OTHER" is their DM with somebody.
        """
        shown = await self._ask("screen", user=user, channel=channel)
        return [shown_message(one) for one in shown]

    async def until(
        self,
        true: Callable[[list[ShownMessage]], bool],
        *,
        user: int,
        channel: int | str | None = None,
        patience: float = PATIENCE,
    ) -> list[ShownMessage]:
        """Wait until what a person sees is as it should be, and return it; fails after `patience` seconds."""
        return await self._until(partial(self.screen, user, channel), true, attrgetter("content"), patience)

    async def until_modal(self, user: int, patience: float = PATIENCE) -> Json:
        """Wait until a modal is open before a person, and return it; fails after `patience` seconds."""
        return dict(await self._within(patience, "no modal was opened", "until_modal", user=user))

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until every interaction is answered and no message is thinking; fails after `patience` seconds.

        Interactions that nobody can answer any more are left out.
        """
        await self._within(patience, "interactions are still unanswered", "settled")

    async def answered(self, interaction: int) -> Json:
        """How an interaction was answered: `type` and `after_ms` (None if it was not), `count` of callbacks tried."""
        return dict(await self._ask("answered", interaction=interaction))

    async def commands(self) -> list[Json]:
        """The global commands registered."""
        return list(await self._ask("commands"))

    async def command_writes(self) -> int:
        """How often commands were registered."""
        return int(await self._ask("command_writes"))

    async def called(self, method: str, path: str, times: int = 1, patience: float = PATIENCE) -> None:
        """Wait until the bot has sent so many requests by `method` whose path has `path` in it."""
        await self._within(patience, "it was never called", "called", method=method, path=path, times=times)

    async def requests(self) -> list[tuple[str, str, Any]]:
        """Every request of the bot in order: its method, its path after /api/v10, its JSON."""
        return [(one["method"], one["path"], one["body"]) for one in await self._ask("requests")]

    async def violations(self) -> list[str]:
        """What the oracle has to say about every request so far, and which interactions were answered too late."""
        return [*await super().violations(), *await self._ask("lapses")]
