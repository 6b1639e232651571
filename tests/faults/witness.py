"""The witness: a platform and its people in a process of their own, which outlives every house that is killed.

`python -m tests.faults.witness SEED KILLS` listens on a free loopback port (printed first), plays couples until all
kills are done, kills the house (-9) at seeded requests, and at last prints what it saw as JSON. It stops by itself
when it is done, and when no house has asked for anything for a minute.

One line of JSON a request, one line an answer. The house asks `do` (show this), `next` (what do people do?) and
`took` (it is committed): as on Telegram, what people did comes again until the house has taken it in.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from random import Random  # noqa: TID251  # seeded, so that the same run comes again
from typing import Any

PATIENCE = 60.0
Shown = dict[str, Any]


class Witness:
    """What was shown and said, and what is said next."""

    def __init__(self, seed: int, kills: int) -> None:
        self.chance = Random(seed)
        self.left = kills
        self.screens: dict[str, list[Shown]] = {}
        self.refs: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.requests = self.killed = self.lives = self.couples = 0
        self.next_kill = self.chance.randint(1, 12)
        self.told: list[str] = []
        self.script = self.play()
        self.event: dict[str, Any] | None = None
        self.waiting: tuple[asyncio.StreamWriter, Any] | None = None
        self.over = False
        self.gone = asyncio.Event()

    # -- the platform ----------------------------------------------------------------------------------------

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One life of the house: its one connection."""
        self.lives += 1
        self.waiting = None
        try:
            async with asyncio.timeout(PATIENCE):
                while (line := await reader.readline()) and self._hear(json.loads(line), writer):
                    pass
        except (ConnectionError, TimeoutError):
            pass
        finally:
            writer.close()
            if self.over:
                self.gone.set()

    def _hear(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> bool:
        """Answer, or kill who asked: before it takes effect, after, or with the answer on its way."""
        self.requests += 1
        dies = self.left > 0 and self.requests >= self.next_kill
        way = self.chance.choice(("before", "after", "answered")) if dies else "answered"
        if way != "before":
            self._answer(asked, writer, heard=way == "answered")
        if dies:
            self.left -= 1
            self.killed += 1
            self.next_kill = self.requests + self.chance.randint(2, 9)
            os.kill(asked["pid"], signal.SIGKILL)
        return not dies

    def _answer(self, asked: dict[str, Any], writer: asyncio.StreamWriter, *, heard: bool) -> None:
        answer: dict[str, Any] = {}
        if asked["ask"] == "do":
            answer = {"ref": self._show(asked)}
        elif asked["ask"] == "took" and self.event is not None and asked["key"] == self.event["key"]:
            self.told.append(asked["key"])
            self.event = None
        elif asked["ask"] == "next":
            self.waiting = (writer, asked["id"])
        if heard and asked["ask"] != "next":
            _write(writer, {"id": asked["id"], **answer})
        if heard:
            self._go_on()

    def _go_on(self) -> None:
        """Tell the house that waits for it what somebody does, once they see what they wait for."""
        if self.waiting is None:
            return
        if self.event is None:
            self.event = next(self.script)
        if self.event is not None or self.over:
            writer, number = self.waiting
            self.waiting = None
            _write(writer, {"id": number, "event": self.event})

    def _show(self, asked: Shown) -> str:
        self.asked[asked["nonce"]] += 1
        if asked["nonce"] not in self.refs:
            self.refs[asked["nonce"]] = self._show_new(asked)
        return self.refs[asked["nonce"]]

    def _show_new(self, asked: Shown) -> str:
        screen = self.screens.setdefault(asked["place"], [])
        for shown in screen:
            if asked["edits"] and shown["ref"] == asked["edits"]:
                shown.update(asked)
                return str(asked["edits"])
        ref = f"{asked['place']}/{len(screen) + 1}"
        screen.append({**asked, "ref": ref})
        return ref

    # -- the people ------------------------------------------------------------------------------------------

    def play(self) -> Iterator[dict[str, Any] | None]:
        """Couple after couple begins, links up and looks at its week. None: somebody waits to be shown something."""
        while self.left or not self.couples:
            self.couples += 1
            ana, ben = f"ana{self.couples}", f"ben{self.couples}"
            for who in (ana, ben):
                yield self._types(who, "/start")
                form = yield from self._sees(who, "form")
                fields = {"name": who, "language": "en", "zone": "Madrid", "adult": "yes"}
                yield self._event(who, "filled", token=form, fields=fields)
            yield self._types(ana, "/pair")
            code = yield from self._sees(ana, "code")
            yield self._types(ben, f"/pair {code}")
            yield from self._presses(ben, "Accept")
            yield self._types(ana, "/checkin")
            yield from self._presses(ana, "Something to look at")
            yield self._types(ana, f"words of {ana}")
            yield from self._presses(ben, "All fine")
            yield from self._presses(ben, "Share when")
            yield from self._presses(ana, "Share when")
            yield from self._presses(ana, "Leave it")
            yield from self._presses(ben, "Leave it")
            yield from self._sees(ben, "That was your check-in")
        self.over = True
        while True:
            yield None

    def _presses(self, who: str, label: str) -> Iterator[dict[str, Any] | None]:
        token = yield from self._sees(who, label)
        yield self._event(who, "press", token=token)

    def _sees(self, who: str, what: str) -> Any:
        """Wait until it is there: a button's token, a form's, a code, or a text."""
        while True:
            for shown in reversed(self.screens.get(who, [])):
                if (found := _found(shown, what)) is not None:
                    return found
            yield None

    def _types(self, who: str, text: str) -> dict[str, Any]:
        return self._event(who, "text", text=text)

    def _event(self, who: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"key": f"event-{len(self.told)}", "who": who, "kind": kind, **more}


def _found(shown: Shown, what: str) -> str | None:
    if what == "form":
        return shown["form"] or None
    if what == "code":
        return shown["code"] or None
    if what in shown["text"] and not shown["buttons"]:
        return str(shown["text"])
    return next((token for label, token in shown["buttons"] if label.startswith(what)), None)


def _write(writer: asyncio.StreamWriter, answer: dict[str, Any]) -> None:
    writer.write(json.dumps(answer).encode() + b"\n")


async def main(seed: int, kills: int) -> None:
    """Serve until all is played and the last house has gone, then say what was seen."""
    witness = Witness(seed, kills)
    server = await asyncio.start_server(witness.serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with asyncio.timeout(2 * PATIENCE):
        await witness.gone.wait()
    server.close()
    seen = {
        "asked": witness.asked,
        "screens": {place: [one["text"] for one in screen] for place, screen in witness.screens.items()},
        "told": witness.told,
        "killed": witness.killed,
        "lives": witness.lives,
        "couples": witness.couples,
    }
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
