"""Boundaries: written, told, seen, asked about, changed and withdrawn; each by the one who may, and nobody else."""

from __future__ import annotations

import json
from functools import partial

import pytest

from bot.content import Line, Own
from bot.couples import couple_of, person_by_account
from bot.feature import Context, House
from bot.model import Account
from bot.outbox import Desk
from bot.store import Tx
from tests.talk import Talk, bare

PHONE = "My phone is mine to open."
MOVED_ON = "That has changed in the meantime"


async def _writes(talk: Talk, who: str = "ana", words: str = PHONE, kind: str = "Devices") -> None:
    await talk.says(who, f"/boundary {words}")
    await talk.presses(who, kind)


async def _links(talk: Talk, one: str, other: str) -> None:
    """`one`, who is known already, invites `other`, who is not."""
    await talk.begins(other)
    await talk.says(one, "/pair")
    code = next(span.text for span in talk.screen(one)[-1].message.spans if span.style == "words")
    await talk.says(other, f"/pair {code}")
    await talk.presses(other, "Accept")


async def _id(talk: Talk, words: str = PHONE) -> str:
    async def find(tx: Tx) -> str:
        rows = await tx.all("SELECT boundary_id, words FROM boundary_versions ORDER BY boundary_id")
        return next(str(row["boundary_id"]) for row in rows if row["words"] == words)

    return await talk.app.store.read(find)


async def _forges(talk: Talk, who: str, action: str, **args: str) -> list[str]:
    """Press a button that dispatch would let through: the handler itself has to refuse."""

    async def hang(tx: Tx) -> str:
        me = await person_by_account(tx, Account("memory", who))
        assert me is not None
        token = talk.chance.token()
        await tx.run(
            "INSERT INTO buttons (token, actions, holder, act_id, expires_at) "
            "VALUES (:token, :actions, :me, 'none', :later)",
            token=token,
            actions=json.dumps([[f"boundaries.{action}", args, True]]),
            me=f"person:{me.id}",
            later=talk.clock.now() + 1,
        )
        return f"{token}.0"

    return await talk.presses_token(who, await talk.app.store.write(hang))


# -- writing ---------------------------------------------------------------------------------------------------


async def test_a_boundary_holds_once_it_is_saved(couple: Talk) -> None:
    """The form saves it, it is in force at once, and the partner hears so without its words."""
    (form,) = await couple.says("ana", "/boundary")
    assert "nobody has to allow it" in form
    assert "Ben is told" in form
    (saved,) = await couple.fills("ana", kind="devices", words=PHONE)
    assert "Saved. It is in force, and I’m telling Ben." in saved
    assert f"Devices: {PHONE}" in saved
    assert couple.sees("ben")[-1] == "Ana has put a boundary into words.\n[Show]"
    (shown,) = await couple.presses("ben", "Show")
    assert f"Ana says about themselves:\n\nDevices: {PHONE}" in shown
    assert "[Seen] [Ask about it]" in shown
    assert "put a boundary" not in "".join(couple.sees("ben")), "the words stand in the notice's place"


async def test_words_with_the_command_only_need_a_kind(couple: Talk) -> None:
    """`/boundary TEXT` asks for the kind by taps, and says nothing to the partner before."""
    (asked,) = await couple.says("ana", f"/boundary {PHONE}")
    assert PHONE in asked
    for kind in ("Time apart", "Comfort", "What outsiders may be told", "Devices", "Family", "Money", "Something else"):
        assert f"[{kind}]" in asked.replace("] [", "]\n[")
    assert "boundary" not in couple.sees("ben")[-1].partition("\n")[0]
    (saved,) = await couple.presses("ana", "Money")
    assert f"Money: {PHONE}" in saved
    assert "Ana has put a boundary into words." in couple.sees("ben")[-1]


async def test_a_draft_can_be_reworded_or_dropped(couple: Talk) -> None:
    """Words that came with the command may still be reworded in the form, or not be kept at all."""
    await couple.says("ana", f"/boundary {PHONE}")
    (form,) = await couple.presses("ana", "Reword it")
    assert f"words: {PHONE}" in form
    assert "Saved" in (await couple.fills("ana", kind="other", words="My phone stays shut."))[0]
    await couple.says("ana", "/boundary Never mind")
    assert "It’s gone." in (await couple.presses("ana", "Don’t keep it"))[0]
    listing = (await couple.says("ana", "/boundaries"))[0]
    assert "My phone stays shut." in listing
    assert "Never mind" not in listing


async def test_a_draft_counts_once(couple: Talk) -> None:
    """A kind pressed twice, or after the draft was dropped, saves nothing more."""
    await couple.says("ana", f"/boundary {PHONE}")
    old = couple.token("ana", "Money")
    await couple.presses("ana", "Devices")
    await couple.presses_token("ana", old)
    draft = await _id(couple)
    assert MOVED_ON in (await _forges(couple, "ana", "sort", id=draft, kind="money"))[0]
    assert (await couple.says("ana", "/boundaries"))[0].count(PHONE) == 1


async def test_one_alone_may_write(talk: Talk) -> None:
    """Without a partner a boundary can be written and read; it is only its author's."""
    await talk.begins("ana")
    assert "only you can read it" in (await talk.says("ana", "/boundary"))[0]
    (saved,) = await talk.fills("ana", kind="time", words="Sundays are for me.")
    assert "Saved. It is in force." in saved
    assert "Only you can read this one." in saved
    assert "1. Time apart: Sundays are for me." in (await talk.says("ana", "/boundaries"))[0]


async def test_strangers_are_led_to_start(talk: Talk) -> None:
    """Who has not begun is told how to."""
    assert "/start" in (await talk.says("eve", f"/boundary {PHONE}"))[0]
    assert "/start" in (await talk.says("eve", "/boundaries"))[0]


async def test_what_was_written_alone_is_shown_only_by_its_author(talk: Talk) -> None:
    """Linking up shows a new partner nothing that was written before; its author can, one by one."""
    await talk.begins("ana")
    await _writes(talk)
    await _links(talk, "ana", "ben")
    assert PHONE not in (await talk.says("ben", "/boundaries"))[0]
    boundary = await _id(talk)
    assert MOVED_ON in (await _forges(talk, "ben", "open", id=boundary))[0]
    (listing,) = await talk.says("ana", "/boundaries")
    assert f"{PHONE} (only you)" in listing
    assert "[Show it to Ben]" in (await talk.presses("ana", "1"))[0]
    assert "I’m telling Ben." in (await talk.presses("ana", "Show it to Ben"))[0]
    assert "Ana has put a boundary into words." in talk.sees("ben")[-1]
    assert PHONE in (await talk.presses("ben", "Show"))[0]
    assert MOVED_ON in (await _forges(talk, "ana", "share", id=boundary))[0]


async def test_empty_and_long_words_keep_the_form(couple: Talk) -> None:
    """A form with a fault stays open with what was typed, and says what is wrong."""
    await couple.says("ana", "/boundary")
    (empty,) = await couple.fills("ana", kind="money", words=" \u200b ")
    assert "!This one needs an answer." in empty
    assert "<What is it about?: money>" in empty
    (long,) = await couple.fills("ana", kind="money", words="x" * 501)
    assert "x" * 501 in long
    assert "!At most 500 characters, please." in long
    (none,) = await couple.fills("ana", kind="", words="Ours is ours.")
    assert "<Your boundary, in your own words: Ours is ours.>" in none
    assert "Saved" in (await couple.fills("ana", kind="money", words="x" * 500))[0]


async def test_long_words_with_the_command_are_refused(couple: Talk) -> None:
    """More than fits is refused whole, with the numbers."""
    (no,) = await couple.says("ana", "/boundary " + "x" * 501)
    assert "501 characters" in no
    assert "500" in no
    assert "no boundaries in words yet" in (await couple.says("ana", "/boundaries"))[0]


async def test_forty_are_the_most(couple: Talk) -> None:
    """With forty in force the next is refused, at the command, the form and the tap; room comes by withdrawing."""
    for number in range(39):
        await _writes(couple, words=f"Number {number}.")
    await couple.says("ana", "/boundary One more")
    early = couple.token("ana", "Devices")
    await _writes(couple, words="The fortieth.")
    refusal = "You have 40 boundaries in force"
    assert refusal in (await couple.says("ana", "/boundary"))[0]
    assert refusal in (await couple.says("ana", "/boundary And another"))[0]
    assert refusal in (await couple.presses_token("ana", early))[0]
    await couple.says("ana", "/boundaries")
    await couple.presses("ana", "1", nth=0)
    await couple.presses("ana", "Withdraw")
    await couple.presses("ana", "Withdraw it")
    assert "Saved" in (await couple.presses_token("ana", early))[0]


@pytest.mark.parametrize("words", ["<b>@everyone</b> *x* [y](http://z)", "שלום \u200fעולם", "👩\u200d❤️\u200d👨 `a`"])
async def test_hostile_words_are_shown_as_they_are(couple: Talk, words: str) -> None:
    """Markup, mentions and other scripts stay what they are: a person's literal words."""
    await _writes(couple, words=words)
    await couple.presses("ben", "Show")
    for who in ("ana", "ben"):
        spans = couple.screen(who)[-1].message.spans
        assert [span.text for span in spans if span.style == "words" and span.text not in ("Ana", "Ben")] == [words]


async def test_words_that_hide_or_reorder_are_cleaned(couple: Talk) -> None:
    """Zero-width characters and overrides of direction go; the rest stays."""
    await _writes(couple, words="my\u200b \u202ephone\u202c {name} \ue0000\ue001")
    assert "Devices: my phone {name} 0" in (await couple.presses("ben", "Show"))[0]


# -- seen, and asked about -------------------------------------------------------------------------------------


async def test_seen_is_told_once_and_allows_nothing(couple: Talk) -> None:
    """The author hears that it was seen, to the day, once; the boundary held before and holds after."""
    await _writes(couple)
    before = len(couple.sees("ana"))
    (shown,) = await couple.presses("ben", "Show")
    assert "Their boundary holds either way." in shown
    assert len(couple.sees("ana")) == before, "opening it tells nobody"
    token = couple.token("ben", "Seen")
    (thanks,) = await couple.presses("ben", "Seen")
    assert "I’ll tell Ana you’ve seen it." in thanks
    assert "[Seen]" not in thanks
    assert couple.sees("ana")[-1].startswith("Ben has seen your boundary (Wednesday, 18 November 2026).")
    assert len(couple.sees("ana")) == before + 1
    await couple.presses_token("ben", token)
    assert MOVED_ON in (await _forges(couple, "ben", "seen", id=await _id(couple), version="1"))[0]
    assert len(couple.sees("ana")) == before + 1
    assert "Ben has seen it (Wednesday, 18 November 2026)." in (await couple.presses("ana", "Open this"))[0]


async def test_a_question_and_its_answer(couple: Talk) -> None:
    """One asks, the other answers; both read it on a tap, and neither line gives the words away."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    (form,) = await couple.presses("ben", "Ask about it")
    assert PHONE in form
    assert "Sent." in (await couple.fills("ben", words="May I still borrow it to call?"))[0]
    assert couple.sees("ana")[-1] == "Ben asks something about one of your boundaries.\n[Show]"
    (asked,) = await couple.presses("ana", "Show")
    assert "Ben asks:\n\nMay I still borrow it to call?" in asked
    assert PHONE in asked
    await couple.presses("ana", "Answer")
    assert "Sent to Ben." in (await couple.fills("ana", words="Yes, ask me first."))[0]
    assert couple.sees("ben")[-1] == "Ana has answered your question about a boundary.\n[Show]"
    (answered,) = await couple.presses("ben", "Show")
    assert "You asked:\n\nMay I still borrow it to call?\n\nAna answers:\n\nYes, ask me first." in answered
    assert "[Ask about it]" in answered


async def test_not_now_is_silent(couple: Talk) -> None:
    """A question put aside tells its asker nothing, and can be answered later from the boundary."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Ask about it")
    await couple.fills("ben", words="Why?")
    before = couple.sees("ben")
    await couple.presses("ana", "Show")
    assert "Ben isn’t told." in (await couple.presses("ana", "Not now"))[0]
    assert couple.sees("ben") == before
    assert "Ben asks" not in "".join(await couple.says("ana", "/today"))
    await couple.says("ana", "/boundaries")
    await couple.presses("ana", "1")
    assert "Why?" in (await couple.presses("ana", "The question about it"))[0]
    await couple.presses("ana", "Answer")
    await couple.fills("ana", words="Because.")
    assert "Ana has answered" in couple.sees("ben")[-1]


@pytest.mark.parametrize("aside", [False, True])
async def test_one_question_at_a_time(couple: Talk, aside: bool) -> None:
    """Until it is answered, or a week has passed, no second question goes out; put aside or not looks the same."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Ask about it")
    await couple.fills("ben", words="Why?")
    if aside:
        await couple.presses("ana", "Show")
        await couple.presses("ana", "Not now")
    again = {"id": await _id(couple)}
    assert "is with them" in (await _forges(couple, "ben", "asked", **again))[0], "a form that was open still"
    (no,) = await couple.presses("ben", "Ask about it")
    assert no.startswith("Your last question about this one is with them.")
    await couple.goes_by(days=7, minutes=1)
    await couple.presses("ben", "Ask about it")
    assert "Sent." in (await couple.fills("ben", words="And now?"))[0]
    await couple.says("ana", "/today")
    assert "And now?" in (await couple.presses("ana", "Show"))[0]


async def test_a_question_is_answered_once_by_its_addressee(couple: Talk) -> None:
    """Neither the asker nor a second press can answer, nor put aside what was answered."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Ask about it")
    await couple.fills("ben", words="Why?")
    question = await couple.app.store.read(lambda tx: tx.one("SELECT id FROM boundary_questions"))
    assert question is not None
    args = {"id": str(question["id"])}
    for action in ("answer", "answered", "aside"):
        assert MOVED_ON in (await _forges(couple, "ben", action, **args))[0]
    await couple.presses("ana", "Show")
    await couple.presses("ana", "Answer")
    await couple.fills("ana", words="Because.")
    for action in ("answer", "answered", "aside"):
        assert MOVED_ON in (await _forges(couple, "ana", action, **args))[0]


# -- changing and withdrawing ----------------------------------------------------------------------------------


async def test_a_change_is_a_new_version_to_be_seen_anew(couple: Talk) -> None:
    """Changed words replace the old on the partner's screen, are told to the day, and are seen anew."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Seen")
    await couple.goes_by(days=1)
    await couple.says("ana", "/boundaries")
    await couple.presses("ana", "1")
    (form,) = await couple.presses("ana", "Change")
    assert f"words: {PHONE}" in form
    assert "devices" in form
    (saved,) = await couple.fills("ana", words="My phone and mail are mine.")
    assert "I’m telling Ben." in saved
    assert "Ben has seen it" not in saved
    assert couple.sees("ben")[-1] == "Ana has changed a boundary (Thursday, 19 November 2026).\n[Show]"
    assert PHONE not in "".join(couple.sees("ben")), "the old words are off the screen"
    assert "This boundary has changed since." in "".join(couple.sees("ben"))
    (shown,) = await couple.presses("ben", "Show")
    assert "My phone and mail are mine." in shown
    await couple.presses("ben", "Seen")
    assert "Ben has seen your boundary (Thursday, 19 November 2026)." in couple.sees("ana")[-1]


async def test_changes_before_the_partner_looks_make_one_notice(couple: Talk) -> None:
    """A notice nobody opened is replaced in place; it leads to the newest words."""
    await _writes(couple)
    count = len(couple.sees("ben"))
    for words in ("Second.", "Third."):
        await couple.presses("ana", "Change")
        await couple.fills("ana", words=words)
    assert len(couple.sees("ben")) == count
    assert MOVED_ON in (await _forges(couple, "ben", "seen", id=await _id(couple), version="1"))[0]
    assert "Third." in (await couple.presses("ben", "Show"))[0]


async def test_earlier_versions_are_their_authors(couple: Talk) -> None:
    """Each version is kept with its day, for its author alone."""
    await _writes(couple, words="First.")
    for words in ("Second.", "Third.", "Fourth."):
        await couple.goes_by(days=1)
        await couple.presses("ana", "Change")
        await couple.fills("ana", words=words, kind="family" if words == "Fourth." else "devices")
    (first,) = await couple.presses("ana", "Earlier versions")
    assert "Saturday, 21 November 2026: Family: Fourth." in first
    assert "Devices: Third." in first
    assert "First." not in first
    (more,) = await couple.presses("ana", "More")
    assert "Wednesday, 18 November 2026: Devices: First." in more
    assert MOVED_ON in (await _forges(couple, "ben", "versions", id=await _id(couple, "First.")))[0]


async def test_saving_it_unchanged_is_no_new_version(couple: Talk) -> None:
    """The same words and kind tell nobody anything."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    before = couple.sees("ben")
    await couple.presses("ana", "Change")
    (same,) = await couple.fills("ana")
    assert "Nothing was changed." in same
    assert "Earlier versions" not in same
    assert couple.sees("ben") == before


async def test_a_form_opened_before_a_change_does_not_overwrite_it(couple: Talk) -> None:
    """Of two open forms the second to be sent is refused, and keeps what was typed."""
    await _writes(couple)
    boundary = await _id(couple)
    await couple.presses("ana", "Change")
    await _forges(couple, "ana", "open", id=boundary)
    await couple.presses("ana", "Change")
    await couple.fills("ana", words="The newer one.")
    (no,) = await couple.fills("ana", words="The older form.")
    assert MOVED_ON in no
    assert "The older form." in no
    assert "The newer one." in (await couple.says("ana", "/boundaries"))[0]


async def test_withdrawn_is_gone_from_lists_and_screens(couple: Talk) -> None:
    """Withdrawing asks once more; then it holds no more, leaves both lists, and the partner is told neutrally."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    await couple.presses("ana", "Withdraw")
    assert PHONE in (await couple.presses("ana", "Keep it"))[0]
    await couple.presses("ana", "Withdraw")
    (done,) = await couple.presses("ana", "Withdraw it")
    assert "It no longer holds." in done
    assert "[Write a new one]" in done
    assert "Ana has withdrawn a boundary (Wednesday, 18 November 2026)." in couple.sees("ben")[-1]
    assert PHONE not in "".join(couple.sees("ben"))
    for who in ("ana", "ben"):
        assert PHONE not in (await couple.says(who, "/boundaries"))[0]
    boundary = await _id(couple)
    for action in ("open", "change", "withdraw", "withdrawn", "versions", "share"):
        assert MOVED_ON in (await _forges(couple, "ana", action, id=boundary))[0]
    for action in ("open", "ask", "asked", "seen"):
        assert MOVED_ON in (await _forges(couple, "ben", action, id=boundary, version="1"))[0]


async def test_a_withdrawn_boundary_takes_its_question_along(couple: Talk) -> None:
    """What was asked about it needs no answer any more."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Ask about it")
    await couple.fills("ben", words="Why?")
    await _forges(couple, "ana", "withdrawn", id=await _id(couple))
    assert "Nothing is waiting" in (await couple.says("ana", "/today"))[0]
    assert MOVED_ON in (await couple.presses("ana", "Show"))[-1]


async def test_only_its_author_may_touch_it(couple: Talk) -> None:
    """Neither the partner nor a third person can change, withdraw, share or complete what somebody else wrote."""
    await _writes(couple)
    await couple.says("ana", "/boundary A draft.")
    await couple.begins("eve")
    boundary, draft = await _id(couple), await _id(couple, "A draft.")
    for who in ("ben", "eve"):
        for action in ("change", "changed", "withdraw", "withdrawn", "versions", "share"):
            assert MOVED_ON in (await _forges(couple, who, action, id=boundary, version="1"))[0]
        for action in ("sort", "compose", "write", "discard"):
            assert MOVED_ON in (await _forges(couple, who, action, id=draft, kind="money"))[0]
    for action in ("open", "seen", "ask", "asked"):
        assert MOVED_ON in (await _forges(couple, "eve", action, id=boundary, version="1"))[0]
    assert MOVED_ON in (await _forges(couple, "ana", "seen", id=boundary, version="1"))[0]
    assert (await couple.says("ana", "/boundaries"))[0].count(PHONE) == 1


async def test_a_third_person_can_press_nothing(couple: Talk) -> None:
    """Somebody else with the token of a button hears a neutral refusal, and nothing changes."""
    await _writes(couple)
    await couple.presses("ben", "Show")
    for who, label in (("ana", "Withdraw"), ("ben", "Seen")):
        (no,) = await couple.presses_token("eve", couple.token(who, label))
        assert "done its work" in no
    assert "[Seen]" in couple.sees("ben")[-1]


# -- lists -----------------------------------------------------------------------------------------------------


async def test_the_list_has_mine_then_theirs_by_kind(couple: Talk) -> None:
    """Both partners' boundaries in force, by kind, each with a number that opens it."""
    await _writes(couple, words="Ask before lending.", kind="Money")
    await _writes(couple, words="An evening alone.", kind="Time apart")
    await _writes(couple, "ben", "Not about my brother.", "Family")
    (listing,) = await couple.says("ana", "/boundaries")
    text = listing.partition("\nPress")[0]
    assert text.strip() == (
        "Mine\n\n1. Time apart: An evening alone.\n2. Money: Ask before lending.\n\n"
        "Ben\n\n3. Family: Not about my brother. (new to you)"
    )
    assert "[1] [2] [3]" in listing
    assert "Ben says about themselves" in (await couple.presses("ana", "3"))[0]
    assert "[Change] [Withdraw]" in (await _reopens(couple, "ana", "2"))


async def _reopens(talk: Talk, who: str, number: str) -> str:
    await talk.presses(who, "All boundaries")
    return (await talk.presses(who, number))[0]


async def test_long_lists_come_in_pages(couple: Talk) -> None:
    """Eight at a time, numbered on, with long words cut short until opened; every page has a way on."""
    for number in range(7):
        await _writes(couple, words=f"Mine {number}. " + "y" * 450)
    for number in range(3):
        await _writes(couple, "ben", f"Theirs {number}.")
    (first,) = await couple.says("ana", "/boundaries")
    assert "8. Devices: Theirs 0." in first
    assert "9." not in first
    assert "y" * 120 not in first
    assert len(first) < 2000
    assert "Before" not in first
    (second,) = await couple.presses("ana", "More")
    assert "Mine" not in second
    assert "9. Devices: Theirs 1." in second
    assert "[More]" not in second
    assert "Theirs 2." in (await couple.presses("ana", "10"))[0]
    await couple.presses("ana", "All boundaries")
    assert "y" * 450 in (await couple.presses("ana", "3"))[0]


async def test_the_log_names_what_was_done_to_the_day(couple: Talk) -> None:
    """Written, changed, withdrawn: by whom, what kind, which day; never the words."""
    await _writes(couple)
    await couple.goes_by(days=1)
    await couple.presses("ana", "Change")
    await couple.fills("ana", words="Newer.")
    await couple.goes_by(days=1)
    await couple.presses("ana", "Withdraw")
    await couple.presses("ana", "Withdraw it")
    await _writes(couple, words="Another.")
    await couple.says("ben", "/boundaries")
    (log,) = await couple.presses("ben", "What has changed")
    assert "Friday, 20 November 2026: Ana withdrew one (Devices)" in log
    assert "Thursday, 19 November 2026: Ana changed one (Devices)" in log
    assert "Wednesday, 18 November 2026: Ana wrote one (Devices)" in log
    assert PHONE not in log
    await couple.says("ana", "/boundaries")
    assert "19 November 2026: you changed one" in (await couple.presses("ana", "What has changed"))[0]


async def test_after_the_partner_left_only_my_own_are_there(couple: Talk) -> None:
    """Once one has left, the other's list, log, cards and /today show their own words only, and saving looks alike."""
    await _writes(couple)
    await _writes(couple, "ben", "Not about my brother.", "Family")
    boundary = await _id(couple, "Not about my brother.")
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Ask about it")
    await couple.fills("ben", words="Why?")
    saved = (await couple.says("ana", "/boundary Same."), await couple.presses("ana", "Family"))[1][0]
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    (listing,) = await couple.says("ana", "/boundaries")
    assert PHONE in listing
    assert "Ben" not in listing
    assert "brother" not in listing
    assert "Ben" not in (await couple.presses("ana", "What has changed"))[0]
    assert "Nothing is waiting" in (await couple.says("ana", "/today"))[0]
    for action in ("open", "ask", "asked", "seen"):
        assert MOVED_ON in (await _forges(couple, "ana", action, id=boundary, version="1"))[0]
    before = len(couple.sees("ben"))
    await couple.says("ana", "/boundary Same.")
    assert (await couple.presses("ana", "Family"))[0] == saved
    assert len(couple.sees("ben")) == before
    assert "brother" in (await couple.says("ben", "/boundaries"))[0]
    assert PHONE not in couple.sees("ben")[-1]


async def test_a_new_partner_sees_nothing_of_before(couple: Talk) -> None:
    """Boundaries stay their author's after leaving; another couple begins with none shown."""
    await _writes(couple)
    await couple.says("ana", "/leave")
    await couple.presses("ana", "Leave now")
    await _links(couple, "ana", "eve")
    assert PHONE not in (await couple.says("eve", "/boundaries"))[0]
    assert f"{PHONE} (only you)" in (await couple.says("ana", "/boundaries"))[0]


async def test_nothing_of_it_reaches_the_shared_place(couple: Talk) -> None:
    """In the couple's place a boundary is written and read for one person's eyes."""
    await couple.says("ana", f"/boundary {PHONE}", place="place-1")
    await couple.presses("ana", "Devices", place="place-1")
    await couple.says("ana", "/boundaries", place="place-1")
    assert PHONE in "".join(couple.sees("ana", "place-1"))
    assert PHONE not in "".join(couple.sees("ben", "place-1"))


# -- other parts of the house ----------------------------------------------------------------------------------


async def test_today_shows_what_is_unseen_and_unanswered(couple: Talk) -> None:
    """/today has the partner's boundaries I have not seen, in one card, and the questions I was asked."""
    await _writes(couple)
    (_, one) = await couple.says("ben", "/today")
    assert "Ana has a boundary that is new to you." in one
    await _writes(couple, words="Another.")
    (_, both) = await couple.says("ben", "/today")
    assert "Ana has 2 boundaries that are new to you." in both
    assert PHONE in (await couple.presses("ben", "Show"))[0]
    await couple.presses("ben", "1")
    await couple.presses("ben", "Seen")
    await couple.presses("ben", "Ask about it")
    await couple.fills("ben", words="Why?")
    assert "a boundary that is new to you" in (await couple.says("ben", "/today"))[1]
    (_, asked) = await couple.says("ana", "/today")
    assert "Ben asks something about one of your boundaries." in asked


async def test_a_restart_changes_nothing(couple: Talk) -> None:
    """Drafts, notices, forms and questions all go on after a restart."""
    await couple.says("ana", f"/boundary {PHONE}")
    await couple.restart()
    await couple.presses("ana", "Devices")
    await couple.restart()
    await couple.presses("ben", "Show")
    await couple.presses("ben", "Ask about it")
    await couple.restart()
    assert "Sent." in (await couple.fills("ben", words="Why?"))[0]
    await couple.restart()
    assert "Why?" in (await couple.presses("ana", "Show"))[0]


async def test_spanish_reads_as_spanish(talk: Talk) -> None:
    """Each reads in their own language; the commands have Spanish names."""
    await talk.pairs(languages=("es", "en"))
    (form,) = await talk.says("ana", "/limite")
    assert "nadie tiene que permitirlo" in form
    (saved,) = await talk.fills("ana", kind="outside", words="De mi trabajo no se habla fuera.")
    assert "Guardado. Ya vale, y se lo digo a Ben." in saved
    assert "Qué se puede contar fuera: De mi trabajo no se habla fuera." in saved
    assert "What outsiders may be told: De mi trabajo" in (await talk.presses("ben", "Show"))[0]
    await talk.presses("ben", "Seen")
    assert talk.sees("ana")[-1].startswith("Ben ha visto tu límite (mi")
    assert "18 de noviembre de 2026)." in talk.sees("ana")[-1]
    (listing,) = await talk.says("ana", "/limites")
    assert "Míos" in listing


async def _agreed(talk: Talk, tx: Tx, text: str) -> None:
    """What a guide does with the agreement "boundary", for Ana."""
    me = await person_by_account(tx, Account("memory", "ana"))
    assert me is not None
    house: House = talk.app.house
    ctx = Context(tx, Desk(talk.app.content, talk.chance, talk.clock.now()), house, actor=me)
    ctx.partnership = await couple_of(tx, me)
    begun = await house.agreements["boundary"](ctx, me, text)
    assert begun is not None
    await ctx.tell(me, begun)


async def test_a_guide_leads_to_a_new_or_changed_boundary(couple: Talk) -> None:
    """The agreement offers mine to change and a new one, with the words it was given."""
    await couple.app.store.write(partial(_agreed, couple, text="An evening alone."))
    await couple.app.run_due()
    assert "Shall we write the first?" in couple.sees("ana")[-1]
    (form,) = await couple.presses("ana", "Write a new one")
    assert "An evening alone." in form
    await couple.fills("ana", kind="time")
    await couple.app.store.write(partial(_agreed, couple, text=""))
    await couple.app.run_due()
    assert "1. Time apart: An evening alone." in couple.sees("ana")[-1]
    (change,) = await couple.presses("ana", "1")
    assert "An evening alone." in change
    assert "Saved" in (await couple.fills("ana", words="Two evenings alone."))[0]


async def test_a_guide_reads_what_is_in_force(couple: Talk) -> None:
    """The source "boundaries.mine" gives a person's own, by kind, and nothing withdrawn or drafted."""
    await _writes(couple, words="Ask before lending.", kind="Money")
    await _writes(couple, words="An evening alone.", kind="Time apart")
    await couple.says("ana", "/boundary A draft.")
    await _writes(couple, "ben", "Not about my brother.", "Family")

    async def read(tx: Tx) -> list[object]:
        me = await person_by_account(tx, Account("memory", "ana"))
        assert me is not None
        desk = Desk(couple.app.content, couple.chance, couple.clock.now())
        items = await couple.app.house.sources["boundaries.mine"](Context(tx, desk, couple.app.house), me)
        return [item.phrase.args["words"] for item in items if isinstance(item.phrase, Line)]

    assert await couple.app.store.read(read) == [Own("An evening alone."), Own("Ask before lending.")]


async def test_quiet_hours_hold_back_what_the_partner_triggers(couple: Talk) -> None:
    """At night the partner hears nothing; in the morning one notice leads to the newest words."""
    await couple.says("ben", "/quiet 09:00-12:00")
    count = len(couple.sees("ben"))
    await _writes(couple)
    await couple.presses("ana", "Change")
    await couple.fills("ana", words="Newer.")
    assert len(couple.sees("ben")) == count
    await couple.goes_by(hours=3)
    assert len(couple.sees("ben")) == count + 1
    assert "Newer." in bare((await couple.presses("ben", "Show"))[0])


async def test_a_month_of_boundaries_is_about_both(couple: Talk) -> None:
    """How many were written or changed is told where both did, to both alike; else nothing is (SAFETY 17)."""
    from bot.content import Reader
    from bot.couples import couple as couple_by_id
    from bot.feature import Context
    from bot.outbox import Desk

    async def read(tx: Tx) -> list[list[str]]:
        row = await tx.one("SELECT id FROM couples")
        assert row is not None
        both = await couple_by_id(tx, row["id"])
        found = []
        for one in both.both:
            desk = Desk(couple.app.content, couple.chance, couple.clock.now())
            ctx = Context(tx, desk, couple.app.house, actor=one, partnership=both.seen_by(one.id))
            items = await couple.app.house.sources["boundaries.month"](ctx, one)
            found.append([couple.app.content.plain(item.phrase, Reader("en", "UTC")) for item in items])
        return found

    for text in ("One evening a week is mine", "Ask before guests come"):
        await couple.says("ana", f"/boundary {text}")
        await couple.presses("ana", "Time apart")
    assert await couple.app.store.read(read) == [[], []]
    await couple.says("ben", "/boundary No phones at dinner")
    await couple.presses("ben", "Devices")
    told = ["\u20683\u2069 boundaries were written or changed."]
    assert await couple.app.store.read(read) == [told, told]
    await couple.goes_by(days=32)
    assert await couple.app.store.read(read) == [[], []]
