"""The loopback Telegram behaves as Telegram does, as seen by a client nobody here wrote: python-telegram-bot's."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.telegram.client import BOT_ID, BOT_USERNAME, TOKEN, Impossible, TelegramServer

ANA, BEN, CAT = 7, 8, 9
_KEEP = InlineKeyboardMarkup([[InlineKeyboardButton("Keep", callback_data="t0ken")]])


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns of a type that will change, and a warning fails a test; this chooses the type to come."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram with Ana, who has met the bot, and Ben and Cat, who have not."""
    async with TelegramServer.start() as server:
        await server.many(
            [("person", {"user_id": user, "name": name}) for user, name in ((ANA, "Ana"), (BEN, "Ben"), (CAT, "Cat"))]
        )
        await server.types(ANA, "/start")
        yield server


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    """A bot that has read what came before."""
    async with bot_at(telegram) as made:
        await fetched(made)
        yield made


def bot_at(telegram: TelegramServer, token: str = TOKEN) -> Bot:
    """python-telegram-bot's client with its own transport."""
    first, second = (
        # Without certificates, which take a while to load and have nothing to prove on loopback.
        HTTPXRequest(8, read_timeout=0.3, connect_timeout=5.0, pool_timeout=5.0, httpx_kwargs={"verify": False})
        for _ in range(2)
    )
    return Bot(token, base_url=f"{telegram.api_url}/bot", get_updates_request=first, request=second)


async def fetched(bot: Bot, offset: int | None = None) -> list[Update]:
    """What one poll brings; everything in it is confirmed."""
    updates = list(await bot.get_updates(offset=offset))
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, limit=1)
    return updates


async def texts(bot: Bot) -> list[str | None]:
    """The texts of all messages that wait for the bot."""
    found: list[str | None] = []
    while updates := await fetched(bot):
        found += [one.message.text for one in updates if one.message]
    return found


# -- polling ---------------------------------------------------------------------------------------------------


async def test_updates_come_again_until_their_offset_is_passed(telegram: TelegramServer, bot: Bot) -> None:
    """An update is only confirmed by a poll with a higher offset."""
    await telegram.types(ANA, "one")
    await telegram.types(ANA, "two")
    first, second = await bot.get_updates()
    assert second.update_id == first.update_id + 1
    assert [one.update_id for one in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert first.update_id in await telegram.acknowledged()
    assert second.update_id not in await telegram.acknowledged()
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    await telegram.settled()


async def test_a_negative_offset_keeps_only_the_last(telegram: TelegramServer, bot: Bot) -> None:
    """Offset -1 gives the newest update and forgets the ones before."""
    for text in ("one", "two", "three"):
        await telegram.types(ANA, text)
    kept = await bot.get_updates(offset=-1)
    assert [one.message.text for one in kept if one.message] == ["three"]
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_answers_as_soon_as_something_comes(telegram: TelegramServer, bot: Bot) -> None:
    """A poll that waits is answered by the next message, not by its timeout."""
    waiting = asyncio.create_task(bot.get_updates(timeout=60))
    await telegram.called("getUpdates", 3)
    await telegram.types(ANA, "hello")
    assert [one.message.text for one in await waiting if one.message] == ["hello"]


async def test_the_older_of_two_polls_ends_with_a_conflict(telegram: TelegramServer, bot: Bot) -> None:
    """A second poller throws the first one out."""
    older = asyncio.create_task(bot.get_updates(timeout=60))
    await telegram.called("getUpdates", 3)
    assert await bot.get_updates() == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older


async def test_an_update_can_come_twice_and_out_of_order(telegram: TelegramServer, bot: Bot) -> None:
    """Duplicates keep their number, and a test may queue any number it likes."""
    await telegram.types(ANA, "one")
    (one,) = await fetched(bot)
    assert await telegram.repeats() == one.update_id
    assert [again.update_id for again in await bot.get_updates(offset=one.update_id + 1)] == [one.update_id]
    assert await telegram.raw_update({"update_id": 5, "message": _message("late")}) == 5
    late = await bot.get_updates(offset=one.update_id + 1)
    assert [(it.update_id, it.message.text) for it in late if it.message] == [(5, "late")]


async def test_only_the_kinds_asked_for_are_queued(telegram: TelegramServer, bot: Bot) -> None:
    """allowed_updates holds from then on; none named means all but a few."""
    await bot.get_updates(allowed_updates=["callback_query"])
    await telegram.types(ANA, "unheard")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    await telegram.types(ANA, "heard")
    assert await texts(bot) == ["heard"]


# -- webhook ---------------------------------------------------------------------------------------------------


async def test_a_webhook_gets_updates_until_it_says_200(telegram: TelegramServer, bot: Bot) -> None:
    """An update is posted with its secret, again after an error, and polling is refused meanwhile."""
    got: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
    answers = iter([500, 200])

    async def hook(request: web.BaseRequest) -> web.Response:
        await got.put((request.headers["X-Telegram-Bot-Api-Secret-Token"], await request.json()))
        return web.Response(status=next(answers))

    runner = web.ServerRunner(web.Server(hook, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await bot.set_webhook(url, secret_token="s3cret", max_connections=2)
    await telegram.types(ANA, "hello")
    await telegram.settled()
    (secret, first), (_, second) = got.get_nowait(), got.get_nowait()
    assert secret == "s3cret"
    assert first == second
    assert first["update_id"] in await telegram.acknowledged()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (url, 0, 2)
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await telegram.webhook() == {}
    assert await bot.get_updates() == ()
    await runner.cleanup()


async def test_what_waited_can_be_dropped(telegram: TelegramServer, bot: Bot) -> None:
    """drop_pending_updates forgets the queue."""
    await telegram.types(ANA, "old")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


# -- people and places -----------------------------------------------------------------------------------------


async def test_a_bot_cannot_write_first_nor_to_who_blocked_it(telegram: TelegramServer, bot: Bot) -> None:
    """A stranger, an unknown chat and a blocker are refused, each in Telegram's words; a blocker may come back."""
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(BEN, "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "hello")
    await telegram.blocks(ANA)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANA, "hello")
    await telegram.unblocks(ANA)
    await bot.send_message(ANA, "hello again")
    changes = [one.my_chat_member for one in await fetched(bot)]
    assert [change.new_chat_member.status for change in changes if change] == ["kicked", "member"]


async def test_a_deep_link_starts_the_bot_with_its_payload(telegram: TelegramServer, bot: Bot) -> None:
    """Who opens a link says /start with what is in it; other links are refused."""
    await telegram.opens(BEN, f"https://t.me/{BOT_USERNAME}?start=abc-123_X")
    assert await texts(bot) == ["/start abc-123_X"]
    await bot.send_message(BEN, "welcome")
    for wrong in ("https://t.me/another_bot?start=abc", f"https://t.me/{BOT_USERNAME}?start=a%20b"):
        with pytest.raises(Impossible):
            await telegram.opens(BEN, wrong)


async def test_privacy_mode_hides_what_does_not_concern_the_bot(telegram: TelegramServer, bot: Bot) -> None:
    """In a group the bot sees commands for it, general ones only after it wrote last, and replies to it."""
    chat = await telegram.group("Ana & Ben", [ANA, BEN])
    assert [kinds(one) for one in await fetched(bot)] == ["my_chat_member", "new_chat_members"]
    for text in ("good morning", "/promise", "/promise@another_bot", f"/promise@{BOT_USERNAME} call mum"):
        await telegram.types(ANA, text, chat=chat)
    assert await texts(bot) == [f"/promise@{BOT_USERNAME} call mum"]
    said = await bot.send_message(chat, "hello")
    await telegram.types(BEN, "/today", chat=chat)
    await telegram.types(BEN, "an answer", chat=chat, reply_to=said.message_id)
    await telegram.types(BEN, "see @troth_test_bot", chat=chat)
    assert await texts(bot) == ["/today", "an answer"]
    await telegram.other_bot_writes(chat)
    await telegram.types(BEN, "/today", chat=chat)
    await telegram.stands(chat, None, "administrator")
    await telegram.types(BEN, "all of it", chat=chat)
    assert await texts(bot) == ["all of it"]


async def test_members_come_and_go(telegram: TelegramServer, bot: Bot) -> None:
    """Service messages are always seen; chat_member only by an administrator who asked for it."""
    chat = await telegram.group("Ana & Ben", [ANA, BEN], supergroup=True)
    assert await bot.get_chat_member_count(chat) == 3
    await telegram.adds(chat, CAT)
    assert await bot.get_chat_member_count(chat) == 4
    await bot.get_updates(allowed_updates=["message", "my_chat_member", "chat_member"])
    await telegram.removes(chat, CAT)
    assert (await bot.get_chat_member(chat, CAT)).status == "left"
    seen = [kinds(one) for one in await fetched(bot)]
    assert seen == ["my_chat_member", "new_chat_members", "new_chat_members", "left_chat_member"]
    await telegram.stands(chat, None, "administrator")
    await telegram.adds(chat, CAT)
    assert [kinds(one) for one in await fetched(bot)] == ["my_chat_member", "new_chat_members", "chat_member"]
    assert (await bot.get_chat(chat)).title == "Ana & Ben"
    assert [one.user.id for one in await bot.get_chat_administrators(chat)] == [ANA, BOT_ID]
    await telegram.removes_bot(chat, ANA)
    with pytest.raises(Forbidden, match="kicked from the supergroup chat"):
        await bot.send_message(chat, "hello")


async def test_a_group_that_became_a_supergroup_answers_with_its_new_id(telegram: TelegramServer, bot: Bot) -> None:
    """Both sides of the move are told, and the old id names the new one."""
    chat = await telegram.group("Ana & Ben", [ANA, BEN])
    await fetched(bot)
    new = await telegram.migrates(chat)
    told = [one.message for one in await fetched(bot) if one.message]
    assert [(one.migrate_to_chat_id, one.migrate_from_chat_id) for one in told] == [(new, None), (None, chat)]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(chat, "hello")
    assert moved.value.new_chat_id == new
    assert (await bot.send_message(new, "hello")).chat.type == "supergroup"


async def test_topics_and_threads(telegram: TelegramServer, bot: Bot) -> None:
    """A topic's messages carry its thread and answer what opened it; a plain reply's thread is no topic."""
    forum = await telegram.group("Us", [ANA, BEN], forum=True)
    topic = await telegram.topic(forum, "Troth")
    await telegram.types(ANA, f"/link@{BOT_USERNAME}", chat=forum, thread=topic)
    message = (await fetched(bot))[-1].message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message) == (topic, True)
    assert message.reply_to_message is not None
    assert message.reply_to_message.forum_topic_created is not None
    await bot.send_message(forum, "here", message_thread_id=topic)
    assert [one.text for one in await telegram.screen(forum, topic)][-1] == "here"
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(forum, "nowhere", message_thread_id=topic + 1)
    plain = await telegram.group("Plain", [ANA, BEN], supergroup=True)
    said = await bot.send_message(plain, "hello")
    await telegram.types(ANA, "hi", chat=plain, reply_to=said.message_id, quote="ell")
    reply = (await fetched(bot))[-1].message
    assert reply is not None
    assert (reply.message_thread_id, reply.is_topic_message) == (said.message_id, None)
    assert reply.quote is not None
    assert (reply.quote.text, reply.quote.position) == ("ell", 1)


async def test_nobody_can_tell_who_writes_in_a_groups_name(telegram: TelegramServer, bot: Bot) -> None:
    """An anonymous administrator comes as the group, a channel as the channel."""
    chat = await telegram.group("Us", [ANA, BEN], supergroup=True)
    await fetched(bot)
    await telegram.types(ANA, f"/promise@{BOT_USERNAME}", chat=chat, as_chat=True)
    await telegram.types(ANA, f"/promise@{BOT_USERNAME}", chat=chat, as_chat="channel")
    first, second = [one.message for one in await fetched(bot)]
    assert first is not None
    assert first.sender_chat is not None
    assert (first.sender_chat.id, first.from_user and first.from_user.username) == (chat, "GroupAnonymousBot")
    assert second is not None
    assert second.sender_chat is not None
    assert second.sender_chat.type == "channel"


# -- messages --------------------------------------------------------------------------------------------------


async def test_a_press_brings_its_data_and_is_answered(telegram: TelegramServer, bot: Bot) -> None:
    """Only what stands on a button can be pressed, and an old press can't be answered."""
    said = await bot.send_message(ANA, "Keep it?", reply_markup=_KEEP)
    query = await telegram.presses(ANA, said.message_id, "t0ken")
    pressed = (await fetched(bot))[0].callback_query
    assert pressed is not None
    assert (pressed.id, pressed.data) == (query, "t0ken")
    await bot.answer_callback_query(query, "Kept")
    assert (await telegram.callback_answers())[query]["text"] == "Kept"
    with pytest.raises(Impossible):
        await telegram.presses(ANA, said.message_id, "forged")
    await telegram.presses(ANA, said.message_id, "forged", forged=True)
    old = await telegram.presses(ANA, said.message_id, "t0ken")
    await telegram.expires(old)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(old)


async def test_editing(telegram: TelegramServer, bot: Bot) -> None:
    """An edit changes text and buttons; the same again is "not modified", a gone message "not found"."""
    said = await bot.send_message(ANA, "Keep it?", reply_markup=_KEEP)
    await bot.edit_message_text("Kept.", ANA, said.message_id)
    (shown,) = [one for one in await telegram.screen(ANA) if one.sender == "bot"]
    assert (shown.text, shown.rows, shown.edits) == ("Kept.", (), 1)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Kept.", ANA, said.message_id)
    await bot.edit_message_reply_markup(ANA, said.message_id, reply_markup=_KEEP)
    await bot.edit_message_media(InputMediaPhoto(b"picture", caption="Seen."), ANA, said.message_id)
    await bot.edit_message_caption(ANA, said.message_id, caption="Seen twice.")
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("x", ANA, said.message_id)
    await bot.delete_message(ANA, said.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ANA, said.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ANA, said.message_id)


async def test_a_reply_to_what_is_gone(telegram: TelegramServer, bot: Bot) -> None:
    """A missing message stops a reply, unless it may go without."""
    asked_first = await telegram.types(ANA, "/today")
    answer = await bot.send_message(ANA, "x", reply_parameters=ReplyParameters(asked_first))
    assert [one.reply_to for one in await telegram.screen(ANA) if one.id == answer.message_id] == [asked_first]
    await telegram.deletes(ANA, asked_first)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ANA, "x", reply_parameters=ReplyParameters(asked_first))
    await bot.send_message(ANA, "x", reply_parameters=ReplyParameters(asked_first, allow_sending_without_reply=True))


async def test_a_photo_and_the_bots_own_settings(telegram: TelegramServer, bot: Bot) -> None:
    """A picture arrives with its caption; menus and descriptions are kept by scope and language."""
    await bot.send_photo(ANA, b"picture", caption="All that we kept")
    assert [(one.text, one.photo) for one in await telegram.screen(ANA)][-1] == ("All that we kept", True)
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("today", "What waits for you")], scope, "en")
    assert [one.command for one in await bot.get_my_commands(scope, "en")] == ["today"]
    assert await bot.get_my_commands(scope, "es") == ()
    await bot.set_my_description("Una promesa", "es")
    assert await telegram.descriptions() == {"description": {"es": "Una promesa"}, "short_description": {}}
    assert (await telegram.menus())[0]["scope"] == {"type": "all_private_chats"}


# -- what goes wrong -------------------------------------------------------------------------------------------

_REFUSED: list[tuple[str, type[TelegramError], str]] = [
    ("429", RetryAfter, "Flood control"),
    ("500", NetworkError, "Internal Server Error"),
    ("502", NetworkError, "Bad Gateway"),
    ("html", NetworkError, "Bad Gateway"),
    ("403", Forbidden, "blocked"),
    ("401", InvalidToken, "Unauthorized"),
    ("409", Conflict, "terminated"),
    ("400:Bad Request: not enough rights", BadRequest, "Not enough rights"),
    ("migrated", ChatMigrated, "migrated"),
    ("reset", NetworkError, "."),
    ("black-hole", TimedOut, "."),
]


@pytest.mark.parametrize(("kind", "error", "words"), _REFUSED, ids=[kind for kind, *_ in _REFUSED])
async def test_a_fault_without_effect(
    telegram: TelegramServer, bot: Bot, kind: str, error: type[TelegramError], words: str
) -> None:
    """Nothing is shown, the sender hears the fault, and the next try goes through."""
    await telegram.fault(kind, method="sendMessage", chat=ANA)
    with pytest.raises(error, match=words):
        await bot.send_message(ANA, "once")
    assert [one.text for one in await telegram.screen(ANA)] == ["/start"]
    await bot.send_message(ANA, "twice")
    assert [one.text for one in await telegram.screen(ANA)] == ["/start", "twice"]


@pytest.mark.parametrize("kind", ["lost", "lost-black-hole"])
async def test_a_fault_after_the_effect(telegram: TelegramServer, bot: Bot, kind: str) -> None:
    """The message is there, and its sender can't know."""
    await telegram.fault(kind, method="sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ANA, "once")
    assert [one.text for one in await telegram.screen(ANA)] == ["/start", "once"]


async def test_a_black_hole_holds_until_it_is_released(telegram: TelegramServer, bot: Bot) -> None:
    """A poll that hangs is cut off when the hole ends, and polls are only concerned if they are named."""
    await telegram.fault("black-hole", method="getUpdates")
    hanging = asyncio.create_task(bot.get_updates(timeout=60))
    await telegram.caught()
    await bot.send_message(ANA, "hello")
    await telegram.release()
    with pytest.raises(NetworkError):
        await hanging


async def test_a_fault_lasts_as_long_as_it_was_planned(telegram: TelegramServer, bot: Bot) -> None:
    """It is counted down, keeps to its chat, and can be healed."""
    await telegram.types(BEN, "/start")
    await telegram.fault("429", chat=ANA, times=-1, retry_after=17)
    for _ in range(3):
        with pytest.raises(RetryAfter) as later:
            await bot.send_message(ANA, "x")
    assert later.value._retry_after.total_seconds() == 17
    await bot.send_message(BEN, "x")
    await telegram.heal()
    await bot.send_message(ANA, "x")


async def test_a_wrong_token_gets_nowhere(telegram: TelegramServer) -> None:
    """A revoked token is 401, whatever is asked."""
    stranger = bot_at(telegram, token="123456789:" + "x" * 35)
    with pytest.raises(InvalidToken, match="rejected by the server"):
        await stranger.__aenter__()


async def test_an_unknown_method_is_not_found() -> None:
    """What the Bot API has not is 404, and the oracle knows it."""
    async with TelegramServer.start(lenient=True) as telegram, bot_at(telegram) as bot:
        with pytest.raises(EndPointNotFound):
            await bot.do_api_request("sendCarrierPigeon")
        assert "models: sendCarrierPigeon is no method of the Bot API" in await telegram.violations()


async def test_strict_limits_refuse_what_is_too_fast() -> None:
    """One message a second to a chat, three in a burst; the fourth is refused and noted."""
    async with TelegramServer.start(limits="strict") as telegram, bot_at(telegram) as bot:
        await telegram.person(ANA, "Ana")
        await telegram.types(ANA, "/start")
        for _ in range(3):
            await bot.send_message(ANA, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(ANA, "x")
        assert await telegram.excesses() == [f"sendMessage: more than one message a second to chat {ANA}"]


async def test_every_request_is_judged_on_the_way_out() -> None:
    """A test in which the bot broke a rule fails, even if it did not ask."""

    async def careless() -> None:
        async with TelegramServer.start() as telegram, bot_at(telegram) as bot:
            await telegram.person(ANA, "Ana")
            await telegram.types(ANA, "/start")
            await bot.send_message(ANA, "x", parse_mode="HTML")

    with pytest.raises(AssertionError, match="parse_mode"):
        await careless()


async def test_the_process_ends_with_its_input() -> None:
    """Run by hand it says its port, and it does not outlive the one who started it."""
    command = [sys.executable, "-m", "tests.telegram.server", "--port", "0"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    port = json.loads(await process.stdout.readline())["port"]
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe") as response:
        assert (await response.json())["result"]["username"] == BOT_USERNAME
        assert "Date" in response.headers
    process.stdin.close()
    async with asyncio.timeout(10):
        assert await process.wait() == 0


async def test_a_new_world_is_cut_off_from_the_one_before() -> None:
    """A bot left over from an earlier test can't reach the server of the next one."""
    async with TelegramServer.start() as first:
        await first.person(ANA, "Ana")
    async with TelegramServer.start() as second:
        assert second.api_url != first.api_url
        with pytest.raises(Impossible, match="no chat 7"):
            await second.types(ANA, "hello")


async def test_what_never_shows_fails_with_what_did() -> None:
    """A test that waits in vain says what was on the screen."""
    async with TelegramServer.start() as telegram:
        await telegram.person(ANA, "Ana")
        await telegram.types(ANA, "/start")
        with pytest.raises(AssertionError, match="/start"):
            await telegram.until(lambda shown: len(shown) == 2, chat=ANA, patience=0.05)
        with pytest.raises(AssertionError, match="unconfirmed"):
            await telegram.settled(patience=0.05)


# -- parts -----------------------------------------------------------------------------------------------------


def kinds(update: Update) -> str:
    """What an update tells of."""
    if update.message:
        names = ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "text")
        return next(name for name in names if getattr(update.message, name))
    return next(name for name in Update.ALL_TYPES if getattr(update, name))


def _message(text: str) -> dict[str, Any]:
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    sender = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    return {"message_id": 4000, "date": 1_790_000_000, "chat": chat, "from": sender, "text": text}
