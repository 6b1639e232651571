"""The rows of asking: the rounds in which a promise is asked about, and the sealed answers."""

from __future__ import annotations

from bot.store import Tx, Words
from bot.store.tables import kept, of, table, text, whole
from handlers.promises.rules import WINDOW, Answer, Promise, Round, State
from handlers.promises.terms import Kind

table(
    "promise_rounds",
    text("promise_id", of("promises.id"), primary_key=True),
    whole("round", primary_key=True),
    whole("closes_at"),
    text("outcome", nullable=True),  # null while it is open
)

table(
    "promise_answers",
    text("promise_id", of("promises.id"), primary_key=True),
    whole("round", primary_key=True),
    text("person_id", of("persons.id"), primary_key=True, index=True),
    kept("answer"),
)


async def begin_round(tx: Tx, old: Promise, closes_at: int) -> Round:
    """Ask about it once more."""
    number = old.round + 1
    await tx.run("UPDATE promises SET round = :round WHERE id = :id", id=old.id, round=number)
    await tx.run(
        "INSERT INTO promise_rounds (promise_id, round, closes_at) VALUES (:id, :round, :closes)",
        id=old.id,
        round=number,
        closes=closes_at,
    )
    return Round(number, closes_at)


async def open_round(tx: Tx, promise_id: str) -> Round | None:
    """The asking that is under way, if one is."""
    row = await tx.one(
        "SELECT round, closes_at FROM promise_rounds WHERE promise_id = :id AND outcome IS NULL", id=promise_id
    )
    return None if row is None else Round(row["round"], row["closes_at"])


async def ended(tx: Tx, promise_id: str, number: int) -> State | None:
    """How this asking ended; None if it is still open."""
    row = await tx.one(
        "SELECT outcome FROM promise_rounds WHERE promise_id = :id AND round = :round", id=promise_id, round=number
    )
    return None if row is None or row["outcome"] is None else State(row["outcome"])


async def end_round(tx: Tx, promise_id: str, number: int, outcome: State) -> None:
    """The asking is over. Answers that were not revealed together are gone with it."""
    await tx.run(
        "UPDATE promise_rounds SET outcome = :outcome WHERE promise_id = :id AND round = :round",
        id=promise_id,
        round=number,
        outcome=outcome.value,
    )
    if outcome is State.NOT_DISCUSSED:
        await tx.run(
            "DELETE FROM promise_answers WHERE promise_id = :id AND round = :round", id=promise_id, round=number
        )


async def answer(tx: Tx, promise_id: str, number: int, person_id: str, given: Answer) -> None:
    """Seal one's answer; a later one takes its place."""
    await tx.run(
        "INSERT INTO promise_answers (promise_id, round, person_id, answer) VALUES (:id, :round, :person, :answer) "
        "ON CONFLICT (promise_id, round, person_id) DO UPDATE SET answer = excluded.answer",
        id=promise_id,
        round=number,
        person=person_id,
        answer=Words(person_id, given.value),
    )


async def take_back(tx: Tx, promise_id: str, number: int, person_id: str) -> None:
    """One's sealed answer is no more."""
    await tx.run(
        "DELETE FROM promise_answers WHERE promise_id = :id AND round = :round AND person_id = :person",
        id=promise_id,
        round=number,
        person=person_id,
    )


async def answers(tx: Tx, promise_id: str, number: int) -> dict[str, Answer]:
    """What each has said, by person: for deciding whether both have, and for the reveal."""
    rows = await tx.all(
        "SELECT person_id, answer FROM promise_answers WHERE promise_id = :id AND round = :round",
        id=promise_id,
        round=number,
    )
    return {row["person_id"]: Answer(row["answer"]) for row in rows}


async def kept_since(tx: Tx, couple_id: str, since: int) -> dict[tuple[str, Kind], int]:
    """How often both said that a promise of this author and kind was kept, since about that instant.

    For counts about both together, and never about one (SAFETY 17).
    """
    rows = await tx.all(
        "SELECT p.author_id, p.kind, COUNT(*) AS found FROM promise_rounds r JOIN promises p ON p.id = r.promise_id "
        "WHERE p.couple_id = :couple AND r.outcome = 'kept' AND "
        "((p.kind IN ('once', 'joint') AND p.changed_on > :since) "
        "OR (p.kind IN ('weekly', 'standing') AND r.closes_at - :window > :since)) GROUP BY p.author_id, p.kind",
        couple=couple_id,
        since=since,
        window=WINDOW,
    )
    return {(row["author_id"], Kind(row["kind"])): int(row["found"]) for row in rows}
