"""A couple's life on Discord in a storm: every step meets faults before and after its effect, of REST and gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.house import SOON, House, house, with_its_own_time, with_little_patience
from tests.test_checkins import REVEALED
from tests.test_discord_house_faults import Hasty
from tests.test_telegram_house_storm import Dice

UNKNOWN = ("reset", "black-hole", "lost", "lost-black-hole")
REFUSED = ("500", "502", "503", "html", "429")
PATHS = ("/callback", "@original", "/messages", "/channels")
LOSSES = ("", "", "drop", "reconnect")


class Storm:
    """Two people who go on living while requests fail, each in another way, and the gateway comes and goes."""

    def __init__(self, stage: House, seed: int) -> None:
        self._stage = stage
        self._dice = Dice(seed)
        self._resumed = 0

    async def _blows(self) -> None:
        server, dice = self._stage.server, self._dice
        await server.fault(dice.one_of(UNKNOWN), path=dice.one_of(PATHS))
        for _ in range(2):
            await server.fault(dice.one_of(REFUSED), path=dice.one_of(PATHS), retry_after=5)
        loss = dice.one_of(LOSSES)
        if loss:
            self._resumed += 1
            await getattr(server, loss)()

    async def _calms(self) -> None:
        """What was to go wrong has, within two minutes."""
        await self._stage.server.resumed(self._resumed)
        await self._stage.goes_by(minutes=2)
        await self._stage.server.heal()
        await self._stage.goes_by(minutes=2)
        self._stage.broken = False
        await self._stage.all_said()

    async def presses(self, who: str, label: str) -> None:
        """Somebody presses; in a few minutes it is answered, whatever happens to the answer."""
        self._stage.broken = True
        await self._blows()
        await self._stage.presses(who, label)
        await self._calms()

    async def says(self, who: str, words: str) -> None:
        """Somebody types; the same."""
        self._stage.broken = True
        await self._blows()
        await self._stage.says(who, words)
        await self._calms()


@pytest.fixture
async def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A Discord that will fail, with Ana and Ben linked up."""
    async with house(tmp_path, Hasty) as stage:
        with_little_patience(monkeypatch)
        with_its_own_time(monkeypatch, stage)
        await stage.pairs()
        yield stage


async def lives_through(stage: House, seed: int) -> None:
    """A check-in to its reveal and a promise to its end, in one storm."""
    assert stage.defer_after == SOON
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
            assert sum(words in text for text in stage.sees(who)) == 1
    assert [row["state"] for row in await stage.rows("SELECT state FROM promises")] == ["kept"]
    assert len(await stage.rows("SELECT 1 AS x FROM answers")) == 2
    assert len(await stage.rows("SELECT 1 AS x FROM runs")) == 1
    assert {row["state"] for row in await stage.rows("SELECT state FROM outbox")} <= {"done", "unknown", "dead"}


async def test_a_storm(pair: House) -> None:
    """I1, I2, I4, I5: with faults in every step both see the reveal and the promise's end once; nothing is doubled."""
    await lives_through(pair, 1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 60))
async def test_many_storms(pair: House, seed: int) -> None:
    """The same, under other stars."""
    await lives_through(pair, seed)
