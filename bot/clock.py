"""Time, chance and ids: the one module that may ask the machine for them. All others are handed these."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from typing import Final, Protocol

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY


class Clock(Protocol):
    """Tells the time as integer UTC milliseconds since 1970."""

    def now(self) -> int:
        """The present instant, in UTC milliseconds."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class MovedClock:
    """Another clock plus an offset that can be moved: for the playground and for tests."""

    def __init__(self, base: Clock, offset: int = 0) -> None:
        self._base = base
        self.offset = offset

    def now(self) -> int:
        return self._base.now() + self.offset

    def move_to(self, instant: int) -> None:
        """Make `instant` (UTC milliseconds) the present; time goes on from there."""
        self.offset += instant - self.now()


class StillClock:
    """Stands still at `instant` until somebody sets it: for tests and benchmarks."""

    def __init__(self, instant: int) -> None:
        self.instant = instant

    def now(self) -> int:
        return self.instant


class Chance(Protocol):
    """Where ids and tokens come from."""

    def new_id(self, now: int) -> str:
        """An id never given before, 24 characters, ordered by time within one process."""

    def token(self) -> str:
        """An opaque token nobody can guess: 128 bits in 22 URL-safe characters."""

    def code(self) -> str:
        """A code for people to read aloud: 12 characters of 32 (60 bits)."""

    def fraction(self) -> float:
        """A number from 0 up to 1, to spread out what would come all at once."""


# Crockford's base 32 leaves out I, L, O and U, which people misread (https://www.crockford.com/base32.html).
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class SystemChance:
    """Chance from the operating system, fetched some thousand bytes at a time: each call there costs a wait."""

    def __init__(self) -> None:
        self._last = 0
        self._count = 0
        self._bytes = b""
        self._guard = threading.Lock()  # handlers run in the store's thread, adapters in the loop's

    def _take(self, count: int) -> bytes:
        """Bytes that nobody else is given."""
        with self._guard:
            if len(self._bytes) < count:
                self._bytes = secrets.token_bytes(4096)
            taken, self._bytes = self._bytes[:count], self._bytes[count:]
            return taken

    def new_id(self, now: int) -> str:
        self._last, self._count = (now, 0) if now > self._last else (self._last, self._count + 1)
        return f"{self._last:011x}{self._count:05x}{self._take(4).hex()}"

    def token(self) -> str:
        return base64.urlsafe_b64encode(self._take(16)).rstrip(b"=").decode()

    def code(self) -> str:
        return "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))

    def fraction(self) -> float:
        return secrets.randbelow(2**32) / 2**32
