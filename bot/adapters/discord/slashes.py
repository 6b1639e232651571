"""The commands that Discord is to show, in its own words, and how they are held against those it has.

Nothing here needs the library: what is to be shown is known without it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

log = logging.getLogger(__name__)

# https://docs.discord.com/developers/interactions/application-commands
MOST_SLASHES: Final = 100
MOST_QUOTING: Final = 5
NAME_LIMIT: Final = 32
ABOUT_LIMIT: Final = 100

FIRST: Final = "en"
"""The language in which everybody reads the commands for whose language there is nothing."""

# https://docs.discord.com/developers/reference#locales
_LOCALES: Final = (
    "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja",
    "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
)  # fmt: skip
_NAME: Final = re.compile(r"[-'\w]{1,32}")

_SLASH, _QUOTING, _STRING = 1, 3, 3
_GUILD, _WITH_BOT, _BETWEEN_PEOPLE = 0, 1, 2
_CONTEXTS: Final[Mapping[str, list[int]]] = {
    "direct": [_WITH_BOT, _BETWEEN_PEOPLE],
    "shared": [_GUILD],
    "both": [_GUILD, _WITH_BOT, _BETWEEN_PEOPLE],
}
_INSTALLED_BY_BOTH: Final = [0, 1]  # servers, and people for themselves

ByLanguage = Mapping[str, str]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """What may follow a command: its name and description by language, and whether it can be completed."""

    names: ByLanguage
    abouts: ByLanguage
    completes: bool = False


@dataclass(frozen=True, slots=True)
class Slash:
    """One command by its name in code, with its name and description by language.

    `where` says in which chats it is shown. `quotes` is what the menu over a message calls it, if it stands there.
    """

    name: str
    names: ByLanguage
    abouts: ByLanguage
    where: Literal["direct", "shared", "both"] = "both"
    takes: Option | None = None
    quotes: ByLanguage = field(default_factory=dict)


# -- what Discord is to have -------------------------------------------------------------------------------------


def payloads(slashes: Iterable[Slash]) -> list[Json]:
    """The commands as Discord takes them. What it can't show is left out, which is logged by name."""
    typed: list[Json] = []
    quoting: list[Json] = []
    for slash in slashes:
        if (command := _slash(slash, typed)) is None:
            log.warning("Discord can't show the command %s", slash.name)
            continue
        typed.append(command)
        if (over := _quoting(slash, quoting)) is not None:
            quoting.append(over)
        elif slash.quotes:
            log.warning("Discord can't show the command %s over messages", slash.name)
    return [*typed, *quoting]


def quoting_names(slashes: Iterable[Slash]) -> dict[str, str]:
    """The command that each entry in the menu over a message stands for, by the name Discord knows it by."""
    return {_first(slash.quotes): _first(slash.names) for slash in slashes if slash.quotes}


def _slash(slash: Slash, others: Sequence[Json]) -> Json | None:
    name, about = _first(slash.names) or slash.name, _first(slash.abouts)
    if not _is_name(name) or not about or len(others) >= MOST_SLASHES or name in _taken(others):
        return None
    command = {
        "type": _SLASH,
        "name": name,
        "name_localizations": _free(_localised(slash.names, _is_name), others),
        "description": _about(about),
        "description_localizations": {locale: _about(text) for locale, text in _localised(slash.abouts).items()},
        "contexts": _CONTEXTS[slash.where],
        "integration_types": _INSTALLED_BY_BOTH,
    }
    option = None if slash.takes is None else _option(slash.takes)
    return command if option is None else {**command, "options": [option]}


def _option(takes: Option) -> Json | None:
    name, about = _first(takes.names), _first(takes.abouts)
    if not _is_name(name) or not about:
        log.warning("Discord can't show the option %s of a command", name)
        return None
    return {
        "type": _STRING,
        "name": name,
        "name_localizations": _localised(takes.names, _is_name),
        "description": _about(about),
        "description_localizations": {locale: _about(text) for locale, text in _localised(takes.abouts).items()},
        "required": False,
        "autocomplete": takes.completes,
    }


def _quoting(slash: Slash, others: Sequence[Json]) -> Json | None:
    name = _first(slash.quotes)
    if not _fits(name) or len(others) >= MOST_QUOTING or name in _taken(others):
        return None
    return {
        "type": _QUOTING,
        "name": name,
        "name_localizations": _free(_localised(slash.quotes, _fits), others),
        "contexts": _CONTEXTS["both"],
        "integration_types": _INSTALLED_BY_BOTH,
    }


def _first(words: ByLanguage) -> str:
    return words.get(FIRST) or next(iter(words.values()), "")


def _localised(words: ByLanguage, fits: Any = bool) -> dict[str, str]:
    """The words by Discord's locales: each language's for all of its own."""
    return {
        locale: text
        for language, text in words.items()
        for locale in _LOCALES
        if language != FIRST and locale.partition("-")[0] == language and fits(text)
    }


def _taken(others: Sequence[Json], locale: str = "") -> set[str]:
    """What the others are called in a locale."""
    return {one["name_localizations"].get(locale, one["name"]) for one in others}


def _free(names: dict[str, str], others: Sequence[Json]) -> dict[str, str]:
    """The names that no other command has: one that stands twice would have Discord refuse all of them."""
    return {locale: name for locale, name in names.items() if name not in _taken(others, locale)}


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and text == text.lower()


def _fits(text: str) -> bool:
    return 1 <= len(text.strip()) <= NAME_LIMIT


def _about(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= ABOUT_LIMIT else f"{text[: ABOUT_LIMIT - 1].rstrip()}…"


# -- what Discord has --------------------------------------------------------------------------------------------


def fingerprint(commands: Iterable[Mapping[str, Any]]) -> str:
    """What is the same for two lists of commands that show the same: a SHA-256 over their normal form."""
    normal = sorted((_normal(one) for one in commands), key=lambda one: (one["type"], one["name"]))
    return hashlib.sha256(json.dumps(normal, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _normal(command: Mapping[str, Any]) -> Json:
    """A command without what Discord adds of its own, and with what it leaves out where nothing is said."""
    return {
        "type": command.get("type") or _SLASH,
        **_words(command),
        "contexts": sorted(command.get("contexts") or []),
        "integration_types": sorted(command.get("integration_types") or []),
        "options": [
            {
                "type": option.get("type"),
                **_words(option),
                "required": bool(option.get("required")),
                "autocomplete": bool(option.get("autocomplete")),
            }
            for option in command.get("options") or []
        ],
    }


def _words(thing: Mapping[str, Any]) -> Json:
    return {
        "name": thing.get("name") or "",
        "name_localizations": thing.get("name_localizations") or {},
        "description": thing.get("description") or "",
        "description_localizations": thing.get("description_localizations") or {},
    }
