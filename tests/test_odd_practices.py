"""What two people do that nobody planned for: twice, at once, in the middle, in the wrong place, too late."""

from __future__ import annotations

from tests.talk import Talk

STATE = "What did you appreciate about"


async def sealed_week(talk: Talk, who: str, safe: str = "3") -> None:
    """One week of the state of us, up to its sharing; whoever does it stands at its first question."""
    for _ in range(3):
        await talk.presses(who, "Skip")
    for label in (safe, "4", "Share when we both have"):
        await talk.presses(who, label)


async def test_nobody_is_there_to_do_it_with(talk: Talk) -> None:
    """What is for two leads to pairing; what one may do alone begins."""
    await talk.begins("ana")
    for command in ("/checkin us", "/listen", "/repair", "/window", "/timeout"):
        (shown,) = await talk.says("ana", command)
        assert "/pair" in shown
    (shown,) = await talk.says("ana", "/doubt")
    assert "What have you noticed?" in shown


async def test_both_begin_the_same_at_once(couple: Talk) -> None:
    """It is one check-in, each stands at its first question, and asking again shows where one stands."""
    await couple.says("ana", "/checkin us")
    (shown,) = await couple.says("ben", "/checkin us")
    assert STATE in shown
    await couple.says("ana", "tea")
    (shown,) = await couple.says("ana", "/checkin us")
    assert "What went right" in shown
    await couple.presses("ana", "Skip")
    await couple.presses("ana", "Skip")
    for label in ("3", "4", "Share when we both have"):
        await couple.presses("ana", label)
    await sealed_week(couple, "ben")
    assert "\n".join(couple.sees("ana", "place-1")).count("The state of us: you have both") == 1


async def test_the_same_button_twice_counts_once(couple: Talk) -> None:
    """The second press of a scale changes nothing that was answered."""
    await couple.says("ana", "/checkin us")
    for _ in range(3):
        await couple.presses("ana", "Skip")
    five, one = (couple.token("ana", label) for label in ("5", "1"))
    await couple.presses_token("ana", five)
    for late in (five, one):
        (shown,) = await couple.presses_token("ana", late)
        assert "has done its work" in shown
    await couple.presses("ana", "4")
    assert "How safe it felt, from 1 to 5: 5" in "\n".join(couple.sees("ana"))


async def test_answers_after_a_stop_go_nowhere(couple: Talk) -> None:
    """Words and presses that come once a floor was stopped reach nobody."""
    await couple.says("ana", "/listen")
    await couple.presses("ben", "Yes, now")
    done = couple.token("ana", "I’m done")
    await couple.presses("ana", "Stop here")
    await couple.presses("ana", "Yes, end it")
    (shown,) = await couple.says("ana", "too late")
    assert "I’m not waiting for an answer" in shown
    (shown,) = await couple.presses_token("ana", done)
    assert "has done its work" in shown
    assert "too late" not in "\n".join(couple.sees("ben"))


async def test_help_in_the_middle_changes_nothing(couple: Talk) -> None:
    """/today, /help and /support leave the open question open: the next words answer it."""
    await couple.says("ana", "/checkin us")
    for command in ("/today", "/help", "/support", "/practices"):
        await couple.says("ana", command)
    (shown,) = await couple.says("ana", "tea")
    assert "What went right" in shown


async def test_what_is_asked_stands_last(couple: Talk) -> None:
    """A word between two questions stands between them; the question that waits is the newest message."""
    await couple.says("ana", "/checkin us")
    for _ in range(3):
        await couple.presses("ana", "Skip")
    await couple.presses("ana", "1")
    assert "/support" in couple.sees("ana")[-2]
    assert "did you feel" in couple.sees("ana")[-1]


# -- found by trying -----------------------------------------------------------------------------------


async def test_each_may_ask_for_something_while_the_other_is_still_writing(couple: Talk) -> None:
    """What Ana has begun and not sent neither takes Ben's words nor keeps him from asking for something himself."""
    await couple.says("ana", "/need an hour on Tuesday")
    shown = "\n".join(await couple.says("ben", "/need a walk"))
    assert "make a request" in shown


async def test_a_number_typed_where_a_number_is_asked(couple: Talk) -> None:
    """Typing 3 on a scale counts as pressing it; what is none of the answers leads back to the buttons."""
    await couple.says("ana", "/checkin us")
    for _ in range(3):
        await couple.presses("ana", "Skip")
    said, asked = await couple.says("ana", "quite")
    assert "couldn’t take that for one of the answers" in said
    assert "How safe" in asked
    (shown,) = await couple.says("ana", "3")
    assert "how close" in shown


async def test_what_was_said_with_the_command_is_not_asked_again(couple: Talk) -> None:
    """/thanks with words: no question for what was just said."""
    shown = "\n".join(await couple.says("ana", "/thanks for the tea"))
    assert "Just type your answer here" not in shown


async def test_after_the_reveal_nothing_says_that_it_is_sealed(couple: Talk) -> None:
    """Once both have read it, the card with “it is sealed” and its button to take it back is gone."""
    await couple.says("ana", "/checkin us")
    await couple.says("ben", "/checkin us")
    await sealed_week(couple, "ana")
    await sealed_week(couple, "ben")
    assert "Take it back" not in couple.labels("ana")


async def test_a_suggestion_is_in_ones_own_language(couple: Talk) -> None:
    """Somebody who reads English is not sent to a Spanish command."""
    (shown,) = await couple.says("ana", "/stop")
    assert "/tope" not in shown


async def test_cancel_in_a_check_in_says_what_is_open(couple: Talk) -> None:
    """Somebody in the middle of a check-in is not told that nothing is under way."""
    await couple.says("ana", "/checkin us")
    (shown,) = await couple.says("ana", "/cancel")
    assert "nothing under way" not in shown
