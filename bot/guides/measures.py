"""Joint measures: the mean of what both said on a scale of 1 to 5, kept at each reveal that says so, for charts.

No row tells one partner's answer from the other's (SAFETY 17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import WEEK
from bot.guides.kinds import Reveal
from bot.guides.runs import Run
from bot.store import Tx


@dataclass(frozen=True, slots=True)
class Mean:
    """What a question's answers came to at an instant."""

    name: str
    at: int
    value: float


async def keep(tx: Tx, run: Run, reveal: Reveal, answers: dict[tuple[str, str, str], str], now: int) -> None:
    """Keep the means of a reveal; of a question that not both answered there is none."""
    if run.couple is None:
        return
    for question, name in reveal.keeps.items():
        said = [answers.get((question, "", one.id), "") for one in run.people]
        if all(said):
            await tx.run(
                "INSERT INTO measures (couple_id, name, at, total) VALUES (:couple, :name, :at, :total) "
                "ON CONFLICT DO NOTHING",
                couple=run.couple.id,
                name=name,
                at=now,
                total=sum(int(one) for one in said),
            )


async def means(tx: Tx, couple_id: str, names: Sequence[str], weeks: int, now: int) -> list[Mean]:
    """The means of these questions over the last weeks, the oldest first."""
    rows = await tx.all(
        "SELECT name, at, total FROM measures WHERE couple_id = :couple AND at >= :since ORDER BY at",
        couple=couple_id,
        since=now - weeks * WEEK,
    )
    return [Mean(row["name"], row["at"], row["total"] / 2) for row in rows if row["name"] in names]
