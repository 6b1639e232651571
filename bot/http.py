"""The one HTTP server of a running house, for whatever a part of it wants to be asked over HTTP."""

from __future__ import annotations

import errno
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import BadSettings

MOST_BYTES: Final = 1024 * 1024
"""The longest body taken; a longer one is answered with 413."""

_STOP_SECONDS: Final = 1.0
_BUSY: Final = frozenset({errno.EADDRINUSE, errno.EACCES})
_NO_ADDRESS: Final = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


class HttpServer:
    """Serves the routes added before `start`. Port 0 lets the machine choose one (`port` tells which)."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._asked = port
        self._app = web.Application(client_max_size=MOST_BYTES)
        self._runner: web.AppRunner | None = None

    def add(self, method: str, path: str, handler: Handler) -> None:
        """Answer `method` (such as "POST") at `path`."""
        self._app.router.add_route(method, path, handler)

    @property
    def port(self) -> int:
        """The port it listens on, once started."""
        if self._runner is None or not self._runner.addresses:
            return self._asked
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Begin to serve. Raises BadSettings if the address is not to be had."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=_STOP_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._asked).start()
        except OSError as why:
            await runner.cleanup()
            if why.errno in _BUSY:
                what = f"TROTH_HTTP_PORT is {self._asked}, which is taken or not allowed: choose another port."
            elif why.errno in _NO_ADDRESS or why.errno is None or why.errno < 0:
                what = f"TROTH_HTTP_HOST is {self._host}, which is no address of this machine."
            else:
                raise
            raise BadSettings(what) from None
        self._runner = runner

    async def stop(self) -> None:
        """Stop serving, once what is being answered is answered (for a second at most)."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
