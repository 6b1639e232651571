"""What people can call up, as every platform's menus need it: the commands with their words in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.content import Content
from bot.feature import CommandSpec, House

ByLanguage = Mapping[str, str]
"""Words by language; a language without them is not in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: what each language calls it, and what it says of it.

    `takes` is what each language calls that which may follow the command, and `takes_about` says what that is; both
    are empty where nothing may. `completes`: the house knows what could follow, and can be asked as it is typed.
    `quotes` is what a menu over a message calls the command where it is to be about that message; empty for most.
    A `discreet` one stands in no menu of a chat in which others would read that it was typed.
    """

    name: str
    where: Literal["direct", "shared", "both"]
    names: ByLanguage
    abouts: ByLanguage
    takes: ByLanguage = field(default_factory=dict)
    takes_about: ByLanguage = field(default_factory=dict)
    quotes: ByLanguage = field(default_factory=dict)
    completes: bool = False
    discreet: bool = False


def entries(content: Content, house: House) -> tuple[Entry, ...]:
    """Every command, in the order in which menus show them."""
    return tuple(_entry(content, spec) for spec in house.commands.values())


def _entry(content: Content, spec: CommandSpec) -> Entry:
    key = f"command-{spec.name}"

    def words(attribute: str) -> dict[str, str]:
        found = {language: content.raw(key, language, attribute) for language in content.languages}
        return {language: text for language, text in found.items() if text}

    names = {language: content.raw(key, language) or spec.name for language in content.languages}
    completes = getattr(spec, "complete", None) is not None
    return Entry(
        spec.name,
        spec.where,
        names,
        words("about"),
        words("takes"),
        words("takes-about"),
        words("quotes"),
        completes,
        spec.discreet,
    )
