"""Rendering: a card becomes a message in its reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.asking import Asking, Way
from bot.buttons import Hanger
from bot.cards import Card, Sheet, Tap
from bot.charting import charted
from bot.content import Content, Name, Phrase, Reader, line
from bot.model import Account, Button, Field, File, Form, Message, Option, Span

LABEL_LIMIT: Final = 100


def rendered(
    content: Content, hanger: Hanger, card: Card, reader: Reader, only: Account | None = None, reply_to: str = ""
) -> Message:
    """The card's message, its buttons and its form hung on `hanger`."""

    def read(phrase: Phrase) -> str:
        return content.plain(phrase, reader)

    def button(tap: Tap) -> Button:
        if tap.link:
            return Button(_short(read(tap.label)), "", tap.style, tap.link)
        return Button(_short(read(tap.label)), hanger.hang(tap.action, tap.args, again=tap.again), tap.style)

    rows = tuple(tuple(button(tap) for tap in row) for row in card.rows if row)
    form = None
    if card.sheet is not None:
        token = hanger.hang(card.sheet.action, card.sheet.args, again=False, how="form")
        form = _form(read, token, card.sheet)
    question = card.question is not None
    chart = None if card.plot is None else charted(content, card.plot, reader)
    file = None if card.file is None else _file(read, card.file)
    return Message(_lines(content, card, reader), rows, form, only, question, reply_to, card.image, chart, file)


def begun(content: Content, card: Card, sheet: Sheet, reader: Reader, together: int) -> Asking:
    """The card's form, to be asked one question after the other, or so many `together`."""

    def read(phrase: Phrase) -> str:
        return content.plain(phrase, reader)

    ways = tuple(
        Way(_short(read(tap.label)), tap.action, dict(tap.args), tap.again) for row in card.rows for tap in row
    )
    return Asking(_lines(content, card, reader), _form(read, "", sheet), ways, together=together)


def _lines(content: Content, card: Card, reader: Reader) -> tuple[Span, ...]:
    spans: list[Span] = []
    for phrase in card.lines:
        if spans:
            spans.append(Span("\n\n"))
        spans += content.spans(phrase, reader)
    return tuple(spans)


def _form(read: Callable[[Phrase], str], token: str, sheet: Sheet) -> Form:
    fields = tuple(
        Field(
            entry.name,
            read(entry.label),
            entry.kind,
            tuple(Option(value, _short(read(label))) for value, label in entry.options),
            entry.value,
            "" if entry.hint is None else read(entry.hint),
            required=entry.required,
            max_length=entry.max_length,
        )
        for entry in sheet.entries
    )
    return Form(fields, read(sheet.submit), token, read(line("form-open")))


def _file(read: Callable[[Phrase], str], file: File) -> File:
    """The file, with what is read where it can't be."""
    return file if file.instead else replace(file, instead=read(line("file-instead", name=Name(file.name))))


def _short(label: str) -> str:
    return label if len(label) <= LABEL_LIMIT else label[: LABEL_LIMIT - 1] + "…"
