"""Pure decisions of carrying: what a copy quotes, whose words a quoted message holds, what follows a change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.clock import DAY, MINUTE, WEEK
from bot.model import Message
from bot.port import Capabilities

QUIET: Final = 15 * MINUTE
"""How long a talk from a direct chat stays open while nobody says anything."""

REMEMBERED: Final = 2 * DAY
"""How long a copy follows what becomes of the message it was made of."""

OFFER_LIFE: Final = WEEK
"""How long an offer may be agreed to, and how soon the other may be asked anew."""

QUOTE_LENGTH: Final = 200
PART: Final = 8
"""How many characters of a copy tell that a quote is a part of it."""

QUOTES_KNOWN: Final = 50
"""How many of the newest copies are looked through for a quoted one."""

_COMMAND: Final = re.compile(r"/\S+\s*")
# What platforms put around or into a text that they show: escapes, marks, isolates.
_AROUND: Final = re.compile(r"[\s!-/:-@\[-`{-~]")


@dataclass(frozen=True, slots=True)
class Quote:
    """What a copy answers: the words, and the name of whoever said them ("" if that can't be told)."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """One message that was carried: who wrote it, and what its copy says."""

    author: str
    text: str
    quote: Quote | None = None


def copy_of(message: Message) -> Copy | None:
    """What a copy says, from the message that shows it; None if that is no copy."""
    words = [span.text for span in message.spans if span.style == "words"]
    match words:
        case [name, text]:
            return Copy(name, text)
        case [quoted, name, text]:
            return Copy(name, text, Quote(quoted))
        case [quoted_name, quoted, name, text]:
            return Copy(name, text, Quote(quoted, quoted_name))
    return None


def quotable(text: str) -> str:
    """A text as a quote shows it: one line, its beginning."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1] + "…"


def quote_among(quoted: str, copies: Sequence[Copy]) -> Quote | None:
    """The quote of a message that was itself carried, as it was written or as its copy shows it; None if none was.

    A platform gives a shown message back with its own marks in it, so only letters, digits and signs are compared.
    """
    wanted = _squashed(quoted)
    if not wanted:
        return None
    for one in copies:
        text, name = _squashed(one.text), _squashed(one.author)
        if wanted == text or (text and wanted.endswith(name + text)):
            return Quote(one.text, one.author)
    for one in copies if len(wanted) >= PART else ():
        if wanted in _squashed(one.author) + _squashed(one.text):
            return Quote(quoted if quoted in one.text else one.text, one.author)
    return None


def _squashed(text: str) -> str:
    return "".join(one for one in _AROUND.sub("", text) if unicodedata.category(one) not in ("Cf", "Pi", "Pf"))


def without_command(text: str) -> str:
    """What was to be said, of a message that says it by a command."""
    return _COMMAND.sub("", text, count=1) if text.startswith("/") else text


def follows(can: Capabilities) -> str:
    """The key of the words that say which changes of a message a platform tells of."""
    if can.edits and can.deletions:
        return "carry-follows-all"
    return "carry-follows-edits" if can.edits else "carry-follows-none"
