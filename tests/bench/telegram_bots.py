"""The bots that are measured, each as a process of its own: `python -m tests.bench.telegram_bots troth URL FILE`.

Each gets ready, says so, and takes in nothing before it is told to go. Told that all is answered it says what
processor time that took; told so again it ends. `ptb_echo` keeps nothing: python-telegram-bot's Updater confirms an
update once it is in memory, so a crash loses what is not yet answered. `floor` is no library at all.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, cast

import aiohttp
from pydantic import SecretStr
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.limits import Limits
from bot.app import App, build
from bot.clock import SystemChance, SystemClock
from bot.config import TelegramSettings
from tests.telegram.wire import TOKEN

if TYPE_CHECKING:
    import sqlite3

    from bot.store import Store
    from bot.store.sqlite import SqliteStore

NAMES: Final = ("troth", "ptb_echo", "ptb_echo_together", "floor")

AT_ONCE: Final = 16
"""How many messages the floor sends at the same time; as many as Troth."""

UNLIMITED: Final = Limits(None, None, 3, None)

LOOP: Final = "loop"
THREADS: Final = (LOOP, "writer", "reader")
PER_THREAD: Final = sys.version_info < (3, 12)


def _used() -> float:
    """Seconds of processor time this process has used, in all its threads."""
    now = resource.getrusage(resource.RUSAGE_SELF)
    return now.ru_utime + now.ru_stime


def _say(**what: float | bool) -> None:
    print(json.dumps(what), flush=True)


class Work:
    """The time between being told to go and being told that all is answered.

    If whoever measures is gone the process ends at once, whatever it is at.
    """

    def __init__(self) -> None:
        self._begun = 0.0
        self._lines: SimpleQueue[None] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        # Not through sys.stdin, whose lock a thread must not hold when the process ends.
        while given := os.read(0, 4096):
            for _ in range(given.count(b"\n")):
                self._lines.put(None)
        os._exit(1)

    async def told(self) -> None:
        """Wait for the next line."""
        await asyncio.to_thread(self._lines.get)

    async def go(self) -> None:
        """Say that all is ready, and wait to be told to go."""
        _say(ready=True)
        await self.told()
        self._begun = _used()

    async def tell(self) -> None:
        """Say what it took, and wait to be told to end."""
        _say(cpu=_used() - self._begun)
        await self.told()


@dataclass(slots=True)
class Profiles:
    """The profiles of one house, kept as files in `folder`."""

    folder: Path
    kept: dict[str, cProfile.Profile] = field(default_factory=lambda: {name: cProfile.Profile() for name in THREADS})

    async def begin(self, store: Store) -> None:
        """Begin to look."""
        await self._in_each(store, lambda profile: profile.enable())

    async def end(self, store: Store) -> None:
        """Stop looking, and write the files."""
        await self._in_each(store, lambda profile: profile.disable())
        for name, profile in self.kept.items():
            if PER_THREAD or name == LOOP:
                profile.dump_stats(self.folder / f"{name}.prof")

    async def _in_each(self, store: Store, do: Callable[[cProfile.Profile], None]) -> None:
        def there(name: str) -> Callable[[sqlite3.Connection], None]:
            return lambda connection: do(self.kept[name])

        if PER_THREAD:
            ours = cast("SqliteStore", store)
            await ours._writer.call(there("writer"))
            await ours._reader.call(there("reader"))
        do(self.kept[LOOP])


async def troth(work: Work, api_url: str, database: Path, profiles: Profiles | None) -> None:
    """The whole house, as `troth run` puts it together, but with Telegram's limits off."""
    clock, chance = SystemClock(), SystemChance()
    settings = TelegramSettings(token=SecretStr(TOKEN), api_url=api_url)
    adapter = await TelegramAdapter.open(settings, clock, chance, limits=UNLIMITED)
    try:
        app = await build(database, clock, chance, [adapter])
        try:
            await _serve(work, app, profiles)
        finally:
            await app.stop()
    finally:
        await adapter.let_go()


async def _serve(work: Work, app: App, profiles: Profiles | None) -> None:
    await work.go()
    if profiles is not None:
        await profiles.begin(app.store)
    await app.start()
    await work.told()
    # The last messages are out; what became of them is still being written, and counts.
    await asyncio.gather(*app.delivery._under_way)
    if profiles is not None:
        await profiles.end(app.store)
    await work.tell()


def ptb_echo(work: Work, api_url: str, *, together: bool) -> None:
    """python-telegram-bot as it comes, with one handler; `together` is its `concurrent_updates`, off by default."""
    watching: list[asyncio.Task[None]] = []

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        assert update.message.text is not None
        await update.message.reply_text(update.message.text)

    async def ready(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        await work.go()
        watching.append(asyncio.create_task(watch(application)))

    async def watch(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        await work.told()
        await work.tell()
        application.stop_running()

    builder = Application.builder().token(TOKEN).base_url(f"{api_url}/bot").post_init(ready)
    application = (builder.concurrent_updates(True) if together else builder).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


async def floor(work: Work, api_url: str) -> None:
    """getUpdates and sendMessage over aiohttp: one batch after the other, sixteen messages at once, nothing kept."""
    async with aiohttp.ClientSession(f"{api_url}/bot{TOKEN}/") as session:
        await work.go()
        polling = asyncio.create_task(_echo_by_hand(session))
        await work.told()
        await work.tell()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def _echo_by_hand(session: aiohttp.ClientSession) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def call(method: str, **params: Any) -> Any:
        async with session.post(method, json=params) as response:
            return (await response.json())["result"]

    async def echo(message: dict[str, Any]) -> None:
        async with gate:
            await call("sendMessage", chat_id=message["chat"]["id"], text=message["text"])

    offset = 0
    while True:
        updates = await call("getUpdates", offset=offset, timeout=25)
        await asyncio.gather(*(echo(update["message"]) for update in updates))
        offset = updates[-1]["update_id"] + 1 if updates else offset


def main() -> None:
    """Be one of the bots."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("who", choices=NAMES)
    options.add_argument("api_url")
    options.add_argument("database", type=Path)
    options.add_argument("--profile", type=Path, metavar="FOLDER", help="for Troth: keep there where the time went")
    given = options.parse_args()
    work = Work()
    profiles = None if given.profile is None else Profiles(given.profile)
    beings: dict[str, Callable[[], None]] = {
        "troth": lambda: asyncio.run(troth(work, given.api_url, given.database, profiles)),
        "ptb_echo": lambda: ptb_echo(work, given.api_url, together=False),
        "ptb_echo_together": lambda: ptb_echo(work, given.api_url, together=True),
        "floor": lambda: asyncio.run(floor(work, given.api_url)),
    }
    beings[given.who]()


if __name__ == "__main__":
    main()
