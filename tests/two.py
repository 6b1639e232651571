"""Talks over two platforms in one house: the same people have a phone on each.

    talk = await TwoTalk.open(folder)
    await talk.pairs("ana", "ben")  # Ana on "memory", Ben on "other"
    await talk.says("ana", "/promise call mum by friday")
    assert "call mum" in talk.sees("ben", on="other")[-1]

"ana" on "memory" and "ana" on "other" are two accounts; the house can't know that they are one human's. Each platform
is a memory adapter with capabilities of its own; the clock and the database file are one.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.app import DATABASE, App, build
from bot.asking import UnderWay, under_way
from bot.clock import StillClock
from bot.model import FromPlatform
from bot.port import Capabilities
from bot.store import Row, Tx
from tests.talk import CHAT_ONLY, EVERYTHING, START, MemoryAdapter, SeededChance, Shown, Talk, empty_house

MEMORY: Final = "memory"
OTHER: Final = "other"

RICH: Final = replace(EVERYTHING, title="Memory", join_link="", name="TROTH")
"""As Discord is: forms, answers to one reader, places of the bot's making; no link that begins anything."""

PLAIN: Final = replace(
    CHAT_ONLY, title="Other", join_link="other:{code}", chat_link="other:chat", group_link="other:group"
)
"""As Telegram is: plain messages, one question at a time."""


@dataclass(slots=True)
class Side(Talk):
    """One platform of the house: a talk as any other, over an app that it shares."""

    async def _asked(self, who: str) -> tuple[str, UnderWay] | None:
        async def look(tx: Tx) -> tuple[str, UnderWay] | None:
            row = await tx.one(
                "SELECT a.token FROM askings a JOIN places p ON p.id = a.place_id "
                "WHERE p.address = :who AND p.platform = :platform",
                who=who,
                platform=self.adapter.platform,
            )
            form = None if row is None else await under_way(tx, row["token"])
            return None if row is None or form is None else (row["token"], form)

        return await self.app.store.read(look)


@dataclass(slots=True)
class TwoTalk:
    """A house with two memory platforms, and people who talk to it on either. `on` names the platform."""

    folder: Path
    clock: StillClock
    chance: SeededChance
    sides: Mapping[str, Side]
    app: App

    @classmethod
    async def open(
        cls, folder: Path, now: int = START, *, memory: Capabilities = RICH, other: Capabilities = PLAIN
    ) -> TwoTalk:
        """A new house in `folder`, or the one that stands there."""
        if not (folder / DATABASE).exists():
            shutil.copy(empty_house(), folder / DATABASE)
        clock, chance = StillClock(now), SeededChance()
        adapters = [MemoryAdapter(MEMORY, memory), MemoryAdapter(OTHER, other)]
        app = await build(folder / DATABASE, clock, chance, adapters)
        sides = {one.platform: Side(folder, clock, chance, one, app) for one in adapters}
        return cls(folder, clock, chance, sides, app)

    async def close(self) -> None:
        await self.app.stop()

    async def restart(self) -> None:
        """Stop the house and start it again on the same file; the platforms stay as they are."""
        await self.app.stop()
        adapters = [side.adapter for side in self.sides.values()]
        self.app = await build(self.folder / DATABASE, self.clock, self.chance, adapters)
        for side in self.sides.values():
            side.app = self.app
        await self.app.delivery.recover()
        await self.app.run_due()

    # -- what people do --------------------------------------------------------------------------------------

    async def says(
        self,
        who: str,
        text: str,
        *,
        on: str = MEMORY,
        place: str = "",
        key: str = "",
        quoting: tuple[str, str] | None = None,
    ) -> list[str]:
        """Type a command or plain text; returns what `who` is newly shown in that place of that platform."""
        return await self.sides[on].says(who, text, place=place, key=key, quoting=quoting)

    async def presses(
        self, who: str, label: str, *, on: str = MEMORY, place: str = "", nth: int = -1, key: str = ""
    ) -> list[str]:
        """Press the newest button whose label is (or begins with) `label`."""
        return await self.sides[on].presses(who, label, place=place, nth=nth, key=key)

    async def presses_token(
        self, who: str, token: str, *, on: str = MEMORY, place: str = "", key: str = ""
    ) -> list[str]:
        return await self.sides[on].presses_token(who, token, place=place, key=key)

    async def fills(self, who: str, *, on: str = MEMORY, place: str = "", **typed: str | tuple[str, ...]) -> list[str]:
        """Send the newest open form, or answer it question by question."""
        return await self.sides[on].fills(who, place=place, **typed)

    async def happens(self, event: FromPlatform) -> None:
        """Hand in an event as it is."""
        self.sides[event.place.platform].answered.append(await self.app.dispatch.emit(event))
        await self.app.run_due()

    # -- what people see -------------------------------------------------------------------------------------

    def screen(self, who: str, *, on: str = MEMORY, place: str = "") -> list[Shown]:
        """Every message `who` can see in a place (their direct chat, if none is named), oldest first."""
        return self.sides[on].screen(who, place)

    def sees(self, who: str, *, on: str = MEMORY, place: str = "") -> list[str]:
        """The texts on that screen, with the labels of buttons and fields in brackets."""
        return self.sides[on].sees(who, place)

    def token(self, who: str, label: str, *, on: str = MEMORY, place: str = "", nth: int = -1) -> str:
        """The token of the newest button (or the nth) with this label."""
        return self.sides[on].token(who, label, place=place, nth=nth)

    def everything(self) -> str:
        """All that stands on any screen of any platform, buttons in brackets."""
        return "\n".join(
            text
            for on, side in self.sides.items()
            for place in side.adapter.screens
            for text in (f"== {on}/{place}", *side.sees(place, place))
        )

    async def rows(self, sql: str, **values: str | int) -> list[Row]:
        """What a query finds in the database."""

        async def look(tx: Tx) -> list[Row]:
            return [dict(row) for row in await tx.all(sql, **values)]

        return await self.app.store.read(look)

    # -- time ------------------------------------------------------------------------------------------------

    async def until(self, instant: int) -> None:
        """Let time pass to an instant, with everything that falls due on the way."""
        await self.sides[MEMORY].until(instant)

    async def goes_by(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        await self.sides[MEMORY].goes_by(days=days, hours=hours, minutes=minutes)

    def local(self, zone: str = "Europe/Madrid") -> datetime:
        return self.sides[MEMORY].local(zone)

    # -- shortcuts -------------------------------------------------------------------------------------------

    async def begins(self, who: str, *, on: str = MEMORY, language: str = "en", zone: str = "Europe/Madrid") -> None:
        """`/start`, and the form."""
        await self.sides[on].begins(who, language=language, zone=zone)

    def code(self, who: str, *, on: str = MEMORY) -> str:
        """The newest code on somebody's screen."""
        spans = [
            span.text for shown in self.screen(who, on=on) for span in shown.message.spans if span.style == "words"
        ]
        return next(text for text in reversed(spans) if text.count("-") >= 2)

    async def pairs(
        self,
        one: str = "ana",
        other: str = "ben",
        *,
        on: tuple[str, str] = (MEMORY, OTHER),
        languages: tuple[str, str] = ("en", "en"),
    ) -> None:
        """Two people begin, each on a platform, and link up."""
        await self.begins(one, on=on[0], language=languages[0])
        await self.begins(other, on=on[1], language=languages[1])
        await self.says(one, "/pair", on=on[0])
        await self.says(other, f"/pair {self.code(one, on=on[0])}", on=on[1])
        await self.presses(other, self.app.content.raw("invited-accept", languages[1]) or "", on=on[1])
