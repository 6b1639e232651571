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

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.content import Free, Phrase
from bot.errors import BadContent
from bot.guides.kinds import Ask, Duration, Name, Step, Strict

TEXT_LIMIT: Final = 1500
LABEL_LIMIT: Final = 60
FINISH: Final = "finish"
"""Where a branch may lead to leave the guide."""

DeckName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,19}$")]


class Structure(Strict):
    """`guide.yaml`."""

    kind: Literal["check-in", "exercise", "journey", "discussion"]
    practice: str
    """The trust practice it stands on, for those who read the file."""
    reference: str = ""
    """The study or book it draws from, if there is one."""
    closes: Duration
    """How long it may stay open in all; a journey rests when nothing has come for so long."""
    people: Literal["couple", "either", "one"] = "couple"
    """For two; for two or for one alone; only ever for one alone."""
    rhythm: str = Field("", max_length=100)
    """When it usually comes, as one would type it in English ("sundays 18:00"); empty: it is not meant to come so."""
    listed: bool = True
    """Whether it is offered in lists of what there is; one that another part of the house begins is not."""
    roles: tuple[()] | tuple[Name, Name] = ()
    """What the two are in it; whoever begins it is the first."""
    venue: Literal["apart", "room"] = "apart"
    """`room`: begun in the couple's place, all of it happens there, aloud; it holds nothing sealed then."""
    decks: Mapping[DeckName, Mapping[Name, tuple[Name, ...]]] = Field(default_factory=dict)
    """Cards by depth, the lightest first: one of each deck is drawn for each run, none again until all were drawn."""
    steps: tuple[Step, ...] = Field(min_length=1)


class Notice(Strict):
    """What a text is held against, and what is said, once, where one of the words stands in it."""

    words: tuple[str, ...] = Field(min_length=1)
    text: str = Field(max_length=TEXT_LIMIT)

    def found_in(self, said: str) -> bool:
        """Whether one of the words stands in a text, as a whole word."""
        wanted = "|".join(re.escape(one.casefold()) for one in self.words)
        return re.search(rf"(?<!\w)(?:{wanted})(?!\w)", said.casefold()) is not None


class StepWords(Strict):
    """The words of one step.

    `shown` words an answer in a reveal, `{value}` in it; of a wait it is what is said as it begins, `{until}` in it.
    `other` is what one reads whose part it is not. The `text` of a wait opens the prompt that ends it.
    """

    text: str = Field("", max_length=TEXT_LIMIT)
    other: str = Field("", max_length=TEXT_LIMIT)
    shown: str = Field("", max_length=400)
    notice: Notice | None = None
    options: Mapping[str, Annotated[str, Field(max_length=LABEL_LIMIT)]] = Field(default_factory=dict)


NO_WORDS: Final = StepWords.model_validate({})


class GuideWords(Strict):
    """`LANGUAGE.yaml`. `door` opens a prompt: it stands in notifications, so it names nothing and nobody."""

    title: str = Field(max_length=LABEL_LIMIT)
    about: str = Field(max_length=200)
    door: str = Field(max_length=200)
    steps: Mapping[str, StepWords]
    decks: Mapping[str, Mapping[str, Annotated[str, Field(max_length=400)]]] = Field(default_factory=dict)


_NOTHING: Final[Mapping[str, Phrase]] = {}
Part = Literal["text", "other", "shown"]


class Guide(Strict):
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
        """The step that a step lies in (an `each`, `turns` or a `chapter`), for steps that do."""
        return {step.id: parent.id for step, parent in walk(self.structure.steps) if parent is not None}

    def siblings(self, step_id: str) -> tuple[Step, ...]:
        """The steps of the same level, in order."""
        parent = self.parents.get(step_id)
        return self.structure.steps if parent is None else self.steps[parent].inner

    def roles_at(self, step_id: str) -> tuple[str, ...]:
        """The roles that a step may be for: those of the turns around it, or the guide's."""
        parent = self.parents.get(step_id)
        turns = None if parent is None else self.steps[parent].turns
        return self.structure.roles if turns is None else turns.roles

    def asked(self, step_id: str) -> Ask | None:
        """What a step asks; a guess asks what it guesses."""
        step = self.steps[step_id]
        if step.guess is None:
            return step.ask
        guessed = self.steps[step.guess.of].ask
        return None if guessed is None else guessed.model_copy(update={"quick": (), "notice": False})

    def has(self, step_id: str, part: Part) -> bool:
        """Whether a step has these words."""
        return any(getattr(words.steps.get(step_id, NO_WORDS), part) for words in self.words.values())

    def uses(self, step_id: str, part: Part, placeable: str) -> bool:
        """Whether the words of a step name something."""
        found = (getattr(words.steps.get(step_id, NO_WORDS), part) for words in self.words.values())
        return any(f"{{{placeable}}}" in one for one in found)

    def text(self, step_id: str, part: Part = "text", args: Mapping[str, Phrase] = _NOTHING) -> Phrase:
        """The words of a step, in all languages."""
        found = {code: words.steps.get(step_id, NO_WORDS) for code, words in self.words.items()}
        return Free({code: getattr(words, part) for code, words in found.items()}, args)

    def notice(self, step_id: str, language: str) -> Notice | None:
        """What a text answered to this step is held against, in a language."""
        words = self.words.get(language) or next(iter(self.words.values()))
        return words.steps.get(step_id, NO_WORDS).notice

    def noticed(self, step_id: str) -> Phrase:
        """What is said where a text holds one of those words, in all languages."""
        found = {code: words.steps.get(step_id, NO_WORDS).notice for code, words in self.words.items()}
        return Free({code: "" if one is None else one.text for code, one in found.items()})

    def card(self, deck: str, name: str) -> Phrase:
        """A card of a deck, in all languages."""
        return Free({code: words.decks[deck][name] for code, words in self.words.items()})

    def option(self, step_id: str, value: str) -> Phrase:
        """The label of an option, in all languages."""
        step = self.steps[step_id]
        worded = step_id if step.guess is None else step.guess.of
        return Free({code: words.steps[worded].options.get(value, value) for code, words in self.words.items()})

    def head(self, part: Literal["title", "about", "door"]) -> Phrase:
        """Title, description or opening line, in all languages."""
        return Free({code: getattr(words, part) for code, words in self.words.items()})


def walk(steps: tuple[Step, ...], parent: Step | None = None) -> Iterator[tuple[Step, Step | None]]:
    """Every step with the one around it."""
    for step in steps:
        yield step, parent
        yield from walk(step.inner, step)


# -- reading ----------------------------------------------------------------------------------------------------


def read_guide(folder: Path) -> Guide:
    """Read and check one guide. Raises BadContent."""
    faults: list[str] = []
    structure = read_part(folder / "guide.yaml", Structure, faults)
    words = {
        path.stem: read_part(path, GuideWords, faults) for path in sorted(folder.glob("*.yaml")) if path.stem != "guide"
    }
    if structure is not None and not faults:
        return Guide.model_construct(name=folder.name, structure=structure, words=words)
    raise BadContent(faults)


def read_part(path: Path, model: type[Any], faults: list[str]) -> Any:
    """Read one file into its model, or add what is wrong with it to the faults."""
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
