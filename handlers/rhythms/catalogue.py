"""The guides that may come by themselves, and a rhythm made of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.cadence import Cadence
from bot.content import Name, line
from bot.errors import Refused
from bot.feature import Context
from bot.guides import Library
from bot.guides.script import Guide, walk
from bot.spoken import ParsedCadence
from handlers.rhythms import hours, rules
from handlers.rhythms.planning import ONE_DAY
from handlers.rhythms.store import Rhythm

FIRST_GUIDE: Final = "boundary-check-in"
USUAL_HOUR: Final = (18, 0)
USUAL: Final = "sundays 18:00"


def usual(guide: Guide) -> str:
    """When a guide usually comes, in words that `parse_cadence` reads; "" for one that no list offers."""
    return guide.structure.rhythm or (USUAL if guide.structure.kind == "check-in" else "")


def may_come(guide: Guide) -> bool:
    """Whether it may come by itself: a check-in, and what says when it usually does. The rest is for the moment."""
    return bool(usual(guide))


def refused(ctx: Context, guide: Guide) -> Refused:
    """Why a guide can't be a rhythm, with the command that begins it where one goes by its name."""
    named = [guide.name.replace("-", ""), *guide.name.split("-")]
    command = next((name for name in named if name in ctx.house.commands), "")
    title = guide.head("title")
    if not command or not guide.structure.listed:
        return Refused("rhythm-not-by-itself", guide=title)
    return Refused("rhythm-for-the-moment", guide=title, command=Name(f"/{ctx.read(line(f'command-{command}'))}"))


def may_be_apart(guide: Guide) -> bool:
    """Whether two can go through it at hours of their own: not where they take turns, or do it in one place."""
    structure = guide.structure
    turns = any(step.turns is not None for step, _ in walk(structure.steps))
    return not (structure.roles or structure.venue == "room" or turns)


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
    kept = Rhythm(
        ctx.new_id() if earlier is None else earlier.id,
        None if own else ctx.couple.id,
        ctx.me.id if own else None,
        name,
        cadence,
        *hour,
        ctx.me.zone,
        running=True,
        unshared=0,
        last_date=date.min,
        came_on=None if earlier is None else earlier.came_on,
        apart=earlier is not None and earlier.apart,
        zones=() if earlier is None else earlier.zones,
    )
    first, _ = hours.next_of(kept, ctx.now, hours.day_of(kept, ctx.now) - ONE_DAY)
    return replace(kept, cadence=cadence.anchored(first), last_date=first - ONE_DAY)
