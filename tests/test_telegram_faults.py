"""What goes wrong on Telegram, and what must stay true for two people all the same: the rows of FAULTS, end to end.

Faults are injected by the Bot API server. Time is the stage's own still clock, the adapter's pauses included.
Processes that die are in test_telegram_house_kill.py; what comes twice, late or forged, and all faults at once, in
test_telegram_house_storm.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.port import Adapter
from tests.stage import TelegramStage
from tests.test_checkins import fine
from tests.test_rhythms import doors, instant
from tests.test_telegram_house import ANA, BEN, ZOE, rows, shown, texts

SENDS = "sendMessage,sendPhoto,editMessageText,editMessageMedia"
SHORT = 0.25
"""Seconds after which a request counts as lost here."""


@dataclass(slots=True)
class FaultyStage(TelegramStage):
    """A stage whose adapter soon gives up waiting for an answer."""

    async def again(self) -> Adapter:
        adapter = await TelegramStage.again(self)
        self.real._line.sends._read = SHORT
        return adapter

    async def heals(self) -> None:
        """What is to go wrong does; then nothing does any more, and ten minutes go by (I5)."""
        await self.goes_by(minutes=5)
        await self.server.heal()
        await self.goes_by(minutes=10)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[TelegramStage]:
    """A Telegram that will fail, with Ana, Ben and Zoe."""
    async with FaultyStage.playing(tmp_path, "polling") as opened:
        yield opened


@pytest.fixture
async def pair(stage: FaultyStage) -> FaultyStage:
    """The same, with Ana and Ben linked up."""
    await stage.pairs()
    return stage


def seconds(number: float) -> dict[str, float]:
    """So long, as `goes_by` takes it."""
    return {"minutes": number / 60}


async def asked_to(stage: TelegramStage, chat: int, begun: int = 0) -> int:
    """How many messages the bot has asked to be shown in a chat, since the `begun`-th request."""
    return sum(
        method == "sendMessage" and given["chat_id"] == chat
        for method, given in (await stage.server.requests())[begun:]
    )


# -- asked to wait -----------------------------------------------------------------------------------------------


async def test_a_429_for_one_chat_holds_that_chat_only(pair: FaultyStage) -> None:
    """FAULTS, 429: it is kept for that chat, whose order stays; others are answered meanwhile; nothing twice (I5)."""
    before, asked = await texts(pair, ANA), await asked_to(pair, ANA)
    await pair.server.fault("429", method="sendMessage", chat=ANA, retry_after=30)
    for command in ("/help", "/promises"):
        assert await pair.says("ana", command) == []
    assert "No promises are open" in (await pair.says("ben", "/promises"))[0]
    await pair.goes_by(**seconds(29))
    assert await asked_to(pair, ANA) == asked + 1
    await pair.goes_by(**seconds(2))
    assert [text[:10] for text in (await texts(pair, ANA))[len(before) :]] == ["Here is wh", "No promise"]
    assert await asked_to(pair, ANA) == asked + 3


async def test_a_429_for_several_holds_the_platform(pair: FaultyStage) -> None:
    """FAULTS, 429: refused in two chats at once, the whole bot waits, then all arrives in order, once (I5)."""
    before = {chat: len(await shown(pair, chat)) for chat in (ANA, BEN, ZOE)}
    await pair.server.fault("429", method="sendMessage", times=2, retry_after=40)
    for who, words in (("ana", "/help"), ("ben", "/help"), ("zoe", "/start"), ("ana", "/promises"), ("ben", "/today")):
        await pair.says(who, words)
    asked = len(await pair.server.requests())
    await pair.goes_by(**seconds(39))
    assert await asked_to(pair, ZOE) == 0
    assert all(method == "getUpdates" for method, _ in (await pair.server.requests())[asked:])
    await pair.goes_by(**seconds(3))
    new = {chat: [text[:10] for text in (await texts(pair, chat))[count:]] for chat, count in before.items()}
    assert new == {ANA: ["Here is wh", "No promise"], BEN: ["Here is wh", "Nothing is"], ZOE: ["Hello, I’m"]}


# -- not there ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "times"), [("500", 3), ("502", 3), ("html", 3), ("reset", 1), ("black-hole", 1)], ids=str
)
async def test_a_reply_that_failed_arrives_once(pair: FaultyStage, kind: str, times: int) -> None:
    """FAULTS, 5xx, reset, black hole: what was not shown is sent until it is, once, in order (I2, I5)."""
    before = len(await shown(pair, ANA))
    await pair.server.fault(kind, method="sendMessage", chat=ANA, times=times)
    await pair.says("ana", "/help")
    await pair.says("ana", "/promises")
    await pair.heals()
    assert [text[:10] for text in (await texts(pair, ANA))[before:]] == ["Here is wh", "No promise"]


@pytest.mark.parametrize("kind", ["429", "500"])
async def test_a_reply_that_was_refused_and_then_lost(pair: FaultyStage, kind: str) -> None:
    """FAULTS, timeout after the effect: what was refused was not shown; once its fate is unknown it is sent again."""
    for one in (kind, "reset"):
        await pair.server.fault(one, method="sendMessage", chat=ANA)
    await pair.says("ana", "/help")
    await pair.heals()
    assert pair.sees("ana")[-1].startswith("Here is what I can do")


@pytest.mark.parametrize("kind", ["lost", "lost-black-hole"])
async def test_a_lost_reply_is_said_twice_at_most(pair: FaultyStage, kind: str) -> None:
    """FAULTS, timeout after the effect: a reply is sent again once, for nobody can tell; what changed, changed once."""
    await pair.says("ana", "/promise call mum by friday at 18:00")
    before = len(await shown(pair, BEN))
    await pair.server.fault(kind, method="sendMessage", chat=BEN, times=-1)
    await pair.presses("ana", "5")
    await pair.heals()
    offers = [text for text in (await texts(pair, BEN))[before:] if "call mum" in text]
    assert len(offers) == 2
    await pair.presses("ben", "Accept")
    assert [row["state"] for row in await rows(pair, "SELECT state FROM promises")] == ["active"]
    assert sum("has accepted your promise" in text for text in pair.sees("ana")) == 1


@pytest.mark.parametrize("kind", ["lost", "lost-black-hole", "reset", "black-hole"])
async def test_a_prompt_of_unknown_fate_is_sent_once(pair: FaultyStage, kind: str) -> None:
    """FAULTS, timeout after the effect: a prompt is never sent a second time; /today has it, shown or not."""
    await pair.says("ana", "/rhythm sundays 18:00")
    await pair.server.fault(kind, method="sendMessage", chat=BEN, times=-1)
    await pair.until(instant("2026-11-22T17:00:00"))
    await pair.heals()
    assert doors(pair, "ben") == int(kind.startswith("lost"))
    assert doors(pair, "ana") == 1
    await pair.says("ben", "/today")
    assert "Boundary check-in" in pair.sees("ben")[-1]


@pytest.mark.parametrize("kind", ["500", "html"])
async def test_a_prompt_that_was_refused_comes_once(pair: FaultyStage, kind: str) -> None:
    """FAULTS, 5xx: a prompt that surely was not shown is tried again until it is, once (I2, I5)."""
    await pair.says("ana", "/rhythm sundays 18:00")
    await pair.server.fault(kind, method="sendMessage", times=5)
    await pair.until(instant("2026-11-22T17:00:00"))
    await pair.heals()
    assert (doors(pair, "ana"), doors(pair, "ben")) == (1, 1)


@pytest.mark.parametrize("kind", ["lost", "lost-black-hole", "reset", "500"])
async def test_an_edit_is_simply_repeated(pair: FaultyStage, kind: str) -> None:
    """FAULTS, timeout after the effect: an edit is as good twice as once, so it is repeated until Telegram answers."""
    await pair.says("ana", "/promise call mum by friday at 18:00")
    count = len(await shown(pair, ANA))
    await pair.server.fault(kind, method="editMessageText", chat=ANA, times=4)
    await pair.presses("ana", "1")
    await pair.heals()
    assert len(await shown(pair, ANA)) == count
    assert "make it smaller" in pair.sees("ana")[-1]


async def test_an_outage_on_monday_morning(pair: FaultyStage) -> None:
    """FAULTS, platform down Monday 06:00–11:00: one newest prompt of each matter afterwards, never a burst (I5)."""
    await pair.says("ana", "/rhythm mondays 08:00")
    await pair.says("ana", "/promise call mum by monday at 10:30")
    await pair.presses("ana", "5")
    await pair.presses("ben", "Accept")
    await pair.until(instant("2026-11-23T05:00:00"))
    before = {chat: await texts(pair, chat) for chat in (ANA, BEN)}
    await pair.server.fault("502", method=SENDS, times=-1)
    await pair.until(instant("2026-11-23T10:00:00"))
    assert {chat: await texts(pair, chat) for chat in before} == before
    await pair.heals()
    for chat, was in before.items():
        new = sorted(text.split(".")[0] for text in (await texts(pair, chat))[len(was) :])
        assert new == ["Something you two agreed on is due", "Your check-in is here"]


# -- blocked -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("found", ["told", "tried"])
async def test_who_blocks_the_bot_and_comes_back(pair: FaultyStage, found: str) -> None:
    """FAULTS, 403: the queue goes, the other sees nothing telling; unblocked, what comes next arrives (I3, I7)."""
    before = await texts(pair, BEN)
    if found == "told":
        await pair.server.blocks(BEN)
        await pair.all_said()
    else:
        await pair.server.fault("403", method="sendMessage", chat=BEN)
    [written] = await _boundary(pair, "no phones")
    assert "Saved. It is in force, and I’m telling Ben." in written
    await _boundary(pair, "no shoes")
    assert await texts(pair, BEN) == before
    assert [row["state"] for row in await rows(pair, "SELECT state FROM places WHERE address = '102'")] == ["closed"]
    if found == "tried":
        await pair.server.blocks(BEN)
        await pair.all_said()
    await pair.server.unblocks(BEN)
    await pair.all_said()
    assert await texts(pair, BEN) == before
    await _boundary(pair, "no hats")
    assert len(await texts(pair, BEN)) == len(before) + 1


async def _boundary(stage: TelegramStage, words: str) -> list[str]:
    await stage.says("ana", f"/boundary {words}")
    return await stage.presses("ana", "Devices")


async def test_a_block_looks_like_silence(tmp_path: Path) -> None:
    """FAULTS, 403, SAFETY 3: Ana's screen is the same to the letter, whether Ben blocked the bot or just is silent."""
    screens = []
    for blocked in (False, True):
        folder = tmp_path / str(blocked)
        folder.mkdir()
        async with FaultyStage.playing(folder, "polling") as stage:
            await stage.pairs()
            await stage.says("ana", "/checkin")
            if blocked:
                await stage.server.blocks(BEN)
                await stage.all_said()
            await fine(stage, "ana")
            await _boundary(stage, "no phones")
            await stage.says("ana", "/promise call mum by friday at 18:00")
            await stage.presses("ana", "5")
            await stage.goes_by(days=8)
            screens.append([(one.text, one.rows, one.edits) for one in await shown(stage, ANA)])
    assert screens[0] == screens[1]
