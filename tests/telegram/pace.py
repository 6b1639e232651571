"""Telegram's pace, kept strictly: who sends faster is told to wait, and it is counted.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (one message a second to a
chat, short bursts aside; 20 a minute to a group; about 30 a second over all).
"""

from __future__ import annotations

import math
from collections import deque
from time import monotonic
from typing import Final

from tests.telegram.wire import Call, Refusal

BOT_A_SECOND: Final = 30
CHAT_BURST: Final = 3
GROUP_A_MINUTE: Final = 20


class Pace:
    """Counts what is sent, by the machine's steady clock."""

    def __init__(self) -> None:
        self.excesses: list[str] = []
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chats: dict[int, tuple[float, float]] = {}

    def pass_or_refuse(self, call: Call) -> None:
        """Let a message through, or refuse it with the seconds to wait."""
        if not call.method.lower().startswith("send") or call.method.lower() == "sendchataction":
            return
        try:
            chat = int(call.text("chat_id"))
        except ValueError:
            return
        now = monotonic()
        waits = {
            f"{BOT_A_SECOND} messages a second": _until_free(self._all, now, 1, BOT_A_SECOND),
            f"one message a second to chat {chat}": self._until_chat(chat, now),
        }
        if chat < 0:
            sent = self._groups.setdefault(chat, deque())
            waits[f"{GROUP_A_MINUTE} messages a minute to group {chat}"] = _until_free(sent, now, 60, GROUP_A_MINUTE)
        rule, wait = max(waits.items(), key=lambda one: one[1])
        if wait > 0:
            self.excesses.append(f"{call.method}: more than {rule}")
            seconds = math.ceil(wait)
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        self._count(chat, now)

    def _until_chat(self, chat: int, now: float) -> float:
        tokens, at = self._chats.get(chat, (CHAT_BURST, now))
        return 1 - min(CHAT_BURST, tokens + now - at)

    def _count(self, chat: int, now: float) -> None:
        tokens, at = self._chats.get(chat, (CHAT_BURST, now))
        self._chats[chat] = (min(CHAT_BURST, tokens + now - at) - 1, now)
        self._all.append(now)
        if chat < 0:
            self._groups[chat].append(now)


def _until_free(sent: deque[float], now: float, window: float, most: int) -> float:
    while sent and sent[0] <= now - window:
        sent.popleft()
    return 0.0 if len(sent) < most else sent[-most] + window - now
