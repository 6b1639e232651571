"""The bots beside which Troth is measured on Discord: `python -m tests.bench.discord_peers floor TOKEN API GATEWAY`.

`discord_py` is a client of the library's with one command, all as it comes: it keeps nothing, so a crash loses what is
not yet answered. `floor` is no library at all.
"""

from __future__ import annotations

import argparse
import asyncio
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.bench.discord_work import Work

ECHO: Final = "discord_py"
FLOOR: Final = "floor"
NAMES: Final = (ECHO, FLOOR)

COMMAND: Final = "quiet"
WORDS: Final = "You have no quiet hours: what you asked for may come at any time."
"""About as long as what Troth says to it."""

_INTENTS: Final = 1 << 0 | 1 << 9 | 1 << 12
"""Those that Troth asks for: guilds, and messages there and in direct chats."""

_DISPATCH: Final = 0
_IDENTIFY: Final = 2
_SAY: Final = 4


async def _nothing() -> None:
    pass


async def discord_py(work: Work, token: str, api_url: str) -> None:
    """discord.py as it comes, told where its Discord is; that tells it where the gateway is."""
    Route.BASE = f"{api_url}/v10"
    there = asyncio.Event()

    class Echo(discord.AutoShardedClient):
        async def on_connect(self) -> None:
            there.set()

    async with Echo(intents=discord.Intents.default()) as client:
        tree = app_commands.CommandTree(client)

        @tree.command(name=COMMAND, description="Say when nothing may come.")
        async def quiet(interaction: discord.Interaction[discord.AutoShardedClient]) -> None:
            await interaction.response.send_message(WORDS)

        serving = asyncio.create_task(client.start(token))
        await there.wait()
        await work.serve({"cpu": _nothing})
        await client.close()
        await asyncio.gather(serving, return_exceptions=True)


async def floor(work: Work, token: str, api_url: str, gateway_url: str) -> None:
    """A socket and a session of aiohttp's. It never beats its heart, which the loopback server does not mind."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{gateway_url}?v=10&encoding=json") as socket,
    ):
        await socket.receive_json()
        who = {"token": token, "intents": _INTENTS, "properties": {"os": "linux", "browser": "-", "device": "-"}}
        await socket.send_json({"op": _IDENTIFY, "d": who})
        await socket.receive_json()
        answering = asyncio.create_task(_answer_by_hand(session, socket, api_url))
        await work.serve({"cpu": _nothing})
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)


async def _answer_by_hand(
    session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse, api_url: str
) -> None:
    answer = {"type": _SAY, "data": {"content": WORDS}}

    async def say(to: dict[str, Any]) -> None:
        url = f"{api_url}/v10/interactions/{to['id']}/{to['token']}/callback?with_response=true"
        async with session.post(yarl.URL(url, encoded=True), json=answer) as response:
            await response.json()

    async with asyncio.TaskGroup() as under_way:
        async for message in socket:
            said = message.json()
            if said["op"] == _DISPATCH and said["t"] == "INTERACTION_CREATE":
                under_way.create_task(say(said["d"]))


async def _be(who: str, token: str, api_url: str, gateway_url: str) -> None:
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    async with Work.begin() as work:
        if who == FLOOR:
            await floor(work, token, api_url, gateway_url)
        else:
            await discord_py(work, token, api_url)


def main() -> None:
    """Be one of the bots."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("who", choices=NAMES)
    options.add_argument("token")
    options.add_argument("api_url")
    options.add_argument("gateway_url")
    given = options.parse_args()
    asyncio.run(_be(given.who, given.token, given.api_url, given.gateway_url))


if __name__ == "__main__":
    main()
