"""A platform that is not there yet: what goes to it waits, what it can do is known once it is, and it ends cleanly."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import ShutOut, TryAgain
from bot.late import Late
from bot.model import Account, Address, Message, Outgoing, Say, Span
from bot.port import Answer, Capabilities, Emit

HERE = Address("slow", "1", "direct")
HELLO = Outgoing("n1", HERE, Say(Message((Span("hello"),))))


class Slow:
    """An adapter that listens until it is closed."""

    platform = "slow"

    def __init__(self) -> None:
        self.capabilities = Capabilities(title="Slow", name="slow_bot")
        self.prepared = False
        self.gone = False
        self.listening = asyncio.Event()
        self._closing = asyncio.Event()

    async def listen(self, emit: Emit) -> None:
        assert self.prepared
        self.listening.set()
        await self._closing.wait()

    async def do(self, outgoing: Outgoing) -> str:
        return f"did {outgoing.nonce}"

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        return known

    def rest(self, place: Address) -> float:
        return 1.5

    async def close(self) -> None:
        self._closing.set()

    async def let_go(self) -> None:
        await self.close()
        self.gone = True


async def emit(event: object) -> Answer:
    """Take nothing in."""
    return Answer()


async def test_it_joins_once_it_is_there() -> None:
    """Before that an act is to wait, and nobody can tell who reads; from then on everything is the adapter's."""
    there = asyncio.Event()

    async def opening() -> Slow:
        await there.wait()
        return Slow()

    late = Late("slow", opening(), Capabilities(title="Slow"))
    late.prepare = lambda adapter: setattr(adapter, "prepared", True)
    listening = asyncio.create_task(late.listen(emit))
    with pytest.raises(TryAgain) as why:
        await late.do(HELLO)
    assert (why.value.whole_platform, why.value.tried) == (True, False)
    with pytest.raises(TryAgain):
        await late.readers(HERE, frozenset())
    assert (late.rest(HERE), late.capabilities.name) == (0.0, "")
    there.set()
    adapter = await late.opened
    await adapter.listening.wait()
    assert (await late.do(HELLO), late.rest(HERE), late.capabilities.name) == ("did n1", 1.5, "slow_bot")
    assert await late.readers(HERE, frozenset()) == frozenset()
    await late.close()
    await listening
    await late.let_go()
    assert adapter.gone


async def test_it_ends_before_it_is_there() -> None:
    """Closing is not held up by a platform that never answers."""

    async def opening() -> Slow:
        await asyncio.Event().wait()
        raise AssertionError

    late = Late("slow", opening(), Capabilities())
    listening = asyncio.create_task(late.listen(emit))
    await asyncio.sleep(0)
    await late.close()
    await listening
    await late.let_go()
    assert late.opened.cancelled()


async def test_it_is_not_let_in() -> None:
    """What opening raises ends its listening."""

    async def opening() -> Slow:
        raise ShutOut("no")

    late = Late("slow", opening(), Capabilities())
    with pytest.raises(ShutOut):
        await late.listen(emit)
    await late.let_go()
