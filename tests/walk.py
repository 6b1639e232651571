"""A run in memory: the pure step logic, what its effects say is kept, and everything that could happen next."""

from __future__ import annotations

from collections.abc import Mapping

from bot.guides.kinds import Step
from bot.guides.moves import (
    DONE,
    DOOR,
    Again,
    Answered,
    Chose,
    Confirmed,
    Effect,
    Event,
    Extended,
    Forget,
    Gave,
    Keep,
    Opened,
    Over,
    Passed,
    SetClose,
    Settled,
    SetTurn,
    SetWake,
    State,
    Stopped,
    TimeUp,
    TurnUp,
    Woke,
)
from bot.guides.script import Guide
from bot.guides.steps import advance, begin, may_act

PAIR = ("ana", "ben")


class Walk:
    """Keeps what the effects say is kept, and plays what time brings."""

    def __init__(
        self,
        guide: Guide,
        people: tuple[str, ...] = PAIR,
        items: tuple[str, ...] = ("b1", "b2"),
        *,
        eager: tuple[str, ...] = (),
        partnered: bool = False,
    ) -> None:
        self.guide = guide
        self.items = items
        self.answers: dict[tuple[str, str, str], str] = {}
        self.seen: list[Effect] = []
        self.waits: dict[str, SetWake] = {}
        self.turns: dict[tuple[str, str], SetTurn] = {}
        self.closes: SetClose | None = None
        self.state: State
        drawn = {deck: next(iter(depths.values()))[0] for deck, depths in guide.structure.decks.items()}
        self.state, effects = begin(guide, people, frozenset(eager), drawn=drawn, partnered=partnered)
        self._take(effects)
        for person in eager:
            self.do(Opened(person))

    def do(self, event: Event) -> list[Effect]:
        if isinstance(event, Woke):
            self.waits.pop(event.step, None)
        if isinstance(event, TurnUp):
            self.turns.pop((event.step, event.item), None)
        self.state, effects = advance(self.guide, self.state, event, self.answers, self._lists())
        self._take(effects)
        return effects

    def _lists(self) -> Mapping[str, tuple[str, ...]]:
        steps = self.guide.steps.values()
        names = {step.each.over for step in steps if step.each}
        names |= {step.ask.source for step in steps if step.ask and step.ask.source}
        names |= {step.say.listed for step in steps if step.say and step.say.listed}
        return {f"{name}/{person}": self.items for name in names for person in self.state.tracks}

    def _take(self, effects: list[Effect]) -> None:
        self.seen += effects
        for effect in effects:
            if isinstance(effect, Keep):
                self.answers[effect.step, effect.item, effect.person] = effect.value
            elif isinstance(effect, Forget):
                self.answers = {
                    key: value
                    for key, value in self.answers.items()
                    if key[0] not in effect.steps or key[2] != effect.person
                }
            elif isinstance(effect, SetWake):
                self.waits[effect.step] = effect
            elif isinstance(effect, SetTurn):
                self.turns[effect.step, effect.item] = effect
            elif isinstance(effect, SetClose):
                self.closes = effect

    @property
    def over(self) -> bool:
        return any(isinstance(effect, Over) for effect in self.seen)

    # -- what could happen next ------------------------------------------------------------------------------

    def choices(self, person: str) -> list[Event]:
        """Everything that this person's buttons would let them do where they stand."""
        track = self.state.tracks[person]
        if track.step == DONE:
            return []
        if track.step == DOOR:
            first = self.guide.structure.steps[0]
            quick = () if first.ask is None else first.ask.quick
            return [Opened(person), *(Answered(person, first.id, "", value) for value in quick)]
        if track.how == "knock":
            return [Opened(person)]
        step, item = self.guide.steps[track.step], track.item
        if not may_act(self.guide, self.state, person) or not self._all_came(step, item):
            return []
        if track.how == "noticed":
            return [Confirmed(person, step.id, item, kept) for kept in (True, False)]
        return self._own_part(person, step, item)

    def _all_came(self, step: Step, item: str) -> bool:
        here = self.state.tracks.values()
        return step.role is None or all(t.step == DONE or (t.step, t.item) == (step.id, item) for t in here)

    def _own_part(self, person: str, step: Step, item: str) -> list[Event]:
        ask = self.guide.asked(step.id)
        if ask is not None:
            values = ask.values or (("b1\nb2", "b2") if ask.type == "many" else ("words",))
            values = (*values, "") if ask.optional else values
            answers: list[Event] = [Answered(person, step.id, item, value) for value in values]
            return [*answers, Answered(person, step.id, item, "but", noticed=True)] if ask.notice else answers
        if step.reveal is not None:
            hows: list[Event] = [Chose(person, step.id, how) for how in ("now", "closing", "kept", "")]
            return [*hows, Again(person)]
        if step.floor is not None:
            return [Passed(person, step.id, item), Extended(person, step.id, item)]
        if step.share is not None:
            return [Gave(person, step.id, item, names) for names in ((), step.share.of[:1], step.share.of)]
        return [Settled(person, step.id, item)] if step.agree is not None else []

    def times(self) -> list[Event]:
        """What time could bring next, but for the close of the round."""
        waking: list[Event] = [Woke(step) for step in self.waits]
        turns: list[Event] = [TurnUp(step, item, one.last) for (step, item), one in self.turns.items()]
        return waking + turns

    def all_choices(self) -> list[Event]:
        """Everything that anybody or time could do next."""
        return [event for person in self.state.tracks for event in self.choices(person)] + self.times()

    def close(self) -> None:
        """Let time pass until it is over: waits end, rounds close; a journey that rests is stopped."""
        for _ in range(100):
            if self.over:
                return
            for event in self.times():
                self.do(event)
            self.do(TimeUp(self.state.round))
            if self.state.resting:
                self.do(Stopped(next(iter(self.state.tracks))))
        raise AssertionError(f"it does not end: {self.state}")
