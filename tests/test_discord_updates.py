"""What Discord tells, as events: each kind of interaction, message and change, and what is none of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.discord import updates
from bot.adapters.discord.addresses import account, channel, direct, thread, visit
from bot.adapters.discord.interactions import direct_channel, interaction
from bot.adapters.discord.updates import Around, GoneInDirect, Taken
from bot.adapters.discord.via import Via
from bot.model import (
    Account,
    Address,
    Arrived,
    Command,
    Deleted,
    Edited,
    Filled,
    Joined,
    Other,
    Press,
    Quoted,
    Removed,
    Sender,
    Text,
    Typing,
)

Json = dict[str, Any]

BOT, ANA, BEN = "100", "7", "8"
GUILD, GENERAL, HOME, DM = "200", "300", "400", "500"
ANA_USER = {"id": ANA, "username": "ana_", "global_name": "Ana"}
BEN_USER = {"id": BEN, "username": "ben", "global_name": None}
BOT_USER = {"id": BOT, "username": "troth", "bot": True}
ID = "1442000000000000000"
AROUND = Around(BOT, lambda guild: guild == GUILD, lambda _, one: {GENERAL: "", HOME: GENERAL}.get(one))
QUOTING = {"Make this a promise": "promise"}


def acted(kind: int, data: Json, **more: Any) -> Json:
    """An interaction of Ana's, in the direct chat unless it says otherwise."""
    said = {"id": ID, "token": "tok", "type": kind, "data": data, "locale": "es-ES", "context": 1, "channel_id": DM}
    return {**said, "user": ANA_USER, "authorizing_integration_owners": {"0": "0"}, **more}


def in_guild(where: Json, guild: str = GUILD, *, owners: Json | None = None) -> Json:
    """What an interaction in a server has instead."""
    member = {"user": ANA_USER, "nick": "A."}
    owners = {"0": guild} if owners is None else owners
    given = {"guild_id": guild, "channel": where, "channel_id": where["id"], "member": member, "user": None}
    return {**given, "context": 0, "authorizing_integration_owners": owners}


def read(data: Json) -> Taken:
    """The event of an interaction."""
    taken = interaction(data, AROUND, QUOTING)
    assert taken is not None
    return taken


def wrote(text: str = "hello", **more: Any) -> Json:
    """A message of Ana's in the direct chat."""
    return {"id": "900", "channel_id": DM, "type": 0, "content": text, "author": ANA_USER, "mentions": [], **more}


def there(text: str = "hello", **more: Any) -> Json:
    """A message of Ana's in a server."""
    return wrote(text, **{"guild_id": GUILD, "channel_id": GENERAL, **more})


# -- interactions ------------------------------------------------------------------------------------------------


def test_a_slash_command() -> None:
    """Its name, its options joined, who and where; and the way to answer is in the event and beside it."""
    options = [{"type": 3, "name": "text", "value": "call mum"}, {"type": 3, "name": "by", "value": "friday"}]
    taken = read(acted(2, {"type": 1, "name": "promise", "options": options}))
    via = Via("command", ID, "tok", user_id=ANA)
    sender = Sender(account(ANA), "Ana", "es-ES")
    assert taken == Taken(Command(f"i:{ID}", sender, direct(ANA), "promise", "call mum friday", via=via.text), via)
    assert direct_channel(acted(2, {"name": "promise"})) == DM


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (in_guild({"id": GENERAL, "type": 0}), channel(GUILD, GENERAL)),
        (in_guild({"id": HOME, "type": 12, "parent_id": GENERAL}), thread(GUILD, GENERAL, HOME)),
        (in_guild({"id": "9", "type": 12, "parent_id": "8"}), thread(GUILD, "8", "9")),
        (in_guild({"id": GENERAL, "type": 0}, owners={"1": ANA}), visit(GENERAL)),
        (in_guild({"id": "77", "type": 0}, guild="999"), visit("77")),
        ({"context": 2, "channel_id": "66", "authorizing_integration_owners": {"1": ANA}}, visit("66")),
        ({"context": 1, "authorizing_integration_owners": {"1": ANA}}, direct(ANA)),
        ({"context": None}, direct(ANA)),
    ],
)
def test_where_a_command_is_used(where: Json, place: Address) -> None:
    """The direct chat, a channel, a thread in one; and a chat where the bot is no member is only visited."""
    taken = read(acted(2, {"type": 1, "name": "help"}, **where))
    assert taken.event.place == place
    assert taken.event.sender.name == "Ana"  # type: ignore[union-attr]
    assert taken.via is not None
    assert taken.via.private == (place.kind != "direct")


def test_a_command_over_a_message() -> None:
    """It is the command it stands for, about those words and whoever wrote them; a bot's own words are nobody's."""

    def over(author: Json, content: str = "I call mum") -> Command:
        messages = {"5": {"id": "5", "content": content, "author": author}}
        data = {"type": 3, "name": "Make this a promise", "target_id": "5", "resolved": {"messages": messages}}
        event = read(acted(2, data)).event
        assert isinstance(event, Command)
        return event

    assert over(BEN_USER).name == "promise"
    assert over(BEN_USER).quoted == Quoted("I call mum", account(BEN))
    assert over({**BEN_USER, "bot": True}).quoted == Quoted("I call mum")
    assert over(BOT_USER).quoted is None
    assert over(BEN_USER, "").quoted is None


def test_a_button() -> None:
    """Its token, and the message it is on; one that only Ana sees is answered to her alone."""
    message = {"id": "31", "flags": 0}
    taken = read(acted(3, {"component_type": 2, "custom_id": "abc.1"}, message=message))
    via = Via("press", ID, "tok", "31", ANA, pressed="abc.1")
    assert taken == Taken(Press(f"i:{ID}", Sender(account(ANA), "Ana", "es-ES"), direct(ANA), "abc.1", via.text), via)
    alone = read(acted(3, {"custom_id": "x"}, message={"id": "31", "flags": 64}))
    assert alone.via is not None
    assert alone.via.private


def test_a_form() -> None:
    """Texts, one choice and several, from labels and from rows; opened from a button or from nothing."""
    components = [
        {"type": 10, "id": 1},
        {"type": 18, "component": {"type": 4, "custom_id": "what", "value": "call"}},
        {"type": 18, "component": {"type": 3, "custom_id": "kind", "values": ["a"]}},
        {"type": 18, "component": {"type": 3, "custom_id": "days", "values": ["mo", "tu"]}},
        {"type": 18, "component": {"type": 3, "custom_id": "none", "values": []}},
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": ""}]},
    ]
    fields = {"what": "call", "kind": "a", "days": ("mo", "tu"), "none": (), "old": ""}
    taken = read(acted(5, {"custom_id": "form", "components": components}))
    assert isinstance(taken.event, Filled)
    assert (taken.event.token, taken.event.fields) == ("form", fields)
    assert taken.via == Via("modal", ID, "tok", user_id=ANA, pressed="form")
    after = read(acted(5, {"custom_id": "form", "components": []}, message={"id": "31"}))
    assert after.via == Via("modal-press", ID, "tok", "31", ANA, pressed="form")


def test_typing() -> None:
    """What stands in the option that somebody types into."""
    options = [{"type": 3, "name": "a", "value": "x"}, {"type": 3, "name": "b", "value": "ca", "focused": True}]
    taken = read(acted(4, {"name": "promise", "options": options}))
    assert taken.event == Typing(Sender(account(ANA), "Ana", "es-ES"), direct(ANA), "promise", "ca")


def test_interactions_that_are_none_of_ours() -> None:
    """A ping, a kind that does not exist yet, a bot."""
    assert interaction({"id": ID, "token": "t", "type": 1}, AROUND, {}) is None
    assert interaction(acted(99, {}), AROUND, {}) is None
    assert interaction(acted(2, {"name": "x"}, user=BOT_USER), AROUND, {}) is None


def test_mentions_in_options_are_names() -> None:
    """Where Discord has ids in a person's words, others are to read names."""
    data = {
        "type": 1,
        "name": "say",
        "options": [{"type": 3, "name": "text", "value": "hi <@8> <:heart:55>"}],
        "resolved": {"users": {BEN: BEN_USER}},
    }
    event = read(acted(2, data)).event
    assert isinstance(event, Command)
    assert event.text == "hi @ben :heart:"


# -- messages ----------------------------------------------------------------------------------------------------


def test_words_in_a_direct_chat() -> None:
    """A text, with its id, and what it replies to."""
    sender = Sender(account(ANA), "Ana")
    assert updates.message(wrote(), AROUND) == [Text("m:900", sender, direct(ANA), "hello", "900")]
    reply = wrote(type=19, referenced_message={"id": "8", "content": "who?", "author": BEN_USER})
    assert updates.message(reply, AROUND) == [
        Text("m:900", sender, direct(ANA), "hello", "900", Quoted("who?", account(BEN)))
    ]
    ours = wrote(type=19, referenced_message={"id": "8", "content": "**Ben**: 1\\*2", "author": BOT_USER})
    (text,) = updates.message(ours, AROUND)
    assert isinstance(text, Text)
    assert text.quoted == Quoted("Ben: 1*2")


def test_a_command_that_is_typed() -> None:
    """In a direct chat, and with a mention in a server: as if it came from the menu, with an id to answer."""
    sender = Sender(account(ANA), "Ana")
    assert updates.message(wrote("/Promise  call mum"), AROUND) == [
        Command("m:900", sender, direct(ANA), "promise", "call mum", "900")
    ]
    (there_too,) = updates.message(there("<@100> /help", mentions=[BOT_USER]), AROUND)
    assert there_too == Command("m:900", sender, channel(GUILD, GENERAL), "help", "", "900")


@pytest.mark.parametrize("what", ["attachments", "sticker_items", "message_snapshots", "poll"])
def test_what_is_no_words(what: str) -> None:
    """In a direct chat it is told apart; in a server it is nothing to us."""
    (event,) = updates.message(wrote("", **{what: [{"id": "1"}]}), AROUND)
    assert isinstance(event, Other)
    assert updates.message(there("", **{what: [{"id": "1"}]}), AROUND) == []


def test_words_in_a_server() -> None:
    """Only what mentions the bot, without the mention; a reply to it counts, and with the intent everything does."""
    (text,) = updates.message(there("hey <@!100> I am late", mentions=[BOT_USER]), AROUND)
    assert isinstance(text, Text)
    assert (text.text, text.place) == ("hey I am late", channel(GUILD, GENERAL))
    assert updates.message(there("between us"), AROUND) == []
    assert updates.message(there("<@100>", mentions=[BOT_USER]), AROUND) == []
    (reply,) = updates.message(there("yes", type=19, mentions=[BOT_USER], channel_id=HOME), AROUND)
    assert reply.place == thread(GUILD, GENERAL, HOME)
    (all_of_it,) = updates.message(there("between us"), replace(AROUND, reads_all=True))
    assert isinstance(all_of_it, Text)


@pytest.mark.parametrize(
    "data",
    [
        wrote(author=BOT_USER),
        wrote(author={**BEN_USER, "bot": True}),
        wrote(author={**BEN_USER, "system": True}),
        wrote(webhook_id="5"),
        wrote(type=7),
        wrote(flags=64),
        there("<@100> hi", mentions=[BOT_USER], channel_id="unknown"),
        there("<@100> hi", mentions=[BOT_USER], guild_id="999", channel_id="unknown"),
        wrote(""),
    ],
)
def test_messages_that_are_none_of_ours(data: Json) -> None:
    """The bot's own, other bots', Discord's, a webhook's, what one person alone is shown, unknown channels."""
    assert updates.message(data, AROUND) == []
    assert updates.edited({**data, "edited_timestamp": "2026-11-22T12:00:00Z"}, AROUND) == []


def test_an_edit() -> None:
    """The new words, once for each time they were changed; a preview that Discord adds is no edit."""
    when = "2026-11-22T12:00:00.000000+00:00"
    (event,) = updates.edited(wrote("hello!", edited_timestamp=when), AROUND)
    assert event == Edited(f"e:900:{when}", Sender(account(ANA), "Ana"), direct(ANA), "900", "hello!")
    assert updates.edited(wrote("hello!", edited_timestamp=None), AROUND) == []
    assert updates.edited(there("", edited_timestamp=when), AROUND) == []


def test_a_deletion() -> None:
    """One or many; of a direct chat it is asked whose it is."""
    place = channel(GUILD, GENERAL)
    gone = {"guild_id": GUILD, "channel_id": GENERAL}
    assert updates.deleted({"id": "1", **gone}, AROUND) == [Deleted("d:1", place, "1")]
    assert updates.deleted({"ids": ["1", "2"], **gone}, AROUND) == [Deleted(f"d:{n}", place, n) for n in "12"]
    (unplaced,) = updates.deleted({"id": "1", "channel_id": DM}, AROUND)
    assert unplaced == GoneInDirect(DM, "1")
    assert unplaced.told(ANA) == Deleted("d:1", direct(ANA), "1")


# -- who is where ------------------------------------------------------------------------------------------------


def test_somebody_is_added_to_a_thread() -> None:
    """Each of them, whoever did it; the bot itself has arrived; those whom it adds itself are known."""
    added = there("", type=1, channel_id=HOME, mentions=[BEN_USER, {**BEN_USER, "id": "9"}])
    place = thread(GUILD, GENERAL, HOME)
    assert updates.message(added, AROUND) == [
        Joined("m:900", place, account(BEN)),
        Joined("m:900.1", place, account("9")),
    ]
    assert updates.message({**added, "author": {**BEN_USER, "bot": True}}, AROUND) != []
    assert updates.message({**added, "author": BOT_USER}, AROUND) == []
    (came,) = updates.message({**added, "mentions": [BOT_USER]}, AROUND)
    assert came == Arrived("m:900", Sender(account(ANA), "Ana"), place)


def test_what_is_gone() -> None:
    """A channel, a thread, a server; one that is only out of reach for a while is not."""
    assert updates.channel_gone({"id": GENERAL, "guild_id": GUILD, "type": 0, "parent_id": "1"}) == [
        Removed(f"c:{GENERAL}", channel(GUILD, GENERAL))
    ]
    assert updates.channel_gone({"id": HOME, "guild_id": GUILD, "type": 12, "parent_id": GENERAL}) == [
        Removed(f"c:{HOME}", thread(GUILD, GENERAL, HOME))
    ]
    assert updates.channel_gone({"id": DM, "type": 1}) == []
    whole = Address("discord", GUILD, "shared")
    assert updates.guild_gone({"id": GUILD}, AROUND, 5) == [Removed(f"g:{GUILD}:5", whole)]
    assert updates.guild_gone({"id": GUILD, "unavailable": True}, AROUND, 5) == []
    assert updates.guild_gone({"id": "999"}, AROUND, 5) == []


def test_put_out_of_a_thread() -> None:
    """Only if it is the bot."""
    data = {"id": HOME, "guild_id": GUILD, "member_count": 2, "removed_member_ids": [BOT]}
    assert updates.put_out(data, AROUND, 5) == [Removed(f"t:{HOME}:5", thread(GUILD, GENERAL, HOME))]
    assert updates.put_out({**data, "removed_member_ids": [BEN]}, AROUND, 5) == []


def test_somebody_is_let_see_a_channel() -> None:
    """Whoever is allowed anew, or no longer denied: a person, a role, everyone; and nobody else."""

    def seen(before: list[tuple[str, int, int, int]], *after: tuple[str, int, int, int]) -> list[Account]:
        overwrites = [{"id": who, "type": kind, "allow": str(a), "deny": str(d)} for who, kind, a, d in after]
        data = {"id": GENERAL, "guild_id": GUILD, "permission_overwrites": overwrites}
        events = updates.let_see(data, updates.standing(before), AROUND, 5)
        assert all(event.place == channel(GUILD, GENERAL) for event in events)
        return [event.account for event in events if isinstance(event, Joined)]

    view, write = 1 << 10, 1 << 11
    shut = (GUILD, 0, 0, view)
    assert seen([shut], shut, (BEN, 1, view, 0)) == [account(BEN)]
    assert seen([shut], shut, ("55", 0, view, 0)) == [Account("discord", "role:55")]
    assert seen([shut]) == [Account("discord", f"role:{GUILD}")]
    assert seen([shut], (GUILD, 0, 0, write)) == [Account("discord", f"role:{GUILD}")]
    assert seen([shut, (BEN, 1, view, 0)], shut) == []
    assert seen([shut], shut, (BEN, 1, write, 0), (BOT, 1, view, 0)) == []
    assert seen([shut, (BEN, 1, view, 0)], shut, (BEN, 1, view | write, 0)) == []
