"""The playground's own memory: what a chat platform would keep, in a file apart from the bot's database.

People, chats, messages, read marks, and the updates that the house has not acknowledged yet (as Telegram
keeps them for getUpdates). Every change is told to those who `watch`, as a JSON-ready dictionary.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Self

from bot.adapters.playground.deeds import (
    PLATFORM,
    Deed,
    Resident,
    Update,
    deed_from_json,
    deed_to_json,
)
from bot.adapters.playground.file import TABLES, WorldFile
from bot.adapters.playground.wire import Change, message_json, pending_json, person_json, shown_of
from bot.clock import Chance, Clock
from bot.errors import Trouble
from bot.model import Address

Watcher = Callable[[Change], None]

SHOWN: Final = 200  # messages of one chat that a page is given
MOST_PEOPLE: Final = 16
_MESSAGE: Final = "id, chat, author, body, reader, edited, at FROM messages"


class Nonsense(Trouble):
    """The page asked for something that can't be; the message is a sentence for the person at the page."""


class World:
    """One world in one file. Make it with `World.open`; `close` it last, after the adapter and the server."""

    def __init__(self, file: WorldFile, clock: Clock, chance: Chance) -> None:
        self._file = file
        self._clock = clock
        self._chance = chance
        self._watchers: list[Watcher] = []

    @classmethod
    async def open(cls, path: Path, clock: Clock, chance: Chance) -> Self:
        """Open the world in this file, making it if need be. Raises StoreUnusable, and leaves the file."""
        world = cls(await WorldFile.open(path), clock, chance)
        async with world._file.changing():
            if await world._file.one("SELECT 1 FROM world") is None:
                await world._begin()
        return world

    async def _begin(self) -> None:
        # Part of every update's key, so that a new world's are never taken for repeats of the old one's.
        name = self._chance.new_id(self._clock.now())
        await self._file.run("INSERT INTO world VALUES ('id', ?), ('front', '')", name)

    async def close(self) -> None:
        """Let go of the file."""
        await self._file.close()

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have every change told, after its commit; returns what ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _tell(self, change: Change) -> None:
        for watcher in tuple(self._watchers):
            watcher(change)

    # -- people ----------------------------------------------------------------------------------------------

    async def people(self) -> list[Resident]:
        """Everybody, in the order they came."""
        async with self._file.reading():
            return await self._people()

    async def _people(self) -> list[Resident]:
        rows = await self._file.all("SELECT id, name, language, zone, blocked, tab FROM people ORDER BY number")
        return [Resident(r[0], r[1], r[2], r[3], bool(r[4]), r[5]) for r in rows]

    async def _person(self, person: str) -> Resident:
        found = next((p for p in await self._people() if p.id == person), None)
        if found is None:
            raise Nonsense("There is no such person in the playground.")
        return found

    async def add_person(self, name: str, language: str, zone: str) -> Resident:
        """A new person with a phone and a direct chat."""
        async with self._file.changing():
            others = {p.id for p in await self._people()}
            if len(others) >= MOST_PEOPLE:
                raise Nonsense(f"The playground has room for {MOST_PEOPLE} people.")
            slug = _slug(name, others)
            chat = f"direct:{slug}"
            await self._file.run(
                "INSERT INTO people VALUES (?, ?, ?, ?, ?, 0, ?)",
                slug,
                len(others),
                name,
                language,
                zone,
                chat,
            )
            await self._file.run("INSERT INTO chats VALUES (?, 0, 'direct', '', NULL)", chat)
            await self._file.run("INSERT INTO members VALUES (?, ?)", chat, slug)
            made = await self._person(slug)
        self._tell({"type": "chat", "chat": {"id": chat, "kind": "direct", "title": "", "members": [slug]}})
        self._tell({"type": "person", "person": person_json(made)})
        return made

    async def set_blocked(self, person: str, blocked: bool) -> None:
        """The person blocks the bot, or lets it back in."""
        async with self._file.changing():
            await self._file.run("UPDATE people SET blocked = ? WHERE id = ?", int(blocked), person)
            changed = await self._person(person)
        self._tell({"type": "person", "person": person_json(changed)})

    async def show(self, person: str, chat: str) -> None:
        """The person's phone is the one in front, and shows this chat."""
        async with self._file.changing():
            await self._place(person, chat)
            await self._file.run("UPDATE people SET tab = ? WHERE id = ?", chat, person)
            await self._file.run("UPDATE world SET value = ? WHERE name = 'front'", person)
            changed = await self._person(person)
        self._tell({"type": "person", "person": person_json(changed)})
        self._tell({"type": "front", "person": person})

    async def mark_read(self, person: str, chat: str, upto: int) -> None:
        """The person has seen this chat's messages up to and with this one; a mark never goes back."""
        async with self._file.changing():
            await self._place(person, chat)
            await self._file.run(
                "INSERT INTO reads VALUES (?, ?, ?) ON CONFLICT (person, chat)"
                " DO UPDATE SET upto = max(upto, excluded.upto)",
                person, chat, upto,
            )  # fmt: skip
        self._tell({"type": "read", "person": person, "chat": chat, "upto": upto})

    # -- chats -----------------------------------------------------------------------------------------------

    async def readers(self, chat: str) -> list[Resident]:
        """Who can read there besides the bot; nobody if there is no such chat."""
        async with self._file.reading():
            rows = await self._file.all("SELECT person FROM members WHERE chat = ?", chat)
            within = {r[0] for r in rows}
            return [p for p in await self._people() if p.id in within]

    async def _place(self, person: str, chat: str) -> Address:
        row = await self._file.one(
            "SELECT kind FROM chats JOIN members ON chat = id WHERE id = ? AND person = ?", chat, person
        )
        if row is None:
            raise Nonsense("This person is not in that chat.")
        return Address(PLATFORM, chat, row[0])

    async def open_chat(self, nonce: str, title: str, members: Sequence[str]) -> str:
        """A shared place for these people; the same nonce again gives the same place."""
        async with self._file.changing():
            known = await self._file.one("SELECT id FROM chats WHERE nonce = ?", nonce)
            if known is not None:
                return str(known[0])
            row = await self._file.one("SELECT coalesce(max(number), 0) + 1 FROM chats")
            number = int(row[0]) if row else 1
            chat = f"room:{number}"
            await self._file.run("INSERT INTO chats VALUES (?, ?, 'shared', ?, ?)", chat, number, title, nonce)
            for member in dict.fromkeys(members):
                await self._file.run("INSERT INTO members VALUES (?, ?)", chat, member)
        shown = {"id": chat, "kind": "shared", "title": title, "members": list(dict.fromkeys(members))}
        self._tell({"type": "chat", "chat": shown})
        return chat

    # -- messages --------------------------------------------------------------------------------------------

    async def say(self, nonce: str, chat: str, body: Change, reader: str = "") -> int:
        """A message of the bot, for all in the chat or for one reader; a repeated nonce shows nothing new."""
        async with self._file.changing():
            known = await self._file.one("SELECT id FROM messages WHERE nonce = ?", nonce)
            if known is not None:
                return int(known[0])
            message = await self._put(chat, "", body, reader, nonce)
        self._tell({"type": "message", "message": message})
        return int(str(message["id"]))

    async def _put(self, chat: str, author: str, body: Change, reader: str, nonce: str | None) -> Change:
        now, kept = self._clock.now(), json.dumps(body, ensure_ascii=False)
        number = await self._file.run(
            "INSERT INTO messages (chat, author, body, reader, at, nonce) VALUES (?, ?, ?, ?, ?, ?)",
            chat, author, kept, reader, now, nonce,
        )  # fmt: skip
        return message_json((number, chat, author, kept, reader, 0, now))

    async def edit(self, message: int, chat: str, body: Change, reader: str = "") -> bool:
        """Change a message of the bot in its place; False if it is not there."""
        async with self._file.changing():
            await self._file.run(
                "UPDATE messages SET body = ?, reader = ?, edited = 1"
                " WHERE id = ? AND chat = ? AND author = ''",
                json.dumps(body, ensure_ascii=False), reader, message, chat,
            )  # fmt: skip
            row = await self._file.one(f"SELECT {_MESSAGE} WHERE id = ? AND chat = ? AND author = ''", message, chat)
        if row is not None:
            self._tell({"type": "message", "message": message_json(row)})
        return row is not None

    async def remove(self, message: int, chat: str) -> None:
        """Take a message of the bot away, words and all, if it is there."""
        ours = "FROM messages WHERE id = ? AND chat = ? AND author = ''"
        async with self._file.changing():
            row = await self._file.one(f"SELECT 1 {ours}", message, chat)
            await self._file.run(f"DELETE {ours}", message, chat)
        if row is not None:
            self._tell({"type": "gone", "chat": chat, "id": message})

    # -- updates ---------------------------------------------------------------------------------------------

    async def record(self, person: str, chat: str, deed: Deed, sent: str) -> int:
        """Keep a deed until the house acknowledges it, and show it; `sent` repeated counts once."""
        shown = shown_of(deed)
        async with self._file.changing():
            known = await self._file.one("SELECT n FROM updates WHERE sent = ?", sent)
            if known is not None:
                return int(known[0])
            place = await self._place(person, chat)
            if place.kind == "direct" and (await self._person(person)).blocked:
                raise Nonsense("This person has blocked Troth; unblock it first.")
            n = await self._file.run(
                "INSERT INTO updates (person, chat, deed, sent) VALUES (?, ?, ?, ?)",
                person, chat, deed_to_json(deed), sent,
            )  # fmt: skip
            message = await self._put(chat, person, shown, "", None) if shown else None
        if message is not None:
            self._tell({"type": "message", "message": message})
        self._tell({"type": "pending", "pending": pending_json(n, person, chat, deed)})
        return n

    async def people_waiting(self) -> list[str]:
        """Who did something that is not acknowledged."""
        async with self._file.reading():
            return [r[0] for r in await self._file.all("SELECT DISTINCT person FROM updates WHERE done = 0")]

    async def next_update(self, person: str) -> Update | None:
        """The person's oldest deed that is not acknowledged."""
        async with self._file.reading():
            row = await self._file.one(
                "SELECT n, chat, deed, value FROM updates JOIN world ON name = 'id'"
                " WHERE person = ? AND done = 0 ORDER BY n LIMIT 1",
                person,
            )
            if row is None:
                return None
            who, place = await self._person(person), await self._place(person, row[1])
            return Update(row[0], f"{PLATFORM}:{row[3]}:{row[0]}", who, place, deed_from_json(row[2]))

    async def acknowledge(self, n: int) -> None:
        """The house has committed this update; its words are not kept a second time."""
        async with self._file.changing():
            await self._file.run("UPDATE updates SET done = 1, deed = '' WHERE n = ?", n)
        self._tell({"type": "done", "n": n})

    # -- all of it -------------------------------------------------------------------------------------------

    async def snapshot(self) -> Change:
        """All that a page shows, at one moment."""
        async with self._file.reading():
            people = await self._people()
            chats = await self._file.all("SELECT id, kind, title FROM chats ORDER BY kind, number")
            members = await self._file.all("SELECT chat, person FROM members ORDER BY rowid")
            messages = [m for chat in chats for m in await self._latest(chat[0])]
            reads = await self._file.all("SELECT person, chat, upto FROM reads")
            waiting = await self._file.all("SELECT n, person, chat, deed FROM updates WHERE done = 0 ORDER BY n")
            front = await self._file.one("SELECT value FROM world WHERE name = 'front'")
        within: dict[str, list[str]] = {}
        for chat, person in members:
            within.setdefault(chat, []).append(person)
        return {
            "front": front[0] if front else "",
            "people": [person_json(p) for p in people],
            "chats": [{"id": c[0], "kind": c[1], "title": c[2], "members": within[c[0]]} for c in chats],
            "messages": messages,
            "reads": [{"person": r[0], "chat": r[1], "upto": r[2]} for r in reads],
            "pending": [pending_json(w[0], w[1], w[2], deed_from_json(w[3])) for w in waiting],
        }

    async def _latest(self, chat: str) -> list[Change]:
        rows = await self._file.all(f"SELECT {_MESSAGE} WHERE chat = ? ORDER BY id DESC LIMIT {SHOWN}", chat)
        return [message_json(row) for row in reversed(rows)]

    async def forget(self) -> None:
        """Empty the world, and leave nothing of what was written in the file."""
        async with self._file.changing():
            for table in TABLES:
                await self._file.run(f"DELETE FROM {table}")  # noqa: S608  (names from this file)
            await self._begin()
        await self._file.scrub()
        self._tell({"type": "afresh"})


def _slug(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:20] or "person"
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, MOST_PEOPLE + 2))) if s not in taken)
