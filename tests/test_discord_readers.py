"""Who can read a place on Discord: nobody who is not known, and at every doubt it is a stranger."""

from __future__ import annotations

import pytest

from bot.adapters.discord.addresses import account, channel, direct, thread, visit
from bot.errors import TryAgain, Unreachable
from bot.model import Account, Address
from tests.discord.client import BOT_ID
from tests.discord.wire import Json
from tests.discord_post import Post, post, world

__all__ = ["post", "world"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

VIEW = 1 << 10


async def us(post: Post) -> tuple[int, frozenset[Account]]:
    """Their partner, and both accounts."""
    partner = await post.meets("Sam")
    return partner, frozenset({account(post.person), account(partner)})


async def private_thread(post: Post, *members: int, **more: bool) -> Address:
    """A thread made by somebody."""
    made = await post.discord.thread(post.general, "us", [*members], **more)
    return thread(post.guild, post.general, made)


def overwrites(post: Post, *allowed: int) -> list[Json]:
    """Everyone is denied, these and the bot are allowed."""
    everyone = {"id": str(post.guild), "type": 0, "allow": "0", "deny": str(VIEW)}
    return [everyone, *({"id": str(one), "type": 1, "allow": str(VIEW), "deny": "0"} for one in (*allowed, BOT_ID))]


async def test_a_direct_chat_has_one_reader(post: Post) -> None:
    """Nobody else is ever in it."""
    assert await post.sending.readers(direct(7), frozenset()) == frozenset({account(7)})


async def test_nobody_knows_who_reads_where_the_bot_only_visits(post: Post) -> None:
    """Nor a place of another platform, nor a server as a whole."""
    for place in (visit(1), Address("telegram", "-7", "shared"), Address("discord", "7", "shared")):
        assert await post.sending.readers(place, frozenset({account(7)})) is None


async def test_a_private_thread_is_read_by_its_members(post: Post) -> None:
    """Those who are expected and there, as long as the count says that nobody else is."""
    partner, both = await us(post)
    place = await private_thread(post, BOT_ID, post.person, partner)
    assert await post.sending.readers(place, both) == both
    stranger = await post.meets()
    assert await post.sending.readers(place, both | {account(stranger)}) == both
    inside = int(place.id.rpartition("/")[2])
    await post.discord.adds(inside, stranger, post.person)
    assert await post.sending.readers(place, both) is None
    await post.discord.removes(inside, stranger)
    await post.discord.removes(inside, partner)
    assert await post.sending.readers(place, both) == frozenset({account(post.person)})


async def test_a_thread_that_others_may_come_into_is_no_secret(post: Post) -> None:
    """Public, or one whose members may bring others; and a count in which the bot is not."""
    partner, both = await us(post)
    public = await private_thread(post, BOT_ID, post.person, partner, private=False)
    open_to_guests = await private_thread(post, BOT_ID, post.person, partner, invitable=True)
    without_us = await private_thread(post, post.person, partner)
    assert await post.sending.readers(public, both) is None
    assert await post.sending.readers(open_to_guests, both) is None
    with pytest.raises(Unreachable):
        await post.sending.readers(without_us, both)


async def test_a_channel_is_read_by_whom_it_names(post: Post) -> None:
    """Everyone denied, no role allowed, members by name."""
    partner, both = await us(post)
    room = await post.discord.channel(post.guild, "us", overwrites=overwrites(post, post.person, partner))
    place = channel(post.guild, room)
    assert await post.sending.readers(place, both) == both
    assert await post.sending.readers(place, frozenset({account(partner)})) is None
    await post.discord.overwrite(room, "member", await post.meets(), VIEW)
    assert await post.sending.readers(place, both) is None


async def test_an_ordinary_channel_is_read_by_anybody(post: Post) -> None:
    """Nobody is denied, or a role is let in."""
    partner, both = await us(post)
    assert await post.sending.readers(post.shared, both) is None
    role = {"id": "1180000000000000000", "type": 0, "allow": str(VIEW), "deny": "0"}
    room = await post.discord.channel(post.guild, "us", overwrites=[*overwrites(post, post.person, partner), role])
    assert await post.sending.readers(channel(post.guild, room), both) is None


async def test_the_bots_own_role_lets_nobody_else_in(post: Post) -> None:
    """The role that came with the bot has no other member."""
    _, both = await us(post)
    roles = await post.answers.rest.bot("GET", "/guilds/{guild_id}/roles", guild_id=str(post.guild))
    own = [one for one in roles if (one.get("tags") or {}).get("bot_id") == str(BOT_ID)]
    assert len(own) == 1
    role = {"id": own[0]["id"], "type": 0, "allow": str(VIEW), "deny": "0"}
    room = await post.discord.channel(post.guild, "us", overwrites=[*overwrites(post, post.person), role])
    assert await post.sending.readers(channel(post.guild, room), both) == frozenset({account(post.person)})


async def test_what_is_gone_is_unreachable_and_no_answer_is_no_knowledge(post: Post) -> None:
    """A place that Discord knows no more is closed; where it does not answer it may be asked again."""
    _, both = await us(post)
    room = await post.discord.channel(post.guild, "us")
    place = channel(post.guild, room)
    await post.discord.fault("502", method="GET")
    with pytest.raises(TryAgain):
        await post.sending.readers(place, both)
    await post.discord.deletes_channel(room)
    with pytest.raises(Unreachable):
        await post.sending.readers(place, both)
