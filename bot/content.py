"""Words: what the bot says, in the reader's language, as neutral spans.

The words lie in `content/words/LANGUAGE/*.ftl` (Project Fluent, so plurals and bidi isolation are the library's
work). What a person wrote never passes through Fluent: it is put in afterwards, as literal spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location
from babel.localedata import locale_identifiers
from fluent.runtime import FluentBundle

from bot.errors import BadContent
from bot.model import Span

FIRST_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own words (a name, an answer): shown exactly as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class When:
    """An instant, worded in the reader's language and zone."""

    at: int
    style: Literal["full", "day", "time"] = "full"


@dataclass(frozen=True, slots=True)
class Link:
    """An address of ours that can be followed."""

    url: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of ours that is part of a command, such as the bot's: no direction marks may stand around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase by its key in the words. `args` fill its placeables; a bare `str` is ours, never a person's."""

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Free:
    """A phrase that a guide brings itself: its text by language, with `{name}` where an arg goes."""

    texts: Mapping[str, str]
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several phrases, one a line."""

    phrases: Sequence[Phrase]


Phrase = Line | Free | Own | Lines
Arg = str | int | When | Link | Name | Phrase


def line(key: str, **args: Arg) -> Line:
    """Shorthand for `Line` with its args."""
    return Line(key, args)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a text is rendered for. `others` are the zones of those who read along and live elsewhere."""

    language: str
    zone: str
    others: tuple[str, ...] = ()


_LOCALES: Final = {"en": "en_GB"}  # day before month, and 24 hours, as everywhere else in the texts

# Args that become spans travel through Fluent as a number between two private-use characters.
_MARK: Final = re.compile("\ue000([0-9]+)\ue001")
# What must stand bare says so, since Fluent puts direction marks around every placeable.
_BARE: Final = re.compile("\u2068?\ue000bare([0-9]+)\ue001\u2069?")
_FREE: Final = re.compile(r"\{([a-z_]+)\}")


class Content:
    """Every word the bot can say, by language."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles
        self._plain_lines: dict[tuple[str, str], tuple[Span, ...]] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that have words, the first language first."""
        return tuple(sorted(self._bundles, key=lambda code: (code != FIRST_LANGUAGE, code)))

    def best_language(self, wish: str) -> str:
        """The language that comes nearest to a wish such as "es-MX"; the first language if none does."""
        code = wish.replace("_", "-").split("-")[0].lower()
        return code if code in self._bundles else FIRST_LANGUAGE

    def spans(self, phrase: Phrase, reader: Reader) -> tuple[Span, ...]:
        """Render one phrase for its reader."""
        if isinstance(phrase, Own):
            return (Span(phrase.text, "words"),)
        if isinstance(phrase, Line) and not phrase.args:
            known = self._plain_lines.get((phrase.key, reader.language))
            if known is None:
                known = tuple(_merged(_split(self._text(phrase, reader, []), [])))
                self._plain_lines[phrase.key, reader.language] = known
            return known
        if isinstance(phrase, Lines):
            rows = [self.spans(one, reader) for one in phrase.phrases]
            return tuple(span for number, row in enumerate(rows) for span in ((Span("\n"),) if number else ()) + row)
        held: list[tuple[Span, ...]] = []
        text = self._text(phrase, reader, held)
        return tuple(_merged(_split(text, held)))

    def plain(self, phrase: Phrase, reader: Reader) -> str:
        """Render to a plain string (labels of buttons and fields)."""
        return "".join(span.text for span in self.spans(phrase, reader))

    def raw(self, key: str, language: str, attribute: str = "") -> str | None:
        """The words under a key (or its attribute) without args; None if there are none."""
        bundle = self._bundles[language]
        if not bundle.has_message(key):
            return None
        message = bundle.get_message(key)
        pattern = message.attributes.get(attribute) if attribute else message.value
        return None if pattern is None else str(bundle.format_pattern(pattern, {})[0])

    def _text(self, phrase: Line | Free, reader: Reader, held: list[tuple[Span, ...]]) -> str:
        args = {name: self._arg(value, reader, held) for name, value in phrase.args.items()}
        if isinstance(phrase, Free):
            free = phrase.texts.get(reader.language) or phrase.texts.get(FIRST_LANGUAGE) or min(phrase.texts.values())
            return _FREE.sub(lambda found: f"\u2068{args[found[1]]}\u2069" if found[1] in args else found[0], free)
        key, _, attribute = phrase.key.partition(".")
        bundle = self._bundles.get(reader.language)
        if bundle is None or not bundle.has_message(key):
            bundle = self._bundles[FIRST_LANGUAGE]
        message = bundle.get_message(key)
        pattern = message.attributes.get(attribute) if attribute else message.value
        assert pattern is not None, f"{phrase.key} has no text"
        text, faults = bundle.format_pattern(pattern, args)
        if faults:
            raise BadContent([f"{phrase.key} ({reader.language}): {fault}" for fault in faults])
        return _BARE.sub("\ue000\\1\ue001", str(text))

    def _arg(self, value: Arg, reader: Reader, held: list[tuple[Span, ...]]) -> str | int:
        if isinstance(value, str | int):
            return value
        bare = ""
        spans: tuple[Span, ...]
        if isinstance(value, When):
            spans = (_time(value, reader),)
        elif isinstance(value, Link):
            spans, bare = (Span(value.url, "link"),), "bare"
        elif isinstance(value, Name):
            spans, bare = (Span(value.text),), "bare"
        else:
            spans = self.spans(value, reader)
        held.append(spans)
        return f"\ue000{bare}{len(held) - 1}\ue001"


def _time(when: When, reader: Reader) -> Span:
    """A day is the same day for everybody, an instant is not."""
    text = worded(when, reader)
    return Span(text) if when.style == "day" else Span(text, "time", when.at, brief=when.style == "time")


@cache
def _locale(language: str) -> Locale:
    """How dates are worded in a language; as in the first language, where nobody has told us how."""
    name = _LOCALES.get(language, language)
    return Locale.parse(name if name.partition("_")[0] in locale_identifiers() else _LOCALES[FIRST_LANGUAGE])


def worded(when: When, reader: Reader) -> str:
    """An instant in words, for the reader's language and zone: "Friday, 27 November 2026, 18:00".

    Where others read along from another zone, their time follows: "18:00 (11:00 Chicago)".
    """
    locale = _locale(reader.language)
    moment = _moment(when, reader.zone)
    hour = _hour(moment, locale)
    day = str(format_date(moment, "full", locale=locale))
    if when.style == "day":
        return day
    for zone in reader.others:
        theirs = _moment(when, zone)
        weekday = "" if theirs.date() == moment.date() else f"{format_date(theirs, 'EEEE', locale=locale)} "
        city = get_timezone_location(zone, locale=locale, return_city=True)
        hour += f" ({weekday}{_hour(theirs, locale)} {city})"
    return hour if when.style == "time" else f"{day}, {hour}"


def _moment(when: When, zone: str) -> datetime:
    return datetime.fromtimestamp(when.at / 1000, UTC).astimezone(ZoneInfo(zone))


def _hour(moment: datetime, locale: Locale) -> str:
    return str(format_time(moment, "HH:mm", locale=locale))


def _split(text: str, held: Sequence[tuple[Span, ...]]) -> Iterable[Span]:
    """Our own text between `**` is strong, also what is put into it; a person's words stay as they are."""
    strong = False
    for number, piece in enumerate(_MARK.split(text)):
        if number % 2:
            yield from (_stressed(span) if strong else span for span in held[int(piece)])
            continue
        for place, part in enumerate(piece.split("**")):
            strong = strong != (place > 0)
            if part:
                yield Span(part, "strong" if strong else "plain")


def _stressed(span: Span) -> Span:
    return Span(span.text, "strong") if span.style == "plain" else span


def _merged(spans: Iterable[Span]) -> Iterable[Span]:
    last: Span | None = None
    for span in spans:
        if last is not None and last.style == span.style == "plain":
            last = Span(last.text + span.text)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
