"""Limits of components, in messages and in modals.

Source: https://discord.com/developers/docs/components/reference and .../components/using-message-components.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from tests.discord.wire import Json

_ROW: Final = 1
_BUTTON: Final = 2
_SELECT: Final = 3
_INPUT: Final = 4
_TEXT: Final = 10
_LABEL: Final = 18
_LINK: Final = 5
_PREMIUM: Final = 6

ROWS: Final = 5
IN_A_ROW: Final = 5
IN_A_MODAL: Final = 5
ID: Final = 100
BUTTON_LABEL: Final = 80
LABEL: Final = 45
DESCRIPTION: Final = 100
TITLE: Final = 45
OPTIONS: Final = 25
INPUT: Final = 4000


def message(components: Any) -> list[str]:
    """What is wrong with a message's rows (as they were before components could stand alone)."""
    if not isinstance(components, list):
        return ["components is a list"]
    found = [] if len(components) <= ROWS else [f"a message has at most {ROWS} rows"]
    ids: list[str] = []
    for row in components:
        if row.get("type") != _ROW:
            found.append("without the flag for it, a message holds rows only")
            continue
        found += _row(row.get("components") or [], ids)
    if len(set(ids)) != len(ids):
        found.append("custom_ids in a message are different from one another")
    return found


def _row(inside: list[Json], ids: list[str]) -> list[str]:
    found = [] if 1 <= len(inside) <= IN_A_ROW else [f"a row has 1-{IN_A_ROW} buttons"]
    selects = [one for one in inside if one.get("type") != _BUTTON]
    if selects and len(inside) > 1:
        found.append("a select fills its row alone")
    for one in inside:
        found += _button(one) if one.get("type") == _BUTTON else _select(one)
        if one.get("custom_id") is not None:
            ids.append(one["custom_id"])
    return found


def _button(button: Json) -> list[str]:
    found: list[str] = []
    style, link, custom_id = button.get("style"), button.get("url"), button.get("custom_id")
    if style == _LINK:
        if not link or custom_id is not None:
            found.append("a link button has an address and no custom_id")
        elif not str(link).startswith(("https://", "http://", "discord://")):
            found.append("a link button leads to http, https or discord")
        if len(str(link)) > 512:
            found.append("a button's address has at most 512 characters")
    elif style != _PREMIUM:
        found += _custom_id(custom_id)
        if link is not None:
            found.append("only a link button has an address")
    label = button.get("label")
    if not label and not button.get("emoji") and style != _PREMIUM:
        found.append("a button has a label or an emoji")
    if len(label or "") > BUTTON_LABEL:
        found.append(f"a button's label has at most {BUTTON_LABEL} characters")
    return found


def _custom_id(given: Any) -> list[str]:
    fine = isinstance(given, str) and 1 <= len(given) <= ID
    return [] if fine else [f"a custom_id has 1-{ID} characters"]


def _select(select: Json) -> list[str]:
    found = _custom_id(select.get("custom_id"))
    if select.get("type") != _SELECT:
        return found
    options = select.get("options") or []
    if not 1 <= len(options) <= OPTIONS:
        found.append(f"a select has 1-{OPTIONS} options")
    for option in options:
        for name in ("label", "value"):
            if not 1 <= len(str(option.get(name) or "")) <= 100:
                found.append(f"an option's {name} has 1-100 characters")
        if len(option.get("description") or "") > 100:
            found.append("an option's description has at most 100 characters")
    values = [option.get("value") for option in options]
    if len(set(values)) != len(values):
        found.append("the values of a select's options are different from one another")
    return found + list(_counts(select, options))


def _counts(select: Json, options: list[Json]) -> Iterable[str]:
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= most or most > OPTIONS or most < 1 or least > OPTIONS:
        yield "a select takes 0-25 values at least and 1-25 at most"
    elif most > max(1, len(options)):
        yield "a select can't take more values than it offers"
    if sum(bool(one.get("default")) for one in options) > most:
        yield "a select has more defaults than it takes"


# -- modals and choices ----------------------------------------------------------------------------------------


def callback(body: Json) -> list[str]:
    """What is wrong with an answer that is a modal or a list of choices."""
    data = body.get("data") or {}
    if body.get("type") == 9:
        return _modal(data)
    return _choices(data) if body.get("type") == 8 else []


def _modal(modal: Json) -> list[str]:
    found = _custom_id(modal.get("custom_id"))
    if not 1 <= len(modal.get("title") or "") <= TITLE:
        found.append(f"a modal's title has 1-{TITLE} characters")
    components = modal.get("components") or []
    if not 1 <= len(components) <= IN_A_MODAL:
        found.append(f"a modal has 1-{IN_A_MODAL} components")
    ids: list[Any] = []
    for one in components:
        found += _in_modal(one, ids)
    if len(set(ids)) != len(ids):
        found.append("custom_ids in a modal are different from one another")
    return found


def _in_modal(one: Json, ids: list[Any]) -> list[str]:
    kind = one.get("type")
    if kind == _TEXT:
        return [] if 1 <= len(one.get("content") or "") <= INPUT else [f"a text display has 1-{INPUT} characters"]
    if kind != _LABEL:
        return ["a modal holds labels and text displays (rows are deprecated)"]
    found: list[str] = []
    if not 1 <= len(one.get("label") or "") <= LABEL:
        found.append(f"a label has 1-{LABEL} characters")
    if "description" in one and not 1 <= len(one["description"] or "") <= DESCRIPTION:
        found.append(f"a label's description has 1-{DESCRIPTION} characters")
    inside = one.get("component") or {}
    ids.append(inside.get("custom_id"))
    if inside.get("type") == _INPUT:
        return found + _input(inside)
    return found + _select(inside) + _in_form(inside)


def _in_form(select: Json) -> list[str]:
    found = ["a select in a modal can't be disabled"] if select.get("disabled") else []
    if select.get("required", True) and select.get("min_values", 1) == 0:
        found.append("a required select takes at least one value")
    return found


def _input(field: Json) -> list[str]:
    found = _custom_id(field.get("custom_id"))
    least, most, value = field.get("min_length", 0), field.get("max_length", INPUT), field.get("value") or ""
    if not 0 <= least <= INPUT or not 1 <= most <= INPUT or least > most:
        found.append(f"a text input takes 0-{INPUT} characters at least and 1-{INPUT} at most")
    elif len(value) > most or (value and len(value) < least):
        found.append("what stands in a text input must fit its limits")
    if field.get("label") is not None:
        found.append("a text input inside a label has no label of its own")
    if len(field.get("placeholder") or "") > 100:
        found.append("a placeholder has at most 100 characters")
    return found


def _choices(data: Json) -> list[str]:
    choices = data.get("choices") or []
    found = [] if len(choices) <= OPTIONS else [f"at most {OPTIONS} choices"]
    said = [str(one.get(name, "")) for one in choices for name in ("name", "value")]
    if not all(1 <= len(one) <= 100 for one in said):
        found.append("a choice's name and value have 1-100 characters")
    return found
