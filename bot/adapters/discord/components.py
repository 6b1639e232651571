"""What a message is sent as: its JSON, its buttons, its picture and file; and a form as a modal or as a message.

The limits are those of https://docs.discord.com/developers/components/reference and of messages and modals there.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.adapters.discord.text import Part, clipped, shortened, split, units
from bot.errors import Rejected
from bot.model import Button, Field, Form, Message, Span

Json = dict[str, Any]

ROW: Final = 5
ROWS: Final = 5
LABEL_LIMIT: Final = 80
CUSTOM_ID_LIMIT: Final = 100
LINK_LIMIT: Final = 512
ALT_LIMIT: Final = 1024

TITLE_LIMIT: Final = 45
FIELD_LABEL_LIMIT: Final = 45
DESCRIPTION_LIMIT: Final = 100
FIELDS: Final = 5
"""Top-level components of a modal."""

TYPED_LIMIT: Final = 4000
OPTIONS: Final = 25
OPTION_LIMIT: Final = 100
DISPLAY_LIMIT: Final = 4000

NO_PREVIEW: Final = 1 << 2
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
"""Flags of a message: no previews of links; for one reader; announced, its text still to come."""

_STYLES: Final[Mapping[str, int]] = {"main": 1, "normal": 2, "quiet": 2}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file beside the JSON of a request."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """The body of a request: JSON, and perhaps files beside it, which its `attachments` number from 0."""

    body: Json
    files: tuple[Upload, ...] = ()

    def with_body(self, **more: Any) -> Payload:
        """The same with more in its JSON."""
        return Payload({**self.body, **more}, self.files)

    def wrapped(self, kind: int) -> Payload:
        """The same as a first answer to an interaction, of this type."""
        return Payload({"type": kind, "data": self.body}, self.files)

    def multipart(self) -> list[Json]:
        """The body as fields of a form, with the files; each can be sent any number of times."""
        assert self.files, "there is no file"
        told = {"name": "payload_json", "value": json.dumps(self.body), "content_type": "application/json"}
        return [
            told,
            *(
                {"name": f"files[{number}]", "value": one.data, "filename": one.name, "content_type": one.media}
                for number, one in enumerate(self.files)
            ),
        ]


# -- messages --------------------------------------------------------------------------------------------------


def payload(part: Part, rows: Sequence[Json], *, ephemeral: bool = False, edit: bool = False) -> Payload:
    """A message as it is sent: nobody is mentioned, nothing previewed. An edit also takes away what was attached."""
    body: Json = {
        "content": part.content,
        "components": list(rows),
        "allowed_mentions": {"parse": [], "replied_user": False},
        "flags": NO_PREVIEW | (EPHEMERAL if ephemeral else 0),
    }
    files = tuple(_uploads(part))
    if not files:
        return Payload({**body, "attachments": []} if edit else body)
    attached: list[Json] = [{"id": str(number), "filename": one.name} for number, one in enumerate(files)]
    if part.image is not None:
        attached[0]["description"] = clipped(part.image.alt, ALT_LIMIT)
    return Payload({**body, "attachments": attached}, files)


def rows(buttons: Sequence[Sequence[Button]]) -> list[Json]:
    """Rows of at most five buttons, five rows of them; where there are more rows, they are filled up."""
    cut = [row[at : at + ROW] for row in _once(buttons) for at in range(0, len(row), ROW)]
    if len(cut) > ROWS:
        flat = [button for row in cut for button in row]
        cut = [flat[at : at + ROW] for at in range(0, len(flat), ROW)]
    if len(cut) > ROWS:
        raise Rejected("more buttons than a message holds")
    return [{"type": 1, "components": [_button(button) for button in row]} for row in cut]


def _once(buttons: Sequence[Sequence[Button]]) -> Iterator[list[Button]]:
    """Each button the first time that its token comes: Discord refuses a message that has one twice."""
    seen: set[str] = set()
    for row in buttons:
        kept = []
        for button in row:
            if button.link or button.token not in seen:
                seen.add(button.token)
                kept.append(button)
        yield kept


def _button(button: Button) -> Json:
    label = shortened(button.label, LABEL_LIMIT)
    if button.link:
        if len(button.link) > LINK_LIMIT:
            raise Rejected("a link is too long for a button")
        return {"type": 2, "style": 5, "label": label, "url": button.link}
    assert 1 <= units(button.token) <= CUSTOM_ID_LIMIT, "a button's token has 1-100 characters"
    return {"type": 2, "style": _STYLES[button.style], "label": label, "custom_id": button.token}


def _uploads(part: Part) -> Iterator[Upload]:
    """What goes beside a part: the picture first."""
    if part.image is not None:
        yield Upload("picture.png", "image/png", _decoded(part.image.png))
    if part.file is not None:
        yield Upload(part.file.name, part.file.media, _decoded(part.file.data))


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise Rejected("the picture or file is no base 64") from None


# -- forms -----------------------------------------------------------------------------------------------------


def as_message(message: Message) -> Message:
    """A form where it can only be opened: the message's own text, what is wrong in the fields, and an Open button."""
    if message.form is None:
        return message
    form, spans = message.form, list(message.spans)
    for field in form.fields:
        if field.error:
            gap = [Span("\n\n")] if spans else []
            spans += [*gap, Span(field.label, "strong"), Span(": "), Span(field.error)]
    opener = Button(form.opener or form.submit, form.token, "main")
    return replace(message, spans=tuple(spans), rows=(*message.rows, (opener,)), form=None)


def modal(message: Message) -> Json:
    """A form as a modal, to be sent as an interaction's first answer.

    Its title is the first line of the message, if that is short. What does not fit there or beside a field stands whole
    on top, as long as the form leaves room for that: with four fields or fewer.
    """
    form = message.form
    assert form is not None, "there is no form"
    if not 1 <= len(form.fields) <= FIELDS:
        raise Rejected("a form of so many fields can't be shown")
    title, whole = _title(message, form)
    fields = [_labelled(field) for field in form.fields]
    spans = () if whole else message.spans
    on_top = next(split((*spans, *_in_full(form, gap=bool(spans))), DISPLAY_LIMIT), "")
    if on_top and len(fields) < FIELDS:
        fields.insert(0, {"type": 10, "content": on_top})
    return {"custom_id": form.token, "title": title, "components": fields}


def _title(message: Message, form: Form) -> tuple[str, bool]:
    """The title, and whether it says all that the message does."""
    text = message.plain().strip()
    if not text:
        return shortened(form.opener or form.submit, TITLE_LIMIT), True
    first = text.split("\n", 1)[0]
    if units(first) > TITLE_LIMIT:
        # Half a sentence says less than what the form is for.
        return shortened(form.submit or form.opener or first, TITLE_LIMIT), False
    return first, first == text


def _in_full(form: Form, *, gap: bool) -> Iterator[Span]:
    """What is cut short beside the fields."""
    for field in form.fields:
        long_label = units(field.label) > FIELD_LABEL_LIMIT
        notes = [note for note in (field.error, field.hint) if note]
        cut = len(notes) > 1 or any(units(note) > DESCRIPTION_LIMIT for note in notes)
        if not (long_label or cut):
            continue
        if gap:
            yield Span("\n\n")
        gap = True
        yield Span(field.label, "strong")
        for note in notes if cut else ():
            yield Span(f"\n{note}")


def _labelled(field: Field) -> Json:
    label: Json = {"type": 18, "label": shortened(field.label, FIELD_LABEL_LIMIT)}
    if note := field.error or field.hint:
        label["description"] = shortened(note, DESCRIPTION_LIMIT)
    label["component"] = _select(field) if field.kind in ("choice", "many") else _input(field)
    return label


def _input(field: Field) -> Json:
    """A text input. What was typed before stays whole, even where it is longer than is asked for."""
    style = 2 if field.kind == "long" else 1
    value = clipped(field.value, TYPED_LIMIT)
    longest = min(max(field.max_length, units(value), 1), TYPED_LIMIT)
    shown: Json = {"type": 4, "custom_id": field.name, "style": style, "required": field.required}
    return {**shown, "max_length": longest, **({"value": value} if value else {})}


def _select(field: Field) -> Json:
    if not 1 <= len(field.options) <= OPTIONS:
        raise Rejected("a field has more options than can be shown, or none")
    chosen = set(field.value.split("\n")) if field.kind == "many" else {field.value}
    options = []
    for option in field.options:
        assert 1 <= units(option.value) <= OPTION_LIMIT, "an option's value has 1-100 characters"
        label = shortened(option.label, OPTION_LIMIT)
        options.append({"label": label, "value": option.value, "default": option.value in chosen})
    most = 1 if field.kind == "choice" else len(options)
    least = 1 if field.required and field.kind == "choice" else 0
    # A select that is required must take at least one; several choices may always be none at all.
    return {
        "type": 3,
        "custom_id": field.name,
        "options": options,
        "min_values": least,
        "max_values": most,
        "required": bool(least),
    }
