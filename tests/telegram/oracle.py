"""The oracle: everything a bot asks of Telegram is judged, by judges that nobody here wrote where there are any.

1. aiogram's models of the methods (judge_models.py).
2. The Bot API's documentation as data, where this machine has it (judge_spec.py).
3. The limits Telegram documents, and two rules of the house: no parse_mode, no spoilers (limits.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.telegram import judge_spec, limits
from tests.telegram.wire import Call

Judge = Callable[[Call], list[str]]


def _models(call: Call) -> list[str]:
    # aiogram takes two seconds to come, so only those wait for it who ask something.
    from tests.telegram import judge_models

    return judge_models.judge(call)


class Oracle:
    """Says what is wrong with a request, one sentence each; a request that came before is not judged again.

    `local` servers, one's own, also take webhooks without https. `judges` tells which judges sit.
    """

    def __init__(self, *, local: bool = True, spec: Path | None = None) -> None:
        file = spec or judge_spec.where()
        self._judges: dict[str, Judge] = {"models": _models}
        if file is not None:
            self._judges["spec"] = judge_spec.read(file).judge
        self._judges["limits"] = lambda call: limits.judge(call, local=local)
        self._known: dict[str, list[str]] = {}

    @property
    def judges(self) -> tuple[str, ...]:
        """Which judges sit: "spec" is absent on a machine without the file."""
        return tuple(self._judges)

    def judge(self, call: Call) -> list[str]:
        """What is wrong with a call, each sentence led by its judge's name."""
        key = json.dumps(call.json(), sort_keys=True)
        if key not in self._known:
            self._known[key] = [f"{name}: {said}" for name, judge in self._judges.items() for said in judge(call)]
        return self._known[key]
