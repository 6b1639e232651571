"""Holding what Troth says against SAFETY 18 and 22: it asks for no proof, no whereabouts, no device, no forgiveness.

What a prompt may not ask lies in `content/lint/LANGUAGE.yaml`, as patterns with the reason that is given to the
author; what is said for a good reason all the same is named there, with that reason. A person's own words are never
held against anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import BadContent
from bot.guides.faults import Fault
from bot.guides.script import Guide, StepWords
from bot.words import word_texts

FOLDER: Final = "lint"
_SPACE: Final = re.compile(r"\s+")
_SAME: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """Patterns (regular expressions, whole words, without accents) and what is told to whoever wrote such a text."""

    why: str = Field(min_length=1)
    patterns: tuple[str, ...] = Field(min_length=1)

    @field_validator("patterns")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                re.compile(one)
            except re.error as why:
                raise ValueError(f"{one!r} is no pattern: {why}") from None
        return value


class Allowance(_Strict):
    """One text that may say it all the same, and why."""

    at: str = Field(min_length=1)
    because: str = Field(min_length=1)


class _File(_Strict):
    rules: tuple[Rule, ...] = ()
    allow: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """A text that the bot says: its language, its name ("GUIDE.steps.ID.text", or a key of the words), where it is."""

    language: str
    name: str
    text: str
    folder: Path
    where: Fault


class Lint:
    """What no text may ask, by language."""

    def __init__(self, files: Iterable[tuple[str, Path, _File]]) -> None:
        self._rules: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        self._allowed: dict[tuple[str, str], Path] = {}
        for language, path, file in files:
            rules = self._rules.setdefault(language, [])
            rules += [(_compiled(one), rule.why) for rule in file.rules for one in rule.patterns]
            self._allowed |= {(language, one.at): path for one in file.allow}

    @classmethod
    def read(cls, *homes: Path) -> Lint:
        """The lists of several homes together. Raises BadContent."""
        faults: list[str] = []
        found = []
        for home in homes:
            for path in sorted((home / FOLDER).glob("*.yaml")):
                file = _read(path, faults)
                if file is not None:
                    found.append((path.stem, path, file))
        if faults:
            raise BadContent(faults)
        return cls(found)

    def asks(self, text: str, language: str) -> str:
        """What a text asks that it should not; "" if nothing."""
        bare = plain(text)
        return next((why for pattern, why in self._rules.get(language, ()) if pattern.search(bare)), "")

    def lacking(self, languages: Iterable[str]) -> list[str]:
        """The languages for which there is no list, so that nothing in them can be checked."""
        return sorted(set(languages) - {language for language, rules in self._rules.items() if rules})

    def faults(self, matters: Iterable[Matter]) -> Iterator[str]:
        """A line for each text that asks what it should not."""
        for one in matters:
            why = self.asks(one.text, one.language)
            if why and (one.language, one.name) not in self._allowed:
                yield replace(one.where, text=f"{one.name}: {why}").told(one.folder)

    def needless(self, matters: Iterable[Matter]) -> list[str]:
        """Exceptions for texts that are not there, or that need none."""
        needed = {(one.language, one.name) for one in matters if self.asks(one.text, one.language)}
        return sorted(
            f"{path}: allow: {name} needs no exception, or is not there"
            for (language, name), path in self._allowed.items()
            if (language, name) not in needed
        )


def plain(text: str) -> str:
    """A text as patterns see it: small letters, no accents, one kind of quotes, single spaces, nothing stressed."""
    bare = unicodedata.normalize("NFKD", text.translate(_SAME).replace("**", "").casefold())
    return _SPACE.sub(" ", "".join(one for one in bare if not unicodedata.combining(one)))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _read(path: Path, faults: list[str]) -> _File | None:
    try:
        return _File.model_validate(YAML(typ="safe", pure=True).load(path.read_text("utf-8")) or {})
    except ValidationError as why:
        for error in why.errors():
            place = tuple(str(part) for part in error["loc"])
            said = f"{'.'.join(place)}: {error['msg'].removeprefix('Value error, ')}"
            faults.append(Fault(said, place, path.name).told(path.parent))
    except (YAMLError, UnicodeDecodeError, OSError) as why:
        faults.append(f"{path}: {' '.join(str(why).split())[:300]}")
    return None


# -- what is said ----------------------------------------------------------------------------------------------


def guide_matters(guide: Guide, folder: Path) -> Iterator[Matter]:
    """Every text of a guide. `folder` is where its files lie."""
    for code, words in guide.words.items():

        def matter(text: str, *place: str, code: str = code) -> Matter:
            where = Fault("", place, f"{code}.yaml")
            return Matter(code, ".".join((guide.name, *place)), text, folder, where)

        yield from (matter(getattr(words, part), part) for part in ("title", "about", "door"))
        for step_id, own in words.steps.items():
            yield from (matter(text, "steps", step_id, *place) for place, text in _step_texts(own))
        for deck, cards in words.decks.items():
            yield from (matter(text, "decks", deck, card) for card, text in cards.items())


def _step_texts(own: StepWords) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from (((part,), getattr(own, part)) for part in ("text", "other", "shown") if getattr(own, part))
    yield from ((("options", value), label) for value, label in own.options.items())
    if own.notice is not None:
        yield ("notice", "text"), own.notice.text


def word_matters(folders: Mapping[str, Path]) -> Iterator[Matter]:
    """Every text of the words, by the folder of each language."""
    for language, folder in folders.items():
        for said in word_texts(folder):
            yield Matter(language, said.key, said.text, folder, Fault("", (), said.path.name, said.line))
