"""Guides: scripts in `content/guides` (`script`, `check`), their pure logic (`steps`), runs of them (`play`)."""

from bot.guides.check import house_faults, load_guides
from bot.guides.library import Library
from bot.guides.play import begin, feature

__all__ = ["Library", "begin", "feature", "house_faults", "load_guides"]
