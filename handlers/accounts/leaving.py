"""Letting go of somebody who was a person of their own until now, because their account becomes another person's."""

from __future__ import annotations

from bot.store import Row, Tx

_DROP_TIMERS = (
    "DELETE FROM timers WHERE person_id = :person OR subject IN (SELECT r.id FROM runs r "
    "JOIN run_people p ON p.run_id = r.id WHERE p.person_id = :person AND r.couple_id IS NULL)"
)
_DROP_RUNS = (
    "DELETE FROM runs WHERE couple_id IS NULL AND id IN (SELECT run_id FROM run_people WHERE person_id = :person)"
)


async def let_go(tx: Tx, person_id: str, new_id: str) -> None:
    """Take a person who is in no couple out of the house, with all that they noted alone.

    One whom a past couple still names stays as a name without an account: to whoever stayed nothing may change
    because of it (SAFETY 5).
    """
    person = await tx.one(
        "SELECT p.place_id, q.platform FROM persons p JOIN places q ON q.id = p.place_id WHERE p.id = :id", id=person_id
    )
    assert person is not None, "no such person"
    await tx.run(_DROP_TIMERS, person=person_id)
    await tx.run(_DROP_RUNS, person=person_id)
    await tx.run("DELETE FROM buttons WHERE holder = :holder", holder=f"person:{person_id}")
    await tx.run("DELETE FROM presses WHERE person = :person", person=person_id)
    await tx.run("DELETE FROM askings WHERE place_id = :place", place=person["place_id"])
    await tx.run("DELETE FROM questions WHERE place_id = :place", place=person["place_id"])
    await tx.run(
        "UPDATE outbox SET state = CASE WHEN state IN ('queued', 'waiting') THEN 'dead' ELSE state END, body = NULL "
        "WHERE place_id = :place",
        place=person["place_id"],
    )
    if await tx.one("SELECT 1 AS named FROM members WHERE person_id = :person", person=person_id) is None:
        await tx.run("DELETE FROM persons WHERE id = :person", person=person_id)
    else:
        await _stay_as_a_name(tx, person_id, person, new_id)


async def _stay_as_a_name(tx: Tx, person_id: str, person: Row, new_id: str) -> None:
    await tx.run("DELETE FROM accounts WHERE person_id = :person", person=person_id)
    await tx.run("DELETE FROM invitations WHERE inviter_id = :person", person=person_id)
    await tx.run("DELETE FROM links WHERE person_id = :person", person=person_id)
    await tx.run("DELETE FROM recoveries WHERE person_id = :person", person=person_id)
    # Their chat becomes another person's, and no two may be reached in one.
    await tx.run(
        "INSERT INTO places (id, platform, address, kind, state, last_seq, hold_until) "
        "VALUES (:id, :platform, :address, 'direct', 'closed', 0, 0)",
        id=new_id,
        platform=person["platform"],
        address=f"gone/{new_id}",
    )
    await tx.run("UPDATE persons SET place_id = :place WHERE id = :person", place=new_id, person=person_id)
