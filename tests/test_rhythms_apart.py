"""Two zones: a rhythm comes to both at the same moment, or to each at their own hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cadence import daily, instant_of, matches, weekdays, weekly
from bot.clock import HOUR, WEEK
from bot.store import Tx
from handlers.rhythms import hours
from handlers.rhythms.store import Rhythm
from tests.talk import START, Talk
from tests.test_calendar import events, expanded, file_of, wall_of
from tests.test_rhythms import DOOR, doors, instant

AUCKLAND, MADRID, NEW_YORK = "Pacific/Auckland", "Europe/Madrid", "America/New_York"


async def linked(folder: Path, one: str, other: str) -> Talk:
    """Ana in one zone and Ben in another, linked up."""
    talk = await Talk.open(folder)
    await talk.begins("ana", zone=one)
    await talk.begins("ben", zone=other)
    await talk.says("ana", "/pair")
    code = next(span.text for span in talk.screen("ana")[-1].message.spans if span.style == "words")
    await talk.says("ben", f"/pair {code}")
    await talk.presses("ben", "Accept")
    return talk


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[Talk]:
    """Ana in Madrid, Ben in Auckland: twelve hours further on, ten in the northern summer."""
    talk = await linked(tmp_path, MADRID, AUCKLAND)
    yield talk
    await talk.close()


async def apart(talk: Talk, rhythm: str = "sundays 18:00") -> str:
    """Ana sets a rhythm that comes to each at their own hour; returns what she reads."""
    await talk.says("ana", f"/rhythm {rhythm}")
    (reply,) = await talk.presses("ana", "Each at their own hour")
    return reply


async def moves(talk: Talk, who: str, zone: str) -> None:
    """Somebody goes to live in another zone, and says so."""
    await talk.says(who, "/start")
    await talk.presses(who, "Change")
    await talk.fills(who, zone=zone)


async def prompted(talk: Talk, until: str) -> list[tuple[str, str]]:
    """Who gets a prompt when, hour by hour up to an instant: in UTC, and the name."""
    found, end = [], instant(until)
    standing = {who: doors(talk, who) for who in ("ana", "ben")}
    while talk.clock.instant < end:
        await talk.until(talk.clock.instant - talk.clock.instant % HOUR + HOUR)
        for who, before in standing.items():
            standing[who] = doors(talk, who)
            found += [(f"{talk.local('UTC'):%a %d %H:%M}", who)] * (standing[who] - before)
    return found


# -- the arithmetic --------------------------------------------------------------------------------------------


def rhythm(*zones: str, hour: int = 18, minute: int = 0) -> Rhythm:
    return Rhythm(
        "r", "c", None, "g", weekly({6}), hour, minute, zones[0], True, 0, date(2026, 11, 1), apart=True, zones=zones
    )  # fmt: skip


ZONES = (
    "Pacific/Kiritimati", "Pacific/Honolulu", "Australia/Adelaide", "Australia/Brisbane", "Pacific/Auckland",
    "Europe/Madrid", "America/New_York", "Africa/Cairo",
)  # fmt: skip


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(ZONES), min_size=2, max_size=2),
    st.sampled_from([daily(), weekdays(), weekly({6}), weekly({2, 5}, 2)]),
    st.sampled_from([(0, 0), (2, 30), (18, 0), (23, 45)]),
    st.integers(0, 365 * 24),
)
def test_a_date_is_due_at_the_earlier_of_two_hours(
    zones: set[str], cadence: object, clock: tuple[int, int], after: int
) -> None:
    """Any two zones, over every change of their clocks: the next date and the newest missed are as counted out."""
    one = replace(rhythm(*sorted(zones), hour=clock[0], minute=clock[1]), cadence=cadence)  # type: ignore[arg-type]
    now = START + after * HOUR
    near = [hours.day_of(one, now) + timedelta(days=number) for number in range(-17, 18)]
    dates = [day for day in near if matches(one.cadence, day)]
    due = {day: min(instant_of(day, *clock, zone) for zone in zones) for day in dates}
    ahead = next(day for day in dates if due[day] > now)
    assert hours.next_of(one, now, date(2026, 1, 1)) == (ahead, due[ahead])
    past = max(day for day in dates if due[day] <= now)
    assert hours.missed(one, now) == (past, due[past])
    assert hours.looked_at(one, ahead, due[ahead], now) <= due[ahead]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2027, 3, 21), ("2027-03-21T05:00:00", "2027-03-21T17:00:00")),
        (date(2027, 3, 28), ("2027-03-28T05:00:00", "2027-03-28T16:00:00")),  # Madrid has put its clocks forward,
        (date(2027, 4, 4), ("2027-04-04T06:00:00", "2027-04-04T16:00:00")),  # and Auckland has put its back
    ],
)
def test_each_zone_keeps_its_own_changes(day: date, utc: tuple[str, str]) -> None:
    """Sunday 18:00 is Sunday 18:00 for each, whichever of the two has changed its clocks."""
    one = rhythm(AUCKLAND, MADRID)
    assert (hours.at_for(one, day, AUCKLAND), hours.at_for(one, day, MADRID)) == tuple(map(instant, utc))
    assert hours.at(one, day) == instant(utc[0])


# -- offered and told ------------------------------------------------------------------------------------------


async def test_it_is_offered_where_zones_differ(far: Talk) -> None:
    """Each at their own hour is a button on the card; both read the same of it, and it can be taken back by either."""
    reply = await apart(far)
    said = "From here on Boundary check-in comes to each of you at 18:00 where you live."
    assert reply.startswith(said)
    assert far.sees("ben")[-1].startswith(said)
    assert "Ana" not in far.sees("ben")[-1]
    (shown,) = await far.says("ben", "/rhythm")
    assert "Boundary check-in: every Sunday at 18:00, each at your own hour" in shown
    (card,) = await far.presses("ben", "Boundary check-in")
    assert "Next: Sunday, 22 November 2026, 18:00" in card
    (card,) = await far.presses("ben", "At the same moment")
    assert "at the same moment, every Sunday at 18:00 (Madrid time)." in card
    assert "Next: Monday, 23 November 2026, 06:00" in card
    assert "at the same moment" in far.sees("ana")[-1]


async def test_it_is_not_offered_elsewhere(far: Talk, tmp_path: Path) -> None:
    """Not where both live by one clock, not for what is one's own, and not for what the two do at one time."""
    await far.says("ana", "/rhythm good news fridays 19:00")
    await far.says("ana", "/rhythm question daily 8:00 just me")
    assert "Each at their own hour" not in far.labels("ana")
    (tmp_path / "near").mkdir()
    near = await linked(tmp_path / "near", MADRID, MADRID)
    await near.says("ana", "/rhythm sundays 18:00")
    assert "Each at their own hour" not in near.labels("ana")
    await near.close()


async def test_another_time_keeps_it(far: Talk) -> None:
    """A new time for it is again each one's own."""
    await apart(far)
    (reply,) = await far.says("ben", "/rhythm saturdays 9:00")
    assert "every Saturday at 09:00, each at your own hour. The first is on Saturday, 21 November 2026, 09:00" in reply
    assert "The first is on Saturday, 21 November 2026, 09:00" in far.sees("ana")[-1]
    assert await prompted(far, "2026-11-22T12:00:00") == [("Fri 20 20:00", "ben"), ("Sat 21 08:00", "ana")]


async def test_in_spanish(tmp_path: Path) -> None:
    """It reads well in Spanish too."""
    talk = await linked(tmp_path, MADRID, NEW_YORK)
    await talk.says("ana", "/start")
    await talk.presses("ana", "Change")
    await talk.fills("ana", language="es")
    await talk.says("ana", "/ritmo domingos 18:00")
    (reply,) = await talk.presses("ana", "Cada cual a su hora")
    assert "os llega desde ahora a las 18:00 de donde vive cada cual" in reply
    assert "cada domingo a las 18:00, cada cual a su propia hora" in reply
    await talk.close()


# -- it comes --------------------------------------------------------------------------------------------------


async def test_each_gets_it_at_their_own_hour(far: Talk) -> None:
    """Sunday 18:00 in Auckland for Ben, twelve hours later in Madrid for Ana, and the same a week later."""
    await apart(far)
    assert await prompted(far, "2026-11-29T20:00:00") == [
        ("Sun 22 05:00", "ben"),
        ("Sun 22 17:00", "ana"),
        ("Sun 29 05:00", "ben"),
        ("Sun 29 17:00", "ana"),
    ]


async def test_closing_counts_from_the_later(far: Talk) -> None:
    """What one shared is open until the time after the later prompt is up."""
    await apart(far)
    await far.until(instant("2026-11-22T05:00:00"))

    async def look(tx: Tx) -> list[int]:
        return [row["due_at"] for row in await tx.all("SELECT due_at FROM timers WHERE kind = 'guides.close'")]

    assert await far.app.store.read(look) == [instant("2026-11-25T17:00:00")]


async def test_a_restart_between_the_two(far: Talk) -> None:
    """The later prompt comes, once, also after a restart that took some hours."""
    await apart(far)
    await far.until(instant("2026-11-22T05:00:00"))
    far.clock.instant = instant("2026-11-22T16:30:00")
    await far.restart()
    assert (doors(far, "ana"), doors(far, "ben")) == (0, 1)
    await far.until(instant("2026-11-22T20:00:00"))
    assert (doors(far, "ana"), doors(far, "ben")) == (1, 1)


async def test_after_an_outage(far: Talk) -> None:
    """Back five hours late: the one whose hour has passed gets it then, the other at their own hour."""
    await apart(far)
    far.clock.instant = instant("2026-11-22T10:00:00")
    await far.app.run_due()
    assert (doors(far, "ana"), doors(far, "ben")) == (0, 1)
    await far.until(instant("2026-11-22T17:00:00"))
    assert (doors(far, "ana"), doors(far, "ben")) == (1, 1)


async def test_after_an_outage_quiet_hours_are_kept(far: Talk) -> None:
    """Five hours late, only the quiet hours of the one whose hour has passed say whether it still comes."""
    await far.says("ana", "/quiet 8:00-14:00")  # she is quiet at the time, and has it later
    await apart(far)
    far.clock.instant = instant("2026-11-22T10:00:00")
    await far.app.run_due()
    await far.until(instant("2026-11-22T17:00:00"))
    assert (doors(far, "ana"), doors(far, "ben")) == (1, 1)
    await far.says("ben", "/quiet 22:00-8:00")
    far.clock.instant = instant("2026-11-29T10:00:00")
    await far.app.run_due()
    await far.until(instant("2026-11-29T22:00:00"))
    assert (doors(far, "ana"), doors(far, "ben")) == (1, 1)


async def test_what_is_too_late_comes_to_neither(far: Talk) -> None:
    """Over twelve hours after the earlier hour nothing comes, until the next date."""
    await apart(far)
    far.clock.instant = instant("2026-11-22T17:30:00")
    await far.app.run_due()
    assert (doors(far, "ana"), doors(far, "ben")) == (0, 0)
    await far.until(instant("2026-11-29T05:00:00"))
    assert doors(far, "ben") == 1


async def test_skipped_once(far: Talk) -> None:
    """Skipped is skipped for both, each reads the same date, and a week later it comes."""
    await apart(far)
    (reply,) = await far.presses("ana", "Skip once")
    assert "left out once, on Sunday, 22 November 2026." in reply
    assert "left out once, on Sunday, 22 November 2026." in far.sees("ben")[-1]
    assert await prompted(far, "2026-11-29T20:00:00") == [("Sun 29 05:00", "ben"), ("Sun 29 17:00", "ana")]


async def test_stopped_between_the_two(far: Talk) -> None:
    """What has begun is finished: who has it at the later hour is told so as they stop it; then no more comes."""
    await apart(far)
    await far.until(instant("2026-11-22T12:00:00"))
    (reply,) = await far.presses("ana", "Stop it for now")
    assert "The one under way still comes: Sunday, 22 November 2026, 18:00." in reply
    (again,) = await far.presses("ana", "Let it come again")
    assert "The first is on Sunday, 29 November 2026, 18:00." in again
    await far.says("ben", "/rhythm")
    await far.presses("ben", "Boundary check-in")
    assert "still comes" not in (await far.presses("ben", "Stop it for now"))[0]
    assert await prompted(far, "2026-11-30T20:00:00") == [("Sun 22 17:00", "ana")]


async def test_a_holiday(far: Talk) -> None:
    """In a holiday it comes to neither, and after it to both."""
    await apart(far)
    await far.says("ana", "/holiday until 28 november")
    assert await prompted(far, "2026-11-29T20:00:00") == [("Sun 29 05:00", "ben"), ("Sun 29 17:00", "ana")]


async def test_a_days_most(far: Talk) -> None:
    """Two of a Sunday, one a day: the second comes on Monday, to each at their own hour."""
    await apart(far)
    await apart(far, "state of us sundays 19:00")
    assert await prompted(far, "2026-11-22T20:00:00") == [("Sun 22 05:00", "ben"), ("Sun 22 17:00", "ana")]
    before = len(far.screen("ben")), len(far.screen("ana"))
    await far.until(instant("2026-11-23T06:00:00"))
    assert (len(far.screen("ben")), len(far.screen("ana"))) == (before[0] + 1, before[1])
    await far.until(instant("2026-11-23T18:00:00"))
    assert len(far.screen("ana")) == before[1] + 1


async def test_a_daily_one_comes_every_day(tmp_path: Path) -> None:
    """Yesterday's is open until the later hour: unshared, today's comes to both then, and no day is lost."""
    talk = await linked(tmp_path, MADRID, "Europe/London")
    await apart(talk, "question daily 20:00")
    days = [f"{day} {hour}" for day, hour in (("Wed 18", "19:00"), ("Thu 19", "20:00"), ("Fri 20", "20:00"))]
    found = []
    for _ in range(3 * 24):
        before = {who: len(talk.screen(who)) for who in ("ana", "ben")}
        await talk.until(talk.clock.instant - talk.clock.instant % HOUR + HOUR + HOUR // 12)
        found += [f"{talk.local('UTC'):%a %d %H}:00" for who, count in before.items() if len(talk.screen(who)) > count]
    assert sorted({*found}) == sorted({*days, "Wed 18 20:00"})
    await talk.close()


# -- zones change ----------------------------------------------------------------------------------------------


async def test_who_moves_has_it_at_the_new_hour(far: Talk) -> None:
    """Ben moves to New York, then on to Honolulu: the next comes at his hour there, and Ana's stays hers."""
    await apart(far)
    await moves(far, "ben", NEW_YORK)
    assert await prompted(far, "2026-11-23T12:00:00") == [("Sun 22 17:00", "ana"), ("Sun 22 23:00", "ben")]
    await moves(far, "ben", "Pacific/Kiritimati")
    assert await prompted(far, "2026-11-30T12:00:00") == [("Sun 29 04:00", "ben"), ("Sun 29 17:00", "ana")]


async def test_who_moves_at_the_last_moment(tmp_path: Path) -> None:
    """Ben lands in Auckland when his Sunday there is over: it still comes to both, at the hour that was set."""
    talk = await linked(tmp_path, MADRID, NEW_YORK)
    await apart(talk)
    await talk.until(instant("2026-11-22T12:00:00"))
    await moves(talk, "ben", AUCKLAND)
    assert await prompted(talk, "2026-11-23T12:00:00") == [("Sun 22 17:00", "ana"), ("Sun 22 17:00", "ben")]
    await talk.close()


async def test_when_both_live_in_the_same(far: Talk) -> None:
    """Where both live by one clock, nothing is said of two hours, and it comes at the hour there."""
    await apart(far)
    await moves(far, "ana", AUCKLAND)
    (shown,) = await far.says("ana", "/rhythm")
    assert "every Sunday at 18:00\n" in shown
    await far.presses("ana", "Boundary check-in")
    assert "At the same moment" not in far.sees("ana")[-1]
    assert await prompted(far, "2026-11-22T20:00:00") == [("Sun 22 05:00", "ana"), ("Sun 22 05:00", "ben")]


# -- calendars -------------------------------------------------------------------------------------------------


async def test_each_calendar_has_its_own_hour(far: Talk) -> None:
    """List and file have each one's own hour, in their own zone, with the same id; also between the two hours."""
    await apart(far)
    for when, ana, ben in (
        ("2026-11-21T12:00:00", "2026-11-22T17:00:00", "2026-11-22T05:00:00"),
        ("2026-11-22T12:00:00", "2026-11-22T17:00:00", "2026-11-29T05:00:00"),
        ("2026-11-22T18:00:00", "2026-11-29T17:00:00", "2026-11-29T05:00:00"),
    ):
        await far.until(instant(when))
        ids = []
        for who, zone, first in (("ana", MADRID, ana), ("ben", AUCKLAND, ben)):
            (event,) = events(await file_of(far, who))
            ids.append(event["UID"])
            assert event["DTSTART"].params["TZID"] == zone
            assert expanded(event, wall_of(far.clock.instant + 6 * WEEK))[0] == instant(first)
            assert f"Sunday, {date.fromisoformat(first[:10]).day} November 2026, 18:00" in far.sees(who)[-1]
        assert len(set(ids)) == 1


async def test_the_other_left(far: Talk) -> None:
    """SAFETY 5: once the other left, the list, the card and the calendar read as before, and it comes at one's hour."""
    await apart(far)
    before = [await far.says("ana", text) for text in ("/rhythm", "/calendar")]
    await far.says("ben", "/leave")
    await far.presses("ben", "Leave now")
    assert [await far.says("ana", text) for text in ("/rhythm", "/calendar")] == before
    await far.until(instant("2026-11-22T16:59:00"))
    assert doors(far, "ana") == 0
    await far.until(instant("2026-11-22T17:00:00"))
    assert (doors(far, "ana"), DOOR in far.sees("ben")[-1]) == (1, False)
