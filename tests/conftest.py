"""What many tests share."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis  # noqa: F401  # imported at the very end of a run, as its plugin else does, it broke the interpreter
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser import chromium
from tests.talk import Talk

if TYPE_CHECKING:
    from bot.adapters.telegram.transport import Line
    from tests.telegram.client import TelegramServer


@pytest.fixture(autouse=True)
def _same_logging() -> Iterator[None]:
    """A command that a test calls sets up logging for its process, and this one goes on."""
    loggers = [logging.getLogger(name) for name in ("", "bot", "handlers")]
    levels, raising = [one.level for one in loggers], logging.raiseExceptions
    yield
    logging.raiseExceptions = raising
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


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


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A real browser, headless."""
    where = chromium()
    if where is None:
        pytest.skip("no Chromium on this machine (set TROTH_CHROMIUM to one)")
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        made = await playwright.chromium.launch(executable_path=where, args=arguments)
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def line(telegram: TelegramServer) -> AsyncIterator[Line]:
    """A line, with little patience, to the `telegram` that a module sets up for itself."""
    from bot.adapters.telegram.transport import open_line
    from tests.telegram.wire import TOKEN

    opened = open_line(TOKEN, telegram.api_url, connect=2, read=0.5)
    yield opened
    await opened.close()
    await telegram.heal()
