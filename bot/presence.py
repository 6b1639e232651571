"""Where the bot is: places it comes into, is put out of, that move, and that somebody new can read."""

from __future__ import annotations

from typing import assert_never

from bot import rooms
from bot.cards import card
from bot.content import line
from bot.couples import accounts_of, couple_at, couple_of, person_by_account
from bot.feature import Context, House
from bot.model import Account, Arrived, Deleted, FromPlace, Joined, Moved, Nameless, Removed, Sender
from bot.outbox import Desk
from bot.rooms import Place
from bot.store import Tx


class Presence:
    """Takes in what happens to places."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def take(self, tx: Tx, desk: Desk, event: FromPlace) -> None:
        """Write what has changed about a place, and tell those whom it concerns."""
        match event:
            case Arrived():
                await self._arrived(tx, desk, event)
            case Removed():
                for place in await rooms.places_within(tx, event.place):
                    await self._removed(tx, desk, place)
            case Moved():
                await rooms.move_places(tx, event.place, event.to)
            case Joined():
                for place in await rooms.places_within(tx, event.place):
                    await self._joined(tx, desk, place, event.account)
            case Deleted():
                here = await rooms.known_place(tx, event.place)
                if here is not None:
                    await self._house.hear(Context(tx, desk, self._house, place=here), event)
            case Nameless():
                here = await rooms.know_place(tx, event.place, desk.chance.new_id(desk.now))
                both = await couple_at(tx, here.id)
                language = event.language if both is None else (await rooms.voice(tx, both.room_id))[0]
                stranger = Sender(Account(event.place.platform, ""), "", language)
                ctx = Context(tx, desk, self._house, sender=stranger, place=here, ref=event.ref)
                await ctx.announce(card(line("nameless"), anew=True))
            case _:
                assert_never(event)

    async def _arrived(self, tx: Tx, desk: Desk, event: Arrived) -> None:
        here = await rooms.know_place(tx, event.place, desk.chance.new_id(desk.now))
        if event.place.kind == "direct":
            return  # what was queued before is gone; what comes from here on arrives
        actor = await person_by_account(tx, event.sender.account)
        both = None if actor is None else await couple_of(tx, actor)
        ctx = Context(tx, desk, self._house, sender=event.sender, place=here, actor=actor, partnership=both)
        for feature in self._house.features:
            if feature.arrived is not None:
                await feature.arrived(ctx)

    async def _removed(self, tx: Tx, desk: Desk, place: Place) -> None:
        await rooms.close_place(tx, place.id)
        await self._tell_couple(tx, desk, place, "place-lost")

    async def _joined(self, tx: Tx, desk: Desk, place: Place, account: Account) -> None:
        both = await couple_at(tx, place.id)
        if both is not None and account not in await accounts_of(tx, both.me.id, both.partner.id):
            await self._tell_couple(tx, desk, place, "place-joined")

    async def _tell_couple(self, tx: Tx, desk: Desk, place: Place, words: str) -> None:
        both = await couple_at(tx, place.id)
        if both is not None:
            ctx = Context(tx, desk, self._house, partnership=both)
            await ctx.tell_both(both, card(line(words), slot=f"{words}:{place.id}"))
