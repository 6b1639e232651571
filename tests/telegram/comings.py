"""Who comes and goes on the loopback Telegram: members, the bot itself, and whole groups that move."""

from __future__ import annotations

from tests.loopback.cant import Cant
from tests.telegram.people import BOT, OTHER_BOT, Chat, Message, Person, Standing
from tests.telegram.wire import Json
from tests.telegram.world import World


class Comings:
    """People and chats found by their ids, and what changes who is where."""

    def __init__(self, world: World) -> None:
        self.world = world

    # -- coming and going --------------------------------------------------------------------------------------

    def blocks(self, user: int) -> None:
        """Somebody blocks the bot."""
        person = self.who(user)
        person.blocked = True
        self.world.standing_changed(self.place(user), BOT, person.user(), "member", "kicked")

    def unblocks(self, user: int) -> None:
        """Somebody lets the bot write to them again."""
        person = self.who(user)
        person.blocked = False
        person.started = True
        self.world.standing_changed(self.place(user), BOT, person.user(), "kicked", "member")

    def adds(self, chat: int, user: int) -> None:
        """Whoever made the group adds somebody."""
        place, person = self.place(chat), self.who(user)
        before = place.standing.get(user, "left")
        place.standing[user] = "member"
        self.service(place, self.owner(place), {"new_chat_members": [person.user()]})
        self.world.standing_changed(place, person.user(), self.owner(place), before, "member")

    def removes(self, chat: int, user: int) -> None:
        """Somebody leaves, or is put out: `left_chat_member` either way."""
        place, person = self.place(chat), self.who(user)
        before = place.standing[user]
        place.standing[user] = "left"
        self.service(place, person.user(), {"left_chat_member": person.user()})
        self.world.standing_changed(place, person.user(), person.user(), before, "left")

    def adds_bot(self, chat: int, by: int) -> None:
        """Somebody adds the bot to a group."""
        place, person = self.place(chat), self.who(by)
        if place.bot_is_in():
            return
        before, place.bot = place.bot, "member"
        self.world.standing_changed(place, BOT, person.user(), before, "member")
        self.service(place, person.user(), {"new_chat_members": [BOT]})

    def removes_bot(self, chat: int, by: int) -> None:
        """Somebody puts the bot out of a group."""
        place, person = self.place(chat), self.who(by)
        if place.kind == "group":
            self.service(place, person.user(), {"left_chat_member": BOT})
        before, place.bot = place.bot, "kicked"
        self.world.standing_changed(place, BOT, person.user(), before, "kicked")

    def stands(self, chat: int, user: int | None, standing: Standing) -> None:
        """A member's standing changes ("administrator", "member"); nobody named: the bot's."""
        place = self.place(chat)
        if user is None:
            before, place.bot = place.bot, standing
            self.world.standing_changed(place, BOT, self.owner(place), before, standing)
            return
        was = place.standing[user]
        place.standing[user] = standing
        self.world.standing_changed(place, self.who(user).user(), self.owner(place), was, standing)

    def other_bot_writes(self, chat: int, text: str = "beep") -> int:
        """Another bot in the group says something, which our bot never sees."""
        place = self.place(chat)
        return self.world.post(place, OTHER_BOT, {"text": text}).id

    def migrates(self, chat: int) -> int:
        """A basic group becomes a supergroup: another id, and both sides of it are told."""
        old = self.place(chat)
        if old.kind != "group":
            raise Cant("only a basic group can become a supergroup")
        new = Chat(self.world.new_group_id(supergroup=True), "supergroup", old.title)
        new.standing, new.bot, new.last_bot = dict(old.standing), old.bot, old.last_bot
        self.world.chats[new.id] = new
        owner = self.owner(old)
        self.service(old, owner, {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self.service(new, owner, {"migrate_from_chat_id": old.id})
        return new.id

    # -- finding -----------------------------------------------------------------------------------------------

    def who(self, user: int) -> Person:
        """Somebody, by their id."""
        if user not in self.world.persons:
            raise Cant(f"there is no person {user}")
        return self.world.persons[user]

    def place(self, chat: int) -> Chat:
        """A chat, by its id."""
        if chat not in self.world.chats:
            raise Cant(f"there is no chat {chat}")
        return self.world.chats[chat]

    def owner(self, chat: Chat) -> Json:
        """Who made a group, as the Bot API words a user."""
        return next(self.who(user).user() for user, standing in chat.standing.items() if standing == "creator")

    def message(self, chat: Chat, number: int) -> Message:
        """A message of a chat, by its number."""
        if number not in chat.messages:
            raise Cant(f"there is no message {number} in chat {chat.id}")
        return chat.messages[number]

    def must_be_in(self, chat: Chat, user: int) -> None:
        """Only those who are in a chat do anything there."""
        if user not in chat.members():
            raise Cant(f"person {user} is not in chat {chat.id}")

    def service(self, chat: Chat, sender: Json, content: Json) -> None:
        """Show what happened in a chat as a message of its own, and tell the bot."""
        self.world.tell_bot(chat, self.world.post(chat, sender, content, service=True))
