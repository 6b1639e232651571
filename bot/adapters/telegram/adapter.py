"""The adapter between the house and Telegram. It decides nothing."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Final, Self
from urllib.parse import urlsplit

import telegram
from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram.addresses import PLATFORM
from bot.adapters.telegram.intake import Hands, Polling, UpdatesBot
from bot.adapters.telegram.limits import Limits, Pacer
from bot.adapters.telegram.menus import Menus, keep_menus
from bot.adapters.telegram.patience import is_not_found, patiently
from bot.adapters.telegram.readers import readers
from bot.adapters.telegram.sending import Sending
from bot.adapters.telegram.transport import Line, open_line
from bot.adapters.telegram.updates import BotSelf
from bot.adapters.telegram.webhook import Webhook
from bot.clock import Chance, Clock
from bot.config import TelegramSettings
from bot.errors import BadSettings, ShutOut
from bot.hands import FINISH_SECONDS, Listening
from bot.http import HttpServer
from bot.model import Account, Address, Outgoing
from bot.patience import Backoff
from bot.port import Answer, Capabilities, Emit

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 25
"""How long Telegram may hold a poll open that brings nothing."""

POLL_GRACE: Final = 10.0
"""Seconds beyond that after which a poll is given up."""


class TelegramAdapter:
    """Implements `bot.port.Adapter` over the Bot API. Make it with `open`; `let_go` when nothing is sent any more."""

    platform: str = PLATFORM

    def __init__(
        self,
        line: Line,
        bot: UpdatesBot,
        me: BotSelf,
        intake: Polling | Webhook,
        closing: asyncio.Event,
        *,
        chance: Chance,
        limits: Limits | None,
        patience: float,
    ) -> None:
        self.me = me
        self.bot = bot
        self.menus: Menus | None = None
        """What Telegram is to show of the bot; set before `listen`."""
        self.capabilities = Capabilities(
            title="Telegram",
            edits=True,
            join_link=f"https://t.me/{me.username}?start={{code}}",
            chat_link=f"https://t.me/{me.username}?start=open",
            group_link=f"https://t.me/{me.username}?startgroup=here",
            name=me.username,
            notes=True,
        )
        self._line = line
        self._intake = intake
        self._patience = patience
        self._pacer = Pacer(limits)
        self._closing = closing
        self._listening = Listening(closing)
        self._sending = Sending(bot, self._pacer, chance, self._listening.refused)

    @classmethod
    async def open(
        cls,
        settings: TelegramSettings,
        clock: Clock,
        chance: Chance,
        *,
        http: HttpServer | None = None,
        limits: Limits | None = None,
        wait: int = POLL_SECONDS,
        grace: float = POLL_GRACE,
        first_pause: float = 0.5,
        patience: float = FINISH_SECONDS,
    ) -> Self:
        """Ask Telegram who we are, for as long as it takes it to answer.

        `wait` and `grace` are seconds of a long poll (see `Polling`), `first_pause` of the one after a first failure,
        `patience` of what is in hand when it is to close.

        Raises:
            ShutOut: the token is refused, or nothing at the address knows it.
            BadSettings: a webhook without a server to receive it.
        """
        del clock
        token = settings.token.get_secret_value()
        line = open_line(token, settings.api_url)
        bot = UpdatesBot(token, f"{settings.api_url}/bot", request=line.sends, get_updates_request=line.polls)
        closing = asyncio.Event()
        try:
            me = await patiently(partial(_who, bot, settings.api_url), closing, Backoff(chance, first_pause), "getMe")
            assert me is not None, "nothing closes it yet"
            backoff = Backoff(chance, first_pause)
            intake: Polling | Webhook
            if settings.mode == "polling":
                intake = Polling(bot, me, closing, backoff, wait=wait, grace=grace)
            else:
                url, secret = settings.webhook_url, settings.webhook_secret
                known = chance.token() if secret is None else secret.get_secret_value()
                intake = Webhook(bot, me, closing, backoff, _needed(http), url=url, secret=known)
        except BaseException:
            await line.close()
            raise
        return cls(line, bot, me, intake, closing, chance=chance, limits=limits, patience=patience)

    # -- in --------------------------------------------------------------------------------------------------

    @property
    def last_good_poll(self) -> float | None:
        """When Telegram last answered a poll, by the event loop's clock; None before that, and with a webhook."""
        return self._intake.last_good_poll if isinstance(self._intake, Polling) else None

    async def listen(self, emit: Emit) -> None:
        """Take in until `close`. Raises ShutOut if Telegram won't have us, also if a send was what found out."""
        hands = Hands(emit, self._answer, self._closing, self._patience)
        await self._listening.run(self._intake.run(hands), self._keep_menus(), hands.finish)

    async def _keep_menus(self) -> None:
        if self.menus is None:
            return
        try:
            await keep_menus(self.bot, self.menus)
        except Exception as why:
            log.error("bug in keeping the menus: %s", type(why).__name__)

    async def _answer(self, query: str, answer: Answer) -> None:
        await self._sending.answer_press(query, answer, self.capabilities.chat_link)

    async def close(self) -> None:
        """Stop taking in, once what is in hand is committed. Acts can still be done until `let_go`."""
        await self._listening.close()

    async def let_go(self) -> None:
        """Hang up. Acts under way break off."""
        await self.close()
        await self._line.close()

    # -- out -------------------------------------------------------------------------------------------------

    async def do(self, outgoing: Outgoing) -> str:
        """Do an act; see `Sending.do`. Raises ActTrouble."""
        return await self._sending.do(outgoing)

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        """Who can read there besides the bot; None if that can't be known. Raises ActTrouble."""
        try:
            return await readers(self.bot, place, known)
        except TelegramError as why:
            trouble = self._sending.trouble(why, place)
        raise trouble

    def rest(self, place: Address) -> float:
        """Seconds this place must be left alone now."""
        return self._pacer.rest(place)


async def _who(bot: telegram.Bot, api_url: str) -> BotSelf:
    """Who Telegram says we are."""
    try:
        user = await bot.get_me()
    except InvalidToken as why:
        if not is_not_found(why):
            raise
        server = urlsplit(api_url).netloc
        raise ShutOut(
            f"{server} knows no bot of this token: look at TROTH_TELEGRAM_TOKEN and TROTH_TELEGRAM_API_URL."
        ) from None
    return BotSelf(user.id, user.username or "")


def _needed(http: HttpServer | None) -> HttpServer:
    if http is None:
        raise BadSettings("TROTH_TELEGRAM_MODE is webhook, so TROTH_HTTP_PORT must name the port to listen on.")
    return http
