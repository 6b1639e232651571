"""What a person is shown where they stand in a guide: cards made of the guide's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from bot.cards import Card, Entry, Plot, Sheet, Tap, card
from bot.content import Lines, Own, Phrase, line
from bot.couples import Person
from bot.guides.kinds import Ask, Step
from bot.guides.measures import Mean
from bot.guides.moves import DONE, DOOR, Track
from bot.guides.telling import Telling
from bot.text import cleaned

TAPS_AT_MOST: Final = 6
"""Options beyond this come as a form."""

Style = Literal["normal", "main", "quiet"]
_NOWHERE: Final[Mapping[str, str]] = {}

ANSWER_LENGTH: Final = 2000
SPOKEN_LENGTH: Final = 3000
"""Characters of one message of somebody who has the floor."""


class Screens(Telling):
    """Makes the cards of one run."""

    @property
    def slot(self) -> str:
        """The one card that a person's walk is shown on."""
        return f"run:{self._run.id}"

    def _track(self, person: Person) -> Track:
        return self._run.state.tracks.get(person.id, Track())

    def _mine(self, person: Person, step: Step, item: str) -> bool:
        return self.holder(step, item) in (None, person.id)

    async def standing(self, person: Person, step_id: str, item: str) -> Card:
        """The card for somebody who stands at this step, or for whom it says something."""
        if step_id == DOOR:
            return self._door()
        if step_id == DONE:
            return Card([line("guide-through")], slot=self.slot)
        step = self._run.guide.steps[step_id]
        if self._track(person).how == "knock":
            return self._after_wait(step)
        if not self._mine(person, step, item) or not self.happens(step, item):
            return await self.other(person, step, item)
        if self._track(person).how == "noticed":
            return self._noticed(person, step, item)
        return await self._own(person, step, item)

    def happens(self, step: Step, item: str) -> bool:
        """Whether a step that is for one role has begun: everybody has come."""
        return step.role is None or step.say is not None or self._logic.all_at(step.id, item)

    async def _own(self, person: Person, step: Step, item: str) -> Card:  # noqa: PLR0911  # one a kind
        text = await self.text(person, step, item)
        if (ask := self._run.guide.asked(step.id)) is not None:
            return await self._ask(person, step, ask, item, text)
        if step.reveal is not None:
            return await self._share(person, step, text)
        if step.floor is not None:
            return self._floor(step, item, text)
        if step.share is not None:
            return await self._give(person, step, item, text)
        if step.agree is not None:
            return self._agree(step, item, text)
        if step.say is None and step.end is None:
            return await self.other(person, step, item)
        return Card([text], slot=None if step.say else self.slot, anew=step.say is not None)

    async def other(self, person: Person, step: Step, item: str) -> Card:
        """What one reads whose part it is not; nothing is said of what anybody does."""
        if step.role is not None and self._run.guide.has(step.id, "other") and self.happens(step, item):
            words = self._run.guide.text(step.id, "other", self.names(person, step.id, item))
            if step.floor is not None:
                where = {"run": self._run.id, "step": step.id, "item": item}
                return Card([words], slot=self.slot, question=("guides.held", where))
            return Card([words], slot=self.slot)
        return Card([line("guide-here")], slot=self.slot)

    # -- prompts ---------------------------------------------------------------------------------------------

    def _door(self) -> Card:
        first = self._run.guide.structure.steps[0]
        quick = [] if first.ask is None else [self._pick(first, "", value) for value in first.ask.quick]
        rows = [quick, [self._tap("guide-open", "open", "main"), self._tap("later", "later", "quiet")]]
        return Card([self._run.guide.head("door")], rows, slot=self.slot, prompt=True)

    def _after_wait(self, step: Step) -> Card:
        guide = self._run.guide
        words = guide.text(step.id) if step.wait and guide.has(step.id, "text") else guide.head("door")
        rows = [[self._tap("guide-open", "open", "main"), self._tap("later", "later", "quiet")]]
        return Card([words], rows, slot=self.slot, prompt=True)

    def shared(self, step_id: str) -> Card:
        """Both shared, and time has come: what both wrote waits until somebody looks."""
        rows = [[self._tap("guide-open", "look", "main", {"step": step_id})]]
        return Card([line("guide-shared")], rows, anew=True, essential=True)

    def rests(self) -> Card:
        """It rests; whoever likes goes on with it."""
        rows = [[self._tap("guide-go-on", "open")]]
        return Card([line("guide-rests", title=self._run.guide.head("title"))], rows, slot=self.slot, anew=True)

    def stopped(self) -> Card:
        """It was stopped: the same to both."""
        return Card([line("guide-stopped", title=self._run.guide.head("title"))], slot=self.slot, anew=True)

    def closed(self) -> Card:
        """Its time was up."""
        sealed = any(step.reveal for step in self._run.guide.structure.steps)
        return card(line("guide-closed" if sealed else "guide-ended"), slot=self.slot, anew=True)

    # -- questions -------------------------------------------------------------------------------------------

    async def _ask(self, person: Person, step: Step, ask: Ask, item: str, text: Phrase) -> Card:
        skip = [self._pick(step, item, "")] if ask.optional else []
        if ask.type in ("text", "date"):
            where = {"run": self._run.id, "step": step.id, "item": item}
            hint = line("guide-answer-date" if ask.type == "date" else "guide-answer")
            return Card([text, hint], [skip], slot=self.slot, question=("guides.text", where))
        options = await self._options(person, step, ask)
        if ask.type == "many" or len(options) > TAPS_AT_MOST:
            kind: Literal["many", "choice"] = "many" if ask.type == "many" else "choice"
            return self._sheet(step, item, text, Entry("value", line("guide-choose"), kind, options), ask, skip)
        rows = [[self._pick(step, item, value, label) for value, label in options]]
        if len(options) > 3 and ask.type != "scale":
            rows = [[tap] for tap in rows[0]]
        typed = None if self._run.state.venue else ("guides.typed", {"run": self._run.id})
        return Card([text], [*rows, skip], slot=self.slot, question=typed)

    def _sheet(self, step: Step, item: str, text: Phrase, entry: Entry, ask: Ask, skip: Sequence[Tap]) -> Card:
        entry = replace(entry, required=not ask.optional)
        where = {"run": self._run.id, "step": step.id, "item": item}
        return Card([text], [skip], Sheet([entry], line("guide-on"), "guides.choose", where), slot=self.slot)

    async def option_named(self, person: Person, step: Step, typed: str) -> str | None:
        """The option of a choice that somebody means who typed its words instead of pressing it."""
        ask = self._run.guide.asked(step.id)
        if ask is None or ask.type == "many" or not self._logic.may_do(person.id, step, self._track(person).item):
            return None
        wish = typed.strip().casefold()
        options = await self._options(person, step, ask)
        return next((value for value, label in options if wish == cleaned(self._ctx.read(label)).casefold()), None)

    async def _options(self, person: Person, step: Step, ask: Ask) -> list[tuple[str, Phrase]]:
        if ask.source is not None:
            return [(one.id, one.phrase) for one in await self.source(person, ask.source)]
        return [(value, self.label(step.id, value)) for value in ask.values]

    def _pick(self, step: Step, item: str, value: str, label: Phrase | None = None) -> Tap:
        args = {"run": self._run.id, "step": step.id, "item": item, "value": value}
        return Tap(label or self.label(step.id, value), "guides.pick", args, "quiet" if value == "" else "normal")

    def _tap(self, key: str, action: str, style: Style = "normal", where: Mapping[str, str] = _NOWHERE) -> Tap:
        return Tap(line(key), f"guides.{action}", {"run": self._run.id, **where}, style, again=True)

    def _noticed(self, person: Person, step: Step, item: str) -> Card:
        where = {"step": step.id, "item": item}
        rows = [
            [
                self._tap("guide-write-again", "rewrite", "main", where),
                self._tap("guide-keep-text", "confirm", where=where),
            ]
        ]
        written = Own(self._answers.get((step.id, item, person.id), ""))
        return Card([written, self._run.guide.noticed(step.id)], rows, slot=self.slot)

    # -- what is done together -------------------------------------------------------------------------------

    async def _share(self, person: Person, step: Step, text: Phrase) -> Card:
        how = self._track(person).how
        own = await self.told(person, step)
        if not await self.lines(person, step.reveal.of if step.reveal else ()):
            return Card([line("guide-nothing-to-share")], [[self._tap("guide-again", "again")]], slot=self.slot)
        if how == "":
            rows = [
                [self._tap("guide-share", "share", "main", {"step": step.id, "how": "now"})],
                [self._tap("guide-share-closing", "share", where={"step": step.id, "how": "closing"})],
                [
                    self._tap("guide-again", "again"),
                    self._tap("guide-keep", "share", "quiet", {"step": step.id, "how": "kept"}),
                ],
            ]
            return Card([text, own], rows, slot=self.slot)
        back = self._tap("guide-take-back", "share", "quiet", {"step": step.id, "how": ""})
        return Card([own, line(f"guide-chose-{how}")], [[back]], slot=self.slot)

    def _floor(self, step: Step, item: str, text: Phrase) -> Card:
        return Card([text], self.floor_rows(step, item), slot=self.slot, question=self._speak(step, item))

    def floor_rows(self, step: Step, item: str) -> list[list[Tap]]:
        """What one with the floor can do besides speaking."""
        where = {"step": step.id, "item": item}
        return [
            [self._tap("guide-floor-done", "pass", "main", where), self._tap("guide-floor-more", "more", where=where)],
            [self._tap("guide-stop", "stop", "quiet")],
        ]

    def _speak(self, step: Step, item: str) -> tuple[str, dict[str, str]] | None:
        if self._run.state.venue:
            return None
        return "guides.speak", {"run": self._run.id, "step": step.id, "item": item}

    def spoke(self, step: Step, item: str, words: str = "guide-floor-passed") -> Card:
        """What one with the floor sees below each of their messages."""
        rows = self.floor_rows(step, item)
        return Card([line(words)], rows, slot=self.slot, question=self._speak(step, item), anew=True)

    async def _give(self, person: Person, step: Step, item: str, text: Phrase) -> Card:
        assert step.share is not None
        where = {"step": step.id, "item": item}
        written = [name for name in step.share.of if self.value(name, person.id, item)]
        rows = [[self._tap("guide-give-all", "give", where={**where, "names": "\n".join(written)})]]
        if len(written) > 1:
            rows.append([self._tap("guide-give-some", "give-some", where=where)])
        rows.append([self._tap("guide-give-none", "give", "quiet", {**where, "names": ""})])
        return Card([text, Lines(await self.lines(person, written))], rows, slot=self.slot)

    def give_some(self, person: Person, step: Step, item: str) -> Card:
        """The form in which to choose what is shared."""
        assert step.share is not None
        options = [(name, Own(value)) for name in step.share.of if (value := self.value(name, person.id, item))]
        entry = Entry("names", line("guide-give-which"), "many", options, required=False)
        where = {"run": self._run.id, "step": step.id, "item": item}
        return Card(
            [line("guide-give-how")], sheet=Sheet([entry], line("guide-on"), "guides.give", where), slot=self.slot
        )

    def _agree(self, step: Step, item: str, text: Phrase) -> Card:
        assert step.agree is not None
        where = {"run": self._run.id, "step": step.id, "item": item}
        offers = [
            [Tap(self._run.guide.option(step.id, name), "guides.agree", {**where, "name": name})]
            for name in step.agree.offer
        ]
        none = Tap(self._run.guide.option(step.id, "nothing"), "guides.agree", {**where, "name": ""}, "quiet")
        return Card([text], [*offers, [none]], slot=self.slot)

    def chart(self, step: Step, means: Sequence[Mean]) -> Card | None:
        """The picture of how joint means went; None where there are fewer than two times."""
        assert step.chart is not None
        times = sorted({one.at for one in means})
        if len(times) < 2:
            return None
        values = {(one.name, one.at): one.value for one in means}
        series = [
            (self._run.guide.option(step.id, name), [values.get((name, at)) for at in times]) for name in step.chart.of
        ]
        kept = [(label, line_) for label, line_ in series if any(one is not None for one in line_)]
        title = self._run.guide.text(step.id)
        return Card([title], plot=Plot(title, times, kept, 1, 5), anew=True)

    # -- words -----------------------------------------------------------------------------------------------

    async def text(self, person: Person, step: Step, item: str) -> Phrase:
        """The words of a step to a person."""
        args = self.names(person, step.id, item)
        listed = step.ask.listed if step.ask is not None else step.say.listed if step.say is not None else None
        if listed is not None:
            items = await self.source(person, listed)
            args["list"] = Lines([one.phrase for one in items] or [line("guide-list-empty")])
        about = await self.item(person, step, item)
        if about is not None:
            args["item"] = about
        return self._run.guide.text(step.id, "text", args)
