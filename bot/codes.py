"""Codes that people read, write down and type: how they look, how they are read, and how often one may guess."""

from __future__ import annotations

import hashlib
from typing import Final

from bot.clock import CODE_ALPHABET, HOUR
from bot.model import Account
from bot.store import Tx
from bot.store.tables import table, text, whole

TRY_WINDOW: Final = HOUR
TRIES_EACH: Final = 5
TRIES_ALL: Final = 300
"""Wrong codes an hour from everybody together; past that nobody's code is tried (somebody is guessing)."""

_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})

table("code_tries", text("id", primary_key=True), text("who", index=True), whole("at", index=True))


def shown_code(code: str) -> str:
    """A code in groups of four: "7K2M-9QWX-4TRA"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed_code(text: str, length: int) -> str | None:
    """The code of this length in what somebody typed, whatever the case and the dashes; None if it can't be one."""
    if len(text) > 4 * length:
        return None
    code = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    return code if len(code) == length and set(code) <= set(CODE_ALPHABET) else None


async def count_try(tx: Tx, *, new_id: str, account: Account, now: int) -> bool:
    """Count one try at any code; returns whether it is allowed. Who tried is kept as a hash, for an hour."""
    who = hashlib.sha256(f"troth-try:{account.platform}:{account.id}".encode()).hexdigest()
    await tx.run("DELETE FROM code_tries WHERE at < :old", old=now - TRY_WINDOW)
    row = await tx.one(
        "SELECT COUNT(*) AS everybody, COALESCE(SUM(CASE WHEN who = :who THEN 1 ELSE 0 END), 0) AS one FROM code_tries",
        who=who,
    )
    assert row is not None
    if row["one"] >= TRIES_EACH or row["everybody"] >= TRIES_ALL:
        return False
    await tx.run("INSERT INTO code_tries (id, who, at) VALUES (:id, :who, :at)", id=new_id, who=who, at=now)
    return True


async def forget_try(tx: Tx, try_id: str) -> None:
    """A right code is no guess."""
    await tx.run("DELETE FROM code_tries WHERE id = :id", id=try_id)
