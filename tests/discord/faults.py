"""What goes wrong with requests on purpose: which one, how, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.discord.wire import CODES, Call, Refusal, answer, refusal
from tests.loopback import faults
from tests.loopback.faults import AFTER, PAGE, SILENT, cut

__all__ = ["AFTER", "Fault", "Faults", "cut"]

_PLAIN: Final = {"401": "401: Unauthorized", "500": "500: Internal Server Error", "503": "upstream connect error"}
_OTHERS: Final = SILENT | {"429", "429-global", "429-cloudflare", "502", "html"}
_BANNED: Final = "<html><head><title>Access denied | discord.com used Cloudflare</title></head></html>"


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong `left` times (below zero: until healed)."""

    kind: str
    method: str | None = None
    path: str | None = None
    left: int = 1
    retry_after: float = 1.0

    def __post_init__(self) -> None:
        known = self.kind in _PLAIN or self.kind in _OTHERS
        if not known and int(self.kind.removeprefix("error:")) not in CODES:
            raise ValueError(f"no such fault: {self.kind}")

    def meets(self, call: Call) -> bool:
        """Whether this request goes wrong."""
        named = self.method is None or call.method == self.method
        return self.left != 0 and named and (self.path is None or self.path in call.path)


class Faults(faults.Faults[Fault]):
    """All that goes wrong at present."""

    async def suffer(self, fault: Fault, request: web.BaseRequest, headers: Mapping[str, str]) -> web.Response:
        """What the one who asked gets instead of an answer."""
        if fault.kind in SILENT:
            return await self.cut(fault.kind, request)
        if fault.kind in {"502", "html"}:
            return web.Response(status=502, text=PAGE, content_type="text/html", headers=headers)
        if fault.kind.startswith("429"):
            return _too_many(fault, headers)
        return refusal(_refused(fault), headers)


def _refused(fault: Fault) -> Refusal:
    if fault.kind in _PLAIN:
        return Refusal(0, _PLAIN[fault.kind], status=int(fault.kind))
    return Refusal(int(fault.kind.removeprefix("error:")))


def _too_many(fault: Fault, headers: Mapping[str, str]) -> web.Response:
    # Cloudflare stands before Discord: what it refuses has no Via header and no JSON, only a time in whole seconds.
    whole = str(max(1, round(fault.retry_after)))
    if fault.kind == "429-cloudflare":
        return web.Response(status=429, text=_BANNED, content_type="text/html", headers={"Retry-After": whole})
    everywhere = fault.kind == "429-global"
    more = {"Retry-After": whole, "X-RateLimit-Scope": "global" if everywhere else "user"}
    if everywhere:
        more["X-RateLimit-Global"] = "true"
    else:
        more |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": str(fault.retry_after)}
    said = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": everywhere, "code": 0}
    return answer(said, status=429, headers={**headers, **more})
