"""What guides and calendars read of promises: joint lists and counts, the same whoever of the two looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.clock import DAY
from bot.content import Own, Phrase, When, line
from bot.couples import Couple, Person, couple_of
from bot.feature import CalendarEntry, Context, Item
from handlers.promises import rounds, rules, store
from handlers.promises.base import feature
from handlers.promises.terms import Kind

SOON: Final = 7 * DAY
MONTH: Final = 31 * DAY
AHEAD: Final = 90 * DAY
"""How far a calendar looks."""

AT_MOST: Final = 8
"""Promises that a guide lists at once."""

GLANCE: Final = 120
"""Characters of a promise that such a list shows."""


async def _couple(ctx: Context, person: Person) -> Couple | None:
    both = ctx.partnership if ctx.partnership is not None else await couple_of(ctx.tx, person)
    return None if both is None else both.seen_by(person.id)


@feature.source("due")
async def due(ctx: Context, person: Person) -> Sequence[Item]:
    """What is due between the two within a week; whose it is isn't said. Of one who left, nothing."""
    both = await _couple(ctx, person)
    if both is None:
        return []
    found = await store.agreed(ctx.tx, both.id, person.id, ctx.now, ctx.now + SOON, alone=not both.together)
    dated = [one for one in found if one.kind is not Kind.STANDING and one.due_at is not None]
    return [
        Item(one.id, line("promise-source", text=_glance(one.text), when=When(one.due_at or 0)))
        for one in dated[:AT_MOST]
    ]


def _glance(text: str) -> Own:
    words = " ".join(text.split())
    return Own(words if len(words) <= GLANCE else words[: GLANCE - 1].rstrip() + "…")


@feature.source("month")
async def month(ctx: Context, person: Person) -> Sequence[Item]:
    """How many were kept in the last 31 days by both together; nothing where the number would be about one of them."""
    both = await _couple(ctx, person)
    if both is None:
        return []
    found = rules.kept_together(await rounds.kept_since(ctx.tx, both.id, ctx.now - MONTH))
    return [Item("kept", line("promise-source-month", count=found))] if found else []


@feature.on_calendar
async def calendar(ctx: Context) -> Sequence[CalendarEntry]:
    """When what the two have agreed on is due."""
    both = ctx.partnership
    if both is None:
        return []
    found = await store.agreed(ctx.tx, both.id, both.me.id, ctx.now, ctx.now + AHEAD, alone=not both.together)
    return [CalendarEntry(one.due_at, _title(one), f"promise:{one.id}") for one in found if one.due_at is not None]


def _title(promise: rules.Promise) -> Phrase:
    key = "promise-calendar-standing" if promise.kind is Kind.STANDING else "promise-calendar"
    return line(key, text=Own(promise.text))
