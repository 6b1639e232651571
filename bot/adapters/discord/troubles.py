"""What went wrong with a request, named by what to do about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from bot.clock import Chance
from bot.errors import ActTrouble, EffectUnknown, Rejected, TryAgain, Unreachable
from bot.model import Address

log = logging.getLogger(__name__)

LONGEST_PAUSE: Final = 60.0
NOT_LET_IN: Final = (
    "Discord refuses the bot's token: give TROTH_DISCORD_TOKEN the one that its page in the developer portal gives "
    "you with Reset Token, and start again."
)

# The codes that say which: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json.
UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_GUILD: Final = 10004
UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_WEBHOOK: Final = 10015
UNKNOWN_INTERACTION: Final = 10062
ALREADY_ANSWERED: Final = 40060
NOT_SOMEBODY_ELSES: Final = 50005
DEAD_TOKEN: Final = 50027
BAD_BODY: Final = 50035
ARCHIVED: Final = 50083

_CLOSED: Final = frozenset(
    {
        UNKNOWN_CHANNEL,
        UNKNOWN_GUILD,
        10013,  # there is no such person
        50001,  # the bot can't see it
        50007,  # this person takes no messages from the bot
        50013,  # the bot may not
        50033,  # nobody a direct chat can be opened with
        50278,  # no server in common, so no direct chat
        ARCHIVED,
        160005,  # the thread is locked
    }
)
GONE: Final = frozenset({UNKNOWN_MESSAGE, NOT_SOMEBODY_ELSES})
NOT_TAKEN: Final = frozenset({50013, 40005})
"""The bot may not attach files there, or a file is too large: words may do."""

OVER: Final = frozenset({UNKNOWN_WEBHOOK, DEAD_TOKEN, UNKNOWN_INTERACTION})
"""Of an interaction: its token is good no more, or never became good since nobody answered in time."""


class Refusal(ActTrouble):
    """Discord answered no: `status` is HTTP's, `code` Discord's own (0 where it gave none)."""

    def __init__(self, status: int, code: int, route: str) -> None:
        super().__init__(f"{route}: {status}, code {code}")
        self.status = status
        self.code = code
        self.route = route

    @property
    def over(self) -> bool:
        """Whether the interaction it was about is over."""
        return self.code in OVER or self.status == 401


def meaning(why: Refusal, place: Address) -> ActTrouble:
    """What a refusal means for an act in this place. Only its code and route are logged."""
    if why.code in _CLOSED or (why.status == 403 and why.code not in GONE):
        return Unreachable("Discord lets us write there no more")
    log.error("discord refuses in a %s place: %s", place.kind, why)
    return Rejected("Discord refuses this request for good")


class Waves:
    """How long to leave Discord alone that does not answer. Requests that fail side by side count as one time.

    `shut_out` is told one sentence for the operator when the token is refused.
    """

    def __init__(self, chance: Chance) -> None:
        self.shut_out: Callable[[str], None] | None = None
        self._chance = chance
        self._waves = 0
        self._last = float("-inf")
        self._routes: set[str] = set()

    def fine(self) -> None:
        """Discord answered as it should: it is there."""
        self._waves = 0
        self._routes.clear()

    def refused(self) -> TryAgain:
        """The token is good no more: the operator must hear of it, and nothing else is tried soon."""
        if self.shut_out is not None:
            self.shut_out(NOT_LET_IN)
        return TryAgain(LONGEST_PAUSE, whole_platform=True, tried=False)

    def lost(self, route: str, began: float, *, repeatable: bool, sent: bool = True) -> ActTrouble:
        """No answer came to a request made at `began` (the event loop's seconds); `sent` says it may have arrived."""
        if began >= self._last:
            self._waves += 1
            self._last = _now()
        if len(self._routes) < 2:
            self._routes.add(route)
        if sent and not repeatable:
            return EffectUnknown("no answer from Discord", once=False)
        pause: float = min(2.0 ** min(self._waves - 1, 10), LONGEST_PAUSE)
        wait = pause * (0.5 + self._chance.fraction() / 2)
        everywhere = self._waves >= 3 and (len(self._routes) > 1 or not sent)
        return TryAgain(wait, whole_platform=everywhere, tried=sent)


def _now() -> float:
    return asyncio.get_running_loop().time()
