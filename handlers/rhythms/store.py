"""The rows of rhythms: a guide, and when it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cadence import Cadence
from bot.store import Row, Tx
from bot.store.tables import of, table, text, whole

table(
    "rhythms",
    text("id", primary_key=True),
    text("couple_id", of("couples.id"), index=True),
    text("guide"),
    text("cadence"),
    whole("hour"),
    whole("minute"),
    text("zone"),
    whole("running"),
    whole("unshared"),  # closings in a row without a reveal
    text("last_date"),  # the local date it was last due; before its first, the day before
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A guide and when it comes, as wall-clock time and zone."""

    id: str
    couple_id: str
    guide: str
    cadence: Cadence
    hour: int
    minute: int
    zone: str
    running: bool
    unshared: int
    last_date: date


def _rhythm(row: Row) -> Rhythm:
    return Rhythm(
        row["id"],
        row["couple_id"],
        row["guide"],
        Cadence.from_stored(row["cadence"]),
        row["hour"],
        row["minute"],
        row["zone"],
        bool(row["running"]),
        row["unshared"],
        date.fromisoformat(row["last_date"]),
    )


async def put(tx: Tx, rhythm: Rhythm) -> None:
    """Keep a rhythm, new or changed."""
    await tx.run(
        "INSERT INTO rhythms (id, couple_id, guide, cadence, hour, minute, zone, running, unshared, last_date) "
        "VALUES (:id, :couple, :guide, :cadence, :hour, :minute, :zone, :running, :unshared, :last) "
        "ON CONFLICT (id) DO UPDATE SET cadence = excluded.cadence, hour = excluded.hour, minute = excluded.minute, "
        "zone = excluded.zone, running = excluded.running, unshared = excluded.unshared, "
        "last_date = excluded.last_date",
        id=rhythm.id,
        couple=rhythm.couple_id,
        guide=rhythm.guide,
        cadence=rhythm.cadence.stored(),
        hour=rhythm.hour,
        minute=rhythm.minute,
        zone=rhythm.zone,
        running=int(rhythm.running),
        unshared=rhythm.unshared,
        last=rhythm.last_date.isoformat(),
    )


async def of_couple(tx: Tx, couple_id: str) -> list[Rhythm]:
    """The couple's rhythms, the oldest first."""
    return [
        _rhythm(row) for row in await tx.all("SELECT * FROM rhythms WHERE couple_id = :id ORDER BY id", id=couple_id)
    ]


async def one(tx: Tx, rhythm_id: str) -> Rhythm | None:
    """A rhythm, if it is still there."""
    row = await tx.one("SELECT * FROM rhythms WHERE id = :id", id=rhythm_id)
    return None if row is None else _rhythm(row)


async def set_quiet(tx: Tx, person_id: str, start: int, end: int) -> None:
    """A person's quiet hours, in minutes after local midnight; equal means none."""
    await tx.run(
        "UPDATE persons SET quiet_from = :start, quiet_to = :end WHERE id = :id", id=person_id, start=start, end=end
    )
