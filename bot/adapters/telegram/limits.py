"""How fast Telegram lets a bot speak: over all chats, to one chat, to a group."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiolimiter import AsyncLimiter

from bot.adapters.telegram.addresses import where
from bot.model import Address

_NO_TIME: Final = 1e-6
"""Seconds that are none: what sums of fractions leave over."""

_MANY: Final = 4096
"""Chats remembered before those at rest are forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram allows; None switches a limit off.

    The figures are from https://core.telegram.org/bots/faq ("My bot is hitting limits"): about 30 messages a second
    over all chats, one a second to a chat though short bursts pass, 20 a minute to a group.
    """

    bot_per_second: int | None = 30
    chat_per_second: float | None = 1
    chat_burst: int = 3
    group_per_minute: int | None = 20


@dataclass(slots=True)
class _Chat:
    """What was sent to one chat: how full its bucket is (in messages), and when each of the last was sent.

    A message `under_way` counts already: several topics of one group may be written to at the same time.
    """

    level: float = 0.0
    at: float = 0.0
    sent: deque[float] = field(default_factory=deque)
    under_way: int = 0
    refused_until: float = 0.0


class Pacer:
    """Keeps the limits. `time` tells seconds that only go forward; the running loop's own if not given."""

    def __init__(self, limits: Limits | None = None, time: Callable[[], float] | None = None) -> None:
        self.limits = limits or Limits()
        self._time = time
        self._chats: dict[int, _Chat] = {}
        self._answered: deque[float] = deque()
        self._some_answer = asyncio.Event()
        self._under_way = 0
        self._gate = asyncio.Lock()
        per_second = self.limits.bot_per_second
        # It only spreads them evenly, since a reply should not wait for a second behind a burst. It can't keep the
        # limit: a leaky bucket lets its burst and its refill through within one second.
        self._spread = None if per_second is None else AsyncLimiter(2, 2 / per_second)

    def now(self) -> float:
        """The present instant of this pacer, in seconds."""
        return asyncio.get_running_loop().time() if self._time is None else self._time()

    @asynccontextmanager
    async def sending(self, chat: int) -> AsyncIterator[None]:
        """Wait until the bot may send one more message, and count it for `chat` once it is answered."""
        known = self._known(chat, self.now())
        known.under_way += 1
        try:
            await self.before_send()
            try:
                yield
            finally:
                self.sent(chat)
        finally:
            known.under_way -= 1

    async def before_send(self) -> None:
        """Wait until the bot as a whole may send. Each is followed by `sent`, whatever became of it.

        A message counts from when it is let through until one second after its answer, so that wherever on its
        way it lingers, no second of the platform's sees more than the limit.
        """
        if self._spread is not None and self.limits.bot_per_second is not None:
            async with self._gate:
                await self._spread.acquire()
                while self._under_way + self._recent() >= self.limits.bot_per_second:
                    await self._room()
                self._under_way += 1

    async def _room(self) -> None:
        if self._answered:
            await asyncio.sleep(self._answered[0] + 1 - self.now())
        else:
            self._some_answer.clear()
            await self._some_answer.wait()

    def _recent(self) -> int:
        """How many messages were answered within the last second."""
        while self._answered and self._answered[0] + 1 <= self.now():
            self._answered.popleft()
        return len(self._answered)

    def sent(self, chat: int) -> None:
        """Count a message to a chat (all topics of a group are one chat)."""
        now = self.now()
        if self.limits.bot_per_second is not None:
            self._under_way -= 1
            self._answered.append(now)
            self._some_answer.set()
        if self.limits.chat_per_second is None and self.limits.group_per_minute is None:
            return
        known = self._known(chat, now)
        known.level += 1
        if chat < 0:
            known.sent.append(now)

    def rest(self, place: Address) -> float:
        """Seconds this place must rest before its next message; 0 if it need not."""
        return self.rest_of(where(place).chat)

    def rest_of(self, chat: int) -> float:
        """Seconds this chat must rest before its next message; 0 if it need not."""
        if chat not in self._chats:
            return 0.0
        now = self.now()
        known = self._known(chat, now)
        waits = [0.0, known.refused_until - now]
        if self.limits.chat_per_second is not None:
            full = known.level + known.under_way + 1 - self.limits.chat_burst
            waits.append(full / self.limits.chat_per_second)
        if chat < 0 and self.limits.group_per_minute is not None:
            over = len(known.sent) + known.under_way - self.limits.group_per_minute
            if over >= 0:
                waits.append(known.sent[over] + 60 - now if over < len(known.sent) else 1.0)
        rest = max(waits)
        return rest if rest > _NO_TIME else 0.0

    def refused(self, chat: int, seconds: float) -> bool:
        """Remember that a chat was refused for so many seconds; whether that concerns the whole bot.

        Telegram does not say which of its limits was passed. One chat alone is taken for that chat's, two at the
        same time for the bot's.
        """
        now = self.now()
        self._known(chat, now).refused_until = now + seconds
        return sum(known.refused_until > now for known in self._chats.values()) > 1

    def _known(self, chat: int, now: float) -> _Chat:
        known = self._chats.get(chat)
        if known is None:
            self._forget(now)
            known = self._chats[chat] = _Chat(at=now)
        self._drain(known, now)
        return known

    def _drain(self, known: _Chat, now: float) -> None:
        if self.limits.chat_per_second is None:
            known.level = 0.0
        else:
            known.level = max(known.level - (now - known.at) * self.limits.chat_per_second, 0.0)
        known.at = now
        while known.sent and known.sent[0] + 60 <= now:
            known.sent.popleft()

    def _forget(self, now: float) -> None:
        """Let go of the chats at rest, once there are many: at the limits' pace few of them are not."""
        if len(self._chats) < _MANY:
            return
        for known in self._chats.values():
            self._drain(known, now)
        self._chats = {
            chat: known
            for chat, known in self._chats.items()
            if known.level > 0 or known.sent or known.under_way or known.refused_until > now
        }
