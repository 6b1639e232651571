"""Seeing that Discord shows our commands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.adapters.discord.client import asked_to_wait
from bot.adapters.discord.slashes import Option, Slash, fingerprint, payloads

__all__ = ["Option", "Slash", "standing", "sync"]

log = logging.getLogger(__name__)

_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 600.0

_FOR_GOOD: Final = frozenset({400, 401, 403, 404})


async def standing(http: HTTPClient, application_id: int) -> list[dict[str, Any]]:
    """The commands that Discord has of us, with their words in every language. Raises what discord.py raises."""
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    found = await http.request(route, params={"with_localizations": "true"})
    if not isinstance(found, list):
        raise discord.DiscordException("that is no list of commands")
    return found


async def sync(http: HTTPClient, application_id: int, slashes: Sequence[Slash]) -> bool:
    """See that Discord shows these commands, and tell whether anything had to be set.

    They are set only if they differ: Discord allows 200 new ones a day. While it does not answer, or asks to wait, it
    is asked again, with pauses up to ten minutes. Never raises for what Discord answers: without commands people can
    still write to the bot.
    """
    wanted = payloads(slashes)
    pause = _FIRST_PAUSE
    while True:
        try:
            if fingerprint(await standing(http, application_id)) == fingerprint(wanted):
                return False
            await http.bulk_upsert_global_commands(application_id, wanted)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as why:
            if pause == _FIRST_PAUSE:
                code = getattr(why, "code", 0)
                log.warning("discord: the commands could not be looked after: %s (code %s)", type(why).__name__, code)
            if isinstance(why, discord.HTTPException) and why.status in _FOR_GOOD:
                return False
            await asyncio.sleep(max(pause, asked_to_wait(why)))
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return True
