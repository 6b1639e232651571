"""Acts done on Discord: what is shown, and what becomes of every fault."""

from __future__ import annotations

import asyncio
import base64
import logging

import pytest

from bot.adapters.discord import rest
from bot.adapters.discord.addresses import channel, thread
from bot.adapters.discord.limits import Limits
from bot.adapters.discord.troubles import NOT_LET_IN
from bot.errors import Rejected, TryAgain, Unreachable
from bot.model import Delete, Edit, File, Image, Message, Say, Span
from bot.port import Answer
from tests.discord.client import BOT_ID, TOKEN
from tests.discord_post import Post, asked, post, told, world

__all__ = ["post", "world"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURE = Image(base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(), "a chart of three weeks")
CALENDAR = File("troth.ics", "text/calendar", base64.b64encode(b"BEGIN:VCALENDAR").decode(), "No files here.")


async def test_a_message_is_shown_as_it_is_meant(post: Post) -> None:
    """Bold is bold, a time is a time, a person's words are only words, and buttons stand under them."""
    spans = (Span("Kept?", "strong"), Span(" by "), Span("Sunday", "time", at=1_795_971_600_000))
    words = Span("\n@everyone **now**", "words")
    ref = await post.does(Say(Message((*spans, words), rows=asked("").rows)))
    (shown,) = await post.screen()
    assert ref == str(shown.id)
    assert shown.content == "**Kept?** by <t:1795971600:F>\n\\@everyone \\*\\*now\\*\\*"
    assert shown.labels() == ["Yes", "No"]
    assert not shown.ephemeral


# -- saying ----------------------------------------------------------------------------------------------------


async def test_a_long_message_comes_in_parts_with_the_buttons_last(post: Post) -> None:
    """Each part is a message under its own nonce; the ref names them all, and an edit changes them all."""
    message = Message((Span("word " * 900),), rows=asked("").rows)
    ref = await post.does(Say(message), nonce="a" * 24)
    shown = await post.screen()
    assert ref == ",".join(str(one.id) for one in shown)
    assert [one.labels() for one in shown] == [[], [], ["Yes", "No"]]
    assert len({one.nonce for one in shown}) == 3
    assert all(one.nonce is not None and len(one.nonce) <= 25 for one in shown)
    assert shown[0].nonce == "a" * 24
    await post.does(Edit(ref, told("short")))
    assert await post.texts() == ["short"]
    await post.does(Edit(ref.split(",")[0], told("long " * 500)))
    assert len(await post.screen()) == 2


async def test_an_answer_points_at_what_it_answers(post: Post) -> None:
    """A reply shows which message it is to; one that is gone, or elsewhere, does not stop it."""
    typed = await post.discord.types(post.person, "hello")
    await post.does(Say(told("to you", reply_to=str(typed))))
    await post.does(Say(told("to nothing", reply_to="x")))
    await post.discord.fault("error:50035", method="POST", path="/messages")
    await post.does(Say(told("all the same", reply_to=str(typed))))
    shown = await post.screen()
    assert [(one.content, one.reply_to) for one in shown] == [
        ("to you", typed),
        ("to nothing", None),
        ("all the same", None),
    ]


async def test_a_picture_has_its_words(post: Post) -> None:
    """A picture goes with its text and says what is on it; an edit without one takes it away."""
    ref = await post.does(Say(told("Three weeks", image=PICTURE)))
    via = await post.commands()
    await post.does(Say(told("in answer", image=PICTURE)), via=via)
    first, second = await post.screen()
    assert [(name, words) for name, words, _ in first.files] == [("picture.png", "a chart of three weeks")]
    assert [(name, words) for name, words, _ in second.files] == [("picture.png", "a chart of three weeks")]
    await post.does(Edit(ref, told("Four weeks", image=PICTURE)))
    assert next((one.content, len(one.files)) for one in await post.screen()) == ("Four weeks", 1)
    await post.does(Edit(ref, told("No more")))
    assert next((one.content, len(one.files)) for one in await post.screen()) == ("No more", 0)


async def test_where_no_picture_may_be_its_words_are(post: Post) -> None:
    """A channel where the bot may not attach files reads what is on the picture."""
    await post.discord.overwrite(post.general, "member", BOT_ID, deny=1 << 15)
    await post.does(Say(told("Three weeks", image=PICTURE)), post.shared)
    assert await post.texts(post.shared) == ["a chart of three weeks\n\nThree weeks"]


async def test_a_file_comes_under_its_name(post: Post) -> None:
    """A file goes with its text and its buttons, beside a picture, after a long text, and in answer to a command."""
    ref = await post.does(Say(asked("Your calendar", "Thanks", image=PICTURE, file=CALENDAR)))
    await post.does(Say(asked("long " * 500, "Thanks", file=CALENDAR)))
    via = await post.commands(place=post.shared)
    await post.does(Say(told("for you", file=CALENDAR, only=post.only)), post.shared, via)
    first, second, third = await post.screen()
    assert [name for name, _, _ in first.files] == ["picture.png", "troth.ics"]
    assert ([*second.files], second.labels()) == ([], [])
    assert ([*third.files], third.labels()) == ([("troth.ics", None, 15)], ["Thanks"])
    (private,) = await post.screen(post.shared)
    assert (private.ephemeral, [name for name, _, _ in private.files]) == (True, ["troth.ics"])
    await post.does(Edit(ref, told("No more")))
    assert next((one.content, len(one.files)) for one in await post.screen()) == ("No more", 0)


@pytest.mark.parametrize("text", ["Your calendar", "long " * 500])
async def test_where_no_file_may_be_a_sentence_says_so(post: Post, text: str) -> None:
    """A channel where the bot may attach nothing reads the text, and where the file went; the buttons stay."""
    await post.discord.overwrite(post.general, "member", BOT_ID, deny=1 << 15)
    await post.does(Say(asked(text, "Thanks", file=CALENDAR)), post.shared)
    shown = await post.screen(post.shared)
    assert shown[0].content.startswith(text[:13])
    assert shown[-1].content.endswith("\n\nNo files here.")
    assert [one.labels() for one in shown] == [[]] * (len(shown) - 1) + [["Thanks"]]
    assert not any(one.files for one in shown)


async def test_a_picture_and_a_file_where_neither_may_be(post: Post) -> None:
    """Both are told in words, in their order."""
    await post.discord.overwrite(post.general, "member", BOT_ID, deny=1 << 15)
    await post.does(Say(told("Three weeks", image=PICTURE, file=CALENDAR)), post.shared)
    assert await post.texts(post.shared) == ["a chart of three weeks\n\nThree weeks\n\nNo files here."]


async def test_a_file_too_large_is_told_of(post: Post) -> None:
    """Discord says so by a code of its own."""
    await post.discord.fault("error:40005", method="POST", path="/messages")
    await post.does(Say(told("Your calendar", file=CALENDAR)))
    assert await post.texts() == ["Your calendar\n\nNo files here."]


async def test_what_can_not_be_said_is_rejected(post: Post) -> None:
    """Nothing to see, or what Discord refuses for good: the code and the route are logged, and no words."""
    assert isinstance(await post.trouble(Say(told(" "))), Rejected)
    await post.discord.fault("error:50035", method="POST", path="/messages")
    assert isinstance(await post.trouble(Say(told("secret words"))), Rejected)


# -- editing and deleting --------------------------------------------------------------------------------------


async def test_what_is_gone_is_said_anew(post: Post) -> None:
    """A message that a moderator deleted is shown again, as a whole."""
    ref = await post.does(Say(told("word " * 600)), post.shared)
    second = int(ref.split(",")[1])
    await post.discord.deletes(post.person, second, channel=post.general)
    new = await post.does(Edit(ref, told("other " * 500)), post.shared)
    shown = await post.screen(post.shared)
    assert new == ",".join(str(one.id) for one in shown)
    assert {one.content.split()[0] for one in shown} == {"other"}
    assert await post.does(Edit("", told("never shown")), post.shared) != ""


async def test_a_pressed_message_that_is_gone_is_said_anew(post: Post) -> None:
    """Deleted between the press and its answer."""
    ref = await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await post.discord.deletes(post.person, int(ref), channel=post.general)
    await post.does(Edit(ref, told("Kept.")), post.shared, via)
    assert await post.texts(post.shared) == ["Kept."]


async def test_what_is_taken_back_is_gone(post: Post) -> None:
    """Deleting twice is as good as once; a private message is taken back while it can be."""
    ref = await post.does(Say(told("word " * 600)))
    await post.does(Delete(ref))
    await post.does(Delete(ref))
    await post.does(Delete("x"))
    assert await post.screen() == []
    via = await post.commands(place=post.shared)
    ref = await post.whispers("for you", via)
    await post.does(Delete(ref), post.shared)
    assert await post.screen(post.shared) == []
    await post.discord.age(int(via.interaction_id), 20)
    await post.does(Delete(ref), post.shared)


# -- lost replies ----------------------------------------------------------------------------------------------


async def test_a_message_whose_reply_was_lost_is_shown_once(post: Post) -> None:
    """The same act has the same nonce, in this process and in the next; so has each of its parts."""
    act = Say(told("word " * 600))
    await post.discord.fault("lost", method="POST", path="/messages")
    lost = await post.trouble(act, nonce="n-lost")
    assert isinstance(lost, TryAgain)
    assert lost.tried
    await post.does(act, nonce="n-lost")
    post.restarted()
    await post.does(act, nonce="n-lost")
    assert len(await post.screen()) == 2


async def test_a_message_broken_off_goes_on_where_it_was(post: Post) -> None:
    """The parts that were shown are not said again, nor changed."""
    act = Say(told("word " * 900))
    await post.says("first, so that the direct chat is known")
    await post.discord.fault("lost", method="POST", path="/messages", times=1)
    await post.trouble(act, nonce="n-half")
    before = len(await post.asked("POST", "/messages"))
    ref = await post.does(act, nonce="n-half")
    assert len(await post.asked("POST", "/messages")) == before + 3
    assert len(ref.split(",")) == 3


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_an_edit_or_deletion_may_be_repeated(post: Post, method: str) -> None:
    """Twice is as good as once."""
    ref = await post.says("hello")
    # aiohttp itself repeats a deletion whose connection was dropped, once.
    await post.discord.fault("lost", method=method, times=1 if method == "PATCH" else 2)
    act: Edit | Delete = Edit(ref, told("changed")) if method == "PATCH" else Delete(ref)
    assert isinstance(await post.trouble(act, nonce="n-again"), TryAgain)
    await post.does(act, nonce="n-again")
    assert await post.texts() == (["changed"] if method == "PATCH" else [])


@pytest.mark.parametrize("kind", ["500", "502", "503", "reset", "html"])
async def test_a_message_that_never_arrived_is_tried_again(post: Post, kind: str) -> None:
    """Discord was not there for a moment; the pause grows while it is not."""
    await post.says("first")
    await post.discord.fault(kind, method="POST", path="/messages", times=2)
    waits = [await post.trouble(Say(told("hello")), nonce="n-lost") for _ in range(2)]
    assert [isinstance(one, TryAgain) and one.seconds for one in waits] == [0.5, 1.0]
    await post.does(Say(told("hello")), nonce="n-lost")
    assert await post.texts() == ["first", "hello"]


async def test_a_black_hole_is_left_in_time(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """No act hangs for ever; under its nonce it may be repeated."""
    await post.says("first")
    monkeypatch.setattr(rest, "REQUEST_SECONDS", 0.2)
    await post.discord.fault("lost-black-hole", method="POST", path="/messages")
    assert isinstance(await post.trouble(Say(told("hello")), nonce="n-hole"), TryAgain)
    await post.does(Say(told("hello")), nonce="n-hole")
    assert await post.texts() == ["first", "hello"]
    await post.discord.release()


# -- limits ----------------------------------------------------------------------------------------------------


async def test_a_limit_holds_its_place_alone(post: Post) -> None:
    """A 429 is kept for as long as Discord says; nothing was tried, and other places go on."""
    await post.says("first")
    await post.discord.fault("429", method="POST", path="/messages", retry_after=30)
    wait = await post.trouble(Say(told("x")))
    assert isinstance(wait, TryAgain)
    assert (wait.seconds, wait.tried, wait.whole_platform) == (30, False, False)
    assert 29 < post.sending.rest(post.direct) <= 30
    assert post.sending.rest(post.shared) == 0
    assert isinstance(await post.trouble(Say(told("x"))), TryAgain)
    await post.says("there", post.shared)
    assert len(await post.asked("POST", "/messages")) >= 3


@pytest.mark.parametrize(("kind", "seconds"), [("429-global", 40), ("429-cloudflare", 60)])
async def test_a_limit_on_everything_holds_everything(post: Post, kind: str, seconds: int) -> None:
    """Discord's own or Cloudflare's, which is kept for a minute at least."""
    await post.discord.fault(kind, path="/messages", retry_after=40)
    wait = await post.trouble(Say(told("x")), post.shared)
    assert isinstance(wait, TryAgain)
    assert (wait.seconds, wait.tried, wait.whole_platform) == (seconds, False, True)
    before = len(await post.discord.requests())
    again = await post.trouble(Say(told("x")))
    assert isinstance(again, TryAgain)
    assert again.whole_platform
    assert len(await post.discord.requests()) == before


async def test_a_refused_token_is_told_to_the_operator(post: Post) -> None:
    """A 401 stops everything and does not hammer; an interaction's dead token does not."""
    await post.discord.fault("401", path="/messages")
    wait = await post.trouble(Say(told("x")))
    assert isinstance(wait, TryAgain)
    assert wait.whole_platform
    assert post.told == [NOT_LET_IN]


def heads(limit: int, left: int, window: float) -> dict[str, str]:
    """What an answer says of its limit."""
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset-After": str(window),
    }


async def test_a_limit_is_learnt_before_it_is_reached() -> None:
    """Five in a row pass; the sixth waits for the end of the window, and nobody had to say no."""
    limits = Limits()
    for left in (4, 3, 2, 1, 0):
        async with limits.turn("here"):
            limits.learn("here", heads(5, left, 30.0))
    assert 29 < limits.rest("here") <= 30
    assert limits.rest("there") == 0
    with pytest.raises(TryAgain) as wait:
        async with limits.turn("here"):
            raise AssertionError("not its turn")
    assert not wait.value.tried
    assert not wait.value.whole_platform


async def test_requests_under_way_count() -> None:
    """Of three that are left three may go at once, a fourth not; an answer that was overtaken is not the latest."""
    limits = Limits()
    limits.learn("here", heads(5, 3, 30.0))
    async with limits.turn("here"), limits.turn("here"), limits.turn("here"):
        assert limits.rest("here") > 0
    assert limits.rest("here") == 0
    limits.learn("here", heads(5, 0, 30.0))
    limits.learn("here", heads(5, 1, 30.0))
    assert limits.rest("here") > 0
    limits.learn("here", heads(5, 4, 60.0))
    assert limits.rest("here") == 0


async def test_a_route_that_never_answered_is_asked_once() -> None:
    """The others wait for what the first one is told, and then go as far as that allows."""
    limits, order = Limits(), list[str]()

    async def ask(name: str) -> None:
        async with limits.turn("here"):
            order.append(name)
            await asyncio.sleep(0)
            limits.learn("here", heads(5, 4 - order.index(name), 0.01))
            order.append(f"{name} done")

    await asyncio.gather(*(ask(str(n)) for n in range(3)))
    assert order[:2] == ["0", "0 done"]
    assert len(order) == 6


# -- places that are closed ------------------------------------------------------------------------------------


async def test_a_closed_direct_chat_is_unreachable(post: Post) -> None:
    """Whoever takes no messages gets none, until they write again."""
    await post.discord.closes_dm(post.person)
    assert isinstance(await post.trouble(Say(told("x"))), Unreachable)
    await post.discord.opens_dm(post.person)
    await post.says("again")
    assert await post.texts() == ["again"]


async def test_a_direct_chat_is_found_again(post: Post) -> None:
    """A remembered channel that Discord does not know is asked for anew."""
    post.sending.met(post.person, 1180000000000000000)
    await post.says("hello")
    await post.says("and again")
    assert await post.texts() == ["hello", "and again"]


@pytest.mark.parametrize("code", [50001, 50013, 10003, 50007, 160005])
async def test_a_place_the_bot_may_not_write_in_is_unreachable(post: Post, code: int) -> None:
    """Put out, not allowed, or gone."""
    await post.discord.fault(f"error:{code}", method="POST", path="/messages")
    assert isinstance(await post.trouble(Say(told("x")), post.shared), Unreachable)


async def test_a_deleted_channel_is_unreachable(post: Post) -> None:
    """And an edit there too."""
    room = await post.discord.channel(post.guild, "us")
    place = channel(post.guild, room)
    ref = await post.says("hello", place)
    await post.discord.deletes_channel(room)
    assert isinstance(await post.trouble(Say(told("x")), place), Unreachable)
    assert isinstance(await post.trouble(Edit(ref, told("x")), place), Unreachable)


async def test_an_archived_thread_is_opened_again(post: Post) -> None:
    """To say something, and to change what was said; a locked one stays closed."""
    inside = await post.discord.thread(post.general, "us", [post.person, BOT_ID])
    place = thread(post.guild, post.general, inside)
    ref = await post.says("hello", place)
    await post.discord.archives(inside)
    await post.does(Edit(ref, told("changed")), place)
    await post.discord.archives(inside)
    await post.discord.fault("error:50083", method="POST", path="/messages")
    await post.says("again", place)
    assert await post.texts(place) == ["changed", "again"]
    await post.discord.archives(inside, locked=True)
    assert isinstance(await post.trouble(Edit(ref, told("x")), place), Unreachable)


# -- logs ------------------------------------------------------------------------------------------------------


async def test_logs_hold_no_words_and_no_tokens(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong, our own logs say only what kind of thing it was."""
    caplog.set_level(logging.DEBUG, "bot")
    via = await post.commands(place=post.shared)
    for kind in ("lost", "429", "error:50035", "502"):
        await post.discord.fault(kind, path="/callback")
        await post.trouble(Say(told("canary", only=post.only)), post.shared, via, "n-log")
        await post.discord.fault("error:50109", method="POST", path="/messages")
        await post.trouble(Say(told("canary")), post.shared)
    await post.answers.settle(via, Answer(note="canary"))
    for record in caplog.records:
        if record.name.startswith("bot"):
            said = record.getMessage()
            assert "canary" not in said
            assert via.token not in said
            assert TOKEN not in said
