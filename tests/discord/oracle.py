"""The oracle: everything a bot asks of Discord is judged.

1. Discord's OpenAPI document, where this machine has it (judge_spec.py).
2. The limits Discord documents besides, and the rules of the house (limits.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.discord import judge_spec, limits
from tests.discord.wire import Call

Judge = Callable[[Call], list[str]]

# Ids and tokens differ from one request to the next, and no judge cares which they are.
_NUMBERS: Final = re.compile(r"\d{5,}|(?<=/)[\w-]{60,}(?=/|$)")


class Oracle:
    """Says what is wrong with a request, one sentence each; a request that came before is not judged again.

    `judges` tells which judges sit.
    """

    def __init__(self, *, spec: Path | None = None) -> None:
        file = spec or judge_spec.where()
        self._judges: dict[str, Judge] = {}
        if file is not None:
            # The document takes a third of a second to read, so only those wait for it who ask something.
            self._judges["spec"] = lambda call: judge_spec.read(file).judge(call)
        self._judges["limits"] = limits.judge
        self._known: dict[str, list[str]] = {}

    @property
    def judges(self) -> tuple[str, ...]:
        """Which judges sit: "spec" is absent on a machine without the file."""
        return tuple(self._judges)

    def judge(self, call: Call) -> list[str]:
        """What is wrong with a call, each sentence led by its judge's name."""
        key = json.dumps(call.json() | {"path": _NUMBERS.sub("1", call.path), "authorization": ""}, sort_keys=True)
        if key not in self._known:
            where = f"{call.method} {_NUMBERS.sub('…', call.path)}"
            found = ((name, said) for name, judge in self._judges.items() for said in judge(call))
            self._known[key] = [f"{name}: {where}: {said}" for name, said in found]
        return self._known[key]
