"""What the page is told, as JSON-ready dictionaries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, assert_never

from bot.adapters.playground.deeds import Attached, Deed, FilledIn, Pressed, Resident, Said
from bot.model import Message

Change = dict[str, object]


def shown_of(deed: Deed) -> Change | None:
    """What others see in the chat of a deed, or None if it leaves nothing there."""
    match deed:
        case Said(text):
            return {"spans": [{"text": text, "style": "words"}]}
        case Attached():
            return {"spans": [{"text": "[photo]", "style": "plain"}]}
        case Pressed() | FilledIn():
            return None
        case _:
            assert_never(deed)


def message_to_json(message: Message) -> Change:
    """A message of the bot as the page renders it; `only` is kept beside it, not in it."""
    body = asdict(message)
    del body["only"]
    return body


def person_json(person: Resident) -> Change:
    """A person as the page gets them."""
    return asdict(person)


def message_json(row: Sequence[Any]) -> Change:
    """A message as the page gets it, from its row."""
    number, chat, author, body, reader, edited, at = row
    return {
        "id": number, "chat": chat, "from": author, "only": reader, "edited": bool(edited), "at": at,
        "body": json.loads(body),
    }  # fmt: skip


def pending_json(n: int, person: str, chat: str, deed: Deed) -> Change:
    """What the page knows of a deed until it is acknowledged: which button or form waits."""
    pending: Change = {"n": n, "person": person, "chat": chat}
    if isinstance(deed, Pressed | FilledIn):
        pending |= {"message": deed.message, "token": deed.token}
    return pending
