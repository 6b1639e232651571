"""A whole house whose gateway comes and goes: what people do meanwhile counts, and counts once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.discord.client import DiscordServer
from tests.discord.house import ANA, BEN, House, house
from tests.test_checkins import REVEALED, fine


@dataclass(slots=True)
class Watchful(House):
    """A house that soon notices a gateway which says nothing any more."""

    heartbeat_timeout: float = 0.3


@dataclass(slots=True)
class Sharded(House):
    """A house on three shards."""

    shards: int = 3


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[House]:
    """A Discord on which Ana and Ben are linked up, and a draft of Ana's."""
    async with house(tmp_path, House) as stage:
        await drafted(stage)
        yield stage


async def drafted(stage: House) -> None:
    """Ana and Ben are linked up, and Ana has a promise to offer."""
    await stage.pairs()
    await stage.says("ana", "/promise call mum by friday at 18:00")


async def offers(stage: House) -> int:
    """Ana presses the button that offers Ben her promise; returns the interaction."""
    draft = (await stage.shown(ANA))[-1]
    custom_id = draft.button("5").custom_id
    assert custom_id is not None
    return int(await stage.server.presses(ANA, draft.id, custom_id))


async def counted(stage: House) -> int:
    """How many events the house has counted."""
    [row] = await stage.rows("SELECT COUNT(*) AS n FROM inbox")
    return int(row["n"])


async def offered_once(stage: House, before: int, events: int = 1) -> None:
    """Ben has the offer, once; so many events more were counted, and one first answer was tried for each."""
    await stage.server.until(lambda shown: any("“call mum”" in plain_of(one.content) for one in shown), user=BEN)
    await stage.all_said()
    assert sum("“call mum”" in text for text in await stage.texts(BEN)) == 1
    assert [row["state"] for row in await stage.rows("SELECT state FROM promises")] == ["offered"]
    assert await counted(stage) == before + events


def plain_of(content: str) -> str:
    """Content without the invisible isolates."""
    return content.replace("\u2068", "").replace("\u2069", "")


Trouble = Callable[[DiscordServer], Awaitable[None]]

LOSSES: dict[str, Trouble] = {
    "drop": lambda server: server.drop(),
    "op 7": lambda server: server.reconnect(),
    "op 9, resumable": lambda server: server.invalidate(resumable=True),
    "closed with 4000": lambda server: server.close_code(4000),
}


@pytest.mark.parametrize("how", LOSSES)
async def test_what_is_done_while_the_gateway_is_away_counts_once(pair: House, how: str) -> None:
    """FAULTS, gateway reconnect, resume: a press made meanwhile comes with the resume, and counts once (I1)."""
    before = await counted(pair)
    await LOSSES[how](pair.server)
    await offers(pair)
    await pair.server.resumed()
    await offered_once(pair, before)


async def test_what_is_told_again_after_a_resume_counts_once(pair: House) -> None:
    """FAULTS, replay: presses, commands and words that come twice change nothing, and are answered once (I1)."""
    before = await counted(pair)
    pressed = await offers(pair)
    asked = await pair.server.slash(BEN, "help")
    await pair.server.types(ANA, "is anybody there?")
    await offered_once(pair, before, events=3)
    screens = {user: await pair.texts(user) for user in (ANA, BEN)}
    await pair.server.replay(20)
    await pair.server.drop()
    await pair.server.resumed()
    await pair.says("zoe", "/help")
    assert {user: await pair.texts(user) for user in screens} == screens
    assert await counted(pair) == before + 4
    for interaction in (pressed, asked):
        assert (await pair.server.answered(interaction))["count"] == 1


async def test_a_session_that_is_over(pair: House) -> None:
    """FAULTS, op 9: another session begins, and from then on everything counts, once."""
    before = await counted(pair)
    await pair.server.invalidate(resumable=False)
    await pair.server.identified(2)
    await pair.server.connected()
    await offers(pair)
    await offered_once(pair, before)


async def test_a_gateway_that_says_nothing_any_more(tmp_path: Path) -> None:
    """FAULTS, zombie: it is noticed and resumed; what was done meanwhile counts, once."""
    async with house(tmp_path, Watchful) as stage:
        await drafted(stage)
        before = await counted(stage)
        await stage.server.heartbeats(100)
        await stage.server.drop()
        await stage.server.resumed()
        await stage.server.zombie()
        await offers(stage)
        await stage.server.resumed(2)
        await offered_once(stage, before)


async def test_three_shards(tmp_path: Path) -> None:
    """Issue 4.1: servers on different shards and direct chats are one house; one shard that is lost comes back."""
    async with house(tmp_path, Sharded) as stage:
        assert sorted(tuple(one["shard"]) for one in await stage.server.identifies()) == [(0, 3), (1, 3), (2, 3)]
        await stage.pairs()
        for number in range(2):
            await stage.server.guild(f"Another {number}", ANA, [ANA])
        await stage.finds_home()
        number = (stage.guild >> 22) % 3
        await stage.says("ana", "/checkin", place=stage.shared)
        await fine(stage, "ben")
        await stage.server.drop(number)
        await stage.server.resumed()
        await fine(stage, "ana")
        assert sum(REVEALED in text for text in await stage.texts(BEN, stage.thread)) == 1
        for guild in await stage.server.guilds():
            channel = await stage.server.general(guild)
            await stage.says("ana", "/promises", place=f"{guild}/{channel}")
            assert "No promises are open" in (await stage.texts(ANA, channel))[-1]
