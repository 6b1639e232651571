"""What a run's effects say: to each, to the other, in the couple's place or their room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import rooms
from bot.cards import Card
from bot.content import Own, Phrase, line
from bot.couples import Couple, Person
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
        elif run.state.venue and isinstance(effect, moves.Close | moves.End):
            if "" not in said:
                said.add("")
                over = screens.closed() if isinstance(effect, moves.Close) else screens.stopped()
                await say_to_room(ctx, run, over)
        elif isinstance(effect, moves.Show | moves.ShowOther) and await _is_below(ctx, run, effect, effects[:number]):
            await ctx.tell(run.person(effect.person), Card([line("guide-here")], slot=screens.slot))
            await _say(replace(ctx, message_id=None), run, screens, effect)
        else:
            await _say(ctx, run, screens, effect)


async def _is_below(ctx: Context, run: Run, effect: moves.Show | moves.ShowOther, before: Sequence[Effect]) -> bool:
    """Whether what came just before stands below the card that this person pressed, and so this belongs there too."""
    if run.couple is None or not ctx.message_id or ctx.actor is None or ctx.actor.id != effect.person:
        return False
    for one in reversed(before):
        if isinstance(one, moves.Show | moves.ShowOther) and one.person == effect.person:
            step = run.guide.steps.get(one.step)
            return step is not None and step.say is not None
        if isinstance(one, moves.ShowTogether | moves.ShowRoom | moves.ShowChart):
            places = await rooms.places_of(ctx.tx, run.couple.room_id)
            return any(place.id == ctx.actor.place_id for place in places)
    return False


async def _say(ctx: Context, run: Run, screens: Screens, effect: Effect) -> None:
    match effect:
        case moves.Show(person_id, step, item):
            person = run.person(person_id)
            await _show(ctx, run, person, await screens.standing(person, step, item), step)
        case moves.ShowOther(person_id, step, item):
            person = run.person(person_id)
            await _show(ctx, run, person, await screens.other(person, run.guide.steps[step], item), step)
        case moves.ShowMore(person_id, step, item):
            await _more_time(ctx, run, screens, run.person(person_id), run.guide.steps[step], item)
        case moves.CallTime(step, item):
            await _call_time(ctx, run, screens, step, item)
        case moves.Close(person_id):
            await ctx.tell(run.person(person_id), screens.closed())
        case moves.Rest(person_id):
            await ctx.tell(run.person(person_id), screens.rests())
        case moves.End(person_id):
            await ctx.tell(run.person(person_id), screens.stopped())
        case _:
            await _say_shared(ctx, run, screens, effect)


async def _say_shared(ctx: Context, run: Run, screens: Screens, effect: Effect) -> None:
    """What is said to both, or by one to the other."""
    match effect:
        case moves.ShowTogether(step, by_time):
            reveal = run.guide.steps[step].reveal
            assert reveal is not None
            await measures.keep(ctx.tx, run, reveal, await runs.answers_of(ctx, run), ctx.now)
            for person in run.people:
                if run.couple is not None and (by_time or ctx.actor is None or person.id != ctx.actor.id):
                    await ctx.tell(person, Card([line("guide-sealed-no-more")], slot=screens.slot))
            shown = screens.shared(step) if by_time else await screens.together(run.guide.steps[step])
            await say_to_room(ctx, run, shown)
            await runs.showed(ctx, run)
        case moves.ShowAnswer(person_id, step, item):
            author = run.person(person_id)
            await _show_answer(ctx, run, author, await screens.one_answer(author, step, item))
        case moves.ShowGiven(person_id, _, names):
            author = run.person(person_id)
            await _give(ctx, run, author, await screens.given(author, names))
        case moves.ShowRoom(step):
            await say_to_room(ctx, run, Card([await screens.text(run.people[0], run.guide.steps[step], "")], anew=True))
        case moves.ShowChart(step):
            await _chart(ctx, run, screens, step)
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
    shown = _of_run(run, shown)
    await ctx.tell(person, shown if acting and ctx.message_id else replace(shown, anew=True), at=at)


def _of_run(run: Run, shown: Card) -> Card:
    """The same, so that it can be taken out of the queue when the run is stopped before it was sent (SAFETY 21)."""
    return shown if shown.slot is not None else replace(shown, slot=runs.said_slot(run), anew=True)


async def say_to_room(ctx: Context, run: Run, shown: Card) -> None:
    """To the couple's room, or to the one place where all of it happens."""
    shown = _of_run(run, shown)
    if run.couple is None:
        await ctx.tell(run.people[0], shown)
    elif run.state.venue:
        await ctx.carry(await rooms.place(ctx.tx, run.state.venue), shown)
    elif run.guide.structure.venue == "room":
        await ctx.tell_both(run.couple, shown)  # begun in their direct chats, it stays there
    else:
        await _to_places(ctx, run.couple, shown)


async def _to_places(ctx: Context, couple: Couple, shown: Card) -> None:
    """To every place of the room; after one has left too, since its absence there would tell."""
    if couple.together:
        await ctx.say(couple, shown)
        return
    for place in await rooms.places_of(ctx.tx, couple.room_id):
        await ctx.carry(place, shown)


async def _show_answer(ctx: Context, run: Run, author: Person, shown: Card) -> None:
    """One answer, as it is given: in the couple's place; to the other, where there is none or it answers them."""
    if run.couple is None:
        return
    shown = _of_run(run, shown)
    await runs.showed(ctx, run)
    places = await rooms.places_of(ctx.tx, run.couple.room_id)
    if run.state.venue:
        await say_to_room(ctx, run, shown)
    elif not run.guide.structure.roles and any(one.address.kind != "direct" for one in places):
        await _to_places(ctx, run.couple, shown)
    else:
        await ctx.tell(run.couple.seen_by(author.id).partner, shown)


async def _give(ctx: Context, run: Run, author: Person, shown: Card) -> None:
    """What somebody chose to show, to their partner alone."""
    couple = run.couple or ctx.partnership
    if couple is not None:
        await ctx.tell(couple.seen_by(author.id).partner, _of_run(run, shown))
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


async def _more_time(ctx: Context, run: Run, screens: Screens, person: Person, step: Step, item: str) -> None:
    if run.state.venue:
        await say_to_room(ctx, run, Card([line("guide-floor-extended")], anew=True))
    else:
        shown = screens.spoke(step, item, "guide-floor-extended")
        await _show(ctx, run, person, replace(shown, anew=False), step.id)


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
