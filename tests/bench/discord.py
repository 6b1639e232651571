"""A command on Discord → its durable reply, beside a bare discord.py bot that keeps nothing.

Each bot is a process of its own, and so is the loopback Discord, which has a few people use the command: each waits
for the answer, the first one that the interaction takes, and then the next one begins. Time runs there, from when the
command goes out on the gateway until its answer is taken in. Processor time is the bot's own (user and system, all its
threads), over the same messages and until what became of them is recorded; start-up and the first messages do not
count. Memory is what a bot holds after those, with one server and with many.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp

from tests.bench import discord_peers
from tests.bench.discord_peers import COMMAND
from tests.bench.discord_rows import AT_ONCE, CROWD, PEER, US, USUAL, Found, Took, memories, rows
from tests.bench.discord_work import END
from tests.bench.measure import Result
from tests.bench.telegram_child import Child
from tests.bench.town import copied, count, make_town
from tests.discord.client import TOKEN, DiscordServer

MOST: Final = 1_000
COUPLES: Final = 50

ALONE: Final = 200
"""Messages of which each has the bot for itself."""

FIRST: Final = 50
"""Commands before anything is measured: what is made at its first use is there then."""

WRITES: Final = "22:00-7:30"
"""With this the command does not only look what is known of the person, but changes it."""

NAMES: Final = (US, *discord_peers.NAMES)

PATIENCE: Final = 300.0


class StormyServer(DiscordServer):
    """The loopback Discord of tests/bench/discord_server.py."""

    async def storm(self, people: Sequence[int], options: Mapping[str, str], messages: int, at_once: int) -> Any:
        """Have the command used so often by so many people at once."""
        given = {"people": list(people), "command": COMMAND, "options": dict(options)}
        async with asyncio.timeout(PATIENCE):
            return await self._ask("storm", **given, messages=messages, at_once=at_once)

    async def option(self) -> str:
        """What the command's one option is called, once commands are there."""
        since = -1
        async with asyncio.timeout(PATIENCE):
            while not (commands := await self.commands()):
                since = int(await self._ask("changed", since=since))
        (quiet,) = (one for one in commands if one["name"] == COMMAND)
        return str(quiet["options"][0]["name"])


async def make_people(town: Path) -> list[int]:
    """Write the couples into a new database file; returns the Discord ids of all their people."""
    await make_town(town, 0, idle=COUPLES)
    with closing(sqlite3.connect(town)) as connection, connection:
        people = [row[0] for row in connection.execute("SELECT id FROM persons ORDER BY id")]
        numbers = list(range(1001, 1001 + len(people)))
        told = list(zip(map(str, numbers), people, strict=True))
        connection.executemany(
            "UPDATE places SET platform = 'discord', address = ? "
            "WHERE id = (SELECT place_id FROM persons WHERE id = ?)",
            told,
        )
        connection.executemany("UPDATE accounts SET platform = 'discord', account = ? WHERE person_id = ?", told)
    return numbers


@dataclass(slots=True)
class Run:
    """One bot that is ready, on a Discord of its own."""

    server: Child
    discord: StormyServer
    bot: Child
    people: Sequence[int]
    sent: int = 0

    async def alone(self, messages: int) -> list[float]:
        """Seconds for each of so many messages, none of which comes before the one before it is done with."""
        return [(await self.storm(1, 1)).waited[0] for _ in range(messages)]

    async def storm(self, messages: int, at_once: int, options: Mapping[str, str] | None = None) -> Took:
        """Have the bot answer so many messages."""
        used, busy = await self._used(), self.server.cpu()
        said: dict[str, Any] = {}

        async def storm() -> None:
            said.update(await self.discord.storm(self.people, options or {}, messages, at_once))

        await self.bot.alive(storm())
        now = self.server.cpu()
        seconds = float(said["seconds"])
        assert said["said"] == messages, f"{said['said']} of {messages} were answered with words, once and at once"
        self.sent += messages
        share = None if busy is None or now is None else (now - busy) / seconds * 100
        return Took(seconds, await self._used() - used, list(said["waited"]), share)

    async def _used(self) -> float:
        return float((await self.bot.ask("cpu"))["cpu"])


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
            async with Child.start("tests.bench.discord_server") as server:
                yield cls(server, Path(name), people)

    @asynccontextmanager
    async def discord(self, guilds: int) -> AsyncIterator[StormyServer]:
        """A new Discord, on which the people have accounts, and the bot is in so many guilds."""
        port = (await self.server.ask('{"record": false}'))["port"]
        async with aiohttp.ClientSession() as session:
            discord = StormyServer(port, session, None)
            await discord.many([("person", {"user_id": one, "name": "Ana"}) for one in self.people])
            given = {"owner": self.people[0], "members": list(self.people[:20])}
            await discord.many([("guild", {"name": f"Friends {number}", **given}) for number in range(guilds)])
            yield discord

    @asynccontextmanager
    async def bot(self, who: str, guilds: int, *more: str) -> AsyncIterator[Run]:
        """One bot, warmed up. Afterwards every message of ours must have been committed."""
        database = copied(self.home / "town.db", self.home / who)
        async with self.discord(guilds) as discord:
            address = (TOKEN, discord.api_url, discord.gateway_url)
            module = ("discord_house", *address, str(database)) if who == US else ("discord_peers", who, *address)
            async with Child.start(f"tests.bench.{module[0]}", *module[1:], *more) as bot:
                await bot.alive(_ready(bot))
                if who == US:
                    await discord.option()
                run = Run(self.server, discord, bot, self.people)
                await run.storm(FIRST, USUAL)
                yield run
                await bot.tell(END)
                await bot.ended()
        if who == US:
            _check(database, run.sent)

    async def take(self, who: str, messages: int) -> Found:
        """Have one bot answer so many messages, with fewer and with more people at once."""
        async with self.bot(who, 1) as run:
            mib = _memory(run.bot)
            took = {str(at_once): await run.storm(messages, at_once) for at_once in AT_ONCE}
            if who == US:
                took["writing"] = await run.storm(messages, USUAL, {await run.discord.option(): WRITES})
            return Found(took, await run.alone(min(ALONE, messages)), mib)

    async def weigh(self, who: str, guilds: int) -> float | None:
        """MiB of one bot that is in so many guilds."""
        async with self.bot(who, guilds) as run:
            return _memory(run.bot)


async def _ready(bot: Child) -> None:
    await bot.hear()


def _memory(bot: Child) -> float | None:
    """MiB that a process holds; None where the system won't tell."""
    status = Path(f"/proc/{bot.process.pid}/status")
    if not status.exists():
        return None
    (found,) = (line for line in status.read_text("ascii", "replace").splitlines() if line.startswith("VmRSS:"))
    return int(found.split()[1]) / 1024


def _check(database: Path, expected: int) -> None:
    """Ours were committed, each once."""
    taken = count(database, "SELECT COUNT(*) FROM inbox")
    sent = count(database, "SELECT COUNT(*) FROM outbox WHERE act = 'say' AND state = 'done' AND ref <> ''")
    assert (taken, sent) == (expected, expected), f"{taken} taken in and {sent} sent of {expected}"


async def profiled(folder: Path, messages: int, at_once: int = USUAL) -> Took:
    """One run of ours, with its profiles in `folder`."""
    async with Ground.ready() as ground, ground.bot(US, 1, "--profile", str(folder)) as run:
        await run.bot.ask("look")
        took = await run.storm(messages, at_once)
        await run.bot.ask("looked")
    return took


async def run(sizes: Iterable[int], repeats: int) -> list[Result]:
    """Rows for the smallest size only: what one message costs does not depend on how many there are."""
    messages = min(*sizes, MOST)
    found: dict[str, list[Found]] = {who: [] for who in NAMES}
    crowded: dict[str, list[float | None]] = {US: [], PEER: []}
    async with Ground.ready() as ground:
        for _ in range(repeats):
            for who in NAMES:
                found[who].append(await ground.take(who, messages))
            for who, several in crowded.items():
                several.append(await ground.weigh(who, CROWD))
    return [*rows(found, messages), *memories(found, crowded)]
