"""What an event has to say: the answer to whoever did it, to a partner, to a couple's room, to all in a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from bot import rooms
from bot.asking import UnderWay, drop
from bot.buttons import Holder
from bot.cadence import quiet_end
from bot.cards import Card, Tap, card
from bot.clock import DAY, MINUTE
from bot.content import Phrase, Reader, line
from bot.couples import Couple, Person, accounts_of
from bot.model import Account, Address, Message, Open, Sender
from bot.outbox import Desk, Post, ask_on, post, post_open, take_back
from bot.outbox import shown as shown_now
from bot.port import Capabilities
from bot.rooms import Place
from bot.store import Lane, Tx

POINTER_LIFE: Final = 5 * MINUTE
"""A pointer to the direct chat that a busy group's limit held up for longer leads nobody."""


class Platforms(Protocol):
    """What is known of the platforms and of the world around."""

    def capabilities(self, platform: str) -> Capabilities:
        """What a platform can do."""

    def zone(self, wish: str) -> str:
        """A zone that exists."""


@dataclass(slots=True)
class Voice:
    """Who did what where, and every way to speak to them and to others. All of it goes through the outbox."""

    tx: Tx
    desk: Desk
    house: Platforms
    lane: Lane = Lane.PEOPLE
    sender: Sender | None = None
    place: Place | None = None
    actor: Person | None = None
    partnership: Couple | None = None
    message_id: str | None = None
    """The message that a reply replaces: the one whose button was pressed."""
    press: tuple[str, int, str] | None = None
    """The press that was counted for this: token, number, and who."""
    ref: str = ""
    """The platform's id of what was typed."""
    typed: bool = False
    """Whether they typed: then the answer comes below that, and never on a card further up."""
    elsewhere: bool = False
    """Whether the one who did it was told something, in their direct chat, while they are in another place."""

    @property
    def now(self) -> int:
        """The present instant, UTC milliseconds."""
        return self.desk.now

    def reader(self) -> Reader:
        """Language and zone of the one who did it, as far as they are known."""
        if self.actor is not None:
            return Reader(self.actor.language, self.actor.zone)
        assert self.sender is not None
        return Reader(self.desk.content.best_language(self.sender.language), self.house.zone(self.sender.zone))

    def read(self, phrase: Phrase) -> str:
        """A phrase as plain text, for the one who did it."""
        return self.desk.content.plain(phrase, self.reader())

    async def reply(self, shown: Card) -> str:
        """Answer the one who did it, privately: in their direct chat, or visible to them alone where they are."""
        assert self.sender is not None
        assert self.place is not None
        if not self.answers_here:
            self.elsewhere = True
            if self.actor is None:
                return ""
            return await self.tell(self.actor, replace(shown, anew=True), at=await self.own_place())
        only = self.place.address.kind != "direct"
        if only and shown.sheet is not None:
            await self._unpress()
        return await post(self.tx, self.desk, replace(shown, anew=shown.anew or self.typed), self._here(only=only))

    async def _unpress(self) -> None:
        """A press that only brings a form does not count: the form may be closed, and the button pressed anew."""
        if self.press is not None:
            token, number, who = self.press
            await self.tx.run(
                "DELETE FROM presses WHERE token = :token AND number = :number AND person = :who",
                token=token,
                number=number,
                who=who,
            )

    @property
    def answers_here(self) -> bool:
        """Whether one person can be answered, unseen by others, in the place where this happened."""
        assert self.place is not None
        address = self.place.address
        return address.kind == "direct" or self.house.capabilities(address.platform).ephemeral

    async def own_place(self) -> Place:
        """The direct chat of the account that did this."""
        assert self.sender is not None
        return await self._chat_of(self.sender.account)

    async def _chat_of(self, account: Account) -> Place:
        direct = self.house.capabilities(account.platform).direct.replace("{account}", account.id)
        return await rooms.know_place(
            self.tx, Address(account.platform, direct, "direct"), self.desk.chance.new_id(self.now)
        )

    def _own_chat(self) -> Place | None:
        """The direct chat that this was done from; of several accounts it need not be where they are reached."""
        return None if self.sender is None or self.place is None or self.place.address.kind != "direct" else self.place

    async def ask_on(self, form: UnderWay) -> None:
        """Ask the present question of a form under way."""
        assert self.place is not None
        where = self._here(only=self.place.address.kind != "direct")
        await ask_on(self.tx, self.desk, replace(where, target=None), form, anew=self.typed)

    async def drop_form(self) -> bool:
        """Let go of the form that is being asked one question at a time in this place; whether there was one."""
        return self.place is not None and await drop(
            self.tx, self.place.id, "" if self.actor is None else self.actor.id
        )

    async def announce(
        self,
        shown: Card,
        *,
        for_both: bool = False,
        then: tuple[str, Mapping[str, str]] | None = None,
        life: int = DAY,
    ) -> str:
        """Say something for all to read in the place where this happened, in answer to what was typed there.

        `for_both`: it is withheld if anybody but the couple can read there. `then` gets what became of it. Past its
        `life`, in milliseconds, it is not said any more.
        """
        only = self.place is not None and self.place.address.kind == "visit"
        where = replace(self._here(only=only), couple_id=None, then=then, reply_to=self.ref, owner="", life=life)
        if for_both:
            both = self.partnership
            assert both is not None, "only one of a couple announces to both"
            audience = await accounts_of(self.tx, both.me.id, both.partner.id)
            holder = Holder(couple_id=both.id)
            where = replace(where, audience=audience, couple_id=both.id, holder=holder, owner=both.id)
        return await post(self.tx, self.desk, shown, where)

    def group_rows(self) -> list[list[Tap]]:
        """The button that adds the bot to a group or server, where that is how two people get a place with it."""
        assert self.place is not None
        can = self.house.capabilities(self.place.address.platform)
        label = line("add-to-server" if can.opens_inside else "add-to-group")
        return [[Tap(label, link=can.group_link)]] if can.group_link else []

    async def point_to_direct(self) -> None:
        """Lead whoever asked something in a shared place to their direct chat, in the same words for everybody."""
        assert self.place is not None
        link = self.house.capabilities(self.place.address.platform).chat_link
        rows = [[Tap(line("see-direct-open"), link=link)]] if link else []
        await self.announce(card(line("see-direct-there"), rows=rows, anew=True), life=POINTER_LIFE)

    async def tell(self, person: Person, shown: Card, *, deadline: int | None = None, at: Place | None = None) -> str:
        """Say something to one person: where they do this, or else where they are reached. Quiet hours of others hold.

        `at` names another direct chat of theirs; what goes there is not held. One who has left the couple in whose
        matter this is hears nothing; whoever asked can't tell.
        """
        if self.partnership is not None and not self.partnership.reaches(person):
            return ""
        hold = None
        home = at or await rooms.place(self.tx, person.place_id)
        if at is None and self.actor is not None and person.id == self.actor.id:
            home = self._own_chat() or home
            self.elsewhere |= self.place is not None and self.place.id != home.id
        elif at is None:
            hold = quiet_end(self.now, person.quiet_from, person.quiet_to, person.zone)
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
        for place in await rooms.places_of(self.tx, couple.room_id):
            where = await self._in_room(couple, place)
            held = self._held(next((one for one in couple.both if one.place_id == place.id), None))
            await post(self.tx, self.desk, shown, replace(where, forms=self._forms(place), not_before=held))

    def _held(self, owner: Person | None) -> int:
        """Until when a direct chat's person is left in peace by what another did; 0 where nothing is held up."""
        if owner is None or (self.actor is not None and owner.id == self.actor.id):
            return 0
        return quiet_end(self.now, owner.quiet_from, owner.quiet_to, owner.zone) or 0

    async def carry(self, place: Place, shown: Card, *, target: str | None = None) -> str:
        """Show in one of the couple's places what one of them wrote in another; returns the message's id.

        It is withheld if anybody but the two can read there. In a direct chat its person's quiet hours are kept; if
        they have left, nothing goes there and "" comes back. `target` is the message it replaces: one that was not
        sent yet makes way for a new message, whose id comes back.
        """
        couple = self.partnership
        assert couple is not None, "only between two is anything carried"
        owner = next((person for person in couple.both if person.place_id == place.id), None)
        if owner is not None and not couple.reaches(owner):
            return ""
        where = await self._in_room(couple, place)
        held = self._held(owner)
        return await post(self.tx, self.desk, shown, replace(where, target=target, not_before=held, life=DAY))

    async def take_back(self, message_id: str) -> None:
        """Have a message of the couple's taken back, wherever it stands; one not sent yet never is."""
        row = await self.tx.one("SELECT place_id, couple_id FROM outbox WHERE id = :id", id=message_id)
        if row is not None:
            await take_back(self.tx, self.desk, row["place_id"], message_id, row["couple_id"])

    async def stands(self, message_id: str) -> Message | None:
        """What one of our messages says now; None if that is not known any more."""
        return await shown_now(self.tx, message_id)

    async def _in_room(self, couple: Couple, place: Place) -> Post:
        """The way to speak to the couple in one place of their room."""
        audience = await accounts_of(self.tx, couple.me.id, couple.partner.id)
        language, zone = await rooms.voice(self.tx, couple.room_id)
        reader = Reader(language, zone, _other_zones(couple, zone))
        holder = Holder(couple_id=couple.id)
        for person in couple.both:
            if person.place_id == place.id:
                reader, holder = Reader(person.language, person.zone), Holder(person_id=person.id)
        # A direct chat has one reader, and whether it is closed to us concerns nobody else (SAFETY 3).
        readers = None if place.address.kind == "direct" else audience
        return Post(place, reader, holder, couple.id, self.lane, audience=readers, couple_id=couple.id)

    async def open_place(self, couple: Couple, title: Phrase, action: str) -> bool:
        """Ask for a shared place for the two, where one platform both are on can make one.

        `action` gets the new place's address in `Context.text`. Returns whether it was asked for.
        """
        theirs = await accounts_of(self.tx, couple.partner.id)
        for account in sorted(await accounts_of(self.tx, couple.me.id), key=lambda one: one.platform):
            other = [one for one in theirs if one.platform == account.platform]
            if other and self.house.capabilities(account.platform).opens_places:
                name = self.desk.content.plain(title, Reader(*await rooms.voice(self.tx, couple.room_id)))
                act = Open(name, (account, other[0]))
                home = await self._chat_of(account)
                args = {"couple": couple.id, "platform": account.platform}
                await post_open(self.tx, self.desk, home, act, (action, args), couple.id)
                return True
        return False

    async def open_inside(self, couple: Couple, title: Phrase, action: str, **args: str) -> None:
        """Ask for a place for the two inside the one where this happened; both must have an account on its platform.

        `action` gets the new place's address in `Context.text`, and `args`.
        """
        assert self.place is not None
        platform = self.place.address.platform
        both = await accounts_of(self.tx, couple.me.id, couple.partner.id)
        members = tuple(sorted((one for one in both if one.platform == platform), key=lambda one: one.id))
        act = Open(self.desk.content.plain(title, Reader(*await rooms.voice(self.tx, couple.room_id))), members)
        await post_open(self.tx, self.desk, self.place, act, (action, args), couple.id)

    def _here(self, *, only: bool = False) -> Post:
        """The way to answer in the place where this happened."""
        assert self.place is not None
        account = None if self.sender is None else self.sender.account
        return Post(
            self.place,
            self.reader(),
            Holder(account=account) if self.actor is None else Holder(person_id=self.actor.id),
            owner="" if self.actor is None else self.actor.id,
            lane=self.lane,
            only=account if only else None,
            couple_id=self._couple_id(),
            target=self.message_id,
            forms=self._forms(self.place),
        )

    def _forms(self, place: Place) -> int | None:
        can = self.house.capabilities(place.address.platform)
        return 0 if not can.forms else can.form_fields or None

    def _couple_id(self) -> str | None:
        return None if self.partnership is None else self.partnership.id


def _other_zones(couple: Couple, zone: str) -> tuple[str, ...]:
    return tuple(sorted({person.zone for person in couple.both} - {zone}))
