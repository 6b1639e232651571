"""How requests travel: what is told apart when a line breaks, and that nobody ever reads the token."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.adapters.telegram.transport import Garbled, Line, NotSent, ReplyLost, SlowDown, open_line, quiet_libraries
from tests.telegram.client import TOKEN, TelegramServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA = 7001
SECRET = TOKEN.partition(":")[2]

Service = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback, where Ana has met the bot."""
    async with TelegramServer.start() as server:
        await server.person(ANA, "Ana")
        await server.types(ANA, "/start")
        yield server
        assert await server.violations() == []


@asynccontextmanager
async def bot_at(service: Service) -> AsyncIterator[Bot]:
    """A bot whose Telegram is something else."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await service(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    opened = open_line(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", connect=2, read=0.5)
    async with server:
        yield opened.bot
        await opened.close()


async def request_head(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    await reader.readexactly(int(head.lower().partition("content-length: ")[2].partition("\r\n")[0]))
    return head


def page(status: int, body: str, *, length: int | None = None, more: str = "") -> Service:
    """A service that answers everything with this; "{path}" in it becomes the path that was asked for."""

    async def service(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await request_head(reader)
        said = body.replace("{path}", head.split(" ")[1])
        size = len(said) if length is None else length
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {size}\r\n{more}\r\n{said}".encode())
        await writer.drain()

    return service


async def error_of(call: Awaitable[object]) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await call
    return caught.value


# -- what is told apart ----------------------------------------------------------------------------------------


async def test_a_request_is_answered(line: Line, telegram: TelegramServer) -> None:
    """A message goes out as JSON, its answer comes back, and the server's clock with it."""
    sent = await line.bot.send_message(ANA, "hello 🕊️")
    assert sent.text == "hello 🕊️"
    assert [shown.text for shown in await telegram.screen(ANA)][-1] == "hello 🕊️"
    assert line.sends.server_date is not None
    assert abs(line.sends.server_date / 1000 - sent.date.timestamp()) < 5
    assert line.polls.server_date is None


async def test_a_picture_goes_out_as_a_form(line: Line, telegram: TelegramServer) -> None:
    """Files travel beside the other parameters."""
    sent = await line.bot.send_photo(ANA, b"\x89PNG", caption="a chart é", filename="chart.png")
    assert sent.caption == "a chart é"
    assert (await telegram.screen(ANA))[-1].photo


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("429", SlowDown),
        ("500", NetworkError),
        ("502", NetworkError),
        ("html", Garbled),
        ("403", Forbidden),
        ("401", InvalidToken),
        ("404", InvalidToken),
        ("409", Conflict),
        ("400:Bad Request: chat not found", BadRequest),
        ("reset", ReplyLost),
        ("lost", ReplyLost),
        ("black-hole", ReplyLost),
        ("lost-black-hole", ReplyLost),
    ],
)
async def test_each_fault_has_its_error(
    line: Line, telegram: TelegramServer, kind: str, wanted: type[TelegramError], caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong is told apart, and the token is in no error, no traceback and no log."""
    caplog.set_level(logging.DEBUG)
    await telegram.fault(kind, retry_after=3)
    error = await error_of(line.bot.send_message(ANA, "dear diary"))
    await telegram.release()
    assert type(error) is wanted
    assert_says_nothing(error, caplog)


async def test_a_group_that_moved_says_where(line: Line, telegram: TelegramServer) -> None:
    """A group's new id comes with the error."""
    group = await telegram.group("Us", [ANA])
    moved = await telegram.migrates(group)
    error = await error_of(line.bot.send_message(group, "hello"))
    assert isinstance(error, ChatMigrated)
    assert error.new_chat_id == moved


async def test_how_long_to_wait_is_known_without_a_warning(line: Line, telegram: TelegramServer) -> None:
    """The seconds Telegram asks for are in the error."""
    await telegram.fault("429", retry_after=37)
    error = await error_of(line.bot.send_message(ANA, "hello"))
    assert isinstance(error, SlowDown)
    assert error.seconds == 37


async def test_a_long_poll_has_its_own_patience(line: Line, telegram: TelegramServer) -> None:
    """A poll waits as long as it asked for and is then empty; it is no timeout."""
    await telegram.types(ANA, "hello?")
    updates = await line.bot.get_updates(timeout=1)
    assert [update.message.text for update in updates if update.message][-1] == "hello?"
    assert await line.bot.get_updates(offset=updates[-1].update_id + 1, timeout=1) == ()


async def test_nobody_there_means_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    """Where no connection comes about nothing was written."""
    caplog.set_level(logging.DEBUG)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens there
        closed = open_line(TOKEN, f"http://127.0.0.1:{taken.getsockname()[1]}")
        error = await error_of(closed.bot.send_message(ANA, "dear diary"))
        await closed.close()
    assert type(error) is NotSent
    assert_says_nothing(error, caplog)


@pytest.mark.parametrize("url", ["http://nobody.invalid", "http://", "nonsense"])
async def test_an_address_that_leads_nowhere_means_not_sent(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A name that can't be resolved, or an address that is none."""
    caplog.set_level(logging.DEBUG)
    lost = open_line(TOKEN, url)
    error = await error_of(lost.bot.get_me())
    await lost.close()
    assert type(error) is NotSent
    assert_says_nothing(error, caplog)


@pytest.mark.parametrize(
    ("service", "wanted"),
    [
        (page(502, "<html>Bad gateway: {path}</html>"), Garbled),
        (page(403, "<html>No way to {path}</html>"), Garbled),
        (page(404, '["{path}"]'), Garbled),
        (page(302, "", more="Location: https://example.com/\r\n"), Garbled),
        (page(200, "<html>Pay for the wifi before {path}</html>"), ReplyLost),
        (page(200, '{"ok": true, "res'), ReplyLost),
        (page(200, '{"ok": true, "path": "{path}"}'), ReplyLost),
        (page(200, '{"ok": true, "result": true}', length=500), ReplyLost),
        (page(429, '{"ok": false, "error_code": 429, "description": "{path}"}'), SlowDown),
    ],
)
async def test_what_is_not_the_bot_api_is_known(
    service: Service, wanted: type[TelegramError], caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy's pages, redirects and halves of answers are told apart, and what they say is told nobody."""
    caplog.set_level(logging.DEBUG)
    async with bot_at(service) as bot:
        error = await error_of(bot.send_message(ANA, "dear diary"))
    assert type(error) is wanted
    assert_says_nothing(error, caplog)


async def test_an_answer_that_only_trickles_has_an_end() -> None:
    """A byte now and then does not hold a request for ever."""

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.wait([asyncio.ensure_future(reader.read())], timeout=0.1)

    async with bot_at(trickle) as bot:
        assert type(await error_of(bot.get_me())) is ReplyLost


async def test_a_reset_before_anything_is_read_is_still_unknown() -> None:
    """Once a connection stands, nobody can tell what the other side took in."""

    async def slam(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        plug = writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    async with bot_at(slam) as bot:
        assert type(await error_of(bot.send_message(ANA, "hello"))) is ReplyLost


async def test_a_line_can_be_used_again_after_it_was_closed(line: Line) -> None:
    """Closing lets go of the connections; the next request opens new ones."""
    await line.bot.get_me()
    await line.close()
    await line.bot.get_me()


# -- what nobody reads -----------------------------------------------------------------------------------------


def assert_says_nothing(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the token nor what was written is in anything that could be printed of an error, or in the log."""
    told = [caplog.text]
    printed = traceback.format_exception(error)  # it shows the lines of these tests, in which our words stand
    seen: BaseException | None = error
    while seen is not None:
        told += [str(seen), repr(seen)]
        seen = seen.__cause__ or seen.__context__
    assert not any(SECRET in text for text in told + printed)
    assert not any("dear diary" in text for text in told)


async def test_a_fine_day_leaves_nothing_in_the_log(
    line: Line, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Even with everything logged, what people write, our token and our requests are not."""
    caplog.set_level(logging.DEBUG)
    await telegram.types(ANA, "dear diary")
    await line.bot.get_updates(timeout=0)
    await line.bot.send_message(ANA, "dear diary")
    assert SECRET not in caplog.text
    assert "dear diary" not in caplog.text


async def test_libraries_stay_as_quiet_as_they_were() -> None:
    """Quieting never makes a library louder than the operator wants it."""
    logging.getLogger("telegram").setLevel(logging.ERROR)
    quiet_libraries()
    assert logging.getLogger("telegram").level == logging.ERROR
    logging.getLogger("telegram").setLevel(logging.NOTSET)
    quiet_libraries()
    assert logging.getLogger("telegram").level == logging.WARNING


async def test_a_line_does_not_tell_its_token() -> None:
    """A bot's own repr has the token in it; a line's has not."""
    assert SECRET not in repr(open_line(TOKEN, "http://127.0.0.1:1"))
