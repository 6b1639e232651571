"""Places and rooms: where a message to a person, a couple or a group goes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Address
from bot.store import Row, Tx


@dataclass(frozen=True, slots=True)
class Place:
    """One chat on one platform."""

    id: str
    address: Address


def _place(row: Row) -> Place:
    return Place(row["id"], Address(row["platform"], row["address"], row["kind"]))


async def place(tx: Tx, place_id: str) -> Place:
    """A place that is known to exist."""
    row = await tx.one("SELECT id, platform, address, kind FROM places WHERE id = :id", id=place_id)
    assert row is not None, "no such place"
    return _place(row)


async def know_place(tx: Tx, address: Address, new_id: str) -> Place:
    """The row of this address, made now if there is none. An event from a place opens it again."""
    row = await tx.one(
        "SELECT id, platform, address, kind, state FROM places WHERE platform = :platform AND address = :address",
        platform=address.platform,
        address=address.id,
    )
    if row is None:
        await tx.run(
            "INSERT INTO places (id, platform, address, kind, state, last_seq, hold_until) "
            "VALUES (:id, :platform, :address, :kind, 'open', 0, 0)",
            id=new_id,
            platform=address.platform,
            address=address.id,
            kind=address.kind,
        )
        return Place(new_id, address)
    if row["state"] != "open":
        await tx.run("UPDATE places SET state = 'open' WHERE id = :id", id=row["id"])
    return _place(row)


async def places_of(tx: Tx, room_id: str) -> list[Place]:
    """The room's open places: the shared ones, or each member's direct chat where there is none."""
    rows = await tx.all(
        "SELECT p.id, p.platform, p.address, p.kind FROM places p JOIN room_places r ON r.place_id = p.id "
        "WHERE r.room_id = :room AND p.state = 'open' ORDER BY p.id",
        room=room_id,
    )
    if not rows:
        rows = await tx.all(
            "SELECT p.id, p.platform, p.address, p.kind FROM couples c "
            "JOIN members m ON m.couple_id = c.id AND m.left_at IS NULL "
            "JOIN persons h ON h.id = m.person_id JOIN places p ON p.id = h.place_id "
            "WHERE c.room_id = :room ORDER BY p.id",
            room=room_id,
        )
    return [_place(row) for row in rows]


async def voice(tx: Tx, room_id: str) -> tuple[str, str]:
    """The language and zone in which a room is spoken to."""
    row = await tx.one("SELECT language, zone FROM rooms WHERE id = :id", id=room_id)
    assert row is not None, "no such room"
    return row["language"], row["zone"]


async def link_place(tx: Tx, room_id: str, place_id: str) -> None:
    """Let a room be heard in one more place."""
    await tx.run(
        "INSERT INTO room_places (room_id, place_id) VALUES (:room, :place) ON CONFLICT DO NOTHING",
        room=room_id,
        place=place_id,
    )
