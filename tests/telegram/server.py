"""A Telegram on loopback, as its own process: `python -m tests.telegram.server --port 0`.

It says its port as one line of JSON and ends when its standard input closes. It speaks the Bot API under
/bot<token>/<method>, and /control/ is for tests (tests/telegram/client.py).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from tests.loopback import serving
from tests.telegram.control import Control
from tests.telegram.faults import AFTER, Faults
from tests.telegram.methods import METHODS, valid_webhook
from tests.telegram.pace import Pace
from tests.telegram.webhook import Courier
from tests.telegram.wire import TOKEN, Call, Json, Refusal, answer, read_call, refusal
from tests.telegram.world import World

_NO_SUCH: Final = Refusal(404, "Not Found")


@dataclass(frozen=True, slots=True)
class Options:
    """What kind of Telegram.

    `record` keeps every request, for the oracle; `strict` enforces the pace; `privacy` is the bot's privacy mode;
    `local` takes webhooks over plain http, as a Bot API server of one's own does.
    """

    record: bool = True
    strict: bool = False
    privacy: bool = True
    local: bool = True


class Server(serving.Server):
    """One Telegram, and everything that was asked of it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._requests: list[Call] = []
        self._counted: Counter[str] = Counter()
        self._world = World(privacy=options.privacy)
        self._faults = Faults(self._world.changes)
        self._pace = Pace()
        self._courier = Courier(self._world.updates, self._world.now, self._asked_by_webhook)
        self._control = Control(self._world, self._courier, self._faults, self._pace, self._requests, self._counted)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One HTTP request."""
        parts = request.path.split("/")
        if len(parts) != 3:
            return refusal(_NO_SUCH)
        if parts[1] == "control":
            return await self._control.answer(parts[2], request)
        if not parts[1].startswith("bot"):
            return refusal(_NO_SUCH)
        if parts[1] != f"bot{TOKEN}":
            return refusal(Refusal(401, "Unauthorized"))
        try:
            call = await read_call(parts[2], request)
        except ValueError:
            return refusal(Refusal(400, "Bad Request: strings must be encoded in UTF-8"))
        return await self._meet(call, request)

    async def close(self) -> None:
        """Let go of whoever waits, and post nothing more."""
        self._faults.heal()
        await self._courier.stop()

    async def _meet(self, call: Call, request: web.BaseRequest) -> web.Response:
        self._note(call)
        fault = self._faults.meet(call)
        if fault is not None and fault.kind not in AFTER:
            return await self._faults.suffer(fault, request)
        said = await self._say(call)
        return said if fault is None else await self._faults.suffer(fault, request)

    def _note(self, call: Call) -> None:
        self._counted[call.method] += 1
        self._world.changes.tell()
        if self._options.record:
            self._requests.append(call)

    async def _say(self, call: Call) -> web.Response:
        try:
            return answer(await self._do(call))
        except Refusal as why:
            return refusal(why)

    async def _do(self, call: Call) -> Any:
        if self._options.strict:
            self._pace.pass_or_refuse(call)
        name = call.method.lower()
        if name == "getupdates":
            return await self._poll(call)
        if name in METHODS:
            return METHODS[name](self._world, call)
        if name == "setwebhook" and call.text("url"):
            return await self._set_webhook(call)
        if name in {"setwebhook", "deletewebhook"}:
            await self._courier.stop()
            self._drop_pending(call)
            return True
        if name == "getwebhookinfo":
            return self._courier.info()
        raise _NO_SUCH

    async def _poll(self, call: Call) -> list[Json]:
        if call.text("allowed_updates"):
            self._world.updates.allowed = call.value("allowed_updates")
        limit = min(100, max(1, call.number("limit", 100)))
        return await self._world.updates.poll(call.number("offset"), limit, call.number("timeout"))

    async def _set_webhook(self, call: Call) -> bool:
        valid_webhook(call.text("url"), local=self._options.local)
        if call.text("allowed_updates"):
            self._world.updates.allowed = call.value("allowed_updates")
        self._drop_pending(call)
        await self._courier.start(
            {
                "url": call.text("url"),
                "secret_token": call.text("secret_token"),
                "max_connections": call.number("max_connections", 40),
            }
        )
        return True

    def _drop_pending(self, call: Call) -> None:
        if call.flag("drop_pending_updates"):
            self._world.updates.forget_pending()

    async def _asked_by_webhook(self, call: Call) -> object:
        self._note(call)
        return await self._say(call)


def main() -> None:
    """Read the options and serve."""
    options = serving.arguments(__doc__)
    options.add_argument("--limits", choices=["strict"], help="enforce Telegram's pace")
    options.add_argument("--no-privacy", action="store_true", help="the bot reads all that is written in groups")
    options.add_argument("--official", action="store_true", help="webhooks need https, as on Telegram's own server")
    given = options.parse_args()
    chosen = Options(
        record=not given.no_oracle,
        strict=given.limits == "strict",
        privacy=not given.no_privacy,
        local=not given.official,
    )
    first = None if given.wait else Server(chosen)
    asyncio.run(serving.serve(first, given.port, lambda said: Server(Options(**said))))


if __name__ == "__main__":
    main()
