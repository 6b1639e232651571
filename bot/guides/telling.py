"""What was answered in a guide, in words: for reveals, for what is shown as it is given, and for reading it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import Card, card
from bot.content import Lines, Own, Phrase, When, line
from bot.couples import Person
from bot.feature import Context, Item
from bot.guides.kinds import Step
from bot.guides.runs import Run
from bot.guides.walker import TURNS, Walker

AnswerTable = Mapping[tuple[str, str, str], str]


class Telling:
    """Words the answers of one run."""

    def __init__(self, ctx: Context, run: Run, answers: AnswerTable) -> None:
        self._ctx = ctx
        self._run = run
        self._answers = answers
        self._logic = Walker(run.guide, run.state, dict(answers), {})

    def holder(self, step: Step, item: str) -> str | None:
        """Whose part a step is, by person's id; None where it is everybody's."""
        return self._logic.holder(step, item)

    def value(self, question: str, person_id: str, item: str = "") -> str:
        """A person's newest answer to a question."""
        return self._logic.value(question, person_id, item)

    # -- cards -----------------------------------------------------------------------------------------------

    async def together(self, step: Step) -> Card:
        """The reveal: what both wrote, side by side."""
        lines: list[Phrase] = [line("guide-revealed", title=self._run.guide.head("title"))]
        lines += [line("guide-of", name=Own(one.name), answers=await self.told(one, step)) for one in self._run.people]
        return Card(lines, essential=True)

    async def one_answer(self, person: Person, step_id: str, item: str) -> Card:
        """One answer that is shared as it is given."""
        told = await self.answer(person, step_id, item)
        return card(line("guide-of", name=Own(person.name), answers=told), anew=True)

    async def given(self, person: Person, names: Sequence[str]) -> Card:
        """Private answers that a person chose to show."""
        return Card(
            [line("guide-given", name=Own(person.name)), *await self.lines(person, names)], anew=True, essential=True
        )

    async def told(self, person: Person, step: Step) -> Phrase:
        """What a person answered to the questions of a reveal, in order."""
        assert step.reveal is not None
        return Lines(await self.lines(person, step.reveal.of) or [line("guide-nothing-written")])

    async def lines(self, person: Person, names: Sequence[str]) -> list[Phrase]:
        """What a person answered to some questions, in order."""
        return [
            await self.answer(person, name, item)
            for name in names
            for item in self.items(person, name)
            if self._answers.get((name, item, person.id))
        ]

    def answered(self, person: Person, step_id: str, item: str) -> bool:
        """Whether a person answered a question, and did not skip it."""
        return bool(self._answers.get((step_id, item, person.id)))

    def items(self, person: Person, step_id: str) -> tuple[str, ...]:
        """The items of a step: those of the list, the turns or the visits it lies in."""
        parent = self._run.guide.parents.get(step_id)
        if parent is None:
            return ("",)
        holder = self._run.guide.steps[parent]
        if holder.each is not None:
            return self._run.state.lists.get(f"{parent}/{person.id}", ())
        if holder.turns is not None:
            return TURNS
        return ("", *(str(number + 2) for number in range(self._run.state.visits.get(parent, 0))))

    # -- one answer ------------------------------------------------------------------------------------------

    async def answer(self, person: Person, step_id: str, item: str) -> Phrase:
        """One answer, as the guide words it; on its own, where it does not."""
        guide = self._run.guide
        said = await self._said(person, step_id, self._answers[step_id, item, person.id])
        if not guide.has(step_id, "shown"):
            return said
        args = {**self.names(person, step_id, item), "value": said}
        about = await self.item(person, guide.steps[step_id], item)
        if about is not None:
            args["item"] = about
        return guide.text(step_id, "shown", args)

    async def _said(self, person: Person, step_id: str, value: str) -> Phrase:
        ask = self._run.guide.asked(step_id)
        assert ask is not None
        if ask.source is not None:
            chosen = value.split("\n")
            return Lines([one.phrase for one in await self.source(person, ask.source) if one.id in chosen])
        if ask.type == "many":
            return Lines([self.label(step_id, one) for one in value.split("\n")])
        if ask.type == "text":
            return Own(value)
        if ask.type == "date":
            return line("guide-day", day=When(int(value), "day"))
        return self.label(step_id, value)

    def label(self, step_id: str, value: str) -> Phrase:
        """How an option reads."""
        ask = self._run.guide.asked(step_id)
        if value == "":
            return line("guide-skip")
        if ask is not None and ask.type == "yes-no":
            return line(value)
        return self._run.guide.option(step_id, value)

    # -- what the words may name -----------------------------------------------------------------------------

    def names(self, reader: Person, step_id: str, item: str) -> dict[str, Phrase]:
        """What a step's words may name: the reader, the partner, who has which role, the cards that were drawn."""
        run = self._run
        args: dict[str, Phrase] = {"name": Own(reader.name), "partner": self._partner(reader)}
        for role in run.guide.roles_at(step_id):
            holder = self._logic.holder_of(role, step_id, item)
            args[role] = Own(run.person(holder).name) if holder else line("guide-partner")
        for deck, name in run.state.drawn.items():
            args[deck] = run.guide.card(deck, name)
        return args

    def _partner(self, person: Person) -> Phrase:
        other = next((one for one in self._run.people if one.id != person.id), None)
        if other is None and self._ctx.partnership is not None:
            other = self._ctx.partnership.seen_by(person.id).partner
        return line("guide-partner") if other is None else Own(other.name)

    async def item(self, person: Person, step: Step, item: str) -> Phrase | None:
        """How the element reads that an `each` stands at."""
        parent = self._run.guide.parents.get(step.id)
        each = None if parent is None else self._run.guide.steps[parent].each
        if each is None:
            return None
        if "." in each.over:
            source = each.over
        else:
            asked = self._run.guide.steps[each.over].ask
            assert asked is not None
            if asked.source is None:
                return self.label(each.over, item)
            source = asked.source
        return next((one.phrase for one in await self.source(person, source) if one.id == item), line("guide-gone"))

    async def source(self, person: Person, name: str) -> Sequence[Item]:
        """A list that a feature gives."""
        return await self._ctx.house.sources[name](self._ctx, person)
