"""The couple's calendar, and its file as other calendars read it: parsed back and expanded by dateutil."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.cadence import LAST, Cadence, daily, instant_of, monthly, next_date, nth_weekday, weekdays, weekly
from handlers.rhythms import ics
from tests.talk import START, Talk
from tests.test_rhythms_days import came

UNTIL = timedelta(days=300)


def parsed(data: str) -> Calendar:
    found = Calendar.from_ical(base64.b64decode(data))
    assert isinstance(found, Calendar)
    return found


def events(calendar: Calendar) -> list[Any]:
    return calendar.walk("VEVENT")


def expanded(event: Any, until: datetime) -> list[int]:
    """Every instant of an event, in UTC milliseconds, by dateutil; wall times as RFC 5545 reads them."""
    start = event["DTSTART"].dt
    if "RRULE" not in event:
        return [round(start.timestamp() * 1000)]
    zone = start.tzinfo
    walls = rruleset()
    walls.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=start.replace(tzinfo=None)))
    for wall in _dates(event, "EXDATE"):
        walls.exdate(wall.replace(tzinfo=None))
    for wall in _dates(event, "RDATE"):
        walls.rdate(wall.replace(tzinfo=None))
    found = walls.between(datetime(2000, 1, 1), until, inc=True)  # noqa: DTZ001 - wall times
    return [round(wall.replace(tzinfo=zone).astimezone(UTC).timestamp() * 1000) for wall in found]


def wall_of(instant: int) -> datetime:
    """About the wall time of an instant, as an end to expand to."""
    return datetime.fromtimestamp(instant / 1000, UTC).replace(tzinfo=None)


def _dates(event: Any, name: str) -> list[datetime]:
    kept = event.get(name, [])
    return [one.dt for each in (kept if isinstance(kept, list) else [kept]) for one in each.dts]


# -- the file against the arithmetic ---------------------------------------------------------------------------


def series(cadence: Cadence, hour: int, minute: int, zone: str, start: date) -> tuple[ics.Series, list[int]]:
    """A rhythm of nothing special, and the instants of its dates."""
    first = next_date(cadence, start)
    cadence = cadence.anchored(first)
    until, day, on = start + UNTIL, first, {}
    while day <= until:
        on[day] = day
        day = next_date(cadence, day)
    made = ics.Series("one", "Title", cadence, hour, minute, zone, first, until, on)
    return made, [instant_of(each, hour, minute, zone) for each in on]


CADENCES = st.one_of(
    st.just(daily()),
    st.just(weekdays()),
    st.builds(weekly, st.sets(st.integers(0, 6), min_size=1), st.integers(1, 4)),
    st.builds(monthly, st.integers(1, 31)),
    st.builds(nth_weekday, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(0, 6)),
)
HOURS = ((0, 0), (0, 30), (2, 0), (2, 30), (3, 0), (9, 30), (18, 0), (23, 30))
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Cairo", "UTC")


@settings(derandomize=True, max_examples=60, deadline=None)
@given(CADENCES, st.sampled_from(HOURS), st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_the_file_says_what_comes(cadence: Cadence, clock: tuple[int, int], zone: str, start: date) -> None:
    """Any rhythm, in any zone, over its changes of the clock: the file expands to the instants at which it comes."""
    one, wanted = series(cadence, *clock, zone, start)
    (event,) = events(parsed(ics.calendar_file(START, zone, [one], [])))
    end = datetime(one.until.year, one.until.month, one.until.day, 23, 59)  # noqa: DTZ001 - a wall time
    assert expanded(event, end) == wanted


@pytest.mark.parametrize(
    ("cadence", "wanted"),
    [
        (daily(), "FREQ=DAILY"),
        (weekdays(), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        (weekly({6}), "FREQ=WEEKLY;INTERVAL=1;BYDAY=SU;WKST=MO"),
        (weekly({0, 3}, every=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO"),
        (nth_weekday(LAST, 6), "FREQ=MONTHLY;BYDAY=-1SU"),
        (monthly(15), "FREQ=MONTHLY;BYMONTHDAY=15"),
        (monthly(31), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
    ],
)
def test_rules_read_as_calendars_write_them(cadence: Cadence, wanted: str) -> None:
    """Each cadence has the rule that RFC 5545 gives it."""
    one, _ = series(cadence, 18, 0, "Europe/Madrid", date(2026, 11, 18))
    (event,) = events(parsed(ics.calendar_file(START, "UTC", [one], [])))
    assert event["RRULE"].to_ical().decode() == wanted


def test_the_file_is_whole() -> None:
    """It has its product, a zone for each it names, a stamp from the clock, lines of 75 octets, and CRLF."""
    one, _ = series(weekly({6}), 18, 0, "Europe/Madrid", date(2026, 11, 18))
    moment = ics.Moment("promise:1", "Título, con coma; y más", START + 1000, 30)
    data = ics.calendar_file(START, "Europe/Madrid", [one], [moment])
    raw = base64.b64decode(data)
    assert all(len(row) <= 75 and b"\n" not in row for row in raw.split(b"\r\n"))
    found = parsed(data)
    assert found["PRODID"] == "-//Troth//Troth//EN"
    assert [zone["TZID"] for zone in found.walk("VTIMEZONE")] == ["Europe/Madrid"]
    rhythm, moment_too = events(found)
    assert rhythm["DTSTART"].params["TZID"] == "Europe/Madrid"
    assert rhythm["DTSTAMP"].dt == datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    assert (moment_too["SUMMARY"], moment_too["UID"]) == ("Título, con coma; y más", "promise:1@troth")
    assert ics.calendar_file(START, "Europe/Madrid", [one], [moment]) == data
    (zone,) = found.walk("VTIMEZONE")
    tz = zone.to_tz()  # type: ignore[attr-defined]
    for month in (1, 7):
        wall = datetime(2027, month, 15, 12)  # noqa: DTZ001 - a wall time
        assert wall.replace(tzinfo=tz).utcoffset() == wall.replace(tzinfo=ZoneInfo("Europe/Madrid")).utcoffset()


# -- talks -----------------------------------------------------------------------------------------------------


async def file_of(talk: Talk, who: str) -> Calendar:
    await talk.says(who, "/calendar")
    file = talk.screen(who)[-1].message.file
    assert file is not None
    assert (file.name, file.media) == ("troth.ics", "text/calendar")
    return parsed(file.data)


async def test_both_see_the_same_calendar(couple: Talk) -> None:
    """What is for both stands on the calendar of both, with the same days."""
    await couple.says("ana", "/rhythm sundays 18:00")
    (ana,) = await couple.says("ana", "/calendar")
    (ben,) = await couple.says("ben", "/calendar")
    assert ana == ben
    assert "Sunday, 22 November 2026, 18:00: Boundary check-in" in ana
    assert "Ana" not in ana


async def test_an_empty_calendar(talk: Talk) -> None:
    """Nothing on it: said so, and no file."""
    await talk.begins("eve")
    (reply,) = await talk.says("eve", "/calendar")
    assert "Nothing is on your calendar" in reply
    assert talk.screen("eve")[-1].message.file is None


async def test_the_file_names_nobody(couple: Talk) -> None:
    """A calendar lies open on phones and at work: titles only, no names, and not a word that anybody wrote."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.says("ana", "/promise water the tomatoes by friday")
    raw = (await file_of(couple, "ana")).to_ical().decode()
    assert "Boundary check-in" in raw
    assert not any(word in raw for word in ("Ana", "Ben", "tomatoes"))


async def test_the_file_agrees_with_what_comes(couple: Talk) -> None:
    """Over a skip, a holiday, a day with two and a change of the clock: the file had every prompt, and no other."""
    couple.clock.instant = round(datetime(2027, 3, 1, 9, tzinfo=UTC).timestamp() * 1000)
    await couple.says("ana", "/rhythm thanks daily 2:30")
    await couple.says("ana", "/rhythm state of us sundays 18:00")
    await couple.says("ana", "/rhythm boundary sundays 18:00")
    await couple.says("ana", "/rhythm")
    await couple.presses("ana", "The state of us")
    await couple.presses("ana", "Skip once")
    await couple.says("ana", "/holiday until 12 march")
    calendar = await file_of(couple, "ben")
    start, end = couple.clock.instant, couple.clock.instant + 40 * 86_400_000
    wall_end = datetime(2027, 4, 30)  # noqa: DTZ001 - a wall time
    wanted = sorted(at for event in events(calendar) for at in expanded(event, wall_end) if start < at <= end)
    await couple.until(end)
    zone = ZoneInfo("Europe/Madrid")
    days = [datetime.fromtimestamp(at / 1000, zone).date().isoformat() for at in wanted]
    assert [day for day, _ in await came(couple)] == days
    assert len(set(days)) == len(days) > 20


async def test_the_file_keeps_its_ids(couple: Talk) -> None:
    """The same rhythm has the same id in every file, also once it was changed: a calendar replaces it."""
    await couple.says("ana", "/rhythm sundays 18:00")
    before = [event["UID"] for event in events(await file_of(couple, "ana"))]
    await couple.says("ana", "/rhythm mondays 19:00")
    assert [event["UID"] for event in events(await file_of(couple, "ben"))] == before
