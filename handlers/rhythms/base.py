"""What every part of the feature uses: whose rhythms, what holds for them, and their timers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from babel import Locale
from babel.dates import get_timezone_location

from bot.cadence import local
from bot.cards import Tap, card
from bot.content import Free, Phrase, When, line
from bot.couples import Couple, Person, couple_of
from bot.errors import Refused
from bot.feature import Context, Feature
from bot.guides import Library
from handlers.rhythms import catalogue, hours, planning, rules, store
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
        """When all of them come to the one who sees this."""
        assert self.me is not None
        zone = self.me.zone
        slots = [*self.plan_shared(now, days), *self.plan_own(now, days)]
        begun = [(one, hours.still_ahead(one, zone, now)) for one in self.shared]
        slots += [Slot(one, one.last_date, on, 0) for one, on in begun if on is not None]
        seen = [replace(slot, at=hours.at_for(slot.rhythm, slot.on, zone)) for slot in slots]
        return sorted(seen, key=lambda slot: (slot.at, slot.rhythm.id))

    def next_of(self, one: Rhythm, now: int) -> int | None:
        """When this one comes next to the one who sees this, other prompts considered; None if it has been stopped."""
        assert self.me is not None
        day = hours.still_ahead(one, self.me.zone, now)
        if day is None:
            slots = self.plan_own(now, HORIZON) if one.couple_id is None else self.plan_shared(now, HORIZON)
            day = next((slot.on for slot in slots if slot.rhythm.id == one.id), None)
        if day is None and one.running:
            day = planning.coming(one, self.rest_of(one), now)[0]
        return None if day is None else hours.at_for(one, day, self.me.zone)


async def scope(ctx: Context) -> Scope:
    """What whoever did this sees; for a timer, whose it is."""
    both, me = ctx.partnership, ctx.actor
    if both is None and me is not None and ctx.sender is None:
        both = await couple_of(ctx.tx, me)  # a timer of one's own does not name the couple
    ids = [*([] if both is None else [both.id, *(person.id for person in both.both)])] or [me.id if me else ""]
    return Scope(
        both,
        me,
        () if both is None else tuple([placed(one, both) for one in await store.of_couple(ctx.tx, both.id)]),
        () if me is None else tuple(await store.of_person(ctx.tx, me.id)),
        await store.wishes(ctx.tx, *ids),
    )


def placed(one: Rhythm, both: Couple | None) -> Rhythm:
    """The same with the zones of the two, if each has it at their own hour."""
    if both is None or not one.apart:
        return one
    return replace(one, zones=tuple(sorted({person.zone for person in both.both})))


async def one_of(ctx: Context, rhythm_id: str) -> Rhythm | None:
    """A rhythm, if it is still there."""
    found = await store.one(ctx.tx, rhythm_id)
    return None if found is None else placed(found, ctx.partnership)


async def mine(ctx: Context) -> Rhythm:
    """The rhythm that a button is about. Raises Refused unless it is the couple's or one's own."""
    found = await one_of(ctx, ctx.args["rhythm"])
    both = ctx.partnership
    if found is None:
        raise Refused("button-stale")
    if found.person_id != ctx.me.id and (both is None or found.couple_id != both.id):
        raise Refused("button-stale")
    return found


async def keep(ctx: Context, kept: Rhythm, all_rest: date | None) -> date:
    """Keep a rhythm and set its next timer; returns its next date."""
    await store.put(ctx.tx, kept)
    await ctx.drop_timers(kept.id)
    day, due = planning.coming(kept, all_rest, ctx.now)
    if kept.running:
        await set_timer(ctx, kept, hours.looked_at(kept, day, due, ctx.now), day_key(kept, day))
    return day


def day_key(one: Rhythm, day: date) -> str:
    """What a date of it counts once by. The wall time is part of it: one that was changed may come once more."""
    return f"{day.isoformat()}:{one.hour:02}{one.minute:02}"


async def set_timer(ctx: Context, one: Rhythm, due: int, key: str, kind: str = "due") -> None:
    """Have a rhythm fall due, or another timer of it."""
    if one.apart:
        key = f"{key}:{due}"  # for one date it is looked at more than once
    if one.person_id is not None:
        owner = ctx.actor if ctx.actor is not None and ctx.actor.id == one.person_id else ctx.couple.partner
        await ctx.timer(f"rhythms.{kind}", one.id, due, f"rhythm:{one.id}:{key}", person=owner)
    else:
        await ctx.timer(f"rhythms.{kind}", one.id, due, f"rhythm:{one.id}:{key}", couple=ctx.partnership)


async def rearm(ctx: Context, one: Rhythm, all_rest: date | None) -> date:
    """Let a rhythm fall due anew from here on: nothing waits, and what was missed meanwhile is past."""
    yesterday = max(hours.day_of(one, ctx.now) - ONE_DAY, one.last_date)
    return await keep(ctx, replace(one, held_from=None, last_date=yesterday), all_rest)


# -- words -----------------------------------------------------------------------------------------------------


def title(ctx: Context, one: Rhythm | str) -> Phrase:
    """What the guide is called; a guide that is not there any more goes by its name."""
    name = one if isinstance(one, str) else one.guide
    library = ctx.house.part(Library)
    return library[name].head("title") if name in library.names else Free({"en": name})


def worded(ctx: Context, one: Rhythm) -> Phrase:
    """When a rhythm comes; whose hour that is, where one of those who read it lives in another zone."""
    if one.apart:
        said = rules.worded(one.cadence, one.hour, one.minute)
        return line("rhythm-apart", when=said) if len(one.zones) > 1 else said
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


def today(ctx: Context) -> date:
    """The present local date where whoever did this lives."""
    return local(ctx.now, ctx.me.zone).date()


def comes(one: Rhythm, day: date, reader: Person, style: Literal["full", "day"] = "full") -> When:
    """A date of it as the instant at which it comes to this person."""
    return When(hours.at_for(one, day, reader.zone), style)


def on_day(one: Rhythm, day: date, reader: Person) -> When:
    """A date by which something of it is said to this person, whatever the hour."""
    return When(planning.noon(day, reader.zone if one.apart else one.zone), "day")


async def changed(ctx: Context, one: Rhythm, words: Callable[[Person], Phrase]) -> Phrase:
    """Tell the other what changed, as they read it, and return it as whoever did this does. Nobody is named."""
    if one.couple_id is not None:
        partner, look = ctx.couple.partner, [[tap("rhythm-look-at", "show", one)]]
        await ctx.tell(partner, card(words(partner), rows=look, slot=f"rhythm:{one.id}", anew=True))
    return words(ctx.me)


def other_hours(ctx: Context, one: Rhythm) -> list[Tap]:
    """The button for each at their own hour, or for one moment, where the two live in different zones; else none."""
    both, library = ctx.partnership, ctx.house.part(Library)
    if both is None or one.couple_id is None or both.me.zone == both.partner.zone:
        return []
    if one.apart:
        return [tap("rhythm-at-once-take", "at-once", one)]
    fits = one.guide in library.names and catalogue.may_be_apart(library[one.guide])
    return [tap("rhythm-apart-take", "apart", one)] if fits else []


def switched(one: Rhythm) -> Rhythm:
    """The same, stopped if it was running, and the other way round."""
    return replace(one, running=not one.running, unshared=0, skip_date=None)
