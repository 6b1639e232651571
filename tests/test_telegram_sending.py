"""Acts done on Telegram: what is shown, what becomes of every fault, and that the pace is kept."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count

import pytest
import pytest_asyncio
from telegram.error import TelegramError

from bot.adapters.telegram.addresses import Where, message_ref
from bot.adapters.telegram.limits import Limits, Pacer
from bot.adapters.telegram.sending import Sending
from bot.adapters.telegram.transport import Line, open_line
from bot.clock import SystemChance
from bot.errors import ActTrouble, EffectUnknown, PlaceMoved, Rejected, TryAgain, Unreachable
from bot.model import Account, Act, Address, Button, Delete, Edit, File, Image, Message, Open, Outgoing, Say, Span
from bot.port import Answer
from tests.telegram.client import BOT_USERNAME, TOKEN, ShownMessage, TelegramServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
PICTURE = Image(PNG, "a chart of three weeks")
CALENDAR = File("troth.ics", "text/calendar", base64.b64encode(b"BEGIN:VCALENDAR").decode(), "No files here.")
OPEN_LIMITS = Limits(None, None, 3, None)

_people = count(8001)
_nonces = count(1)


class Certain(SystemChance):
    """Chance of which a test knows how it falls."""

    def fraction(self) -> float:
        return 0.5


@dataclass
class Post:
    """A bot that does acts on the loopback Telegram, and one person who has met it."""

    telegram: TelegramServer
    line: Line
    sending: Sending
    person: int
    told: list[str] = field(default_factory=list)

    @property
    def direct(self) -> Address:
        return Where(self.person).address

    async def does(self, act: Act, place: Address | None = None, nonce: str = "") -> str:
        return await self.sending.do(Outgoing(nonce or f"n{next(_nonces)}", place or self.direct, act))

    async def says(self, text: str, place: Address | None = None) -> str:
        return await self.does(Say(told(text)), place)

    async def trouble(self, act: Act, place: Address | None = None, nonce: str = "") -> ActTrouble:
        with pytest.raises(ActTrouble) as caught:
            await self.does(act, place, nonce)
        said: BaseException | None = caught.value
        while said is not None:
            assert TOKEN not in repr(said)
            assert not isinstance(said, TelegramError)
            said = said.__cause__ or said.__context__
        return caught.value

    async def screen(self, place: Address | None = None) -> list[ShownMessage]:
        where_ = place or self.direct
        chat, _, topic = where_.id.partition("/")
        shown = await self.telegram.screen(int(chat), int(topic) if topic else None)
        return [one for one in shown if one.sender == "bot"]

    async def texts(self, place: Address | None = None) -> list[str]:
        return [one.text for one in await self.screen(place)]

    async def meets(self, name: str = "Ben") -> int:
        person = next(_people)
        await self.telegram.person(person, name)
        await self.telegram.types(person, "/start")
        return person


def told(*texts: str, **more: object) -> Message:
    return Message(tuple(Span(text) for text in texts), **more)  # type: ignore[arg-type]


def asked(text: str, **more: object) -> Message:
    return told(text, rows=((Button("Yes", "t.0", "main"), Button("No", "t.1")),), **more)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback that judges every request."""
    async with TelegramServer.start() as server:
        yield server
        assert await server.violations() == []


@pytest_asyncio.fixture(loop_scope="module")
async def post(telegram: TelegramServer) -> AsyncIterator[Post]:
    """Somebody new, and a bot with little patience and no limits of its own."""
    line = open_line(TOKEN, telegram.api_url, connect=2, read=0.5)
    heard: list[str] = []
    sending = Sending(line.bot, Pacer(OPEN_LIMITS), Certain(), heard.append)
    opened = Post(telegram, line, sending, 0, heard)
    opened.person = await opened.meets("Ana")
    yield opened
    await line.close()
    await telegram.heal()


# -- saying ----------------------------------------------------------------------------------------------------


async def test_a_message_is_shown_as_it_is_meant(post: Post) -> None:
    """Bold is bold, a time is a time, a person's words are only words, and buttons stand under them."""
    spans = (Span("Kept?", "strong"), Span(" by "), Span("Sunday", "time", at=1_795_971_600_000))
    words = Span("\n@somebody <b>/now</b>", "words")
    ref = await post.does(Say(Message((*spans, words), rows=asked("").rows)))
    (shown,) = await post.screen()
    assert ref == str(shown.id)
    assert shown.text == "Kept? by Sunday\n@\u2060somebody <b>/now</b>"
    assert [(one["type"], one["offset"], one["length"]) for one in shown.entities] == [
        ("bold", 0, 5),
        ("date_time", 9, 6),
    ]
    assert shown.found == []
    assert [(one.label, one.data) for one in shown.rows[0]] == [("Yes", "t.0"), ("No", "t.1")]
    assert not shown.force_reply


async def test_a_long_message_comes_in_parts_with_the_buttons_last(post: Post) -> None:
    """Each part is a message; the ref names them all."""
    message = Message((Span("word " * 1500),), rows=asked("").rows)
    ref = await post.does(Say(message))
    first, second = await post.screen()
    assert ref == f"{first.id},{second.id}"
    assert first.rows == ()
    assert len(second.rows) == 1


async def test_an_answer_points_at_what_it_answers(post: Post) -> None:
    """A reply shows which message it is to; that one being gone does not stop it, nor does its chat having moved."""
    asked_in = await post.telegram.types(post.person, "/today")
    reply_to = message_ref(post.person, asked_in)
    await post.does(Say(told("this", reply_to=reply_to)))
    assert (await post.screen())[-1].reply_to == asked_in
    await post.telegram.deletes(post.person, asked_in)
    await post.does(Say(told("all the same", reply_to=reply_to)))
    await post.telegram.fault("400:Bad Request: message to be replied not found")
    await post.does(Say(told("in another topic", reply_to=reply_to)))
    await post.does(Say(told("in another chat", reply_to=message_ref(-1, asked_in))))
    await post.does(Say(told("to nothing", reply_to="x")))
    assert [(one.text, one.reply_to) for one in (await post.screen())[-4:]] == [
        ("all the same", None),
        ("in another topic", None),
        ("in another chat", None),
        ("to nothing", None),
    ]


async def test_a_topic_is_a_place_of_its_own(post: Post) -> None:
    """What is said in a topic stands there."""
    group = await post.telegram.group("Us", [post.person], forum=True)
    topic = await post.telegram.topic(group, "Troth")
    await post.says("hello", Where(group, topic).address)
    assert await post.texts(Where(group, topic).address) == ["hello"]


async def test_a_picture_has_its_caption_or_a_text_after_it(post: Post) -> None:
    """Short text stands under the picture, long text follows it."""
    await post.does(Say(told("Three weeks", image=PICTURE)))
    await post.does(Say(told("long " * 500, image=PICTURE)))
    shown = await post.screen()
    assert [(one.photo, one.text[:12]) for one in shown] == [
        (True, "Three weeks\n"),
        (True, "a chart of t"),
        (False, "long long lo"),
    ]


async def test_where_no_picture_may_be_its_words_are(post: Post) -> None:
    """A group that takes no photos reads what is on it."""
    await post.telegram.fault("400:Bad Request: not enough rights to send photos to the chat", method="sendPhoto")
    await post.does(Say(told("Three weeks", image=PICTURE)))
    assert await post.texts() == ["a chart of three weeks\n\nThree weeks"]


async def test_a_picture_says_what_is_on_it(post: Post) -> None:
    """Its words stand folded up under the text, so that who can't see it can have them read."""
    await post.does(Say(told("Three weeks", image=PICTURE)))
    (shown,) = await post.screen()
    assert shown.text == "Three weeks\n\na chart of three weeks"
    assert shown.entities == [{"type": "expandable_blockquote", "offset": 13, "length": 22}]


async def test_a_file_comes_under_its_name(post: Post) -> None:
    """A short text stands with the file, a long one before it, a picture before both; buttons under the last."""
    await post.does(Say(asked("Your calendar", file=CALENDAR)))
    await post.does(Say(asked("long " * 500, file=CALENDAR)))
    await post.does(Say(told("Three weeks", image=PICTURE, file=CALENDAR)))
    await post.does(Say(told(file=CALENDAR)))
    shown = await post.screen()
    assert [(one.text[:13], one.file, len(one.rows)) for one in shown] == [
        ("Your calendar", ("troth.ics", 15), 1),
        ("long long lon", None, 0),
        ("", ("troth.ics", 15), 1),
        ("Three weeks\n\n", None, 0),
        ("", ("troth.ics", 15), 0),
        ("", ("troth.ics", 15), 0),
    ]


@pytest.mark.parametrize("text", ["Your calendar", "long " * 500])
@pytest.mark.parametrize("why", ["not enough rights to send documents to the chat", "CHAT_SEND_DOCS_FORBIDDEN"])
async def test_where_no_file_may_be_a_sentence_says_so(post: Post, why: str, text: str) -> None:
    """A group that takes no files reads the text, and where the file went; the buttons stay."""
    await post.telegram.fault(f"400:Bad Request: {why}", method="sendDocument")
    await post.does(Say(asked(text, file=CALENDAR)))
    shown = await post.screen()
    assert shown[0].text.startswith(text.strip())
    assert shown[-1].text.endswith("No files here.")
    assert [len(one.rows) for one in shown] == [0] * (len(shown) - 1) + [1]
    assert not any(one.file for one in shown)


async def test_a_file_is_shown_anew_where_it_replaces_something(post: Post) -> None:
    """An edit would bring it in silence, further up; and what follows takes its place."""
    ref = await post.does(Say(asked("Which one?")))
    await post.says("something below")
    new = await post.does(Edit(ref, told("Here it is", file=CALENDAR)))
    assert [(one.text, one.file) for one in await post.screen()] == [
        ("something below", None),
        ("Here it is", ("troth.ics", 15)),
    ]
    await post.does(Edit(new, told("Done")))
    assert [(one.text, one.file) for one in await post.screen()] == [("something below", None), ("Done", None)]


async def test_a_lost_answer_to_a_file_is_no_second_file(post: Post) -> None:
    """Nobody can tell whether it was shown: the house decides, as for a text."""
    await post.telegram.fault("lost", method="sendDocument")
    assert isinstance(await post.trouble(Say(told("Here", file=CALENDAR))), EffectUnknown)
    assert len(await post.screen()) == 1


async def test_what_telegram_has_not_is_rejected(post: Post) -> None:
    """A bot can't make a place, nor show one reader of a group what others don't see; nor say nothing."""
    group = Address("telegram", "-100777", "shared")
    only = told("for you", only=Account("telegram", str(post.person)))
    assert isinstance(await post.trouble(Open("Us", ())), Rejected)
    assert isinstance(await post.trouble(Say(only), group), Rejected)
    assert isinstance(await post.trouble(Say(told(" \n"))), Rejected)
    assert isinstance(await post.trouble(Say(told("x", image=Image("no png", "x")))), Rejected)
    assert isinstance(await post.trouble(Say(told("x", file=File("x.ics", "text/calendar", "no file")))), Rejected)
    await post.does(Say(only))
    assert await post.texts() == ["for you"]


# -- editing ---------------------------------------------------------------------------------------------------


async def test_an_edit_takes_the_place_of_a_message(post: Post) -> None:
    """Text and buttons are new, the message is the same."""
    ref = await post.does(Say(asked("Kept?")))
    assert await post.does(Edit(ref, told("Kept."))) == ref
    (shown,) = await post.screen()
    assert (shown.text, shown.rows, shown.edits) == ("Kept.", (), 1)


async def test_an_edit_that_changes_nothing_is_done(post: Post) -> None:
    """Telegram calls it an error; we don't."""
    ref = await post.does(Say(asked("Kept?")))
    assert await post.does(Edit(ref, asked("Kept?"))) == ref


@pytest.mark.parametrize("ref", ["", "x1", "99999999", "12;13"])
async def test_what_can_not_be_edited_is_said_anew(post: Post, ref: str) -> None:
    """A message that is gone, or was none of ours."""
    new = await post.does(Edit(ref, told("here")))
    assert [str(one.id) for one in await post.screen()] == [new]


async def test_an_edit_may_have_fewer_or_more_parts(post: Post) -> None:
    """Parts too many are taken away, parts too few are added."""
    ref = await post.does(Say(told("word " * 1500)))
    shorter = await post.does(Edit(ref, told("short")))
    assert shorter == ref.partition(",")[0]
    assert await post.texts() == ["short"]
    longer = await post.does(Edit(shorter, told("again " * 1000)))
    assert longer.startswith(f"{shorter},")
    assert [text[:5] for text in await post.texts()] == ["again", "again"]


async def test_a_message_is_taken_back(post: Post) -> None:
    """Every part of it goes; one that is gone already is done, and what is no message of Telegram's is nothing."""
    kept = await post.says("stays")
    ref = await post.says("word " * 1500)
    await post.telegram.deletes(post.person, int(ref.partition(",")[0]))
    for _ in range(2):
        assert await post.does(Delete(ref)) == ref
    await post.does(Delete("x"))
    assert [str(one.id) for one in await post.screen()] == [kept]


@pytest.mark.parametrize("kind", ["reset", "lost", "black-hole", "lost-black-hole"])
async def test_a_lost_reply_to_a_deletion_is_tried_again(post: Post, kind: str) -> None:
    """Taking back twice is as good as once."""
    ref = await post.says("oops")
    await post.telegram.fault(kind, method="deleteMessage")
    assert isinstance(await post.trouble(Delete(ref)), TryAgain)
    await post.telegram.heal()
    await post.does(Delete(ref))
    assert await post.texts() == []


async def test_what_telegram_does_not_let_us_delete_stays(post: Post) -> None:
    """A message that is too old is left, and not tried for ever."""
    ref = await post.says("long ago")
    await post.telegram.fault("400:Bad Request: message can't be deleted for everyone", method="deleteMessage")
    assert isinstance(await post.trouble(Delete(ref)), Rejected)


async def test_parts_stay_in_order_when_one_is_gone(post: Post) -> None:
    """If any part can't be edited, all is said anew, and what is left of the old goes."""
    ref = await post.does(Say(told("word " * 1500)))
    await post.telegram.deletes(post.person, int(ref.partition(",")[2]))
    new = await post.does(Edit(ref, told("other " * 1000)))
    assert ",".join(str(one.id) for one in await post.screen()) == new
    assert len(await post.texts()) == 2


async def test_pictures_and_texts_take_each_others_place(post: Post) -> None:
    """A text may become a picture; a picture that becomes a text is taken away and said anew."""
    ref = await post.does(Say(told("soon")))
    assert await post.does(Edit(ref, told("Three weeks", image=PICTURE))) == ref
    assert [(one.photo, one.text) for one in await post.screen()] == [(True, f"Three weeks\n\n{PICTURE.alt}")]
    new = await post.does(Edit(ref, told("no picture")))
    assert [(one.photo, one.text) for one in await post.screen()] == [(False, "no picture")]
    assert new != ref


# -- what goes wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "why",
    [
        "403",
        "400:Bad Request: chat not found",
        "400:Bad Request: not enough rights to send text messages to the chat",
        "400:Bad Request: have no rights to send a message",
        "400:Bad Request: CHAT_WRITE_FORBIDDEN",
        "400:Bad Request: TOPIC_CLOSED",
        "400:Bad Request: TOPIC_DELETED",
        "400:Bad Request: message thread not found",
        "400:Bad Request: PEER_ID_INVALID",
        "400:Bad Request: CHAT_RESTRICTED",
        "400:Bad Request: need administrator rights in the channel chat",
    ],
)
async def test_a_closed_place_is_unreachable(post: Post, why: str) -> None:
    """Nothing goes there until its person comes back."""
    await post.telegram.fault(why)
    assert isinstance(await post.trouble(Say(told("hello"))), Unreachable)


async def test_who_blocks_the_bot_is_unreachable(post: Post) -> None:
    """And reachable again once they let it in."""
    await post.telegram.blocks(post.person)
    assert isinstance(await post.trouble(Say(told("hello"))), Unreachable)
    await post.telegram.unblocks(post.person)
    await post.says("hello")


@pytest.mark.parametrize(
    "why",
    [
        "400:Bad Request: can't parse entities",
        "400:Bad Request: message to edit not found",
        "400:Bad Request: message to be replied not found",
        "400:Bad Request: not enough rights to send photos to the chat",
    ],
)
async def test_what_telegram_never_takes_is_rejected(post: Post, why: str) -> None:
    """Whatever else a 400 says, trying again would bring the same; odd answers don't go round in circles."""
    await post.telegram.fault(why)
    assert isinstance(await post.trouble(Say(told("hello"))), Rejected)


async def test_a_group_that_moved_is_found_again(post: Post) -> None:
    """The new id comes with the trouble, and the message goes there."""
    group = await post.telegram.group("Us", [post.person])
    moved = await post.telegram.migrates(group)
    trouble = await post.trouble(Say(told("hello")), Where(group).address)
    assert isinstance(trouble, PlaceMoved)
    assert trouble.to == str(moved)
    await post.says("hello", Where(moved).address)


async def test_a_refused_token_is_told_to_the_operator(post: Post) -> None:
    """One sentence without the token, and everything waits."""
    for status in ("401", "404"):
        await post.telegram.fault(status)
        trouble = await post.trouble(Say(told("hello")))
        assert isinstance(trouble, TryAgain)
        assert (trouble.seconds, trouble.whole_platform) == (60, True)
    assert len(post.told) == 2
    assert "token" in post.told[0]
    assert TOKEN not in post.told[0]


async def test_a_429_is_for_its_chat_and_two_are_for_the_bot(post: Post) -> None:
    """The wait Telegram names holds for the chat; if a second one is refused meanwhile, for all."""
    ben = Where(await post.meets()).address
    cem = Where(await post.meets()).address
    await post.telegram.fault("429", retry_after=9, times=2)
    first = await post.trouble(Say(told("hello")))
    assert isinstance(first, TryAgain)
    assert (first.seconds, first.whole_platform) == (9, False)
    held = await post.trouble(Say(told("hello")))
    assert isinstance(held, TryAgain)
    assert 8 < held.seconds <= 9
    second = await post.trouble(Say(told("hello")), ben)
    assert isinstance(second, TryAgain)
    assert (second.seconds, second.whole_platform) == (9, True)
    await post.says("hello", cem)


@pytest.mark.parametrize("kind", ["500", "502", "html"])
async def test_what_telegram_could_not_do_is_tried_again(post: Post, kind: str) -> None:
    """Later each time, and from the third time over two chats for all; one success makes it all good."""
    ben = Where(await post.meets()).address
    await post.telegram.fault(kind, times=4)
    waits = []
    for place in (post.direct, post.direct, ben, ben):
        trouble = await post.trouble(Say(told("hello")), place)
        assert isinstance(trouble, TryAgain)
        waits.append((trouble.seconds, trouble.whole_platform))
    assert waits == [(0.75, False), (1.5, False), (3.0, True), (6.0, True)]
    await post.says("hello")
    assert await post.texts() == ["hello"]
    await post.telegram.fault(kind)
    trouble = await post.trouble(Say(told("hello")))
    assert isinstance(trouble, TryAgain)
    assert (trouble.seconds, trouble.whole_platform) == (0.75, False)


async def test_failures_side_by_side_count_once(post: Post) -> None:
    """Sixteen sends that meet one short outage don't make the bot wait a minute."""
    await post.telegram.fault("502", times=16)
    troubles = await asyncio.gather(*(post.trouble(Say(told("hello"))) for _ in range(16)))
    assert {trouble.seconds for trouble in troubles if isinstance(trouble, TryAgain)} <= {0.75, 1.5}


async def test_nobody_there_is_tried_again_and_holds_all(post: Post) -> None:
    """Where no connection comes about nothing was sent; the third time all chats wait."""
    await post.line.close()
    away = open_line(TOKEN, "http://nobody.invalid", connect=1)
    sending = Sending(away.bot, Pacer(OPEN_LIMITS), Certain(), post.told.append)
    waits = []
    for number in range(9):
        with pytest.raises(TryAgain) as caught:
            await sending.do(Outgoing(f"away{number}", post.direct, Say(told("hello"))))
        waits.append((caught.value.seconds, caught.value.whole_platform))
    await away.close()
    assert waits[:3] == [(0.75, False), (1.5, False), (3.0, True)]
    assert waits[-1] == (45.0, True)


@pytest.mark.parametrize(
    ("kind", "shown"), [("reset", []), ("lost", ["hello"]), ("black-hole", []), ("lost-black-hole", ["hello"])]
)
async def test_a_lost_reply_to_a_message_is_unknown(post: Post, kind: str, shown: list[str]) -> None:
    """The message may stand there or not; nobody can tell, so it is not said again unasked."""
    await post.telegram.fault(kind)
    assert isinstance(await post.trouble(Say(told("hello"))), EffectUnknown)
    assert await post.texts() == shown


@pytest.mark.parametrize("kind", ["reset", "lost", "black-hole", "lost-black-hole"])
async def test_a_lost_reply_to_an_edit_is_tried_again(post: Post, kind: str) -> None:
    """To edit twice is as good as once."""
    ref = await post.says("Kept?")
    await post.telegram.fault(kind)
    assert isinstance(await post.trouble(Edit(ref, told("Kept."))), TryAgain)
    assert await post.does(Edit(ref, told("Kept."))) == ref
    assert await post.texts() == ["Kept."]


async def test_what_broke_off_in_the_middle_goes_on_from_there(post: Post) -> None:
    """A second try under the same nonce says only the parts that the first did not."""
    pacer = Pacer(Limits(None, 1, 1, None))
    sending = Sending(post.line.bot, pacer, Certain(), post.told.append)
    outgoing = Outgoing("two parts", post.direct, Say(told("word " * 1500)))
    with pytest.raises(TryAgain) as caught:
        await sending.do(outgoing)
    assert 0 < caught.value.seconds <= 1
    assert len(await post.texts()) == 1
    unpaced = Sending(post.line.bot, Pacer(OPEN_LIMITS), Certain(), post.told.append)
    unpaced._halfway = sending._halfway
    ref = await unpaced.do(outgoing)
    assert ",".join(str(one.id) for one in await post.screen()) == ref
    assert not unpaced._halfway


async def test_an_edit_said_anew_goes_on_where_it_broke_off(post: Post) -> None:
    """What was said anew before a trouble is not edited away or said twice after it."""
    ref = await post.does(Say(told("word " * 1500)))
    for number in ref.split(","):
        await post.telegram.deletes(post.person, int(number))
    act = Edit(ref, told("other " * 1000))
    sending = Sending(post.line.bot, Pacer(Limits(None, 1, 2, None)), Certain(), post.told.append)
    with pytest.raises(TryAgain):
        await sending.do(Outgoing("anew", post.direct, act))
    unpaced = Sending(post.line.bot, Pacer(OPEN_LIMITS), Certain(), post.told.append)
    unpaced._halfway = sending._halfway
    new = await unpaced.do(Outgoing("anew", post.direct, act))
    assert ",".join(str(one.id) for one in await post.screen()) == new
    assert len(await post.texts()) == 2


# -- presses ---------------------------------------------------------------------------------------------------


async def press(post: Post) -> str:
    ref = await post.does(Say(asked("Kept?")))
    return await post.telegram.presses(post.person, int(ref), "t.0")


async def test_a_press_is_answered_with_a_link_a_note_or_nothing(post: Post) -> None:
    """Where the answer is in the direct chat the press leads there; a note is shown; else the button is free."""
    link = f"https://t.me/{BOT_USERNAME}?start=answer"
    queries = [await press(post) for _ in range(3)]
    await post.sending.answer_press(queries[0], Answer(direct=True, note="there"), link)
    await post.sending.answer_press(queries[1], Answer(note="n" * 300), link)
    await post.sending.answer_press(queries[2], Answer(), link)
    answers = await post.telegram.callback_answers()
    assert answers[queries[0]] == {"url": link}
    assert answers[queries[1]] == {"text": "n" * 200, "show_alert": "true"}
    assert answers[queries[2]] == {}


async def test_a_press_is_answered_even_if_the_link_is_not_taken(post: Post) -> None:
    """Telegram takes few links there; the button must stop waiting all the same."""
    query = await press(post)
    await post.telegram.fault("400:Bad Request: URL_INVALID")
    await post.sending.answer_press(query, Answer(direct=True), f"https://t.me/{BOT_USERNAME}")
    assert (await post.telegram.callback_answers())[query] == {}


async def test_a_press_that_can_not_be_answered_harms_nobody(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """Too old, or the line is down: it is noted, without a word of it."""
    caplog.set_level(logging.DEBUG)
    query = await press(post)
    await post.telegram.expires(query)
    await post.sending.answer_press(query, Answer(note="dear diary"), "")
    for kind in ("reset", "401", "403", "429", "html"):
        await post.telegram.fault(kind)
        await post.sending.answer_press(query, Answer(note="dear diary"), "")
    assert "BadRequest" in caplog.text
    assert "diary" not in caplog.text
    assert TOKEN not in caplog.text


# -- pace ------------------------------------------------------------------------------------------------------


async def test_a_strict_telegram_never_has_to_say_stop(telegram: TelegramServer) -> None:
    """Sixty chats at once, two messages each: no 429, and thirty a second are hardly wasted."""
    del telegram  # that one has no limits
    async with TelegramServer.start(limits="strict") as strict:
        for person in range(1, 61):
            await strict.person(person, "Somebody")
            await strict.types(person, "/start")
        line = open_line(TOKEN, strict.api_url)
        sending = Sending(line.bot, Pacer(), Certain(), print)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(
            *(sending.do(Outgoing(f"p{n}", Where(n % 60 + 1).address, Say(told(f"number {n}")))) for n in range(120))
        )
        took = loop.time() - began
        await line.close()
        assert await strict.excesses() == []
        assert 120 / took >= 25
