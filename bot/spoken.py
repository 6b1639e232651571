"""What people say of days and hours: rhythms in words ("last Sunday of the month, 17:00"), read to a cadence.

English and Spanish. `dates` shares the reading of hours.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.cadence import LAST, Cadence, daily, monthly, nth_weekday, weekdays, weekly
from bot.errors import Refused

# The words below are read, never said, so they stand here and not in content/. Both languages are understood
# at once; they collide only in "once" (English: one time; Spanish: eleven).


def _table(rows: str, first: int) -> dict[str, int]:
    """Each word of each row with the row's number."""
    return {word: number for number, row in enumerate(rows.split("|"), first) for word in row.split()}


_NUMBERS: Final = _table(
    "one un una uno|two dos|three tres|four cuatro|five cinco|six seis|seven siete|eight ocho|nine nueve"
    "|ten diez|eleven|twelve doce",
    first=1,
)
_DAYS: Final = _table(
    "mon monday lun lunes|tue tues tuesday mar martes|wed weds wednesday mie miercoles"
    "|thu thur thurs thursday jue jueves|fri friday vie viernes|sat saturday sab sabado"
    "|sun sunday dom domingo",
    first=0,
)
WEEKDAY_WORDS: Final = _DAYS | {word + "s": number for word, number in _DAYS.items()}
_DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# In this order: each makes one way of saying it the only one.
_SAME: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(?<=[\d\s])([ap])\.\s?m\b\.?", r"\1m"),
        (r"\bhalf past (\d{1,2})\b|\b(\d{1,2}) y media\b", r"\1\2:30"),
        (r"\bhalf (\d{1,2})\b", r"\1:30"),
        (r"\bquarter past (\d{1,2})\b|\b(\d{1,2}) y cuarto\b", r"\1\2:15"),
        (r"\b12 (?:de la noche|at night)\b|\bmedianoche\b", "midnight"),
        (r"\bnoon\b|\bmidday\b|\b(?:12 del |al? )?mediodia\b", "12:00"),
        (r"\b(?:de|por|en) la manana\b|\b(?:in the )?mornings?\b|\bmananas\b", " morning "),
        (r"\bcada manana\b", "cada morning"),
        (r"\b(?:(?:de|por|en) la )?tardes?\b|\b(?:in the )?afternoons?\b", " afternoon "),
        (r"\b(?:(?:de|por|en) la )?noches?\b|\b(?:in the )?evenings?\b|\b(?:at )?nights?\b", " evening "),
        (r"\b(?:de|por|en) la madrugada\b", " dawn "),
    )
)
_QUARTER_TO: Final = re.compile(r"\bquarter to (\d{1,2})\b|\b(\d{1,2}) menos cuarto\b")
_PART: Final = re.compile(r"\b(morning|afternoon|evening|dawn)\b")
PART_TIMES: Final = {"morning": (9, 0), "afternoon": (16, 0), "evening": (20, 0), "dawn": (6, 0)}
_TIME: Final = re.compile(
    r"(?<![\w:/.#-])(?P<lead>(?:at|@|(?:a |sobre |hacia |para )?las?)\s?)?"
    r"(?P<hour>\d{1,2})(?:(?P<colon>[:.h])(?P<minute>[0-5]\d))?(?![\d:/-]|\.\d)"
    r"(?:\s?(?P<unit>hs|hrs?|horas?|h|o'?clock|en punto)\b)?(?:\s?(?P<half>am|pm)\b)?(?![a-z])"
    r"(?P<part>\s?(?:morning|afternoon|evening|dawn)\b)?"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A time of day taken out of a text: what is left, and the time and part of the day if they were said."""

    rest: str
    time: tuple[int, int] | None
    part: str | None = None  # a key of PART_TIMES
    sure: bool = True  # False: neither am nor pm was said, and it may be either


@dataclass(frozen=True, slots=True)
class ParsedCadence:
    """What a person said of a rhythm; `hour` and `minute` are None if they named no time."""

    cadence: Cadence
    hour: int | None
    minute: int | None


def plain(text: str, language: str) -> str:
    """`text` in small letters without accents, numbers to twelve as digits, one way of saying each time."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    numbers = _NUMBERS | ({"once": 11} if language.startswith("es") else {})
    bare = " ".join(str(numbers.get(word, word)) for word in re.sub(r"[,;!?¿¡()\s]+", " ", bare).split())
    for pattern, put in _SAME:
        bare = pattern.sub(put, bare)
    bare = _QUARTER_TO.sub(lambda m: f"{(int(m[1] or m[2]) + 10) % 12 + 1}:45", bare)
    return " ".join(bare.split())


def take_time(text: str) -> Spoken:
    """Take the time of day out of a `plain` text.

    A bare hour of 1 to 7 ("at 6", "6:30", but not "06:30") is the evening's; "in the morning" and its like
    say otherwise, and stand for a time alone (`PART_TIMES`). Hours over 23 are no time and stay in the text.
    """
    named = _PART.search(text)
    part = named[1] if named else None
    for at in _TIME.finditer(text):
        # "27.11" may be a date, and a number with nothing to it anything.
        if not (at["lead"] or at["unit"] or at["half"] or at["part"] or at["colon"] in {":", "h"}):
            continue
        hour = clock_hour(at["hour"], at["half"], part)
        if hour is None:
            continue
        sure = bool(at["half"] or part or at["hour"].startswith("0") or int(at["hour"]) > 12)
        rest = _PART.sub(" ", text[: at.start()] + " " + text[at.end() :])
        return Spoken(" ".join(rest.split()), (hour, int(at["minute"] or 0)), part, sure)
    return Spoken(" ".join(_PART.sub(" ", text).split()), None, part)


def clock_hour(said: str, half: str | None, part: str | None) -> int | None:
    """The hour of 0 to 23 that somebody means by these digits, "am" or "pm", and part of the day; or None."""
    hour = int(said)
    if hour > 23 or (half == "am" and hour > 12):
        return None
    if half == "am":
        return hour % 12
    if half == "pm":
        return hour % 12 + 12
    if part in {"morning", "dawn"}:
        return hour
    later = 1 <= hour <= 11 if part else 1 <= hour <= 7 and not said.startswith("0")
    return hour + 12 if later else hour


_SAME_CADENCE: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"[–—]", "-"),
        (r"\bmidnight\b", "00:00"),
        (r"(?<![\d:.#])([01]\d|2[0-3])([0-5]\d)(?![\d:.])", r"\1:\2"),  # "1800"
        (r"\b1 vez\b", ""),
        (r"\b(?:twice|[2-7] (?:times|veces)) (?:an?|each|every|per|por|a la|cada) (?:week|semana)\b", "week"),
        (r"\b(?:dias )?entre semana\b|\b(?:dias? )?laborables?\b|\bdias? de diario\b", "weekdays"),
        (r"\bwork(?:ing)? ?days?\b|\bweekdays?\b", "weekdays"),
        (r"\ball days\b|\b(?:every|each) day of the week\b|\b7 (?:days a week|dias a la semana)\b", "daily"),
        (r"\bnightly\b", "daily evening"),
        (r"\beve\b", "evening"),
        (r"^por las (?=(?:morning|afternoon|evening)\b)", "daily "),
        (
            r"\b(?:an? )?(?:the )?end of (?:the |each |every )?month\b|\b(?:fin|final|finales) de(?: cada)? mes\b",
            "#-1 month",
        ),
        (r"\bcada dia (\d{1,2})(?!\d| ?(?:[:.h]|am\b|pm\b|morning|afternoon|evening|dawn))", r"#\1 month"),
        (r"\b(?:every|each) (\d{1,2})(?:st|nd|rd|th)(?= of\b| at\b|$)", r"#\1 month"),
        (r"\b(?:every )?alternate\b", "every 2"),
        (r"\b(\w+) altern[oa]s\b|\b1 (\w+) si(?: y)? (?:el )?otro no\b", r"every 2 \1\2"),
        (r"\bcada (?:15|quince) dias\b", "every 2 weeks"),
        (r"\b(?:from |de )?(?:mon|lun)\w* ?(?:to|through|a|-) ?(?:fri|vie)\w*", "weekdays"),
        (r"\bfin(?:es)? de semana\b|\bfindes?\b|\bweekends?\b", "weekends"),
        (r"\b(?:every|each) ?day\b|\btodos los dias\b|\bcada dia\b|\ba diario\b|\bdiari\w+", "daily"),
        (r"\b(?:every|each|cada|todas las) (?=(?:morning|afternoon|evening)\b)", "daily "),
        (r"\bfortnight(?:ly)?\b|\bbi-?weekly\b|\bquincenal(?:mente)?\b|\bcada quincena\b", "every 2 weeks"),
        (r"\b(?:every|each|cada) (?:other|second|segund[oa])\b", "every 2"),
        (r"\b(?:every|each|cada) (?:third|tercer[oa]?)\b", "every 3"),
        (r"\b(?:every|each|cada) (\d{1,2})(?:nd|rd|th)?(?= |$)", r"every:\1"),
        (r"(?<!\S)(\d{1,2}) (?=weeks\b|semanas\b)", r"every:\1 "),
        (r"\b(\d{1,2})(?:st|nd|rd|th|er|do|to|[oa])\b", r"#\1"),
        (r"\b(?:first|primer[oa]?)\b", "#1"),
        (r"\b(?:second|segund[oa])\b", "#2"),
        (r"\b(?:third|tercer[oa]?)\b", "#3"),
        (r"\b(?:fourth|cuart[oa])\b", "#4"),
        (r"\b(?:last|ultim[oa])\b", "#-1"),
        (r"\b(?:months?|monthly|mes|meses|mensual\w*)\b", "month"),
        (r"\b(?:weeks?|weekly|semanas?|semanal\w*)\b", "week"),
        (r"\bevery:\d+ month\b", "unknown"),  # every N-th month is no cadence of ours
    )
)
_RANGE: Final = re.compile(
    r"\b(?:from |del? )?([a-z]{3,10}) ?(?:to|through|thru|until|till|al?|hasta|-) ?(?:el )?([a-z]{3,10})\b"
)
_FILLER: Final = frozenset(
    _table(
        "a al and cada day de del dia dias e each el every in la las los of on once the todas todos y",
        first=0,
    )
)
_UNITS: Final = frozenset({"daily", "weekdays", "week", "month"})


def parse_cadence(text: str, language: str) -> ParsedCadence:
    """What a person means by "every second week on friday 19:30" or "los domingos a las 18:00".

    A bare hour of 1 to 7 is the evening's (see `take_time`), so the caller shows what it understood. Every
    N-th week counts from `WEEK_ZERO`: the caller anchors it to the first date wanted (`Cadence.anchored`).
    "Every second sunday" is every two weeks, "the second sunday of the month" is monthly. Not understood, or
    over 100 characters: Refused "rhythm-not-understood".
    """
    said = plain(text[:101], language)
    for pattern, put in _SAME_CADENCE:
        said = pattern.sub(put, said)
    spoken = take_time(_RANGE.sub(_each_day, said))
    words = _read(spoken.rest)
    cadence = _cadence(words) if words and len(text) <= 100 else None
    if words is None or cadence is None or (spoken.time and words.numbers):
        raise Refused("rhythm-not-understood")
    time = spoken.time or (PART_TIMES[spoken.part] if spoken.part else None)
    if words.numbers:
        hour = clock_hour(words.numbers[0], None, spoken.part)
        if hour is None or len(words.numbers) > 1:
            raise Refused("rhythm-not-understood")
        time = hour, 0
    return ParsedCadence(cadence, *(time or (None, None)))


def _each_day(found: re.Match[str]) -> str:
    """The days from one weekday to another ("tuesday to thursday"), each named; other words stay as they are."""
    first, last = WEEKDAY_WORDS.get(found[1]), WEEKDAY_WORDS.get(found[2])
    if first is None or last is None or first == last:
        return found[0]
    return " ".join(_DAY_NAMES[(first + n) % 7] for n in range((last - first) % 7 + 1))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a rhythm, sorted by what they can mean."""

    units: frozenset[str]
    days: frozenset[int]
    ordinals: tuple[int, ...]
    numbers: tuple[str, ...]  # as typed: "07" is not "7"
    every: int  # 0: not said


def _read(said: str) -> _Words | None:
    """Sort the words; None if one of them is unknown."""
    units, days, ordinals, numbers, every = set(), set(), [], [], 0
    for word in re.split(r"[\s/&+]+", said):
        bare = word.strip(".:-") if not word.startswith("#") else word
        if bare in _UNITS:
            units.add(bare)
        elif bare in WEEKDAY_WORDS:
            days.add(WEEKDAY_WORDS[bare])
        elif bare == "weekends":
            days |= {5, 6}
        elif re.fullmatch(r"#-?\d{1,2}", bare):
            ordinals.append(int(bare[1:]))
        elif re.fullmatch(r"every:\d{1,2}", bare) and not every:
            every = int(bare[6:])
        elif re.fullmatch(r"\d{1,2}", bare):
            numbers.append(bare)
        elif bare and bare not in _FILLER:
            return None
    if units == {"month"} and not days and not ordinals and not every and numbers:
        ordinals.append(int(numbers.pop(0)))  # "monthly on the 15"
    return _Words(frozenset(units), frozenset(days), tuple(ordinals), tuple(numbers), every)


def _cadence(words: _Words) -> Cadence | None:
    """The cadence that the words name; None if they name none, or two."""
    for unit, cadence in (("daily", daily()), ("weekdays", weekdays())):
        if unit in words.units:
            alone = len(words.units) == 1 and not (words.days or words.ordinals or words.every)
            return cadence if alone else None
    nth = words.ordinals + ((words.every,) if words.every and "month" in words.units else ())
    try:
        if not words.days:
            # The last day of the month is its 31st, clamped.
            day = 31 if nth == (LAST,) and "month" in words.units else nth[0] if len(nth) == 1 else 0
            return monthly(day) if words.units <= {"month"} else None
        if not nth:
            return weekly(set(words.days), words.every or 1)
        if len(nth) == len(words.days) == 1 and "week" not in words.units:
            return nth_weekday(nth[0], min(words.days))
    except ValueError:  # the 32nd of the month, the 7th sunday
        return None
    return None
