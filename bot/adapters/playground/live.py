"""The open pages: each gets the whole state once, then every change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from bot.adapters.playground.wire import Change
from bot.errors import StoreTrouble

_MOST_BEHIND: Final = 2000  # changes; a page further behind is cut off, and comes back for the whole state


class Pages:
    """Those who look on. `state` makes the whole state; `tell` is for a World to call."""

    def __init__(self, state: Callable[[], Awaitable[Change]]) -> None:
        self._state = state
        self._open: dict[web.WebSocketResponse, asyncio.Queue[Change]] = {}

    def tell(self, change: Change) -> None:
        """Every page gets this change, in order; one that does not keep up is cut off."""
        for page, queue in self._open.items():
            if queue.qsize() < _MOST_BEHIND:
                queue.put_nowait(change)
            elif not page.closed and page.get_extra_info("transport") is not None:
                page.get_extra_info("transport").abort()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One page, until it goes."""
        page = web.WebSocketResponse(heartbeat=20, timeout=2, max_msg_size=1024)
        await page.prepare(request)
        queue = self._open[page] = asyncio.Queue[Change]()
        writer = asyncio.create_task(self._write(page, queue))
        try:
            async for message in page:
                if message.type is not WSMsgType.TEXT:
                    break  # the page only listens
        finally:
            del self._open[page]
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer
        return page

    async def _write(self, page: web.WebSocketResponse, queue: asyncio.Queue[Change]) -> None:
        try:
            await page.send_str(_text(await self._state()))
            while True:
                await page.send_str(_text(await queue.get()))
        except ConnectionError:
            return
        except StoreTrouble:
            await page.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def close(self) -> None:
        """Send every page away; it will look for the next start."""
        going = (page.close(code=WSCloseCode.GOING_AWAY, message=b"stopping") for page in self._open)
        await asyncio.gather(*going)


def _text(change: Change) -> str:
    return json.dumps(change, ensure_ascii=False)
