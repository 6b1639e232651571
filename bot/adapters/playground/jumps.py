"""Where the clock may jump to: pure arithmetic on instants and wall clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.adapters.playground.world import Nonsense
from bot.clock import DAY

MOST: Final = 400 * DAY
_SUNDAY: Final = 6
_EVENING: Final = 18


def next_sunday(now: int, zone: str) -> int:
    """The next Sunday 18:00 in this zone that is still to come."""
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    evening = local.replace(hour=_EVENING, minute=0, second=0, microsecond=0, fold=0)
    evening += timedelta(days=(_SUNDAY - local.weekday()) % 7)
    if _instant(evening) <= now:
        evening += timedelta(days=7)
    return _instant(evening)


def at_wall(wall: str, zone: str) -> int:
    """The instant of "2026-11-29T18:00" on this zone's clocks; where it comes twice, the first."""
    try:
        local = datetime.fromisoformat(wall)
    except ValueError as error:
        raise Nonsense("That is not a date and time.") from error
    return _instant(local.replace(tzinfo=ZoneInfo(zone), fold=0))


def _instant(local: datetime) -> int:
    try:
        return int(local.astimezone(UTC).timestamp()) * 1000
    except OverflowError as error:
        raise Nonsense("That is not a date and time.") from error


def check(to: int, now: int) -> None:
    """Refuse what the house can't do: going back, or so far that nobody could follow."""
    if to < now:
        raise Nonsense("The clock only goes forward; that time has passed.")
    if to - now > MOST:
        raise Nonsense("That is more than 400 days ahead; go there in smaller steps.")
