"""The rows of places: an offer of one to the other, until it is answered."""

from __future__ import annotations

from bot.clock import MINUTE, WEEK
from bot.store import Tx
from bot.store.tables import of, table, text, whole

table(
    "place_offers",
    text("place_id", of("places.id"), primary_key=True),
    text("couple_id", of("couples.id"), index=True),
    text("person_id", of("persons.id"), index=True),  # who offered it
    whole("expires_at"),
)


async def offer(tx: Tx, *, place_id: str, couple_id: str, person_id: str, now: int) -> None:
    """Keep an offer for a week; an older one of that place gives way."""
    await tx.run(
        "INSERT INTO place_offers (place_id, couple_id, person_id, expires_at) "
        "VALUES (:place, :couple, :person, :expires) ON CONFLICT (place_id) DO UPDATE "
        "SET couple_id = excluded.couple_id, person_id = excluded.person_id, expires_at = excluded.expires_at",
        place=place_id,
        couple=couple_id,
        person=person_id,
        expires=now + WEEK,
    )


async def offered_by(tx: Tx, *, place_id: str, couple_id: str, now: int) -> str | None:
    """Who of the couple has offered this place and waits for the other's answer."""
    row = await tx.one(
        "SELECT person_id FROM place_offers WHERE place_id = :place AND couple_id = :couple AND expires_at > :now",
        place=place_id,
        couple=couple_id,
        now=now,
    )
    return None if row is None else str(row["person_id"])


async def close_offer(tx: Tx, place_id: str) -> None:
    """It was answered, or can't be."""
    await tx.run("DELETE FROM place_offers WHERE place_id = :place", place=place_id)


async def making(tx: Tx, *, couple_id: str, now: int) -> bool:
    """Whether a place is being made for the two, or was just now: both may have asked for it at the same moment."""
    row = await tx.one(
        "SELECT 1 AS found FROM outbox WHERE couple_id = :couple AND act = 'open' AND state <> 'dead' "
        "AND created_at > :since",
        couple=couple_id,
        since=now - 10 * MINUTE,
    )
    return row is not None
