"""Pure decisions of accounts: what codes are like, and which account is meant by "the lost one"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.clock import HOUR
from bot.model import Account

LINK_LENGTH: Final = 12
LINK_LIFE: Final = HOUR
"""How long a code that links an account works, and how long the question that it leads to may be answered."""

RECOVERY_LENGTH: Final = 16
"""80 bits: a recovery code lives until it is used, so it must stand more guessing than one that lives an hour."""


def lost(accounts: Iterable[Account], platform: str, reached: Account | None) -> Account | None:
    """The account that somebody has lost who comes back on `platform`.

    The one they had there, for a person has one a platform; else the one where they are reached, for whoever can
    still write from another of theirs would link an account and needs no recovery.
    """
    known = sorted(accounts, key=lambda one: (one.platform, one.id))
    here = next((one for one in known if one.platform == platform), None)
    return here or (reached if reached in known else next(iter(known), None))
