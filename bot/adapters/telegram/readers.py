"""Who can read a chat, as far as Telegram tells a bot."""

from __future__ import annotations

import asyncio

import telegram
from telegram import ChatFullInfo, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.adapters.telegram.addresses import PLATFORM, where
from bot.errors import PlaceMoved, Unreachable
from bot.model import Account, Address

_THERE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def readers(bot: telegram.Bot, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
    """Who can read there besides the bot; None if that can't be known, and at every doubt.

    A bot can't list a group's members, only count them (https://core.telegram.org/bots/api#getchatmembercount) and
    ask for one: the readers are known if those of `known` who are there and the bot make up the count.

    Raises:
        PlaceMoved: the group is a supergroup now.
        Unreachable: the bot is not in it any more.
        TelegramError: Telegram gave no answer, so asking again may bring one.
    """
    if place.platform != PLATFORM:
        return None
    chat = where(place).chat
    if place.kind == "direct":
        return frozenset({Account(PLATFORM, str(chat))})
    accounts = sorted((account for account in known if _person(account)), key=lambda account: account.id)
    info, count, *found = await asyncio.gather(
        bot.get_chat(chat),
        bot.get_chat_member_count(chat),
        bot.get_chat_member(chat, _own_id(bot)),
        *(bot.get_chat_member(chat, int(account.id)) for account in accounts),
        return_exceptions=True,
    )
    for answer in (info, count, *found):
        if isinstance(answer, ChatMigrated):
            raise PlaceMoved(str(answer.new_chat_id))
        if isinstance(answer, Forbidden):
            raise Unreachable("Telegram does not let us look in there")
        if isinstance(answer, TelegramError) and not isinstance(answer, BadRequest):
            raise answer
    if not isinstance(info, ChatFullInfo) or _open_to_others(info):
        return None
    members = [member for member in found if isinstance(member, ChatMember)]
    if len(members) != len(accounts) + 1 or not _there(members[0]):
        return None
    present = frozenset(account for account, member in zip(accounts, members[1:], strict=True) if _there(member))
    return present if count == len(present) + 1 else None


def _own_id(bot: telegram.Bot) -> int:
    """The bot's own id: a token begins with it."""
    return int(bot.token.partition(":")[0])


def _person(account: Account) -> bool:
    return account.platform == PLATFORM and account.id.isascii() and account.id.isdecimal()


def _open_to_others(info: ChatFullInfo) -> bool:
    """Whether anybody may look in without being a member, or a channel is bound to it."""
    named = info.username or info.active_usernames or info.location
    return info.type not in ("group", "supergroup") or bool(named or info.linked_chat_id or info.is_direct_messages)


def _there(member: ChatMember) -> bool:
    return member.status in _THERE or (isinstance(member, ChatMemberRestricted) and member.is_member)
