"""One house over two real platforms: Discord and Telegram, each a loopback server, in one process.

    async with AcrossStage.playing(folder) as across:
        await across.says("ana", "/pair")          # Ana is on Discord
        await across.presses("ben", "Accept")      # and Ben on Telegram
        await across.says("ana", "/link CODE", on=TELEGRAM)

Everybody has an account on each; without `on` a deed is done on the one that is usual for its person.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from bot.app import DATABASE, App, build
from bot.clock import StillClock
from bot.config import DiscordSettings, TelegramSettings
from bot.store import Row, Tx
from tests.discord.client import TOKEN as DISCORD_TOKEN
from tests.discord.client import DiscordServer
from tests.discord.house import House
from tests.discord_stage import PEOPLE, plain
from tests.stage import TelegramStage
from tests.talk import START, MemoryAdapter, SeededChance, bare, empty_house
from tests.telegram.client import TOKEN as TELEGRAM_TOKEN
from tests.telegram.client import TelegramServer

DISCORD: Final = "discord"
TELEGRAM: Final = "telegram"

CODE: Final = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}")


@dataclass(slots=True)
class AcrossStage:
    """People, each with an account on both platforms. `usual` says where each is."""

    folder: Path
    clock: StillClock
    chance: SeededChance
    discord: House
    telegram: TelegramStage
    app: App = field(init=False)
    usual: dict[str, str] = field(default_factory=lambda: {"ana": DISCORD, "ben": TELEGRAM, "zoe": TELEGRAM})

    @classmethod
    @asynccontextmanager
    async def playing(cls, folder: Path) -> AsyncIterator[AcrossStage]:
        """A house with nobody in it, and Ana, Ben and Zoe around."""
        clock, chance = StillClock(START), SeededChance()
        shutil.copy(empty_house(), folder / DATABASE)
        async with DiscordServer.start() as discord, TelegramServer.start() as telegram:
            for name, number in PEOPLE.items():
                await discord.person(number, name.title())
                await telegram.person(number, name.title())
            stage = cls(
                folder, clock, chance, _discord(folder, clock, chance, discord),
                _telegram(folder, clock, chance, telegram),
            )  # fmt: skip
            await stage.opens()
            yield stage
            await stage.closes()

    # -- beginning and ending ------------------------------------------------------------------------------------

    async def opens(self) -> None:
        """Start a house on the file."""
        sides = (self.discord, self.telegram)
        adapters = [await side.again() for side in sides]
        for side, adapter in zip(sides, adapters, strict=True):
            side.adapter.capabilities = adapter.capabilities
        self.app = await build(self.folder / DATABASE, self.clock, self.chance, adapters)
        for side in sides:
            side.app = self.app
        await self.app.delivery.recover()
        await self.telegram.begin()
        await self.discord.begin()

    async def closes(self) -> None:
        """Stop it as its operator would."""
        await asyncio.gather(self.discord.real.close(), self.telegram.real.close())
        assert self.discord.listening is not None
        assert self.telegram.listening is not None
        await asyncio.gather(self.discord.listening, self.telegram.listening)
        await self.app.stop()
        assert self.discord.sending is not None
        await self.discord.sending
        await asyncio.gather(self.discord.real.let_go(), self.telegram.let_go())

    async def crashes(self) -> None:
        """Everything breaks off where it stands: nothing is finished, nothing more is recorded."""
        tasks = {self.discord.listening, self.telegram.listening, self.discord.sending, *self.app.delivery._under_way}
        broken = [task for task in tasks if task is not None]
        for task in broken:
            task.cancel()
        await asyncio.gather(*broken, return_exceptions=True)
        await self.app.store.close()
        await asyncio.gather(self.discord.real.let_go(), self.telegram.let_go())

    # -- what people do --------------------------------------------------------------------------------------------

    def side(self, who: str, on: str = "") -> House | TelegramStage:
        """The phone that somebody has in hand."""
        return self.discord if (on or self.usual[who]) == DISCORD else self.telegram

    async def says(self, who: str, text: str, *, on: str = "") -> list[str]:
        """Type a command or plain text to the bot; returns what `who` is newly shown there."""
        return await self._then(self.side(who, on).says(who, text))

    async def presses(self, who: str, label: str, *, on: str = "") -> list[str]:
        """Press the newest button whose label is (or begins with) `label`."""
        return await self._then(self.side(who, on).presses(who, label))

    async def fills(self, who: str, *, on: str = "", **typed: str) -> list[str]:
        """Fill in the newest form, whichever way it is asked there."""
        return await self._then(self.side(who, on).fills(who, **typed))

    async def _then(self, deed: Awaitable[list[str]]) -> list[str]:
        seen = await deed
        await self.looks()
        return seen

    async def types(self, who: str, text: str, *, answering: int | None = None, on: str = "") -> int:
        """Write plain words to the bot, perhaps in reply to a message; returns the message's number."""
        side, user = self.side(who, on), PEOPLE[who]
        if isinstance(side, House):
            side.expected = side.taken_in + 1
        number = int(await side.server.types(user, text, reply_to=answering))
        await self.looks()
        return number

    async def edits(self, who: str, number: int, text: str) -> None:
        """Change what one wrote."""
        side = self.side(who)
        if isinstance(side, House):
            side.expected = side.taken_in + 1
        await side.server.edits(PEOPLE[who], number, text)
        await self.looks()

    async def deletes(self, who: str, number: int) -> None:
        """Take back what one wrote on Discord; Telegram tells nobody of it."""
        assert self.usual[who] == DISCORD
        await self.discord.hears(self.discord.server.deletes(PEOPLE[who], number))
        await self.looks()

    # -- what they see ---------------------------------------------------------------------------------------------

    async def looks(self) -> None:
        """Wait until everything is taken in and sent, on either platform, and look."""
        await self.telegram.all_said()
        await self.discord.all_said()
        await self.telegram.look()

    def sees(self, who: str, *, on: str = "") -> list[str]:
        """The texts on somebody's screen, with the labels of buttons in brackets."""
        return self.side(who, on).sees(who)

    def count(self, who: str, words: str, *, on: str = "") -> int:
        """On how many messages of somebody's screen these words stand."""
        return sum(words in text for text in self.sees(who, on=on))

    def code(self, who: str, *, on: str = "") -> str:
        """The newest code on somebody's screen."""
        return str(CODE.findall("\n".join(self.sees(who, on=on)))[-1])

    def copies(self, who: str) -> list[tuple[int, str]]:
        """The messages that were carried to somebody, by their numbers, without what stands under them."""
        shown = self.side(who).screen(who)
        texts = [(int(one.ref), bare(one.message.plain())) for one in shown]
        return [(number, text) for number, text in texts if re.search(r"^(Ana|Ben): ", text, re.MULTILINE)]

    async def everything(self) -> dict[str, list[Any]]:
        """All that anybody sees anywhere, letter by letter."""
        seen: dict[str, list[Any]] = {}
        for name, number in PEOPLE.items():
            here = await self.discord.server.screen(number)
            seen[f"{name} on Discord"] = [(plain(one.content), one.labels(), one.edits) for one in here]
            there = await self.telegram.server.screen(number)
            seen[f"{name} on Telegram"] = [(one.text, one.rows, one.edits) for one in there]
        return seen

    # -- time and rows -----------------------------------------------------------------------------------------------

    async def until(self, instant: int) -> None:
        """Let time pass to an instant, with everything that falls due on the way."""
        await self.discord.until(instant)
        await self.looks()

    async def goes_by(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Let so much time pass."""
        await self.until(self.clock.instant + round(((days * 24 + hours) * 60 + minutes) * 60_000))

    def local(self) -> datetime:
        """What the clocks say in Madrid."""
        return self.discord.local()

    async def rows(self, sql: str, **values: str | int) -> list[Row]:
        """What stands in the database."""

        async def look(tx: Tx) -> list[Row]:
            return await tx.all(sql, **values)

        return await self.app.store.read(look)

    # -- shortcuts ---------------------------------------------------------------------------------------------------

    async def begins(self, who: str, *, on: str = "") -> None:
        """`/start`, and the questions."""
        await self.says(who, "/start", on=on)
        await self.fills(who, on=on, name=who.title(), language="en", zone="Europe/Madrid", adult="yes")

    async def pairs(self, one: str = "ana", other: str = "ben") -> None:
        """Both begin, one gives the other a code, and they are linked up."""
        for who in (one, other):
            await self.begins(who)
        await self.says(one, "/pair")
        await self.says(other, f"/pair {self.code(one)}")
        await self.presses(other, "Accept")


def _discord(folder: Path, clock: StillClock, chance: SeededChance, server: DiscordServer) -> House:
    settings = DiscordSettings(
        token=SecretStr(DISCORD_TOKEN), api_url=server.api_url, gateway_url=server.gateway_url, shards=1
    )
    mirror, no_app_yet = MemoryAdapter(DISCORD), None
    return House(folder, clock, chance, mirror, no_app_yet, server=server, settings=settings)  # type: ignore[arg-type]


def _telegram(folder: Path, clock: StillClock, chance: SeededChance, server: TelegramServer) -> TelegramStage:
    settings = TelegramSettings(token=SecretStr(TELEGRAM_TOKEN), api_url=server.api_url, mode="polling")
    ids: Mapping[str, int] = PEOPLE
    mirror, no_app_yet = MemoryAdapter(TELEGRAM), None
    return TelegramStage(
        folder, clock, chance, mirror, no_app_yet,  # type: ignore[arg-type]
        server=server, settings=settings, ids=dict(ids),
    )  # fmt: skip
