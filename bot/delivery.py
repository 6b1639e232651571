"""Delivery: what was committed is done on its platform, in order per place, people before prompts."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Final, Literal

from bot import queue
from bot.cadence import quiet_end
from bot.clock import SECOND, Clock
from bot.errors import ActTrouble, EffectUnknown, Expired, PlaceMoved, Rejected, StoreTrouble, TryAgain, Unreachable
from bot.model import Act, ActDone, Address, Delete, Edit, Message, Outgoing, Say, Span
from bot.outbox import MESSAGE, OPEN, accounts_from
from bot.painting import Painter
from bot.port import Adapter
from bot.rooms import move_places
from bot.store import Lane, Row, Store, Tx

log = logging.getLogger(__name__)

AT_ONCE: Final = 16
"""Acts under way at the same time, over all places; one a place."""

UNASKED_AT_ONCE: Final = 8
"""How many of them may be what a timer began: the rest is for replies, which wait behind no queue."""

BUG_TRIES: Final = 5
DOUBTS: Final = 3
"""Times that a platform may fail to say who can read in a place, before that counts as a stranger."""

MOVES: Final = 3
"""Times that an act follows a place which moves."""

IDLE_SECONDS: Final = 30.0
RECORD_PAUSE: Final = 1.0
"""Seconds between tries to write what became of an act."""


class Delivery:
    """Sends the outbox through the adapters. `done` takes in what became of each act.

    `painter` draws the charts, and is closed with it.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        done: Callable[[ActDone], Awaitable[None]],
        painter: Painter | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._done = done
        self._painter = painter or Painter()
        self._awake = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._unasked: set[asyncio.Task[None]] = set()
        self._full = False
        self._queued = True
        self._running = False
        self._held: dict[str, int] = {}
        self._closed = asyncio.Event()
        store.follow("outbox", self._claim_replies, self._begin)
        store.subscribe(self._wake)

    def _wake(self, marks: frozenset[str]) -> None:
        if "outbox" in marks:
            self._queued |= self._full or not self._running
            self._awake.set()

    async def recover(self) -> None:
        """After a restart: settle what was being done when the last process ended."""
        rows = await self._store.write(queue.cut_short)
        for row in rows:
            if self._may_repeat(row, row["tries"]):
                await self._again(row, 0, doubt=True)
            else:
                await self._done(ActDone(row["id"], "unknown"))

    async def run(self) -> None:
        """Send until `close`, and until what is under way by then has ended."""
        self._running = True
        await self._send_on()
        # What was claimed just before the end: a row that was sent and not recorded would be sent again.
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _send_on(self) -> None:
        while not self._closed.is_set():
            self._awake.clear()
            try:
                if self._queued and await self._start_some():
                    continue
                rest = None if self._full else await self.next_time()
                self._queued |= rest is not None and rest <= self._clock.now()
            except StoreTrouble as why:
                log.warning("delivery waits: %s", type(why).__name__)
                rest = self._clock.now() + SECOND
            seconds = IDLE_SECONDS if rest is None else (rest - self._clock.now()) / SECOND
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), min(max(seconds, 0.01), IDLE_SECONDS))

    async def settle(self) -> None:
        """Return when nothing that may be sent now is left."""
        while True:
            started = await self._start_some()
            if self._under_way:
                await asyncio.gather(*self._under_way)
            elif not started:
                return

    async def close(self) -> None:
        """Let what is under way end."""
        self._closed.set()
        self._awake.set()
        if self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._painter.close()

    async def next_time(self) -> int | None:
        """When something may be sent that may not be now, or None; a place under way is seen to when that ends."""
        held = self._waiting_platforms()

        times = [await self._store.read(partial(queue.next_time, held=held)), *held.values()]
        return min((at for at in times if at is not None), default=None)

    def _waiting_platforms(self) -> dict[str, int]:
        """The platforms that asked us to leave them alone, and until when."""
        now = self._clock.now()
        return {platform: until for platform, until in self._held.items() if until > now}

    async def _start_some(self) -> int:
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            room = AT_ONCE - len(self._under_way)
        self._queued = False
        rows = await self._store.write(self._claim)
        self._queued |= bool(rows)
        self._begin(rows)
        return len(rows)

    async def _claim(self, tx: Tx, *, replies: bool = False) -> list[Row]:
        """Take what may be sent now; of `replies` only what somebody waits for."""
        if self._closed.is_set():
            return []
        room = AT_ONCE - len(self._under_way)
        unasked = 0 if replies else UNASKED_AT_ONCE - len(self._unasked)
        taken, self._full = await queue.claim(tx, self._clock.now(), self._waiting_platforms(), room, unasked)
        return taken

    async def _claim_replies(self, tx: Tx) -> list[Row]:
        """Take replies in the very transaction that wrote them, or that made room for them: a commit less to wait for.

        Only once delivery runs. What a timer began is left to the next look: it may wait, and a process that dies
        between the commit and the sending must not leave it in doubt.
        """
        return await self._claim(tx, replies=True) if self._running else []

    def _begin(self, rows: Sequence[Row]) -> None:
        for row in rows:
            task = asyncio.create_task(self._send(row))
            self._under_way.add(task)
            if row["lane"] == Lane.TIMERS:
                self._unasked.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._unasked.discard(task)
        self._queued |= self._full
        self._awake.set()
        if not task.cancelled() and (why := task.exception()) is not None:
            log.error("delivery: %s", type(why).__name__)

    async def _send(self, row: Row) -> None:
        now = self._clock.now()
        adapter = self._adapters.get(row["platform"])
        if adapter is None or _nothing(row) or row["deadline"] < now:
            await self._record(partial(self._done, ActDone(row["id"], "dead")))
            return
        if row["doubt_at"] is not None and not self._may_repeat(row, row["tries"]):
            await self._record(partial(self._done, ActDone(row["id"], "unknown")))
            return
        if (awake := _quiet_until(row, now)) is not None:
            await self._record(partial(self._later, row, awake))
            return
        try:
            result = await self._do(adapter, row)
            await self._record(partial(self._done, result))
        except PlaceMoved as moved:
            if row["tries"] + 1 >= MOVES:
                await self._record(partial(self._done, ActDone(row["id"], "closed")))
            else:
                await self._record(partial(self._follow, row, moved.to))
        except TryAgain as wait:
            pause = ceil(wait.seconds * SECOND)
            if wait.whole_platform:
                self._held[row["platform"]] = now + pause
            await self._record(partial(self._again, row, pause, tried=wait.tried, doubt=row["doubt_at"] is not None))
        except EffectUnknown as why:
            since = (row["doubt_at"] or now) if why.once else 0
            if self._may_repeat({**row, "doubt_at": since}, row["tries"] + 1):
                await self._record(partial(self._again, row, SECOND, doubt=True))
            else:
                await self._record(partial(self._done, ActDone(row["id"], "unknown")))

    async def _record(self, write: Callable[[], Awaitable[None]]) -> None:
        """Have what became of an act written, however long the database refuses: it must not be done again."""
        while True:
            try:
                await write()
            except StoreTrouble as why:
                log.warning("delivery can't record: %s", type(why).__name__)
                if self._closed.is_set():
                    return
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._closed.wait(), RECORD_PAUSE)
            else:
                return

    async def _do(self, adapter: Adapter, row: Row) -> ActDone:
        act_id = str(row["id"])
        place = Address(row["platform"], row["address"], row["kind"])
        try:
            act = await self._painted(_act(row))
            if row["audience"] is not None and (kept := await _kept_back(adapter, place, row)) is not None:
                return ActDone(act_id, kept)
            ref = await adapter.do(Outgoing(act_id, place, act, row["via"] or ""))
            return ActDone(act_id, "done", ref, ceil(adapter.rest(place) * SECOND))
        except Unreachable:
            return ActDone(act_id, "closed")
        except Expired:
            return ActDone(act_id, "expired")
        except Rejected:
            log.error("rejected: act %s on %s", act_id, row["platform"])
            return ActDone(act_id, "dead")
        except ActTrouble:
            raise
        except Exception as why:
            log.error("bug in adapter %s: %s", row["platform"], type(why).__name__)
            if row["tries"] + 1 >= BUG_TRIES:
                return ActDone(act_id, "dead")
            raise TryAgain(60) from why

    async def _painted(self, act: Act) -> Act:
        """The act with its chart drawn; before anybody is asked who can read there, since that takes a while."""
        if not isinstance(act, Say | Edit) or (chart := act.message.chart) is None:
            return act
        image = await self._painter.paint(chart)
        if image is None:
            return replace(act, message=_in_words(act.message, chart.alt))
        return replace(act, message=replace(act.message, image=image, chart=None))

    def _may_repeat(self, row: Row, tries: int) -> bool:
        """A repeat is harmless while the platform shows it once; elsewhere and later only a reply or reveal, once."""
        adapter = self._adapters.get(row["platform"])
        if adapter is None:
            return False
        once = row["doubt_at"] + adapter.capabilities.same_once * SECOND > self._clock.now()
        return once or (bool(row["essential"]) and tries < 2)

    async def _later(self, row: Row, at: int) -> None:
        """Keep a prompt until its person's quiet hours are over; it was not tried."""

        await self._store.write(partial(queue.put_back, act_id=row["id"], at=at, tried=False))

    async def _follow(self, row: Row, to: str) -> None:
        """The place has another address: re-key it and put the act back, in one transaction."""
        place = Address(row["platform"], row["address"].partition("/")[0], row["kind"])

        async def follow(tx: Tx) -> None:
            await move_places(tx, place, to)
            await queue.put_back(tx, row["id"], row["not_before"])

        await self._store.write(follow)

    async def _again(self, row: Row, wait: int, *, tried: bool = True, doubt: bool = False) -> None:
        """Put an act back; its place waits with it, so that nothing overtakes it."""
        at = self._clock.now() + wait

        async def back(tx: Tx) -> None:
            await queue.put_back(tx, row["id"], at, tried=tried, doubt=doubt)
            await queue.rest_place(tx, row["place_id"], at)

        await self._store.write(back, Lane.PEOPLE)


def _quiet_until(row: Row, now: int) -> int | None:
    """When the quiet hours end that a prompt has come into; None if it may be sent."""
    if not row["prompt"] or row["zone"] is None:
        return None
    return quiet_end(now, row["quiet_from"], row["quiet_to"], row["zone"])


async def _kept_back(adapter: Adapter, place: Address, row: Row) -> Literal["withheld", "absent"] | None:
    """Why an act must not go to a place: others than its audience can read there, or not all of it can.

    Doubt that stays counts as a stranger. What is asked there (`then_action`) may be asked of one who is yet to come.
    """
    if place.kind == "direct":
        return None
    audience = accounts_from(row["audience"])
    try:
        readers = await adapter.readers(place, audience)
    except TryAgain:
        if row["tries"] + 1 < DOUBTS:
            raise
        return "withheld"
    if readers is None or not readers <= audience:
        return "withheld"
    all_here = readers >= {one for one in audience if one.platform == place.platform}
    return None if all_here or row["then_action"] is not None else "absent"


def _nothing(row: Row) -> bool:
    """Whether there is nothing to be done: its words were taken out, or what was to go never came."""
    return not row["target_ref"] if row["act"] == "delete" else row["body"] is None


def _in_words(message: Message, words: str) -> Message:
    """The message with a chart's words instead of the chart."""
    gap = (Span("\n\n"),) if message.spans else ()
    return replace(message, chart=None, spans=(*message.spans, *gap, Span(words, "words")))


def _act(row: Row) -> Act:
    if row["act"] == "delete":
        return Delete(row["target_ref"])
    if row["act"] == "open":
        return OPEN.validate_json(row["body"])
    message = MESSAGE.validate_json(row["body"])
    if row["act"] == "edit" and row["target_ref"]:
        return Edit(row["target_ref"], message)
    return Say(message)
