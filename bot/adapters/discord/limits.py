"""How often Discord may be asked: learnt from its answers, for each route of each channel or server.

See https://docs.discord.com/developers/topics/rate-limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.errors import TryAgain

MOMENT: Final = 0.5
"""Seconds that a request may wait here for its turn; for longer its place is left alone."""

FIRST_ANSWER: Final = 3.0
"""Seconds that requests wait for the first one of their route to be answered."""

BANNED: Final = 60.0
"""Seconds to keep away at least, where Cloudflare and not Discord says "too many requests"."""

_MANY: Final = 4096
"""Routes remembered before those at rest are forgotten."""


@dataclass(slots=True)
class _Route:
    """What is known of one: how many requests its window allows and how many are left, None before the first answer."""

    limit: int | None = None
    left: int | None = None
    until: float = 0.0
    under_way: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def wait(self, now: float) -> float:
        """Seconds until another request is allowed."""
        if self.left is None or self.until <= now:
            return 0.0
        return self.until - now if self.left - self.under_way <= 0 else 0.0


class Limits:
    """Keeps them. A key names a route; the empty one names everything."""

    def __init__(self) -> None:
        self._routes: dict[str, _Route] = {}
        self._all_until = 0.0

    def rest(self, key: str) -> float:
        """Seconds until a request may be made."""
        now = _now()
        route = self._routes.get(key)
        return max(0.0, self._all_until - now, route.wait(now) if route else 0.0)

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Make a request within this, once it may be made. Raises TryAgain, not tried, if that is not soon.

        Of a route that has never answered one request goes ahead and the others wait for what it is told.
        """
        route = self._route(key)
        try:
            async with asyncio.timeout(FIRST_ANSWER):
                while route.limit is None and route.under_way:
                    route.answered.clear()
                    await route.answered.wait()
        except TimeoutError:
            raise TryAgain(1.0, tried=False) from None
        while (wait := self.rest(key)) > 0:
            if wait > MOMENT:
                raise TryAgain(wait, whole_platform=self._all_until > _now(), tried=False)
            await asyncio.sleep(wait)
        if route.until <= _now():
            route.left = route.limit
        route.under_way += 1
        try:
            yield
        finally:
            route.under_way -= 1
            route.answered.set()

    def learn(self, key: str, headers: Mapping[str, str]) -> None:
        """Hear what an answer says of the next. A route that says nothing has no limit of its own."""
        route = self._route(key)
        left = int(seconds(headers, "X-RateLimit-Remaining", float(_MANY)))
        until = _now() + seconds(headers, "X-RateLimit-Reset-After", 0.0)
        route.limit = int(seconds(headers, "X-RateLimit-Limit", float(_MANY)))
        # Answers overtake one another: of those that name the same end of a window the lowest count is the latest.
        same = route.left is not None and _now() < route.until and until <= route.until + MOMENT
        route.left = min(left, route.left) if same and route.left is not None else left
        route.until = max(route.until, until) if same else until

    def slow_down(self, key: str, wait: float) -> TryAgain:
        """Discord refused, and said for how long."""
        until = _now() + wait
        if key:
            route = self._route(key)
            route.limit, route.left, route.until = route.limit or 1, 0, until
        else:
            self._all_until = max(self._all_until, until)
        return TryAgain(max(wait, 0.01), whole_platform=not key, tried=False)

    def banned(self, headers: Mapping[str, str]) -> TryAgain:
        """Cloudflare refused. Who knocks again too soon is kept out for longer."""
        return self.slow_down("", max(seconds(headers, "Retry-After", BANNED), BANNED))

    def _route(self, key: str) -> _Route:
        if key not in self._routes:
            if len(self._routes) >= _MANY:
                now = _now()
                kept = self._routes.items()
                self._routes = {one: route for one, route in kept if route.under_way or route.until > now}
            self._routes[key] = _Route()
        return self._routes[key]


def seconds(headers: Mapping[str, str], name: str, otherwise: float) -> float:
    """A header that is a number, of seconds or of requests."""
    try:
        return float(headers[name])
    except (KeyError, ValueError):
        return otherwise


def _now() -> float:
    return asyncio.get_running_loop().time()
