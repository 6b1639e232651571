"""The rows of repair: who asked for a journey and how far that came; and what each said of themselves, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast

from bot.clock import DAY
from bot.store import Row, Tx, Words
from bot.store.tables import kept, of, table, text, whole

OPEN_FOR: Final = 7 * DAY
"""How long one is waited for, and how long it takes before the same person may ask again."""

State = Literal["asked", "withdrawn", "begun", "offered", "over"]
"""`offered`: the first of two journeys has ended, and the second awaits both."""

Side = Literal[
    "hurt", "caused", "both", "aside", "held", "then-hurt", "then-caused", "yes-hurt", "yes-caused", "held-hurt",
    "held-caused",
]  # fmt: skip
"""What somebody said of themselves; that they put an invitation aside; or that they are not safe (`held`).

`then-` is their part in a second journey, `yes-` the same once they said yes to it, `held-` if they are not safe.
All of it stands sealed under its person's own key, one row a person whatever it says, so that not even the rows tell
one from the other.
"""

table(
    "repairs",
    text("id", primary_key=True),
    text("couple_id", of("couples.id"), index=True),
    text("asker_id", of("persons.id"), index=True),
    text("state"),
    whole("closes_at"),
)

table(
    "repair_sides",
    text("couple_id", of("couples.id"), primary_key=True),
    text("person_id", of("persons.id"), primary_key=True, index=True),
    kept("side"),
)


@dataclass(frozen=True, slots=True)
class Repair:
    """One asking for a journey of repair, and what came of it."""

    id: str
    couple_id: str
    asker_id: str
    state: State
    closes_at: int


def _repair(row: Row) -> Repair:
    return Repair(**{name: row[name] for name in Repair.__slots__})


async def ask(tx: Tx, *, new_id: str, couple_id: str, asker_id: str, now: int) -> Repair:
    """Keep that somebody asks."""
    await tx.run(
        "INSERT INTO repairs (id, couple_id, asker_id, state, closes_at) "
        "VALUES (:id, :couple, :asker, 'asked', :closes)",
        id=new_id,
        couple=couple_id,
        asker=asker_id,
        closes=now + OPEN_FOR,
    )
    return Repair(new_id, couple_id, asker_id, "asked", now + OPEN_FOR)


async def repair(tx: Tx, repair_id: str) -> Repair | None:
    """One asking."""
    row = await tx.one("SELECT * FROM repairs WHERE id = :id", id=repair_id)
    return None if row is None else _repair(row)


async def current(tx: Tx, couple_id: str) -> Repair | None:
    """What waits for an answer between the two: an asking, or the offer of the second journey."""
    row = await tx.one(
        "SELECT * FROM repairs WHERE couple_id = :couple AND state IN ('asked', 'offered') ORDER BY id DESC LIMIT 1",
        couple=couple_id,
    )
    return None if row is None else _repair(row)


async def taken_back(tx: Tx, couple_id: str, asker_id: str, now: int) -> Repair | None:
    """What this person asked for and took back, within the week in which they can't ask anew."""
    row = await tx.one(
        "SELECT * FROM repairs WHERE couple_id = :couple AND asker_id = :asker AND state = 'withdrawn' "
        "AND closes_at > :now ORDER BY id DESC LIMIT 1",
        couple=couple_id,
        asker=asker_id,
        now=now,
    )
    return None if row is None else _repair(row)


async def turn(tx: Tx, one: Repair, state: State, closes_at: int | None = None) -> bool:
    """Bring it from the state it was read in to another; whether it still stood there."""
    changed = await tx.run(
        "UPDATE repairs SET state = :state, closes_at = :closes WHERE id = :id AND state = :before",
        id=one.id,
        state=state,
        before=one.state,
        closes=closes_at or one.closes_at,
    )
    return bool(changed)


# -- what each said --------------------------------------------------------------------------------------------


async def keep_side(tx: Tx, couple_id: str, person_id: str, side: Side) -> None:
    """Keep what somebody said of themselves, in place of what they said before."""
    await tx.run(
        "INSERT INTO repair_sides (couple_id, person_id, side) VALUES (:couple, :person, :side) "
        "ON CONFLICT (couple_id, person_id) DO UPDATE SET side = excluded.side",
        couple=couple_id,
        person=person_id,
        side=Words(person_id, side),
    )


async def sides(tx: Tx, couple_id: str) -> dict[str, Side]:
    """What each of the two said of themselves, as far as they did."""
    rows = await tx.all("SELECT person_id, side FROM repair_sides WHERE couple_id = :couple", couple=couple_id)
    return {row["person_id"]: cast("Side", row["side"]) for row in rows}


async def drop_side(tx: Tx, couple_id: str, person_id: str) -> None:
    """Forget what one said."""
    await tx.run(
        "DELETE FROM repair_sides WHERE couple_id = :couple AND person_id = :person", couple=couple_id, person=person_id
    )


def is_held(side: Side | None) -> bool:
    """Whether this says that somebody is not safe."""
    return side is not None and side.startswith("held")


async def drop_sides(tx: Tx, couple_id: str) -> None:
    """Forget what both said. That one is not safe stays: only they themselves take it back (SAFETY 19)."""
    for person_id, side in (await sides(tx, couple_id)).items():
        if not is_held(side):
            await drop_side(tx, couple_id, person_id)
