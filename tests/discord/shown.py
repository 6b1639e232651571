"""What tests see: messages as a person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.discord.wire import Json


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a person sees it; `custom_id` or `url` says what it does. Styles: 1 blue, 2 grey, 5 a link."""

    label: str
    custom_id: str | None = None
    url: str | None = None
    style: int = 2
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as a person sees it. `thinking` has no words yet; files are (filename, description, size)."""

    id: int
    sender: int | Literal["bot"]
    content: str
    rows: tuple[tuple[Button, ...], ...]
    edits: int
    ephemeral: bool
    thinking: bool
    files: tuple[tuple[str, str | None, int], ...]
    reply_to: int | None
    nonce: str | None

    def button(self, label: str) -> Button:
        """The button with this label."""
        return next(one for row in self.rows for one in row if one.label == label)

    def labels(self) -> list[str]:
        """The labels of all buttons, row by row."""
        return [one.label for row in self.rows for one in row]


def shown_message(said: Json) -> ShownMessage:
    """A message as control tells of it."""
    rows = tuple(tuple(Button(**button) for button in row) for row in said.pop("rows"))
    files = tuple((name, description, size) for name, description, size in said.pop("files"))
    return ShownMessage(rows=rows, files=files, **said)
