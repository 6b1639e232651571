"""Talks over Discord: the real adapter, against a server that speaks Discord's REST and gateway, on loopback.

Discord's interactions are answered while the stage waits, so delivery runs by itself here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.slashes import Slash
from bot.clock import StillClock, SystemClock
from bot.config import DiscordSettings
from bot.content import Reader, When, worded
from bot.model import (
    Account,
    Address,
    Button,
    Command,
    Field,
    File,
    Filled,
    Form,
    FromPlatform,
    Image,
    Message,
    Option,
    Other,
    Press,
    Span,
    Text,
    Typing,
)
from bot.port import Adapter, Answer
from bot.run import slashes_of
from tests.discord.client import TOKEN, DiscordServer, ShownMessage
from tests.stage import Stage
from tests.talk import START, MemoryAdapter, SeededChance, Shown

PEOPLE: Final = {"ana": 101, "ben": 102, "zoe": 103}
OPENERS: Final = ("Fill it in", "Rellenar")
MODAL: Final = "modal"

_TIME: Final = re.compile(r"<t:(-?[0-9]+):([a-zA-Z])>")
_ESCAPED: Final = re.compile(r"\\([^\w\s])|\*\*")


@dataclass(slots=True)
class DiscordStage(Stage):
    """The Discord adapter, against a server on loopback. A modal that is open stands last on its person's screen."""

    server: Any = None
    settings: Any = None
    options: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    sending: asyncio.Task[None] | None = None
    where: dict[str, str] = field(default_factory=dict)
    """Where each person did something last: there stands the modal that this opened."""
    taken_in: int = 0
    expected: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    @asynccontextmanager
    async def playing(cls, folder: Path) -> AsyncIterator[DiscordStage]:
        """A Discord with Ana, Ben and Zoe."""
        clock, chance = StillClock(START), SeededChance()
        async with DiscordServer.start() as server:
            settings = DiscordSettings(
                token=SecretStr(TOKEN), api_url=server.api_url, gateway_url=server.gateway_url, shards=1
            )
            stage = cls(
                folder, clock, chance, MemoryAdapter("discord"), None,  # type: ignore[arg-type]
                server=server, settings=settings,
            )  # fmt: skip
            for name, number in PEOPLE.items():
                await server.person(number, name.title())
            async with stage.opened():
                yield stage

    async def again(self) -> Adapter:
        if self.real is not None:
            await self.let_go()
        # Tokens of interactions live by the machine's clock, which the stage's does not follow.
        self.real = real = await DiscordAdapter.open(self.settings, SystemClock(), self.chance)
        return real

    async def begin(self) -> None:
        self.real.commands = slashes_of(self.app.content, self.app.house)
        slash: Slash
        for slash in self.real.commands:
            self.known.add(slash.name)
            if slash.takes is not None:
                self.options[slash.name] = slash.takes.names["en"]
        self.sending = asyncio.create_task(self.app.delivery.run())
        self.listening = asyncio.create_task(self.real.listen(self._emit))
        await self.real.ready()
        await self.look()

    async def _emit(self, event: FromPlatform | Typing) -> Answer:
        try:
            return await self.app.dispatch.emit(event)
        finally:
            self.taken_in += 1
            self.news.set()

    async def end(self) -> None:
        await Stage.end(self)
        assert self.sending is not None
        await self.sending

    async def taken(self) -> None:
        async with asyncio.timeout(10):
            while self.taken_in < self.expected:
                self.news.clear()
                await self.news.wait()
        await self.server.settled()

    # -- what people see -------------------------------------------------------------------------------------------

    async def look(self) -> None:
        screens: dict[str, list[Shown]] = {}
        for name, number in PEOPLE.items():
            screens[name] = [self._seen(one, name) for one in await self.server.screen(number) if _said(one)]
        if self.shared:
            shared: dict[int, Shown] = {}
            for name in ("ana", "ben"):
                for one in await self.server.screen(PEOPLE[name], _channel(self.shared)):
                    if _said(one):
                        shared[one.id] = self._seen(one, name)
            screens[self.shared] = [shown for _, shown in sorted(shared.items())]
        for name, number in PEOPLE.items():
            if (modal := await self.server.modal(number)) is not None:
                place = self.where.get(name) or name
                screens.setdefault(place, []).append(Shown(MODAL, self._modal(modal, name)))
        self.adapter.screens = screens

    def _seen(self, shown: ShownMessage, who: str) -> Shown:
        """What a person sees of a message, as the memory platform would keep it."""
        rows = tuple(
            tuple(Button(one.label, one.custom_id or "", link=one.url or "") for one in row) for row in shown.rows
        )
        only = Account("discord", who) if shown.ephemeral else None
        image = next((Image("", words) for name, words, _ in shown.files if words and name.endswith(".png")), None)
        file = next((File(name, "", "") for name, _, _ in shown.files if not name.endswith(".png")), None)
        return Shown(str(shown.id), Message((Span(plain(shown.content)),), rows, only=only, image=image, file=file))

    def _modal(self, modal: Mapping[str, Any], who: str) -> Message:
        words = [plain(one["content"]) for one in modal["components"] if one["type"] == 10]
        fields = tuple(_field(one) for one in modal["components"] if one["type"] == 18)
        form = Form(fields, "", modal["custom_id"])
        return Message((Span("\n".join(words)),), form=form, only=Account("discord", who))

    # -- what people do --------------------------------------------------------------------------------------------

    async def finds_home(self) -> str:
        guild = await self.server.guild("Friends", PEOPLE["zoe"], list(PEOPLE.values()))
        self.shared = f"{guild}/{await self.server.general(guild)}"
        await self.says("ana", "/here", place=self.shared)
        await self.presses("ana", "Make us a private thread", place=self.shared)
        await self.app.delivery.settle()

        async def made(tx: Any) -> str:
            row = await tx.one("SELECT address FROM places WHERE address LIKE '%/%/%'")
            assert row is not None, "no thread was made"
            return str(row["address"])

        self.shared = await self.app.store.read(made)
        await self.all_said()
        await self.presses("ben", "Yes, here", place=self.shared)
        return self.shared

    async def joins(self, who: str, code: str) -> None:
        await self.says(who, f"/start {code}")

    async def fills(self, who: str, *, place: str = "", **typed: str | tuple[str, ...]) -> list[str]:
        where = self._place(place)
        if not any(one.message.form for one in self.screen(who, where)):
            await self.presses(who, next(one for one in self.labels(who, where) if one in OPENERS), place=where)
        return await Stage.fills(self, who, place=where, **typed)

    async def _after(self, who: str, address: Address, event: Command | Text | Press | Filled | Other) -> list[str]:
        shown = await Stage._after(self, who, address, event)
        # Under an open modal its message stands too, for whoever closes it: what they look at is the modal.
        return shown[-1:] if await self.server.modal(PEOPLE[who]) is not None else shown

    async def does(self, who: str, place: str, event: Command | Text | Press | Filled | Other) -> None:
        user, channel = PEOPLE[who], _channel(place)
        self.where[who] = place
        self.expected += 1
        match event:
            case Command(name=name, text=text):
                if name not in self.known or (text and name not in self.options):
                    await self.server.types(user, f"/{name} {text}".strip(), channel=channel)
                    return
                options = {self.options[name]: text} if text else {}
                await self.server.slash(user, name, channel=channel, options=options)
            case Text(text=text):
                await self.server.types(user, text, channel=channel)
            case Press(token=token):
                if await self.server.modal(user) is not None:
                    await self.server.dismisses(user)
                await self.server.presses(user, self.showing(token, place or who), token, channel=channel)
            case Filled(fields=fields):
                await self.server.submits(user, {name: value for name, value in fields.items() if value})
            case Other():
                await self.server.types(user, "", channel=channel, photo=True)

    def local(self, zone: str = "Europe/Madrid") -> datetime:
        return Stage.local(self, zone)


def plain(content: str) -> str:
    """Content as its reader in Madrid sees it."""

    def time(found: re.Match[str]) -> str:
        when = When(int(found[1]) * 1000, "time" if found[2] == "t" else "full")
        return worded(when, Reader("en", "Europe/Madrid"))

    return _ESCAPED.sub(lambda found: found[1] or "", _TIME.sub(time, content)).replace("\u2060", "")


def _said(shown: ShownMessage) -> bool:
    return shown.sender == "bot" and not shown.thinking


def _channel(place: str) -> int | None:
    return int(place.rpartition("/")[2]) if "/" in place else None


def _field(label: Mapping[str, Any]) -> Field:
    inner = label["component"]
    if inner["type"] == 4:
        kind: Any = "long" if inner["style"] == 2 else "line"
        return Field(inner["custom_id"], label["label"], kind, value=inner.get("value") or "")
    options = tuple(Option(one["value"], one["label"]) for one in inner["options"])
    chosen = "\n".join(one["value"] for one in inner["options"] if one.get("default"))
    many = inner.get("max_values", 1) > 1 or inner.get("min_values", 1) == 0
    return Field(inner["custom_id"], label["label"], "many" if many else "choice", options, value=chosen)
