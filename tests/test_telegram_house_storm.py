"""What comes twice, late, out of order or forged; and a couple's life in a storm of faults."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.stage import TelegramStage
from tests.test_checkins import REVEALED
from tests.test_telegram_faults import SENDS, FaultyStage, pair, stage
from tests.test_telegram_house import ANA, BEN, rows, shown, texts

__all__ = ["pair", "stage"]


async def what_is(stage: TelegramStage) -> dict[str, list[dict[str, Any]]]:
    """What the house holds of people and of what they agreed."""
    tables = ("persons", "couples", "members", "promises", "boundaries", "runs", "answers", "invitations")
    return {table: [dict(row) for row in await rows(stage, f"SELECT * FROM {table}")] for table in tables}


# -- again, late, forged -----------------------------------------------------------------------------------------


async def test_whatever_comes_twice_counts_once(pair: FaultyStage) -> None:
    """FAULTS, duplicates: commands, words and presses that come again change nothing, and say nothing (I1)."""
    await pair.says("ana", "/promise call mum by friday at 18:00")
    await _again(pair)
    await pair.presses("ana", "5")
    await _again(pair)
    await pair.presses("ben", "Accept")
    await _again(pair)
    await pair.says("ana", "/checkin")
    await pair.presses("ana", "Something to look at")
    await pair.says("ana", "one more thing")
    await _again(pair)
    for update in {one["update_id"]: one for one in await pair.server.updates()}.values():
        await pair.server.repeats(update["update_id"])
    before = await texts(pair, ANA), await texts(pair, BEN), await what_is(pair)
    await pair.all_said()
    assert (await texts(pair, ANA), await texts(pair, BEN), await what_is(pair)) == before
    assert [row["state"] for row in await rows(pair, "SELECT state FROM promises")] == ["active"]


async def _again(stage: TelegramStage) -> None:
    """The last update comes once more; nobody sees anything of it."""
    before = await texts(stage, ANA), await texts(stage, BEN)
    await stage.server.repeats()
    await stage.all_said()
    assert (await texts(stage, ANA), await texts(stage, BEN)) == before


async def test_old_and_reordered_updates_count_once_each(pair: FaultyStage) -> None:
    """FAULTS, reordered, day-old updates: whatever their numbers and dates, each counts, once (I1)."""
    ana = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    before = len(await rows(pair, "SELECT key FROM inbox"))
    for number, update_id in enumerate((999_999_999, 5, 123_456, 5, 999_999_999)):
        message = {
            "message_id": 5000 + update_id % 1000,
            "from": ana,
            "chat": {"id": ANA, "first_name": "Ana", "type": "private"},
            "date": 1_700_000_000 - 86_400 * number,
            "text": f"/promise thing {update_id} by friday at 18:00",
        }
        await pair.server.raw_update({"update_id": update_id, "message": message})
    await pair.all_said()
    assert len(await rows(pair, "SELECT key FROM inbox")) == before + 3
    for update_id in (999_999_999, 5, 123_456):
        assert sum(f"“thing {update_id}”" in text for text in pair.sees("ana")) == 1
    assert len(await rows(pair, "SELECT id FROM promises")) == 3


async def test_a_press_too_old_to_be_answered_counts(pair: FaultyStage) -> None:
    """FAULTS, old callback queries: Telegram takes no answer to it any more; what it did is done all the same, once."""
    await pair.says("ana", "/promise call mum by friday at 18:00")
    old = "400:Bad Request: query is too old and response timeout expired or query ID is invalid"
    await pair.server.fault(old, method="answerCallbackQuery", times=-1)
    await pair.presses("ana", "5")
    assert "call mum" in pair.sees("ben")[-1]
    await pair.presses("ben", "Accept")
    assert [row["state"] for row in await rows(pair, "SELECT state FROM promises")] == ["active"]


STALE = "That button has done its work. Type /today to see what is open."


async def test_forged_buttons_change_nothing(pair: FaultyStage) -> None:
    """FAULTS, stale and forged buttons: a neutral note, and nothing anywhere has changed (I1)."""
    await pair.says("ana", "/promise call mum by friday at 18:00")
    card = (await shown(pair, ANA))[-1]
    token = (card.button("5").data or "").partition(".")[0]
    before = await what_is(pair)
    for data in (
        "x",
        "token-t-000000001.0",
        "..",
        "a.9999999999999",
        "💥" * 16,
        "' OR 1=1 --",
        "\u0665.\u0660",
        f"{token}.99",
    ):
        answered = (await pair.server.counts()).get("answerCallbackQuery", 0)
        query = await pair.server.presses(ANA, card.id, data, forged=True)
        await pair.all_said()
        await pair.server.called("answerCallbackQuery", answered + 1)
        assert (await pair.server.callback_answers())[query]["text"] == STALE
        assert await what_is(pair) == before


# -- all at once -------------------------------------------------------------------------------------------------

UNKNOWN = ("reset", "black-hole", "lost", "lost-black-hole")
REFUSED = ("500", "502", "html", "429")
ELSEWHERE = ("getUpdates", "answerCallbackQuery")


class Dice:
    """Numbers that are the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def one_of(self, faces: Sequence[str]) -> str:
        """One of these."""
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).digest()
        return faces[digest[0] % len(faces)]


class Storm:
    """Two people who go on living while requests fail, each in another way, before and after their effect."""

    def __init__(self, stage: FaultyStage, seed: int) -> None:
        self._stage = stage
        self._dice = Dice(seed)

    async def _blows(self) -> None:
        """One send of unknown fate, then some that are refused, and trouble with polls and presses."""
        server, dice = self._stage.server, self._dice
        await server.fault(dice.one_of(UNKNOWN), method=SENDS)
        for _ in range(2):
            await server.fault(dice.one_of(REFUSED), method=SENDS, retry_after=5)
        await server.fault(dice.one_of(("500", "html", "reset")), method=dice.one_of(ELSEWHERE))

    async def presses(self, who: str, label: str) -> None:
        """Somebody presses; in two minutes it is answered, whatever happens to the answer."""
        await self._blows()
        await self._stage.presses(who, label)
        await self._stage.goes_by(minutes=2)

    async def says(self, who: str, words: str) -> None:
        """Somebody types; the same."""
        await self._blows()
        await self._stage.says(who, words)
        await self._stage.goes_by(minutes=2)


@pytest.mark.parametrize(("seed", "mode"), [(1, "polling"), (2, "webhook")])
async def test_a_storm(tmp_path: Path, seed: int, mode: Literal["polling", "webhook"]) -> None:
    """I1, I2, I4, I5: with a fault in every step both see the reveal and the promise's end, and no state is doubled."""
    async with FaultyStage.playing(tmp_path, mode) as stage:
        assert isinstance(stage, FaultyStage)
        await lives_through(stage, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3, 60))
async def test_many_storms(tmp_path: Path, seed: int) -> None:
    """The same, under other stars."""
    async with FaultyStage.playing(tmp_path, "webhook" if seed % 2 else "polling") as stage:
        assert isinstance(stage, FaultyStage)
        await lives_through(stage, seed)


async def lives_through(stage: FaultyStage, seed: int) -> None:
    """A couple from pairing to a promise that was kept, in one storm."""
    await stage.pairs()
    storm = Storm(stage, seed)
    await storm.says("ana", "/checkin")
    for who in ("ana", "ben"):
        await storm.presses(who, "All fine")
        assert not any(REVEALED in text for one in ("ana", "ben") for text in stage.sees(one))
        await storm.presses(who, "Share when we both have")
    await storm.says("ana", "/promise call mum by friday at 18:00")
    await storm.presses("ana", "5")
    await storm.presses("ben", "Accept")
    await storm.presses("ana", "It’s done")
    await storm.presses("ana", "Kept")
    await storm.presses("ben", "Show")
    await storm.presses("ben", "Kept")
    await stage.heals()
    for who in ("ana", "ben"):
        for words in (REVEALED, "You both say it was kept."):
            assert sum(words in text for text in stage.sees(who)) in (1, 2)
    assert [row["state"] for row in await rows(stage, "SELECT state FROM promises")] == ["kept"]
    assert len(await rows(stage, "SELECT 1 AS x FROM answers")) == 2
    assert len(await rows(stage, "SELECT 1 AS x FROM runs")) == 1
    assert {row["state"] for row in await rows(stage, "SELECT state FROM outbox")} <= {"done", "unknown", "dead"}
