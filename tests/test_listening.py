"""The listening floor: in two direct chats, and aloud in the couple's own place."""

from __future__ import annotations

from tests.talk import Talk

HERE = "place-1"


async def begin(talk: Talk, place: str = "") -> None:
    """Ana asks for it, Ben says that now is good."""
    await talk.says("ana", "/listen", place=place)
    await talk.presses("ben", "Yes, now", place=place)


def last(talk: Talk, who: str) -> str:
    return talk.sees(who)[-1]


async def test_one_speaks_and_the_other_reads_it(couple: Talk) -> None:
    """What the speaker writes reaches the listener at once, message by message; the speaker may write on."""
    await begin(couple)
    for words in ("I felt alone on Sunday", "and <b>Monday</b> @everyone"):
        (shown,) = await couple.says("ana", words)
        assert "Passed on" in shown
        assert last(couple, "ben") == f"Ana\n{words}"


async def test_what_the_listener_writes_is_held_back_kindly(couple: Talk) -> None:
    """It reaches nobody, is kept nowhere, and the listener is told whose turn it is; as often as they try."""
    await begin(couple)
    for _ in range(2):
        (shown,) = await couple.says("ben", "but YOU were late")
        assert "Ana has the floor just now" in shown
    assert "late" not in "\n".join(couple.sees("ana"))


async def test_paraphrase_not_quite_and_swap(couple: Talk) -> None:
    """The listener says it back, the speaker says whether that is it, and then they change places."""
    await begin(couple)
    await couple.says("ana", "I felt alone")
    await couple.presses("ana", "I’m done")
    await couple.says("ben", "You felt bored")
    await couple.presses("ben", "I’m done")
    await couple.presses("ana", "Not quite")
    await couple.says("ana", "alone, not bored")
    await couple.presses("ana", "I’m done")
    await couple.says("ben", "You felt alone")
    await couple.presses("ben", "I’m done")
    await couple.presses("ana", "That’s it")
    (shown,) = await couple.says("ben", "I was tired")
    assert "Passed on" in shown
    assert last(couple, "ana") == "Ben\nI was tired"


async def test_time_is_called_and_the_floor_passes(couple: Talk) -> None:
    """After its time both are told, a minute later it is the other's turn; more time puts that off."""
    await begin(couple)
    await couple.presses("ana", "A little more time")
    await couple.goes_by(minutes=1)
    assert "That was the time" not in last(couple, "ana")
    await couple.goes_by(minutes=1)
    assert "That was the time" in last(couple, "ana")
    assert "That was the time" in last(couple, "ben")
    await couple.goes_by(minutes=1, hours=0.001)
    (shown,) = await couple.says("ben", "You felt alone")
    assert "Passed on" in shown


async def test_a_floor_survives_a_restart(couple: Talk) -> None:
    """Who has the floor, the clock and what may be pressed are rows."""
    await begin(couple)
    await couple.restart()
    await couple.says("ana", "after the restart")
    assert last(couple, "ben") == "Ana\nafter the restart"
    await couple.goes_by(minutes=4, hours=0.001)
    await couple.presses("ben", "I’m done")


async def test_quiet_hours_hold_up_nobody_who_is_there(couple: Talk) -> None:
    """Somebody in their quiet hours who said "yes, now" reads what the other says now."""
    await couple.says("ben", "/quiet 0:00-23:59")
    await couple.says("ana", "/listen")
    await couple.says("ben", "/today")
    await couple.presses("ben", "Open")
    await couple.presses("ben", "Yes, now")
    await couple.says("ana", "still awake?")
    assert last(couple, "ben") == "Ana\nstill awake?"


async def test_not_now_is_fine(couple: Talk) -> None:
    """It ends kindly for both, without blame, and can be asked for again."""
    await couple.says("ana", "/listen")
    await couple.presses("ben", "Not now")
    assert "[I’m done]" not in "\n".join(couple.sees("ana") + couple.sees("ben"))
    await begin(couple)
    assert "[I’m done]" in last(couple, "ana")


async def test_either_stops_it_and_both_read_the_same(couple: Talk) -> None:
    """Nobody is told who stopped it; what is pressed afterwards is over."""
    await begin(couple)
    await couple.presses("ana", "Stop here")
    await couple.presses("ana", "Yes, end it")
    assert last(couple, "ana") == last(couple, "ben") == "“The listening floor” was stopped. Nothing more comes of it."


async def test_in_the_couples_place_it_is_spoken_aloud(couple: Talk) -> None:
    """Begun there, all of it happens there: one card names whose turn it is, and nothing goes to a direct chat."""
    before = [couple.sees(who) for who in ("ana", "ben")]
    await begin(couple, HERE)
    card = couple.sees("ana", HERE)[-1]
    assert "Ana" in card
    assert "[I’m done]" in card
    await couple.says("ana", "I felt alone", place=HERE)
    assert couple.sees("ana", HERE)[-1] == card
    assert [couple.sees(who) for who in ("ana", "ben")] == before


async def test_in_the_couples_place_the_listener_is_reminded_once(couple: Talk) -> None:
    """A gentle word, and no second one in the same turn; the floor is not theirs to give on."""
    await begin(couple, HERE)
    await couple.says("ben", "but I", place=HERE)
    await couple.says("ben", "but I", place=HERE)
    reminders = [one for one in couple.sees("ana", HERE) if "Ana has the floor just now" in one]
    assert len(reminders) == 1
    await couple.presses("ben", "I’m done", place=HERE)
    await couple.presses("ana", "I’m done", place=HERE)
    assert "Ben" in couple.sees("ana", HERE)[-1]


async def test_a_floor_left_alone_closes(couple: Talk) -> None:
    """Nobody is held to it: hours later it has ended by itself, and says so to both."""
    await couple.says("ana", "/listen")
    await couple.goes_by(days=1)
    assert last(couple, "ana") == last(couple, "ben")
    assert "come to its end by itself" in last(couple, "ana")
