"""What a value sent to Telegram may look like, and what is wrong with one that does not.

A shape is neutral: the two judges make shapes of aiogram's models and of the specification, and both are then
compared with a request in this one way. Sentences name fields and never repeat a value, for it may be somebody's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.telegram.wire import Call

Kind = Literal["Integer", "Float", "String", "Boolean", "InputFile", "anything"]


@dataclass(frozen=True, slots=True)
class One:
    """A single value."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Fixed:
    """One of these values, nothing else."""

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """An array."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these shapes."""

    options: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """An object. Its fields are asked for late, since objects may contain their own kind."""

    name: str
    fields: Callable[[], Mapping[str, Slot]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of an object, or a method's parameter."""

    shape: Shape
    required: bool


Shape = One | Fixed | Many | Either | Thing


def problems(value: object, shape: Shape, where: str) -> list[str]:
    """What is wrong with a value, empty if nothing is."""
    match shape:
        case One():
            return [] if _is(value, shape.kind) else [f"{where} is not of type {shape.kind}"]
        case Fixed():
            return [] if value in shape.values else [f"{where} is none of the allowed values"]
        case Many():
            items = enumerate(value) if isinstance(value, list) else None
            found = (problems(item, shape.of, f"{where}[{at}]") for at, item in items or ())
            return [f"{where} is not an array"] if items is None else [one for each in found for one in each]
        case Either():
            return min(
                (problems(value, option, where) for option in shape.options), key=lambda found: _rank(found, where)
            )
        case Thing():
            return _in_fields(value, shape.fields(), where, shape.name)


def _rank(found: list[str], where: str) -> tuple[bool, int]:
    """A misfit deep inside says more than one at the top, so it is the one that is reported."""
    return any(one.startswith(f"{where} ") for one in found), len(found)


def _in_fields(value: object, fields: Mapping[str, Slot], where: str, name: str) -> list[str]:
    return list(_fields(value, fields, where, name)) if isinstance(value, dict) else [f"{where} is no object ({name})"]


def _fields(value: Mapping[str, object], fields: Mapping[str, Slot], where: str, name: str) -> Iterator[str]:
    for unknown in sorted(value.keys() - fields.keys()):
        yield f"{where}.{unknown} is unknown to {name}"
    for known, slot in fields.items():
        if known in value:
            yield from problems(value[known], slot.shape, f"{where}.{known}")
        elif slot.required:
            yield f"{where}.{known} is missing from {name}"


def _is(value: object, kind: Kind) -> bool:
    match kind:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "String":
            return isinstance(value, str)
        case "Boolean":
            return isinstance(value, bool)
        case "InputFile":
            return isinstance(value, str) and value.startswith("attach://")
        case "anything":
            return True


def decode(raw: str, shape: Shape) -> Any:
    """A parameter as Telegram reads it: it comes as a string, and its type says what that string holds.

    What can't be read that way stays a string, and is then found not to fit.
    """
    options = _options(shape)
    if One("Boolean") in options and raw.lower() in {"true", "false"}:
        return raw.lower() == "true"
    if any(isinstance(one, Many | Thing) for one in options) or options & {One("Integer"), One("Float")}:
        try:
            read = json.loads(raw)
        except ValueError:
            return raw
        return read if not problems(read, shape, "") or One("String") not in options else raw
    return raw


def _options(shape: Shape) -> set[Shape]:
    if isinstance(shape, Either):
        return {inner for option in shape.options for inner in _options(option)}
    return {shape}


def judged(call: Call, parameters: Mapping[str, Slot]) -> list[str]:
    """What is wrong with a call's parameters."""
    given: dict[str, Any] = {
        name: decode(raw, parameters[name].shape) if name in parameters else raw for name, raw in call.params.items()
    }
    for name in call.files:
        if name in parameters or not _referred(call, name):
            given[name] = f"attach://{name}"
    return list(_fields(given, parameters, call.method, call.method))


def _referred(call: Call, name: str) -> bool:
    return any(f"attach://{name}" in raw for raw in call.params.values())
