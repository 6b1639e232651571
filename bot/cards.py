"""Cards: messages in no language yet. A handler makes them; the outbox renders them for each reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.content import Phrase
from bot.model import File, Image


@dataclass(frozen=True, slots=True)
class Tap:
    """A button: its words and the action behind it ("promises.accept").

    A tap counts once for each person, unless it is `again`: one that only shows or opens something. One with a
    `link` has no action: it leads to that address of ours.
    """

    label: Phrase
    action: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    style: Literal["normal", "main", "quiet"] = "normal"
    again: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a form. `options` are pairs of what is sent and what is read.

    `value` stands there already (several choices: one a line). `max_length` counts characters.
    """

    name: str
    label: Phrase
    kind: Literal["line", "long", "choice", "many"] = "line"
    options: Sequence[tuple[str, Phrase]] = ()
    value: str = ""
    hint: Phrase | None = None
    required: bool = True
    max_length: int = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: its questions and the action that gets the answers in `Context.fields`."""

    entries: Sequence[Entry]
    submit: Phrase
    action: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in no language yet: values over instants, the oldest first, each between `low` and `high`.

    `series` are pairs of what a line is called and its values, None where nothing was said. Joint values only: what
    can be told apart by person is no matter for a chart (SAFETY 17).
    """

    title: Phrase
    times: Sequence[int]
    series: Sequence[tuple[Phrase, Sequence[float | None]]]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a handler says.

    `slot` names what the card is about ("promise:ID"): a later card of that slot replaces it in the same place,
    unless it comes `anew`. A reply to a button replaces the card that the button was on, unless `anew`.
    `question` is an action, with its args, that gets the next plain text typed in that direct chat, in
    `Context.text`. `essential` is repeated even where the platform can't say whether it was shown. A
    `prompt` is one that nobody waits for: over twelve hours late, or in quiet hours, it is not sent.
    """

    lines: Sequence[Phrase]
    rows: Sequence[Sequence[Tap]] = ()
    sheet: Sheet | None = None
    slot: str | None = None
    question: tuple[str, Mapping[str, str]] | None = None
    anew: bool = False
    essential: bool = False
    prompt: bool = False
    image: Image | None = None
    plot: Plot | None = None
    file: File | None = None


def card(*lines: Phrase, rows: Sequence[Sequence[Tap]] = (), slot: str | None = None, anew: bool = False) -> Card:
    """Shorthand for a card of lines and buttons."""
    return Card(lines, rows, slot=slot, anew=anew)
