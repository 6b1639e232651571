"""The second judge: the Bot API's documentation as data, where this machine has it.

The file is looked for in TROTH_SPECS (a folder), else in ../shared/specs beside the checkout.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.telegram.shapes import Either, Fixed, Many, One, Shape, Slot, Thing, judged
from tests.telegram.wire import Call

_FILE: Final = "telegram-bot-api.json"
_SINGLE: Final[Mapping[str, One]] = {
    "Integer": One("Integer"),
    "Float": One("Float"),
    "String": One("String"),
    "Boolean": One("Boolean"),
    "InputFile": One("InputFile"),
}


def where() -> Path | None:
    """The specification, None where there is none."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "specs"
    found = Path(os.environ.get("TROTH_SPECS", beside)) / _FILE
    return found if found.is_file() else None


# An object says what it is in a field whose description ends like this.
_MUST_BE: Final = re.compile(r"(?:must be|always) [\"“]?([a-z_]+)[\"”]?$")


def _fixed(field: Mapping[str, Any]) -> Shape | None:
    said = _MUST_BE.search(field["description"]) if field["name"] in {"type", "source"} else None
    return Fixed((said[1],)) if said else None


@cache
def read(file: Path) -> SpecJudge:
    """The judge for a specification, read once."""
    return SpecJudge(file)


class SpecJudge:
    """Knows the documentation of every method and type."""

    def __init__(self, file: Path) -> None:
        pages = json.loads(file.read_text(encoding="utf-8"))
        self._methods: dict[str, Any] = pages["methods"]
        self._types: dict[str, Any] = pages["types"]
        self._slots: Callable[[str], dict[str, Slot]] = cache(self._fields)

    def judge(self, call: Call) -> list[str]:
        """What the documentation has against the call."""
        method = self._methods.get(call.method)
        if method is None:
            return [f"{call.method} is not in the documentation"]
        return judged(call, self._parameters(call.method))

    def _parameters(self, name: str) -> dict[str, Slot]:
        return self._slots(f"method {name}")

    def _fields(self, name: str) -> dict[str, Slot]:
        table, _, known = name.partition(" ")
        owner = (self._methods if table == "method" else self._types)[known]
        fields = owner.get("fields", ())
        return {one["name"]: Slot(_fixed(one) or self._either(one["types"]), one["required"]) for one in fields}

    def _either(self, names: list[str]) -> Shape:
        shapes = tuple(self._shape(name) for name in names)
        return shapes[0] if len(shapes) == 1 else Either(shapes)

    def _shape(self, name: str) -> Shape:
        if name.startswith("Array of "):
            return Many(self._shape(name.removeprefix("Array of ")))
        if name in _SINGLE:
            return _SINGLE[name]
        subtypes = self._types[name].get("subtypes", ())
        if subtypes:
            return Either(tuple(self._shape(one) for one in subtypes))
        return Thing(name, lambda: self._slots(f"type {name}"))
