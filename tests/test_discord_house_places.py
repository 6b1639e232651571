"""The couple's place on Discord: what ends it, what interrupts it, and who else comes to read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.client import BOT_ID
from tests.discord.house import ANA, BEN, ZOE, House, house
from tests.test_checkins import REVEALED, fine

LOST = "I can’t reach the place"
PUT_OUT = "I was put out of the place"
OTHERS = "Somebody else has come into the place"


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A Discord on which Ana and Ben share a thread in a server of Ana's, in which Zoe is too."""
    async with house(tmp_path, House) as stage:
        await stage.pairs()
        await stage.finds_home()
        yield stage


async def reveals(stage: House, user: int, channel: int | None = None) -> int:
    """How many reveals somebody sees somewhere."""
    return sum(REVEALED in text for text in await stage.texts(user, channel))


async def checked_in(stage: House) -> None:
    """A check-in that both share."""
    await stage.says("ana", "/checkin")
    for who in ("ana", "ben"):
        await fine(stage, who)
    for who in ("ana", "ben"):
        await stage.presses(who, "Leave it at that")


async def only_in_private(stage: House, why: str) -> None:
    """Both were told why in private, and got there, once, what was meant for their place."""
    for user in (ANA, BEN):
        assert sum(why in text for text in await stage.texts(user)) == 1
        assert await reveals(stage, user) == 1


async def test_a_reveal_shows_in_their_thread(home: House) -> None:
    """What all below departs from: a reveal shows once in the thread, and in no direct chat."""
    await checked_in(home)
    assert await reveals(home, ANA, home.thread) == 1
    assert await reveals(home, ANA) == await reveals(home, BEN) == 0


# -- ended -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "asked"), [(50001, "GET"), (10003, "GET"), (50013, "POST"), (10003, "POST")])
async def test_a_reveal_finds_that_it_is_closed(home: House, code: int, asked: str) -> None:
    """FAULTS, 50001, 50013, 10003: found when readers are asked for or by the reveal, both get it in private."""
    await home.server.fault(f"error:{code}", method=asked, path=f"/channels/{home.thread}", times=-1)
    await checked_in(home)
    assert await reveals(home, ANA, home.thread) == 0
    await only_in_private(home, LOST)
    assert await home.state(home.shared) == "closed"


async def test_the_thread_is_deleted(home: House) -> None:
    """FAULTS, channel deleted: both are told in private at once, and go on there."""
    await home.hears(home.server.deletes_channel(home.thread))
    assert await home.state(home.shared) == "closed"
    await checked_in(home)
    await only_in_private(home, PUT_OUT)


async def test_its_channel_is_deleted(home: House) -> None:
    """FAULTS, channel deleted: a thread is gone with the channel that it is in."""
    channel = await home.server.general(home.guild)
    await home.hears(home.server.deletes_channel(channel))
    assert await home.state(home.shared) == "closed"
    for who in ("ana", "ben"):
        assert PUT_OUT in home.sees(who)[-1]


@pytest.mark.parametrize("out_of", ["thread", "guild"])
async def test_the_bot_is_put_out(home: House, out_of: str) -> None:
    """FAULTS, kicked: out of the thread or the server, both are told in private once and go on there."""
    await home.hears(home.server.removes_bot(home.thread if out_of == "thread" else home.guild))
    assert await home.state(home.shared) == "closed"
    await checked_in(home)
    await only_in_private(home, PUT_OUT)


async def test_let_in_again(home: House) -> None:
    """FAULTS, kicked: added to the thread anew it is theirs as before."""
    await home.hears(home.server.removes_bot(home.thread))
    await home.hears(home.server.adds(home.thread, BOT_ID, ANA))
    await checked_in(home)
    assert await reveals(home, ANA, home.thread) == 1


# -- interrupted ---------------------------------------------------------------------------------------------------


async def test_an_archived_thread_is_opened_again(home: House) -> None:
    """FAULTS, thread archived (50083): to say something and to change something it is reopened; nothing is lost."""
    await home.says("ana", "/here", place=home.shared)
    await home.server.archives(home.thread)
    await home.server.fault("error:50083", method="POST", path=f"/channels/{home.thread}/messages")
    await checked_in(home)
    assert await reveals(home, BEN, home.thread) == 1
    assert await home.state(home.shared) == "open"
    for who in ("ana", "ben"):
        assert not any(LOST in text for text in home.sees(who))


async def test_a_locked_thread_is_closed_to_us(home: House) -> None:
    """FAULTS, thread locked: it can't be opened again, so both get in private what was meant for it, and why."""
    await home.server.archives(home.thread, locked=True)
    await checked_in(home)
    assert await reveals(home, ANA, home.thread) == 0
    await only_in_private(home, LOST)


async def test_a_server_that_is_away_is_not_gone(home: House) -> None:
    """FAULTS, guild unavailable: nobody is told that the place is lost, and once it is back it is theirs."""
    said = {user: await home.texts(user) for user in (ANA, BEN)}
    await home.server.guild_unavailable(home.guild)
    await home.server.guild_back(home.guild)
    await home.says("zoe", "/help")
    assert {user: await home.texts(user) for user in said} == said
    assert await home.state(home.shared) == "open"
    await checked_in(home)
    assert await reveals(home, ANA, home.thread) == 1


async def test_a_server_that_is_away_meanwhile(home: House) -> None:
    """FAULTS, guild unavailable: a check-in goes on in the direct chats; what it shows is in their place or theirs."""
    await home.server.guild_unavailable(home.guild)
    await checked_in(home)
    await home.server.guild_back(home.guild)
    await home.goes_by(minutes=10)
    for user in (ANA, BEN):
        assert await reveals(home, user, home.thread) + await reveals(home, user) == 1
        assert not any(PUT_OUT in text for text in await home.texts(user))


# -- somebody else -------------------------------------------------------------------------------------------------


async def test_a_third_person_is_added(home: House) -> None:
    """FAULTS, SAFETY 12: both are told in private at once, and what is private comes there; she sees nothing of it."""
    before = await home.texts(ZOE)
    await home.hears(home.server.adds(home.thread, ZOE, ANA))
    for who in ("ana", "ben"):
        assert OTHERS in home.sees(who)[-1]
    await checked_in(home)
    assert await reveals(home, ZOE, home.thread) == 0
    assert await reveals(home, ANA) == await reveals(home, BEN) == 1
    assert await home.texts(ZOE) == before


async def test_a_third_person_goes_again(home: House) -> None:
    """SAFETY 12: once only the two are there, what both share shows there as before."""
    await home.hears(home.server.adds(home.thread, ZOE, ANA))
    await home.server.removes(home.thread, ZOE)
    await checked_in(home)
    assert await reveals(home, BEN, home.thread) == 1


async def test_one_of_the_two_goes_out_of_it(home: House) -> None:
    """I2: whoever has gone out of the thread is shown the reveal too, as is the other one; each of them once."""
    await home.server.removes(home.thread, BEN)
    await checked_in(home)
    assert await reveals(home, ANA, home.thread) + await reveals(home, ANA) == 1
    assert await reveals(home, BEN) == 1


async def test_readers_that_are_not_told_once(home: House) -> None:
    """Issue 4: a passing trouble is no doubt: a little later it shows in their place, and nobody was alarmed."""
    await home.server.fault("500", method="GET", path=f"/channels/{home.thread}")
    await checked_in(home)
    await home.goes_by(minutes=2)
    assert await reveals(home, ANA, home.thread) == 1
    for who in ("ana", "ben"):
        assert not any("can read the place" in text for text in home.sees(who))
