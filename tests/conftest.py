"""What many tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.talk import Talk


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A new house with a memory platform and a clock that stands still."""
    opened = await Talk.open(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def couple(talk: Talk) -> Talk:
    """The same, with Ana and Ben linked up."""
    await talk.pairs()
    return talk
