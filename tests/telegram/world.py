"""The loopback Telegram's state: who there is, what was written, and what the bot was told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock, SystemClock
from tests.loopback.changes import Changes
from tests.telegram.people import BOT, OTHER_BOT, Chat, Message, Person, piece
from tests.telegram.updates import Updates
from tests.telegram.wire import BOT_ID, BOT_USERNAME, Call, Json, Refusal, bad

_FIRST_QUERY: Final = 4_382_000_000_000_000_000
_BOTS: Final = frozenset({BOT_ID, OTHER_BOT["id"]})


@dataclass(slots=True)
class Query:
    """A press that waits for its answer. An `old` one can't be answered any more."""

    message: Message
    answer: Json | None = None
    old: bool = False


class World:
    """Everything there is. `privacy` is the bot's privacy mode, which BotFather turns on at first."""

    def __init__(self, *, privacy: bool = True, clock: Clock | None = None) -> None:
        self.privacy = privacy
        self.changes = Changes()
        self.updates = Updates(self.changes)
        self.persons: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.menus: dict[str, Json] = {}
        self.descriptions: dict[str, dict[str, str]] = {"description": {}, "short_description": {}}
        self.actions: list[Json] = []
        self.pinned: dict[int, int] = {}
        self._clock = clock or SystemClock()
        self._box = 100
        self._groups = 0

    def now(self) -> int:
        """The present, in Unix seconds."""
        return self._clock.now() // 1000

    # -- finding -----------------------------------------------------------------------------------------------

    def reach(self, call: Call) -> Chat:
        """The chat a call names, if the bot may write there; else what Telegram says."""
        chat = self.named(call)
        if chat.kind == "private":
            person = self.persons[chat.id]
            if person.blocked:
                raise Refusal(403, "Forbidden: bot was blocked by the user")
            if not person.started:
                raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        elif chat.bot == "kicked":
            raise Refusal(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        elif not chat.bot_is_in():
            raise Refusal(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        return chat

    def named(self, call: Call) -> Chat:
        """The chat a call names, wherever the bot stands with it."""
        given = call.text("chat_id")
        if not given:
            raise bad("chat_id is empty")
        try:
            chat = self.chats.get(int(given))
        except ValueError:
            chat = None
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to is not None:
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, said, {"migrate_to_chat_id": chat.moved_to})
        return chat

    # -- making ------------------------------------------------------------------------------------------------

    def new_group_id(self, *, supergroup: bool) -> int:
        """Ids of basic groups are below zero, those of supergroups begin with -100."""
        self._groups += 1
        return -(1_001_700_000_000 + self._groups) if supergroup else -(4_600_000 + self._groups)

    def new_query_id(self) -> str:
        """A number in a string, as Telegram has them."""
        return str(_FIRST_QUERY + len(self.queries) + 1)

    def post(
        self,
        chat: Chat,
        sender: Json,
        content: Mapping[str, object],
        *,
        service: bool = False,
        thread: int | None = None,
    ) -> Message:
        """Put a message into a chat. Supergroups count their own messages, all else shares the bot's one box."""
        if chat.kind == "supergroup":
            chat.last_id += 1
            number = chat.last_id
        else:
            self._box += 1
            number = self._box
        body: Json = {"message_id": number, "from": sender, "chat": chat.json(), "date": self.now()}
        if thread is not None:
            body |= {"message_thread_id": thread, "is_topic_message": True}
        body.update(content)
        message = Message(body, by_bot=sender["id"] == BOT_ID, service=service)
        chat.messages[number] = message
        if sender["id"] in _BOTS and chat.kind != "private":
            chat.last_bot = int(sender["id"])
        self.changes.tell()
        return message

    def tell_bot(self, chat: Chat, message: Message, kind: str = "message") -> None:
        """Queue an update for a message, if the bot may see it."""
        if self.sees(chat, message):
            self.updates.note(kind, message.body)

    def sees(self, chat: Chat, message: Message) -> bool:
        """Whether the bot is shown this message.

        Source: https://core.telegram.org/bots/features#privacy-mode and /bots/faq#what-messages-will-my-bot-get:
        in a group, with privacy mode on, only commands meant for this bot, general commands if it was the last bot
        to write there, replies to it, and service messages; as an administrator, everything.
        """
        if not chat.bot_is_in():
            return False
        if chat.kind == "private" or message.service or chat.bot == "administrator" or not self.privacy:
            return True
        return _concerns_bot(chat, message.body)

    def standing_changed(self, chat: Chat, user: Json, by: Json, old: str, new: str) -> None:
        """Tell of a changed membership: always of the bot's own, of others' only to an administrator who asked."""
        mine = user["id"] == BOT_ID
        if not mine and chat.bot != "administrator":
            return
        body: Json = {
            "chat": chat.json(),
            "from": by,
            "date": self.now(),
            "old_chat_member": member(user, old),
            "new_chat_member": member(user, new),
        }
        self.updates.note("my_chat_member" if mine else "chat_member", body)

    def me(self) -> Json:
        """What getMe says."""
        return {
            **BOT,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }


def _concerns_bot(chat: Chat, body: Json) -> bool:
    answered = body.get("reply_to_message")
    if answered is not None and answered["from"]["is_bot"] and "forum_topic_created" not in answered:
        return bool(answered["from"]["id"] == BOT_ID)
    commands = [one for one in body.get("entities", ()) if one["type"] == "bot_command"]
    named = [piece(body["text"], one) for one in commands]
    if any(one.lower().endswith(f"@{BOT_USERNAME}") for one in named):
        return True
    general = bool(commands) and commands[0]["offset"] == 0 and "@" not in named[0]
    return general and chat.last_bot == BOT_ID


_RIGHTS: Final = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages",
)  # fmt: skip


def member(user: Json, standing: str) -> Json:
    """A ChatMember: https://core.telegram.org/bots/api#chatmember."""
    said: Json = {"user": user, "status": standing}
    if standing == "kicked":
        said["until_date"] = 0
    elif standing == "creator":
        said["is_anonymous"] = False
    elif standing == "administrator":
        said |= dict.fromkeys(_RIGHTS, False)
    return said
