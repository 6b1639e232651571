"""What the bots that are measured on Discord share: they say when they are ready, and what processor time they used.

Nothing else is loaded here, so that a bot's memory is its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

END: Final = "end"

_Deed = Callable[[], Awaitable[object]]


class Work:
    """Lines from whoever measures. If they end before one says so, the process ends at once, whatever it is at."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str] = asyncio.Queue()

    @classmethod
    @asynccontextmanager
    async def begin(cls) -> AsyncIterator[Work]:
        """Listen to standard input."""
        work = cls()
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        pipe, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        hearing = asyncio.create_task(work._hear(reader))
        try:
            yield work
        finally:
            hearing.cancel()
            pipe.close()

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            self._lines.put_nowait(line.decode().strip())
        os._exit(1)

    async def serve(self, deeds: Mapping[str, _Deed]) -> None:
        """Say that all is ready. Then do what each line names, and say what processor time was used up to there."""
        _say(ready=True)
        while (line := await self._lines.get()) != END:
            await deeds[line]()
            _say(cpu=_used())


def _used() -> float:
    """Seconds of processor time this process has used, in all its threads."""
    now = resource.getrusage(resource.RUSAGE_SELF)
    return now.ru_utime + now.ru_stime


def _say(**what: float | bool) -> None:
    print(json.dumps(what), flush=True)
