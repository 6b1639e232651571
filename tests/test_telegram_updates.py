"""What Telegram tells, read as events: pure, from JSON as the Bot API sends it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, Update

from bot.adapters.telegram.updates import BotSelf, Intake, read
from bot.model import (
    Account,
    Address,
    Arrived,
    Command,
    Edited,
    FromPlatform,
    Joined,
    Moved,
    Nameless,
    Other,
    Press,
    Quoted,
    Removed,
    Text,
)

ME = BotSelf(100, "Troth_bot")
ANA: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Ana", "last_name": "Ruiz", "language_code": "es"}
BEN: dict[str, Any] = {"id": 8, "is_bot": False, "first_name": "Ben"}
BOT: dict[str, Any] = {"id": 100, "is_bot": True, "first_name": "Troth", "username": "Troth_bot"}
NOBODY: dict[str, Any] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL: dict[str, Any] = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: dict[str, Any] = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
DIRECT: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP: dict[str, Any] = {"id": -42, "type": "group", "title": "Us"}
FORUM: dict[str, Any] = {"id": -1001, "type": "supergroup", "title": "Us", "is_forum": True}
CHANNEL: dict[str, Any] = {"id": -1002, "type": "channel", "title": "News"}


def message(chat: dict[str, Any] = DIRECT, sender: dict[str, Any] | None = ANA, **body: Any) -> dict[str, Any]:
    """A message as Telegram sends it; commands in it get their entity."""
    said: dict[str, Any] = {"message_id": 5, "date": 1_790_000_000, "chat": chat, **body}
    if sender is not None:
        said["from"] = sender
    text = said.get("text", "")
    if text.startswith("/") and "entities" not in said:
        length = len(text.split()[0])
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return said


def intake(**update: Any) -> Intake | None:
    """What an update is read as."""
    return read(Update.de_json({"update_id": 900, **update}, None), ME)


def event(**update: Any) -> FromPlatform | None:
    """The one event of an update, or None."""
    found = intake(**update)
    if found is None:
        return None
    (only,) = found.events
    return only


def said(text: str, chat: dict[str, Any] = DIRECT, **body: Any) -> FromPlatform | None:
    """What typing this is read as."""
    return event(message=message(chat, text=text, **body))


# -- words and commands ------------------------------------------------------------------------------------------


def test_words_in_a_direct_chat() -> None:
    """Plain words keep their text, and tell who said them, with name and language."""
    found = said("good morning")
    assert isinstance(found, Text)
    assert (found.key, found.text, found.place) == ("900", "good morning", Address("telegram", "7", "direct"))
    assert found.sender.account == Account("telegram", "7")
    assert (found.sender.name, found.sender.language) == ("Ana Ruiz", "es")


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/start", "start", ""),
        ("/start ABC123", "start", "ABC123"),
        ("/Promise  call mum\nby Friday ", "promise", "call mum\nby Friday"),
        ("/promise@troth_BOT call mum", "promise", "call mum"),
        ("/promise\ncall mum", "promise", "call mum"),
    ],
)
def test_a_command(text: str, name: str, rest: str) -> None:
    """A command has its name in small letters, what follows it, and the id of its message."""
    found = said(text)
    assert isinstance(found, Command)
    assert (found.name, found.text, found.ref, found.quoted) == (
        name,
        rest,
        f"{found.place.id.partition('/')[0]}/5",
        None,
    )


@pytest.mark.parametrize("text", ["/hoy", "/compañía mañana", "/hoy@troth_bot"])
def test_a_command_without_an_entity(text: str) -> None:
    """Telegram marks only ASCII commands; others are told by their text."""
    found = said(text, entities=[])
    assert isinstance(found, Command)
    assert found.name == re.split("[ @]", text[1:], maxsplit=1)[0]


@pytest.mark.parametrize("text", ["/", "/ promise", "//promise", "/usr/bin is full", "and/or", "say /promise", "/?"])
def test_what_is_no_command(text: str) -> None:
    """Words with a slash in them stay words."""
    found = said(text, entities=[])
    assert isinstance(found, Text)
    assert found.text == text


def test_telegrams_own_reading_of_a_command_counts() -> None:
    """Where Telegram says how long the command is, what follows at once is its text."""
    found = said("/promise, call mum", entities=[{"type": "bot_command", "offset": 0, "length": 8}])
    assert isinstance(found, Command)
    assert (found.name, found.text) == ("promise", ", call mum")


@pytest.mark.parametrize("entities", [None, []])
def test_another_bots_command_is_none_of_ours(entities: list[Any] | None) -> None:
    """A command that names another bot is nothing, neither command nor words."""
    body: dict[str, Any] = {} if entities is None else {"entities": entities}
    assert said("/start@other_bot now", GROUP, **body) is None
    assert said("/start@other_bot", **body) is None


def test_a_topic_is_a_place_of_its_own() -> None:
    """A forum's topic is its own place; a thread of replies elsewhere is not, nor a topic of a direct chat."""
    topic = said("/today", FORUM, is_topic_message=True, message_thread_id=33)
    assert isinstance(topic, Command)
    assert topic.place == Address("telegram", "-1001/33", "shared")
    thread = said("/today", FORUM, message_thread_id=33)
    assert isinstance(thread, Command)
    assert thread.place == Address("telegram", "-1001", "shared")
    direct = said("hello", is_topic_message=True, message_thread_id=33)
    assert isinstance(direct, Text)
    assert direct.place == Address("telegram", "7", "direct")


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"first_name": "", "username": "ana7"}, "@ana7"),
        ({"first_name": "  "}, "?"),
        ({"first_name": "A", "last_name": "B"}, "A B"),
    ],
)
def test_everybody_has_some_name(user: dict[str, Any], name: str) -> None:
    """A name is never empty, whatever an account is called."""
    found = event(message=message(sender={"id": 7, "is_bot": False, **user}, text="hi"))
    assert isinstance(found, Text)
    assert found.sender.name == name


# -- quoting -----------------------------------------------------------------------------------------------------


def quoted(replied: dict[str, Any], **body: Any) -> Quoted | None:
    """What a command that replies to this message quotes."""
    found = event(message=message(GROUP, text="/promise", reply_to_message=replied, **body))
    assert isinstance(found, Command)
    return found.quoted


def test_a_reply_quotes_the_message_and_its_author() -> None:
    """A command that replies quotes the whole message, or the part that was marked."""
    replied = message(GROUP, BEN, text="I will call mum on Sunday")
    ben = Account("telegram", "8")
    assert quoted(replied) == Quoted("I will call mum on Sunday", ben)
    assert quoted(replied, quote={"text": "call mum", "position": 7, "is_manual": True}) == Quoted("call mum", ben)


def test_a_picture_is_quoted_by_its_caption() -> None:
    """A caption counts as a message's words; without one there is nothing to quote."""
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    assert quoted(message(GROUP, BEN, photo=photo, caption="the shelf")) == Quoted(
        "the shelf", Account("telegram", "8")
    )
    assert quoted(message(GROUP, BEN, photo=photo)) is None


def test_the_bots_own_messages_are_not_quoted() -> None:
    """What Troth said itself is nobody's words."""
    assert quoted(message(GROUP, BOT, text="A new question")) is None


def test_a_forwarded_message_is_its_first_authors() -> None:
    """Whoever forwards words did not write them: their author is who wrote them, or nobody."""
    forwarded = {"type": "user", "date": 1_790_000_000, "sender_user": BEN}
    assert quoted(message(GROUP, ANA, text="x", forward_origin=forwarded)) == Quoted("x", Account("telegram", "8"))
    hidden = {"type": "hidden_user", "date": 1_790_000_000, "sender_user_name": "Ben"}
    assert quoted(message(GROUP, ANA, text="x", forward_origin=hidden)) == Quoted("x")


def test_a_nameless_message_has_no_author() -> None:
    """Words written in a group's name are quoted without an author."""
    assert quoted(message(GROUP, NOBODY, text="x", sender_chat=GROUP)) == Quoted("x")


def test_words_tell_what_they_answer() -> None:
    """Plain words have the id of their message and quote what they reply to, the bot's own messages too."""
    for replied, author in (
        (message(GROUP, BEN, text="when?"), Account("telegram", "8")),
        (message(GROUP, BOT, text="when?"), None),
    ):
        found = said("at eight", GROUP, reply_to_message=replied)
        assert isinstance(found, Text)
        assert (found.ref, found.quoted) == ("-42/5", Quoted("when?", author))
    found = said("at eight", GROUP)
    assert isinstance(found, Text)
    assert found.quoted is None


# -- what was changed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["at nine", "/leave", "/start@troth_bot now"])
def test_changed_words(text: str) -> None:
    """An edit tells what the message says now, under its id; a command in it is not done again."""
    found = event(
        edited_message=message(FORUM, text=text, is_topic_message=True, message_thread_id=33, edit_date=1_790_000_060)
    )
    assert isinstance(found, Edited)
    assert (found.key, found.ref, found.text) == ("900", "-1001/5", text)
    assert found.place == Address("telegram", "-1001/33", "shared")
    assert found.sender.account == Account("telegram", "7")


# -- what is not words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "/promise"},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "Mum"}},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"document": {"file_id": "f", "file_unique_id": "u"}},
        {"video_note": {"file_id": "f", "file_unique_id": "u", "length": 1, "duration": 1}},
        {"dice": {"emoji": "🎲", "value": 1}},
    ],
)
def test_what_troth_takes_no_part_of(body: dict[str, Any]) -> None:
    """Pictures, places, contacts and voice are told apart from words, and nothing of them is kept."""
    found = event(message=message(**body))
    assert isinstance(found, Other)
    assert found.key == "900"


def test_an_album_counts_once() -> None:
    """Ten pictures sent together come as ten messages, and are one thing that somebody did."""
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    keys = set()
    for number in range(10):
        found = read(
            Update.de_json(
                {"update_id": 900 + number, "message": message(photo=photo, media_group_id="1357", message_id=number)},
                None,
            ),
            ME,
        )
        assert found is not None
        keys |= {one.key for one in found.events}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "update",
    [
        {"edited_message": message(sender=BOT, text="x")},
        {"edited_message": message(GROUP, NOBODY, text="x", sender_chat=GROUP)},
        {"edited_message": message(CHANNEL, text="x")},
        {"edited_message": message(GROUP, text="/start@other_bot")},
        {"edited_message": message(caption="x", photo=[])},
        {"edited_channel_post": message(CHANNEL, None, text="x")},
        {"channel_post": message(CHANNEL, None, text="/start")},
        {"message": message(CHANNEL, text="/start")},
        {"message": message(sender={"id": 55, "is_bot": True, "first_name": "Another"}, text="/start")},
        {"message": message(GROUP, new_chat_title="Us two")},
        {"message": message(GROUP, left_chat_member=BEN)},
        {"message": message(GROUP, pinned_message=message(GROUP, text="x"))},
        {"business_message": message(text="x")},
        {"poll_answer": {"poll_id": "1", "user": ANA, "option_ids": [0], "option_persistent_ids": ["0"]}},
        {"something_new": {"id": 1}},
        {},
    ],
)
def test_what_is_nothing_to_us(update: dict[str, Any]) -> None:
    """Channels, other bots, and kinds that nobody asked for are read as nothing, edits of theirs too."""
    assert intake(**update) is None


# -- nobody's name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"sender": NOBODY, "sender_chat": FORUM},
        {"sender": AS_CHANNEL, "sender_chat": CHANNEL},
        {"sender": TELEGRAM, "sender_chat": CHANNEL, "is_automatic_forward": True},
        {"sender": TELEGRAM},
    ],
)
def test_in_a_groups_or_channels_name(body: dict[str, Any]) -> None:
    """A command in the name of a group or channel is nobody's; other words from there are nothing."""
    found = event(message=message(FORUM, text="/promise x", is_topic_message=True, message_thread_id=3, **body))
    assert found == Nameless("900", Address("telegram", "-1001/3", "shared"), ref="-1001/5")
    assert intake(message=message(FORUM, text="hello", **body)) is None
    assert intake(message=message(FORUM, text="/promise@other_bot", **body)) is None


# -- who is where ------------------------------------------------------------------------------------------------


def test_people_who_join() -> None:
    """Everybody who was added is told apart, under keys of their own; Troth itself is not among them."""
    other = {"id": 55, "is_bot": True, "first_name": "Another"}
    found = intake(message=message(GROUP, new_chat_members=[BEN, BOT, other]))
    place = Address("telegram", "-42", "shared")
    assert found is not None
    assert found.events == (
        Joined("900", place, Account("telegram", "8")),
        Joined("900.1", place, Account("telegram", "55")),
    )
    assert intake(message=message(GROUP, new_chat_members=[BOT])) is None


def member(status: str, user: dict[str, Any] = BOT) -> dict[str, Any]:
    """Somebody's standing in a chat."""
    more = {"kicked": {"until_date": 0}, "restricted": {"is_member": True, "until_date": 0}}.get(status, {})
    rights = [
        "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
        "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
        "can_edit_stories", "can_delete_stories", "can_send_messages", "can_send_audios", "can_send_documents",
        "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
        "can_send_other_messages", "can_add_web_page_previews", "can_pin_messages", "can_manage_topics",
        "can_edit_tag", "can_react_to_messages",
    ]  # fmt: skip
    needed = dict.fromkeys(rights, False) if status in {"administrator", "restricted"} else {}
    return {"status": status, "user": user, **needed, **more}


def change(old: str, new: str, chat: dict[str, Any], user: dict[str, Any] = BOT) -> dict[str, Any]:
    """A change of somebody's standing, made by Ana."""
    before, after = member(old, user), member(new, user)
    return {"chat": chat, "from": ANA, "date": 1_790_000_000, "old_chat_member": before, "new_chat_member": after}


@pytest.mark.parametrize(("old", "new"), [("left", "member"), ("kicked", "member"), ("left", "administrator")])
def test_troth_was_let_in(old: str, new: str) -> None:
    """Added to a group, or unblocked in a direct chat: Troth may write there, and knows who did it."""
    for chat in (GROUP, DIRECT):
        found = event(my_chat_member=change(old, new, chat))
        assert isinstance(found, Arrived)
        assert found.sender.account.id == "7"
        assert found.place.id == str(chat["id"])


@pytest.mark.parametrize(("old", "new"), [("member", "left"), ("member", "kicked"), ("administrator", "kicked")])
def test_troth_was_put_out(old: str, new: str) -> None:
    """Put out of a group or blocked: Troth may write there no more."""
    assert event(my_chat_member=change(old, new, GROUP)) == Removed("900", Address("telegram", "-42", "shared"))
    assert event(my_chat_member=change(old, new, DIRECT)) == Removed("900", Address("telegram", "7", "direct"))
    assert event(message=message(GROUP, left_chat_member=BOT)) == Removed("900", Address("telegram", "-42", "shared"))


def test_a_new_rank_is_no_arrival() -> None:
    """Made an administrator, or restricted while inside: Troth was there before."""
    assert intake(my_chat_member=change("member", "administrator", GROUP)) is None
    assert intake(my_chat_member=change("member", "restricted", FORUM)) is None
    assert intake(my_chat_member=change("left", "member", CHANNEL)) is None


def test_somebody_became_a_member() -> None:
    """Whoever comes to be able to read a group is told; a change of rank or a leaving is not."""
    ben = Joined("900", Address("telegram", "-1001", "shared"), Account("telegram", "8"))
    assert event(chat_member=change("left", "member", FORUM, BEN)) == ben
    assert event(chat_member=change("left", "restricted", FORUM, BEN)) == ben
    assert intake(chat_member=change("member", "administrator", FORUM, BEN)) is None
    assert intake(chat_member=change("member", "left", FORUM, BEN)) is None


def test_a_group_that_moves() -> None:
    """A group that becomes a supergroup is told from both sides, as the same move."""
    old, place = {**GROUP}, Address("telegram", "-42", "shared")
    assert event(message=message(old, migrate_to_chat_id=-1001)) == Moved("900", place, "-1001")
    assert event(message=message(FORUM, migrate_from_chat_id=-42)) == Moved("900", place, "-1001")


# -- buttons -----------------------------------------------------------------------------------------------------


def query(**more: Any) -> dict[str, Any]:
    """A press of a button by Ana."""
    return {"id": "4242", "from": ANA, "chat_instance": "1", **more}


def test_a_press() -> None:
    """A press carries the button's data as its token, and where it was pressed, topics too."""
    there = message(FORUM, BOT, text="x", is_topic_message=True, message_thread_id=3)
    found = intake(callback_query=query(data="tok.0", message=there))
    assert found is not None
    (press,) = found.events
    assert isinstance(press, Press)
    assert (press.token, press.place.id, press.sender.account.id) == ("tok.0", "-1001/3", "7")
    assert found.query == "4242"


def test_a_press_on_an_old_message() -> None:
    """A message too old for Telegram to show still has a chat, so its buttons still answer."""
    found = intake(callback_query=query(data="tok.0", message={"chat": GROUP, "message_id": 5, "date": 0}))
    assert found is not None
    assert isinstance(found.events[0], Press)
    assert found.events[0].place.id == "-42"


def test_presses_that_are_none() -> None:
    """A game's button and one on a message that is nowhere are nothing."""
    assert intake(callback_query=query(game_short_name="g", message=message(sender=BOT, text="x"))) is None
    assert intake(callback_query=query(data="x", inline_message_id="1")) is None


# -- in whose order ----------------------------------------------------------------------------------------------


def test_lanes() -> None:
    """One person's events wait for each other and for what befalls the chat; two people's do not."""
    ana = intake(message=message(GROUP, ANA, text="/a"))
    ben = intake(message=message(GROUP, BEN, text="/a"))
    moved = intake(message=message(GROUP, migrate_to_chat_id=-1001))
    after = intake(message=message(FORUM, BEN, text="/a", is_topic_message=True, message_thread_id=3))
    assert ana is not None
    assert ben is not None
    assert moved is not None
    assert after is not None
    assert not ben.begins_after & ana.holds_up
    assert ana.begins_after & ana.holds_up
    assert ben.begins_after & moved.holds_up
    assert after.begins_after & moved.holds_up


# -- anything at all ---------------------------------------------------------------------------------------------


@given(st.text(max_size=40), st.booleans())
def test_any_words_are_read(text: str, marked: bool) -> None:
    """Whatever is typed after a slash or not: a command has a name, and words stay as they were."""
    entities = [{"type": "bot_command", "offset": 0, "length": 2}] if marked and text.startswith("/") else []
    found = intake(message=message(text=text, entities=entities))
    if found is not None and isinstance(found.events[0], Text):
        assert found.events[0].text == text


@given(st.sampled_from(sorted(Message.__slots__)), st.sampled_from([True, 1, "x", [], {}, [{}], {"id": 1}]))
def test_strange_messages_raise_nothing_but_errors(kind: str, value: Any) -> None:
    """A field that holds nonsense is read, or refused by an exception: never by hanging or dying."""
    try:
        found = intake(message=message(**{kind: value}))
    except Exception as why:
        assert not isinstance(why, RecursionError | MemoryError)  # noqa: PT017  # any other may come
    else:
        assert found is None or found.events
