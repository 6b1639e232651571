"""The rows of pairing: invitations, tries at codes, and the couple that comes of them."""

from __future__ import annotations

import hashlib

from bot.clock import DAY, HOUR
from bot.model import Account
from bot.store import Row, Tx, Words
from bot.store.tables import of, table, text, whole

CODE_LIFE = 24 * HOUR
SILENCE = 14 * DAY
"""How long one who stays sees no difference after the other left (SAFETY 5)."""

table(
    "invitations",
    text("id", primary_key=True),
    text("code_hash", unique=True),
    text("inviter_id", of("persons.id"), index=True),
    text("state"),  # open | accepted | closed
    whole("expires_at"),
)


def code_hash(code: str) -> str:
    """What is kept of a code. Codes have 60 bits, so a plain hash can't be run backwards by guessing."""
    return hashlib.sha256(b"troth-invitation:" + code.encode()).hexdigest()


async def invite(tx: Tx, *, new_id: str, code: str, inviter_id: str, now: int) -> None:
    """Keep a new invitation; the inviter's older ones close."""
    await tx.run(
        "UPDATE invitations SET state = 'closed' WHERE inviter_id = :inviter AND state = 'open'",
        inviter=inviter_id,
    )
    await tx.run(
        "INSERT INTO invitations (id, code_hash, inviter_id, state, expires_at) "
        "VALUES (:id, :hash, :inviter, 'open', :expires)",
        id=new_id,
        hash=code_hash(code),
        inviter=inviter_id,
        expires=now + CODE_LIFE,
    )


async def open_invitation(tx: Tx, now: int, *, code: str = "", invitation_id: str = "") -> Row | None:
    """The invitation of this code (or id), if it may still be accepted."""
    return await tx.one(
        "SELECT id, inviter_id FROM invitations WHERE (code_hash = :hash OR id = :id) AND state = 'open' "
        "AND expires_at > :now",
        hash=code_hash(code) if code else "",
        id=invitation_id,
        now=now,
    )


async def close_invitation(tx: Tx, invitation_id: str, state: str) -> None:
    """An invitation is used once, whatever came of it."""
    await tx.run("UPDATE invitations SET state = :state WHERE id = :id", id=invitation_id, state=state)


async def add_person(
    tx: Tx, *, person_id: str, account: Account, place_id: str, name: str, language: str, zone: str, now: int
) -> None:
    """Somebody said yes to Troth."""
    await tx.run(
        "INSERT INTO persons (id, name, language, zone, place_id, quiet_from, quiet_to, created_at) "
        "VALUES (:id, :name, :language, :zone, :place, 0, 0, :now)",
        id=person_id,
        name=Words(person_id, name),
        language=language,
        zone=zone,
        place=place_id,
        now=now,
    )
    await tx.run(
        "INSERT INTO accounts (platform, account, person_id) VALUES (:platform, :account, :person)",
        platform=account.platform,
        account=account.id,
        person=person_id,
    )


async def change_person(tx: Tx, *, person_id: str, name: str, language: str, zone: str) -> None:
    """What a person is called, speaks, and where their clock stands."""
    await tx.run(
        "UPDATE persons SET name = :name, language = :language, zone = :zone WHERE id = :id",
        id=person_id,
        name=Words(person_id, name),
        language=language,
        zone=zone,
    )


async def add_couple(
    tx: Tx, *, couple_id: str, room_id: str, members: tuple[str, str], language: str, zone: str, now: int
) -> None:
    """Two persons who both consented."""
    await tx.run(
        "INSERT INTO rooms (id, language, zone) VALUES (:id, :language, :zone)",
        id=room_id,
        language=language,
        zone=zone,
    )
    await tx.run(
        "INSERT INTO couples (id, room_id, created_at) VALUES (:id, :room, :now)",
        id=couple_id,
        room=room_id,
        now=now,
    )
    for person_id in members:
        await tx.run(
            "INSERT INTO members (couple_id, person_id) VALUES (:couple, :person)",
            couple=couple_id,
            person=person_id,
        )


async def part(tx: Tx, *, couple_id: str, person_id: str, place_id: str, now: int) -> None:
    """One leaves: from here on nothing goes out about them, what was queued included (SAFETY 4)."""
    await tx.run(
        "UPDATE members SET left_at = :now, closed_at = :now WHERE couple_id = :couple AND person_id = :person",
        couple=couple_id,
        person=person_id,
        now=now,
    )
    await tx.run(
        "UPDATE couples SET ended_at = :now WHERE id = :couple AND ended_at IS NULL",
        couple=couple_id,
        now=now,
    )
    # What is under way can't be called back, but it is not tried again: it has no body any more. The other's own
    # prompts stay, since they name nobody, and their absence would tell.
    await tx.run(
        "UPDATE outbox SET state = CASE state WHEN 'queued' THEN 'dead' ELSE state END, body = NULL "
        "WHERE couple_id = :couple AND state IN ('queued', 'doing') AND (prompt = 0 OR place_id = :place)",
        couple=couple_id,
        place=place_id,
    )
    await tx.run(
        "DELETE FROM timers WHERE couple_id = :couple AND person_id = :person", couple=couple_id, person=person_id
    )
    await tx.run("DELETE FROM questions WHERE place_id = :place", place=place_id)
    # What hangs in their shared place is the couple's, and so none of theirs any more; the other may press it as ever.
    await tx.run("DELETE FROM buttons WHERE holder = :person", person=f"person:{person_id}")


async def close_for(tx: Tx, *, couple_id: str, person_id: str, now: int) -> None:
    """The couple is over for the one who stayed, too."""
    await tx.run(
        "UPDATE members SET left_at = COALESCE(left_at, :now), closed_at = :now "
        "WHERE couple_id = :couple AND person_id = :person",
        couple=couple_id,
        person=person_id,
        now=now,
    )
    await tx.run("DELETE FROM timers WHERE couple_id = :couple", couple=couple_id)
    await tx.run(
        "UPDATE runs SET status = 'over', ended_at = :now WHERE couple_id = :couple AND status = 'open'",
        couple=couple_id,
        now=now,
    )
    await tx.run(
        "DELETE FROM room_places WHERE room_id = (SELECT room_id FROM couples WHERE id = :couple)", couple=couple_id
    )
