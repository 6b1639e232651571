"""Due dates as people say them, told on Wednesday the 18th of November 2026, ten in the morning in Madrid."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates
from bot.clock import MINUTE
from bot.errors import Refused

MADRID = "Europe/Madrid"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(*parts: int, zone: str = MADRID) -> int:
    moment = datetime(*parts, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type,misc]
    return (moment - EPOCH) // timedelta(milliseconds=1)


def shown(at: int, zone: str = MADRID) -> str:
    return f"{(EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


NOW = instant(2026, 11, 18, 10, 0)

ENGLISH = """
tomorrow at 9 | 2026-11-19 09:00
tomorrow at six | 2026-11-19 18:00
tomorrow morning | 2026-11-19 09:00
tomorrow night at 9 | 2026-11-19 21:00
noon tomorrow | 2026-11-19 12:00
in the morning | 2026-11-19 09:00
at 6 | 2026-11-18 18:00
6 | 2026-11-18 18:00
at 9 | 2026-11-18 21:00
at 11 | 2026-11-18 11:00
09:30 | 2026-11-19 09:30
today | 2026-11-18 18:00 day
today at 9 | 2026-11-18 21:00
tonight | 2026-11-18 20:00
tonight at 9 | 2026-11-18 21:00
this evening | 2026-11-18 20:00
the 15th | 2026-12-15 18:00 day
the 18th | 2026-11-18 18:00 day
the 18th at 9am | 2026-12-18 09:00
31st | 2026-12-31 18:00 day
friday | 2026-11-20 18:00 day
by Friday | 2026-11-20 18:00 day
friday at 6 | 2026-11-20 18:00
6pm on friday | 2026-11-20 18:00
friday at half past 6 | 2026-11-20 18:30
friday at midnight | 2026-11-20 23:59
next friday | 2026-11-27 18:00 day
next monday | 2026-11-23 18:00 day
monday next week | 2026-11-23 18:00 day
wednesday | 2026-11-25 18:00 day
in 3 days | 2026-11-21 18:00 day
in 3 days at 9am | 2026-11-21 09:00
in a couple of days | 2026-11-20 18:00 day
in two weeks | 2026-12-02 18:00 day
next week | 2026-11-25 18:00 day
in 3 months | 2027-02-18 18:00 day
in an hour | 2026-11-18 11:00
in 10 minutes | 2026-11-18 10:10
half an hour | 2026-11-18 10:30
this weekend | 2026-11-22 18:00 day
end of the month | 2026-11-30 18:00 day
end of next month | 2026-12-31 18:00 day
the end of the year | 2026-12-31 18:00 day
27 Nov | 2026-11-27 18:00 day
17 nov | 2027-11-17 18:00 day
18 nov | 2026-11-18 18:00 day
the 27th of november, 9am | 2026-11-27 09:00
friday 27 nov at 9 | 2026-11-27 09:00
December 24th at 18:30 | 2026-12-24 18:30
5 may 2027 | 2027-05-05 18:00 day
29 feb | 2028-02-29 18:00 day
27/11 | 2026-11-27 18:00 day
11/27 | 2026-11-27 18:00 day
5/6 | 2027-06-05 18:00 day
27.11.2026 | 2026-11-27 18:00 day
2026-12-24 18:30 | 2026-12-24 18:30
2026-12-24T18:30 | 2026-12-24 18:30
"""
SPANISH = """
mañana a las 9 | 2026-11-19 09:00
mañana | 2026-11-19 18:00 day
mañana por la mañana | 2026-11-19 09:00
pasado mañana a las 6 de la tarde | 2026-11-20 18:00
el viernes | 2026-11-20 18:00 day
el próximo viernes | 2026-11-20 18:00 day
el viernes que viene | 2026-11-20 18:00 day
EL VIERNES A LAS 12 DE LA NOCHE | 2026-11-20 23:59
el sábado al mediodía | 2026-11-21 12:00
el martes por la noche | 2026-11-24 20:00
el lunes de la semana que viene | 2026-11-23 18:00 day
viernes 27 de noviembre a las 9 | 2026-11-27 09:00
antes del viernes | 2026-11-20 18:00 day
en 3 días | 2026-11-21 18:00 day
dentro de dos semanas | 2026-12-02 18:00 day
dentro de un mes | 2026-12-18 18:00 day
dentro de una hora | 2026-11-18 11:00
la semana que viene | 2026-11-25 18:00 day
esta noche | 2026-11-18 20:00
esta noche a las 9 | 2026-11-18 21:00
hoy a las 9 de la noche | 2026-11-18 21:00
a las once | 2026-11-18 11:00
el 15 | 2026-12-15 18:00 day
el 24 de diciembre de 2026 | 2026-12-24 18:00 day
24 de diciembre a las 18:30 | 2026-12-24 18:30
el 3 de enero a las 20h | 2027-01-03 20:00
1 de marzo | 2027-03-01 18:00 day
december 24 | 2026-12-24 18:00 day
fin de mes | 2026-11-30 18:00 day
a finales de mes | 2026-11-30 18:00 day
este fin de semana | 2026-11-22 18:00 day
27/11 | 2026-11-27 18:00 day
"""


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", x) for x in ENGLISH.strip().splitlines()] + [("es", x) for x in SPANISH.strip().splitlines()],
)
def test_dates_as_people_say_them(language: str, line: str) -> None:
    """What somebody would type means the date that they'd expect."""
    text, wanted = line.split(" | ")
    due = dates.parse_due(text, language, MADRID, NOW)
    assert shown(due.at) + (" day" if due.day_only else "") == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("yesterday", "due-in-past"),
        ("ayer", "due-in-past"),
        ("3 days ago", "due-in-past"),
        ("hace 3 días", "due-in-past"),
        ("last friday", "due-in-past"),
        ("17 nov 2026", "due-in-past"),
        ("today at 9am", "due-in-past"),
        ("0001-01-01", "due-in-past"),
        ("24 Dec 2029", "due-too-far"),
        ("in 3 years", "due-too-far"),
        ("in 999 years", "due-too-far"),
        ("9999-12-31", "due-too-far"),
        ("in 9 minutes", "due-too-soon"),
        ("at 10:05am", "due-too-soon"),
        ("", "due-not-understood"),
        ("me", "due-not-understood"),
        ("3 people", "due-not-understood"),
        ("31/2", "due-not-understood"),
        ("0/0", "due-not-understood"),
        ("feb 30", "due-not-understood"),
        ("32nd", "due-not-understood"),
        ("tomorrow 25:00", "due-not-understood"),
        ("friday at 9 or at 10", "due-not-understood"),
        ("tomorrow" + " " * 100, "due-not-understood"),
    ],
)
def test_dates_that_are_refused(text: str, why: str) -> None:
    """What is past, too soon, too far or no date at all is refused, each with its own words."""
    with pytest.raises(Refused) as refused:
        dates.parse_due(text, "en", MADRID, NOW)
    assert refused.value.key == why


def test_months_come_first_only_in_english() -> None:
    """In Spanish 11/27 is no date."""
    with pytest.raises(Refused, match="due-not-understood"):
        dates.parse_due("11/27", "es", MADRID, NOW)


def test_late_in_the_day() -> None:
    """After 18:00 a day that is today ends at 23:59, tonight too after 20:00, and "at 6" is tomorrow's."""
    evening = instant(2026, 11, 18, 20, 30)
    for text in ("today", "the 18th", "18 nov", "tonight"):
        assert shown(dates.parse_due(text, "en", MADRID, evening).at) == "2026-11-18 23:59", text
    assert shown(dates.parse_due("at 6", "en", MADRID, evening).at) == "2026-11-19 18:00"
    assert shown(dates.parse_due("this weekend", "en", MADRID, instant(2026, 11, 22, 19)).at) == "2026-11-22 23:59"


def test_today_is_the_persons_own() -> None:
    """ "Tomorrow" counts from the date in the person's zone, not in UTC."""
    for zone, wanted in (("Pacific/Auckland", "2026-11-20 09:00"), ("America/Los_Angeles", "2026-11-19 09:00")):
        due = dates.parse_due("tomorrow at 9", "en", zone, instant(2026, 11, 18, 14, zone="UTC"))
        assert shown(due.at, zone) == wanted


def test_a_time_that_the_clocks_skip() -> None:
    """In a DST gap it is due at the first valid instant after."""
    due = dates.parse_due("2027-03-28 02:30", "en", MADRID, NOW)
    assert shown(due.at) == "2027-03-28 03:00"


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("call mum by friday at 6", "en", ("call mum", "friday at 6")),
        ("call mum BY 6", "en", ("call mum", "6")),
        ("walk by the sea by sunday", "en", ("walk by the sea", "sunday")),
        ("finish it by yesterday", "en", ("finish it", "yesterday")),
        ("stand by me", "en", ("stand by me", "")),
        ("step by step", "en", ("step by step", "")),
        ("cut a board of 3 by 5", "en", ("cut a board of 3 by 5", "")),
        ("sit down by friday by the lake", "en", ("sit down by friday by the lake", "")),
        ("by friday", "en", ("", "friday")),
        ("para el viernes", "es", ("", "el viernes")),
        ("", "en", ("", "")),
        ("hacer la cena para el viernes", "es", ("hacer la cena", "el viernes")),
        ("pedir cita antes de mañana a las 9", "es", ("pedir cita", "mañana a las 9")),
        ("terminar el libro antes del viernes", "es", ("terminar el libro", "viernes")),
        ("esperar hasta el 15", "es", ("esperar", "el 15")),
        ("call mum by friday", "es", ("call mum", "friday")),
        ("estar preparado para todo", "es", ("estar preparado para todo", "")),
    ],
)
def test_a_promise_and_its_date(text: str, language: str, parts: tuple[str, str]) -> None:
    """A text is split at the last word that has a date after it, and nowhere if there is none."""
    assert dates.split_due(text, language, MADRID, NOW) == parts


MORE_WORDS = "by para hasta at a las 6 9pm 12 2026 31 / - : . 1st 5th nov dic último más"
WORDS = f"{ENGLISH} {SPANISH} {MORE_WORDS}".replace("|", " ").split()
HOSTILE = [
    "9" * 100, "1 " * 50, "by " * 33, "1/1/" * 25, "a" * 100, "at " * 33, "11:11" * 20, "\u0660" * 100, "ﷺ" * 100,
    "in 1 day " * 11, "fin de " * 14, "mar " * 25, "5 may 2027 " * 9, "-" * 100, "\x00" * 100, "1.1." * 25, "½" * 99,
]  # fmt: skip


@settings(derandomize=True, max_examples=500, deadline=None)
@given(
    text=st.text(max_size=110)
    | st.sampled_from(HOSTILE)
    | st.lists(st.sampled_from(WORDS), max_size=14).map(lambda words: " ".join(words)[:100]),
    language=st.sampled_from(["en", "es", "fr", ""]),
)
def test_no_text_breaks_it_or_holds_it_up(text: str, language: str) -> None:
    """Any text is a date ahead or refused by name, and costs less than 50 ms once warm."""
    dates.warm_up()
    before = time.thread_time()
    outcome: object
    try:
        outcome = dates.parse_due(text, language, MADRID, NOW).at >= NOW + 10 * MINUTE
    except Refused as refused:
        outcome = refused.key
    assert time.thread_time() - before < 0.05
    assert outcome in {True, "due-not-understood", "due-in-past", "due-too-soon", "due-too-far"}
    head, tail = dates.split_due(f"do {text}", language, MADRID, NOW)
    assert len(head) + len(tail) <= len(text) + 3
