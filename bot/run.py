"""The house that `troth run` serves: real platforms, a real database, the machine's own clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.menus import Commands, Menu, Menus
from bot.adapters.telegram.patience import unless_closed
from bot.app import DATABASE, App, build
from bot.clock import SystemChance, SystemClock
from bot.config import Settings, TelegramSettings, needed_platform
from bot.content import FIRST_LANGUAGE, Content
from bot.dates import warm_up
from bot.feature import CommandSpec, House
from bot.http import HttpServer

log = logging.getLogger(__name__)

STOP_SECONDS: Final = 7.5
"""How long what is under way may take once we are asked to stop. Then it is broken off, so that we end within 10 s."""

_BROKEN_OFF_SECONDS: Final = 1.5


async def run(settings: Settings, folder: Path, stop: asyncio.Event, say: Callable[[str], None]) -> None:
    """Serve what the settings name, with the database in `folder`, until `stop` is set. `say` tells when it runs.

    Raises BadSettings, ShutOut (a platform won't have us), StoreUnusable (damaged file), BadContent.
    """
    telegram = needed_platform(settings)
    clock, chance = SystemClock(), SystemChance()
    http = HttpServer(settings.http_host, settings.http_port) if settings.http_port else None
    adapter = await unless_closed(stop, TelegramAdapter.open(telegram, clock, chance, http=http))
    if adapter is None:
        return
    try:
        warm_up()
        app = await build(settings.database or folder / DATABASE, clock, chance, [adapter])
        try:
            adapter.menus = menus_of(app.content, app.house)
            if http is not None:
                await http.start()
            await app.start()
            say(f"Troth is running on Telegram as @{adapter.me.username} ({_way(telegram)}). Ctrl+C ends it.")
            await app.until(stop)
        finally:
            await _stop(app, adapter)
    finally:
        await adapter.let_go()
        if http is not None:
            await http.stop()


async def _stop(app: App, adapter: TelegramAdapter) -> None:
    """Finish what is under way; what hangs is broken off, and settled at the next start."""
    stopping = asyncio.create_task(app.stop())
    await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    if not stopping.done():
        log.warning("what is under way takes too long; it is broken off")
        await adapter.let_go()
        await asyncio.wait({stopping}, timeout=_BROKEN_OFF_SECONDS)
    if stopping.done():
        stopping.result()
    else:
        stopping.cancel()
        await app.store.close()


def _way(telegram: TelegramSettings) -> str:
    return "long polling" if telegram.mode == "polling" else f"webhook at {telegram.webhook_url}"


def menus_of(content: Content, house: House) -> Menus:
    """The commands and descriptions of every language, and the first language's for everybody else."""
    menus = {language: _menu(content, house, language) for language in content.languages}
    return {"": menus[FIRST_LANGUAGE], **menus}


def _menu(content: Content, house: House, language: str) -> Menu:
    def commands(where: Literal["direct", "shared"]) -> Commands:
        return tuple(
            _named(content, spec, language) for spec in house.commands.values() if spec.where in {where, "both"}
        )

    return Menu(
        commands("direct"),
        commands("shared"),
        content.raw("telegram-description", language) or "",
        content.raw("telegram-short", language) or "",
    )


def _named(content: Content, spec: CommandSpec, language: str) -> tuple[str, str]:
    key = f"command-{spec.name}"
    return content.raw(key, language) or spec.name, content.raw(key, language, "about") or ""
