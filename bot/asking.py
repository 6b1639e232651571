"""A form asked one question at a time, or a few together, for platforms that can't show it whole.

The state lies in a row beside the buttons of the newest question, and goes when they go. Each answer makes the
next question, under new buttons.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pydantic import TypeAdapter

from bot.buttons import Hanger
from bot.clock import DAY
from bot.content import Arg, Content, Own, Phrase, Reader, line
from bot.model import Button, Field, Form, Message, Option, Span
from bot.store import Row, Tx, Words
from bot.store.tables import kept, of, table, text

table(
    "askings",  # a form under way, beside the buttons of its newest question
    text("token", of("buttons.token"), primary_key=True),
    text("place_id", of("places.id"), index=True),
    text("action"),  # what gets the answers, as the sheet names it
    text("args"),
    text("owner"),
    kept("state"),
)

LIFE: Final = 7 * DAY
"""How long a form may stay half answered."""

SHORT: Final = 24
"""Characters of an answer that fit on a button."""

WIDE: Final = 3
"""Options that stand in one row, if they are short."""


@dataclass(frozen=True, slots=True)
class Way:
    """Another way on than answering: a button that the card had beside its form."""

    label: str
    action: str
    args: dict[str, str]
    again: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Where somebody stands in a form. The fields of `form` hold the answers given so far as their values.

    `together`: how many questions the platform's own forms hold, and so are asked at once; 0 where it has none.
    """

    intro: tuple[Span, ...]
    form: Form
    ways: tuple[Way, ...] = ()
    at: int = 0
    answered: tuple[str, ...] = ()
    together: int = 0

    @property
    def part(self) -> tuple[Field, ...]:
        """The questions that are asked together now."""
        begin = self.at - self.at % self.together
        return self.form.fields[begin : begin + self.together]

    @property
    def field(self) -> Field:
        """The question that is asked now."""
        return self.form.fields[self.at]

    @property
    def done(self) -> bool:
        """Whether every question has its answer."""
        return self.at >= len(self.form.fields)

    def with_answer(self, value: str) -> Asking:
        """The same with an answer to the present question, at the next one that has none."""
        fields = tuple(
            replace(one, value=value, error="") if number == self.at else one
            for number, one in enumerate(self.form.fields)
        )
        answered = {*self.answered, self.field.name}
        at = next((number for number, one in enumerate(fields) if one.name not in answered), len(fields))
        return replace(self, form=replace(self.form, fields=fields), at=at, answered=tuple(sorted(answered)))

    def with_fault(self, name: str, fault: str) -> Asking:
        """The same, asked again at a field whose answer won't do; all of it, where no one field is to blame."""
        at = next((number for number, one in enumerate(self.form.fields) if one.name == name), None)
        answered = () if at is None else tuple(one for one in self.answered if one != name)
        at = at or 0
        fields = tuple(
            replace(one, error=fault) if number == at else one for number, one in enumerate(self.form.fields)
        )
        return replace(self, form=replace(self.form, fields=fields), at=at, answered=answered)

    def with_part(self, values: Mapping[str, str], faults: Mapping[str, str]) -> Asking:
        """The same with answers to the questions asked together; asked again as a whole if one of them won't do."""
        names = {one.name for one in self.part}
        fields = tuple(
            replace(one, value=values.get(one.name, one.value), error=faults.get(one.name, ""))
            if one.name in names
            else one
            for one in self.form.fields
        )
        answered = {*self.answered} - names if faults else {*self.answered, *names}
        at = next((number for number, one in enumerate(fields) if one.name not in answered), len(fields))
        return replace(self, form=replace(self.form, fields=fields), at=at, answered=tuple(sorted(answered)))

    def back(self) -> Asking:
        """The same, one question earlier, or one part."""
        if self.together:
            at = max(self.at - self.at % self.together - self.together, 0)
            kept = {one.name for one in self.form.fields[at:]}
            return replace(self, at=at, answered=tuple(one for one in self.answered if one not in kept))
        at = max(self.at - 1, 0)
        name = self.form.fields[at].name
        return replace(self, at=at, answered=tuple(one for one in self.answered if one != name))

    def toggled(self, option: Option) -> Asking:
        """The same with one choice of many taken, or taken back."""
        chosen = [one for one in self.field.value.split("\n") if one]
        chosen = [one for one in chosen if one != option.value] if option.value in chosen else [*chosen, option.value]
        ordered = [one.value for one in self.field.options if one.value in chosen]
        fields = list(self.form.fields)
        fields[self.at] = replace(self.field, value="\n".join(ordered), error="")
        return replace(self, form=replace(self.form, fields=tuple(fields)))

    def values(self) -> dict[str, str | tuple[str, ...]]:
        """The answers, as a form that is sent whole gives them."""
        return {
            one.name: tuple(part for part in one.value.split("\n") if part) if one.kind == "many" else one.value
            for one in self.form.fields
        }

    def option_named(self, typed: str) -> Option | None:
        """The option that somebody means who typed its words instead of pressing it."""
        wish = typed.strip().casefold()
        return next((one for one in self.field.options if wish in (one.label.casefold(), one.value.casefold())), None)


ASKING: Final = TypeAdapter(Asking)


class _MakeButton(Protocol):
    def __call__(self, label: str, do: str, n: int = 0) -> Button: ...


def screen(asking: Asking, content: Content, reader: Reader, hanger: Hanger) -> Message:
    """The message that asks the present question, its buttons hung on `hanger` and the typed answer last."""
    if asking.together:
        return _part(asking, content, reader, hanger)
    field = asking.field

    def read(key: str, **args: Arg) -> str:
        return content.plain(line(key, **args), reader)

    def button(label: str, do: str, n: int = 0) -> Button:
        return Button(label, hanger.hang("asking", {"do": do, "n": str(n)}, again=True, how="step"))

    rows = _choices(field, button)
    if field.kind == "many":
        rows.append([button(read("asking-done"), "done")])
    elif not field.options and field.value:
        short = len(field.value) <= SHORT and "\n" not in field.value
        rows.append([button(read("asking-keep", value=Own(field.value)) if short else read("asking-keep-it"), "keep")])
    if not field.required and field.kind != "many":
        rows.append([button(read("asking-skip"), "skip")])
    for way in asking.ways:
        rows.append([Button(way.label, hanger.hang(way.action, way.args, again=way.again))])
    rows.append([button(read("back"), "back")] if asking.at else [])
    rows[-1].append(button(read("cancel"), "cancel"))
    spans = [*asking.intro, Span("\n\n")] if asking.intro and (not asking.at or asking.ways) else []
    for number, phrase in enumerate(_question(asking)):
        spans += [Span("\n")] if number else []
        spans += content.spans(phrase, reader)
    hanger.hang("asking", {"do": "text"}, again=True, how="step")
    return Message(tuple(spans), tuple(tuple(row) for row in rows if row), open_question=True)


def _part(asking: Asking, content: Content, reader: Reader, hanger: Hanger) -> Message:
    """The message with the form of the questions that are asked together."""

    def read(key: str, **args: Arg) -> str:
        return content.plain(line(key, **args), reader)

    parts = -(-len(asking.form.fields) // asking.together)
    at = asking.at // asking.together + 1
    spans = [*asking.intro, Span("\n\n")] if asking.intro else []
    spans += content.spans(line("asking-part", at=at, all=parts), reader)
    last = at == parts
    token = hanger.hang("asking", {"do": "fill"}, again=True, how="step")
    form = Form(
        asking.part, asking.form.submit if last else read("asking-next"), token, read("asking-open", at=at, all=parts)
    )
    rows = [[Button(way.label, hanger.hang(way.action, way.args, again=way.again))] for way in asking.ways]
    steps = [("back", read("back"))] if at > 1 else []
    rows.append(
        [
            Button(label, hanger.hang("asking", {"do": do, "n": "0"}, again=True, how="step"))
            for do, label in [*steps, ("cancel", read("cancel"))]
        ]
    )
    return Message(tuple(spans), tuple(tuple(row) for row in rows), form)


def _choices(field: Field, button: _MakeButton) -> list[list[Button]]:
    chosen = set(field.value.split("\n"))
    many = field.kind == "many"
    buttons = [
        button(("☑ " if one.value in chosen else "☐ ") + one.label if many else one.label, "pick", number)
        for number, one in enumerate(field.options)
    ]
    wide = len(buttons) <= WIDE and all(len(one.label) <= SHORT // 2 for one in buttons)
    return ([buttons] if buttons else []) if wide else [[one] for one in buttons]


def _question(asking: Asking) -> list[Phrase]:
    """What is asked: what was wrong, the question, a hint, and what stands there already."""
    field, number = asking.field, len(asking.form.fields)
    lines: list[Phrase] = [line("asking-fault", fault=field.error)] if field.error else []
    if number > 1:
        lines.append(line("asking-question", label=field.label, at=asking.at + 1, all=number))
    else:
        lines.append(line("asking-only", label=field.label))
    if field.hint:
        lines.append(line("asking-hint", hint=field.hint))
    if field.value and not field.options:
        lines.append(line("asking-stands", value=Own(field.value)))
    return lines


# -- its row ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A form under way: where its answers go, the message of its newest question, and how far it is."""

    action: str
    args: Mapping[str, str]
    owner: str
    message_id: str
    asking: Asking


async def keep(tx: Tx, token: str, place_id: str, form: UnderWay) -> None:
    """Keep a form beside the buttons of its newest question; an older one of theirs in that place is let go."""
    await drop(tx, place_id, form.owner)
    await tx.run(
        "INSERT INTO askings (token, place_id, action, args, owner, state) "
        "VALUES (:token, :place, :action, :args, :owner, :state)",
        token=token,
        place=place_id,
        action=form.action,
        args=json.dumps(dict(form.args)),
        owner=form.owner,
        state=Words(form.owner, ASKING.dump_json(form.asking, exclude_defaults=True).decode()),
    )


async def under_way(tx: Tx, token: str) -> UnderWay | None:
    """The form whose newest question hangs on these buttons."""
    row: Row | None = await tx.one(
        "SELECT a.*, b.act_id FROM askings a JOIN buttons b ON b.token = a.token WHERE a.token = :token", token=token
    )
    if row is None:
        return None
    asking = ASKING.validate_json(row["state"])
    return UnderWay(row["action"], json.loads(row["args"]), row["owner"], row["act_id"], asking)


async def drop(tx: Tx, place_id: str, owner: str) -> bool:
    """Let go of the form somebody has under way in a place, and of all that was answered; whether there was one."""
    gone = await tx.run(
        "DELETE FROM buttons WHERE token IN (SELECT token FROM askings WHERE place_id = :place AND owner = :owner)",
        place=place_id,
        owner=owner,
    )
    return gone > 0
