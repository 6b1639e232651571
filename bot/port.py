"""The port between the house and a platform. An adapter implements it and decides nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.model import Account, Address, FromPlatform, Outgoing, Typing


@dataclass(frozen=True, slots=True)
class Answer:
    """What an event's own answer is, beside what goes through the outbox.

    `direct`: it is in the person's direct chat, so that is where to lead them. `note`: a few words of ours for the
    one who did it alone; nothing is lost if they never show. `acts`: how many acts carry the event's `via`, so
    that an adapter knows whether one will come to answer it. `choices`: what may be typed, for `Typing`.
    """

    direct: bool = False
    note: str = ""
    acts: int = 0
    choices: tuple[str, ...] = ()


Emit = Callable[[FromPlatform | Typing], Awaitable[Answer]]
"""Hand an event in. Returns once what it changed is committed (or it was counted before); raises StoreTrouble
if nothing was, and then the adapter hands the same event in again."""


ALWAYS: Final = 10**9
"""Seconds, for `Capabilities.same_once` of a platform that never shows an act twice."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, so that nobody asks it for more.

    `title` is what people call the platform. `ephemeral`: can show a message to one reader of a shared place.
    `notes`: can show a few words to one who pressed. `opens_places`: the bot can make a place; `opens_inside`: it can
    make one inside a place where it is. `same_once`: seconds during which repeats of an act under one nonce are shown
    once, so a send cut short may be repeated. `forms`: can show a form, of `form_fields` questions at most (0: any
    number); elsewhere it is asked one question at a time. `edits`, `deletions`: hears when people change or take
    back what they wrote. `direct` is the id of an account's direct chat ("{account}" in it). `join_link` makes a link
    that begins pairing with a code ("{code}" in it), `chat_link` leads to the direct chat with the bot, `group_link`
    adds it to a group; each may be empty, as may `name`, by which people address the bot where it shares a place
    with others.
    """

    title: str = ""
    ephemeral: bool = False
    notes: bool = False
    forms: bool = False
    form_fields: int = 0
    opens_places: bool = False
    opens_inside: bool = False
    same_once: int = 0
    edits: bool = False
    deletions: bool = False
    direct: str = "{account}"
    join_link: str = ""
    chat_link: str = ""
    group_link: str = ""
    name: str = ""
    text_limit: int = 4000


class Adapter(Protocol):
    """One platform."""

    platform: str
    capabilities: Capabilities

    async def listen(self, emit: Emit) -> None:
        """Take in what happens and hand it to `emit`, until `close`. Raises ShutOut if the platform won't have us."""

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act; returns the platform's id of what it made. Raises `errors.ActTrouble`."""

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """Who can read there besides the bot; None if that can't be known (which counts as a stranger).

        `known` are the accounts the house expects there, for platforms that only answer whether somebody is. Raises
        PlaceMoved or Unreachable where that is what asking brings out.
        """

    def rest(self, place: Address) -> float:
        """Seconds this place must be left alone now, so that the platform's limits hold; 0 if it need not."""

    async def close(self) -> None:
        """Stop taking in, and let go of everything."""
