"""What a person is shown where they stand in a guide: cards made of the guide's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.cards import Card, Entry, Sheet, Tap, card
from bot.content import Lines, Own, Phrase, When, line
from bot.couples import Person
from bot.feature import Context, Item
from bot.guides.moves import DONE, DOOR, Track
from bot.guides.runs import Run
from bot.guides.script import Step

TAPS_AT_MOST = 6
"""Options beyond this come as a form."""

ANSWER_LENGTH = 2000

AnswerTable = Mapping[tuple[str, str, str], str]


class Screens:
    """Makes the cards of one run."""

    def __init__(self, ctx: Context, run: Run, answers: AnswerTable) -> None:
        self._ctx = ctx
        self._run = run
        self._answers = answers

    async def standing(self, person: Person, step_id: str, item: str) -> Card:
        """The card for somebody who stands at this step."""
        if step_id == DOOR:
            return self._door()
        if step_id == DONE:
            return Card([line("guide-through")], slot=self.slot)
        step = self._run.guide.steps[step_id]
        text = await self._text(person, step, item)
        if step.ask is not None:
            return await self._ask(person, step, item, text)
        if step.reveal is not None:
            return await self._share(person, step, text)
        if step.agree is not None:
            return self._agree(step, text)
        return Card([text], slot=None if step.say else self.slot, anew=step.say is not None)

    @property
    def slot(self) -> str:
        """The one card that a person's walk is shown on."""
        return f"run:{self._run.id}"

    def _door(self) -> Card:
        first = self._run.guide.structure.steps[0]
        quick = [] if first.ask is None else [self._pick(first, "", value) for value in first.ask.quick]
        rows = [quick, [self._tap("guide-open", "open", "main"), self._tap("later", "later", "quiet")]]
        return Card([self._run.guide.head("door")], rows, slot=self.slot, prompt=True)

    async def _ask(self, person: Person, step: Step, item: str, text: Phrase) -> Card:
        assert step.ask is not None
        ask = step.ask
        skip = [self._pick(step, item, "")] if ask.optional else []
        if ask.type in ("text", "date"):
            where = {"run": self._run.id, "step": step.id, "item": item}
            hint = line("guide-answer-date" if ask.type == "date" else "guide-answer")
            return Card([text, hint], [skip], slot=self.slot, question=("guides.text", where))
        options = await self._options(person, step)
        if ask.type == "many" or len(options) > TAPS_AT_MOST:
            return self._sheet(step, item, text, options, skip)
        rows = [[self._pick(step, item, value, label) for value, label in options]]
        if len(options) > 3 and ask.type != "scale":
            rows = [[tap] for tap in rows[0]]
        return Card([text], [*rows, skip], slot=self.slot)

    def _sheet(
        self, step: Step, item: str, text: Phrase, options: Sequence[tuple[str, Phrase]], skip: Sequence[Tap]
    ) -> Card:
        assert step.ask is not None
        kind: Literal["many", "choice"] = "many" if step.ask.type == "many" else "choice"
        entry = Entry("value", line("guide-choose"), kind, options, required=not step.ask.optional)
        where = {"run": self._run.id, "step": step.id, "item": item}
        return Card([text], [skip], Sheet([entry], line("guide-on"), "guides.choose", where), slot=self.slot)

    async def _options(self, person: Person, step: Step) -> list[tuple[str, Phrase]]:
        assert step.ask is not None
        if step.ask.source is not None:
            items = await self._ctx.house.sources[step.ask.source](self._ctx, person)
            return [(one.id, one.phrase) for one in items]
        return [(value, self._label(step, value)) for value in step.ask.values]

    def _label(self, step: Step, value: str) -> Phrase:
        if value == "":
            return line("guide-skip")
        if step.ask is not None and step.ask.type == "yes-no":
            return line(value)
        return self._run.guide.option(step.id, value)

    def _pick(self, step: Step, item: str, value: str, label: Phrase | None = None) -> Tap:
        args = {"run": self._run.id, "step": step.id, "item": item, "value": value}
        return Tap(label or self._label(step, value), "guides.pick", args, "quiet" if value == "" else "normal")

    def _tap(self, key: str, action: str, style: str = "normal", **args: str) -> Tap:
        where = {"run": self._run.id, **args}
        return Tap(line(key), f"guides.{action}", where, style, again=True)  # type: ignore[arg-type]  # a literal

    async def _share(self, person: Person, step: Step, text: Phrase) -> Card:
        how = self._run.state.tracks.get(person.id, Track()).how
        own = await self.told(person, step)
        if how == "":
            rows = [
                [self._tap("guide-share", "share", "main", step=step.id, how="now")],
                [self._tap("guide-share-closing", "share", step=step.id, how="closing")],
                [
                    self._tap("guide-again", "again"),
                    self._tap("guide-keep", "share", "quiet", step=step.id, how="kept"),
                ],
            ]
            return Card([text, own], rows, slot=self.slot)
        back = self._tap("guide-take-back", "share", "quiet", step=step.id, how="")
        return Card([own, line(f"guide-chose-{how}")], [[back]], slot=self.slot)

    def _agree(self, step: Step, text: Phrase) -> Card:
        assert step.agree is not None
        where = {"run": self._run.id, "step": step.id}
        offers = [
            [Tap(self._run.guide.option(step.id, name), "guides.agree", {**where, "name": name})]
            for name in step.agree.offer
        ]
        none = Tap(self._run.guide.option(step.id, "nothing"), "guides.agree", {**where, "name": ""}, "quiet")
        return Card([text], [*offers, [none]], slot=self.slot)

    # -- telling answers -------------------------------------------------------------------------------------

    async def together(self, step: Step) -> Card:
        """The reveal: what both wrote, side by side."""
        lines: list[Phrase] = [line("guide-revealed", title=self._run.guide.head("title"))]
        lines += [line("guide-of", name=Own(one.name), answers=await self.told(one, step)) for one in self._run.people]
        return Card(lines, essential=True)

    async def one_answer(self, person: Person, step_id: str, item: str) -> Card:
        """One answer that is shared as it is given."""
        told = await self._answer(person, step_id, item)
        return card(line("guide-of", name=Own(person.name), answers=told))

    async def told(self, person: Person, step: Step) -> Phrase:
        """What a person answered to the questions of a reveal, in order."""
        assert step.reveal is not None
        lines = [
            await self._answer(person, name, item)
            for name in step.reveal.of
            for item in self._items(person, name)
            if self._answers.get((name, item, person.id))
        ]
        return Lines(lines or [line("guide-nothing-written")])

    def _items(self, person: Person, step_id: str) -> tuple[str, ...]:
        parent = self._run.guide.parents.get(step_id)
        return ("",) if parent is None else self._run.state.lists.get(f"{parent}/{person.id}", ())

    async def _answer(self, person: Person, step_id: str, item: str) -> Phrase:
        step = self._run.guide.steps[step_id]
        assert step.ask is not None
        ask, value = step.ask, self._answers[step_id, item, person.id]
        said: Phrase
        if ask.source is not None:
            chosen = value.split("\n")
            said = Lines([one.phrase for one in await self._source(person, ask.source) if one.id in chosen])
        elif ask.type == "many":
            said = Lines([self._label(step, one) for one in value.split("\n")])
        elif ask.type == "text":
            said = Own(value)
        elif ask.type == "date":
            said = line("guide-day", day=When(int(value), "day"))
        else:
            said = self._label(step, value)
        args: dict[str, Phrase] = {"value": said}
        about = await self._item(person, step, item)
        if about is not None:
            args["item"] = about
        return self._run.guide.text(step.id, "shown", args)

    async def _text(self, person: Person, step: Step, item: str) -> Phrase:
        other = next((one for one in self._run.people if one.id != person.id), person)
        args: dict[str, Phrase] = {"name": Own(person.name), "partner": Own(other.name)}
        if step.ask is not None and step.ask.listed is not None:
            items = await self._source(person, step.ask.listed)
            args["list"] = Lines([one.phrase for one in items] or [line("guide-list-empty")])
        about = await self._item(person, step, item)
        if about is not None:
            args["item"] = about
        return self._run.guide.text(step.id, "text", args)

    async def _item(self, person: Person, step: Step, item: str) -> Phrase | None:
        """How the element reads that an `each` stands at."""
        parent = self._run.guide.parents.get(step.id)
        if parent is None:
            return None
        each = self._run.guide.steps[parent].each
        assert each is not None
        if "." in each.over:
            source = each.over
        else:
            asked = self._run.guide.steps[each.over]
            assert asked.ask is not None
            if asked.ask.source is None:
                return self._label(asked, item)
            source = asked.ask.source
        return next((one.phrase for one in await self._source(person, source) if one.id == item), line("guide-gone"))

    async def _source(self, person: Person, name: str) -> Sequence[Item]:
        return await self._ctx.house.sources[name](self._ctx, person)
