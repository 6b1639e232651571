"""The whole product in a real browser: `troth play` in its own process, two people, their promises and check-ins."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser import axe, check_with_axe, phone, write
from tests.test_playground_server import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(slots=True)
class Playing:
    """`troth play`, as a person would start it, on files that stay when it is killed."""

    folder: Path
    port: int
    process: Process | None = None

    async def start(self) -> None:
        troth = Path(sys.executable).with_name("troth")
        words = ["play", "--no-open", "--port", str(self.port), "--data", str(self.folder)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = await asyncio.create_subprocess_exec(str(troth), *words, stdout=PIPE, env=environment)
        assert self.process.stdout is not None
        said = await asyncio.wait_for(self.process.stdout.readline(), 30)
        assert b"The playground is open" in said

    async def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), 15)


@pytest_asyncio.fixture(loop_scope="module")
async def playing(tmp_path: Path) -> AsyncIterator[Playing]:
    made = Playing(tmp_path, free_port())
    await made.start()
    yield made
    if made.process is not None and made.process.returncode is None:
        assert await made.end(signal.SIGTERM) == 0


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, playing: Playing) -> AsyncIterator[Page]:
    """The page with Ana and Ben, who have linked up."""
    context = await browser.new_context(
        timezone_id="Europe/Madrid", locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    made = await context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    await made.goto(f"http://127.0.0.1:{playing.port}/")
    await made.get_by_role("button", name="Start with Ana and Ben").click()
    await link_up(made)
    yield made
    await context.close()
    assert errors == []


async def press(page: Page, who: str, label: str) -> None:
    """Press the newest button with this label on somebody's phone."""
    await phone(page, who).get_by_role("button", name=label, exact=True).locator("visible=true").last.click()


def last(page: Page, who: str) -> Locator:
    """The newest message on somebody's phone."""
    return phone(page, who).locator(".message.bot:visible").last


def reading(text: str) -> re.Pattern[str]:
    """A text as it is read, whatever invisible isolates stand around its words."""
    return re.compile(r"[\u2068\u2069]*\s[\u2068\u2069]*".join(map(re.escape, text.split())))


async def link_up(page: Page) -> None:
    for who in ("Ana", "Ben"):
        await write(page, who, "/start")
        await phone(page, who).get_by_role("radio", name="Yes").check()
        await press(page, who, "Begin")
        await expect(last(page, who)).to_contain_text(reading("Good to meet you"))
    await press(page, "Ana", "Invite my partner")
    code = (
        await phone(page, "Ana")
        .locator(".words")
        .filter(has_text=re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$"))
        .inner_text()
    )
    await write(page, "Ben", f"/pair {code}")
    await press(page, "Ben", "Accept")
    for who in ("Ana", "Ben"):
        await expect(last(page, who)).to_contain_text(reading("are linked now"))


async def tab(page: Page, who: str, name: str) -> None:
    """Turn to a chat."""
    await phone(page, who).get_by_role("tab", name=re.compile(name)).click()


async def test_a_check_in_is_revealed_to_both(page: Page, playing: Playing) -> None:
    """Set a rhythm, jump to Sunday, answer alone, survive a kill -9, share both: both read it in their room."""
    await write(page, "Ana", "/boundary")
    await phone(page, "Ana").locator(".message select").last.select_option(label="Time apart")
    await phone(page, "Ana").locator(".message textarea").last.fill("One evening a week is mine")
    await press(page, "Ana", "Save")
    await expect(phone(page, "Ana")).to_contain_text(reading("One evening a week is mine"))
    await write(page, "Ana", "/rhythm sundays 18:00")
    await expect(last(page, "Ana")).to_contain_text(reading("every Sunday at 18:00"))
    await page.get_by_role("button", name="Next Sunday 18:00").click()
    for who in ("Ana", "Ben"):
        await expect(last(page, who)).to_contain_text(reading("Your check-in is here"))
    await press(page, "Ana", "Open")
    await expect(last(page, "Ana")).to_contain_text(reading("One evening a week is mine"))
    await press(page, "Ana", "Something to look at")
    await phone(page, "Ana").get_by_role("checkbox").last.check()
    await press(page, "Ana", "Go on")
    await press(page, "Ana", "Overlooked")
    await expect(last(page, "Ana")).to_contain_text(reading("What would you change"))
    assert await playing.end(signal.SIGKILL) == -signal.SIGKILL
    await expect(page.get_by_text("not answering")).to_be_visible()
    await playing.start()
    await expect(page.get_by_text("not answering")).to_be_hidden()
    await write(page, "Ana", "Ask me before you say yes to guests")
    await expect(last(page, "Ana")).to_contain_text(reading("anything else"))
    await press(page, "Ana", "Skip")
    await press(page, "Ana", "Share when we both have")
    await expect(last(page, "Ana")).to_contain_text(reading("It is sealed"))
    await expect(phone(page, "Ben")).not_to_contain_text(reading("Ask me before"))
    await press(page, "Ben", "All fine")
    await press(page, "Ben", "Share when we both have")
    for who in ("Ana", "Ben"):
        await tab(page, who, "Us two")
        await expect(last(page, who)).to_contain_text(reading("you have both shared"))
        await expect(last(page, who)).to_contain_text(reading("Ask me before you say yes to guests"))
        await expect(last(page, who)).to_contain_text(reading("This week: All fine"))
    if script := axe():
        await page.evaluate(script.read_text())
        await check_with_axe(page)
    if shots := os.environ.get("TROTH_SHOTS"):
        await page.screenshot(path=f"{shots}/reveal.png")


async def promise(page: Page, text: str) -> None:
    """Ana promises, Ben accepts, and it falls due."""
    await write(page, "Ana", f"/promise {text} by tomorrow at 18:00")
    await press(page, "Ana", "4")
    await expect(last(page, "Ben")).to_contain_text(text)
    await press(page, "Ben", "Accept")
    await expect(phone(page, "Ana")).to_contain_text(re.compile("accepted|is on|stands", re.IGNORECASE))
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.get_by_role("button", name="+1 day")).to_be_enabled()
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.get_by_role("button", name="+1 day")).to_be_enabled()
    for who in ("Ana", "Ben"):
        await press(page, who, "Show")


async def test_a_promise_kept_by_both(page: Page) -> None:
    """Both say kept: both read so, and neither's answer shows before the other's."""
    await promise(page, "Cook on Sunday")
    await press(page, "Ana", "Kept")
    await expect(phone(page, "Ben")).not_to_contain_text(re.compile("Ana (says|said): ?Kept"))
    await press(page, "Ben", "Kept")
    for who in ("Ana", "Ben"):
        await tab(page, who, "Us two")
        await expect(last(page, who)).to_contain_text(reading("Cook on Sunday"))
        await expect(last(page, who)).to_contain_text(re.compile("kept", re.IGNORECASE))


@pytest.mark.soak
async def test_a_promise_seen_differently(page: Page) -> None:
    """One says kept, the other not this time: both read what each said, and are offered a talk, not a verdict."""
    await promise(page, "Be home by eight")
    await press(page, "Ana", "Kept")
    await press(page, "Ben", "Not this time")
    for who in ("Ana", "Ben"):
        await tab(page, who, "Us two")
        await expect(last(page, who)).to_contain_text(re.compile("differently", re.IGNORECASE))
    await press(page, "Ben", "Talk it over")
    await tab(page, "Ben", "Troth")
    await expect(last(page, "Ben")).to_contain_text(reading("What did you hope"))
