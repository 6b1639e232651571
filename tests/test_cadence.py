"""Rhythm arithmetic against an oracle that knows nothing of it, and what people say of rhythms."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import cadence as c
from bot import spoken
from bot.clock import DAY, HOUR, MINUTE
from bot.errors import Refused

ZONES = sorted(available_timezones() - {"localtime", "posixrules"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def utc(*parts: int) -> int:
    return ms(datetime(*parts, tzinfo=UTC))  # type: ignore[arg-type,misc]


def wall_ms(day: date, hour: int, minute: int) -> int:
    """The wall time as if it were UTC."""
    return utc(day.year, day.month, day.day, hour, minute)


# -- the oracle: a zone as stretches of one offset each, found by walking through UTC ------------------------


def offset_at(instant: int, tz: ZoneInfo) -> int:
    offset = (EPOCH + timedelta(milliseconds=instant)).astimezone(tz).utcoffset()
    assert offset is not None
    return offset // timedelta(milliseconds=1)


@cache
def stretches(
    zone: str, since: date = FIRST, until: date = LAST, step: int = 12 * HOUR
) -> tuple[tuple[int, int, int], ...]:
    """(start, end, offset) in ms; two changes within one step would be missed, and there are none."""
    tz = ZoneInfo(zone)
    at, end = wall_ms(since, 0, 0) - 60 * DAY, wall_ms(until, 0, 0) + 600 * DAY
    found, start = [], at
    while at < end:
        here = offset_at(at, tz)
        if offset_at(at + step, tz) != here:
            low, high = at, at + step
            while high - low > 1000:
                middle = (low + high) // 2000 * 1000
                low, high = (middle, high) if offset_at(middle, tz) == here else (low, middle)
            found.append((start, high, here))
            start = high
        at += step
    found.append((start, end + step, offset_at(at, tz)))
    return tuple(found)


def expected(wall: int, known: tuple[tuple[int, int, int], ...]) -> int:
    """The first instant at which the zone's clocks show `wall`, else the first after they jumped over it."""
    return next(max(wall - offset, start) for start, end, offset in known if wall < end + offset)


def is_date_of(cadence: c.Cadence, day: date) -> bool:
    """The same question as `matches`, answered from the definition alone."""
    length = monthrange(day.year, day.month)[1]
    monday = day - timedelta(days=day.weekday())
    return {
        "daily": True,
        "weekdays": day.weekday() < 5,
        "weekly": day.weekday() in cadence.weekdays and (monday - cadence.anchor).days % (7 * cadence.every) == 0,
        "monthly": day.day == cadence.day or (day.day == length < cadence.day),
        "nth": day.weekday() in cadence.weekdays
        and ((day.day + 6) // 7 == cadence.nth or (cadence.nth == c.LAST and day.day + 7 > length)),
    }[cadence.unit]


DATES = st.dates(FIRST, LAST)
CADENCES = st.one_of(
    st.just(c.daily()),
    st.just(c.weekdays()),
    st.builds(c.weekly, st.sets(st.integers(0, 6), min_size=1), st.integers(1, 6), DATES),
    st.builds(c.monthly, st.integers(1, 31)),
    st.builds(c.nth_weekday, st.sampled_from([1, 2, 3, 4, c.LAST]), st.integers(0, 6)),
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    cadence=CADENCES,
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, 24 * 60 - 1),
    start=st.integers(wall_ms(FIRST, 0, 0), wall_ms(LAST, 0, 0)),
)
def test_a_rhythm_fires_when_the_oracle_says(cadence: c.Cadence, zone: str, minute: int, start: int) -> None:
    """In any zone each date of a rhythm fires once, at its wall time, ever later, and none is left out."""
    known, hour_minute = stretches(zone), divmod(minute, 60)
    last, at, fired = None, start, []
    for _ in range(12):
        last, at = c.next_time(cadence, *hour_minute, zone, at, last)
        fired.append((last, at))
    day, wanted = local_date(start, zone) - timedelta(days=3), []
    while day < last:  # type: ignore[operator]
        day += timedelta(days=1)
        if is_date_of(cadence, day) and (due := expected(wall_ms(day, *hour_minute), known)) > start:
            wanted.append((day, due))
    assert fired == wanted
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(fired))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    cadence=CADENCES,
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, 24 * 60 - 1),
    now=st.integers(wall_ms(FIRST, 0, 0), wall_ms(LAST, 0, 0)),
    since=st.none() | st.integers(0, 400),
)
def test_only_the_newest_missed_counts(cadence: c.Cadence, zone: str, minute: int, now: int, since: int | None) -> None:
    """After an outage of any length the newest date that is due is found, and none that already fired."""
    known, today = stretches(zone), local_date(now, zone)
    last = None if since is None else today - timedelta(days=since)
    days = [today - timedelta(days=n) for n in range(56) if last is None or today - timedelta(days=n) > last]
    dues = [(day, expected(wall_ms(day, *divmod(minute, 60)), known)) for day in days if is_date_of(cadence, day)]
    newest = max(((day, due) for day, due in dues if due <= now), default=None)
    assert c.latest_missed(cadence, *divmod(minute, 60), zone, last, now) == newest


def local_date(instant: int, zone: str) -> date:
    return (EPOCH + timedelta(milliseconds=instant)).astimezone(ZoneInfo(zone)).date()


@pytest.mark.soak
def test_every_change_of_every_zone() -> None:
    """Around each change of each zone in two years, each wall time has the instant that the oracle gives it."""
    changes, tried = 0, set()
    for zone in ZONES:
        known = stretches(zone)
        for before, after in pairwise(known):
            changes += 1
            # Zones that share a change share its every minute; the others get every tenth.
            fine = (before[1:], after[0], after[2]) not in tried
            tried.add((before[1:], after[0], after[2]))
            low, high = sorted((before[1] + before[2], after[0] + after[2]))
            for wall in range(low - HOUR, high + HOUR, MINUTE if fine else 10 * MINUTE):
                shown = EPOCH + timedelta(milliseconds=wall)
                got = c.instant_of(shown.date(), shown.hour, shown.minute, zone)
                assert got == expected(wall, known), (zone, shown)
    assert changes > 500  # the oracle did see the changes


@pytest.mark.soak
@pytest.mark.parametrize("hour", [0, 2])
def test_two_years_of_every_zone(hour: int) -> None:
    """A daily rhythm at a time that is often skipped or doubled fires once on each date of two years."""
    seen = set()
    for zone in ZONES:
        known = stretches(zone)
        if known in seen:  # an alias, or a neighbour with the same clocks
            continue
        seen.add(known)
        at, last = expected(wall_ms(FIRST, 0, 0), known) - 1, FIRST - timedelta(days=1)
        for number in range((LAST - FIRST).days):
            last, at = c.next_time(c.daily(), hour, 30, zone, at, last)
            assert last == FIRST + timedelta(days=number), zone
            assert at == expected(wall_ms(last, hour, 30), known), zone


@pytest.mark.parametrize(
    ("day", "clock", "zone", "at"),
    [
        (date(2026, 3, 29), (2, 30), "Europe/Madrid", utc(2026, 3, 29, 1, 0)),
        (date(2026, 10, 25), (2, 30), "Europe/Madrid", utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 4), (2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),  # half an hour
        (date(2026, 4, 24), (0, 30), "Africa/Cairo", utc(2026, 4, 23, 22, 0)),  # midnight itself is skipped
        (date(2011, 12, 30), (18, 0), "Pacific/Apia", utc(2011, 12, 30, 10, 0)),  # so is a whole date
        (date(1993, 8, 21), (18, 0), "Pacific/Kwajalein", utc(1993, 8, 21, 12, 0)),
        (date(2026, 6, 1), (23, 59), "Asia/Kathmandu", utc(2026, 6, 1, 18, 14)),
    ],
)
def test_wall_times_that_are_skipped_or_doubled(day: date, clock: tuple[int, int], zone: str, at: int) -> None:
    """A gap gives the first valid instant after it, a fold the first of the two."""
    assert c.instant_of(day, *clock, zone) == at


def test_a_skipped_date_does_not_double_the_next() -> None:
    """In the week that Samoa had no Friday, instants stay strictly increasing even at midnight."""
    at, days = utc(2011, 12, 28, 12), []
    last: date | None = None
    for _ in range(4):
        last, later = c.next_time(c.daily(), 0, 0, "Pacific/Apia", at, last)
        assert later > at
        at = later
        days.append(last.day)
    assert days == [29, 30, 1, 2]  # the 30th came as the 31st began


def test_a_clock_that_jumps_back_fires_no_date_twice() -> None:
    """With the last date given, the next is later than it however far back the clock went."""
    day, _ = c.next_time(c.daily(), 18, 0, "Europe/Madrid", utc(2026, 5, 1, 12), date(2026, 5, 10))
    assert day == date(2026, 5, 11)


def test_months_clamp() -> None:
    """The 31st comes on each month's last day, in a leap year on the 29th of February."""
    day, days = date(2027, 12, 31), []
    for _ in range(4):
        day = c.next_date(c.monthly(31), day)
        days.append((day.month, day.day))
    assert days == [(1, 31), (2, 29), (3, 31), (4, 30)]
    assert c.next_date(c.monthly(29), date(2027, 2, 1)) == date(2027, 2, 28)
    assert c.matches(c.monthly(30), date(2027, 2, 28))


def test_every_second_week_counts_from_its_anchor() -> None:
    """The week of the anchor counts, the one after it doesn't, before the anchor just as after it."""
    fridays = c.weekly({4}, every=2).anchored(date(2026, 11, 18))
    assert c.next_date(fridays, date(2026, 11, 18)) == date(2026, 11, 20)
    assert c.next_date(fridays, date(2026, 11, 20)) == date(2026, 12, 4)
    assert c.next_date(fridays, date(2026, 11, 1)) == date(2026, 11, 6)
    assert c.daily().anchored(date(2026, 11, 18)) == c.daily()


@settings(derandomize=True, max_examples=200, deadline=None)
@given(CADENCES, DATES)
def test_the_stored_form_comes_back(cadence: c.Cadence, day: date) -> None:
    """What is stored reads back as the same cadence, with the same dates."""
    again = c.Cadence.from_stored(cadence.stored())
    assert again == cadence
    assert c.matches(again, day) == is_date_of(cadence, day)


def test_stored_forms_stay_as_they_are() -> None:
    """The text in the database is a promise to older rows."""
    assert c.weekly({6, 2}, 2, date(2026, 1, 8)).stored() == "weekly:2:wed,sun:2026-01-05"
    assert c.Cadence.from_stored("weekly:2:sun,wed:2026-01-05") == c.weekly({6, 2}, 2, date(2026, 1, 5))
    stored = [x.stored() for x in (c.daily(), c.weekdays(), c.weekly({0}), c.monthly(31), c.nth_weekday(-1, 6))]
    assert stored == ["daily", "weekdays", "weekly:1:mon", "monthly:31", "nth:last:sun"]


@pytest.mark.parametrize(
    "text",
    [
        "", "Daily", "daily ", "daily\n", "weekly", "weekly:1:", "weekly:1:xyz", "weekly:1:sun,sun", "weekly:0:sun",
        "weekly:2:sun", "weekly:1:sun:2026-01-05", "weekly:2:sun:2026-13-05", "weekly:99:sun:2026-01-05",
        "weekly:1:,sun", "monthly:0", "monthly:32", "monthly:١", "nth:5:sun", "nth:0:sun", "nth:last:sun,mon",
    ],
)  # fmt: skip
def test_stored_garbage_is_refused(text: str) -> None:
    """A stored text that nobody wrote is a ValueError."""
    with pytest.raises(ValueError, match=r"no s|not in|month|cadence"):
        c.Cadence.from_stored(text)


# -- quiet hours ---------------------------------------------------------------------------------------------


def test_welcome_only_when_fresh_and_not_quiet() -> None:
    """What is 12 hours late, or comes in quiet hours, is welcome no more; equal bounds mean no quiet hours."""
    due, zone = utc(2026, 1, 10, 12), "UTC"
    assert c.still_welcome(due, due + 12 * HOUR - 1, 0, 0, zone)
    assert not c.still_welcome(due, due + 12 * HOUR, 0, 0, zone)
    night = (22 * 60, 7 * 60)
    assert c.still_welcome(due, utc(2026, 1, 10, 21, 59), *night, zone)
    assert not c.still_welcome(due, utc(2026, 1, 10, 22), *night, zone)
    assert not c.still_welcome(due, utc(2026, 1, 10, 13), 12 * 60, 14 * 60, zone)


def test_quiet_hours_end() -> None:
    """They end at the next local time of their end, before midnight and after; outside them there is no end."""
    night = (22 * 60, 7 * 60)
    assert c.quiet_end(utc(2026, 1, 10, 22), *night, "Europe/Madrid") == utc(2026, 1, 11, 6)
    assert c.quiet_end(utc(2026, 1, 11, 2), *night, "Europe/Madrid") == utc(2026, 1, 11, 6)
    assert c.quiet_end(utc(2026, 1, 11, 6), *night, "Europe/Madrid") is None
    assert c.quiet_end(utc(2026, 1, 11, 6), 0, 0, "Europe/Madrid") is None
    # Quiet until 02:30: at the first 02:15 of an October night, and again at the second.
    assert c.quiet_end(utc(2026, 10, 25, 0, 15), 22 * 60, 150, "Europe/Madrid") == utc(2026, 10, 25, 0, 30)
    assert c.quiet_end(utc(2026, 10, 25, 1, 15), 22 * 60, 150, "Europe/Madrid") == utc(2026, 10, 25, 1, 30)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    now=st.integers(wall_ms(FIRST, 0, 0), wall_ms(LAST, 0, 0)),
    bounds=st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
)
def test_after_quiet_hours_it_is_not_quiet(zone: str, now: int, bounds: tuple[int, int]) -> None:
    """The end of quiet hours lies ahead and is not quiet, and every moment before it is."""
    end = c.quiet_end(now, *bounds, zone)
    if end is None:
        assert c.still_welcome(now, now, *bounds, zone)
    else:
        assert now < end <= now + 2 * DAY
        assert c.still_welcome(end, end, *bounds, zone)
        moments = [*range(now, end, 11 * MINUTE), end - 1]
        assert not any(c.still_welcome(moment, moment, *bounds, zone) for moment in moments)


# -- what people say -----------------------------------------------------------------------------------------

ENGLISH = """
sundays 18:00 | weekly:1:sun | 18:00
every sunday at 6pm | weekly:1:sun | 18:00
Weekly, Sunday 18:00 | weekly:1:sun | 18:00
SUNDAY 6:30 | weekly:1:sun | 18:30
sunday 06:30 | weekly:1:sun | 06:30
sunday evening 8 | weekly:1:sun | 20:00
sundays 8 | weekly:1:sun | 08:00
daily 21:00 | daily | 21:00
daily | daily | -
every day at midnight | daily | 00:00
every evening at 9 | daily | 21:00
every morning at 7 | daily | 07:00
weekdays at 8 | weekdays | 08:00
mon-fri 8:00 | weekdays | 08:00
monday to friday 7am | weekdays | 07:00
weekdays at half past 6 | weekdays | 18:30
weekends 10am | weekly:1:sat,sun | 10:00
every second week on friday 19:30 | weekly:2:fri:2024-01-01 | 19:30
every other friday at 7 p.m. | weekly:2:fri:2024-01-01 | 19:00
every second sunday | weekly:2:sun:2024-01-01 | -
every third week on mon & wed | weekly:3:mon,wed:2024-01-01 | -
fortnightly on mon | weekly:2:mon:2024-01-01 | -
mon and thu 20:00 | weekly:1:mon,thu | 20:00
once a week on sunday at 5 | weekly:1:sun | 17:00
quarter to 7 on mondays | weekly:1:mon | 18:45
last sunday of the month 17:00 | nth:last:sun | 17:00
second sunday of the month at noon | nth:2:sun | 12:00
monthly on the 31st 9am | monthly:31 | 09:00
monthly on the 15 at 9 | monthly:15 | 09:00
last day of the month | monthly:31 | -
every month on the 1st at 18.30 | monthly:1 | 18:30
mon & thu 8pm | weekly:1:mon,thu | 20:00
1st of the month | monthly:1 | -
biweekly fridays | weekly:2:fri:2024-01-01 | -
every evening | daily | 20:00
each evening at 8 | daily | 20:00
twice a week on mon and thu | weekly:1:mon,thu | -
tuesday/friday 7pm | weekly:1:tue,fri | 19:00
sunday mornings | weekly:1:sun | 09:00
once a month on the last sunday | nth:last:sun | -
last friday of every month 6pm | nth:last:fri | 18:00
every first monday 9am | nth:1:mon | 09:00
alternate fridays | weekly:2:fri:2024-01-01 | -
fridays every two weeks | weekly:2:fri:2024-01-01 | -
sundays @ 6pm | weekly:1:sun | 18:00
sundays at half six | weekly:1:sun | 18:30
weekday mornings | weekdays | 09:00
mon–fri 8:00 | weekdays | 08:00
monday through friday 8am | weekdays | 08:00
nightly at 9 | daily | 21:00
every 15th | monthly:15 | -
15th of each month at 10 | monthly:15 | 10:00
end of the month | monthly:31 | -
sat+sun 10:00 | weekly:1:sat,sun | 10:00
8pm tuesdays | weekly:1:tue | 20:00
sundays 1800 | weekly:1:sun | 18:00
wed eve 8 | weekly:1:wed | 20:00
seven days a week at 9 | daily | 09:00
work days 8am | weekdays | 08:00
second tuesday monthly 8pm | nth:2:tue | 20:00
every fortnight on sunday | weekly:2:sun:2024-01-01 | -
tuesday to thursday 8pm | weekly:1:tue,wed,thu | 20:00
fri-sun 11am | weekly:1:fri,sat,sun | 11:00
"""
SPANISH = """
los domingos a las 18:00 | weekly:1:sun | 18:00
cada domingo 18h | weekly:1:sun | 18:00
domingo 18h30 | weekly:1:sun | 18:30
todos los días a las 9 de la noche | daily | 21:00
CADA MAÑANA A LAS 7 | daily | 07:00
todas las noches a las 10 | daily | 22:00
a diario a las once | daily | 11:00
entre semana 8:00 | weekdays | 08:00
de lunes a viernes a las 8 y media | weekdays | 08:30
fines de semana 11:00 | weekly:1:sat,sun | 11:00
cada dos semanas el viernes | weekly:2:fri:2024-01-01 | -
cada segundo martes | weekly:2:tue:2024-01-01 | -
quincenal, viernes 20:00 | weekly:2:fri:2024-01-01 | 20:00
lunes y jueves 20:00 | weekly:1:mon,thu | 20:00
miércoles a la una | weekly:1:wed | 13:00
todos los lunes a las 9 a. m. | weekly:1:mon | 09:00
una vez a la semana, el sábado a las 7 | weekly:1:sat | 19:00
domingos a las 7 menos cuarto | weekly:1:sun | 18:45
martes al mediodía | weekly:1:tue | 12:00
el último domingo del mes | nth:last:sun | -
primer lunes del mes a las 19h | nth:1:mon | 19:00
el día 15 de cada mes a las 10 | monthly:15 | 10:00
cada dos lunes | weekly:2:mon:2024-01-01 | -
lunes y jueves a las 20 | weekly:1:mon,thu | 20:00
el último domingo de mes | nth:last:sun | -
los lunes y jueves por la noche | weekly:1:mon,thu | 20:00
cada noche | daily | 20:00
por las mañanas a las 8 | daily | 08:00
lunes-viernes 9 | weekdays | 09:00
los días laborables a las 8 | weekdays | 08:00
viernes alternos | weekly:2:fri:2024-01-01 | -
un viernes sí y otro no | weekly:2:fri:2024-01-01 | -
cada quince días los viernes | weekly:2:fri:2024-01-01 | -
cada día 15 a las 10 | monthly:15 | 10:00
a fin de mes | monthly:31 | -
dos veces por semana, lunes y jueves | weekly:1:mon,thu | -
miércoles a las ocho y media de la tarde | weekly:1:wed | 20:30
laborables a las 8 | weekdays | 08:00
cada finde a las 11 | weekly:1:sat,sun | 11:00
todos los meses el día 1 | monthly:1 | -
el uno de cada mes | monthly:1 | -
domingo a la noche | weekly:1:sun | 20:00
todos los domingos a las 18 hs | weekly:1:sun | 18:00
semanal domingo 18:00 | weekly:1:sun | 18:00
de jueves a sábado a las 20 | weekly:1:thu,fri,sat | 20:00
"""


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", line) for line in ENGLISH.strip().splitlines()] + [("es", x) for x in SPANISH.strip().splitlines()],
)
def test_rhythms_as_people_say_them(language: str, line: str) -> None:
    """What somebody would type is understood, accents and capitals aside."""
    text, stored, clock = line.split(" | ")
    said = spoken.parse_cadence(text, language)
    shown = "-" if said.hour is None else f"{said.hour:02}:{said.minute:02}"
    assert (said.cadence.stored(), shown) == (stored, clock)


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "weekly", "every 2 weeks", "every 3 days", "cada 15 días", "every 2 months on the 1st",
        "sundays 25:00", "sundays at 13am", "sundays 18:00 and 20:00", "32nd of the month", "daily on sunday",
        "5th sunday of the month", "every month on the 1st and 15th", "first and third monday", "sundays after dinner",
        "un día sí y otro no", "twice a week", "monday to monday", "sundays 2500",
        "every 99 weeks on sunday", "weekdays of the month", "9" * 500, "sunday " * 20,
    ],
)  # fmt: skip
def test_rhythms_nobody_can_mean(text: str) -> None:
    """What names no rhythm, or two, is refused and never guessed."""
    for language in ("en", "es"):
        with pytest.raises(Refused, match="rhythm-not-understood"):
            spoken.parse_cadence(text, language)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from((ENGLISH + SPANISH).replace("|", " ").split()), max_size=9).map(" ".join),
    st.sampled_from(["en", "es", "es-MX", "fr", ""]),
)
def test_no_text_breaks_it(text: str, language: str) -> None:
    """Any text is understood or refused; nothing else is raised."""
    try:
        said = spoken.parse_cadence(text, language)
    except Refused:
        return
    assert (said.hour is None) == (said.minute is None)
    assert said.hour is None or 0 <= said.hour <= 23
