"""What may stay in a text that a person typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 4000
"""Characters of one text. Longer ones are refused, whole."""

# Zero-width space and no-break, bidi embeddings, overrides and isolates: they make text lie about its order or
# hide in it. Joiners (ZWJ, ZWNJ) and the plain marks LRM and RLM stay: scripts and emoji need them.
_TRICKS: Final = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ue000\ue001]")


def too_long(text: str) -> bool:
    """Whether a text is refused for its length."""
    return len(text) > LONGEST


def cleaned(text: str) -> str:
    """The text without characters that hide or reorder others, trimmed; all else stays as typed."""
    shown = _TRICKS.sub("", text.replace("\r\n", "\n"))
    return "".join(one for one in shown if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs")).strip()
