"""discord.py as Troth uses it: what comes over the gateway is handed on unread, and a lost gateway is found again.

Neither the library's command tree nor its views are used: what a command or a button means lies in rows. Three things
about version 2.7 are mended here, all of them in how several shards are kept connected:

- what a parser fails at would end the whole client; here it is logged by its name, and the next event comes;
- a shard whose gateway can't be reached would forget its session, and with it what people do meanwhile; here it is
  resumed for as long as Discord remembers it;
- pauses between tries would grow to a quarter of an hour; here to half a minute.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from discord.shard import EventItem, EventType, Shard

from bot.adapters.discord.updates import Around
from bot.adapters.discord.wires import Wires
from bot.clock import Chance
from bot.config import DISCORD_GATEWAY, DiscordSettings
from bot.patience import Backoff

log = logging.getLogger(__name__)

API_VERSION: Final = "v10"

IDENTIFY_PAUSE: Final = 5.0
"""Seconds between two shards that begin anew (https://docs.discord.com/developers/events/gateway#rate-limiting)."""

UNAUTHORIZED: Final = 401
TOO_MANY: Final = 429
MISREAD: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What the library raises over an answer that is none of Discord's."""

_CONNECT_SECONDS: Final = 60.0
_RESUME_TRIES: Final = 8
"""How often a session is asked for again at an address that does not answer, before another one is begun."""

# Read by us alone: the library would build objects of them that nobody looks at.
_OURS: Final = frozenset(
    {"INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"}
)
# Read by us before the library forgets how things stood.
_FIRST_OURS: Final = frozenset(
    {"CHANNEL_DELETE", "CHANNEL_UPDATE", "GUILD_DELETE", "THREAD_DELETE", "THREAD_MEMBERS_UPDATE"}
)

Heard = Callable[[str, Any], None]
"""Takes in a gateway event: its name and its payload."""


def intents(*, message_content: bool = False) -> discord.Intents:
    """What we ask to be told: servers and their channels, messages there and in direct chats. None is privileged.

    `message_content` adds the words of what people write in servers, which Discord grants on request.
    """
    asked = discord.Intents.none()
    asked.guilds = asked.guild_messages = asked.dm_messages = True
    asked.message_content = message_content
    return asked


def redirect(settings: DiscordSettings) -> None:
    """Have discord.py ask the API and the gateway that are set. Both are the library's for the whole process."""
    Route.BASE = f"{settings.api_url}/{API_VERSION}"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


def hush() -> None:
    """Have discord.py say nothing that may hold words or tokens: it logs whole payloads, and addresses with tokens."""
    for name, level in (("discord", logging.WARNING), ("discord.http", logging.ERROR)):
        if logging.getLogger(name).level < level:
            logging.getLogger(name).setLevel(level)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def asked_to_wait(why: Exception) -> float:
    """Seconds that Discord, or Cloudflare before it, wants to be left alone after this; 0 if neither said so."""
    if isinstance(why, discord.RateLimited):
        return why.retry_after
    if not isinstance(why, discord.HTTPException) or why.status != TOO_MANY:
        return 0.0
    try:
        return float(why.response.headers.get("Retry-After", 0.0))
    except ValueError:
        return 0.0


class TrothClient(discord.AutoShardedClient):
    """The connection to Discord. `heard` is set before `connect`, and is called in the order in which events come.

    `identify_pause` is in seconds, `first_pause` that after a first failure; `heartbeat_timeout` is how many seconds a
    gateway may be silent before it counts as lost.
    """

    def __init__(
        self,
        settings: DiscordSettings,
        chance: Chance,
        *,
        identify_pause: float = IDENTIFY_PAUSE,
        first_pause: float = 0.5,
        heartbeat_timeout: float = 60.0,
    ) -> None:
        redirect(settings)
        hush()
        self.heard: Heard | None = None
        self.up = asyncio.Event()
        """Set once every shard has been let in."""
        self._settings = settings
        self._chance = chance
        self._identify_pause = identify_pause
        self._first_pause = first_pause
        self._next_identify = 0.0
        self._greeted: set[int] = set()
        self._sockets: dict[int, Shard] = {}
        self._menders: dict[int, _Mender] = {}
        super().__init__(
            intents=intents(message_content=settings.message_content),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=heartbeat_timeout,
            guild_ready_timeout=0.0,
            shard_count=settings.shards,
        )
        self._wires = Wires(self)
        parsers = self._connection.parsers
        for name, parse in tuple(parsers.items()):
            parsers[name] = partial(self._parse, name, parse)

    # -- what comes ------------------------------------------------------------------------------------------

    def _parse(self, name: str, parse: Callable[[Any], None], data: Any) -> None:
        """Hand on one event, and have the library know of it. What fails ends neither."""
        if name in _OURS or name in _FIRST_OURS:
            self._guarded(name, partial(self._hear, name), data)
        if name not in _OURS:
            self._guarded(name, parse, data)
        if name in {"READY", "RESUMED"}:
            self._guarded(name, self._let_in, data)

    def _let_in(self, data: Any) -> None:
        """A shard is connected. The library writes down which one was resumed."""
        shard_id = int(data["__shard_id__"] if "__shard_id__" in data else data["shard"][0])
        if shard_id in self._menders:
            self._menders[shard_id].fine()
        self._greeted.add(shard_id)
        if len(self._greeted) >= self.shard_count:
            self.up.set()

    @staticmethod
    def _guarded(name: str, work: Callable[[Any], None], data: Any) -> None:
        try:
            work(data)
        except Exception as why:
            log.error("a %s of Discord's can't be read (%s)", name, type(why).__name__)

    def _hear(self, name: str, data: Any) -> None:
        if self.heard is not None:
            self.heard(name, data)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """The library's own would log what failed with all that it holds."""
        del args, kwargs
        log.error("bug in discord.py's %s", event_method)

    # -- what is known ---------------------------------------------------------------------------------------

    @property
    def around(self) -> Around:
        """What payloads are read against."""
        assert self.user is not None, "logged in"
        return Around(
            str(self.user.id),
            lambda guild: self.get_guild(int(guild)) is not None,
            self._parent,
            self._settings.message_content,
        )

    def _parent(self, guild_id: str, channel_id: str) -> str | None:
        guild = self.get_guild(int(guild_id))
        if guild is None:
            return None
        thread = guild.get_thread(int(channel_id))
        if thread is not None:
            return str(thread.parent_id)
        return None if guild.get_channel(int(channel_id)) is None else ""

    def overwrites(self, guild_id: str, channel_id: str) -> list[tuple[str, int, int, int]]:
        """A channel's overwrites as they were last known: an id, a kind (0 for a role), what is allowed and denied."""
        guild = self.get_guild(int(guild_id))
        channel = None if guild is None else guild.get_channel(int(channel_id))
        if channel is None:
            return []
        found = []
        for target, overwrite in channel.overwrites.items():
            allow, deny = overwrite.pair()
            role = isinstance(target, discord.Role) or getattr(target, "type", None) is discord.Role
            found.append((str(target.id), 0 if role else 1, allow.value, deny.value))
        return found

    @property
    def last_good(self) -> float | None:
        """When the gateway last acknowledged a heartbeat, of the shard that waits longest, by the loop's clock.

        None before every shard is there.
        """
        beats = [getattr(shard.ws, "_keep_alive", None) for shard in self._sockets.values()]
        if not self.up.is_set() or None in beats:
            return None
        return min((float(beat._last_ack) for beat in beats if beat is not None), default=None)  # noqa: SLF001  # tells no other way

    # -- staying connected -----------------------------------------------------------------------------------

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until another session may be begun."""
        del shard_id, initial
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._next_identify)
        self._next_identify = at + self._identify_pause
        await asyncio.sleep(at - loop.time())

    async def launch_shards(self) -> None:
        """Connect every shard, as many as are set or as Discord recommends."""
        if self._settings.shards is None:
            # With the number set the library leads everybody to its default address.
            self.shard_count, url = await self._recommended()
            if self._settings.gateway_url == DISCORD_GATEWAY:
                DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        await super().launch_shards()

    async def _recommended(self) -> tuple[int, str]:
        """How many shards Discord would have, and where they connect. Raises LoginFailure."""
        backoff = Backoff(self._chance, self._first_pause)
        while True:
            try:
                told = await self.http.request(Route("GET", "/gateway/bot"))
                return int(told["shards"]), str(told["url"])
            except (OSError, discord.DiscordException, aiohttp.ClientError, TimeoutError, *MISREAD) as why:
                if isinstance(why, discord.HTTPException) and why.status == UNAUTHORIZED:
                    raise discord.LoginFailure("the token is refused") from None
                if backoff.fresh:
                    log.warning("where Discord's gateway is: %s; trying again", type(why).__name__)
                await asyncio.sleep(max(backoff.next(), asked_to_wait(why)))

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect one shard, however often it takes. The library's own would call itself until the stack is full."""
        backoff = Backoff(self._chance, self._first_pause)
        while not self.is_closed():
            try:
                begun = DiscordWebSocket.from_client(self, initial=initial, gateway=gateway, shard_id=shard_id)
                socket = await asyncio.wait_for(begun, _CONNECT_SECONDS)
            except (OSError, discord.DiscordException, aiohttp.ClientError, TimeoutError, ReconnectWebSocket) as why:
                if backoff.fresh:
                    log.warning("Discord's gateway: %s; trying again", type(why).__name__)
                await asyncio.sleep(backoff.next())
            else:
                self._launch(socket, shard_id)
                return

    def _launch(self, socket: DiscordWebSocket, shard_id: int) -> None:
        pauses = _Pauses(self._chance, self._first_pause)
        mender = self._menders[shard_id] = _Mender(self, pauses)
        shard = self._sockets[shard_id] = Shard(socket, self, mender)
        shard._backoff = pauses  # type: ignore[assignment]  # noqa: SLF001  # takes no other from outside
        # A name that the library mangles: it looks there for its shards.
        self._AutoShardedClient__shards[shard_id] = shard  # type: ignore[attr-defined]
        shard.launch()

    async def hang_up(self) -> None:
        """Leave the gateway. Requests can still be made until `close`."""
        shards, self._sockets = tuple(self._sockets.values()), {}
        await asyncio.gather(*(shard.close() for shard in shards), return_exceptions=True)
        await self._wires.close()

    def queue(self, item: EventItem) -> None:
        """Have the library deal with what became of a shard."""
        self._AutoShardedClient__queue.put_nowait(item)  # type: ignore[attr-defined]


class _Pauses(Backoff):
    """Pauses under the name by which the library asks for them."""

    def delay(self) -> float:
        """Seconds before the next try."""
        return self.next()


class _Mender:
    """Stands between a shard and the library: see this module's beginning."""

    def __init__(self, client: TrothClient, pauses: _Pauses) -> None:
        self._client = client
        self._pauses = pauses
        self._failed = 0

    def __call__(self, item: EventItem) -> None:
        """Pass on what became of the shard, as we would have it dealt with."""
        shard = item.shard
        assert shard is not None, "a shard tells of itself"
        if item.type == EventType.reconnect and shard.ws.session_id is not None and self._failed < _RESUME_TRIES:
            self._failed += 1
            item = EventItem(EventType.resume, shard, ReconnectWebSocket(shard.id, resume=True))
        elif item.type == EventType.terminate and not isinstance(item.error, discord.PrivilegedIntentsRequired):
            log.error("bug in a shard's reading: %s; it begins anew", type(item.error).__name__)
            item = EventItem(EventType.identify, shard, ReconnectWebSocket(shard.id, resume=False))
        self._client.queue(item)

    def fine(self) -> None:
        """The shard is connected."""
        self._failed = 0
        self._pauses.reset()
