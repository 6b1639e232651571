"""Timers: due rows become events. APScheduler only ticks; what is due, and when, stands in our own table."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.buttons import BUTTON_LIFE
from bot.clock import DAY, MINUTE, SECOND, Clock, SystemClock
from bot.errors import StoreTrouble
from bot.store import Store, Tx

log = logging.getLogger(__name__)

LONGEST_WAIT: Final = MINUTE
"""The machine's clock may be set, or sleep: look again at least this often."""

KEEP_KEYS: Final = 90 * DAY
KEEP_SENT: Final = BUTTON_LIFE + DAY
"""Longer than anything on a message can be pressed: a form is held against what it asked."""


class Timers:
    """Wakes at the next due time and has what is due handled, a batch at a time."""

    def __init__(self, store: Store, clock: Clock, fire: Callable[[], Awaitable[int]]) -> None:
        self._store = store
        self._clock = clock
        self._fire = fire
        self._due = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._one_at_a_time = asyncio.Lock()
        store.subscribe(self._wake)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()
        self._scheduler.add_job(self.tidy, "interval", hours=6, misfire_grace_time=None, coalesce=True)
        self._task = asyncio.create_task(self._run(), name="timers")

    async def close(self) -> None:
        """Let the batch under way end, and stop ticking."""
        self._closed = True
        self._due.set()
        if self._task is not None:
            await self._task
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def run_due(self) -> int:
        """Handle everything that is due now; returns how many timers fired."""
        total = 0
        async with self._one_at_a_time:
            while not self._closed and (fired := await self._fire()):
                total += fired
        return total

    async def next_time(self) -> int | None:
        """When the next timer falls due, or None."""
        return await self._store.read(_next_time)

    async def tidy(self) -> None:
        """Let go of rows that have served: old keys, buttons nobody can press, messages long sent."""
        now = self._clock.now()

        async def work(tx: Tx) -> None:
            await tx.run("DELETE FROM inbox WHERE at < :old", old=now - KEEP_KEYS)
            await tx.run("DELETE FROM buttons WHERE expires_at < :now", now=now)
            await tx.run(
                "DELETE FROM outbox WHERE created_at < :old AND state IN ('done', 'unknown', 'dead')",
                old=now - KEEP_SENT,
            )
            await tx.run(
                "DELETE FROM places WHERE id NOT IN (SELECT place_id FROM persons) "
                "AND id NOT IN (SELECT place_id FROM room_places) "
                "AND id NOT IN (SELECT place_id FROM outbox WHERE created_at >= :old)",
                old=now - DAY,
            )

        try:
            await self._store.write(work)
        except StoreTrouble as why:
            log.warning("tidying waits: %s", type(why).__name__)

    def _wake(self, marks: frozenset[str]) -> None:
        if "timers" in marks:
            self.wake()

    def wake(self) -> None:
        """Look at once: a timer was set, or the clock was moved."""
        self._due.set()

    async def _run(self) -> None:
        while not self._closed:
            self._due.clear()
            wait: float = SECOND
            try:
                await self.run_due()
                due = await self.next_time()
                wait = LONGEST_WAIT if due is None else min(max(due - self._clock.now(), 0), LONGEST_WAIT)
            except StoreTrouble as why:
                log.warning("timers wait: %s", type(why).__name__)
            except Exception as why:
                log.error("bug in timers: %s", type(why).__name__)
            self._tick_after(wait)
            await self._due.wait()

    def _tick_after(self, wait: float) -> None:
        at = datetime.fromtimestamp((SystemClock().now() + wait) / SECOND, UTC)
        self._scheduler.add_job(
            self._due.set, "date", run_date=at, id="tick", replace_existing=True, misfire_grace_time=None
        )


async def _next_time(tx: Tx) -> int | None:
    row = await tx.one("SELECT MIN(due_at) AS at FROM timers")
    return None if row is None or row["at"] is None else int(row["at"])
