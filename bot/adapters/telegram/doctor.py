"""Looking whether Telegram and we are ready for each other, without changing or disturbing anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import telegram
from telegram import BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram.menus import Commands, Menus, menu_of
from bot.adapters.telegram.patience import is_not_found
from bot.adapters.telegram.transport import Line, open_line
from bot.clock import HOUR, SECOND, Clock
from bot.config import TelegramSettings
from bot.findings import Finding, good

_CLOCK_OFF: Final = 5 * SECOND
_MANY_PENDING: Final = 100


async def examine(settings: TelegramSettings, clock: Clock, menus: Menus) -> list[Finding]:
    """What there is to say about our bot on Telegram. Never raises for what Telegram answers."""
    line = open_line(settings.token.get_secret_value(), settings.api_url, connect=5, read=10)
    try:
        try:
            me = await line.bot.get_me()
        except TelegramError as why:
            return [_no_answer(why, settings)]
        findings = [
            good(f"Telegram answers at {urlsplit(settings.api_url).netloc}, and knows the token."),
            good(f"The bot is {me.full_name}, @{me.username}."),
            _clock(line, clock),
            _groups(me),
            _privacy(me),
        ]
        findings += await _asked("the webhook", lambda: _webhook(line.bot, settings, clock))
        findings += await _asked("the command menus", lambda: _menus(line.bot, menus))
        return findings
    finally:
        await line.close()


async def _asked(what: str, look: Callable[[], Awaitable[list[Finding]]]) -> list[Finding]:
    try:
        return await look()
    except TelegramError as why:
        return [Finding(False, f"Telegram did not tell about {what} ({type(why).__name__}).", "Try again in a while.")]


def _no_answer(why: TelegramError, settings: TelegramSettings) -> Finding:
    server = urlsplit(settings.api_url).netloc
    if isinstance(why, InvalidToken) and not is_not_found(why):
        return Finding(
            False, "Telegram refuses the token.", "Put the one that @BotFather shows now into TROTH_TELEGRAM_TOKEN."
        )
    if isinstance(why, InvalidToken):
        return Finding(
            False, f"{server} knows no bot of this token.", "Look at TROTH_TELEGRAM_TOKEN and TROTH_TELEGRAM_API_URL."
        )
    return Finding(
        False,
        f"Telegram does not answer at {server} ({type(why).__name__}).",
        "Look whether this machine may reach it; in some networks TROTH_TELEGRAM_API_URL must name another server.",
    )


def _clock(line: Line, clock: Clock) -> Finding:
    told = line.sends.server_date
    if told is None:
        return good("The clock could not be compared with Telegram's: its server tells no time.")
    # The server tells whole seconds; what it tells is half a second old on average.
    off = clock.now() - told
    if abs(off) <= _CLOCK_OFF:
        return good("The clock agrees with Telegram's.")
    way = "ahead of" if off > 0 else "behind"
    return Finding(
        False,
        f"The clock of this machine is {abs(off) // SECOND} seconds {way} Telegram's.",
        "Set it, or have it kept by NTP: otherwise questions and promises come at the wrong moment.",
    )


def _groups(me: telegram.User) -> Finding:
    if me.can_join_groups:
        return good("The bot may be added to groups.")
    return Finding(
        False,
        "The bot can't be added to groups, so a couple can't have a place of its own.",
        "Allow it with @BotFather: /setjoingroups, Enable.",
    )


def _privacy(me: telegram.User) -> Finding:
    if not me.can_read_all_group_messages:
        return good("Privacy mode is on: in groups the bot is sent commands and answers to it, and nothing else.")
    return Finding(
        False,
        "Privacy mode is off: in groups the bot is sent everything that anybody writes, which it has no need of.",
        "Switch it on with @BotFather (/setprivacy, Enable), then take the bot out of its groups and add it again.",
    )


# -- webhook -----------------------------------------------------------------------------------------------------


async def _webhook(bot: telegram.Bot, settings: TelegramSettings, clock: Clock) -> list[Finding]:
    info = await bot.get_webhook_info()
    if settings.mode == "polling":
        return [_no_webhook(info)]
    if not info.url:
        return [Finding(False, "No webhook is set.", "`troth run` sets it when it starts.")]
    if info.url != settings.webhook_url:
        return [
            Finding(
                False,
                f"The webhook leads to {_server(info.url)}, not to where TROTH_TELEGRAM_WEBHOOK_URL says.",
                "`troth run` sets it when it starts; if another program uses this bot, give that one a bot of its own.",
            )
        ]
    return [good(f"The webhook is set, at {_server(info.url)}."), _pending(info), _last_error(info, clock)]


def _no_webhook(info: WebhookInfo) -> Finding:
    if not info.url:
        return good("No webhook is set, as it must be for long polling.")
    return Finding(
        False,
        f"A webhook is set, at {_server(info.url)}: what people send goes there.",
        "`troth run` takes it away when it starts; if another program uses this bot, give that one a bot of its own.",
    )


def _pending(info: WebhookInfo) -> Finding:
    count = info.pending_update_count
    if count < _MANY_PENDING:
        return good(f"{count} updates wait to be brought by the webhook.")
    return Finding(False, f"{count} updates wait to be brought by the webhook.", "Is `troth run` running?")


def _last_error(info: WebhookInfo, clock: Clock) -> Finding:
    if info.last_error_date is None:
        return good("The webhook has had no errors.")
    at = int(info.last_error_date.timestamp() * 1000)
    day = datetime.fromtimestamp(at / 1000, UTC).strftime("%d %B %Y, %H:%M UTC")
    said = f"The webhook last failed on {day}: {info.last_error_message}."
    if clock.now() - at > HOUR:
        return good(said)
    return Finding(
        False,
        said,
        "Look whether TROTH_TELEGRAM_WEBHOOK_URL leads from the internet to TROTH_HTTP_PORT of this machine, over a "
        "certificate that Telegram trusts.",
    )


def _server(url: str) -> str:
    """The part of an address that may be shown: what follows it is often a secret."""
    return urlsplit(url).netloc or "an address that can't be read"


# -- menus -------------------------------------------------------------------------------------------------------


async def _menus(bot: telegram.Bot, menus: Menus) -> list[Finding]:
    stale = [
        f"{language or 'everybody'} in {where}"
        for language, menu in menus.items()
        for where, scope, commands in (
            ("direct chats", BotCommandScopeAllPrivateChats(), menu.private),
            ("groups", BotCommandScopeAllGroupChats(), menu.groups),
        )
        if not await _shows(bot, language, commands, scope)
    ]
    if not stale:
        return [good("The command menus are as they should be.")]
    return [good(f"`troth run` will set the command menus when it starts ({', '.join(stale)}).")]


async def _shows(bot: telegram.Bot, language: str, commands: Commands, scope: BotCommandScope) -> bool:
    return tuple(await bot.get_my_commands(scope, language or None)) == menu_of(commands)
