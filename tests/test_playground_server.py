"""The playground's server, over real loopback sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.jumps import at_wall, next_sunday
from bot.adapters.playground.server import Peek, PlaygroundServer
from bot.adapters.playground.world import World
from bot.clock import DAY, HOUR, StillClock, SystemChance
from bot.errors import BadSettings
from bot.model import FromPlatform, Message, Outgoing, Say, Span, Text, Typing
from bot.port import Answer

NOON = 1_795_608_000_000  # Wednesday 25 November 2026, 12:00 UTC
ANA = {"name": "Ana", "language": "en", "zone": "Europe/Madrid"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class EchoHouse:
    """A house that answers every text with its length, and whose clock goes where it is told."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.clock = StillClock(NOON)
        self.jumping = asyncio.Event()
        self.jumping.set()
        self.answered = 0

    async def start(self) -> None:
        self.world = await World.open(self.folder / "playground.db", self.clock, SystemChance())
        self.adapter = PlaygroundAdapter(self.world, self.port)
        self.server = PlaygroundServer(self.world, self.adapter, self, self.port)
        await self.server.start()
        self.listener = asyncio.create_task(self.adapter.listen(self.emit))

    async def stop(self) -> None:
        await self.server.stop()
        await self.adapter.close()
        await self.listener
        await self.world.close()

    async def emit(self, event: FromPlatform | Typing) -> Answer:
        if isinstance(event, Text):
            answer = Message((Span(f"{len(event.text)} characters"),))
            await self.adapter.do(Outgoing(event.key, event.place, Say(answer)))
        return Answer()

    def now(self) -> int:
        return self.clock.now()

    async def jump(self, to: int) -> None:
        await self.jumping.wait()
        self.clock.instant = to

    async def peek(self) -> Peek:
        return Peek(timers=[{"kind": "promises.due", "due_at": NOON}], outbox=[])

    def commands(self, language: str) -> list[tuple[str, str]]:
        return [("pair", "vincularse" if language == "es" else "link up")]

    async def start_afresh(self) -> None:
        await self.world.forget()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[EchoHouse]:
    made = EchoHouse(tmp_path, free_port())
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def page(house: EchoHouse) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(house.server.url) as session:
        yield session


async def told(session: aiohttp.ClientSession, path: str, **values: object) -> tuple[int, str]:
    """Status and the sentence, if there was one."""
    async with session.post(path, json=values) as answer:
        return answer.status, (await answer.json()).get("error", "")


def said(text: str) -> dict[str, object]:
    """What the page sends when Ana writes this."""
    return {"person": "ana", "chat": "direct:ana", "kind": "said", "text": text, "sent": "12345678"}


async def until(live: aiohttp.ClientWebSocketResponse, wanted: Callable[[dict[str, object]], bool]) -> list[str]:
    """Read changes up to the wanted one; returns their types."""
    types = []
    async with asyncio.timeout(10):
        while True:
            change = await live.receive_json()
            types.append(change["type"])
            if wanted(change):
                return types


def bot_says(text: str) -> Callable[[dict[str, object]], bool]:
    return lambda change: text in str(change.get("message"))


async def test_event_flow(page: aiohttp.ClientSession) -> None:
    """What a person sends is shown, pending, answered and done, in this order, on every page."""
    async with page.ws_connect("/api/live") as live:
        assert (await live.receive_json())["people"] == []
        assert (await told(page, "/api/people", **ANA))[0] == 200
        sent = said("hello")
        assert (await told(page, "/api/post", **sent))[0] == 200
        types = await until(live, lambda change: change["type"] == "done")
    assert types == ["chat", "person", "message", "pending", "message", "done"]


async def test_state_survives_a_restart(house: EchoHouse) -> None:
    """After a restart a page is given the same people and messages."""
    states: list[tuple[object, list[object]]] = []
    for _ in range(2):
        async with aiohttp.ClientSession(house.server.url) as page:
            if not states:
                await told(page, "/api/people", **ANA)
                sent = said("hi")
                await told(page, "/api/post", **sent)
                async with page.ws_connect("/api/live") as live:
                    await until(live, lambda c: "2 characters" in str(c) and not c.get("pending"))
            async with page.ws_connect("/api/live") as live:
                state = await live.receive_json()
        states.append((state["people"], state["messages"]))
        await house.stop()
        await house.start()
    assert states[0] == states[1]
    assert len(states[0][1]) == 2


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]"])
async def test_strange_hosts_are_refused(house: EchoHouse, page: aiohttp.ClientSession, host: str) -> None:
    """A page under another name gets nothing, even if that name leads to this machine (DNS rebinding)."""
    for path in ("/", "/api/live", "/api/peek", "/page/app.js"):
        async with page.get(path, headers={"Host": host.format(port=house.port)}) as answer:
            assert answer.status == 403
            assert "answers only at" in await answer.text()


async def test_own_names_are_welcome(house: EchoHouse, page: aiohttp.ClientSession) -> None:
    """The loopback's three names all reach the page."""
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        async with page.get("/", headers={"Host": f"{name}:{house.port}"}) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_strange_origins_change_nothing(page: aiohttp.ClientSession, origin: str) -> None:
    """Another site's page can neither change anything here nor look on."""
    async with page.post("/api/people", json=ANA, headers={"Origin": origin}) as answer:
        assert answer.status == 403
        assert "another site" in await answer.text()
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.ws_connect("/api/live", headers={"Origin": origin})
    assert refused.value.status == 403
    async with page.ws_connect("/api/live") as live:
        assert (await live.receive_json())["people"] == []


async def test_headers_keep_the_page_to_itself(page: aiohttp.ClientSession) -> None:
    """Every answer forbids strange scripts, frames, sniffing, referrers and caches, refusals too."""
    for path in ("/", "/page/app.js", "/nothing"):
        async with page.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "kind"), [("/", "html"), ("/page/app.js", "javascript"), ("/page/style.css", "css")])
async def test_files_have_their_types(page: aiohttp.ClientSession, path: str, kind: str) -> None:
    """The page's files come with the types that browsers insist on."""
    async with page.get(path) as answer:
        assert answer.status == 200
        assert kind in answer.content_type


@pytest.mark.parametrize("path", ["/page/..%2fserver.py", "/page/server.py", "/server.py", "/page/"])
async def test_nothing_else_is_served(page: aiohttp.ClientSession, path: str) -> None:
    """No file but the page's own can be had."""
    async with page.get(path) as answer:
        assert answer.status == 404


async def test_busy_port_is_one_sentence(house: EchoHouse) -> None:
    """A taken port is told in one sentence with its number and what to type."""
    second = PlaygroundServer(house.world, house.adapter, house, house.port)
    with pytest.raises(BadSettings, match=rf"{house.port}.*--port"):
        await second.start()
    await second.stop()


async def test_long_text_reaches_the_house(page: aiohttp.ClientSession) -> None:
    """A text of 100,000 characters gets through whole, and is answered by the house."""
    await told(page, "/api/people", **ANA)
    async with page.ws_connect("/api/live", max_msg_size=0) as live:
        sent = said("ñ" * 100_000)
        assert (await told(page, "/api/post", **sent))[0] == 200
        await until(live, bot_says("100000 characters"))


async def test_too_much_is_refused(page: aiohttp.ClientSession) -> None:
    """Over a megabyte is refused in a sentence."""
    await told(page, "/api/people", **ANA)
    sent = said("x" * 1_000_001)
    status, why = await told(page, "/api/post", **sent)
    assert (status, "1 MB" in why) == (413, True)


async def test_half_a_character_is_no_trouble(page: aiohttp.ClientSession) -> None:
    """A lone surrogate, which no database takes, is replaced."""
    await told(page, "/api/people", **ANA)
    sent = said("a\ud83db")
    assert (await told(page, "/api/post", **sent))[0] == 200


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"to": NOON - 1}, "only goes forward"),
        ({"by": -HOUR}, "only goes forward"),
        ({"by": 401 * DAY}, "400 days"),
        ({"to": "tomorrow"}, "whole number"),
        ({"by": True}, "whole number"),
        ({}, "whole number"),
        ({"wall": "soon", "zone": "UTC"}, "not a date"),
        ({"wall": "2026-11-24T10:00", "zone": "UTC"}, "only goes forward"),
        ({"wall": "2026-11-26T10:00", "zone": "Mars/Base"}, "time zone"),
    ],
)
async def test_refused_jumps(house: EchoHouse, page: aiohttp.ClientSession, asked: dict[str, object], why: str) -> None:
    """Backwards, too far or nonsense: the clock stays, and a sentence says why."""
    status, sentence = await told(page, "/api/jump", **asked)
    assert status == 422
    assert why in sentence
    assert house.now() == NOON


async def test_jumps(house: EchoHouse, page: aiohttp.ClientSession) -> None:
    """By a span, to the next Sunday evening, and to a wall-clock time of a zone."""
    asked_and_reached: list[tuple[dict[str, object], int]] = [
        ({"by": HOUR}, NOON + HOUR),
        ({"sunday": True, "zone": "Europe/Madrid"}, NOON + 4 * DAY + 5 * HOUR),
        ({"wall": "2026-12-01T18:30", "zone": "America/New_York"}, NOON + 6 * DAY + 11 * HOUR + HOUR // 2),
    ]
    for asked, to in asked_and_reached:
        assert (await told(page, "/api/jump", **asked))[0] == 200
        assert house.now() == to


async def test_one_jump_at_a_time(house: EchoHouse, page: aiohttp.ClientSession) -> None:
    """While the clock is on its way every page sees it, and a second jump or a fresh start waits."""
    house.jumping.clear()
    async with page.ws_connect("/api/live") as live:
        await live.receive_json()
        first = asyncio.create_task(told(page, "/api/jump", by=HOUR))
        await until(live, lambda change: change.get("busy") is True)
        assert "on its way" in (await told(page, "/api/jump", by=HOUR))[1]
        assert "on its way" in (await told(page, "/api/afresh"))[1]
        house.jumping.set()
        assert (await first)[0] == 200
        await until(live, lambda change: change.get("busy") is False)


def test_sundays_across_the_clock_change() -> None:
    """Sunday 18:00 is 18:00 on the wall in winter and summer, and on a Sunday evening the next week's."""
    before = at_wall("2026-10-24T23:00", "Europe/Madrid")  # clocks go back that night
    assert next_sunday(before, "Europe/Madrid") == at_wall("2026-10-25T18:00", "Europe/Madrid")
    assert next_sunday(before, "Europe/Madrid") - before == 20 * HOUR
    sharp = at_wall("2026-10-25T18:00", "Europe/Madrid")
    assert next_sunday(sharp, "Europe/Madrid") == sharp + 7 * DAY
    assert next_sunday(sharp - 1, "Europe/Madrid") == sharp


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " \n "}, "give a name"),
        ({"name": "x" * 41}, "up to 40"),
        ({"language": "../en"}, "not a language"),
        ({"zone": "../../etc/passwd"}, "time zone"),
        ({"name": 7}, "has to be a text"),
    ],
)
async def test_newcomers_are_checked(page: aiohttp.ClientSession, changed: dict[str, object], why: str) -> None:
    """Who has no name, language or zone that exists is not added, and the sentence says why."""
    status, sentence = await told(page, "/api/people", **{**ANA, **changed})
    assert status == 422
    assert why in sentence


async def test_strange_requests_get_sentences(page: aiohttp.ClientSession) -> None:
    """Whatever a page sends, the answer is a sentence and never a stack trace."""
    await told(page, "/api/people", **ANA)
    base: dict[str, object] = {"person": "ana", "chat": "direct:ana", "sent": "12345678"}
    many: list[dict[str, object]] = [
        {**base, "kind": "dance"},
        {**base, "kind": "said", "text": "  "},
        {**base, "kind": "said", "text": "x", "chat": "direct:ben"},
        {**base, "kind": "said", "text": "x", "sent": "1"},
        {**base, "kind": "filled", "message": 1, "token": "t"},
        {**base, "kind": "pressed", "message": 10**30, "token": "t"},
    ]
    for strange in many:
        assert (await told(page, "/api/post", **strange))[0] == 422
    for raw in (b"", b"[]", b"{", b"\xff\xfe"):
        async with page.post("/api/post", data=raw) as answer:
            assert answer.status == 422
    async with page.put("/api/post") as answer:
        assert answer.status == 405


async def test_behind_the_scenes_and_commands(page: aiohttp.ClientSession) -> None:
    """Timers and outbox are rows for the curious, and commands come in the person's language."""
    async with page.get("/api/peek") as answer:
        assert await answer.json() == {"timers": [{"kind": "promises.due", "due_at": NOON}], "outbox": []}
    async with page.get("/api/commands?language=es") as answer:
        assert await answer.json() == [{"name": "pair", "about": "vincularse"}]


async def test_start_afresh_tells_every_page(page: aiohttp.ClientSession) -> None:
    """After a fresh start every open page is told, and there is nobody any more."""
    await told(page, "/api/people", **ANA)
    async with page.ws_connect("/api/live") as live:
        await told(page, "/api/afresh")
        await until(live, lambda change: change["type"] == "afresh")
    async with page.ws_connect("/api/live") as live:
        assert (await live.receive_json())["people"] == []
