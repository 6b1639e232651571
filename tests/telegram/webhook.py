"""The other way out for updates: posted to the bot's own address, until it says 200.

Source: https://core.telegram.org/bots/api#setwebhook.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp

from tests.telegram.updates import Entry, Updates
from tests.telegram.wire import Call, Json, as_string

_PAUSE: Final = 0.05
"""Seconds before an update that did not arrive is posted again. Telegram waits longer; nobody here has the time."""

_PATIENCE: Final = aiohttp.ClientTimeout(total=20)


class Courier:
    """Posts what waits, oldest first, several at a time. `now` gives Unix seconds, `reply` does a call in an answer."""

    def __init__(self, updates: Updates, now: Callable[[], int], reply: Callable[[Call], Awaitable[object]]) -> None:
        self.set: Json = {}
        self._updates = updates
        self._now = now
        self._reply = reply
        self._failed: Json = {}
        self._task: asyncio.Task[None] | None = None
        self._flights: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()

    async def start(self, settings: Json) -> None:
        """Post to `settings["url"]` from now on."""
        await self.stop()
        self.set = settings
        self._failed = {}
        self._stopped = asyncio.Event()
        self._updates.webhook(True)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Post nothing more."""
        self.set = {}
        self._stopped.set()
        self._updates.webhook(False)
        tasks = [*self._flights, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._task = None
        for entry in self._updates.queue:
            entry.flying = False

    def info(self) -> Json:
        """What getWebhookInfo says."""
        said: Json = {
            "url": self.set.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.queue),
        }
        if self.set:
            said |= {"max_connections": self.set["max_connections"], "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            said["allowed_updates"] = self._updates.allowed
        return said | self._failed

    def _next(self) -> Entry | None:
        if len(self._flights) >= self.set["max_connections"]:
            return None
        return next((one for one in self._updates.queue if not one.flying), None)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            while True:
                await self._updates.changes.until(lambda: self._next() is not None)
                entry = self._next()
                if entry is not None:
                    entry.flying = True
                    flight = asyncio.create_task(self._deliver(session, entry))
                    self._flights.add(flight)
                    flight.add_done_callback(self._landed)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._updates.changes.tell()

    async def _deliver(self, session: aiohttp.ClientSession, entry: Entry) -> None:
        secret = self.set.get("secret_token", "")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        entry.handed = True
        try:
            async with session.post(self.set["url"], json=entry.update, headers=headers) as response:
                said = await response.read()
                if response.ok:
                    self._updates.confirm([entry])
                    await self._do_reply(response, said)
                    return
                self._note(f"Wrong response from the webhook: {response.status} {response.reason}")
        except aiohttp.ClientConnectionError:
            self._note("Connection refused")
        except TimeoutError:
            self._note("Read timeout expired")
        await self._rest()
        entry.flying = False

    async def _do_reply(self, response: aiohttp.ClientResponse, said: bytes) -> None:
        if response.content_type != "application/json" or not said:
            return
        body = await response.json()
        if isinstance(body, dict) and "method" in body:
            params = {name: as_string(value) for name, value in body.items() if name != "method"}
            await self._reply(Call(str(body["method"]), params))

    def _note(self, why: str) -> None:
        self._failed = {"last_error_date": self._now(), "last_error_message": why}

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), _PAUSE)
        except TimeoutError:
            return
