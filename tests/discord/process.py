"""The loopback Discord as processes of its own."""

from __future__ import annotations

from typing import Final

from tests.loopback.process import Pool, ServerProcess

__all__ = ["SERVERS", "ServerProcess", "borrow", "give_back"]

SERVERS: Final = Pool("tests.discord.server")

borrow = SERVERS.borrow
give_back = SERVERS.give_back
