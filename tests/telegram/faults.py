"""What goes wrong on purpose: which request, how, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.loopback import faults
from tests.loopback.faults import AFTER, PAGE, SILENT
from tests.telegram.wire import Call, Json, Refusal, refusal

__all__ = ["AFTER", "Fault", "Faults"]

_PLAIN: Final = {
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}
_OTHERS: Final = SILENT | {"429", "migrated", "html"}


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong `left` times (below zero: until healed).

    `method` names a Bot API method, or several with commas between; without it any counts but getUpdates. `chat`
    limits it to one chat.
    """

    kind: str
    method: str | None = None
    chat: int | None = None
    left: int = 1
    retry_after: int = 1
    moved_to: int = 0

    def __post_init__(self) -> None:
        if self.kind not in _OTHERS.union(_PLAIN) and not self.kind.startswith("400:"):
            raise ValueError(f"no such fault: {self.kind}")

    def meets(self, call: Call) -> bool:
        """Whether this request goes wrong."""
        name = call.method.lower()
        named = name != "getupdates" if self.method is None else name in self.method.lower().split(",")
        return self.left != 0 and named and (self.chat is None or call.text("chat_id") == str(self.chat))

    def refusal(self) -> Refusal:
        """What is said instead of doing it, for the kinds that say something."""
        if self.kind == "429":
            after: Json = {"retry_after": self.retry_after}
            return Refusal(429, f"Too Many Requests: retry after {self.retry_after}", after)
        if self.kind == "migrated":
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            return Refusal(400, said, {"migrate_to_chat_id": self.moved_to})
        if self.kind.startswith("400:"):
            return Refusal(400, self.kind.removeprefix("400:"))
        return Refusal(int(self.kind), _PLAIN[self.kind])


class Faults(faults.Faults[Fault]):
    """All that goes wrong at present."""

    async def suffer(self, fault: Fault, request: web.BaseRequest) -> web.Response:
        """What the one who asked gets instead of an answer."""
        if fault.kind in SILENT:
            return await self.cut(fault.kind, request)
        if fault.kind == "html":
            return web.Response(status=502, text=PAGE, content_type="text/html")
        return refusal(fault.refusal())
