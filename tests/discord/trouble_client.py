"""What goes wrong on the loopback Discord, over REST and on the gateway, as tests ask for it."""

from __future__ import annotations

import asyncio

from tests.discord.wire import Json
from tests.loopback.asking import Asking


class Trouble(Asking):
    """Everything that can go wrong."""

    async def fault(
        self,
        kind: str,
        *,
        method: str | None = None,
        path: str | None = None,
        times: int = 1,
        retry_after: float = 1.0,
    ) -> None:
        """Requests go wrong `times` times (below zero: until healed), by `method` and by what is in their `path`.

        Kinds: 429, 429-global, 429-cloudflare, 500, 502, 503, 401, reset (no effect), lost (done, but its answer
        is lost), black-hole, lost-black-hole, html, and "error:CODE" with Discord's code.
        """
        given = {"method": method, "path": path, "times": times, "retry_after": retry_after}
        await self._ask("fault", kind=kind, **given)

    async def age_nonces(self) -> None:
        """Two minutes pass: what was sent under a nonce is sent anew."""
        await self._ask("age_nonces")

    # -- the gateway -------------------------------------------------------------------------------------------

    async def connected(self, shards: int = 1, patience: float = 10.0) -> None:
        """Wait until so many sessions are live (READY or RESUMED sent); fails after `patience` seconds."""
        async with asyncio.timeout(patience):
            await self._ask("connected", shards=shards)

    async def resumed(self, times: int = 1, patience: float = 10.0) -> None:
        """Wait until sessions were resumed so often in all; fails after `patience` seconds."""
        async with asyncio.timeout(patience):
            await self._ask("resumed", times=times)

    async def identified(self, times: int = 1, patience: float = 20.0) -> None:
        """Wait until there were so many identifies in all; fails after `patience` seconds."""
        async with asyncio.timeout(patience):
            await self._ask("identified", times=times)

    async def drop(self, shard: int | None = None) -> None:
        """Cut a shard's socket (or all) without a word."""
        await self._ask("drop", shard=shard)

    async def reconnect(self, shard: int | None = None) -> None:
        """Ask a shard (or all) to connect again: op 7."""
        await self._ask("reconnect", shard=shard)

    async def invalidate(self, resumable: bool, shard: int | None = None) -> None:
        """Tell a shard (or all) that its session is not valid: op 9."""
        await self._ask("invalidate", resumable=resumable, shard=shard)

    async def zombie(self, shard: int = 0) -> None:
        """A shard's socket stays open and nothing comes through it any more, no acknowledgements either."""
        await self._ask("zombie", shard=shard)

    async def replay(self, count: int) -> None:
        """After the next resume, the last `count` events come once more."""
        await self._ask("replay", count=count)

    async def close_code(self, code: int, shard: int | None = None) -> None:
        """Close a shard's socket (or all) with a code."""
        await self._ask("close_code", code=code, shard=shard)

    async def heartbeats(self, every_ms: int) -> None:
        """How often those who connect from here on must beat, in milliseconds."""
        await self._ask("heartbeats", every_ms=every_ms)

    async def resumes(self) -> int:
        """How many sessions were resumed."""
        return int(await self._ask("resumes"))

    async def identifies(self) -> list[Json]:
        """What was identified with, in order, its token left out."""
        return list(await self._ask("identifies"))

    async def intents(self) -> list[int]:
        """The intents of each identify, in order."""
        return [int(one["intents"]) for one in await self.identifies()]

    async def connections(self) -> int:
        """How many sockets are open."""
        return int(await self._ask("connections"))
