"""The couple's place where the bot can make none: offered by one, agreed by the other; strangers, moves, removal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content import Reader, When, worded
from bot.model import Account, Address, Arrived, Joined, Moved, Nameless, Removed, Sender
from bot.store import Tx
from tests.talk import CHAT_ONLY, SERVER, Talk

HOME = "-100"
REVEALED = ": you have both shared."
GROUP = Address("memory", HOME, "shared")
ANA, BEN, ZOE = (Account("memory", name) for name in ("ana", "ben", "zoe"))


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Talk]:
    """Ana and Ben, linked up, and a group of the two and the bot."""
    opened = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await opened.pairs()
    opened.adapter.members[HOME] = frozenset({ANA, BEN})
    yield opened
    await opened.close()


async def linked(pair: Talk, place: str = HOME) -> None:
    await pair.says("ana", "/here", place=place)
    await pair.presses("ben", "Yes, here", place=place)


async def checked_in(pair: Talk, place: str = HOME) -> str:
    """A check-in that both share; what the group then shows last."""
    await pair.says("ana", "/checkin")
    for who in ("ana", "ben"):
        await pair.presses(who, "All fine")
        await pair.presses(who, "Share when we both have")
    return (pair.sees("ana", place) or [""])[-1]


async def test_one_offers_and_the_other_agrees(pair: Talk) -> None:
    """/here asks the other; once they agree, what both have shared is shown there."""
    [offer] = await pair.says("ana", "/here", place=HOME)
    assert "Ana would like this to be the place of you two" in offer
    assert "Ben?" in offer
    await pair.presses("ben", "Yes, here", place=HOME)
    assert "This is the place of you two now" in pair.sees("ben", HOME)[-1]
    assert REVEALED in await checked_in(pair)


async def test_only_the_other_can_agree(pair: Talk) -> None:
    """Who offered can't agree for the other, nor can a stranger; nothing is linked."""
    await pair.says("ana", "/here", place=HOME)
    for who in ("ana", "zoe"):
        await pair.presses_token(who, pair.token("ana", "Yes, here", place=HOME), place=HOME)
        assert pair.answered[-1].note
    assert REVEALED not in await checked_in(pair)


async def test_declined_stays_as_it_was(pair: Talk) -> None:
    """A no changes nothing but the card."""
    await pair.says("ana", "/here", place=HOME)
    await pair.presses("ben", "Rather not", place=HOME)
    assert pair.sees("ana", HOME) == ["All right. It stays as it was."]
    await checked_in(pair)
    assert len(pair.screen("ana", HOME)) == 1


async def test_both_ask_at_the_same_moment(pair: Talk) -> None:
    """When each types /here, each has said yes: it is theirs, and no offer is left that could tell otherwise."""
    await pair.says("ana", "/here", place=HOME)
    old = [pair.token("ana", label, place=HOME) for label in ("Yes, here", "Rather not")]
    await pair.says("ben", "/here", place=HOME)
    assert "This is the place of you two now" in pair.sees("ben", HOME)[-1]
    shown = pair.sees("ana", HOME)
    for who in ("ana", "ben"):
        for token in old:
            await pair.presses_token(who, token, place=HOME)
            assert pair.answered[-1].note.startswith("That button has done its work")
    assert pair.sees("ana", HOME) == shown
    assert REVEALED in await checked_in(pair)


async def test_an_offer_asked_twice_is_one_offer(pair: Talk) -> None:
    """/here typed twice by the same one is no yes; either card answers it once, and then it is answered."""
    for _ in range(2):
        await pair.says("ana", "/here", place=HOME)
    first = pair.token("ben", "Rather not", place=HOME, nth=0)
    await pair.presses("ben", "Yes, here", place=HOME)
    await pair.presses_token("ben", first, place=HOME)
    assert pair.answered[-1].note.startswith("That button has done its work")
    assert REVEALED in await checked_in(pair)


async def test_an_old_offer_is_no_longer_open(pair: Talk) -> None:
    """After a week without an answer the offer is closed, and a late yes links nothing."""
    await pair.says("ana", "/here", place=HOME)
    await pair.goes_by(days=8)
    await pair.presses("ben", "Yes, here", place=HOME)
    assert pair.answered[-1].note
    assert REVEALED not in await checked_in(pair)


async def test_in_a_group_with_others_only_the_asker_hears_why(pair: Talk) -> None:
    """With a third reader the group sees what a stranger would get; who asked is told in private, the other is not."""
    pair.adapter.members[HOME] = frozenset({ANA, BEN, ZOE})
    before = pair.sees("ben")
    said = await pair.says("ana", "/here", place=HOME)
    assert "I can’t make that place yours" in pair.sees("ana")[-1]
    assert said == await pair.says("zoe", "/here", place=HOME), "it tells nobody who is a couple"
    assert pair.sees("ben") == before


async def test_a_third_reader_later_withholds_and_tells_both(pair: Talk) -> None:
    """When somebody joins, both are told at once, and what is private comes to their own chats (SAFETY 12)."""
    await linked(pair)
    pair.adapter.members[HOME] = frozenset({ANA, BEN, ZOE})
    await pair.happens(Joined("j", GROUP, ZOE))
    for who in ("ana", "ben"):
        assert "Somebody else has come into the place" in pair.sees(who)[-1]
    shown = len(pair.screen("ana", HOME))
    await checked_in(pair)
    assert len(pair.screen("ana", HOME)) == shown
    for who in ("ana", "ben"):
        assert any(REVEALED in text for text in pair.sees(who))


async def test_one_of_the_two_who_joins_is_no_stranger(pair: Talk) -> None:
    """Ben coming into the group after it was linked is no news."""
    await linked(pair)
    before = pair.sees("ana")
    await pair.happens(Joined("j", GROUP, BEN))
    assert pair.sees("ana") == before


async def test_put_out_both_are_told(pair: Talk) -> None:
    """When the bot is put out of the place, both are told, and go on in their own chats."""
    await linked(pair)
    await pair.happens(Removed("r", GROUP))
    for who in ("ana", "ben"):
        assert "put out of the place" in pair.sees(who)[-1]
    await checked_in(pair)
    assert any(REVEALED in text for text in pair.sees("ben"))


async def test_let_in_again_it_is_their_place_again(pair: Talk) -> None:
    """A bot that is added back finds the place still linked."""
    await linked(pair)
    await pair.happens(Removed("r", GROUP))
    await pair.happens(Arrived("a", Sender(ANA, "Ana"), GROUP))
    assert "I’m Troth" in pair.sees("ana", HOME)[-1]
    assert "@troth_bot" in pair.sees("ana", HOME)[-1]
    assert REVEALED in await checked_in(pair)


async def test_a_moved_place_stays_theirs(pair: Talk) -> None:
    """A group that becomes a supergroup keeps its link, even if something came from the new id first."""
    await linked(pair)
    pair.adapter.members["-1007"] = frozenset({ANA, BEN})
    await pair.says("ana", "/today", place="-1007")
    await pair.happens(Moved("m", GROUP, "-1007"))
    await pair.happens(Moved("m2", GROUP, "-1007"))
    assert REVEALED in await checked_in(pair, "-1007")


async def test_a_topic_moves_and_closes_with_its_group(pair: Talk) -> None:
    """A topic is a place inside its group: what happens to the group happens to it."""
    topic = f"{HOME}/7"
    pair.adapter.members[topic] = frozenset({ANA, BEN})
    await linked(pair, topic)
    await pair.happens(Joined("j", GROUP, ZOE))
    assert "Somebody else has come" in pair.sees("ben")[-1]
    await pair.happens(Removed("r", GROUP))
    assert "put out of the place" in pair.sees("ben")[-1]


async def test_either_may_go_back_to_direct_chats(pair: Talk) -> None:
    """In the linked place /here shows the way out, and either may take it alone."""
    await linked(pair)
    [yours] = await pair.says("ben", "/here", place=HOME)
    assert "This is the place of you two." in yours
    await pair.presses("ben", "Use our own chats", place=HOME)
    assert "I write to each of you in your own chat" in pair.sees("ana", HOME)[-1]
    shown = len(pair.screen("ana", HOME))
    await checked_in(pair)
    assert len(pair.screen("ana", HOME)) == shown


async def test_here_in_a_direct_chat_says_how(pair: Talk) -> None:
    """/here in a direct chat explains what it takes."""
    assert "Make such a group" in (await pair.says("ana", "/here"))[0]


async def test_added_by_the_link_it_asks_at_once(pair: Talk) -> None:
    """The button after pairing leads to a group; coming there by it is as good as /here."""
    assert "[Add me to a group of us three]" in pair.sees("ana")[-1]
    [offer] = await pair.says("ana", "/start here", place=HOME)
    assert "Ana would like this to be the place of you two" in offer
    [pointer] = await pair.says("zoe", "/start here", place=HOME)
    assert "our own chat" in pointer
    assert "That code doesn’t work" in (await pair.says("ana", "/start here"))[0]


async def test_nobody_is_refused_kindly(pair: Talk) -> None:
    """Who writes as the group or a channel is told why that can't work."""
    await pair.happens(Nameless("n", GROUP, "es", "77"))
    shown = pair.screen("ana", HOME)[-1].message
    assert "No puedo saber quién eres" in shown.plain()
    assert shown.reply_to == "77"


async def test_blocked_and_back(pair: Talk) -> None:
    """Who blocks the bot gets nothing of what was queued; from their return on things come again."""
    await pair.happens(Removed("r", Address("memory", "ben", "direct")))
    before = pair.sees("ben")
    await _tells(pair)
    assert pair.sees("ben") == before
    await pair.happens(Arrived("a", Sender(BEN, "Ben"), Address("memory", "ben", "direct")))
    await _tells(pair)
    assert pair.sees("ben") == [*before, "Ana has put a boundary into words.\n[Show]"]


async def _tells(pair: Talk) -> None:
    await pair.says("ana", "/boundary no phones at dinner")
    await pair.presses("ana", "Devices")


def test_times_in_their_place_are_told_for_both() -> None:
    """Where the two live in different zones, an hour is told for each, with the weekday if that differs."""
    evening = When(1_795_021_200_000, "time")  # 18 November 2026, 17:00 UTC
    assert worded(evening, Reader("en", "Europe/Madrid", ("America/Chicago",))) == "18:00 (11:00 Chicago)"
    assert worded(evening, Reader("es", "Europe/Madrid", ("Asia/Tokyo",))) == "18:00 (jueves 02:00 Tokio)"
    day = replace(evening, style="day")
    assert worded(day, Reader("en", "Europe/Madrid", ("Asia/Tokyo",))) == "Wednesday, 18 November 2026"


async def test_a_reply_makes_ones_own_words_a_promise(pair: Talk) -> None:
    """/promise in answer to one's own message promises it; the other's words can't be promised for them."""
    [draft] = await pair.says("ana", "/promise by friday", quoting=("ana", "I’ll call mum"))
    assert "I’ll call mum" in draft
    [no] = await pair.says("ana", "/promise", quoting=("ben", "I’ll do the dishes"))
    assert "Only whoever wrote that" in no
    [own] = await pair.says("ana", "/promise water the plants by friday", quoting=("ben", "I’ll do the dishes"))
    assert "water the plants" in own
    assert "dishes" not in own


async def test_a_date_alone_is_no_promise(pair: Talk) -> None:
    """/promise with nothing but a date asks what is promised; under the other's words it is still theirs."""
    assert "What do you promise?" in (await pair.says("ana", "/promise by friday"))[0]
    [no] = await pair.says("ana", "/promise by friday", quoting=("ben", "I’ll do the dishes"))
    assert "Only whoever wrote that" in no


async def test_a_group_that_is_nobodys_place_is_forgotten(pair: Talk) -> None:
    """A day after somebody typed in a group that is no couple's, nothing of it is kept; a linked one stays."""
    await linked(pair)
    pair.adapter.members["-200"] = frozenset({ANA, BEN, ZOE})
    await pair.says("ana", "/today", place="-200")
    await pair.goes_by(days=2)
    await pair.app.timers.tidy()

    async def known(tx: Tx) -> list[str]:
        return [row["address"] for row in await tx.all("SELECT address FROM places WHERE kind = 'shared'")]

    assert await pair.app.store.read(known) == [HOME]
    assert REVEALED in await checked_in(pair)


async def test_a_mistyped_command_is_guessed_at(pair: Talk) -> None:
    """A command with a slip in it is met with the one that was likely meant."""
    assert "Did you mean /promise?" in (await pair.says("ana", "/pormise call mum"))[0]
    assert "/help" in (await pair.says("ana", "/qqqqqq"))[0]


# -- where the bot can make a place inside a server ---------------------------------------------------------------

SERVER_HALL = "7/1"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Talk]:
    """Ana and Ben, linked up, in a server with others."""
    opened = await Talk.open(tmp_path, capabilities=SERVER)
    await opened.pairs()
    opened.adapter.members[SERVER_HALL] = frozenset({ANA, BEN, ZOE})
    yield opened
    await opened.close()


async def test_a_private_place_is_made(server: Talk) -> None:
    """/here in a server: only Ana sees the offer to make one; in it Ben is asked; then it is theirs."""
    [how] = await server.says("ana", "/here", place=SERVER_HALL)
    assert "private thread here with only you two and me" in how
    assert "owner of this server, and its moderators, may be able to read" in how
    assert server.sees("ben", SERVER_HALL) == server.sees("zoe", SERVER_HALL) == []
    [making] = await server.presses("ana", "Make us a private thread", place=SERVER_HALL)
    assert "I’m making it" in making
    [home] = server.adapter.members.keys() - {SERVER_HALL}
    assert "Ana would like this to be the place of you two" in server.sees("ben", home)[-1]
    assert "moderators, may be able to read" in server.sees("ben", home)[-1]
    await server.presses("ben", "Yes, here", place=home)
    assert REVEALED in await checked_in(server, home)
    assert server.sees("zoe", SERVER_HALL) == []


async def test_a_place_that_cannot_be_made(server: Talk) -> None:
    """Without permission, or with a partner who isn't in the server, Ana hears so in private; nothing is linked."""
    server.adapter.refused.add(SERVER_HALL)
    await server.says("ana", "/here", place=SERVER_HALL)
    await server.presses("ana", "Make us a private thread", place=SERVER_HALL)
    assert "I couldn’t make a private place here" in server.sees("ana")[-1]
    assert REVEALED not in await checked_in(server, SERVER_HALL)
    assert all("couldn’t make" not in text for text in server.sees("ben"))


async def test_after_the_other_left_it_looks_like_a_place_that_cannot_be_made(server: Talk) -> None:
    """Ben has left: nobody is added anywhere, and Ana is told what she would be told where it fails (SAFETY 5)."""
    await server.says("ben", "/leave")
    await server.presses("ben", "Leave")
    await server.says("ana", "/here", place=SERVER_HALL)
    [said] = await server.presses("ana", "Make us a private thread", place=SERVER_HALL)
    assert "I couldn’t make a private place here" in said
    assert server.adapter.members.keys() == {SERVER_HALL}


async def test_a_channel_of_their_own_may_be_used_as_it_is(server: Talk) -> None:
    """A channel that only the two can read becomes theirs as it is."""
    own = "7/2"
    server.adapter.members[own] = frozenset({ANA, BEN})
    await server.says("ana", "/here", place=own)
    await server.presses("ana", "Use this channel", place=own)
    await server.presses("ben", "Yes, here", place=own)
    assert REVEALED in await checked_in(server, own)


async def test_a_chat_that_it_only_visits_is_no_place(server: Talk) -> None:
    """Where the bot is no member it answers whoever asks, and /here says what would be needed."""
    visit = "visit/9"
    [said] = await server.says("ana", "/here", place=visit)
    assert "I’m only visiting here" in said
    assert server.screen("ana", visit)[-1].message.only == ANA
    await server.says("ana", "/promises", place=visit)
    assert server.sees("ben", visit) == []


async def test_both_asking_at_once_make_one_place(server: Talk) -> None:
    """Both press the button, one of them twice: one place is made; where none could be, trying again is allowed."""
    server.adapter.refused.add(SERVER_HALL)
    for who in ("ana", "ben"):
        await server.says(who, "/here", place=SERVER_HALL)
    old = server.token("ben", "Make us a private thread", place=SERVER_HALL)
    await server.presses("ana", "Make us a private thread", place=SERVER_HALL)
    assert "I couldn’t make a private place here" in server.sees("ana")[-1]
    server.adapter.refused.clear()
    await server.says("ana", "/here", place=SERVER_HALL)
    await server.presses("ana", "Make us a private thread", place=SERVER_HALL)
    [second] = await server.presses_token("ben", old, place=SERVER_HALL)
    assert "already" in second
    assert len(server.adapter.members.keys() - {SERVER_HALL}) == 1
    await server.goes_by(minutes=11)
    await server.says("ben", "/here", place=SERVER_HALL)
    await server.presses("ben", "Make us a private thread", place=SERVER_HALL)
    assert len(server.adapter.members.keys() - {SERVER_HALL}) == 2
