"""Promises from the first draft to what both said of them, as two people live it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR
from bot.store import Row, Tx
from handlers.promises import rules
from tests.talk import Talk, bare

CALL = "/promise call mum by friday at 18:00"
HOME = "place-1"


async def offered(talk: Talk, text: str = CALL) -> None:
    """Ana offers Ben a promise."""
    await talk.says("ana", text)
    await talk.presses("ana", "4")


async def agreed(talk: Talk, text: str = CALL) -> None:
    """Ana promises Ben something, and he accepts."""
    await offered(talk, text)
    await talk.presses("ben", "Accept")


async def asked(talk: Talk, *who: str, text: str = CALL) -> None:
    """It is due, and these have opened the question."""
    await agreed(talk, text)
    await talk.goes_by(days=2.5)
    for one in who:
        await talk.presses(one, "Show")


async def rows(talk: Talk, sql: str) -> list[Row]:
    """What stands in the database."""

    async def look(tx: Tx) -> list[Row]:
        return await tx.all(sql)

    return await talk.app.store.read(look)


async def everything_sent(talk: Talk) -> str:
    return json.dumps([row["body"] for row in await rows(talk, "SELECT body FROM outbox WHERE body IS NOT NULL")])


# -- drafts --------------------------------------------------------------------------------------------------


async def test_a_promise_in_one_line(couple: Talk) -> None:
    """`/promise TEXT by DATE` needs one card: the words, the absolute date, and how sure one is."""
    (draft,) = await couple.says("ana", CALL)
    assert "“call mum”" in draft
    assert "Due Friday, 20 November 2026, 18:00" in draft
    assert "How sure are you" in draft
    assert "[1] [2] [3] [4] [5]" in draft
    assert not any("call mum" in text for text in couple.sees("ben"))
    assert "No promises are open" in (await couple.says("ben", "/promises"))[0]


@pytest.mark.parametrize("sure", ["3", "4", "5"])
async def test_sure_enough_is_offered_at_once(couple: Talk, sure: str) -> None:
    """From 3 on the tap offers it."""
    await couple.says("ana", CALL)
    (card,) = await couple.presses("ana", sure)
    assert "Offered to Ben" in card
    assert "Ana would like to promise you this:\n\n“call mum”" in couple.sees("ben")[-1]


@pytest.mark.parametrize("sure", ["1", "2"])
async def test_unsure_is_asked_to_make_it_smaller(couple: Talk, sure: str) -> None:
    """At 1 or 2 nothing goes out; it may be rewritten, offered as it is, or dropped."""
    await couple.says("ana", CALL)
    (card,) = await couple.presses("ana", sure)
    assert "make it smaller" in card
    assert "call mum" not in couple.sees("ben")[-1]
    await couple.presses("ana", "Rewrite")
    (draft,) = await couple.fills("ana", text="text mum")
    assert "“text mum”" in draft
    assert "20 November 2026, 18:00" in draft
    await couple.presses("ana", sure)
    (card,) = await couple.presses("ana", "Offer as it is")
    assert "Offered to Ben" in card


async def test_how_sure_one_was_is_kept_nowhere(couple: Talk) -> None:
    """The number decides what is asked next, and is gone (SAFETY 17)."""
    await couple.says("ana", CALL)
    await couple.presses("ana", "2")
    await couple.presses("ana", "Offer as it is")
    assert not await rows(couple, "SELECT 1 AS x FROM buttons WHERE actions LIKE '%promises.sure%'")
    columns = {row["name"] for row in await rows(couple, "SELECT name FROM pragma_table_info('promises')")}
    assert not columns & {"sure", "confidence"}


async def test_the_plan_is_the_authors_own(couple: Talk) -> None:
    """The if-then plan shows on the author's cards and never on the other's."""
    await couple.says("ana", CALL)
    await couple.presses("ana", "If-then plan")
    (draft,) = await couple.fills("ana", one="a late meeting", other="call from the train")
    assert "If this comes up: a late meeting. Then: call from the train" in draft
    await couple.presses("ana", "5")
    await couple.presses("ben", "Accept")
    assert "call from the train" in couple.sees("ana")[-1]
    await couple.says("ben", "/promises")
    await couple.presses("ben", "1.")
    assert not any("train" in text for text in couple.sees("ben"))


async def test_by_when_is_asked_with_taps(couple: Talk) -> None:
    """Without a date the card offers some; the draft then says which day that is."""
    for label, due in (
        ("Tomorrow", "Due Thursday, 19 November 2026, 18:00"),
        ("In a week", "Due Wednesday, 25 November 2026, 18:00"),
        ("Every week", "Every week, next on Wednesday, 25 November 2026, 18:00"),
        ("No date", "You both look at it every month, next on Friday, 18 December 2026, 18:00"),
    ):
        (card,) = await couple.says("ana", "/promise call mum")
        assert "By when?" in card
        (draft,) = await couple.presses("ana", label)
        assert due in draft
    await couple.says("ana", "/promise call mum")
    await couple.presses("ana", "Another date")
    (draft,) = await couple.fills("ana", by="27 november at 9")
    assert "Due Friday, 27 November 2026, 09:00" in draft


async def test_a_form_where_nothing_was_typed(couple: Talk) -> None:
    """`/promise` alone asks for words, date and kind; what was typed stays when something is wrong with it."""
    (form,) = await couple.says("ana", "/promise")
    assert "<By when?: >" in form
    (form,) = await couple.fills("ana", text="walk together", by="yesterday", kind="joint")
    assert "<I promise to …: walk together>" in form
    assert "<By when?: yesterday !That is in the past already." in form
    (draft,) = await couple.fills("ana", by="sunday")
    assert "Due Sunday, 22 November 2026, 18:00, for both of you" in draft


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("yesterday", "in the past"),
        ("in 5 minutes", "only minutes away"),
        ("1 january 2031", "more than two years"),
        ("when pigs fly", "don’t understand that date"),
    ],
)
async def test_dates_that_can_not_be(couple: Talk, by: str, why: str) -> None:
    """Each says what is wrong with it, at its field, and keeps the rest."""
    await couple.says("ana", "/promise")
    (form,) = await couple.fills("ana", text="call mum", by=by)
    assert f"<By when?: {by} !" in form
    assert why in form


async def test_several_days_a_week_are_refused(couple: Talk) -> None:
    """A repeating promise is asked about once a week."""
    await couple.says("ana", "/promise")
    (form,) = await couple.fills("ana", text="cook", by="every day", kind="weekly")
    assert "once a week" in form


async def test_empty_and_over_long(couple: Talk) -> None:
    """Both are refused in a sentence, in a form and in a line, and nothing is kept."""
    (reply,) = await couple.says("ana", "/promise " + "x" * 301 + " by friday")
    assert "300 characters" in reply
    (reply,) = await couple.says("ana", "/promise " + "x" * 100_000)
    assert "longer than I can take" in reply
    await couple.says("ana", "/promise")
    (form,) = await couple.fills("ana", text="x" * 301)
    assert "!At most 300 characters" in form
    (form,) = await couple.fills("ana", text="   ")
    assert "!This one needs an answer." in form
    assert not await rows(couple, "SELECT 1 AS x FROM promises")


async def test_a_past_date_in_a_line(couple: Talk) -> None:
    """The command refuses it in words of its own."""
    (reply,) = await couple.says("ana", "/promise call mum by yesterday")
    assert "in the past" in reply


async def test_a_draft_grown_old(couple: Talk) -> None:
    """A draft whose day has passed is not offered; its date is chosen anew."""
    await couple.says("ana", CALL)
    await couple.goes_by(days=4)
    (reply,) = await couple.presses("ana", "4")
    assert "in the past" in reply
    await couple.presses("ana", "Change words")
    await couple.fills("ana", by="friday")
    (card,) = await couple.presses("ana", "4")
    assert "Offered to Ben" in card


async def test_every_kind(couple: Talk) -> None:
    """A draft can be made any kind, and says what that means."""
    await couple.says("ana", CALL)
    for label, due in (
        ("Every week", "Every week, next on Friday, 20 November 2026, 18:00"),
        ("Standing", "You both look at it every month"),
        ("Both of us", "By when?"),
    ):
        await couple.presses("ana", "Kind") if "Kind" in couple.sees("ana")[-1] else None
        (draft,) = await couple.presses("ana", label)
        assert due in draft


async def test_a_draft_is_dropped(couple: Talk) -> None:
    """Cancelled, it never was."""
    await couple.says("ana", CALL)
    await couple.presses("ana", "Cancel")
    assert not await rows(couple, "SELECT 1 AS x FROM promises")
    assert "No promises are open" in (await couple.says("ana", "/promises"))[0]


async def test_enough_is_enough(couple: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many open promises are plenty."""
    monkeypatch.setattr(rules, "OPEN_AT_MOST", 3)
    for number in range(3):
        await couple.says("ana", f"/promise thing {number} by friday")
    (reply,) = await couple.says("ana", CALL)
    assert "that is plenty" in reply


async def test_promises_are_for_two(talk: Talk) -> None:
    """Alone one is pointed to /pair."""
    await talk.begins("ana")
    assert "/pair" in (await talk.says("ana", CALL))[0]
    assert "/pair" in (await talk.says("ana", "/promises"))[0]


# -- offers --------------------------------------------------------------------------------------------------


async def test_an_offer_is_accepted(couple: Talk) -> None:
    """Both hear so, and it is agreed."""
    await offered(couple)
    (card,) = await couple.presses("ben", "Accept")
    assert "Accepted." in card
    assert "Ben has accepted your promise:\n\n“call mum”" in couple.sees("ana")[-1]
    assert "1. call mum: Friday, 20 November 2026, 18:00 (agreed)" in (await couple.says("ana", "/promises"))[0]


async def test_not_now(couple: Talk) -> None:
    """The author hears just that, may try anew, and nothing falls due."""
    await offered(couple)
    await couple.presses("ben", "Not now")
    assert "Ben says “not now”" in couple.sees("ana")[-1]
    before = couple.sees("ana"), couple.sees("ben")
    await couple.goes_by(days=30)
    assert (couple.sees("ana"), couple.sees("ben")) == before
    (form,) = await couple.presses("ana", "A new try")
    assert "<I promise to …: call mum>" in form
    (card,) = await couple.fills("ana", by="friday")
    assert "“call mum”" in card


async def test_a_suggestion_goes_to_the_author(couple: Talk) -> None:
    """The other only notes what to change; the author rewrites, and offers it anew."""
    await offered(couple)
    stale = couple.token("ben", "Accept")
    await couple.presses("ben", "Suggest a change")
    (reply,) = await couple.fills("ben", note="sunday would be better")
    assert "passed it on to Ana" in reply
    assert "Ben suggests a change: “sunday would be better”" in couple.sees("ana")[-1]
    await couple.presses("ana", "Rewrite")
    (card,) = await couple.fills("ana", by="sunday at 12:00")
    assert "Offered to Ben" in card
    assert "Sunday, 22 November 2026, 12:00" in couple.sees("ben")[-1]
    assert "That" in (await couple.presses_token("ben", stale))[0]
    await couple.presses("ben", "Accept")
    assert "Sunday, 22 November 2026, 12:00" in couple.sees("ana")[-1]


async def test_a_suggestion_may_be_let_be(couple: Talk) -> None:
    """Kept as it is, the same words are offered once more; withdrawn, the other hears so."""
    await offered(couple)
    for _ in range(2):
        await couple.presses("ben", "Suggest a change")
        await couple.fills("ben", note="hm")
        await couple.presses("ana", "Keep as it is")
    assert "“call mum”" in couple.sees("ben")[-1]
    await couple.presses("ben", "Suggest a change")
    await couple.fills("ben", note="hm")
    await couple.presses("ana", "Withdraw")
    assert "Ana has withdrawn a promise" in couple.sees("ben")[-1]


async def test_what_was_accepted_is_what_was_read(couple: Talk) -> None:
    """An offer rewritten meanwhile is not accepted by a button that stands under the old words."""
    await offered(couple)
    old = couple.token("ben", "Accept")
    await couple.presses("ana", "Rewrite")
    await couple.fills("ana", text="call mum and dad")
    (reply,) = await couple.presses_token("ben", old)
    assert "moved on" in reply
    assert [row["state"] for row in await rows(couple, "SELECT state FROM promises")] == ["offered"]
    await couple.presses("ben", "Accept")
    assert "call mum and dad" in couple.sees("ana")[-1]


async def test_an_offer_may_be_taken_back(couple: Talk) -> None:
    """Withdrawn before it was accepted, it can't be accepted any more."""
    await offered(couple)
    await couple.presses("ana", "Withdraw")
    (reply,) = await couple.presses("ben", "Accept")
    assert "moved on" in reply


async def away(talk: Talk, who: str, how: str) -> None:
    """Somebody does not answer, in one of the ways there are."""
    if how == "left":
        await talk.says(who, "/leave")
        await talk.presses(who, "Leave now")
    elif how == "blocked":
        talk.adapter.blocked.add(who)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[Talk]:
    """A house of its own, with Ana and Ben linked up."""
    folder.mkdir()  # noqa: ASYNC240  # a test has nobody to keep waiting
    talk = await Talk.open(folder)
    try:
        await talk.pairs()
        yield talk
    finally:
        await talk.close()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_offer_without_an_answer(tmp_path: Path, when: str) -> None:
    """Silent, blocked or gone: Ana sees the same bytes, the closing line included, and it holds no fault."""
    seen = []
    for how in ("silent", "blocked", "left"):
        async with house(tmp_path / how) as talk:
            if when == "before":
                await away(talk, "ben", how)
            await offered(talk, "/promise paint the door by 1 december")
            if when == "after":
                await away(talk, "ben", how)
            await talk.goes_by(days=7, minutes=1)
            await talk.says("ana", "/promises")
            await talk.presses("ana", "Past ones")
            seen.append((talk.sees("ana"), talk.sees("ana", HOME)))
    assert seen[0] == seen[1] == seen[2]
    closing = seen[0][0][-2]
    assert "closed without becoming a promise" in closing
    assert "Ben" not in closing
    assert "door" not in closing


# -- due -----------------------------------------------------------------------------------------------------

SAID = {"kept": "Kept", "partly": "Partly", "not": "Not this time"}


@pytest.mark.parametrize(
    ("one", "other", "heard"),
    [
        ("kept", "kept", "You both say it was kept."),
        ("partly", "partly", "You both say: partly."),
        ("not", "not", "You both say: not this time."),
        ("kept", "partly", "You see this one differently."),
        ("not", "kept", "You see this one differently."),
    ],
)
async def test_both_spoke(couple: Talk, one: str, other: str, heard: str) -> None:
    """Both hear the outcome at once; a talk is offered for all but a kept one, never a verdict."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", SAID[one])
    await couple.presses("ben", SAID[other])
    told = couple.sees("ana", HOME)[-1]
    assert heard in told
    assert "“call mum”" in told
    assert ("Talk it over" in told) is (heard != "You both say it was kept.")
    assert ("Ana: " + SAID[one] in told) is (one != other)
    assert couple.sees("ana")[-1] == couple.sees("ben")[-1]
    assert couple.sees("ana")[-1] == "You have both spoken. The two answers are open now.\n[Show]"
    (again,) = await couple.presses("ben", "Show")
    assert again == told


async def test_without_a_shared_place_both_direct_chats_hear(couple: Talk) -> None:
    """The room of a couple with no place of their own is their two direct chats."""
    await couple.app.store.write(lambda tx: tx.run("DELETE FROM room_places"))
    await asked(couple, "ana", "ben")
    await couple.presses("ben", "Kept")
    await couple.presses("ana", "Kept")
    assert "You both say it was kept" in couple.sees("ana")[-1]
    assert "You both say it was kept" in couple.sees("ben")[-1]


async def test_sealed_until_both_spoke(couple: Talk) -> None:
    """One answer shows nowhere: not to the other, not in any message, not by what was pressed (SAFETY 9)."""
    await asked(couple, "ana", "ben")
    ben, room = couple.sees("ben"), couple.sees("ben", HOME)
    sent = await everything_sent(couple)
    (card,) = await couple.presses("ana", "Partly")
    assert "sealed" in card
    assert "Partly" not in card
    assert (couple.sees("ben"), couple.sees("ben", HOME)) == (ben, room)
    assert (await everything_sent(couple)).count("Partly") <= sent.count("Partly")
    pressed = await rows(couple, "SELECT b.actions FROM presses p JOIN buttons b ON b.token = p.token")
    assert not [row for row in pressed if "promises.answer" in row["actions"]]
    for text in (await couple.says("ben", "/promises"))[0], (await couple.says("ben", "/today"))[-1]:
        assert "Partly" not in text.replace("[Partly]", "")


async def test_an_answer_may_be_changed_until_then(couple: Talk) -> None:
    """The last word before the other speaks is the one that counts."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", "Not this time")
    (card,) = await couple.presses("ana", "Change my answer")
    assert "[Kept] [Partly] [Not this time]" in card
    await couple.presses("ben", "Kept")
    assert len(couple.sees("ana", HOME)) == 1
    await couple.presses("ana", "Kept")
    assert "You both say it was kept" in couple.sees("ana", HOME)[-1]


async def test_both_at_the_same_instant(couple: Talk) -> None:
    """Two presses at once count once each and give one outcome."""
    await asked(couple, "ana", "ben")
    ana, ben = couple.token("ana", "Kept"), couple.token("ben", "Partly")
    await asyncio.gather(
        couple.presses_token("ana", ana),
        couple.presses_token("ben", ben),
        couple.presses_token("ana", ana),
        couple.presses_token("ben", ben),
    )
    assert len([text for text in couple.sees("ana", HOME) if "You see this one differently" in text]) == 1
    assert len(await rows(couple, "SELECT 1 AS x FROM promise_answers")) == 2
    assert [row["state"] for row in await rows(couple, "SELECT state FROM promises")] == ["seen-differently"]


@pytest.mark.parametrize("ben_speaks", [True, False])
@pytest.mark.parametrize("author", ["ana", "ben"])
async def test_not_discussed_looks_the_same(tmp_path: Path, author: str, ben_speaks: bool) -> None:
    """What Ben sees at the end is the same whether Ana kept silent, spoke, blocked or left (SAFETY 3, 16)."""
    seen = []
    for how in ("silent", "blocked", "left") if ben_speaks else ("silent", "spoke", "blocked", "left"):
        async with house(tmp_path / how) as talk:
            await talk.says(author, CALL)
            await talk.presses(author, "5")
            await talk.presses("ben" if author == "ana" else "ana", "Accept")
            await talk.goes_by(days=2.5)
            if how == "spoke":
                await talk.presses("ana", "Show")
                await talk.presses("ana", "Kept")
            await away(talk, "ana", how)
            if ben_speaks:
                await talk.presses("ben", "Show")
                await talk.presses("ben", "Not this time")
            await talk.goes_by(days=7, minutes=1)
            # Ana's own words are shown no more once she left; all else is the same, the closing line for certain.
            everything = talk.sees("ben") if author == "ben" or not ben_speaks else talk.sees("ben")[-1:]
            seen.append((everything, talk.sees("ben", HOME)))
            assert not await rows(talk, "SELECT 1 AS x FROM promise_answers")
    assert all(one == seen[0] for one in seen)
    closing = seen[0][0][-1]
    assert "leaves no mark" in closing
    assert "Ana" not in closing
    assert "mum" not in closing


async def test_after_one_left_nothing_is_revealed(couple: Talk) -> None:
    """Ana spoke and left; Ben speaks and sees what he would have seen of a silent Ana."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", "Kept")
    await couple.says("ana", "/leave")
    await couple.presses("ana", "Leave now")
    (card,) = await couple.presses("ben", "Kept")
    assert "sealed" in card
    assert "You both" not in "".join(couple.sees("ben", HOME))


async def test_what_was_open_is_closed_once_one_left(couple: Talk) -> None:
    """After Ana left, what she said is shown to Ben no more (SAFETY 4)."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", "Kept")
    await couple.presses("ben", "Partly")
    await away(couple, "ana", "left")
    (reply,) = await couple.presses("ben", "Show")
    assert "moved on" in reply


async def test_late_answers_are_refused(couple: Talk) -> None:
    """Once it closed, a button that still hangs there changes nothing."""
    await asked(couple, "ana")
    await couple.goes_by(days=8)
    (reply,) = await couple.presses("ana", "Kept")
    assert "moved on" in reply
    (reply,) = await couple.presses("ben", "Show")
    assert "moved on" in reply


async def test_done_before_its_time(couple: Talk) -> None:
    """ "It's done" brings the question to both, once; the due time brings no second one."""
    await agreed(couple)
    (card,) = await couple.presses("ana", "It’s done")
    assert "How did it go?" in card
    assert couple.sees("ben")[-1] == "Something you two agreed on is due.\n[Show]"
    await couple.presses("ben", "Show")
    await couple.presses("ana", "Kept")
    await couple.presses("ben", "Kept")
    before = couple.sees("ana"), couple.sees("ben")
    await couple.goes_by(days=20)
    assert (couple.sees("ana"), couple.sees("ben")) == before


async def test_ask_me_tomorrow(couple: Talk) -> None:
    """Who wishes is asked again a day later; not if they have spoken meanwhile."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", "Ask me tomorrow")
    await couple.presses("ben", "Ask me tomorrow")
    await couple.says("ben", "/today")
    await couple.presses("ben", "Kept")
    ben = len(couple.sees("ben"))
    await couple.goes_by(days=1)
    assert couple.sees("ana")[-1] == "Something you two agreed on is due.\n[Show]"
    assert len(couple.sees("ben")) == ben


async def test_quiet_hours_hold(couple: Talk) -> None:
    """What falls due in somebody's quiet hours waits for their end (SAFETY 14)."""
    await agreed(couple)
    quiet = "UPDATE persons SET quiet_from = 1050, quiet_to = 1140"  # 17:30 to 19:00
    await couple.app.store.write(lambda tx: tx.run(quiet))
    await couple.goes_by(days=2, hours=8.5)
    assert "is due" not in couple.sees("ben")[-1]
    await couple.goes_by(hours=0.5)
    assert "is due" in couple.sees("ben")[-1]


@pytest.mark.parametrize(
    ("by", "remind"), [("friday at 18:00", 32 * HOUR), ("today at 20:00", 8 * HOUR), ("in 3 hours", None)]
)
async def test_reminders_hold_no_words(couple: Talk, by: str, remind: int | None) -> None:
    """Only who promised is reminded; the line holds no name and no words, and Show has them (SAFETY 11)."""
    start = couple.clock.instant
    await agreed(couple, f"/promise call mum by {by}")
    ben, ana = couple.sees("ben"), couple.sees("ana")
    if remind is None:
        await couple.goes_by(hours=2.9)
        assert (couple.sees("ben"), couple.sees("ana")) == (ben, ana)
        return
    await couple.until(start + remind - 1)
    assert couple.sees("ana") == ana
    await couple.until(start + remind)
    assert couple.sees("ben") == ben
    assert couple.sees("ana")[-1] == "Something you set out to do is coming up.\n[Show]"
    (card,) = await couple.presses("ana", "Show")
    assert "“call mum”" in card
    assert "[It’s done] [Renegotiate]" in card


async def test_what_time_brings_holds_no_words(couple: Talk) -> None:
    """Due and closing lines say neither who nor what."""
    await agreed(couple)
    before = len(couple.sees("ana")), len(couple.sees("ben"))
    await couple.goes_by(days=12)
    came = couple.sees("ana")[before[0] :] + couple.sees("ben")[before[1] :]
    assert len(came) == 5  # a reminder, two questions, two closings
    assert not [text for text in came if "mum" in text or "Ana" in text or "Ben" in text]


async def test_a_new_try(couple: Talk) -> None:
    """Whoever promised may begin anew with the same words; the other can't write it for them (SAFETY 15)."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", "Partly")
    await couple.presses("ben", "Partly")
    (reply,) = await couple.presses("ben", "A new try", place=HOME)
    assert "Only the one who promised" in reply
    (form,) = await couple.presses("ana", "A new try", place=HOME)
    assert "<I promise to …: call mum>" in form
    assert "call mum" not in "".join(couple.sees("ben", HOME)[-1:]).split("[")[-1]
    await couple.presses("ben", "Let it rest", place=HOME)
    assert "It rests." in couple.sees("ben", HOME)[-1]


async def test_talk_it_over(couple: Talk) -> None:
    """The talk begins for both."""
    await asked(couple, "ana", "ben")
    await couple.presses("ana", "Partly")
    await couple.presses("ben", "Kept")
    ana, ben = len(couple.sees("ana")), len(couple.sees("ben"))
    await couple.presses("ben", "Talk it over", place=HOME)
    assert len(couple.sees("ana")) > ana
    assert len(couple.sees("ben")) > ben


# -- the other kinds -----------------------------------------------------------------------------------------


async def test_a_weekly_promise(couple: Talk) -> None:
    """It is asked about each week on its own, and goes on."""
    await couple.says("ana", "/promise")
    await couple.fills("ana", text="cook", by="fridays at 19:00", kind="weekly")
    await couple.presses("ana", "5")
    await couple.presses("ben", "Accept")
    for week, (one, other, heard) in enumerate(
        [("Kept", "Kept", "it was kept"), ("Partly", "Kept", "see this one differently")]
    ):
        await couple.goes_by(days=7 if week else 2.5)
        for who, said in (("ana", one), ("ben", other)):
            await couple.presses(who, "Show")
            await couple.presses(who, said)
        assert heard in couple.sees("ana", HOME)[-1]
        assert "The next one is on Friday" in couple.sees("ana", HOME)[-1]
    assert "A new try" not in couple.sees("ana", HOME)[-1]
    (list_,) = await couple.says("ben", "/promises")
    assert "1. cook: Friday, 4 December 2026, 19:00 (agreed)" in list_


async def test_a_week_nobody_spoke_of_closes_when_the_next_comes(couple: Talk) -> None:
    """One question is open at a time: last week's closes, and this week's comes."""
    await couple.says("ana", "/promise")
    await couple.fills("ana", text="cook", by="fridays at 19:00", kind="weekly")
    await couple.presses("ana", "5")
    await couple.presses("ben", "Accept")
    await couple.goes_by(days=2.5)
    await couple.presses("ana", "Show")
    await couple.says("ana", "/today")
    last_week = couple.token("ana", "Kept", nth=0)
    await couple.presses("ana", "Kept")
    before = len(couple.sees("ben"))
    await couple.goes_by(days=7)
    (reply,) = await couple.presses_token("ana", last_week)
    assert "moved on" in reply
    came = couple.sees("ben")[before:]
    assert [text.split("\n")[0][:30] for text in came] == [
        "Something you two agreed on ha",
        "Something you two agreed on is",
    ]
    assert len(await rows(couple, "SELECT 1 AS x FROM promise_rounds WHERE outcome IS NULL")) == 1


async def test_a_weekly_promise_pauses_and_stops(couple: Talk) -> None:
    """Paused it asks nothing; taken up it asks again; its question open or not, it can be stopped."""
    await couple.says("ana", "/promise")
    await couple.fills("ana", text="cook", by="fridays at 19:00", kind="weekly")
    await couple.presses("ana", "5")
    await couple.presses("ben", "Accept")
    await couple.presses("ana", "Pause")
    assert "Ana has paused a promise" in couple.sees("ben")[-1]
    ben = couple.sees("ben")
    await couple.goes_by(days=20)
    assert couple.sees("ben") == ben
    (card,) = await couple.presses("ana", "Go on")
    assert "next on Friday, 11 December 2026, 19:00" in card
    await couple.goes_by(days=4)
    assert couple.sees("ben")[-1] == "Something you two agreed on is due.\n[Show]"
    await couple.says("ana", "/promises")
    (card,) = await couple.presses("ana", "1.")
    assert "[Kept]" in card
    await couple.presses("ana", "Withdraw")
    assert "Ana has withdrawn" in couple.sees("ben")[-1]
    (reply,) = await couple.presses("ben", "Show")
    assert "How it ended: withdrawn" in reply or "moved on" in reply


async def test_a_joint_promise(couple: Talk) -> None:
    """Both promise it: it needs the other's yes, both are reminded, and both may propose a change."""
    await couple.says("ana", "/promise")
    await couple.fills("ana", text="walk", by="friday at 18:00", kind="joint")
    await couple.presses("ana", "5")
    assert "promise this together" in couple.sees("ben")[-1]
    await couple.presses("ben", "Accept")
    await couple.presses("ben", "Renegotiate")
    await couple.fills("ben", text="a long walk")
    assert "Ben would like to change a promise" in couple.sees("ana")[-1]
    await couple.presses("ana", "Accept the change")
    assert "“a long walk”" in couple.sees("ben")[-1]
    await couple.goes_by(hours=32)
    assert couple.sees("ana")[-1] == couple.sees("ben")[-1] == "Something you set out to do is coming up.\n[Show]"
    (list_,) = await couple.says("ben", "/promises")
    assert "You and Ana promised together\n\n1. a long walk" in list_


async def test_a_standing_promise(couple: Talk) -> None:
    """No end: looked at by both at the rhythm they chose, sealed, and it stands on."""
    await couple.says("ana", "/promise")
    await couple.fills("ana", text="no shouting", kind="standing", review="quarterly")
    await couple.presses("ana", "5")
    assert "every three months, next on Thursday, 18 February 2027, 18:00" in couple.sees("ben")[-1]
    await couple.presses("ben", "Accept")
    assert "It’s done" not in couple.sees("ana")[-1]
    before = len(couple.sees("ana"))
    await couple.goes_by(days=93)
    assert len(couple.sees("ana")) == before + 1  # the question, and no reminder
    for who in ("ana", "ben"):
        (card,) = await couple.presses(who, "Show")
        assert "How has it been lately?" in card
        await couple.presses(who, "Kept")
    assert "The next one is on Tuesday, 18 May 2027, 18:00" in couple.sees("ana", HOME)[-1]


async def test_a_standing_promise_is_renegotiated_in_its_rhythm(couple: Talk) -> None:
    """Its form asks how often, and for no date."""
    await couple.says("ana", "/promise")
    await couple.fills("ana", text="no shouting", kind="standing")
    await couple.presses("ana", "5")
    await couple.presses("ben", "Accept")
    (form,) = await couple.presses("ana", "Renegotiate")
    assert "By when" not in form
    (again,) = await couple.fills("ana")
    assert "Nothing is different yet" in again
    await couple.fills("ana", review="weekly")
    await couple.presses("ben", "Accept the change")
    assert "every week, next on Wednesday, 25 November 2026" in couple.sees("ana")[-1]


# -- changes -------------------------------------------------------------------------------------------------


async def test_renegotiated_before_it_is_due(couple: Talk) -> None:
    """The new version waits for the other's yes; then it holds, and the log says on which day it changed."""
    await agreed(couple)
    await couple.presses("ana", "Renegotiate")
    (card,) = await couple.fills("ana", by="sunday at 12:00")
    assert "the old version holds" in card
    assert "20 November 2026, 18:00 (agreed)" in (await couple.says("ben", "/promises"))[0]
    await couple.presses("ben", "Accept the change")
    assert "Ben has accepted your change" in couple.sees("ana")[-1]
    await couple.says("ben", "/promises")
    (card,) = await couple.presses("ben", "1.")
    assert "Due Sunday, 22 November 2026, 12:00" in card
    assert "Changed on Wednesday, 18 November 2026" in card
    before = couple.sees("ben")
    await couple.goes_by(days=2.5)
    assert couple.sees("ben") == before
    await couple.goes_by(days=2)
    assert couple.sees("ben")[-1] == "Something you two agreed on is due.\n[Show]"


@pytest.mark.parametrize("how", ["said", "silent", "left"])
async def test_a_change_that_does_not_come(couple: Talk, how: str) -> None:
    """Kept as it was or never answered: who proposed hears the same line."""
    await agreed(couple, "/promise paint the door by 1 december")
    await couple.presses("ana", "Renegotiate")
    await couple.fills("ana", text="paint two doors")
    if how == "said":
        await couple.presses("ben", "Keep the old one")
    else:
        await away(couple, "ben", how)
        await couple.goes_by(days=7, minutes=1)
    assert "the promise holds as it was" in couple.sees("ana")[-1]
    assert "Ben" not in couple.sees("ana")[-1]
    if how == "silent":
        (reply,) = await couple.presses("ben", "Accept the change")
        assert "moved on" in reply


async def test_the_old_one_falls_due_first(couple: Talk) -> None:
    """A change not accepted in time is void: the old version is asked about, and the change can't come later."""
    await agreed(couple)
    await couple.presses("ana", "Renegotiate")
    await couple.fills("ana", by="in two weeks")
    await couple.presses("ana", "Show")
    renegotiate = couple.token("ana", "Renegotiate")
    await couple.goes_by(days=2.5)
    (card,) = await couple.presses("ben", "Show")
    assert "How did it go?" in card
    (reply,) = await couple.presses("ben", "Accept the change")
    assert "moved on" in reply
    await couple.presses("ben", "Kept")
    assert "Nothing is waiting" in (await couple.says("ben", "/today"))[0]
    before = len(couple.sees("ana"))
    await couple.goes_by(days=6)
    assert len(couple.sees("ana")) == before
    (reply,) = await couple.presses_token("ana", renegotiate)
    assert "moved on" in reply


async def test_a_second_proposal_takes_the_place_of_the_first(couple: Talk) -> None:
    """Only the newest can be accepted, and nobody accepts their own."""
    await agreed(couple)
    await couple.presses("ana", "Renegotiate")
    await couple.fills("ana", text="call dad")
    first = couple.token("ben", "Accept the change")
    await couple.says("ana", "/promises")
    await couple.presses("ana", "1.")
    assert "You have proposed a change" in couple.sees("ana")[-1]
    await couple.presses("ana", "Renegotiate")
    await couple.fills("ana", text="call both")
    (reply,) = await couple.presses_token("ben", first)
    assert "moved on" in reply
    await couple.presses("ben", "Accept the change")
    assert "“call both”" in couple.sees("ana")[-1]


async def test_released(couple: Talk) -> None:
    """The other lets go: no question, no mark, and the author is told warmly."""
    await agreed(couple)
    await couple.presses("ben", "Release")
    assert "kindly and with no mark" in couple.sees("ana")[-1]
    before = couple.sees("ana"), couple.sees("ben")
    await couple.goes_by(days=12)
    assert (couple.sees("ana"), couple.sees("ben")) == before
    await couple.says("ana", "/promises")
    (past,) = await couple.presses("ana", "Past ones")
    assert "1. call mum: released, Wednesday, 18 November 2026" in past


async def test_withdrawn(couple: Talk) -> None:
    """Its author takes it back; the other hears so, and the log has the day."""
    await agreed(couple)
    await couple.presses("ana", "Withdraw")
    assert "Ana has withdrawn a promise" in couple.sees("ben")[-1]
    before = couple.sees("ben")
    await couple.goes_by(days=12)
    assert couple.sees("ben") == before
    await couple.says("ben", "/promises")
    await couple.presses("ben", "Past ones")
    (card,) = await couple.presses("ben", "1.")
    assert "Withdrawn on Wednesday, 18 November 2026" in card


# -- others, lists, languages --------------------------------------------------------------------------------


async def test_strangers_can_not_press(couple: Talk) -> None:
    """Eve, alone or in a couple of her own, gets a neutral refusal, and nothing changes (SAFETY 2)."""
    await offered(couple)
    token = couple.token("ben", "Accept")
    (reply,) = await couple.presses_token("eve", token)
    assert "has done its work" in reply
    await couple.pairs("eve", "dan")
    assert "has done its work" in (await couple.presses_token("eve", token))[0]
    assert "has done its work" in (await couple.presses_token("ana", token))[0]
    assert [row["state"] for row in await rows(couple, "SELECT state FROM promises")] == ["offered"]
    assert "No promises are open" in (await couple.says("eve", "/promises"))[0]


async def test_buttons_of_an_earlier_couple(couple: Talk) -> None:
    """Ana left; Ben found Eve. What hung between Ana and Ben is no business of the new couple."""
    await couple.says("ben", CALL)
    edit = couple.token("ben", "Change words")
    await away(couple, "ana", "left")
    await couple.goes_by(days=15)
    await couple.begins("eve")
    await couple.says("eve", "/pair")
    code = next(span.text for span in couple.screen("eve")[-1].message.spans if span.style == "words")
    await couple.says("ben", f"/pair {code}")
    await couple.presses("ben", "Accept")
    (reply,) = await couple.presses_token("ben", edit)
    assert "moved on" in reply
    assert "No promises are open" in (await couple.says("ben", "/promises"))[0]


async def test_the_list_when_one_is_gone(couple: Talk) -> None:
    """Ben left: Ana's lists hold her own words only, the same as ever, and nothing of who answered (SAFETY 5)."""
    await agreed(couple)
    await couple.says("ben", "/promise fix the bike by saturday")
    await couple.presses("ben", "5")
    (both,) = await couple.says("ana", "/promises")
    assert "fix the bike" in both
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    (own,) = await couple.says("ana", "/promises")
    assert "fix the bike" not in own
    assert own.split("\n")[:3] == both.split("\n")[:3]
    assert "fix the bike" not in "".join((await couple.says("ana", "/today"))[1:])
    (reply,) = await couple.presses("ana", "Accept")
    assert "fix the bike" not in reply


async def test_the_list_says_nothing_of_answers(couple: Talk) -> None:
    """Before and after Ben speaks Ana's list is the same bytes."""
    await asked(couple, "ben")
    (before,) = await couple.says("ana", "/promises")
    await couple.presses("ben", "Partly")
    (after,) = await couple.says("ana", "/promises")
    assert before == after


async def test_long_lists_turn_pages(couple: Talk) -> None:
    """Eight a page; each opens its card, which leads back."""
    for number in range(9):
        await couple.says("ana", f"/promise thing {number} by friday")
    (page,) = await couple.says("ana", "/promises")
    assert "8. thing 7" in page
    assert "9. thing 8" not in page
    (page,) = await couple.presses("ana", "More")
    assert "9. thing 8" in page
    (card,) = await couple.presses("ana", "9.")
    assert "“thing 8”" in card
    (page,) = await couple.presses("ana", "Back to the list")
    assert "9. thing 8" in page
    (page,) = await couple.presses("ana", "Earlier")
    assert "1. thing 0" in page


async def test_today(couple: Talk) -> None:
    """Drafts, offers, suggestions, changes and questions wait for the one they wait for, and only there."""
    assert "Nothing is waiting" in (await couple.says("ana", "/today"))[0]
    await couple.says("ana", CALL)
    assert "How sure are you" in (await couple.says("ana", "/today"))[-1]
    assert "Nothing is waiting" in (await couple.says("ben", "/today"))[0]
    await couple.presses("ana", "5")
    assert "[Accept]" in (await couple.says("ben", "/today"))[-1]
    await couple.presses("ben", "Suggest a change")
    await couple.fills("ben", note="why not")
    assert "why not" in (await couple.says("ana", "/today"))[-1]
    await couple.presses("ana", "Keep as it is")
    await couple.presses("ben", "Accept")
    await couple.presses("ana", "Renegotiate")
    await couple.fills("ana", text="call dad")
    assert "[Accept the change]" in (await couple.says("ben", "/today"))[-1]
    await couple.presses("ben", "Keep the old one")
    await couple.goes_by(days=2.5)
    assert "[Kept]" in (await couple.says("ana", "/today"))[-1]
    await couple.presses("ana", "Kept")
    assert "Nothing is waiting" in (await couple.says("ana", "/today"))[0]
    assert "[Kept]" in (await couple.says("ben", "/today"))[-1]


async def test_in_spanish(talk: Talk) -> None:
    """The whole life of a promise, in Spanish."""
    await talk.pairs(languages=("es", "es"))
    (draft,) = await talk.says("ana", "/promesa llamar a mamá para el viernes a las 18:00")
    assert "«llamar a mamá»" in draft
    assert "Para el viernes, 20 de noviembre de 2026, 18:00" in draft
    await talk.presses("ana", "4")
    assert "Ana quiere prometerte esto:" in talk.sees("ben")[-1]
    await talk.presses("ben", "Aceptar")
    await talk.goes_by(days=2.5)
    for who in ("ana", "ben"):
        await talk.presses(who, "Mostrar")
        await talk.presses(who, "En parte")
    assert "Los dos decís: en parte." in talk.sees("ana", HOME)[-1]
    (list_,) = await talk.says("ana", "/promesas")
    assert "No hay promesas abiertas" in list_
    (reply,) = await talk.says("ana", "/promesa llamar a mamá para ayer")
    assert "ya ha pasado" in reply


async def test_each_reads_their_own_language_and_clock(talk: Talk) -> None:
    """Ana in Madrid writes English, Ben in Bogotá reads Spanish: the same instant, two clocks."""
    await talk.begins("ana")
    await talk.begins("ben", language="es", zone="America/Bogota")
    await talk.says("ana", "/pair")
    code = next(span.text for span in talk.screen("ana")[-1].message.spans if span.style == "words")
    await talk.says("ben", f"/pareja {code}")
    await talk.presses("ben", "Aceptar")
    await offered(talk)
    assert "Para el viernes, 20 de noviembre de 2026, 12:00" in talk.sees("ben")[-1]


async def test_a_restart_in_the_middle(couple: Talk) -> None:
    """Stopped between every two steps, it goes on as if nothing had been."""
    await couple.says("ana", CALL)
    await couple.restart()
    await couple.presses("ana", "4")
    await couple.restart()
    await couple.presses("ben", "Accept")
    couple.clock.instant += 3 * DAY  # it fell due while the house was down
    await couple.restart()
    for who in ("ana", "ben"):
        await couple.presses(who, "Show")
        await couple.presses(who, "Kept")
        await couple.restart()
    assert "You both say it was kept" in couple.sees("ana", HOME)[-1]
    assert len([text for text in couple.sees("ana") if "is due" in text]) == 0


async def test_a_due_time_in_the_gap(couple: Talk) -> None:
    """02:30 on the night the clocks go forward is due at 03:00, when that night has it."""
    (draft,) = await couple.says("ana", "/promise feed the cat by 2027-03-28 02:30")
    assert "Due Sunday, 28 March 2027, 03:00" in draft
    await couple.presses("ana", "5")
    await couple.presses("ben", "Accept")
    due = int(datetime(2027, 3, 28, 1, 0, tzinfo=UTC).timestamp() * 1000)
    await couple.until(due - 1)
    assert "is due" not in couple.sees("ben")[-1]
    await couple.until(due)
    assert couple.sees("ben")[-1] == "Something you two agreed on is due.\n[Show]"


async def test_words_are_only_words(couple: Talk) -> None:
    """Markup and mentions in a promise stay as typed, in literal spans (SAFETY 31)."""
    await offered(couple, "/promise <b>stop</b> **shouting** @everyone {$x} by friday")
    message = couple.screen("ben")[-1].message
    assert [span.text for span in message.spans if span.style == "words" and "stop" in span.text] == [
        "<b>stop</b> **shouting** @everyone {$x}"
    ]


async def test_a_guide_may_begin_a_promise(couple: Talk) -> None:
    """What a guide agrees on becomes its author's draft; what needs work becomes the form."""
    from bot.couples import couple as couple_by_id
    from bot.feature import Context
    from bot.outbox import Desk

    make = couple.app.house.agreements["promise"]

    async def work(tx: Tx) -> list[str]:
        row = await tx.one("SELECT id FROM couples")
        assert row is not None
        both = await couple_by_id(tx, row["id"])
        desk = Desk(couple.app.content, couple.chance, couple.clock.now())
        ctx = Context(tx, desk, couple.app.house, partnership=both)
        ben = next(one for one in both.both if one.name == "Ben")
        for text in ("listen first by friday", "x" * 400):
            begun = await make(ctx, ben, text)
            assert begun is not None
            await ctx.tell(ben, begun)
        return []

    await couple.app.store.write(work)
    await couple.app.run_due()
    draft, form = couple.sees("ben")[-2:]
    assert "“listen first”" in draft
    assert "I promise to …: xxx" in form
    await couple.presses("ben", "4")
    assert "Ben would like to promise you this" in couple.sees("ana")[-1]


# -- for guides and calendars --------------------------------------------------------------------------------


async def listed(talk: Talk, source: str, who: str) -> list[str]:
    """What a guide reads of this list for somebody."""
    from bot.content import Reader
    from bot.couples import couple as couple_by_id
    from bot.feature import Context
    from bot.outbox import Desk

    async def look(tx: Tx) -> list[str]:
        row = await tx.one("SELECT id FROM couples")
        assert row is not None
        both = await couple_by_id(tx, row["id"])
        me = next(one for one in both.both if one.name == who.title())
        desk = Desk(talk.app.content, talk.chance, talk.clock.now())
        ctx = Context(tx, desk, talk.app.house, actor=me, partnership=both.seen_by(me.id))
        if source == "calendar":
            calendar = next(one.calendar for one in talk.app.house.features if one.name == "promises")
            assert calendar is not None
            found = [one.title for one in await calendar(ctx)]
        else:
            found = [one.phrase for one in await talk.app.house.sources[source](ctx, me)]
        return [bare(talk.app.content.plain(one, Reader("en", "Europe/Madrid"))) for one in found]

    return await talk.app.store.read(look)


async def kept(talk: Talk, who: str, text: str, *, joint: bool = False) -> None:
    """Somebody's promise was kept, and both say so."""
    other = "ben" if who == "ana" else "ana"
    await talk.says(who, f"/promise {text} by tomorrow at 18:00")
    if joint:
        await talk.presses(who, "Kind")
        await talk.presses(who, "Both of us")
    await talk.presses(who, "5")
    await talk.presses(other, "Accept")
    await talk.presses(who, "It’s done")
    await talk.presses(who, "Kept")
    await talk.presses(other, "Show")
    await talk.presses(other, "Kept")


async def test_what_is_due_is_the_same_list_for_both(couple: Talk) -> None:
    """What holds and is due within a week, whoever looks; no drafts, no offers, nothing of who promised."""
    await agreed(couple)
    await agreed(couple, "/promise paint the door by tomorrow at 12:00")
    await agreed(couple, "/promise build a boat by 1 march")
    await offered(couple, "/promise sing by friday")
    await couple.says("ana", "/promise dream by friday")
    due = ["“paint the door”, Thursday, 19 November 2026, 12:00", "“call mum”, Friday, 20 November 2026, 18:00"]
    assert await listed(couple, "promises.due", "ana") == due
    assert await listed(couple, "promises.due", "ben") == due
    titles = ["Promise: paint the door", "Promise: call mum"]
    assert (await listed(couple, "calendar", "ben"))[:2] == titles
    await couple.says("ana", "/leave")
    await couple.presses("ana", "Leave now")
    assert await listed(couple, "promises.due", "ben") == []
    assert await listed(couple, "calendar", "ben") == []


async def test_a_month_is_about_both_or_about_nobody(couple: Talk) -> None:
    """A number that would tell of one of them is never made (SAFETY 17); joint ones always count."""
    await kept(couple, "ana", "call mum")
    await kept(couple, "ana", "call dad")
    assert await listed(couple, "promises.month", "ana") == []
    await kept(couple, "ana", "walk together", joint=True)
    assert await listed(couple, "promises.month", "ben") == ["One promise was kept."]
    await kept(couple, "ben", "fix the bike")
    for who in ("ana", "ben"):
        assert await listed(couple, "promises.month", who) == ["4 promises were kept."]
    await couple.says("ana", "/leave")
    await couple.presses("ana", "Leave now")
    assert await listed(couple, "promises.month", "ben") == ["4 promises were kept."]
    await couple.goes_by(days=33)
    assert await listed(couple, "promises.month", "ben") == []
