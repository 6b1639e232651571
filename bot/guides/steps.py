"""The interpreter's logic, pure: a state and an event give a new state and effects. No rows, no words, no clock.

Each person walks the steps on a track of their own. A few steps are for both (`reveal`, `wait`, words to the
room): whoever comes first rests there until the other has come, or until the time is up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.errors import Refused
from bot.guides.moves import (
    DONE,
    DOOR,
    Again,
    Answered,
    Answers,
    Chose,
    Close,
    Effect,
    Event,
    Forget,
    Keep,
    Opened,
    Over,
    SetClose,
    Settled,
    SetWake,
    Show,
    ShowAnswer,
    ShowRoom,
    ShowTogether,
    State,
    TimeUp,
    Track,
    Woke,
)
from bot.guides.script import FINISH, Guide, Step


def begin(guide: Guide, people: tuple[str, ...], eager: frozenset[str]) -> tuple[State, list[Effect]]:
    """A run's first state: everybody at the door, and the prompt for those who did not ask for it themselves."""
    effects: list[Effect] = [SetClose(0, _round_length(guide, 0))]
    effects += [Show(person, DOOR) for person in people if person not in eager]
    return State({person: Track() for person in people}), effects


def advance(
    guide: Guide, state: State, event: Event, answers: Answers, lists: Mapping[str, tuple[str, ...]]
) -> tuple[State, list[Effect]]:
    """What an event makes of a run.

    `answers` has every answer given so far, `lists` each source's items by "source/person". Raises
    Refused("guide-moved-on") if the event does not fit where its person stands.
    """
    walker = _Walker(guide, state, dict(answers), lists)
    match event:
        case Opened(person):
            walker.open(person)
        case Answered():
            walker.answer(event)
        case Chose():
            walker.choose(event)
        case Again(person):
            walker.again(person)
        case Settled(person, step):
            walker.expect(person, step)
            walker.onwards(person)
        case TimeUp(round_):
            walker.time_up(round_)
        case Woke(step):
            walker.woke(step)
    return walker.state, walker.effects


def revealed(guide: Guide, state: State) -> bool:
    """Whether a run is past its last reveal."""
    reveals = [step for step in guide.structure.steps if step.reveal is not None]
    return bool(reveals) and state.round >= len(reveals)


def _round_length(guide: Guide, round_: int) -> int:
    reveals = [step.reveal for step in guide.structure.steps if step.reveal is not None]
    return reveals[round_].closes if round_ < len(reveals) else guide.structure.closes


class _Walker:
    """One call of `advance`: the state as it changes, and the effects as they come."""

    def __init__(
        self, guide: Guide, state: State, answers: dict[tuple[str, str, str], str], lists: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.guide = guide
        self.state = state
        self.effects: list[Effect] = []
        self._answers = answers
        self._sources = lists

    # -- events ----------------------------------------------------------------------------------------------

    def open(self, person: str) -> None:
        if self._track(person).step == DOOR:
            self._enter(person, self.guide.structure.steps[0], "")

    def answer(self, event: Answered) -> None:
        track = self._track(event.person)
        first = self.guide.structure.steps[0]
        at_door = track.step == DOOR and first.ask is not None and event.value in first.ask.quick
        if not (at_door and event.step == first.id):
            self.expect(event.person, event.step, event.item)
        step = self.guide.steps[event.step]
        if step.ask is None:
            raise Refused("guide-moved-on")
        self._answers[event.step, event.item, event.person] = event.value
        self.effects.append(Keep(event.person, event.step, event.item, event.value))
        if step.ask.visible == "shared" and event.value:
            self.effects.append(ShowAnswer(event.person, event.step, event.item))
        self._place(event.person, Track(event.step, event.item))
        self.onwards(event.person)

    def choose(self, event: Chose) -> None:
        self.expect(event.person, event.step)
        self._place(event.person, replace(self._track(event.person), how=event.how))
        self.effects.append(Show(event.person, event.step))
        hows = {track.how if track.step == event.step else "" for track in self.state.tracks.values()}
        if hows == {"now"}:
            self._reveal(event.step)

    def again(self, person: str) -> None:
        """Back to the first step of this round, with nothing answered."""
        track = self._track(person)
        if track.step in (DOOR, DONE):
            raise Refused("guide-moved-on")
        steps = self._round_steps()
        inside = {child for child, parent in self.guide.parents.items() if parent in {one.id for one in steps}}
        names = tuple(sorted({one.id for one in steps} | inside))
        self.effects.append(Forget(person, names))
        self._answers = {key: value for key, value in self._answers.items() if key[0] not in names or key[2] != person}
        self._enter(person, steps[0], "")

    def time_up(self, round_: int) -> None:
        if round_ != self.state.round:
            return
        reveal = next((step for step in self._round_steps() if step.reveal is not None), None)
        if reveal is not None:
            tracks = self.state.tracks.values()
            if all(track.step == reveal.id and track.how in ("now", "closing") for track in tracks):
                self._reveal(reveal.id)
                return
            self.effects += [Close(person) for person, track in self.state.tracks.items() if track.step != DONE]
        self.state = replace(self.state, tracks=dict.fromkeys(self.state.tracks, Track(DONE)))
        self.effects.append(Over(revealed=reveal is None))

    def woke(self, step_id: str) -> None:
        if all(track.step in (step_id, DONE) for track in self.state.tracks.values()):
            self._together_onwards(step_id)

    # -- walking ---------------------------------------------------------------------------------------------

    def expect(self, person: str, step: str, item: str = "") -> None:
        """Refuse what does not fit where the person stands."""
        track = self._track(person)
        if (track.step, track.item) != (step, item):
            raise Refused("guide-moved-on")

    def onwards(self, person: str) -> None:
        """From where the person stands to the next step."""
        track = self._track(person)
        found = self._after(track.step, track.item, person)
        if found is None:
            self._finish(person)
        else:
            self._enter(person, *found)

    def _enter(self, person: str, step: Step, item: str) -> None:
        """Let the person stand at a step, and do what it does; steps that ask nothing lead on."""
        self._place(person, Track(step.id, item))
        if step.ask and step.ask.source and not self._sources.get(f"{step.ask.source}/{person}"):
            self.onwards(person)  # nothing to choose from
        elif step.reveal and len(self.state.tracks) == 1:
            self.onwards(person)  # alone there is nobody to reveal it to
        elif step.ask or step.reveal or step.agree:
            self.effects.append(Show(person, step.id, item))
        elif step.each:
            self._enter_each(person, step)
        elif step.branch:
            self._branch(person, step, item)
        elif step.end:
            self.effects.append(Show(person, step.id))
            self._finish(person)
        elif step.say and step.say.to == "each":
            self.effects.append(Show(person, step.id, item))
            self.onwards(person)
        elif all(track.step in (step.id, DONE) for track in self.state.tracks.values()):
            self._all_came(step)

    def _all_came(self, step: Step) -> None:
        if step.wait is not None:
            self.effects.append(SetWake(step.id))
        else:
            self.effects.append(ShowRoom(step.id))
            self._together_onwards(step.id)

    def _enter_each(self, person: str, step: Step) -> None:
        assert step.each is not None
        over = step.each.over
        if "." in over:
            items = self._sources.get(f"{over}/{person}", ())
        else:
            items = tuple(one for one in self._answers.get((over, "", person), "").split("\n") if one)
        self.state = replace(self.state, lists={**self.state.lists, f"{step.id}/{person}": items})
        if items:
            self._enter(person, step.each.steps[0], items[0])
        else:
            self.onwards(person)

    def _branch(self, person: str, step: Step, item: str) -> None:
        assert step.branch is not None
        inside = step.branch.on in self.guide.parents
        value = self._answers.get((step.branch.on, item if inside else "", person), "")
        target = step.branch.to.get(value)
        if target is None:
            self.onwards(person)
        elif target != FINISH:
            self._enter(person, self.guide.steps[target], item)
        elif parent := self.guide.parents.get(step.id):
            self._place(person, Track(self.guide.siblings(step.id)[-1].id, item))
            assert parent
            self.onwards(person)
        else:
            self._finish(person)

    def _after(self, step_id: str, item: str, person: str) -> tuple[Step, str] | None:
        siblings = self.guide.siblings(step_id)
        place = [one.id for one in siblings].index(step_id)
        if place + 1 < len(siblings):
            return siblings[place + 1], item
        parent = self.guide.parents.get(step_id)
        if parent is None:
            return None
        items = self.state.lists.get(f"{parent}/{person}", ())
        number = items.index(item) + 1 if item in items else len(items)
        return (siblings[0], items[number]) if number < len(items) else self._after(parent, "", person)

    def _finish(self, person: str) -> None:
        self._place(person, Track(DONE))
        if all(track.step == DONE for track in self.state.tracks.values()):
            self.effects.append(Over(revealed=True))

    def _reveal(self, step_id: str) -> None:
        self.effects.append(ShowTogether(step_id))
        round_ = self.state.round + 1
        self.state = replace(self.state, round=round_)
        self.effects.append(SetClose(round_, _round_length(self.guide, round_)))
        self._together_onwards(step_id)

    def _together_onwards(self, step_id: str) -> None:
        for person, track in list(self.state.tracks.items()):
            if track.step == step_id:
                self.onwards(person)

    def _round_steps(self) -> tuple[Step, ...]:
        """The top steps since the last reveal, up to and with the next."""
        steps = self.guide.structure.steps
        ends = [place for place, step in enumerate(steps) if step.reveal is not None]
        start = ends[self.state.round - 1] + 1 if self.state.round else 0
        end = ends[self.state.round] + 1 if self.state.round < len(ends) else len(steps)
        return steps[start:end]

    def _track(self, person: str) -> Track:
        track = self.state.tracks.get(person)
        if track is None:
            raise Refused("guide-moved-on")
        return track

    def _place(self, person: str, track: Track) -> None:
        self.state = replace(self.state, tracks={**self.state.tracks, person: track})
