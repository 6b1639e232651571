"""Reading the words from their files, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.content import FIRST_LANGUAGE, Content
from bot.errors import BadContent

HOME: Final = Path(__file__).parent.parent / "content"

Entries = dict[str, tuple[Path, frozenset[str]]]
"""Every key (attributes as "key.attribute") with the file it stands in and the names it uses."""


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


def load_words(home: Path = HOME) -> Content:
    """Read every language. Raises BadContent with all faults at once."""
    if faults := word_faults(home):
        raise BadContent(faults)
    return Content({language: _bundle(home / "words" / language) for language in languages(home)})


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name])
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
    return bundle


def word_faults(home: Path = HOME) -> list[str]:
    """What is wrong with the words: broken entries, and keys or names that a language lacks. A line each."""
    faults: list[str] = []
    found: dict[str, Entries] = {}
    try:
        for language in languages(home):
            entries: Entries = {}
            for path in sorted((home / "words" / language).glob("*.ftl")):
                faults += _read(path, entries)
            found[language] = entries
    except BadContent as why:
        return list(why.faults)
    if FIRST_LANGUAGE not in found:
        return [*faults, f"{home / 'words'}: {FIRST_LANGUAGE} is missing"]
    for language, entries in found.items():
        faults += _compared(home / "words" / language, found[FIRST_LANGUAGE], entries)
    if not faults:
        faults += [fault for language in found for fault in _unrendered(home / "words" / language, found[language])]
    return faults


def _read(path: Path, entries: Entries) -> Iterator[str]:
    """Add what a file holds to `entries`; gives its faults."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        yield f"{path}: this is no UTF-8 text"
        return
    for entry in FluentParser().parse(text).body:
        if isinstance(entry, ast.Junk):
            line = text.count("\n", 0, entry.span.start if entry.span else 0) + 1
            yield f"{path}:{line}: {entry.annotations[0].message}"
        elif isinstance(entry, ast.Message):
            parts = [(entry.id.name, entry.value)]
            parts += [(f"{entry.id.name}.{one.id.name}", one.value) for one in entry.attributes]
            for key, value in parts:
                if value is None:
                    yield f"{path}: {key} has no text"
                if key in entries:
                    yield f"{path}: {key} stands twice (also in {entries[key][0].name})"
                entries[key] = (path, _uses(value) if value is not None else frozenset())


def _compared(folder: Path, first: Entries, entries: Entries) -> Iterator[str]:
    for key in sorted(first.keys() - entries.keys()):
        yield f"{folder / first[key][0].name}: {key} is missing"
    for key in sorted(entries.keys() - first.keys()):
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
