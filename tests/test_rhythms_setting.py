"""Setting rhythms: which guide somebody means, for whom it comes, starter sets, and what can't be set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.model import Account, Sender, Typing
from bot.store import Tx
from handlers.rhythms import finding, rules
from tests.talk import CHAT_ONLY, Talk, bare
from tests.test_rhythms import all_words

TITLES = {
    "question-of-the-day": ["Question of the day", "Pregunta del día"],
    "state-of-us": ["The state of us", "Cómo estamos"],
    "boundary-check-in": ["Boundary check-in", "Revisión de límites"],
    "monthly-look-back": ["Monthly look back", "Mirada al mes"],
    "thanks": ["Daily thanks", "Gracias de cada día"],
    "good-news": ["Good news", "Buenas noticias"],
}


# -- which guide is meant --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "guide", "when"),
    [
        ("en", "question weekdays 8:00", "question-of-the-day", "weekdays 08:00"),
        ("en", "Question of the day every day at 9", "question-of-the-day", "daily 09:00"),
        ("en", "questoin of day weekdays 8", "question-of-the-day", "weekdays 08:00"),
        ("en", "state of us sundays 18:00", "state-of-us", "weekly:1:sun 18:00"),
        ("en", "sundays 18:00 state of us", "state-of-us", "weekly:1:sun 18:00"),
        ("en", "state-of-us: fridays 7pm", "state-of-us", "weekly:1:fri 19:00"),
        ("en", "monthly look back last sunday 17:00", "monthly-look-back", "nth:last:sun 17:00"),
        ("en", "boundary checkin mon & thu 8pm", "boundary-check-in", "weekly:1:mon,thu 20:00"),
        ("en", "daily thanks daily 9pm", "thanks", "daily 21:00"),
        ("en", "good news good friday 8pm", "good-news", "weekly:1:fri 20:00"),
        ("es", "preguntas del día todos los días a las 9", "question-of-the-day", "daily 09:00"),
        ("es", "COMO ESTAMOS los domingos a las 18:00", "state-of-us", "weekly:1:sun 18:00"),
        ("es", "revision de limites lunes y jueves a las 20", "boundary-check-in", "weekly:1:mon,thu 20:00"),
        ("es", "gracias de cada dia, cada noche a las 10", "thanks", "daily 22:00"),
    ],
)
def test_a_guide_and_a_time_are_found(language: str, text: str, guide: str, when: str) -> None:
    """A guide is found by its name or title in either language, whole or in part, before the time or after it."""
    found = finding.wanted(text, TITLES, language)
    assert found.when is not None
    assert (found.guides[0], found.sure) == (guide, True)
    assert f"{found.when.cadence.stored()} {found.when.hour:02}:{found.when.minute:02}" == when


def test_only_a_time_names_no_guide() -> None:
    """What is only a time is no guide, and words of time alone are no title."""
    assert finding.wanted("every day at 9", TITLES, "en").guides == ()
    assert finding.wanted("daily 8pm", TITLES, "en").guides == ()
    assert finding.wanted("nonsense sundays 9am", TITLES, "en").said == "sundays 9am"


def test_what_is_nothing_is_refused() -> None:
    """Neither a guide nor a time: refused."""
    for text in ("when the moon is full", "x", "?!", "a" * 500, "every 3 months", "cada 3 días", "question every hour"):
        with pytest.raises(Refused, match="rhythm-not-understood"):
            finding.wanted(text, TITLES, "en")


def test_for_whom_can_be_said() -> None:
    """ "Just me" and "para los dos" say for whom it is to come."""
    assert finding.wanted("question sundays 9am just me", TITLES, "en").alone is True
    assert finding.wanted("pregunta del dia domingos 9:00 para mí", TITLES, "es").alone is True
    assert finding.wanted("question sundays 9am for both of us", TITLES, "en").alone is False
    assert finding.wanted("question sundays 9am", TITLES, "en").alone is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_refusal_names_can_be_had(language: str) -> None:
    """Every example in the sentences that refuse a rhythm can be read as one."""
    said = "".join(all_words().raw(key, language) or "" for key in ("rhythm-not-understood", "rhythm-several"))
    examples = re.findall("[“«](.+?)[”»]", said)
    assert len(examples) >= 8
    for one in examples:
        assert finding.wanted(one, TITLES, language).when is not None, one


# -- for a couple ----------------------------------------------------------------------------------------------


async def test_any_guide_by_its_title(couple: Talk) -> None:
    """`/rhythm TITLE WHEN` sets that guide, says so to both, and the list shows it beside the others."""
    (reply,) = await couple.says("ana", "/rhythm question of the day weekdays 8:00")
    assert "Question of the day comes to you both Monday to Friday at 08:00." in reply
    assert "Question of the day" in couple.sees("ben")[-1]
    await couple.says("ben", "/rhythm state of us saturdays 18:00")
    (shown,) = await couple.says("ana", "/rhythm")
    assert "Question of the day: Monday to Friday at 08:00" in shown
    assert "every Saturday at 18:00" in shown


async def test_a_time_alone_asks_which(couple: Talk) -> None:
    """A time alone is for the boundary check-in while that is all there is; later it is asked which, the time kept."""
    await couple.says("ana", "/rhythm sundays 18:00")
    (again,) = await couple.says("ana", "/rhythm mondays 18:00")
    assert "Boundary check-in comes to you both every Monday" in again
    await couple.says("ana", "/rhythm question wednesdays 20:00")
    (form,) = await couple.says("ana", "/rhythm fridays 19:00")
    assert "<When: fridays 19:00>" in form
    (reply,) = await couple.fills("ana", guide="state-of-us")
    assert "every Friday at 19:00" in reply


async def test_a_title_alone_asks_when(couple: Talk) -> None:
    """A guide without a time brings the form for it; what can't be read is said at the field."""
    (form,) = await couple.says("ana", "/rhythm state of us")
    assert "When would suit you both?" in form
    (fault,) = await couple.fills("ana", when="now and then")
    assert "!I couldn’t read that" in fault
    (fault,) = await couple.fills("ana", when="1st and 15th")
    assert "!A rhythm comes once on its days, and monthly on one date" in fault
    (reply,) = await couple.fills("ana", when="el último domingo de mes")
    assert "on the last Sunday of the month at 18:00" in reply


async def test_unsure_is_asked(couple: Talk) -> None:
    """Where a title is only like one, a button asks whether that was meant, and keeps the time."""
    (asked,) = await couple.says("ana", "/rhythm stats of uz sundays 17:00")
    assert "Which of these do you mean?" in asked
    (reply,) = await couple.presses("ana", "The state of us")
    assert "every Sunday at 17:00" in reply


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("time-out sundays 18:00", "Time-out begins when you want it, with /timeout, and doesn’t come by itself."),
        ("timeout", "with /timeout"),
        ("own a mistake mondays", "with /own"),
        ("foundations sundays", "with /foundations"),
        ("ask don’t assume fridays", "is there when you want it, and doesn’t come by itself."),
        ("forgiving sundays 18:00", "is there when you want it, and doesn’t come by itself."),
    ],
)
async def test_what_is_for_the_moment_never_comes_by_itself(couple: Talk, text: str, answer: str) -> None:
    """A journey, or what is for the moment, is no rhythm: said in one sentence, with the command that begins it."""
    assert answer in (await couple.says("ana", f"/rhythm {text}"))[0]
    assert "Nothing comes by itself yet" in (await couple.says("ana", "/rhythm"))[0]


@pytest.mark.parametrize(
    "text",
    [
        "1st and 15th",
        "state of us on the 1st & 15th 18:00",
        "first and third monday",
        "el 1 y el 15",
        "primer y tercer lunes",
        "monthly on the 1st and 15th",
        "twice a month",
        "question twice a day",
    ],
)
def test_several_dates_are_refused_with_what_there_is(text: str) -> None:
    """Two dates of a month are no rhythm; what is said then names what is, and none of them is dropped unsaid."""
    with pytest.raises(Refused, match="rhythm-several"):
        finding.wanted(text, TITLES, "en")


async def test_what_is_for_two_cannot_be_for_one(couple: Talk) -> None:
    """A guide for two can't be had for oneself alone."""
    (reply,) = await couple.says("ana", "/rhythm state of us sundays 18:00 just me")
    assert "is for two" in reply


async def test_at_most_twenty(couple: Talk) -> None:
    """The twenty-first rhythm of a couple is refused, with what to do."""

    async def fill(tx: Tx) -> None:
        row = await tx.one("SELECT id FROM couples")
        assert row is not None
        for number in range(rules.TOGETHER_AT_MOST):
            await tx.run(
                "INSERT INTO rhythms (id, couple_id, guide, cadence, hour, minute, zone, running, unshared, last_date) "
                "VALUES (:id, :couple, :id, 'monthly:1', 9, 0, 'UTC', 0, 0, '2026-01-01')",
                id=f"rhythm-{number:02}",
                couple=row["id"],
            )

    await couple.app.store.write(fill)
    assert "more than 20 rhythms" in (await couple.says("ana", "/rhythm state of us sundays 18:00"))[0]
    (shown,) = await couple.says("ana", "/rhythm")
    assert "rhythm-05" in shown
    assert "rhythm-06" not in shown
    (shown,) = await couple.presses("ana", "More")
    assert "rhythm-06" in shown
    await couple.presses("ana", "rhythm-07")
    await couple.presses("ana", "Take it off the list")
    (reply,) = await couple.says("ana", "/rhythm state of us sundays 18:00")
    assert "comes to you both" in reply


async def test_where_a_form_is_asked_question_by_question(tmp_path: Path) -> None:
    """On a platform without forms a new rhythm is asked for in a few questions, each with its options."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await talk.pairs()
    await talk.says("ana", "/rhythm")
    await talk.presses("ana", "New rhythm")
    (reply,) = await talk.fills("ana", guide="question-of-the-day", when="lunes y jueves a las 20", whom="both")
    assert "Question of the day comes to you both every Monday and Thursday at 20:00." in reply
    await talk.close()


# -- for one alone ---------------------------------------------------------------------------------------------


async def test_without_a_partner(talk: Talk) -> None:
    """Whoever has no couple can have a rhythm of their own; what is for two leads to /pair."""
    await talk.begins("eve")
    assert "Nothing comes to you by itself yet" in (await talk.says("eve", "/rhythm"))[0]
    assert "Type /pair" in (await talk.says("eve", "/rhythm state of us sundays 9"))[0]
    await talk.presses("eve", "New rhythm")
    (reply,) = await talk.fills("eve", guide="question-of-the-day", when="daily 20:00")
    assert "comes to you alone every day at 20:00" in reply
    before = len(talk.screen("eve"))
    await talk.goes_by(days=1)
    assert len(talk.screen("eve")) > before


async def test_ones_own_is_nobody_elses(couple: Talk) -> None:
    """What one sets for oneself alone is neither told nor shown to the other, and comes to one only."""
    before = couple.sees("ben")
    (reply,) = await couple.says("ana", "/rhythm question daily 20:00 just me")
    assert "comes to you alone" in reply
    await couple.goes_by(days=1)
    assert couple.sees("ben") == before
    assert "Question" not in (await couple.says("ben", "/rhythm"))[0].split("Light")[0]
    assert "Question" not in "".join(await couple.says("ben", "/calendar"))
    assert "This comes to you alone:" in (await couple.says("ana", "/rhythm"))[0]


async def test_two_zones_are_named(talk: Talk) -> None:
    """Where the two live in different zones, a rhythm says whose hour it is; each reads the first in their own."""
    await talk.begins("ana")
    await talk.begins("ben", zone="America/New_York")
    await talk.says("ana", "/pair")
    code = next(span.text for span in talk.screen("ana")[-1].message.spans if span.style == "words")
    await talk.says("ben", f"/pair {code}")
    await talk.presses("ben", "Accept")
    (reply,) = await talk.says("ana", "/rhythm sundays 18:00")
    assert "every Sunday at 18:00 (Madrid time)" in reply
    assert "12:00" in talk.sees("ben")[-1]


# -- starter sets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(rules.SETS))
def test_sets_never_bring_two_on_one_weekday(name: str) -> None:
    """In a set no weekday has two, save where one gives way to the monthly one."""
    days: list[int] = []
    for piece in rules.SETS[name]:
        if piece.cadence.unit != "nth":
            days += piece.cadence.weekdays
    assert len(days) == len(set(days))


async def test_a_set_is_set_by_one_tap(couple: Talk) -> None:
    """With none yet three sets are shown; one tap sets all, both are told the same, and either may stop any."""
    (shown,) = await couple.says("ana", "/rhythm")
    assert "[Light] [Steady] [Rebuilding]" in shown
    await couple.presses("ana", "Light")
    assert "Question of the day: every Wednesday at 20:00" in couple.sees("ben")[-1]
    assert "Ana has chosen rhythms for the two of you." in couple.sees("ben")[-1]
    await couple.presses("ben", "See them all")
    await couple.presses("ben", "Question of the day")
    (reply,) = await couple.presses("ben", "Stop it for now")
    assert "won’t come by itself any more" in reply


# -- while it is typed -----------------------------------------------------------------------------------------


async def test_guides_are_suggested(couple: Talk) -> None:
    """While a title is typed, it is suggested with its usual time, and what is suggested can be read."""
    sender = Sender(Account("memory", "ana"), "Ana", "en")
    found = await couple.app.dispatch.emit(Typing(sender, couple._address("ana", ""), "rhythm", "state of"))
    assert "The state of us every Sunday at 18:00" in found.choices
    (reply,) = await couple.says("ana", f"/rhythm {found.choices[0]}")
    assert "The state of us comes to you both every Sunday" in bare(reply)
