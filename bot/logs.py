"""Logs: plain lines on stderr in which no secret can stand."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

log = logging.getLogger(__name__)

_OURS: Final = ("bot", "handlers")
_HIDDEN: Final = "•••"
_SHORTEST: Final = 6  # what is shorter could be part of any word


class _Discreet(logging.Formatter):
    """Formats a record and hides every secret in the outcome, wherever it came from."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = _forms(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return _hide(super().format(record), self._secrets)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return where(ei[1])


def _forms(secrets: Iterable[str]) -> tuple[str, ...]:
    """Each secret as it may turn up: bare, in a URL, and a token's second half without its public id."""
    forms: set[str] = set()
    for secret in secrets:
        for part in (secret, secret.partition(":")[2]):
            forms |= {part, quote(part, safe=""), quote(part), repr(part)[1:-1]}
    return tuple(sorted((one for one in forms if len(one) >= _SHORTEST), key=len, reverse=True))


def _hide(text: str, forms: Iterable[str]) -> str:
    for form in forms:
        text = text.replace(form, _HIDDEN)
    return text


def discreet(text: str, secrets: Iterable[str]) -> str:
    """A text with every secret in it hidden."""
    return _hide(text, _forms(secrets))


def set_up(level: str, secrets: Iterable[str]) -> None:
    """Log to stderr from `level` ("WARNING") on. Libraries are heard from WARNING on: below it they tell too much."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(secrets))
    # A record that can't be formatted would otherwise be printed as it is, secrets and all.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for ours in _OURS:
        logging.getLogger(ours).setLevel(level)


def unforeseen(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """Log what the event loop can hand to nobody, by its name: its own text may hold what a person wrote."""
    del loop
    why = context.get("exception")
    what = "something in the event loop" if why is None else where(why)
    log.error("bug nobody waited for: %s", what)


def where(why: BaseException) -> str:
    """What failed and where, without the exception's own text: that may hold what a person wrote, or a secret."""
    frames = reversed(traceback.extract_tb(why.__traceback__))
    return f"{type(why).__name__} at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
