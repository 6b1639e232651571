"""Pure decisions of the journal: how much of what was said stands on one card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.content import Phrase

ROOM: Final = 1500
"""Characters on one card: a message on Discord has room for 2,000."""


def pages(phrases: Sequence[Phrase], lengths: Sequence[int]) -> list[list[Phrase]]:
    """The phrases in their order, as many to a page as there is room for, at least one; never no page."""
    found: list[list[Phrase]] = [[]]
    used = 0
    for phrase, length in zip(phrases, lengths, strict=True):
        if found[-1] and used + length > ROOM:
            found.append([])
            used = 0
        found[-1].append(phrase)
        used += length + 2
    return found
