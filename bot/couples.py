"""People and couples, as every feature sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Account
from bot.store import Row, Tx


@dataclass(frozen=True, slots=True)
class Person:
    """A human who said yes to Troth. Quiet hours are minutes after local midnight; equal means none."""

    id: str
    name: str
    language: str
    zone: str
    place_id: str
    quiet_from: int
    quiet_to: int


@dataclass(frozen=True, slots=True)
class Couple:
    """Two persons who both consented, seen by one of them (`me`).

    `together` is false once the partner has left. What `me` is shown must not tell that from a partner who
    simply does not answer, until the couple closes for `me` too (SAFETY 5).
    """

    id: str
    room_id: str
    me: Person
    partner: Person
    left: frozenset[str] = frozenset()

    @property
    def together(self) -> bool:
        """Whether both are still in it."""
        return not self.left

    def reaches(self, person: Person) -> bool:
        """Whether a message in the couple's matters may go to this person."""
        return person.id not in self.left

    @property
    def both(self) -> tuple[Person, Person]:
        """The two, in the same order whoever looks."""
        return (self.me, self.partner) if self.me.id < self.partner.id else (self.partner, self.me)

    def seen_by(self, person_id: str) -> Couple:
        """The same couple from the other side."""
        if person_id == self.me.id:
            return self
        return Couple(self.id, self.room_id, self.partner, self.me, self.left)


_PERSON = "p.id, p.name, p.language, p.zone, p.place_id, p.quiet_from, p.quiet_to"


def _person(row: Row) -> Person:
    return Person(**{name: row[name] for name in Person.__slots__})


async def person_by_account(tx: Tx, account: Account) -> Person | None:
    """Whose account this is, or None if nobody said yes with it."""
    row = await tx.one(
        f"SELECT {_PERSON} FROM persons p JOIN accounts a ON a.person_id = p.id "
        "WHERE a.platform = :platform AND a.account = :account",
        platform=account.platform,
        account=account.id,
    )
    return None if row is None else _person(row)


async def person(tx: Tx, person_id: str) -> Person:
    """A person who is known to exist."""
    row = await tx.one(f"SELECT {_PERSON} FROM persons p WHERE p.id = :id", id=person_id)
    assert row is not None, "no such person"
    return _person(row)


async def accounts_of(tx: Tx, *person_ids: str) -> frozenset[Account]:
    """Every account of these persons."""
    found: set[Account] = set()
    for person_id in person_ids:
        rows = await tx.all("SELECT platform, account FROM accounts WHERE person_id = :id", id=person_id)
        found |= {Account(row["platform"], row["account"]) for row in rows}
    return frozenset(found)


_COUPLE = (
    f"SELECT c.id AS couple_id, c.room_id, m.left_at, {_PERSON} FROM couples c "
    "JOIN members m ON m.couple_id = c.id JOIN persons p ON p.id = m.person_id WHERE c.id = "
)


async def couple_of(tx: Tx, me: Person) -> Couple | None:
    """The couple that `me` is in and that has not closed for them."""
    rows = await tx.all(
        f"{_COUPLE}(SELECT couple_id FROM members WHERE person_id = :me AND closed_at IS NULL) ORDER BY p.id", me=me.id
    )
    return None if not rows else _couple(rows).seen_by(me.id)


async def couple(tx: Tx, couple_id: str, me_id: str | None = None) -> Couple:
    """A couple that is known to exist, seen by `me_id` (by either, where nobody looks)."""
    seen = _couple(await tx.all(f"{_COUPLE}:id ORDER BY p.id", id=couple_id))
    return seen if me_id is None else seen.seen_by(me_id)


def _couple(rows: Sequence[Row]) -> Couple:
    assert len(rows) == 2, "a couple has two members"
    first, second = (_person(row) for row in rows)
    left = frozenset(row["id"] for row in rows if row["left_at"] is not None)
    return Couple(rows[0]["couple_id"], rows[0]["room_id"], first, second, left)


async def couple_at(tx: Tx, place_id: str) -> Couple | None:
    """The couple whose room is heard in a place."""
    row = await tx.one(
        "SELECT c.id FROM couples c JOIN room_places r ON r.room_id = c.room_id WHERE r.place_id = :place",
        place=place_id,
    )
    return None if row is None else await couple(tx, row["id"])
