"""The rows of promises: their versions, the rounds in which they are asked about, sealed answers, and a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.store import Row, Tx, Words
from bot.store.tables import kept, of, table, text, whole
from handlers.promises.rules import OPEN, Promise, State
from handlers.promises.terms import Kind, Repeat, Terms

table(
    "promises",
    text("id", primary_key=True),
    text("couple_id", of("couples.id"), index=True),
    text("author_id", of("persons.id"), index=True),
    text("kind"),
    text("state"),
    kept("plan_if", nullable=True),
    kept("plan_then", nullable=True),
    kept("note", nullable=True),  # the change that the other suggests
    whole("version"),  # the one in force
    whole("due_at", nullable=True),  # the next time it is due
    whole("turn"),  # counts each setting of its timers: one set for an earlier turn is void
    whole("round"),  # the newest asking
    whole("closes_at"),  # when the offer closes
    whole("changed_on"),  # the noon of that day
)

table(
    "promise_versions",
    text("promise_id", of("promises.id"), primary_key=True),
    whole("version", primary_key=True),
    text("writer_id", of("persons.id"), index=True),
    text("state"),  # written | proposed | dropped
    kept("text"),
    whole("due_at", nullable=True),
    text("repeats", nullable=True),
    whole("written_on"),
)

table(
    "promise_log",
    text("id", primary_key=True),
    text("promise_id", of("promises.id"), index=True),
    text("what"),  # changed | paused | resumed | withdrawn | released
    whole("on_day"),
)

_SELECT: Final = (
    "SELECT p.*, v.text, v.writer_id, v.repeats FROM promises p "
    "JOIN promise_versions v ON v.promise_id = p.id AND v.version = p.version "
)
_OPEN: Final = ", ".join(f"'{state}'" for state in OPEN)
PAGE: Final = 8


def _promise(row: Row) -> Promise:
    return Promise(
        id=row["id"],
        couple_id=row["couple_id"],
        author_id=row["author_id"],
        writer_id=row["writer_id"],
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        text=row["text"],
        plan_if=row["plan_if"] or "",
        plan_then=row["plan_then"] or "",
        note=row["note"] or "",
        due_at=row["due_at"],
        repeat=Repeat.from_stored(row["repeats"]),
        version=row["version"],
        turn=row["turn"],
        round=row["round"],
        closes_at=row["closes_at"],
    )


async def promise(tx: Tx, promise_id: str) -> Promise | None:
    """The promise as it stands, or None if there is none."""
    row = await tx.one(f"{_SELECT} WHERE p.id = :id", id=promise_id)
    return None if row is None else _promise(row)


async def add(tx: Tx, *, new_id: str, couple_id: str, author_id: str, kind: Kind, terms: Terms, day: int) -> None:
    """Keep a new draft."""
    await tx.run(
        "INSERT INTO promises (id, couple_id, author_id, kind, state, version, due_at, turn, round, closes_at, "
        "changed_on) VALUES (:id, :couple, :author, :kind, :state, 1, :due, 0, 0, 0, :day)",
        id=new_id,
        couple=couple_id,
        author=author_id,
        kind=kind.value,
        state=State.DRAFT.value,
        due=terms.due_at,
        day=day,
    )
    await _add_version(tx, new_id, 1, author_id, "written", terms, day)


async def _add_version(
    tx: Tx, promise_id: str, version: int, writer_id: str, state: str, terms: Terms, day: int
) -> None:
    await tx.run(
        "INSERT INTO promise_versions (promise_id, version, writer_id, state, text, due_at, repeats, written_on) "
        "VALUES (:id, :version, :writer, :state, :text, :due, :repeats, :day)",
        id=promise_id,
        version=version,
        writer=writer_id,
        state=state,
        text=Words(writer_id, terms.text),
        due=terms.due_at,
        repeats=None if terms.repeat is None else terms.repeat.stored(),
        day=day,
    )


async def rewrite(tx: Tx, old: Promise, kind: Kind, terms: Terms) -> None:
    """Put other words, kind or date into a draft."""
    await tx.run(
        "UPDATE promises SET kind = :kind, due_at = :due WHERE id = :id", id=old.id, kind=kind.value, due=terms.due_at
    )
    await tx.run(
        "UPDATE promise_versions SET text = :text, due_at = :due, repeats = :repeats "
        "WHERE promise_id = :id AND version = :version",
        id=old.id,
        version=old.version,
        text=Words(old.author_id, terms.text),
        due=terms.due_at,
        repeats=None if terms.repeat is None else terms.repeat.stored(),
    )


async def keep_plan(tx: Tx, old: Promise, plan_if: str, plan_then: str) -> None:
    """Keep the author's if-then plan."""
    await tx.run(
        "UPDATE promises SET plan_if = :one, plan_then = :other WHERE id = :id",
        id=old.id,
        one=Words(old.author_id, plan_if),
        other=Words(old.author_id, plan_then),
    )


async def forget(tx: Tx, promise_id: str) -> None:
    """Let go of a draft as if it had never been."""
    await tx.run("DELETE FROM promises WHERE id = :id", id=promise_id)


async def move(tx: Tx, promise_id: str, state: State, *, day: int) -> None:
    """The promise now stands there."""
    await tx.run(
        "UPDATE promises SET state = :state, changed_on = :day WHERE id = :id",
        id=promise_id,
        state=state.value,
        day=day,
    )


async def set_due(tx: Tx, old: Promise, due_at: int) -> int:
    """Set when it is due next; returns the turn under which its timers stand."""
    await tx.run("UPDATE promises SET due_at = :due, turn = turn + 1 WHERE id = :id", id=old.id, due=due_at)
    return old.turn + 1


async def offer(tx: Tx, old: Promise, closes_at: int) -> int:
    """It is offered until then; returns the turn of its timer."""
    await tx.run(
        "UPDATE promises SET state = :state, closes_at = :at, turn = turn + 1 WHERE id = :id",
        id=old.id,
        state=State.OFFERED.value,
        at=closes_at,
    )
    return old.turn + 1


async def suggest(tx: Tx, promise_id: str, note: Words) -> None:
    """The other suggests a change."""
    await tx.run(
        "UPDATE promises SET state = :state, note = :note WHERE id = :id",
        id=promise_id,
        state=State.SUGGESTED.value,
        note=note,
    )


async def write_anew(tx: Tx, old: Promise, writer_id: str, terms: Terms, day: int) -> None:
    """A new version, in force at once: nobody has agreed to the old one yet."""
    version = await _next_version(tx, old.id)
    await _add_version(tx, old.id, version, writer_id, "written", terms, day)
    await tx.run(
        "UPDATE promises SET version = :version, due_at = :due WHERE id = :id",
        id=old.id,
        version=version,
        due=terms.due_at,
    )


async def _next_version(tx: Tx, promise_id: str) -> int:
    row = await tx.one("SELECT MAX(version) AS newest FROM promise_versions WHERE promise_id = :id", id=promise_id)
    assert row is not None
    return int(row["newest"]) + 1


# -- changes proposed ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A version that waits for the other's acceptance."""

    version: int
    writer_id: str
    terms: Terms


async def propose(tx: Tx, old: Promise, writer_id: str, terms: Terms, day: int) -> int:
    """Keep a new version until the other accepts it, in place of one proposed before; returns its number."""
    await drop_change(tx, old.id)
    version = await _next_version(tx, old.id)
    await _add_version(tx, old.id, version, writer_id, "proposed", terms, day)
    return version


async def change(tx: Tx, promise_id: str) -> Change | None:
    """The version that waits, if one does."""
    row = await tx.one(
        "SELECT version, writer_id, text, due_at, repeats FROM promise_versions "
        "WHERE promise_id = :id AND state = 'proposed'",
        id=promise_id,
    )
    if row is None:
        return None
    terms = Terms(row["text"], row["due_at"], Repeat.from_stored(row["repeats"]))
    return Change(row["version"], row["writer_id"], terms)


async def drop_change(tx: Tx, promise_id: str) -> None:
    """What was proposed does not come."""
    await tx.run(
        "UPDATE promise_versions SET state = 'dropped' WHERE promise_id = :id AND state = 'proposed'",
        id=promise_id,
    )


async def accept_change(tx: Tx, promise_id: str, version: int) -> None:
    """The proposed version is in force."""
    await tx.run(
        "UPDATE promise_versions SET state = 'written' WHERE promise_id = :id AND version = :version",
        id=promise_id,
        version=version,
    )
    await tx.run("UPDATE promises SET version = :version WHERE id = :id", id=promise_id, version=version)


async def log(tx: Tx, *, new_id: str, promise_id: str, what: str, day: int) -> None:
    """Note what changed, to the day."""
    await tx.run(
        "INSERT INTO promise_log (id, promise_id, what, on_day) VALUES (:id, :promise, :what, :day)",
        id=new_id,
        promise=promise_id,
        what=what,
        day=day,
    )


async def logged(tx: Tx, promise_id: str) -> Sequence[tuple[str, int]]:
    """The newest changes (what, and on which day), oldest first."""
    rows = await tx.all(
        "SELECT what, on_day FROM promise_log WHERE promise_id = :id ORDER BY id DESC LIMIT 5", id=promise_id
    )
    return [(row["what"], row["on_day"]) for row in reversed(rows)]


# -- lists ---------------------------------------------------------------------------------------------------
# `alone`: the partner is gone, so a person sees what they wrote themselves, and only that.

_SEEN: Final = (
    "WHERE p.couple_id = :couple AND (p.state <> 'draft' OR p.author_id = :me) AND (:alone = 0 OR v.writer_id = :me) "
)


async def open_page(tx: Tx, couple_id: str, me: str, page: int, *, alone: bool) -> list[Promise]:
    """A page of what is open, and one more if there is more: mine, the other's, both's; each by its due date."""
    rows = await tx.all(
        f"{_SELECT} {_SEEN} AND p.state IN ({_OPEN}) "
        "ORDER BY CASE WHEN p.kind = 'joint' THEN 2 WHEN p.author_id = :me THEN 0 ELSE 1 END, "
        "COALESCE(p.due_at, 0), p.id LIMIT :most OFFSET :skip",
        couple=couple_id,
        me=me,
        alone=int(alone),
        most=PAGE + 1,
        skip=page * PAGE,
    )
    return [_promise(row) for row in rows]


async def past_page(tx: Tx, couple_id: str, me: str, page: int, *, alone: bool) -> list[tuple[Promise, int]]:
    """A page of what is over, newest first, each with its day; and one more if there is more."""
    rows = await tx.all(
        f"{_SELECT} {_SEEN} AND p.state NOT IN ({_OPEN}) "
        "ORDER BY p.changed_on DESC, p.id DESC LIMIT :most OFFSET :skip",
        couple=couple_id,
        me=me,
        alone=int(alone),
        most=PAGE + 1,
        skip=page * PAGE,
    )
    return [(_promise(row), int(row["changed_on"])) for row in rows]


async def changed_on(tx: Tx, promise_id: str) -> int:
    """The day (its noon) on which it came to where it stands."""
    row = await tx.one("SELECT changed_on FROM promises WHERE id = :id", id=promise_id)
    assert row is not None
    return int(row["changed_on"])


async def waiting(tx: Tx, couple_id: str, me: str, *, alone: bool) -> list[Promise]:
    """What waits for this person: drafts, offers and suggestions to them, changes, and questions not answered."""
    rows = await tx.all(
        f"{_SELECT} {_SEEN} AND ((p.state IN ('draft', 'suggested') AND p.author_id = :me) "  # noqa: S608  # constants
        "OR (p.state = 'offered' AND p.author_id <> :me) "
        "OR EXISTS (SELECT 1 FROM promise_versions w WHERE w.promise_id = p.id AND w.state = 'proposed' "
        "AND w.writer_id <> :me AND :alone = 0) "
        "OR EXISTS (SELECT 1 FROM promise_rounds r WHERE r.promise_id = p.id AND r.outcome IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM promise_answers a WHERE a.promise_id = r.promise_id "
        "AND a.round = r.round AND a.person_id = :me))) ORDER BY p.id LIMIT :most",
        couple=couple_id,
        me=me,
        alone=int(alone),
        most=PAGE,
    )
    return [_promise(row) for row in rows]


async def agreed(tx: Tx, couple_id: str, me: str, after: int, until: int, *, alone: bool) -> list[Promise]:
    """What holds between the two and is due after one instant and not after the other, soonest first."""
    rows = await tx.all(
        f"{_SELECT} {_SEEN} AND p.state = 'active' AND p.due_at > :after AND p.due_at <= :until "
        "ORDER BY p.due_at, p.id",
        couple=couple_id,
        me=me,
        alone=int(alone),
        after=after,
        until=until,
    )
    return [_promise(row) for row in rows]


async def count_open(tx: Tx, couple_id: str, author_id: str) -> int:
    """How many of this person's promises and drafts are open."""
    row = await tx.one(
        "SELECT COUNT(*) AS found FROM promises "  # noqa: S608  # constants of ours
        f"WHERE couple_id = :couple AND author_id = :me AND state IN ({_OPEN})",
        couple=couple_id,
        me=author_id,
    )
    return 0 if row is None else int(row["found"])
