"""A fault in a guide: the file, the step and the words it is about, with the line on which an editor finds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_READ = re.compile(r"^(?P<path>.+\.yaml): (?P<place>[A-Za-z0-9_.-]+): (?P<text>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in one sentence. `place` leads to it through the names of `file`, as far as it is there.

    `line` is where it stands, if that is known already.
    """

    text: str
    place: tuple[str, ...] = ()
    file: str = "guide.yaml"
    line: int = 0

    def __str__(self) -> str:
        where = "" if self.file == "guide.yaml" else f"{self.file}: "
        return where + self.text

    def told(self, folder: Path) -> str:
        """The whole line: file, number of the line, and what is wrong."""
        path = folder / self.file
        number = self.line or line_of(path, self.place)
        return f"{path}{f':{number}' if number else ''}: {self.text}"


def at(step_id: str, text: str) -> Fault:
    """A fault of one step of `guide.yaml`."""
    return Fault(f"{step_id}: {text}", ("steps", step_id))


def numbered(fault: str) -> str:
    """A fault as reading a file names it ("PATH: steps.3.ask: …"), with the number of the line where that stands."""
    found = _READ.match(fault)
    if found is None:
        return fault
    number = line_of(Path(found["path"]), tuple(found["place"].split(".")))
    return f"{found['path']}:{number}: {found['place']}: {found['text']}" if number else fault


def line_of(path: Path, place: tuple[str, ...]) -> int:
    """The line (from 1 on) on which a place of a YAML file stands, or the last part of the way there; 0 if unknown."""
    try:
        node = YAML(typ="safe", pure=True).compose(path.read_text("utf-8"))
    except (YAMLError, UnicodeDecodeError, OSError):
        return 0
    number = 0
    for part in place:
        found = _step_inside(node, part)
        if found is None:
            break
        mark, node = found
        number = mark + 1
    return number


def _step_inside(node: Any, part: str) -> tuple[int, Any] | None:
    """Where a part of a place stands in a node, and what stands there: by name, by number, or by a step's id."""
    if isinstance(getattr(node, "value", None), list):
        if node.id == "mapping":
            for key, value in node.value:
                if key.value == part:
                    return key.start_mark.line, value
            return None
        if part.isdigit() and int(part) < len(node.value):
            one = node.value[int(part)]
            return one.start_mark.line, one
        return _named(node, part)
    return None


def _named(node: Any, step_id: str) -> tuple[int, Any] | None:
    """The step with this id in a list of steps, at any depth."""
    if node.id == "mapping":
        for key, value in node.value:
            if key.value == "id" and getattr(value, "value", None) == step_id:
                return key.start_mark.line, node
        inner = [value for _, value in node.value]
    else:
        inner = list(node.value) if node.id == "sequence" else []
    return next((found for one in inner if (found := _named(one, step_id))), None)
