"""What the library opens towards the gateway and does not close by itself when it is cut short: sockets and threads."""

from __future__ import annotations

import asyncio
import threading
from typing import Final

import aiohttp
import discord
from discord.gateway import KeepAliveHandler

_BYE_SECONDS: Final = 1.0
_BEAT_SECONDS: Final = 2.0
"""How long the last word on a socket, and the last heartbeat, may take."""


class Wires:
    """Knows every socket that a client has opened, and closes those that nobody holds any more.

    A connection that is cut short between its opening and the gateway's first word is dropped by the library, open.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._open: set[aiohttp.ClientWebSocketResponse] = set()
        self._connect = client.http.ws_connect
        client.http.ws_connect = self._connected  # type: ignore[method-assign]

    async def _connected(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        self._open = {one for one in self._open if not one.closed}
        opened = await self._connect(url, compress=compress)
        self._open.add(opened)
        return opened

    async def close(self) -> None:
        """Close what is open, and wait until nothing beats for it."""
        left, self._open = [one for one in self._open if not one.closed], set()
        await asyncio.gather(*(asyncio.wait_for(one.close(), _BYE_SECONDS) for one in left), return_exceptions=True)
        await stilled(self._client)


async def stilled(client: discord.Client) -> None:
    """Wait until no thread beats for this client's gateway any more: one that was about to finds its loop closed.

    The library tells its threads to end, and does not see that they do.
    """
    threads = [one for one in threading.enumerate() if isinstance(one, KeepAliveHandler)]
    beating = [one for one in threads if one.ws._connection is client._connection]  # noqa: SLF001
    for one in beating:
        one.stop()
    await asyncio.gather(*(asyncio.to_thread(one.join, _BEAT_SECONDS) for one in beating))
