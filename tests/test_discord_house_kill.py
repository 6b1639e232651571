"""`troth run` killed and shut out in the middle of things on Discord, as a real process against real sockets.

What it leaves behind is taken over by a house on the stage, on the same database and the same Discord.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.clock import SystemClock
from tests.discord.client import TOKEN
from tests.discord.house import ANA, BEN, ZOE, DiscordHome, House, house, nobody_writes, takes_over
from tests.faults.house import dump
from tests.test_run import Running

NOTHING_OPEN = "No promises are open"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[House]:
    """Ana and Ben, linked up in a thread of theirs, and a draft of Ana's; then their house has stopped."""
    async with house(tmp_path, House) as opened:
        opened.clock.instant = SystemClock().now()
        await opened.pairs()
        await opened.finds_home()
        await opened.end()
        await opened.real.let_go()
        yield opened


@pytest.fixture
async def drafted(tmp_path: Path) -> AsyncIterator[House]:
    """Ana and Ben, linked up in direct chats, and a draft of Ana's; then their house has stopped."""
    async with house(tmp_path, House) as opened:
        opened.clock.instant = SystemClock().now()
        await opened.pairs()
        await opened.says("ana", "/promise call mum by tomorrow at 18:00")
        await opened.end()
        await opened.real.let_go()
        yield opened


def states(stage: House) -> list[str]:
    """What stands in the database about promises."""
    return [row["state"] for row in dump(stage.folder / DATABASE, ["promises"])["promises"]]


def taken(stage: House) -> int:
    """How many events the database has counted."""
    return len(dump(stage.folder / DATABASE, ["inbox"])["inbox"])


async def answers(stage: House) -> int:
    """How many first answers were given so far."""
    return sum(path.endswith("/callback") for _, path, _ in await stage.server.requests())


async def offers(stage: House) -> int:
    """Ana presses the button that offers Ben her promise; returns the interaction."""
    draft = (await stage.shown(ANA))[-1]
    custom_id = draft.button("5").custom_id
    assert custom_id is not None
    return int(await stage.server.presses(ANA, draft.id, custom_id))


async def offered(stage: House) -> list[str]:
    """The offers that Ben sees."""
    return [text for text in await stage.texts(BEN) if "“call mum”" in text]


# -- killed ------------------------------------------------------------------------------------------------------


async def test_killed_before_the_commit(drafted: House) -> None:
    """FAULTS, kill -9: announced and not committed, nothing has happened; pressed again it counts, once (I1, I6)."""
    before, given = taken(drafted), await answers(drafted)
    async with DiscordHome(drafted).running() as running:
        with nobody_writes(drafted.folder / DATABASE):
            await offers(drafted)
            await drafted.server.called("POST", "/callback", given + 1)
            await running.kill()
    assert (taken(drafted), states(drafted)) == (before, ["draft"])
    await takes_over(drafted)
    assert await offered(drafted) == []
    await drafted.presses("ana", "5")
    assert (taken(drafted), states(drafted)) == (before + 1, ["offered"])
    assert len(await offered(drafted)) == 1


async def dies_before_it_answers(stage: House, running: Running) -> tuple[int, int]:
    """Both ask for their promises, Ana in the thread; it is announced and committed, and the process dies."""
    given = await answers(stage)
    with nobody_writes(stage.folder / DATABASE) as let_go:
        there = await stage.server.slash(ANA, "promises", channel=stage.thread)
        alone = await stage.server.slash(BEN, "promises")
        await stage.server.called("POST", "/callback", given + 2)
        await stage.server.fault("black-hole", path="@original", times=-1)
        let_go()
        await stage.server.caught(2)
    await running.kill()
    return there, alone


async def test_killed_between_announcement_and_answer(stage: House) -> None:
    """FAULTS, kill -9: what was announced is answered after the next start, where it was, to whom it was, once (I2)."""
    before, said = taken(stage), len(await stage.shown(BEN))
    async with DiscordHome(stage).running() as running:
        there, alone = await dies_before_it_answers(stage, running)
    assert taken(stage) == before + 2
    await takes_over(stage)
    assert taken(stage) == before + 2
    [answer] = [one for one in await stage.shown(ANA, stage.thread) if NOTHING_OPEN in one.content]
    assert (answer.ephemeral, answer.thinking) == (True, False)
    assert not any(NOTHING_OPEN in text for text in await stage.texts(BEN, stage.thread) + await stage.texts(ANA))
    [own] = (await stage.shown(BEN))[said:]
    assert NOTHING_OPEN in own.content
    for interaction in (there, alone):
        assert (await stage.server.answered(interaction))["type"] == 5


async def test_killed_and_away_for_longer_than_a_token_lives(stage: House) -> None:
    """FAULTS, token expired: after a quarter of an hour it comes by message; what is private, never into the place."""
    said = {user: len(await stage.shown(user)) for user in (ANA, BEN)}
    async with DiscordHome(stage).running() as running:
        for interaction in await dies_before_it_answers(stage, running):
            await stage.server.age(interaction, 16)
    await takes_over(stage)
    for user in (ANA, BEN):
        new = [one for one in (await stage.shown(user))[said[user] :] if not one.thinking]
        assert [NOTHING_OPEN in one.content for one in new] == [True]
        assert not any(NOTHING_OPEN in text for text in await stage.texts(user, stage.thread))


async def test_killed_after_everything_took_effect(drafted: House) -> None:
    """FAULTS, kill -9: a changed card, a modal and a message that nobody recorded: each counts and shows once (I2)."""
    before, cards = taken(drafted), len(await drafted.shown(ANA))
    async with DiscordHome(drafted).running() as running:
        await drafted.server.fault("lost-black-hole", path="/callback", times=-1)
        await drafted.server.fault("lost-black-hole", method="POST", path="/messages", times=-1)
        await offers(drafted)
        await drafted.server.slash(ZOE, "start")
        await drafted.server.caught(3)
        await running.kill()
    assert (taken(drafted), states(drafted)) == (before + 2, ["offered"])
    await takes_over(drafted)
    assert (taken(drafted), states(drafted)) == (before + 2, ["offered"])
    now = await drafted.texts(ANA)
    assert (len(now), "Offered to Ben" in now[-1]) == (cards, True)
    assert len(await offered(drafted)) == 1
    await drafted.presses("ben", "Accept")
    assert states(drafted) == ["active"]
    await drafted.fills("zoe", name="Zoe", language="en", zone="Europe/Madrid", adult="yes")
    assert any("Good to meet you, Zoe" in text for text in drafted.sees("zoe"))


# -- shut out ----------------------------------------------------------------------------------------------------


async def test_shut_out_by_a_send(drafted: House) -> None:
    """FAULTS, token revoked (401): found out by a send it ends with code 1 and one sentence, and does not hammer."""
    async with DiscordHome(drafted).running() as running:
        await drafted.server.fault("401", path="/channels", times=-1)
        begun = len(await drafted.server.requests())
        await offers(drafted)
        assert await running.ends() == 1
        assert "refuses the bot's token" in running.log.splitlines()[-1]
        assert len(running.log.splitlines()) <= 2
        assert TOKEN not in running.log
    assert len(await drafted.asked_since(begun)) <= 2
    assert states(drafted) == ["offered"]
    await takes_over(drafted)
    await drafted.goes_by(minutes=2)
    assert len(await offered(drafted)) == 1
