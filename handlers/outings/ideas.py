"""Small ideas for two, by kind. They lie in the words as `idea-KIND-1`, `idea-KIND-2` and so on."""

from __future__ import annotations

from typing import Final

from bot.content import FIRST_LANGUAGE, Content, Line, line

KINDS: Final = ("home", "outside", "free", "hour", "evening", "apart")


def count(content: Content, kind: str) -> int:
    """How many ideas of a kind there are."""
    found = 0
    while content.raw(f"idea-{kind}-{found + 1}", FIRST_LANGUAGE) is not None:
        found += 1
    return found


def idea(content: Content, kind: str, number: int) -> tuple[int, Line]:
    """The idea of this number, and the number; past the last the first follows."""
    number = (number - 1) % count(content, kind) + 1
    return number, line(f"idea-{kind}-{number}")


def first(content: Content, kind: str, fraction: float) -> int:
    """Which idea to begin with, by chance (0 to 1)."""
    return int(fraction * count(content, kind)) + 1
