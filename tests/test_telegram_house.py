"""What two people meet who use Troth on Telegram: pairing, forms, menus, photos, and other couples beside them.

Everything here goes through the real adapter, dispatch, database file and delivery, against a Bot API server in a
process of its own. The couple's place is in test_telegram_house_place.py, commands and presses in groups in
test_telegram_house_group.py, what texts look like in test_telegram_house_words.py, and what goes wrong in
test_telegram_faults.py.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.run import menus_of
from bot.store import Row, Tx
from tests.stage import TelegramStage
from tests.talk import bare
from tests.telegram.client import ShownMessage
from tests.test_checkins import REVEALED, fine

ANA, BEN, ZOE, DAN = 101, 102, 103, 104


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[TelegramStage]:
    """A Telegram with Ana, Ben and Zoe, and Troth on long polling."""
    async with TelegramStage.playing(tmp_path, "polling") as opened:
        yield opened


@pytest.fixture
async def pair(stage: TelegramStage) -> TelegramStage:
    """The same, with Ana and Ben linked up."""
    await stage.pairs()
    return stage


async def rows(stage: TelegramStage, sql: str) -> list[Row]:
    """What stands in the database."""

    async def look(tx: Tx) -> list[Row]:
        return await tx.all(sql)

    return await stage.app.store.read(look)


async def shown(stage: TelegramStage, chat: int, thread: int | None = None) -> list[ShownMessage]:
    """What the bot has said in a chat, as it stands there now."""
    return [one for one in await stage.server.screen(chat, thread) if one.sender == "bot"]


async def texts(stage: TelegramStage, chat: int, thread: int | None = None) -> list[str]:
    """The same, as people read it."""
    return [bare(one.text) for one in await shown(stage, chat, thread)]


def on_file(folder: Path) -> bytes:
    """All that the database has on disk."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("troth.db*")))


# -- beginning ---------------------------------------------------------------------------------------------------


async def test_a_link_leads_into_the_couple_in_ones_own_language(stage: TelegramStage) -> None:
    """Issue 3.3: the link that Ana is given leads Ben through his questions, in Spanish on a Spanish phone."""
    await stage.server.person(BEN, "Ben", "es")
    await stage.begins("ana")
    await stage.says("ana", "/pair")
    link = re.search(r"https://t\.me/\S+", stage.sees("ana")[-1])
    assert link is not None
    await stage.server.opens(BEN, link[0])
    await stage.all_said()
    asked = [stage.sees("ben")[-1]]
    for answer in ("Ben", "Español", "Madrid"):
        asked += await stage.says("ben", answer)
    for number, question in enumerate(("¿Cómo quieres que te llame?", "Tu idioma", "Tu zona horaria"), start=1):
        assert f"{question} ({number} de 4)" in asked[number - 1]
    assert "¿Tienes 18 años o más? (4 de 4)" in asked[3]
    await stage.presses("ben", "Sí")
    assert "Ana te invita a usar Troth" in stage.sees("ben")[-1]
    assert await rows(stage, "SELECT id FROM couples") == []
    await stage.presses("ben", "Aceptar")
    assert "Ana y tú ya estáis en pareja aquí" in stage.sees("ben")[-1]
    assert "You and Ben are linked now" in stage.sees("ana")[-1]


async def test_a_form_is_typed_or_pressed_with_a_way_back(stage: TelegramStage) -> None:
    """Issue 3.3: each question stands alone, is answered by typing or pressing, and Back leads to the one before."""
    [name] = await stage.says("ana", "/start")
    assert "What shall I call you? (1 of 4)" in name
    assert "[Keep “Ana”]\n[Cancel]" in name
    [language] = await stage.says("ana", "Anita")
    assert "Your language (2 of 4)" in language
    [zone] = await stage.presses("ana", "English")
    assert "Your time zone (3 of 4)" in zone
    [back] = await stage.presses("ana", "Back")
    assert "Your language (2 of 4)" in back
    await stage.says("ana", "english")
    [fault] = await stage.says("ana", "Atlantis")
    assert "(4 of 4)" in fault
    [again] = await stage.presses("ana", "Yes")
    assert "I don’t know that place" in again
    await stage.says("ana", "Chicago")
    assert "Good to meet you, Anita" in stage.sees("ana")[-1]
    [person] = await rows(stage, "SELECT language, zone FROM persons")
    assert (person["language"], person["zone"]) == ("en", "America/Chicago")


async def test_a_press_replaces_the_question_and_typing_goes_on_below(stage: TelegramStage) -> None:
    """Issue 3.3: a pressed answer edits the message in place; a typed one is followed by the next question below."""
    await stage.says("ana", "/start")
    await stage.says("ana", "Ana")
    first, second = await shown(stage, ANA)
    assert "(1 of 4)" in bare(first.text)
    await stage.presses("ana", "English")
    assert [one.id for one in await shown(stage, ANA)] == [first.id, second.id]
    assert (await shown(stage, ANA))[-1].edits == second.edits + 1
    assert not any(one.force_reply for one in await shown(stage, ANA))


@pytest.mark.parametrize("how", ["Cancel", "/cancel"])
async def test_a_form_can_be_dropped(stage: TelegramStage, how: str) -> None:
    """Issue 3.3: Cancel, pressed or typed, ends the questions, and nothing of the answers is kept."""
    await stage.says("ana", "/start")
    await stage.says("ana", "Anastasia-the-first")
    if how == "Cancel":
        await stage.presses("ana", "Cancel")
    else:
        await stage.says("ana", "/cancel")
    assert "I’ve dropped that. Nothing was changed." in stage.sees("ana")[-1]
    for table in ("persons", "askings", "questions"):
        assert await rows(stage, f"SELECT 1 AS x FROM {table}") == []
    assert "Let’s begin with /start" in (await stage.says("ana", "English"))[0]


# -- what Telegram shows -----------------------------------------------------------------------------------------


async def test_menus_and_descriptions_are_set_once(stage: TelegramStage) -> None:
    """Issue 3.3: menus for private and group chats, descriptions, both languages; a second start sets nothing."""
    await _begins_with_menus(stage)
    await stage.server.called("setMyShortDescription", 2)
    menus = {(one["scope"]["type"], one["language_code"]): one["commands"] for one in await stage.server.menus()}
    named = {where: {one["command"] for one in commands} for where, commands in menus.items()}
    assert {"start", "pair", "cancel", "promise"} <= named["all_private_chats", "en"]
    assert {"pareja", "promesa"} <= named["all_private_chats", "es"]
    assert "aqui" in named["all_group_chats", "es"]
    assert "here" in named["all_group_chats", "en"] - named["all_private_chats", "en"]
    assert "cancel" not in named["all_group_chats", "en"]
    assert named["all_private_chats", ""] == named["all_private_chats", "en"]
    told = await stage.server.descriptions()
    assert told["description"][""].startswith("Troth is a program for couples")
    assert told["description"]["es"].startswith("Troth es un programa para parejas")
    asked, counted = len(await stage.server.requests()), await stage.server.counts()
    await stage.real.close()
    await _begins_with_menus(stage)
    await stage.server.called("getMyShortDescription", 2 * counted["getMyShortDescription"])
    assert not [method for method, _ in (await stage.server.requests())[asked:] if method.startswith("setMy")]


async def _begins_with_menus(stage: TelegramStage) -> None:
    """Listen anew, as `troth run` does: with menus to look after."""
    await stage.real.close()
    assert stage.listening is not None
    await stage.listening
    stage.app.adapters = {"telegram": await stage.again()}
    stage.real.menus = menus_of(stage.app.content, stage.app.house)
    await stage.begin()


# -- what is no text ---------------------------------------------------------------------------------------------


async def test_what_is_no_text_gets_one_neutral_reply(pair: TelegramStage) -> None:
    """DESIGN 6.4: each is answered once, in the same words, and nothing of it is on disk (SAFETY 13)."""
    for kind in ("photo", "location", "contact", "voice", "sticker"):
        before = len(await shown(pair, ANA))
        await pair.server.sends(ANA, kind)
        await pair.all_said()
        [reply] = (await texts(pair, ANA))[before:]
        assert reply.startswith("I can’t take pictures, places, contacts or voice.")
    await pair.app.store.close()
    kept = on_file(pair.folder)
    assert not [told for told in (b"file-of-the-test", b"40.41", b"+34000000000", b"Somebody") if told in kept]


# -- others beside them ------------------------------------------------------------------------------------------


async def test_two_couples_do_not_see_each_others_things(pair: TelegramStage) -> None:
    """I3: two couples live side by side on one bot; what one of them shares shows on no screen of the other's."""
    pair.ids["dan"] = DAN
    await pair.server.person(DAN, "Dan")
    await pair.look()
    await pair.pairs("zoe", "dan")
    for one, secret in (("ana", "ANA-SAYS"), ("zoe", "ZOE-SAYS")):
        await pair.says(one, f"/boundary {secret}")
        await pair.presses(one, "Devices")
        await pair.says(one, "/checkin")
        await pair.presses(one, "Something to look at")
        await pair.presses(one, "Done")
        await pair.says(one, f"{secret}-TOO")
        await pair.presses(one, "Share when we both have")
    for one in ("dan", "ben"):
        await fine(pair, one)
    seen = {who: "\n".join(pair.sees(who)) for who in pair.ids}
    for who in ("ana", "ben"):
        assert "ANA-SAYS-TOO" in seen[who]
        assert "ZOE" not in seen[who]
    for who in ("zoe", "dan"):
        assert "ZOE-SAYS-TOO" in seen[who]
        assert "ANA" not in seen[who]
    assert all(REVEALED in text for text in seen.values())


async def test_commands_we_name_can_be_pressed(pair: TelegramStage) -> None:
    """Issue 3.3: what /help lists, and what a slip was taken for, is a command that one can press."""
    await pair.says("ana", "/help")
    listed = (await shown(pair, ANA))[-1]
    assert len([one for one in listed.found if one["type"] == "bot_command"]) >= 6
    await pair.says("ana", "/pormise")
    guessed = (await shown(pair, ANA))[-1]
    assert [one["type"] for one in guessed.found] == ["bot_command"] * 2


async def test_another_couples_button_does_nothing(pair: TelegramStage) -> None:
    """I3: a button's token, sent by somebody whose it is not, changes nothing, and says no more than a used one."""
    await pair.says("ana", "/promise call mum by friday")
    token = pair.token("ana", "5")
    await pair.begins("zoe")
    number = (await shown(pair, ZOE))[-1].id
    query = await pair.server.presses(ZOE, number, token, forged=True)
    await pair.all_said()
    answer = (await pair.server.callback_answers())[query]
    assert answer["text"].startswith("That button has done its work.")
    assert not any("call mum" in text for text in pair.sees("ben"))
    await pair.presses("ana", "5")
    assert "call mum" in pair.sees("ben")[-1]
