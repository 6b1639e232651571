"""Looking whether Discord and we are ready for each other, without changing or disturbing anything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import Route

from bot.adapters.discord.client import API_VERSION, MISREAD, TrothClient
from bot.adapters.discord.commands import standing
from bot.adapters.discord.invite import NEEDED, invite_link
from bot.adapters.discord.slashes import Slash, fingerprint, payloads
from bot.clock import SECOND, Chance, Clock
from bot.config import DISCORD_GATEWAY, DiscordSettings
from bot.errors import ShutOut
from bot.findings import Finding, good

_PATIENCE: Final = 10.0
_CLOCK_OFF: Final = 5 * SECOND

# https://docs.discord.com/developers/resources/application#application-object-application-flags
_MESSAGE_CONTENT: Final = 1 << 18 | 1 << 19
_SERVERS, _PEOPLE = "0", "1"

_TROUBLES: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, ShutOut, *MISREAD)

Json = dict[str, Any]


async def examine(settings: DiscordSettings, clock: Clock, chance: Chance, slashes: Sequence[Slash]) -> list[Finding]:
    """What there is to say about our bot on Discord. Never raises for what Discord answers."""
    client = TrothClient(settings, chance)
    try:
        try:
            async with asyncio.timeout(_PATIENCE):
                await client.login(settings.token.get_secret_value())
                app = await client.http.request(Route("GET", "/applications/@me"))
                name = str(app["bot"]["username"]) if "bot" in app else str(app["name"])
        except _TROUBLES as why:
            return [_no_answer(why, settings)]
        return [
            good(f"Discord answers at {urlsplit(settings.api_url).netloc}, and knows the token."),
            good(f"The bot is {name}, in {int(app.get('approximate_guild_count') or 0):,} servers."),
            *await _asked("the time", lambda: _clock(settings, clock)),
            *await _asked("its gateway", lambda: _gateway(client, settings)),
            _intents(app, settings),
            *_installing(app),
            *await _asked("the commands", lambda: _commands(client, slashes)),
        ]
    finally:
        await client.close()


async def _asked(what: str, look: Callable[[], Awaitable[list[Finding]]]) -> list[Finding]:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await look()
    except _TROUBLES as why:
        return [Finding(False, f"Discord did not tell about {what} ({type(why).__name__}).", "Try again in a while.")]


def _no_answer(why: Exception, settings: DiscordSettings) -> Finding:
    server = urlsplit(settings.api_url).netloc
    if isinstance(why, discord.LoginFailure):
        return Finding(
            False,
            "Discord refuses the token.",
            "Put the one into TROTH_DISCORD_TOKEN that Reset Token gives you, under Bot in the developer portal.",
        )
    if isinstance(why, discord.NotFound):
        return Finding(False, f"{server} is no API of Discord's.", "Look at TROTH_DISCORD_API_URL.")
    return Finding(
        False,
        f"Discord does not answer at {server} ({type(why).__name__}).",
        "Look whether this machine may reach it; in some networks TROTH_DISCORD_API_URL must name another server.",
    )


async def _clock(settings: DiscordSettings, clock: Clock) -> list[Finding]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{settings.api_url}/{API_VERSION}/gateway") as response,
    ):
        said = response.headers.get("Date")
    if said is None:
        return [good("The clock could not be compared with Discord's: its server tells no time.")]
    # The server tells whole seconds; what it tells is half a second old on average.
    off = clock.now() - int(parsedate_to_datetime(said).timestamp() * SECOND) - SECOND // 2
    if abs(off) <= _CLOCK_OFF:
        return [good("The clock agrees with Discord's.")]
    way = "ahead of" if off > 0 else "behind"
    return [
        Finding(
            False,
            f"The clock of this machine is {abs(off) // SECOND} seconds {way} Discord's.",
            "Set it, or have it kept by NTP: otherwise answers come too late, and questions at the wrong moment.",
        )
    ]


async def _gateway(client: TrothClient, settings: DiscordSettings) -> list[Finding]:
    told = await client.http.request(Route("GET", "/gateway/bot"))
    count, limit = int(told["shards"]), told["session_start_limit"]
    set_elsewhere = settings.gateway_url != DISCORD_GATEWAY
    address = settings.gateway_url if set_elsewhere else str(told["url"])
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{address}/?v=10&encoding=json") as socket:
        await socket.receive_json()
    found = [good(f"Its gateway answers at {urlsplit(address).netloc}, and recommends {_shards(count)}.")]
    if settings.shards is not None and settings.shards < count:
        said = f"TROTH_DISCORD_SHARDS is {settings.shards}, which is fewer than Discord recommends."
        found.append(Finding(False, said, "Set it to auto."))
    left = f"Sessions may be begun {int(limit['remaining']):,} times more today, of {int(limit['total']):,}."
    enough = int(limit["remaining"]) >= 10 * (settings.shards or count)
    found.append(good(left) if enough else Finding(False, left, "Find out why Troth starts so often."))
    return found


def _shards(count: int) -> str:
    return "one shard" if count == 1 else f"{count} shards"


def _intents(app: Json, settings: DiscordSettings) -> Finding:
    if not settings.message_content:
        return good("No privileged intent is asked for: in servers Troth reads what is said to it, and nothing else.")
    if int(app.get("flags") or 0) & _MESSAGE_CONTENT:
        return good("The message content intent is granted: what people write in servers comes to Troth.")
    return Finding(
        False,
        "TROTH_DISCORD_MESSAGE_CONTENT is on, but the bot has no message content intent.",
        "Switch it on under Bot in the developer portal, or set TROTH_DISCORD_MESSAGE_CONTENT=off.",
    )


def _installing(app: Json) -> list[Finding]:
    """How the bot is added, and what else stands in the way of its commands."""
    found = []
    if app.get("interactions_endpoint_url"):
        found.append(
            Finding(
                False,
                "An Interactions Endpoint URL is set, so commands and buttons go there and never come to Troth.",
                "Empty it under General Information in the developer portal.",
            )
        )
    ways = app.get("integration_types_config") or {}
    missing = [name for key, name in ((_SERVERS, "Guild Install"), (_PEOPLE, "User Install")) if key not in ways]
    if missing:
        said = f"The bot can't be added by {' and '.join(missing)}."
        found.append(Finding(False, said, "Switch it on under Installation in the developer portal."))
    else:
        found.append(good("The bot may be added to servers, and by people for themselves."))
    public = app.get("bot_public")
    found.append(good("Anybody may add it." if public else "Nobody but its owner may add it (Public Bot is off)."))
    asked = ", ".join(one.name for one in NEEDED)
    found.append(good(f"To add it to a server: {invite_link(str(app['id']))} (it asks for {asked})."))
    return found


async def _commands(client: TrothClient, slashes: Sequence[Slash]) -> list[Finding]:
    assert client.application_id is not None, "logged in"
    there = await standing(client.http, client.application_id)
    if fingerprint(there) == fingerprint(payloads(slashes)):
        return [good("The commands are as they should be.")]
    what = "they differ" if there else "there are none yet"
    return [good(f"`troth run` will set the commands when it starts ({what}).")]
