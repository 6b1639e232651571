"""What acts bring back: a message is there, a place is closed, somebody else can read it."""

from __future__ import annotations

import json
import logging

from bot.cards import card
from bot.content import line
from bot.couples import couple
from bot.errors import StoreTrouble
from bot.feature import Context, House
from bot.logs import where
from bot.model import ActDone
from bot.outbox import MESSAGE, Desk, show_elsewhere
from bot.queue import rest_place
from bot.rooms import close_place
from bot.store import Row, Tx

log = logging.getLogger(__name__)


class Results:
    """Takes in what became of each act."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def settle(self, tx: Tx, desk: Desk, result: ActDone) -> None:
        """Write what became of an act, and do what follows from it. One that was settled before changes nothing."""
        row = await tx.one("SELECT * FROM outbox WHERE id = :id AND state = 'doing'", id=result.act_id)
        if row is None:
            return
        state = result.outcome if result.outcome in ("done", "unknown") else "dead"
        await tx.run(
            "UPDATE outbox SET state = :state, ref = :ref WHERE id = :id", id=row["id"], state=state, ref=result.ref
        )
        if row["target"] is not None and result.outcome == "done":
            # What it was to replace may have been gone, and then it stands anew under another id.
            await tx.run("UPDATE outbox SET ref = :ref WHERE id = :id", id=row["target"], ref=result.ref)
        if result.rest:
            await rest_place(tx, row["place_id"], desk.now + result.rest)
        tx.mark("outbox")
        if result.outcome == "closed":
            await close_place(tx, row["place_id"])
        if row["then_action"] is not None:
            await self._then(tx, desk, row, result)
        elif result.outcome in ("closed", "withheld") and row["audience"] is not None:
            await self._not_there(tx, desk, row, result.outcome)

    async def _then(self, tx: Tx, desk: Desk, row: Row, result: ActDone) -> None:
        """Let the feature that asked for the act go on with what it brought."""
        try:
            async with tx.savepoint():
                both = None if row["couple_id"] is None else await couple(tx, row["couple_id"])
                args = {**json.loads(row["then_args"]), "outcome": result.outcome}
                ctx = Context(tx, desk, self._house, partnership=both, args=args, text=result.ref)
                await self._house.actions[row["then_action"]](ctx)
        except StoreTrouble:
            raise
        except Exception as why:
            log_bug(f"what follows {row['then_action']}", why)

    async def _not_there(self, tx: Tx, desk: Desk, row: Row, why: str) -> None:
        """The couple's place is gone, or somebody else can read it: both get it in their direct chats, and why."""
        if row["couple_id"] is None:
            return
        both = await couple(tx, row["couple_id"])
        ctx = Context(tx, desk, self._house, partnership=both)
        message = None if row["body"] is None else MESSAGE.validate_json(row["body"])
        await ctx.tell_both(both, card(line(f"place-{why}"), slot=f"{why}:{row['place_id']}"))
        for one in both.both:
            if both.reaches(one) and message is not None:
                await show_elsewhere(tx, desk, row, one.place_id, message)


def log_bug(what: str, why: Exception) -> None:
    """Say where it broke, without the exception's own text: that may hold what a person wrote."""
    log.error("bug in %s: %s", what, where(why))
