"""The couple's place on Telegram: a group of the two and the bot, or a topic of one; strangers, moves, removal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import TelegramStage
from tests.telegram.client import BOT_USERNAME
from tests.test_checkins import REVEALED, fine
from tests.test_telegram_house import ANA, BEN, ZOE, rows, shown, texts

OPEN = f"https://t.me/{BOT_USERNAME}?start=open"


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[TelegramStage]:
    """A Telegram on which Ana and Ben are linked up, and have no group yet."""
    async with TelegramStage.playing(tmp_path, "polling") as stage:
        await stage.pairs()
        yield stage


@pytest.fixture
async def home(pair: TelegramStage) -> TelegramStage:
    """The same with a basic group of the two and the bot, which is their place."""
    await pair.finds_home()
    return pair


async def checked_in(stage: TelegramStage) -> None:
    """A check-in that both share."""
    await stage.says("ana", "/checkin")
    for who in ("ana", "ben"):
        await fine(stage, who)
    for who in ("ana", "ben"):
        await stage.presses(who, "Leave it at that")


async def reveals(stage: TelegramStage, chat: int, thread: int | None = None) -> int:
    """How many reveals stand in a chat, or wait behind a button there."""
    return sum(REVEALED in text or "it is here for you both" in text for text in await texts(stage, chat, thread))


async def places(stage: TelegramStage) -> dict[str, str]:
    """The shared places that the house knows, and how they are."""
    found = await rows(stage, "SELECT address, state FROM places WHERE kind = 'shared' ORDER BY address")
    return {row["address"]: row["state"] for row in found}


async def linked(stage: TelegramStage) -> list[str]:
    """The addresses of the places in which the couple's room is heard."""
    sql = "SELECT p.address FROM room_places r JOIN places p ON p.id = r.place_id ORDER BY p.address"
    return [row["address"] for row in await rows(stage, sql)]


# -- linking -----------------------------------------------------------------------------------------------------


async def test_a_group_becomes_theirs(pair: TelegramStage) -> None:
    """Issue 3.4: greeted when it is added, offered by one with /here, agreed by the other; reveals show there."""
    chat = await pair.server.group("Us two", [ANA, BEN])
    await pair.all_said()
    [greeting] = await texts(pair, chat)
    assert f"/here@{BOT_USERNAME}" in greeting
    assert "I read only commands and what you answer to me" in greeting
    pair.shared = str(chat)
    await pair.says("ana", f"/here@{BOT_USERNAME}", place=pair.shared)
    assert "Ana would like this to be the place of you two" in (await texts(pair, chat))[-1]
    await pair.presses("ana", "Yes, here", place=pair.shared)
    assert await linked(pair) == []
    await pair.presses("ben", "Yes, here", place=pair.shared)
    assert await linked(pair) == [str(chat)]
    await checked_in(pair)
    assert await reveals(pair, chat) == 1
    assert await reveals(pair, ANA) == await reveals(pair, BEN) == 0


async def test_the_greetings_command_can_be_pressed(pair: TelegramStage) -> None:
    """Issue 3.4: Telegram makes "/here@bot" in the greeting a command one can press, or copy and send."""
    chat = await pair.server.group("Us two", [ANA, BEN])
    await pair.all_said()
    [greeting] = await shown(pair, chat)
    assert any(one["type"] == "bot_command" for one in greeting.found)


async def test_the_button_after_pairing_leads_to_a_group(pair: TelegramStage) -> None:
    """Issue 3.4: the link under "linked now" adds the bot to a group, and asks the other there at once."""
    button = (await shown(pair, ANA))[-1].button("Add me to a group of us three")
    assert button.url is not None
    chat = await pair.server.group("Us two", [ANA, BEN], bot=False)
    await pair.server.opens(ANA, button.url, chat=chat)
    await pair.all_said()
    pair.shared = str(chat)
    await pair.look()
    await pair.presses("ben", "Yes, here", place=pair.shared)
    assert await linked(pair) == [str(chat)]


async def test_a_topic_is_their_place(pair: TelegramStage) -> None:
    """Issue 3.4: linked in a forum's topic, everything for the two goes to that topic, and nothing to the others."""
    chat = await pair.server.group("Our forum", [ANA, BEN], forum=True)
    topic, other = await pair.server.topic(chat, "Us"), await pair.server.topic(chat, "Shopping")
    await pair.all_said()
    pair.shared = f"{chat}/{topic}"
    await pair.says("ana", f"/here@{BOT_USERNAME}", place=pair.shared)
    await pair.presses("ben", "Yes, here", place=pair.shared)
    assert await linked(pair) == [pair.shared]
    await checked_in(pair)
    assert await reveals(pair, chat, topic) == 1
    assert await texts(pair, chat, other) == []
    assert [one.thread for one in await shown(pair, chat)] == [None, topic, topic]


# -- who reads along -------------------------------------------------------------------------------------------------


async def test_a_third_member_and_their_leaving(home: TelegramStage) -> None:
    """Issue 3.4, SAFETY 12: both are told in private and get it there; once alone, the group is used again."""
    chat = int(home.shared)
    await home.server.adds(chat, ZOE)
    await home.all_said()
    before = await texts(home, chat)
    for who in ("ana", "ben"):
        assert "Somebody else has come into the place" in home.sees(who)[-1]
    await checked_in(home)
    assert await texts(home, chat) == before
    for person, name in ((ANA, "ana"), (BEN, "ben")):
        assert await reveals(home, person) == 1
        assert any("Somebody else can read the place" in text for text in home.sees(name))
    assert await texts(home, ZOE) == []
    await home.server.removes(chat, ZOE)
    await home.all_said()
    await checked_in(home)
    assert await reveals(home, chat) == 1


async def test_a_third_member_nobody_saw_come(home: TelegramStage) -> None:
    """Issue 3.4: who came in while the bot was out of the group is found by the count, before anything private."""
    chat = int(home.shared)
    await home.server.removes_bot(chat, ANA)
    await home.server.adds(chat, ZOE)
    await home.server.adds_bot(chat, ANA)
    await home.all_said()
    assert not any("has come into" in text for text in home.sees("ana"))
    await checked_in(home)
    assert await reveals(home, chat) == 0
    assert await reveals(home, ANA) == await reveals(home, BEN) == 1


async def test_the_count_is_asked_before_every_private_act(home: TelegramStage) -> None:
    """Issue 3.4: no private message or edit goes into the group without its count having been asked right before."""
    chat = int(home.shared)
    begun = len(await home.server.requests())
    await checked_in(home)
    await home.says("ben", f"/here@{BOT_USERNAME}", place=home.shared)
    await home.presses("ben", "Use our own chats", place=home.shared)
    made = [
        method
        for method, given in (await home.server.requests())[begun:]
        if given.get("chat_id") == chat and method not in {"getChat", "getChatMember"}
    ]
    assert made == ["getChatMemberCount", "sendMessage"] * 2 + ["getChatMemberCount", "editMessageText"]


async def test_doubt_counts_as_a_stranger(home: TelegramStage) -> None:
    """Issue 3.4, I3: where Telegram won't say who is there, what is private goes to the direct chats."""
    await home.server.fault("400:Bad Request: PARTICIPANT_ID_INVALID", method="getChatMemberCount")
    await checked_in(home)
    assert await reveals(home, int(home.shared)) == 0
    for who in (ANA, BEN):
        assert await reveals(home, who) == 1
    assert "or I can’t be sure that nobody can" in "\n".join(home.sees("ana"))


@pytest.mark.parametrize("kind", ["500", "reset", "html", "429"])
async def test_a_count_that_fails_once_is_asked_again(home: TelegramStage, kind: str) -> None:
    """Issue 3.4: a passing trouble is no doubt: a little later it shows in their place, and nobody was alarmed."""
    await home.server.fault(kind, method="getChatMemberCount")
    await checked_in(home)
    assert await reveals(home, int(home.shared)) == 0
    await home.goes_by(minutes=2)
    assert await reveals(home, int(home.shared)) == 1
    for who in ("ana", "ben"):
        assert not any("can read the place" in text for text in home.sees(who))


async def test_the_count_that_never_comes(home: TelegramStage) -> None:
    """Issue 3.4, I3: a Telegram that stays silent at the count is doubt in the end."""
    home.real._line.sends._read = 0.2
    await home.server.fault("black-hole", method="getChatMemberCount", times=-1)
    await checked_in(home)
    await home.goes_by(minutes=5)
    assert await reveals(home, int(home.shared)) == 0
    assert await reveals(home, ANA) == await reveals(home, BEN) == 1


# -- moving and ending -----------------------------------------------------------------------------------------------


async def test_it_becomes_a_supergroup(home: TelegramStage) -> None:
    """Issue 3.4: told by both service messages, the place has its new id, in one row, and is still theirs."""
    old = home.shared
    new = await home.server.migrates(int(old))
    await home.all_said()
    assert await places(home) == {str(new): "open"}
    assert await linked(home) == [str(new)]
    home.shared = str(new)
    await checked_in(home)
    assert await reveals(home, new) == 1


async def waits_for_closing(stage: TelegramStage) -> None:
    """A check-in that both have shared for closing time, so that the reveal comes by itself."""
    await stage.says("ana", "/checkin")
    for who in ("ana", "ben"):
        await stage.presses(who, "All fine")
        await stage.presses(who, "Share at closing time")


async def moves_unseen(stage: TelegramStage) -> int:
    """The group moves while nothing is taken in; what is due goes out all the same. Returns the group's new id."""
    await stage.real.close()
    new: int = await stage.server.migrates(int(stage.shared))
    await stage.goes_by(days=3, minutes=1)
    stage.shared = str(new)
    return new


async def test_a_private_act_finds_that_it_has_moved(home: TelegramStage) -> None:
    """FAULTS, group becomes supergroup: found out by a reveal, it is re-keyed once and shown there, once."""
    await waits_for_closing(home)
    new = await moves_unseen(home)
    assert await reveals(home, new) == 1
    assert await reveals(home, ANA) == 0
    assert await linked(home) == [str(new)]
    await home.restart()
    assert await places(home) == {str(new): "open"}
    assert await reveals(home, new) == 1


async def test_a_send_finds_that_it_has_moved(home: TelegramStage) -> None:
    """FAULTS, group becomes supergroup: it moves between the count and the reveal; re-keyed once, shown there, once."""
    old = int(home.shared)
    await home.server.fault("migrated", method="sendMessage", chat=old)
    await checked_in(home)
    [new] = await places(home)
    assert int(new) != old
    assert await reveals(home, int(new)) == 1
    assert await reveals(home, old) == await reveals(home, ANA) == await reveals(home, BEN) == 0
    assert await linked(home) == [new]


async def test_a_topic_that_is_gone(pair: TelegramStage) -> None:
    """FAULTS, channel deleted: the place is dropped; both are told in private, and get what was meant for it."""
    chat = await pair.server.group("Our forum", [ANA, BEN], forum=True)
    topic = await pair.server.topic(chat, "Us")
    await pair.all_said()
    pair.shared = f"{chat}/{topic}"
    await pair.says("ana", f"/here@{BOT_USERNAME}", place=pair.shared)
    await pair.presses("ben", "Yes, here", place=pair.shared)
    await pair.server.fault("400:Bad Request: message thread not found", method="sendMessage", chat=chat)
    await checked_in(pair)
    assert (await places(pair))[pair.shared] == "closed"
    for person in (ANA, BEN):
        assert any("I can’t reach the place" in text for text in await texts(pair, person))
        assert await reveals(pair, person) == 1


async def test_put_out_and_let_in_again(home: TelegramStage) -> None:
    """FAULTS, kicked: both are told in private and go on there; let in again, the place is theirs as before."""
    chat = int(home.shared)
    await home.server.removes_bot(chat, BEN)
    await home.all_said()
    assert await places(home) == {home.shared: "closed"}
    for who in ("ana", "ben"):
        assert "I was put out of the place" in home.sees(who)[-1]
    await checked_in(home)
    assert await reveals(home, ANA) == await reveals(home, BEN) == 1
    await home.server.adds_bot(chat, ANA)
    await home.all_said()
    await checked_in(home)
    assert await reveals(home, chat) == 1


async def test_a_reveal_finds_that_it_was_put_out(home: TelegramStage) -> None:
    """FAULTS, kicked: found out by a private act, nobody is told of a stranger who isn't there."""
    await waits_for_closing(home)
    await home.real.close()
    await home.server.removes_bot(int(home.shared), BEN)
    await home.goes_by(days=3, minutes=1)
    for person in (ANA, BEN):
        said = await texts(home, person)
        assert await reveals(home, person) == 1
        assert any("I can’t reach the place" in text for text in said)
        assert not any("Somebody else can read" in text for text in said)
