"""Runs as rows: loaded, moved on by the pure logic, kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from bot.couples import Couple, Person, couple, person
from bot.errors import Refused
from bot.feature import Context
from bot.guides.library import Library
from bot.guides.moves import State, Track
from bot.guides.script import Guide
from bot.store import Words

_STATE = TypeAdapter(State)


@dataclass(frozen=True, slots=True)
class Run:
    """One guide under way. `couple` is None where somebody goes alone; `then` is called when it is over."""

    id: str
    guide: Guide
    couple: Couple | None
    people: tuple[Person, ...]
    state: State
    then: tuple[str, Mapping[str, str]] | None = None

    @property
    def owner(self) -> str:
        """Under whose key its state lies."""
        return self.people[0].id if self.couple is None else self.couple.id

    def person(self, person_id: str) -> Person:
        """One of its people."""
        return next(one for one in self.people if one.id == person_id)


async def add(ctx: Context, run: Run) -> None:
    """Keep a new run."""
    await ctx.tx.run(
        "INSERT INTO runs (id, guide, digest, couple_id, place_id, state, status, then_action, then_args, started_at) "
        "VALUES (:id, :guide, :digest, :couple, :place, :state, 'open', :then, :args, :now)",
        id=run.id,
        guide=run.guide.name,
        digest=run.guide.digest,
        couple=None if run.couple is None else run.couple.id,
        place=run.state.venue or None,
        state=_kept(run),
        then=None if run.then is None else run.then[0],
        args=None if run.then is None else json.dumps(dict(run.then[1])),
        now=ctx.now,
    )
    await ctx.tx.many(
        "INSERT INTO run_people (run_id, person_id) VALUES (:run, :person)",
        [{"run": run.id, "person": one.id} for one in run.people],
    )


async def save(ctx: Context, run: Run) -> None:
    """Keep where it stands."""
    await ctx.tx.run("UPDATE runs SET state = :state WHERE id = :id", id=run.id, state=_kept(run))


async def end(ctx: Context, run: Run) -> None:
    """It is over: nothing about it will fall due."""
    await ctx.tx.run("UPDATE runs SET status = 'over', ended_at = :now WHERE id = :id", id=run.id, now=ctx.now)
    await ctx.drop_timers(run.id)


def said_slot(run: Run) -> str:
    """What marks the messages of a run that stand beside its card, and are never replaced."""
    return f"run:{run.id}:said"


async def unsay(ctx: Context, run: Run) -> None:
    """What of it was written and not yet sent stays unsaid; the word that it was stopped is sent."""
    await ctx.tx.run(
        "DELETE FROM outbox WHERE state = 'queued' AND (slot = :said OR (slot = :slot AND id NOT IN "
        "(SELECT MAX(id) FROM outbox WHERE slot = :slot GROUP BY place_id)))",
        slot=f"run:{run.id}",
        said=said_slot(run),
    )


async def showed(ctx: Context, run: Run) -> None:
    """Something of it was shown to both: it can be read again."""
    await ctx.tx.run("UPDATE runs SET shown_at = :now WHERE id = :id", id=run.id, now=ctx.now)


async def load(ctx: Context, run_id: str, *, ended: bool = False) -> Run:
    """A run that is open, or also one that has `ended`.

    One who left its couple stands where somebody stands who never answered, and never will. Raises
    Refused("guide-over") if there is none.
    """
    row = await ctx.tx.one("SELECT * FROM runs WHERE id = :id", id=run_id)
    if row is None or (row["status"] != "open" and not ended):
        raise Refused("guide-over")
    rows = await ctx.tx.all("SELECT person_id FROM run_people WHERE run_id = :id ORDER BY person_id", id=run_id)
    people = tuple([await person(ctx.tx, one["person_id"]) for one in rows])
    both = None if row["couple_id"] is None else await couple(ctx.tx, row["couple_id"])
    then = None if row["then_action"] is None else (row["then_action"], json.loads(row["then_args"]))
    guide = await ctx.house.part(Library).version(ctx.tx, row["digest"])
    state = _STATE.validate_json(row["state"])
    if both is not None and both.left:
        tracks = {who: _silent(guide, track) if who in both.left else track for who, track in state.tracks.items()}
        state = replace(state, tracks=tracks)
    return Run(run_id, guide, both, people, state, then)


def _silent(guide: Guide, track: Track) -> Track:
    """Where one who left stands: as one who never began, or, where the two go step by step, who goes no further."""
    if guide.structure.kind == "journey" or guide.structure.roles or guide.structure.venue == "room":
        return replace(track, how=track.how if track.how == "knock" else "")
    return Track()


async def open_ids(ctx: Context, guide: str, owner: Couple | Person) -> list[tuple[str, bool]]:
    """The runs of this guide that are under way for this couple or person, and whether something of each was shown."""
    rows = await ctx.tx.all(
        "SELECT DISTINCT r.id, r.shown_at FROM runs r JOIN run_people p ON p.run_id = r.id WHERE r.guide = :guide "
        "AND r.status = 'open' AND (r.couple_id = :owner OR (r.couple_id IS NULL AND p.person_id = :owner)) "
        "ORDER BY r.id",
        guide=guide,
        owner=owner.id,
    )
    return [(row["id"], row["shown_at"] is not None) for row in rows]


async def open_run(ctx: Context, guide: str, owner: Couple | Person) -> str | None:
    """The id of the run of this guide that is under way for this couple (or this person alone)."""
    row = await ctx.tx.one(
        "SELECT r.id FROM runs r JOIN run_people p ON p.run_id = r.id WHERE r.guide = :guide AND r.status = 'open' "
        "AND (r.couple_id = :owner OR (r.couple_id IS NULL AND p.person_id = :owner)) LIMIT 1",
        guide=guide,
        owner=owner.id,
    )
    return None if row is None else str(row["id"])


async def open_runs_of(ctx: Context, person_id: str) -> list[Run]:
    """Every run under way that this person is in."""
    rows = await ctx.tx.all(
        "SELECT r.id FROM runs r JOIN run_people p ON p.run_id = r.id "
        "WHERE p.person_id = :person AND r.status = 'open' AND (r.couple_id IS NULL OR r.couple_id IN "
        "(SELECT couple_id FROM members WHERE person_id = :person AND closed_at IS NULL)) ORDER BY r.id",
        person=person_id,
    )
    return [await load(ctx, row["id"]) for row in rows]


async def open_at(ctx: Context, place_id: str) -> Run | None:
    """The run under way in a couple's place."""
    row = await ctx.tx.one("SELECT id FROM runs WHERE place_id = :place AND status = 'open' LIMIT 1", place=place_id)
    return None if row is None else await load(ctx, row["id"])


async def count(ctx: Context, guide: str, owner: Couple | Person) -> int:
    """How often a guide was begun by this couple, or by this person alone."""
    row = await ctx.tx.one(
        "SELECT COUNT(*) AS n FROM runs r WHERE r.guide = :guide AND r.couple_id = :owner",
        guide=guide,
        owner=owner.id,
    )
    return 0 if row is None else int(row["n"])


# -- answers ---------------------------------------------------------------------------------------------------


async def answers_of(ctx: Context, run: Run) -> dict[tuple[str, str, str], str]:
    """Every answer of a run, by (step, item, person). Whoever left has none."""
    left = frozenset() if run.couple is None else run.couple.left
    rows = await ctx.tx.all("SELECT step, item, person_id, value FROM answers WHERE run_id = :run", run=run.id)
    return {(row["step"], row["item"], row["person_id"]): row["value"] for row in rows if row["person_id"] not in left}


async def keep_answer(ctx: Context, run: Run, person_id: str, step: str, item: str, value: str) -> None:
    """Keep an answer, in place of an earlier one."""
    await ctx.tx.run(
        "INSERT INTO answers (run_id, step, item, person_id, value) VALUES (:run, :step, :item, :person, :value) "
        "ON CONFLICT (run_id, step, item, person_id) DO UPDATE SET value = excluded.value",
        run=run.id,
        step=step,
        item=item,
        person=person_id,
        value=Words(person_id, value),
    )


async def drop_answers(ctx: Context, run: Run, person_id: str, steps: tuple[str, ...]) -> None:
    """Drop a person's answers to these steps."""
    for step in steps:
        await ctx.tx.run(
            "DELETE FROM answers WHERE run_id = :run AND person_id = :person AND step = :step",
            run=run.id,
            person=person_id,
            step=step,
        )


def _kept(run: Run) -> Words:
    return Words(run.owner, _STATE.dump_json(run.state).decode())
