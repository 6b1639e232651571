"""The house that `troth run` serves: real platforms, a real database, the machine's own clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.adapters.discord.slashes import Option, Slash
from bot.app import DATABASE, App, build
from bot.clock import Chance, Clock, SystemChance, SystemClock
from bot.config import DiscordSettings, Settings, TelegramSettings, needed_platforms
from bot.content import FIRST_LANGUAGE, Content
from bot.dates import warm_up
from bot.feature import House
from bot.http import HttpServer
from bot.late import Late
from bot.menus import Entry, entries
from bot.patience import unless_closed
from bot.port import Capabilities

if TYPE_CHECKING:
    from bot.adapters.discord.adapter import DiscordAdapter
    from bot.adapters.telegram.adapter import TelegramAdapter
    from bot.adapters.telegram.menus import Commands, Menu, Menus

log = logging.getLogger(__name__)

STOP_SECONDS: Final = 7.5
"""How long what is under way may take once we are asked to stop. Then it is broken off, so that we end within 10 s."""

GRACE_SECONDS: Final = 3.0
"""How long a platform that answers waits at the start for one that does not yet."""

_BROKEN_OFF_SECONDS: Final = 1.5

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Served:
    """One platform: its adapter, what it shows of the house, and the sentence for the operator once it is up."""

    late: Late[Any]
    show: Callable[[Any, App], None]
    told: Callable[[Any], Any]


async def run(settings: Settings, folder: Path, stop: asyncio.Event, say: Say) -> None:
    """Serve what the settings name, with the database in `folder`, until `stop` is set. `say` tells what runs.

    A platform that is not there at the start joins once it is; others are served meanwhile.

    Raises BadSettings, ShutOut (a platform won't have us), StoreUnusable (damaged file), BadContent.
    """
    wanted = needed_platforms(settings)
    clock, chance = SystemClock(), SystemChance()
    http = HttpServer(settings.http_host, settings.http_port) if settings.http_port else None
    served = [_served(one, clock, chance, http) for one in wanted]
    # A server takes no more routes once it has started, and adapters may add some.
    grace = None if http is not None else GRACE_SECONDS
    try:
        if await unless_closed(stop, _there(served, grace)):
            database = settings.database or folder / DATABASE
            await _serve(database, settings.content_dir, served, http, clock, chance, stop, say)
    finally:
        await asyncio.gather(*(one.late.let_go() for one in served))
        if http is not None:
            await http.stop()


async def _there(served: Sequence[Served], grace: float | None) -> bool:
    """Wait for the first platform, and `grace` seconds for the others. Raises what opening one raised."""
    waiting = {one.late.opened for one in served}
    first = asyncio.FIRST_COMPLETED
    done, waiting = await asyncio.wait(waiting, return_when=first)
    if waiting and not any(task.exception() for task in done):
        more, _ = await asyncio.wait(waiting, timeout=grace)
        done |= more
    for task in done:
        task.result()
    return True


async def _serve(
    database: Path,
    outside: Path | None,
    served: Sequence[Served],
    http: HttpServer | None,
    clock: Clock,
    chance: Chance,
    stop: asyncio.Event,
    say: Say,
) -> None:
    warm_up()
    app = await build(database, clock, chance, [one.late for one in served], outside)
    telling: list[asyncio.Task[None]] = []
    try:
        for one in served:
            _prepare(one, app)
        if http is not None:
            await http.start()
        await app.start()
        telling = [asyncio.create_task(_tell(one, say)) for one in served]
        await app.until(stop)
    finally:
        for task in telling:
            task.cancel()
        await asyncio.gather(*telling, return_exceptions=True)
        await _stop(app, served)


def _prepare(one: Served, app: App) -> None:
    one.late.prepare = lambda adapter: one.show(adapter, app)


async def _tell(one: Served, say: Say) -> None:
    adapter = await asyncio.shield(one.late.opened)
    say(f"Troth is running on {await one.told(adapter)}. Ctrl+C ends it.")


async def _stop(app: App, served: Sequence[Served]) -> None:
    """Finish what is under way; what hangs is broken off, and settled at the next start."""
    stopping = asyncio.create_task(app.stop())
    await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    if not stopping.done():
        log.warning("what is under way takes too long; it is broken off")
        await asyncio.gather(*(one.late.let_go() for one in served))
        await asyncio.wait({stopping}, timeout=_BROKEN_OFF_SECONDS)
    if stopping.done():
        stopping.result()
    else:
        stopping.cancel()
        await app.store.close()


# -- the platforms -----------------------------------------------------------------------------------------------


def _served(
    settings: TelegramSettings | DiscordSettings, clock: Clock, chance: Chance, http: HttpServer | None
) -> Served:
    if isinstance(settings, TelegramSettings):
        return _telegram(settings, clock, chance, http)
    return _discord(settings, clock, chance)


def _telegram(settings: TelegramSettings, clock: Clock, chance: Chance, http: HttpServer | None) -> Served:
    from bot.adapters.telegram.adapter import TelegramAdapter

    way = "long polling" if settings.mode == "polling" else f"webhook at {settings.webhook_url}"

    def show(adapter: TelegramAdapter, app: App) -> None:
        adapter.menus = menus_of(app.content, app.house)

    async def told(adapter: TelegramAdapter) -> str:
        return f"Telegram as @{adapter.me.username} ({way})"

    opening = TelegramAdapter.open(settings, clock, chance, http=http)
    return Served(Late("telegram", opening, Capabilities(title="Telegram", notes=True)), show, told)


def _discord(settings: DiscordSettings, clock: Clock, chance: Chance) -> Served:
    from bot.adapters.discord.adapter import CAPABILITIES, DiscordAdapter

    def show(adapter: DiscordAdapter, app: App) -> None:
        adapter.commands = slashes_of(app.content, app.house)

    async def told(adapter: DiscordAdapter) -> str:
        await adapter.ready()
        count = adapter.client.shard_count
        return f"Discord as {adapter.capabilities.name} ({count} {'shard' if count == 1 else 'shards'})"

    return Served(Late("discord", DiscordAdapter.open(settings, clock, chance), CAPABILITIES), show, told)


def menus_of(content: Content, house: House) -> Menus:
    """What Telegram shows: the commands and descriptions of every language, the first one's for everybody else."""
    found = entries(content, house)
    menus = {language: _menu(content, found, language) for language in content.languages}
    return {"": menus[FIRST_LANGUAGE], **menus}


def _menu(content: Content, found: Sequence[Entry], language: str) -> Menu:
    from bot.adapters.telegram.menus import Menu

    def commands(where: Literal["direct", "shared"]) -> Commands:
        shown = (one for one in found if one.where in {where, "both"} and not (one.discreet and where == "shared"))
        return tuple((one.names[language], one.abouts.get(language, "")) for one in shown)

    return Menu(
        commands("direct"),
        commands("shared"),
        content.raw("telegram-description", language) or "",
        content.raw("telegram-short", language) or "",
    )


def slashes_of(content: Content, house: House) -> tuple[Slash, ...]:
    """What Discord shows: the commands in every language."""
    return tuple(_slash(one) for one in entries(content, house))


def _slash(entry: Entry) -> Slash:
    takes = Option(entry.takes, entry.takes_about, entry.completes) if entry.takes else None
    return Slash(entry.name, entry.names, entry.abouts, entry.where, takes, entry.quotes)
