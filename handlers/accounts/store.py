"""The rows of accounts: codes that link or recover, whose account is whose, and what moves with a person."""

from __future__ import annotations

import hashlib

from bot.model import Account
from bot.store import Row, Tx
from bot.store.tables import of, table, text, whole

table(
    "links",  # a code that links an account, and then the account that used it, until its question is answered
    text("id", primary_key=True),
    text("code_hash", unique=True),
    text("person_id", of("persons.id"), index=True),
    text("place_id", of("places.id")),  # the chat in which the code was given, and the question is asked
    text("platform", nullable=True),
    text("account", nullable=True),
    whole("expires_at"),
)

table(
    "recoveries",
    text("person_id", of("persons.id"), primary_key=True),
    text("code_hash", unique=True),
    whole("made_at"),
)


def code_hash(code: str) -> str:
    """What is kept of a code. Codes have 60 bits and more, so a plain hash can't be run backwards by guessing."""
    return hashlib.sha256(b"troth-account:" + code.encode()).hexdigest()


# -- linking -----------------------------------------------------------------------------------------------------


async def offer_link(
    tx: Tx, *, new_id: str, code: str, person_id: str, place_id: str, now: int, expires_at: int
) -> None:
    """Keep a new code; the person's older ones, and what became of them, are over."""
    await tx.run("DELETE FROM links WHERE person_id = :person OR expires_at <= :now", person=person_id, now=now)
    await tx.run(
        "INSERT INTO links (id, code_hash, person_id, place_id, expires_at) "
        "VALUES (:id, :hash, :person, :place, :expires)",
        id=new_id,
        hash=code_hash(code),
        person=person_id,
        place=place_id,
        expires=expires_at,
    )


async def open_link(tx: Tx, now: int, *, code: str = "", link_id: str = "") -> Row | None:
    """The link of this code (or id) that no account has used."""
    return await tx.one(
        "SELECT id, person_id, place_id FROM links WHERE (code_hash = :hash OR id = :id) AND account IS NULL "
        "AND expires_at > :now",
        hash=code_hash(code) if code else "",
        id=link_id,
        now=now,
    )


async def use_link(tx: Tx, link_id: str, account: Account, expires_at: int) -> None:
    """An account has said yes; its code works no more, and the question to the person stands."""
    await tx.run(
        "UPDATE links SET platform = :platform, account = :account, expires_at = :expires WHERE id = :id",
        id=link_id,
        platform=account.platform,
        account=account.id,
        expires=expires_at,
    )


async def asked_account(tx: Tx, link_id: str, person_id: str, now: int) -> Account | None:
    """The account of which this person is asked whether it is theirs."""
    row = await tx.one(
        "SELECT platform, account FROM links WHERE id = :id AND person_id = :person AND account IS NOT NULL "
        "AND expires_at > :now",
        id=link_id,
        person=person_id,
        now=now,
    )
    return None if row is None else Account(row["platform"], row["account"])


async def drop_link(tx: Tx, link_id: str) -> None:
    """It was answered, whatever the answer."""
    await tx.run("DELETE FROM links WHERE id = :id", id=link_id)


async def drop_links_of(tx: Tx, person_id: str) -> None:
    """No code of this person links anything any more."""
    await tx.run("DELETE FROM links WHERE person_id = :person", person=person_id)


# -- recovery ----------------------------------------------------------------------------------------------------


async def keep_recovery(tx: Tx, *, person_id: str, code: str, now: int) -> None:
    """Keep a new recovery code in place of an older one."""
    await tx.run(
        "INSERT INTO recoveries (person_id, code_hash, made_at) VALUES (:person, :hash, :now) "
        "ON CONFLICT (person_id) DO UPDATE SET code_hash = excluded.code_hash, made_at = excluded.made_at",
        person=person_id,
        hash=code_hash(code),
        now=now,
    )


async def recovery_made(tx: Tx, person_id: str) -> int | None:
    """When this person's recovery code was made, if they have one."""
    row = await tx.one("SELECT made_at FROM recoveries WHERE person_id = :person", person=person_id)
    return None if row is None else int(row["made_at"])


async def recovered_by(tx: Tx, *, code: str = "", kept_hash: str = "") -> Row | None:
    """Whose recovery code this is (or whose has this hash): `person_id` and `code_hash`."""
    return await tx.one(
        "SELECT person_id, code_hash FROM recoveries WHERE code_hash = :hash",
        hash=code_hash(code) if code else kept_hash,
    )


async def drop_recovery(tx: Tx, person_id: str) -> None:
    """A recovery code works once."""
    await tx.run("DELETE FROM recoveries WHERE person_id = :person", person=person_id)


async def forget_shown(tx: Tx, place_id: str, slot: str) -> bool:
    """Drop what was sent to show a code, so that only its hash is left; whether all of it is gone."""
    await tx.run(
        "UPDATE outbox SET body = NULL WHERE place_id = :place AND slot = :slot "
        "AND state IN ('done', 'unknown', 'dead')",
        place=place_id,
        slot=slot,
    )
    left = await tx.one(
        "SELECT 1 AS here FROM outbox WHERE place_id = :place AND slot = :slot AND body IS NOT NULL",
        place=place_id,
        slot=slot,
    )
    return left is None


# -- whose account -----------------------------------------------------------------------------------------------


async def add_account(tx: Tx, account: Account, person_id: str) -> None:
    """From here on what this account does, the person does."""
    await tx.run(
        "INSERT INTO accounts (platform, account, person_id) VALUES (:platform, :account, :person)",
        platform=account.platform,
        account=account.id,
        person=person_id,
    )


async def drop_account(tx: Tx, account: Account) -> None:
    """This account is nobody's."""
    await tx.run(
        "DELETE FROM accounts WHERE platform = :platform AND account = :account",
        platform=account.platform,
        account=account.id,
    )


async def set_home(tx: Tx, person_id: str, place_id: str) -> None:
    """From here on the person is reached there."""
    await tx.run("UPDATE persons SET place_id = :place WHERE id = :id", id=person_id, place=place_id)


async def known_place(tx: Tx, platform: str, address: str) -> Row | None:
    """The row of an address (its `id`), if it has one; it stays closed where it is."""
    return await tx.one(
        "SELECT id FROM places WHERE platform = :platform AND address = :address",
        platform=platform,
        address=address,
    )


async def is_open(tx: Tx, place_id: str) -> bool:
    """Whether we can write in a chat, as far as we know."""
    row = await tx.one("SELECT state FROM places WHERE id = :id", id=place_id)
    return row is not None and row["state"] == "open"


async def drop_questions(tx: Tx, place_id: str) -> None:
    """Nothing typed in a chat answers anything, and what was half typed there is gone."""
    await tx.run("DELETE FROM askings WHERE place_id = :place", place=place_id)
    await tx.run("DELETE FROM questions WHERE place_id = :place", place=place_id)


async def move_queue(tx: Tx, gone_id: str, kept_id: str) -> None:
    """What waits for a person in a chat that is no more theirs comes to their other one.

    What is being sent at this moment can't be called back, and is not tried there again. Changes of messages that
    stand there are dropped: those messages stay behind.
    """
    await tx.run(
        "UPDATE outbox SET state = CASE state WHEN 'doing' THEN state ELSE 'dead' END, body = NULL "
        "WHERE place_id = :gone AND (state = 'doing' OR (state IN ('queued', 'waiting') AND act <> 'say'))",
        gone=gone_id,
    )
    gone = await tx.one("SELECT last_seq FROM places WHERE id = :id", id=gone_id)
    kept = await tx.one("SELECT last_seq FROM places WHERE id = :id", id=kept_id)
    assert gone is not None
    assert kept is not None
    await tx.run(
        "UPDATE outbox SET place_id = :kept, seq = seq + :after WHERE place_id = :gone "
        "AND state IN ('queued', 'waiting')",
        kept=kept_id,
        gone=gone_id,
        after=kept["last_seq"],
    )
    await tx.run(
        "UPDATE places SET last_seq = :last WHERE id = :id", id=kept_id, last=kept["last_seq"] + gone["last_seq"]
    )
    tx.mark("outbox")
