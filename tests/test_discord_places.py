"""A couple's own place on Discord: made once, for the two and the bot, and for nobody else."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord.addresses import account, channel, thread
from bot.adapters.discord.troubles import Refusal
from bot.clock import MINUTE
from bot.errors import Rejected, TryAgain, Unreachable
from bot.model import Address, Open
from tests.discord_post import Post, post, world

__all__ = ["post", "world"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

VIEW = 1 << 10
THREADS = 1 << 36
CHANNELS = 1 << 4


def both(post: Post, partner: int) -> Open:
    return Open("Ana and Sam", (account(post.person), account(partner)))


def at(post: Post, ref: str) -> Address:
    return Address("discord", ref, "shared")


async def made(post: Post) -> int:
    """How many places were asked for."""
    return len(await post.asked("POST", "/threads")) + len(await post.asked("POST", f"/guilds/{post.guild}/channels"))


async def test_a_thread_of_their_own(post: Post) -> None:
    """Private, nobody can bring others, and only the two and the bot are in it."""
    partner = await post.meets("Sam")
    ref = await post.does(both(post, partner), post.shared)
    assert ref.startswith(f"{post.guild}/{post.general}/")
    wanted = frozenset({account(post.person), account(partner)})
    assert await post.sending.readers(at(post, ref), wanted) == wanted
    body = (await post.asked("POST", "/threads"))[-1]
    assert body == {"name": "Ana and Sam", "type": 12, "invitable": False, "auto_archive_duration": 10080}
    await post.says("hello", at(post, ref))
    assert await post.texts(at(post, ref), partner) == ["hello"]


async def test_a_thread_asked_for_in_a_thread_lies_beside_it(post: Post) -> None:
    """Threads have no threads: it is made in the same channel."""
    partner = await post.meets("Sam")
    inside = await post.discord.thread(post.general, "chat", [post.person, partner], private=False)
    ref = await post.does(both(post, partner), thread(post.guild, post.general, inside))
    assert ref.startswith(f"{post.guild}/{post.general}/")


async def test_where_threads_are_not_allowed_a_channel_is_made(post: Post) -> None:
    """Everyone is denied, no role is let in, the two and the bot are."""
    partner = await post.meets("Sam")
    await post.discord.overwrite(post.general, "role", post.guild, deny=THREADS)
    ref = await post.does(both(post, partner), post.shared)
    assert ref.count("/") == 1
    wanted = frozenset({account(post.person), account(partner)})
    assert await post.sending.readers(at(post, ref), wanted) == wanted
    await post.says("hello", at(post, ref))
    assert await post.texts(at(post, ref), partner) == ["hello"]
    assert (await post.answers.rest.bot("GET", "/channels/{channel_id}", channel_id=ref.split("/")[1]))["type"] == 0


async def test_who_can_not_see_the_channel_gets_a_place_beside_it(post: Post) -> None:
    """A thread would be invisible to them."""
    partner = await post.meets("Sam")
    await post.discord.overwrite(post.general, "member", partner, deny=VIEW)
    ref = await post.does(both(post, partner), post.shared)
    assert ref.count("/") == 1


async def test_somebody_who_is_not_in_the_server_can_not_be_let_in(post: Post) -> None:
    """Nothing is made, or what was made is taken away."""
    stranger = 7_999_999
    await post.discord.person(stranger, "Elsewhere")
    before = await made(post)
    assert isinstance(await post.trouble(both(post, stranger), post.shared), Rejected)
    assert await made(post) == before
    partner = await post.meets("Sam")
    await post.discord.fault("error:50001", method="PUT", path=f"/thread-members/{partner}")
    assert isinstance(await post.trouble(both(post, partner), post.shared), Rejected)
    left = (await post.asked("PATCH", "/channels/"))[-1]
    assert left == {"archived": True}
    assert isinstance(await post.trouble(both(post, stranger), post.shared), Rejected)


async def test_where_nothing_may_be_made_the_act_is_rejected(post: Post) -> None:
    """The place where it was asked for stays open all the same."""
    owner = await post.meets("Owner")
    guild = await post.discord.guild("Theirs", owner, [owner, post.person], permissions=VIEW | 1 << 11)
    place = channel(guild, await post.discord.general(guild))
    two = Open("Us", (account(post.person), account(owner)))
    assert isinstance(await post.trouble(two, place), Rejected)
    gone = channel(guild, 1180000000000000000)
    assert isinstance(await post.trouble(two, gone), Unreachable | Rejected)
    elsewhere = Open("Us", (account(post.person), type(account(1))("telegram", "7")))
    assert isinstance(await post.trouble(elsewhere, place), Rejected)
    assert isinstance(await post.trouble(two, post.direct), Rejected)


@pytest.mark.parametrize("restart", [False, True])
async def test_a_thread_whose_reply_was_lost_is_made_once(post: Post, restart: bool) -> None:
    """The same act finds what it had begun, in this process and in the next."""
    await lists_threads(post)
    partner = await post.meets("Sam")
    await post.discord.fault("lost", method="POST", path="/threads")
    await goes_on(post, partner, restart=restart)


@pytest.mark.parametrize("restart", [False, True])
async def test_a_thread_with_one_of_the_two_in_it_is_gone_on_with(post: Post, restart: bool) -> None:
    """Whoever is in it stays, the other one comes."""
    if restart:
        await lists_threads(post)
    partner = await post.meets("Sam")
    await post.discord.fault("502", method="PUT", path=f"/thread-members/{partner}")
    await goes_on(post, partner, restart=restart)


async def goes_on(post: Post, partner: int, *, restart: bool) -> None:
    """The act is broken off; done again it makes no second place, and both are in the one there is."""
    act = both(post, partner)
    assert isinstance(await post.trouble(act, post.shared, nonce="n-open"), TryAgain)
    before = await made(post)
    if restart:
        post.restarted()
    ref = await post.does(act, post.shared, nonce="n-open")
    assert await made(post) == before
    wanted = frozenset({account(post.person), account(partner)})
    assert await post.sending.readers(at(post, ref), wanted) == wanted


async def lists_threads(post: Post) -> None:
    """What a process finds that does not remember it lies in the list of active threads."""
    try:
        await post.answers.rest.bot("GET", "/guilds/{guild_id}/threads/active", guild_id=str(post.guild))
    except Refusal:
        pytest.skip("the loopback Discord has no list of active threads")


async def test_a_channel_whose_reply_was_lost_is_made_once(post: Post) -> None:
    """It is known by whom it is for."""
    partner = await post.meets("Sam")
    await post.discord.overwrite(post.general, "role", post.guild, deny=THREADS)
    await post.discord.fault("lost", method="POST", path=f"/guilds/{post.guild}/channels")
    act = both(post, partner)
    assert isinstance(await post.trouble(act, post.shared, nonce="n-room"), TryAgain)
    post.restarted()
    await post.does(act, post.shared, nonce="n-room")
    assert len(await post.asked("POST", f"/guilds/{post.guild}/channels")) == 1


async def test_two_couples_never_get_the_same_place(post: Post) -> None:
    """Same title, same channel, same moment; and one that is older than two minutes is nobody's to find."""
    partner, others = await post.meets("Sam"), (await post.meets("Ana"), await post.meets("Sam"))
    theirs = Open("Ana and Sam", tuple(account(one) for one in others))
    first, second = await asyncio.gather(
        post.does(both(post, partner), post.shared, nonce="n-ours"), post.does(theirs, post.shared, nonce="n-theirs")
    )
    assert first != second
    post.restarted()
    third = await post.does(theirs, post.shared, nonce="n-again")
    assert third != first
    post.restarted()
    post.clock.offset += 3 * MINUTE
    assert await post.does(theirs, post.shared, nonce="n-later") not in {first, second, third}
