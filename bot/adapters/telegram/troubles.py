"""What went wrong with a request, named by what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.adapters.telegram.limits import Pacer
from bot.adapters.telegram.transport import NotSent, SlowDown
from bot.clock import Chance
from bot.errors import ActTrouble, EffectUnknown, PlaceMoved, Rejected, TryAgain, Unreachable

log = logging.getLogger(__name__)

LONGEST_PAUSE: Final = 60.0
NOT_LET_IN: Final = (
    "Telegram refuses the bot's token: give TROTH_TELEGRAM_TOKEN the one that BotFather shows now, and start again."
)

# What Telegram says in a 400, in lower case. Its texts are no part of the documented API; these are the ones its
# server and library have: https://github.com/tdlib/telegram-bot-api, https://github.com/tdlib/td.
_CLOSED: Final = (
    "chat not found",
    "user not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "chat_send_plain_forbidden",
    "channel_private",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "user is deactivated",
    "user_is_blocked",
    "user_deactivated",
    "input_user_deactivated",
    "peer_id_invalid",
    "chat_id_invalid",
    "group chat was deactivated",
)
_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to delete not found",
    "there is no text in the message to edit",
    "there is no media in the message to edit",
    "there is no caption in the message to edit",
)
_NOT_TAKEN: Final = (
    "send photos",
    "photos_forbidden",
    "photo_invalid",
    "image_process_failed",
    "photo_save_file",
    "send documents",
    "docs_forbidden",
    "send media",
    "send_media_forbidden",
    "file is too big",
    "request entity too large",
)


class Gone(ActTrouble):
    """The message can't be edited: it is gone, too old, or of another kind."""


class NotTaken(ActTrouble):
    """The place, or Telegram, does not take this picture or file."""


class NoQuoted(ActTrouble):
    """The message that this one replies to is gone."""


class Troubles:
    """Turns errors of the platform into those of the port, and remembers what the next ones depend on.

    `shut_out` is told one sentence for the operator when the token is refused.
    """

    def __init__(self, pacer: Pacer, chance: Chance, shut_out: Callable[[str], None]) -> None:
        self._pacer = pacer
        self._chance = chance
        self._shut_out = shut_out
        self._waves = 0
        self._last_wave = float("-inf")
        self._chats: set[int] = set()

    def fine(self) -> None:
        """A request was answered as it should be: the platform is there."""
        self._waves = 0
        self._chats.clear()

    def named(self, error: TelegramError, chat: int, began: float, *, repeatable: bool) -> ActTrouble:
        """What to do about it. `began` is when the request was made, in the pacer's seconds.

        `repeatable` says that doing it twice is as good as once, so that a lost answer is no trouble.
        """
        if isinstance(error, RetryAfter):
            wait = error.seconds if isinstance(error, SlowDown) else LONGEST_PAUSE
            return TryAgain(wait, whole_platform=self._pacer.refused(chat, wait), tried=False)
        if isinstance(error, InvalidToken):
            self._shut_out(NOT_LET_IN)
            return TryAgain(LONGEST_PAUSE, whole_platform=True, tried=False)
        if isinstance(error, BadRequest | Forbidden | ChatMigrated):
            self.fine()
            return _refusal(error)
        if isinstance(error, TimedOut) and not repeatable:
            return EffectUnknown("no answer from Telegram")
        return self._pause(error, chat, began)

    def _pause(self, error: TelegramError, chat: int, began: float) -> TryAgain:
        """Wait longer each time the platform is not there. Requests that fail side by side count as one time."""
        if began >= self._last_wave:
            self._waves += 1
            self._last_wave = self._pacer.now()
        if len(self._chats) < 2:
            self._chats.add(chat)
        pause: float = min(2.0 ** min(self._waves - 1, 10), LONGEST_PAUSE)
        everywhere = self._waves >= 3 and (len(self._chats) > 1 or isinstance(error, NotSent))
        wait = pause * (0.5 + self._chance.fraction() / 2)
        return TryAgain(wait, whole_platform=everywhere, tried=isinstance(error, TimedOut))


def _refusal(error: BadRequest | Forbidden | ChatMigrated) -> ActTrouble:
    """What a refusal means. A BadRequest is a NetworkError to the library, but no network will mend it."""
    if isinstance(error, ChatMigrated):
        return PlaceMoved(str(error.new_chat_id))
    said = error.message.lower()
    if any(words in said for words in _GONE):
        return Gone("can't be edited")
    if "repl" in said and "not found" in said:
        return NoQuoted("what it replies to is gone")
    if any(words in said for words in _NOT_TAKEN):
        return NotTaken("no picture or file there")
    if isinstance(error, Forbidden) or any(words in said for words in _CLOSED):
        return Unreachable("Telegram lets us write there no more")
    return Rejected("Telegram refuses this request for good")
