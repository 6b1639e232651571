"""Pure decisions of check-ins: which one somebody means by a word, in any language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from bot.spoken import plain

WHICH: Final = {"boundaries": "boundary-check-in", "us": "state-of-us", "month": "monthly-look-back"}
"""What may follow /checkin, and the guide it begins."""

HOW: Final = ("light", "deeper", "deepest", "alone")
"""What may follow /question: a depth, or that one would like it for oneself."""

NEAR: Final = 0.75
"""How alike a mistyped word must be."""


def meant(text: str, words: Mapping[str, Sequence[str]], language: str) -> str | None:
    """Which of the choices is meant, by the words for each; None if none is, or it could be several.

    Accents, case and small slips don't matter, nor what stands around the word ("my boundaries, please").
    """
    said = _folded(text, language)
    known = {_folded(word, language): choice for choice, some in words.items() for word in some}
    if said in known:
        return known[said]
    # The longest first, so that "deepest" is not taken for what it begins with.
    within = {known[word] for word in known if re.search(rf"\b{re.escape(word)}\b", said)}
    if len(within) == 1:
        return within.pop()
    begun = {choice for word, choice in known.items() if len(said) >= 3 and word.startswith(said)}
    if len(begun) == 1:
        return begun.pop()
    near = get_close_matches(said, known, 1, NEAR)
    return known[near[0]] if near and not within else None


def _folded(text: str, language: str) -> str:
    return plain(text, language).strip(" .:-–—“”\"'«»")
