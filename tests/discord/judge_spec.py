"""The first judge: Discord's OpenAPI document, where this machine has it.

The file is looked for in TROTH_SPECS (a folder), else in ../shared/specs beside the checkout.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError, best_match  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.discord.wire import Call, Json

_FILE: Final = "discord-openapi.json"
_HERE: Final = "urn:discord"
_VERBS: Final = frozenset({"get", "post", "put", "patch", "delete"})

# What Discord documents in words or takes from everybody's clients, and its own document does not name.
_MORE: Final[dict[str, Json]] = {
    "MessageEditRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": "boolean"}},
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
}
# Permissions are numbers in strings (https://discord.com/developers/docs/topics/permissions), while the document says
# they are numbers; an overwrite set by its id may name that id in its body too, as discord.py does.
_PERMISSION: Final[Json] = {"type": ["string", "integer", "null"], "pattern": "^[0-9]+$"}
# An id may be a number as well; every client of Python's sends some.
_SNOWFLAKE: Final[Json] = {"anyOf": [{"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}, {"type": "integer"}]}


def where() -> Path | None:
    """The specification, None where there is none."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "specs"
    found = Path(os.environ.get("TROTH_SPECS", beside)) / _FILE
    return found if found.is_file() else None


@cache
def read(file: Path) -> SpecJudge:
    """The judge for a specification, read once."""
    return SpecJudge(file)


class _Route:
    """One method of one path."""

    def __init__(self, template: str, verb: str, given: Json, place: str) -> None:
        self.method = verb.upper()
        self.pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)))
        self.fixed = len(re.findall(r"\{", template))
        self.query = {one["name"] for one in given.get("parameters", ()) if one.get("in") == "query"}
        content = given.get("requestBody", {}).get("content", {})
        self.pointer = f"{place}/{verb}/requestBody/content/application~1json/schema" if content else ""


class SpecJudge:
    """Knows the schema of every body."""

    def __init__(self, file: Path) -> None:
        document = json.loads(file.read_text(encoding="utf-8"))
        for name, more in _MORE.items():
            document["components"]["schemas"][name]["properties"].update(more)
        document["components"]["schemas"]["SnowflakeType"] = _SNOWFLAKE
        self._routes = sorted(_routes(document), key=lambda one: one.fixed)
        _close(document["components"]["schemas"])
        _close(document["paths"])
        self._registry: Registry[Any] = Registry().with_resource(_HERE, DRAFT202012.create_resource(document))
        self._validators: dict[str, Draft202012Validator] = {}

    def judge(self, call: Call) -> list[str]:
        """What the document has against the call."""
        route = next((one for one in self._routes if one.method == call.method and _fits(one, call)), None)
        if route is None:
            return ["such a path is not in the document"]
        unknown = set(call.query) - route.query
        found = [f"no parameter is called {name}" for name in sorted(unknown)]
        if call.body is None:
            return found
        if not route.pointer:
            return [*found, "it takes no body"] if call.body else found
        fault = best_match(self._validator(route).iter_errors(call.body))
        return found if fault is None else [*found, _said(fault)]

    def _validator(self, route: _Route) -> Draft202012Validator:
        if route.pointer not in self._validators:
            schema = {"$ref": f"{_HERE}{route.pointer}"}
            self._validators[route.pointer] = Draft202012Validator(schema, registry=self._registry)
        return self._validators[route.pointer]


def _fits(route: _Route, call: Call) -> bool:
    return route.pattern.fullmatch(call.path) is not None


def _routes(document: Json) -> Iterator[_Route]:
    for template, given in document["paths"].items():
        place = "#/paths/" + template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
        for verb in _VERBS & set(given):
            yield _Route(template, verb, given[verb], place)


def _close(schema: Any) -> None:
    """Let objects have no property that is not documented, at any depth; references are absolute from here on."""
    if isinstance(schema, list):
        for one in schema:
            _close(one)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("$ref"), str):
        schema["$ref"] = _HERE + schema["$ref"]
    if isinstance(schema.get("properties"), dict):
        schema.setdefault("additionalProperties", False)
        if {"allow", "deny"} <= set(schema["properties"]):
            schema["properties"] |= {"allow": _PERMISSION, "deny": _PERMISSION, "id": _SNOWFLAKE}
    for one in schema.values():
        _close(one)


def _said(fault: ValidationError) -> str:
    at = "/".join(str(one) for one in fault.absolute_path)
    return f"{at or 'the body'}: {fault.message}"[:500]
