"""The loopback Discord behaves as Discord does, as seen by a client nobody here wrote: discord.py's own."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any, Final

import discord
import pytest
import pytest_asyncio
import yarl
from discord import AllowedMentions, app_commands, ui

from bot.adapters.discord.wires import stilled
from tests.discord.client import APP_ID, BOT_ID, BOT_NAME, TOKEN, DiscordServer, Impossible, ShownMessage

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA, BEN, CAT = 7, 8, 9
_NONE: Final = AllowedMentions.none()
_INTENTS: Final = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Bot(discord.AutoShardedClient):
    """discord.py as it is. It keeps what it hears, and lets a test say how it answers."""

    def __init__(self, intents: discord.Intents = _INTENTS, **options: Any) -> None:
        super().__init__(
            intents=intents,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.02,
            allowed_mentions=_NONE,
            enable_debug_events=True,
            **options,
        )
        self.heard: list[str] = []
        self.interactions: asyncio.Queue[discord.Interaction] = asyncio.Queue()
        self.happened = asyncio.Condition()
        self._running: asyncio.Task[None] | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord wants five seconds between identifies; nobody here does."""

    async def on_socket_event_type(self, name: str) -> None:
        """Whatever comes over the gateway."""
        await self._note(name)

    async def on_ready(self) -> None:
        """All guilds have come."""
        await self._note("ready")

    async def on_message(self, message: discord.Message) -> None:
        """What somebody wrote."""
        await self._note(f"{message.author.name}: {message.content}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """What somebody used."""
        await self.interactions.put(interaction)

    async def _note(self, what: str) -> None:
        async with self.happened:
            self.heard.append(what)
            self.happened.notify_all()

    async def hears(self, what: str, times: int = 1) -> None:
        """Wait until something was heard so often."""
        async with self.happened, asyncio.timeout(5):
            await self.happened.wait_for(lambda: self.heard.count(what) >= times)

    async def next(self) -> discord.Interaction:
        """The next interaction."""
        async with asyncio.timeout(5):
            return await self.interactions.get()

    def begin(self) -> None:
        """Log in and connect."""
        self._running = asyncio.create_task(self.start(TOKEN))

    async def end(self) -> BaseException | None:
        """Leave; returns what ended it before, if anything did."""
        await self.close()
        await stilled(self)
        assert self._running is not None
        (ended,) = await asyncio.gather(self._running, return_exceptions=True)
        return ended if isinstance(ended, BaseException) else None


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served() -> AsyncIterator[DiscordServer]:
    """One server for all; these requests are discord.py's own, so the rules of the house are not asked of them."""
    async with DiscordServer.start(lenient=True) as server:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(discord.http.Route, "BASE", f"{server.api_url}/v10")
            patch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
            yield server


@pytest_asyncio.fixture(loop_scope="module")
async def world(served: DiscordServer) -> DiscordServer:
    """Ana, Ben and Cat; a guild of the first two with the bot."""
    await served.reset()
    people = [("person", {"user_id": one, "name": name}) for one, name in ((ANA, "Ana"), (BEN, "Ben"), (CAT, "Cat"))]
    await served.many([*people, ("guild", {"name": "Home", "owner": ANA, "members": [ANA, BEN]})])
    return served


@pytest_asyncio.fixture(loop_scope="module")
async def bot(world: DiscordServer) -> AsyncIterator[Bot]:
    """A bot that is connected."""
    made = Bot()
    made.begin()
    await made.hears("ready")
    yield made
    await made.end()


async def general(world: DiscordServer) -> int:
    """The first channel of the first guild."""
    return await world.general((await world.guilds())[0])


def view(*labels: str) -> ui.View:
    """Buttons, each with its label as its custom_id."""
    made = ui.View(timeout=None)
    for label in labels:
        made.add_item(ui.Button(label=label, custom_id=label))
    return made


def form() -> ui.Modal:
    """A modal with a text and two selects."""
    options = [discord.SelectOption(label=name, value=name) for name in ("tea", "coffee", "milk")]
    made = ui.Modal(title="A form", custom_id="form")
    made.add_item(ui.TextDisplay("What would you like?"))
    made.add_item(ui.Label(text="Name", component=ui.TextInput(custom_id="name", max_length=20)))
    made.add_item(ui.Label(text="One", component=ui.Select(custom_id="one", options=options)))
    many = ui.Select[Any](custom_id="many", options=options, min_values=0, max_values=3, required=False)
    made.add_item(ui.Label(text="Many", component=many))
    return made


def contents(shown: list[ShownMessage]) -> list[str]:
    """What is read on a screen."""
    return [one.content for one in shown]


def code_of(refused: pytest.ExceptionInfo[discord.HTTPException]) -> tuple[int, int]:
    """How a request was refused: HTTP's status and Discord's code."""
    return refused.value.status, refused.value.code


# -- logging in and the gateway --------------------------------------------------------------------------------


async def test_it_logs_in_and_hears_of_its_guilds(world: DiscordServer, bot: Bot) -> None:
    """The client knows itself, its guild and the guild's channel, and asked for no privileged intent."""
    assert bot.user is not None
    assert (bot.user.id, bot.user.name, bot.application_id) == (BOT_ID, BOT_NAME, APP_ID)
    assert [guild.name for guild in bot.guilds] == ["Home"]
    assert [channel.name for channel in bot.guilds[0].text_channels] == ["general"]
    assert await world.intents() == [_INTENTS.value]
    assert (await bot.application_info()).name == "Troth, under test"


async def test_three_shards_each_hear_of_their_own(world: DiscordServer) -> None:
    """Guilds are spread over the shards, direct messages come to the first."""
    for name in ("Second", "Third"):
        await world.guild(name, ANA, [])
    bot = Bot(shard_count=3)
    bot.begin()
    await bot.hears("ready")
    assert sorted(guild.shard_id for guild in bot.guilds) == [0, 1, 2]
    assert [one["shard"] for one in await world.identifies()] == [[0, 3], [1, 3], [2, 3]]
    await world.types(ANA, "Hello?")
    await bot.hears(f"ana{ANA}: Hello?")
    for guild in await world.guilds():
        await world.slash(ANA, "pair", channel=await world.general(guild))
        assert (await bot.next()).guild_id == guild
    assert bot.interactions.empty()
    await bot.end()


async def test_a_wrong_token_and_privileged_intents_are_refused(world: DiscordServer) -> None:
    """A login that can't be, and an intent that was not granted, end the client."""
    stranger = Bot()
    with pytest.raises(discord.LoginFailure):
        await stranger.login("a.b.c")
    await stranger.close()
    await stilled(stranger)
    curious = Bot(intents=_INTENTS | discord.Intents(message_content=True))
    curious.begin()
    await world.identified()
    assert curious._running is not None
    async with asyncio.timeout(5):
        await asyncio.wait([curious._running])
    assert isinstance(await curious.end(), discord.PrivilegedIntentsRequired)


async def test_a_dropped_socket_is_resumed_and_what_was_missed_comes(world: DiscordServer, bot: Bot) -> None:
    """What happened while nobody listened comes after the resume, in order, once."""
    await world.drop()
    for text in ("one", "two"):
        await world.types(ANA, text)
    await bot.hears(f"ana{ANA}: two")
    await bot.hears("RESUMED")
    assert [one for one in bot.heard if one.startswith("ana")] == [f"ana{ANA}: one", f"ana{ANA}: two"]
    assert await world.resumes() == 1
    assert len(await world.identifies()) == 1


async def test_a_resume_may_repeat_what_was_heard(world: DiscordServer, bot: Bot) -> None:
    """With `replay` the last events come again."""
    await world.types(ANA, "one")
    await bot.hears(f"ana{ANA}: one")
    await world.replay(1)
    await world.drop()
    await bot.hears(f"ana{ANA}: one", 2)


async def test_asked_to_reconnect_it_resumes(world: DiscordServer, bot: Bot) -> None:
    """Op 7 brings a resume."""
    await world.reconnect()
    await world.resumed()
    await world.types(ANA, "after")
    await bot.hears(f"ana{ANA}: after")


async def test_an_invalid_session_is_begun_anew(world: DiscordServer, bot: Bot) -> None:
    """Op 9 brings a resume if that is possible, else an identify."""
    await world.invalidate(resumable=True)
    await world.resumed()
    await bot.hears("RESUMED")
    await world.invalidate(resumable=False)
    await world.identified(2)
    await world.connected()
    assert await world.resumes() == 1


async def test_a_socket_closed_with_a_code(world: DiscordServer, bot: Bot) -> None:
    """4000 is resumed; 4004 ends the client."""
    await world.close_code(4000)
    await world.resumed()
    await bot.hears("RESUMED")
    await world.close_code(4004)
    assert bot._running is not None
    async with asyncio.timeout(5):
        await asyncio.wait([bot._running])
    assert isinstance(bot._running.exception(), discord.ConnectionClosed)


async def test_a_zombie_is_noticed(world: DiscordServer) -> None:
    """Where nothing comes through any more, heartbeats go unacknowledged, and the client connects again."""
    await world.heartbeats(50)
    bot = Bot(heartbeat_timeout=0.2)
    bot.begin()
    await bot.hears("ready")
    await world.zombie()
    await world.types(ANA, "Anybody there?")
    await bot.hears(f"ana{ANA}: Anybody there?")
    assert await world.resumes() >= 1
    await bot.end()


# -- what is told and what is withheld -------------------------------------------------------------------------


async def test_words_in_a_guild_are_withheld_unless_meant_for_the_bot(world: DiscordServer, bot: Bot) -> None:
    """Without the message content intent a guild's words come empty, but not those that mention the bot."""
    place = await general(world)
    said = await world.types(ANA, "between us", channel=place)
    await bot.hears(f"ana{ANA}: ")
    await world.types(ANA, f"<@{BOT_ID}> hello", channel=place)
    await bot.hears(f"ana{ANA}: <@{BOT_ID}> hello")
    channel = bot.get_partial_messageable(place)
    mine = await channel.send("Yes?", nonce="1")
    await world.types(BEN, "you!", channel=place, reply_to=mine.id)
    await bot.hears(f"ben{BEN}: you!")
    await world.edits(ANA, said, "changed", channel=place)
    await world.deletes(ANA, said, channel=place)
    await bot.hears("MESSAGE_UPDATE")
    await bot.hears("MESSAGE_DELETE")
    await world.slash(CAT, "pair")
    assert (await bot.next()).user.id == CAT


async def test_guilds_come_and_go(world: DiscordServer, bot: Bot) -> None:
    """An outage is told apart from a goodbye, and after a goodbye nothing there can be reached."""
    guild = (await world.guilds())[0]
    place = await world.general(guild)
    await world.guild_unavailable(guild)
    await bot.hears("GUILD_DELETE")
    assert [one.unavailable for one in bot.guilds] == [True]
    await world.guild_back(guild)
    await bot.hears("GUILD_CREATE", 2)
    assert [one.unavailable for one in bot.guilds] == [False]
    await world.removes_bot(guild)
    await bot.hears("GUILD_DELETE", 2)
    assert not bot.guilds
    with pytest.raises(discord.Forbidden) as refused:
        await bot.get_partial_messageable(place).send("x")
    assert code_of(refused) == (403, 50001)


async def test_a_deleted_channel_is_unknown(world: DiscordServer, bot: Bot) -> None:
    """The bot hears of it, and writing there fails."""
    place = await general(world)
    await world.deletes_channel(place)
    await bot.hears("CHANNEL_DELETE")
    with pytest.raises(discord.NotFound) as refused:
        await bot.get_partial_messageable(place).send("x")
    assert code_of(refused) == (404, 10003)


# -- messages --------------------------------------------------------------------------------------------------


async def test_a_nonce_shows_once_for_two_minutes(world: DiscordServer, bot: Bot) -> None:
    """The same nonce again gives the first message; later, or elsewhere, it is a new one."""
    place = bot.get_partial_messageable(await general(world))
    first = await place.send("once", nonce="n")
    assert (await place.send("once", nonce="n")).id == first.id
    assert (await place.send("other", nonce="m")).id != first.id
    await world.age_nonces()
    assert (await place.send("once", nonce="n")).id != first.id
    assert contents(await world.screen(ANA, place.id)) == ["once", "other", "once"]


async def test_a_closed_dm_can_be_made_but_not_written_to(world: DiscordServer, bot: Bot) -> None:
    """50007 says that nothing gets through."""
    await world.closes_dm(ANA)
    dm = await (await bot.fetch_user(ANA)).create_dm()
    with pytest.raises(discord.Forbidden) as refused:
        await dm.send("x")
    assert code_of(refused) == (403, 50007)
    await world.opens_dm(ANA)
    await dm.send("Hello")
    assert contents(await world.screen(ANA)) == ["Hello"]


async def test_a_message_is_shown_as_it_is(world: DiscordServer, bot: Bot) -> None:
    """Words, buttons, a picture's words, what it answers: all is there, and changes when it is edited."""
    place = bot.get_partial_messageable(await general(world))
    asked = await world.types(ANA, "What is it?", channel=place.id)
    picture = discord.File(io.BytesIO(b"PNG"), "tea.png", description="Two cups")
    reference = discord.MessageReference(message_id=asked, channel_id=place.id, fail_if_not_exists=False)
    sent = await place.send("This", view=view("Keep", "Leave"), file=picture, nonce="n", reference=reference)
    shown = (await world.screen(BEN, place.id))[-1]
    assert shown.labels() == ["Keep", "Leave"]
    assert shown.button("Keep").custom_id == "Keep"
    assert (shown.files, shown.reply_to, shown.nonce, shown.sender) == (
        (("tea.png", "Two cups", 3),),
        asked,
        "n",
        "bot",
    )
    await sent.edit(content="That", view=None, attachments=[])
    changed = (await world.screen(BEN, place.id))[-1]
    assert (changed.content, changed.rows, changed.files, changed.edits) == ("That", (), (), 1)


async def test_what_the_bot_may_not_do_is_refused(world: DiscordServer, bot: Bot) -> None:
    """50001 where it can't see, 50013 where it lacks a permission, 50005 for the words of others."""
    place = await general(world)
    channel = bot.get_partial_messageable(place)
    said = await world.types(ANA, "mine", channel=place)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.get_partial_message(said).edit(content="yours")
    assert code_of(refused) == (403, 50005)
    for wanted, code in (("send_messages", 50013), ("view_channel", 50001)):
        await world.overwrite(place, "member", BOT_ID, deny=discord.Permissions(**{wanted: True}).value)
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("x")
        assert code_of(refused) == (403, code)


# -- threads and channels --------------------------------------------------------------------------------------


async def test_a_private_thread_has_its_members_only(world: DiscordServer, bot: Bot) -> None:
    """Who is not in it can't see it; one membership may be asked for, the list may not."""
    channel = bot.guilds[0].text_channels[0]
    thread = await channel.create_thread(name="Us", type=discord.ChannelType.private_thread, invitable=False)
    await thread.add_user(discord.Object(ANA))
    await thread.send("Hello")
    assert contents(await world.screen(ANA, thread.id)) == ["Hello"]
    with pytest.raises(Impossible):
        await world.screen(BEN, thread.id)
    assert (await thread.fetch_member(ANA)).id == ANA
    with pytest.raises(discord.NotFound):
        await thread.fetch_member(BEN)
    with pytest.raises(discord.Forbidden) as refused:
        await thread.fetch_members()
    assert code_of(refused) == (403, 50001)
    fetched = await bot.fetch_channel(thread.id)
    assert isinstance(fetched, discord.Thread)
    assert fetched.member_count == 2


async def test_who_is_added_to_a_thread_is_told_by_a_message(world: DiscordServer, bot: Bot) -> None:
    """The bot hears of others only so; of itself it hears more."""
    thread = await world.thread(await general(world), "Ours", [ANA, BOT_ID])
    await bot.hears("THREAD_CREATE")
    with pytest.raises(Impossible):
        await world.adds(thread, CAT, by=BEN)
    await world.adds(thread, BEN, by=ANA)
    await bot.hears("MESSAGE_CREATE")
    assert "THREAD_MEMBERS_UPDATE" not in bot.heard
    await world.removes(thread, BOT_ID)
    await bot.hears("THREAD_MEMBERS_UPDATE")
    with pytest.raises(discord.Forbidden):
        await bot.fetch_channel(thread)


async def test_an_archived_thread_opens_again(world: DiscordServer, bot: Bot) -> None:
    """Writing opens it by itself; all else has to be preceded by opening it; a locked one stays shut."""
    place = await world.thread(await general(world), "Ours", [ANA, BOT_ID])
    thread = await bot.fetch_channel(place)
    assert isinstance(thread, discord.Thread)
    said = await thread.send("one")
    await world.archives(place)
    with pytest.raises(discord.HTTPException) as refused:
        await said.edit(content="two")
    assert code_of(refused) == (400, 50083)
    await thread.edit(archived=False)
    await said.edit(content="two")
    await world.archives(place)
    await thread.send("three")
    await world.archives(place, locked=True)
    with pytest.raises(discord.HTTPException) as refused:
        await thread.send("four")
    assert code_of(refused) == (400, 50083)
    assert contents(await world.screen(ANA, place)) == ["two", "three"]


async def test_a_channel_for_two(world: DiscordServer, bot: Bot) -> None:
    """A channel where everyone is denied is seen by those who are allowed."""
    guild = bot.guilds[0]
    seen, unseen = discord.PermissionOverwrite(view_channel=True), discord.PermissionOverwrite(view_channel=False)
    channel = await guild.create_text_channel(
        "us", overwrites={guild.default_role: unseen, guild.me: seen, await guild.fetch_member(BEN): seen}
    )
    await channel.send("Hello")
    assert contents(await world.screen(BEN, channel.id)) == ["Hello"]
    await world.joins(guild.id, CAT)
    with pytest.raises(Impossible):
        await world.types(CAT, "Me too", channel=channel.id)


# -- interactions ----------------------------------------------------------------------------------------------


async def test_an_ephemeral_answer_is_seen_by_one(world: DiscordServer, bot: Bot) -> None:
    """Only who it is for sees it, and the channel's own routes know nothing of it."""
    place = await general(world)
    used = await world.slash(ANA, "pair", channel=place, options={"text": "now"})
    interaction = await bot.next()
    assert interaction.user.display_name == "Ana"
    assert interaction.data is not None
    assert interaction.data["options"] == [{"name": "text", "type": 3, "value": "now"}]  # type: ignore[typeddict-item]
    sent = await interaction.response.send_message("For you", ephemeral=True)
    assert contents(await world.screen(ANA, place)) == ["For you"]
    assert await world.screen(BEN, place) == []
    answered = await world.answered(used)
    assert (answered["type"], answered["count"]) == (4, 1)
    assert sent.message_id is not None
    with pytest.raises(discord.NotFound) as refused:
        await bot.get_partial_messageable(place).fetch_message(sent.message_id)
    assert code_of(refused) == (404, 10008)
    await interaction.edit_original_response(content="For you alone")
    assert contents(await world.screen(ANA, place)) == ["For you alone"]
    await interaction.delete_original_response()
    assert await world.screen(ANA, place) == []


async def test_a_deferred_answer_thinks_until_it_comes(world: DiscordServer, bot: Bot) -> None:
    """It is filled by an edit, or by the first follow-up; later follow-ups are messages of their own."""
    await world.slash(ANA, "pair")
    interaction = await bot.next()
    await interaction.response.defer()
    assert [one.thinking for one in await world.screen(ANA)] == [True]
    await interaction.followup.send("Here")
    await interaction.followup.send("And more")
    shown = await world.screen(ANA)
    assert [(one.content, one.thinking, one.edits) for one in shown] == [("Here", False, 0), ("And more", False, 0)]
    await world.settled()


async def test_an_interaction_is_answered_once_and_in_time(world: DiscordServer, bot: Bot) -> None:
    """40060 the second time, 10062 after 3 s, and its token dies after 15 minutes."""
    await world.slash(ANA, "pair")
    first = await bot.next()
    twin = discord.Interaction(data=await payload(world, first), state=bot._connection)
    await first.response.send_message("One")
    with pytest.raises(discord.HTTPException) as refused:
        await twin.response.send_message("Two")
    assert code_of(refused) == (400, 40060)
    late = await world.slash(ANA, "pair")
    interaction = await bot.next()
    await world.age(late, 0.1)
    with pytest.raises(discord.NotFound) as lost:
        await interaction.response.send_message("Late")
    assert code_of(lost) == (404, 10062)
    with pytest.raises(discord.NotFound) as lost:
        await interaction.followup.send("Later")
    assert code_of(lost) == (404, 10015)
    await world.age(first.id, 15)
    with pytest.raises(discord.HTTPException) as refused:
        await first.edit_original_response(content="Much later")
    assert code_of(refused) == (401, 50027)
    await world.settled()
    assert contents(await world.screen(ANA)) == ["One"]


async def payload(world: DiscordServer, interaction: discord.Interaction) -> Any:
    """The little of an interaction that is needed to answer it."""
    return {
        "id": str(interaction.id),
        "application_id": str(APP_ID),
        "type": 2,
        "token": interaction.token,
        "version": 1,
        "attachment_size_limit": 0,
        "user": {"id": str(ANA), "username": "ana", "discriminator": "0", "avatar": None},
    }


async def test_a_press_changes_its_message(world: DiscordServer, bot: Bot) -> None:
    """The message comes with the press and is changed by its answer; a button that is not there can't be pressed."""
    place = await general(world)
    sent = await bot.get_partial_messageable(place).send("Keep it?", view=view("Keep"))
    with pytest.raises(Impossible):
        await world.presses(ANA, sent.id, "Leave", channel=place)
    await world.presses(ANA, sent.id, "Keep", channel=place)
    interaction = await bot.next()
    assert interaction.message is not None
    assert interaction.message.id == sent.id
    await interaction.response.edit_message(content="Kept", view=None)
    await interaction.followup.send("Just for you", ephemeral=True)
    assert contents(await world.screen(BEN, place)) == ["Kept"]
    assert contents(await world.screen(ANA, place)) == ["Kept", "Just for you"]


async def test_a_modal_is_filled_in_as_the_app_allows(world: DiscordServer, bot: Bot) -> None:
    """What the app would not send is refused; what is sent comes with the message that the modal came from."""
    sent = await bot.get_partial_messageable(await world.dm(ANA)).send("A form", view=view("Open"))
    await world.presses(ANA, sent.id, "Open")
    pressed = await bot.next()
    await pressed.response.send_modal(form())
    opened = await world.until_modal(ANA)
    assert (opened["title"], opened["custom_id"], len(opened["components"])) == ("A form", "form", 4)
    for wrong in ({"one": "tea"}, {"name": "x" * 21, "one": "tea"}, {"name": "Ana"}, {"name": "Ana", "one": "beer"}):
        with pytest.raises(Impossible):
            await world.submits(ANA, wrong)
    await world.submits(ANA, {"name": "Ana", "one": "tea", "many": ["tea", "milk"]})
    filled = await bot.next()
    assert filled.data is not None
    inside = [one["component"] for one in filled.data["components"] if "component" in one]  # type: ignore[typeddict-item]
    assert [one.get("value", one.get("values")) for one in inside] == ["Ana", ["tea"], ["tea", "milk"]]
    with pytest.raises(discord.HTTPException):
        await filled.response.send_modal(form())
    await filled.response.edit_message(content="Thank you", view=None)
    assert contents(await world.screen(ANA)) == ["Thank you"]
    assert await world.modal(ANA) is None
    with pytest.raises(discord.NotFound) as refused:
        await pressed.edit_original_response(content="?")
    assert code_of(refused) == (404, 10008)


async def test_a_modal_may_be_dismissed(world: DiscordServer, bot: Bot) -> None:
    """Nobody hears of it, and it can't be sent any more."""
    await world.slash(ANA, "form")
    await (await bot.next()).response.send_modal(form())
    await world.dismisses(ANA)
    with pytest.raises(Impossible):
        await world.submits(ANA, {"name": "Ana", "one": "tea"})
    assert bot.interactions.empty()


async def test_commands_are_registered_and_used_as_registered(world: DiscordServer, bot: Bot) -> None:
    """Ids stay over a second registration; what is not registered, or not for that place, can't be used."""
    tree = app_commands.CommandTree(bot)

    @tree.command(name="pair", description="Link up")
    async def pair(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(f"Hello, {text}")

    @tree.context_menu(name="Make this a promise")
    async def promise(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)

    first = await tree.sync()
    assert [one.id for one in await tree.sync()] == [one.id for one in first]
    assert [one["name"] for one in await world.commands()] == ["pair", "Make this a promise"]
    assert await world.command_writes() == 2
    for wrong in (("unpair", {}), ("pair", {}), ("pair", {"text": "a", "more": "b"})):
        with pytest.raises(Impossible):
            await world.slash(ANA, wrong[0], options=wrong[1])
    await world.slash(ANA, "pair", options={"text": "you"})
    place = await general(world)
    said = await world.types(BEN, "I will call mum", channel=place)
    await world.on_message(ANA, "Make this a promise", said, channel=place)
    await world.settled()
    assert contents(await world.screen(ANA)) == ["Hello, you"]
    assert contents(await world.screen(ANA, place))[-1] == "I will call mum"


async def test_choices_come_while_somebody_types(world: DiscordServer, bot: Bot) -> None:
    """An autocomplete is answered by choices, and by nothing else."""
    asking = asyncio.create_task(world.completes(ANA, "pair", "text", "t"))
    interaction = await bot.next()
    assert interaction.type is discord.InteractionType.autocomplete
    await interaction.response.autocomplete([app_commands.Choice(name="Tea", value="tea")])
    assert await asking == [{"name": "Tea", "value": "tea"}]


async def test_a_command_of_ones_own_works_where_the_bot_is_not(world: DiscordServer, bot: Bot) -> None:
    """In a guild without the bot, and between two people; the bot can answer there, and nothing else."""
    away = await world.general(await world.guild("Away", CAT, [CAT, ANA], bot=False))
    with pytest.raises(Impossible):
        await world.slash(ANA, "pair", channel=away)
    await world.slash(ANA, "pair", channel=away, user_install=True)
    there = await bot.next()
    await there.response.send_message("Here", ephemeral=True)
    assert not there.is_guild_integration()
    assert there.is_user_integration()
    with pytest.raises(discord.Forbidden):
        await bot.get_partial_messageable(away).send("x")
    await world.slash(ANA, "pair", channel=f"pair:{BEN}", user_install=True)
    between = await bot.next()
    assert between.context.private_channel
    await between.response.send_message("Between you", ephemeral=True)
    assert contents(await world.screen(ANA, f"pair:{BEN}")) == ["Between you"]
    assert await world.screen(BEN, f"pair:{ANA}") == []


# -- what goes wrong -------------------------------------------------------------------------------------------


async def test_faults_over_rest(world: DiscordServer, bot: Bot) -> None:
    """Each kind of fault is what discord.py takes it for."""
    place = bot.get_partial_messageable(await general(world))
    for kind, expected in (
        ("429-cloudflare", (429, 0)),
        ("503", (503, 0)),
        ("401", (401, 0)),
        ("error:10008", (404, 10008)),
    ):
        await world.fault(kind, method="POST", path="/messages")
        with pytest.raises(discord.HTTPException) as refused:
            await place.send("x")
        assert code_of(refused) == expected
    bot.http.max_ratelimit_timeout = 5
    await world.fault("429", path="/messages", retry_after=7)
    with pytest.raises(discord.RateLimited) as limited:
        await bot.http.send_message(place.id + 1, params=discord.http.handle_message_parameters("x"))
    assert limited.value.retry_after == 7
    assert await world.screen(ANA, place.id) == []


async def test_an_answer_may_be_lost_on_its_way(world: DiscordServer, bot: Bot) -> None:
    """ "reset" did nothing, "lost" did it, and a black hole holds on until it is released."""
    place = bot.get_partial_messageable(await general(world))
    for kind in ("reset", "lost"):
        await world.fault(kind, method="POST", path="/messages")
        with pytest.raises((discord.HTTPException, OSError)):
            await place.send(kind, nonce=kind)
    assert contents(await world.screen(ANA, place.id)) == ["lost"]
    await place.send("lost", nonce="lost")
    await world.fault("lost-black-hole", method="POST", path="/messages")
    held = asyncio.create_task(place.send("held", nonce="held"))
    await world.caught()
    await world.until(lambda shown: contents(shown) == ["lost", "held"], user=ANA, channel=place.id)
    await world.release()
    with pytest.raises((discord.HTTPException, OSError)):
        await held


async def test_active_threads_are_listed(world: DiscordServer, bot: Bot) -> None:
    """Those that the bot can read, not archived, newest first."""
    guild = bot.guilds[0]
    made = [await world.thread(await general(world), name, [ANA, BOT_ID]) for name in ("one", "two", "three")]
    await world.thread(await general(world), "theirs", [ANA, BEN])
    await world.archives(made[1])
    assert [one.id for one in await guild.active_threads()] == [made[2], made[0]]
