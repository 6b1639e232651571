"""The rows of planned dates: a draft, a proposal, a plan that stands."""

from __future__ import annotations

from typing import Final

from bot.clock import DAY
from bot.store import Row, Tx, Words
from bot.store.tables import kept, of, table, text, whole
from handlers.outings.rules import Outing, State

PAGE: Final = 8
DRAFT_LIFE: Final = 60 * DAY
"""A draft lasts as long as the buttons on its card."""

PAST_LIFE: Final = 30 * DAY
"""How long a date is kept once it is behind the two."""

table(
    "outings",
    text("id", primary_key=True),
    text("couple_id", of("couples.id"), index=True),
    text("writer_id", of("persons.id"), index=True),
    text("proposer_id", of("persons.id"), index=True),
    text("state"),  # draft | proposed | planned | declined | unanswered | called-off
    kept("words"),
    whole("at"),
    whole("turn"),  # counts each change: buttons and timers of an earlier one are void
    whole("closes_at"),  # when the proposal closes
    whole("changed_at"),
)

_COLUMNS: Final = "id, couple_id, writer_id, proposer_id, state, words, at, turn, closes_at"
_AHEAD: Final = (
    "couple_id = :couple AND at > :now AND (state IN ('proposed', 'planned') OR (state = 'draft' AND writer_id = :me)) "
    "AND (:alone = 0 OR writer_id = :me) "
)
"""`alone`: the partner is gone, so a person sees what they wrote themselves, and only that."""


def _outing(row: Row) -> Outing:
    return Outing(**{**{name: row[name] for name in Outing.__slots__}, "state": State(row["state"])})


async def outing(tx: Tx, outing_id: str) -> Outing | None:
    """The date as it stands, or None if there is none."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM outings WHERE id = :id", id=outing_id)  # noqa: S608  # constants
    return None if row is None else _outing(row)


async def add(tx: Tx, *, new_id: str, couple_id: str, words: Words, at: int, now: int) -> None:
    """Keep a new draft. Forgotten drafts of its writer go, and what is long behind the two."""
    await tx.run(
        "DELETE FROM outings WHERE couple_id = :couple AND (at < :past "
        "OR (state = 'draft' AND writer_id = :writer AND changed_at < :old))",
        couple=couple_id,
        writer=words.owner,
        past=now - PAST_LIFE,
        old=now - DRAFT_LIFE,
    )
    await tx.run(
        "INSERT INTO outings (id, couple_id, writer_id, proposer_id, state, words, at, turn, closes_at, changed_at) "
        "VALUES (:id, :couple, :writer, :writer, 'draft', :words, :at, 0, 0, :now)",
        id=new_id,
        couple=couple_id,
        writer=words.owner,
        words=words,
        at=at,
        now=now,
    )


async def rewrite(tx: Tx, old: Outing, words: Words, at: int, now: int) -> None:
    """Put other words and another day into a draft."""
    await tx.run(
        "UPDATE outings SET words = :words, at = :at, changed_at = :now WHERE id = :id",
        id=old.id,
        words=words,
        at=at,
        now=now,
    )


async def drop(tx: Tx, outing_id: str) -> None:
    """A draft goes without a trace."""
    await tx.run("DELETE FROM outings WHERE id = :id", id=outing_id)


async def propose(tx: Tx, old: Outing, *, proposer_id: str, at: int, closes_at: int, now: int) -> None:
    """It is proposed for this instant, by one of the two."""
    await tx.run(
        "UPDATE outings SET state = 'proposed', proposer_id = :proposer, at = :at, closes_at = :closes, "
        "turn = turn + 1, changed_at = :now WHERE id = :id",
        id=old.id,
        proposer=proposer_id,
        at=at,
        closes=closes_at,
        now=now,
    )


async def move(tx: Tx, old: Outing, state: State, now: int) -> None:
    """It now stands there."""
    await tx.run(
        "UPDATE outings SET state = :state, turn = turn + 1, changed_at = :now WHERE id = :id",
        id=old.id,
        state=state.value,
        now=now,
    )


async def ahead(tx: Tx, couple_id: str, me: str, page: int, now: int, *, alone: bool) -> list[Outing]:
    """A page of what lies ahead, soonest first, and one more if there is more."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM outings WHERE {_AHEAD} ORDER BY at, id LIMIT :most OFFSET :skip",  # noqa: S608  # constants
        couple=couple_id,
        me=me,
        now=now,
        alone=int(alone),
        most=PAGE + 1,
        skip=page * PAGE,
    )
    return [_outing(row) for row in rows]


async def standing(tx: Tx, couple_id: str, state: State, now: int, until: int) -> list[Outing]:
    """What of a couple's stands so and comes before `until`, soonest first."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM outings WHERE couple_id = :couple AND state = :state "  # noqa: S608  # constants
        "AND at > :now AND at <= :until ORDER BY at, id",
        couple=couple_id,
        state=state.value,
        now=now,
        until=until,
    )
    return [_outing(row) for row in rows]


async def count_open(tx: Tx, couple_id: str, now: int) -> int:
    """How many of a couple's are proposed or planned."""
    row = await tx.one(
        "SELECT COUNT(*) AS found FROM outings WHERE couple_id = :couple AND state IN ('proposed', 'planned') "
        "AND at > :now",
        couple=couple_id,
        now=now,
    )
    return 0 if row is None else int(row["found"])
