"""What Discord has of its own, through the whole house: menus over messages, suggestions, apps of one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord_stage import PEOPLE, DiscordStage, plain

ANA, BEN, ZOE = PEOPLE["ana"], PEOPLE["ben"], PEOPLE["zoe"]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[DiscordStage]:
    """A Discord with Ana and Ben linked up, and Zoe."""
    async with DiscordStage.playing(tmp_path) as opened:
        await opened.pairs()
        yield opened


async def _answered(stage: DiscordStage, user: int, channel: int | str | None = None) -> str:
    """The newest message of the bot's that somebody sees there, once all is answered."""
    await stage.server.settled()
    shown = [one for one in await stage.server.screen(user, channel) if one.sender == "bot"]
    return plain(shown[-1].content)


async def test_a_message_of_ones_own_becomes_a_promise(stage: DiscordStage) -> None:
    """The menu over Ana's own message in a server drafts a promise of its words, for her eyes only."""
    guild = await stage.server.guild("Friends", ZOE, list(PEOPLE.values()))
    hall = await stage.server.general(guild)
    said = await stage.server.types(ANA, "I’ll **call** @everyone by friday", channel=hall)
    await stage.server.on_message(ANA, "Make this a promise", said, channel=hall)
    assert "I’ll **call** @everyone" in await _answered(stage, ANA, hall)
    assert all(one.sender != "bot" for one in await stage.server.screen(BEN, hall))


async def test_somebody_elses_words_are_no_promise(stage: DiscordStage) -> None:
    """The menu over Ben's message tells Ana that only he can promise that (SAFETY 15)."""
    guild = await stage.server.guild("Friends", ZOE, list(PEOPLE.values()))
    hall = await stage.server.general(guild)
    said = await stage.server.types(BEN, "I’ll call mum by friday", channel=hall)
    await stage.server.on_message(ANA, "Make this a promise", said, channel=hall)
    assert "Only whoever wrote that can make a promise of it" in await _answered(stage, ANA, hall)
    assert all("call mum" not in one.content for one in await stage.server.screen(BEN))


async def test_what_is_typed_is_suggested(stage: DiscordStage) -> None:
    """/rhythm and /promise offer what could be meant while it is typed; /promise keeps what stands there."""
    found = [one["value"] for one in await stage.server.completes(ANA, "rhythm", "when", "fri")]
    assert "Fridays 18:00" in found
    found = [one["value"] for one in await stage.server.completes(ANA, "promise", "promise", "call mum")]
    assert found[:2] == ["call mum", "call mum by tomorrow"]


async def test_in_their_own_direct_chat_only_the_one_who_asked_sees_it(stage: DiscordStage) -> None:
    """Installed by Ana for herself, it answers her in her chat with Ben, and writes nothing there for him."""
    channel = f"pair:{BEN}"
    await stage.server.slash(ANA, "promises", channel=channel, user_install=True)
    assert await _answered(stage, ANA, channel)
    seen = await stage.server.screen(BEN, f"pair:{ANA}")
    assert [one for one in seen if one.sender == "bot"] == []


async def test_a_form_works_in_a_chat_that_is_only_visited(stage: DiscordStage) -> None:
    """Where the bot is no member a form still opens and is answered, privately."""
    channel = f"pair:{BEN}"
    await stage.server.slash(ANA, "promise", channel=channel, user_install=True)
    await stage.server.until_modal(ANA)
    await stage.server.submits(ANA, {"text": "water the plants", "by": "tomorrow"})
    assert "water the plants" in await _answered(stage, ANA, channel)
    assert [one for one in await stage.server.screen(BEN, f"pair:{ANA}") if one.sender == "bot"] == []


async def test_names_that_each_language_has(stage: DiscordStage) -> None:
    """Every command has its Spanish name and description, and so has what it takes."""
    commands = {one["name"]: one for one in await stage.server.commands()}
    promise = commands["promise"]
    assert promise["name_localizations"]["es-ES"] == "promesa"
    assert promise["description_localizations"]["es-419"].startswith("Hacer una promesa")
    assert promise["options"][0]["name_localizations"]["es-ES"] == "promesa"
    assert commands["Make this a promise"]["name_localizations"]["es-ES"] == "Convertir en promesa"
    assert await stage.server.command_writes() == 1
    await stage.restart()
    assert await stage.server.command_writes() == 1
