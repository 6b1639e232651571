"""The first judge: aiogram's models of the Bot API's methods, which nobody here wrote."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile
from pydantic import BaseModel, ValidationError

from tests.telegram.shapes import Either, Fixed, Kind, Many, One, Shape, Slot, Thing, decode, judged
from tests.telegram.wire import Call

_KINDS: Final[Mapping[object, Kind]] = {int: "Integer", float: "Float", str: "String", bool: "Boolean", Any: "anything"}


@cache
def methods() -> dict[str, type[TelegramMethod[Any]]]:
    """Every method by its name on the wire."""
    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        one.__api_method__: one
        for one in found
        if isinstance(one, type) and issubclass(one, TelegramMethod) and one is not TelegramMethod
    }


def judge(call: Call) -> list[str]:
    """What aiogram's model of this method has against the call.

    Its models take extra fields and let `Default` stand for settings of its own client, so fields are compared one
    by one first; then the model itself is asked, which checks what its authors added by hand.
    """
    model = methods().get(call.method)
    if model is None:
        return [f"{call.method} is no method of the Bot API"]
    return judged(call, _slots(model)) or _asked(model, call)


def _asked(model: type[TelegramMethod[Any]], call: Call) -> list[str]:
    slots = _slots(model)
    given = {name: decode(raw, slots[name].shape) for name, raw in call.params.items()}
    given |= {name: f"attach://{name}" for name in call.files if name in slots}
    try:
        model.model_validate(given)
    except ValidationError as why:
        return [f"{call.method}.{'.'.join(map(str, one['loc']))}: {one['type']}" for one in why.errors()]
    return []


@cache
def _slots(model: type[BaseModel]) -> dict[str, Slot]:
    model.model_rebuild()
    return {
        field.alias or name: Slot(_shape(field.annotation), field.is_required())
        for name, field in model.model_fields.items()
    }


def _shape(wanted: Any) -> Shape:
    origin = get_origin(wanted)
    if origin is Annotated:
        return _shape(get_args(wanted)[0])
    if origin in {Union, types.UnionType}:
        options = [one for one in get_args(wanted) if one not in {types.NoneType, Default}]
        return _shape(options[0]) if len(options) == 1 else Either(tuple(_shape(one) for one in options))
    if origin is list:
        return Many(_shape(get_args(wanted)[0]))
    if origin is Literal:
        return Fixed(tuple(one.value if isinstance(one, Enum) else one for one in get_args(wanted)))
    return _single(wanted)


def _single(wanted: Any) -> Shape:
    if wanted in _KINDS:
        return One(_KINDS[wanted])
    if isinstance(wanted, type) and issubclass(wanted, InputFile):
        return One("InputFile")
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return Thing(wanted.__name__, lambda: _slots(wanted))
    # A moment or a duration, which aiogram turns into a number before it sends it.
    return One("Integer")
