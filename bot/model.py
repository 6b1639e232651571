"""The values that cross the house: events in, acts out, and the neutral message both speak of.

Everything here is frozen and knows no platform. Instants are integer UTC milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# -- who and where ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """A person as one platform knows them."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Address:
    """A place as one platform knows it. `direct` has one reader besides the bot."""

    platform: str
    id: str
    kind: Literal["direct", "shared"]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did something, with what their platform tells of them unasked."""

    account: Account
    name: str
    language: str = ""
    zone: str = ""


# -- events ----------------------------------------------------------------------------------------------------
# `key` makes an event count once: the same key again changes nothing. An adapter takes it from the platform.


@dataclass(frozen=True, slots=True)
class Command:
    """`/name text`, typed or chosen from a menu."""

    key: str
    sender: Sender
    place: Address
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed. The token may be stale or forged."""

    key: str
    sender: Sender
    place: Address
    token: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form was sent. `fields` are as typed; a field that takes many choices gives them as a tuple."""

    key: str
    sender: Sender
    place: Address
    token: str
    fields: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words in a place."""

    key: str
    sender: Sender
    place: Address
    text: str


@dataclass(frozen=True, slots=True)
class Other:
    """Something Troth takes no part of: a photo, a place on a map, a voice message, a contact. Never stored."""

    key: str
    sender: Sender
    place: Address


FromPerson = Command | Press | Filled | Text | Other


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that fell due. `kind` names its feature's handler ("promises.due"), `subject` what it is about."""

    id: str
    key: str
    kind: str
    subject: str
    due_at: int
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActDone:
    """What became of an act. `ref` is the platform's id of what it made: a message, or a place."""

    act_id: str
    outcome: Literal["done", "unknown", "dead", "closed", "withheld"]
    ref: str = ""


Event = FromPerson | Timer | ActDone

# -- messages --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. `words` are a person's own: always literal, never parsed, no mention, no preview.

    A `time` span says an instant (`at`) already worded for its reader; a platform that lets each reader see
    their own time shows `at` instead. `link` is an address of ours.
    """

    text: str
    style: Literal["plain", "strong", "words", "time", "link"] = "plain"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `token` is opaque, 1–64 bytes; its meaning lies in a row."""

    label: str
    token: str
    style: Literal["normal", "main", "quiet"] = "normal"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    `line` is one line of text, `long` several; `choice` takes one option, `many` any number of them. `value`
    is what stands there already (several choices separated by a newline); `error` says what was wrong with it.
    """

    name: str
    label: str
    kind: Literal["line", "long", "choice", "many"] = "line"
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""
    error: str = ""
    required: bool = True
    max_length: int = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """Questions answered together and sent once. `token` names what becomes of them."""

    fields: tuple[Field, ...]
    submit: str
    token: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown in a place: text, rows of buttons, perhaps a form.

    `only` makes it visible to one account in a shared place (where the platform can). `open_question` says
    that plain text typed in this place will be taken as the answer to this message.
    """

    spans: tuple[Span, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    form: Form | None = None
    only: Account | None = None
    open_question: bool = False

    def plain(self) -> str:
        """The text alone, as a reader sees it."""
        return "".join(span.text for span in self.spans)


# -- acts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """Show a new message in a place."""

    message: Message


@dataclass(frozen=True, slots=True)
class Edit:
    """Show `message` instead of the one whose platform id is `ref`; where that is gone, show it anew."""

    ref: str
    message: Message


@dataclass(frozen=True, slots=True)
class Open:
    """Make a shared place that only these accounts (and the bot) can read; its id comes back as `ActDone.ref`."""

    title: str
    members: tuple[Account, ...]


Act = Say | Edit | Open


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An act on its way. `nonce` is the same at every try, so that a platform which can tell does it once."""

    nonce: str
    place: Address
    act: Act
