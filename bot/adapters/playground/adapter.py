"""The adapter between the house and the playground's world. It decides nothing."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Final

from bot.adapters.playground.deeds import PLATFORM, Deed, Update, to_event
from bot.adapters.playground.wire import message_to_json
from bot.adapters.playground.world import World
from bot.errors import Rejected, StoreTrouble, TryAgain, Unreachable
from bot.model import Account, Address, Delete, Edit, Message, Open, Outgoing, Say
from bot.port import ALWAYS, Capabilities, Emit

_LONGEST_PAUSE: Final = 2.0  # seconds between tries of one update
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


class PlaygroundAdapter:
    """Implements `bot.port.Adapter` over a `World`. `port` is the page's, for links that begin pairing.

    `first_pause` is how many seconds it waits before it hands in again what the house's store refused; the
    pause doubles up to two seconds. The world is its maker's to close.
    """

    platform: str = PLATFORM

    def __init__(self, world: World, port: int, *, first_pause: float = 0.1) -> None:
        self.capabilities = Capabilities(
            title="Playground",
            direct="direct:{account}",
            ephemeral=True,
            forms=True,
            opens_places=True,
            same_once=ALWAYS,
            join_link=f"http://127.0.0.1:{port}/?join={{code}}",
        )
        self._world = world
        self._first_pause = first_pause
        self._woken = asyncio.Event()
        self._closing = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    # -- in --------------------------------------------------------------------------------------------------

    async def post(self, person: str, chat: str, deed: Deed, sent: str) -> int:
        """A person did something: keep it, show it, hand it in. `sent` repeated counts once."""
        n = await self._world.record(person, chat, deed, sent)
        self._woken.set()
        return n

    async def listen(self, emit: Emit) -> None:
        """Hand in what people do: each person's deeds in order, different people's side by side."""
        self._idle.clear()
        at_work: set[str] = set()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._closing.is_set():
                    self._woken.clear()
                    for person in await self._waiting():
                        if person not in at_work:
                            at_work.add(person)
                            group.create_task(self._serve(person, emit, at_work))
                    await self._woken.wait()
        finally:
            self._idle.set()

    async def _waiting(self) -> list[str]:
        try:
            return await self._world.people_waiting()
        except StoreTrouble:
            await self._pause(_LONGEST_PAUSE)
            self._woken.set()
            return []

    async def _serve(self, person: str, emit: Emit, at_work: set[str]) -> None:
        pause = self._first_pause
        while not self._closing.is_set():
            try:
                update = await self._world.next_update(person)
                if update is None:
                    break
                await self._hand_in(update, emit)
                pause = self._first_pause
            except StoreTrouble:
                await self._pause(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        at_work.discard(person)
        self._woken.set()  # for a deed that came between the last look and now

    async def _hand_in(self, update: Update, emit: Emit) -> None:
        await emit(to_event(update))
        await self._world.acknowledge(update.n)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    async def close(self) -> None:
        """Stop taking in, once what is being handed in is done; what is left comes at the next start."""
        self._closing.set()
        self._woken.set()
        await self._idle.wait()

    # -- out -------------------------------------------------------------------------------------------------

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act in the world; returns the id of the message or place. Raises ActTrouble."""
        act = outgoing.act
        try:
            if isinstance(act, Open):
                return await self._open(outgoing.nonce, act)
            if isinstance(act, Delete):
                return await self._take_back(outgoing.place, act.ref)
            await self._check(outgoing.place, act.message)
            return await self._show(outgoing, act)
        except StoreTrouble as error:
            raise TryAgain(1) from error

    async def _show(self, outgoing: Outgoing, act: Say | Edit) -> str:
        chat, body = outgoing.place.id, message_to_json(act.message)
        reader = act.message.only.id if act.message.only else ""
        ref = int(act.ref) if isinstance(act, Edit) and _NUMBER.fullmatch(act.ref) else 0
        if ref and await self._world.edit(ref, chat, body, reader):
            return str(ref)
        return str(await self._world.say(outgoing.nonce, chat, body, reader))

    async def _take_back(self, place: Address, ref: str) -> str:
        """One that is gone already is done."""
        if place.platform == PLATFORM and _NUMBER.fullmatch(ref):
            await self._world.remove(int(ref), place.id)
        return ref

    async def _check(self, place: Address, message: Message) -> None:
        readers = await self._world.readers(place.id) if place.platform == PLATFORM else []
        if not readers:
            raise Unreachable(f"no place {place.id} in the playground")
        if message.only is not None:
            readers = [r for r in readers if r.account == message.only]
        if not readers:
            raise Rejected("a message for somebody who can't read this place")
        if all(r.blocked for r in readers):
            raise Unreachable("blocked by its only reader")
        if len(message.plain()) > self.capabilities.text_limit:
            raise Rejected(f"a text over {self.capabilities.text_limit} characters")

    async def _open(self, nonce: str, act: Open) -> str:
        known = {person.account for person in await self._world.people()}
        if not act.members or not known.issuperset(act.members):
            raise Rejected("a place for people who are not in the playground")
        return await self._world.open_chat(nonce, act.title, [member.id for member in act.members])

    def rest(self, place: Address) -> float:
        """A page has no limits."""
        del place
        return 0

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """Who can read there besides the bot; None if there is no such place."""
        del known
        if place.platform != PLATFORM:
            return None
        return frozenset(r.account for r in await self._world.readers(place.id)) or None
