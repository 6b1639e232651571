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


async def known_place(tx: Tx, address: Address) -> Place | None:
    """The place of this address, if it has a row."""
    row = await tx.one(
        "SELECT id, platform, address, kind FROM places WHERE platform = :platform AND address = :address",
        platform=address.platform,
        address=address.id,
    )
    return None if row is None else _place(row)


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
        await tx.run("UPDATE outbox SET state = 'queued' WHERE place_id = :id AND state = 'waiting'", id=row["id"])
        tx.mark("outbox")
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


async def unlink_place(tx: Tx, room_id: str, place_id: str) -> None:
    """Let a room be heard there no more."""
    await tx.run("DELETE FROM room_places WHERE room_id = :room AND place_id = :place", room=room_id, place=place_id)


async def room_at(tx: Tx, place_id: str) -> str | None:
    """The room that is heard in a place, if one is."""
    row = await tx.one("SELECT room_id FROM room_places WHERE place_id = :place", place=place_id)
    return None if row is None else str(row["room_id"])


async def places_within(tx: Tx, address: Address) -> list[Place]:
    """The known place of this address and those inside it (the topics of a group)."""
    rows = await tx.all(
        "SELECT id, platform, address, kind FROM places "
        "WHERE platform = :platform AND (address = :address OR address LIKE :inside) ORDER BY id",
        platform=address.platform,
        address=address.id,
        inside=f"{address.id}/%",
    )
    return [_place(row) for row in rows]


async def close_place(tx: Tx, place_id: str) -> None:
    """Nothing more goes there until an event comes from it."""
    await tx.run("UPDATE places SET state = 'closed' WHERE id = :id", id=place_id)
    await tx.run(
        "UPDATE outbox SET state = CASE waits WHEN 1 THEN 'waiting' ELSE 'dead' END, "
        "body = CASE waits WHEN 1 THEN body END WHERE place_id = :id AND state = 'queued'",
        id=place_id,
    )


async def reopen_place(tx: Tx, place_id: str, platform: str) -> bool:
    """Try a place of this platform again that was closed to us: its person is about. Whether it was closed."""
    reopened = await tx.run(
        "UPDATE places SET state = 'open' WHERE id = :id AND platform = :platform AND state = 'closed'",
        id=place_id,
        platform=platform,
    )
    return reopened > 0


async def move_places(tx: Tx, address: Address, to: str) -> None:
    """The same place, and all inside it, under another address; what is queued goes there."""
    for old in await places_within(tx, address):
        new = Address(address.platform, to + old.address.id.removeprefix(address.id), old.address.kind)
        row = await tx.one(
            "SELECT id FROM places WHERE platform = :platform AND address = :address",
            platform=new.platform,
            address=new.id,
        )
        if row is not None:
            await _merge(tx, row["id"], old.id)
        # What stood there before has no id that would hold at the new address.
        await tx.run("UPDATE outbox SET ref = '' WHERE place_id = :id", id=old.id)
        await tx.run(
            "UPDATE places SET address = :new, state = 'open', hold_until = 0 WHERE id = :id", id=old.id, new=new.id
        )
        tx.mark("outbox")


async def _merge(tx: Tx, gone_id: str, kept_id: str) -> None:
    """An event came from the new address before we knew that it is the old place: one row remains."""
    gone = await tx.one("SELECT last_seq FROM places WHERE id = :id", id=gone_id)
    kept = await tx.one("SELECT last_seq FROM places WHERE id = :id", id=kept_id)
    assert gone is not None
    assert kept is not None
    await tx.run(
        "UPDATE outbox SET place_id = :kept, seq = seq + :after WHERE place_id = :gone",
        kept=kept_id,
        gone=gone_id,
        after=kept["last_seq"],
    )
    await tx.run(
        "UPDATE places SET last_seq = :last WHERE id = :id", id=kept_id, last=kept["last_seq"] + gone["last_seq"]
    )
    await tx.run("DELETE FROM places WHERE id = :id", id=gone_id)
