"""Houses that lose power at a chosen instant, and are lit again on what the disk then held."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.app import DATABASE
from bot.clock import StillClock
from bot.model import Address, Command, Filled, Other, Outgoing, Press, Text
from bot.port import Capabilities
from tests.faults.house import QuickConnection, new_file, open_app
from tests.talk import START, MemoryAdapter, SeededChance, Talk

Deed = Literal["write", "commit", "send"]
Result = TypeVar("Result")


class Died(BaseException):
    """The process is no more. Everything it still tries ends here."""


@dataclass(frozen=True, slots=True)
class Cut:
    """When the power fails: at the n-th deed of a kind, before it takes effect or right after."""

    deed: Deed
    nth: int
    after: bool = False


@dataclass
class Power:
    """One process's electricity. `disk` is what the disk held when it failed."""

    path: Path
    cut: Cut | None = None
    counts: Counter[str] = field(default_factory=Counter)
    out: bool = False
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def arm(self, cut: Cut | None) -> None:
        """Count from now on."""
        self.cut = cut
        self.counts.clear()

    def use(self, deed: Deed, effect: Callable[[], Result]) -> Result:
        """Do something, unless the power is out or fails now."""
        if self.out:
            raise Died
        self.counts[deed] += 1
        hit = self.cut is not None and (self.cut.deed, self.cut.nth) == (deed, self.counts[deed])
        if hit and self.cut is not None and not self.cut.after:
            self._fail()
        result = effect()
        if hit:
            self._fail()
        return result

    def _fail(self) -> None:
        self.out = True
        for rest in ("", "-wal"):
            if (log := self.path.with_name(self.path.name + rest)).exists():
                shutil.copyfile(log, self.disk.with_name(self.disk.name + rest))
        self.loop.call_soon_threadsafe(self.gone.set)
        raise Died

    @property
    def disk(self) -> Path:
        """Where the disk's state at that instant is kept: the database with its log, as a kill leaves them."""
        return self.path.with_name(f"{self.path.name}+")

    def connection(self) -> type[sqlite3.Connection]:
        """The class of connection that dies with this power."""
        power = self

        class Powered(QuickConnection):
            def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
                def effect() -> sqlite3.Cursor:
                    return super(Powered, self).execute(sql, parameters)

                if sql == "COMMIT":
                    return power.use("commit", effect)
                if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                    return power.use("write", effect)
                if power.out:
                    raise Died
                return effect()

        return Powered


class Outside(MemoryAdapter):
    """The platform: it outlives every house, and remembers how often each act took effect."""

    def __init__(self, capabilities: Capabilities) -> None:
        super().__init__(capabilities=capabilities)
        self.power: Power | None = None
        self.effects: Counter[str] = Counter()

    async def do(self, outgoing: Outgoing) -> str:
        """Show it, if there is power to ask with."""
        assert self.power is not None
        return self.power.use("send", lambda: self._effect(outgoing))

    def _effect(self, outgoing: Outgoing) -> str:
        if not self.capabilities.same_once:
            self.done.pop(outgoing.nonce, None)
        if outgoing.nonce not in self.done:
            self.done[outgoing.nonce] = self._show(outgoing.place.id, outgoing.act)
            self.effects[outgoing.nonce] += 1
        return self.done[outgoing.nonce]


class Ordeal(Talk):
    """A talk in which the power fails as planned, and people go on as on a platform that repeats unheard events."""

    outside: Outside
    power: Power
    cuts: list[Cut]
    deaths: int

    @classmethod
    async def begin(cls, folder: Path, capabilities: Capabilities, *cuts: Cut) -> Ordeal:
        """A new house; each of `cuts` counts from when the one before was overcome."""
        clock, chance, outside = StillClock(START), SeededChance("0"), Outside(capabilities)
        path = new_file(folder)
        power = Power(path)
        outside.power = power
        app = await open_app(path, clock, chance, outside, power.connection())
        power.arm(cuts[0] if cuts else None)
        one = cls(folder, clock, chance, outside, app)
        one.outside, one.power, one.cuts, one.deaths = outside, power, list(cuts[1:]), 0
        return one

    async def until(self, instant: int) -> None:
        """Let time pass, with everything that falls due on the way; power fails in it, too."""
        while (due := await self._survive(self._next)) is not None and due <= instant:
            self.clock.instant = max(due, self.clock.instant)
            await self._survive(self._due)
        self.clock.instant = instant
        await self._survive(self._due)

    async def opens(self, who: str, label: str) -> None:
        """Press a button that shows something; where a failure kept it from the screen, ask for what is open."""
        await (self.presses(who, label) if self.has(who, label) else self.says(who, "/today"))

    async def finds(self, who: str, label: str) -> None:
        """Press a button; where a failure kept it from the screen, /today brings it back."""
        if not self.has(who, label):
            await self.says(who, "/today")
        if not self.has(who, label):
            await self.presses(who, "Open")
        await self.presses(who, label)

    def has(self, who: str, label: str) -> bool:
        """Whether somebody sees this button."""
        return any(one.startswith(label) for one in self.labels(who))

    async def _after(self, who: str, address: Address, event: Command | Text | Press | Filled | Other) -> list[str]:
        async def emit() -> None:
            await self.app.dispatch.emit(event)

        await self._survive(emit)
        await self._survive(self._due)
        return []

    async def _next(self) -> int | None:
        return await self.app.next_time()

    async def _due(self) -> None:
        await self.app.run_due()

    async def _survive(self, deed: Callable[[], Awaitable[Result]]) -> Result:
        """Do it until it is done: after each failure light the house again, and begin it anew."""
        while True:
            doing, failing = asyncio.ensure_future(deed()), asyncio.ensure_future(self.power.gone.wait())
            await asyncio.wait({doing, failing}, return_when=asyncio.FIRST_COMPLETED)
            if self.power.out:
                await failing
                doing.cancel()
                await asyncio.gather(doing, return_exceptions=True)
                await self._light_again()
                continue
            failing.cancel()
            return doing.result()

    async def _light_again(self) -> None:
        self.deaths += 1
        await self._throw_away()
        # The dead leave their file open in this process, so the next house stands on the copy.
        path = self.folder / f"{DATABASE}.{self.deaths}"
        for rest in ("", "-wal"):
            if (kept := self.power.disk.with_name(self.power.disk.name + rest)).exists():
                kept.replace(path.with_name(path.name + rest))
        self.power.path.unlink()
        self.power = self.outside.power = Power(path)
        # Ids go on rising, as they do with a clock that goes on.
        count, self.chance = self.chance._count, SeededChance(str(self.deaths))
        self.chance._count = count
        self.app = await open_app(path, self.clock, self.chance, self.outside, self.power.connection())
        self.power.arm(self.cuts.pop(0) if self.cuts else None)

        async def recover() -> None:
            await self.app.delivery.recover()
            await self.app.run_due()

        await self._survive(recover)

    async def _throw_away(self) -> None:
        """Let go of what a dead process would have left to the system; nothing of it is committed."""
        store: Any = self.app.store
        tasks = [store._task, *self.app.delivery._under_way]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await store._reader.close()
        await store._writer.close()
