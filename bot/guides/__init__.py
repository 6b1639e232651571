"""Guides: scripts in `content/guides` (`script`, `check`), their pure logic (`steps`), runs of them (`play`)."""

from bot.guides import floor  # noqa: F401  # its actions hang on the feature
from bot.guides.check import house_faults, load_guides
from bot.guides.compiled import own_guides
from bot.guides.library import Library
from bot.guides.offers import put_aside
from bot.guides.past import Past, forget_run, past, retell
from bot.guides.play import begin
from bot.guides.presses import feature
from bot.guides.under_way import under_way

__all__ = [
    "Library", "Past", "begin", "feature", "forget_run", "house_faults", "load_guides", "own_guides", "past",
    "put_aside", "retell", "under_way",
]  # fmt: skip
