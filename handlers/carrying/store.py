"""The rows of carrying: who agreed, which talks are open in direct chats, and what was carried where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Account, Address, Deleted, Edited, Talk, Text
from bot.rooms import Place
from bot.store import Row, Tx
from bot.store.tables import Index, of, table, text, whole
from handlers.carrying.rules import REMEMBERED

table(
    "carry_consents",  # both have said yes: chat is carried
    text("couple_id", of("couples.id"), primary_key=True),
    text("person_id", of("persons.id"), primary_key=True),
    whole("yes"),
    whole("asked_at"),  # when the other was last asked; 0: both have agreed since
    whole("hinted"),  # 1: has been told that only words are carried
)

table(
    "carry_talks",  # direct chats in which plain words go to the partner
    text("place_id", of("places.id"), primary_key=True),
    text("id"),
    text("couple_id", of("couples.id"), index=True),
    text("person_id", of("persons.id"), index=True),
    text("card"),  # the message that shows it
    whole("seq"),  # the newest act in that chat when it was opened
    whole("opened_at"),
    whole("waiting"),  # acts that were to come later then
    whole("until"),
    whole("closed"),
)

table(
    "carried",  # for two days: which copies were made of a message
    text("act_id", primary_key=True),
    text("place_id", of("places.id")),
    text("ref"),  # the platform's id of the message; "" where it gave none
    text("couple_id", of("couples.id"), index=True),
    text("author_id", of("persons.id"), index=True),
    whole("command"),  # 1: it was said by a command
    whole("at", index=True),
    Index(("place_id", "ref")),
)

# -- consent -----------------------------------------------------------------------------------------------------


async def consents(tx: Tx, couple_id: str) -> dict[str, Row]:
    """What each of a couple has said, by person."""
    rows = await tx.all("SELECT * FROM carry_consents WHERE couple_id = :couple", couple=couple_id)
    return {row["person_id"]: row for row in rows}


async def agreed(tx: Tx, couple_id: str) -> bool:
    """Whether both have said yes."""
    return both_agree(await consents(tx, couple_id))


def both_agree(said: Mapping[str, Row]) -> bool:
    """Whether that is a yes of both: an offer is none until it was agreed to in time."""
    return len([one for one in said.values() if one["yes"] and not one["asked_at"]]) == 2


async def consent(tx: Tx, couple_id: str, person_id: str, *, yes: bool, asked_at: int) -> None:
    """Keep what one of a couple says."""
    await tx.run(
        "INSERT INTO carry_consents (couple_id, person_id, yes, asked_at, hinted) "
        "VALUES (:couple, :person, :yes, :asked, 0) ON CONFLICT (couple_id, person_id) "
        "DO UPDATE SET yes = excluded.yes, asked_at = excluded.asked_at",
        couple=couple_id,
        person=person_id,
        yes=int(yes),
        asked=asked_at,
    )


async def begin(tx: Tx, couple_id: str) -> None:
    """Both have agreed. Should it ever stop, either may be asked again at once."""
    await tx.run("UPDATE carry_consents SET asked_at = 0, hinted = 0 WHERE couple_id = :couple", couple=couple_id)


async def stop(tx: Tx, couple_id: str) -> None:
    """Carry nothing more between these two."""
    await tx.run("UPDATE carry_consents SET yes = 0 WHERE couple_id = :couple", couple=couple_id)
    await tx.run("DELETE FROM carry_talks WHERE couple_id = :couple", couple=couple_id)


async def first_hint(tx: Tx, couple_id: str, person_id: str) -> bool:
    """Count that somebody is told that only words are carried; whether they had not been before."""
    told = await tx.run(
        "UPDATE carry_consents SET hinted = 1 WHERE couple_id = :couple AND person_id = :person AND hinted = 0",
        couple=couple_id,
        person=person_id,
    )
    return told == 1


# -- places ------------------------------------------------------------------------------------------------------


async def shared_places(tx: Tx, room_id: str) -> list[Place]:
    """The shared places of a room that are open to us."""
    rows = await tx.all(
        "SELECT p.id, p.platform, p.address, p.kind FROM places p JOIN room_places r ON r.place_id = p.id "
        "WHERE r.room_id = :room AND p.state = 'open' ORDER BY p.id",
        room=room_id,
    )
    return [Place(row["id"], Address(row["platform"], row["address"], row["kind"])) for row in rows]


async def hears(tx: Tx, event: Talk) -> bool:
    """Whether what was said there may be for us to carry: a quick look."""
    if isinstance(event, Edited | Deleted):
        return await _known(tx, event.place, event.ref)
    if event.place.kind == "shared":
        return await _carries(tx, event.place, event.sender.account)
    return isinstance(event, Text) and await _talk_at(tx, event.place)


async def _known(tx: Tx, place: Address, ref: str) -> bool:
    row = await tx.one(
        "SELECT 1 AS found FROM carried c JOIN places p ON p.id = c.place_id "
        "WHERE p.platform = :platform AND p.address = :address AND c.ref = :ref AND c.ref <> '' LIMIT 1",
        platform=place.platform,
        address=place.id,
        ref=ref,
    )
    return row is not None


async def _carries(tx: Tx, place: Address, sender: Account) -> bool:
    row = await tx.one(
        "SELECT 1 AS found FROM accounts a "
        "JOIN members m ON m.person_id = a.person_id AND m.closed_at IS NULL "
        "JOIN couples c ON c.id = m.couple_id JOIN room_places r ON r.room_id = c.room_id "
        "JOIN places p ON p.id = r.place_id "
        "WHERE a.platform = :platform AND a.account = :account AND p.platform = :platform AND p.address = :address "
        "AND (SELECT COUNT(*) FROM carry_consents y WHERE y.couple_id = c.id AND y.yes = 1 AND y.asked_at = 0) = 2 "
        "AND EXISTS (SELECT 1 FROM room_places o WHERE o.room_id = r.room_id AND o.place_id <> r.place_id)",
        platform=place.platform,
        account=sender.id,
        address=place.id,
    )
    return row is not None


async def _talk_at(tx: Tx, place: Address) -> bool:
    row = await tx.one(
        "SELECT 1 AS found FROM carry_talks t JOIN places p ON p.id = t.place_id "
        "WHERE p.platform = :platform AND p.address = :address",
        platform=place.platform,
        address=place.id,
    )
    return row is not None


# -- talks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """A talk from a direct chat. `interrupted`: something that is not part of it was put into that chat since."""

    id: str
    couple_id: str
    person_id: str
    card: str
    until: int
    closed: bool
    interrupted: bool

    def goes_on(self, now: int) -> bool:
        """Whether what is typed there goes to the partner."""
        return not self.closed and not self.interrupted and now < self.until


# What takes no part in a talk, and would be read in its chat. A message taken back is not read.
_OTHER = "(o.slot IS NULL OR o.slot NOT LIKE 'talk:%') AND o.act <> 'delete'"
# What is held back comes between the words of a talk though it was queued before: by quiet hours, or as a prompt.
_HELD = f"o.state = 'queued' AND (o.lane > 0 OR o.not_before > :opened) AND {_OTHER}"


async def talk(tx: Tx, place_id: str) -> OpenTalk | None:
    """The talk that was last opened in a direct chat, if it was not told to have ended."""
    row = await tx.one("SELECT * FROM carry_talks WHERE place_id = :place", place=place_id)
    if row is None:
        return None
    came = await tx.one(
        f"SELECT 1 AS found FROM outbox o WHERE o.place_id = :place AND o.seq > :seq AND {_OTHER} LIMIT 1",  # noqa: S608
        place=place_id,
        seq=row["seq"],
    )
    interrupted = came is not None or await _held(tx, place_id, row["seq"], row["opened_at"]) < row["waiting"]
    return OpenTalk(
        row["id"], row["couple_id"], row["person_id"], row["card"], row["until"], row["closed"] == 1, interrupted
    )


async def _held(tx: Tx, place_id: str, seq: int, opened_at: int) -> int:
    row = await tx.one(
        f"SELECT COUNT(*) AS count FROM outbox o WHERE o.place_id = :place AND o.seq <= :seq AND {_HELD}",  # noqa: S608
        place=place_id,
        seq=seq,
        opened=opened_at,
    )
    assert row is not None
    return int(row["count"])


async def open_talk(
    tx: Tx, *, new_id: str, place_id: str, couple_id: str, person_id: str, card: str, now: int, until: int
) -> None:
    """Have plain words of a direct chat go to the partner, until something comes between."""
    place = await tx.one("SELECT last_seq, hold_until FROM places WHERE id = :id", id=place_id)
    assert place is not None
    opened = max(now, place["hold_until"])
    await drop_talk(tx, place_id)
    await tx.run(
        "INSERT INTO carry_talks (place_id, id, couple_id, person_id, card, seq, opened_at, waiting, until, closed) "
        "VALUES (:place, :id, :couple, :person, :card, :seq, :opened, :waiting, :until, 0)",
        place=place_id,
        id=new_id,
        couple=couple_id,
        person=person_id,
        card=card,
        seq=place["last_seq"],
        opened=opened,
        waiting=await _held(tx, place_id, place["last_seq"], opened),
        until=until,
    )


async def extend_talk(tx: Tx, place_id: str, until: int) -> None:
    """Something was said: the quiet begins anew."""
    await tx.run("UPDATE carry_talks SET until = :until WHERE place_id = :place", place=place_id, until=until)


async def close_talk(tx: Tx, place_id: str) -> None:
    """It is over; whoever types there next is told."""
    await tx.run("UPDATE carry_talks SET closed = 1 WHERE place_id = :place", place=place_id)


async def close_talks(tx: Tx) -> None:
    """After a restart nobody can count on what they see: every talk is over."""
    await tx.run("UPDATE carry_talks SET closed = 1")


async def drop_talk(tx: Tx, place_id: str) -> None:
    """It is over, and whoever types there knows."""
    await tx.run("DELETE FROM carry_talks WHERE place_id = :place", place=place_id)


async def asks(tx: Tx, place_id: str, now: int) -> bool:
    """Whether plain words in a direct chat would answer a question."""
    row = await tx.one(
        "SELECT 1 AS found FROM questions q JOIN buttons b ON b.token = q.token "
        "WHERE q.place_id = :place AND b.expires_at >= :now",
        place=place_id,
        now=now,
    )
    return row is not None


# -- what was carried --------------------------------------------------------------------------------------------


async def remember(
    tx: Tx, *, act_id: str, place_id: str, ref: str, couple_id: str, author_id: str, command: bool, now: int
) -> None:
    """Keep which copy was made of a message, for two days."""
    await tx.run("DELETE FROM carried WHERE at < :old", old=now - REMEMBERED)
    await tx.run(
        "INSERT INTO carried (act_id, place_id, ref, couple_id, author_id, command, at) "
        "VALUES (:act, :place, :ref, :couple, :author, :command, :now)",
        act=act_id,
        place=place_id,
        ref=ref,
        couple=couple_id,
        author=author_id,
        command=int(command),
        now=now,
    )


async def copies(tx: Tx, place_id: str, ref: str, now: int) -> list[Row]:
    """The copies of a message, each with the place it stands in, if they are still known."""
    return await tx.all(
        "SELECT c.act_id, c.couple_id, c.author_id, c.command, o.place_id AS stands_in FROM carried c "
        "JOIN outbox o ON o.id = c.act_id WHERE c.place_id = :place AND c.ref = :ref AND c.at >= :old "
        "ORDER BY c.act_id",
        place=place_id,
        ref=ref,
        old=now - REMEMBERED,
    )


async def newest(tx: Tx, couple_id: str, now: int, most: int) -> list[Row]:
    """The newest copies of what either of a couple wrote."""
    return await tx.all(
        "SELECT act_id FROM carried WHERE couple_id = :couple AND at >= :old ORDER BY act_id DESC LIMIT :most",
        couple=couple_id,
        old=now - REMEMBERED,
        most=most,
    )


async def replace(tx: Tx, old_id: str, new_id: str) -> None:
    """A copy that was not sent yet has made way for a newer one."""
    await tx.run("UPDATE carried SET act_id = :new WHERE act_id = :old", old=old_id, new=new_id)


async def forget(tx: Tx, place_id: str, ref: str) -> None:
    """A message is gone, and its copies with it."""
    await tx.run("DELETE FROM carried WHERE place_id = :place AND ref = :ref", place=place_id, ref=ref)
