"""The Discord adapter's life, over real sockets: coming in, taking in, losing the gateway and finding it, going."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from discord.gateway import KeepAliveHandler
from pydantic import SecretStr

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.addresses import account, channel, direct, thread, visit
from bot.adapters.discord.client import intents
from bot.adapters.discord.commands import Option, Slash
from bot.adapters.discord.troubles import NOT_LET_IN
from bot.clock import SystemChance, SystemClock
from bot.config import DiscordSettings
from bot.errors import ShutOut
from bot.model import Arrived, Command, Edited, Joined, Message, Outgoing, Quoted, Removed, Say, Span
from tests.discord.client import APP_ID, BOT_ID, BOT_NAME, TOKEN, DiscordServer
from tests.test_discord_intake import House
from tests.test_playground_server import free_port

ANA, BEN, ZOE = 107, 108, 109
VIEW = 1 << 10
PROMISE = Slash(
    "promise",
    {"en": "promise", "es": "promesa"},
    {"en": "Make a promise", "es": "Hacer una promesa"},
    takes=Option(
        {"en": "text", "es": "texto"}, {"en": "What, and by when", "es": "Qué, y para cuándo"}, completes=True
    ),
    quotes={"en": "Make this a promise", "es": "Prometer esto"},
)
HELP = Slash("help", {"en": "help", "es": "ayuda"}, {"en": "What I can do", "es": "Lo que sé hacer"})


class Running:
    """An adapter that listens, the house it hands in to, and the task it does so in."""

    def __init__(self, adapter: DiscordAdapter, house: House, task: asyncio.Task[None]) -> None:
        self.adapter = adapter
        self.house = house
        self.task = task

    async def shut_out(self) -> str:
        """Wait until Discord won't have us any more; returns what is said about it."""
        with pytest.raises(ShutOut) as why:
            await asyncio.wait_for(self.task, 10)
        return str(why.value)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """A Discord on loopback with Ana, Ben and Zoe, and nothing ever asked of it that it would not take."""
    async with DiscordServer.start() as server:
        await people(server)
        yield server


async def people(server: DiscordServer) -> None:
    """Everybody makes an account."""
    for user, name in ((ANA, "Ana"), (BEN, "Ben"), (ZOE, "Zoe")):
        await server.person(user, name, locale="es-ES" if user == BEN else "en-US")


def settings(discord: DiscordServer, **more: Any) -> DiscordSettings:
    """How to reach this Discord."""
    return DiscordSettings(SecretStr(TOKEN), **{"api_url": discord.api_url, "gateway_url": discord.gateway_url, **more})


async def opened(given: DiscordSettings, **more: Any) -> DiscordAdapter:
    """An adapter with little patience."""
    quick = {"first_pause": 0.02, "identify_pause": 0.0, **more}
    return await DiscordAdapter.open(given, SystemClock(), SystemChance(), **quick)


@asynccontextmanager
async def listening(discord: DiscordServer, *, shards: int | None = 1, **more: Any) -> AsyncIterator[Running]:
    """An adapter that listens with all its shards, until the end."""
    adapter = await opened(settings(discord, shards=shards), **more)
    house = House()
    adapter.commands = (PROMISE, HELP)
    running = Running(adapter, house, asyncio.create_task(adapter.listen(house.emit)))
    try:
        ready = asyncio.create_task(adapter.ready())
        await asyncio.wait({ready, running.task}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        await discord.called("GET", "/commands")
        yield running
    finally:
        await adapter.close()
        await asyncio.gather(running.task, return_exceptions=True)
        await adapter.let_go()


async def synced(discord: DiscordServer) -> None:
    """The commands stand registered."""
    async with listening(discord):
        await discord.called("PUT", "/commands")


# -- coming in ---------------------------------------------------------------------------------------------------


async def test_who_we_are(discord: DiscordServer) -> None:
    """What Discord tells of us stands in what we can do: our name, how to write to us, how to add us to a server."""
    adapter = await opened(settings(discord))
    can = adapter.capabilities
    await adapter.let_go()
    assert (can.title, can.name, can.chat_link) == ("Discord", BOT_NAME, f"https://discord.com/users/{BOT_ID}")
    assert f"client_id={APP_ID}&" in can.group_link
    assert "permissions=343597485056&integration_type=0" in can.group_link


async def test_only_what_is_not_privileged(discord: DiscordServer) -> None:
    """Servers, messages there and direct chats: nothing that Discord would have to grant."""
    async with listening(discord):
        assert await discord.intents() == [1 << 0 | 1 << 9 | 1 << 12]
    assert intents(message_content=True).value == 1 << 0 | 1 << 9 | 1 << 12 | 1 << 15


@pytest.mark.parametrize(("kind", "times"), [("429-cloudflare", 1), ("503", 2), ("reset", 3)])
async def test_discord_is_not_there_yet(
    discord: DiscordServer, kind: str, times: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It is asked again until it answers, which is said once and without the token."""
    await discord.fault(kind, path="/users/@me", times=times)
    adapter = await opened(settings(discord))
    await adapter.let_go()
    assert adapter.capabilities.name == BOT_NAME
    assert len([one for one in caplog.records if one.name.startswith("bot")]) == 1
    assert TOKEN not in caplog.text


async def test_a_token_that_nobody_knows(discord: DiscordServer) -> None:
    """Refused at once, in one sentence without the token; so is an address where there is no Discord."""
    stranger = DiscordSettings(SecretStr(f"{TOKEN[:-1]}x"), discord.api_url, discord.gateway_url)
    with pytest.raises(ShutOut) as why:
        await opened(stranger)
    assert str(why.value) == NOT_LET_IN
    with pytest.raises(ShutOut) as elsewhere:
        await opened(settings(discord, api_url=f"{discord.api_url}/nowhere"))
    assert "TROTH_DISCORD_API_URL" in str(elsewhere.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [(4004, "token"), (4010, "shards"), (4011, "shards"), (4012, "newer"), (4013, "intents"), (4014, "intents")],
)
async def test_a_gateway_that_closes_for_good(discord: DiscordServer, code: int, words: str) -> None:
    """Where trying again is no use, listening ends with one sentence for the operator."""
    async with listening(discord) as running:
        await discord.close_code(code)
        said = await running.shut_out()
    assert words in said
    assert TOKEN not in said


async def test_a_send_that_finds_the_token_refused(discord: DiscordServer) -> None:
    """Also a send can be what finds out: then taking in ends too."""
    async with listening(discord) as running:
        await discord.fault("401", method="POST", path="/users/@me/channels")
        message = Say(Message((Span("hello"),)))
        with pytest.raises(Exception, match="try again"):
            await running.adapter.do(Outgoing("n1", direct(ANA), message))
        assert await running.shut_out() == NOT_LET_IN


async def test_a_limit_with_room_in_it(discord: DiscordServer) -> None:
    """As long as Discord's limit has room, nothing waits for its window to end."""
    adapter = await opened(settings(discord))
    begun = asyncio.get_running_loop().time()
    for number in range(5):
        await adapter.do(Outgoing(f"n{number}", direct(ANA), Say(Message((Span(f"hello {number}"),)))))
    assert asyncio.get_running_loop().time() - begun < 0.9
    await adapter.let_go()
    assert len(await discord.screen(ANA)) == 5


async def test_a_gateway_that_is_not_there_yet(discord: DiscordServer, caplog: pytest.LogCaptureFixture) -> None:
    """Sends go on while it is looked for, which is said once; closing cuts it short."""
    adapter = await opened(settings(discord, shards=1, gateway_url=f"ws://127.0.0.1:{free_port()}"))
    task = asyncio.create_task(adapter.listen(House().emit))
    async with asyncio.timeout(10):
        while "gateway" not in caplog.text:  # noqa: ASYNC110  # a log tells nobody that it grew
            await asyncio.sleep(0.01)
    assert await adapter.do(Outgoing("n1", direct(ANA), Say(Message((Span("hello"),)))))
    assert adapter.last_good is None
    await adapter.close()
    await task
    await adapter.let_go()
    assert caplog.text.count("gateway") == 1


async def test_how_many_shards_is_discords_to_say() -> None:
    """With "auto" there are as many as it recommends, where it says; each gets what concerns its servers."""
    async with DiscordServer.start(shards=3) as discord:
        await people(discord)
        async with listening(discord, shards=None) as running:
            await discord.connected(3)
            assert sorted(one["shard"] for one in await discord.identifies()) == [[0, 3], [1, 3], [2, 3]]
            for number in range(4):
                guild = await discord.guild(f"G{number}", ANA, [ANA])
                await discord.slash(ANA, "help", channel=await discord.general(guild))
            await discord.types(ANA, "in the direct chat")
            await running.house.until(lambda: len(running.house.taken) == 5)
            assert running.adapter.last_good is not None


# -- what people do ----------------------------------------------------------------------------------------------


async def test_a_command(discord: DiscordServer) -> None:
    """From the menu, in each kind of chat: an event with where it was and in which language; answered in time."""
    await synced(discord)
    guild = await discord.guild("Home", ANA, [ANA, BEN])
    general = await discord.general(guild)
    inside = await discord.thread(general, "us", [ANA, BEN, BOT_ID])
    away = await discord.guild("Away", ANA, [ANA, BEN], bot=False)
    async with listening(discord) as running:
        done = [
            await discord.slash(BEN, "promise", options={"text": "call mum"}),
            await discord.slash(BEN, "help", channel=general),
            await discord.slash(BEN, "help", channel=inside),
            await discord.slash(BEN, "help", channel=await discord.general(away), user_install=True),
            await discord.slash(BEN, "help", channel=f"pair:{ANA}", user_install=True),
        ]
        await running.house.until(lambda: len(running.house.taken) == 5)
        await discord.settled()
        assert all([(await discord.answered(one))["type"] == 4 for one in done])
    events = {event.key: event for event in running.house.taken}
    promise, *others = [events[f"i:{one}"] for one in done]
    assert isinstance(promise, Command)
    assert (promise.name, promise.text, promise.sender.language) == ("promise", "call mum", "es-ES")
    places = [event.place for event in others]
    assert promise.place == direct(BEN)
    assert places[:2] == [channel(guild, general), thread(guild, general, inside)]
    assert places[2] == visit(await discord.general(away))
    assert places[3].kind == "visit"


async def test_what_may_be_typed(discord: DiscordServer) -> None:
    """While Ana types into an option she is shown what it could be."""
    await synced(discord)
    async with listening(discord) as running:
        shown = await discord.completes(ANA, "promise", "text", "ca")
        assert [one["name"] for one in shown] == ["call mum", "cake"]
        assert running.house.taken == []


async def test_a_command_over_a_message(discord: DiscordServer) -> None:
    """It is the command it stands for, about those words, also where Discord withholds them otherwise."""
    await synced(discord)
    guild = await discord.guild("Home", ANA, [ANA, BEN])
    general = await discord.general(guild)
    async with listening(discord) as running:
        message = await discord.types(BEN, "I will cook", channel=general)
        await discord.on_message(ANA, "Make this a promise", message, channel=general)
        await running.house.has("/promise")
    (event,) = running.house.taken
    assert isinstance(event, Command)
    assert event.quoted == Quoted("I will cook", account(BEN))


async def test_words(discord: DiscordServer) -> None:
    """Written, changed and deleted, in the direct chat; in a server only what is said to the bot."""
    guild = await discord.guild("Home", ANA, [ANA, BEN])
    general = await discord.general(guild)
    async with listening(discord) as running:
        house = running.house
        one = await discord.types(ANA, "hello")
        await house.has("hello")
        await discord.edits(ANA, one, "hello there")
        await house.until(lambda: len(house.taken) == 2)
        await discord.deletes(ANA, one)
        await house.has(f"deleted {one}")
        await discord.types(ANA, "/help me")
        await discord.types(ANA, "between us", channel=general)
        said = await discord.types(ANA, f"<@{BOT_ID}> I am late", channel=general)
        await discord.deletes(ANA, said, channel=general)
        await house.has("/help", "I am late", f"deleted {said}")
    assert "between us" not in house.words
    assert isinstance(house.taken[1], Edited)
    assert all(event.place == direct(ANA) for event in house.taken[:3])


async def test_a_deletion_after_a_restart(discord: DiscordServer) -> None:
    """Whose direct chat it was is asked of Discord where nobody remembers."""
    async with listening(discord) as running:
        message = await discord.types(ANA, "hello")
        await running.house.has("hello")
    async with listening(discord) as again:
        await discord.deletes(ANA, message)
        await again.house.has(f"deleted {message}")
        assert again.house.taken[0].place == direct(ANA)


async def test_a_house_that_is_slow(discord: DiscordServer) -> None:
    """An answer that takes longer is announced before three seconds are over, and comes where it was announced."""
    await synced(discord)
    async with listening(discord, defer_after=0.05) as running:
        running.house.held.add("/help")
        done = await discord.slash(ANA, "help")
        await discord.until(lambda shown: any(one.thinking for one in shown), user=ANA)
        assert (await discord.answered(done))["type"] == 5
        await running.house.release("/help")
        await discord.until(lambda shown: [one.content for one in shown] == ["Noted."], user=ANA)
        await discord.settled()


# -- who is where ------------------------------------------------------------------------------------------------


async def test_a_thread_of_two(discord: DiscordServer) -> None:
    """Who is added is told, the bot's own coming too; being put out and the thread's end close it."""
    guild = await discord.guild("Home", ANA, [ANA, BEN, ZOE])
    general = await discord.general(guild)
    inside = await discord.thread(general, "us", [ANA, BEN, BOT_ID])
    other = await discord.thread(general, "more", [ANA, BEN, BOT_ID])
    async with listening(discord) as running:
        house = running.house
        await discord.adds(inside, ZOE, by=ANA)
        await house.has("Joined")
        await discord.removes_bot(inside)
        await house.until(lambda: len(house.taken) == 2)
        await discord.deletes_channel(other)
        await house.until(lambda: len(house.taken) == 3)
    joined, put_out, gone = house.taken
    here = thread(guild, general, inside)
    assert isinstance(joined, Joined)
    assert (joined.place, joined.account) == (here, account(ZOE))
    assert [(type(one), one.place) for one in (put_out, gone)] == [
        (Removed, here),
        (Removed, thread(guild, general, other)),
    ]
    assert Arrived not in {type(one) for one in house.taken}


async def test_a_channel_that_somebody_new_can_see(discord: DiscordServer) -> None:
    """A person or a role that is let see it is told of, once."""
    guild = await discord.guild("Home", ANA, [ANA, BEN, ZOE])
    shut = [{"id": str(guild), "type": 0, "allow": "0", "deny": str(VIEW)}]
    home = await discord.channel(guild, "us", overwrites=shut)
    async with listening(discord) as running:
        await discord.overwrite(home, "member", ZOE, allow=VIEW)
        await running.house.has("Joined")
        await discord.overwrite(home, "role", guild)
        await running.house.until(lambda: len(running.house.taken) == 2)
    accounts = [event.account.id for event in running.house.taken if isinstance(event, Joined)]
    assert accounts == [str(ZOE), f"role:{guild}"]
    assert {event.place for event in running.house.taken} == {channel(guild, home)}


async def test_a_server_that_is_not_there_for_a_while(discord: DiscordServer) -> None:
    """An outage of a server's is no end; being put out of it is, for all that lies in it."""
    guild = await discord.guild("Home", ANA, [ANA, BEN])
    async with listening(discord) as running:
        await discord.guild_unavailable(guild)
        await discord.guild_back(guild)
        await discord.types(ANA, "hello")
        await running.house.has("hello")
        assert running.house.words == ["hello"]
        await discord.removes_bot(guild)
        await running.house.has("Removed")
        assert running.house.taken[-1].place.id == str(guild)


# -- losing the gateway ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["drop", "op 7", "op 9, resumable"])
async def test_a_session_is_resumed(discord: DiscordServer, how: str) -> None:
    """Whatever comes meanwhile comes then, and what comes twice counts once."""
    async with listening(discord) as running:
        await discord.types(ANA, "before")
        await running.house.has("before")
        await discord.replay(2)
        if how == "drop":
            await discord.drop()
        elif how == "op 7":
            await discord.reconnect()
        else:
            await discord.invalidate(resumable=True)
        await discord.types(ANA, "meanwhile")
        await discord.resumed()
        await running.house.has("meanwhile")
    assert running.house.words == ["before", "meanwhile"]
    assert len(await discord.identifies()) == 1


async def test_an_interaction_that_is_replayed(discord: DiscordServer) -> None:
    """It is taken in and answered once."""
    await synced(discord)
    async with listening(discord) as running:
        done = await discord.slash(ANA, "help")
        await running.house.has("/help")
        await discord.settled()
        await discord.replay(3)
        await discord.drop()
        await discord.resumed()
        await discord.types(ANA, "after")
        await running.house.has("after")
        assert running.house.begun.count("/help") == 1
        assert (await discord.answered(done))["count"] == 1


async def test_a_session_that_is_over(discord: DiscordServer) -> None:
    """Another one is begun, and people are heard again."""
    async with listening(discord) as running:
        await discord.invalidate(resumable=False)
        await discord.identified(2)
        await discord.connected()
        await discord.types(ANA, "hello")
        await running.house.has("hello")


async def test_a_zombie() -> None:
    """A gateway that is silent is noticed, and left for another connection."""
    async with DiscordServer.start(heartbeat_ms=50) as discord:
        await people(discord)
        async with listening(discord, heartbeat_timeout=0.3) as running:
            await discord.zombie()
            await discord.types(ANA, "into the void")
            await discord.resumed()
            await running.house.has("into the void")
            assert running.adapter.last_good is not None


async def test_nothing_beats_after_the_end() -> None:
    """The library's threads that beat for the gateway have ended once we hung up: none finds its loop closed."""
    async with DiscordServer.start(heartbeat_ms=2) as discord:
        await people(discord)
        async with listening(discord, shards=3):
            assert any(isinstance(one, KeepAliveHandler) for one in threading.enumerate())
        assert not any(isinstance(one, KeepAliveHandler) for one in threading.enumerate())


async def test_a_frame_that_cant_be_read(discord: DiscordServer, caplog: pytest.LogCaptureFixture) -> None:
    """An event that is none is logged by its name, and the next one comes."""
    async with listening(discord) as running:
        running.adapter.client._connection.parsers["MESSAGE_CREATE"]({"content": "secret"})
        running.adapter.client._connection.parsers["CHANNEL_UPDATE"]({"id": "secret"})
        await discord.types(ANA, "hello")
        await running.house.has("hello")
    assert "MESSAGE_CREATE" in caplog.text
    assert "CHANNEL_UPDATE" in caplog.text
    assert "secret" not in caplog.text


# -- commands and the end ----------------------------------------------------------------------------------------


async def test_commands_are_set_once(discord: DiscordServer) -> None:
    """The first start sets them, the second one does not; a changed word sets them anew."""
    await synced(discord)
    assert [one["name"] for one in await discord.commands()] == ["promise", "help", "Make this a promise"]
    async with listening(discord):
        await discord.called("GET", "/commands", times=2)
    assert await discord.command_writes() == 1
    adapter = await opened(settings(discord, shards=1))
    adapter.commands = (Slash("help", HELP.names, {"en": "What is new"}),)
    task = asyncio.create_task(adapter.listen(House().emit))
    await discord.called("PUT", "/commands", times=2)
    await adapter.close()
    await task
    await adapter.let_go()


@pytest.mark.parametrize("kind", ["401", "429-cloudflare", "503", "reset", "error:30034"])
async def test_commands_that_cant_be_set(discord: DiscordServer, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """It is said once, and people can write all the same."""
    await discord.fault(kind, path="/commands", times=-1)
    async with listening(discord) as running:
        await discord.types(ANA, "hello")
        await running.house.has("hello")
        async with asyncio.timeout(10):
            while "commands" not in caplog.text:  # noqa: ASYNC110  # a log tells nobody that it grew
                await asyncio.sleep(0.01)
    await discord.heal()
    assert TOKEN not in caplog.text
    assert all(record.levelno < logging.ERROR for record in caplog.records)


async def test_closing(discord: DiscordServer) -> None:
    """What is in hand is committed and answered, what comes later is not taken; acts can be done until it lets go."""
    await synced(discord)
    async with listening(discord) as running:
        running.house.held.add("/help")
        done = await discord.slash(ANA, "help")
        await running.house.until(lambda: running.house.begun == ["/help"])
        closing = asyncio.create_task(running.adapter.close())
        await running.house.release("/help")
        await closing
        await running.task
        await discord.types(ANA, "late")
        assert running.house.words == ["/help"]
        assert await running.adapter.do(Outgoing("n1", direct(ANA), Say(Message((Span("bye"),)))))
        await discord.settled()
        assert (await discord.answered(done))["type"] == 4


async def test_closing_before_anybody_listened(discord: DiscordServer) -> None:
    """An adapter that never listened closes too."""
    adapter = await opened(settings(discord))
    await adapter.let_go()
    assert adapter.last_good is None


async def test_closing_while_it_connects(discord: DiscordServer) -> None:
    """Whatever step of connecting it is cut short at, it ends, and leaves nothing open."""
    for steps in range(0, 60, 3):
        adapter = await opened(settings(discord, shards=2))
        task = asyncio.create_task(adapter.listen(House().emit))
        for _ in range(steps):
            await asyncio.sleep(0)
        await asyncio.wait_for(adapter.close(), 5)
        await task
        await adapter.let_go()
