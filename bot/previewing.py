"""The terminal as a platform, for `bot.preview`: what it was told to show, to whom, and the buttons by number."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.model import Account, Act, Address, Button, Delete, Edit, Message, Open, Outgoing, Sender
from bot.port import ALWAYS, Capabilities, Emit

PLATFORM: Final = "preview"
_WIDTH: Final = 96
_CAPABILITIES: Final = Capabilities(
    title="Preview", ephemeral=True, notes=True, opens_places=True, same_once=ALWAYS, text_limit=10**6
)
_MARKS: Final = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Seeded:
    """Ids, tokens and choices that are the same for the same seed."""

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._count = 0

    def _drawn(self) -> str:
        self._count += 1
        return hashlib.sha256(f"{self._seed}:{self._count}".encode()).hexdigest()

    def new_id(self, now: int) -> str:
        return f"{now:011x}{self._count + 1:05x}{self._drawn()[:8]}"

    def token(self) -> str:
        return self._drawn()[:22]

    def code(self) -> str:
        return "".join(str(int(one, 16) % 10) for one in self._drawn()[:12])

    def fraction(self) -> float:
        return int(self._drawn()[:8], 16) / 16**8


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person: the id by which the author names them, and what they are called."""

    id: str
    name: str

    @property
    def address(self) -> Address:
        """Their direct chat."""
        return Address(PLATFORM, self.id, "direct")

    def sender(self, language: str, zone: str) -> Sender:
        """Them, as the platform knows them."""
        return Sender(Account(PLATFORM, self.id), self.name, language, zone)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands in a place, and the how-manieth it was to come or to change."""

    place: Address
    ref: str
    message: Message
    number: int


@dataclass(slots=True)
class Stage:
    """Implements `bot.port.Adapter`. Everybody who is in it can read the one shared place."""

    platform: str = PLATFORM
    capabilities: Capabilities = _CAPABILITIES
    buttons: dict[str, list[tuple[Seen, Button]]] = field(default_factory=dict)
    """What each person can press by number, as they were last shown it."""
    count: int = 0
    """How many messages came or changed so far."""
    _standing: dict[tuple[str, str], Seen] = field(default_factory=dict)
    _told: int = 0
    _members: frozenset[Account] = frozenset()
    room: Address | None = None
    """The couple's place."""

    # -- the port --------------------------------------------------------------------------------------------

    async def listen(self, emit: Emit) -> None:
        """What people do is handed in by whoever plays."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    def rest(self, place: Address) -> float:
        """A terminal has no limits."""
        del place
        return 0

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """A direct chat has its person, the room everybody."""
        del known
        return frozenset({Account(PLATFORM, place.id)}) if place.kind == "direct" else self._members

    async def do(self, outgoing: Outgoing) -> str:
        """Show, change or take back a message; make the room."""
        act: Act = outgoing.act
        if isinstance(act, Open):
            self.room = Address(PLATFORM, "room", "shared")
            self._members = frozenset(act.members)
            return self.room.id
        if isinstance(act, Delete):
            self._standing.pop((outgoing.place.id, act.ref), None)
            return act.ref
        self.count += 1
        ref = act.ref if isinstance(act, Edit) else str(self.count)
        self._standing[outgoing.place.id, ref] = Seen(outgoing.place, ref, act.message, self.count)
        return ref

    # -- what is seen ----------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether something came that was not shown yet."""
        return any(seen.number > self._told for seen in self._standing.values())

    def forget(self) -> None:
        """Let nothing that came so far be shown."""
        self._told = self.count
        self._standing.clear()

    def fresh(self) -> list[Seen]:
        """What came or changed since this was last asked, in its order."""
        found = sorted((one for one in self._standing.values() if one.number > self._told), key=lambda one: one.number)
        self._told = self.count
        return found

    def seen_by(self, person: Person) -> list[Seen]:
        """Everything a person can see, the oldest first."""
        found = [one for one in self._standing.values() if self._sees(person, one)]
        return sorted(found, key=lambda one: one.number)

    def newest(self, person: Person) -> Seen:
        """What came last to a person."""
        return self.seen_by(person)[-1]

    def open_for(self, person: Person) -> list[Seen]:
        """The newest of what a person sees, in each place, that can be pressed or answered."""
        found: dict[str, list[Seen]] = {}
        for one in self.seen_by(person):
            if one.message.rows or one.message.open_question:
                found.setdefault(one.place.id, []).append(one)
        return [one for of_place in found.values() for one in of_place[-2:]]

    @staticmethod
    def _sees(person: Person, seen: Seen) -> bool:
        only = seen.message.only
        return seen.place == person.address or (seen.place.kind != "direct" and only in (None, _account(person)))

    # -- as lines --------------------------------------------------------------------------------------------

    def shown(self, seen: Sequence[Seen], people: Sequence[Person]) -> list[str]:
        """Messages as the author reads them: who sees it, its words, its buttons by number."""
        lines: list[str] = []
        fresh: dict[str, list[tuple[Seen, Button]]] = {}
        for one in dict.fromkeys(seen):
            readers = [person for person in people if self._sees(person, one)]
            who = "both" if len(readers) > 1 else readers[0].name if readers else "nobody"
            lines += ["", f"── {who} {'─' * (_WIDTH - len(who) - 4)}", *_wrapped(one.message.plain())]
            if one.message.image is not None:
                lines += _wrapped(f"[a picture: {one.message.image.alt}]")
            if one.message.file is not None:
                lines.append(f"[a file: {one.message.file.name}]")
            lines += [self._row(one, row, readers, fresh) for row in one.message.rows]
            if one.message.open_question:
                lines.append("   (waits for words)")
        self.buttons |= fresh
        return lines

    @staticmethod
    def _row(
        seen: Seen, row: Sequence[Button], readers: Sequence[Person], fresh: dict[str, list[tuple[Seen, Button]]]
    ) -> str:
        labels = []
        for button in row:
            numbers = []
            for person in readers:
                own = fresh.setdefault(person.id, [])
                own.append((seen, button))
                numbers.append(len(own))
            number = "/".join(map(str, dict.fromkeys(numbers)))
            labels.append(f"[{number}] {_bare(button.label)}")
        return "   " + "   ".join(labels)


def _account(person: Person) -> Account:
    return Account(PLATFORM, person.id)


def _bare(text: str) -> str:
    """Without the marks that keep directions of writing apart: a terminal shows them as boxes."""
    return text.translate(_MARKS)


def _wrapped(text: str) -> list[str]:
    return [
        line
        for paragraph in _bare(text).split("\n")
        for line in textwrap.wrap(paragraph, _WIDTH, initial_indent="   ", subsequent_indent="   ") or [""]
    ]
