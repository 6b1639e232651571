"""The sending half of the Discord adapter on a loopback Discord, with people who use commands and press buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import discord
import pytest
import pytest_asyncio
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.adapters.discord.addresses import account, channel, direct, visit
from bot.adapters.discord.answering import Answers
from bot.adapters.discord.sending import Sending
from bot.adapters.discord.via import Via
from bot.clock import MovedClock, SystemChance, SystemClock
from bot.errors import ActTrouble
from bot.model import Act, Address, Button, Edit, Field, Form, Message, Outgoing, Say, Span
from tests.discord.client import BOT_ID, TOKEN, DiscordServer, ShownMessage

_people = count(8001)
_nonces = count(1)


class Certain(SystemChance):
    """Chance of which a test knows how it falls."""

    def fraction(self) -> float:
        return 0.0


class Heard(discord.Client):
    """A client that keeps what interactions come, as they may be answered."""

    def __init__(self) -> None:
        kinds = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=kinds, max_messages=None, member_cache_flags=discord.MemberCacheFlags.none())
        self.vias: dict[int, asyncio.Future[Via]] = {}
        self.up = asyncio.Event()

    async def on_ready(self) -> None:
        self.up.set()

    async def on_interaction(self, one: discord.Interaction[Any]) -> None:
        given: Any = one.data or {}
        message = one.message.id if one.message is not None else 0
        sent = one.type is discord.InteractionType.modal_submit
        kind = ("modal-press" if sent else "press") if message else ("modal" if sent else "command")
        alone = one.message.flags.ephemeral if one.message is not None else not one.context.dm_channel
        pressed = str(given.get("custom_id") or "")
        via = Via(kind, str(one.id), one.token, str(message or ""), str(one.user.id), alone, pressed)  # type: ignore[arg-type]
        self.via_of(one.id).set_result(via)

    def via_of(self, interaction: int) -> asyncio.Future[Via]:
        return self.vias.setdefault(interaction, asyncio.get_running_loop().create_future())


@dataclass
class Post:
    """A bot that does acts on the loopback Discord, and one person who has met it in a server of theirs."""

    discord: DiscordServer
    client: Heard
    clock: MovedClock
    answers: Answers
    sending: Sending
    person: int = 0
    guild: int = 0
    general: int = 0
    told: list[str] = field(default_factory=list)

    # -- people ----------------------------------------------------------------------------------------------

    async def meets(self, name: str = "Ben") -> int:
        """Somebody new, who is in the server too if there is one."""
        person = next(_people)
        await self.discord.person(person, name)
        if self.guild:
            await self.discord.joins(self.guild, person)
        return person

    async def commands(self, name: str = "today", place: Address | None = None, who: int = 0) -> Via:
        """Somebody uses a command, here or in the direct chat."""
        where = None if place is None else int(place.id.split("/")[-1])
        return await self.heard(await self.discord.slash(who or self.person, name, channel=where))

    async def visits(self, who: int = 0) -> tuple[Via, Address]:
        """Somebody uses a command of their own in a chat with somebody else, where the bot is not."""
        other = await self.meets()
        pair = f"pair:{other}"
        via = await self.heard(await self.discord.slash(who or self.person, "today", channel=pair, user_install=True))
        return via, visit(pair)

    async def presses(self, message: ShownMessage, label: str, place: Address | None = None, who: int = 0) -> Via:
        """Somebody presses a button."""
        where = None if place is None else int(place.id.split("/")[-1])
        token = message.button(label).custom_id
        assert token is not None
        return await self.heard(await self.discord.presses(who or self.person, message.id, token, channel=where))

    async def submits(self, **values: Any) -> Via:
        """The person sends the modal that is open before them."""
        return await self.heard(await self.discord.submits(self.person, values))

    async def heard(self, interaction: int) -> Via:
        """How an interaction may be answered, once it has come in."""
        async with asyncio.timeout(5):
            return await self.client.via_of(interaction)

    # -- places ----------------------------------------------------------------------------------------------

    @property
    def direct(self) -> Address:
        return direct(self.person)

    @property
    def shared(self) -> Address:
        return channel(self.guild, self.general)

    @property
    def only(self) -> Any:
        return account(self.person)

    # -- acts ------------------------------------------------------------------------------------------------

    async def does(self, act: Act, place: Address | None = None, via: Via | None = None, nonce: str = "") -> str:
        out = Outgoing(nonce or f"n{next(_nonces)}", place or self.direct, act, via.text if via else "")
        return await self.sending.do(out)

    async def says(self, text: str, place: Address | None = None, via: Via | None = None, nonce: str = "") -> str:
        return await self.does(Say(told(text)), place, via, nonce)

    async def whispers(self, text: str, via: Via | None, nonce: str = "", **more: Any) -> str:
        """Say something in the server's channel that only the person is to see."""
        return await self.does(Say(told(text, only=self.only, **more)), self.shared, via, nonce)

    async def trouble(
        self, act: Act, place: Address | None = None, via: Via | None = None, nonce: str = ""
    ) -> ActTrouble:
        with pytest.raises(ActTrouble) as caught:
            await self.does(act, place, via, nonce)
        said: BaseException | None = caught.value
        while said is not None:
            assert TOKEN not in repr(said)
            assert via is None or via.token not in repr(said)
            assert not isinstance(said, discord.DiscordException)
            said = said.__cause__ or said.__context__
        return caught.value

    def restarted(self) -> None:
        """Another process: nothing is remembered."""
        chance = Certain()
        self.answers = Answers(self.client, self.clock, chance, patience=60)
        self.sending = Sending(self.answers, self.clock, self.told.append)

    def impatient(self) -> None:
        """The house is slow: its answers are announced at once."""
        self.restarted()
        self.answers._patience = 0

    # -- what is seen ----------------------------------------------------------------------------------------

    async def screen(self, place: Address | None = None, who: int = 0) -> list[ShownMessage]:
        where = None if place is None or place.kind == "direct" else place.id.split("/")[-1]
        shown = await self.discord.screen(who or self.person, int(where) if where and where.isdigit() else where)
        return [one for one in shown if one.sender == "bot"]

    async def texts(self, place: Address | None = None, who: int = 0) -> list[str]:
        return [one.content for one in await self.screen(place, who)]

    async def asked(self, method: str, path: str = "") -> list[Any]:
        """The bodies of the requests that were made so far."""
        return [body for made, at, body in await self.discord.requests() if made == method and path in at]


def told(*texts: str, **more: Any) -> Message:
    return Message(tuple(Span(text) for text in texts), **more)


def asked(text: str, *labels: str, **more: Any) -> Message:
    """A message with buttons, each of whose tokens is its own."""
    buttons = tuple(Button(label, f"t{next(_nonces)}.{label}") for label in labels or ("Yes", "No"))
    return told(text, rows=(buttons,), **more)


def form(text: str = "Your answer", *fields: Field, token: str = "", **more: Any) -> Message:
    """A message with a form."""
    fields = fields or (Field("answer", "What do you say?", "long"),)
    return told(text, form=Form(fields, "Send", token or f"f{next(_nonces)}", "Open it"), **more)


@asynccontextmanager
async def loopback() -> AsyncIterator[tuple[DiscordServer, Heard]]:
    """A Discord on loopback that judges every request, and a client connected to it."""
    async with DiscordServer.start() as server:
        Route.BASE = f"{server.api_url}/v10"
        DiscordWebSocket.DEFAULT_GATEWAY = URL(server.gateway_url)
        client = Heard()
        running = asyncio.create_task(client.start(TOKEN))
        try:
            async with asyncio.timeout(20):
                await client.up.wait()
            yield server, client
        finally:
            await client.close()
            await running
        # What is left for the server's own judgement comes after the client is gone.


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def world() -> AsyncIterator[tuple[DiscordServer, Heard]]:
    """A Discord on loopback, and a client connected to it."""
    async with loopback() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def post(world: tuple[DiscordServer, Heard]) -> AsyncIterator[Post]:
    """Somebody new with a server of their own, and a bot that nothing hurries."""
    post = await posted(*world)
    yield post
    await post.answers.close()
    await world[0].heal()


async def posted(server: DiscordServer, client: Heard) -> Post:
    """Somebody new with a server of their own, and a bot that nothing hurries."""
    clock = MovedClock(SystemClock())
    post = Post(server, client, clock, None, None)  # type: ignore[arg-type]
    post.restarted()
    post.person = await post.meets("Ana")
    post.guild = await server.guild("Home", post.person, [post.person])
    post.general = await server.general(post.guild)
    return post


__all__ = [
    "BOT_ID",
    "Certain",
    "Edit",
    "Heard",
    "Post",
    "Say",
    "asked",
    "form",
    "loopback",
    "post",
    "posted",
    "told",
    "world",
]
