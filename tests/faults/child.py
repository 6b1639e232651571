"""A real house in a process of its own, whose platform is the witness: to be killed.

`python -m tests.faults.child FOLDER PORT` keeps one alive: it forks, and whenever its child was killed it forks
again (so that a new life need not import everything anew). It ends when a life ends by itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.app import DATABASE, _own_guides, _own_words, build
from bot.clock import SystemChance, SystemClock
from bot.config import hold
from bot.errors import StoreTrouble
from bot.model import Account, Address, Command, Edit, Filled, FromPerson, Outgoing, Press, Say, Sender, Text
from bot.port import ALWAYS, Capabilities, Emit
from bot.store.schema import migrate


class Loopback:
    """The platform, at the other end of a line."""

    platform = "memory"
    capabilities = Capabilities(same_once=ALWAYS, forms=True)

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0
        self._hearing = asyncio.create_task(self._hear())
        self.over = asyncio.Event()

    async def _hear(self) -> None:
        while line := await self._reader.readline():
            answer = json.loads(line)
            self._waiting.pop(answer["id"]).set_result(answer)
        os._exit(3)  # the witness is gone

    async def _ask(self, ask: str, **more: Any) -> dict[str, Any]:
        self._count += 1
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[self._count] = waiting
        line = json.dumps({"ask": ask, "id": self._count, "pid": os.getpid(), **more})
        self._writer.write(line.encode() + b"\n")
        return await waiting

    def rest(self, place: Address) -> float:
        return 0

    async def listen(self, emit: Emit) -> None:
        """Take in what people do, one after the other, and say so once it is committed."""
        while event := (await self._ask("next"))["event"]:
            try:
                await emit(_event(event))
            except StoreTrouble:
                continue
            await self._ask("took", key=event["key"])
        self.over.set()

    async def do(self, outgoing: Outgoing) -> str:
        """Have the witness show it."""
        assert isinstance(outgoing.act, Say | Edit)
        message = outgoing.act.message
        code = next((one.text for one in message.spans if one.style == "words" and one.text.count("-") == 2), "")
        answer = await self._ask(
            "do",
            nonce=outgoing.nonce,
            place=outgoing.place.id,
            edits=outgoing.act.ref if isinstance(outgoing.act, Edit) else "",
            text=message.plain(),
            buttons=[(button.label.strip("\u2068\u2069"), button.token) for row in message.rows for button in row],
            form=message.form.token if message.form else "",
            code=code,
        )
        return str(answer["ref"])

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """A direct chat has one."""
        return frozenset({Account(self.platform, place.id)})

    async def close(self) -> None:
        """The line ends with the process."""


def _event(told: dict[str, Any]) -> FromPerson:
    who, key = told["who"], told["key"]
    sender, place = Sender(Account("memory", who), who, "en", "Europe/Madrid"), Address("memory", who, "direct")
    if told["kind"] == "filled":
        return Filled(key, sender, place, told["token"], told["fields"])
    if told["kind"] == "press":
        return Press(key, sender, place, told["token"])
    name, _, rest = told["text"].partition(" ")
    if name.startswith("/"):
        return Command(key, sender, place, name[1:], rest)
    return Text(key, sender, place, told["text"])


async def live(folder: Path, port: int) -> None:
    """One life: from the lock to the last word, unless it is killed."""
    lock = hold(folder)
    platform = Loopback(*await asyncio.open_connection("127.0.0.1", port))
    app = await build(folder / DATABASE, SystemClock(), SystemChance(), [platform])
    await app.start()
    await platform.over.wait()
    await app.delivery.settle()
    await app.stop()
    lock.release()


def keep_alive(folder: Path, port: int) -> int:
    """Live until a life ends by itself; returns how that ended."""
    migrate(folder / DATABASE)
    _own_words()
    _own_guides()
    while True:
        pid = os.fork()
        if pid == 0:
            asyncio.run(live(folder, port))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(keep_alive(Path(sys.argv[1]), int(sys.argv[2])))
