"""The port between the house and a platform. An adapter implements it and decides nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.model import Account, Address, FromPerson, Outgoing

Emit = Callable[[FromPerson], Awaitable[None]]
"""Hand an event in. Returns once what it changed is committed (or it was counted before); raises StoreTrouble
if nothing was, and then the adapter hands the same event in again."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, so that nobody asks it for more.

    `ephemeral`: can show a message to one reader of a shared place. `opens_places`: the bot can make a place.
    `same_once`: repeats of an act under one nonce are shown once, so a send cut short may be repeated.
    `join_link` makes a link that begins pairing with a code ("{code}" in it), or is empty.
    """

    ephemeral: bool = False
    opens_places: bool = False
    same_once: bool = False
    join_link: str = ""
    text_limit: int = 4000


class Adapter(Protocol):
    """One platform."""

    platform: str
    capabilities: Capabilities

    async def listen(self, emit: Emit) -> None:
        """Take in what happens and hand it to `emit`, until `close`."""

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act; returns the platform's id of what it made. Raises `errors.ActTrouble`."""

    async def readers(self, place: Address) -> frozenset[Account] | None:
        """Who can read there besides the bot; None if that can't be known (which counts as a stranger)."""

    async def close(self) -> None:
        """Stop taking in, and let go of everything."""
