"""A message as Telegram takes it: parts of a length it allows, styled by entities, and buttons. Nothing is parsed.

A part's text counts in code points, up to 4096, or 1024 under a picture or a file; entities count in UTF-16 units
(https://core.telegram.org/bots/api#messageentity). Telegram turns control characters into spaces, trims spaces and
line breaks at both ends, and refuses a text in which nothing can be seen.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import regex
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.constants import KeyboardButtonStyle

from bot.model import Button, File, Image, Message, Span

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
ENTITY_LIMIT: Final = 100
FEWEST_WORDS: Final = 40
"""Characters of a picture's words that are worth beginning."""

JOINER: Final = "\u2060"

_TRIMMED: Final = "".join(map(chr, range(33)))
_GRAPHEME: Final = regex.compile(r"\X")
_HALF_CHARACTERS: Final = re.compile("[\ud800-\udfff]")
# What Telegram drops or takes for nothing, beside white space: it refuses a text that has no other character.
_UNSEEN: Final = re.compile(
    "[\\s\x00-\x20\xa0\u030a\u0333\u033f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)
# Where Telegram would find a mention or a command: at "@" or "/" with a word behind it and none before. A plain web
# address is left whole, for inside of one it looks for neither.
_CALLS: Final = re.compile(
    r"(?P<address>(?<!\S)https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}[/?#][\w./?=&%#@~+-]*)"
    r"|(?<!\w)@(?=\w)|(?<![\w/<>])/(?=\w)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Telegram's: a text with its entities, or a picture or a file over it."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    image: Image | None = None
    file: File | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A span that has a style, and where it stands in the text, in code points."""

    start: int
    end: int
    span: Span


def parts(message: Message) -> tuple[Part, ...]:
    """What is sent for a message, in order; empty if there is nothing to see in it.

    A picture comes first, over the text if that is short enough, else over its own words. A file comes last, over the
    text if that is short enough and under no picture.
    """
    text, marks = _laid_out(message.spans)
    if message.image is not None:
        return (*_pictured(message.image, text, marks), *_filed(message.file))
    if message.file is not None:
        over = tuple(_parts(text, marks, CAPTION_LIMIT))
        if len(over) == 1:
            return (replace(over[0], file=message.file),)
    return (*_parts(text, marks, TEXT_LIMIT), *_filed(message.file))


def without_file(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """As many parts, with what is read instead of the file."""
    *before, last = parts
    assert last.file is not None, "there is no file"
    words = next(_parts(*_laid_out((Span(last.file.instead or last.file.name, "words"),)), CAPTION_LIMIT))
    text = f"{last.text}\n\n{words.text}" if last.text else words.text
    return (*before, Part(text, last.entities))


def _filed(file: File | None) -> tuple[Part, ...]:
    return () if file is None else (Part("", (), file=file),)


def _pictured(image: Image, text: str, marks: list[_Mark]) -> tuple[Part, ...]:
    under = tuple(_parts(text, marks, CAPTION_LIMIT))
    if len(under) == 1:
        return (_described(under[0], image),)
    words = next(_parts(*_laid_out((Span(image.alt, "words"),)), CAPTION_LIMIT), Part(""))
    return (Part(words.text, (), image), *(_parts(text, marks, TEXT_LIMIT) if under else ()))


def _described(under: Part, image: Image) -> Part:
    """A picture over its text and, folded up below, its own words: Telegram has no other place for them."""
    room = CAPTION_LIMIT - len(under.text) - 2
    laid_out = _laid_out((Span(image.alt, "words"),))
    words = next(_parts(*laid_out, room), None) if room >= FEWEST_WORDS else None
    if words is None:
        return replace(under, image=image)
    start = _units(under.text) + 2
    quote = MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, start, _units(words.text))
    return Part(f"{under.text}\n\n{words.text}", (*under.entities[: ENTITY_LIMIT - 1], quote), image)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """A message's buttons.

    An open question gets no force-reply: a message that has one can't be edited later, while our cards are replaced
    in place, and in a direct chat any text reaches the bot without it.
    """
    rows = [[_button(button) for button in row] for row in message.rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    label = "…" if _unseen(button.label) else button.label
    style = KeyboardButtonStyle.PRIMARY if button.style == "main" else None
    if button.link:
        return InlineKeyboardButton(label, url=button.link, style=style)
    assert 1 <= len(button.token.encode()) <= 64, "a button's token is 1-64 bytes"
    return InlineKeyboardButton(label, callback_data=button.token, style=style)


def _unseen(text: str) -> bool:
    return _UNSEEN.fullmatch(text) is not None


# -- laying out ------------------------------------------------------------------------------------------------


def _laid_out(spans: Sequence[Span]) -> tuple[str, list[_Mark]]:
    """The whole text, and the spans that keep a style, without those that have nothing to show."""
    text = _HALF_CHARACTERS.sub("\ufffd", "".join(span.text for span in spans))
    marks, words, at = [], [], 0
    for span in spans:
        end = at + len(span.text)
        if span.style == "words":
            words.append((at, end))
        elif span.style == "strong" or (span.style == "time" and 0 < span.at // 1000 < 2**31):
            marks.append(_Mark(at, end, span))
        at = end
    joints = _joints(text, words)
    return _joined(text, joints), [
        _Mark(mark.start + bisect_right(joints, mark.start), mark.end + bisect_left(joints, mark.end), mark.span)
        for mark in marks
    ]


def _joints(text: str, words: list[tuple[int, int]]) -> list[int]:
    """Where a word joiner keeps a person's own words from calling anybody, or from looking like a command."""
    if not words or not ("@" in text or "/" in text):
        return []
    starts = [start for start, _ in words]

    def theirs(at: int) -> bool:
        place = bisect_right(starts, at) - 1
        return place >= 0 and at < words[place][1]

    found = (match.start() for match in _calls(text))
    return [at + 1 for at in found if theirs(at) or theirs(at + 1)]


def _calls(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _CALLS.finditer(text) if match["address"] is None)


def _joined(text: str, joints: list[int]) -> str:
    pieces = [text[start:end] for start, end in zip([0, *joints], [*joints, len(text)], strict=True)]
    return JOINER.join(pieces)


# -- cutting ---------------------------------------------------------------------------------------------------


def _parts(text: str, marks: list[_Mark], limit: int) -> Iterator[Part]:
    for start, end in _cuts(text, limit):
        if not _unseen(text[start:end]):
            yield Part(text[start:end], tuple(_entities(text, marks, start, end)))


def _cuts(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends, without the white space around it."""
    at, end = _skipped(text, 0), len(text.rstrip(_TRIMMED))
    while at < end:
        cut = end if end - at <= limit else _cut(text, at, limit)
        yield at, at + len(text[at:cut].rstrip(_TRIMMED))
        at = _skipped(text, cut)


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in _TRIMMED:
        at += 1
    return at


def _cut(text: str, at: int, limit: int) -> int:
    """Where a part that begins at `at` had best end: after a paragraph, a line, a word, or else a grapheme."""
    half, last = at + limit // 2, at + limit
    for gap in ("\n\n", "\n"):
        found = text.rfind(gap, half, last + len(gap))
        if found > 0:
            return found
    found = max(text.rfind(space, half, last + 1) for space in " \t")
    if found > 0:
        return found
    best = last
    for grapheme in _GRAPHEME.finditer(text, at, min(len(text), last + limit)):
        if grapheme.end() > last:
            break
        if text[grapheme.end()] not in "@/":  # at the start of a part it would be at the start of a word
            best = grapheme.end()
    return best


# -- entities --------------------------------------------------------------------------------------------------


def _entities(text: str, marks: list[_Mark], start: int, end: int) -> Iterator[MessageEntity]:
    given, at, units = 0, start, 0
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last or given == ENTITY_LIMIT or _unseen(text[first:last]):
            continue
        units += _units(text[at:first])
        length = _units(text[first:last])
        yield _entity(mark.span, units, length)
        at, units, given = last, units + length, given + 1


def _entity(span: Span, offset: int, length: int) -> MessageEntity:
    """A time keeps its wording, since it asks for no format; whoever taps it sees it on their own clock.

    See https://core.telegram.org/bots/api#date-time-entity-formatting.
    """
    if span.style == "time":
        instant = datetime.fromtimestamp(span.at // 1000, UTC)
        return MessageEntity(MessageEntity.DATE_TIME, offset, length, unix_time=instant)
    return MessageEntity(MessageEntity.BOLD, offset, length)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
