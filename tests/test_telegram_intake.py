"""Taking in from Telegram: nothing is lost, nothing is confirmed too early, and nobody waits for somebody else."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import SECRET_HEADER
from bot.clock import SystemChance, SystemClock
from bot.config import TelegramSettings
from bot.errors import BadSettings, ShutOut, TryAgain
from bot.http import MOST_BYTES, HttpServer
from bot.model import Address, Message, Outgoing, Say, Span
from tests.loopback.house import House, said
from tests.telegram.client import TOKEN, TelegramServer
from tests.test_playground_server import free_port

ANA, BEN = 7, 8
SECRET = "only-Telegram-knows-this"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback with Ana and Ben, and nothing ever asked of it that it would not take."""
    async with TelegramServer.start() as server:
        await server.person(ANA, "Ana")
        await server.person(BEN, "Ben")
        await server.types(ANA, "/start")
        await server.types(BEN, "/start")
        yield server
        assert await server.violations() == []


class Listening:
    """An adapter that listens, and the task it does so in."""

    def __init__(self, adapter: TelegramAdapter, task: asyncio.Task[None]) -> None:
        self.adapter = adapter
        self.task = task

    async def shut_out(self) -> str:
        """Wait until Telegram won't have us any more; returns what is said about it."""
        with pytest.raises(ShutOut) as why:
            await asyncio.wait_for(self.task, 10)
        return str(why.value)


def settings(telegram: TelegramServer, **more: Any) -> TelegramSettings:
    """How to reach this Telegram."""
    return TelegramSettings(SecretStr(TOKEN), telegram.api_url, **more)


@asynccontextmanager
async def listening(
    telegram: TelegramServer, house: House, http: HttpServer | None = None, *, wait: int = 25, patience: float = 5
) -> AsyncIterator[Listening]:
    """An adapter that hands in to `house`: over a webhook if there is a server, else by polling."""
    mode: dict[str, Any] = {}
    if http is not None:
        mode = {"mode": "webhook", "webhook_url": url(http), "webhook_secret": SecretStr(SECRET)}
    clock, chance = SystemClock(), SystemChance()
    opened = await TelegramAdapter.open(
        settings(telegram, **mode), clock, chance, http=http, wait=wait, grace=0.3, first_pause=0.02, patience=patience
    )
    task = asyncio.create_task(opened.listen(house.emit))
    try:
        yield Listening(opened, task)
    finally:
        await opened.let_go()
        await asyncio.gather(task, return_exceptions=True)


# -- nothing too early -------------------------------------------------------------------------------------------


async def test_nothing_is_confirmed_before_it_is_committed(telegram: TelegramServer) -> None:
    """While the house is still writing Telegram is not told; once it has, the offset moves."""
    house = House()
    house.held = {"important"}
    await telegram.types(ANA, "important")
    async with listening(telegram, house):
        await house.until(lambda: "important" in house.begun)
        assert await telegram.acknowledged() == set()
        assert all("offset" not in given for method, given in await telegram.requests() if method == "getUpdates")
        await house.release("important")
        await telegram.settled()
    assert house.words == ["/start", "/start", "important"]


async def test_what_was_not_committed_comes_again(telegram: TelegramServer) -> None:
    """Stopped before the house had written it, an update comes at the next start; what was written is confirmed."""
    first, second = House(), House()
    first.held = {"unlucky"}
    await telegram.types(ANA, "unlucky")
    async with listening(telegram, first, patience=0.1):
        await first.until(lambda: "unlucky" in first.begun)
    assert "unlucky" not in first.words
    async with listening(telegram, second):
        await telegram.settled()
    assert "unlucky" in second.words


async def test_stopping_lets_what_is_in_hand_be_committed(telegram: TelegramServer) -> None:
    """What was being written when we were asked to stop is written, and confirmed: it does not come again."""
    house = House()
    house.held = {"last words"}
    number = await telegram.types(ANA, "last words")
    assert number
    async with listening(telegram, house) as listener:
        await house.until(lambda: "last words" in house.begun)
        closing = asyncio.create_task(listener.adapter.close())
        await house.release("last words")
        await asyncio.wait_for(closing, 3)
        await telegram.settled()
    assert house.words.count("last words") == 1


async def test_a_waiting_poll_is_cut_at_once(telegram: TelegramServer) -> None:
    """With nothing in hand, stopping takes no time, however long Telegram would hold the poll."""
    house = House()
    async with listening(telegram, house) as listener:
        await telegram.settled()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await listener.adapter.close()
        assert loop.time() - begun < 1
        await asyncio.wait_for(listener.task, 1)


# -- again and out of order --------------------------------------------------------------------------------------


async def test_a_duplicate_has_the_same_key(telegram: TelegramServer) -> None:
    """The same update again is handed in under the same key, by which the house counts it once; and it is confirmed."""
    house = House()
    async with listening(telegram, house):
        await telegram.types(ANA, "once")
        await telegram.repeats()
        await house.until(lambda: house.words.count("once") == 2)
        await telegram.settled()
    once, again = (event for event in house.taken if said(event) == "once")
    assert once.key == again.key


async def test_ids_that_start_anew(telegram: TelegramServer) -> None:
    """After a quiet week ids are random, so a smaller one is news as well, in the same batch or later."""
    house = House()
    ana = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    async with listening(telegram, house):
        await telegram.settled()
        for update_id, text in ((900_000_000, "high"), (17, "low"), (16, "lower"), (18, "next")):
            message = {"message_id": 1, "date": 1, "chat": chat, "from": ana, "text": text}
            await telegram.raw_update({"update_id": update_id, "message": message})
        await house.until(lambda: {"high", "low", "lower", "next"} <= set(house.words))
        await telegram.types(ANA, "and on")
        await house.until(lambda: "and on" in house.words)


# -- what can't be read ------------------------------------------------------------------------------------------


NONSENSE: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": "?"}},
    {"message": "a message"},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": "secret words", "type": "private"}}},
    {"callback_query": {"id": 1}},
    {"my_chat_member": []},
)


async def test_updates_nobody_can_read(telegram: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    """They are logged without their words and left behind: what comes with them is taken in, and they not again."""
    house = House()
    await telegram.types(ANA, "before")
    for nonsense in NONSENSE:
        await telegram.raw_update(nonsense)
    await telegram.types(ANA, "after")
    with caplog.at_level(logging.DEBUG):
        async with listening(telegram, house):
            await telegram.settled()
    assert house.words[-2:] == ["before", "after"]
    assert "can't be read" in caplog.text
    assert "secret words" not in caplog.text


async def test_an_update_the_house_fails_at(telegram: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    """A bug in the house is logged by its name alone, and the update does not come for ever."""
    house = House()
    house.failing = {"poison in my words"}
    await telegram.types(ANA, "poison in my words")
    await telegram.types(ANA, "after")
    async with listening(telegram, house):
        await telegram.settled()
    assert house.begun.count("poison in my words") == 1
    assert "after" in house.words
    assert "KeyError" in caplog.text
    assert "poison" not in caplog.text


# -- a store that refuses ----------------------------------------------------------------------------------------


async def test_a_store_that_refuses(telegram: TelegramServer) -> None:
    """What the store refuses is handed in again until it is taken, and what follows it waits its turn."""
    house = House()
    house.refusals["first"] = 3
    await telegram.types(ANA, "first")
    await telegram.types(ANA, "second")
    async with listening(telegram, house):
        await telegram.settled()
    assert house.words[-2:] == ["first", "second"]
    assert house.begun.count("first") == 4


async def test_stopping_while_the_store_refuses(telegram: TelegramServer) -> None:
    """A store that refuses for good holds up no stop; what follows is not taken before what it follows."""
    house = House()
    house.refusals["first"] = 1_000_000
    await telegram.types(ANA, "first")
    await telegram.types(ANA, "second")
    await telegram.types(BEN, "beside")
    async with listening(telegram, house) as listener:
        await house.until(lambda: "first" in house.begun and "beside" in house.words)
        await asyncio.wait_for(listener.adapter.close(), 3)
    assert "second" not in house.begun
    assert await telegram.acknowledged() == set()


async def test_a_house_that_is_broken_off(telegram: TelegramServer) -> None:
    """What was broken off in the house for whatever reason is not confirmed: it comes again, and is taken."""
    house = House()
    house.broken_off = {"cut short"}
    await telegram.types(ANA, "cut short")
    async with listening(telegram, house):
        await telegram.settled()
    assert house.begun.count("cut short") == 2
    assert house.words.count("cut short") == 1


# -- whose turn it is --------------------------------------------------------------------------------------------


async def test_each_persons_events_in_order_and_people_side_by_side(telegram: TelegramServer) -> None:
    """Ana's second waits for her first; Ben waits for neither."""
    house = House()
    house.held = {"ana 1"}
    await telegram.types(ANA, "ana 1")
    await telegram.types(ANA, "ana 2")
    await telegram.types(BEN, "ben 1")
    await telegram.types(BEN, "ben 2")
    async with listening(telegram, house):
        await house.until(lambda: house.words[-2:] == ["ben 1", "ben 2"])
        assert "ana 2" not in house.begun
        await house.release("ana 1")
        await telegram.settled()
    assert house.words[-2:] == ["ana 1", "ana 2"]


# -- presses -----------------------------------------------------------------------------------------------------


async def test_a_press_is_answered_once_it_is_committed(telegram: TelegramServer) -> None:
    """The button stops waiting as soon as the press is taken in, and not before."""
    house = House()
    house.held = {"forged"}
    async with listening(telegram, house):
        shown = await telegram.types(ANA, "hello")
        query = await telegram.presses(ANA, shown, "forged", forged=True)
        await house.until(lambda: "forged" in house.begun)
        assert await telegram.callback_answers() == {}
        await house.release("forged")
        await telegram.settled()
    assert list(await telegram.callback_answers()) == [query]


async def test_answering_a_press_holds_up_nobody(telegram: TelegramServer) -> None:
    """An answer that Telegram never takes leaves the press confirmed and the next ones served, and ends with us."""
    house = House()
    await telegram.fault("black-hole", method="answerCallbackQuery", times=-1)
    async with listening(telegram, house) as listener:
        shown = await telegram.types(ANA, "hello")
        await telegram.presses(ANA, shown, "forged", forged=True)
        await telegram.types(ANA, "after")
        await telegram.settled()
        assert "after" in house.words
        await asyncio.wait_for(listener.adapter.close(), 3)
    await telegram.release()


# -- what Telegram does ------------------------------------------------------------------------------------------


async def test_trouble_passes(telegram: TelegramServer) -> None:
    """Whatever goes wrong on the way, it is tried again, and nothing is lost."""
    house = House()
    for kind in ("500", "html", "reset", "lost", "404", "400:Bad Request: nonsense"):
        # A 404 at the very first question is for the operator: see below.
        for method in ("getMe", "deleteWebhook", "getUpdates"):
            if (kind, method) != ("404", "getMe"):
                await telegram.fault(kind, method=method)
    await telegram.types(ANA, "through it all")
    async with listening(telegram, house):
        await telegram.settled()
    assert house.words.count("through it all") == 1


async def test_a_poll_that_hangs_is_given_up(telegram: TelegramServer) -> None:
    """A poll that neither brings anything nor ends is noticed, and another line is opened."""
    house = House()
    await telegram.fault("black-hole", method="getUpdates")
    async with listening(telegram, house, wait=1) as listener:
        before = listener.adapter.last_good_poll
        await telegram.types(ANA, "is anybody there?")
        await telegram.settled()
        assert (before, listener.adapter.last_good_poll is None) == (None, False)
    assert "is anybody there?" in house.words


async def test_asked_to_wait(telegram: TelegramServer) -> None:
    """When Telegram asks for a pause it gets one, as long as it asked for."""
    house = House()
    loop = asyncio.get_running_loop()
    await telegram.fault("429", method="getUpdates", retry_after=1)
    begun = loop.time()
    async with listening(telegram, house):
        await telegram.settled()
    assert loop.time() - begun >= 1


# -- shut out ----------------------------------------------------------------------------------------------------


async def test_another_program_polls(telegram: TelegramServer) -> None:
    """A second poller ends this one with a sentence that says so; the other goes on."""
    first, second = House(), House()
    async with listening(telegram, first) as elder:
        await telegram.settled()
        async with listening(telegram, second) as younger:
            assert "Another program" in await elder.shut_out()
            await telegram.types(ANA, "to the other")
            await telegram.settled()
            assert second.words == ["to the other"]
            assert not younger.task.done()


async def test_a_webhook_is_set_meanwhile(telegram: TelegramServer) -> None:
    """If another program sets a webhook, this one stops and names that, and does not take it back."""
    house = House()
    async with listening(telegram, house) as listener:
        await telegram.settled()
        await listener.adapter.bot.set_webhook("https://elsewhere.example/hook")
        assert "webhook" in await listener.shut_out()
    assert (await telegram.webhook())["url"] == "https://elsewhere.example/hook"


async def test_the_token_is_revoked_while_polling(telegram: TelegramServer) -> None:
    """A token that is refused stops the taking in at once, without hammering, and is never shown."""
    house = House()
    async with listening(telegram, house) as listener:
        await telegram.settled()
        before = (await telegram.counts())["getUpdates"]
        await telegram.fault("401", method="getUpdates", times=-1)
        await telegram.types(ANA, "hello?")
        said_why = await listener.shut_out()
        assert (await telegram.counts())["getUpdates"] - before <= 2
    assert "token" in said_why
    assert TOKEN not in said_why


async def test_a_send_finds_the_token_revoked(telegram: TelegramServer) -> None:
    """What a send finds out stops the listening too."""
    house = House()
    async with listening(telegram, house) as listener:
        await telegram.settled()
        await telegram.fault("401", method="sendMessage", times=-1)
        hello = Outgoing("1", Address("telegram", str(ANA), "direct"), Say(Message((Span("hello"),))))
        with pytest.raises(TryAgain):
            await listener.adapter.do(hello)
        assert "token" in await listener.shut_out()


async def test_a_token_nobody_knows(telegram: TelegramServer) -> None:
    """A token refused at the first question ends the start with one sentence, and is never shown."""
    for kind in ("401", "404"):
        await telegram.fault(kind, method="getMe")
        with pytest.raises(ShutOut, match="TROTH_TELEGRAM_TOKEN") as why:
            await TelegramAdapter.open(settings(telegram), SystemClock(), SystemChance())
        assert TOKEN not in str(why.value)


# -- the webhook -------------------------------------------------------------------------------------------------


@pytest.fixture
async def http() -> AsyncIterator[HttpServer]:
    """A server of ours on loopback."""
    server = HttpServer("127.0.0.1", free_port())
    yield server
    await server.stop()


@asynccontextmanager
async def hooked(telegram: TelegramServer, house: House, http: HttpServer) -> AsyncIterator[Listening]:
    """An adapter that Telegram brings updates to."""
    async with listening(telegram, house, http) as listener:
        await http.start()
        yield listener


def url(http: HttpServer) -> str:
    """Where Telegram reaches our server."""
    return f"http://127.0.0.1:{http.port}/hook"


async def bring(http: HttpServer, body: object, secret: str | None = SECRET) -> int:
    """Bring an update by hand; returns the status of the answer."""
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(url(http), data=data, headers=headers) as response:
        if response.status == 401:
            assert await response.read() == b""
        return response.status


def words(text: str, update_id: int = 5) -> dict[str, Any]:
    """An update in which Ana says something."""
    ana = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "chat": chat, "from": ana, "text": text}}


async def test_a_webhook_brings_updates(telegram: TelegramServer, http: HttpServer) -> None:
    """What people do arrives, in each person's order, and the webhook is set with its secret."""
    house = House()
    async with hooked(telegram, house, http):
        for number in range(10):
            await telegram.types(ANA, f"ana {number}")
        await telegram.settled()
    assert {"/start", *(f"ana {number}" for number in range(10))} <= set(house.words)
    asked = next(given for method, given in await telegram.requests() if method == "setWebhook")
    assert asked["url"] == url(http)
    assert asked["secret_token"] == SECRET
    assert "chat_member" in asked["allowed_updates"]


async def test_a_webhook_answers_after_the_commit(telegram: TelegramServer, http: HttpServer) -> None:
    """Telegram gets its 200 only once the house has written."""
    house = House()
    house.held = {"important"}
    async with hooked(telegram, house, http):
        await telegram.types(ANA, "important")
        await house.until(lambda: "important" in house.begun)
        assert len(await telegram.acknowledged()) < 3
        await house.release("important")
        await telegram.settled()


async def test_a_webhook_and_a_store_that_refuses(telegram: TelegramServer, http: HttpServer) -> None:
    """What the store refuses is answered with 503, and Telegram brings it again until it is taken."""
    house = House()
    house.refusals["stubborn"] = 2
    async with hooked(telegram, house, http):
        await telegram.types(ANA, "stubborn")
        await telegram.settled()
        assert house.words.count("stubborn") == 1
        house.refusals["by hand"] = 1
        assert await bring(http, words("by hand")) == 503
        assert await bring(http, words("by hand")) == 200


async def test_a_webhook_keeps_each_persons_order(telegram: TelegramServer, http: HttpServer) -> None:
    """What comes at the same time is taken in the order it came; a later one is not taken before an earlier one is."""
    house = House()
    async with hooked(telegram, house, http):
        await telegram.settled()
        house.held = {"first"}
        first = asyncio.create_task(bring(http, words("first", 1)))
        await house.until(lambda: "first" in house.begun)
        second = asyncio.create_task(bring(http, words("second", 2)))
        assert await bring(http, {"update_id": 3}) == 200
        assert "second" not in house.begun
        house.refusals["first"] = 1
        await house.release("first")
        assert (await first, await second) == (503, 503)
    assert "second" not in house.begun


async def test_only_telegram_may_bring(telegram: TelegramServer, http: HttpServer) -> None:
    """Without the very secret nothing is read, and nothing is said."""
    house = House()
    async with hooked(telegram, house, http):
        await telegram.settled()
        for secret in (None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "schlüssel"):
            assert await bring(http, words("forged"), secret) == 401
    assert "forged" not in house.begun


async def test_a_stranger_is_refused_before_they_have_spoken(telegram: TelegramServer, http: HttpServer) -> None:
    """The secret is looked at before the body: a stranger is refused while theirs is still to come."""
    async with hooked(telegram, House(), http):
        reader, writer = await asyncio.open_connection("127.0.0.1", http.port)
        writer.write(
            b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n"
        )
        assert b" 401 " in await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()


async def test_what_is_no_update(telegram: TelegramServer, http: HttpServer) -> None:
    """Too long, not JSON, no object: each refused by its own code; an update nobody can read is done with."""
    house = House()
    async with hooked(telegram, house, http):
        await telegram.settled()
        assert await bring(http, b"x" * (MOST_BYTES + 1)) == 413
        for body in (b"{", b"\xff\xfe", b"", b"[1]", b"null", b"[" * 100_000):
            assert await bring(http, body) == 400
        assert await bring(http, {"update_id": 1, "message": {"message_id": "?"}}) == 200
        assert await bring(http, {"update_id": 2}) == 200
        assert await bring(http, {}) == 200
        assert await bring(http, words("still here")) == 200
    assert house.words[-1] == "still here"


async def test_a_webhook_that_closes(telegram: TelegramServer, http: HttpServer) -> None:
    """What comes while we close is brought again later: 503. The webhook stays set, so that it is kept."""
    house = House()
    async with hooked(telegram, house, http) as listener:
        await telegram.settled()
        await listener.adapter.close()
        assert await bring(http, words("too late")) == 503
        await asyncio.wait_for(listener.task, 2)
    assert "too late" not in house.begun
    assert (await telegram.webhook())["url"] == url(http)


async def test_a_webhook_telegram_refuses(http: HttpServer) -> None:
    """An address Telegram does not take ends with a sentence that names the setting, and not the secret."""
    async with TelegramServer.start(official=True, lenient=True) as telegram:
        wrong = settings(
            telegram, mode="webhook", webhook_url="http://troth.example/hook", webhook_secret=SecretStr(SECRET)
        )
        adapter = await TelegramAdapter.open(wrong, SystemClock(), SystemChance(), http=http)
        try:
            with pytest.raises(ShutOut, match="TROTH_TELEGRAM_WEBHOOK_URL") as why:
                await adapter.listen(House().emit)
        finally:
            await adapter.let_go()
    assert SECRET not in str(why.value)


async def test_a_webhook_without_a_server(telegram: TelegramServer) -> None:
    """A webhook that nothing can receive is a setting that is missing."""
    wrong = settings(telegram, mode="webhook", webhook_url="https://troth.example/hook")
    with pytest.raises(BadSettings, match="TROTH_HTTP_PORT"):
        await TelegramAdapter.open(wrong, SystemClock(), SystemChance())


async def test_a_secret_of_its_own(telegram: TelegramServer, http: HttpServer) -> None:
    """Without a secret in the settings each start makes one that nobody can guess."""
    mine = settings(telegram, mode="webhook", webhook_url=url(http))
    adapter = await TelegramAdapter.open(mine, SystemClock(), SystemChance(), http=http)
    task = asyncio.create_task(adapter.listen(House().emit))
    try:
        await http.start()
        await telegram.settled()
        assert len((await telegram.webhook())["secret_token"]) >= 20
    finally:
        await adapter.let_go()
        await task


async def test_a_port_that_is_taken(http: HttpServer) -> None:
    """A port or address that is not to be had is a setting that is wrong."""
    await http.start()
    for host, port, named in (("127.0.0.1", http.port, "TROTH_HTTP_PORT"), ("203.0.113.1", 0, "TROTH_HTTP_HOST")):
        with pytest.raises(BadSettings, match=named):
            await HttpServer(host, port).start()
