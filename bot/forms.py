"""Forms: what was typed is held against what was asked, and shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.asking import Asking
from bot.content import Line, line
from bot.errors import Refused
from bot.feature import Context
from bot.model import Field, Filled, Message
from bot.outbox import shown
from bot.text import LONGEST, cleaned, too_long


def readable(text: str) -> str:
    """What somebody typed, without characters that play tricks. Raises Refused if it is too long."""
    if too_long(text):
        raise Refused("too-long", limit=LONGEST)
    return cleaned(text)


def read_fields(event: Filled) -> dict[str, str | tuple[str, ...]]:
    """What was typed into a form, without characters that play tricks. Raises Refused if it is too long."""
    return {
        name: readable(value) if isinstance(value, str) else tuple(readable(one) for one in value)
        for name, value in event.fields.items()
    }


async def check_form(ctx: Context) -> None:
    """Hold what was typed against what was asked."""
    message = None if ctx.message_id is None else await shown(ctx.tx, ctx.message_id)
    if message is None or message.form is None:
        raise Refused("button-stale")
    ctx.fields = {**ctx.fields, **{one.name: _as_asked(one, ctx.fields) for one in message.form.fields}}
    for asked in message.form.fields:
        if fault := _field_fault(asked, ctx.fields.get(asked.name, "")):
            raise Refused(fault.key, **{**fault.args, "field": asked.name})


def _as_asked(field: Field, typed: Mapping[str, str | tuple[str, ...]]) -> str | tuple[str, ...]:
    """A field's answer as its kind gives it; not every platform tells one choice of many from the only one."""
    given = typed.get(field.name, "")
    if field.kind == "many":
        return given if isinstance(given, tuple) else tuple(one for one in given.split("\n") if one)
    return given if isinstance(given, str) else "\n".join(given)


def _field_fault(asked: Field, given: str | tuple[str, ...]) -> Line | None:
    chosen = (given,) if isinstance(given, str) else given
    if asked.required and not any(one.strip() for one in chosen):
        return line("field-empty")
    if asked.options and any(one and one not in {option.value for option in asked.options} for one in chosen):
        return line("field-choice")
    if not asked.options and any(len(one) > asked.max_length for one in chosen):
        return line("field-long", limit=asked.max_length)
    return None


def with_fault(message: Message, typed: Mapping[str, str | tuple[str, ...]], field: str, fault: str) -> Message:
    """The same form with everything that was typed, and the fault at its field."""

    def kept(asked: Field) -> Field:
        value = typed.get(asked.name, "")
        text = cleaned(value if isinstance(value, str) else "\n".join(value))
        return replace(asked, value=text[: max(asked.max_length * 2, 200)], error=fault if asked.name == field else "")

    assert message.form is not None
    return replace(message, form=replace(message.form, fields=tuple(kept(one) for one in message.form.fields)))


def filled(asking: Asking, typed: Mapping[str, str | tuple[str, ...]], read: Callable[[Line], str]) -> Asking:
    """Where a form asked in parts stands after one of them was sent."""
    values, faults = {}, {}
    for field in asking.part:
        given = _as_asked(field, typed)
        if fault := _field_fault(field, given):
            faults[field.name] = read(fault)
        values[field.name] = given if isinstance(given, str) else "\n".join(given)
    return asking.with_part(values, faults)


def moved(asking: Asking, given: Mapping[str, str], typed: str, read: Callable[[Line], str]) -> Asking:
    """Where a form asked one question at a time stands after a step: what was pressed, or what was typed."""
    field = asking.field
    option = None
    match given["do"]:
        case "back":
            return asking.back()
        case "skip":
            return asking.with_answer("")
        case "pick":
            option = field.options[int(given["n"])]
        case "text" if field.options:
            option = asking.option_named(typed)
    if given["do"] in ("pick", "text") and field.options:
        if option is None:
            return asking.with_fault(field.name, read(line("field-choice")))
        return asking.toggled(option) if field.kind == "many" else asking.with_answer(option.value)
    answer = typed if given["do"] == "text" else field.value
    if fault := _field_fault(field, tuple(answer.split("\n")) if field.kind == "many" else answer):
        return asking.with_fault(field.name, read(fault))
    return asking.with_answer(answer)
