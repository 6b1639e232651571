"""What a person can do on a phone of the playground, and the event that the house sees of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Final, assert_never

from bot.model import Account, Address, Command, Filled, FromPerson, Other, Press, Sender, Text

PLATFORM: Final = "playground"

# "/name rest" or "/name@troth rest"; a slash inside the first word ("/etc/hosts") makes it plain words.
_COMMAND: Final = re.compile(r"/(\w[\w-]*)(?:@troth)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """Words were sent from the composer."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button under a message was pressed."""

    message: int
    token: str


@dataclass(frozen=True, slots=True)
class FilledIn:
    """The form in a message was sent."""

    message: int
    token: str
    fields: dict[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture was sent; the playground takes no file, only the fact."""


Deed = Said | Pressed | FilledIn | Attached
_KINDS: Final[dict[str, type[Deed]]] = {
    "said": Said,
    "pressed": Pressed,
    "filled": FilledIn,
    "attached": Attached,
}


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the playground. `id` is their account, a short slug; `tab` the chat their phone shows."""

    id: str
    name: str
    language: str
    zone: str
    blocked: bool = False
    tab: str = ""

    @property
    def account(self) -> Account:
        """The person as the house knows them."""
        return Account(PLATFORM, self.id)


@dataclass(frozen=True, slots=True)
class Update:
    """Something a person did that the house has not acknowledged yet."""

    n: int
    key: str
    person: Resident
    place: Address
    deed: Deed


def deed_to_json(deed: Deed) -> str:
    """A deed as it is kept in the world."""
    kind = next(name for name, made in _KINDS.items() if isinstance(deed, made))
    return json.dumps({"kind": kind, **asdict(deed)}, ensure_ascii=False)


def deed_from_json(kept: str) -> Deed:
    """The deed that `deed_to_json` wrote."""
    values = json.loads(kept)
    made = _KINDS[values.pop("kind")]
    if made is FilledIn:
        values["fields"] = {k: tuple(v) if isinstance(v, list) else v for k, v in values["fields"].items()}
    return made(**values)


def to_event(update: Update) -> FromPerson:
    """The event that an update is to the house."""
    person = update.person
    sender = Sender(person.account, person.name, person.language, person.zone)
    match update.deed:
        case Said(text):
            found = _COMMAND.fullmatch(text.strip())
            if found is None:
                return Text(update.key, sender, update.place, text)
            return Command(update.key, sender, update.place, found[1].lower(), (found[2] or "").strip())
        case Pressed(token=token):
            return Press(update.key, sender, update.place, token)
        case FilledIn(token=token, fields=fields):
            return Filled(update.key, sender, update.place, token, fields)
        case Attached():
            return Other(update.key, sender, update.place)
        case _:
            assert_never(update.deed)
