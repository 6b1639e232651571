"""Pure decisions of rhythms: how a cadence reads, what is less often, what is still welcome."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cadence import LAST, Cadence, monthly, nth_weekday, weekly
from bot.content import Phrase, line
from bot.errors import Refused
from bot.spoken import plain

AFTER_UNSHARED = 2
"""Closings in a row without a reveal, after which both are asked what they would like."""


def worded(cadence: Cadence, hour: int, minute: int) -> Phrase:
    """A cadence as a phrase: "every Sunday at 18:00"."""
    clock = f"{hour:02}:{minute:02}"
    if cadence.unit in ("daily", "weekdays"):
        return line(f"rhythm-{cadence.unit}", clock=clock)
    if cadence.unit == "monthly":
        return line("rhythm-monthly", day=cadence.day, clock=clock)
    if cadence.unit == "nth":
        which: int | str = "last" if cadence.nth == LAST else cadence.nth
        return line("rhythm-nth", which=which, day=_day(min(cadence.weekdays)), clock=clock)
    days = _listed([_day(one) for one in sorted(cadence.weekdays)])
    return line("rhythm-weekly", every=cadence.every, days=days, clock=clock)


def _day(weekday: int) -> Phrase:
    return line(f"weekday-{weekday}")


def _listed(phrases: Sequence[Phrase]) -> Phrase:
    if len(phrases) == 1:
        return phrases[0]
    key = "list-last" if len(phrases) == 2 else "list-more"
    return line(key, first=phrases[0], rest=_listed(phrases[1:]))


def less_often(cadence: Cadence) -> Cadence:
    """The next slower cadence: daily → weekly → every second week → monthly."""
    if cadence.unit in ("daily", "weekdays"):
        return weekly({6})
    if cadence.unit == "weekly" and cadence.every == 1:
        return weekly(set(cadence.weekdays), every=2, anchor=cadence.anchor)
    if cadence.unit == "weekly":
        return nth_weekday(LAST, max(cadence.weekdays))
    return cadence if cadence.unit in ("monthly", "nth") else monthly(1)


_HOUR = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:h|hs|horas|o.clock)?\s*(am|pm|a\. ?m\.|p\. ?m\.)?"
_FROM = r"(?:from |between |de |desde |entre )?(?:las? )?"
_TO = r"\s*(?:-|–|to|until|till|and|a|y|hasta|\s)\s*(?:las? )?"
_SPAN = re.compile(_FROM + _HOUR + _TO + _HOUR)
_OFF = frozenset(["off", "no", "none", "never", "stop", "ninguna", "ninguno", "nada", "nunca", "quitar", "sin", "fin"])


def is_off(text: str) -> bool:
    """Whether somebody says "off"."""
    return text.strip().lower() in _OFF


def quiet_hours(text: str) -> tuple[int, int]:
    """Quiet hours out of "22:00-7:30", "10pm to 7am" or "de 22 a 7", in minutes after midnight; off is (0, 0).

    Raises Refused.
    """
    said = text.strip().lower()
    if is_off(said):
        return 0, 0
    found = _SPAN.fullmatch(said)
    if not found:
        raise Refused("quiet-not-understood")
    return _minute(*found.groups()[:3]), _minute(*found.groups()[3:])


def _minute(hour: str, minute: str | None, half: str | None) -> int:
    wall = int(hour), int(minute or 0)
    if wall[0] > (12 if half else 23) or wall[1] > 59 or (half and not wall[0]):
        raise Refused("quiet-not-understood")
    if half:
        wall = wall[0] % 12 + (12 if half.startswith("p") else 0), wall[1]
    return wall[0] * 60 + wall[1]


def most(text: str) -> int:
    """How many a day, out of "2" or "2 a day". Raises Refused."""
    words = plain(text[:60], "en").split()
    digits = [word for word in words if word.isdigit()]
    if len(digits) != 1 or not 1 <= int(digits[0]) <= MOST:
        raise Refused("rhythm-most-range", most=MOST)
    return int(digits[0])


MOST = 5
"""The most prompts a day that anybody can wish for."""
TOGETHER_AT_MOST = 20
"""Rhythms of one couple, and of one person alone."""


# -- sets to begin with ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One rhythm of a starter set. One that gives way is left out on a day that another has."""

    guide: str
    cadence: Cadence
    hour: int = 20
    gives_way: bool = False


_SUNDAY = 6
SETS: Mapping[str, tuple[Piece, ...]] = {
    "light": (
        Piece("question-of-the-day", weekly({2})),
        Piece("state-of-us", weekly({_SUNDAY}, every=2), 18),
    ),
    "steady": (
        Piece("boundary-check-in", weekly({0})),
        Piece("thanks", weekly({1, 4})),
        Piece("question-of-the-day", weekly({2, 5})),
        Piece("state-of-us", weekly({_SUNDAY}), 18, gives_way=True),
        Piece("monthly-look-back", nth_weekday(LAST, _SUNDAY), 18),
    ),
    "rebuilding": (
        Piece("thanks", weekly({0, 1, 3, 4})),
        Piece("listening-floor", weekly({2})),
        Piece("state-of-us", weekly({5}), 11),
        Piece("boundary-check-in", weekly({_SUNDAY}), 18),
    ),
}
"""Rhythms that go well together, by the name of the set: never two on one day."""
