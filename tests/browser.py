"""What the browser tests share: a browser, an accessibility checker, and a person's hands on the page."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

from playwright.async_api import Locator, Page


def chromium() -> str | None:
    """A browser on this machine, if there is one."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("TROTH_CHROMIUM") or next(filter(None, found), None)


def axe() -> Path | None:
    """The accessibility checker: from TROTH_AXE, or from the package axe-playwright-python."""
    if "TROTH_AXE" in os.environ:
        return Path(os.environ["TROTH_AXE"])
    spec = importlib.util.find_spec("axe_playwright_python")
    return Path(spec.origin).with_name("axe.min.js") if spec and spec.origin else None


def phone(page: Page, name: str) -> Locator:
    """Somebody's phone."""
    return page.get_by_role("region", name=name, exact=True)


def box(page: Page, name: str) -> Locator:
    """Where somebody types."""
    return page.get_by_label(f"Message from {name}")


async def write(page: Page, name: str, text: str) -> None:
    """Type something and send it."""
    await box(page, name).fill(text)
    await box(page, name).press("Escape")
    await box(page, name).press("Enter")


async def check_with_axe(page: Page) -> None:
    """The checker, once it was put into the page, finds nothing."""
    found = await page.evaluate("async () => (await axe.run(document)).violations")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
