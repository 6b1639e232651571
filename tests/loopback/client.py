"""A loopback server as tests meet it, whatever platform it plays: asked, waited for, and what the bot asked judged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Self, TypeVar

import aiohttp

from tests.loopback.asking import Asking
from tests.loopback.process import Pool

Json = dict[str, Any]
Judge = Callable[[Json], list[str]]

S = TypeVar("S")

PATIENCE: Final = 10.0
"""Seconds a test waits for what must come, before it fails."""


class LoopbackServer(Asking):
    """A running server. `judge` says what is wrong with a request; without it none are kept."""

    def __init__(self, root: str, session: aiohttp.ClientSession, judge: Judge | None) -> None:
        super().__init__(root, session)
        self._judge = judge
        self._judged = 0
        self._found: list[str] = []

    @classmethod
    @asynccontextmanager
    async def _on(
        cls, servers: Pool, options: Json, make: Callable[[int, aiohttp.ClientSession], Self], *, lenient: bool
    ) -> AsyncIterator[Self]:
        """A new world on one of these servers. What `violations` finds at the end fails the test, if not `lenient`."""
        async with servers.world(options) as port, aiohttp.ClientSession() as session:
            server = make(port, session)
            yield server
            if not lenient:
                await assert_clean(server)

    async def many(self, deeds: Sequence[tuple[str, Json]]) -> list[Any]:
        """Several deeds of people in one go, each by its name here and its arguments by name."""
        return list(await self._ask("many", deeds=list(deeds)))

    # -- what there is to see ----------------------------------------------------------------------------------

    async def _until(
        self,
        look: Callable[[], Awaitable[list[S]]],
        true: Callable[[list[S]], bool],
        words: Callable[[S], str],
        patience: float,
    ) -> list[S]:
        """Look again whenever something has changed, until it is as it should be; returns what is seen then."""
        shown: list[S] = []
        seen = -1
        try:
            async with asyncio.timeout(patience):
                while True:
                    seen = int(await self._ask("changed", since=seen))
                    shown = await look()
                    if true(shown):
                        return shown
        except TimeoutError:
            raise AssertionError(f"it never showed; what did: {[words(one) for one in shown]}") from None

    async def _within(self, patience: float, otherwise: str, verb: str, **given: Any) -> Any:
        """What asking brings in time; fails with `otherwise` after `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                return await self._ask(verb, **given)
        except TimeoutError:
            raise AssertionError(otherwise) from None

    async def counts(self) -> dict[str, int]:
        """How often each method was called, kept without the oracle too."""
        return dict(await self._ask("counts"))

    async def violations(self) -> list[str]:
        """What the oracle has to say about every request so far, one sentence each."""
        assert self._judge is not None, "the server was started without its oracle"
        fresh = await self._ask("requests", after=self._judged)
        self._judged += len(fresh)
        for one in fresh:
            self._found += self._judge(one)
        return list(self._found)

    # -- what goes wrong ---------------------------------------------------------------------------------------

    async def heal(self) -> None:
        """No request goes wrong any more; black holes end."""
        await self._ask("heal")

    async def release(self) -> None:
        """End the black holes; those in them are cut off."""
        await self._ask("release")

    async def caught(self, count: int = 1, patience: float = PATIENCE) -> None:
        """Wait until so many requests are in a black hole; fails after `patience` seconds."""
        await self._within(patience, "nobody was caught", "caught", count=count)


async def assert_clean(server: LoopbackServer) -> None:
    """Nothing that the bot asked so far broke a rule of the platform's or of the house."""
    found = await server.violations()
    assert not found, "\n".join(found)
