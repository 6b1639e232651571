"""The values that cross the house: events in, acts out, and the neutral message both speak of.

Everything here is frozen and knows no platform. Instants are integer UTC milliseconds. It is one long page on purpose:
whoever adds a platform reads it from top to bottom, and nothing in it does anything.
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
    """A place as one platform knows it. `direct` has one reader besides the bot.

    A `visit` is a chat that the bot is no member of and where somebody used a command of it: it can answer that
    person there, and nothing else. The id of a place inside another (a topic of a group) is the outer one's, a
    slash, and its own.
    """

    platform: str
    id: str
    kind: Literal["direct", "shared", "visit"]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did something, with what their platform tells of them unasked."""

    account: Account
    name: str
    language: str = ""
    zone: str = ""


# -- events ----------------------------------------------------------------------------------------------------
# `key` makes an event count once: the same key again changes nothing. An adapter takes it from the platform.
# `via` is how the event itself may be answered, where the platform gives more than a place for that (an interaction
# of Discord). The house keeps it beside the acts that the event brings to that place, and knows nothing of it.


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that a command replies to. `author` is None where that can't be told."""

    text: str
    author: Account | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """`/name text`, typed or chosen from a menu.

    `ref` is the platform's id of the person's message, so that an answer can point at it.
    """

    key: str
    sender: Sender
    place: Address
    name: str
    text: str = ""
    ref: str = ""
    quoted: Quoted | None = None
    via: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed. The token may be stale or forged."""

    key: str
    sender: Sender
    place: Address
    token: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form was sent. `fields` are as typed; a field that takes many choices gives them as a tuple."""

    key: str
    sender: Sender
    place: Address
    token: str
    fields: Mapping[str, str | tuple[str, ...]]
    via: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words in a place. `ref` is the platform's id of the message, `quoted` what it replies to."""

    key: str
    sender: Sender
    place: Address
    text: str
    ref: str = ""
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed the words of their message `ref`."""

    key: str
    sender: Sender
    place: Address
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody is typing what goes with a command, and would like to be shown what it could be. Changes nothing."""

    sender: Sender
    place: Address
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Other:
    """Something Troth takes no part of: a photo, a place on a map, a voice message, a contact. Never stored."""

    key: str
    sender: Sender
    place: Address


FromPerson = Command | Press | Filled | Text | Edited | Other


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot may write in a place: it was added there, or let in again. `sender` did it."""

    key: str
    sender: Sender
    place: Address


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot may not write in a place any more: it was blocked or put out, or the place is gone."""

    key: str
    place: Address


@dataclass(frozen=True, slots=True)
class Moved:
    """A place has another id from now on, and is the same place."""

    key: str
    place: Address
    to: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody new can read a shared place."""

    key: str
    place: Address
    account: Account


@dataclass(frozen=True, slots=True)
class Nameless:
    """A command from somebody who writes in the name of a group or channel: nobody can tell who it was."""

    key: str
    place: Address
    language: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that somebody wrote is gone. A platform tells its id, not whose it was."""

    key: str
    place: Address
    ref: str


FromPlace = Arrived | Removed | Moved | Joined | Nameless | Deleted
FromPlatform = FromPerson | FromPlace
"""What is taken in, once. `Typing` is only asked."""

Talk = Text | Edited | Deleted | Other
"""What people may say to each other."""


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
    """What became of an act. `ref` is the platform's id of what it made: a message, or a place.

    "withheld": somebody else can read there, or nobody can tell; "absent": one of those it is for can't. "expired":
    it was for one reader of a shared place, and can't be shown there any more.

    `rest`: milliseconds its place must be left alone now, by the platform's limits.
    """

    act_id: str
    outcome: Literal["done", "unknown", "dead", "closed", "withheld", "absent", "expired"]
    ref: str = ""
    rest: int = 0


Event = FromPlatform | Timer | ActDone

# -- messages --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. `words` are a person's own: always literal, never parsed, no mention, no preview.

    A `time` span says an instant (`at`) already worded for its reader, `brief` only its hour; a platform that lets
    each reader see their own time shows `at` instead. `link` is an address of ours.
    """

    text: str
    style: Literal["plain", "strong", "words", "time", "link"] = "plain"
    at: int = 0
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `token` is opaque, 1–64 bytes; its meaning lies in a row.

    One with a `link` has no token: it leads to that address of ours, and nobody hears of it.
    """

    label: str
    token: str
    style: Literal["normal", "main", "quiet"] = "normal"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: a PNG file in base 64, and its words for those who can't see it."""

    png: str
    alt: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart; a value is missing (None) where nothing was said."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture to be drawn when it is shown: values over days, each between `low` and `high`, all in words already.

    `days` are what stands under the values, the oldest first; `alt` says the same in words.
    """

    title: str
    days: tuple[str, ...]
    series: tuple[Series, ...]
    low: int
    high: int
    alt: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep: its name, its media type, and its bytes in base 64. At most some hundred kilobytes.

    `instead` is what is read where a place takes no files; rendering words it for its reader.
    """

    name: str
    media: str
    data: str
    instead: str = ""


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
    """Questions answered together and sent once. `token` names what becomes of them.

    Where a form can't be shown at once, a button says `opener`; pressing it, with the same token, brings the form.
    """

    fields: tuple[Field, ...]
    submit: str
    token: str
    opener: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown in a place: text, rows of buttons, perhaps a form, a picture or a file.

    `only` makes it visible to one account in a shared place (where the platform can). `open_question` says that
    plain text typed in this place will be taken as the answer to this message. `reply_to` is the platform's id of
    the message it answers; where that is gone, it is shown all the same. A `chart` has been made an `image` before
    an adapter sees it.
    """

    spans: tuple[Span, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    form: Form | None = None
    only: Account | None = None
    open_question: bool = False
    reply_to: str = ""
    image: Image | None = None
    chart: Chart | None = None
    file: File | None = None

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
class Delete:
    """Take back the message whose platform id is `ref`."""

    ref: str


@dataclass(frozen=True, slots=True)
class Open:
    """Make a shared place that only these accounts (and the bot) can read; its id comes back as `ActDone.ref`.

    A platform whose places lie inside others makes it inside the one the act goes to.
    """

    title: str
    members: tuple[Account, ...]


Act = Say | Edit | Delete | Open


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An act on its way. `nonce` is the same at every try, so that a platform which can tell does it once.

    `via` is that of the event which it answers.
    """

    nonce: str
    place: Address
    act: Act
    via: str = ""
