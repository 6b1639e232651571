"""What Discord's app lets a person send in a modal.

Source: https://discord.com/developers/docs/components/reference (label, text input, string select).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.discord.wire import Json
from tests.loopback.cant import Cant

_LABEL = 18
_ROW = 1
_INPUT = 4
_SELECT = 3


def filled(components: Sequence[Json], values: Mapping[str, Any]) -> list[Json]:
    """The components as they are sent, each with its value; refuses what the app would not let through."""
    known = {one["custom_id"] for one in _fields(components)}
    unknown = set(values) - known
    if unknown:
        raise Cant(f"the modal has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}")
    said: list[Json] = []
    for number, one in enumerate(components, start=1):
        if one["type"] == _LABEL:
            said.append({"type": _LABEL, "id": number, "component": _sent(one["component"], values, number + 100)})
        elif one["type"] == _ROW:
            inner = [_sent(field, values, number + 100) for field in one["components"]]
            said.append({"type": _ROW, "id": number, "components": inner})
        else:
            said.append({"type": one["type"], "id": number})
    return said


def _fields(components: Sequence[Json]) -> list[Json]:
    labelled = [one["component"] for one in components if one["type"] == _LABEL]
    return labelled + [field for one in components if one["type"] == _ROW for field in one["components"]]


def _sent(field: Json, values: Mapping[str, Any], number: int) -> Json:
    said = {"type": field["type"], "id": number, "custom_id": field["custom_id"]}
    given = values.get(field["custom_id"])
    if field["type"] == _INPUT:
        return said | {"value": _typed(field, given)}
    if field["type"] == _SELECT:
        return said | {"values": _chosen(field, given)}
    raise Cant(f"components of type {field['type']} are not served here")


def _typed(field: Json, given: Any) -> str:
    text = field.get("value") or "" if given is None else given
    if not isinstance(text, str):
        raise Cant(f"{field['custom_id']} takes text")
    if field["style"] == 1 and "\n" in text:
        raise Cant(f"{field['custom_id']} is one line")
    if not text.strip() and field.get("required", True):
        raise Cant(f"{field['custom_id']} is required")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if text and not least <= len(text) <= most:
        raise Cant(f"{field['custom_id']} takes {least} to {most} characters")
    return text


def _chosen(field: Json, given: Any) -> list[str]:
    options: list[Json] = field["options"]
    chosen = [one["value"] for one in options if one.get("default")] if given is None else given
    chosen = [chosen] if isinstance(chosen, str) else list(chosen)
    offered = {one["value"] for one in options}
    if not set(chosen) <= offered or len(set(chosen)) != len(chosen):
        raise Cant(f"{field['custom_id']} offers {', '.join(sorted(offered))}")
    if not chosen and not field.get("required", True):
        return []
    least, most = field.get("min_values", 1), field.get("max_values", 1)
    if not least <= len(chosen) <= most:
        raise Cant(f"{field['custom_id']} takes {least} to {most} choices")
    return chosen
