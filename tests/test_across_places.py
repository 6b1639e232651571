"""One couple whose room is heard in two places at once: a thread on Discord and a group on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.across_stage import DISCORD, TELEGRAM, AcrossStage
from tests.discord.client import BOT_ID
from tests.discord_stage import PEOPLE
from tests.talk import bare
from tests.test_checkins import REVEALED

ANA, BEN, ZOE = PEOPLE["ana"], PEOPLE["ben"], PEOPLE["zoe"]


@pytest.fixture
async def homes(tmp_path: Path) -> AsyncIterator[AcrossStage]:
    """Ana and Ben, each with both apps linked, and a place of theirs on each."""
    async with AcrossStage.playing(tmp_path) as across:
        await across.pairs()
        await links(across, "ana", TELEGRAM)
        await links(across, "ben", DISCORD)
        await across.discord.finds_home()
        await across.telegram.finds_home()
        await across.looks()
        yield across


async def links(across: AcrossStage, who: str, other: str) -> None:
    """Somebody makes their account on the other app theirs too; they stay reached where they are."""
    await across.says(who, "/link")
    await across.presses(who, "Link another app")
    await across.says(who, f"/link {across.code(who)}", on=other)
    await across.presses(who, "Yes, that’s me", on=other)
    await across.presses(who, "Yes, that’s me")


async def thread(across: AcrossStage) -> list[str]:
    """What both see in the thread."""
    return await across.discord.texts(ANA, across.discord.thread)


async def group(across: AcrossStage) -> list[str]:
    """What everybody sees in the group."""
    return [bare(one.text) for one in await across.telegram.server.screen(int(across.telegram.shared))]


def reveals(texts: list[str]) -> int:
    """How many reveals stand there."""
    return sum(REVEALED in text for text in texts)


async def checked_in(across: AcrossStage) -> None:
    """A check-in that both share, each where they are."""
    await across.says("ana", "/checkin")
    for who in ("ana", "ben"):
        await across.presses(who, "All fine")
        await across.presses(who, "Share when we both have")


async def test_a_reveal_shows_in_both(homes: AcrossStage) -> None:
    """DESIGN 2 (room): what both have shared shows once in each of their places, and in no direct chat."""
    await checked_in(homes)
    assert (reveals(await thread(homes)), reveals(await group(homes))) == (1, 1)
    assert reveals(homes.sees("ana")) == reveals(homes.sees("ben")) == 0


async def test_a_third_reader_in_one_of_them(homes: AcrossStage) -> None:
    """SAFETY 12: it is withheld where somebody else reads, and shows where nobody does; she sees none of it."""
    await homes.telegram.server.adds(int(homes.telegram.shared), ZOE)
    await homes.looks()
    await checked_in(homes)
    assert (reveals(await thread(homes)), reveals(await group(homes))) == (1, 0)
    assert reveals(homes.sees("zoe", on=TELEGRAM)) == 0


async def test_chat_is_carried_between_them(homes: AcrossStage) -> None:
    """Issue 4.6: words by mention, by /say and by plain talk where the bot reads, each way, once, with who said it."""
    await homes.says("ana", "/carry")
    await homes.presses("ben", "Yes, carry it")
    chat = int(homes.telegram.shared)
    await homes.telegram.server.stands(chat, None, "administrator")
    await homes.looks()
    homes.discord.expected = homes.discord.taken_in + 1
    await homes.discord.server.types(ANA, f"<@{BOT_ID}> are you *coming*?", channel=homes.discord.thread)
    await homes.looks()
    assert (await group(homes))[-1] == "Ana: are you *coming*?"
    await homes.telegram.server.types(BEN, "in ten minutes, @everyone", chat=chat)
    await homes.looks()
    assert (await thread(homes))[-1] == "Ben: in ten minutes, @everyone"
    await homes.discord.says("ben", "/say good night", place=homes.discord.shared)
    await homes.looks()
    assert ((await thread(homes))[-1], (await group(homes))[-1]) == ("Ben: good night", "Ben: good night")
    said = "\n".join(await thread(homes) + await group(homes))
    assert (said.count("Ana: are you"), said.count("Ben: in ten"), said.count("Ben: good")) == (1, 1, 2)
