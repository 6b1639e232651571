"""What every part of the feature uses: whose rhythms, what holds for them, and their timers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import get_timezone_location

from bot.cadence import local
from bot.cards import Tap
from bot.content import Free, Phrase, line
from bot.couples import Couple, Person, couple_of
from bot.errors import Refused
from bot.feature import Context, Feature
from bot.guides import Library
from handlers.rhythms import planning, rules, store
from handlers.rhythms.planning import ONE_DAY, Bounds, Slot
from handlers.rhythms.store import Rhythm, Wish

feature = Feature("rhythms")

HORIZON: Final = 56
"""Days that are looked ahead for days with too many, and for the calendar."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The rhythms that one person sees (the couple's and their own), and what is wished of them."""

    couple: Couple | None
    me: Person | None
    shared: tuple[Rhythm, ...]
    own: tuple[Rhythm, ...]
    wishes: Mapping[str, Wish]

    @property
    def all(self) -> tuple[Rhythm, ...]:
        """All of them, the couple's first."""
        return self.shared + self.own

    def rest_of(self, one: Rhythm) -> date | None:
        """The last date of the holiday that this one is in."""
        return self.holiday(own=one.couple_id is None)

    def holiday(self, *, own: bool) -> date | None:
        """The last date of the couple's holiday; for one's own (`own`) the later of that and one's own holiday."""
        ids = [one.id for one in (self.couple, self.me if own else None) if one is not None]
        rests = [self.wishes[one].rest_until for one in ids if one in self.wishes]
        return max((day for day in rests if day is not None), default=None)

    def most(self, one: Rhythm | None = None) -> int:
        """The most prompts a day: for two the smaller of their wishes, for one's own that person's."""
        couple_id = None if self.couple is None else self.couple.id
        if self.couple is not None and (one is None or one.couple_id is not None):
            return planning.most_of(self.wishes, couple_id, *(person.id for person in self.couple.both))
        assert self.me is not None
        return planning.most_of(self.wishes, couple_id, self.me.id)

    def bounds(self, *, own: bool, now: int, days: int) -> Bounds:
        """What holds a plan in. What is for both has its place first, so that nobody's own can be told from it."""
        if not own:
            assert self.couple is not None
            return Bounds(self.most(), self.holiday(own=False))
        assert self.me is not None
        taken = Counter(slot.on for slot in self.plan_shared(now, days))
        taken.update(one.came_on for one in self.shared if one.came_on is not None)
        couple_id = None if self.couple is None else self.couple.id
        most = planning.most_of(self.wishes, couple_id, self.me.id)
        return Bounds(most, self.holiday(own=True), taken)

    def plan_shared(self, now: int, days: int, due: str = "") -> list[Slot]:
        """When the couple's come."""
        if not self.shared:
            return []
        return planning.plan(self.shared, self.bounds(own=False, now=now, days=days), now, days, due=due)

    def plan_own(self, now: int, days: int, due: str = "") -> list[Slot]:
        """When one's own come."""
        if not self.own:
            return []
        return planning.plan(self.own, self.bounds(own=True, now=now, days=days), now, days, due=due)

    def plan(self, now: int, days: int) -> list[Slot]:
        """When all of them come."""
        return sorted([*self.plan_shared(now, days), *self.plan_own(now, days)], key=lambda slot: slot.at)

    def next_of(self, one: Rhythm, now: int) -> int | None:
        """When this one comes next, other prompts considered; None if that is further off than can be said."""
        slots = self.plan_own(now, HORIZON) if one.couple_id is None else self.plan_shared(now, HORIZON)
        found = next((slot.at for slot in slots if slot.rhythm.id == one.id), None)
        if found is None and one.running:
            return planning.coming(one, self.rest_of(one), now)[1]
        return found


async def scope(ctx: Context) -> Scope:
    """What whoever did this sees; for a timer, whose it is."""
    both, me = ctx.partnership, ctx.actor
    if both is None and me is not None and ctx.sender is None:
        both = await couple_of(ctx.tx, me)  # a timer of one's own does not name the couple
    ids = [*([] if both is None else [both.id, *(person.id for person in both.both)])] or [me.id if me else ""]
    return Scope(
        both,
        me,
        () if both is None else tuple(await store.of_couple(ctx.tx, both.id)),
        () if me is None else tuple(await store.of_person(ctx.tx, me.id)),
        await store.wishes(ctx.tx, *ids),
    )


async def mine(ctx: Context) -> Rhythm:
    """The rhythm that a button is about. Raises Refused unless it is the couple's or one's own."""
    found = await store.one(ctx.tx, ctx.args["rhythm"])
    both = ctx.partnership
    if found is None:
        raise Refused("button-stale")
    if found.person_id != ctx.me.id and (both is None or found.couple_id != both.id):
        raise Refused("button-stale")
    return found


async def keep(ctx: Context, kept: Rhythm, all_rest: date | None) -> int:
    """Keep a rhythm and set its next timer; returns when that falls due."""
    await store.put(ctx.tx, kept)
    await ctx.drop_timers(kept.id)
    day, due = planning.coming(kept, all_rest, ctx.now)
    if kept.running:
        # The wall time is part of the key: a rhythm that was changed may come once more on the same date.
        await set_timer(ctx, kept, due, f"{day.isoformat()}:{kept.hour:02}{kept.minute:02}")
    return due


async def set_timer(ctx: Context, one: Rhythm, due: int, key: str, kind: str = "due") -> None:
    """Have a rhythm fall due, or another timer of it."""
    if one.person_id is not None:
        owner = ctx.actor if ctx.actor is not None and ctx.actor.id == one.person_id else ctx.couple.partner
        await ctx.timer(f"rhythms.{kind}", one.id, due, f"rhythm:{one.id}:{key}", person=owner)
    else:
        await ctx.timer(f"rhythms.{kind}", one.id, due, f"rhythm:{one.id}:{key}", couple=ctx.partnership)


async def rearm(ctx: Context, one: Rhythm, all_rest: date | None) -> int:
    """Let a rhythm fall due anew from here on: nothing waits, and what was missed meanwhile is past."""
    yesterday = max(local(ctx.now, one.zone).date() - ONE_DAY, one.last_date)
    return await keep(ctx, replace(one, held_from=None, last_date=yesterday), all_rest)


# -- words -----------------------------------------------------------------------------------------------------


def title(ctx: Context, one: Rhythm | str) -> Phrase:
    """What the guide is called; a guide that is not there any more goes by its name."""
    name = one if isinstance(one, str) else one.guide
    library = ctx.house.part(Library)
    return library[name].head("title") if name in library.names else Free({"en": name})


def worded(ctx: Context, one: Rhythm) -> Phrase:
    """When a rhythm comes, with the place of its zone where one of those who read it lives in another."""
    readers = [person for person in (ctx.actor, *(ctx.partnership.both if ctx.partnership else ())) if person]
    said = rules.worded(one.cadence, one.hour, one.minute)
    if one.couple_id is None:
        readers = readers[:1]
    if all(person.zone == one.zone for person in readers):
        return said
    return line("rhythm-in-zone", when=said, city=city(ctx, one.zone))


def city(ctx: Context, zone: str) -> Phrase:
    """A zone as people say it: "Madrid"."""
    if "/" not in zone or zone.startswith("Etc/"):
        return Free({"en": zone})
    return Free(
        {
            code: get_timezone_location(zone, locale=Locale.parse(code), return_city=True)
            for code in ctx.desk.content.languages
        }
    )


def tap(key: str, action: str, one: Rhythm, *, again: bool = True, **args: Phrase) -> Tap:
    """A button about one rhythm."""
    return Tap(line(key, **args), f"rhythms.{action}", {"rhythm": one.id}, again=again)


def today(ctx: Context, zone: str = "") -> date:
    """The present local date, there or where whoever did this lives."""
    return local(ctx.now, zone or ctx.me.zone).date()


def switched(one: Rhythm) -> Rhythm:
    """The same, stopped if it was running, and the other way round."""
    return replace(one, running=not one.running, unshared=0, skip_date=None)
