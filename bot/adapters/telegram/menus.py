"""What Telegram shows of the bot before anybody talks to it: command menus and descriptions."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

import telegram
from telegram import BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, TelegramError

log = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#botcommand, #setmycommands, #setmydescription, #setmyshortdescription
COMMANDS: Final = 100
COMMAND_LIMIT: Final = 256
DESCRIPTION_LIMIT: Final = 512
SHORT_LIMIT: Final = 120

_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")

Commands = tuple[tuple[str, str], ...]
"""Names and descriptions, in the order they are shown in."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The bot's face in one language. `short` is on its profile, `description` in an empty chat with it."""

    private: Commands
    groups: Commands
    description: str
    short: str


Menus = Mapping[str, Menu]
"""By language; "" is for everybody whose language has none."""


async def keep_menus(bot: telegram.Bot, menus: Menus) -> None:
    """See that Telegram shows these menus. Only what differs is set: Telegram allows few changes.

    Never raises for what Telegram answers: without a menu the bot still serves.
    """
    failed = []
    for language, menu in menus.items():
        for step in _steps(bot, language, menu):
            try:
                await step()
            except BadRequest as error:
                failed.append(type(error).__name__)
            except TelegramError as error:
                log.warning("telegram: the menus could not be looked after: %s", type(error).__name__)
                return
    if failed:
        log.warning("telegram: %s settings of the menus were refused", len(failed))


def _steps(bot: telegram.Bot, language: str, menu: Menu) -> list[Callable[[], Awaitable[None]]]:
    async def private() -> None:
        await _keep_commands(bot, language, menu.private, BotCommandScopeAllPrivateChats())

    async def groups() -> None:
        await _keep_commands(bot, language, menu.groups, BotCommandScopeAllGroupChats())

    async def description() -> None:
        wanted = shortened(menu.description, DESCRIPTION_LIMIT)
        if (await bot.get_my_description(language or None)).description != wanted:
            await bot.set_my_description(wanted, language or None)

    async def short() -> None:
        wanted = shortened(menu.short, SHORT_LIMIT)
        if (await bot.get_my_short_description(language or None)).short_description != wanted:
            await bot.set_my_short_description(wanted, language or None)

    return [private, groups, description, short]


async def _keep_commands(bot: telegram.Bot, language: str, commands: Commands, scope: BotCommandScope) -> None:
    wanted = menu_of(commands)
    if await bot.get_my_commands(scope, language or None) != wanted:
        await bot.set_my_commands(wanted, scope, language or None)


def menu_of(commands: Commands) -> tuple[BotCommand, ...]:
    """The commands as Telegram takes them. What it can't show is left out, and understood all the same."""
    return tuple(
        BotCommand(name, shortened(text, COMMAND_LIMIT)) for name, text in commands if _NAME.fullmatch(name) and text
    )[:COMMANDS]


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut after a word."""
    text = text.strip()
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    whole = head if head[-1].isspace() or text[limit - 1].isspace() else head.rsplit(maxsplit=1)[0]
    return whole.rstrip(" \n\t,;:.") + "…"
