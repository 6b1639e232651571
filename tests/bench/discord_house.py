"""The house that is measured on Discord, as `troth run` puts it together: `python -m tests.bench.discord_house`."""

from __future__ import annotations

import argparse
import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.adapters.discord.adapter import DiscordAdapter
from bot.app import App, build
from bot.clock import SystemChance, SystemClock
from bot.config import DiscordSettings
from bot.dates import warm_up
from bot.run import slashes_of
from tests.bench.discord_work import Work

if TYPE_CHECKING:
    from tests.bench.telegram_bots import Profiles


async def _settle(app: App) -> None:
    """The answers are out; what became of them is still being written, and counts."""
    while app.delivery._under_way:
        await asyncio.gather(*app.delivery._under_way)


async def _serve(work: Work, app: App, profiles: Profiles | None) -> None:
    async def look() -> None:
        assert profiles is not None, "nobody asked for profiles"
        await profiles.begin(app.store)

    async def looked() -> None:
        assert profiles is not None, "nobody asked for profiles"
        await _settle(app)
        await profiles.end(app.store)

    await work.serve({"cpu": partial(_settle, app), "look": look, "looked": looked})


async def house(work: Work, settings: DiscordSettings, database: Path, profiles: Profiles | None) -> None:
    """Serve a Discord until told to end."""
    clock, chance = SystemClock(), SystemChance()
    adapter = await DiscordAdapter.open(settings, clock, chance)
    try:
        warm_up()
        app = await build(database, clock, chance, [adapter])
        try:
            adapter.commands = slashes_of(app.content, app.house)
            await app.start()
            await adapter.ready()
            await _serve(work, app, profiles)
        finally:
            await app.stop()
    finally:
        await adapter.let_go()


async def _be(settings: DiscordSettings, database: Path, folder: Path | None) -> None:
    profiles = None
    if folder is not None:
        from tests.bench.telegram_bots import Profiles  # its peers' libraries would count as memory of ours

        profiles = Profiles(folder)
    async with Work.begin() as work:
        await house(work, settings, database, profiles)


def main() -> None:
    """Be the house."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("token")
    options.add_argument("api_url")
    options.add_argument("gateway_url")
    options.add_argument("database", type=Path)
    options.add_argument("--profile", type=Path, metavar="FOLDER", help="keep there where the time went")
    given = options.parse_args()
    settings = DiscordSettings(SecretStr(given.token), given.api_url, given.gateway_url)
    asyncio.run(_be(settings, given.database, given.profile))


if __name__ == "__main__":
    main()
