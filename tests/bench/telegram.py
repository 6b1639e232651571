"""A message on Telegram → its durable reply, beside a python-telegram-bot echo that keeps nothing.

Each bot is a process of its own, and so is the loopback Bot API server. All messages wait on the server before the
bot may begin; time runs until the server has heard the last reply. Processor time is the bot's own (user and system,
all its threads), from when it begins until its last reply is recorded; start-up does not count. Afterwards people
type one message at a time and wait for its reply: both ways over the test's own connection are in that time, so read
it beside the floor's.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import aiohttp

from tests.bench.measure import Result, at_percent
from tests.bench.telegram_bots import NAMES
from tests.bench.telegram_child import Child
from tests.bench.town import copied, count, make_town
from tests.telegram.client import TelegramServer

MOST: Final = 1_000
COUPLES: Final = 25
COMMAND: Final = "/quiet"
"""Answered in one message, from what is known of the person."""

ALONE: Final = 100
"""Messages typed one at a time."""

US: Final = "troth"
PEER: Final = "ptb_echo"
TOO_BUSY: Final = 90.0
"""Per cent of one processor; above that it is the server that is measured."""

PATIENCE: Final = 300.0


@dataclass(frozen=True, slots=True)
class Took:
    """One repeat of one bot, in seconds: for all messages, of its processor, and for each message typed alone."""

    seconds: float
    cpu: float
    alone: list[float]
    server_busy: float | None
    """Per cent of one processor that the server needed meanwhile."""


async def make_people(town: Path) -> list[int]:
    """Write the couples into a new database file; returns the Telegram ids of all their people."""
    await make_town(town, 0, idle=COUPLES)
    with closing(sqlite3.connect(town)) as connection, connection:
        people = [row[0] for row in connection.execute("SELECT id FROM persons ORDER BY id")]
        numbers = list(range(1001, 1001 + len(people)))
        rows = list(zip(map(str, numbers), people, strict=True))
        connection.executemany(
            "UPDATE places SET platform = 'telegram', address = ? "
            "WHERE id = (SELECT place_id FROM persons WHERE id = ?)",
            rows,
        )
        connection.executemany("UPDATE accounts SET platform = 'telegram', account = ? WHERE person_id = ?", rows)
    return numbers


@dataclass(slots=True)
class Ground:
    """What all runs share: the server's process, and the file with the people."""

    server: Child
    home: Path
    people: Sequence[int]

    @classmethod
    @asynccontextmanager
    async def ready(cls) -> AsyncIterator[Ground]:
        """Start the server and write the file; both are gone afterwards."""
        with tempfile.TemporaryDirectory() as name:
            people = await make_people(Path(name) / "town.db")
            async with Child.start("tests.telegram.server", "--wait") as server:
                yield cls(server, Path(name), people)

    @asynccontextmanager
    async def telegram(self) -> AsyncIterator[TelegramServer]:
        """A new Telegram, on which the people have accounts."""
        port = (await self.server.ask('{"record": false}'))["port"]
        async with aiohttp.ClientSession() as session:
            telegram = TelegramServer(port, session, None)
            await telegram.many([("person", {"user_id": one, "name": "Ana"}) for one in self.people])
            yield telegram

    async def take(self, who: str, messages: int, *more: str) -> Took:
        """Have one bot answer so many messages, and then some typed alone."""
        database = copied(self.home / "town.db", self.home / who)
        async with (
            self.telegram() as telegram,
            Child.start("tests.bench.telegram_bots", who, telegram.api_url, str(database), *more) as bot,
        ):
            await bot.hear()
            took = await self._all_at_once(telegram, bot, messages)
            cpu = (await bot.ask("all is answered"))["cpu"]
            alone = [await self._one(telegram, messages, number) for number in range(min(ALONE, messages))]
            await telegram.settled()
            counts = await telegram.counts()
            await bot.tell("end")
            await bot.ended()
        _check(who, counts, database, messages + len(alone))
        return Took(took[0], cpu, alone, took[1])

    async def _all_at_once(self, telegram: TelegramServer, bot: Child, messages: int) -> tuple[float, float | None]:
        """Seconds until all is answered, and how busy the server was meanwhile."""
        typed = [("types", {"user": self._person(number), "text": COMMAND}) for number in range(messages)]
        await telegram.many(typed)
        used, begun = self.server.cpu(), perf_counter()
        await bot.tell("go")
        await bot.alive(telegram.called("sendMessage", messages, PATIENCE))
        seconds = perf_counter() - begun
        now = self.server.cpu()
        return seconds, None if used is None or now is None else (now - used) / seconds * 100

    async def _one(self, telegram: TelegramServer, messages: int, number: int) -> float:
        begun = perf_counter()
        await telegram.types(self._person(number), COMMAND)
        await telegram.called("sendMessage", messages + number + 1)
        return perf_counter() - begun

    def _person(self, number: int) -> int:
        return self.people[number % len(self.people)]


def _check(who: str, counts: Mapping[str, int], database: Path, expected: int) -> None:
    """One reply to each message; and ours were committed."""
    assert counts["sendMessage"] == expected, f"{who}: {counts['sendMessage']} replies to {expected} messages"
    if who == US:
        taken = count(database, "SELECT COUNT(*) FROM inbox")
        sent = count(database, "SELECT COUNT(*) FROM outbox WHERE act = 'say' AND state = 'done' AND ref <> ''")
        assert (taken, sent) == (expected, expected), f"{taken} taken in and {sent} sent of {expected}"


async def profiled(folder: Path, messages: int) -> Took:
    """One run of ours, with its profiles in `folder`."""
    async with Ground.ready() as ground:
        return await ground.take(US, messages, "--profile", str(folder))


async def run(sizes: Iterable[int], repeats: int) -> list[Result]:
    """Rows for the smallest size only: what one message costs does not depend on how many wait."""
    messages = min(*sizes, MOST)
    took: dict[str, list[Took]] = {who: [] for who in NAMES}
    async with Ground.ready() as ground:
        for _ in range(repeats):
            for who in NAMES:
                took[who].append(await ground.take(who, messages))
    seconds = {who: [one.seconds for one in several] for who, several in took.items()}
    cpu = {who: [one.cpu for one in several] for who, several in took.items()}
    others = [who for who in NAMES if who != US]
    figures = {who: (messages / median(several), "messages/s") for who, several in seconds.items()}
    figures |= {f"vs_{who}": (1 / _ratio(seconds[US], seconds[who]), "x") for who in others}
    figures |= {f"cpu_{who}": (median(several) / messages * 1000, "ms/message") for who, several in cpu.items()}
    figures |= {f"cpu_vs_{who}": (_ratio(cpu[US], cpu[who]), "x") for who in others}
    results = [Result("telegram", metric, value, unit, messages) for metric, (value, unit) in figures.items()]
    return [*results, *_alone(took), *_busy(took, messages)]


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of ours to theirs, each repeat for itself: what else the machine does meanwhile drifts."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _alone(took: Mapping[str, Sequence[Took]]) -> list[Result]:
    """How long one message takes when nothing else is to be done."""
    results: list[Result] = []
    for percent in (50, 99):
        waits = {who: median(at_percent(one.alone, percent) for one in several) for who, several in took.items()}
        n = len(took[US][0].alone)
        results += [Result("telegram", f"p{percent}_alone_{who}", wait * 1000, "ms", n) for who, wait in waits.items()]
        results.append(Result("telegram", f"p{percent}_alone_vs_{PEER}", waits[US] / waits[PEER], "x", n))
    return results


def _busy(took: Mapping[str, Sequence[Took]], messages: int) -> list[Result]:
    """How busy the server was with each bot; a server that was too busy is what was measured, and that is said."""
    results: list[Result] = []
    for who, several in took.items():
        shares = [one.server_busy for one in several if one.server_busy is not None]
        if shares:
            results.append(Result("telegram", f"server_busy_{who}", median(shares), "%", messages))
        if shares and median(shares) > TOO_BUSY:
            print(f"telegram: with {who} the loopback server was the limit, not the bot", file=sys.stderr)
    return results
