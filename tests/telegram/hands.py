"""What people do on the loopback Telegram: write, press, block, join and leave. Tests ask for it over control."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import parse_qs, urlsplit

from tests.loopback.cant import Cant
from tests.telegram.comings import Comings
from tests.telegram.people import (
    ANONYMOUS,
    CHANNEL_BOT,
    Chat,
    Person,
    found_in,
    utf16,
)
from tests.telegram.sending import without_reply
from tests.telegram.wire import BOT_USERNAME, Json
from tests.telegram.world import Query

_FILE: Final = {"file_id": "file-of-the-test", "file_unique_id": "file"}
_KINDS: Final[Mapping[str, Json]] = {
    "photo": {"photo": [{**_FILE, "width": 90, "height": 90}]},
    "location": {"location": {"latitude": 40.4168, "longitude": -3.7038}},
    "contact": {"contact": {"phone_number": "+34000000000", "first_name": "Somebody"}},
    "voice": {"voice": {**_FILE, "duration": 2}},
    "sticker": {
        "sticker": {
            **_FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False
        }
    },
}  # fmt: skip


class Hands(Comings):
    """Everything a person can do, each verb by its name."""

    # -- being there -------------------------------------------------------------------------------------------

    def person(self, user_id: int, name: str, language: str = "en") -> None:
        """Somebody makes an account."""
        self.world.persons[user_id] = Person(user_id, name, language)
        self.world.chats[user_id] = Chat(user_id, "private", name, standing={user_id: "member"})

    def group(
        self, title: str, members: list[int], *, forum: bool = False, supergroup: bool = False, bot: bool = True
    ) -> int:
        """The first of `members` makes a group of them, perhaps with the bot. A forum is always a supergroup."""
        whole = supergroup or forum
        chat = Chat(self.world.new_group_id(supergroup=whole), "supergroup" if whole else "group", title, forum=forum)
        chat.standing = {self.who(user).id: "member" for user in members}
        chat.standing[members[0]] = "creator"
        self.world.chats[chat.id] = chat
        if bot:
            self.adds_bot(chat.id, members[0])
        return chat.id

    def topic(self, chat: int, name: str) -> int:
        """Whoever made a forum opens a topic; its number is that of the message which says so."""
        forum = self.place(chat)
        if not forum.forum:
            raise Cant("only a forum has topics")
        owner = self.owner(forum)
        content = {"forum_topic_created": {"name": name, "icon_color": 7322096}, "is_topic_message": True}
        message = self.world.post(forum, owner, content, service=True)
        message.body["message_thread_id"] = message.id
        forum.topics[message.id] = name
        self.world.tell_bot(forum, message)
        return message.id

    # -- writing -----------------------------------------------------------------------------------------------

    def types(
        self,
        user: int,
        text: str,
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        as_chat: bool | Literal["channel"] = False,
        quote: str | None = None,
    ) -> int:
        """Somebody writes; `as_chat` as an anonymous administrator, or ("channel") in a channel's name."""
        said = text.strip()
        if not said:
            raise Cant("nobody can send an empty message")
        content: Json = {"text": said}
        if found := found_in(said):
            content["entities"] = found
        return self._write(user, content, chat, thread, reply_to, as_chat, quote)

    def sends(self, user: int, kind: str, *, chat: int | None = None, thread: int | None = None) -> int:
        """Somebody sends a photo, location, contact, voice message or sticker."""
        return self._write(user, dict(_KINDS[kind]), chat, thread)

    def opens(self, user: int, link: str, *, chat: int | None = None) -> int:
        """Somebody opens a deep link to the bot: https://core.telegram.org/bots/features#deep-linking.

        ?start= leads to the direct chat, ?startgroup= to `chat`, to which the bot is added.
        """
        parts = urlsplit(link)
        if (parts.scheme, parts.netloc, parts.path) != ("https", "t.me", f"/{BOT_USERNAME}"):
            raise Cant("the link does not lead to this bot")
        given = parse_qs(parts.query)
        name = "start" if chat is None else "startgroup"
        payload = given.get(name, [""])[0]
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload) or set(given) - {name}:
            raise Cant("Telegram does not take this payload")
        if chat is not None:
            self.adds_bot(chat, user)
        whom = "" if chat is None else f"@{BOT_USERNAME}"
        return self.types(user, f"/start{whom} {payload}", chat=chat)

    def edits(self, user: int, message_id: int, text: str, *, chat: int | None = None) -> None:
        """Somebody changes what they wrote."""
        place = self.place(user if chat is None else chat)
        message = self.message(place, message_id)
        if message.body["from"]["id"] != user:
            raise Cant("that is somebody else's message")
        message.body = {**message.body, "text": text, "entities": found_in(text), "edit_date": self.world.now()}
        message.edits += 1
        self.world.tell_bot(place, message, "edited_message")

    def presses(self, user: int, message_id: int, data: str, *, chat: int | None = None, forged: bool = False) -> str:
        """Somebody presses the button with this data; `forged` data need not be on any button."""
        place = self.place(user if chat is None else chat)
        message = self.message(place, message_id)
        self.must_be_in(place, user)
        there = [one.get("callback_data") for row in message.buttons() for one in row]
        if data not in there and not forged:
            raise Cant("the message has no such button")
        query = self.world.new_query_id()
        self.world.queries[query] = Query(message)
        body = {
            "id": query,
            "from": self.who(user).user(),
            "message": message.body,
            "chat_instance": str(7_000_000_000 + abs(place.id)),
            "data": data,
        }
        self.world.updates.note("callback_query", body)
        return query

    def expires(self, query: str) -> None:
        """A press has waited too long for its answer."""
        self.world.queries[query].old = True

    def deletes(self, chat: int, message_id: int) -> None:
        """Somebody deletes a message; a bot is not told."""
        place = self.place(chat)
        del place.messages[self.message(place, message_id).id]
        self.world.changes.tell()

    # -- updates as such ---------------------------------------------------------------------------------------

    def raw_update(self, update: Json) -> int:
        """Any update, word for word; without an `update_id` it gets the next one."""
        return self.world.updates.note_verbatim(update)

    def repeats(self, update_id: int | None = None) -> int:
        """An earlier update (or the last one) comes once more, the same in every word."""
        known = self.world.updates.history
        again = next(one for one in reversed(known) if update_id in {None, one["update_id"]})
        return self.world.updates.note_verbatim(again)

    # -- parts -------------------------------------------------------------------------------------------------

    def _write(
        self,
        user: int,
        content: Json,
        chat: int | None,
        thread: int | None,
        reply_to: int | None = None,
        as_chat: bool | Literal["channel"] = False,
        quote: str | None = None,
    ) -> int:
        place, person = self.place(user if chat is None else chat), self.who(user)
        self.must_be_in(place, user)
        if place.kind == "private":
            if person.blocked:
                raise Cant("the app asks to unblock the bot first")
            person.started = True
        if thread is not None and thread not in place.topics:
            raise Cant(f"there is no topic {thread} in chat {place.id}")
        if place.moved_to is not None:
            raise Cant("the group has moved")
        sender, chat_sender = _as_whom(place, person, as_chat)
        whole = content | chat_sender | self._answering(place, thread, reply_to, quote)
        message = self.world.post(place, sender, whole, thread=thread)
        self.world.tell_bot(place, message)
        return message.id

    def _answering(self, place: Chat, thread: int | None, reply_to: int | None, quote: str | None) -> Json:
        """What Telegram adds to a reply. A message in a topic always answers the one that opened the topic."""
        if reply_to is None:
            return {} if thread is None else {"reply_to_message": without_reply(self.message(place, thread).body)}
        answered = self.message(place, reply_to).body
        said: Json = {"reply_to_message": without_reply(answered)}
        if quote is not None:
            text = answered.get("text") or answered.get("caption", "")
            said["quote"] = {"text": quote, "position": utf16(text.partition(quote)[0]), "is_manual": True}
        if thread is None and place.kind == "supergroup" and not place.forum:
            # Replies in a supergroup share a thread, which is no topic.
            said["message_thread_id"] = answered.get("message_thread_id", reply_to)
        return said


def _as_whom(place: Chat, person: Person, as_chat: bool | Literal["channel"]) -> tuple[Json, Json]:
    if as_chat == "channel":
        channel: dict[str, Any] = {"id": -1_001_600_000_001, "title": f"{person.name}'s channel", "type": "channel"}
        return CHANNEL_BOT, {"sender_chat": channel}
    if as_chat:
        return ANONYMOUS, {"sender_chat": place.json()}
    return person.user(), {}
