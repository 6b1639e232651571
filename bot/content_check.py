"""What `troth content check` says: everything that is wrong with guides, words and help, and what grows old."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.app import build_house
from bot.clock import Clock
from bot.errors import BadContent
from bot.guides import house_faults, load_guides
from bot.guides.check import content_faults
from bot.helplines import help_faults, help_warnings
from bot.words import HOME


def examine(outside: Path | None, clock: Clock) -> tuple[list[str], list[str]]:
    """All faults, and all warnings, a line each. A fault must be put right; a warning is for somebody to look into."""
    faults = [*content_faults(HOME, outside), *help_faults(HOME)]
    if not faults:
        try:
            faults += house_faults(load_guides(HOME, outside).values(), build_house([]))
        except BadContent as why:
            faults += why.faults
    today = datetime.fromtimestamp(clock.now() / 1000, UTC).date()
    return list(dict.fromkeys(faults)), [] if faults else help_warnings(HOME, today)
