"""The outbox as a queue: which acts may go now, and how one is put back. One act a place at a time, replies first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.store import Lane, Row, Tx

_CLAIM: Final = """
SELECT o.*, p.platform, p.address, p.kind, h.quiet_from, h.quiet_to, h.zone,
       (SELECT t.ref FROM outbox t WHERE t.id = o.target) AS target_ref
FROM outbox o JOIN places p ON p.id = o.place_id LEFT JOIN persons h ON h.place_id = o.place_id
WHERE o.state = 'queued' AND o.not_before <= :now AND p.hold_until <= :now
  AND :held NOT LIKE '%|' || p.platform || '|%'
  AND NOT EXISTS (SELECT 1 FROM outbox d WHERE d.place_id = o.place_id AND d.state = 'doing')
  AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.place_id = o.place_id AND e.state = 'queued'
                  AND e.not_before <= :now AND (e.lane < o.lane OR (e.lane = o.lane AND e.seq < o.seq)))
ORDER BY o.lane, o.id LIMIT :most
"""


_NEXT: Final = """
SELECT MIN(CASE WHEN p.hold_until > o.not_before THEN p.hold_until ELSE o.not_before END) AS at
FROM outbox o JOIN places p ON p.id = o.place_id
WHERE o.state = 'queued' AND :held NOT LIKE '%|' || p.platform || '|%'
  AND NOT EXISTS (SELECT 1 FROM outbox d WHERE d.place_id = o.place_id AND d.state = 'doing')
"""


async def claim(tx: Tx, now: int, held: Iterable[str], most: int, unasked: int) -> tuple[list[Row], bool]:
    """Take up to `most` acts that may be done now, at most `unasked` of them what a timer began.

    Nothing goes to the platforms `held`. Returns the acts, and whether some must wait only for want of room.
    """
    if most <= 0:
        return [], True
    rows = await tx.all(_CLAIM, now=now, most=most, held=_listed(held))
    taken = rows[: _fitting(rows, unasked)]
    for row in taken:
        await tx.run(
            "UPDATE outbox SET state = 'doing', tries = tries + 1, doubt_at = COALESCE(doubt_at, :now) WHERE id = :id",
            id=row["id"],
            now=now,
        )
    return taken, len(taken) < len(rows)


def _fitting(rows: Sequence[Row], unasked: int) -> int:
    """How many of the rows, replies first, fit when so many may be what a timer began."""
    replies = sum(1 for row in rows if row["lane"] != Lane.TIMERS)
    return min(len(rows), replies + max(unasked, 0))


async def next_time(tx: Tx, held: Iterable[str]) -> int | None:
    """When the next act may be done; a place under way is seen to when that ends."""
    row = await tx.one(_NEXT, held=_listed(held))
    return None if row is None or row["at"] is None else int(row["at"])


async def cut_short(tx: Tx) -> list[Row]:
    """What was under way when the last process ended."""
    return await tx.all(
        "SELECT o.id, o.essential, o.tries, o.doubt_at, o.place_id, p.platform "
        "FROM outbox o JOIN places p ON p.id = o.place_id WHERE o.state = 'doing' ORDER BY o.id"
    )


async def put_back(tx: Tx, act_id: str, at: int, *, tried: bool = True, doubt: bool = False) -> None:
    """Let an act wait until `at`. One that was not `tried` counts as never begun; of one in `doubt` nobody can tell."""
    await tx.run(
        "UPDATE outbox SET state = 'queued', not_before = :at, tries = tries - :none, "
        "doubt_at = CASE :doubt WHEN 1 THEN doubt_at END WHERE id = :id AND state = 'doing'",
        id=act_id,
        at=at,
        none=int(not tried),
        doubt=int(doubt),
    )
    tx.mark("outbox")


async def rest_place(tx: Tx, place_id: str, until: int) -> None:
    """Leave a place alone, so that nothing overtakes what waits there."""
    await tx.run("UPDATE places SET hold_until = :until WHERE id = :id", id=place_id, until=until)


def _listed(platforms: Iterable[str]) -> str:
    return "".join(f"|{platform}|" for platform in platforms)
