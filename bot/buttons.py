"""Buttons: what hangs on a message. A token nobody can guess, and one row that says what each button means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.clock import DAY, Chance
from bot.model import Account
from bot.store import Tx

BUTTON_LIFE: Final = 60 * DAY


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may press what hangs on a message: a person, either of a couple, or an account that is no person yet."""

    person_id: str | None = None
    couple_id: str | None = None
    account: Account | None = None

    @property
    def text(self) -> str:
        """The holder as a row keeps it."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        if self.couple_id is not None:
            return f"couple:{self.couple_id}"
        assert self.account is not None
        return f"account:{self.account.platform}:{self.account.id}"


How = Literal["tap", "form", "question", "step"]
"""How an action may be reached: by its button, by sending its form, by answering its question, or as one step
through a form that is asked one question at a time."""


@dataclass(frozen=True, slots=True)
class Hung:
    """What hangs on a message: an action, its args, and whether it may be pressed again and again."""

    action: str
    args: Mapping[str, str]
    again: bool
    how: How = "tap"


_HANG: Final = (
    "INSERT INTO buttons (token, actions, holder, act_id, expires_at) "
    "VALUES (:token, :actions, :holder, :act, :expires)"
)
_OPEN_QUESTION: Final = (
    "INSERT INTO questions (place_id, token, number) VALUES (:place, :token, :number) "
    "ON CONFLICT (place_id) DO UPDATE SET token = excluded.token, number = excluded.number"
)


class Hanger:
    """Hangs actions on a message. Its token can't be guessed; each button adds its number to it."""

    def __init__(self, chance: Chance) -> None:
        self.token = chance.token()
        self.hung: list[Hung] = []

    def hang(self, action: str, args: Mapping[str, str], *, again: bool, how: How = "tap") -> str:
        """Hang one action; returns the token of its button."""
        self.hung.append(Hung(action, args, again, how))
        return f"{self.token}.{len(self.hung) - 1}"

    async def keep(self, tx: Tx, holder: Holder, message_id: str, now: int, life: int = BUTTON_LIFE) -> None:
        """Keep what hangs there, if anything does."""
        if self.hung:
            await tx.run(
                _HANG,
                token=self.token,
                actions=json.dumps([[one.action, dict(one.args), one.again, one.how] for one in self.hung]),
                holder=holder.text,
                act=message_id,
                expires=now + life,
            )

    async def ask(self, tx: Tx, place_id: str) -> None:
        """Make the action hung last the one open question of this place."""
        await tx.run(_OPEN_QUESTION, place=place_id, token=self.token, number=len(self.hung) - 1)


def hung_from(actions: str, number: int, *how: How) -> Hung | None:
    """One of the actions that a row holds, if it may be reached in one of these ways."""
    found = json.loads(actions)
    hung = Hung(*found[number]) if 0 <= number < len(found) else None
    return hung if hung is not None and hung.how in how else None
