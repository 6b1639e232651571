"""Guides at play: what people press and type moves a run on, and its effects are said and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

from bot import rooms
from bot.cadence import instant_of, local
from bot.cards import Card, Tap, card
from bot.clock import HOUR
from bot.content import line
from bot.couples import Couple, Person
from bot.dates import parse_due
from bot.errors import Refused
from bot.feature import Context, Feature
from bot.guides import moves, runs, steps
from bot.guides.library import Library
from bot.guides.moves import Effect, Event, How
from bot.guides.runs import Run
from bot.guides.screens import ANSWER_LENGTH, Screens

feature = Feature("guides")

LATER = 3 * HOUR


async def begin(
    ctx: Context, name: str, owner: Couple | Person, *, then: tuple[str, Mapping[str, str]] | None = None
) -> Card | None:
    """Begin a guide for a couple, or for one person alone; where one is under way, show it instead.

    Who asked for it stands at its first step at once; the other (both, if a timer asked) gets the prompt. `then`
    is an action that is called when the run is over, with `outcome` "revealed" or "closed" among its args.
    """
    if under_way := await runs.open_run(ctx, name, owner):
        found = await runs.load(ctx, under_way)
        if ctx.actor is not None and ctx.sender is not None:
            await _move(ctx, found, moves.Opened(ctx.actor.id))
            return None
        if not steps.revealed(found.guide, found.state):
            return None
        # All was shown, and only what comes after stands open: that makes way for the next time.
        await _move(ctx, found, moves.TimeUp(found.state.round))
    people = (owner,) if isinstance(owner, Person) else owner.both
    eager = frozenset({ctx.actor.id} if ctx.actor is not None and ctx.sender is not None else ())
    guide = ctx.house.part(Library)[name]
    state, effects = steps.begin(guide, tuple(one.id for one in people), eager)
    run = Run(ctx.new_id(), guide, owner if isinstance(owner, Couple) else None, people, state, then)
    await runs.add(ctx, run)
    await _tell(ctx, run, effects, Screens(ctx, run, {}))
    for who in eager:
        await _move(ctx, run, moves.Opened(who))
    return None


async def _move(ctx: Context, run: Run, event: Event) -> None:
    """Hand an event to the logic, keep what comes of it, and say it."""
    answers = await runs.answers_of(ctx, run)
    state, effects = steps.advance(run.guide, run.state, event, answers, await _lists(ctx, run))
    if isinstance(event, moves.Opened) and not effects:
        track = state.tracks[event.person]
        effects = [moves.Show(event.person, track.step, track.item)]
    run = replace(run, state=state)
    await runs.save(ctx, run)
    await _bring_about(ctx, run, effects)


async def _lists(ctx: Context, run: Run) -> dict[str, tuple[str, ...]]:
    """The items of every source that this guide goes over or chooses from."""
    names = {step.each.over for step in run.guide.steps.values() if step.each and "." in step.each.over}
    names |= {step.ask.source for step in run.guide.steps.values() if step.ask and step.ask.source}
    lists = {}
    for name in sorted(names):
        for person in run.people:
            lists[f"{name}/{person.id}"] = tuple(one.id for one in await ctx.house.sources[name](ctx, person))
    return lists


async def _bring_about(ctx: Context, run: Run, effects: list[Effect]) -> None:
    # Answers first, so that what is shown next has them.
    for effect in effects:
        if isinstance(effect, moves.Keep):
            await runs.keep_answer(ctx, run, effect.person, effect.step, effect.item, effect.value)
        elif isinstance(effect, moves.Forget):
            await runs.drop_answers(ctx, run, effect.person, effect.steps)
    await _tell(ctx, run, effects, Screens(ctx, run, await runs.answers_of(ctx, run)))


async def _tell(ctx: Context, run: Run, effects: list[Effect], screens: Screens) -> None:
    for effect in effects:
        await _say(ctx, run, screens, effect)
    for effect in effects:
        if isinstance(effect, moves.SetClose):
            await _set_close(ctx, run, effect)
        elif isinstance(effect, moves.SetWake):
            await _set_wake(ctx, run, effect)
        elif isinstance(effect, moves.Over):
            await _over(ctx, run, effect)


async def _say(ctx: Context, run: Run, screens: Screens, effect: Effect) -> None:
    match effect:
        case moves.Show(person_id, step, item):
            person = run.person(person_id)
            await _show(ctx, person, await screens.standing(person, step, item))
        case moves.Close(person_id):
            await ctx.tell(run.person(person_id), card(line("guide-closed"), slot=screens.slot, anew=True))
        case moves.ShowTogether(step):
            await _room(ctx, run, await screens.together(run.guide.steps[step]))
        case moves.ShowAnswer(person_id, step, item):
            await _room(ctx, run, await screens.one_answer(run.person(person_id), step, item))
        case moves.ShowRoom(step):
            await _room(ctx, run, Card([run.guide.text(step)]))
        case _:
            pass


async def _show(ctx: Context, person: Person, shown: Card) -> None:
    """On the card they just pressed, if they did; below everything else, if something else happened."""
    acting = ctx.actor is not None and ctx.actor.id == person.id
    await ctx.tell(person, shown if acting and ctx.message_id else replace(shown, anew=True))


async def _room(ctx: Context, run: Run, shown: Card) -> None:
    if run.couple is not None:
        await ctx.say(run.couple, shown)
    else:
        await ctx.tell(run.people[0], shown)


async def _set_close(ctx: Context, run: Run, effect: moves.SetClose) -> None:
    await ctx.timer(
        "guides.close",
        run.id,
        ctx.now + effect.after,
        f"run:{run.id}:close:{effect.round}",
        couple=run.couple,
        round=str(effect.round),
    )


async def _set_wake(ctx: Context, run: Run, effect: moves.SetWake) -> None:
    wait = run.guide.steps[effect.step].wait
    assert wait is not None
    at = ctx.now + (wait.duration or 0)
    if wait.until is not None:
        zone = run.people[0].zone if run.couple is None else (await rooms.voice(ctx.tx, run.couple.room_id))[1]
        hour, minute = (int(part) for part in wait.until.split(":"))
        today = local(ctx.now, zone).date()
        at = instant_of(today, hour, minute, zone)
        if at <= ctx.now:
            at = instant_of(today + timedelta(days=1), hour, minute, zone)
    await ctx.timer("guides.wake", run.id, at, f"run:{run.id}:wake:{effect.step}", couple=run.couple, step=effect.step)


async def _over(ctx: Context, run: Run, effect: moves.Over) -> None:
    await runs.end(ctx, run)
    if run.then is not None:
        action, args = run.then
        after = replace(ctx, args={**args, "outcome": "revealed" if effect.revealed else "closed"}, message_id=None)
        await ctx.house.actions[action](after)


# -- what people do --------------------------------------------------------------------------------------------


async def _mine(ctx: Context) -> Run:
    run = await runs.load(ctx, ctx.args["run"])
    of_mine = run.couple is None or (ctx.partnership is not None and ctx.partnership.id == run.couple.id)
    if ctx.me.id not in run.state.tracks or not of_mine:
        raise Refused("guide-over")
    return run


@feature.action("open")
async def open_(ctx: Context) -> Card | None:
    """Open the prompt, or show again where I stand."""
    await _move(ctx, await _mine(ctx), moves.Opened(ctx.me.id))
    return None


@feature.action("pick")
async def pick(ctx: Context) -> Card | None:
    """Answer by a button."""
    await _answer(ctx, ctx.args["value"])
    return None


@feature.action("choose")
async def choose(ctx: Context) -> Card | None:
    """Answer by a form of choices."""
    await _answer(ctx, ctx.field("value"))
    return None


@feature.action("text")
async def text(ctx: Context) -> Card | None:
    """Answer in words."""
    run = await _mine(ctx)
    step = run.guide.steps[ctx.args["step"]]
    if step.ask is not None and step.ask.type == "date":
        due = parse_due(ctx.text, ctx.me.language, ctx.me.zone, ctx.now)
        await _answer(ctx, str(due.at))
        return None
    if not ctx.text:
        raise Refused("field-empty")
    if len(ctx.text) > ANSWER_LENGTH:
        raise Refused("too-long", limit=ANSWER_LENGTH)
    await _answer(ctx, ctx.text)
    return None


async def _answer(ctx: Context, value: str) -> None:
    run = await _mine(ctx)
    await _move(ctx, run, moves.Answered(ctx.me.id, ctx.args["step"], ctx.args["item"], value))


@feature.action("share")
async def share(ctx: Context) -> Card | None:
    """Say whether the other may see it, or take that back."""
    how = cast("How", ctx.args["how"])
    await _move(ctx, await _mine(ctx), moves.Chose(ctx.me.id, ctx.args["step"], how))
    return None


@feature.action("again")
async def again(ctx: Context) -> Card | None:
    """Answer anew."""
    await _move(ctx, await _mine(ctx), moves.Again(ctx.me.id))
    return None


@feature.action("agree")
async def agree(ctx: Context) -> Card | None:
    """Take up an offer: the run goes on, and what it makes begins on a card of its own."""
    run = await _mine(ctx)
    await _move(ctx, run, moves.Settled(ctx.me.id, ctx.args["step"]))
    if name := ctx.args["name"]:
        return replace(await ctx.house.agreements[name](ctx, ctx.me, ""), anew=True)
    return None


@feature.action("later")
async def later(ctx: Context) -> Card | None:
    """Come back with it in a few hours."""
    run = await _mine(ctx)
    at = ctx.now + LATER
    await ctx.timer(
        "guides.again", run.id, at, f"run:{run.id}:again:{ctx.me.id}:{at}", person=ctx.me, couple=run.couple
    )
    back = Tap(line("guide-open"), "guides.open", {"run": run.id}, again=True)
    return Card([line("guide-later")], [[back]], slot=f"run:{run.id}")


# -- what time brings ------------------------------------------------------------------------------------------


@feature.timer("close")
async def close(ctx: Context) -> Card | None:
    """The round's time is over."""
    run = await _still_open(ctx)
    if run is not None:
        await _move(ctx, run, moves.TimeUp(int(ctx.args["round"])))
    return None


@feature.timer("wake")
async def wake(ctx: Context) -> Card | None:
    """A wait is over."""
    run = await _still_open(ctx)
    if run is not None:
        await _move(ctx, run, moves.Woke(ctx.args["step"]))
    return None


@feature.timer("again")
async def remind(ctx: Context) -> Card | None:
    """Bring the prompt again to one who said "later", unless they have begun since."""
    run = await _still_open(ctx)
    if run is not None and ctx.actor is not None and run.state.tracks[ctx.actor.id].step == moves.DOOR:
        await _bring_about(ctx, run, [moves.Show(ctx.actor.id, moves.DOOR)])
    return None


async def _still_open(ctx: Context) -> Run | None:
    try:
        return await runs.load(ctx, ctx.args["subject"])
    except Refused:
        return None


@feature.open_today
async def open_today(ctx: Context) -> list[Card]:
    """Every run in which this person has something to answer."""
    cards = []
    for run in await runs.open_runs_of(ctx, ctx.me.id):
        if run.state.tracks[ctx.me.id].step != moves.DONE:
            show = Tap(line("guide-open"), "guides.open", {"run": run.id}, "main", again=True)
            cards.append(Card([run.guide.head("title")], [[show]], slot=f"run:{run.id}", anew=True))
    return cards
