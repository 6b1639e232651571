"""Due dates in words: what a person means by "friday at 6" or "dentro de dos semanas", as an instant.

Times, weekdays and relative dates are read here, since dateparser made 14:30 of "tomorrow at 9", a June date
of "at 6" and a past one of "the 15th"; only dates with a month's name go to dateparser. Whoever asked is
shown the absolute date and confirms it.
"""

from __future__ import annotations

import re
import warnings
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from dateparser.date import DateDataParser

from bot.cadence import instant_of, local
from bot.clock import HOUR, MINUTE
from bot.errors import Refused
from bot.spoken import PART_TIMES, WEEKDAY_WORDS, clock_hour, plain, take_time

DAY_ENDS: Final = (18, 0)  # a day with no time is due then
LAST_MINUTE: Final = (23, 59)  # or then, where 18:00 of today has passed
SOONEST: Final = 10 * MINUTE
LATEST: Final = timedelta(days=731)
LONGEST_TEXT: Final = 100

_WEEKDAY: Final = "|".join(sorted(WEEKDAY_WORDS, key=len, reverse=True))
_UNITS: Final = {
    "day": r"days?|dias?",
    "week": r"weeks?|semanas?",
    "month": r"months?|mes|meses",
    "year": r"years?|anos?",
}
_ANY_UNIT: Final = "|".join(_UNITS.values())
_HOURS: Final = r"(?:(?P<minutes>minutes?|mins?|minutos?)|hours?|hrs?|horas?)"
_IN_HOURS: Final = re.compile(
    rf"(?:in|within|en|dentro de) (?P<count>\d{{1,3}}) {_HOURS}"
    r"|(?P<bare>\d{1,3}) (?:(?P<bare_minutes>minutes|minutos)|hours)(?: from now)?"
)
_NAMED: Final = {
    "day before yesterday": -2, "anteayer": -2, "yesterday": -1, "ayer": -1, "today": 0, "hoy": 0,
    "tomorrow": 1, "manana": 1, "day after tomorrow": 2, "pasado manana": 2,
}  # fmt: skip
_LEAD: Final = re.compile(r"^(?:(?:on|by|before|until|for|para|antes del?|hasta) )+")
_ARTICLE: Final = re.compile(r"^(?:the|this|el|la|este|esta) ")
_SAME: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\b(?:this|esta) (?=(?:morning|afternoon|evening)\b)", "today "),
        (r"\b(?:this|esta) manana\b", "today morning"),
        (r"\btonight\b", "today evening"),
        (r"(?<=\d)t(?=\d\d:)", " "),  # 2026-12-24T18:30
        (r"\bmidnight\b", "23:59"),  # the midnight that ends the day, as people mean it
        (r"\bhalf an hour\b|\bmedia hora\b", "30 minutes"),
        (r"\ba couple of\b|\b1 par de\b", "2"),
        (rf"\b(?:an|a) (?=(?:{_ANY_UNIT}|hour|minute)\b)", "1 "),
    )
)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: the instant in UTC milliseconds. `day_only`: a day was named, and no time."""

    at: int
    day_only: bool


def parse_due(text: str, language: str, zone: str, now_ms: int) -> Due:
    """The instant that `text` means to somebody in `zone` at `now_ms`: ten minutes to two years ahead.

    Both languages are understood; `language` ("en", "es") decides what could be either. A day without a time
    is due at 18:00, or 23:59 if it is past 18:00 that day. Days come before months, unless in English only the
    other way round is a date. "Next friday" is the one of the next calendar week, "el próximo
    viernes" the coming one.

    Raises Refused: "due-not-understood" (also over 100 characters), "due-in-past", "due-too-far",
    "due-too-soon".
    """
    due = _understood(text, language, zone, now_ms) if len(text) <= LONGEST_TEXT else None
    if due is None:
        raise Refused("due-not-understood")
    if due.at < now_ms:
        raise Refused("due-in-past")
    if due.at - now_ms < SOONEST:
        raise Refused("due-too-soon")
    return due


def split_due(text: str, language: str, zone: str, now_ms: int) -> tuple[str, str]:
    """Split "call mum by friday at 6" into ("call mum", "friday at 6").

    It is split at the last " by " (Spanish also " para ", " antes de ", " hasta ") with a date after it, even
    one that `parse_due` refuses as past or too far; without any the second part is empty. So is the first of
    "by friday".
    """
    words = r"by|para|antes del?|hasta" if language.startswith("es") else r"by"
    places = list(re.finditer(rf"(?:^|\s)(?:{words})(?=\s)", text, re.IGNORECASE))
    for place in reversed(places[-4:]):  # a text full of "by" is no date
        head, tail = text[: place.start()].strip(), text[place.end() :].strip()
        if tail.isdigit() and head[-1:].isdigit():  # "a frame of 3 by 5"
            continue
        try:
            parse_due(tail, language, zone, now_ms)
        except Refused as refused:
            if refused.key == "due-not-understood":
                continue
        return head, tail
    return text.strip(), ""


def warm_up() -> None:
    """Load dateparser's languages, which takes 0.2 s once, so that no person's message pays for it."""
    for language, text in (("en", "1 december"), ("es", "1 diciembre")):
        _month_named(text, language)


def _understood(text: str, language: str, zone: str, now_ms: int) -> Due | None:
    """What the words mean, past or not; None if nothing. Raises Refused "due-too-far"."""
    said = plain(text, language)
    for pattern, put in _SAME:
        said = pattern.sub(put, said)
    said = _LEAD.sub("", " ".join(said.split()).rstrip(". "))
    if (soon := _in_hours(said)) is not None:
        # Rounded up to the minute, as that is what the person is shown.
        return Due(-(-(now_ms + soon) // MINUTE) * MINUTE, day_only=False)
    spoken = take_time(said)
    rest = _LEAD.sub("", re.sub(r"(?: (?:on|at|el|a))+$", "", spoken.rest).strip(" ."))
    time, sure = spoken.time, spoken.sure
    if time is None and re.fullmatch(r"\d{1,2}", rest):  # "by 6"
        hour = clock_hour(rest, None, spoken.part)
        time, sure, rest = (hour, 0) if hour is not None else None, spoken.part is not None, ""
    if time is None and spoken.part:
        time = PART_TIMES[spoken.part]
    if not rest and time is None:
        return None
    today = local(now_ms, zone).date()
    days = _days(rest, language, today) if rest else [today, today + timedelta(days=1)]
    return _first_ahead(days, _times(time, sure=sure, part=spoken.part), zone, now_ms, day_only=time is None)


def _times(time: tuple[int, int] | None, *, sure: bool, part: str | None) -> list[tuple[int, int]]:
    """The times of day that may be meant, in the order in which they are tried."""
    if time is None:
        return [DAY_ENDS, LAST_MINUTE]
    if not sure and 1 <= time[0] < 12:  # "at 9", said at ten
        return [time, (time[0] + 12, time[1])]
    if part == "evening" and time == PART_TIMES[part]:  # "tonight", said at nine
        return [time, LAST_MINUTE]
    return [time]


def _first_ahead(
    days: list[date], times: list[tuple[int, int]], zone: str, now_ms: int, *, day_only: bool
) -> Due | None:
    """The first of these that lies ahead; if all are past, the last."""
    at = None
    for day in days:
        if day > local(now_ms, zone).date() + LATEST:
            raise Refused("due-too-far")
        for hour, minute in times:
            at = instant_of(day, hour, minute, zone)
            if at > now_ms:
                return Due(at, day_only)
    return None if at is None else Due(at, day_only)


# -- days ----------------------------------------------------------------------------------------------------
# Each reader gives the dates that may be meant, in the order in which they are tried. A ValueError or
# OverflowError is a date that there isn't.


@dataclass(frozen=True, slots=True)
class _Said:
    """What a reader is given."""

    found: re.Match[str]
    language: str
    today: date


def _in_hours(text: str) -> int | None:
    """Milliseconds of "in 2 hours"; None if it is nothing like it. A bare "18 horas" is a time of day."""
    found = _IN_HOURS.fullmatch(text)
    if not found:
        return None
    minutes = found["minutes"] or found["bare_minutes"]
    return int(found["count"] or found["bare"]) * (MINUTE if minutes else HOUR)


def _days(rest: str, language: str, today: date) -> list[date]:
    """The dates that a text without its time may mean, in the order in which they are tried."""
    bare = _ARTICLE.sub("", rest)
    if bare in _NAMED:
        return [today + timedelta(days=_NAMED[bare])]
    for pattern, reader in _READERS:
        if found := pattern.fullmatch(bare):
            try:
                return reader(_Said(found, language, today))
            except (ValueError, OverflowError):
                return []
    return _with_month(bare, language, today)


def _weekday(said: _Said) -> list[date]:
    ahead = (WEEKDAY_WORDS[said.found["day"]] - said.today.weekday() - 1) % 7 + 1
    if said.found["next"] and said.today.weekday() + ahead < 7:
        ahead += 7
    return [said.today + timedelta(days=ahead)]


def _from_now(said: _Said) -> list[date]:
    unit = next(unit for unit, words in _UNITS.items() if re.fullmatch(words, said.found["unit"]))
    count = int(said.found["count"] or 1)
    if unit in {"day", "week"}:
        return [said.today + timedelta(days=count * (7 if unit == "week" else 1))]
    return [_months_on(said.today, count * (12 if unit == "year" else 1))]


def _gone(said: _Said) -> list[date]:
    return [said.today - timedelta(days=1)]  # whichever day it was: it is past


def _of_month(said: _Said) -> list[date]:
    return _those([_months_on(said.today.replace(day=1), n) for n in range(13)], int(said.found[1]), said.today)


def _weekend(said: _Said) -> list[date]:
    return [said.today + timedelta(days=6 - said.today.weekday() + (7 if said.found["next"] else 0))]


def _end_of(said: _Said) -> list[date]:
    later = 1 if said.found["next"] else 0
    if said.found["unit"] in {"week", "semana"}:
        return [said.today + timedelta(days=6 - said.today.weekday() + 7 * later)]
    if said.found["unit"] in {"year", "ano"}:
        return [date(said.today.year + later, 12, 31)]
    return [_months_on(said.today.replace(day=1), later + 1) - timedelta(days=1)]


def _iso(said: _Said) -> list[date]:
    return [date(int(said.found[1]), int(said.found[2]), int(said.found[3]))]


def _numbers(said: _Said) -> list[date]:
    day, month = int(said.found[1]), int(said.found[2])
    if month > 12 and not said.language.startswith("es"):
        day, month = month, day
    if not said.found[3]:
        return _yearly(day, month, said.today)
    return [date(int(said.found[3]) + (2000 if len(said.found[3]) == 2 else 0), month, day)]


def _with_month(rest: str, language: str, today: date) -> list[date]:
    """A date whose month is a word: one day of the month, perhaps a year. That much dateparser reads well."""
    words = re.sub(r"\b(?:de|del|of|the)\b|(?<=\d)(?:st|nd|rd|th)\b", " ", rest).split()
    years = [word for word in words if re.fullmatch(r"\d{4}", word)]
    days = [word for word in words if re.fullmatch(r"\d{1,2}", word)]
    named = [word for word in words if re.fullmatch(r"[a-z]{3,10}\.?", word)]
    if len(days) != 1 or len(years) > 1 or not 1 <= len(named) <= 2 or len(words) > 4:
        return []
    found = _month_named(" ".join(words), "es" if language.startswith("es") else "en")
    if found is None:
        return []
    return [found] if years else _yearly(found.day, found.month, today)


def _month_named(text: str, language: str) -> date | None:
    with warnings.catch_warnings():
        # From Python 3.13 on, strptime warns of dates without a year, and how dateparser calls it isn't ours.
        warnings.simplefilter("ignore")
        try:
            found = _dateparser(language).get_date_data(text).date_obj
        except Exception:  # it has raised many kinds on odd input; none of them is news here
            return None
    return found.date() if isinstance(found, datetime) else None


@lru_cache(maxsize=2)
def _dateparser(language: str) -> DateDataParser:
    # The base is fixed, since dateparser keeps every settings value it ever met: with the present for a base
    # that is a leak. A year that was not said is found by `_yearly`; 2024 has a 29th of February.
    return DateDataParser(
        languages=list(dict.fromkeys((language, "en"))),
        settings={
            "RELATIVE_BASE": datetime(2024, 1, 1),  # noqa: DTZ001 - a wall time
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month"],
            "DATE_ORDER": "DMY",
        },
    )


def _yearly(day: int, month: int, today: date) -> list[date]:
    return _those([date(today.year + n, month, 1) for n in range(9)], day, today)


def _those(months: list[date], day: int, today: date) -> list[date]:
    """This day of those of the months that have it, today or later."""
    days = [first.replace(day=day) for first in months if day <= monthrange(first.year, first.month)[1]]
    return [one for one in days if one >= today]


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, clamped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_END: Final = (
    r"(?:at )?(?:the )?(?:end of|(?:a )?fin(?:al|ales)? del?)(?: the| this| este| esta| la)?"
    r"(?P<next> next| proxim[oa])? (?P<unit>month|mes|week|semana|year|ano)"
)
_Reader = Callable[[_Said], list[date]]
_READERS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?:coming |proximo )?(?P<day>{_WEEKDAY})(?P<next>)(?: que viene| proximo)?", _weekday),
        (rf"(?P<next>next )(?P<day>{_WEEKDAY})", _weekday),
        (rf"(?P<day>{_WEEKDAY})(?P<next> next week| de la semana que viene)", _weekday),
        (
            rf"(?:(?:in|within|en|dentro de) )?(?P<count>\d{{1,3}}) (?P<unit>{_ANY_UNIT})(?: from now)?",
            _from_now,
        ),
        (rf"(?P<count>)(?:next|proxim[oa]) (?P<unit>{_ANY_UNIT})", _from_now),
        (r"(?P<count>)(?P<unit>semana|mes|ano) que viene", _from_now),
        (rf"hace \d+ (?:{_ANY_UNIT})|\d+ (?:{_ANY_UNIT}) ago", _gone),
        (rf"last (?:{_ANY_UNIT}|{_WEEKDAY})|(?:{_ANY_UNIT}|{_WEEKDAY}) pasad[oa]", _gone),
        (r"(?:day |dia )?(\d{1,2})(?:st|nd|rd|th)?", _of_month),
        (r"(?P<next>next |proximo )?(?:weekend|fin de semana|finde)", _weekend),
        (_END, _end_of),
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", _iso),
        (r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?", _numbers),
    )
)
