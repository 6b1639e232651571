"""Servers as processes of their own, each used by many tests one after another: to start one takes a second."""

from __future__ import annotations

import asyncio
import atexit
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]


class ServerProcess:
    """One process of a module. It serves one world at a time, each on a port of its own, and ends with this process."""

    def __init__(self, module: str) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", module, "--wait"]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True)
        atexit.register(self.end)

    def fresh(self, options: dict[str, Any]) -> int:
        """End the world there was and begin another; returns its port. Waits for the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(options) + "\n")
        self._process.stdin.flush()
        return int(json.loads(self._process.stdout.readline())["port"])

    def end(self) -> None:
        """End it at once; it keeps nothing."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()
        atexit.unregister(self.end)


class Pool:
    """Processes of one module, used again and again."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._idle: list[ServerProcess] = []

    def borrow(self) -> ServerProcess:
        """A process nobody uses."""
        return self._idle.pop() if self._idle else ServerProcess(self._module)

    def give_back(self, process: ServerProcess) -> None:
        """Let the next one have it."""
        self._idle.append(process)

    @asynccontextmanager
    async def world(self, options: dict[str, Any]) -> AsyncIterator[int]:
        """A new world on a process that nobody else uses; yields its port."""
        process = self.borrow()
        try:
            yield await asyncio.to_thread(process.fresh, options)
        except BaseException:
            # Whoever is left over from a test that failed must not meet the next one.
            process.end()
            raise
        self.give_back(process)
