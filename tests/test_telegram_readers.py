"""Who can read a chat: known for certain, or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import ChatFullInfo
from telegram.error import TelegramError

from bot.adapters.telegram.addresses import Where
from bot.adapters.telegram.readers import _open_to_others, readers
from bot.adapters.telegram.transport import Line
from bot.errors import PlaceMoved, Unreachable
from bot.model import Account, Address
from tests.telegram.client import TelegramServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA, BEN, CEM = 7001, 7002, 7003
ONLY_ANA = frozenset({Account("telegram", str(ANA))})
BOTH = ONLY_ANA | {Account("telegram", str(BEN))}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram on loopback with three people."""
    async with TelegramServer.start() as server:
        for person, name in ((ANA, "Ana"), (BEN, "Ben"), (CEM, "Cem")):
            await server.person(person, name)
        yield server
        assert await server.violations() == []


async def test_a_direct_chat_has_one_reader(line: Line) -> None:
    """The chat's id is the person's; Telegram need not be asked."""
    assert await readers(line.bot, Where(ANA).address, frozenset()) == ONLY_ANA


async def test_another_platform_s_place_is_nobody_s(line: Line) -> None:
    """What is not on Telegram can't be known here."""
    assert await readers(line.bot, Address("discord", "1", "direct"), BOTH) is None


@pytest.mark.parametrize("supergroup", [True, False])
async def test_a_group_of_the_two_and_the_bot_is_theirs(line: Line, telegram: TelegramServer, supergroup: bool) -> None:
    """The count is made up by the two and the bot; a topic has the group's readers."""
    group = await telegram.group("Us", [ANA, BEN], supergroup=supergroup)
    assert await readers(line.bot, Where(group).address, BOTH) == BOTH
    assert await readers(line.bot, Where(group, 5).address, BOTH) == BOTH


async def test_a_third_one_makes_it_unknown(line: Line, telegram: TelegramServer) -> None:
    """One more than those we know is a stranger; once they are gone it is the two's again."""
    group = await telegram.group("Us", [ANA, BEN])
    await telegram.adds(group, CEM)
    assert await readers(line.bot, Where(group).address, BOTH) is None
    await telegram.removes(group, CEM)
    assert await readers(line.bot, Where(group).address, BOTH) == BOTH


async def test_who_left_is_no_reader(line: Line, telegram: TelegramServer) -> None:
    """Those of the expected who are there are told; a stranger in their stead is not taken for one."""
    group = await telegram.group("Us", [ANA, BEN])
    await telegram.removes(group, BEN)
    assert await readers(line.bot, Where(group).address, BOTH) == ONLY_ANA
    await telegram.adds(group, CEM)
    assert await readers(line.bot, Where(group).address, BOTH) is None


async def test_accounts_of_other_platforms_are_not_asked_for(line: Line, telegram: TelegramServer) -> None:
    """A couple over two apps: only who has an account here can be here."""
    group = await telegram.group("Us", [ANA])
    known = frozenset({Account("telegram", str(ANA)), Account("discord", "99"), Account("telegram", "not a number")})
    assert await readers(line.bot, Where(group).address, known) == ONLY_ANA


async def test_a_bot_that_is_not_in_knows_nothing(line: Line, telegram: TelegramServer) -> None:
    """Put out of the group it says so; a group it was never in is one nobody can tell of."""
    group = await telegram.group("Us", [ANA, BEN])
    await telegram.removes_bot(group, ANA)
    with pytest.raises(Unreachable):
        await readers(line.bot, Where(group).address, BOTH)
    assert await readers(line.bot, Where(-1).address, BOTH) is None


async def test_a_group_that_has_moved(line: Line, telegram: TelegramServer) -> None:
    """A group that is a supergroup now is named by its new id, and not taken for one with strangers in it."""
    group = await telegram.group("Us", [ANA, BEN])
    new = await telegram.migrates(group)
    with pytest.raises(PlaceMoved) as moved:
        await readers(line.bot, Where(group).address, BOTH)
    assert moved.value.to == str(new)
    assert await readers(line.bot, Where(new).address, BOTH) == BOTH


METHODS = pytest.mark.parametrize("method", ["getChat", "getChatMember", "getChatMemberCount"])


@METHODS
async def test_what_telegram_refuses_to_say_is_doubt(line: Line, telegram: TelegramServer, method: str) -> None:
    """Whatever can't be asked can't be known."""
    group = await telegram.group("Us", [ANA, BEN])
    await telegram.fault("400:Bad Request: PARTICIPANT_ID_INVALID", method=method)
    assert await readers(line.bot, Where(group).address, BOTH) is None


@METHODS
@pytest.mark.parametrize("kind", ["429", "502", "reset", "black-hole", "html"])
async def test_no_answer_may_be_asked_for_again(line: Line, telegram: TelegramServer, method: str, kind: str) -> None:
    """A Telegram that does not answer now has said nothing about who can read."""
    group = await telegram.group("Us", [ANA, BEN])
    await telegram.fault(kind, method=method)
    with pytest.raises(TelegramError):
        await readers(line.bot, Where(group).address, BOTH)


@pytest.mark.parametrize(
    ("more", "open_"),
    [
        ({}, False),
        ({"username": "us_two"}, True),
        ({"active_usernames": ["us_two"]}, True),
        ({"linked_chat_id": -1001}, True),
        ({"is_direct_messages": True}, True),
        ({"type": "channel"}, True),
        ({"location": {"location": {"longitude": 1, "latitude": 1}, "address": "here"}}, True),
    ],
)
async def test_a_group_that_others_may_look_into_is_open(more: dict[str, object], open_: bool) -> None:
    """A public group, or one bound to a channel, is nobody's private place."""
    body = {
        "id": -1001,
        "type": "supergroup",
        "title": "Us",
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    info = ChatFullInfo.de_json({**body, **more})
    assert _open_to_others(info) is open_
