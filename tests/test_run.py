"""`troth run` as its operator meets it: a real process, a Telegram on loopback, signals, and what it says."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import DATABASE
from tests.discord.client import BOT_NAME, DiscordServer
from tests.discord.client import TOKEN as DISCORD_TOKEN
from tests.talk import empty_house
from tests.telegram.client import BOT_USERNAME, TOKEN, ShownMessage, TelegramServer
from tests.test_cli import TROTH, one_sentence, troth
from tests.test_playground_server import free_port

ANA = 7
WORDS = "the words that nobody may find in a log"
STOP_SECONDS = 10.0


class Running:
    """A `troth run` under way. `said` is what it printed once it served."""

    def __init__(self, process: asyncio.subprocess.Process, said: str, log: Path) -> None:
        self.process = process
        self.said = said
        self._log = log

    async def says(self) -> str:
        """Wait for the next thing it prints."""
        assert self.process.stdout is not None
        return (await asyncio.wait_for(self.process.stdout.readline(), 30)).decode()

    async def logs(self, words: str) -> None:
        """Wait until its log has these words."""
        async with asyncio.timeout(30):
            while words not in self.log:  # noqa: ASYNC110  # a file tells nobody that it grew
                await asyncio.sleep(0.01)

    async def ends(self) -> int:
        """Wait for its end, and return its code."""
        return await asyncio.wait_for(self.process.wait(), STOP_SECONDS)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; returns its code."""
        self.process.send_signal(how)
        return await self.ends()

    async def kill(self) -> None:
        """End it with no chance to do anything more."""
        self.process.kill()
        await self.process.wait()

    @property
    def log(self) -> str:
        """What it wrote to stderr so far."""
        return self._log.read_text()


class Home:
    """Where a Troth lives, and how it reaches its Telegram."""

    def __init__(self, folder: Path, telegram_url: str = "", **settings: str) -> None:
        if telegram_url:
            settings = {"TROTH_TELEGRAM_TOKEN": TOKEN, "TROTH_TELEGRAM_API_URL": telegram_url, **settings}
        self.folder = folder
        (folder / "data").mkdir()
        shutil.copy(empty_house(), folder / "data" / DATABASE)
        self.settings = {"TROTH_DATA_DIR": str(folder / "data"), **settings}

    @asynccontextmanager
    async def running(self, more: Mapping[str, str] = {}, *, serves: bool = True) -> AsyncIterator[Running]:
        """Start it, and wait until it serves."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
        log = self.folder / "stderr"
        with log.open("a") as stderr:
            process = await asyncio.create_subprocess_exec(
                TROTH,
                "run",
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr,
                env={**clean, **self.settings, **more},
                cwd=self.folder,
            )
        assert process.stdout is not None
        try:
            said = (await asyncio.wait_for(process.stdout.readline(), 30)).decode() if serves else ""
            yield Running(process, said, log)
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback with Ana."""
    async with TelegramServer.start() as server:
        await server.person(ANA, "Ana")
        yield server


@pytest.fixture
def home(tmp_path: Path, telegram: TelegramServer) -> Home:
    """A new Troth's home."""
    return Home(tmp_path, telegram.api_url)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """A Discord on loopback with Ana."""
    async with DiscordServer.start() as server:
        await server.person(ANA, "Ana")
        yield server


def on_discord(discord: DiscordServer) -> dict[str, str]:
    """The settings that lead to it."""
    return {
        "TROTH_DISCORD_TOKEN": DISCORD_TOKEN,
        "TROTH_DISCORD_API_URL": discord.api_url,
        "TROTH_DISCORD_GATEWAY_URL": discord.gateway_url,
    }


def answers(shown: list[ShownMessage]) -> list[str]:
    """What the bot said."""
    return [message.text for message in shown if message.sender == "bot"]


async def answered(telegram: TelegramServer, times: int = 1) -> list[str]:
    """Wait until the bot has said so much to Ana."""
    return answers(await telegram.until(lambda shown: len(answers(shown)) >= times, chat=ANA))


# -- serving -----------------------------------------------------------------------------------------------------


async def test_it_serves_until_it_is_asked_to_end(telegram: TelegramServer, home: Home) -> None:
    """From an empty folder: it says who it is, answers, sets its menus in each language, and ends with code 0."""
    shutil.rmtree(home.folder / "data")
    async with home.running() as running:
        assert running.said == f"Troth is running on Telegram as @{BOT_USERNAME} (long polling). Ctrl+C ends it.\n"
        await telegram.types(ANA, "/start")
        await answered(telegram)
        await telegram.settled()
        # English is set once, for everybody: where nothing else is set Telegram shows that.
        await telegram.called("setMyShortDescription", 2)
        assert await running.stop(signal.SIGTERM) == 0
        assert running.log == ""
    found = {(menu["scope"]["type"], menu["language_code"]): menu["commands"] for menu in await telegram.menus()}
    both = {"all_private_chats", "all_group_chats"}
    assert set(found) == {(scope, language) for scope in both for language in ("", "en", "es")}
    assert any(one["command"] == "help" for one in found["all_private_chats", "en"])


async def test_it_serves_over_a_webhook(telegram: TelegramServer, home: Home) -> None:
    """The same over a webhook, under a secret of its own."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/telegram"
    more = {"TROTH_TELEGRAM_MODE": "webhook", "TROTH_TELEGRAM_WEBHOOK_URL": address, "TROTH_HTTP_PORT": str(port)}
    async with home.running(more) as running:
        assert f"webhook at {address}" in running.said
        await telegram.types(ANA, "/start")
        await answered(telegram)
        await telegram.settled()
        assert await running.stop() == 0
    assert (await telegram.webhook())["url"] == address


ON_TELEGRAM = f"Troth is running on Telegram as @{BOT_USERNAME} (long polling). Ctrl+C ends it.\n"
ON_DISCORD = f"Troth is running on Discord as {BOT_NAME} (1 shard). Ctrl+C ends it.\n"


async def test_it_serves_discord_alone(discord: DiscordServer, tmp_path: Path) -> None:
    """It says who it is there, sets its commands, answers one, and ends with code 0."""
    async with Home(tmp_path, **on_discord(discord)).running() as running:
        assert running.said == ON_DISCORD
        await discord.called("PUT", "/commands")
        await discord.slash(ANA, "help")
        await discord.until(lambda shown: any(one.content for one in shown), user=ANA)
        await discord.settled()
        assert await running.stop(signal.SIGTERM) == 0
        assert running.log == ""
    names = {one["name"] for one in await discord.commands()}
    assert {"help", "promise", "pair"} <= names


async def test_it_serves_both(telegram: TelegramServer, discord: DiscordServer, tmp_path: Path) -> None:
    """One process, a line for each; both are answered."""
    async with Home(tmp_path, telegram.api_url, **on_discord(discord)).running() as running:
        assert {running.said, await running.says()} == {ON_TELEGRAM, ON_DISCORD}
        await telegram.types(ANA, "/start")
        await discord.types(ANA, "/start")
        await answered(telegram)
        await discord.until(lambda shown: any(one.sender == "bot" for one in shown), user=ANA)
        await telegram.settled()
        assert await running.stop(signal.SIGTERM) == 0
        assert running.log == ""


async def test_one_platform_does_not_wait_for_the_other(discord: DiscordServer, tmp_path: Path) -> None:
    """While nobody answers on Telegram, Discord is served."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    async with Home(tmp_path, nowhere, **on_discord(discord)).running() as running:
        assert running.said == ON_DISCORD
        await discord.types(ANA, "/start")
        await discord.until(lambda shown: any(one.sender == "bot" for one in shown), user=ANA)
        assert await running.stop(signal.SIGTERM) == 0
    assert "getMe" in running.log


# -- ending ------------------------------------------------------------------------------------------------------


@pytest.mark.soak
async def test_it_ends_in_time_though_a_send_hangs(telegram: TelegramServer, home: Home) -> None:
    """A send that Telegram never answers is broken off: code 0 within ten seconds."""
    await telegram.fault("black-hole", method="sendMessage", times=-1)
    async with home.running() as running:
        await telegram.types(ANA, "/start")
        await telegram.settled()
        await telegram.caught()
        assert await running.stop() == 0
    await telegram.heal()


async def test_it_ends_while_telegram_is_not_there(home: Home) -> None:
    """Nobody answers at the start: it says so once, goes on asking, and ends at SIGTERM."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    async with home.running({"TROTH_TELEGRAM_API_URL": nowhere}, serves=False) as running:
        await running.logs("getMe")
        assert await running.stop() == 0
        assert len(running.log.splitlines()) == 1
        assert TOKEN not in running.log


@pytest.mark.parametrize("moment", [pytest.param("received", marks=pytest.mark.soak), "committed"])
async def test_killed_between_receipt_and_answer(telegram: TelegramServer, home: Home, moment: str) -> None:
    """Killed with a person's message in hand, it answers after the next start, once (I1, I2, I6)."""
    await telegram.fault("black-hole", method="sendMessage", times=-1)
    async with home.running() as running:
        await telegram.types(ANA, "/start")
        if moment == "committed":
            await telegram.caught()
        await running.kill()
    await telegram.heal()
    async with home.running() as running:
        await answered(telegram)
        await telegram.types(ANA, "/help")
        said = await answered(telegram, 2)
        await telegram.settled()
        assert await running.stop() == 0
    assert len(said) == 2
    assert said[0] != said[1]


# -- discretion --------------------------------------------------------------------------------------------------


async def test_neither_words_nor_token_in_the_log(telegram: TelegramServer, home: Home) -> None:
    """Not even at DEBUG, and not when things go wrong, does the log hold what a person wrote, or the token."""
    for kind in ("500", "html", "reset", "lost", "400:Bad Request: chat not found", "403"):
        await telegram.fault(kind, method="sendMessage")
    for kind, method in (("html", "getUpdates"), ("reset", "getUpdates"), ("reset", "getMe")):
        await telegram.fault(kind, method=method)
    async with home.running({"TROTH_LOG_LEVEL": "DEBUG"}) as running:
        await telegram.types(ANA, f"/start {WORDS}")
        await telegram.types(ANA, WORDS)
        await telegram.raw_update({"message": {"message_id": WORDS}})
        await telegram.settled()
        assert await running.stop() == 0
        log = running.said + running.log
    assert "getUpdates" in log
    for secret in (TOKEN, TOKEN.split(":")[1], "nobody may find"):
        assert secret not in log


# -- what is wrong -----------------------------------------------------------------------------------------------


def test_without_a_platform(tmp_path: Path) -> None:
    """No platform set: one sentence that says what to set, code 2, and no folder is made."""
    said = one_sentence(troth("run", TROTH_DATA_DIR=str(tmp_path / "data")), 2)
    assert "TROTH_TELEGRAM_TOKEN" in said
    assert "@BotFather" in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TROTH_TELEGRAM_TOKEN", "no token"),
        ("TROTH_TELEGRAM_MODE", "webhook"),
        ("TROTH_DATA_DIR", "/dev/null/data"),
    ],
)
def test_a_wrong_setting(tmp_path: Path, name: str, value: str) -> None:
    """A wrong setting: one sentence that names it, code 2. All others are in tests/test_config.py."""
    right = {} if name.startswith("TROTH_TELEGRAM_TOKEN") else {"TROTH_TELEGRAM_TOKEN": TOKEN}
    said = one_sentence(troth("run", **{"TROTH_DATA_DIR": str(tmp_path), **right, name: value}), 2)
    assert (value if name == "TROTH_DATA_DIR" else name) in said
    assert "no token" not in said


async def test_a_token_that_is_refused(telegram: TelegramServer, home: Home) -> None:
    """A token nobody knows, or one revoked on the way: one sentence, code 1, without the token."""
    stranger = f"{TOKEN[:-1]}x"
    wrong = {**home.settings, "TROTH_TELEGRAM_TOKEN": stranger}
    said = one_sentence(await asyncio.to_thread(troth, "run", **wrong), 1)
    assert "token" in said
    assert stranger not in said
    async with home.running() as running:
        await telegram.fault("401", method="getUpdates", times=-1)
        await telegram.types(ANA, "/start")
        assert await running.ends() == 1
        assert "token" in running.log.splitlines()[-1]
        assert TOKEN not in running.log


async def test_a_token_that_discord_refuses(discord: DiscordServer, tmp_path: Path) -> None:
    """A token nobody knows, or one revoked on the way: one sentence, code 1, without the token."""
    home = Home(tmp_path, **on_discord(discord))
    stranger = f"{DISCORD_TOKEN[:-1]}x"
    wrong = {**home.settings, "TROTH_DISCORD_TOKEN": stranger}
    said = one_sentence(await asyncio.to_thread(troth, "run", **wrong), 1)
    assert "token" in said
    assert stranger not in said
    async with home.running() as running:
        await discord.close_code(4004)
        assert await running.ends() == 1
        assert "token" in running.log.splitlines()[-1]
        assert DISCORD_TOKEN not in running.log


async def test_neither_words_nor_tokens_of_discord_in_the_log(discord: DiscordServer, tmp_path: Path) -> None:
    """Not even at DEBUG, and not when things go wrong: no words, no token of the bot's or of an interaction's."""
    for kind in ("500", "reset", "lost", "429", "error:50035", "html"):
        await discord.fault(kind, method="POST", retry_after=0.05)
    async with Home(tmp_path, **on_discord(discord)).running({"TROTH_LOG_LEVEL": "DEBUG"}) as running:
        await discord.called("PUT", "/commands")
        for _ in range(4):
            await discord.slash(ANA, "help")
            await discord.types(ANA, f"/promise {WORDS}")
        await discord.types(ANA, WORDS)
        await discord.drop()
        await discord.resumed()
        await discord.until(lambda shown: any(one.sender == "bot" and one.content for one in shown), user=ANA)
        assert await running.stop() == 0
        log = running.said + running.log
    tokens = {path.split("/")[3] for _, path, _ in await discord.requests() if path.endswith("/callback")}
    assert tokens
    for secret in (DISCORD_TOKEN, "nobody may find", *tokens):
        assert secret not in log


async def test_another_program_with_the_same_token(home: Home, tmp_path: Path) -> None:
    """A second Troth elsewhere with the same token ends the first with a sentence that says so, code 1."""
    other = {"TROTH_DATA_DIR": str(tmp_path / "other")}
    async with home.running() as first, home.running(other) as second:
        assert await first.ends() == 1
        assert "Another program" in first.log
        assert await second.stop() == 0


async def test_two_on_one_database(home: Home, tmp_path: Path) -> None:
    """A second one on the same database, from another data folder too, is refused with one sentence, code 2."""
    async with home.running() as first:
        same = await asyncio.to_thread(troth, "run", **home.settings)
        assert "already running" in one_sentence(same, 2)
        elsewhere = {
            "TROTH_DATA_DIR": str(tmp_path / "other"),
            "TROTH_DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'troth.db'}",
        }
        other = await asyncio.to_thread(troth, "run", **{**home.settings, **elsewhere})
        assert "already running" in one_sentence(other, 2)
        assert await first.stop() == 0


async def test_a_port_that_is_taken(home: Home) -> None:
    """A port for HTTP that somebody has: one sentence that names the setting, code 2."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        more = {"TROTH_HTTP_PORT": str(taken.getsockname()[1])}
        said = one_sentence(await asyncio.to_thread(troth, "run", **home.settings, **more), 2)
    assert "TROTH_HTTP_PORT" in said


async def test_a_damaged_database_is_kept(home: Home, tmp_path: Path) -> None:
    """A damaged database: one sentence, code 1, and the file is as it was (I6)."""
    (tmp_path / "data" / "troth.db").write_bytes(b"this is no database" * 300)
    said = one_sentence(await asyncio.to_thread(troth, "run", **home.settings), 1)
    assert "troth.db" in said
    assert (tmp_path / "data" / "troth.db").read_bytes() == b"this is no database" * 300


async def test_a_setting_that_is_mistyped(home: Home) -> None:
    """A setting nothing reads is told in a line, with the one that is meant; it serves all the same. Ctrl+C ends it."""
    async with home.running({"TROTH_TELEGRAM_MOED": "webhook"}) as running:
        assert running.log == "There is no setting TROTH_TELEGRAM_MOED: is TROTH_TELEGRAM_MODE meant?\n"
        assert await running.stop(signal.SIGINT) == 0
