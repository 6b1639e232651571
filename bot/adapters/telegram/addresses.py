"""Places as Telegram knows them: a chat, or a topic of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.model import Address

PLATFORM: Final = "telegram"


@dataclass(frozen=True, slots=True)
class Where:
    """A chat's id and, in a forum, the topic's. Ids below zero are groups; a person's direct chat has their id."""

    chat: int
    topic: int | None = None

    @property
    def address(self) -> Address:
        """The place as the house knows it: "12345", "-100777", "-100777/42" for a topic."""
        place = str(self.chat) if self.topic is None else f"{self.chat}/{self.topic}"
        return Address(PLATFORM, place, "direct" if self.chat > 0 else "shared")


def where(place: Address) -> Where:
    """The chat (and topic) of a place of this platform."""
    assert place.platform == PLATFORM, place.platform
    chat, _, topic = place.id.partition("/")
    return Where(int(chat), int(topic) if topic else None)


def message_ref(chat: int, number: int) -> str:
    """A person's message as the house knows it. Numbers begin anew when a group moves, so the chat is part of it."""
    return f"{chat}/{number}"


def message_in(ref: str, chat: int) -> int | None:
    """The number of a person's message in this chat; None if it was written in another, or is none."""
    first, _, number = ref.partition("/")
    return int(number) if first == str(chat) and number.isascii() and number.isdecimal() else None
