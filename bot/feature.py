"""What a feature is made of, and all that its handlers may use.

A feature is a folder in `handlers/` whose `__init__` makes one `Feature` and hangs functions on it. Each takes a
`Context` and may return a `Card`: the reply. It reads and writes rows, speaks through the context, and raises
`Refused` to say no. It never sees a platform and never waits for anything but its transaction.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, TypeVar

from bot.asking import UnderWay
from bot.cards import Card
from bot.content import Arg, Phrase
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.model import Account, Quoted, Talk
from bot.port import Capabilities
from bot.store import Tx, Words
from bot.voice import Voice


class Needs(IntEnum):
    """Who may use a command: anybody, one who said yes to Troth, or one of a couple."""

    NOBODY = 0
    PERSON = 1
    COUPLE = 2


@dataclass(slots=True)
class Context(Voice):
    """One event being handled: what happened, to whom, and every means to answer it."""

    house: House
    args: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    quoted: Quoted | None = None
    form: UnderWay | None = None
    """The form asked one question at a time that this answered a question of."""

    @property
    def me(self) -> Person:
        """The person who did it; refuses whoever has not begun with /start."""
        if self.actor is None:
            raise Refused("start-first")
        return self.actor

    @property
    def couple(self) -> Couple:
        """The couple of the person who did it; refuses whoever has none."""
        _ = self.me
        if self.partnership is None:
            raise Refused("pair-first")
        return self.partnership

    def new_id(self) -> str:
        """A new id, later than any before."""
        return self.desk.chance.new_id(self.desk.now)

    def own(self, text: str) -> Words:
        """Words of the person who did it, on their way into a row."""
        return Words(self.me.id, text)

    def field(self, name: str) -> str:
        """What was typed into a form's field, trimmed."""
        value = self.fields.get(name, "")
        return (value if isinstance(value, str) else "\n".join(value)).strip()

    # -- later -----------------------------------------------------------------------------------------------

    async def timer(
        self,
        kind: str,
        subject: str,
        due_at: int,
        key: str,
        *,
        person: Person | None = None,
        couple: Couple | None = None,
        **data: str,
    ) -> None:
        """Have `kind` ("promises.due") handled at `due_at`. A key that is already set is moved there."""
        await self.tx.run(
            "INSERT INTO timers (id, key, kind, subject, couple_id, person_id, data, tries, due_at) "
            "VALUES (:id, :key, :kind, :subject, :couple, :person, :data, 0, :due) "
            "ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, data = excluded.data",
            id=self.new_id(),
            key=key,
            kind=kind,
            subject=subject,
            couple=None if couple is None else couple.id,
            person=None if person is None else person.id,
            data=json.dumps(data),
            due=due_at,
        )
        self.tx.mark("timers")

    async def drop_timers(self, subject: str, kind: str | None = None) -> None:
        """Take back what was set about `subject` (of one kind, or all)."""
        await self.tx.run(
            "DELETE FROM timers WHERE subject = :subject AND (kind = :kind OR :any = 1)",
            subject=subject,
            kind=kind or "",
            any=int(kind is None),
        )


Handler = Callable[[Context], Awaitable[Card | None]]
Theme = Literal["checkins", "exercises", "promises", "together", "yourself", "settings", "help"]
H = TypeVar("H", bound=Handler)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command: its handler and who may use it. Its name and description lie in the words (`command-NAME`).

    `where` says in which chats it makes sense, and so in which menus it stands; it is understood everywhere.
    `complete` suggests what could go with it while it is typed (`Context.text`); it reads, and writes nothing.
    `theme` is the page of /help that lists it. A `discreet` one is in no menu of a chat in which others would read
    that it was typed (SAFETY 19, 23).
    """

    name: str
    handler: Handler
    needs: Needs
    where: Literal["direct", "shared", "both"] = "both"
    complete: Complete | None = None
    theme: Theme = "settings"
    discreet: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a list that a guide reads: an id, and how it reads to its owner."""

    id: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on a couple's calendar: an instant, how long it takes (0: a moment), what it is, and a lasting key."""

    at: int
    title: Phrase
    key: str
    minutes: int = 0


Complete = Callable[[Context], Awaitable[Sequence[str]]]
Hears = Callable[[Tx, Talk], Awaitable[bool]]
Hear = Callable[[Context, Talk], Awaitable[Card | None]]
Source = Callable[[Context, Person], Awaitable[Sequence[Item]]]
Agreement = Callable[[Context, Person, str], Awaitable[Card | None]]
Today = Callable[[Context], Awaitable[Sequence[Card]]]
Calendar = Callable[[Context], Awaitable[Sequence[CalendarEntry]]]


class Feature:
    """A feature's name and what it answers to. Action and timer names are written "feature.name"."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: list[CommandSpec] = []
        self.actions: dict[str, Handler] = {}
        self.timers: dict[str, Handler] = {}
        self.sources: dict[str, Source] = {}
        self.agreements: dict[str, Agreement] = {}
        self.today: Today | None = None
        self.calendar: Calendar | None = None
        self.arrived: Handler | None = None
        self.hears: Hears | None = None
        self.hear: Hear | None = None
        self.began: Callable[[Tx], Awaitable[None]] | None = None
        self.cancels: Handler | None = None

    def command(
        self,
        name: str,
        needs: Needs = Needs.COUPLE,
        where: Literal["direct", "shared", "both"] = "both",
        complete: Complete | None = None,
        theme: Theme = "settings",
        *,
        discreet: bool = False,
    ) -> Callable[[H], H]:
        """`/name`, also under the name each language gives it."""

        def keep(handler: H) -> H:
            self.commands.append(CommandSpec(name, handler, needs, where, complete, theme, discreet))
            return handler

        return keep

    def action(self, name: str) -> Callable[[H], H]:
        """What a button, a form or an answered question leads to."""
        return _keep(self.actions, f"{self.name}.{name}")

    def timer(self, name: str) -> Callable[[H], H]:
        """What a timer of this kind does when it falls due; `Context.args` has its subject and data."""
        return _keep(self.timers, f"{self.name}.{name}")

    def source(self, name: str) -> Callable[[Source], Source]:
        """A list that guides may read: gives a person's items."""

        def keep(source: Source) -> Source:
            self.sources[f"{self.name}.{name}"] = source
            return source

        return keep

    def agreement(self, name: str) -> Callable[[Agreement], Agreement]:
        """What a guide's `agree` step makes of a person's wish: gives the card that begins it, or says it itself."""

        def keep(agreement: Agreement) -> Agreement:
            self.agreements[name] = agreement
            return agreement

        return keep

    def arrival(self, handler: H) -> H:
        """What is done when the bot comes into a shared place."""
        self.arrived = handler
        return handler

    def listener(self, hears: Hears) -> Callable[[Hear], Hear]:
        """What is done with what people say to each other, where `hears` says so; elsewhere it leaves no trace."""

        def keep(hear: Hear) -> Hear:
            self.hears, self.hear = hears, hear
            return hear

        return keep

    def cancelling(self, handler: H) -> H:
        """What /cancel ends here; None where nothing of this feature is under way."""
        self.cancels = handler
        return handler

    def beginning(self, began: Callable[[Tx], Awaitable[None]]) -> Callable[[Tx], Awaitable[None]]:
        """What a restart has ended is put right here."""
        self.began = began
        return began

    def open_today(self, today: Today) -> Today:
        """What is open for a person now, one card a matter, for /today."""
        self.today = today
        return today

    def on_calendar(self, calendar: Calendar) -> Calendar:
        """What of this feature stands on the calendar of the one who asks, over the next weeks."""
        self.calendar = calendar
        return calendar


def _keep(table: dict[str, Handler], name: str) -> Callable[[H], H]:
    def keep(handler: H) -> H:
        assert name not in table, f"{name} stands twice"
        table[name] = handler
        return handler

    return keep


class House:
    """All features together, and what each platform can do."""

    def __init__(
        self, features: Sequence[Feature], platforms: Mapping[str, Capabilities], parts: Sequence[object] = ()
    ) -> None:
        self.features = tuple(features)
        self._parts = {type(part): part for part in parts}
        self._platforms = platforms
        self.actions = {name: handler for one in features for name, handler in one.actions.items()}
        self.timers = {name: handler for one in features for name, handler in one.timers.items()}
        self.sources = {name: source for one in features for name, source in one.sources.items()}
        self.agreements = {name: maker for one in features for name, maker in one.agreements.items()}
        self.commands = {spec.name: spec for one in features for spec in one.commands}

    def part(self, kind: type[T]) -> T:
        """Something that lasts as long as the house and that handlers need, such as the library of guides."""
        found = self._parts[kind]
        assert isinstance(found, kind)
        return found

    async def hears(self, tx: Tx, event: Talk) -> bool:
        """Whether a feature listens to what people say to each other there."""
        for one in self.features:
            if one.hears is not None and await one.hears(tx, event):
                return True
        return False

    async def hear(self, ctx: Context, event: Talk) -> Card | None:
        """Hand what was said to whoever listens there."""
        for one in self.features:
            if one.hears is not None and one.hear is not None and await one.hears(ctx.tx, event):
                return await one.hear(ctx, event)
        return None

    async def begin(self, tx: Tx) -> None:
        """Let every feature put right what a restart has ended."""
        for one in self.features:
            if one.began is not None:
                await one.began(tx)

    @property
    def platforms(self) -> Mapping[str, Capabilities]:
        """What each connected platform can do."""
        return self._platforms

    def capabilities(self, platform: str) -> Capabilities:
        """What a platform can do; nothing special if it is not connected."""
        return self._platforms.get(platform, Capabilities())

    @staticmethod
    def zone(wish: str) -> str:
        """A zone that exists: the wish if it is one, else UTC."""
        from zoneinfo import available_timezones  # noqa: PLC0415  # slow to list, and only strangers need it

        return wish if wish in available_timezones() else "UTC"


__all__ = [
    "Account", "Agreement", "Arg", "CalendarEntry", "Card", "CommandSpec", "Context", "Feature", "Handler", "House",
    "Item", "Needs", "Source",
]  # fmt: skip
