"""Command menus and descriptions: as they should be, and set only when they are not."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.adapters.telegram.menus import Menu, keep_menus, shortened
from bot.adapters.telegram.transport import Line
from tests.telegram.client import TOKEN, TelegramServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

ENGLISH = Menu(
    private=(("today", "What is open today"), ("promise", "Make a promise")),
    groups=(("promise", "Make a promise"),),
    description="A quiet host for two.",
    short="Small words kept.",
)
SPANISH = Menu(
    private=(("hoy", "Lo que hay hoy"), ("promesa", "Hacer una promesa")),
    groups=(("promesa", "Hacer una promesa"),),
    description="Un anfitrión discreto para dos.",
    short="Palabras pequeñas, cumplidas.",
)
MENUS = {"": ENGLISH, "es": SPANISH}


@pytest_asyncio.fixture(loop_scope="module")
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback that knows nothing of the bot yet."""
    async with TelegramServer.start() as server:
        yield server
        assert await server.violations() == []


async def changes(telegram: TelegramServer) -> list[str]:
    return [method for method, _ in await telegram.requests() if method.lower().startswith("set")]


async def test_each_language_and_kind_of_chat_has_its_menu(line: Line, telegram: TelegramServer) -> None:
    """Private chats and groups, for everybody and in Spanish; and what the bot says of itself."""
    await keep_menus(line.bot, MENUS)
    found = {
        (menu["scope"]["type"], menu["language_code"]): [one["command"] for one in menu["commands"]]
        for menu in await telegram.menus()
    }
    assert found == {
        ("all_private_chats", ""): ["today", "promise"],
        ("all_group_chats", ""): ["promise"],
        ("all_private_chats", "es"): ["hoy", "promesa"],
        ("all_group_chats", "es"): ["promesa"],
    }
    assert await telegram.descriptions() == {
        "description": {"": ENGLISH.description, "es": SPANISH.description},
        "short_description": {"": ENGLISH.short, "es": SPANISH.short},
    }


async def test_what_is_as_it_should_be_is_left_alone(line: Line, telegram: TelegramServer) -> None:
    """A second start sets nothing; a changed word sets its menu only."""
    await keep_menus(line.bot, MENUS)
    before = len(await changes(telegram))
    await keep_menus(line.bot, MENUS)
    assert len(await changes(telegram)) == before
    changed = Menu(ENGLISH.private, (("promise", "Promise something"),), ENGLISH.description, ENGLISH.short)
    await keep_menus(line.bot, {"": changed, "es": SPANISH})
    assert (await changes(telegram))[before:] == ["setMyCommands"]


async def test_what_is_too_long_is_shortened(line: Line, telegram: TelegramServer) -> None:
    """Texts end after a word within Telegram's limits; a name that is no command is left out."""
    commands = (*((f"c{n}", "word " * 100) for n in range(120)), ("No Name", "x"), ("empty", ""))
    await keep_menus(line.bot, {"": Menu(commands, (), "word " * 200, "word " * 50)})
    private = next(menu for menu in await telegram.menus() if menu["scope"]["type"] == "all_private_chats")
    assert len(private["commands"]) == 100
    assert private["commands"][0]["description"] == "word " * 50 + "word…"
    texts = await telegram.descriptions()
    assert texts["description"][""].endswith(" word…")
    assert len(texts["short_description"][""]) <= 120


@pytest.mark.parametrize("kind", ["401", "403", "429", "500", "html", "reset"])
async def test_a_failure_stops_nobody(
    line: Line, telegram: TelegramServer, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is one line in the log, without the token."""
    await telegram.fault(kind, times=-1)
    await keep_menus(line.bot, MENUS)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert TOKEN not in caplog.text


async def test_one_refused_setting_keeps_no_other_from_being_set(
    line: Line, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    """What Telegram does not take is left out, and said once."""
    await telegram.fault("400:Bad Request: BOT_COMMAND_INVALID", method="setMyCommands", times=2)
    await keep_menus(line.bot, MENUS)
    assert len(await telegram.menus()) == 2
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("as it is", 8, "as it is"),
        ("one two three", 9, "one two…"),
        ("one two, three", 9, "one two…"),
        ("one two three", 7, "one…"),
        ("unbreakable", 5, "unbr…"),
        ("", 5, ""),
    ],
)
async def test_a_text_is_cut_after_a_word(text: str, limit: int, wanted: str) -> None:
    """With three dots for the rest, all within the limit."""
    assert shortened(text, limit) == wanted
    assert len(wanted) <= limit
