"""What the platforms take as the name and the description of a command, and so what the words must hold to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_COMMAND: Final = re.compile(r"command-([a-z0-9-]+)(?:\.([a-z-]+))?")

# Telegram is the narrower one for names (https://core.telegram.org/bots/api#botcommand), Discord for descriptions and
# for what a menu over a message is called (https://discord.com/developers/docs/interactions/application-commands).
_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
_RULES: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "": (_NAME, "the name of a command is 1 to 32 of a-z, 0-9 and _, without accents"),
    "about": (re.compile(r"[^\n]{3,100}"), "what is said of a command has 3 to 100 characters, in one line"),
    "takes": (
        re.compile(r"[^\WA-Z-]([-']|[^\WA-Z]){0,31}"),
        "1 to 32 small letters, digits, _ and - name what goes with it",
    ),
    "takes-about": (re.compile(r"[^\n]{1,100}"), "what is said of it has 1 to 100 characters, in one line"),
    "quotes": (re.compile(r"[^\n]{1,32}"), "what a menu calls it has 1 to 32 characters, in one line"),
}


def command_faults(folder: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the commands of one language (its folder, its texts by key), a line each."""
    names = defaultdict(list)
    for key, text in texts.items():
        found = _COMMAND.fullmatch(key)
        if found is None:
            continue
        pattern, rule = _RULES.get(found[2] or "", (None, ""))
        if pattern is None:
            yield f"{folder}: {key}: a command has no .{found[2]}, only .{', .'.join(list(_RULES)[1:])}"
        elif not pattern.fullmatch(text):
            yield f"{folder}: {key}: {text!r}: {rule}"
        if not found[2]:
            names[text].append(key)
            if f"{key}.about" not in texts:
                yield f"{folder}: {key}.about is missing: menus say what a command does"
    for text, keys in names.items():
        if len(keys) > 1:
            yield f"{folder}: {' and '.join(keys)} are both called {text!r}"
