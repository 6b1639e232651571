"""Commands and presses in groups: answered in private, with a pointer there that says the same to everybody."""

from __future__ import annotations

import pytest

from tests import test_promises
from tests.stage import TelegramStage
from tests.telegram.client import BOT_USERNAME
from tests.test_telegram_house import ANA, BEN, ZOE, on_file, rows, shown, texts
from tests.test_telegram_house_place import OPEN, home, linked, pair

__all__ = ["home", "pair"]

AT = f"@{BOT_USERNAME}"


async def types(stage: TelegramStage, user: int, text: str, **more: object) -> int:
    """Somebody writes in a group; returns the message's number once it is answered."""
    number: int = await stage.server.types(user, text, **more)
    await stage.all_said()
    return number


# -- commands ----------------------------------------------------------------------------------------------------


async def test_a_command_is_answered_in_private(home: TelegramStage) -> None:
    """Issue 3.4: the answer comes in the direct chat, and in the group a pointer to it, on the command, with a link."""
    chat = int(home.shared)
    number = await types(home, ANA, f"/boundaries{AT}", chat=chat)
    assert "You have no boundaries in words yet" in home.sees("ana")[-1]
    pointer = (await shown(home, chat))[-1]
    assert pointer.reply_to == number
    assert "let’s do it in our own chat" in pointer.text
    assert [[(one.data, one.url) for one in row] for row in pointer.rows] == [[(None, OPEN)]]
    assert not any("boundaries in words" in text for text in await texts(home, chat))


async def test_known_and_unknown_get_the_same_pointer(pair: TelegramStage) -> None:
    """DESIGN 6.1, 6.5: from the group nobody can tell who uses Troth; a stranger's direct chat stays empty."""
    chat = await pair.server.group("Friends", [ANA, BEN, ZOE])
    await pair.all_said()
    for user in (ANA, ZOE):
        await types(pair, user, f"/promises{AT}", chat=chat)
    known, unknown = (await shown(pair, chat))[-2:]
    assert (known.text, known.rows) == (unknown.text, unknown.rows)
    assert await shown(pair, ZOE) == []
    await pair.server.opens(ZOE, OPEN)
    await pair.all_said()
    assert "What shall I call you?" in pair.sees("zoe")[-1]


async def test_no_command_is_answered_in_the_group(home: TelegramStage) -> None:
    """Issue 3.4: whatever the command, and whether there is one or not, the group shows the pointer and no more."""
    chat = int(home.shared)
    for name in ("/nothinglikethat", "/pormise", "/start", "/pair", "/today", "/help"):
        before = await texts(home, chat)
        await types(home, BEN, f"{name}{AT}", chat=chat)
        [said] = (await texts(home, chat))[len(before) :]
        assert said == "That is between you and me, so let’s do it in our own chat."


async def test_here_among_others_tells_nobody_who_is_a_couple(pair: TelegramStage) -> None:
    """DESIGN 6.5: /here where others read along looks the same from one of a couple and from a stranger."""
    chat = await pair.server.group("Friends", [ANA, BEN, ZOE])
    await pair.all_said()
    answers = []
    for user in (ANA, ZOE):
        before = await texts(pair, chat)
        await types(pair, user, f"/here{AT}", chat=chat)
        answers.append((await texts(pair, chat))[len(before) :])
    assert "I can’t make that place yours" in pair.sees("ana")[-1]
    assert answers[0] == answers[1]


# -- presses -----------------------------------------------------------------------------------------------------


async def outcome_in_the_group(stage: TelegramStage) -> None:
    """A promise that the two see differently; the group shows that, with buttons."""
    await test_promises.asked(stage, "ana", "ben")
    await stage.presses("ana", "Kept")
    await stage.presses("ben", "Partly")
    assert "You see this one differently." in stage.sees("ana", stage.shared)[-1]


async def press_there(stage: TelegramStage, user: int, label: str) -> dict[str, str]:
    """Somebody presses a button in the group; how that was answered."""
    chat = int(stage.shared)
    last = next(one for one in reversed(await shown(stage, chat)) if one.rows)
    data = last.button(label).data
    assert data is not None
    query = await stage.server.presses(user, last.id, data, chat=chat)
    await stage.all_said()
    answers: dict[str, dict[str, str]] = await stage.server.callback_answers()
    return answers[query]


async def test_a_press_in_the_group_leads_to_the_direct_chat(home: TelegramStage) -> None:
    """Issue 3.4: what a press in the group begins goes on in the direct chat, and the press itself leads there."""
    await outcome_in_the_group(home)
    there = await texts(home, int(home.shared))
    before = len(home.sees("ana"))
    assert await press_there(home, ANA, "Talk it over") == {"url": OPEN}
    assert len(home.sees("ana")) > before
    assert len(await texts(home, int(home.shared))) == len(there)


async def test_a_strangers_press_gets_a_few_words_alone(home: TelegramStage) -> None:
    """I3: somebody who is none of the two presses there: a note for them alone, and nothing changes anywhere."""
    await outcome_in_the_group(home)
    await home.server.adds(int(home.shared), ZOE)
    await home.all_said()
    before = {chat: await texts(home, chat) for chat in (int(home.shared), ANA, BEN, ZOE)}
    answer = await press_there(home, ZOE, "Talk it over")
    assert answer.keys() == {"text", "show_alert"}
    assert answer["text"].startswith("That button has done its work.")
    assert {chat: await texts(home, chat) for chat in before} == before


# -- nobody in particular ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom", [True, "channel"])
async def test_nobody_can_tell_who_that_was(pair: TelegramStage, whom: bool | str) -> None:
    """Issue 3.4: anonymous administrators and channels are refused kindly, with what to do, and nothing is begun."""
    chat = await pair.server.group("Us two", [ANA, BEN], supergroup=True)
    await pair.all_said()
    number = await types(pair, ANA, f"/here{AT}", chat=chat, as_chat=whom)
    refusal = (await shown(pair, chat))[-1]
    assert "I can’t tell who you are when you write as the group or a channel" in refusal.text
    assert refusal.reply_to == number
    assert refusal.rows == ()
    assert await linked(pair) == []
    assert not any("/here" in text for text in await texts(pair, ANA))


async def test_talk_in_the_group_never_reaches_the_house(home: TelegramStage) -> None:
    """Issue 3.4: with privacy mode on, what the two say to each other leaves no row, and gets no answer."""
    chat = int(home.shared)
    before = await rows(home, "SELECT key FROM inbox"), await texts(home, chat)
    await types(home, ANA, "what shall we eat?", chat=chat)
    await types(home, BEN, "pizza", chat=chat)
    await home.server.sends(BEN, "photo", chat=chat)
    await home.all_said()
    assert (await rows(home, "SELECT key FROM inbox"), await texts(home, chat)) == before


async def test_talk_is_not_kept_where_the_bot_reads_it(home: TelegramStage) -> None:
    """DESIGN 6.4: an administrator's bot is sent all that is said; it answers nothing and keeps none of it."""
    chat = int(home.shared)
    await home.server.stands(chat, None, "administrator")
    await home.all_said()
    before = await texts(home, chat)
    await types(home, ANA, "what shall we eat, CANARY?", chat=chat)
    await home.server.sends(BEN, "contact", chat=chat)
    await home.all_said()
    assert await texts(home, chat) == before
    await home.app.store.close()
    assert b"CANARY" not in on_file(home.folder)


# -- replies -----------------------------------------------------------------------------------------------------


async def test_a_reply_to_ones_own_words_makes_them_a_promise(home: TelegramStage) -> None:
    """Issue 3.3: /promise in answer to one's own message promises it; the draft is for its author alone."""
    chat = int(home.shared)
    words = await types(home, ANA, "I’ll call mum", chat=chat)
    number = await types(home, ANA, f"/promise{AT} by friday", chat=chat, reply_to=words)
    assert "“I’ll call mum”" in home.sees("ana")[-1]
    assert "Due Friday, 20 November 2026" in home.sees("ana")[-1]
    assert (await shown(home, chat))[-1].reply_to == number
    assert not any("call mum" in text for text in home.sees("ben") + await texts(home, chat))


async def test_a_marked_part_is_what_is_promised(home: TelegramStage) -> None:
    """Issue 3.3: of a longer message, only what was marked for quoting becomes the promise."""
    chat = int(home.shared)
    words = await types(home, ANA, "Sorry! I’ll call mum. And you?", chat=chat)
    await types(home, ANA, f"/promise{AT} by friday", chat=chat, reply_to=words, quote="I’ll call mum.")
    assert "“I’ll call mum.”" in home.sees("ana")[-1]
    assert "Sorry" not in home.sees("ana")[-1]


async def test_the_others_words_cannot_be_promised_for_them(home: TelegramStage) -> None:
    """DESIGN 5: only who promises writes the promise; a reply to the other's words is refused kindly, in private."""
    chat = int(home.shared)
    words = await types(home, BEN, "I’ll do the dishes", chat=chat)
    await types(home, ANA, f"/promise{AT}", chat=chat, reply_to=words)
    await refused_as_theirs(home)


async def refused_as_theirs(stage: TelegramStage) -> None:
    """Ana was told that only Ben can promise that, and nothing was begun."""
    assert "Only whoever wrote that can make a promise of it" in stage.sees("ana")[-1]
    assert await rows(stage, "SELECT 1 AS x FROM promises") == []
    assert not any("dishes" in text for text in await texts(stage, int(stage.shared)))


async def test_the_others_words_with_a_date(home: TelegramStage) -> None:
    """DESIGN 5: a date after the command makes no difference to that."""
    chat = int(home.shared)
    words = await types(home, BEN, "I’ll do the dishes", chat=chat)
    await types(home, ANA, f"/promise{AT} by friday", chat=chat, reply_to=words)
    await refused_as_theirs(home)


async def test_a_topics_opening_is_no_message_to_promise(pair: TelegramStage) -> None:
    """Issue 3.3: every message in a topic answers the one that opened it, which is nobody's words."""
    chat = await pair.server.group("Our forum", [ANA, BEN], forum=True)
    topic = await pair.server.topic(chat, "Us")
    await types(pair, ANA, f"/promise{AT} call mum by friday", chat=chat, thread=topic)
    assert "“call mum”" in pair.sees("ana")[-1]
    pointer = (await shown(pair, chat, topic))[-1]
    assert (pointer.thread, "our own chat" in pointer.text) == (topic, True)
    await types(pair, ANA, f"/promise{AT}", chat=chat, thread=topic)
    assert "What do you promise?" in pair.sees("ana")[-1]
