"""A process that is told what to do by lines on its standard input, and answers with lines of JSON.

It ends when its standard input closes, and so with whoever started it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_END_SECONDS: Final = 10.0
_START_SECONDS: Final = 60.0


@dataclass(slots=True)
class Child:
    """One such process, from outside."""

    process: asyncio.subprocess.Process

    @classmethod
    @asynccontextmanager
    async def start(cls, module: str, *args: str) -> AsyncIterator[Child]:
        """Run a module. On the way out its input is closed; at an error, or if it goes on for 10 s, it is killed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *args,
            cwd=_ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for us; we end it
        )
        assert process.stdin is not None
        try:
            yield cls(process)
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdin.close()
            try:
                await cls(process).ended()
            except TimeoutError:
                process.kill()
                await process.wait()

    async def tell(self, line: str) -> None:
        """Write it a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        await self.process.stdin.drain()

    async def hear(self, patience: float = _START_SECONDS) -> dict[str, Any]:
        """The next thing it says; fails if it ends or says nothing for `patience` seconds."""
        assert self.process.stdout is not None
        async with asyncio.timeout(patience):
            line = await self.process.stdout.readline()
        assert line, "the process has ended before it was done"
        said = json.loads(line)
        assert isinstance(said, dict)
        return said

    async def ask(self, line: str) -> dict[str, Any]:
        """Write it a line, and hear its answer."""
        await self.tell(line)
        return await self.hear()

    async def ended(self) -> None:
        """Wait until it has ended by itself; fails after 10 s."""
        async with asyncio.timeout(_END_SECONDS):
            await self.process.wait()

    async def alive(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for this; fails at once if the process ends before it."""
        waiting, ended = asyncio.create_task(work), asyncio.create_task(self.process.wait())
        try:
            await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
            assert waiting.done(), "the process has ended before it was done"
            await waiting
        finally:
            waiting.cancel()
            ended.cancel()
            await asyncio.gather(waiting, ended, return_exceptions=True)

    def cpu(self) -> float | None:
        """Seconds of processor time it has used so far (in steps of 10 ms); None where the system won't tell."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return None
        # The name in parentheses may hold blanks. Source of the fields: proc(5), utime and stime.
        fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
