"""Which function answers which request. A module of routes registers its own; rest.py brings them all together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.discord.wire import NOWHERE, TOKEN, UNAUTHORIZED, Call
from tests.discord.world import World

Handler = Callable[..., Any]
"""Takes the world, the call and what the path names; returns what is said, None for a 204, or a `Created`."""


@dataclass(frozen=True, slots=True)
class Created:
    """Something was made: a 201."""

    body: Any


@dataclass(frozen=True, slots=True)
class _Route:
    method: str
    pattern: re.Pattern[str]
    handler: Handler
    authorized: bool


_ROUTES: Final[list[_Route]] = []


def route(method: str, template: str, *, authorized: bool = True) -> Callable[[Handler], Handler]:
    """Register a function for a method and a path such as "/channels/{channel}"."""

    def register(handler: Handler) -> Handler:
        pattern = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)))
        _ROUTES.append(_Route(method, pattern, handler, authorized))
        return handler

    return register


def handle(world: World, call: Call) -> Any:
    """Answer a request, or raise the Refusal."""
    for one in _ROUTES:
        found = one.pattern.fullmatch(call.path) if one.method == call.method else None
        if found is not None:
            if one.authorized and call.authorization != f"Bot {TOKEN}":
                raise UNAUTHORIZED
            return one.handler(world, call, **found.groupdict())
    raise NOWHERE
