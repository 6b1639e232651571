"""What was shown to both, and what one wrote for oneself: to be read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Card, card
from bot.content import Own, Phrase, When, line
from bot.couples import Person
from bot.errors import Refused
from bot.feature import Context
from bot.guides import runs
from bot.guides.runs import Run
from bot.guides.telling import Telling

PAGE = 10


@dataclass(frozen=True, slots=True)
class Past:
    """Something that can be read again: `alone` where one wrote it for oneself."""

    run_id: str
    title: Phrase
    at: int
    alone: bool


_READABLE = (
    "FROM runs r JOIN run_people p ON p.run_id = r.id WHERE p.person_id = :person AND (r.shown_at IS NOT NULL OR "
    "(r.couple_id IS NULL AND EXISTS (SELECT 1 FROM answers a WHERE a.run_id = r.id)))"
)


async def past(ctx: Context, person: Person, page: int) -> tuple[list[Past], bool]:
    """A page of what this person can read again, the newest first, and whether there is more."""
    rows = await ctx.tx.all(
        "SELECT r.id, r.couple_id, COALESCE(r.shown_at, r.ended_at, r.started_at) AS at "
        f"{_READABLE} ORDER BY at DESC, r.id DESC LIMIT :limit OFFSET :skip",
        person=person.id,
        limit=PAGE + 1,
        skip=page * PAGE,
    )
    found = []
    for row in rows[:PAGE]:
        run = await runs.load(ctx, row["id"], ended=True)
        found.append(Past(run.id, run.guide.head("title"), row["at"], row["couple_id"] is None))
    return found, len(rows) > PAGE


async def retell(ctx: Context, person: Person, run_id: str) -> list[Card]:
    """What was shown of a run, as it was shown; of one's own, what one wrote. Raises Refused if it is not theirs."""
    run = await _readable(ctx, person, run_id)
    row = await ctx.tx.one("SELECT COALESCE(shown_at, ended_at, started_at) AS at FROM runs WHERE id = :id", id=run_id)
    assert row is not None
    both = ctx.partnership
    shared = both is not None and run.couple is not None and both.id == run.couple.id and both.together
    readers = run.people if shared else (person,)
    telling = Telling(ctx, run, await _answers(ctx, run, readers))
    head = card(line("guide-past", title=run.guide.head("title"), day=When(row["at"], "day")))
    told = await _alone(telling, run, person) if run.couple is None else await _together(telling, run, readers)
    return [head, *told]


async def _answers(ctx: Context, run: Run, people: Sequence[Person]) -> dict[tuple[str, str, str], str]:
    """What these wrote in it. Once a couple is no more, each keeps their own words, and those only."""
    rows = await ctx.tx.all("SELECT step, item, person_id, value FROM answers WHERE run_id = :run", run=run.id)
    wrote = {one.id for one in people}
    return {(row["step"], row["item"], row["person_id"]): row["value"] for row in rows if row["person_id"] in wrote}


async def _together(telling: Telling, run: Run, people: Sequence[Person]) -> list[Card]:
    """The reveals that came about, and the answers that were shown as they were given."""
    cards, reveals = [], 0
    for step in run.guide.steps.values():
        if step.reveal is not None:
            reveals += 1
            if reveals <= run.state.round:
                told = [(one, await telling.told(one, step)) for one in people]
                cards.append(card(*(line("guide-of", name=Own(one.name), answers=said) for one, said in told)))
        elif step.ask is not None and step.ask.visible == "shared":
            cards += [
                await telling.one_answer(one, step.id, item)
                for one in people
                for item in telling.items(one, step.id)
                if telling.answered(one, step.id, item)
            ]
    return cards


async def _alone(telling: Telling, run: Run, person: Person) -> list[Card]:
    lines: list[Phrase] = []
    for step_id in run.guide.steps:
        if run.guide.asked(step_id) is not None:
            lines += [
                await telling.answer(person, step_id, item)
                for item in telling.items(person, step_id)
                if telling.answered(person, step_id, item)
            ]
    return [card(one) for one in lines]


async def forget_run(ctx: Context, person: Person, run_id: str) -> None:
    """Delete what somebody wrote for themselves. Raises Refused if it is not theirs alone."""
    run = await _readable(ctx, person, run_id)
    if run.couple is not None:
        raise Refused("guide-over")
    await ctx.drop_timers(run_id)
    for table in ("answers", "run_people"):
        await ctx.tx.run(f"DELETE FROM {table} WHERE run_id = :id", id=run_id)  # noqa: S608  # names of ours
    await ctx.tx.run("DELETE FROM runs WHERE id = :id", id=run_id)


async def _readable(ctx: Context, person: Person, run_id: str) -> Run:
    row = await ctx.tx.one(f"SELECT r.id {_READABLE} AND r.id = :run", person=person.id, run=run_id)
    if row is None:
        raise Refused("guide-over")
    return await runs.load(ctx, run_id, ended=True)
