"""Where help is to be had, by country: reading and checking `content/help/*.yaml`.

A wrong number here can cost a life. So nothing is shown that names no source, and the age of a line is the age of
the newest text that was read for it, never the day on which somebody copied it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.content import FIRST_LANGUAGE
from bot.errors import BadContent

HOME: Final = Path(__file__).parent.parent / "content"
FRESH_DAYS: Final = 180
"""A line whose newest source is older is shown with the request to check it (SAFETY 23)."""

WORLDWIDE: Final = "worldwide"
Kind = Literal["emergency", "abuse", "crisis", "directory"]

# As dialled within the country: digits, spaces, dashes, a plus, parentheses; and the star of short codes.
_PHONE: Final = re.compile(r"^[+*]?\(?\d[\d ()-]*$")
_WEB: Final = re.compile(r"^https?://[^\s/]+\.[^\s]+$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(_Strict):
    """A text that was read: its title, where it is, and the date it bears.

    Where it tells only a month or a year, `day` is the first of that; where it tells none, the earliest that it can be
    from by what it mentions, and `certain` is false. One without any may only stand beside a dated one.
    """

    title: str = Field(min_length=1)
    url: str
    day: date | None = Field(default=None, alias="date")
    certain: bool = True


class Sms(_Strict):
    """Where a text message goes, and the word it must hold, if any."""

    to: str
    word: str = ""


class Entry(_Strict):
    """One service, as a file has it. `hours` and `note` are texts by language; `women`: its source says for whom."""

    kind: Kind
    name: str = ""
    services: Literal["all", "police", "rescue"] = "all"
    phones: list[str] = []
    sms: Sms | None = None
    whatsapp: str = ""
    web: str = ""
    always: bool = False
    hours: dict[str, str] = {}
    note: dict[str, str] = {}
    languages: list[str] = []
    free: bool = False
    women: bool = False
    sources: list[str] = Field(min_length=1)


class _File(_Strict):
    read: date
    sources: dict[str, Source]
    countries: dict[str, list[Entry]]


@dataclass(frozen=True, slots=True)
class Helpline:
    """One service with the texts that it was taken from, and the day on which they were read."""

    entry: Entry
    sources: tuple[Source, ...]
    read: date

    @property
    def newest(self) -> Source:
        """The source with the latest date: the one that it is shown with."""
        return max(self.sources, key=lambda one: one.day or date.min)

    @property
    def day(self) -> date:
        """The date of its newest source."""
        return self.newest.day or date.min

    def aged(self, today: date) -> bool:
        """Whether its newest source is too old to be trusted unchecked."""
        return (today - self.day).days > FRESH_DAYS


def in_words(texts: Mapping[str, str], language: str) -> str:
    """An entry's hours or note in a language, or else in the first; "" where there is none."""
    return texts.get(language) or texts.get(FIRST_LANGUAGE, "")


@dataclass(frozen=True, slots=True)
class Help:
    """Every line by country (ISO 3166 code), which countries each region has, and what serves everywhere."""

    countries: Mapping[str, tuple[Helpline, ...]]
    regions: Mapping[str, tuple[str, ...]]
    worldwide: tuple[Helpline, ...]


def load_help(home: Path = HOME) -> Help:
    """Read `content/help`. Raises BadContent with all faults at once."""
    faults: list[str] = []
    files = dict(_read(home, faults))
    faults += _faults(home, files)
    if faults:
        raise BadContent(faults)
    countries: dict[str, tuple[Helpline, ...]] = {}
    regions: dict[str, tuple[str, ...]] = {}
    for path, file in files.items():
        found = {code: _lines(file, entries) for code, entries in file.countries.items()}
        countries |= found
        if path.stem != WORLDWIDE:
            regions[path.stem] = tuple(found)
    worldwide = countries.pop(_EVERYWHERE)
    return Help(countries, regions, worldwide)


own_help = cache(load_help)
"""The help that the package brings; it never changes while a process runs."""


def help_faults(home: Path = HOME) -> list[str]:
    """What is wrong with the help, a line each: what `load_help` would refuse."""
    try:
        load_help(home)
    except BadContent as why:
        return list(why.faults)
    return []


def help_warnings(home: Path, today: date) -> list[str]:
    """The lines whose newest source is older than 180 days, or that claim to be read on a day to come; a line each."""
    found = load_help(home)
    warnings = []
    for code, lines in (*found.countries.items(), (WORLDWIDE, found.worldwide)):
        for one in lines:
            where = f"{code}: {_named(one.entry)}"
            if one.read > today:
                warnings.append(f"{where}: read on {one.read}, a day to come")
            if one.aged(today):
                warnings.append(f"{where}: {one.day} ({(today - one.day).days} days), to be verified")
    return warnings


# -- reading ---------------------------------------------------------------------------------------------------

_EVERYWHERE: Final = "001"
"""The code of the world in Unicode's CLDR."""


def _read(home: Path, faults: list[str]) -> Iterator[tuple[Path, _File]]:
    folder = home / "help"
    if not folder.is_dir():
        faults.append(f"{folder}: there is no such folder")
        return
    for path in sorted(folder.glob("*.yaml")):
        try:
            yield path, _File.model_validate(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))
        except ValidationError as why:
            faults += [f"{path}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in why.errors()]
        except (YAMLError, UnicodeDecodeError, OSError) as why:
            faults.append(f"{path}: {' '.join(str(why).split())}")


def _lines(file: _File, entries: list[Entry]) -> tuple[Helpline, ...]:
    return tuple(Helpline(one, tuple(file.sources[key] for key in one.sources), file.read) for one in entries)


def _named(entry: Entry) -> str:
    return f"{entry.kind} {entry.name or ' '.join(entry.phones)}".strip()


# -- faults ----------------------------------------------------------------------------------------------------


def _faults(home: Path, files: Mapping[Path, _File]) -> Iterator[str]:
    there = {one.name for one in (home / "words").glob("[a-z]*") if one.is_dir()}
    wanted = _languages(files.values()) & there | {FIRST_LANGUAGE}
    codes = [code for file in files.values() for code in file.countries]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{home / 'help'}: {code} stands in two files"
    if _EVERYWHERE not in codes:
        yield f"{home / 'help'}: there is no worldwide fallback ({_EVERYWHERE} in {WORLDWIDE}.yaml)"
    for path, file in files.items():
        used = {key for entries in file.countries.values() for one in entries for key in one.sources}
        yield from (f"{path}: source {key} is used by nothing" for key in sorted(file.sources.keys() - used))
        for key, source in file.sources.items():
            yield from (f"{path}: source {key}: {fault}" for fault in _source_faults(source, file.read))
        for code, entries in file.countries.items():
            if not _country(code) and code != _EVERYWHERE:
                yield f"{path}: {code} is no country"
            for one in entries:
                faults = (*_entry_faults(one, wanted), *_unsourced(one, file))
                yield from (f"{path}: {code}: {_named(one)}: {fault}" for fault in faults)


def _unsourced(entry: Entry, file: _File) -> Iterator[str]:
    yield from (f"there is no source {key}" for key in entry.sources if key not in file.sources)
    if not any(key in file.sources and file.sources[key].day for key in entry.sources):
        yield "none of its sources has a date"


def _source_faults(source: Source, read: date) -> Iterator[str]:
    if source.day is not None and source.day > read:
        yield f"{source.day} is after the day it was read"
    if not _WEB.match(source.url):
        yield f"{source.url!r} is no address"


def _languages(files: Iterable[_File]) -> set[str]:
    """The languages in which anything is noted. One that has no word here reads the first language's."""
    entries = [one for file in files for entries in file.countries.values() for one in entries]
    return {code for one in entries for texts in (one.note, one.hours) for code in texts}


def _entry_faults(entry: Entry, wanted: set[str]) -> Iterator[str]:
    numbers = [*entry.phones, *([entry.sms.to] if entry.sms else []), *([entry.whatsapp] if entry.whatsapp else [])]
    yield from (f"{number!r} is no phone number" for number in numbers if not _dialled(number))
    if entry.web and not _WEB.match(entry.web):
        yield f"{entry.web!r} is no address"
    if not numbers and not entry.web:
        yield "there is no way to reach it"
    if not entry.name and entry.kind != "emergency":
        yield "it has no name"
    if entry.always and entry.hours:
        yield "it has hours, and is always there"
    for what, texts in (("hours", entry.hours), ("note", entry.note)):
        if texts:
            yield from (f"{what} in {code} are missing" for code in sorted(wanted) if not texts.get(code))
            yield from (f"{what} in {code}: there is no such language here" for code in texts if code not in wanted)
    yield from (f"{code!r} is no language" for code in entry.languages if code not in _names("languages"))


def _dialled(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return bool(_PHONE.match(number)) and 2 <= digits <= 15 and number.count("(") == number.count(")")


def _country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code.isupper() and code in _names("territories")


@cache
def _names(what: Literal["languages", "territories"]) -> Mapping[str, Any]:
    return dict(getattr(Locale("en"), what))
