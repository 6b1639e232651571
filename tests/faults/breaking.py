"""Things that break when they are told to: a connection, a platform, and a feature that tries everything."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot import guides
from bot.cards import Card, card
from bot.content import Own, line
from bot.errors import Refused, StoreTrouble
from bot.feature import Context, Feature, House, Needs
from bot.guides import Library, own_guides
from bot.model import Account, Address, Command, Open, Outgoing, Sender
from bot.port import Capabilities
from bot.store import Store, Tx
from handlers import all_features
from tests.faults.house import QuickConnection, QuickTalk
from tests.talk import MemoryAdapter

WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN")
SAVEPOINTS = ("SAVEPOINT", "RELEASE")


@dataclass
class Wire:
    """What is to happen to a connection: which write breaks, and how."""

    seen: int = 0
    commits: int = 0
    breaks_at: range = range(0)
    how: str = "SQLITE_IOERR_WRITE"
    rolls_back: bool = False
    """SQLite undoes the whole transaction by itself at some errors (https://sqlite.org/lang_transaction.html)."""
    kinds: tuple[str, ...] = WRITES
    only: str = ""

    def connection(self) -> type[sqlite3.Connection]:
        """The class of connection that hangs on this wire."""
        wire = self

        class Breaking(QuickConnection):
            def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
                if sql.startswith(wire.kinds) and wire.only in sql:
                    wire.seen += 1
                    if wire.seen in wire.breaks_at:
                        if wire.rolls_back and self.in_transaction:
                            super().execute("ROLLBACK")
                        why = sqlite3.OperationalError("disk I/O error")
                        why.sqlite_errorname = wire.how
                        raise why
                if sql == "COMMIT":
                    wire.commits += 1
                return super().execute(sql, parameters)

        return Breaking


class Moody(MemoryAdapter):
    """A platform in memory that is in a mood, place by place: what is raised next there, before or after showing."""

    def __init__(self, capabilities: Capabilities | None = None) -> None:
        super().__init__(capabilities=capabilities or MemoryAdapter().capabilities)
        self.before: dict[str, list[BaseException]] = {}
        self.after: dict[str, list[BaseException]] = {}
        self.asked: list[Outgoing] = []
        self.shown: list[Outgoing] = []

    async def do(self, outgoing: Outgoing) -> str:
        """Show it, unless the mood is against it."""
        self.asked.append(outgoing)
        place = "open" if isinstance(outgoing.act, Open) else outgoing.place.id
        if queue := self.before.get(place):
            raise queue.pop(0)
        new = outgoing.nonce not in self.done
        if new or not self.capabilities.same_once:
            self.done.pop(outgoing.nonce, None)
            self.shown.append(outgoing)
        ref = await super().do(outgoing)
        if queue := self.after.get(place):
            raise queue.pop(0)
        return ref

    def asked_at(self, place: str) -> int:
        """How often the platform was asked to show something there."""
        return sum(one.place.id == place for one in self.asked)


@dataclass
class Trial:
    """A feature whose handlers do what handlers must not, or as little as they can."""

    fails: int = 0
    """How often its failing timer fails before it works."""
    fired: list[str] = field(default_factory=list)

    def feature(self) -> Feature:
        """`/note X` keeps and says X; the others keep a note and then go wrong."""
        feature = Feature("trial")

        @feature.command("note", Needs.NOBODY)
        async def note(ctx: Context) -> Card | None:
            await keep(ctx.tx, ctx.new_id(), ctx.text)
            return echo(ctx.text)

        @feature.command("no", Needs.NOBODY)
        async def no(ctx: Context) -> Card | None:
            await keep(ctx.tx, ctx.new_id(), ctx.text)
            await ctx.reply(echo("never said"))
            raise Refused("direct-only")

        @feature.command("bug", Needs.NOBODY)
        async def bug(ctx: Context) -> Card | None:
            await keep(ctx.tx, ctx.new_id(), ctx.text)
            await ctx.reply(echo("never said"))
            raise ZeroDivisionError(ctx.text)

        @feature.command("slow", Needs.NOBODY)
        async def slow(ctx: Context) -> Card | None:
            await keep(ctx.tx, ctx.new_id(), ctx.text)
            await asyncio.sleep(0)
            return echo(ctx.text)

        @feature.command("wake", Needs.PERSON)
        async def wake(ctx: Context) -> Card | None:
            kind, _, key = ctx.text.partition(" ")
            await ctx.timer(f"trial.{kind}", key, ctx.now, f"trial:{key}", person=ctx.me)
            return None

        @feature.timer("good")
        async def good(ctx: Context) -> Card | None:
            self.fired.append(ctx.args["subject"])
            assert ctx.actor is not None
            await ctx.tell(ctx.actor, replace(echo(ctx.args["subject"]), prompt=True))
            return None

        @feature.timer("bad")
        async def bad(ctx: Context) -> Card | None:
            await keep(ctx.tx, ctx.new_id(), "never kept")
            if self.fails:
                self.fails -= 1
                raise ZeroDivisionError
            return await good(ctx)

        @feature.action("opened")
        async def opened(ctx: Context) -> Card | None:
            raise ZeroDivisionError

        return feature

    def house(self, capabilities: Capabilities) -> House:
        """Every feature there is, and this one."""
        library = Library(own_guides())
        return House([*all_features(), guides.feature, self.feature()], {"memory": capabilities}, [library])


def echo(text: str) -> Card:
    """A card that says this text."""
    return card(line("start-kept", name=Own(text)), anew=True)


async def keep(tx: Tx, new_id: str, text: str) -> None:
    """Keep a note."""
    await tx.run("INSERT INTO meta (name, value) VALUES (:name, :value)", name=new_id, value=text)


async def notes(store: Store) -> list[str]:
    """Every note, in the order they were kept."""

    async def look(tx: Tx) -> list[str]:
        return [row["value"] for row in await tx.all("SELECT value FROM meta ORDER BY rowid")]

    return await store.read(look)


async def until_well(deed: Callable[[], Awaitable[object]], tries: int = 3) -> int:
    """Do it until the store takes it, as an adapter hands an event in; returns how often it did not."""
    for refused in range(tries):
        try:
            await deed()
        except StoreTrouble:
            continue
        return refused
    raise AssertionError(f"not taken in {tries} tries")


@asynccontextmanager
async def held(store: Store) -> AsyncIterator[None]:
    """Keep the writer busy meanwhile, so that what is handed in queues up."""
    entered, free = threading.Event(), threading.Event()

    async def hold(_tx: Tx) -> None:
        entered.set()
        assert free.wait(10)

    holding = asyncio.create_task(store.write(hold))
    assert await asyncio.to_thread(entered.wait, 10)
    try:
        yield
    finally:
        free.set()
        await holding


@asynccontextmanager
async def opened(
    folder: Path,
    *,
    adapter: MemoryAdapter | None = None,
    wire: Wire | None = None,
    trial: Trial | None = None,
    couple: bool = False,
) -> AsyncIterator[QuickTalk]:
    """A house in `folder` with the trial feature, and Ana in it (with Ben, if `couple`)."""
    adapter = adapter or MemoryAdapter()
    house = (trial or Trial()).house(adapter.capabilities)
    factory = (wire or Wire()).connection()
    talk = await QuickTalk.begin(folder, adapter=adapter, factory=factory, house=house)
    try:
        await (talk.pairs() if couple else talk.begins("ana"))
        yield talk
    finally:
        await talk.close()


def sender(who: str) -> Sender:
    """Somebody on the memory platform."""
    return Sender(Account("memory", who), who.title(), "en", "Europe/Madrid")


def direct(who: str) -> Address:
    """Their direct chat."""
    return Address("memory", who, "direct")


def typed(who: str, text: str, key: str) -> Command:
    """The event of a command."""
    name, _, rest = text.removeprefix("/").partition(" ")
    return Command(key, sender(who), direct(who), name, rest)


def said(talk: QuickTalk, who: str = "ana") -> list[str]:
    """What the trial feature said to somebody."""
    start, title = "Good to meet you, ", f"Good to meet you, {who.title()}."
    texts = [text for text in talk.sees(who) if text.startswith(start) and not text.startswith(title)]
    return [text.removeprefix(start).removesuffix(".") for text in texts]
