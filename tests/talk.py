"""Talks: tests that read as people talking to the bot, through the real dispatch, database file and delivery.

    talk = await Talk.open(folder)
    await talk.says("ana", "/promise call mum by friday")
    await talk.presses("ana", "Offer it")
    assert "call mum" in talk.sees("ben")[-1]

The platform is the memory adapter below; the clock stands still until `talk.goes_by(...)` or `talk.until(...)`.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import DATABASE, App, build
from bot.asking import UnderWay, under_way
from bot.clock import StillClock
from bot.errors import Expired, Rejected, Unreachable
from bot.model import (
    Account,
    Act,
    Address,
    Command,
    Delete,
    Edit,
    Field,
    Filled,
    FromPlace,
    Message,
    Open,
    Other,
    Outgoing,
    Press,
    Quoted,
    Sender,
    Text,
)
from bot.port import ALWAYS, Answer, Capabilities, Emit
from bot.store import Tx
from bot.store.schema import migrate

START = int(datetime(2026, 11, 18, 9, 0, tzinfo=UTC).timestamp() * 1000)
"""A Wednesday, 10:00 in Madrid."""


@cache
def empty_house() -> Path:
    """A migrated file to copy from: migrating takes longer than most tests."""
    path = Path(tempfile.mkdtemp(prefix="troth-")) / DATABASE
    migrate(path)
    return path


def bare(text: str) -> str:
    """A text as its reader sees it: without the invisible isolates around placeables."""
    return text.replace("\u2068", "").replace("\u2069", "")


class SeededChance:
    """Ids and tokens that are the same in every run."""

    def __init__(self, seed: str = "t") -> None:
        self._seed = seed
        self._count = 0

    def new_id(self, now: int) -> str:
        self._count += 1
        return f"{now:011x}{self._count:05x}{self._seed:0>8}"

    def token(self) -> str:
        self._count += 1
        return f"token-{self._seed}-{self._count:09d}"

    def code(self) -> str:
        self._count += 1
        return f"{self._count:012d}"

    def fraction(self) -> float:
        return 0.5


@dataclass(slots=True)
class Shown:
    """One message as it stands on the screen."""

    ref: str
    message: Message
    edits: int = 0


CHAT_ONLY = Capabilities(
    join_link="memory:{code}", chat_link="memory:chat", group_link="memory:group", name="troth_bot"
)
"""A platform of plain messages: no forms, nothing for one reader, no places of the bot's making, as Telegram is."""

SERVER = Capabilities(
    ephemeral=True, notes=True, forms=True, form_fields=5, opens_inside=True, same_once=100, edits=True, deletions=True,
    chat_link="memory:chat", group_link="memory:group", name="troth_bot", text_limit=2000,
)  # fmt: skip
"""A platform of servers, forms and answers for one reader, as Discord is."""

EVERYTHING = Capabilities(ephemeral=True, forms=True, opens_places=True, same_once=ALWAYS, join_link="memory:{code}")


@dataclass(slots=True)
class MemoryAdapter:
    """A platform in memory. `sent` counts what it showed under each nonce."""

    platform: str = "memory"
    capabilities: Capabilities = EVERYTHING
    screens: dict[str, list[Shown]] = field(default_factory=dict)
    members: dict[str, frozenset[Account]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    done: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, Act]] = field(default_factory=list)
    """The acts that answered an event as it may be answered (its `via`), in their order."""
    refused: set[str] = field(default_factory=set)
    """Places in which none can be made."""
    gone: set[str] = field(default_factory=set)
    """Ways to answer that are over."""

    async def listen(self, emit: Emit) -> None:
        """Talks hand their events in themselves."""

    async def close(self) -> None:
        """Nothing to let go of."""

    def rest(self, place: Address) -> float:
        return 0

    async def readers(self, place: Address, known: frozenset[Account]) -> frozenset[Account] | None:
        if place.kind == "direct":
            return frozenset({Account(self.platform, place.id)})
        return self.members.get(place.id)

    async def do(self, outgoing: Outgoing) -> str:
        if outgoing.place.id in self.blocked:
            raise Unreachable
        if outgoing.via in self.gone:
            raise Expired
        if outgoing.via:
            self.answers.append((outgoing.via, outgoing.act))
        if outgoing.nonce not in self.done:
            self.done[outgoing.nonce] = self._show(outgoing.place.id, outgoing.act)
        return self.done[outgoing.nonce]

    def _show(self, place: str, act: Act) -> str:
        if isinstance(act, Open):
            if place in self.refused:
                raise Rejected
            ref = f"place-{len(self.members) + 1}"
            self.members[ref] = frozenset(act.members)
            return ref
        screen = self.screens.setdefault(place, [])
        if isinstance(act, Delete):
            screen[:] = [shown for shown in screen if shown.ref != act.ref]
            return act.ref
        if isinstance(act, Edit):
            for shown in screen:
                if shown.ref == act.ref:
                    shown.message, shown.edits = act.message, shown.edits + 1
                    return act.ref
        ref = f"{place}/{len(screen) + 1}"
        screen.append(Shown(ref, act.message))
        return ref


@dataclass(slots=True)
class Talk:
    """A house with a memory platform, and people who talk to it."""

    folder: Path
    clock: StillClock
    chance: SeededChance
    adapter: MemoryAdapter
    app: App
    senders: dict[str, Sender] = field(default_factory=dict)
    answered: list[Answer] = field(default_factory=list)
    """What the house answered each event directly."""
    _count: int = 0
    _marks: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def open(
        cls,
        folder: Path,
        now: int = START,
        capabilities: Capabilities = EVERYTHING,
        adapter: MemoryAdapter | None = None,
    ) -> Talk:
        """A new house in `folder`, or the one that stands there."""
        if not (folder / DATABASE).exists():
            shutil.copy(empty_house(), folder / DATABASE)
        clock, chance = StillClock(now), SeededChance()
        adapter = adapter or MemoryAdapter(capabilities=capabilities)
        return cls(folder, clock, chance, adapter, await build(folder / DATABASE, clock, chance, [adapter]))

    async def close(self) -> None:
        await self.app.stop()

    async def restart(self) -> None:
        """Stop the house and start it again on the same file; the platform stays as it is."""
        await self.app.stop()
        self.app = await build(self.folder / DATABASE, self.clock, self.chance, [self.adapter])
        await self.app.delivery.recover()
        await self.app.run_due()

    # -- what people do --------------------------------------------------------------------------------------

    async def says(
        self,
        who: str,
        text: str,
        *,
        place: str = "",
        key: str = "",
        quoting: tuple[str, str] | None = None,
        via: str = "",
    ) -> list[str]:
        """Type a command or plain text; returns what `who` is newly shown in that place.

        `quoting`: whose words a command answers, and the words. `via`: how it may be answered.
        """
        address = self._address(who, place)
        name, _, rest = text[1:].partition(" ")
        quoted = None if quoting is None else Quoted(quoting[1], Account(self.adapter.platform, quoting[0]))
        if text.startswith("/"):
            event: Command | Text = Command(
                self._key(key), self._sender(who), address, name, rest.strip(), f"typed-{self._count}", quoted, via
            )
        else:
            event = Text(self._key(key), self._sender(who), address, text)
        return await self._after(who, address, event)

    async def presses(
        self, who: str, label: str, *, place: str = "", nth: int = -1, key: str = "", via: str = ""
    ) -> list[str]:
        """Press the newest button whose label is (or begins with) `label`."""
        token = self.token(who, label, place=place, nth=nth)
        return await self.presses_token(who, token, place=place, key=key, via=via)

    async def presses_token(self, who: str, token: str, *, place: str = "", key: str = "", via: str = "") -> list[str]:
        address = self._address(who, place)
        return await self._after(who, address, Press(self._key(key), self._sender(who), address, token, via))

    async def fills(self, who: str, *, place: str = "", **typed: str | tuple[str, ...]) -> list[str]:
        """Send the newest open form; fields not named stay as they stand there."""
        address = self._address(who, place)
        if not self.adapter.capabilities.forms:
            return await self._answers(who, typed)
        form = next(s.message.form for s in reversed(self.screen(who, place)) if s.message.form)
        unknown = typed.keys() - {one.name for one in form.fields}
        assert not unknown, f"the form has no {unknown}"
        values: dict[str, str | tuple[str, ...]] = {}
        for one in form.fields:
            standing = tuple(one.value.split("\n")) if one.kind == "many" and one.value else one.value
            values[one.name] = typed.get(one.name, standing)
        return await self._after(who, address, Filled(self._key(""), self._sender(who), address, form.token, values))

    async def sends_form(self, who: str, token: str, fields: Mapping[str, str | tuple[str, ...]]) -> list[str]:
        """Send a form under any token, forged ones too."""
        address = self._address(who, "")
        return await self._after(who, address, Filled(self._key(""), self._sender(who), address, token, fields))

    async def asked(self, who: str) -> UnderWay | None:
        """The form that `who` is being asked, question by question, in their direct chat."""
        found = await self._asked(who)
        return None if found is None else found[1]

    async def _asked(self, who: str) -> tuple[str, UnderWay] | None:
        async def look(tx: Tx) -> tuple[str, UnderWay] | None:
            row = await tx.one(
                "SELECT a.token FROM askings a JOIN places p ON p.id = a.place_id WHERE p.address = :who", who=who
            )
            form = None if row is None else await under_way(tx, row["token"])
            return None if row is None or form is None else (row["token"], form)

        return await self.app.store.read(look)

    async def _answers(self, who: str, typed: Mapping[str, str | tuple[str, ...]]) -> list[str]:
        """Answer question by question: typed where it is text, pressed where there are options."""
        seen: list[str] = []
        given: set[str] = set()
        while (found := await self._asked(who)) is not None:
            token, form = found
            field = form.asking.field
            if field.name in given and field.error:
                break
            given.add(field.name)
            unknown = typed.keys() - {one.name for one in form.asking.form.fields}
            assert not unknown, f"the form has no {unknown}"
            seen = await self._answers_one(who, token, field, typed.get(field.name))
        return seen

    async def _answers_one(self, who: str, token: str, field: Field, wish: str | tuple[str, ...] | None) -> list[str]:
        value = field.value if wish is None else wish
        if field.kind == "many":
            wanted = {value} if isinstance(value, str) else set(value)
            for index, option in enumerate(field.options):
                if (option.value in wanted - {""}) != (option.value in field.value.split("\n")):
                    await self.presses_token(who, await self._step(token, "pick", index))
                    token = (await self._asked(who) or ("", None))[0]
            return await self.presses_token(who, await self._step(token, "done"))
        assert isinstance(value, str)
        number = next((n for n, option in enumerate(field.options) if option.value == value), None)
        if number is not None:
            return await self.presses_token(who, await self._step(token, "pick", number))
        if not value and not field.required:
            return await self.presses_token(who, await self._step(token, "skip"))
        if wish is None and value:
            return await self.presses_token(who, await self._step(token, "keep"))
        return await self.says(who, value or " ")

    async def _step(self, token: str, do: str, n: int = 0) -> str:
        """The token of one button of a question."""

        async def look(tx: Tx) -> str:
            row = await tx.one("SELECT actions FROM buttons WHERE token = :token", token=token)
            assert row is not None
            hung = json.loads(row["actions"])
            return f"{token}.{next(i for i, one in enumerate(hung) if one[1] == {'do': do, 'n': str(n)})}"

        return await self.app.store.read(look)

    async def sends_photo(self, who: str) -> list[str]:
        address = self._address(who, "")
        return await self._after(who, address, Other(self._key(""), self._sender(who), address))

    async def happens(self, event: FromPlace) -> None:
        """Something happens to a place."""
        self.answered.append(await self.app.dispatch.emit(event))
        await self.app.run_due()

    # -- what people see -------------------------------------------------------------------------------------

    def screen(self, who: str, place: str = "") -> list[Shown]:
        """Every message `who` can see in a place (their direct chat, if none is named), oldest first."""
        account = Account(self.adapter.platform, who)
        shown = self.adapter.screens.get(place or who, [])
        return [one for one in shown if one.message.only in (None, account)]

    def sees(self, who: str, place: str = "") -> list[str]:
        """The texts on that screen, with the labels of buttons and fields in brackets."""
        return [_text(one.message) for one in self.screen(who, place)]

    def labels(self, who: str, place: str = "") -> list[str]:
        """Every button's label on that screen."""
        return [b.label for s in self.screen(who, place) for row in s.message.rows for b in row]

    def token(self, who: str, label: str, *, place: str = "", nth: int = -1) -> str:
        """The token of the newest button (or the nth) with this label."""
        found = [
            b for s in self.screen(who, place) for row in s.message.rows for b in row if bare(b.label).startswith(label)
        ]
        assert found, f"{who} sees no button {label!r}, but {self.labels(who, place)}"
        return found[nth].token

    # -- time ------------------------------------------------------------------------------------------------

    async def until(self, instant: int) -> None:
        """Let time pass to an instant, with everything that falls due on the way."""
        while (due := await self.app.next_time()) is not None and due <= instant:
            self.clock.instant = max(due, self.clock.instant)
            await self.app.run_due()
        self.clock.instant = instant
        await self.app.run_due()

    async def goes_by(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        await self.until(self.clock.instant + round(((days * 24 + hours) * 60 + minutes) * 60_000))

    def local(self, zone: str = "Europe/Madrid") -> datetime:
        return datetime.fromtimestamp(self.clock.instant / 1000, ZoneInfo(zone))

    # -- shortcuts -------------------------------------------------------------------------------------------

    async def begins(self, who: str, *, language: str = "en", zone: str = "Europe/Madrid") -> None:
        """`/start`, and the form."""
        await self.says(who, "/start")
        await self.fills(who, name=who.title(), language=language, zone=zone, adult="yes")

    async def pairs(self, one: str = "ana", other: str = "ben", *, languages: tuple[str, str] = ("en", "en")) -> None:
        """Two people begin and link up."""
        await self.begins(one, language=languages[0])
        await self.begins(other, language=languages[1])
        await self.says(one, "/pair")
        code = next(span.text for span in self.screen(one)[-1].message.spans if span.style == "words")
        await self.says(other, f"/pair {code}")
        accept = self.app.content.raw("invited-accept", languages[1]) or ""
        await self.presses(other, accept)

    # -- inside ----------------------------------------------------------------------------------------------

    async def _after(self, who: str, address: Address, event: Command | Text | Press | Filled | Other) -> list[str]:
        place = "" if address.kind == "direct" else address.id
        before = {one.ref: one.edits for one in self.screen(who, place)}
        self.answered.append(await self.app.dispatch.emit(event))
        await self.app.run_due()
        return [_text(one.message) for one in self.screen(who, place) if before.get(one.ref) != one.edits]

    def _address(self, who: str, place: str) -> Address:
        if place.startswith("visit/"):
            return Address(self.adapter.platform, place, "visit")
        return Address(self.adapter.platform, place or who, "shared" if place else "direct")

    def _sender(self, who: str) -> Sender:
        account = Account(self.adapter.platform, who)
        return replace(self.senders.get(who, Sender(account, who.title(), "en", "Europe/Madrid")), account=account)

    def _key(self, key: str) -> str:
        self._count += 1
        return key or f"event-{self._count}"


def _text(message: Message) -> str:
    parts = [bare(message.plain())]
    parts += ["[" + "] [".join(bare(button.label) for button in row) + "]" for row in message.rows]
    if message.form is not None:
        for one in message.form.fields:
            parts.append(f"<{bare(one.label)}: {one.value}{' !' + bare(one.error) if one.error else ''}>")
    return "\n".join(parts)
