"""`troth doctor`: what it finds, in sentences with a remedy, and never the token."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.adapters.discord import doctor as discord_doctor
from bot.adapters.discord.client import TrothClient
from bot.adapters.discord.commands import Slash, sync
from bot.adapters.telegram.doctor import examine
from bot.adapters.telegram.menus import Menu, Menus, keep_menus
from bot.adapters.telegram.transport import open_line
from bot.clock import HOUR, MovedClock, SystemChance, SystemClock
from bot.config import DiscordSettings, Settings, TelegramSettings
from bot.findings import Finding
from bot.store.schema import migrate
from tests.discord.client import APP_ID, BOT_NAME, DiscordServer
from tests.discord.client import TOKEN as DISCORD_TOKEN
from tests.telegram.client import BOT_USERNAME, TOKEN, TelegramServer
from tests.test_cli import troth
from tests.test_playground_server import free_port

ENGLISH = Menu((("help", "What I can do"), ("today", "What is open")), (("help", "What I can do"),), "Long", "Short")
MENUS: Menus = {"": ENGLISH, "es": Menu((("ayuda", "Lo que sé hacer"),), (), "Largo", "Corto")}
WEBHOOK = "https://troth.example/secret-path"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback."""
    async with TelegramServer.start() as server:
        yield server


async def looked(telegram: TelegramServer, *, webhook: str = "", off: int = 0, token: str = TOKEN) -> list[Finding]:
    """What is found; our clock is `off` milliseconds ahead."""
    settings = TelegramSettings(
        SecretStr(token), telegram.api_url, "webhook" if webhook else "polling", webhook_url=webhook
    )
    return await examine(settings, MovedClock(SystemClock(), off), MENUS)


def wrong(findings: list[Finding]) -> list[str]:
    """What is not as it should be, each with a remedy."""
    assert all(finding.remedy for finding in findings if not finding.ok)
    return [finding.sentence for finding in findings if not finding.ok]


async def arranged(telegram: TelegramServer, webhook: str = "") -> None:
    """Everything is set as `troth run` would set it."""
    line = open_line(TOKEN, telegram.api_url)
    await keep_menus(line.bot, MENUS)
    if webhook:
        await line.bot.set_webhook(webhook)
    await line.close()


async def test_all_is_well(telegram: TelegramServer) -> None:
    """Where all is as it should be everything is ok, and the bot is named."""
    await arranged(telegram)
    findings = await looked(telegram)
    assert wrong(findings) == []
    assert any(f"@{BOT_USERNAME}" in finding.sentence for finding in findings)


async def test_a_bot_that_is_sent_everything() -> None:
    """Privacy mode off is named, with what to do about it."""
    async with TelegramServer.start(privacy=False) as telegram:
        (found,) = wrong(await looked(telegram))
    assert found.startswith("Privacy mode is off")


async def test_it_changes_nothing(telegram: TelegramServer) -> None:
    """It only asks; not even for updates, which would end another's poll."""
    await looked(telegram)
    asked = {method for method, _ in await telegram.requests()}
    assert asked == {"getMe", "getWebhookInfo", "getMyCommands"}


async def test_the_token_is_refused(telegram: TelegramServer) -> None:
    """A token that nobody knows, and a server that knows no bots: told apart, without the token."""
    stranger = f"{TOKEN[:-1]}x"
    (refused,) = wrong(await looked(telegram, token=stranger))
    assert refused == "Telegram refuses the token."
    await telegram.fault("404", method="getMe")
    (unknown,) = wrong(await looked(telegram))
    assert "no bot of this token" in unknown
    assert stranger not in refused + unknown


async def test_telegram_is_not_there(telegram: TelegramServer) -> None:
    """Nobody answers, or something else does: one finding, and nothing more is asked."""
    await telegram.fault("html", method="getMe")
    (found,) = wrong(await looked(telegram))
    assert "does not answer" in found
    nowhere = TelegramSettings(SecretStr(TOKEN), f"http://127.0.0.1:{free_port()}")
    (found,) = wrong(await examine(nowhere, SystemClock(), MENUS))
    assert "does not answer" in found


async def test_menus_that_are_not_ours(telegram: TelegramServer) -> None:
    """Menus that were never set are named by language and kind of chat, and are no fault: the next start sets them."""
    findings = await looked(telegram)
    assert wrong(findings) == []
    assert findings[-1].sentence == (
        "`troth run` will set the command menus when it starts "
        "(everybody in direct chats, everybody in groups, es in direct chats)."
    )


async def test_a_clock_that_is_off(telegram: TelegramServer) -> None:
    """A clock more than five seconds off is told, with how much and which way."""
    await arranged(telegram)
    (ahead,) = wrong(await looked(telegram, off=60_000))
    assert "seconds ahead" in ahead
    (behind,) = wrong(await looked(telegram, off=-HOUR))
    assert "seconds behind" in behind
    assert wrong(await looked(telegram, off=3_000)) == []


async def test_somebody_elses_webhook(telegram: TelegramServer) -> None:
    """Where we are to poll a webhook is in the way; only its server is named, for the rest is often a secret."""
    await arranged(telegram, WEBHOOK)
    (found,) = wrong(await looked(telegram))
    assert "troth.example" in found
    assert "secret-path" not in found


async def test_the_webhook(telegram: TelegramServer) -> None:
    """Not set, set elsewhere, failing: each is told; the one that is right is ok."""
    await arranged(telegram)
    assert wrong(await looked(telegram, webhook=WEBHOOK)) == ["No webhook is set."]
    await arranged(telegram, WEBHOOK)
    assert wrong(await looked(telegram, webhook=WEBHOOK)) == []
    (found,) = wrong(await looked(telegram, webhook="https://other.example/t"))
    assert "leads to troth.example" in found


async def test_a_webhook_that_fails(telegram: TelegramServer) -> None:
    """A webhook that Telegram could not reach lately is told with Telegram's own reason; one long ago is no trouble."""
    nowhere = f"http://127.0.0.1:{free_port()}/t"
    await arranged(telegram, nowhere)
    await telegram.person(7, "Ana")
    await telegram.types(7, "/start")
    line = open_line(TOKEN, telegram.api_url)
    async with asyncio.timeout(10):
        while (await line.bot.get_webhook_info()).last_error_date is None:
            pass
    await line.close()
    (found,) = wrong(await looked(telegram, webhook=nowhere))
    assert "Connection refused" in found
    later = await looked(telegram, webhook=nowhere, off=2 * HOUR)
    assert all("Connection refused" not in sentence for sentence in wrong(later))


async def test_trouble_in_the_middle(telegram: TelegramServer) -> None:
    """What Telegram does not tell is told, and the rest is looked at all the same."""
    await arranged(telegram)
    await telegram.fault("500", method="getWebhookInfo")
    findings = await looked(telegram)
    assert wrong(findings) == ["Telegram did not tell about the webhook (NetworkError)."]
    assert findings[-1].ok


# -- Discord -----------------------------------------------------------------------------------------------------

SLASHES = (Slash("help", {"en": "help", "es": "ayuda"}, {"en": "What I can do", "es": "Lo que sé hacer"}),)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """A Discord on loopback."""
    async with DiscordServer.start() as server:
        yield server


async def looked_at(discord: DiscordServer, *, off: int = 0, token: str = DISCORD_TOKEN, **more: Any) -> list[Finding]:
    """What is found; our clock is `off` milliseconds ahead."""
    given = {"api_url": discord.api_url, "gateway_url": discord.gateway_url, **more}
    settings = DiscordSettings(SecretStr(token), **given)
    return await discord_doctor.examine(settings, MovedClock(SystemClock(), off), SystemChance(), SLASHES)


async def test_all_is_well_on_discord(discord: DiscordServer) -> None:
    """Where all is as it should be everything is ok; the bot is named, and how to add it; nothing is changed."""
    findings = await looked_at(discord)
    assert wrong(findings) == []
    said = " ".join(finding.sentence for finding in findings)
    for words in (BOT_NAME, "The clock agrees", "recommends one shard", "No privileged intent", "View Channels"):
        assert words in said
    assert f"client_id={APP_ID}&" in said
    assert "there are none yet" in findings[-1].sentence
    assert {method for method, _, _ in await discord.requests()} == {"GET"}
    assert await discord.identifies() == []


async def test_commands_on_discord(discord: DiscordServer) -> None:
    """Commands that stand as they should, and others, are told apart; neither is a fault."""
    settings = DiscordSettings(SecretStr(DISCORD_TOKEN), discord.api_url, discord.gateway_url)
    async with TrothClient(settings, SystemChance()) as client:
        await client.login(DISCORD_TOKEN)
        await sync(client.http, APP_ID, SLASHES)
        assert (await looked_at(discord))[-1].sentence == "The commands are as they should be."
        await sync(client.http, APP_ID, [Slash("help", {"en": "help"}, {"en": "Help"})])
        (*_, last) = await looked_at(discord)
    assert last.ok
    assert "they differ" in last.sentence


async def test_the_token_is_refused_on_discord(discord: DiscordServer) -> None:
    """A token that nobody knows, an address where there is no Discord, nobody there: told apart, without the token."""
    stranger = f"{DISCORD_TOKEN[:-1]}x"
    (refused,) = wrong(await looked_at(discord, token=stranger))
    assert refused == "Discord refuses the token."
    (nowhere,) = wrong(await looked_at(discord, api_url=f"{discord.api_url}/nowhere"))
    assert "no API of Discord's" in nowhere
    (nobody,) = wrong(await looked_at(discord, api_url=f"http://127.0.0.1:{free_port()}"))
    assert "does not answer" in nobody
    assert stranger not in refused + nowhere + nobody


async def test_a_gateway_that_does_not_answer(discord: DiscordServer) -> None:
    """It is told, and the rest is looked at all the same."""
    findings = await looked_at(discord, gateway_url=f"ws://127.0.0.1:{free_port()}")
    assert wrong(findings) == ["Discord did not tell about its gateway (ClientConnectorError)."]
    assert "commands" in findings[-1].sentence


async def test_too_few_shards() -> None:
    """Fewer shards than Discord recommends are told."""
    async with DiscordServer.start(shards=3) as discord:
        (found,) = wrong(await looked_at(discord, shards=1))
        assert "fewer than Discord recommends" in found
        assert wrong(await looked_at(discord, shards=3)) == []


async def test_a_clock_that_is_off_from_discords(discord: DiscordServer) -> None:
    """A clock more than five seconds off is told, with how much and which way."""
    (ahead,) = wrong(await looked_at(discord, off=60_000))
    assert "seconds ahead" in ahead
    (behind,) = wrong(await looked_at(discord, off=-HOUR))
    assert "seconds behind" in behind


async def test_an_intent_that_is_not_granted(discord: DiscordServer) -> None:
    """The words of servers are asked for, and Discord has not granted them."""
    (found,) = wrong(await looked_at(discord, message_content=True))
    assert "no message content intent" in found


def test_how_the_bot_is_added() -> None:
    """What stands in the portal: an endpoint elsewhere, a way to install that is off, a bot that is not public."""
    app: dict[str, Any] = {"id": "5", "bot_public": False, "integration_types_config": {"0": {}}}
    findings = discord_doctor._installing({**app, "interactions_endpoint_url": "https://example.org"})
    assert [finding.ok for finding in findings] == [False, False, True, True]
    assert "User Install" in findings[1].sentence
    assert "Public Bot is off" in findings[2].sentence


# -- the house ---------------------------------------------------------------------------------------------------


async def test_the_database(tmp_path: Path) -> None:
    """Not there, whole, damaged, newer: each told in a sentence, and the file stays as it was."""
    path = tmp_path / "troth.db"
    settings = Settings(data_dir=tmp_path)

    async def found() -> Finding:
        return next(one for one in await doctor.examine(settings) if "troth.db" in one.sentence)

    assert "There is no database" in (await found()).sentence
    assert not path.exists()
    migrate(path)
    assert (await found()).ok
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    newer = await found()
    assert not newer.ok
    assert "newer" in newer.sentence
    path.write_bytes(b"no database" * 500)
    assert not (await found()).ok
    assert path.read_bytes() == b"no database" * 500


async def test_a_folder_that_cant_be_written(tmp_path: Path) -> None:
    """A data folder that is none is told, with what to do."""
    (tmp_path / "file").write_text("")
    findings = await doctor.examine(Settings(data_dir=tmp_path / "file"))
    assert any("can't be written" in sentence for sentence in wrong(findings))


# -- the command -------------------------------------------------------------------------------------------------


async def test_the_command_with_both(telegram: TelegramServer, discord: DiscordServer, tmp_path: Path) -> None:
    """Both platforms are looked at, each token is hidden."""
    given = {
        "TROTH_TELEGRAM_TOKEN": TOKEN,
        "TROTH_TELEGRAM_API_URL": telegram.api_url,
        "TROTH_DISCORD_TOKEN": DISCORD_TOKEN,
        "TROTH_DISCORD_API_URL": discord.api_url,
        "TROTH_DISCORD_GATEWAY_URL": discord.gateway_url,
        "TROTH_DATA_DIR": str(tmp_path),
        "TROTH_LOG_LEVEL": "DEBUG",
    }
    done = await asyncio.to_thread(troth, "doctor", **given)
    assert done.returncode == 0, done.stdout
    assert f"@{BOT_USERNAME}" in done.stdout
    assert f"The bot is {BOT_NAME}" in done.stdout
    assert TOKEN not in done.stdout + done.stderr
    assert DISCORD_TOKEN not in done.stdout + done.stderr


@pytest.mark.soak
async def test_the_command(telegram: TelegramServer, tmp_path: Path) -> None:
    """`troth doctor`: a line for each thing, "!!" and code 1 if one is not as it should be; never the token."""
    given = {
        "TROTH_TELEGRAM_TOKEN": TOKEN,
        "TROTH_TELEGRAM_API_URL": telegram.api_url,
        "TROTH_DATA_DIR": str(tmp_path),
        "TROTH_LOG_LEVEL": "DEBUG",
    }
    assert (await asyncio.to_thread(troth, "doctor", **given)).returncode == 0
    done = await asyncio.to_thread(troth, "doctor", TROTH_DATA_DRI="x", **given)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert len(lines) >= 8
    assert all(line.startswith(("ok  ", "!!  ")) for line in lines)
    (found,) = (line for line in lines if line.startswith("!!"))
    assert found.startswith("!!  There is no setting TROTH_DATA_DRI")
    assert TOKEN not in done.stdout + done.stderr


def test_without_a_platform(tmp_path: Path) -> None:
    """With no platform set it still looks at the rest, and says what to set; a wrong setting is told alike."""
    done = troth("doctor", TROTH_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "ok  The data folder" in done.stdout
    assert "TROTH_TELEGRAM_TOKEN" in done.stdout
    assert "TROTH_DISCORD_TOKEN" in done.stdout
    done = troth("doctor", TROTH_HTTP_PORT="x")
    assert done.returncode == 1
    assert done.stdout.startswith("!!  The setting TROTH_HTTP_PORT is wrong")
