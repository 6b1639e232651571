"""Where a run stands, what can happen to it, and what that brings about: plain values for the pure logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

DOOR: Final = ""
"""Where a track stands before its person opened the prompt."""

DONE: Final = "*"
"""Where a track stands when its person is through."""

How = Literal["", "now", "closing", "kept"]
Answers = Mapping[tuple[str, str, str], str]
"""(step, item, person) → what was answered; "" is a question skipped."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where one person stands. `how` is what they chose at the reveal they stand at."""

    step: str = DOOR
    item: str = ""
    how: How = ""


@dataclass(frozen=True, slots=True)
class State:
    """A run: every person's track, the lists they walk ("step/person" → items), and its present round.

    A round ends with each reveal; its number keeps a timer of an earlier one from closing a later one.
    """

    tracks: Mapping[str, Track]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    round: int = 0


# -- events ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A person opened the prompt."""

    person: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A person answered a question ("" skips it)."""

    person: str
    step: str
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class Chose:
    """A person said whether to share: now, at closing time, or kept to themselves; "" takes it back."""

    person: str
    step: str
    how: How


@dataclass(frozen=True, slots=True)
class Again:
    """A person wants to answer anew, before the reveal."""

    person: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A person took up an offer of an `agree`, or none."""

    person: str
    step: str


@dataclass(frozen=True, slots=True)
class TimeUp:
    """The round's time is over."""

    round: int


@dataclass(frozen=True, slots=True)
class Woke:
    """A wait is over."""

    step: str


Event = Opened | Answered | Chose | Again | Settled | TimeUp | Woke

# -- effects ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep an answer."""

    person: str
    step: str
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Drop a person's answers to these steps."""

    person: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """Show a person where they stand, or the words of a `say`."""

    person: str
    step: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class ShowRoom:
    """Say the words of this step to the room."""

    step: str


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Show one answer to the room, as it is given."""

    person: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class ShowTogether:
    """The reveal: both answered, both shared."""

    step: str


@dataclass(frozen=True, slots=True)
class Close:
    """Tell a person that it closed without a reveal: the same whatever the other did."""

    person: str


@dataclass(frozen=True, slots=True)
class SetClose:
    """Set the time at which the round closes, `after` ms from now."""

    round: int
    after: int


@dataclass(frozen=True, slots=True)
class SetWake:
    """Wake this wait when its time has come."""

    step: str


@dataclass(frozen=True, slots=True)
class Over:
    """The run has ended; `revealed` says whether its last reveal came about (or it had none)."""

    revealed: bool


Effect = Keep | Forget | Show | ShowRoom | ShowAnswer | ShowTogether | Close | SetClose | SetWake | Over
