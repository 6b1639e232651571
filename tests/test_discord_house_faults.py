"""What goes wrong between the house and Discord, and what must stay true for two people all the same.

Faults are injected by the server. Time is the stage's own still clock, what Discord asks to wait included. The gateway
is in test_discord_house_gateway.py, places that end in test_discord_house_places.py, processes that die in
test_discord_house_kill.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.discord.house import ANA, BEN, SOON, ZOE, House, house, with_its_own_time, with_little_patience
from tests.test_checkins import REVEALED, fine
from tests.test_rhythms import doors, instant


@dataclass(slots=True)
class Hasty(House):
    """A house that announces its answers soon."""

    defer_after: float = SOON


@pytest.fixture
async def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hasty]:
    """A Discord that will fail, with Ana and Ben linked up in their direct chats."""
    async with house(tmp_path, Hasty) as stage:
        with_little_patience(monkeypatch)
        with_its_own_time(monkeypatch, stage)
        await stage.pairs()
        yield stage


def seconds(number: float) -> dict[str, float]:
    """So long, as `goes_by` takes it."""
    return {"minutes": number / 60}


async def to_dm(stage: House, user: int) -> str:
    """The path of messages to somebody's direct chat."""
    return f"/channels/{await stage.server.dm(user)}/messages"


async def sent(stage: House, user: int, begun: int = 0) -> int:
    """How many messages the bot has asked to be shown in a direct chat, since the `begun`-th request."""
    path = await to_dm(stage, user)
    return sum(one[:2] == ("POST", path) for one in await stage.asked_since(begun))


async def drafts(stage: House, words: str, who: str = "ana") -> None:
    """Somebody writes a promise, as far as the button that offers it."""
    await stage.says(who, f"/promise {words} by friday at 18:00")


async def offers(stage: House, words: str, who: str = "ana") -> None:
    """Somebody offers a promise."""
    await drafts(stage, words, who)
    await stage.presses(who, "5")


async def count(stage: House, user: int, words: str) -> int:
    """On how many of somebody's messages these words stand."""
    return sum(words in text for text in await stage.texts(user))


# -- asked to wait -----------------------------------------------------------------------------------------------


async def test_a_429_for_one_chat_holds_that_chat_only(pair: Hasty) -> None:
    """FAULTS, 429: it is kept for that chat, whose order stays; others are served meanwhile; nothing twice (I5)."""
    begun = len(await pair.server.requests())
    await pair.server.fault("429", path=await to_dm(pair, BEN), retry_after=30)
    for words in ("call mum", "water the plants"):
        await offers(pair, words)
    await pair.says("zoe", "/help")
    await boundary(pair, "no phones")
    assert (await count(pair, ZOE, "Here is what I can do"), await count(pair, ANA, "I’m telling Ben")) == (1, 1)
    await pair.goes_by(**seconds(29))
    assert await sent(pair, BEN, begun) == 1
    assert await count(pair, BEN, "call mum") == 0
    await pair.goes_by(**seconds(2))
    assert await sent(pair, BEN, begun) == 4
    arrived = [text for text in await pair.texts(BEN) if "“call mum”" in text or "“water the plants”" in text]
    assert ["call mum" in text for text in arrived] == [True, False]


@pytest.mark.parametrize(("kind", "waits"), [("429-global", 30), ("429-cloudflare", 60)])
async def test_a_429_for_everything_holds_everything(pair: Hasty, kind: str, waits: float) -> None:
    """FAULTS, 429 global, and without Via: nobody hammers; announced in time, all comes afterwards, in order, once."""
    await drafts(pair, "call mum")
    before = {user: len(await pair.shown(user)) for user in (ANA, BEN, ZOE)}
    await pair.server.fault(kind, path="/channels", retry_after=30)
    await pair.presses("ana", "5")
    pair.broken = True
    begun = len(await pair.server.requests())
    for who, command in (("zoe", "/help"), ("ben", "/promises")):
        await pair.says(who, command)
    await pair.goes_by(**seconds(waits - 1))
    assert await pair.asked_since(begun) == []
    pair.broken = False
    await pair.goes_by(**seconds(2))
    await pair.all_said()
    assert await pair.asked_since(begun) != []
    new = {user: (await pair.texts(user))[number:] for user, number in before.items()}
    assert ["“call mum”" in new[BEN][0], len(new[BEN])] == [True, 2]
    assert [text[:10] for text in new[ZOE]] == ["Here is wh"]
    assert new[ANA] == []


# -- not there ---------------------------------------------------------------------------------------------------

FATES = [("500", "502", "503", "html"), ("reset",), ("black-hole",), ("lost",), ("lost-black-hole",)]
"""What becomes of a request and of its next tries, until one succeeds."""


async def fails(stage: House, path: str, fates: tuple[str, ...]) -> None:
    """The next requests there go wrong in these ways."""
    for kind in fates:
        await stage.server.fault(kind, path=path)


@pytest.mark.parametrize("fates", FATES, ids="-".join)
async def test_what_is_for_the_other_arrives_once(pair: Hasty, fates: tuple[str, ...]) -> None:
    """FAULTS, 5xx, reset, black hole, lost reply: by its nonce it is shown once, in order, whatever became of it."""
    await drafts(pair, "call mum")
    await fails(pair, await to_dm(pair, BEN), fates)
    await pair.presses("ana", "5")
    await offers(pair, "water the plants")
    await pair.heals()
    arrived = [text for text in await pair.texts(BEN) if "“call mum”" in text or "“water the plants”" in text]
    assert ["call mum" in text for text in arrived] == [True, False]
    await pair.presses("ben", "Accept")
    assert sorted(row["state"] for row in await pair.rows("SELECT state FROM promises")) == ["active", "offered"]


@pytest.mark.parametrize("fates", FATES, ids="-".join)
async def test_an_answer_arrives_once(pair: Hasty, fates: tuple[str, ...]) -> None:
    """FAULTS, the same for answers to a press and to a command: each counts and stands there once (I1, I2)."""
    await drafts(pair, "call mum")
    before, said = len(await pair.shown(ANA)), len(await pair.shown(BEN))
    pair.broken = True
    await fails(pair, "/callback", fates)
    await pair.presses("ana", "5")
    await fails(pair, "/callback", fates)
    await pair.says("ben", "/help")
    await pair.heals()
    now = await pair.texts(ANA)
    assert (len(now), "Offered to Ben" in now[-1]) == (before, True)
    offer, answer = (await pair.texts(BEN))[said:]
    assert ("“call mum”" in offer, answer[:10]) == (True, "Here is wh")
    assert not [one for one in await pair.shown(ANA) + await pair.shown(BEN) if one.thinking]
    assert [row["state"] for row in await pair.rows("SELECT state FROM promises")] == ["offered"]


@pytest.mark.parametrize("kind", ["500", "reset", "lost"])
async def test_an_announced_answer_is_filled_in(pair: Hasty, kind: str) -> None:
    """FAULTS, 5xx while an announced answer is filled in: that is as good twice as once, so it is repeated."""
    before = len(await pair.shown(ANA))
    pair.broken = True
    await pair.server.fault("500", path="/callback", times=1)
    await pair.server.fault(kind, path="@original", times=2)
    await pair.says("ana", "/help")
    await pair.server.called("PATCH", "@original", 0)
    await pair.heals()
    [answer] = (await pair.shown(ANA))[before:]
    assert (answer.thinking, "Here is what I can do" in answer.content) == (False, True)


async def test_a_prompt_that_failed_comes_once(pair: Hasty) -> None:
    """FAULTS, 5xx and a lost reply: by its nonce a prompt comes once too (I2, I5)."""
    await pair.says("ana", "/rhythm sundays 18:00")
    for kind in ("503", "lost"):
        await pair.server.fault(kind, path=await to_dm(pair, BEN))
    await pair.until(instant("2026-11-22T17:00:00"))
    await pair.heals()
    assert (doors(pair, "ana"), doors(pair, "ben")) == (1, 1)


async def test_an_outage_on_monday_morning(pair: Hasty) -> None:
    """FAULTS, platform down on Monday morning: one newest prompt of each matter afterwards, never a burst (I5)."""
    await pair.says("ana", "/rhythm mondays 08:30")
    await pair.says("ana", "/promise call mum by monday at 08:45")
    await pair.presses("ana", "5")
    await pair.presses("ben", "Accept")
    await pair.until(instant("2026-11-23T07:20:00"))
    before = {user: await pair.texts(user) for user in (ANA, BEN)}
    await pair.server.fault("502", path="/channels", times=-1)
    await pair.until(instant("2026-11-23T07:50:00"))
    assert {user: await pair.texts(user) for user in before} == before
    await pair.heals()
    for user, was in before.items():
        new = sorted(text.split(".")[0] for text in (await pair.texts(user))[len(was) :])
        assert new == ["Something you two agreed on is due", "Your check-in is here"]


# -- closed to us ------------------------------------------------------------------------------------------------


async def boundary(stage: House, words: str) -> list[str]:
    """Ana puts a boundary into words."""
    await stage.says("ana", f"/boundary {words}")
    return await stage.presses("ana", "Devices")


async def test_who_closes_their_chat_and_comes_back(pair: Hasty) -> None:
    """FAULTS, 50007: the queue goes, the other sees nothing telling; whatever they do next, they are back (I3, I7)."""
    before = await pair.texts(BEN)
    await pair.server.closes_dm(BEN)
    [written] = await boundary(pair, "no phones")
    assert "Saved. It is in force, and I’m telling Ben." in written
    assert await pair.state(str(BEN)) == "closed"
    begun = len(await pair.server.requests())
    await boundary(pair, "no shoes")
    assert await sent(pair, BEN, begun) == 0
    await pair.server.opens_dm(BEN)
    guild = await pair.server.guild("Elsewhere", ZOE, [BEN, ZOE])
    assert await pair.texts(BEN) == before
    channel = await pair.server.general(guild)
    await pair.says("ben", "/help", place=f"{guild}/{channel}")
    assert await pair.state(str(BEN)) == "open"
    await boundary(pair, "no hats")
    assert len(await pair.texts(BEN)) == len(before) + 1


async def test_a_closed_chat_looks_like_silence(tmp_path: Path) -> None:
    """FAULTS, 50007, SAFETY 3: Ana's screen is the same to the letter, whether Ben's chat is closed or he is silent."""
    screens = []
    for closed in (False, True):
        folder = tmp_path / str(closed)
        folder.mkdir()
        async with house(folder, Hasty) as stage:
            await stage.pairs()
            await stage.says("ana", "/checkin")
            if closed:
                await stage.server.closes_dm(BEN)
            await fine(stage, "ana")
            await boundary(stage, "no phones")
            await offers(stage, "call mum")
            await stage.goes_by(days=8)
            screens.append([(one.content, one.labels(), one.edits) for one in await stage.shown(ANA)])
    assert screens[0] == screens[1]


async def test_closed_at_the_moment_of_a_reveal(pair: Hasty) -> None:
    """FAULTS, 50007: the reveal reaches the one whose chat is open, once, and the other's closing shows nowhere."""
    await pair.says("ana", "/checkin")
    await fine(pair, "ben")
    await pair.server.closes_dm(BEN)
    await fine(pair, "ana")
    assert (await count(pair, ANA, REVEALED), await count(pair, BEN, REVEALED)) == (1, 0)
    assert await count(pair, ANA, "reach") == 0
    await pair.server.opens_dm(BEN)
    await pair.says("ben", "/today")
    assert await count(pair, ANA, REVEALED) == 1
