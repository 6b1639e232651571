"""Serving on loopback in a process of its own: one world after another, until standard input closes."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

_LARGEST: Final = 64 * 1024 * 1024


class Server(ABC):
    """One world, and what may be asked of it."""

    port = 0

    @abstractmethod
    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One HTTP request."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of whoever waits."""

    def opened(self, port: int) -> None:
        """It is reached at this port from here on."""
        self.port = port


def arguments(description: str | None) -> argparse.ArgumentParser:
    """What can be said to any server as it starts."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--wait", action="store_true", help="serve once options come as a line of JSON")
    parser.add_argument("--no-oracle", action="store_true", help="keep no requests: light, for benchmarks")
    return parser


async def serve(first: Server | None, port: int, make: Callable[[dict[str, Any]], Server]) -> None:
    """Serve on loopback until standard input closes; a line of options there asks for a new world on a new port.

    Without a `first` world nothing is served before the first line. Each port is said as a line of JSON.
    """
    server = first
    while True:
        runner = None if server is None else await begin(server, port)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        if server is not None and runner is not None:
            await server.close()
            await runner.cleanup()
        server, port = make(json.loads(line)), 0


async def begin(server: Server, port: int) -> web.ServerRunner:
    """Serve one world, and say its port."""
    # A handler whose client went away is ended, so that nobody waits in a poll or a black hole for ever.
    low = web.Server(server.handle, request_factory=_request, handler_cancellation=True, access_log=None)
    runner = web.ServerRunner(low, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    port = runner.addresses[0][1]
    server.opened(port)
    print(json.dumps({"port": port}), flush=True)
    return runner


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: asyncio.Task[None]) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_LARGEST)
