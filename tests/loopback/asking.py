"""How tests ask a loopback server for something, over its control interface."""

from __future__ import annotations

from typing import Any

import aiohttp


class Impossible(AssertionError):
    """A test asked a person to do what no app would let them."""


class Asking:
    """A control interface at an address."""

    def __init__(self, root: str, session: aiohttp.ClientSession) -> None:
        self._root = root
        self._session = session

    async def _ask(self, verb: str, **given: Any) -> Any:
        async with self._session.post(f"{self._root}/control/{verb}", json=given) as response:
            said = await response.json()
        if "refused" in said:
            raise Impossible(said["refused"])
        return said["result"]
