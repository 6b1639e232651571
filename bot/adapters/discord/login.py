"""Coming in: asking Discord who we are until it says so, and why it may have none of us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.adapters.discord.client import MISREAD, UNAUTHORIZED, TrothClient, asked_to_wait
from bot.adapters.discord.troubles import NOT_LET_IN
from bot.config import DiscordSettings
from bot.errors import ShutOut
from bot.patience import Backoff, unless_closed

log = logging.getLogger(__name__)

# How the gateway closes where another try is no use:
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_TOKEN_REFUSED: Final = 4004
_WRONG_SHARDS: Final = frozenset({4010, 4011})
_INTENTS_REFUSED: Final = frozenset({4013, 4014})

NO_SUCH_INTENT: Final = (
    "Discord does not let this bot read what people write in servers: switch on Message Content Intent under Bot in "
    "the developer portal, or set TROTH_DISCORD_MESSAGE_CONTENT=off, then start Troth again."
)
INTENTS: Final = "Discord's gateway refuses the intents that Troth asks for: look for a newer version of Troth."
SHARDS: Final = (
    "Discord wants more shards for a bot in so many servers: set TROTH_DISCORD_SHARDS=auto, then start Troth again."
)


async def logged_in(
    settings: DiscordSettings, make: Callable[[], TrothClient], closing: asyncio.Event, backoff: Backoff
) -> TrothClient | None:
    """A client that Discord knows, however long that takes; None if `closing` came first. Raises ShutOut."""
    while not closing.is_set():
        client = make()
        try:
            if await unless_closed(closing, _log_in(client, settings)):
                return client
        except discord.LoginFailure:
            await client.close()
            raise ShutOut(NOT_LET_IN) from None
        except discord.NotFound:
            await client.close()
            server = urlsplit(settings.api_url).netloc
            raise ShutOut(f"{server} is no API of Discord's: look at TROTH_DISCORD_API_URL.") from None
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, *MISREAD) as why:
            await client.close()
            await _wait(why, closing, backoff)
        except BaseException:
            await client.close()
            raise
        else:
            await client.close()
    return None


async def _log_in(client: TrothClient, settings: DiscordSettings) -> bool:
    try:
        await client.login(settings.token.get_secret_value())
    except discord.HTTPException as why:
        if why.status == UNAUTHORIZED:
            raise discord.LoginFailure from None
        raise
    return True


async def _wait(why: Exception, closing: asyncio.Event, backoff: Backoff) -> None:
    status = getattr(why, "status", "")
    level = logging.WARNING if backoff.fresh else logging.DEBUG
    log.log(level, "logging in to Discord: %s %s; trying again", type(why).__name__, status)
    seconds = max(backoff.next(), asked_to_wait(why))
    await unless_closed(closing, asyncio.sleep(seconds))


def shut_out(why: Exception, settings: DiscordSettings) -> ShutOut | None:
    """What the operator is to be told where the gateway closed for good; None for what is no such end."""
    if isinstance(why, discord.LoginFailure):
        return ShutOut(NOT_LET_IN)
    code = _INTENTS_CODE if isinstance(why, discord.PrivilegedIntentsRequired) else getattr(why, "code", 0)
    if code == _TOKEN_REFUSED:
        return ShutOut(NOT_LET_IN)
    if code in _WRONG_SHARDS:
        return ShutOut(SHARDS)
    if code in _INTENTS_REFUSED:
        return ShutOut(NO_SUCH_INTENT if settings.message_content else INTENTS)
    if isinstance(why, discord.ConnectionClosed):
        return ShutOut(f"Discord closed its gateway to this version of Troth (code {code}): look for a newer one.")
    return None


_INTENTS_CODE: Final = 4014
