"""The interpreter's logic, pure: a state and an event give a new state and effects. No rows, no words, no clock.

Each person walks the steps on a track of their own (`walker`). A few steps are for both (`reveal`, `wait`, words to
the room, whatever is for one role): whoever comes first rests there until the other has come, or the time is up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.clock import MINUTE
from bot.errors import Refused
from bot.guides.kinds import GIVEN, Step
from bot.guides.moves import (
    DONE,
    DOOR,
    Again,
    Answered,
    Answers,
    CallTime,
    Chose,
    Close,
    Confirmed,
    Effect,
    End,
    Event,
    Extended,
    Forget,
    Gave,
    Keep,
    Opened,
    Over,
    Passed,
    Rest,
    Settled,
    SetTurn,
    Show,
    ShowAnswer,
    ShowGiven,
    ShowMore,
    ShowTogether,
    State,
    Stopped,
    TimeUp,
    Track,
    TurnUp,
    Woke,
)
from bot.guides.script import Guide
from bot.guides.walker import GRACE, Walker


def begin(
    guide: Guide,
    people: tuple[str, ...],
    eager: frozenset[str],
    *,
    drawn: Mapping[str, str] | None = None,
    venue: str = "",
    partnered: bool = False,
) -> tuple[State, list[Effect]]:
    """A run's first state: everybody at the door, and the prompt for those who did not ask for it themselves.

    `people` stand in the order of the guide's roles.
    """
    state = State(
        {person: Track() for person in sorted(people)},
        order=people,
        drawn=drawn or {},
        venue=venue,
        partnered=partnered,
    )
    walk = _Events(guide, state, {}, {})
    walk.set_close()
    walk.effects += [Show(person, DOOR) for person in people if person not in eager]
    return walk.state, walk.effects


def advance(
    guide: Guide, state: State, event: Event, answers: Answers, lists: Mapping[str, tuple[str, ...]]
) -> tuple[State, list[Effect]]:
    """What an event makes of a run.

    `answers` has every answer given so far, `lists` each source's items by "source/person". Raises
    Refused("guide-moved-on") if the event does not fit where its person stands.
    """
    walk = _Events(guide, state, dict(answers), lists)
    walk.take(event)
    return walk.state, walk.effects


def revealed(guide: Guide, state: State) -> bool:
    """Whether a run is past its last reveal."""
    reveals = [step for step in guide.structure.steps if step.reveal is not None]
    return bool(reveals) and state.round >= len(reveals)


def may_act(guide: Guide, state: State, person: str) -> bool:
    """Whether something is asked of this person where they stand."""
    track = state.tracks[person]
    if track.step == DOOR or track.how == "knock":
        return True
    step = guide.steps.get(track.step)
    if step is None:
        return False
    asks = step.ask or step.guess or step.floor or step.reveal or step.share or step.agree
    return bool(asks) and Walker(guide, state, {}, {}).may_do(person, step, track.item)


class _Events(Walker):
    """What each event does to everybody's walk."""

    def take(self, event: Event) -> None:  # noqa: C901, PLR0912  # one case an event
        if self.state.resting and not isinstance(event, TimeUp | TurnUp | Woke | Stopped):
            self.set_close()  # it rests until both go on: a second word about it would tell of this one
        match event:
            case Opened(person):
                self.open(person)
            case Answered():
                self.answer(event)
            case Confirmed():
                self.confirm(event)
            case Chose():
                self.choose(event)
            case Again(person):
                self.again(person)
            case Settled(person, step, item):
                self.expect(person, step, item)
                self.go_on(person)
            case Gave():
                self.give(event)
            case Passed(person, step, item):
                self.expect(person, step, item)
                self.together_onwards(step, item)
            case Extended():
                self.extend(event)
            case Stopped():
                self.stop()
            case TimeUp(round_):
                self.time_up(round_)
            case TurnUp():
                self.turn_up(event)
            case Woke(step):
                self.woke(step)

    def go_on(self, person: str) -> None:
        """On from a step that is done: by oneself, or everybody together where it was for one role."""
        track = self._track(person)
        if self.guide.steps[track.step].role is None:
            self.onwards(person)
        else:
            self.together_onwards(track.step, track.item)

    # -- what people do --------------------------------------------------------------------------------------

    def open(self, person: str) -> None:
        track = self._track(person)
        if track.step == DOOR:
            self._enter(person, self.guide.structure.steps[0], "")
        elif track.how == "knock":
            self.onwards(person)

    def answer(self, event: Answered) -> None:
        track = self._track(event.person)
        first = self.guide.structure.steps[0]
        at_door = track.step == DOOR and first.ask is not None and event.value in first.ask.quick
        if not (at_door and event.step == first.id):
            self.expect(event.person, event.step, event.item)
        asked = self.guide.asked(event.step)
        if asked is None:
            raise Refused("guide-moved-on")
        self._answers[event.step, event.item, event.person] = event.value
        if not asked.forget:
            self.effects.append(Keep(event.person, event.step, event.item, event.value))
        back = track.back if track.step == event.step else ""
        self._place(event.person, Track(event.step, event.item, "noticed" if event.noticed else "", back))
        if event.noticed:
            self.effects.append(Show(event.person, event.step, event.item))
        else:
            self._given(event.person, event.step, event.item)

    def confirm(self, event: Confirmed) -> None:
        self.expect(event.person, event.step, event.item)
        track = self._track(event.person)
        if track.how != "noticed":
            raise Refused("guide-moved-on")
        self._place(event.person, replace(track, how=""))
        if event.kept:
            self._given(event.person, event.step, event.item)
        else:
            self.effects.append(Show(event.person, event.step, event.item))

    def _given(self, person: str, step: str, item: str) -> None:
        asked = self.guide.asked(step)
        if asked is not None and asked.visible == "shared" and self._answers.get((step, item, person)):
            self.effects.append(ShowAnswer(person, step, item))
        self.go_on(person)

    def choose(self, event: Chose) -> None:
        self.expect(event.person, event.step)
        self._place(event.person, replace(self._track(event.person), how=event.how))
        self.effects.append(Show(event.person, event.step))
        hows = {track.how if track.step == event.step else "" for track in self._tracks()}
        if hows == {"now"}:
            self._reveal(event.step)

    def again(self, person: str) -> None:
        """Back to the first question that the next reveal shows, with nothing answered."""
        track = self._track(person)
        steps = self._sealed_steps()
        inside = {child for child, parent in self.guide.parents.items() if parent in {one.id for one in steps}}
        if not steps or track.step not in {*inside, *(one.id for one in steps)}:
            raise Refused("guide-moved-on")
        names = tuple(sorted({one.id for one in steps} | inside))
        self.effects.append(Forget(person, names))
        self._answers = {key: value for key, value in self._answers.items() if key[0] not in names or key[2] != person}
        self._enter(person, steps[0], "")

    def give(self, event: Gave) -> None:
        self.expect(event.person, event.step, event.item)
        share = self.guide.steps[event.step].share
        if share is None or set(event.names) - set(share.of):
            raise Refused("guide-moved-on")
        given = GIVEN[0] if event.names else GIVEN[1]
        self._answers[event.step, event.item, event.person] = given
        self.effects.append(Keep(event.person, event.step, event.item, given))
        if event.names:
            self.effects.append(ShowGiven(event.person, event.step, event.names, event.item))
        self.go_on(event.person)

    def extend(self, event: Extended) -> None:
        self.expect(event.person, event.step, event.item)
        floor = self.guide.steps[event.step].floor
        assert floor is not None
        self.effects += [
            SetTurn(event.step, event.item, max(floor.time // 2, MINUTE)),
            ShowMore(event.person, event.step, event.item),
        ]

    def stop(self) -> None:
        self.effects += [End(person) for person in self.state.tracks]
        self.state = replace(self.state, tracks=dict.fromkeys(self.state.tracks, Track(DONE)))
        self.effects.append(Over(revealed=False, outcome="stopped"))

    # -- what time brings ------------------------------------------------------------------------------------

    def time_up(self, round_: int) -> None:
        if round_ != self.state.round or self._waiting():
            return
        reveal = next((step for step in self._round_steps() if step.reveal is not None), None)
        open_ = [person for person, track in self.state.tracks.items() if track.step != DONE]
        if reveal is not None:
            tracks = self._tracks()
            if all(track.step == reveal.id and track.how in ("now", "closing") for track in tracks):
                self._reveal(reveal.id, by_time=True)
                return
        if self.guide.structure.kind == "journey":
            if not self.state.resting:
                self.state = replace(self.state, resting=True)
                self.effects += [Rest(person) for person in open_]
            return
        if reveal is not None or self.guide.structure.roles:
            self.effects += [Close(person) for person in open_]
        self.state = replace(self.state, tracks=dict.fromkeys(self.state.tracks, Track(DONE)))
        self.effects.append(Over(revealed=reveal is None, outcome=self.state.outcome))

    def turn_up(self, event: TurnUp) -> None:
        step = self.guide.steps.get(event.step)
        here = any((track.step, track.item) == (event.step, event.item) for track in self._tracks())
        if step is None or step.floor is None or not here:
            return
        if event.last:
            self.together_onwards(event.step, event.item)
        else:
            self.effects += [CallTime(event.step, event.item), SetTurn(event.step, event.item, GRACE, last=True)]

    def woke(self, step_id: str) -> None:
        tracks = self._tracks()
        if not self._waiting() or all(track.step != step_id for track in tracks):
            return
        for person, track in self.state.tracks.items():
            if track.step == step_id:
                self._place(person, replace(track, how="knock"))
                self.effects.append(Show(person, step_id, track.item))
        self.set_close()

    def _reveal(self, step_id: str, *, by_time: bool = False) -> None:
        """Both shared: it is shown. Where time brings it, each goes on once they have looked (SAFETY 11)."""
        self.effects.append(ShowTogether(step_id, by_time))
        self.state = replace(self.state, round=self.state.round + 1)
        if by_time:
            for person, track in self.state.tracks.items():
                self._place(person, replace(track, how="knock"))
        else:
            self.together_onwards(step_id)
        self.set_close()

    # -- rounds ----------------------------------------------------------------------------------------------

    def _round_steps(self) -> tuple[Step, ...]:
        """The top steps since the last reveal, up to and with the next."""
        steps = self.guide.structure.steps
        ends = [place for place, step in enumerate(steps) if step.reveal is not None]
        start = ends[self.state.round - 1] + 1 if self.state.round else 0
        end = ends[self.state.round] + 1 if self.state.round < len(ends) else len(steps)
        return steps[start:end]

    def _sealed_steps(self) -> tuple[Step, ...]:
        """The top steps from the first question that the next reveal shows up to that reveal."""
        steps = self._round_steps()
        reveal = None if not steps else steps[-1].reveal
        if reveal is None:
            return ()
        shown = {self.guide.parents.get(name, name) for name in reveal.of}
        start = next(number for number, step in enumerate(steps) if step.id in shown)
        return steps[start:]
