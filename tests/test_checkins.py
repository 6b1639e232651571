"""The weekly check-in, end to end: from the prompt to the reveal, and every way in which it may not come to one."""

from __future__ import annotations

import pytest

from bot.guides import Library
from bot.guides.script import stored_guide
from bot.model import Account
from bot.store import Tx
from tests.talk import Talk

REVEALED = ": you have both shared."


async def with_boundaries(talk: Talk) -> None:
    """Ana has two boundaries, Ben none."""
    for text in ("One evening a week is mine", "Ask before guests come"):
        await talk.says("ana", "/boundary")
        await talk.fills("ana", kind="time", words=text)


async def fine(talk: Talk, who: str) -> None:
    """Somebody answers "all fine" and shares."""
    await talk.presses(who, "All fine")
    await talk.presses(who, "Share when we both have")


def room(talk: Talk) -> str:
    """What stands in the couple's place."""
    return "\n".join(talk.sees("ana", "place-1"))


async def test_a_check_in_begins(couple: Talk) -> None:
    """Whoever asks for it stands at its first question at once; the other gets the prompt, with no names in it."""
    (question,) = await couple.says("ana", "/checkin")
    assert "boundaries been this week" in question
    assert couple.sees("ben")[-1].startswith("Your check-in is here.")
    assert "Ana" not in couple.sees("ben")[-1]


async def test_all_fine_is_one_tap(couple: Talk) -> None:
    """From the prompt, "all fine" leads straight to sharing; both shared, both see both at once."""
    await couple.says("ana", "/checkin")
    await fine(couple, "ana")
    assert REVEALED not in room(couple)
    await fine(couple, "ben")
    assert "Boundary check-in: you have both shared." in room(couple)
    assert room(couple).count("This week: All fine") == 2


async def test_what_is_wrong_is_looked_at_one_by_one(couple: Talk) -> None:
    """Which, how it felt, what to change: asked of each chosen boundary, and shown with it."""
    await with_boundaries(couple)
    (question,) = await couple.says("ana", "/checkin")
    assert "One evening a week is mine" in question
    assert "Ask before guests come" in question
    await couple.presses("ana", "Something to look at")
    form = couple.screen("ana")[-1].message.form
    assert form is not None
    chosen = tuple(option.value for option in form.fields[0].options)
    await couple.fills("ana", value=chosen)
    for feeling, wish in (("Overlooked", "Ask me first"), ("Angry", "")):
        await couple.presses("ana", feeling)
        if wish:
            await couple.says("ana", wish)
        else:
            await couple.presses("ana", "Skip")
    await couple.says("ana", "Thank you for asking")
    await couple.presses("ana", "Share when we both have")
    await couple.goes_by(minutes=1)
    await fine(couple, "ben")
    for words in ("How it felt: Overlooked", "What would help: Ask me first", "How it felt: Angry", "Thank you for"):
        assert words in room(couple)


async def test_before_the_reveal_no_row_for_the_other_holds_an_answer(couple: Talk) -> None:
    """With one share only, no message, queued or sent, to anybody but its author holds the words (SAFETY 9)."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "Something to look at")
    await couple.says("ana", "CANARY-7741")
    await couple.presses("ana", "Share when we both have")

    async def others(tx: Tx) -> list[str]:
        found = await tx.all("SELECT o.body, p.address FROM outbox o JOIN places p ON p.id = o.place_id")
        return [row["address"] for row in found if row["body"] and "CANARY-7741" in row["body"]]

    assert set(await couple.app.store.read(others)) == {"ana"}
    assert "CANARY" not in "\n".join(couple.sees("ben")) + room(couple)


@pytest.mark.parametrize("ben", ["nothing", "opened", "answered", "kept", "taken back", "blocked", "left"])
async def test_every_silence_looks_the_same(couple: Talk, ben: str) -> None:
    """Whatever the other did short of sharing, what one sees at closing time is byte for byte the same (SAFETY 3)."""
    await couple.says("ana", "/checkin")
    await fine(couple, "ana")
    if ben in ("opened", "answered", "kept", "taken back"):
        await couple.presses("ben", "Open")
    if ben in ("answered", "kept", "taken back"):
        await couple.presses("ben", "All fine")
    if ben == "kept":
        await couple.presses("ben", "Keep it to myself")
    if ben == "taken back":
        await couple.presses("ben", "Share at closing time")
        await couple.presses("ben", "Take it back")
    if ben == "blocked":
        couple.adapter.blocked.add("ben")
    if ben == "left":
        await couple.says("ben", "/leave")
        await couple.presses("ben", "Leave now")
    await couple.goes_by(days=3, minutes=1)
    assert REVEALED not in room(couple)
    silence = "\n".join([*couple.sees("ana")[-2:], room(couple)])
    expected = (
        "This week: All fine\n\nIt is sealed. You’ll both see both as soon as you have both shared.\n[Take it back]\n"
        "This one has closed, and nothing was shown to anybody. What you wrote is yours. You can start again "
        "whenever you like.\nThis place is for the two of you. When you have both shared something, I’ll show it here."
    )
    assert silence == expected


async def test_a_share_before_leaving_reveals_nothing(couple: Talk) -> None:
    """Ben shares and leaves; when Ana shares afterwards, nothing is shown (SAFETY 4)."""
    await couple.says("ana", "/checkin")
    await fine(couple, "ben")
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    await fine(couple, "ana")
    assert REVEALED not in room(couple)


async def test_closing_time_can_be_chosen(couple: Talk) -> None:
    """If one chose closing time, the reveal comes then, and not before."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "All fine")
    await couple.presses("ana", "Share at closing time")
    await fine(couple, "ben")
    assert REVEALED not in room(couple)
    await couple.goes_by(days=3, minutes=1)
    assert REVEALED not in room(couple)  # what time brings names nobody and nothing until somebody looks
    await couple.presses("ana", "Open", place="place-1")
    assert REVEALED in room(couple)
    for who in ("ana", "ben"):
        assert "Would you like to make something of it" in couple.sees(who)[-1]  # both can read it there


async def test_answers_can_be_given_anew_before_the_reveal(couple: Talk) -> None:
    """ "Answer again" forgets the first answers; only the second are shown."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "Something to look at")
    await couple.says("ana", "first thought")
    await couple.presses("ana", "Answer again")
    await couple.presses("ana", "Something to look at")
    await couple.says("ana", "second thought")
    await couple.presses("ana", "Share when we both have")
    await fine(couple, "ben")
    assert "second thought" in room(couple)
    assert "first thought" not in room(couple)


async def test_it_ends_in_a_promise_or_a_boundary_if_they_like(couple: Talk) -> None:
    """After the reveal each may make something of it, or leave it."""
    await couple.says("ana", "/checkin")
    await fine(couple, "ana")
    await fine(couple, "ben")
    (thanks, begun) = await couple.presses("ana", "Make a promise")
    assert "That was your check-in" in thanks
    assert "promise" in begun.lower()
    (thanks,) = await couple.presses("ben", "Leave it at that")
    assert "That was your check-in" in thanks
    assert "Boundary check-in" not in "\n".join(await couple.says("ben", "/today"))


async def test_later_brings_it_back(couple: Talk) -> None:
    """Every prompt offers "later"; three hours on it is there again, and can be opened before."""
    await couple.says("ana", "/checkin")
    (reply,) = await couple.presses("ben", "Later")
    assert "three hours" in reply
    await couple.goes_by(hours=3, minutes=1)
    assert couple.sees("ben")[-1].startswith("Your check-in is here.")


async def test_later_is_no_nudge_for_one_who_went_on(couple: Talk) -> None:
    """Somebody who said later and then answered is not reminded."""
    await couple.says("ana", "/checkin")
    await couple.presses("ben", "Later")
    await couple.presses("ben", "Open")
    await couple.presses("ben", "All fine")
    before = couple.sees("ben")
    await couple.goes_by(hours=4)
    assert couple.sees("ben") == before


async def test_today_finds_where_one_stands(couple: Talk) -> None:
    """/today shows an open check-in, and opens it at the question where one stopped."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "Something to look at")
    assert "One thing is open" in (await couple.says("ana", "/today"))[0]
    assert "anything else" in (await couple.presses("ana", "Open"))[-1]


async def test_asking_twice_shows_the_one_under_way(couple: Talk) -> None:
    """/checkin while one is open begins no second one: it shows where one stands."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "All fine")
    (again,) = await couple.says("ana", "/checkin")
    assert "what you would share" in again
    before = couple.sees("ben")
    await couple.says("ana", "/checkin")
    assert couple.sees("ben") == before


async def test_it_goes_on_after_a_restart(couple: Talk) -> None:
    """A run survives a restart at any question."""
    await couple.says("ana", "/checkin")
    await couple.restart()
    await couple.presses("ana", "Something to look at")
    await couple.restart()
    await couple.says("ana", "still here")
    await couple.presses("ana", "Share when we both have")
    await couple.restart()
    await fine(couple, "ben")
    assert "still here" in room(couple)


async def test_a_late_answer_goes_nowhere(couple: Talk) -> None:
    """What is typed after closing time is kept by nobody and shown to nobody."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "Something to look at")
    await couple.goes_by(days=3, minutes=1)
    (reply,) = await couple.says("ana", "too late")
    assert "over" in reply or "not waiting" in reply
    assert "too late" not in "\n".join(couple.sees("ben")) + room(couple)


async def test_overlong_and_hostile_answers(couple: Talk) -> None:
    """Too long is refused and can be tried again; markup in an answer is shown as typed."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "Something to look at")
    assert "2,000 characters at most" in (await couple.says("ana", "x" * 2001))[0]
    await couple.says("ana", "<b>@everyone</b> {partner} **x**")
    await couple.presses("ana", "Share when we both have")
    await fine(couple, "ben")
    spans = [span for shown in couple.screen("ana", "place-1") for span in shown.message.spans]
    assert "<b>@everyone</b> {partner} **x**" in [span.text for span in spans if span.style == "words"]


async def test_an_old_button_changes_nothing(couple: Talk) -> None:
    """A button of a question already answered is refused."""
    await couple.says("ana", "/checkin")
    old = couple.token("ana", "All fine")
    await couple.presses("ana", "Something to look at")
    (reply,) = await couple.presses_token("ana", old)
    assert "done its work" in reply


async def test_a_third_reader_gets_nothing(couple: Talk) -> None:
    """If somebody else can read the couple's place, the reveal stays out of it and both are told (SAFETY 12)."""
    couple.adapter.members["place-1"] |= {Account("memory", "eve")}
    await couple.says("ana", "/checkin")
    await fine(couple, "ana")
    await fine(couple, "ben")
    assert REVEALED not in room(couple)
    for who in ("ana", "ben"):
        assert any("Somebody else can read" in text for text in couple.sees(who))


async def test_in_spanish_and_english_at_once(talk: Talk) -> None:
    """Each reads their own language; the place reads the one of who invited."""
    await talk.pairs(languages=("es", "en"))
    await talk.says("ana", "/revision")
    assert "¿Cómo han ido tus propios límites" in talk.sees("ana")[-1]
    await talk.presses("ana", "Todo bien")
    await talk.presses("ana", "Compartir cuando")
    await fine(talk, "ben")
    assert "Revisión de límites: habéis compartido los dos." in room(talk)
    assert "Would you like to make something of it?" in talk.sees("ben")[-1]


async def test_a_run_keeps_to_the_version_it_began_with(couple: Talk) -> None:
    """A guide that changes while a run of it is under way changes nothing for that run, restarts included."""
    await couple.says("ana", "/checkin")
    library = couple.app.house.part(Library)
    old = library["boundary-check-in"]
    new = stored_guide(old.body.replace('"title":"Boundary check-in"', '"title":"New check-in"'))
    assert new.digest != old.digest
    library.__init__({new.name: new})  # type: ignore[misc]  # as after a restart with the new files
    await fine(couple, "ana")
    await fine(couple, "ben")
    assert "New check-in" not in room(couple)
    assert "Boundary check-in: you have both shared." in room(couple)
