"""Who and what there is on the loopback Discord: persons, guilds, channels, messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.discord.wire import BOT_ID, Json

TEXT: Final = 0
DM: Final = 1
PUBLIC_THREAD: Final = 11
PRIVATE_THREAD: Final = 12

# Kinds of messages: https://discord.com/developers/docs/resources/message#message-object-message-types
ORDINARY: Final = 0
ADDED: Final = 1
REMOVED: Final = 2
REPLY: Final = 19
COMMAND_ANSWER: Final = 20

# Flags of messages.
SUPPRESS_EMBEDS: Final = 1 << 2
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7


@dataclass(slots=True)
class Person:
    """Somebody with an account. A `closed` one gets no direct messages from the bot."""

    id: int
    name: str
    locale: str
    closed: bool = False
    modal: Modal | None = None


@dataclass(slots=True)
class Message:
    """One message. `only` is the one who can see an ephemeral one; `via` the interaction that it answers."""

    id: int
    channel: int
    author: int
    content: str = ""
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    kind: int = ORDINARY
    reference: int | None = None
    mentions: tuple[int, ...] = ()
    nonce: str | None = None
    made: int = 0
    edited: int = 0
    edits: int = 0
    only: int | None = None
    via: int | None = None
    thinking: bool = False

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.only is not None

    def buttons(self) -> list[Json]:
        """Every button that hangs on it."""
        return [button for row in self.components if row.get("type") == 1 for button in row.get("components", ())]


@dataclass(slots=True)
class Channel:
    """A channel, a thread (it has a `parent`) or a DM (its `members` are the persons in it, the bot or not)."""

    id: int
    kind: int
    guild: int | None = None
    name: str = ""
    parent: int | None = None
    owner: int = BOT_ID
    members: set[int] = field(default_factory=set)
    overwrites: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    gone: bool = False

    @property
    def is_thread(self) -> bool:
        """Whether it lies inside another channel."""
        return self.parent is not None


@dataclass(slots=True)
class Guild:
    """A guild. `everyone` and `bots` are the permissions of its two roles; the first has the guild's id."""

    id: int
    name: str
    owner: int
    members: set[int]
    everyone: int
    bots: int
    bot_role: int
    bot: bool = True
    unavailable: bool = False
    channels: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Modal:
    """A modal that is open before somebody. `message` is the one whose button opened it."""

    body: Json
    channel: Channel
    message: Message | None
    user_install: bool


@dataclass(slots=True)
class Interaction:
    """One interaction. `aged` are milliseconds that a test added to its age; `original` is what @original names.

    `kind`: 2 command, 3 component, 4 autocomplete, 5 modal. `delivered`: whether a live socket got it. An `excused`
    one may be answered late or never: its bot went away, or a test had the answer fail.
    """

    id: int
    token: str
    kind: int
    user: int
    channel: Channel
    data: Json
    born: int
    message: Message | None = None
    user_install: bool = False
    delivered: bool = False
    aged: int = 0
    tries: int = 0
    answer: int | None = None
    answered: int = 0
    original: Message | None = None
    choices: list[Json] | None = None
    follow_ups: int = 0
    excused: bool = False

    def age(self, now: int) -> int:
        """Its age in milliseconds."""
        return now - self.born + self.aged
