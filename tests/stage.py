"""Talks over real platforms: the same words as in `tests.talk`, through a real adapter and a real socket.

What a person sees is read back from the platform and mirrored, so that a story can't tell which platform it is
played on.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import SecretStr

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.deeds import Attached, Deed, FilledIn, Pressed, Said
from bot.adapters.playground.world import World
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.limits import Limits
from bot.app import DATABASE, build
from bot.clock import StillClock
from bot.config import TelegramSettings
from bot.http import HttpServer
from bot.model import (
    Account,
    Address,
    Button,
    Command,
    Field,
    File,
    Filled,
    Form,
    Image,
    Message,
    Option,
    Other,
    Press,
    Span,
    Text,
)
from bot.port import Adapter
from tests.talk import START, MemoryAdapter, SeededChance, Shown, Talk, empty_house
from tests.telegram.client import BOT_USERNAME, TOKEN, ShownMessage, TelegramServer
from tests.test_playground_server import free_port

UNLIMITED: Final = Limits(None, None, 3, None)
MEMORY_HOME: Final = "place-1"
CODE: Final = re.compile("[0-9]{4}-[0-9]{4}-[0-9]{4}")
LINK: Final = f"https://t.me/{BOT_USERNAME}?start="


@dataclass(slots=True)
class Stage(Talk):
    """A talk over a platform that is really there. Subclasses say how deeds get there and what is seen."""

    real: Any = None
    listening: asyncio.Task[None] | None = None
    shared: str = ""
    """The couple's shared place, once `finds_home` has made it."""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        """Open a new house over a new adapter; stop it and let go at the end."""
        real = await self.again()
        self.adapter.capabilities = real.capabilities
        shutil.copy(empty_house(), self.folder / DATABASE)
        try:
            self.app = await build(self.folder / DATABASE, self.clock, self.chance, [real])
        except BaseException:
            await self.let_go()  # a file that stays open keeps the whole run from ending
            raise
        await self.begin()
        yield self
        await self.end()
        await self.let_go()

    async def begin(self) -> None:
        """Let the adapter take in, and the house send."""
        adapter: Adapter = self.real
        self.listening = asyncio.create_task(adapter.listen(self.app.dispatch.emit))
        await self.look()

    async def end(self) -> None:
        """Stop, and let go."""
        await self.real.close()
        assert self.listening is not None
        await self.listening
        await self.app.stop()

    async def let_go(self) -> None:
        """Hang up."""
        await self.real.let_go()

    def showing(self, token: str, screen: str) -> int:
        """The number of the last message on a screen that has this button."""
        shown = reversed(self.adapter.screens[screen])
        return next(int(one.ref) for one in shown for row in one.message.rows for b in row if b.token == token)

    async def restart(self) -> None:
        """Stop the house and start it again on the same file; the platform stays as it is."""
        await self.end()
        self.app = await build(self.folder / DATABASE, self.clock, self.chance, [await self.again()])
        await self.app.delivery.recover()
        await self.begin()
        await self.app.run_due()
        await self.look()

    async def again(self) -> Adapter:
        """A new adapter over the same platform."""
        raise NotImplementedError

    async def look(self) -> None:
        """Mirror what everybody sees."""
        raise NotImplementedError

    async def taken(self) -> None:
        """Wait until the house has taken in everything."""
        raise NotImplementedError

    async def finds_home(self) -> str:
        """Ana and Ben get a shared place, in the way this platform has; returns it."""
        raise NotImplementedError

    async def joins(self, who: str, code: str) -> None:
        """Follow the link that begins pairing."""
        raise NotImplementedError

    async def until(self, instant: int) -> None:
        await Talk.until(self, instant)
        await self.look()

    async def all_said(self) -> None:
        """Wait until what happened is answered, and look."""
        await self.taken()
        await self.app.run_due()
        await self.look()

    def screen(self, who: str, place: str = "") -> list[Shown]:
        return Talk.screen(self, who, self._place(place))

    def _place(self, place: str) -> str:
        """The memory platform's name for the couple's place stands for this one's."""
        return self.shared if place == MEMORY_HOME else place

    async def says(
        self,
        who: str,
        text: str,
        *,
        place: str = "",
        key: str = "",
        quoting: tuple[str, str] | None = None,
        via: str = "",
    ) -> list[str]:
        assert not key, "the platform makes the keys"
        assert quoting is None, "reply to a message that is there"
        return await Talk.says(self, who, text, place=self._place(place))

    async def presses_token(self, who: str, token: str, *, place: str = "", key: str = "", via: str = "") -> list[str]:
        assert not key, "the platform makes the keys"
        return await Talk.presses_token(self, who, token, place=self._place(place))

    async def pairs(self, one: str = "ana", other: str = "ben", *, languages: tuple[str, str] = ("en", "en")) -> None:
        await self.begins(one, language=languages[0])
        await self.begins(other, language=languages[1])
        await self.joins(other, await self.invites(one))
        await self.presses(other, self.app.content.raw("invited-accept", languages[1]) or "")

    async def invites(self, who: str) -> str:
        """`/pair`; returns the code."""
        await self.says(who, "/pair")
        found = CODE.findall("\n".join(self.sees(who)))
        assert found, self.sees(who)
        return str(found[-1])

    async def _after(self, who: str, address: Address, event: Command | Text | Press | Filled | Other) -> list[str]:
        place = "" if address.kind == "direct" else address.id
        before = {one.ref: one.message for one in self.screen(who, place)}
        await self.does(who, place, event)
        await self.all_said()
        after = self.screen(who, place)
        texts = self.sees(who, place)
        return [text for text, one in zip(texts, after, strict=True) if before.get(one.ref) != one.message]

    async def does(self, who: str, place: str, event: Command | Text | Press | Filled | Other) -> None:
        """Somebody does what the event says."""
        raise NotImplementedError


# -- the playground ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class PlaygroundStage(Stage):
    """The playground's adapter, over its world's file."""

    world: Any = None
    sent: int = 0

    @classmethod
    @asynccontextmanager
    async def playing(cls, folder: Path) -> AsyncIterator[PlaygroundStage]:
        """A playground with Ana, Ben and Zoe."""
        clock, chance = StillClock(START), SeededChance()
        world = await World.open(folder / "playground.db", clock, chance)
        for name in ("Ana", "Ben", "Zoe"):
            await world.add_person(name, "en", "Europe/Madrid")
        stage = cls(folder, clock, chance, MemoryAdapter("playground"), None, world=world)  # type: ignore[arg-type]
        async with stage.opened():
            yield stage

    async def let_go(self) -> None:
        await self.world.close()

    async def again(self) -> Adapter:
        self.real = real = PlaygroundAdapter(self.world, 1)
        return real

    async def taken(self) -> None:
        changed = asyncio.Event()
        forget = self.world.watch(lambda change: changed.set())
        async with asyncio.timeout(10):
            while (await self.world.snapshot())["pending"]:
                changed.clear()
                await changed.wait()
        forget()

    async def look(self) -> None:
        snapshot = await self.world.snapshot()
        screens: dict[str, list[Shown]] = {}
        for one in snapshot["messages"]:
            if one["from"]:
                continue
            message = _from_json(one["body"])
            if one["only"]:
                message = replace(message, only=Account("playground", one["only"]))
            place = one["chat"].removeprefix("direct:")
            screens.setdefault(place, []).append(Shown(str(one["id"]), message))
        self.adapter.screens = screens

    async def finds_home(self) -> str:
        self.shared = "room:1"
        assert self.shared in self.adapter.screens
        return self.shared

    async def joins(self, who: str, code: str) -> None:
        await self.says(who, f"/start {code}")

    async def does(self, who: str, place: str, event: Command | Text | Press | Filled | Other) -> None:
        deed: Deed
        match event:
            case Command(name=name, text=text):
                deed = Said(f"/{name} {text}")
            case Text(text=text):
                deed = Said(text)
            case Press(token=token):
                deed = Pressed(0, token)
            case Filled(token=token, fields=fields):
                deed = FilledIn(0, token, dict(fields))
            case Other():
                deed = Attached()
        self.sent += 1
        await self.real.post(who, place or f"direct:{who}", deed, f"sent-{self.sent}")


def _from_json(body: dict[str, Any]) -> Message:
    form = body["form"]
    assert body["chart"] is None, "a chart is a picture by now"
    if form is not None:
        fields = tuple(
            Field(**{**one, "options": tuple(Option(**option) for option in one["options"])}) for one in form["fields"]
        )
        form = Form(fields, form["submit"], form["token"])
    return Message(
        tuple(Span(**one) for one in body["spans"]),
        tuple(tuple(Button(**one) for one in row) for row in body["rows"]),
        form,
        open_question=body["open_question"],
        image=None if body["image"] is None else Image(**body["image"]),
        file=None if body["file"] is None else File(**body["file"]),
    )


# -- Telegram ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class TelegramStage(Stage):
    """The Telegram adapter, against a Bot API server on loopback. People are numbered from 101."""

    server: Any = None
    settings: Any = None
    http: HttpServer | None = None
    ids: dict[str, int] = field(default_factory=dict)

    @classmethod
    @asynccontextmanager
    async def playing(cls, folder: Path, mode: Literal["polling", "webhook"]) -> AsyncIterator[TelegramStage]:
        """A Telegram with Ana, Ben and Zoe, each of whom has found the bot."""
        clock, chance = StillClock(START), SeededChance()
        async with TelegramServer.start() as server:
            settings = TelegramSettings(token=SecretStr(TOKEN), api_url=server.api_url, mode=mode)
            stage = cls(
                folder, clock, chance, MemoryAdapter("telegram"), None,  # type: ignore[arg-type]
                server=server, settings=settings,
            )  # fmt: skip
            for number, name in enumerate(("ana", "ben", "zoe"), start=101):
                stage.ids[name] = number
                await server.person(number, name.title())
            async with stage.opened():
                yield stage

    async def let_go(self) -> None:
        await Stage.let_go(self)
        if self.http is not None:
            await self.http.stop()

    async def again(self) -> Adapter:
        if self.real is not None:
            await self.let_go()
        if self.settings.mode == "webhook":
            port = free_port()
            self.http = HttpServer("127.0.0.1", port)
            self.settings = replace(self.settings, webhook_url=f"http://127.0.0.1:{port}/telegram")
        self.real = real = await TelegramAdapter.open(
            self.settings, self.clock, self.chance, http=self.http, limits=UNLIMITED, wait=5, first_pause=0.01
        )
        real._pacer._time = lambda: self.clock.instant / 1000  # what it is told to wait passes with the stage's clock
        if self.http is not None:
            await self.http.start()
        return real

    async def taken(self) -> None:
        await self.server.settled()

    async def look(self) -> None:
        screens = {}
        for name, number in self.ids.items():
            screens[name] = await self.server.screen(number)
        if self.shared:
            chat, _, topic = self.shared.partition("/")
            screens[self.shared] = await self.server.screen(int(chat), int(topic) if topic else None)
        self.adapter.screens = {
            place: [Shown(str(one.id), _seen(one)) for one in shown if one.sender == "bot"]
            for place, shown in screens.items()
        }

    async def finds_home(self) -> str:
        chat = await self.server.group("Us two", [self.ids["ana"], self.ids["ben"]])
        self.shared = str(chat)
        await self.all_said()
        await self.says("ana", f"/here@{BOT_USERNAME}", place=self.shared)
        await self.presses("ben", "Yes, here", place=self.shared)
        return self.shared

    async def joins(self, who: str, code: str) -> None:
        await self.server.opens(self.ids[who], LINK + code)
        await self.all_said()

    async def does(self, who: str, place: str, event: Command | Text | Press | Filled | Other) -> None:
        user = self.ids[who]
        chat, _, topic = place.partition("/")
        where = {"chat": int(chat) if chat else None, "thread": int(topic) if topic else None}
        match event:
            case Command(name=name, text=text):
                await self.server.types(user, f"/{name} {text}".strip(), **where)
            case Text(text=text):
                await self.server.types(user, text, **where)
            case Press(token=token):
                await self.server.presses(user, self.showing(token, place or who), token, chat=where["chat"])
            case Other():
                await self.server.sends(user, "photo")
            case Filled():
                raise AssertionError("Telegram has no forms")

    async def _asked(self, who: str) -> Any:
        return await Talk._asked(self, str(self.ids[who]))


def _seen(shown: ShownMessage) -> Message:
    """What a person sees of a message, as the memory platform would keep it."""
    rows = tuple(tuple(Button(one.label, one.data or "", link=one.url or "") for one in row) for row in shown.rows)
    text = shown.text.replace("\u2060", "")
    image = Image("", text) if shown.photo else None
    file = None if shown.file is None else File(shown.file[0], "", "")
    return Message((Span(text),), rows, image=image, file=file)
