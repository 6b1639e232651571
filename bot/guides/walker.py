"""How people walk through a guide: from step to step, each on a track of their own, together where a step is for both.

Pure: it holds a state as it changes, and the effects as they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.clock import MINUTE
from bot.errors import Refused
from bot.guides.kinds import Step
from bot.guides.moves import (
    DONE,
    Effect,
    Over,
    SetClose,
    SetTurn,
    SetWake,
    Show,
    ShowChart,
    ShowOther,
    ShowRoom,
    State,
    Track,
)
from bot.guides.script import FINISH, Guide

GRACE: Final = MINUTE
"""How long a floor goes on after its time was called."""

TURNS: Final = ("1", "2")


class Walker:
    """Everybody's walk, from one event to where they stand next."""

    def __init__(
        self, guide: Guide, state: State, answers: dict[tuple[str, str, str], str], lists: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.guide = guide
        self.state = state
        self.effects: list[Effect] = []
        self._answers = answers
        self._sources = lists
        self._leaving: tuple[str, str] | None = None

    # -- where somebody stands -------------------------------------------------------------------------------

    def expect(self, person: str, step: str, item: str = "") -> None:
        """Refuse what does not fit where the person stands, and what is another's part."""
        track = self._track(person)
        here = (track.step, track.item) == (step, item) and track.how != "knock" and step in self.guide.steps
        if not here:
            raise Refused("guide-moved-on")
        if not self.may_do(person, self.guide.steps[step], item):
            raise Refused("guide-not-yours")

    def holder(self, step: Step, item: str) -> str | None:
        """Whose part a step is; None where it is everybody's, "" where nobody here has that role."""
        return None if step.role is None else self.holder_of(step.role, step.id, item)

    def holder_of(self, role: str, step_id: str, item: str) -> str:
        """Who has a role at a step; "" where nobody here has it."""
        order = self.state.order if len(self.state.tracks) > 1 else self.state.order[:1]
        if item == TURNS[1] and self._turns_around(step_id):
            order = tuple(reversed(order))
        number = self.guide.roles_at(step_id).index(role)
        return order[number] if number < len(order) else ""

    def may_do(self, person: str, step: Step, item: str) -> bool:
        """Whether a step is this person's part, and has begun: what is for one role waits until everybody has come."""
        holder = self.holder(step, item)
        return holder is None or (holder == person and self.all_at(step.id, item))

    def _turns_around(self, step_id: str) -> bool:
        parent = self.guide.parents.get(step_id)
        return parent is not None and self.guide.steps[parent].turns is not None

    def _track(self, person: str) -> Track:
        track = self.state.tracks.get(person)
        if track is None:
            raise Refused("guide-moved-on")
        return track

    def _place(self, person: str, track: Track) -> None:
        self.state = replace(self.state, tracks={**self.state.tracks, person: track})

    def all_at(self, step: str, item: str) -> bool:
        """Whether everybody who is not through stands there."""
        return all(track.step == DONE or (track.step, track.item) == (step, item) for track in self._tracks())

    def _tracks(self) -> tuple[Track, ...]:
        return tuple(self.state.tracks.values())

    def _waiting(self) -> bool:
        """Whether nothing is asked of anybody until a wait is over."""
        tracks = [track for track in self._tracks() if track.step != DONE]
        steps = [self.guide.steps.get(track.step) for track in tracks]
        return bool(steps) and all(
            step is not None and step.wait is not None and track.how == ""
            for step, track in zip(steps, tracks, strict=True)
        )

    # -- walking ---------------------------------------------------------------------------------------------

    def onwards(self, person: str) -> None:
        """From where the person stands to the next step."""
        track = self._track(person)
        found = self._after(track, person)
        if found is None:
            self._finish(person)
        else:
            self._enter(person, *found)

    def together_onwards(self, step_id: str, item: str = "") -> None:
        """Everybody who stands there goes on."""
        before, self._leaving = self._leaving, (step_id, item)
        for person in self.state.tracks:
            track = self._track(person)
            if (track.step, track.item) == (step_id, item):
                self.onwards(person)
        self._leaving = before
        if self.guide.structure.kind == "journey":
            self.state = replace(self.state, resting=False)
            self.set_close()

    def set_close(self) -> None:
        """Let the present round close so long from now on."""
        self.effects = [effect for effect in self.effects if not isinstance(effect, SetClose)]
        if any(track.step != DONE for track in self._tracks()):
            self.effects.append(SetClose(self.state.round, self._round_length()))

    def _round_length(self) -> int:
        """How long the round stays open: its reveal's time, once nothing but that keeps the two together."""
        structure = self.guide.structure
        reveals = [step.reveal for step in structure.steps if step.reveal is not None]
        reveal = reveals[self.state.round] if self.state.round < len(reveals) else None
        if reveal is None:
            return structure.closes
        if structure.kind != "journey":
            return reveal.closes
        ahead = [self._meeting_ahead(track) for track in self._tracks() if track.step != DONE]
        return reveal.closes if ahead and all(step is not None and step.reveal for step in ahead) else structure.closes

    def _meeting_ahead(self, track: Track) -> Step | None:
        """The next step, from here on, at which the two come together."""
        steps = self.guide.structure.steps
        here = self.guide.parents.get(track.step, track.step)
        start = next((number for number, step in enumerate(steps) if step.id == here), 0)
        for step in steps[start:]:
            if step.reveal or step.role or step.wait or step.chapter or step.revisit or step.turns or step.chart:
                return step
            if step.say and step.say.to == "room":
                return step
        return None

    def _enter(self, person: str, step: Step, item: str, back: str = "") -> None:
        """Let the person stand at a step, and do what it does; steps that ask nothing lead on."""
        inside = step.id in self.guide.parents
        self._place(person, Track(step.id, item, back=back or (self._track(person).back if inside else "")))
        if self._left_out(person, step, item):
            self.onwards(person)
        elif step.role is not None and step.say is None:
            self._meet(step, item)
        elif step.ask or step.guess or step.reveal or step.agree or step.share:
            self.effects.append(Show(person, step.id, item))
        elif step.end:
            self._end(person, step)
        elif step.say and step.say.to == "each":
            self.effects.append(Show(person, step.id, item))
            self.onwards(person)
        elif step.each or step.branch or step.turns or step.chapter:
            self._lead(person, step, item)
        else:
            self._meet(step, item)

    def _left_out(self, person: str, step: Step, item: str) -> bool:
        """Whether a step is none of this person's: nobody to do it with, nothing to choose from, another's words."""
        alone = len(self.state.tracks) == 1
        holder = self.holder(step, item)
        if step.when is not None and (step.when == "alone") != alone:
            return True
        if holder == "" or (step.say is not None and holder not in (None, person)):
            return True
        return (alone and bool(step.reveal or step.guess or step.turns)) or self._is_empty(step, holder or person)

    def _is_empty(self, step: Step, person: str) -> bool:
        """Whether a step has nothing to choose from, to tell, to share or to offer to whom it is for."""
        if step.ask is not None and step.ask.source is not None:
            return not self._sources.get(f"{step.ask.source}/{person}")
        if step.say is not None and step.say.listed is not None:
            return not self._sources.get(f"{step.say.listed}/{person}")
        if step.agree is not None and step.agree.once:
            return any(self._sources.get(f"over:{offer}/{person}") for offer in step.agree.offer)
        if step.share is not None:
            nobody = len(self.state.tracks) == 1 and not self.state.partnered
            return nobody or not any(self.value(one, person) for one in step.share.of)
        return False

    def _end(self, person: str, step: Step) -> None:
        assert step.end is not None
        self.effects.append(Show(person, step.id))
        if step.end.outcome is not None:
            self.state = replace(self.state, outcome=step.end.outcome)
        self._finish(person)

    def _lead(self, person: str, step: Step, item: str) -> None:
        """Into what lies inside a step, or along a branch."""
        if step.each:
            self._enter_each(person, step)
        elif step.branch:
            self._branch(person, step, item)
        else:
            self._enter(person, step.inner[0], TURNS[0] if step.turns else "")

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
        target = step.branch.to.get(self.answer_to(step.branch.on, person, item))
        if target is None:
            self.onwards(person)
        elif target != FINISH:
            self._enter(person, self.guide.steps[target], item)
        elif step.id in self.guide.parents:
            last = self.guide.siblings(step.id)[-1].id
            self._place(person, replace(self._track(person), step=last))
            self.onwards(person)
        else:
            self._finish(person)

    def answer_to(self, question: str, person: str, item: str) -> str:
        """What decides for this person: the answer of whoever the question is for, else their own."""
        asked = self.guide.steps[question]
        holder = self.holder(asked, item)
        return self.value(question, person if holder is None else holder, item)

    def value(self, question: str, person: str, item: str = "") -> str:
        """A person's newest answer to a question: of the same item, where it lies in the same list, turn or visit."""
        if item and (question, item, person) in self._answers:
            return self._answers[question, item, person]
        visits = self.state.visits.get(self.guide.parents.get(question, ""), 0)
        for number in range(visits, 0, -1):
            if (question, str(number + 1), person) in self._answers:
                return self._answers[question, str(number + 1), person]
        return self._answers.get((question, "", person), "")

    def _after(self, track: Track, person: str) -> tuple[Step, str, str] | None:
        """The step after the one where the person stands, its item, and where its chapter leads back to."""
        siblings = self.guide.siblings(track.step)
        place = [one.id for one in siblings].index(track.step)
        if place + 1 < len(siblings):
            return siblings[place + 1], track.item, track.back
        parent = self.guide.parents.get(track.step)
        if parent is None:
            return None
        holder = self.guide.steps[parent]
        items = self.state.lists.get(f"{parent}/{person}", ()) if holder.each else TURNS if holder.turns else ()
        number = items.index(track.item) + 1 if track.item in items else len(items)
        if number < len(items):
            return siblings[0], items[number], ""
        return self._after(Track(track.back or parent), person)

    # -- together --------------------------------------------------------------------------------------------

    def _meet(self, step: Step, item: str) -> None:
        """At a step for both: once everybody has come, it happens."""
        if not self.all_at(step.id, item):
            return
        if step.role is not None:
            self._hand_over(step, item)
        elif step.wait is not None:
            self.effects.append(SetWake(step.id, self._wait_length(step)))
        elif step.revisit is not None:
            self._revisit(step)
        else:
            self.effects.append(ShowRoom(step.id) if step.say else ShowChart(step.id))
            self.together_onwards(step.id)

    def _hand_over(self, step: Step, item: str) -> None:
        """Ask the one whose part it is, and let the others read what they read meanwhile."""
        holder = self.holder(step, item)
        if holder is None or self._track(holder).step == DONE:
            self.together_onwards(step.id, item)  # nobody is left to do it
            return
        self.effects.append(Show(holder, step.id, item))
        others = [person for person, track in self.state.tracks.items() if person != holder and track.step != DONE]
        if self.guide.has(step.id, "other"):
            self.effects += [ShowOther(person, step.id, item) for person in others]
        if step.floor is not None:
            self.effects.append(SetTurn(step.id, item, step.floor.time))

    def _wait_length(self, step: Step) -> int | None:
        wait = step.wait
        if wait is None or wait.on is None:
            return None
        person = next(iter(self.state.tracks))
        return wait.to.get(self.answer_to(wait.on, person, ""), min(wait.to.values()))

    def _revisit(self, step: Step) -> None:
        """Open a chapter once more for everybody, or go on."""
        assert step.revisit is not None
        first = next(person for person, track in self.state.tracks.items() if track.step == step.id)
        name = self.answer_to(step.revisit.on, first, "")
        chapter = self.guide.steps.get(name)
        if chapter is None or chapter.chapter is None:
            self.together_onwards(step.id)
            return
        count = self.state.visits.get(name, 0) + 1
        self.state = replace(self.state, visits={**self.state.visits, name: count})
        for person, track in list(self.state.tracks.items()):
            if track.step == step.id:
                self._enter(person, chapter.inner[0], str(count + 1), step.id)

    def _finish(self, person: str) -> None:
        self._place(person, Track(DONE))
        if all(track.step == DONE for track in self._tracks()):
            self.effects.append(Over(revealed=True, outcome=self.state.outcome))
            return
        for other, track in list(self.state.tracks.items()):
            step = self.guide.steps.get(track.step)
            if other == person or step is None or track.how == "knock" or self._leaving == (track.step, track.item):
                continue
            meets = step.role is not None or step.wait or step.revisit or step.chart
            if meets or (step.say is not None and step.say.to == "room"):
                self._meet(step, track.item)  # who is through keeps nobody waiting
                return
