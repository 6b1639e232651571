"""A whole house on the loopback Discord for tests of what goes wrong there: on a stage, or as a real `troth run`."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.adapters.discord import limits, rest
from bot.adapters.discord.adapter import DiscordAdapter
from bot.app import DATABASE, build
from bot.clock import SystemClock
from bot.model import Command, Filled, Other, Press, Text
from bot.port import Adapter
from bot.store import Row, Tx
from tests.discord.client import TOKEN, Impossible, ShownMessage
from tests.discord_stage import PEOPLE, DiscordStage, plain
from tests.talk import START, bare
from tests.test_run import Home

ANA, BEN, ZOE = PEOPLE["ana"], PEOPLE["ben"], PEOPLE["zoe"]

SOON = 0.25
"""Seconds after which a request counts as lost here, and after which an answer is announced."""

Does = Command | Text | Press | Filled | Other


@dataclass(slots=True)
class House(DiscordStage):
    """A stage on which answers may stay out. While it is `broken` nobody waits for those that people wait for."""

    broken: bool = False
    defer_after: float = 1.5
    heartbeat_timeout: float = 60.0
    shards: int = 1
    owner: int = ANA
    """Whose the server is in which the two get their place."""

    async def again(self) -> Adapter:
        if self.real is not None:
            await self.real.let_go()
        self.settings = replace(self.settings, shards=self.shards)
        self.real = real = await DiscordAdapter.open(
            self.settings,
            SystemClock(),
            self.chance,
            first_pause=0.02,
            identify_pause=0.0,
            defer_after=self.defer_after,
            heartbeat_timeout=self.heartbeat_timeout,
        )
        return real

    async def does(self, who: str, place: str, event: Does) -> None:
        self.expected = self.taken_in
        await DiscordStage.does(self, who, place, event)

    async def taken(self) -> None:
        async with asyncio.timeout(10):
            while self.taken_in < self.expected:
                self.news.clear()
                await self.news.wait()
            await self.app.delivery.settle()
        if not self.broken:
            await self.server.settled()

    async def hears(self, deed: Awaitable[object], events: int = 1) -> None:
        """Something happens of which the house hears so many events; it is answered, and everybody looks."""
        self.expected = self.taken_in + events
        await deed
        await self.all_said()

    async def heals(self) -> None:
        """What is to go wrong does; then nothing does any more, and ten minutes go by (I5)."""
        await self.goes_by(minutes=2)
        await self.server.heal()
        self.broken = False
        await self.goes_by(minutes=10)
        await self.all_said()

    async def finds_home(self) -> str:
        guild = await self.server.guild("Our server", self.owner, list(PEOPLE.values()))
        self.shared = f"{guild}/{await self.server.general(guild)}"
        await self.says("ana", "/here", place=self.shared)
        await self.presses("ana", "Make us a private thread", place=self.shared)
        await self.app.delivery.settle()
        [made] = await self.rows("SELECT address FROM places WHERE address LIKE '%/%/%'")
        self.shared = made["address"]
        await self.all_said()
        await self.presses("ben", "Yes, here", place=self.shared)
        return self.shared

    # -- looking -----------------------------------------------------------------------------------------------

    async def look(self) -> None:
        try:
            await DiscordStage.look(self)
        except Impossible:  # one of the two can't see their place any more
            there, self.shared = self.shared, ""
            await DiscordStage.look(self)
            self.shared = there

    async def rows(self, sql: str, **values: str | int) -> list[Row]:
        """What stands in the database."""

        async def look(tx: Tx) -> list[Row]:
            return await tx.all(sql, **values)

        return await self.app.store.read(look)

    async def shown(self, user: int, channel: int | str | None = None) -> list[ShownMessage]:
        """What the bot has said somewhere, as one person sees it there now."""
        return [one for one in await self.server.screen(user, channel) if one.sender == "bot"]

    async def texts(self, user: int, channel: int | str | None = None) -> list[str]:
        """The same, as they read it."""
        return [bare(plain(one.content)) for one in await self.shown(user, channel)]

    async def asked_since(self, begun: int = 0) -> list[tuple[str, str, Any]]:
        """What was asked of Discord by the bot's own token, from the `begun`-th request on."""
        asked = (await self.server.requests())[begun:]
        return [one for one in asked if not one[1].startswith(("/interactions/", "/webhooks/"))]

    async def state(self, place: str) -> str:
        """How a place is to the house."""
        [row] = await self.rows("SELECT state FROM places WHERE address = :address", address=place)
        return str(row["state"])

    async def linked(self) -> list[str]:
        """The addresses of the places in which the couple's room is heard."""
        sql = "SELECT p.address FROM room_places r JOIN places p ON p.id = r.place_id ORDER BY p.address"
        return [row["address"] for row in await self.rows(sql)]

    @property
    def guild(self) -> int:
        """The server in which the two share a place."""
        return int(self.shared.split("/")[0])

    @property
    def thread(self) -> int:
        """The thread that they share."""
        return int(self.shared.split("/")[-1])


H = TypeVar("H", bound=House)


@asynccontextmanager
async def house(folder: Path, kind: type[H]) -> AsyncIterator[H]:
    """A Discord with Ana, Ben and Zoe, and a house of this kind."""
    async with kind.playing(folder) as opened:
        assert isinstance(opened, kind)
        yield opened


def with_little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have requests that nobody answers count as lost soon."""
    monkeypatch.setattr(rest, "REQUEST_SECONDS", SOON)
    monkeypatch.setattr(rest, "ANSWER_SECONDS", SOON)


def with_its_own_time(monkeypatch: pytest.MonkeyPatch, stage: House) -> None:
    """Have what Discord asks to wait pass with the stage's clock."""

    def now() -> float:
        return asyncio.get_running_loop().time() + (stage.clock.instant - START) / 1000

    monkeypatch.setattr(limits, "_now", now)


# -- a real process ------------------------------------------------------------------------------------------------


class DiscordHome(Home):
    """The home of a real Troth that has the stage's database and its Discord."""

    def __init__(self, stage: House) -> None:
        self.folder = stage.folder
        self.settings = {
            "TROTH_DISCORD_TOKEN": TOKEN,
            "TROTH_DISCORD_API_URL": stage.server.api_url,
            "TROTH_DISCORD_GATEWAY_URL": stage.server.gateway_url,
            "TROTH_DISCORD_SHARDS": "1",
            "TROTH_DATA_DIR": str(stage.folder),
        }


@contextmanager
def nobody_writes(path: Path) -> Iterator[Callable[[], None]]:
    """The database is held by somebody else meanwhile, so that nothing can be committed; until called, or the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        held = [True]

        def let_go() -> None:
            if held:
                held.clear()
                connection.execute("ROLLBACK")

        yield let_go
        let_go()


async def takes_over(stage: House) -> None:
    """After a process that has ended the next start, in this one, on the same file and the same Discord."""
    await stage.server.heal()
    stage.clock.instant = SystemClock().now()
    stage.app = await build(stage.folder / DATABASE, stage.clock, stage.chance, [await stage.again()])
    await stage.app.delivery.recover()
    await stage.begin()
    await stage.all_said()
