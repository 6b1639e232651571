"""What acts bring back: a message is there, a place is closed, somebody else can read it."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Final

from bot.buttons import Holder
from bot.cards import card
from bot.content import Reader, line
from bot.couples import couple, person_by_account
from bot.errors import StoreTrouble
from bot.feature import Context, House
from bot.logs import where
from bot.model import Account, ActDone
from bot.outbox import MESSAGE, Desk, Post, Via, post, show_elsewhere
from bot.queue import rest_place
from bot.rooms import close_place, place
from bot.store import Row, Tx

log = logging.getLogger(__name__)

_NOT_THERE: Final = frozenset({"closed", "withheld", "absent"})
"""Outcomes of what was for the couple's place, and goes to their direct chats instead."""


class Results:
    """Takes in what became of each act."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def settle(self, tx: Tx, desk: Desk, result: ActDone) -> None:
        """Write what became of an act, and do what follows from it. One that was settled before changes nothing."""
        row = await tx.one(
            "SELECT o.*, p.platform, p.kind FROM outbox o JOIN places p ON p.id = o.place_id "
            "WHERE o.id = :id AND o.state = 'doing'",
            id=result.act_id,
        )
        if row is None:
            return
        state: str = result.outcome if result.outcome in ("done", "unknown") else "dead"
        if row["waits"] and result.outcome == "closed":
            state = "waiting"
        await tx.run(
            "UPDATE outbox SET state = :state, ref = :ref, via = NULL, asker = NULL WHERE id = :id",
            id=row["id"],
            state=state,
            ref=result.ref,
        )
        if row["target"] is not None and result.outcome == "done":
            # What it was to replace may have been gone, and then it stands anew under another id.
            await tx.run("UPDATE outbox SET ref = :ref WHERE id = :id", id=row["target"], ref=result.ref)
        if result.rest:
            await rest_place(tx, row["place_id"], desk.now + result.rest)
        tx.mark("outbox")
        if result.outcome == "closed":
            await close_place(tx, row["place_id"])
        if row["via"] is not None and result.outcome in _NOT_THERE and row["kind"] == "shared":
            await self._point(tx, desk, row)
        if row["then_action"] is not None:
            await self._then(tx, desk, row, result)
        elif result.outcome == "expired":
            await self._in_private(tx, desk, row)
        elif result.outcome in _NOT_THERE and row["audience"] is not None:
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

    async def _point(self, tx: Tx, desk: Desk, row: Row) -> None:
        """What was asked for goes to the direct chats; whoever asked for it is told so, where they wait for it."""
        asker = Account(row["platform"], row["asker"])
        who = await person_by_account(tx, asker)
        if who is None:
            return
        here = await place(tx, row["place_id"])
        there = Post(here, Reader(who.language, who.zone), Holder(person_id=who.id), who.id, only=asker)
        again = replace(desk, via=Via(here.id, row["via"], asker))
        await post(tx, again, card(line("see-direct"), anew=True), there)

    async def _in_private(self, tx: Tx, desk: Desk, row: Row) -> None:
        """It was for one reader and can't be shown there any more: it goes to their direct chat, or waits for them."""
        message = None if row["body"] is None else MESSAGE.validate_json(row["body"])
        only = None if message is None else message.only
        who = None if only is None else await person_by_account(tx, only)
        if who is not None and message is not None:
            await show_elsewhere(tx, desk, row, who.place_id, message, waits=True)

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
