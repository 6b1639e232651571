"""The painter: pictures from a worker process, made when the first is wanted and let go when none is for a while.

matplotlib holds the interpreter while it draws, some 50 ms at a time, and takes more than a second and many megabytes
to load. In a process of its own it holds up nobody, and whoever never sees a chart never pays for it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bot.model import Chart, Image

log = logging.getLogger(__name__)

PATIENCE: Final = 20.0
"""Seconds for one picture, the loading and the wait behind others included."""

IDLE: Final = 300.0
"""Seconds after the last picture until the worker is let go, and the pictures with it."""

KEPT: Final = 16
"""Pictures remembered: a couple's two places show the same chart, often at the same moment."""

_MOST_BYTES: Final = 2**22
_HOME: Final = Path(__file__).parents[2]


def paint(chart: Chart) -> Image:
    """The chart as a picture, drawn here and now: for the worker, and for whoever may wait."""
    from bot.painting.drawing import draw  # noqa: PLC0415  # matplotlib takes a second to load, and few need it

    return draw(chart)


class Painter:
    """Paints charts, one at a time. `patience` and `idle` are seconds."""

    def __init__(self, *, patience: float = PATIENCE, idle: float = IDLE) -> None:
        self._patience = patience
        self._idle = idle
        self._turn = asyncio.Lock()
        self._worker: Process | None = None
        self._leaving: set[Process] = set()
        self._known: OrderedDict[Chart, Image] = OrderedDict()
        self._rest: asyncio.TimerHandle | None = None
        self._closed = False

    async def paint(self, chart: Chart) -> Image | None:
        """The chart as a picture; None if it can't be drawn, or not in time. Never raises."""
        if (known := self._known.get(chart)) is not None:
            return known
        try:
            async with asyncio.timeout(self._patience), self._turn:
                return self._known.get(chart) or await self._painted(chart)
        except TimeoutError:
            log.warning("a chart took too long to draw; its words go instead")
        except OSError as why:
            log.warning("no chart can be drawn (%s); its words go instead", type(why).__name__)
        return None

    async def close(self) -> None:
        """Let the worker go, and paint no more."""
        self._closed = True
        self._forget()
        async with self._turn:  # whoever is at it finds the worker gone
            self._let_go()
        await asyncio.gather(*(_gone(one) for one in self._leaving))
        self._leaving.clear()

    async def _painted(self, chart: Chart) -> Image | None:
        """Have the worker draw; one that died is replaced, once."""
        said = ""
        for _ in range(2):
            if self._closed:
                return None
            said = await self._asked(json.dumps(asdict(chart)))
            if said:
                break
            log.warning("the process that draws charts died")
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(self._idle, self._forget)
        answer = json.loads(said or '{"trouble": "it died again"}')
        if "png" not in answer:
            log.error("a chart can't be drawn: %s; its words go instead", answer["trouble"])
            return None
        made = self._known[chart] = Image(answer["png"], chart.alt)
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return made

    async def _asked(self, line: str) -> str:
        """One question to the worker and its answer; "" if it died. A worker that was left waiting is let go."""
        said = b""
        try:
            worker = self._worker = self._worker or await _started()
            assert worker.stdin is not None
            assert worker.stdout is not None
            worker.stdin.write(line.encode() + b"\n")
            await worker.stdin.drain()
            said = await worker.stdout.readline()
        except (BrokenPipeError, ConnectionResetError):
            said = b""
        finally:
            if not said.endswith(b"\n"):
                self._let_go()
        return said.decode() if said.endswith(b"\n") else ""

    def _forget(self) -> None:
        """Keep no picture and no worker."""
        if self._rest is not None:
            self._rest.cancel()
        self._known.clear()
        if not self._turn.locked() or self._closed:
            self._let_go()

    def _let_go(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        self._leaving = {one for one in self._leaving if one.returncode is None} | {worker}
        if worker.stdin is not None:
            worker.stdin.close()
        if worker.returncode is None:
            worker.kill()  # it holds nothing that could be lost


async def _started() -> Process:
    """A new worker. It is told none of our settings, secrets among them, and hears no signal meant for us."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    told["PYTHONPATH"] = os.pathsep.join([str(_HOME), *filter(None, [told.get("PYTHONPATH")])])
    told["MPLBACKEND"] = "agg"
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "bot.painting.worker",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=told,
        limit=_MOST_BYTES,
        start_new_session=True,
    )


async def _gone(worker: Process) -> None:
    """Wait until nothing is left of a worker."""
    if worker.stdout is not None:
        await worker.stdout.read()
    await worker.wait()
