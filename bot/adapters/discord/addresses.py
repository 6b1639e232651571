"""Places as Discord knows them: a person's direct chat, a server's channel or thread, a chat the bot only visits."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from bot.model import Account, Address

PLATFORM: Final = "discord"
REMEMBERED: Final = 10_000
"""Direct chats whose channel is remembered."""


def account(user_id: int | str) -> Account:
    """A person's account."""
    return Account(PLATFORM, str(user_id))


def direct(user_id: int | str) -> Address:
    """The direct chat with a person, named by their id."""
    return Address(PLATFORM, str(user_id), "direct")


def channel(guild_id: int | str, channel_id: int | str) -> Address:
    """A channel of a server."""
    return Address(PLATFORM, f"{guild_id}/{channel_id}", "shared")


def thread(guild_id: int | str, parent_id: int | str, thread_id: int | str) -> Address:
    """A thread. Its channel is part of its id, so that what lies inside a channel is known to be gone with it."""
    return Address(PLATFORM, f"{guild_id}/{parent_id}/{thread_id}", "shared")


def visit(channel_id: int | str) -> Address:
    """A chat where somebody used a command of the bot, which is no member there."""
    return Address(PLATFORM, f"visit/{channel_id}", "visit")


@dataclass(frozen=True, slots=True)
class Where:
    """The ids inside an address, as decimal strings; those it has not are empty.

    `channel` is where messages go: the thread's own id where it is one, and empty for a direct chat, whose channel
    only Discord can tell.
    """

    user: str = ""
    guild: str = ""
    parent: str = ""
    channel: str = ""

    @property
    def text_channel(self) -> str:
        """The channel of the server it is in: a thread's parent, or itself."""
        return self.parent or self.channel


def where(place: Address) -> Where:
    """The ids of a place of this platform."""
    assert place.platform == PLATFORM, place.platform
    first, *rest = place.id.split("/")
    if place.kind == "direct":
        return Where(user=first)
    if place.kind == "visit":
        return Where(channel=rest[-1] if rest else "")
    if not rest:
        return Where(guild=first)
    return Where(guild=first, parent=rest[0] if len(rest) > 1 else "", channel=rest[-1])


class Directs:
    """Which channel is whose direct chat: learnt from what comes in and from Discord, a bounded number."""

    def __init__(self) -> None:
        self._channels: OrderedDict[str, str] = OrderedDict()

    def learn(self, user_id: int | str, channel_id: int | str) -> None:
        """The direct chat with this person is this channel."""
        self._channels[str(user_id)] = str(channel_id)
        self._channels.move_to_end(str(user_id))
        while len(self._channels) > REMEMBERED:
            self._channels.popitem(last=False)

    def find(self, user_id: str) -> str | None:
        """The channel of the direct chat with this person, if known."""
        return self._channels.get(user_id)

    def forget(self, user_id: str) -> None:
        """It is not that one any more."""
        self._channels.pop(user_id, None)
