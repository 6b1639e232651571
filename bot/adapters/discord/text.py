"""A message as Discord takes it: parts of a length it allows, in its Markdown, which shows exactly what was written.

Everything but our own styles is escaped: a backslash before a character that is neither a letter nor a digit shows
that character (https://support.discord.com/hc/en-us/articles/210298617). The same escaped text in a text display of a
modal shows the same. Discord trims a message at both ends and refuses one in which nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from bot.model import File, Image, Message, Span

CONTENT_LIMIT: Final = 2000
"""UTF-16 units, escapes and all, which is never more than 2000 however Discord counts them."""

_GRAPHEME: Final = regex.compile(r"\X")
_HALF_CHARACTERS: Final = re.compile("[\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?")
_UNSEEN: Final = re.compile(
    "[\\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*"
)
_OUR_LINK: Final = re.compile(r"https?://[^\s<>]+")

# Each match ends with the character to be escaped, save the first: an address in which nothing could be markup is left
# whole, so that it can be pressed. One of Discord's own is not, since Discord shows something else in its stead.
_MARKUP: Final = re.compile(
    r"(?P<address>(?<![^\s(])https?://(?![^/?#]*(?:discord|dis\.gd))[A-Za-z0-9./?=&%#+-]*[A-Za-z0-9/](?=[.,)]*(?:\s|\Z)))"
    r"|[\\*_~`|<>\[\]@]"
    r"|^[^\S\n]*[-+#=]"
    r"|^[^\S\n]*[0-9]+[.)]"
    r"|:(?=//|[^\s:]+:)",
    re.MULTILINE,
)
_FURTHEST: Final = 8_640_000_000_000
"""Seconds from 1970 that Discord's times reach, either way."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Discord's: its content, perhaps with a picture and a file under it."""

    content: str
    image: Image | None = None
    file: File | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where something other than plain text stands. `atom` is sent instead of what is there; else it is strong."""

    start: int
    end: int
    atom: str = ""


def parts(message: Message) -> tuple[Part, ...]:
    """What is sent for a message, in order; empty if there is nothing to see in it.

    A picture is under the first, a file under the last.
    """
    contents = list(split(message.spans, CONTENT_LIMIT)) or ([""] if message.image or message.file else [])
    last = len(contents) - 1
    return tuple(
        Part(content, message.image if number == 0 else None, message.file if number == last else None)
        for number, content in enumerate(contents)
    )


def split(spans: Sequence[Span], limit: int) -> Iterator[str]:
    """The spans as Markdown, in pieces of at most `limit` UTF-16 units, cut where reading suffers least."""
    text, marks = _laid_out(spans)
    at, end = _skipped(text, 0), len(text.rstrip())
    while at < end:
        cut = _cut(text, marks, at, end, limit)
        stop = at + len(text[at:cut].rstrip())
        if _UNSEEN.fullmatch(text, at, stop) is None:
            yield _markdown(text, marks, at, stop)
        at = _skipped(text, cut)


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def shortened(text: str, limit: int) -> str:
    """Plain text on one line, of at most `limit` UTF-16 units; "…" where nothing could be seen."""
    line = " ".join(_whole(text).split())
    if _UNSEEN.fullmatch(line):
        return "…"
    if units(line) <= limit:
        return line
    kept, left = [], limit - 1
    for grapheme in _GRAPHEME.findall(line[:limit]):
        left -= units(grapheme)
        if left < 0:
            break
        kept.append(grapheme)
    return "".join(kept).rstrip() + "…"


def clipped(text: str, limit: int) -> str:
    """Text as typed, of at most `limit` UTF-16 units."""
    text = _whole(text)
    while units(text) > limit:
        text = text[: len(text) - max(1, (units(text) - limit) // 2)]
    return text


# -- laying out ------------------------------------------------------------------------------------------------


def _whole(text: str) -> str:
    return _HALF_CHARACTERS.sub("\ufffd", text)


def _laid_out(spans: Sequence[Span]) -> tuple[str, list[_Mark]]:
    """The whole text, with a letter in the stead of each atom, and where strong text and atoms are."""
    texts: list[str] = []
    marks: list[_Mark] = []
    at = 0
    for span in spans:
        atom = _atom(span)
        text = "x" if atom else _LINE_ENDS.sub("\n", _whole(span.text))
        if atom:
            marks.append(_Mark(at, at + 1, atom))
        elif span.style == "strong" and text:
            if marks and marks[-1].end == at and not marks[-1].atom:
                marks[-1] = _Mark(marks[-1].start, at + len(text))
            else:
                marks.append(_Mark(at, at + len(text)))
        texts.append(text)
        at += len(text)
    return "".join(texts), marks


def _atom(span: Span) -> str:
    """What Discord shows in its own way: a time on each reader's clock, an address of ours."""
    if span.style == "time" and 0 < span.at // 1000 < _FURTHEST:
        return f"<t:{span.at // 1000}:{'t' if span.brief else 'F'}>"
    if span.style == "link" and _OUR_LINK.fullmatch(span.text):
        return f"<{_whole(span.text)}>"
    return ""


# -- cutting ---------------------------------------------------------------------------------------------------


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _cut(text: str, marks: list[_Mark], at: int, end: int, limit: int) -> int:
    """Where a part that begins at `at` had best end: after a paragraph, a line, a word, or else a grapheme."""
    last = _furthest(text, marks, at, end, limit)
    if last == end:
        return end
    half = at + (last - at) // 2
    for gap in ("\n\n", "\n"):
        found = text.rfind(gap, half, last)
        if found > 0:
            return found
    found = max(text.rfind(space, half, last) for space in " \t")
    if found > 0:
        return found
    best = last
    for grapheme in _GRAPHEME.finditer(text, at, min(end, last + limit)):
        if grapheme.end() > last:
            break
        best = grapheme.end()
    return best


def _furthest(text: str, marks: list[_Mark], at: int, end: int, limit: int) -> int:
    """The furthest end of a part whose Markdown keeps the limit."""
    if end - at <= limit and units(_markdown(text, marks, at, end)) <= limit:
        return end
    short, long = at + 1, min(end, at + limit)
    while short < long:
        middle = (short + long + 1) // 2
        if units(_markdown(text, marks, at, middle)) <= limit:
            short = middle
        else:
            long = middle - 1
    return short


# -- rendering -------------------------------------------------------------------------------------------------


def _markdown(text: str, marks: list[_Mark], start: int, end: int) -> str:
    """The Markdown of one part: what stands before it is another message and no context."""
    part = text[start:end]
    escapes = [found.end() - 1 for found in _MARKUP.finditer(part) if found["address"] is None]
    pieces, at = [], 0
    for mark in marks:
        first, last = max(mark.start - start, 0), min(mark.end - start, len(part))
        if first >= last:
            continue
        pieces.append(_escaped(part, escapes, at, first))
        pieces.append(mark.atom or _strong(part, escapes, first, last))
        at = last
    pieces.append(_escaped(part, escapes, at, len(part)))
    return "".join(pieces)


def _strong(part: str, escapes: list[int], start: int, end: int) -> str:
    """Strong text. White space at its ends stays outside, where the stars would not count otherwise."""
    bare = part[start:end]
    if _UNSEEN.fullmatch(bare):
        return _escaped(part, escapes, start, end)
    first = start + len(bare) - len(bare.lstrip())
    last = start + len(bare.rstrip())
    return f"{part[start:first]}**{_escaped(part, escapes, first, last)}**{part[last:end]}"


def _escaped(part: str, escapes: list[int], start: int, end: int) -> str:
    pieces, at = [], start
    for place in escapes:
        if start <= place < end:
            pieces.append(part[at:place])
            at = place
    pieces.append(part[at:end])
    return "\\".join(pieces)
