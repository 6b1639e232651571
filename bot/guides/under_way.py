"""What is under way for somebody, as a list shows it."""

from __future__ import annotations

from bot.cards import Card
from bot.couples import Person
from bot.feature import Context
from bot.guides import runs
from bot.guides.moves import DONE
from bot.guides.presses import shown


async def under_way(ctx: Context, person: Person) -> list[Card]:
    """A card for every run this person is in the middle of, with what they can do about it."""
    found = await runs.open_runs_of(ctx, person.id)
    return [shown(run) for run in found if run.state.tracks[person.id].step != DONE]
