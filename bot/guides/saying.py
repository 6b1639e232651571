"""What a run's effects say: to each, to the other, in the couple's place or their room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import rooms
from bot.cards import Card
from bot.content import Own, Phrase, line
from bot.couples import Person
from bot.feature import Context
from bot.guides import measures, moves, runs
from bot.guides.kinds import Step
from bot.guides.moves import Effect
from bot.guides.runs import Run
from bot.guides.screens import Screens
from bot.guides.script import Part


async def say_all(ctx: Context, run: Run, effects: Sequence[Effect], screens: Screens) -> None:
    """Say what there is to say, in order."""
    said: set[str] = set()
    for number, effect in enumerate(effects):
        if run.state.venue and isinstance(effect, moves.Show | moves.ShowOther):
            await _in_place(ctx, run, screens, effect, effects[number + 1 :], said)
        else:
            await _say(ctx, run, screens, effect)


async def _say(ctx: Context, run: Run, screens: Screens, effect: Effect) -> None:  # noqa: C901  # one case an effect
    match effect:
        case moves.Show(person_id, step, item):
            person = run.person(person_id)
            await _show(ctx, run, person, await screens.standing(person, step, item), step)
        case moves.ShowOther(person_id, step, item):
            person = run.person(person_id)
            await _show(ctx, run, person, await screens.other(person, run.guide.steps[step], item), step)
        case moves.Close(person_id):
            await ctx.tell(run.person(person_id), screens.closed())
        case moves.Rest(person_id):
            await ctx.tell(run.person(person_id), screens.rests())
        case moves.End(person_id):
            await ctx.tell(run.person(person_id), screens.stopped())
        case moves.ShowTogether(step):
            reveal = run.guide.steps[step].reveal
            assert reveal is not None
            await measures.keep(ctx.tx, run, reveal, await runs.answers_of(ctx, run), ctx.now)
            await say_to_room(ctx, run, await screens.together(run.guide.steps[step]))
            await runs.showed(ctx, run)
        case moves.ShowAnswer(person_id, step, item):
            await _show_answer(
                ctx, run, run.person(person_id), await screens.one_answer(run.person(person_id), step, item)
            )
        case moves.ShowGiven(person_id, _, names):
            await _give(ctx, run, run.person(person_id), await screens.given(run.person(person_id), names))
        case moves.ShowRoom(step):
            await say_to_room(ctx, run, Card([await screens.text(run.people[0], run.guide.steps[step], "")], anew=True))
        case moves.ShowChart(step):
            await _chart(ctx, run, screens, step)
        case moves.CallTime(step, item):
            await _call_time(ctx, run, screens, step, item)
        case _:
            pass


def _live(run: Run, step: str) -> bool:
    """Whether both are there, talking, at this step: nobody's quiet hours hold it up then."""
    parent = run.guide.parents.get(step)
    return run.guide.structure.venue == "room" and parent is not None and run.guide.steps[parent].turns is not None


async def _show(ctx: Context, run: Run, person: Person, shown: Card, step: str) -> None:
    """On the card they just pressed, if they did; below everything else, if something else happened."""
    acting = ctx.actor is not None and ctx.actor.id == person.id
    at = await rooms.place(ctx.tx, person.place_id) if not acting and _live(run, step) else None
    await ctx.tell(person, shown if acting and ctx.message_id else replace(shown, anew=True), at=at)


async def say_to_room(ctx: Context, run: Run, shown: Card) -> None:
    """To the couple's room; to whoever is still there, once one has left."""
    if run.couple is None:
        await ctx.tell(run.people[0], shown)
    elif run.state.venue:
        await ctx.carry(await rooms.place(ctx.tx, run.state.venue), shown)
    elif run.couple.together:
        await ctx.say(run.couple, shown)
    else:
        await ctx.tell_both(run.couple, shown)


async def _show_answer(ctx: Context, run: Run, author: Person, shown: Card) -> None:
    """One answer, as it is given: in the couple's place; where they have none, to the other."""
    if run.couple is None:
        return
    await runs.showed(ctx, run)
    places = await rooms.places_of(ctx.tx, run.couple.room_id)
    if run.couple.together and any(one.address.kind != "direct" for one in places):
        await ctx.say(run.couple, shown)
    else:
        await ctx.tell(run.couple.seen_by(author.id).partner, shown)


async def _give(ctx: Context, run: Run, author: Person, shown: Card) -> None:
    """What somebody chose to show, to their partner alone."""
    couple = run.couple or ctx.partnership
    if couple is not None:
        await ctx.tell(couple.seen_by(author.id).partner, shown)
        await runs.showed(ctx, run)


async def _chart(ctx: Context, run: Run, screens: Screens, step: str) -> None:
    chart = run.guide.steps[step].chart
    assert chart is not None
    if run.couple is not None:
        found = await measures.means(ctx.tx, run.couple.id, chart.of, chart.weeks, ctx.now)
        if (shown := screens.chart(run.guide.steps[step], found)) is not None:
            await say_to_room(ctx, run, shown)


async def _in_place(
    ctx: Context,
    run: Run,
    screens: Screens,
    effect: moves.Show | moves.ShowOther,
    rest: Sequence[Effect],
    said: set[str],
) -> None:
    """What each would be shown alone is said once, in the couple's place, to whom it is for."""
    step = run.guide.steps.get(effect.step)
    key = f"{effect.step}/{effect.item}"
    if step is None or key in said:
        return
    said.add(key)
    holder = screens.holder(step, effect.item)
    if holder is None:
        shown = await screens.standing(run.person(effect.person), effect.step, effect.item)
        await say_to_room(ctx, run, replace(shown, slot=None, anew=True))
        return
    own = await screens.standing(run.person(holder), effect.step, effect.item)
    lines = [_addressed(run, step, "text", run.person(holder), own.lines[0])]
    other = next(one for one in run.people if one.id != holder)
    if run.guide.has(step.id, "other") and any(isinstance(one, moves.ShowOther) for one in (effect, *rest)):
        words = await screens.other(other, step, effect.item)
        lines.append(_addressed(run, step, "other", other, words.lines[0]))
    await say_to_room(
        ctx, run, Card(lines, own.rows, slot=screens.slot, anew=not ctx.message_id or step.floor is not None)
    )


def _addressed(run: Run, step: Step, part: Part, person: Person, words: Phrase) -> Phrase:
    """Words for one of the two, where both read them: their name stands above, if the words don't name them."""
    return words if run.guide.uses(step.id, part, "name") else line("guide-to", name=Own(person.name), text=words)


async def _call_time(ctx: Context, run: Run, screens: Screens, step: str, item: str) -> None:
    """Tell both that the time of a floor is over, and the speaker how to go on."""
    holder = screens.holder(run.guide.steps[step], item)
    if run.state.venue:
        await say_to_room(ctx, run, Card([line("guide-floor-time")], anew=True))
        return
    for person in run.people:
        mine = person.id == holder
        shown = screens.spoke(run.guide.steps[step], item) if mine else Card([])
        question = shown.question if mine else (await screens.other(person, run.guide.steps[step], item)).question
        told = Card([line("guide-floor-time")], shown.rows, slot=screens.slot, question=question, anew=True)
        await ctx.tell(person, told, at=await rooms.place(ctx.tx, person.place_id))
