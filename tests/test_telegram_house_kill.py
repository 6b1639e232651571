"""`troth run` killed, stopped and shut out in the middle of things, as a real process against a real socket.

What it leaves behind is taken over by a house on the stage, on the same database and the same Telegram.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import pytest

from bot.app import DATABASE, build
from bot.clock import SystemClock
from tests.faults.house import dump
from tests.stage import TelegramStage
from tests.telegram.client import TOKEN
from tests.test_run import Home, Running
from tests.test_telegram_house import ANA, BEN, shown, texts

SENDS = "sendMessage,editMessageText"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[TelegramStage]:
    """Ana and Ben, linked up, and a draft of Ana's; then their house has stopped."""
    async with TelegramStage.playing(tmp_path, "polling") as opened:
        opened.clock.instant = SystemClock().now()
        await opened.pairs()
        await opened.says("ana", "/promise call mum by tomorrow at 18:00")
        await opened.app.stop()
        yield opened


@pytest.fixture
def home(stage: TelegramStage) -> Home:
    """The home of a real Troth that has that database."""
    found = Home(stage.folder, stage.server.api_url)
    found.settings["TROTH_DATA_DIR"] = str(stage.folder)
    return found


async def takes_over(stage: TelegramStage) -> None:
    """The next start, in this process."""
    await stage.server.heal()
    stage.clock.instant = SystemClock().now()
    stage.app = await build(stage.folder / DATABASE, stage.clock, stage.chance, [await stage.again()])
    await stage.app.delivery.recover()
    await stage.begin()
    await stage.all_said()


def states(stage: TelegramStage) -> list[str]:
    """What stands in the database about promises."""
    return [row["state"] for row in dump(stage.folder / DATABASE, ["promises"])["promises"]]


def taken(stage: TelegramStage) -> int:
    """How many events the database has counted."""
    return len(dump(stage.folder / DATABASE, ["inbox"])["inbox"])


@contextmanager
def nobody_writes(path: Path) -> Iterator[None]:
    """The database is held by somebody else meanwhile, so that nothing can be committed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


async def offers(stage: TelegramStage) -> None:
    """Ana presses the button that offers Ben her promise."""
    draft = (await shown(stage, ANA))[-1]
    data = draft.button("5").data
    assert data is not None
    await stage.server.presses(ANA, draft.id, data)


Moment = Literal["received", "committed", "shown"]


async def killed(stage: TelegramStage, running: Running, moment: Moment) -> None:
    """Ana offers her promise, and the process dies at that moment."""
    if moment == "received":
        with nobody_writes(stage.folder / DATABASE):
            await offers(stage)
            await stage.look()
            await running.kill()
        return
    kind = "black-hole" if moment == "committed" else "lost-black-hole"
    await stage.server.fault(kind, method=SENDS, times=-1)
    await offers(stage)
    await stage.server.caught(2)
    await running.kill()


@pytest.mark.parametrize(
    ("moment", "after", "offered"), [("received", "draft", 1), ("committed", "offered", 1), ("shown", "offered", 2)]
)
async def test_killed_with_a_press_in_hand(
    stage: TelegramStage, home: Home, moment: Moment, after: str, offered: int
) -> None:
    """FAULTS, kill -9: before the commit, before the reply, after its effect: the press counts once (I1, I2, I6)."""
    before, screen = taken(stage), len(await shown(stage, BEN))
    async with home.running() as running:
        await killed(stage, running, moment)
        assert states(stage) == [after]
    await takes_over(stage)
    assert (taken(stage), states(stage)) == (before + 1, ["offered"])
    assert "Offered to Ben" in stage.sees("ana")[-1]
    new = (await texts(stage, BEN))[screen:]
    assert len(new) == offered
    assert all("“call mum”" in text for text in new)
    await stage.presses("ben", "Accept")
    assert states(stage) == ["active"]


async def test_stopped_in_the_middle(stage: TelegramStage, home: Home) -> None:
    """FAULTS, SIGTERM: with a crowd of messages in hand it ends with code 0; after the next start all are answered."""
    before = {chat: len(await shown(stage, chat)) for chat in (ANA, BEN)}
    count = taken(stage)
    typed = [("types", {"user": user, "text": "/promises"}) for user in (ANA, BEN) for _ in range(10)]
    async with home.running() as running:
        await stage.server.many(typed)
        assert await running.stop() == 0
    await takes_over(stage)
    assert taken(stage) == count + 20
    assert {chat: len(await shown(stage, chat)) - number for chat, number in before.items()} == {ANA: 10, BEN: 10}


async def test_shut_out_by_a_send(stage: TelegramStage, home: Home) -> None:
    """FAULTS, token revoked (401): found out by a send it ends with code 1 and one sentence, and does not hammer."""
    sends = f"{SENDS},answerCallbackQuery"
    async with home.running() as running:
        await stage.server.fault("401", method=sends, times=-1)
        before = len(await stage.server.requests())
        await stage.server.many([("types", {"user": user, "text": "/help"}) for user in (ANA, BEN)])
        assert await running.ends() == 1
        assert "refuses the bot's token" in running.log.splitlines()[-1]
        assert len(running.log.splitlines()) <= 2
        assert TOKEN not in running.log
    asked = [method for method, _ in (await stage.server.requests())[before:] if method in sends]
    assert len(asked) <= 2
    await takes_over(stage)
    await stage.goes_by(minutes=2)
    for who in ("ana", "ben"):
        assert "Here is what I can do" in stage.sees(who)[-1]
