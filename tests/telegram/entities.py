"""What entities may and may not do in a text.

Source: https://core.telegram.org/bots/api#messageentity and #formatting-options.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from tests.telegram.people import utf16
from tests.telegram.wire import Json

MOST: Final = 100
"""What is beyond is dropped without a word: https://limits.tginfo.me/en."""

_STYLES: Final = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_QUOTES: Final = frozenset({"blockquote", "expandable_blockquote"})
_CODE: Final = frozenset({"code", "pre"})
_KINDS: Final = _STYLES | _QUOTES | _CODE | {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "text_link", "text_mention",
    "custom_emoji", "date_time",
}  # fmt: skip
_NEEDS: Final = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}


def problems(text: str, given: Any, where: str) -> Iterator[str]:
    """What is wrong with the entities of a text."""
    if not isinstance(given, list):
        return
    if len(given) > MOST:
        yield f"{where} holds more than {MOST}"
    whole = [one for one in given if _complete(one)]
    seams = _inside_pairs(text)
    for one in whole:
        yield from _alone(one, utf16(text), seams, where)
    for first, second in combinations(whole, 2):
        yield from _together(first, second, where)


def _complete(one: Any) -> bool:
    return isinstance(one, dict) and all(type(one.get(name)) is int for name in ("offset", "length"))


def _alone(one: Json, size: int, seams: frozenset[int], where: str) -> Iterator[str]:
    first, end = _ends(one)
    if one.get("type") not in _KINDS:
        yield f"{where} holds an unknown type"
    if one["length"] < 1:
        yield f"{where} holds an empty one"
    if first < 0 or end > size:
        yield f"{where} reaches beyond the text"
    if {first, end} & seams:
        yield f"{where} cuts a surrogate pair"
    needed = _NEEDS.get(str(one.get("type")))
    if needed is not None and not one.get(needed):
        yield f"{where} holds one without its {needed}"


def _inside_pairs(text: str) -> frozenset[int]:
    """Offsets in the middle of a character that takes two units."""
    at, found = 0, []
    for letter in text:
        if ord(letter) > 0xFFFF:
            found.append(at + 1)
            at += 1
        at += 1
    return frozenset(found)


def _ends(one: Json) -> tuple[int, int]:
    return one["offset"], one["offset"] + one["length"]


def _together(first: Json, second: Json, where: str) -> Iterator[str]:
    (a, b), (c, d) = _ends(first), _ends(second)
    if b <= c or d <= a:
        return
    if not ((a <= c and d <= b) or (c <= a and b <= d)):
        yield f"{where} holds two that overlap without one lying in the other"
        return
    kinds = [str(first.get("type")), str(second.get("type"))]
    if any(kind in _CODE for kind in kinds):
        yield f"{where} mixes code with another"
    elif all(kind in _QUOTES for kind in kinds):
        yield f"{where} puts a quote in a quote"
    elif not any(kind in _STYLES or kind in _QUOTES for kind in kinds):
        yield f"{where} puts two in one another that can't be"
