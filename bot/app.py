"""The composition root: the one place that knows every part and puts them together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from bot import guides
from bot.clock import Chance, Clock
from bot.content import Content
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.errors import BadContent, ShutOut
from bot.feature import Feature, House
from bot.guides.check import content_faults
from bot.port import Adapter, Capabilities
from bot.store import Store
from bot.store.schema import migrate
from bot.store.sqlite import SqliteStore
from bot.timers import Timers
from bot.words import load_words
from handlers import all_features

log = logging.getLogger(__name__)

DATABASE: Final = "troth.db"


class App:
    """A running house: its store, dispatch, delivery and timers over some platforms. Make it with `build`."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        chance: Chance,
        content: Content,
        adapters: Mapping[str, Adapter],
        house: House,
    ) -> None:
        self.store = store
        self.clock = clock
        self.content = content
        self.house = house
        self.adapters = adapters
        self.dispatch = Dispatch(store, clock, chance, content, house)
        self.delivery = Delivery(store, clock, adapters, self.dispatch.done)
        self.timers = Timers(store, clock, self.dispatch.fire)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Pick up what was left, then send, tick and listen until `stop`."""
        await self.delivery.recover()
        self._run(self.delivery.run(), "delivery")
        self.timers.start()
        for adapter in self.adapters.values():
            self._run(adapter.listen(self.dispatch.emit), adapter.platform)

    def _run(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_say_if_it_died)
        self._tasks.append(task)

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for `stop`. Raises what a part of the house died of, such as ShutOut."""
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait({stopping, *self._tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                task.result()
        finally:
            stopping.cancel()

    async def stop(self) -> None:
        """Take in nothing more, finish what has begun, and close the database."""
        for adapter in self.adapters.values():
            await adapter.close()
        await self.timers.close()
        await self.delivery.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.store.close()

    async def next_time(self) -> int | None:
        """The next instant at which something happens by itself, or None."""
        times = [await self.timers.next_time(), await self.delivery.next_time()]
        return min((at for at in times if at is not None), default=None)

    async def run_due(self) -> None:
        """Have everything that is due handled and sent, and return when that is done."""
        await self.timers.run_due()
        await self.delivery.settle()


def _say_if_it_died(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (why := task.exception()) is not None and not isinstance(why, ShutOut):
        log.critical("%s has stopped: %s", task.get_name(), type(why).__name__)


class _Connected(Mapping[str, Capabilities]):
    """What each adapter says it can do, whenever it is asked: one that comes late knows more once it is there."""

    def __init__(self, adapters: Sequence[Adapter]) -> None:
        self._adapters = {one.platform: one for one in adapters}

    def __getitem__(self, platform: str) -> Capabilities:
        return self._adapters[platform].capabilities

    def __iter__(self) -> Iterator[str]:
        return iter(self._adapters)

    def __len__(self) -> int:
        return len(self._adapters)


def build_house(adapters: Sequence[Adapter], outside: Path | None = None, more: Sequence[Feature] = ()) -> House:
    """All features, with `more`, and all guides, with those in the folder `outside`, over the platforms connected."""
    known = _own_guides() if outside is None else guides.load_guides(outside=outside)
    house = House([*all_features(), guides.feature, *more], _Connected(adapters), [guides.Library(known)])
    if faults := guides.house_faults(known.values(), house):
        raise BadContent(faults)
    return house


def outside_content(outside: Path) -> str:
    """What a folder from outside brings, in one sentence for the operator. Raises BadContent with all its faults."""
    if faults := content_faults(outside=outside):
        raise BadContent(faults)
    brought = sorted(path.parent.name for path in outside.glob("guides/[a-z]*/guide.yaml"))
    replaced = [name for name in brought if name in _own_guides()]
    log.info("guides from outside: %d, in place of ours: %d", len(brought), len(replaced))
    said = f"{len(brought)} {'guide' if len(brought) == 1 else 'guides'} of your own"
    instead = f", in place of Troth's: {', '.join(replaced)}" if replaced else ""
    return f"With {said}{instead}."


# What the packages bring never changes while a process runs, however many houses it builds.
_own_words = cache(load_words)
_own_guides = cache(guides.own_guides)


async def build(
    database: Path,
    clock: Clock,
    chance: Chance,
    adapters: Sequence[Adapter],
    outside: Path | None = None,
    more: Sequence[Feature] = (),
) -> App:
    """Open (or make) the database and put the house together, with a folder from `outside` and `more` features.

    Raises what `migrate`, `load_words` and `build_house` raise.
    """
    content = _own_words() if outside is None else load_words(outside=outside)
    house = build_house(adapters, outside, more)
    migrate(database)
    store = await SqliteStore.open(database)
    await store.write(house.part(guides.Library).keep)
    await store.write(house.begin)
    return App(store, clock, chance, content, {one.platform: one for one in adapters}, house)
