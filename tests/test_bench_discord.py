"""The benchmark of Discord, in small: its bots answer, and what they are asked to show comes out."""

from __future__ import annotations

from tests.bench.discord import Ground
from tests.bench.discord_rows import AT_ONCE, PEER, US, rows

MESSAGES = 8


async def test_the_house_and_its_peer_are_measured() -> None:
    """Each message is answered once, ours are committed, and every figure is there for both and as their ratio."""
    async with Ground.ready() as ground:
        found = {who: [await ground.take(who, MESSAGES)] for who in (US, PEER)}
    figures = {row.metric: row.value for row in rows(found, MESSAGES)}
    for at_once in AT_ONCE:
        for metric in (US, PEER, f"vs_{PEER}", f"cpu_{US}", f"cpu_{PEER}", f"cpu_vs_{PEER}"):
            assert figures[f"{metric}_at_{at_once}"] > 0
    assert min(figures[f"p50_alone_{US}"], figures[f"p99_alone_vs_{PEER}"], figures[f"writing_vs_{PEER}"]) > 0
    assert all((several[0].mib or 1) > 0 for several in found.values())
