"""A guide as it lies in `content/guides/NAME/`: its structure, its words, and what may be wrong with them.

Structure is `guide.yaml`, words are one file a language. Both are checked when they are read, every fault at
once, with file and place. A guide that has been read is known by its digest: a run keeps to the version it
began with.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.clock import DAY, HOUR, MINUTE, WEEK
from bot.content import Free, Phrase
from bot.errors import BadContent

TEXT_LIMIT: Final = 1500
LABEL_LIMIT: Final = 60
FINISH: Final = "finish"
"""Where a branch may lead to leave the guide."""

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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Say(_Strict):
    """Words to each alone, or to the room once both have come this far."""

    to: Literal["each", "room"] = "each"


class Ask(_Strict):
    """A question to each alone.

    `visible`: `private` stays with its author, `shared` is shown to the room as it is given, `revealed` waits
    sealed for the next `reveal`. `from` takes the options from a source; `list` shows one in the text. `quick`
    options can be chosen without opening the prompt.
    """

    type: Literal["text", "choice", "many", "scale", "yes-no", "date"]
    visible: Literal["private", "shared", "revealed"] = "revealed"
    options: tuple[Name, ...] = ()
    source: SourceName | None = Field(None, alias="from")
    listed: SourceName | None = Field(None, alias="list")
    quick: tuple[Name, ...] = ()
    optional: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Ask:
        has_options = bool(self.options) or self.source is not None
        if (self.type in ("choice", "many")) != has_options:
            raise ValueError("choice and many take options (or from); the others take none")
        if self.options and self.source is not None:
            raise ValueError("options or from, not both")
        if set(self.quick) - set(self.values):
            raise ValueError("quick names options of this question")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """The answers that can be chosen by button, where they are fixed."""
        if self.type == "scale":
            return ("1", "2", "3", "4", "5")
        return ("yes", "no") if self.type == "yes-no" else self.options


class Each(_Strict):
    """Repeats its steps over a source ("boundaries.mine") or over what a `many` question chose."""

    over: str
    steps: tuple[Step, ...] = Field(min_length=1)


class Branch(_Strict):
    """Goes on at another step, by the answer to `on`; answers not named go on below."""

    on: Name
    to: Mapping[str, Name] = Field(min_length=1)


class Wait(_Strict):
    """Until so much time has passed since both came this far, or until an hour of the couple's day."""

    duration: Duration | None = Field(None, alias="for")
    until: str | None = Field(None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")

    @model_validator(mode="after")
    def _one(self) -> Wait:
        if (self.duration is None) == (self.until is None):
            raise ValueError("a wait has either for or until")
        return self


class Reveal(_Strict):
    """Shows the answers to `of` together, once both shared; closes without a word if they did not."""

    of: tuple[Name, ...] = Field(min_length=1)
    closes: Duration


class Agree(_Strict):
    """Offers to make something of it: agreements that features bring ("promise", "boundary")."""

    offer: tuple[Name, ...] = Field(min_length=1)


class End(_Strict):
    """The last words, to each."""


KINDS: Final = ("say", "ask", "each", "branch", "wait", "reveal", "agree", "end")


class Step(_Strict):
    """One step: an id, and exactly one kind."""

    id: Name
    say: Say | None = None
    ask: Ask | None = None
    each: Each | None = None
    branch: Branch | None = None
    wait: Wait | None = None
    reveal: Reveal | None = None
    agree: Agree | None = None
    end: End | None = None

    @model_validator(mode="after")
    def _one(self) -> Step:
        if len([kind for kind in KINDS if getattr(self, kind) is not None]) != 1:
            raise ValueError(f"a step is exactly one of {', '.join(KINDS)}")
        return self


class Structure(_Strict):
    """`guide.yaml`."""

    kind: Literal["check-in", "exercise", "journey", "discussion"]
    practice: str
    """The trust practice it stands on, for those who read the file."""
    reference: str = ""
    """The study or book it draws from, if there is one."""
    closes: Duration
    """How long it may stay open in all."""
    steps: tuple[Step, ...] = Field(min_length=1)


class StepWords(_Strict):
    """The words of one step. `shown` words an answer in a reveal, `{value}` in it."""

    text: str = Field("", max_length=TEXT_LIMIT)
    shown: str = Field("", max_length=200)
    options: Mapping[str, Annotated[str, Field(max_length=LABEL_LIMIT)]] = Field(default_factory=dict)


NO_WORDS: Final = StepWords.model_construct(text="", shown="", options={})


class GuideWords(_Strict):
    """`LANGUAGE.yaml`. `door` opens a prompt: it stands in notifications, so it names nothing and nobody."""

    title: str = Field(max_length=LABEL_LIMIT)
    about: str = Field(max_length=200)
    door: str = Field(max_length=200)
    steps: Mapping[str, StepWords]


_NOTHING: Final[Mapping[str, Phrase]] = {}


class Guide(_Strict):
    """A whole guide, checked."""

    name: Name
    structure: Structure
    words: Mapping[str, GuideWords]

    @cached_property
    def digest(self) -> str:
        """What this version is known by."""
        return hashlib.sha256(self.body.encode()).hexdigest()[:32]

    @cached_property
    def body(self) -> str:
        """The version as a row keeps it."""
        return self.model_dump_json(by_alias=False, exclude_defaults=True)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Every step by its id, those inside an `each` too."""
        return {step.id: step for step, _ in walk(self.structure.steps)}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The `each` that a step lies in, for steps that do."""
        return {step.id: parent.id for step, parent in walk(self.structure.steps) if parent is not None}

    def siblings(self, step_id: str) -> tuple[Step, ...]:
        """The steps of the same level, in order."""
        parent = self.parents.get(step_id)
        if parent is None:
            return self.structure.steps
        each = self.steps[parent].each
        assert each is not None
        return each.steps

    def text(
        self, step_id: str, part: Literal["text", "shown"] = "text", args: Mapping[str, Phrase] = _NOTHING
    ) -> Phrase:
        """The words of a step, in all languages."""
        return Free({code: getattr(words.steps[step_id], part) for code, words in self.words.items()}, args)

    def option(self, step_id: str, value: str) -> Phrase:
        """The label of an option, in all languages."""
        return Free({code: words.steps[step_id].options.get(value, value) for code, words in self.words.items()})

    def head(self, part: Literal["title", "about", "door"]) -> Phrase:
        """Title, description or opening line, in all languages."""
        return Free({code: getattr(words, part) for code, words in self.words.items()})


def walk(steps: tuple[Step, ...], parent: Step | None = None) -> Iterator[tuple[Step, Step | None]]:
    """Every step with the `each` around it."""
    for step in steps:
        yield step, parent
        if step.each is not None:
            yield from walk(step.each.steps, step)


# -- reading ----------------------------------------------------------------------------------------------------


def read_guide(folder: Path) -> Guide:
    """Read and check one guide. Raises BadContent."""
    faults: list[str] = []
    structure = _read(folder / "guide.yaml", Structure, faults)
    words = {
        path.stem: _read(path, GuideWords, faults) for path in sorted(folder.glob("*.yaml")) if path.stem != "guide"
    }
    if structure is not None and not faults:
        return Guide.model_construct(name=folder.name, structure=structure, words=words)
    raise BadContent(faults)


def _read(path: Path, model: type[Any], faults: list[str]) -> Any:
    try:
        found = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        if isinstance(found, dict):
            return model.model_validate(found)
        faults.append(f"{path}: this holds no {model.__name__.lower()}: it must be a list of names with values")
    except ValidationError as why:
        for error in why.errors():
            place = ".".join(str(part) for part in error["loc"])
            faults.append(f"{path}: {place}: {error['msg'].removeprefix('Value error, ')}")
    except (YAMLError, UnicodeDecodeError, OSError) as why:
        faults.append(f"{path}: {' '.join(str(why).split())[:300]}")
    return None


def stored_guide(body: str) -> Guide:
    """A version out of its row."""
    return Guide.model_validate_json(body, by_name=True, by_alias=False)
