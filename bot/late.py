"""A platform that may not be there yet, so that nobody on another one waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Generic, Protocol, TypeVar

from bot.errors import TryAgain
from bot.model import Account, Address, Outgoing
from bot.port import Adapter, Capabilities, Emit

AGAIN_SECONDS: Final = 5.0
"""How long what is to go to a platform that is not there waits before it is tried again."""


class LetsGo(Adapter, Protocol):
    """An adapter that hangs up in the end."""

    async def let_go(self) -> None:
        """Hang up. Acts under way break off."""


A = TypeVar("A", bound=LetsGo)


class Late(Generic[A]):
    """Stands for an adapter while it is opened, and hands everything to it from then on.

    `meanwhile` is what the platform can do as far as that is known without asking it. `prepare` is what is done to
    the adapter before it listens; set it before `listen`.
    """

    def __init__(self, platform: str, opening: Coroutine[Any, Any, A], meanwhile: Capabilities) -> None:
        self.platform = platform
        self.capabilities = meanwhile
        self.opened = asyncio.create_task(opening)
        """Done once the platform has answered. Raises what opening raised."""
        self.opened.add_done_callback(self._known)
        self.prepare: Callable[[A], None] | None = None
        self._closing = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def real(self) -> A | None:
        """The adapter, once it is open."""
        done = self.opened.done() and not self.opened.cancelled() and self.opened.exception() is None
        return self.opened.result() if done else None

    def _known(self, opened: asyncio.Task[A]) -> None:
        del opened
        if self.real is not None:
            self.capabilities = self.real.capabilities

    async def listen(self, emit: Emit) -> None:
        """Take in until `close`, as soon as the adapter is open. Raises what opening it raises, and ShutOut."""
        self._idle.clear()
        try:
            bell = asyncio.create_task(self._closing.wait())
            await asyncio.wait({self.opened, bell}, return_when=asyncio.FIRST_COMPLETED)
            bell.cancel()
            if self._closing.is_set():
                return
            adapter = self.opened.result()
            if self.prepare is not None:
                self.prepare(adapter)
            await adapter.listen(emit)
        finally:
            self._idle.set()

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act. Raises ActTrouble."""
        return await self._needed().do(outgoing)

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """Who can read there; see `Adapter.readers`. Raises ActTrouble."""
        return await self._needed().readers(place, known)

    def rest(self, place: Address) -> float:
        """Seconds this place must be left alone now."""
        return 0.0 if self.real is None else self.real.rest(place)

    def _needed(self) -> A:
        if self.real is None:
            raise TryAgain(AGAIN_SECONDS, whole_platform=True, tried=False)
        return self.real

    async def close(self) -> None:
        """Stop taking in, once what is in hand is committed."""
        self._closing.set()
        if self.real is not None:
            await self.real.close()
        await self._idle.wait()

    async def let_go(self) -> None:
        """Hang up, and stop asking for a platform that is not there."""
        self._closing.set()
        self.opened.cancel()
        await asyncio.gather(self.opened, return_exceptions=True)
        if self.real is not None:
            await self.real.let_go()
