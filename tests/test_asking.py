"""Forms asked one question at a time, where a platform has none; and answers that lead to the direct chat."""

from __future__ import annotations

import string
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import ASKING, Asking
from bot.content import Line
from bot.forms import moved
from bot.model import Account, Field, Form, Option
from tests.talk import CHAT_ONLY, Talk

HOME = "us"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Talk]:
    """A house on a platform of plain messages."""
    opened = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    yield opened
    await opened.close()


@pytest.fixture
async def pair(chat: Talk) -> Talk:
    """The same, with Ana and Ben linked up and in a group with the bot."""
    await chat.pairs()
    chat.adapter.members[HOME] = frozenset({Account("memory", "ana"), Account("memory", "ben")})
    return chat


async def test_a_form_is_asked_question_by_question(chat: Talk) -> None:
    """Each answer brings the next question: pressed ones on the same message, typed ones below."""
    [welcome] = await chat.says("ana", "/start")
    assert "I’m Troth" in welcome
    assert "What shall I call you? (1 of 4)\nSo far: Ana\n[Keep “Ana”]\n[Cancel]" in welcome
    [language] = await chat.presses("ana", "Keep")
    assert language == "Your language (2 of 4)\n[English] [Español]\n[Back] [Cancel]"
    assert len(chat.screen("ana")) == 1
    await chat.presses("ana", "English")
    [adult] = await chat.says("ana", "madrid")
    assert adult.startswith("Are you 18 or older? (4 of 4)")
    assert len(chat.screen("ana")) == 2
    [done] = await chat.presses("ana", "Yes")
    assert done.startswith("Good to meet you, Ana.")
    assert len(chat.screen("ana")) == 2


async def test_what_is_wrong_is_asked_again_and_nothing_else(chat: Talk) -> None:
    """A fault found at the end comes back to its own question; all other answers stay."""
    await chat.says("ana", "/start")
    await chat.says("ana", "Anita")
    await chat.presses("ana", "English")
    await chat.says("ana", "atlantis")
    [again] = await chat.presses("ana", "Yes")
    assert "I don’t know that place." in again
    assert "(3 of 4)" in again
    [done] = await chat.says("ana", "lisbon")
    assert done.startswith("Good to meet you, Anita.")


async def test_back_keeps_what_was_answered(chat: Talk) -> None:
    """Back shows the earlier answer, and the questions answered since are not asked twice."""
    await chat.says("ana", "/start")
    await chat.says("ana", "Anita")
    await chat.presses("ana", "English")
    await chat.presses("ana", "Back")
    [name] = await chat.presses("ana", "Back")
    assert "So far: Anita" in name
    [language] = await chat.presses("ana", "Keep “Anita”")
    assert "(2 of 4)" in language
    [zone] = await chat.presses("ana", "Español")
    assert "(3 of 4)" in zone


async def test_cancel_keeps_nothing(chat: Talk) -> None:
    """Cancel, by button or command, drops the form and what was answered; a typed answer then has no question."""
    for drop in ("button", "command"):
        await chat.says("ana", "/start")
        await chat.says("ana", "Anita")
        said = await (chat.presses("ana", "Cancel") if drop == "button" else chat.says("ana", "/cancel"))
        assert "I’ve dropped that" in said[0]
        assert await chat.asked("ana") is None
    assert "/start" in (await chat.says("ana", "madrid"))[0]
    assert "nothing under way" in (await chat.says("ana", "/cancel"))[0]


async def test_options_may_be_typed(chat: Talk) -> None:
    """Who types an option's words has chosen it; anything else is asked again with the buttons."""
    await chat.says("ana", "/start")
    await chat.presses("ana", "Keep")
    [again] = await chat.says("ana", "klingon")
    assert "Please choose one of these." in again
    assert "[English]" in again
    [zone] = await chat.says("ana", "ESPAÑOL")
    assert "(3 of 4)" in zone


async def test_an_old_question_is_stale(chat: Talk) -> None:
    """The buttons of a question that was answered do nothing any more."""
    await chat.says("ana", "/start")
    old = chat.token("ana", "Keep")
    await chat.says("ana", "Anita")
    [stale] = await chat.presses_token("ana", old)
    assert "done its work" in stale
    asked = await chat.asked("ana")
    assert asked is not None
    assert asked.asking.field.name == "language"


async def test_a_form_goes_on_after_a_restart(chat: Talk) -> None:
    """A restart in the middle of a form loses no answer."""
    await chat.says("ana", "/start")
    await chat.says("ana", "Anita")
    await chat.restart()
    await chat.presses("ana", "English")
    await chat.says("ana", "madrid")
    [done] = await chat.presses("ana", "Yes")
    assert done.startswith("Good to meet you, Anita.")


async def test_a_boundary_is_written_in_steps(pair: Talk) -> None:
    """A form with a choice, a text and an optional text works to its end, and the other sees the outcome."""
    await pair.says("ana", "/boundary")
    await pair.fills("ana", kind="devices", words="no phones at dinner")
    assert "Ana has put a boundary into words" in pair.sees("ben")[-1]


async def test_a_long_answer_is_refused_and_the_question_stays(chat: Talk) -> None:
    """Too long an answer is refused in a sentence; the question is still open."""
    await chat.says("ana", "/start")
    assert "At most 40 characters" in (await chat.says("ana", "x" * 41))[0]
    assert "4,000 characters at most" in (await chat.says("ana", "x" * 4001))[0]
    [language] = await chat.says("ana", "Anita")
    assert "(2 of 4)" in language


async def test_another_form_takes_the_place_of_the_first(pair: Talk) -> None:
    """One form is open in a chat; a new one lets the other go, and its buttons with it."""
    await pair.says("ana", "/promise")
    old = pair.token("ana", "Cancel")
    await pair.says("ana", "/boundary")
    assert "done its work" in (await pair.presses_token("ana", old))[0]


async def test_a_command_in_a_group_is_answered_in_private(pair: Talk) -> None:
    """Known or not, the group sees the same words and a way to the direct chat; the answer itself is private."""
    [there] = await pair.says("ana", "/today", place=HOME)
    assert there == "That is between you and me, so let’s do it in our own chat.\n[Open our chat]"
    assert pair.answered[-1].direct
    shown = pair.screen("ana", HOME)[-1].message
    assert shown.rows[0][0].link == "memory:chat"
    assert shown.reply_to
    assert "Nothing is waiting" in pair.sees("ana")[-1]
    assert await pair.says("zoe", "/today", place=HOME) == [there]
    assert pair.sees("zoe") == []


async def test_a_press_in_a_group_leads_to_the_direct_chat(pair: Talk) -> None:
    """A button in the group is answered in private without a further message there; a stranger gets a note alone."""
    await _here(pair)
    await pair.says("ana", "/checkin")
    before = len(pair.screen("ana", HOME))
    token = pair.token("ben", "Open")
    await pair.presses_token("ben", token, place=HOME)
    assert pair.answered[-1].direct
    await pair.presses_token("zoe", token, place=HOME)
    assert pair.answered[-1].note.startswith("That button has done its work")
    assert len(pair.screen("ana", HOME)) == before
    assert pair.sees("zoe") == []


async def _here(pair: Talk) -> None:
    await pair.says("ana", "/here", place=HOME)
    await pair.presses("ben", "Yes, here", place=HOME)


FIELDS = (
    Field("a", "A"),
    Field("b", "B", "choice", (Option("x", "Ex"), Option("y", "Why"))),
    Field("c", "C", "many", (Option("m", "Mo"), Option("t", "Tu")), required=False),
    Field("d", "D", "long", required=False, max_length=5),
)
STEPS = st.one_of(
    st.fixed_dictionaries({"do": st.sampled_from(["back", "keep", "skip", "done"])}),
    st.fixed_dictionaries({"do": st.just("pick"), "n": st.sampled_from(["0", "1"])}),
    st.fixed_dictionaries({"do": st.just("text"), "typed": st.text(string.ascii_letters, max_size=8)}),
)


@given(st.lists(STEPS, max_size=30))
def test_any_way_through_a_form_ends_with_what_fits(steps: list[dict[str, str]]) -> None:
    """Whatever is pressed or typed, the state is sound and survives its row; a finished form fits its questions."""
    asking = Asking((), Form(FIELDS, "Send", ""))
    for step in steps:
        if asking.done:
            break
        if step["do"] == "pick" and not asking.field.options:
            continue
        if step["do"] == "skip" and (asking.field.required or asking.field.kind == "many"):
            continue
        asking = moved(asking, step, step.get("typed", ""), _read)
        assert 0 <= asking.at <= len(FIELDS)
        assert ASKING.validate_json(ASKING.dump_json(asking, exclude_defaults=True)) == asking
    if asking.done:
        values = asking.values()
        assert values["a"]
        assert values["b"] in ("x", "y")
        assert set(values["c"]) <= {"m", "t"}
        assert len(values["d"]) <= 5


def _read(words: Line) -> str:
    return words.key
