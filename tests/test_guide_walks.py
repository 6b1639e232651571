"""Every guide in a house with its database: whatever people press, type and fill in, they are answered, and it ends."""

from __future__ import annotations

import pytest

from bot.guides import own_guides
from tests import guide_talk
from tests.guide_talk import open_runs
from tests.talk import Talk

GUIDES = own_guides()
TOGETHER = sorted(name for name, one in GUIDES.items() if one.structure.people != "one")
ALONE = sorted(name for name, one in GUIDES.items() if one.structure.people != "couple")


async def walk(talk: Talk, guide: str, seed: int, *, alone: bool) -> None:
    """Begin a guide, let people do as they like, then let time pass until it has ended or rests."""
    structure = GUIDES[guide].structure
    roles = {structure.roles[0]: "ana", structure.roles[1]: "ben"} if structure.roles and not alone else None
    people = ("ana",) if alone else ("ana", "ben")
    before = {one: len(talk.screen(one)) for one in people}
    await guide_talk.begin(talk, "ana", guide, alone=alone, roles=roles)
    assert await open_runs(talk) == 1
    done = await guide_talk.walk(talk, people, seed, before)
    assert done
    await talk.goes_by(days=40)
    assert await open_runs(talk) == 0 or structure.kind == "journey"


@pytest.mark.parametrize("guide", TOGETHER)
async def test_two_walk_through_it(couple: Talk, guide: str) -> None:
    """Nobody's press goes unanswered, nobody is left without a way on, and the run ends in its time."""
    await walk(couple, guide, seed=1, alone=False)


@pytest.mark.parametrize("guide", ALONE)
async def test_somebody_alone_walks_through_it(talk: Talk, guide: str) -> None:
    """Before pairing, what makes sense alone works."""
    await talk.begins("ana")
    await walk(talk, guide, seed=2, alone=True)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3, 23))
@pytest.mark.parametrize("guide", TOGETHER)
async def test_many_walks(couple: Talk, guide: str, seed: int) -> None:
    """Twenty walks of each."""
    await walk(couple, guide, seed, alone=False)
