"""What Telegram tells, as events. Pure: nothing here asks or says anything.

What an update holds is documented at https://core.telegram.org/bots/api#update.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, MessageOriginUser, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.adapters.telegram.addresses import PLATFORM, Where, message_ref
from bot.model import (
    Account,
    Address,
    Arrived,
    Command,
    Edited,
    FromPerson,
    FromPlatform,
    Joined,
    Moved,
    Nameless,
    Other,
    Press,
    Quoted,
    Removed,
    Sender,
    Text,
)

WANTED: Final = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""The kinds of updates to ask Telegram for (`allowed_updates`)."""

_GROUPS: Final = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_INSIDE: Final = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER})

# A service account of Telegram's that carries a channel's posts into its group.
_TELEGRAM: Final = 777000

_COMMAND: Final = re.compile(r"/(?P<name>\w{1,64})(?:@(?P<bot>\w{1,64}))?(?:\s+(?P<rest>.*))?\s*", re.DOTALL)

_MEDIA: Final = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location", "paid_media",
    "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BotSelf:
    """The bot as Telegram knows it; `username` without the @."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What one update brought: one event or more, and the press that waits to be answered (`query`, or "")."""

    events: tuple[FromPlatform, ...]
    query: str = ""

    @property
    def begins_after(self) -> frozenset[str]:
        """The lanes in which all that came earlier must be over before this begins."""
        return self.holds_up | {_chat(event.place.id) for event in self.events}

    @property
    def holds_up(self) -> frozenset[str]:
        """The lanes in which what comes later waits for this.

        One for each person, so that what they did counts in their order while others go on beside them; and one for
        each chat, held by what concerns the chat itself: it is gone, it has moved.
        """
        lanes: set[str] = set()
        for event in self.events:
            lanes.add(event.sender.account.id if isinstance(event, FromPerson) else _chat(event.place.id))
            if isinstance(event, Moved):
                lanes.add(event.to)
        return frozenset(lanes)


def read(update: Update, bot: BotSelf) -> Intake | None:
    """The events of an update; None if it holds nothing for us."""
    key = str(update.update_id)
    if update.message is not None:
        events = _message(update.message, key, bot)
    elif update.edited_message is not None:
        events = _changed(update.edited_message, key, bot)
    elif update.callback_query is not None:
        return _press(update.callback_query, key)
    elif update.my_chat_member is not None:
        events = _own_membership(update.my_chat_member, key)
    elif update.chat_member is not None:
        events = _membership(update.chat_member, key, bot)
    else:
        return None
    return Intake(events) if events else None


# -- messages ----------------------------------------------------------------------------------------------------


def _message(message: Message, key: str, bot: BotSelf) -> tuple[FromPlatform, ...]:
    if not _ours(message.chat):
        return ()
    place = _place(message)
    if (served := _service(message, key, bot)) is not None:
        return served
    command = _command(message, bot)
    if _in_anothers_name(message):
        return (Nameless(key, place, ref=_ref(message)),) if command is not None else ()
    if message.from_user is None or message.from_user.is_bot:
        return ()
    event = _did(message, key, _sender(message.from_user), place, bot, command)
    return () if event is None else (event,)


def _changed(message: Message, key: str, bot: BotSelf) -> tuple[FromPlatform, ...]:
    """Somebody changed their words. A command that is changed is not done again: it is told as any other words."""
    person = message.from_user
    if not _ours(message.chat) or _in_anothers_name(message) or person is None or person.is_bot:
        return ()
    if not message.text or _for_another(message, bot):
        return ()
    return (Edited(key, _sender(person), _place(message), _ref(message), message.text),)


def _in_anothers_name(message: Message) -> bool:
    """Whether it was written as a group or a channel, so that nobody can tell by whom."""
    return message.sender_chat is not None or bool(message.is_automatic_forward) or _is(message.from_user, _TELEGRAM)


def _did(
    message: Message, key: str, sender: Sender, place: Address, bot: BotSelf, command: tuple[str, str] | None
) -> FromPerson | None:
    """What a person did with a message."""
    if command is not None:
        name, rest = command
        return Command(key, sender, place, name, rest, _ref(message), _quoted_words(message, bot))
    if message.text and not _for_another(message, bot):
        return Text(key, sender, place, message.text, _ref(message), _quoted(message))
    if any(getattr(message, kind, None) for kind in _MEDIA):
        # An album comes as one message for each picture; one answer to it is enough.
        return Other(f"album:{message.media_group_id}" if message.media_group_id else key, sender, place)
    return None


def _service(message: Message, key: str, bot: BotSelf) -> tuple[FromPlatform, ...] | None:
    """What a message that nobody wrote tells of its chat; None if it is not such a message."""
    chat = Where(message.chat.id).address
    if message.new_chat_members:
        others = [one for one in message.new_chat_members if one.id != bot.id]
        keys = (key if n == 0 else f"{key}.{n}" for n in range(len(others)))
        return tuple(Joined(each, chat, _account(one)) for each, one in zip(keys, others, strict=False))
    if message.migrate_to_chat_id is not None:
        return (Moved(key, chat, str(message.migrate_to_chat_id)),)
    if message.migrate_from_chat_id is not None:
        return (Moved(key, Where(message.migrate_from_chat_id).address, str(message.chat.id)),)
    if message.left_chat_member is not None:
        return (Removed(key, chat),) if message.left_chat_member.id == bot.id else ()
    return None


def _command(message: Message, bot: BotSelf) -> tuple[str, str] | None:
    """A command's name and what follows it; None if the message is none of ours."""
    text = message.text or ""
    first = next(iter(message.entities), None)
    if first is not None and first.type == MessageEntityType.BOT_COMMAND and first.offset == 0:
        # Telegram's own reading: it ends a command at any sign that can't be part of one.
        head, rest = text[: first.length], text[first.length :]
    else:
        found = _COMMAND.fullmatch(text)
        if found is None:
            return None
        head, rest = text[: found.end("bot") if found["bot"] else found.end("name")], found["rest"] or ""
    name, _, addressed = head[1:].partition("@")
    if addressed and addressed.casefold() != bot.username.casefold():
        return None
    return name.lower(), rest.strip()


def _for_another(message: Message, bot: BotSelf) -> bool:
    """Whether it is a command that names another bot."""
    found = re.match(r"/\w{1,64}@(\w{1,64})", message.text or "")
    return found is not None and found[1].casefold() != bot.username.casefold()


def _quoted_words(message: Message, bot: BotSelf) -> Quoted | None:
    """What a command replies to, if somebody wrote it: the bot's own messages are nobody's words."""
    replied = message.reply_to_message
    return None if replied is None or _is(replied.from_user, bot.id) else _quoted(message)


def _quoted(message: Message) -> Quoted | None:
    """What a message replies to: the part that was marked for quoting, or the whole of it."""
    replied = message.reply_to_message
    if replied is None:
        return None
    text = message.quote.text if message.quote is not None else replied.text or replied.caption
    return Quoted(text, _author(replied)) if text else None


def _author(message: Message) -> Account | None:
    """Who wrote the words of a message: of a forwarded one, whoever it was forwarded from."""
    author = message.from_user
    if message.forward_origin is not None:
        origin = message.forward_origin
        author = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    elif message.sender_chat is not None:
        author = None
    return None if author is None or author.is_bot else _account(author)


# -- buttons -----------------------------------------------------------------------------------------------------


def _press(query: CallbackQuery, key: str) -> Intake | None:
    message = query.message
    if not query.data or message is None or not _ours(message.chat):
        return None
    place = _place(message) if isinstance(message, Message) else Where(message.chat.id).address
    return Intake((Press(key, _sender(query.from_user), place, query.data),), query.id)


# -- who is where ------------------------------------------------------------------------------------------------


def _own_membership(change: ChatMemberUpdated, key: str) -> tuple[FromPlatform, ...]:
    if not _ours(change.chat):
        return ()
    place = Where(change.chat.id).address
    if not _inside(change.new_chat_member):
        return (Removed(key, place),)
    if not _inside(change.old_chat_member):
        return (Arrived(key, _sender(change.from_user), place),)
    return ()


def _membership(change: ChatMemberUpdated, key: str, bot: BotSelf) -> tuple[FromPlatform, ...]:
    who = change.new_chat_member.user
    came = _inside(change.new_chat_member) and not _inside(change.old_chat_member)
    if not came or who.id == bot.id or change.chat.type not in _GROUPS:
        return ()
    return (Joined(key, Where(change.chat.id).address, _account(who)),)


def _inside(member: ChatMember) -> bool:
    """Whether one in this state can read the chat."""
    return member.status in _INSIDE or bool(getattr(member, "is_member", False))


# -- names -------------------------------------------------------------------------------------------------------


def _ours(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE or chat.type in _GROUPS


def _place(message: Message) -> Address:
    """The chat of a message, or its topic. A direct chat is one place, also where its owner uses topics in it."""
    topic = message.message_thread_id if message.is_topic_message and message.chat.type in _GROUPS else None
    return Where(message.chat.id, topic).address


def _ref(message: Message) -> str:
    return message_ref(message.chat.id, message.message_id)


def _chat(place: str) -> str:
    return place.partition("/")[0]


def _account(user: User) -> Account:
    return Account(PLATFORM, str(user.id))


def _sender(user: User) -> Sender:
    name = (user.full_name or "").strip() or (f"@{user.username}" if user.username else "?")
    return Sender(_account(user), name, language=user.language_code or "")


def _is(user: User | None, user_id: int) -> bool:
    return user is not None and user.id == user_id
