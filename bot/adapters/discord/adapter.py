"""The adapter between the house and Discord. It decides nothing."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial
from typing import Final, Self

import aiohttp
import discord
from discord.http import Route

from bot.adapters.discord.addresses import PLATFORM
from bot.adapters.discord.answering import PATIENCE, Answers
from bot.adapters.discord.client import IDENTIFY_PAUSE, TrothClient
from bot.adapters.discord.commands import Slash, sync
from bot.adapters.discord.hearing import Ear
from bot.adapters.discord.intake import Intake
from bot.adapters.discord.invite import invite_link
from bot.adapters.discord.login import logged_in, shut_out
from bot.adapters.discord.sending import Sending
from bot.adapters.discord.slashes import quoting_names
from bot.clock import Chance, Clock
from bot.config import DiscordSettings
from bot.hands import FINISH_SECONDS, Listening
from bot.model import Account, Address, Outgoing
from bot.patience import Backoff
from bot.port import Capabilities, Emit

log = logging.getLogger(__name__)

CAPABILITIES: Final = Capabilities(
    title="Discord",
    ephemeral=True,
    notes=True,
    forms=True,
    form_fields=5,  # of a modal: https://docs.discord.com/developers/components/reference
    opens_inside=True,
    same_once=100,  # Discord keeps a nonce for "a few minutes", which are two
    edits=True,
    deletions=True,
    text_limit=2000,
)
"""What Discord can do, before it has told who we are."""

_DIRECT: Final = 1


class DiscordAdapter:
    """Implements `bot.port.Adapter` over Discord. Make it with `open`; `let_go` when nothing is sent any more."""

    platform: str = PLATFORM

    def __init__(
        self,
        settings: DiscordSettings,
        client: TrothClient,
        closing: asyncio.Event,
        clock: Clock,
        chance: Chance,
        *,
        patience: float,
        defer_after: float,
    ) -> None:
        assert client.user is not None, "logged in"
        self.client = client
        self.commands: tuple[Slash, ...] = ()
        """What Discord is to show as commands; set before `listen`."""
        self.capabilities = replace(
            CAPABILITIES,
            chat_link=f"https://discord.com/users/{client.user.id}",
            group_link=invite_link(client.application_id or client.user.id),
            name=client.user.name,
        )
        self._settings = settings
        self._clock = clock
        self._patience = patience
        self._answers = Answers(client, clock, chance, patience=defer_after)
        self._closing = closing
        self._listening = Listening(closing)
        self._sending = Sending(self._answers, clock, self._listening.refused)

    @classmethod
    async def open(
        cls,
        settings: DiscordSettings,
        clock: Clock,
        chance: Chance,
        *,
        first_pause: float = 0.5,
        patience: float = FINISH_SECONDS,
        defer_after: float = PATIENCE,
        identify_pause: float = IDENTIFY_PAUSE,
        heartbeat_timeout: float = 60.0,
    ) -> Self:
        """Ask Discord who we are, for as long as it takes it to answer. Raises ShutOut if it won't have us.

        All in seconds: `first_pause` is the pause after a first failure, `patience` what is in hand may take when it
        is to close, `defer_after` how long the house may take before an answer is announced; `identify_pause` and
        `heartbeat_timeout` are the client's.
        """
        make = partial(
            TrothClient,
            settings,
            chance,
            identify_pause=identify_pause,
            first_pause=first_pause,
            heartbeat_timeout=heartbeat_timeout,
        )
        closing = asyncio.Event()
        client = await logged_in(settings, make, closing, Backoff(chance, first_pause))
        assert client is not None, "nothing closes it yet"
        return cls(settings, client, closing, clock, chance, patience=patience, defer_after=defer_after)

    # -- in --------------------------------------------------------------------------------------------------

    @property
    def last_good(self) -> float | None:
        """When the gateway last showed that it is there, by the event loop's clock; None before the first time."""
        return self.client.last_good

    async def ready(self) -> None:
        """Wait until Discord has let every shard in, so that what happens comes to us."""
        await self.client.up.wait()

    async def listen(self, emit: Emit) -> None:
        """Take in until `close`. Raises ShutOut if Discord won't have us, also if a send was what found out."""
        intake = Intake(emit, self._answers, self._whose, self._closing, self._patience)
        quoting = quoting_names(self.commands)
        ear = self._ear = Ear(self.client, self._sending.met, self._clock, quoting, intake.take)
        self.client.heard = ear.hear
        await self._listening.run(self._connected(), self._keep_commands(), intake.finish)

    async def _connected(self) -> None:
        """Stay connected until we close. Raises ShutOut if Discord won't have us."""
        connecting = asyncio.create_task(self.client.connect())
        stopped = asyncio.create_task(self._closing.wait())
        try:
            await asyncio.wait({connecting, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                await self._ended(connecting)
        finally:
            self._closing.set()
            await asyncio.gather(_cut_short(connecting), stopped, return_exceptions=True)
            await self.client.hang_up()

    async def _ended(self, taking: asyncio.Task[None]) -> None:
        """The gateway is closed to us. Raises ShutOut where that is the operator's to change."""
        try:
            await taking
        except (discord.DiscordException, aiohttp.ClientError, OSError) as why:
            told = shut_out(why, self._settings)
            if told is None:
                raise
        else:
            return
        raise told

    async def _keep_commands(self) -> None:
        if not self.commands:
            return
        try:
            assert self.client.application_id is not None, "logged in"
            await sync(self.client.http, self.client.application_id, self.commands)
        except Exception as why:
            log.error("bug in keeping the commands: %s", type(why).__name__)

    async def _whose(self, channel_id: str) -> str | None:
        """Whose direct chat a channel is; None if it is none, or is gone."""
        if (known := self._ear.whose(channel_id)) is not None:
            return known
        try:
            route = Route("GET", "/channels/{channel_id}", channel_id=channel_id)
            found = await self.client.http.request(route)
        except (discord.NotFound, discord.Forbidden):
            return None
        if found.get("type") != _DIRECT:
            return None
        user = str(found["recipients"][0]["id"])
        self._ear.learn(user, channel_id)
        return user

    async def close(self) -> None:
        """Stop taking in, once what is in hand is committed. Acts can still be done until `let_go`."""
        await self._listening.close()

    async def let_go(self) -> None:
        """Hang up. Acts under way break off."""
        await self.close()
        await self._answers.close()
        await self.client.close()

    # -- out -------------------------------------------------------------------------------------------------

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act; see `Sending.do`. Raises ActTrouble."""
        return await self._sending.do(outgoing)

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """Who can read there besides the bot; None if that can't be known. Raises ActTrouble."""
        return await self._sending.readers(place, known)

    def rest(self, place: Address) -> float:
        """Seconds this place must be left alone now."""
        return self._sending.rest(place)


async def _cut_short(task: asyncio.Task[None]) -> None:
    """Cancel a task of the library's, which now and then takes that for something else and goes on."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.1)
