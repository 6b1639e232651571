"""Servers as processes of their own, each used by many tests one after another: to start one takes a second."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.discord.wire import Json

_ROOT: Final = Path(__file__).resolve().parents[2]


class ServerProcess:
    """One process. It serves one world at a time, each on a port of its own, and ends with this process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.discord.server", "--wait"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True)
        atexit.register(self.end)

    def fresh(self, options: Json) -> int:
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


_idle: list[ServerProcess] = []


def borrow() -> ServerProcess:
    """A process nobody uses."""
    return _idle.pop() if _idle else ServerProcess()


def give_back(process: ServerProcess) -> None:
    """Let the next one have it."""
    _idle.append(process)
