"""The rows of boundaries: each with its versions, the questions about it, and a log of what was done.

`couple_id` is the couple a boundary has been shown to: none while its author wrote alone, and not a later couple
until the author shows it there too. `shown`, `seen` and `seen_at` are about the partner in that couple.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import DAY
from bot.store import Row, Tx, Words
from bot.store.tables import kept, of, table, text, whole
from handlers.boundaries.rules import Boundary, Question

DRAFT_LIFE = 60 * DAY
"""A draft lasts as long as the buttons on its card."""

table(
    "boundaries",
    text("id", primary_key=True),
    text("person_id", of("persons.id"), index=True),
    text("couple_id", nullable=True, index=True),
    text("state"),  # draft | in_force | withdrawn
    whole("version"),
    whole("shown"),  # the last version whose words the partner opened; the author never learns it
    whole("seen"),  # the last version that the partner said they have seen
    whole("seen_at"),
)

table(
    "boundary_versions",
    text("boundary_id", of("boundaries.id"), primary_key=True),
    whole("number", primary_key=True),
    text("kind"),
    kept("words"),
    whole("at"),
)

table(
    "boundary_questions",
    text("id", primary_key=True),
    text("boundary_id", of("boundaries.id"), index=True),
    text("asker_id", of("persons.id"), index=True),
    text("couple_id"),
    text("state"),  # open | aside | answered | closed
    kept("words"),
    kept("answer", nullable=True),
    whole("asked_at"),
)

table(
    "boundary_log",
    text("id", primary_key=True),
    text("boundary_id", of("boundaries.id"), index=True),
    text("couple_id", nullable=True),
    text("what"),  # written | shown | changed | withdrawn
    text("kind"),
    whole("at"),
)

_ALL = (
    "SELECT b.id, b.person_id, b.couple_id, b.state, b.version, b.shown, b.seen, b.seen_at, v.kind, v.words, v.at "
    "FROM boundaries b JOIN boundary_versions v ON v.boundary_id = b.id AND v.number = b.version "
)


def _boundary(row: Row) -> Boundary:
    return Boundary(**{name: row[name] for name in Boundary.__slots__})


async def boundary(tx: Tx, boundary_id: str, state: str) -> Boundary | None:
    """The boundary of this id, if it is in this state."""
    row = await tx.one(_ALL + "WHERE b.id = :id AND b.state = :state", id=boundary_id, state=state)
    return None if row is None else _boundary(row)


async def in_force(tx: Tx, person_id: str) -> list[Boundary]:
    """What a person has in force, oldest first."""
    rows = await tx.all(_ALL + "WHERE b.person_id = :id AND b.state = 'in_force' ORDER BY b.id", id=person_id)
    return [_boundary(row) for row in rows]


async def shown_to(tx: Tx, couple_id: str, author_id: str) -> list[Boundary]:
    """What a person has in force and has shown to their partner in this couple, oldest first."""
    return [one for one in await in_force(tx, author_id) if one.couple_id == couple_id]


async def draft(tx: Tx, *, new_id: str, words: Words, now: int) -> None:
    """Keep words that have no kind yet; the author's forgotten drafts go."""
    await tx.run(
        "DELETE FROM boundaries WHERE person_id = :person AND state = 'draft' AND id IN "
        "(SELECT boundary_id FROM boundary_versions WHERE at < :old)",
        person=words.owner,
        old=now - DRAFT_LIFE,
    )
    await tx.run(
        "INSERT INTO boundaries (id, person_id, couple_id, state, version, shown, seen, seen_at) "
        "VALUES (:id, :person, NULL, 'draft', 1, 0, 0, 0)",
        id=new_id,
        person=words.owner,
    )
    await _add_version(tx, new_id, 1, "", words, now)


async def drop_draft(tx: Tx, draft_id: str) -> None:
    """A draft goes without a trace."""
    await tx.run("DELETE FROM boundaries WHERE id = :id AND state = 'draft'", id=draft_id)


async def enforce(tx: Tx, draft_id: str, *, kind: str, words: Words, couple_id: str | None, now: int) -> bool:
    """A draft comes into force; returns whether it was one still."""
    done = await tx.run(
        "UPDATE boundaries SET state = 'in_force', couple_id = :couple WHERE id = :id AND state = 'draft'",
        id=draft_id,
        couple=couple_id,
    )
    if done:
        await tx.run("DELETE FROM boundary_versions WHERE boundary_id = :id", id=draft_id)
        await _add_version(tx, draft_id, 1, kind, words, now)
    return done == 1


async def change(tx: Tx, old: Boundary, *, kind: str, words: Words, now: int) -> bool:
    """Add a version; returns whether `old` was the newest still."""
    done = await tx.run(
        "UPDATE boundaries SET version = :next WHERE id = :id AND state = 'in_force' AND version = :old",
        id=old.id,
        next=old.version + 1,
        old=old.version,
    )
    if done:
        await _add_version(tx, old.id, old.version + 1, kind, words, now)
    return done == 1


async def _add_version(tx: Tx, boundary_id: str, number: int, kind: str, words: Words, now: int) -> None:
    await tx.run(
        "INSERT INTO boundary_versions (boundary_id, number, kind, words, at) "
        "VALUES (:id, :number, :kind, :words, :now)",
        id=boundary_id,
        number=number,
        kind=kind,
        words=words,
        now=now,
    )


async def versions(tx: Tx, boundary_id: str) -> list[Row]:
    """Every version, newest first: number, kind, words, at."""
    return await tx.all(
        "SELECT number, kind, words, at FROM boundary_versions WHERE boundary_id = :id ORDER BY number DESC",
        id=boundary_id,
    )


async def show(tx: Tx, boundary_id: str, couple_id: str) -> bool:
    """Its author shows it to the partner in this couple; returns whether that is new."""
    done = await tx.run(
        "UPDATE boundaries SET couple_id = :couple, shown = 0, seen = 0, seen_at = 0 "
        "WHERE id = :id AND state = 'in_force' AND (couple_id IS NULL OR couple_id <> :couple)",
        id=boundary_id,
        couple=couple_id,
    )
    return done == 1


async def withdraw(tx: Tx, boundary_id: str) -> bool:
    """It is in force no more, and what was asked about it closes; returns whether it was in force."""
    done = await tx.run(
        "UPDATE boundaries SET state = 'withdrawn' WHERE id = :id AND state = 'in_force'", id=boundary_id
    )
    await tx.run(
        "UPDATE boundary_questions SET state = 'closed' WHERE boundary_id = :id AND state IN ('open', 'aside')",
        id=boundary_id,
    )
    return done == 1


async def opened(tx: Tx, one: Boundary) -> None:
    """The partner has this version's words on their screen."""
    await tx.run("UPDATE boundaries SET shown = :version WHERE id = :id", id=one.id, version=one.version)


async def acknowledge(tx: Tx, boundary_id: str, version: int, now: int) -> bool:
    """The partner has seen this version; returns whether it is the newest and that is news."""
    done = await tx.run(
        "UPDATE boundaries SET seen = :version, shown = :version, seen_at = :now "
        "WHERE id = :id AND state = 'in_force' AND version = :version AND seen < :version",
        id=boundary_id,
        version=version,
        now=now,
    )
    return done == 1


# -- questions -------------------------------------------------------------------------------------------------

_QUESTIONS = (
    "SELECT q.id, q.boundary_id, b.person_id AS author_id, q.asker_id, q.couple_id, q.state, q.words, q.answer "
    "FROM boundary_questions q JOIN boundaries b ON b.id = q.boundary_id "
)


def _question(row: Row) -> Question:
    return Question(**{name: row[name] for name in Question.__slots__})


async def question(tx: Tx, question_id: str, couple_id: str) -> Question | None:
    """The question of this id, if it was asked in this couple."""
    row = await tx.one(
        _QUESTIONS + "WHERE q.id = :id AND q.couple_id = :couple AND q.state <> 'closed'",
        id=question_id,
        couple=couple_id,
    )
    return None if row is None else _question(row)


async def open_questions(tx: Tx, author_id: str, couple_id: str, states: Sequence[str] = ("open",)) -> list[Question]:
    """What a person has been asked in this couple and has not answered, oldest first."""
    rows = await tx.all(
        _QUESTIONS + "WHERE b.person_id = :author AND q.couple_id = :couple AND q.state IN ('open', 'aside') "
        "ORDER BY q.id",
        author=author_id,
        couple=couple_id,
    )
    return [_question(row) for row in rows if row["state"] in states]


async def waiting(tx: Tx, *, boundary_id: str, asker_id: str, since: int) -> bool:
    """Whether a question asked after `since` has no answer."""
    row = await tx.one(
        "SELECT 1 AS waiting FROM boundary_questions WHERE boundary_id = :boundary AND asker_id = :asker "
        "AND state IN ('open', 'aside') AND asked_at > :since",
        boundary=boundary_id,
        asker=asker_id,
        since=since,
    )
    return row is not None


async def ask(tx: Tx, *, new_id: str, boundary_id: str, couple_id: str, words: Words, now: int) -> None:
    """Keep a question; an older one of the same person without an answer closes."""
    await tx.run(
        "UPDATE boundary_questions SET state = 'closed' "
        "WHERE boundary_id = :boundary AND asker_id = :asker AND state IN ('open', 'aside')",
        boundary=boundary_id,
        asker=words.owner,
    )
    await tx.run(
        "INSERT INTO boundary_questions (id, boundary_id, asker_id, couple_id, state, words, answer, asked_at) "
        "VALUES (:id, :boundary, :asker, :couple, 'open', :words, NULL, :now)",
        id=new_id,
        boundary=boundary_id,
        asker=words.owner,
        couple=couple_id,
        words=words,
        now=now,
    )


async def set_aside(tx: Tx, question_id: str) -> bool:
    """Its author would rather not answer now; returns whether it was open."""
    return (
        await tx.run("UPDATE boundary_questions SET state = 'aside' WHERE id = :id AND state = 'open'", id=question_id)
        == 1
    )


async def answer(tx: Tx, question_id: str, words: Words) -> bool:
    """Keep the answer; returns whether there was none yet."""
    done = await tx.run(
        "UPDATE boundary_questions SET state = 'answered', answer = :words "
        "WHERE id = :id AND state IN ('open', 'aside')",
        id=question_id,
        words=words,
    )
    return done == 1


# -- the log ---------------------------------------------------------------------------------------------------


async def log(tx: Tx, *, new_id: str, boundary_id: str, couple_id: str | None, what: str, kind: str, now: int) -> None:
    """Note what was done; the partner reads the entries of their couple."""
    await tx.run(
        "INSERT INTO boundary_log (id, boundary_id, couple_id, what, kind, at) "
        "VALUES (:id, :boundary, :couple, :what, :kind, :now)",
        id=new_id,
        boundary=boundary_id,
        couple=couple_id,
        what=what,
        kind=kind,
        now=now,
    )


async def log_of(tx: Tx, me_id: str, partner_id: str, couple_id: str, most: int) -> list[Row]:
    """The newest entries about my boundaries and about those my partner has shown me: what, kind, at, person_id."""
    return await tx.all(
        "SELECT l.what, l.kind, l.at, b.person_id FROM boundary_log l JOIN boundaries b ON b.id = l.boundary_id "
        "WHERE b.person_id = :me OR (b.person_id = :partner AND l.couple_id = :couple) ORDER BY l.id DESC LIMIT :most",
        me=me_id,
        partner=partner_id,
        couple=couple_id,
        most=most,
    )


async def log_counts(tx: Tx, couple_id: str, since: int) -> dict[str, int]:
    """How often each of a couple wrote or changed one since then, by person. For counts about both (SAFETY 17)."""
    rows = await tx.all(
        "SELECT b.person_id, COUNT(*) AS found FROM boundary_log l JOIN boundaries b ON b.id = l.boundary_id "
        "WHERE l.couple_id = :couple AND l.what IN ('written', 'changed') AND l.at > :since GROUP BY b.person_id",
        couple=couple_id,
        since=since,
    )
    return {row["person_id"]: int(row["found"]) for row in rows}
