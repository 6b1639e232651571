"""Our own guides, read once: what was read and checked is kept beside the content, as Python keeps its modules.

Reading and checking all guides takes most of a second at every start; reading this takes a few hundredths. It is used
while neither the content nor the code that checks it has changed, by one byte; and written where that is possible.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from bot.guides.check import load_guides
from bot.guides.script import Guide, stored_guide
from bot.words import HOME

_CODE = Path(__file__).parent


def own_guides(home: Path = HOME) -> dict[str, Guide]:
    """Every guide of ours, checked. Raises BadContent with all faults at once."""
    kept = home / "__pycache__" / "guides.json"
    mark = _mark(home)
    if (found := _read(kept, mark)) is not None:
        return found
    guides = load_guides(home)
    _keep(kept, mark, guides)
    return guides


def _mark(home: Path) -> str:
    """What names this very content and code."""
    found = hashlib.sha256()
    for root, suffixes in ((home, (".yaml", ".ftl")), (_CODE, (".py",))):
        for path in sorted(_files(root, suffixes)):
            found.update(f"{path.relative_to(root)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _files(root: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    return (Path(folder, name) for folder, _, names in os.walk(root) for name in names if name.endswith(suffixes))


def _read(kept: Path, mark: str) -> dict[str, Guide] | None:
    try:
        found = json.loads(kept.read_bytes())
        if found["mark"] == mark:
            return {name: stored_guide(body) for name, body in found["guides"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError):
        pass  # not there, or cut off in the middle: it is read anew
    return None


def _keep(kept: Path, mark: str, guides: Mapping[str, Guide]) -> None:
    with suppress(OSError):  # a content folder that nobody may write in is read at every start
        kept.parent.mkdir(exist_ok=True)
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps({"mark": mark, "guides": {name: one.body for name, one in guides.items()}}))
        new.replace(kept)
