"""Reading the words from their files, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.command_words import command_faults
from bot.content import FIRST_LANGUAGE, Content
from bot.errors import BadContent

HOME: Final = Path(__file__).parent.parent / "content"
_LANGUAGE_NAME: Final = "language-"

Entries = dict[str, tuple[Path, frozenset[str]]]
"""Every key (attributes as "key.attribute") with the file it stands in and the names it uses."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text of the words: its key, where it stands, and how it reads, each placeable as `{name}` in it."""

    key: str
    path: Path
    line: int
    text: str


class _Names(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.found.add(node.id.name)


def _uses(node: Any) -> frozenset[str]:
    names = _Names()
    names.visit(node)
    return frozenset(names.found)


def languages(home: Path = HOME) -> tuple[str, ...]:
    """The languages that have words. Raises BadContent if there is no such folder."""
    folder = home / "words"
    if not folder.is_dir():
        raise BadContent([f"{folder}: there is no such folder"])
    return tuple(sorted(one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith(("_", "."))))


def language_folders(home: Path = HOME, outside: Path | None = None) -> dict[str, Path]:
    """Where the words of each language lie; those from outside stand for ours. Raises BadContent."""
    found = {language: home / "words" / language for language in languages(home)}
    if outside is not None and (outside / "words").is_dir():
        found |= {language: outside / "words" / language for language in languages(outside)}
    return dict(sorted(found.items()))


def load_words(home: Path = HOME, outside: Path | None = None) -> Content:
    """Read every language. Raises BadContent with all faults at once."""
    if faults := word_faults(home, outside):
        raise BadContent(faults)
    bundles = {language: _bundle(folder) for language, folder in language_folders(home, outside).items()}
    _share_names(bundles)
    return Content(bundles)


@cache
def _parsed(text: str) -> ast.Resource:
    """A file's entries. Reading them takes a while, and words are checked before they are used."""
    return FluentParser().parse(text)


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name])
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(_parsed(path.read_text("utf-8")))
    return bundle


def _share_names(bundles: Mapping[str, FluentBundle]) -> None:
    """Every language reads another's name as that one writes it, unless it has a name of its own for it."""
    for language, own in bundles.items():
        key = f"{_LANGUAGE_NAME}{language}"
        called = own.get_message(key).value
        assert called is not None, "that it has a text was checked"
        name, _ = own.format_pattern(called, {})
        for bundle in bundles.values():
            if not bundle.has_message(key):
                bundle.add_resource(_parsed(f"{key} = {name}\n"))


def word_faults(home: Path = HOME, outside: Path | None = None) -> list[str]:
    """What is wrong with the words: broken entries, and keys or names that a language lacks. A line each."""
    faults: list[str] = []
    found: dict[str, Entries] = {}
    try:
        folders = language_folders(home, outside)
    except BadContent as why:
        return list(why.faults)
    for language, folder in folders.items():
        entries: Entries = {}
        for path in sorted(folder.glob("*.ftl")):
            faults += _read(path, entries)
        found[language] = entries
    if FIRST_LANGUAGE not in found:
        return [*faults, f"{home / 'words'}: {FIRST_LANGUAGE} is missing"]
    for language, entries in found.items():
        faults += _compared(folders[language], found[FIRST_LANGUAGE], entries)
    if not faults:
        for language, folder in folders.items():
            faults += _unrendered(folder, found[language])
            faults += command_faults(folder, {said.key: said.text for said in word_texts(folder)})
    return faults


def _read(path: Path, entries: Entries) -> Iterator[str]:
    """Add what a file holds to `entries`; gives its faults."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        yield f"{path}: this is no UTF-8 text"
        return
    for entry in _parsed(text).body:
        if isinstance(entry, ast.Junk):
            line = text.count("\n", 0, entry.span.start if entry.span else 0) + 1
            yield f"{path}:{line}: {entry.annotations[0].message}"
        elif isinstance(entry, ast.Message):
            for key, value in _parts(entry):
                if value is None:
                    yield f"{path}: {key} has no text"
                if key in entries:
                    yield f"{path}: {key} stands twice (also in {entries[key][0].name})"
                entries[key] = (path, _uses(value) if value is not None else frozenset())


def _parts(entry: ast.Message) -> list[tuple[str, ast.Pattern | None]]:
    parts: list[tuple[str, ast.Pattern | None]] = [(entry.id.name, entry.value)]
    return parts + [(f"{entry.id.name}.{one.id.name}", one.value) for one in entry.attributes]


def _compared(folder: Path, first: Entries, entries: Entries) -> Iterator[str]:
    name = f"{_LANGUAGE_NAME}{folder.name}"
    if name not in entries:
        yield f"{folder / 'common.ftl'}: {name} is missing: what the language calls itself"
    for key in sorted(first.keys() - entries.keys()):
        if not key.startswith(_LANGUAGE_NAME):
            yield f"{folder / first[key][0].name}: {key} is missing"
    for key in sorted(entries.keys() - first.keys()):
        if not key.startswith(_LANGUAGE_NAME):
            yield f"{entries[key][0]}: {key} is not in {FIRST_LANGUAGE}"
    for key in sorted(first.keys() & entries.keys()):
        if first[key][1] != entries[key][1]:
            yield f"{entries[key][0]}: {key} uses {sorted(entries[key][1])}, not {sorted(first[key][1])}"


def _unrendered(folder: Path, entries: Entries) -> Iterator[str]:
    """What only shows when a text is rendered: references to nothing, and stress that is not closed."""
    bundle = _bundle(folder)
    for key, (path, names) in entries.items():
        name, _, attribute = key.partition(".")
        message = bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        assert pattern is not None
        text, errors = bundle.format_pattern(pattern, dict.fromkeys(names, "x"))
        yield from (f"{path}: {key}: {error}" for error in errors)
        if str(text).count("**") % 2:
            yield f"{path}: {key}: a ** is not closed"


# -- as they read ----------------------------------------------------------------------------------------------


def word_texts(folder: Path) -> Iterator[Said]:
    """Every text of one language that can be read; of those with variants, all of them, one a line."""
    for path in sorted(folder.glob("*.ftl")):
        for key, line, text in _texts_in(path.read_text("utf-8", errors="replace")):
            yield Said(key, path, line, text)


@lru_cache(maxsize=256)
def _texts_in(text: str) -> tuple[tuple[str, int, str], ...]:
    """Key, line and words of every entry of a file."""
    found = []
    for entry in _parsed(text).body:
        if isinstance(entry, ast.Message):
            line = text.count("\n", 0, entry.span.start if entry.span else 0) + 1
            found += [(key, line, _as_read(value)) for key, value in _parts(entry) if value is not None]
    return tuple(found)


def _as_read(pattern: ast.Pattern) -> str:
    said = []
    for one in pattern.elements:
        inner = one.expression if isinstance(one, ast.Placeable) else None
        if isinstance(one, ast.TextElement):
            said.append(one.value)
        elif isinstance(inner, ast.SelectExpression):
            said.append("\n".join(_as_read(variant.value) for variant in inner.variants))
        elif isinstance(inner, ast.StringLiteral | ast.NumberLiteral):
            said.append(str(inner.value))
        else:
            said.append("".join(f"{{{name}}}" for name in sorted(_uses(inner))) or "{x}")
    return "".join(said)
