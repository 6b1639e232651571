"""The kinds of steps that a guide is made of, as `guide.yaml` spells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from bot.clock import DAY, HOUR, MINUTE, WEEK

_UNITS: Final = {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK}


def _duration(value: Any) -> Any:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mhdw])", str(value))
    if not found:
        raise ValueError("a duration is a number and m, h, d or w, such as 20m or 3d")
    return int(found[1]) * _UNITS[found[2]]


def _spelled(length: int) -> str:
    unit = next(unit for unit in "wdhm" if length % _UNITS[unit] == 0)
    return f"{length // _UNITS[unit]}{unit}"


Duration = Annotated[int, BeforeValidator(_duration), PlainSerializer(_spelled)]
"""Milliseconds, written as "20m", "24h", "3d" or "2w"."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
SourceName = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z-]+$")]


class Strict(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Say(Strict):
    """Words to each alone, or to the room once both have come this far.

    `list` puts a source's items at `{list}` in the text; where there are none, nothing is said.
    """

    to: Literal["each", "room"] = "each"
    listed: SourceName | None = Field(None, alias="list")


class Ask(Strict):
    """A question to each alone.

    `visible`: `private` stays with its author, `shared` is shown to the room as it is given, `revealed` waits
    sealed for the next `reveal`. `from` takes the options from a source; `list` shows one in the text. `quick`
    options can be chosen without opening the prompt. `notice` holds a text against words that the guide's words
    name, such as "but" in an apology, and asks once whether to keep it. What is answered to one that is to `forget`
    leads to a branch and is kept nowhere.
    """

    type: Literal["text", "choice", "many", "scale", "yes-no", "date"]
    visible: Literal["private", "shared", "revealed"] = "revealed"
    options: tuple[Name, ...] = ()
    source: SourceName | None = Field(None, alias="from")
    listed: SourceName | None = Field(None, alias="list")
    quick: tuple[Name, ...] = ()
    optional: bool = False
    notice: bool = False
    forget: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Ask:
        has_options = bool(self.options) or self.source is not None
        if (self.type in ("choice", "many")) != has_options:
            raise ValueError("choice and many take options (or from); the others take none")
        if self.options and self.source is not None:
            raise ValueError("options or from, not both")
        if set(self.quick) - set(self.values):
            raise ValueError("quick names options of this question")
        if self.notice and self.type != "text":
            raise ValueError("only a text can be held against words")
        if self.forget and self.visible != "private":
            raise ValueError("what is forgotten must be private")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """The answers that can be chosen by button, where they are fixed."""
        if self.type == "scale":
            return ("1", "2", "3", "4", "5")
        return ("yes", "no") if self.type == "yes-no" else self.options


class Guess(Strict):
    """Asks each what the other will have said to the question `of`, in the same way; revealed with it."""

    of: Name


class Floor(Strict):
    """One has the floor and speaks, in as many messages as they like; the other listens.

    Past its `time` both are told, and a minute later it ends by itself.
    """

    time: Duration


class Each(Strict):
    """Repeats its steps over a source ("boundaries.mine") or over what a `many` question chose."""

    over: str
    steps: tuple[Step, ...] = Field(min_length=1)


class Turns(Strict):
    """Does its steps once for each person, who has the first of its two `roles` in their turn."""

    roles: tuple[Name, Name]
    steps: tuple[Step, ...] = Field(min_length=1)


class Chapter(Strict):
    """Steps that belong together, and that a `revisit` may open anew later."""

    steps: tuple[Step, ...] = Field(min_length=1)


class Revisit(Strict):
    """Does the chapter again that the answer to `on` names, then goes on below; any other answer goes on at once."""

    on: Name


class Branch(Strict):
    """Goes on at another step of the same level, by the answer to `on` (or what a share came to); others go on below.

    It may lead back, if a question lies on the way. The answer is one's own, or that of whom `on` is for.
    """

    on: Name
    to: Mapping[str, Name] = Field(min_length=1)


class Wait(Strict):
    """Until so much time has passed since both came this far, or until an hour of the couple's day.

    `on` takes the time from the answer to a question: `to` says how long for each of its options.
    """

    duration: Duration | None = Field(None, alias="for")
    until: str | None = Field(None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    on: Name | None = None
    to: Mapping[str, Duration] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one(self) -> Wait:
        if sum((self.duration is not None, self.until is not None, self.on is not None)) != 1:
            raise ValueError("a wait has one of for, until and on")
        if (self.on is None) == bool(self.to):
            raise ValueError("on and to go together")
        return self


def _by_name(value: Any) -> Any:
    return {name: name for name in value} if isinstance(value, list | tuple) else value


class Reveal(Strict):
    """Shows the answers to `of` together, once both shared; closes without a word if they did not.

    Of the scale questions that it `keeps`, the mean of both answers is remembered, for charts: under the question's
    own name, or another ("keeps: {steady-2: steady}"), so that several questions make one line.
    """

    of: tuple[Name, ...] = Field(min_length=1)
    closes: Duration
    keeps: Annotated[Mapping[Name, Name], BeforeValidator(_by_name)] = Field(default_factory=dict)


class Chart(Strict):
    """Shows the room how the means that reveals kept went over time; nothing where there are fewer than two."""

    of: tuple[Name, ...] = Field(min_length=1)
    weeks: int = Field(26, ge=2, le=104)


class Share(Strict):
    """Lets each choose which of their private answers to `of` the other may read: all, some, or none.

    A branch on it leads by `some` and `none`.
    """

    of: tuple[Name, ...] = Field(min_length=1)


class Agree(Strict):
    """Offers to make something of it: agreements that features bring ("promise", "boundary").

    `draft` names the question whose answer they begin with; only its own author gets it. Whoever takes up none of one
    that comes `once` is never offered it again, in no other run either.
    """

    offer: tuple[Name, ...] = Field(min_length=1)
    draft: Name | None = None
    once: bool = False


class End(Strict):
    """The last words, to each. `outcome` is told to whoever began the guide."""

    outcome: Name | None = None


GIVEN: Final = ("some", "none")
"""What a share came to, for a branch on it."""

KINDS: Final = (
    "say", "ask", "guess", "floor", "each", "turns", "chapter", "revisit", "branch", "wait", "reveal", "chart",
    "share", "agree", "end",
)  # fmt: skip


class Step(Strict):
    """One step: an id, and exactly one kind.

    `for` gives it to one role: words go to them alone; all else waits until everybody has come, is done by them, and
    then everybody goes on. `when` leaves it out for somebody alone, or for two.
    """

    id: Name
    role: Name | None = Field(None, alias="for")
    when: Literal["together", "alone"] | None = None
    say: Say | None = None
    ask: Ask | None = None
    guess: Guess | None = None
    floor: Floor | None = None
    each: Each | None = None
    turns: Turns | None = None
    chapter: Chapter | None = None
    revisit: Revisit | None = None
    branch: Branch | None = None
    wait: Wait | None = None
    reveal: Reveal | None = None
    chart: Chart | None = None
    share: Share | None = None
    agree: Agree | None = None
    end: End | None = None

    @model_validator(mode="after")
    def _one(self) -> Step:
        if len([kind for kind in KINDS if getattr(self, kind) is not None]) != 1:
            raise ValueError(f"a step is exactly one of {', '.join(KINDS)}")
        takes_role = (self.say, self.ask, self.floor, self.share, self.agree)
        if self.role is not None and all(kind is None for kind in takes_role):
            raise ValueError("only say, ask, floor, share and agree can be for one role")
        if self.floor is not None and self.role is None:
            raise ValueError("a floor is for one role")
        return self

    @property
    def kind(self) -> str:
        """Which of KINDS it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def inner(self) -> tuple[Step, ...]:
        """The steps inside it."""
        holder = self.each or self.turns or self.chapter
        return () if holder is None else holder.steps
