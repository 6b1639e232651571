"""The guides that may come by themselves, and a rhythm made of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cadence import Cadence, local, next_time
from bot.content import line
from bot.errors import Refused
from bot.feature import Context
from bot.guides import Library
from bot.guides.script import Guide
from bot.spoken import ParsedCadence
from handlers.rhythms import rules
from handlers.rhythms.planning import ONE_DAY
from handlers.rhythms.store import Rhythm

FIRST_GUIDE: Final = "boundary-check-in"
USUAL_HOUR: Final = (18, 0)
USUAL: Final = "sundays 18:00"


def usual(guide: Guide) -> str:
    """When a guide usually comes, in words that `parse_cadence` reads; "" for one that no list offers."""
    return guide.structure.rhythm or (USUAL if guide.structure.kind == "check-in" else "")


def may_come(guide: Guide) -> bool:
    """Whether it may come by itself to whoever names it: a journey may not, nor what is for one alone and unasked."""
    kind = guide.structure.kind in ("check-in", "exercise")
    return bool(usual(guide)) or (kind and guide.structure.people != "one")


def offered(ctx: Context) -> dict[str, Guide]:
    """The guides that are offered for a rhythm to whoever asks, by name."""
    library = ctx.house.part(Library)
    found = {name: library[name] for name in library.names if usual(library[name])}
    if ctx.partnership is None:
        found = {name: guide for name, guide in found.items() if guide.structure.people != "couple"}
    return found


def titles(ctx: Context) -> dict[str, list[str]]:
    """What every guide is called, in every language, by its name."""
    library = ctx.house.part(Library)
    return {name: [words.title for words in library[name].words.values()] for name in library.names}


async def suggested(ctx: Context, key: str) -> list[str]:
    """The usual ways to say it that go with what was typed so far."""
    typed = ctx.text.strip().casefold()
    return [one for one in ctx.read(line(key)).split("\n") if typed in one.casefold()]


def hour_of(parsed: ParsedCadence) -> tuple[int, int]:
    """The time of day that was said, or the usual one."""
    return USUAL_HOUR if parsed.hour is None else (parsed.hour, parsed.minute or 0)


def made(
    ctx: Context, name: str, cadence: Cadence, hour: tuple[int, int], known: Sequence[Rhythm], *, own: bool
) -> Rhythm:
    """The rhythm that was asked for, in place of an earlier one of the same guide. Raises Refused if there are many."""
    earlier = next((one for one in known if one.guide == name), None)
    if earlier is None and len(known) >= rules.TOGETHER_AT_MOST:
        raise Refused("rhythm-many", most=rules.TOGETHER_AT_MOST)
    zone = ctx.me.zone
    yesterday = local(ctx.now, zone).date() - ONE_DAY
    first, _ = next_time(cadence, *hour, zone, ctx.now, yesterday)
    return Rhythm(
        ctx.new_id() if earlier is None else earlier.id,
        None if own else ctx.couple.id,
        ctx.me.id if own else None,
        name,
        cadence.anchored(first),
        *hour,
        zone,
        running=True,
        unshared=0,
        last_date=first - ONE_DAY,
        came_on=None if earlier is None else earlier.came_on,
    )
