"""Reading guides from their folders, Troth's own and those from outside, and all that may be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.content import FIRST_LANGUAGE
from bot.errors import BadContent
from bot.feature import House
from bot.guides.check_structure import structure_faults
from bot.guides.check_words import words_faults
from bot.guides.faults import Fault, numbered
from bot.guides.lint import Lint, guide_matters, word_matters
from bot.guides.script import Guide, GuideWords, read_guide, read_part
from bot.words import HOME, language_folders, languages, word_faults

_FOLDER: Final = "guides"
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A guide as it was read, and the folder of its `guide.yaml`. `wanted` are the languages that it must have."""

    guide: Guide
    folder: Path
    wanted: tuple[str, ...]


def load_guides(home: Path = HOME, outside: Path | None = None) -> dict[str, Guide]:
    """Read every guide of `home`, in every language that its words have, and those of a folder from outside.

    One from outside with the name of one of ours replaces it; a folder there that has words only adds its languages to
    the guide of that name. One from outside has words in at least one language: who reads another gets English, or
    else the first that it has. Raises BadContent with all faults at once.
    """
    faults: list[str] = []
    if home == HOME:
        found, own_faults = _own()
        found, faults = dict(found), list(own_faults)
    else:
        found = _read_all(home, languages(home), faults)
    spoken = language_folders(home, outside)
    if outside is not None:
        ours = dict(found)
        found |= _read_all(outside, (), faults, found)
        faults += _no_such_language(found, ours, spoken)
    for one in found.values():
        faults += [f"{one.folder / code}.yaml is missing" for code in one.wanted if code not in one.guide.words]
        faults += [fault.told(one.folder) for fault in _all_faults(one.guide)]
    try:
        lint = read_lint(home, outside)
        faults += lint.faults(matter for one in found.values() for matter in guide_matters(one.guide, one.folder))
    except BadContent as why:
        faults += why.faults
    if faults:
        raise BadContent(list(dict.fromkeys(faults)))
    return {name: _spoken_in(one.guide, spoken) for name, one in found.items()}


@cache
def _own() -> tuple[Mapping[str, _Found], tuple[str, ...]]:
    """What the package brings, with its faults: it never changes while a process runs."""
    faults: list[str] = []
    return _read_all(HOME, languages(HOME), faults), tuple(faults)


def _read_all(
    home: Path, wanted: tuple[str, ...], faults: list[str], known: Mapping[str, _Found] | None = None
) -> dict[str, _Found]:
    """The guides of one home; of those that are `known`, a folder may bring words alone."""
    folder = home / _FOLDER
    if not folder.is_dir():
        if known is None:
            raise BadContent([f"{folder}: there is no such folder"])
        return {}
    found = {}
    for one in sorted(folder.iterdir()):
        if not one.is_dir() or one.name.startswith(("_", ".")):
            continue
        if not _NAME.fullmatch(one.name):
            faults.append(f"{one}: the name of a guide is small letters, digits and hyphens, 40 at most")
            continue
        try:
            if known and one.name in known and not (one / "guide.yaml").exists():
                found[one.name] = _with_words(known[one.name], one)
            else:
                found[one.name] = _Found(read_guide(one), one, wanted)
        except BadContent as why:
            faults += [numbered(fault) for fault in why.faults]
    return found


def _with_words(ours: _Found, folder: Path) -> _Found:
    """One of our guides, with the words of more languages from another folder. Raises BadContent."""
    faults: list[str] = []
    more = {path.stem: read_part(path, GuideWords, faults) for path in sorted(folder.glob("*.yaml"))}
    if faults:
        raise BadContent(faults)
    guide = Guide.model_construct(
        name=ours.guide.name, structure=ours.guide.structure, words={**ours.guide.words, **more}
    )
    return _Found(guide, folder, ())


def _no_such_language(found: Mapping[str, _Found], ours: Mapping[str, _Found], spoken: Mapping[str, Path]) -> list[str]:
    """Words of a guide from outside in a language that nobody can choose."""
    return [
        f"{one.folder / code}.yaml: nobody reads {code} here: the languages are {', '.join(spoken)}"
        for name, one in found.items()
        for code in one.guide.words
        if one is not ours.get(name) and code not in spoken
    ]


def _spoken_in(guide: Guide, spoken: Iterable[str]) -> Guide:
    """The guide with words in every language: where it lacks one, in its first."""
    words = guide.words
    first = words.get(FIRST_LANGUAGE) or words[min(words)]
    if not set(spoken) - words.keys():
        return guide
    filled = {**words, **{code: first for code in spoken if code not in words}}
    return Guide.model_construct(name=guide.name, structure=guide.structure, words=filled)


# -- faults ----------------------------------------------------------------------------------------------------


def guide_faults(guide: Guide) -> list[str]:
    """What is wrong with one guide: its structure, its words, a line each."""
    return [str(fault) for fault in _all_faults(guide)]


def _all_faults(guide: Guide) -> list[Fault]:
    structure = list(structure_faults(guide))
    # Without a whole structure most of what could be said of words would be wrong.
    twice = any("stands twice" in fault.text for fault in structure)
    return structure if twice else [*structure, *words_faults(guide)]


def content_faults(home: Path = HOME, outside: Path | None = None) -> list[str]:
    """Everything that is wrong with the words and the guides of `home`, and with what comes from outside."""
    if outside is not None and not any((outside / one).is_dir() for one in (_FOLDER, "words")):
        return [f"{outside}: there are neither guides nor words in it"]
    faults = word_faults(home, outside)
    try:
        guides = load_guides(home, outside)
    except BadContent as why:
        return list(dict.fromkeys([*faults, *why.faults, *asking_faults(home, outside)]))
    return [*faults, *asking_faults(home, outside), *needless_exceptions(guides.values(), home, outside)]


def read_lint(home: Path = HOME, outside: Path | None = None) -> Lint:
    """What may be asked in no language. Raises BadContent, also where a language has no list."""
    lint = Lint.read(*([home] if outside is None else [home, outside]))
    lacking = lint.lacking(folders := language_folders(home, outside))
    if lacking:
        homes = {code: folders[code].parent.parent for code in lacking}
        raise BadContent([f"{homes[code] / 'lint' / code}.yaml is missing, or empty" for code in lacking])
    return lint


def asking_faults(home: Path = HOME, outside: Path | None = None) -> list[str]:
    """What in the words asks for proof, whereabouts, devices and their like (SAFETY 18, 22)."""
    try:
        matters = list(word_matters(language_folders(home, outside)))
        return list(read_lint(home, outside).faults(matters))
    except BadContent as why:
        return list(why.faults)


def needless_exceptions(guides: Iterable[Guide], home: Path = HOME, outside: Path | None = None) -> list[str]:
    """Exceptions of the lists for texts that are not there, or that need none; a line each."""
    matters = [*word_matters(language_folders(home, outside))]
    matters += [matter for guide in guides for matter in guide_matters(guide, home)]
    return read_lint(home, outside).needless(matters)


def house_faults(guides: Iterable[Guide], house: House) -> list[str]:
    """What guides ask of features that no feature has: lists to read, agreements to make; and charts of nothing."""
    faults, known = [], list(guides)
    kept = {
        name for guide in known for step in guide.steps.values() if step.reveal for name in step.reveal.keeps.values()
    }
    for guide in known:
        for step in guide.steps.values():
            named = {step.ask.source, step.ask.listed} if step.ask else set()
            named |= {step.say.listed} if step.say else set()
            named |= {step.each.over} if step.each and "." in step.each.over else set()
            faults += [f"{guide.name}: {step.id}: there is no list {name}" for name in named - {None, *house.sources}]
            offered = set(step.agree.offer) if step.agree else set()
            faults += [f"{guide.name}: {step.id}: nothing makes a {name}" for name in offered - set(house.agreements)]
            drawn = set(step.chart.of) if step.chart else set()
            faults += [f"{guide.name}: {step.id}: no reveal of any guide keeps {name}" for name in drawn - kept]
    return sorted(faults)
