"""No more a day than is wished, days off, holidays, and no burst: what comes on which day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cadence import LAST, Cadence, daily, monthly, nth_weekday, weekdays, weekly
from bot.errors import Refused
from bot.store import Tx
from handlers.rhythms import rules
from handlers.rhythms.planning import Bounds, crowded, most_of, plan
from handlers.rhythms.store import Rhythm, Wish
from tests.talk import START, Talk
from tests.test_rhythms import instant

MADRID = ZoneInfo("Europe/Madrid")


async def came(talk: Talk) -> list[tuple[str, str]]:
    """What came by itself: the local date of each, and its guide."""

    async def look(tx: Tx) -> list[tuple[str, str]]:
        rows = await tx.all("SELECT guide, started_at FROM runs ORDER BY started_at, id")
        return [
            (datetime.fromtimestamp(row["started_at"] / 1000, MADRID).date().isoformat(), row["guide"]) for row in rows
        ]

    return await talk.app.store.read(look)


# -- the plan --------------------------------------------------------------------------------------------------


def rhythm(name: str, cadence: Cadence, hour: int = 20, **more: object) -> Rhythm:
    made = Rhythm(name, "c", None, name, cadence, hour, 0, "Europe/Madrid", True, 0, date(2026, 11, 17))
    return replace(made, **more)  # type: ignore[arg-type]


def planned(*rhythms: Rhythm, most: int = 1, days: int = 13) -> list[str]:
    slots = plan(rhythms, Bounds(most), START, days)
    return [f"{slot.on:%a %d} {slot.rhythm.id}" for slot in slots]


def test_the_rarer_comes_and_the_daily_is_left_out() -> None:
    """On a day that a weekly one has, the daily is left out; on all others it comes."""
    found = planned(rhythm("a", daily(), 8), rhythm("b", weekly({6}), 18), days=5)
    assert found == ["Thu 19 a", "Fri 20 a", "Sat 21 a", "Sun 22 b", "Mon 23 a"]


def test_what_is_over_moves_to_the_next_day_with_room() -> None:
    """Two weekly ones on a Sunday: the second moves to Monday, or past what stands there."""
    sunday = weekly({6})
    assert planned(rhythm("a", sunday), rhythm("b", sunday), days=6) == ["Sun 22 a", "Mon 23 b"]
    monday = rhythm("m", weekly({0}))
    assert planned(rhythm("a", sunday), rhythm("b", sunday), monday, days=6) == ["Sun 22 a", "Mon 23 m", "Tue 24 b"]


def test_two_are_fine_where_they_are() -> None:
    """With two a day, both come on their own day."""
    assert planned(rhythm("a", weekly({6})), rhythm("b", weekly({6}), 21), most=2, days=6) == ["Sun 22 a", "Sun 22 b"]


def test_the_monthly_takes_the_weeklys_place() -> None:
    """One that gives way is left out on the day of the rarer one, and does not move."""
    weekly_one, monthly_one = rhythm("w", weekly({6}), gives_way=True), rhythm("m", nth_weekday(LAST, 6))
    assert planned(weekly_one, monthly_one, days=18) == ["Sun 22 w", "Sun 29 m", "Sun 06 w"]


def test_a_rest_a_skip_and_what_came_today_count() -> None:
    """Nothing comes while it rests, the skipped date is left out, and what came today takes its place."""
    assert planned(rhythm("a", daily(), rest_until=date(2026, 11, 20)), days=4) == ["Sat 21 a", "Sun 22 a"]
    assert planned(rhythm("a", weekly({6}), skip_date=date(2026, 11, 22)), days=13) == ["Sun 29 a"]
    assert planned(rhythm("a", daily(), 8, came_on=date(2026, 11, 18)), rhythm("b", weekly({2})), days=1) == [
        "Thu 19 b"
    ]


CADENCES = st.one_of(
    st.just(daily()),
    st.just(weekdays()),
    st.builds(weekly, st.sets(st.integers(0, 6), min_size=1), st.integers(1, 3)),
    st.builds(monthly, st.integers(1, 31)),
    st.builds(nth_weekday, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(0, 6)),
)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.tuples(CADENCES, st.integers(0, 23)), min_size=1, max_size=8), st.integers(1, 5))
def test_never_more_a_day_than_is_wished(pieces: list[tuple[Cadence, int]], most: int) -> None:
    """Whatever is set: never more a day, each date of a rhythm at most once, none before its day or late by a week."""
    rhythms = [rhythm(f"r{number}", cadence, hour) for number, (cadence, hour) in enumerate(pieces)]
    slots = plan(rhythms, Bounds(most), START, 40)
    assert all(count <= most for count in Counter(slot.on for slot in slots).values())
    assert len({(slot.rhythm.id, slot.own_day) for slot in slots}) == len(slots)
    assert len({(slot.rhythm.id, slot.on) for slot in slots}) == len(slots)
    assert all(0 <= (slot.on - slot.own_day).days <= 6 for slot in slots)
    if not crowded(rhythms, Bounds(most), START, 40):
        assert all(slot.on == slot.own_day for slot in slots)


def test_the_smaller_wish_counts() -> None:
    """For two the smaller wish counts; one who wished nothing takes what the couple settled, else one a day."""
    assert most_of({}, "c", "a", "b") == 1
    assert most_of({"a": Wish(3)}, "c", "a", "b") == 1
    assert most_of({"a": Wish(3), "c": Wish(2)}, "c", "a", "b") == 2
    assert most_of({"a": Wish(3), "b": Wish(2)}, "c", "a", "b") == 2
    assert most_of({"a": Wish(4)}, None, "a") == 4


# -- a day's most ----------------------------------------------------------------------------------------------


async def test_steady_brings_one_a_day(couple: Talk) -> None:
    """Over five weeks of the steady set there are never two on one day; the last Sunday is the look back's."""
    await couple.says("ana", "/rhythm")
    await couple.presses("ana", "Steady")
    await couple.goes_by(days=33)
    found = await came(couple)
    assert max(Counter(day for day, _ in found).values()) == 1
    assert ("2026-11-29", "monthly-look-back") in found
    assert ("2026-11-22", "state-of-us") in found
    assert len(found) > 25


async def test_a_second_on_one_day_is_asked_about(couple: Talk) -> None:
    """What would fall on the same day is said and asked; until then one of them comes a day later."""
    await couple.says("ana", "/rhythm sundays 18:00")
    (reply,) = await couple.says("ana", "/rhythm state of us sundays 19:00")
    assert "first on Sunday, 22 November 2026" in reply
    assert "[More is fine] [Another time]" in reply
    await couple.until(instant("2026-11-24T12:00:00"))
    assert await came(couple) == [("2026-11-22", "boundary-check-in"), ("2026-11-23", "state-of-us")]


async def test_more_is_fine(couple: Talk) -> None:
    """Both fine: both come that day."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/rhythm state of us sundays 19:00")
    (reply,) = await couple.presses("ana", "More is fine")
    assert "At most 2 a day come to the two of you" in reply
    await couple.until(instant("2026-11-23T12:00:00"))
    assert [day for day, _ in await came(couple)] == ["2026-11-22", "2026-11-22"]


async def test_the_others_smaller_wish_holds_untold(couple: Talk) -> None:
    """One wishes for one a day: that holds for both, whoever finds two fine, and nobody is told whose wish it is."""
    await couple.says("ben", "/most 1")
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/rhythm state of us sundays 19:00")
    (reply,) = await couple.presses("ana", "More is fine")
    assert "At most 1 a day come to the two of you" in reply
    assert "Ben" not in reply
    await couple.until(instant("2026-11-23T12:00:00"))
    assert [day for day, _ in await came(couple)] == ["2026-11-22"]


async def test_what_was_held_survives_a_restart(couple: Talk) -> None:
    """What moved to the next day comes there, once, also after a restart between."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/rhythm state of us sundays 19:00")
    await couple.until(instant("2026-11-22T20:00:00"))
    await couple.restart()
    await couple.until(instant("2026-11-26T12:00:00"))
    assert [guide for _, guide in await came(couple)] == ["boundary-check-in", "state-of-us"]


async def test_ones_own_makes_room_for_what_is_for_both(couple: Talk) -> None:
    """A daily one of one's own is left out on the day of the couple's, which comes at its time."""
    await couple.says("ana", "/rhythm question daily 8:00 just me")
    await couple.says("ben", "/rhythm saturdays 18:00")
    await couple.until(instant("2026-11-22T12:00:00"))
    assert await came(couple) == [
        ("2026-11-19", "question-of-the-day"),
        ("2026-11-20", "question-of-the-day"),
        ("2026-11-21", "boundary-check-in"),
        ("2026-11-22", "question-of-the-day"),
    ]


async def test_how_many_can_be_seen_and_set(couple: Talk) -> None:
    """/most shows and sets it, also by button; anything else is refused with an example."""
    assert "at most one a day" in (await couple.says("ana", "/most"))[0]
    assert "at most 3 a day" in (await couple.says("ana", "/most 3 a day"))[0]
    assert "at most 2 a day" in (await couple.presses("ana", "2"))[0]
    for text in ("0", "6", "many", "2 3", "-"):
        assert "A number from 1 to 5" in (await couple.says("ana", f"/most {text}"))[0]


async def test_a_daily_one_comes_every_day(couple: Talk) -> None:
    """Yesterday's closes as today's falls due, or a moment later: today's comes all the same."""
    await couple.says("ana", "/rhythm question daily 20:00")
    await couple.until(instant("2026-11-18T19:00:00"))
    for day in range(18, 23):
        couple.clock.instant = instant(f"2026-11-{day}T19:00:00") + day * 1000  # a timer is never quite on time
        await couple.app.run_due()
        await couple.goes_by(minutes=2)
    assert [day for day, _ in await came(couple)] == [f"2026-11-{day}" for day in range(18, 23)]


# -- days off --------------------------------------------------------------------------------------------------


async def test_skip_once(couple: Talk) -> None:
    """The next one only is left out; both know, nobody is named, and it comes again a week later."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/rhythm")
    await couple.presses("ana", "Boundary check-in")
    (reply,) = await couple.presses("ana", "Skip once")
    assert "left out once, on Sunday, 22 November 2026" in reply
    assert "Next: Sunday, 29 November 2026" in reply
    assert "left out once" in couple.sees("ben")[-1]
    assert "Ana" not in couple.sees("ben")[-1]
    await couple.until(instant("2026-11-30T12:00:00"))
    assert [day for day, _ in await came(couple)] == ["2026-11-29"]


async def test_skipping_can_be_undone(couple: Talk) -> None:
    """Either lets it come after all."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/rhythm")
    await couple.presses("ana", "Boundary check-in")
    await couple.presses("ana", "Skip once")
    await couple.presses("ben", "See it")
    await couple.presses("ben", "Let it come after all")
    await couple.until(instant("2026-11-23T12:00:00"))
    assert [day for day, _ in await came(couple)] == ["2026-11-22"]


async def test_a_holiday(couple: Talk) -> None:
    """Nothing comes up to and including the day, both read the same, and then it all comes back by itself."""
    await couple.says("ana", "/rhythm question daily 20:00")
    (reply,) = await couple.says("ana", "/holiday until 3 january")
    assert "up to and including Sunday, 3 January 2027" in reply
    assert couple.sees("ben")[-1] == reply
    await couple.until(instant("2027-01-04T12:00:00"))
    assert await came(couple) == []
    assert "another rhythm suit you" not in "".join(couple.sees("ana"))
    await couple.goes_by(days=1)
    assert [day for day, _ in await came(couple)] == ["2027-01-04"]


async def test_a_holiday_rests_what_is_ones_own_too(couple: Talk) -> None:
    """A holiday that one begins and the other ends: what is one's own rests and comes back with the rest."""
    await couple.says("ben", "/rhythm question daily 20:00 just me")
    await couple.says("ana", "/holiday two weeks")
    await couple.goes_by(days=3)
    assert await came(couple) == []
    await couple.says("ana", "/holiday off")
    await couple.goes_by(days=1)
    assert len(await came(couple)) == 1


async def test_a_holiday_ends_when_either_says_so(couple: Talk) -> None:
    """/holiday shows until when, a button ends it, and both are told."""
    await couple.says("ana", "/rhythm question daily 20:00")
    assert "Nothing rests now" in (await couple.says("ana", "/holiday off"))[0]
    await couple.says("ana", "/holiday until 3 january")
    assert "up to and including Sunday, 3 January 2027" in (await couple.says("ben", "/holiday"))[0]
    await couple.presses("ben", "End the holiday")
    assert "everything comes again" in couple.sees("ana")[-1]
    await couple.goes_by(days=1)
    assert len(await came(couple)) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("when I feel like it", "couldn’t read that as a day"),
        ("until 1 march 2020", "is past"),
        ("in 9 years", "Two years"),
    ],
)
async def test_no_holiday_until_then(couple: Talk, text: str, answer: str) -> None:
    """What is no day, past or too far is said in words about holidays."""
    assert answer in (await couple.says("ana", f"/holiday {text}"))[0]


async def test_one_rests_until_a_day(couple: Talk) -> None:
    """One rhythm rests until a day while the others come; its rest can be ended."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/rhythm state of us saturdays 18:00")
    await couple.says("ana", "/rhythm")
    await couple.presses("ana", "Boundary check-in")
    await couple.presses("ana", "Let it rest until")
    (reply,) = await couple.fills("ana", until="28 november")
    assert "rests up to and including Saturday, 28 November 2026" in reply
    await couple.until(instant("2026-11-30T12:00:00"))
    assert await came(couple) == [
        ("2026-11-21", "state-of-us"),
        ("2026-11-28", "state-of-us"),
        ("2026-11-29", "boundary-check-in"),
    ]


# -- leaving ---------------------------------------------------------------------------------------------------


async def test_whether_the_other_left_cannot_be_told(couple: Talk) -> None:
    """SAFETY 5: once the other left, lists, wishes and holidays read as before."""
    await couple.says("ben", "/most 1")
    await couple.says("ana", "/rhythm sundays 18:00")
    before = [await couple.says("ana", text) for text in ("/rhythm", "/most", "/holiday", "/calendar")]
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    screen = couple.sees("ben")
    assert [await couple.says("ana", text) for text in ("/rhythm", "/most", "/holiday", "/calendar")] == before
    await couple.says("ana", "/rhythm state of us sundays 18:00")
    await couple.says("ana", "/holiday until 3 january")
    assert couple.sees("ben") == screen


# -- quiet hours as people say them ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-7:30", (1320, 450)),
        ("10pm to 7am", (1320, 420)),
        ("from 22 to 7", (1320, 420)),
        ("de 22 a 7", (1320, 420)),
        ("de las 23:30 a las 8", (1410, 480)),
        ("22h - 7h30", (1320, 450)),
        ("12am-6am", (0, 360)),
        ("between 9 p.m. and 8 a.m.", (1260, 480)),
        ("Ninguna", (0, 0)),
    ],
)
def test_quiet_hours_as_people_say_them(text: str, hours: tuple[int, int]) -> None:
    """Quiet hours are read in the ways that people write them."""
    assert rules.quiet_hours(text) == hours


@pytest.mark.parametrize("text", ["13pm-2", "0am-5", "22:60-7", "24-7"])
def test_hours_that_are_none(text: str) -> None:
    """Hours that no clock shows are refused."""
    with pytest.raises(Refused):
        rules.quiet_hours(text)
