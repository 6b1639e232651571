"""Chat carried between the places of a couple's room: consent, who hears what, talks from direct chats, changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import (
    Account,
    Address,
    Command,
    Deleted,
    Edited,
    FromPlatform,
    Joined,
    Other,
    Quoted,
    Say,
    Sender,
    Span,
    Text,
)
from bot.port import Capabilities
from bot.store import Tx
from handlers.carrying import rules
from handlers.carrying.rules import Copy, Quote
from tests.stage import TelegramStage
from tests.talk import bare
from tests.two import MEMORY, OTHER, PLAIN, RICH, TwoTalk

HOME, AWAY = "-100", "-200"
ENDED = "That went nowhere: the talk with {} from here had ended.\n[Talk to {} from here]"
NO_QUESTION = "I’m not waiting for an answer just now."
HOSTILE = "@everyone <b>x</b> **y** `z` [a](http://x.example) /leave <@1> ||s|| > q"


class Chat(TwoTalk):
    """Two people in one house, with all that platforms tell of what they write."""

    count = 0

    async def happened(self, event: FromPlatform) -> None:
        await self.app.dispatch.emit(event)
        await self.app.run_due()

    async def types(
        self, who: str, text: str, *, on: str = MEMORY, place: str = "", quoting: tuple[str, str] | None = None
    ) -> str:
        """Plain words; returns their ref. `quoting`: whose message it answers ("" is the bot's), and its text."""
        Chat.count += 1
        ref = f"written-{Chat.count}"
        quoted = None
        if quoting is not None:
            quoted = Quoted(quoting[1], Account(on, quoting[0]) if quoting[0] else None)
        await self.happened(Text(f"m:{ref}", self.sender(who, on), self.at(who, on, place), text, ref, quoted))
        return ref

    async def edits(self, who: str, ref: str, text: str, *, on: str = MEMORY, place: str = "") -> None:
        Chat.count += 1
        await self.happened(Edited(f"e:{Chat.count}", self.sender(who, on), self.at(who, on, place), ref, text))

    async def deletes(self, who: str, ref: str, *, on: str = MEMORY, place: str = "") -> None:
        Chat.count += 1
        await self.happened(Deleted(f"d:{Chat.count}", self.at(who, on, place), ref))

    def sender(self, who: str, on: str) -> Sender:
        return Sender(Account(on, who), who.title())

    def at(self, who: str, on: str, place: str) -> Address:
        return Address(on, place or who, "shared" if place else "direct")

    async def agree(self, one: tuple[str, str] = ("ana", MEMORY), other: tuple[str, str] = ("ben", OTHER)) -> None:
        """One offers, the other says yes."""
        await self.says(one[0], "/carry", on=one[1])
        await self.presses(other[0], "Yes, carry it", on=other[1])

    def last(self, who: str, *, on: str = MEMORY, place: str = "") -> str:
        return self.sees(who, on=on, place=place)[-1]


async def opened(folder: Path, *, memory: Capabilities = RICH, other: Capabilities = PLAIN) -> Chat:
    chat = await Chat.open(folder, memory=memory, other=other)
    assert isinstance(chat, Chat)
    return chat


@pytest.fixture
async def apart(tmp_path: Path) -> AsyncIterator[Chat]:
    """Ana on one app, Ben on the other; each has only their direct chat, and both agreed."""
    chat = await opened(tmp_path)
    await chat.pairs()
    await chat.agree()
    yield chat
    await chat.close()


@pytest.fixture
async def rooms(tmp_path: Path) -> AsyncIterator[Chat]:
    """Ana and Ben with both apps each, a shared place on each app, and both agreed."""
    chat = await opened(
        tmp_path, memory=replace(PLAIN, title="Memory", edits=True, deletions=True), other=replace(PLAIN, edits=True)
    )
    await chat.pairs(on=(MEMORY, MEMORY))
    people = await chat.rows("SELECT a.account, a.person_id FROM accounts a")
    await _second_accounts(chat, {row["account"]: row["person_id"] for row in people})
    for on, place in ((MEMORY, HOME), (OTHER, AWAY)):
        chat.sides[on].adapter.members[place] = frozenset({Account(on, "ana"), Account(on, "ben")})
        await chat.says("ana", "/here", on=on, place=place)
        await chat.presses("ben", "Yes, here", on=on, place=place)
    await chat.agree(other=("ben", MEMORY))
    yield chat
    await chat.close()


async def _second_accounts(chat: Chat, people: dict[str, str]) -> None:
    async def add(tx: Tx) -> None:
        for who, person in people.items():
            await tx.run(
                "INSERT INTO accounts (platform, account, person_id) VALUES ('other', :who, :person)",
                who=who,
                person=person,
            )

    await chat.app.store.write(add)


def home(chat: Chat) -> list[str]:
    return chat.sees("ana", place=HOME)


def away(chat: Chat) -> list[str]:
    return chat.sees("ana", on=OTHER, place=AWAY)


# -- agreeing ----------------------------------------------------------------------------------------------------


async def test_one_offers_and_both_know_what_it_means(tmp_path: Path) -> None:
    """The offer says what is carried, what may not follow on which app, and who could read it; a yes begins it."""
    chat = await opened(tmp_path, memory=replace(RICH, edits=True, deletions=True), other=replace(PLAIN, edits=True))
    await chat.pairs()
    [asked] = await chat.says("ana", "/carry")
    assert asked.startswith("I’ve asked Ben. Until they say yes, nothing is carried.")
    offer = chat.sees("ben", on=OTHER)[-1]
    for shown in (asked, offer):
        assert "Memory: if you change or delete a message, the copy follows." in shown
        assert "Other: if you change a message, the copy follows. I’m not told when you delete one" in shown
        assert "The apps can read what passes through them." in shown
    assert offer.startswith("Ana would like me to carry what you two write")
    await chat.presses("ben", "Yes, carry it", on=OTHER)
    for who, on in (("ana", MEMORY), ("ben", OTHER)):
        assert chat.sees(who, on=on)[-1].startswith("You both said yes: from here on I carry your chat.")
    await chat.close()


async def test_nothing_is_carried_before_both_said_yes(tmp_path: Path) -> None:
    """With one yes, or after a no, /say is refused, and the one who offered can't tell a no from silence."""
    chat = await opened(tmp_path)
    await chat.pairs()
    [no] = await chat.says("ana", "/say hello")
    assert no == "That takes a yes from both of you: /carry asks Ben."
    [before] = await chat.says("ana", "/carry")
    await chat.presses("ben", "Rather not", on=OTHER)
    assert chat.sees("ben", on=OTHER)[-1] == "All right. Nothing is carried."
    assert await chat.says("ana", "/carry") == [before]
    assert await chat.says("ana", "/say hello") == [no]
    assert "hello" not in chat.everything()
    await chat.close()


async def test_the_other_is_asked_once_a_week_at_most(tmp_path: Path) -> None:
    """Offering again, or taking it back and offering again, asks the other anew only a week later."""
    chat = await opened(tmp_path)
    await chat.pairs()
    await chat.says("ana", "/carry")
    seen = chat.sees("ben", on=OTHER)
    await chat.says("ana", "/carry")
    await chat.presses("ana", "Never mind")
    await chat.presses("ben", "Yes, carry it", on=OTHER)
    assert "That button has done its work" in chat.sees("ben", on=OTHER)[-1], "there was no offer to agree to"
    await chat.says("ana", "/carry")
    assert len(chat.sees("ben", on=OTHER)) == len(seen) + 1
    await chat.goes_by(days=8)
    await chat.says("ana", "/carry")
    assert chat.sees("ben", on=OTHER)[-1].startswith("Ana would like me to carry")
    await chat.close()


async def test_both_ask_and_each_reads_before_it_begins(tmp_path: Path) -> None:
    """Who types /carry when the other has offered is shown that offer; an old offer is none."""
    chat = await opened(tmp_path)
    await chat.pairs()
    await chat.says("ana", "/carry")
    await chat.goes_by(days=8)
    assert "I’ve asked Ana" in (await chat.says("ben", "/carry", on=OTHER))[0]
    [offer] = await chat.says("ana", "/carry")
    assert offer.startswith("Ben would like me to carry")
    await chat.presses("ana", "Yes, carry it")
    assert "from here on I carry your chat" in chat.sees("ben", on=OTHER)[-1]
    await chat.close()


async def test_a_third_person_agrees_to_nothing(tmp_path: Path) -> None:
    """The offer's button in anybody else's hands does nothing; who has no partner is told how it begins."""
    chat = await opened(tmp_path)
    await chat.pairs()
    await chat.begins("zoe")
    await chat.says("ana", "/carry")
    await chat.presses_token("zoe", chat.token("ben", "Yes, carry it", on=OTHER))
    assert "That button has done its work" in chat.sees("zoe")[-1]
    assert "This one is for two" in (await chat.says("zoe", "/carry"))[0]
    assert "That takes a yes from both of you" in (await chat.says("ana", "/say hello"))[0]
    await chat.close()


async def test_either_stops_it_for_both_at_once(apart: Chat) -> None:
    """Stop counts from that moment, also for a talk that is open; nobody is named, and a new yes of both is needed."""
    await apart.says("ana", "/say")
    await apart.says("ben", "/carry", on=OTHER)
    await apart.presses("ben", "Stop carrying", on=OTHER)
    assert apart.sees("ana")[-1] == "I don’t carry your chat any more. If you both want it again: /carry"
    assert "This talk is closed." in apart.sees("ana")[-2]
    await apart.types("ana", "too late")
    assert apart.last("ana").startswith(NO_QUESTION)
    assert "too late" not in apart.everything()
    await apart.says("ana", "/carry")
    assert apart.last("ben", on=OTHER).startswith("Ana would like"), "they had agreed before, so they may be asked"


# -- between shared places ---------------------------------------------------------------------------------------


async def test_what_one_writes_appears_in_the_other_place(rooms: Chat) -> None:
    """Each place shows what was written in the other, with who said it; nothing comes back to where it was written."""
    before = home(rooms)
    await rooms.types("ana", "good morning", place=HOME)
    assert away(rooms)[-1] == "Ana: good morning"
    assert home(rooms) == before
    await rooms.types("ben", "morning, love", on=OTHER, place=AWAY)
    assert home(rooms) == [*before, "Ben: morning, love"]
    assert away(rooms)[-1] == "Ana: good morning"


async def test_the_same_message_counts_once(rooms: Chat) -> None:
    """A replayed event makes no second copy."""
    event = Text("m:77", rooms.sender("ana", MEMORY), Address(MEMORY, HOME, "shared"), "once", "77")
    await rooms.happened(event)
    await rooms.happened(event)
    assert away(rooms).count("Ana: once") == 1


async def test_nobody_elses_words_are_carried(rooms: Chat) -> None:
    """What a third person writes there stays there and leaves no trace, though Troth knows them; so do quotes of it."""
    await rooms.begins("zoe")
    await rooms.types("zoe", "hello you two", place=HOME)
    await rooms.types("ana", "who was that?", place=HOME, quoting=("zoe", "hello you two"))
    assert away(rooms)[-1] == "Ana: who was that?"
    assert "hello you two" not in rooms.everything()


async def test_a_third_reader_has_it_withheld(rooms: Chat) -> None:
    """Once somebody else can read the other place, nothing is shown there, and both are told (SAFETY 12)."""
    trio = frozenset(Account(OTHER, who) for who in ("ana", "ben", "zoe"))
    rooms.sides[OTHER].adapter.members[AWAY] = trio
    await rooms.happens(Joined("j", Address(OTHER, AWAY, "shared"), Account(OTHER, "zoe")))
    await rooms.types("ana", "just for us", place=HOME)
    assert "Ana: just for us" not in away(rooms)
    for who in ("ana", "ben"):
        assert any("Somebody else can read the place" in text for text in rooms.sees(who))
        assert rooms.sees(who)[-1] == "Ana: just for us"


async def test_one_place_alone_has_nothing_to_carry(rooms: Chat) -> None:
    """Back to a single place, chat there is theirs alone again."""
    await rooms.says("ana", "/here", on=OTHER, place=AWAY)
    await rooms.presses("ana", "Use our own chats", on=OTHER, place=AWAY)
    shown = away(rooms), home(rooms)
    await rooms.types("ana", "quiet here", place=HOME)
    await rooms.types("ana", "and here", on=OTHER, place=AWAY)
    assert (away(rooms), home(rooms)) == shown


@pytest.mark.parametrize("text", [HOSTILE, "\u202eevil\u202c", "👨‍👩‍👧 שלום", "x" * 4000, "two\nlines"])
async def test_any_words_arrive_as_words(rooms: Chat, text: str) -> None:
    """Whatever is written is one literal span in the copy: no mention, no markup, no trick."""
    await rooms.types("ana", text, place=HOME)
    spans = rooms.screen("ana", on=OTHER, place=AWAY)[-1].message.spans
    [name, words] = [one for one in spans if one.style == "words"]
    assert name == Span("Ana", "words")
    assert words.text == text.replace("\u202e", "").replace("\u202c", "")
    assert "".join(one.text for one in spans if one.style != "words").strip("\u2068\u2069 ") == ":"


async def test_a_name_is_no_markup_either(rooms: Chat) -> None:
    """A person called like a mention is shown so, literally."""
    await rooms.says("ana", "/start")
    await rooms.presses("ana", "Change name")
    await rooms.fills("ana", name="@everyone **Ana**")
    await rooms.types("ana", "hi", place=HOME)
    assert rooms.screen("ana", on=OTHER, place=AWAY)[-1].message.spans[1] == Span("@everyone **Ana**", "words")


async def test_far_too_much_is_refused_to_its_writer_alone(rooms: Chat) -> None:
    """100,000 characters are not carried; whoever wrote them hears why in their own chat."""
    shown = away(rooms)
    await rooms.types("ana", "word " * 20_000, place=HOME)
    assert away(rooms) == shown
    assert "longer than I can take" in rooms.last("ana")


async def test_only_words_are_carried_and_that_is_said_once(rooms: Chat) -> None:
    """The first photo brings one kind line; the next ones nothing, and none is carried."""
    shown = away(rooms)
    for number in range(3):
        place = Address(MEMORY, HOME, "shared")
        await rooms.happened(Other(f"photo-{number}", rooms.sender("ana", MEMORY), place))
    assert home(rooms).count("I can carry words only, so that one stays here.") == 1
    assert away(rooms) == shown


# -- quotes, changes, deletions ----------------------------------------------------------------------------------


async def test_an_answer_begins_with_what_it_answers(rooms: Chat) -> None:
    """A reply to one of the two quotes them by name, in one line and at most 200 characters."""
    await rooms.types("ana", "yes!", place=HOME, quoting=("ben", "shall we\nmeet at eight?"))
    assert away(rooms)[-1] == "↪ Ben: “shall we meet at eight?”\nAna: yes!"
    await rooms.types("ana", "long", place=HOME, quoting=("ana", "x" * 500))
    assert away(rooms)[-1] == f"↪ Ana: “{'x' * 199}…”\nAna: long"


async def test_an_answer_to_a_copy_quotes_its_author(rooms: Chat) -> None:
    """Who answers a copy answers whoever wrote it, not the bot; a quote in the copy is not quoted again."""
    await rooms.types("ben", "shall we?", on=OTHER, place=AWAY, quoting=("ana", "dinner"))
    shown = rooms.screen("ana", place=HOME)[-1].message.plain()
    await rooms.types("ana", "gladly", place=HOME, quoting=("", shown))
    assert away(rooms)[-1] == "↪ Ben: “shall we?”\nAna: gladly"


async def test_a_quote_of_anything_else_of_the_bots_is_left_out(rooms: Chat) -> None:
    """An answer to a card of the bot's is carried without it."""
    await rooms.types("ana", "about that", place=HOME, quoting=("", "This is the place of you two now."))
    assert away(rooms)[-1] == "Ana: about that"


async def test_a_change_follows(rooms: Chat) -> None:
    """The copy is edited where it stands, its quote stays, and it ends with the newest words."""
    ref = await rooms.types("ana", "at eigth", place=HOME, quoting=("ben", "when?"))
    count = len(away(rooms))
    await rooms.edits("ana", ref, "at eight", place=HOME)
    await rooms.edits("ana", ref, "at nine", place=HOME)
    assert away(rooms)[-1] == "↪ Ben: “when?”\nAna: at nine"
    assert len(away(rooms)) == count
    assert rooms.screen("ana", on=OTHER, place=AWAY)[-1].edits == 2


async def test_a_deletion_follows(rooms: Chat) -> None:
    """A message taken back takes its copy with it; a second telling changes nothing."""
    ref = await rooms.types("ana", "oh no", place=HOME)
    assert "Ana: oh no" in away(rooms)
    await rooms.deletes("ana", ref, place=HOME)
    await rooms.deletes("ana", ref, place=HOME)
    assert "Ana: oh no" not in away(rooms)
    await rooms.edits("ana", ref, "still there?", place=HOME)
    assert "still there?" not in rooms.everything()


async def test_only_its_writer_changes_a_copy(rooms: Chat) -> None:
    """An edit in anybody else's name, or of what was never carried, changes nothing."""
    ref = await rooms.types("ana", "mine", place=HOME)
    await rooms.edits("ben", ref, "yours", place=HOME)
    await rooms.edits("zoe", ref, "theirs", place=HOME)
    await rooms.edits("ana", "written-nowhere", "lost", place=HOME)
    await rooms.edits("ana", ref, "elsewhere", on=OTHER, place=AWAY)
    assert away(rooms)[-1] == "Ana: mine"


async def test_after_two_days_a_copy_is_left_alone(rooms: Chat) -> None:
    """What is older is not known any more: neither change nor deletion follows, and its row is gone."""
    ref = await rooms.types("ana", "long ago", place=HOME)
    await rooms.goes_by(days=2, minutes=1)
    await rooms.edits("ana", ref, "rewritten", place=HOME)
    await rooms.deletes("ana", ref, place=HOME)
    assert away(rooms)[-1] == "Ana: long ago"
    await rooms.types("ana", "now", place=HOME)
    assert len(await rooms.rows("SELECT * FROM carried")) == 1


async def test_no_words_lie_in_the_map(rooms: Chat) -> None:
    """The rows that tie copies to messages hold ids only."""
    await rooms.types("ana", "canary", place=HOME)
    [row] = await rooms.rows("SELECT * FROM carried")
    assert "canary" not in str(row)


# -- /say --------------------------------------------------------------------------------------------------------


async def test_say_brings_one_text_to_the_places(rooms: Chat) -> None:
    """/say from a direct chat shows the words in every place of the two, and says no more than that it will."""
    assert await rooms.says("ana", "/say home soon") == ["I’ll pass that on."]
    assert away(rooms)[-1] == home(rooms)[-1] == "Ana: home soon"


async def test_say_typed_in_a_place_goes_to_the_others(rooms: Chat) -> None:
    """Where all can read the command, only the other place gets a copy, and nothing is confirmed; it can be edited."""
    shown = home(rooms)
    assert await rooms.says("ana", "/say for both", place=HOME) == []
    assert (home(rooms), away(rooms)[-1]) == (shown, "Ana: for both")
    [row] = await rooms.rows("SELECT ref FROM carried")
    await rooms.edits("ana", row["ref"], "/say@troth_bot for us both", place=HOME)
    assert away(rooms)[-1] == "Ana: for us both"


async def test_say_that_nobody_sees_typed_is_shown_there_too(rooms: Chat) -> None:
    """A command that its platform shows to nobody else is answered, for both to read, by the words themselves."""
    place = Address(MEMORY, HOME, "shared")
    await rooms.happened(Command("i:1", rooms.sender("ana", MEMORY), place, "say", "look up", via="way-1"))
    assert home(rooms)[-1] == away(rooms)[-1] == "Ana: look up"
    [(via, act)] = rooms.sides[MEMORY].adapter.answers
    assert isinstance(act, Say)
    assert (via, act.message.only) == ("way-1", None)


async def test_say_from_a_chat_that_the_bot_only_visits(apart: Chat) -> None:
    """/say works where the bot is no member; only whoever typed it sees that it was heard."""
    assert await apart.says("ana", "/say hi from afar", place="visit/9") == ["I’ll pass that on."]
    assert apart.screen("ana", place="visit/9")[-1].message.only == Account(MEMORY, "ana")
    assert apart.last("ben", on=OTHER).startswith("Ana: hi from afar")
    await apart.says("ana", "/carry", place="visit/9")
    await apart.presses("ana", "Talk to Ben from here", place="visit/9")
    assert "Let’s do that in our direct chat" in apart.last("ana", place="visit/9")


async def test_say_alone_in_a_place_asks_for_words(rooms: Chat) -> None:
    """/say with nothing behind it is a talk only in a direct chat, and only where the two share no place."""
    await rooms.says("ana", "/say", place=HOME)
    assert "Put your words right behind it" in rooms.last("ana")
    assert "You two share a place with me" in (await rooms.says("ana", "/say"))[0]


async def test_say_reaches_the_partners_chat(apart: Chat) -> None:
    """Without a shared place /say goes to the other's direct chat; it is text, whatever it looks like."""
    assert await apart.says("ana", f"/say {HOSTILE}") == ["I’ll pass that on."]
    assert apart.last("ben", on=OTHER) == f"Ana: {HOSTILE}\n[Talk to Ana from here]"


# -- talks from direct chats -------------------------------------------------------------------------------------


async def test_a_talk_is_a_visible_mode(apart: Chat) -> None:
    """While it is open what one types goes to the other, silently; the other answers by the button under it."""
    [shown] = await apart.says("ana", "/say")
    assert shown.startswith("You are talking to Ben from here: what you type in this chat goes to them.")
    assert shown.endswith("[Stop talking]")
    count = len(apart.sees("ana"))
    await apart.types("ana", "are you there?")
    assert len(apart.sees("ana")) == count
    assert apart.last("ben", on=OTHER) == "Ana: are you there?\n[Talk to Ana from here]"
    await apart.presses("ben", "Talk to Ana from here", on=OTHER)
    assert "Ana: are you there?" in apart.sees("ben", on=OTHER)[-2], "what was said stays"
    await apart.types("ben", "I am", on=OTHER, quoting=("", apart.screen("ben", on=OTHER)[-2].message.plain()))
    assert apart.last("ana") == "↪ Ana: “are you there?”\nBen: I am"
    await apart.types("ana", "good")
    assert apart.last("ben", on=OTHER) == "Ana: good"


async def test_without_a_talk_words_go_nowhere(apart: Chat) -> None:
    """Plain words in a direct chat with no talk open get the usual answer."""
    await apart.types("ana", "hello?")
    assert apart.last("ana").startswith(NO_QUESTION)
    assert "hello?" not in apart.everything()


async def test_the_button_closes_it(apart: Chat) -> None:
    """After "Stop talking" words go nowhere, and the card says so."""
    await apart.says("ana", "/say")
    await apart.presses("ana", "Stop talking")
    assert apart.last("ana").startswith("This talk is closed. What you type here stays between you and me.")
    await apart.types("ana", "nothing")
    assert apart.last("ana").startswith(NO_QUESTION)
    assert "nothing" not in apart.last("ben", on=OTHER)


async def test_fifteen_quiet_minutes_close_it(apart: Chat) -> None:
    """Each word of either begins the quiet anew; after it the card says so, and the next words are told to be lost."""
    await apart.says("ana", "/say")
    for _ in range(3):
        await apart.goes_by(minutes=10)
        await apart.types("ana", "still here")
    await apart.goes_by(minutes=10)
    await apart.says("ben", "/say so am I", on=OTHER)
    await apart.goes_by(minutes=14)
    assert "[Stop talking]" in apart.sees("ana")[-2]
    await apart.goes_by(minutes=2)
    assert "This talk is closed." in apart.sees("ana")[-2]
    await apart.types("ana", "anybody?")
    assert apart.last("ana") == ENDED.format("Ben", "Ben")
    await apart.types("ana", "anybody at all?")
    assert apart.last("ana").startswith(NO_QUESTION), "it is told once"
    assert "anybody" not in apart.everything()
    await apart.presses("ana", "Talk to Ben from here")
    await apart.types("ana", "here again")
    assert "Ana: here again" in apart.last("ben", on=OTHER)


async def test_the_clock_alone_closes_it(apart: Chat) -> None:
    """Past its quiet a talk is over even if no timer has come to say so."""
    await apart.says("ana", "/say")
    apart.clock.instant += rules.QUIET
    await apart.app.dispatch.emit(Text("m:late", apart.sender("ana", MEMORY), apart.at("ana", MEMORY, ""), "late", "l"))
    await apart.app.run_due()
    assert apart.last("ana") == ENDED.format("Ben", "Ben")


async def test_a_late_sealed_answer_never_reaches_the_partner(apart: Chat) -> None:
    """A question that comes closes the talk: in time what is typed is the answer, later it goes nowhere."""
    await apart.says("ben", "/say", on=OTHER)
    await apart.says("ana", "/checkin")
    await apart.types("ben", "too early", on=OTHER)
    assert apart.last("ben", on=OTHER) == ENDED.format("Ana", "Ana")
    await apart.presses("ben", "Talk to Ana from here", on=OTHER)
    await apart.presses("ben", "Open", on=OTHER)
    await apart.presses("ben", "Something to look at", on=OTHER)
    await apart.types("ben", "sealed", on=OTHER)
    await apart.presses("ben", "Talk to Ana from here", on=OTHER)
    await apart.goes_by(days=4)  # the check-in closes
    for late in ("late", "even later"):
        await apart.types("ben", late, on=OTHER)
    said = "".join(apart.sees("ana"))
    assert not [one for one in ("too early", "sealed", "late", "even later") if one in said]


async def test_cancel_closes_it(apart: Chat) -> None:
    """/cancel ends the talk as its button does."""
    await apart.says("ana", "/say")
    await apart.says("ana", "/cancel")
    assert apart.last("ana").startswith("This talk is closed.")
    await apart.types("ana", "nothing")
    assert apart.last("ana").startswith(NO_QUESTION)
    assert "nothing" not in apart.last("ben", on=OTHER)


async def test_a_talk_is_refused_while_a_check_in_waits_for_words(apart: Chat) -> None:
    """With a sealed question open the button under the other's message opens no talk; the words are the answer."""
    await apart.says("ana", "/say look at your check-in")
    await apart.says("ben", "/checkin", on=OTHER)
    await apart.presses("ben", "Something to look at", on=OTHER)
    await apart.presses("ben", "Talk to Ana from here", on=OTHER)
    assert "Something I asked you here is still open" in apart.last("ben", on=OTHER)
    await apart.types("ben", "CANARY", on=OTHER)
    assert "CANARY" in apart.last("ben", on=OTHER), "it is their answer, shown back to them"
    assert "CANARY" not in "".join(apart.sees("ana"))


async def test_a_question_held_back_closes_it_when_it_comes(apart: Chat) -> None:
    """A card that was waiting for the end of quiet hours when the talk began closes it once it is there."""
    await apart.says("ben", "/quiet 9:00-10:30", on=OTHER)  # it is 10:00 in Madrid
    await apart.says("ana", "/boundary no phones at dinner")
    await apart.presses("ana", "Devices")
    await apart.says("ben", "/say", on=OTHER)
    for minutes in (0, 12, 12):
        await apart.goes_by(minutes=minutes)
        await apart.types("ben", f"after {minutes}", on=OTHER)
        assert f"Ben: after {minutes}" in apart.last("ana")
    await apart.goes_by(minutes=8)
    assert "Ana has put a boundary into words." in "".join(apart.sees("ben", on=OTHER))
    await apart.types("ben", "an answer?", on=OTHER)
    assert apart.last("ben", on=OTHER) == ENDED.format("Ana", "Ana")
    assert "an answer?" not in apart.everything()


@pytest.mark.parametrize("command", ["/help", "/today", "/promise call mum by friday"])
async def test_any_other_card_closes_it(apart: Chat, command: str) -> None:
    """Whatever else the bot shows in that chat comes between: what is typed then goes nowhere."""
    await apart.says("ana", "/say")
    await apart.says("ana", command)
    await apart.types("ana", "5")
    assert apart.last("ana") == ENDED.format("Ben", "Ben")
    assert "Ana: 5" not in apart.everything()


async def test_no_talk_begins_over_an_open_question(apart: Chat) -> None:
    """As long as plain words would answer something, a talk is refused."""
    await apart.says("ben", "/promise", on=OTHER)
    assert "Something I asked you here is still open" in (await apart.says("ben", "/say", on=OTHER))[0]
    await apart.types("ben", "water the plants", on=OTHER)
    assert "water the plants" not in "".join(apart.sees("ana"))


async def test_a_restart_closes_every_talk(apart: Chat) -> None:
    """After a restart words go nowhere until a talk is opened again; consent and copies stay."""
    await apart.says("ana", "/say")
    ref = await apart.types("ana", "before")
    await apart.restart()
    await apart.types("ana", "afterwards")
    assert apart.last("ana") == ENDED.format("Ben", "Ben")
    assert "afterwards" not in apart.everything()
    await apart.edits("ana", ref, "before it")
    assert "Ana: before it" in apart.last("ben", on=OTHER)


async def test_quiet_hours_hold_what_is_carried(apart: Chat) -> None:
    """Into somebody's quiet hours nothing is carried; it comes after them, in its order, as it was last changed."""
    await apart.says("ben", "/quiet 9:00-11:00", on=OTHER)
    seen = apart.sees("ben", on=OTHER)
    await apart.says("ana", "/say")
    first = await apart.types("ana", "one")
    await apart.types("ana", "two")
    gone = await apart.types("ana", "three")
    await apart.edits("ana", first, "one, really")
    await apart.deletes("ana", gone)
    assert apart.sees("ben", on=OTHER) == seen
    await apart.goes_by(hours=1)
    came = [text.split("\n")[0] for text in apart.sees("ben", on=OTHER)[len(seen) :]]
    assert sorted(came) == ["Ana: one, really", "Ana: two"]


async def test_a_quote_from_a_direct_chat_is_only_of_what_was_carried(apart: Chat) -> None:
    """An answer to one's own sealed words, or to a card of the bot's, takes nothing of them along."""
    await apart.says("ana", "/say")
    await apart.types("ana", "look", quoting=("", "Your answer, sealed: I am unhappy"))
    await apart.types("ana", "and this", quoting=("ana", "I am unhappy"))
    assert apart.last("ben", on=OTHER).startswith("Ana: and this")
    assert "unhappy" not in apart.everything()
    await apart.types("ana", "as I said", quoting=("ana", "and this"))
    assert apart.last("ben", on=OTHER).startswith("↪ Ana: “and this”\nAna: as I said")


async def test_a_shared_place_ends_talks_from_direct_chats(apart: Chat) -> None:
    """Once the two share a place with the bot, words go there and not to direct chats."""
    await apart.says("ana", "/say")
    row = (await apart.rows("SELECT room_id FROM couples"))[0]

    async def link(tx: Tx) -> None:
        await tx.run(
            "INSERT INTO places (id, platform, address, kind, state, last_seq, hold_until) "
            "VALUES ('p', 'memory', '-100', 'shared', 'open', 0, 0)"
        )
        await tx.run("INSERT INTO room_places (room_id, place_id) VALUES (:r, 'p')", r=row["room_id"])

    await apart.app.store.write(link)
    await apart.types("ana", "to whom?")
    assert apart.last("ana") == ENDED.format("Ben", "Ben")
    await apart.presses("ana", "Talk to Ben from here")
    assert "You two share a place with me" in apart.last("ana")


async def test_a_talk_is_for_the_chat_in_which_one_is_reached(rooms: Chat) -> None:
    """From a second account's chat a talk is refused, so that questions and talk are never in two chats."""
    assert "You two share a place" in (await rooms.says("ana", "/say"))[0]
    assert "in which I reach you" in (await rooms.says("ana", "/say", on=OTHER))[0]


# -- leaving -----------------------------------------------------------------------------------------------------


async def test_who_left_gets_nothing_and_who_stays_sees_no_difference(tmp_path: Path) -> None:
    """After Ben left nothing of Ana's reaches him, and every screen of hers is as if he only did not answer."""
    shown = []
    for leaves in (False, True):
        folder = tmp_path / str(leaves)
        folder.mkdir()
        chat = await opened(folder)
        await chat.pairs()
        await chat.agree()
        await chat.says("ana", "/say")
        await chat.types("ana", "before")
        if leaves:
            await chat.says("ben", "/leave", on=OTHER)
            await chat.presses("ben", "Leave now", on=OTHER)
        seen = len(chat.sees("ben", on=OTHER))
        ref = await chat.types("ana", "after")
        await chat.edits("ana", ref, "afterwards")
        await chat.types("ana", "more", quoting=("ana", "before"))
        await chat.says("ana", "/say and more")
        await chat.says("ana", "/carry")
        await chat.goes_by(minutes=20)
        await chat.types("ana", "late")
        await chat.presses("ana", "Stop carrying")
        await chat.says("ana", "/carry")
        shown.append(chat.sees("ana"))
        if leaves:
            assert len(chat.sees("ben", on=OTHER)) == seen
            assert "afterwards" not in chat.everything()
        await chat.close()
    assert shown[0] == shown[1]


async def test_a_deletion_after_leaving_touches_nothing(apart: Chat) -> None:
    """What came before Ben left stays his; no act goes to his chat."""
    await apart.says("ana", "/say")
    ref = await apart.types("ana", "before")
    await apart.says("ben", "/leave", on=OTHER)
    await apart.presses("ben", "Leave now", on=OTHER)
    shown = apart.sees("ben", on=OTHER)
    await apart.edits("ana", ref, "changed")
    await apart.deletes("ana", ref)
    assert apart.sees("ben", on=OTHER) == shown


async def test_who_left_is_not_heard(apart: Chat) -> None:
    """What the one who left types is carried nowhere, also from a talk that was open."""
    await apart.says("ben", "/say", on=OTHER)
    await apart.says("ben", "/leave", on=OTHER)
    await apart.presses("ben", "Leave now", on=OTHER)
    shown = apart.sees("ana")
    await apart.types("ben", "a secret", on=OTHER)
    assert apart.last("ben", on=OTHER).startswith(NO_QUESTION)
    assert apart.sees("ana") == shown


async def test_in_shared_places_leaving_does_not_show(rooms: Chat) -> None:
    """Ana's own words appear in the places she reads as before; Ben's are carried no more (SAFETY 5)."""
    await rooms.says("ben", "/leave")
    await rooms.presses("ben", "Leave now")
    await rooms.types("ana", "still the same", place=HOME)
    await rooms.types("ben", "I am out", place=HOME)
    assert away(rooms)[-1] == "Ana: still the same"
    assert "I am out" not in rooms.everything()


async def test_a_blocked_chat_tells_the_other_nothing(apart: Chat) -> None:
    """If Ben's chat is closed to the bot, Ana's screen is what it would be anyway (SAFETY 3)."""
    await apart.says("ana", "/say")
    shown = apart.sees("ana")
    apart.sides[OTHER].adapter.blocked.add("ben")
    await apart.types("ana", "hello")
    await apart.types("ana", "hello?")
    assert apart.sees("ana") == shown


# -- over Telegram -----------------------------------------------------------------------------------------------


async def test_over_telegram(tmp_path: Path) -> None:
    """A talk from Ana's direct chat, Ben's reply to the copy, and an edit, as Telegram brings and shows them."""
    async with TelegramStage.playing(tmp_path, "polling") as stage:
        await stage.pairs()
        await stage.says("ana", "/carry")
        assert "I’m not told when you delete one, so its copy stays." in stage.sees("ben")[-1]
        await stage.presses("ben", "Yes, carry it")
        await stage.says("ana", "/say")
        number = await stage.server.types(stage.ids["ana"], "@ben /leave <b>now</b>?")
        await stage.all_said()
        assert stage.sees("ben")[-1] == "Ana: @ben /leave <b>now</b>?\n[Talk to Ana from here]"
        await stage.presses("ben", "Talk to Ana from here")
        copy = int(stage.screen("ben")[-2].ref)
        await stage.server.types(stage.ids["ben"], "never", reply_to=copy)
        await stage.all_said()
        assert stage.sees("ana")[-1] == "↪ Ana: “@ben /leave <b>now</b>?”\nBen: never"
        await stage.server.edits(stage.ids["ana"], number, "stay!")
        await stage.all_said()
        assert stage.sees("ben")[-2] == "Ana: stay!"
        assert [one.found for one in await stage.server.screen(stage.ids["ben"])][-2:] == [[], []]
        assert await stage.server.violations() == []


# -- in Spanish --------------------------------------------------------------------------------------------------


async def test_each_reads_it_in_their_own_language(tmp_path: Path) -> None:
    """The offer, the talk and its end are said in the reader's language; the words stay as they were typed."""
    chat = await opened(tmp_path)
    await chat.pairs(languages=("en", "es"))
    await chat.says("ana", "/carry")
    assert "Ana quiere que lleve" in chat.last("ben", on=OTHER)
    await chat.presses("ben", "Sí, llévala", on=OTHER)
    [shown] = await chat.says("ben", "/decir", on=OTHER)
    assert shown.startswith("Estás hablando con Ana desde aquí")
    await chat.types("ben", "hola", on=OTHER)
    assert chat.last("ana") == "Ben: hola\n[Talk to Ben from here]"
    await chat.close()


# -- rules -------------------------------------------------------------------------------------------------------


def test_quotes_are_found_through_a_platforms_own_marks() -> None:
    """Escapes, isolates and joiners around a shown copy do not hide whose words it quotes; strangers' never match."""
    copies = [Copy("Ben", "see you *there*, ok?"), Copy("Ana", "❤️")]
    assert rules.quote_among("\u2068Ben\u2069: see you \\*there\\*, ok?", copies) == Quote(
        "see you *there*, ok?", "Ben"
    )
    assert rules.quote_among("you *there*, ok", copies) == Quote("you *there*, ok", "Ben")
    assert rules.quote_among("❤️", copies) == Quote("❤️", "Ana")
    for other in ("", " ", "ok", "something else", "..."):
        assert rules.quote_among(other, copies) is None


def test_a_command_is_cut_off_what_it_says() -> None:
    """What was said by a command is what follows it, also after an edit that drops the command."""
    assert rules.without_command("/say@bot hello /you") == "hello /you"
    assert rules.without_command("hello") == "hello"
    assert bare(rules.quotable("a\n\n b ")) == "a b"
