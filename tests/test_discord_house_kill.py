"""`troth run` killed and shut out in the middle of things on Discord, as a real process against real sockets.

What it leaves behind is taken over by a house on the stage, on the same database and the same Discord.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.clock import SystemClock
from tests.discord.client import TOKEN
from tests.discord.house import ANA, BEN, ZOE, DiscordHome, House, house, nobody_writes, takes_over
from tests.faults.house import dump

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


async def committed(stage: House, count: int) -> None:
    """Wait until the database has counted so many events."""
    async with asyncio.timeout(10):
        while taken(stage) < count:  # noqa: ASYNC110  # a file tells nobody that it grew
            await asyncio.sleep(0.01)


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


@pytest.mark.soak
async def test_killed_between_announcement_and_answer(stage: House) -> None:
    """FAULTS, kill -9, token expired: what was announced is answered after the next start, once, each where it may be.

    While its token lives, where it was; later by message in the direct chat, and never to others in the place (I2, I3).
    """
    counted, given = taken(stage), await answers(stage)
    said = {user: len(await stage.shown(user)) for user in (ANA, BEN, ZOE)}
    async with DiscordHome(stage).running() as running:
        with nobody_writes(stage.folder / DATABASE) as let_go:
            young = await stage.server.slash(ANA, "promises", channel=stage.thread)
            old = [
                await stage.server.slash(BEN, "promises", channel=stage.thread),
                await stage.server.slash(ZOE, "help"),
            ]
            await stage.server.called("POST", "/callback", given + 3)
            await stage.server.fault("black-hole", path="@original", times=-1)
            let_go()
            # One act at a time in a place: in the thread one of them waits behind the other.
            await stage.server.caught(2)
            await committed(stage, counted + 3)
        await running.kill()
    for interaction in old:
        await stage.server.age(interaction, 16)
    assert taken(stage) == counted + 3
    await takes_over(stage)
    assert taken(stage) == counted + 3
    for interaction in (young, *old):
        assert (await stage.server.answered(interaction))["type"] == 5
    [there] = [one for one in await stage.shown(ANA, stage.thread) if NOTHING_OPEN in one.content]
    assert (there.ephemeral, there.thinking) == (True, False)
    assert not any(NOTHING_OPEN in text for text in await stage.texts(BEN, stage.thread))
    new = {user: [one for one in (await stage.shown(user))[count:] if not one.thinking] for user, count in said.items()}
    assert new[ANA] == []
    assert [NOTHING_OPEN in one.content for one in new[BEN]] == [True]
    assert ["Here is what I can do" in one.content for one in new[ZOE]] == [True]


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
