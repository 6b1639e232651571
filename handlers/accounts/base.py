"""What every part of the feature uses: whose account is whose, the chats of a person, and tries at codes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot import codes
from bot.cards import Card, card
from bot.content import Phrase, line
from bot.couples import Person, accounts_of, couple_of, person, person_by_account
from bot.errors import Refused
from bot.feature import Context, Feature
from bot.model import Account, Address
from bot.rooms import Place, know_place
from bot.store import Row
from handlers.accounts import store
from handlers.accounts.leaving import let_go

feature = Feature("accounts")


def direct_only(ctx: Context) -> None:
    """Refuse what is for a direct chat only: a code, and all that it leads to."""
    if ctx.place is None or ctx.place.address.kind != "direct":
        raise Refused("direct-only")


def account(ctx: Context) -> Account:
    """The account that did this."""
    assert ctx.sender is not None
    return ctx.sender.account


def title(ctx: Context, platform: str) -> str:
    """What people call a platform."""
    return ctx.house.capabilities(platform).title or platform


async def accounts(ctx: Context, person_id: str) -> list[Account]:
    """A person's accounts, always in the same order."""
    return sorted(await accounts_of(ctx.tx, person_id), key=lambda one: (one.platform, one.id))


async def account_on(ctx: Context, platform: str) -> Account:
    """My account on a platform, as a button names it; it may have been unlinked since."""
    found = [one for one in await accounts(ctx, ctx.me.id) if one.platform == platform]
    if not found:
        raise Refused("button-stale")
    return found[0]


async def chat(ctx: Context, of: Account) -> Place:
    """The direct chat of an account. One that is closed to us stays so."""
    direct = ctx.house.capabilities(of.platform).direct.replace("{account}", of.id)
    address = Address(of.platform, direct, "direct")
    row = await store.known_place(ctx.tx, of.platform, direct)
    return await know_place(ctx.tx, address, ctx.new_id()) if row is None else Place(row["id"], address)


async def tell_at(ctx: Context, who: Person, there: Place, shown: Card) -> None:
    """Say something to a person in one chat of theirs, wherever they are reached.

    It answers what the same human does elsewhere this moment, so quiet hours don't hold it; and it is no matter of
    the couple's, so leaving takes nothing of it back.
    """
    partnership, ctx.partnership = ctx.partnership, None
    await ctx.tell(who, shown, at=there)
    ctx.partnership = partnership


async def tell_chats(ctx: Context, who: Person, shown: Card, *, but: Iterable[Place] = ()) -> None:
    """Say something in every chat of a person except where it happened (and `but`), so that they learn of it."""
    done = {one.id for one in but} | ({ctx.place.id} if ctx.place is not None else set())
    for one in await accounts(ctx, who.id):
        there = await chat(ctx, one)
        if there.id not in done:
            await tell_at(ctx, who, there, shown)


async def guessed(ctx: Context, length: int, find: Callable[[str], Awaitable[Row | None]]) -> Row | Card:
    """What a typed code stands for; or the answer to a wrong one, alike whatever is wrong with it."""
    try_id = ctx.new_id()
    if not await codes.count_try(ctx.tx, new_id=try_id, account=account(ctx), now=ctx.now):
        return card(line("account-tries"))
    code = codes.typed_code(ctx.text, length)
    found = None if code is None else await find(code)
    if found is None:
        return wrong()
    await codes.forget_try(ctx.tx, try_id)
    return found


def wrong() -> Card:
    """The one answer to every code that leads nowhere."""
    return card(line("account-code-wrong"))


async def in_couple(ctx: Context, of: Account) -> bool:
    """Whether an account is that of one of a couple, as far as they themselves are to know."""
    who = await person_by_account(ctx.tx, of)
    return who is not None and await couple_of(ctx.tx, who) is not None


async def let_go_lines(ctx: Context) -> list[Phrase]:
    """What is to be said to whoever is somebody here already, before their account becomes another's."""
    if ctx.actor is None:
        return []
    only = len(await accounts(ctx, ctx.actor.id)) == 1
    return [line("account-let-go") if only else line("account-moves")]


async def hand_over(ctx: Context, of: Account, to: Person) -> Place:
    """Make an account that of another person; a person of its own is let go of. Returns its direct chat."""
    before = await person_by_account(ctx.tx, of)
    if before is not None and len(await accounts(ctx, before.id)) == 1:
        await let_go(ctx.tx, before.id, ctx.new_id())
    elif before is not None:
        await part_with(ctx, before, of)
    await store.add_account(ctx.tx, of, to.id)
    return await chat(ctx, of)


async def part_with(ctx: Context, who: Person, gone: Account) -> Person:
    """Take one of several accounts away from a person: what waits in its chat comes to where they are reached then.

    Every other chat of theirs hears of it.
    """
    left = [one for one in await accounts(ctx, who.id) if one != gone]
    if not left:
        raise Refused("unlink-last")
    old = await chat(ctx, gone)
    await store.drop_account(ctx.tx, gone)
    await store.drop_links_of(ctx.tx, who.id)
    await store.drop_questions(ctx.tx, old.id)
    if old.id == who.place_id:
        # The one that this is done from, if it stays.
        home = next((one for one in left if one == account(ctx)), left[0])
        await store.set_home(ctx.tx, who.id, (await chat(ctx, home)).id)
        who = await person(ctx.tx, who.id)
    await store.move_queue(ctx.tx, old.id, who.place_id)
    await tell_chats(ctx, who, card(line("unlink-done", app=title(ctx, gone.platform))))
    return who


async def become(ctx: Context, person_id: str) -> Person:
    """Go on as this person, as their rows stand."""
    ctx.actor = await person(ctx.tx, person_id)
    ctx.partnership = await couple_of(ctx.tx, ctx.actor)
    return ctx.actor
