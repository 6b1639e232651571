"""Limits of commands: https://discord.com/developers/docs/interactions/application-commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import regex

from tests.discord.wire import Json

_NAME: Final = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}")
_MOST: Final = {1: 100, 2: 5, 3: 5}
_OPTIONS: Final = 25
_CHARACTERS: Final = 8000
_SLASH: Final = 1
_SUB: Final = frozenset({1, 2})


def judge(commands: Any) -> list[str]:
    """What is wrong with a list of global commands."""
    if not isinstance(commands, list):
        return ["commands are a list"]
    kinds = Counter(one.get("type") or _SLASH for one in commands)
    found = [f"at most {_MOST[kind]} commands of type {kind}" for kind in kinds if kinds[kind] > _MOST.get(kind, 0)]
    names = Counter((one.get("type") or _SLASH, one.get("name")) for one in commands)
    found += [f"two commands are called {name[1]}" for name, times in names.items() if times > 1]
    for one in commands:
        found += [f"/{one.get('name')}: {said}" for said in _command(one)]
    return found


def _command(command: Json) -> list[str]:
    found: list[str] = []
    if (command.get("type") or _SLASH) == _SLASH:
        found += _named(command)
        found += _options(command.get("options") or [], depth=0)
        if _length(command) > _CHARACTERS:
            found.append(f"all names, descriptions and values together have at most {_CHARACTERS} characters")
    else:
        found += [] if 1 <= len(command.get("name") or "") <= 32 else ["a name has 1-32 characters"]
        if command.get("description") or command.get("options"):
            found.append("a command in a menu has no description and no options")
    return found


def _all(one: Json, key: str) -> list[str]:
    """A name or description and its translations."""
    return [one.get(key) or "", *(one.get(f"{key}_localizations") or {}).values()]


def _named(one: Json) -> list[str]:
    wrong = [name for name in _all(one, "name") if not _NAME.fullmatch(name) or name != name.lower()]
    found = [f"{name!r} is no name for a command or an option" for name in wrong]
    if any(not 1 <= len(said) <= 100 for said in _all(one, "description")):
        found.append("a description has 1-100 characters")
    return found


def _options(options: list[Json], depth: int) -> list[str]:
    found = [] if len(options) <= _OPTIONS else [f"at most {_OPTIONS} options"]
    names = [one.get("name") for one in options]
    if len(set(names)) != len(names):
        found.append("options have different names")
    required = [bool(one.get("required")) for one in options]
    if required != sorted(required, reverse=True):
        found.append("required options come first")
    subs = [one.get("type") in _SUB for one in options]
    if any(subs) and not all(subs):
        found.append("subcommands can't stand beside other options")
    if any(subs) and depth == 2:
        found.append("a group holds no groups")
    for one in options:
        found += [*_named(one), *_option(one)]
        found += _options(one.get("options") or [], depth + 1)
    return found


def _option(option: Json) -> Iterable[str]:
    choices = option.get("choices") or []
    if len(choices) > _OPTIONS:
        yield f"at most {_OPTIONS} choices"
    if choices and option.get("autocomplete"):
        yield "an option has choices or autocomplete, not both"
    if any(not 1 <= len(said) <= 100 for one in choices for said in _all(one, "name")):
        yield "a choice's name has 1-100 characters"
    if not 0 <= (option.get("min_length") or 0) <= 6000 or not 1 <= (option.get("max_length") or 1) <= 6000:
        yield "an option takes at most 6000 characters"


def _length(one: Json) -> int:
    # Of the translations only the longest counts.
    whole = max(len(said) for said in _all(one, "name")) + max(len(said) for said in _all(one, "description"))
    whole += sum(max(len(said) for said in _all(choice, "name")) for choice in one.get("choices") or ())
    whole += sum(len(str(choice.get("value", ""))) for choice in one.get("choices") or ())
    return whole + sum(_length(option) for option in one.get("options") or ())
