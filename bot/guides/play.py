"""Guides at play: an event moves a run on, and its effects are said and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot import rooms
from bot.cards import Card, Tap
from bot.content import line
from bot.couples import Couple, Person
from bot.dates import parse_due
from bot.errors import Refused
from bot.feature import Context
from bot.guides import decks, moves, offers, runs, steps
from bot.guides.library import Library
from bot.guides.moves import Effect, Event
from bot.guides.runs import Run
from bot.guides.saying import say_all
from bot.guides.screens import ANSWER_LENGTH, Screens
from bot.guides.script import Guide
from bot.guides.setting import set_all
from bot.rooms import Place

_UNSHOWN = (moves.Keep, moves.Forget, moves.ShowAnswer, moves.ShowGiven)


async def begin(
    ctx: Context,
    name: str,
    owner: Couple | Person,
    *,
    then: tuple[str, Mapping[str, str]] | None = None,
    roles: Mapping[str, str] | None = None,
    depth: str = "",
    first: str = "",
    later: Mapping[str, int] | None = None,
) -> Card | None:
    """Begin a guide for a couple, or for one person alone; where one is under way, show it instead.

    Who asked for it stands at its first step at once; the other (both, if a timer asked) gets the prompt, or is
    there too where the guide goes from one to the other. `roles` says who is what by person's id; else whoever asked
    has the first role. `depth` is that of the cards drawn. `first` answers the first question, if that is a text.
    `later` names who gets the prompt at an instant of their own; what closes then counts from the latest. `then` is
    an action that is called when the run is over, with `outcome` among its args: that of its end, or "revealed",
    "closed", "stopped".
    """
    later = later or {}
    under_way = await _under_way(ctx, name, owner)
    way = _Way(free=True) if under_way is None else await _made_way(ctx, under_way, first)
    if not way.free:
        return None
    guide = ctx.house.part(Library)[name]
    people = await _in_order(ctx, guide, owner, roles)
    eager = frozenset({ctx.actor.id} if ctx.actor is not None and ctx.sender is not None else ())
    venue = await _venue(ctx, guide, owner)
    state, effects = steps.begin(
        guide,
        tuple(one.id for one in people),
        _at_once(guide, people, eager) | way.asked | later.keys(),
        drawn=await decks.draw(ctx, guide, owner.id, depth),
        venue="" if venue is None else venue.id,
        partnered=isinstance(owner, Person) and ctx.partnership is not None,
    )
    couple = owner if isinstance(owner, Couple) else None
    run = Run(ctx.new_id(), guide, couple, tuple(sorted(people, key=lambda one: one.id)), state, then)
    await runs.add(ctx, run)
    screens = Screens(ctx, run, {})
    delay = max([0, *(at - ctx.now for at in later.values())])
    await _tell(ctx, run, [_put_off(one, delay) for one in effects], screens)
    for person in people:
        if person.id in later:
            at = later[person.id]
            await ctx.timer(
                "guides.again", run.id, at, f"run:{run.id}:again:{person.id}:{at}", person=person, couple=couple
            )
    for person in people:
        if person.id in way.asked:
            # Their prompt leads here from now on; nobody is prompted twice.
            door = await screens.standing(person, moves.DOOR, "")
            await ctx.tell(person, replace(door, slot=way.slot, prompt=False))
    if eager:
        opened = [moves.Opened(one.id) for one in people if one.id in _at_once(guide, people, eager)]
        await move(ctx, run, *opened, first=first)
    return None


def _put_off(effect: Effect, delay: int) -> Effect:
    return replace(effect, after=effect.after + delay) if isinstance(effect, moves.SetClose) else effect


@dataclass(frozen=True, slots=True)
class _Way:
    """Whether a guide may begin; and who has its prompt already, on the card of a run that made way."""

    free: bool
    asked: frozenset[str] = frozenset()
    slot: str = ""


async def _under_way(ctx: Context, name: str, owner: Couple | Person) -> str | None:
    """The run of this guide that whoever asked is in; what the other began and has shown nobody is not in their way."""
    for run_id, shown in await runs.open_ids(ctx, name, owner):
        if ctx.actor is None or ctx.sender is None or shown or not _unseen(await runs.load(ctx, run_id), ctx.actor.id):
            return run_id
    return None


def _unseen(run: Run, person_id: str) -> bool:
    """Whether this is only the other's, so far: begun by them, and nothing of it is asked of this person."""
    track, structure = run.state.tracks[person_id], run.guide.structure
    theirs = structure.kind == "exercise" and bool(structure.roles) and run.state.order[0] != person_id
    told = track.step in run.guide.steps and run.guide.has(track.step, "other")
    waits = track.step in run.guide.steps and run.guide.steps[track.step].wait is not None
    return theirs and not (told or waits or steps.may_act(run.guide, run.state, person_id))


async def _made_way(ctx: Context, under_way: str, first: str) -> _Way:
    """Whether a run under way makes way for the next; else it is shown to whoever asked, and answered if they did."""
    found = await runs.load(ctx, under_way)
    doors = frozenset(person for person, track in found.state.tracks.items() if track.step == moves.DOOR)
    if ctx.actor is not None and ctx.sender is not None:
        me = ctx.actor.id
        if _comes_often(found.guide) and {me} == found.state.tracks.keys() - doors and _is_through(found, me):
            await move(ctx, found, moves.TimeUp(found.state.round))
            return _Way(free=True, asked=doors, slot=Screens(ctx, found, {}).slot)
        if first and any(who == me for _, _, who in await runs.answers_of(ctx, found)):
            # The words were meant for the first question, and that has its answer.
            raise Refused("guide-under-way", title=found.guide.head("title"))
        await move(ctx, found, moves.Opened(me), first=first)
        if is_elsewhere(ctx, found):
            await ctx.reply(Card([line("done-elsewhere")], anew=True))
        return _Way(free=False)
    if not steps.revealed(found.guide, found.state) or found.guide.structure.kind == "journey":
        return _Way(free=False)
    # All was shown, and only what comes after stands open.
    await move(ctx, found, moves.TimeUp(found.state.round))
    return _Way(free=True)


def _is_through(run: Run, person_id: str) -> bool:
    return run.state.tracks[person_id].step == moves.DONE


def _comes_often(guide: Guide) -> bool:
    """Whether one may say more of it on the same day, whatever the other does: nothing in it is sealed or in turns."""
    structure = guide.structure
    return structure.kind == "exercise" and not structure.roles and not any(step.reveal for step in structure.steps)


async def _in_order(
    ctx: Context, guide: Guide, owner: Couple | Person, roles: Mapping[str, str] | None
) -> tuple[Person, ...]:
    """The people in the order of the guide's roles."""
    if isinstance(owner, Person):
        return (owner,)
    both = owner.both
    if roles is not None:
        return tuple(sorted(both, key=lambda one: [roles[role] for role in guide.structure.roles].index(one.id)))
    if ctx.actor is not None and ctx.sender is not None:
        asked = owner.seen_by(ctx.actor.id)
        return asked.me, asked.partner
    # Nobody asked: they take the first role by turns.
    return both if await runs.count(ctx, guide.name, owner) % 2 == 0 else (both[1], both[0])


def _at_once(guide: Guide, people: tuple[Person, ...], eager: frozenset[str]) -> frozenset[str]:
    """Who needs no prompt: whoever asked; and the other too, where an exercise goes from one to the other."""
    goes_over = guide.structure.kind == "exercise" and (guide.structure.roles or guide.structure.venue == "room")
    return frozenset(one.id for one in people) if eager and goes_over else eager


async def _venue(ctx: Context, guide: Guide, owner: Couple | Person) -> Place | None:
    """The couple's place where this was asked for, if the guide is one to be done there."""
    if guide.structure.venue != "room" or isinstance(owner, Person) or ctx.place is None:
        return None
    here = ctx.place
    theirs = await rooms.places_of(ctx.tx, owner.room_id)
    # Where they share no place, each one's direct chat is of their room, and the other can't read there.
    return here if here.address.kind != "direct" and any(one.id == here.id for one in theirs) else None


def _first_answer(ctx: Context, run: Run, text: str) -> list[Event]:
    """The text that came with the command, as the answer to the first question, if that asks for one."""
    track = run.state.tracks[ctx.me.id]
    asked = None if track.step not in run.guide.steps else run.guide.asked(track.step)
    if asked is None or asked.type != "text" or not steps.may_act(run.guide, run.state, ctx.me.id):
        return []
    return [answered(ctx, run, track.step, track.item, text)]


def answered(ctx: Context, run: Run, step: str, item: str, text: str) -> moves.Answered:
    """The event of somebody's words. Raises Refused if they are too long, no date, or none."""
    asked = run.guide.asked(step)
    if asked is not None and asked.type == "date":
        due = parse_due(text, ctx.me.language, ctx.me.zone, ctx.now)
        return moves.Answered(ctx.me.id, step, item, str(due.at))
    if not text:
        raise Refused("field-empty")
    if len(text) > ANSWER_LENGTH:
        raise Refused("too-long", limit=ANSWER_LENGTH)
    notice = run.guide.notice(step, ctx.me.language) if asked is not None and asked.notice else None
    noticed = notice is not None and notice.found_in(text)
    return moves.Answered(ctx.me.id, step, item, text, noticed)


def _who(one: Event | Effect) -> str:
    """Whose event or effect it is; "" where it is nobody's own."""
    return str(getattr(one, "person", ""))


async def move(ctx: Context, run: Run, *events: Event, first: str = "") -> None:
    """Hand events to the logic, keep what comes of them, and say it. `first` answers the question they lead to."""
    effects: list[Effect] = []
    answers = await runs.answers_of(ctx, run)
    lists = await _lists(ctx, run)
    waiting = list(events)
    while waiting:
        state, more = steps.advance(run.guide, run.state, waiting.pop(0), answers, lists)
        run = replace(run, state=state)
        effects += more
        if first and not waiting:
            waiting, first = _first_answer(ctx, run, first), ""
    acting = ctx.actor.id if ctx.actor is not None and any(_who(one) == ctx.actor.id for one in events) else ""
    if acting and not any(_who(one) == acting for one in effects if not isinstance(one, _UNSHOWN)):
        track = run.state.tracks[acting]
        effects.append(moves.Show(acting, track.step, track.item))  # where they stand, on the card they pressed
    await runs.save(ctx, run)
    await bring_about(ctx, run, _newest(run, effects))


def _newest(run: Run, effects: list[Effect]) -> list[Effect]:
    """The effects without the cards that a later one replaces at once: a question that has its answer already."""
    kept: list[Effect] = []
    shown: set[str] = set()
    for effect in reversed(effects):
        if isinstance(effect, moves.Show | moves.ShowOther):
            step = run.guide.steps.get(effect.step)
            if step is None or step.say is None:
                if effect.person in shown:
                    continue
                shown.add(effect.person)
        kept.append(effect)
    return kept[::-1]


async def _lists(ctx: Context, run: Run) -> dict[str, tuple[str, ...]]:
    """The items of every source that this guide goes over, chooses from or tells."""
    names = {step.each.over for step in run.guide.steps.values() if step.each and "." in step.each.over}
    names |= {step.ask.source for step in run.guide.steps.values() if step.ask and step.ask.source}
    names |= {step.say.listed for step in run.guide.steps.values() if step.say and step.say.listed}
    lists = await offers.over(ctx, run)
    for name in sorted(names):
        for person in run.people:
            lists[f"{name}/{person.id}"] = tuple(one.id for one in await ctx.house.sources[name](ctx, person))
    return lists


async def bring_about(ctx: Context, run: Run, effects: list[Effect]) -> None:
    """Keep and say what an event brought."""
    # Answers first, so that what is shown next has them.
    for effect in effects:
        if isinstance(effect, moves.Keep):
            await runs.keep_answer(ctx, run, effect.person, effect.step, effect.item, effect.value)
        elif isinstance(effect, moves.Forget):
            await runs.drop_answers(ctx, run, effect.person, effect.steps)
    await _tell(ctx, run, effects, Screens(ctx, run, await runs.answers_of(ctx, run)))


async def _tell(ctx: Context, run: Run, effects: list[Effect], screens: Screens) -> None:
    await say_all(ctx, run, effects, screens)
    await set_all(ctx, run, effects, screens)
    for effect in effects:
        if isinstance(effect, moves.Over):
            await _over(ctx, run, effect)


async def _over(ctx: Context, run: Run, effect: moves.Over) -> None:
    await runs.end(ctx, run)
    if effect.outcome == "stopped":
        await runs.unsay(ctx, run)
    if run.then is not None:
        action, args = run.then
        outcome = effect.outcome or ("revealed" if effect.revealed else "closed")
        after = replace(ctx, args={**args, "outcome": outcome}, message_id=None)
        await ctx.house.actions[action](after)


def stop_tap(run_id: str) -> Tap:
    """The button that ends a run for both."""
    return Tap(line("guide-stop"), "guides.stop", {"run": run_id}, "quiet", again=True)


def may_be_stopped(run: Run) -> bool:
    """Whether one may end it for both; of a sealed look, not to answer is enough, and tells nobody anything."""
    structure = run.guide.structure
    return run.couple is None or structure.kind == "journey" or bool(structure.roles) or structure.venue == "room"


def is_elsewhere(ctx: Context, run: Run) -> bool:
    """Whether all of it happens in the couple's place, and this event came from another."""
    return bool(run.state.venue) and ctx.place is not None and ctx.place.id != run.state.venue


def is_open(run: Run, person_id: str) -> bool:
    """Whether something is asked of this person, or it rests until somebody goes on with it."""
    through = run.state.tracks[person_id].step == moves.DONE
    return not through and (run.state.resting or steps.may_act(run.guide, run.state, person_id))
