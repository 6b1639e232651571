"""What tests see: messages as a person sees them, and requests with their parameters readable."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Literal

from tests.telegram.wire import Json


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a person sees it; `data` or `url` says what it does."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as a person sees it. `found` is what the app makes pressable by itself, asked for or not."""

    id: int
    sender: int | Literal["bot"]
    text: str
    entities: list[Json]
    rows: tuple[tuple[Button, ...], ...]
    edits: int
    photo: bool
    reply_to: int | None
    thread: int | None
    found: list[Json]
    force_reply: bool
    file: tuple[str, int] | None = None
    """The name and the bytes of the file it brings."""

    def button(self, label: str) -> Button:
        """The button with this label."""
        return next(one for row in self.rows for one in row if one.label == label)


def decoded(params: dict[str, str]) -> Json:
    """Parameters as a test wants to read them; what people may read stays a string, whatever it looks like."""
    return {name: value if name in _STRINGS else _plain(value) for name, value in params.items()}


_STRINGS: Final = frozenset(
    {"text", "caption", "callback_query_id", "description", "short_description", "secret_token"}
)


def _plain(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def shown_message(one: Json) -> ShownMessage:
    """A message as control tells of it."""
    rows = tuple(tuple(Button(*button) for button in row) for row in one.pop("rows"))
    file = one.pop("file")
    return ShownMessage(rows=rows, file=None if file is None else (file[0], file[1]), **one)
