"""Guides in a house: begun for made-up people, and walked by pressing, typing and filling in what they see."""

from __future__ import annotations

import random  # noqa: TID251  # seeded, so that a walk comes again
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot import guides, rooms
from bot.couples import couple_of, person_by_account
from bot.feature import Context
from bot.model import Account, Address, Form, Message
from bot.outbox import Desk
from bot.store import Tx
from tests.talk import Talk

WORDS = ("I would like an evening for us", "Sorry, but I was tired", "¿Y si paseamos? 🌧", "a\nb\nc", "*bold* @everyone")


async def begin(
    talk: Talk, who: str, guide: str, *, alone: bool = False, roles: Mapping[str, str] | None = None, place: str = ""
) -> None:
    """Begin a guide as a command of `who` would; `roles` by name."""
    platform = talk.adapter.platform

    async def write(tx: Tx) -> None:
        actor = await person_by_account(tx, Account(platform, who))
        assert actor is not None
        both = await couple_of(tx, actor)
        address = Address(platform, place or who, "shared" if place else "direct")
        here = await rooms.know_place(tx, address, "unused")
        desk = Desk(talk.app.content, talk.chance, talk.clock.now())
        ctx = Context(tx, desk, talk.app.house, sender=talk._sender(who), place=here, actor=actor, partnership=both)
        ids = None if roles is None else {role: await _id(tx, platform, name) for role, name in roles.items()}
        await guides.begin(ctx, guide, actor if alone or both is None else both, roles=ids)

    await talk.app.store.write(write)
    await talk.app.run_due()


async def _id(tx: Tx, platform: str, name: str) -> str:
    found = await person_by_account(tx, Account(platform, name))
    assert found is not None
    return found.id


async def open_runs(talk: Talk) -> int:
    """How many guides are under way."""

    async def count(tx: Tx) -> int:
        row = await tx.one("SELECT COUNT(*) AS n FROM runs WHERE status = 'open'")
        assert row is not None
        return int(row["n"])

    return await talk.app.store.read(count)


@dataclass(slots=True)
class Walker:
    """Made-up people who press whatever comes, until nothing is left to press."""

    talk: Talk
    people: tuple[str, ...]
    chance: random.Random
    since: Mapping[str, int] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def newest(self, who: str) -> Message | None:
        """The newest message on somebody's screen that asks for anything, since the guide began."""
        for shown in reversed(self.talk.screen(who)[self.since.get(who, 0) :]):
            message = shown.message
            if message.rows or message.form or message.open_question:
                return message
        return None

    async def step(self) -> bool:
        """Somebody does something, or time passes; False if nothing can be done at all."""
        asked = [(who, message) for who in self.people if (message := self.newest(who)) is not None]
        if not asked or self.chance.random() < 0.03:
            return await self._time()
        who, message = self.chance.choice(asked)
        seen = await self._act(who, message)
        assert seen, f"{who} did {self.done[-1]!r} and nothing answered"
        return True

    async def _act(self, who: str, message: Message) -> list[str]:
        buttons = [button for row in message.rows for button in row if button.token]
        if message.form is not None and (not buttons or self.chance.random() < 0.8):
            return await self._fill(who, message.form)
        if message.open_question and (not buttons or self.chance.random() < 0.8):
            words = self.chance.choice(WORDS)
            self.done.append(f"{who}: {words}")
            return await self.talk.says(who, words)
        button = self.chance.choice(buttons)
        self.done.append(f"{who}: [{button.label}]")
        return await self.talk.presses_token(who, button.token)

    async def _fill(self, who: str, form: Form) -> list[str]:
        typed: dict[str, str | tuple[str, ...]] = {}
        for one in form.fields:
            options = [option.value for option in one.options]
            if one.kind == "many":
                typed[one.name] = tuple(self.chance.sample(options, self.chance.randint(1, len(options))))
            else:
                typed[one.name] = self.chance.choice(options) if options else one.value or "next friday"
        self.done.append(f"{who}: {typed}")
        return await self.talk.fills(who, **typed)  # type: ignore[arg-type]  # no field is called place

    async def _time(self) -> bool:
        due = await self.talk.app.next_time()
        if due is None:
            return False
        self.done.append("time")
        await self.talk.until(due)
        return True


async def walk(talk: Talk, people: tuple[str, ...], seed: int, since: Mapping[str, int], steps: int = 80) -> list[str]:
    """Let people do what they like for a while; returns what was done. `since`: messages they had before."""
    walker = Walker(talk, people, random.Random(seed), since)
    for _ in range(steps):
        if not await open_runs(talk) or not await walker.step():
            break
    return walker.done
