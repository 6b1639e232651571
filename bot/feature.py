"""What a feature is made of, and all that its handlers may use.

A feature is a folder in `handlers/` whose `__init__` makes one `Feature` and hangs functions on it. Each takes a
`Context` and may return a `Card`: the reply. It reads and writes rows, speaks through the context, and raises
`Refused` to say no. It never sees a platform and never waits for anything but its transaction.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Literal, TypeVar

from bot import rooms
from bot.asking import UnderWay, drop
from bot.buttons import Holder
from bot.cadence import quiet_end
from bot.cards import Card, Tap, card
from bot.content import Arg, Phrase, Reader, line
from bot.couples import Couple, Person, accounts_of
from bot.errors import Refused
from bot.model import Account, Open, Quoted, Sender
from bot.outbox import Desk, Post, ask_on, post, post_open
from bot.port import Capabilities
from bot.rooms import Place
from bot.store import Lane, Tx, Words


class Needs(IntEnum):
    """Who may use a command: anybody, one who said yes to Troth, or one of a couple."""

    NOBODY = 0
    PERSON = 1
    COUPLE = 2


@dataclass(slots=True)
class Context:
    """One event being handled: what happened, to whom, and every means to answer it."""

    tx: Tx
    desk: Desk
    house: House
    lane: Lane = Lane.PEOPLE
    sender: Sender | None = None
    place: Place | None = None
    actor: Person | None = None
    partnership: Couple | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    message_id: str | None = None
    quoted: Quoted | None = None
    typed: bool = False
    """Whether they typed: then the answer comes below that, and never on a card further up."""
    form: UnderWay | None = None
    """The form asked one question at a time that this answered a question of."""
    elsewhere: bool = False
    """Whether the one who did it was told something, in their direct chat, while they are in another place."""

    @property
    def now(self) -> int:
        """The present instant, UTC milliseconds."""
        return self.desk.now

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

    def read(self, phrase: Phrase) -> str:
        """A phrase as plain text, for the one who did it."""
        return self.desk.content.plain(phrase, self.reader())

    # -- saying ----------------------------------------------------------------------------------------------

    async def reply(self, shown: Card) -> str:
        """Answer the one who did it, privately: in their direct chat, or visible to them alone where they are."""
        assert self.sender is not None
        assert self.place is not None
        if not self.answers_here:
            self.elsewhere = True
            return "" if self.actor is None else await self.tell(self.actor, replace(shown, anew=True))
        where = self._here(only=self.place.address.kind == "shared")
        return await post(self.tx, self.desk, replace(shown, anew=shown.anew or self.typed), where)

    @property
    def answers_here(self) -> bool:
        """Whether one person can be answered, unseen by others, in the place where this happened."""
        assert self.place is not None
        address = self.place.address
        return address.kind == "direct" or self.house.capabilities(address.platform).ephemeral

    async def ask_on(self, form: UnderWay) -> None:
        """Ask the present question of a form under way."""
        await ask_on(self.tx, self.desk, self._here(), form, anew=self.typed)

    async def drop_form(self) -> bool:
        """Let go of the form that is being asked one question at a time in this place; whether there was one."""
        return self.place is not None and await drop(self.tx, self.place.id)

    async def announce(
        self,
        shown: Card,
        *,
        for_both: bool = False,
        then: tuple[str, Mapping[str, str]] | None = None,
        reply_to: str = "",
    ) -> str:
        """Say something for all to read in the place where this happened.

        `for_both`: it is withheld if anybody but the couple can read there. `then` gets what became of it.
        """
        where = replace(self._here(), couple_id=None, then=then, reply_to=reply_to, owner="")
        if for_both:
            both = self.couple
            audience = await accounts_of(self.tx, both.me.id, both.partner.id)
            holder = Holder(couple_id=both.id)
            where = replace(where, audience=audience, couple_id=both.id, holder=holder, owner=both.id)
        return await post(self.tx, self.desk, shown, where)

    async def point_to_direct(self, reply_to: str) -> None:
        """Lead whoever asked something in a shared place to their direct chat, in the same words for everybody."""
        assert self.place is not None
        link = self.house.capabilities(self.place.address.platform).chat_link
        rows = [[Tap(line("see-direct-open"), link=link)]] if link else []
        await self.announce(card(line("see-direct-there"), rows=rows, anew=True), reply_to=reply_to)

    def _here(self, *, only: bool = False) -> Post:
        """The way to answer in the place where this happened."""
        assert self.sender is not None
        assert self.place is not None
        account = self.sender.account
        return Post(
            self.place,
            self.reader(),
            Holder(person_id=self.actor.id) if self.actor else Holder(account=account),
            owner=self.actor.id if self.actor else "",
            lane=self.lane,
            only=account if only else None,
            couple_id=self._couple_id(),
            target=None if only else self.message_id,
            forms=self._forms(self.place),
        )

    def _forms(self, place: Place) -> bool:
        return self.house.capabilities(place.address.platform).forms

    async def tell(self, person: Person, shown: Card, *, deadline: int | None = None) -> str:
        """Say something to one person, in their direct chat. Somebody else's quiet hours are kept.

        One who has left the couple in whose matter this is hears nothing; whoever asked can't tell.
        """
        if self.partnership is not None and not self.partnership.reaches(person):
            return ""
        hold = None
        if self.actor is not None and person.id == self.actor.id:
            self.elsewhere |= self.place is not None and self.place.id != person.place_id
        else:
            hold = quiet_end(self.now, person.quiet_from, person.quiet_to, person.zone)
        home = await rooms.place(self.tx, person.place_id)
        where = Post(
            home,
            Reader(person.language, person.zone),
            Holder(person_id=person.id),
            owner=person.id,
            lane=self.lane,
            couple_id=self._couple_id(),
            not_before=hold or 0,
            forms=self._forms(home),
        )
        if deadline is not None:
            where = replace(where, life=max(deadline - self.now, 0))
        return await post(self.tx, self.desk, shown, where)

    async def tell_both(self, couple: Couple, shown: Card) -> None:
        """Say the same to each of a couple who is still in it, in their direct chats."""
        for person in couple.both:
            if couple.reaches(person):
                await self.tell(person, shown)

    async def say(self, couple: Couple, shown: Card) -> None:
        """Say something to the couple's room: all its places, if nobody else reads there. Nothing once one left."""
        if not couple.together:
            return
        audience = await accounts_of(self.tx, couple.me.id, couple.partner.id)
        language, zone = await rooms.voice(self.tx, couple.room_id)
        for place in await rooms.places_of(self.tx, couple.room_id):
            reader = Reader(language, zone, _other_zones(couple, zone))
            holder = Holder(couple_id=couple.id)
            for person in couple.both:
                if person.place_id == place.id:
                    reader, holder = Reader(person.language, person.zone), Holder(person_id=person.id)
            where = Post(place, reader, holder, couple.id, self.lane, audience=audience, couple_id=couple.id)
            await post(self.tx, self.desk, shown, replace(where, forms=self._forms(place)))

    async def open_place(self, couple: Couple, title: Phrase, action: str) -> bool:
        """Ask for a shared place for the two, where one platform both are on can make one.

        `action` gets the new place's address in `Context.text`. Returns whether it was asked for.
        """
        theirs = await accounts_of(self.tx, couple.partner.id)
        for account in sorted(await accounts_of(self.tx, couple.me.id), key=lambda one: one.platform):
            other = [one for one in theirs if one.platform == account.platform]
            if other and self.house.capabilities(account.platform).opens_places:
                name = self.desk.content.plain(title, Reader(couple.me.language, couple.me.zone))
                act = Open(name, (account, other[0]))
                home = await rooms.place(self.tx, couple.me.place_id)
                await post_open(self.tx, self.desk, home, act, (action, {"couple": couple.id}), couple.id)
                return True
        return False

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

    # -- inside ----------------------------------------------------------------------------------------------

    def _couple_id(self) -> str | None:
        return None if self.partnership is None else self.partnership.id

    def reader(self) -> Reader:
        """Language and zone of the one who did it, as far as they are known."""
        assert self.sender is not None
        if self.actor is not None:
            return Reader(self.actor.language, self.actor.zone)
        return Reader(self.desk.content.best_language(self.sender.language), self.house.zone(self.sender.zone))


Handler = Callable[[Context], Awaitable[Card | None]]
H = TypeVar("H", bound=Handler)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command: its handler and who may use it. Its name and description lie in the words (`command-NAME`).

    `where` says in which chats it makes sense, and so in which menus it stands; it is understood everywhere.
    """

    name: str
    handler: Handler
    needs: Needs
    where: Literal["direct", "shared", "both"] = "both"


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a list that a guide reads: an id, and how it reads to its owner."""

    id: str
    phrase: Phrase


Source = Callable[[Context, Person], Awaitable[Sequence[Item]]]
Agreement = Callable[[Context, Person, str], Awaitable[Card]]
Today = Callable[[Context], Awaitable[Sequence[Card]]]


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
        self.arrived: Handler | None = None

    def command(
        self, name: str, needs: Needs = Needs.COUPLE, where: Literal["direct", "shared", "both"] = "both"
    ) -> Callable[[H], H]:
        """`/name`, also under the name each language gives it."""

        def keep(handler: H) -> H:
            self.commands.append(CommandSpec(name, handler, needs, where))
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
        """What a guide's `agree` step makes of a person's wish: gives the card that begins it."""

        def keep(agreement: Agreement) -> Agreement:
            self.agreements[name] = agreement
            return agreement

        return keep

    def arrival(self, handler: H) -> H:
        """What is done when the bot comes into a shared place."""
        self.arrived = handler
        return handler

    def open_today(self, today: Today) -> Today:
        """What is open for a person now, one card a matter, for /today."""
        self.today = today
        return today


def _other_zones(couple: Couple, zone: str) -> tuple[str, ...]:
    return tuple(sorted({person.zone for person in couple.both} - {zone}))


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

    def capabilities(self, platform: str) -> Capabilities:
        """What a platform can do; nothing special if it is not connected."""
        return self._platforms.get(platform, Capabilities())

    @staticmethod
    def zone(wish: str) -> str:
        """A zone that exists: the wish if it is one, else UTC."""
        from zoneinfo import available_timezones  # noqa: PLC0415  # slow to list, and only strangers need it

        return wish if wish in available_timezones() else "UTC"


__all__ = [
    "Account", "Agreement", "Arg", "Card", "CommandSpec", "Context", "Feature", "Handler", "House", "Item", "Needs",
    "Source",
]  # fmt: skip
