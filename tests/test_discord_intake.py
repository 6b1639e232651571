"""Taking in from Discord: everybody is answered in time, nothing counts twice, and nobody waits for somebody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.discord.addresses import account, direct
from bot.adapters.discord.intake import MOST_WAITING, Intake
from bot.adapters.discord.updates import GoneInDirect, Taken
from bot.adapters.discord.via import Via
from bot.model import Deleted, FromPlatform, Joined, Press, Sender, Text, Typing
from bot.port import Answer
from tests.loopback import house as loopback

ANA, BEN = 7, 8


class House(loopback.House):
    """Takes each event in once, as a house would, and knows what may be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: set[str] = set()
        self.answer = Answer(note="Noted.")

    def answered(self, event: FromPlatform | Typing) -> Answer:
        """Write an event down, unless it comes again; returns its answer."""
        if isinstance(event, Typing):
            return Answer(choices=(f"{event.text}ll mum", f"{event.text}ke"))
        if event.key in self.keys:
            return self.answer
        self.keys.add(event.key)
        return super().answered(event)


class Written:
    """Writes down how interactions were to be answered."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.settled: list[tuple[str, Answer]] = []
        self.chosen: list[tuple[str, tuple[str, ...]]] = []
        self.failing = False

    def begin(self, via: Via) -> None:
        """See `Answers.begin`."""
        self.begun.append(via.interaction_id)

    async def settle(self, via: Via, answer: Answer) -> None:
        """See `Answers.settle`."""
        if self.failing:
            raise OSError("gone")
        self.settled.append((via.interaction_id, answer))

    async def choose(self, via: Via, choices: tuple[str, ...]) -> None:
        """See `Answers.choose`."""
        self.chosen.append((via.interaction_id, choices))


class Hand:
    """An intake over a house, with what it asked to be answered."""

    def __init__(self, house: House, patience: float, within: float) -> None:
        self.house = house
        self.written = Written()
        self.closing = asyncio.Event()
        self.intake = Intake(house.emit, self.written, self._whose, self.closing, patience, within)
        self.count = 0

    async def _whose(self, channel_id: str) -> str | None:
        if channel_id == "broken":
            raise OSError("nobody answers")
        return {"500": str(ANA)}.get(channel_id)

    def writes(self, user: int, text: str) -> None:
        """Somebody writes."""
        self.count += 1
        event = Text(f"m:{self.count}", Sender(account(user), "x"), direct(user), text, str(self.count))
        self.intake.take(Taken(event))

    def presses(self, user: int, token: str, number: int | None = None) -> str:
        """Somebody presses a button; returns the interaction's id."""
        self.count += 1
        via = Via("press", str(number or 1_000_000 + self.count), "tok", "5", str(user), pressed=token)
        event = Press(f"i:{via.interaction_id}", Sender(account(user), "x"), direct(user), token, via.text)
        self.intake.take(Taken(event, via))
        return via.interaction_id

    def types(self, user: int, text: str) -> None:
        """Somebody is typing."""
        self.count += 1
        event = Typing(Sender(account(user), "x"), direct(user), "promise", text)
        self.intake.take(Taken(event, Via("command", str(self.count), "tok")))


@asynccontextmanager
async def taking(house: House, *, patience: float = 5, within: float = 2.5) -> AsyncIterator[Hand]:
    """An intake that is closed in the end."""
    hand = Hand(house, patience, within)
    yield hand
    hand.closing.set()
    await hand.intake.finish()


async def test_each_person_in_order_and_nobody_waits_for_another() -> None:
    """What Ana did is taken in in her order, while Ben's does not wait for hers."""
    house = House()
    house.held.add("slow")
    async with taking(house) as hand:
        for text in ("slow", "second", "third"):
            hand.writes(ANA, text)
        hand.writes(BEN, "quick")
        await house.has("quick")
        assert house.begun == ["slow", "quick"]
        await house.release("slow")
        await house.has("third")
    assert house.words == ["quick", "slow", "second", "third"]


async def test_a_clock_runs_from_receipt() -> None:
    """An interaction's answer is begun at once, also where its person's earlier ones are still in hand."""
    house = House()
    house.held.add("slow")
    async with taking(house) as hand:
        hand.writes(ANA, "slow")
        pressed = hand.presses(ANA, "a.1")
        assert hand.written.begun == [pressed]
        await house.release("slow")
        await house.has("a.1")
    assert hand.written.settled == [(pressed, house.answer)]


async def test_an_interaction_that_comes_again() -> None:
    """After a resume the same interaction may come twice: it is begun, taken in and settled once."""
    house = House()
    async with taking(house) as hand:
        for _ in range(3):
            hand.presses(ANA, "a.1", number=42)
        hand.presses(ANA, "b.1")
        await house.has("b.1")
    assert house.begun == ["a.1", "b.1"]
    assert [one for one, _ in hand.written.settled] == hand.written.begun


async def test_a_store_that_refuses() -> None:
    """It is asked again until it takes the event; the person's next one comes after it."""
    house = House()
    house.refusals["first"] = 2
    async with taking(house) as hand:
        hand.writes(ANA, "first")
        hand.writes(ANA, "second")
        await house.has("second")
    assert house.words == ["first", "second"]
    assert house.begun.count("first") == 3


async def test_a_bug_in_the_house(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged without words, the interaction is acknowledged, and the next event comes."""
    house = House()
    house.failing.add("secret words")
    async with taking(house) as hand:
        pressed = hand.presses(ANA, "secret words")
        hand.writes(ANA, "next")
        await house.has("next")
    assert hand.written.settled == [(pressed, Answer())]
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


async def test_an_answer_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and holds nobody up."""
    house = House()
    async with taking(house) as hand:
        hand.written.failing = True
        hand.presses(ANA, "a.1")
        hand.writes(ANA, "next")
        await house.has("next")
    assert "OSError" in caplog.text


async def test_closing_lets_what_is_in_hand_end() -> None:
    """What is in hand is committed and settled; what comes after is not begun."""
    house = House()
    house.held.add("a.1")
    async with taking(house) as hand:
        pressed = hand.presses(ANA, "a.1")
        await house.until(lambda: house.begun == ["a.1"])
        hand.closing.set()
        hand.presses(BEN, "late")
        finishing = asyncio.create_task(hand.intake.finish())
        await house.release("a.1")
        await finishing
    assert house.words == ["a.1"]
    assert hand.written.begun == [pressed]
    assert hand.written.settled == [(pressed, house.answer)]


async def test_closing_waits_no_longer_than_its_patience() -> None:
    """An event that hangs, and a store that refuses for ever, are let go of."""
    house = House()
    house.held.add("hangs")
    house.refusals["refused"] = 10**9
    async with taking(house, patience=0.05) as hand:
        hand.writes(ANA, "hangs")
        hand.writes(BEN, "refused")
        await house.until(lambda: set(house.begun) >= {"hangs", "refused"})
    assert house.words == []


async def test_a_flood_from_one_person(caplog: pytest.LogCaptureFixture) -> None:
    """A thousand presses at once: so many wait, the rest is dropped and said, and Ben is served meanwhile."""
    house = House()
    house.held.add("0")
    async with taking(house) as hand:
        for number in range(1000):
            hand.presses(ANA, str(number))
        hand.writes(BEN, "me too")
        await house.has("me too")
        assert house.begun == ["0", "me too"]
        assert len(hand.written.begun) == MOST_WAITING
        await house.release("0")
        await house.has(str(MOST_WAITING - 1))
    assert len(house.taken) == MOST_WAITING + 1
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


async def test_choices_while_somebody_types() -> None:
    """The last letters typed are what is proposed for; what stood there before is let go of."""
    house = House()
    house.held |= {"c", "ca"}
    async with taking(house) as hand:
        hand.types(ANA, "c")
        await house.until(lambda: "c" in house.begun)
        hand.types(ANA, "ca")
        await house.until(lambda: "ca" in house.begun)
        await house.release("c")
        await house.release("ca")
        await asyncio.gather(*hand.intake._in_hand._answering)
    assert hand.written.chosen == [("2", ("call mum", "cake"))]
    assert house.taken == []


async def test_choices_that_come_too_late(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is proposed, and Ana's other doings never waited for it."""
    house = House()
    house.held.add("ca")
    async with taking(house, within=0.05) as hand:
        hand.types(ANA, "ca")
        hand.writes(ANA, "meanwhile")
        await house.has("meanwhile")
        await asyncio.gather(*hand.intake._in_hand._answering)
    assert hand.written.chosen == []
    assert "TimeoutError" in caplog.text


async def test_a_message_gone_from_a_direct_chat() -> None:
    """It is asked whose chat that is; of one that nobody knows, or can't be asked about, nothing is made."""
    house = House()
    async with taking(house) as hand:
        for channel in ("500", "501", "broken"):
            hand.intake.take(GoneInDirect(channel, "31"))
        await house.has("deleted 31")
    assert house.taken == [Deleted("d:31", direct(ANA), "31")]


async def test_what_concerns_a_place() -> None:
    """It waits for what concerns the same server, and for no person."""
    house = House()
    place = replace(direct(ANA), id="200/300", kind="shared")
    house.held.add("hangs")
    async with taking(house, patience=0.05) as hand:
        hand.writes(ANA, "hangs")
        hand.intake.take(Taken(Joined("m:1", place, account(BEN))))
        await house.has("Joined")


def test_nothing_is_kept_of_those_who_are_done() -> None:
    """Once all is taken in, no lane is left."""

    async def all_of_it() -> Any:
        house = House()
        async with taking(house) as hand:
            for user in range(100):
                hand.writes(user, f"hello {user}")
            await house.until(lambda: len(house.taken) == 100)
        return hand.intake

    intake = asyncio.run(all_of_it())
    assert not intake._lanes
    assert not intake._in_hand._taking
    assert not intake._typing
