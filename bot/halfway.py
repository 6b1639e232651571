"""Acts broken off in the middle: what they have shown is remembered, so that their next try goes on from there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Generic, Protocol, TypeVar

from bot.errors import ActTrouble

REMEMBERED: Final = 1000
"""Acts that are remembered at most."""


class Progress(Protocol):
    """How far an act has come."""

    @property
    def shown(self) -> dict[int, Any]:
        """What shows each part, by the part's number."""


P = TypeVar("P", bound=Progress)


class Halfway(Generic[P]):
    """How far acts have come, by their nonces. `fresh` makes the progress of one that has not begun."""

    def __init__(self, fresh: Callable[[], P]) -> None:
        self._fresh = fresh
        self._known: OrderedDict[str, P] = OrderedDict()

    def __len__(self) -> int:
        """How many acts are broken off."""
        return len(self._known)

    @contextmanager
    def on_with(self, nonce: str) -> Iterator[P]:
        """Go on with an act from where it was; what it has shown is remembered if ActTrouble breaks it off."""
        done = self._known.pop(nonce, None) or self._fresh()
        try:
            yield done
        except ActTrouble:
            if done.shown:
                self._known[nonce] = done
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            raise
