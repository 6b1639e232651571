"""Dates, from an idea to the reminder, as two people plan them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content import FIRST_LANGUAGE
from bot.couples import couple as couple_by_id
from bot.feature import CalendarEntry, Context
from bot.outbox import Desk
from bot.store import Row, Tx
from handlers.outings import ideas, rules
from tests.talk import CHAT_ONLY, Talk

WALK = "/date a walk by the river on friday at 18:00"
SOON = "Something nice you planned is coming up.\n[Show]"


async def proposed(talk: Talk, text: str = WALK) -> None:
    """Ana proposes a date to Ben."""
    await talk.says("ana", text)
    await talk.presses("ana", "Propose it to Ben")


async def planned(talk: Talk, text: str = WALK) -> None:
    """Ana proposed a date, and Ben said yes."""
    await proposed(talk, text)
    await talk.presses("ben", "Yes")


async def leaves(talk: Talk, who: str) -> None:
    await talk.says(who, "/leave")
    await talk.presses(who, "Leave now")


async def rows(talk: Talk, sql: str) -> list[Row]:
    """What stands in the database."""

    async def look(tx: Tx) -> list[Row]:
        return await tx.all(sql)

    return await talk.app.store.read(look)


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of November 2026, UTC."""
    return int(datetime(2026, 11, day, hour, minute, tzinfo=UTC).timestamp() * 1000)


# -- planning ------------------------------------------------------------------------------------------------


async def test_a_date_in_one_line(couple: Talk) -> None:
    """`/date WHAT WHEN` needs one card, with the absolute day to confirm; the other sees nothing before."""
    before = couple.sees("ben")
    (draft,) = await couple.says("ana", WALK)
    assert "“a walk by the river”, Friday, 20 November 2026, 18:00" in draft
    assert couple.sees("ben") == before
    (reply,) = await couple.presses("ana", "Propose it to Ben")
    assert "Proposed to Ben" in reply
    assert "Ana would like to spend time with you:\n\n“a walk by the river”, Friday" in couple.sees("ben")[-1]
    assert "[Yes] [Another day]\n[Not now]" in couple.sees("ben")[-1]


async def test_yes_and_it_stands(couple: Talk) -> None:
    """Both hear so, and both lists have it."""
    await proposed(couple)
    (reply,) = await couple.presses("ben", "Yes")
    assert "It’s a date" in reply
    assert "Ben says yes:\n\n“a walk by the river”" in couple.sees("ana")[-1]
    for who in ("ana", "ben"):
        (list_,) = await couple.says(who, "/date")
        assert "1. a walk by the river: Friday, 20 November 2026, 18:00 (planned)" in list_
        (card,) = await couple.presses(who, "1")
        assert "Planned with " in card


async def test_a_form_where_the_day_or_the_thing_is_missing(couple: Talk) -> None:
    """What was typed stands in the form already; what is wrong with it is said there."""
    (form,) = await couple.says("ana", "/date a table for 2")
    assert "<What: a table for 2>\n<When: >" in form
    (form,) = await couple.says("ana", "/date friday at 8")
    assert "<What: >\n<When: friday at 8>" in form
    (form,) = await couple.fills("ana", words="swim", when="yesterday")
    assert "in the past" in form
    assert "<What: swim>" in form
    (draft,) = await couple.fills("ana", when="sunday")
    assert "“swim”, Sunday, 22 November 2026, 18:00" in draft
    await couple.presses("ana", "Change")
    (draft,) = await couple.fills("ana", words="swim and cake")
    assert "“swim and cake”, Sunday, 22 November 2026, 18:00" in draft


@pytest.mark.parametrize("text", ["/date cake yesterday", "/date walk in 5 minutes", "/date walk in 3 years"])
async def test_a_day_that_can_not_be(couple: Talk, text: str) -> None:
    """The past, the next minutes and what is years away are refused, and nothing is kept."""
    (reply,) = await couple.says("ana", text)
    assert any(part in reply for part in ("in the past", "minutes away", "two years"))
    assert not await rows(couple, "SELECT 1 AS x FROM outings")


async def test_too_many_words(couple: Talk) -> None:
    """What is too long is refused with its limit."""
    (reply,) = await couple.says("ana", "/date " + "very " * 60 + "long walk on friday")
    assert "200 characters" in reply
    (reply,) = await couple.says("ana", "/date " + "x" * 300)
    assert "200 characters" in reply


async def test_a_draft_is_let_go(couple: Talk) -> None:
    """Nobody ever sees it, and it is in no list."""
    await couple.says("ana", WALK)
    assert "(only you)" in (await couple.says("ana", "/date"))[0]
    assert "No dates are planned" in (await couple.says("ben", "/date"))[0]
    await couple.presses("ana", "1")
    (reply,) = await couple.presses("ana", "Let it go")
    assert "Nobody else saw it" in reply
    assert not await rows(couple, "SELECT 1 AS x FROM outings")


async def test_dates_are_for_two(talk: Talk) -> None:
    """One alone is led to /pair."""
    await talk.begins("ana")
    (reply,) = await talk.says("ana", "/date")
    assert "/pair" in reply


async def test_twenty_are_the_most(couple: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the most that a couple may have ahead of them, no more is taken."""
    monkeypatch.setattr(rules, "MOST", 2)
    await proposed(couple)
    await proposed(couple, "/date cake on saturday")
    (reply,) = await couple.says("ana", "/date tea on sunday")
    assert "2 dates ahead" in reply
    await couple.goes_by(days=5)
    (reply,) = await couple.says("ana", "/date tea on sunday")
    assert "Your plan" in reply


# -- ideas ---------------------------------------------------------------------------------------------------


async def test_at_least_forty_ideas(couple: Talk) -> None:
    """There are enough of each kind, all in both languages."""
    content = couple.app.content
    numbers = {kind: ideas.count(content, kind) for kind in ideas.KINDS}
    assert sum(numbers.values()) >= 40
    for kind, number in numbers.items():
        for one in range(1, number + 1):
            texts = {content.raw(f"idea-{kind}-{one}", language) for language in content.languages}
            assert len(texts) == len(content.languages)
            assert all(text and len(text) <= rules.LENGTH for text in texts)


async def test_an_idea_becomes_a_plan(couple: Talk) -> None:
    """Another idea, another kind; the one that is taken stands in the form."""
    await couple.says("ana", "/date")
    (kinds,) = await couple.presses("ana", "An idea")
    assert "[Far apart]" in kinds
    seen = set(await couple.presses("ana", "Far apart"))
    number = ideas.count(couple.app.content, "apart")
    for _ in range(number - 1):
        seen |= set(await couple.presses("ana", "Another idea"))
    assert len(seen) == number
    await couple.presses("ana", "Other kinds")
    (idea,) = await couple.presses("ana", "At home")
    (form,) = await couple.presses("ana", "Let’s plan this")
    words = idea.split("\n")[2]
    assert f"<What: {words}>" in form
    (draft,) = await couple.fills("ana", when="tomorrow at 20:00")
    assert words in draft


# -- another day, not now, silence ---------------------------------------------------------------------------


async def test_another_day(couple: Talk) -> None:
    """The other names another day, and then it is the first one's turn to say yes."""
    await proposed(couple)
    await couple.presses("ben", "Another day")
    (reply,) = await couple.fills("ben", when="saturday at 11:00")
    assert "Proposed to Ana" in reply
    assert (
        "Ben suggests another day:\n\n“a walk by the river”, Saturday, 21 November 2026, 11:00"
        in (couple.sees("ana")[-1])
    )
    await couple.presses("ana", "Yes")
    assert "Ana says yes" in couple.sees("ben")[-1]
    assert "Saturday, 21 November 2026, 11:00 (planned)" in (await couple.says("ben", "/date"))[0]


async def test_what_was_accepted_is_what_was_read(couple: Talk) -> None:
    """A yes to a day that has changed since is refused."""
    await proposed(couple)
    yes = couple.token("ben", "Yes")
    await couple.presses("ana", "Another day")
    await couple.fills("ana", when="saturday")
    (reply,) = await couple.presses_token("ben", yes)
    assert "moved on" in reply or "done its work" in reply
    await couple.presses("ben", "Yes")
    assert "Saturday" in (await couple.says("ana", "/date"))[0]


async def test_not_now(couple: Talk) -> None:
    """The one who proposed hears just that, and the list is empty."""
    await proposed(couple)
    (reply,) = await couple.presses("ben", "Not now")
    assert "All right" in reply
    assert "Ben says “not now” to this:" in couple.sees("ana")[-1]
    assert "No dates" in (await couple.says("ana", "/date"))[0]


async def test_silence_closes_in_the_same_words(tmp_path: Path) -> None:
    """After a week, or when the date would be: whether Ben kept silent, blocked the bot or left (SAFETY 3)."""
    seen = set()
    for how in ("silent", "blocked", "left"):
        folder = tmp_path / how
        folder.mkdir()
        talk = await Talk.open(folder)
        await talk.pairs()
        await proposed(talk, "/date cake in 3 weeks")
        await proposed(talk)
        before = len(talk.sees("ana"))
        if how == "blocked":
            talk.adapter.blocked.add("ben")
        if how == "left":
            await leaves(talk, "ben")
        await talk.goes_by(days=3)
        list_ = await talk.says("ana", "/date")
        await talk.goes_by(days=5)
        seen.add((*talk.sees("ana")[before:], *list_, *await talk.says("ana", "/date")))
        await talk.close()
    (only,) = seen
    assert sum("closed without becoming a plan" in text for text in only) == 2


async def test_today_has_what_waits_for_me(couple: Talk) -> None:
    """A proposal waits for the one it was made to, until they answer."""
    await proposed(couple)
    assert "Nothing is waiting" in (await couple.says("ana", "/today"))[0]
    assert "Ana would like to spend time with you" in (await couple.says("ben", "/today"))[-1]
    await couple.presses("ben", "Yes")
    assert "Nothing is waiting" in (await couple.says("ben", "/today"))[0]


# -- moving and calling off ----------------------------------------------------------------------------------


async def test_either_moves_it(couple: Talk) -> None:
    """The new day is proposed, and nothing reminds of the old one."""
    await planned(couple)
    await couple.says("ben", "/date")
    await couple.presses("ben", "1")
    await couple.presses("ben", "Another day")
    (form,) = await couple.fills("ben", when="friday at 18:00")
    assert "the day it stands at" in form
    await couple.fills("ben", when="sunday at 12:00")
    assert "Ben would like to move this to another day:" in couple.sees("ana")[-1]
    assert "Sunday, 22 November 2026, 12:00" in couple.sees("ana")[-1]
    await couple.until(at(20, 17))
    assert SOON not in couple.sees("ana") + couple.sees("ben")
    await couple.presses("ana", "Yes")
    await couple.until(at(22, 12))
    assert SOON in couple.sees("ana")
    assert SOON in couple.sees("ben")


@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_either_calls_it_off(couple: Talk, who: str) -> None:
    """Asked once more, then it is off; both are told, and nobody is reminded."""
    await planned(couple)
    await couple.says(who, "/date")
    await couple.presses(who, "1")
    await couple.presses(who, "Call it off")
    await couple.presses(who, "Keep it")
    await couple.presses(who, "Call it off")
    (reply,) = await couple.presses(who, "Yes, call it off")
    assert "off the calendar" in reply
    other = "ben" if who == "ana" else "ana"
    assert couple.sees(other)[-1].startswith(f"{who.title()} has called this off:")
    await couple.goes_by(days=4)
    assert SOON not in couple.sees("ana") + couple.sees("ben")


async def test_a_proposal_is_taken_back(couple: Talk) -> None:
    """The other hears so, and can't say yes any more."""
    await proposed(couple)
    yes = couple.token("ben", "Yes")
    await couple.presses("ana", "Take it back")
    assert "Ana has taken back what they proposed:" in couple.sees("ben")[-1]
    assert couple.labels("ben")[-1] == "All dates"
    (reply,) = await couple.presses_token("ben", yes)
    assert "moved on" in reply or "done its work" in reply


# -- reminders -----------------------------------------------------------------------------------------------


async def test_reminders_hold_no_words(couple: Talk) -> None:
    """The evening before and two hours before, in a line that names nothing; after it nothing is asked."""
    await planned(couple)
    count = len(couple.sees("ben"))
    await couple.until(at(19, 16, 59))
    assert len(couple.sees("ben")) == count
    await couple.until(at(19, 17))
    assert couple.sees("ben")[count:] == [SOON]
    await couple.until(at(20, 15))
    assert couple.sees("ben")[count:] == [SOON, SOON]
    (card,) = await couple.presses("ben", "Show")
    assert "“a walk by the river”" in card
    before = (couple.sees("ana"), couple.sees("ben"))
    await couple.goes_by(days=30)
    assert (couple.sees("ana"), couple.sees("ben")) == before
    assert "No dates" in (await couple.says("ana", "/date"))[0]


async def test_quiet_hours_hold(couple: Talk) -> None:
    """A reminder waits for the end of quiet hours; one whose quiet lasts until the date begins gets none."""
    await planned(couple, "/date breakfast on friday at 8:00")
    await couple.says("ana", "/quiet 22:00-7:00")
    await couple.says("ben", "/quiet 22:00-9:00")
    await couple.until(at(19, 22))
    ana, ben = len(couple.sees("ana")), len(couple.sees("ben"))
    await couple.until(at(20, 5, 59))
    assert len(couple.sees("ana")) == ana
    await couple.until(at(20, 6))
    assert couple.sees("ana")[ana:] == [SOON]
    await couple.goes_by(days=1)
    assert len(couple.sees("ben")) == ben


async def test_each_on_their_own_clock(talk: Talk) -> None:
    """Ana in Madrid and Ben in Bogotá: one instant, two clocks, and each one's own evening."""
    await talk.begins("ana")
    await talk.begins("ben", language="es", zone="America/Bogota")
    await talk.says("ana", "/pair")
    code = next(span.text for span in talk.screen("ana")[-1].message.spans if span.style == "words")
    await talk.says("ben", f"/pareja {code}")
    await talk.presses("ben", "Aceptar")
    await proposed(talk)
    assert "«a walk by the river», viernes, 20 de noviembre de 2026, 12:00" in talk.sees("ben")[-1]
    await talk.presses("ben", "Sí")
    ana, ben = len(talk.sees("ana")), len(talk.sees("ben"))
    await talk.until(at(19, 17))
    assert (len(talk.sees("ana")), len(talk.sees("ben"))) == (ana + 1, ben)
    await talk.until(at(19, 23))
    assert talk.sees("ben")[ben:] == ["Se acerca algo bonito que tenías planeado.\n[Mostrar]"]


async def test_a_restart_in_the_middle(couple: Talk) -> None:
    """Stopped between every two steps, it goes on as if nothing had been."""
    await couple.says("ana", WALK)
    await couple.restart()
    await couple.presses("ana", "Propose it to Ben")
    await couple.restart()
    await couple.presses("ben", "Yes")
    await couple.restart()
    await couple.until(at(20, 17))
    assert couple.sees("ana").count(SOON) == 2


# -- leaving -------------------------------------------------------------------------------------------------


async def test_after_one_left_only_ones_own_words_are_there(couple: Talk) -> None:
    """Ben left: Ana's list and cards hold her own words only; what she presses tells nothing (SAFETY 5)."""
    await proposed(couple)
    await couple.says("ben", "/date secret concert on saturday")
    await couple.presses("ben", "Propose it to Ana")
    yes = couple.token("ana", "Yes")
    await leaves(couple, "ben")
    (list_,) = await couple.says("ana", "/date")
    assert "a walk by the river" in list_
    assert "secret concert" not in list_
    (reply,) = await couple.presses_token("ana", yes)
    assert "It’s a date" in reply
    assert "secret concert" not in reply
    assert "secret concert" not in "".join(await couple.says("ana", "/today"))
    assert "secret concert" not in str(await entries(couple, "ana"))
    sent = len(couple.sees("ben"))
    await couple.goes_by(days=10)
    assert len(couple.sees("ben")) == sent


async def test_a_new_partner_sees_nothing_of_before(couple: Talk) -> None:
    """What hung between Ana and Ben is no business of Ana's next couple."""
    await planned(couple)
    await couple.says("ana", "/date")
    one = couple.token("ana", "1")
    await leaves(couple, "ben")
    await leaves(couple, "ana")
    await couple.begins("eve")
    await couple.says("ana", "/pair")
    code = next(span.text for span in couple.screen("ana")[-1].message.spans if span.style == "words")
    await couple.says("eve", f"/pair {code}")
    await couple.presses("eve", "Accept")
    assert "No dates" in (await couple.says("ana", "/date"))[0]
    (reply,) = await couple.presses_token("ana", one)
    assert "walk" not in reply


async def test_strangers_can_not_press(couple: Talk) -> None:
    """Eve presses what is Ben's: a neutral refusal, and nothing changes (SAFETY 2)."""
    await proposed(couple)
    await couple.begins("eve")
    (reply,) = await couple.presses_token("eve", couple.token("ben", "Yes"))
    assert "walk" not in reply
    assert [row["state"] for row in await rows(couple, "SELECT state FROM outings")] == ["proposed"]


# -- for guides and calendars --------------------------------------------------------------------------------


async def context(tx: Tx, talk: Talk, who: str) -> Context:
    row = await tx.one("SELECT id FROM couples")
    assert row is not None
    both = await couple_by_id(tx, row["id"])
    me = next(one for one in both.both if one.name == who.title())
    desk = Desk(talk.app.content, talk.chance, talk.clock.now())
    return Context(tx, desk, talk.app.house, actor=me, partnership=both.seen_by(me.id))


async def entries(talk: Talk, who: str) -> list[CalendarEntry]:
    """What of this feature stands on somebody's calendar."""
    calendar = next(one.calendar for one in talk.app.house.features if one.name == "outings")
    assert calendar is not None

    async def look(tx: Tx) -> list[CalendarEntry]:
        return list(await calendar(await context(tx, talk, who)))

    return await talk.app.store.read(look)


async def test_it_stands_on_both_calendars(couple: Talk) -> None:
    """Once both said yes, and not before."""
    await proposed(couple)
    assert await entries(couple, "ana") == []
    await couple.presses("ben", "Yes")
    for who in ("ana", "ben"):
        (entry,) = await entries(couple, who)
        assert (entry.at, entry.minutes) == (at(20, 17), 120)


async def test_a_guide_may_begin_a_date(couple: Talk) -> None:
    """What a guide agrees on stands in the form, whatever its length; without words there are ideas too."""
    make = couple.app.house.agreements["date"]

    async def work(tx: Tx) -> None:
        ctx = await context(tx, couple, "ana")
        ben = next(one for one in ctx.couple.both if one.name == "Ben")
        for text in ("a long walk on sunday", "x" * 400, ""):
            form = await make(ctx, ben, text)
            assert form is not None
            await ctx.tell(ben, form)

    await couple.app.store.write(work)
    await couple.app.run_due()
    first, long, _ = couple.sees("ben")[-3:]
    assert "<What: a long walk>\n<When: on sunday>" in first
    assert f"<What: {'x' * 200}>" in long
    await couple.presses("ben", "An idea, please")
    assert "[At home]" in couple.sees("ben")[-1]


async def test_in_spanish(talk: Talk) -> None:
    """The whole life of a date, in Spanish."""
    await talk.pairs(languages=("es", "es"))
    (draft,) = await talk.says("ana", "/cita cenar fuera el viernes a las 21:00")
    assert "«cenar fuera», viernes, 20 de noviembre de 2026, 21:00" in draft
    await talk.presses("ana", "Proponerlo a Ben")
    await talk.presses("ben", "Sí")
    assert "Ben dice que sí" in talk.sees("ana")[-1]
    assert "(planeada)" in (await talk.says("ben", "/cita"))[0]


async def test_words_are_only_words(couple: Talk) -> None:
    """Markup and mentions stay as typed, in literal spans (SAFETY 31)."""
    await proposed(couple, "/date <b>x</b> **y** @everyone {$x} on friday")
    words = [span.text for span in couple.screen("ben")[-1].message.spans if span.style == "words"]
    assert "<b>x</b> **y** @everyone {$x}" in words


async def test_one_question_at_a_time(tmp_path: Path) -> None:
    """Where a platform has no forms, the same is asked message by message."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await talk.pairs()
    await talk.says("ana", "/date")
    await talk.presses("ana", "Plan something")
    (draft,) = await talk.fills("ana", words="cake", when="sunday at 16:00")
    assert "“cake”, Sunday, 22 November 2026, 16:00" in draft
    await talk.close()


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("dinner at Lola's on friday at 8", "dinner at Lola's", "on friday at 8"),
        ("dinner at 8", "dinner", "at 8"),
        ("tomorrow a walk", "a walk", "tomorrow"),
        ("friday at 20:00 pizza", "pizza", "friday at 20:00"),
        ("a table for 2", "a table for 2", ""),
        ("a walk of 3 hours", "a walk of 3 hours", ""),
        ("a walk in 3 hours", "a walk", "in 3 hours"),
        ("birthday cake 5 december", "birthday cake", "5 december"),
        ("cena para 2 el viernes", "cena para 2", "el viernes"),
        ("dinner", "dinner", ""),
        ("friday", "", "friday"),
    ],
)
def test_what_and_when(text: str, what: str, when: str) -> None:
    """What is planned and when are told apart as people type them."""
    assert rules.split(text, FIRST_LANGUAGE, "Europe/Madrid", at(18, 9)) == (what, when)
