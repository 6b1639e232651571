"""Where a run stands, what can happen to it, and what that brings about: plain values for the pure logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

DOOR: Final = ""
"""Where a track stands before its person opened the prompt."""

DONE: Final = "*"
"""Where a track stands when its person is through."""

How = Literal["", "now", "closing", "kept", "knock", "noticed"]
Answers = Mapping[tuple[str, str, str], str]
"""(step, item, person) → what was answered; "" is a question skipped."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where one person stands.

    `item` is the element of an `each`, the number of a turn, or which time a chapter is opened again ("" the first).
    `how` is what they chose at a reveal; "knock" where a wait is over and they have not opened what comes next;
    "noticed" where they are asked whether to keep their text. `back` is the `revisit` that a chapter returns to.
    """

    step: str = DOOR
    item: str = ""
    how: How = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A run: every person's track, the lists they walk ("step/person" → items), and its present round.

    A round ends with each reveal; its number keeps a timer of an earlier one from closing a later one. `order` has
    the people in the order of the guide's roles, `drawn` the card of each deck, `visits` how often each chapter was
    opened again. `venue` is the id of the couple's place in which all of it happens ("": each in their direct chat).
    `partnered`: somebody alone in it has a partner to share with. `outcome` is that of the last end that had one.
    """

    tracks: Mapping[str, Track]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    round: int = 0
    order: tuple[str, ...] = ()
    drawn: Mapping[str, str] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
    venue: str = ""
    partnered: bool = False
    resting: bool = False
    outcome: str = ""


# -- events ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A person opened the prompt."""

    person: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A person answered a question ("" skips it). `noticed`: one of the words it is held against stands in it."""

    person: str
    step: str
    item: str
    value: str
    noticed: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A person keeps the text that was noticed; or, if not `kept`, writes it again."""

    person: str
    step: str
    item: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """A person gives the floor on."""

    person: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class Extended:
    """A person with the floor takes more time."""

    person: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class TurnUp:
    """The time of a floor is over, for the first time (`last` is false) or for good."""

    step: str
    item: str
    last: bool


@dataclass(frozen=True, slots=True)
class Gave:
    """A person chose which private answers the other may read; none is an answer too."""

    person: str
    step: str
    item: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """A person ends it for both."""

    person: str


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
    item: str = ""


@dataclass(frozen=True, slots=True)
class TimeUp:
    """The round's time is over."""

    round: int


@dataclass(frozen=True, slots=True)
class Woke:
    """A wait is over."""

    step: str


Event = (
    Opened
    | Answered
    | Confirmed
    | Chose
    | Again
    | Settled
    | Passed
    | Extended
    | Gave
    | Stopped
    | TimeUp
    | TurnUp
    | Woke
)

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
class ShowMore:
    """Tell one who has the floor that there is more time."""

    person: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class ShowOther:
    """Show a person what one reads whose part it is not."""

    person: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class ShowRoom:
    """Say the words of this step to the room."""

    step: str


@dataclass(frozen=True, slots=True)
class ShowChart:
    """Show the room the chart of this step."""

    step: str


@dataclass(frozen=True, slots=True)
class ShowGiven:
    """Show the other those private answers of a person that they chose."""

    person: str
    step: str
    names: tuple[str, ...]
    item: str = ""


@dataclass(frozen=True, slots=True)
class CallTime:
    """Tell everybody that the time of this floor is over, and that a minute is left."""

    step: str
    item: str


@dataclass(frozen=True, slots=True)
class SetTurn:
    """Set the time at which a floor is over, `after` ms from now."""

    step: str
    item: str
    after: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """Tell a person that it rests until somebody goes on with it: the same whatever the other did."""

    person: str


@dataclass(frozen=True, slots=True)
class End:
    """Tell a person that it was stopped: the same to both."""

    person: str


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Show one answer to the room, as it is given."""

    person: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class ShowTogether:
    """The reveal: both answered, both shared. `by_time`: nobody pressed, so it waits behind a door."""

    step: str
    by_time: bool = False


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
    """Wake this wait when its time has come; `after` ms from now, where an answer says so."""

    step: str
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Over:
    """The run has ended; `revealed` says whether its last reveal came about (or it had none)."""

    revealed: bool
    outcome: str = ""


Effect = (
    Keep
    | Forget
    | Show
    | ShowMore
    | ShowOther
    | ShowRoom
    | ShowChart
    | ShowAnswer
    | ShowGiven
    | ShowTogether
    | CallTime
    | Close
    | Rest
    | End
    | SetClose
    | SetTurn
    | SetWake
    | Over
)
