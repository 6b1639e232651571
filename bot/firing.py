"""What time brings: due timers become events, each once, a batch at a time."""

from __future__ import annotations

import json
from typing import Final

from bot.clock import MINUTE
from bot.couples import couple, person
from bot.errors import StoreTrouble
from bot.feature import Context, House
from bot.outbox import Desk
from bot.results import log_bug
from bot.store import Lane, Row, Tx

AT_ONCE: Final = 100
TRIES: Final = 5
PAUSE: Final = 10 * MINUTE
"""How long a timer whose handler has a bug waits before it is tried again."""


class Firing:
    """Handles the timers that are due."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def fire(self, tx: Tx, desk: Desk) -> int:
        """Handle the timers that are due, at most a batch of them; returns how many."""
        rows = await tx.all(
            "SELECT * FROM timers WHERE due_at <= :now ORDER BY due_at, id LIMIT :most",
            now=desk.now,
            most=AT_ONCE,
        )
        for number, row in enumerate(rows, start=1):
            await self._one(tx, desk, row)
            if tx.crowded():
                return number  # somebody waits for an answer; the rest is due in the next batch
        return len(rows)

    async def _one(self, tx: Tx, desk: Desk, row: Row) -> None:
        try:
            async with tx.savepoint():
                # An earlier one of this batch may have taken it back.
                if not await tx.run("DELETE FROM timers WHERE id = :id", id=row["id"]):
                    return
                if not await first_time(tx, f"timer:{row['key']}", desk.now):
                    return
                await self._house.timers[row["kind"]](await self._context(tx, desk, row))
        except StoreTrouble:
            raise
        except Exception as why:
            log_bug(f"timer {row['kind']}", why)
            if row["tries"] + 1 >= TRIES:
                await tx.run("DELETE FROM timers WHERE id = :id", id=row["id"])
            else:
                await tx.run(
                    "UPDATE timers SET tries = tries + 1, due_at = :at WHERE id = :id",
                    id=row["id"],
                    at=desk.now + PAUSE,
                )

    async def _context(self, tx: Tx, desk: Desk, row: Row) -> Context:
        who = None if row["person_id"] is None else await person(tx, row["person_id"])
        both = None if row["couple_id"] is None else await couple(tx, row["couple_id"], None if who is None else who.id)
        args = {**json.loads(row["data"]), "subject": row["subject"], "due_at": str(row["due_at"])}
        return Context(tx, desk, self._house, Lane.TIMERS, actor=who, partnership=both, args=args)


async def first_time(tx: Tx, key: str, now: int) -> bool:
    """Count a key; whether it had not been counted before."""
    added = await tx.run("INSERT INTO inbox (key, at) VALUES (:key, :at) ON CONFLICT DO NOTHING", key=key, at=now)
    return added == 1
