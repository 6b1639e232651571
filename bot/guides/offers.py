"""What somebody was offered once and put aside for good: it is never offered again, and nobody is told (SAFETY 22)."""

from __future__ import annotations

from bot.couples import Person
from bot.feature import Context
from bot.guides.runs import Run


async def put_aside(ctx: Context, person: Person, *offers: str) -> None:
    """Never offer these again."""
    await ctx.tx.many(
        "INSERT INTO offers_over (person_id, offer) VALUES (:person, :offer) ON CONFLICT DO NOTHING",
        [{"person": person.id, "offer": one} for one in offers],
    )


async def over(ctx: Context, run: Run) -> dict[str, tuple[str, ...]]:
    """What each has put aside of what this guide offers once, as the step logic reads it."""
    if not any(step.agree and step.agree.once for step in run.guide.steps.values()):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for person in run.people:
        rows = await ctx.tx.all("SELECT offer FROM offers_over WHERE person_id = :person", person=person.id)
        found.update({f"over:{row['offer']}/{person.id}": ("over",) for row in rows})
    return found
