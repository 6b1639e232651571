"""The rows of rhythms: a guide, and when it comes; and what a couple or a person wishes of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.cadence import Cadence
from bot.store import Row, Tx
from bot.store.tables import of, table, text, whole

table(
    "rhythms",
    text("id", primary_key=True),
    text("couple_id", of("couples.id"), nullable=True, index=True),  # whose it is: a couple's,
    text("person_id", of("persons.id"), nullable=True, index=True),  # or one person's alone
    text("guide"),
    text("cadence"),
    whole("hour"),
    whole("minute"),
    text("zone"),
    whole("running"),
    whole("unshared"),  # closings in a row without a reveal
    text("last_date"),  # the local date it was last due; before its first, the day before
    text("skip_date", nullable=True),  # the local date on which it is left out once
    text("rest_until", nullable=True),  # the last local date of its rest
    text("held_from", nullable=True),  # the local date of the prompt that waits for a day with room
    text("came_on", nullable=True),  # the local date on which a prompt of it came last
    whole("gives_way", nullable=True),  # 1: on a full day it is left out, and does not move
    whole("apart", nullable=True),  # 1: it comes to each of the two at its hour where they live
)

table(
    "rhythm_wishes",
    text("id", primary_key=True),  # the couple's id, or the person's
    text("couple_id", of("couples.id"), nullable=True, index=True),
    text("person_id", of("persons.id"), nullable=True, index=True),
    whole("most", nullable=True),  # prompts a day that come by themselves, at most
    text("rest_until", nullable=True),  # the last local date of a holiday
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A guide and when it comes, as wall-clock time and zone: to a couple, or to one person (`person_id`).

    One that is `apart` comes to each of a couple at that time where they live. `zones` are the two's (one, where they
    live in the same); no row has them, they are filled in by whoever knows the couple.
    """

    id: str
    couple_id: str | None
    person_id: str | None
    guide: str
    cadence: Cadence
    hour: int
    minute: int
    zone: str
    running: bool
    unshared: int
    last_date: date
    skip_date: date | None = None
    rest_until: date | None = None
    held_from: date | None = None
    came_on: date | None = None
    gives_way: bool = False
    apart: bool = False
    zones: tuple[str, ...] = ()

    @property
    def where(self) -> tuple[str, ...]:
        """The zones in which it comes at its time."""
        return self.zones or (self.zone,)

    @property
    def owner_id(self) -> str:
        """The couple's id, or the person's."""
        owner = self.couple_id or self.person_id
        assert owner is not None, "a rhythm is somebody's"
        return owner


@dataclass(frozen=True, slots=True)
class Wish:
    """What holds for all rhythms of a couple or a person: how many a day, and until when they rest."""

    most: int | None = None
    rest_until: date | None = None


NO_WISH = Wish()


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rhythm(row: Row) -> Rhythm:
    return Rhythm(
        row["id"],
        row["couple_id"],
        row["person_id"],
        row["guide"],
        Cadence.from_stored(row["cadence"]),
        row["hour"],
        row["minute"],
        row["zone"],
        bool(row["running"]),
        row["unshared"],
        date.fromisoformat(row["last_date"]),
        _day(row["skip_date"]),
        _day(row["rest_until"]),
        _day(row["held_from"]),
        _day(row["came_on"]),
        bool(row["gives_way"]),
        bool(row["apart"]),
    )


async def put(tx: Tx, rhythm: Rhythm) -> None:
    """Keep a rhythm, new or changed."""
    await tx.run(
        "INSERT INTO rhythms (id, couple_id, person_id, guide, cadence, hour, minute, zone, running, unshared, "
        "last_date, skip_date, rest_until, held_from, came_on, gives_way, apart) "
        "VALUES (:id, :couple, :person, :guide, :cadence, :hour, :minute, :zone, :running, :unshared, "
        ":last, :skip, :rest, :held, :came, :gives_way, :apart) "
        "ON CONFLICT (id) DO UPDATE SET cadence = excluded.cadence, hour = excluded.hour, minute = excluded.minute, "
        "zone = excluded.zone, running = excluded.running, unshared = excluded.unshared, "
        "last_date = excluded.last_date, skip_date = excluded.skip_date, rest_until = excluded.rest_until, "
        "held_from = excluded.held_from, came_on = excluded.came_on, gives_way = excluded.gives_way, "
        "apart = excluded.apart",
        id=rhythm.id,
        couple=rhythm.couple_id,
        person=rhythm.person_id,
        guide=rhythm.guide,
        cadence=rhythm.cadence.stored(),
        hour=rhythm.hour,
        minute=rhythm.minute,
        zone=rhythm.zone,
        running=int(rhythm.running),
        unshared=rhythm.unshared,
        last=rhythm.last_date.isoformat(),
        skip=_iso(rhythm.skip_date),
        rest=_iso(rhythm.rest_until),
        held=_iso(rhythm.held_from),
        came=_iso(rhythm.came_on),
        gives_way=int(rhythm.gives_way),
        apart=int(rhythm.apart),
    )


async def of_couple(tx: Tx, couple_id: str) -> list[Rhythm]:
    """The couple's rhythms, the oldest first."""
    rows = await tx.all("SELECT * FROM rhythms WHERE couple_id = :id ORDER BY id", id=couple_id)
    return [_rhythm(row) for row in rows]


async def of_person(tx: Tx, person_id: str) -> list[Rhythm]:
    """What one person set for themselves alone, the oldest first."""
    rows = await tx.all("SELECT * FROM rhythms WHERE person_id = :id ORDER BY id", id=person_id)
    return [_rhythm(row) for row in rows]


async def one(tx: Tx, rhythm_id: str) -> Rhythm | None:
    """A rhythm, if it is still there."""
    row = await tx.one("SELECT * FROM rhythms WHERE id = :id", id=rhythm_id)
    return None if row is None else _rhythm(row)


async def drop(tx: Tx, rhythm_id: str) -> None:
    """Let go of a rhythm for good."""
    await tx.run("DELETE FROM rhythms WHERE id = :id", id=rhythm_id)


# -- wishes for all of them ------------------------------------------------------------------------------------


async def wishes(tx: Tx, *ids: str) -> Mapping[str, Wish]:
    """What these wish; the ids are those of a couple and of persons, three at most."""
    names = dict(zip("abc", (*ids, "", "")[:3], strict=True))
    rows = await tx.all("SELECT id, most, rest_until FROM rhythm_wishes WHERE id IN (:a, :b, :c)", **names)
    return {row["id"]: Wish(row["most"], _day(row["rest_until"])) for row in rows}


async def wish_most(tx: Tx, most: int, *, couple_id: str | None = None, person_id: str | None = None) -> None:
    """Keep how many a day, for a couple or for a person."""
    await tx.run(
        "INSERT INTO rhythm_wishes (id, couple_id, person_id, most) VALUES (:id, :couple, :person, :most) "
        "ON CONFLICT (id) DO UPDATE SET most = excluded.most",
        id=couple_id or person_id,
        couple=couple_id,
        person=person_id,
        most=most,
    )


async def wish_rest(tx: Tx, until: date | None, *, couple_id: str | None = None, person_id: str | None = None) -> None:
    """Keep the last day of a holiday, for a couple or for a person; None ends it."""
    await tx.run(
        "INSERT INTO rhythm_wishes (id, couple_id, person_id, rest_until) VALUES (:id, :couple, :person, :rest) "
        "ON CONFLICT (id) DO UPDATE SET rest_until = excluded.rest_until",
        id=couple_id or person_id,
        couple=couple_id,
        person=person_id,
        rest=_iso(until),
    )


async def set_quiet(tx: Tx, person_id: str, start: int, end: int) -> None:
    """A person's quiet hours, in minutes after local midnight; equal means none."""
    await tx.run(
        "UPDATE persons SET quiet_from = :start, quiet_to = :end WHERE id = :id", id=person_id, start=start, end=end
    )
