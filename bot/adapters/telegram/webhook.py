"""The webhook: Telegram brings each update by HTTP, and brings it again until it gets a 200.

What Telegram sends and when it repeats is documented at https://core.telegram.org/bots/api#setwebhook.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from bot.adapters.telegram.intake import Hands, committed, understood
from bot.adapters.telegram.patience import patiently
from bot.adapters.telegram.updates import WANTED, BotSelf
from bot.errors import ShutOut
from bot.http import MOST_BYTES, HttpServer
from bot.patience import Backoff

log = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
CONNECTIONS: Final = 40
"""How many updates Telegram may bring at the same time (its own default)."""


class Webhook:
    """Takes updates in at the path of `url`, between `run` and `closing`. `secret` is what only Telegram knows."""

    def __init__(
        self,
        bot: Bot,
        me: BotSelf,
        closing: asyncio.Event,
        backoff: Backoff,
        http: HttpServer,
        *,
        url: str,
        secret: str,
    ) -> None:
        self._bot = bot
        self._me = me
        self._closing = closing
        self._backoff = backoff
        self._url = url
        self._secret = secret
        self._hands: Hands | None = None
        http.add("POST", urlsplit(url).path or "/", self._brought)

    async def run(self, hands: Hands) -> None:
        """Take in until `closing` is set. Raises ShutOut if Telegram refuses us or the address.

        The webhook stays set afterwards, so that what comes meanwhile is kept for the next start.
        """
        self._hands = hands
        await patiently(self._set, self._closing, self._backoff, "setWebhook")
        await self._closing.wait()
        await hands.finish()

    async def _set(self) -> None:
        try:
            await self._bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=WANTED, max_connections=CONNECTIONS
            )
        except BadRequest as why:
            reason = why.message.replace(self._secret, "•••")
            raise ShutOut(f"Telegram refuses the webhook ({reason}): look at TROTH_TELEGRAM_WEBHOOK_URL.") from None

    async def _brought(self, request: web.Request) -> web.Response:
        """Answer Telegram: 200 once all is committed; 503 for what is to be brought again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            return _nothing(401)
        if (request.content_length or 0) > MOST_BYTES:
            return _nothing(413)
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _nothing(413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return _nothing(400)
        if not isinstance(raw, dict):
            return _nothing(400)
        return web.Response(status=200 if await self._taken(raw) else 503)

    async def _taken(self, raw: dict[str, object]) -> bool:
        if self._hands is None or self._closing.is_set():
            return False
        intake = understood(raw, self._bot, self._me)
        if intake is None:
            return True
        task = self._hands.begin(intake, patient=False)
        await asyncio.wait({task})
        return committed(task)


def _nothing(status: int) -> web.Response:
    """Refuse without a word, and without reading on."""
    response = web.Response(status=status)
    response.force_close()
    return response


__all__ = ["SECRET_HEADER", "Webhook"]
