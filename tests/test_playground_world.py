"""The playground's world and its adapter, on a real file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.deeds import Attached, FilledIn, Pressed, Said
from bot.adapters.playground.wire import Change
from bot.adapters.playground.world import Nonsense, World
from bot.clock import StillClock, SystemChance
from bot.errors import Rejected, StoreBusy, StoreUnusable, Unreachable
from bot.model import (
    Account,
    Act,
    Address,
    Button,
    Command,
    Delete,
    Edit,
    Filled,
    FromPerson,
    FromPlatform,
    Message,
    Open,
    Other,
    Outgoing,
    Press,
    Say,
    Span,
    Text,
    Typing,
)
from bot.port import Adapter, Answer, Emit

NOON = 1_795_000_000_000
ANA, BEN = Account("playground", "ana"), Account("playground", "ben")
TO_ANA = Address("playground", "direct:ana", "direct")


async def open_world(folder: Path) -> World:
    return await World.open(folder / "playground.db", StillClock(NOON), SystemChance())


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await open_world(tmp_path)
    await made.add_person("Ana", "es", "Europe/Madrid")
    await made.add_person("Ben", "en", "Europe/London")
    yield made
    await made.close()


class Inbox:
    """Takes events in, and lets a test wait until there are so many."""

    def __init__(self) -> None:
        self.events: list[FromPlatform] = []
        self.refusals = 0
        self._more = asyncio.Condition()

    async def emit(self, event: FromPlatform | Typing) -> Answer:
        assert not isinstance(event, Typing)
        if self.refusals:
            self.refusals -= 1
            raise StoreBusy("not now")
        async with self._more:
            self.events.append(event)
            self._more.notify_all()
        return Answer()

    async def upto(self, count: int) -> list[FromPlatform]:
        async with asyncio.timeout(10), self._more:
            await self._more.wait_for(lambda: len(self.events) >= count)
        return self.events


@asynccontextmanager
async def listening(adapter: PlaygroundAdapter, emit: Emit) -> AsyncIterator[None]:
    task = asyncio.create_task(adapter.listen(emit))
    try:
        yield
    finally:
        await adapter.close()
        await task


def say(text: str, nonce: str, place: Address = TO_ANA, only: Account | None = None) -> Outgoing:
    return Outgoing(nonce, place, Say(Message((Span(text),), only=only)))


def everything_in(folder: Path) -> bytes:
    """The bytes of all files, as somebody with the disk would see them."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def texts(world: World, chat: str = "direct:ana") -> list[str]:
    state = await world.snapshot()
    messages = state["messages"]
    assert isinstance(messages, list)
    return ["".join(s["text"] for s in m["body"]["spans"]) for m in messages if m["chat"] == chat]


async def test_adapter_is_one(world: World) -> None:
    """The adapter is what the port asks for, and its link begins pairing."""
    adapter: Adapter = PlaygroundAdapter(world, 8765)
    assert adapter.platform == "playground"
    assert adapter.capabilities.join_link.format(code="X") == "http://127.0.0.1:8765/?join=X"


async def test_what_is_typed_becomes_an_event(world: World) -> None:
    """A slash and a name is a command, whatever its case; paths and other bots' commands are plain words."""
    adapter, inbox = PlaygroundAdapter(world, 1), Inbox()
    typed = ["/Promise  call mum\nsoon", "/pair@Troth", "/pair@other x", "/etc/hosts", "hello /pair", "/ "]
    for number, text in enumerate(typed):
        await adapter.post("ana", "direct:ana", Said(text), f"sent-{number}")
    async with listening(adapter, inbox.emit):
        events = await inbox.upto(len(typed))
    first = events[0]
    assert isinstance(first, Command)
    assert (first.name, first.text, first.place) == ("promise", "call mum\nsoon", TO_ANA)
    assert (first.sender.account, first.sender.name, first.sender.language) == (ANA, "Ana", "es")
    assert first.sender.zone == "Europe/Madrid"
    assert isinstance(events[1], Command)
    assert (events[1].name, events[1].text) == ("pair", "")
    assert [type(e) for e in events[2:]] == [Text] * 4


async def test_presses_forms_and_photos(world: World) -> None:
    """A press, a form and a photo each become their event, and leave no message but the photo's sign."""
    adapter, inbox = PlaygroundAdapter(world, 1), Inbox()
    await adapter.post("ana", "direct:ana", Pressed(1, "yes"), "a")
    await adapter.post("ana", "direct:ana", FilledIn(1, "form", {"what": "x", "days": ("mo", "tu")}), "b")
    await adapter.post("ana", "direct:ana", Attached(), "c")
    async with listening(adapter, inbox.emit):
        press, filled, other = await inbox.upto(3)
    assert isinstance(press, Press)
    assert press.token == "yes"
    assert isinstance(filled, Filled)
    assert filled.fields == {"what": "x", "days": ("mo", "tu")}
    assert isinstance(other, Other)
    assert await texts(world) == ["[photo]"]


async def test_shown_before_it_is_handed_in(world: World) -> None:
    """What a person sends is on their screen at once, while the house still thinks."""
    changes: list[Change] = []
    world.watch(changes.append)
    await PlaygroundAdapter(world, 1).post("ana", "direct:ana", Said("hello"), "a")
    assert [c["type"] for c in changes] == ["message", "pending"]
    assert await texts(world) == ["hello"]


async def test_sent_twice_counts_once(world: World) -> None:
    """A page that sends again because the answer was lost is shown once and handed in once."""
    adapter, inbox = PlaygroundAdapter(world, 1), Inbox()
    await adapter.post("ana", "direct:ana", Said("hello"), "same")
    await adapter.post("ana", "direct:ana", Said("hello"), "same")
    await adapter.post("ana", "direct:ana", Said("bye"), "other")
    async with listening(adapter, inbox.emit):
        events = await inbox.upto(2)
    assert [e.text for e in events if isinstance(e, Text)] == ["hello", "bye"]


async def test_order_and_key_survive_store_trouble(world: World) -> None:
    """When the house's store refuses, the same event comes again under its key, before any later one."""
    adapter, inbox = PlaygroundAdapter(world, 1, first_pause=0.001), Inbox()
    inbox.refusals = 3
    for number in range(3):
        await adapter.post("ana", "direct:ana", Said(str(number)), f"n{number}")
    async with listening(adapter, inbox.emit):
        events = await inbox.upto(3)
    assert [e.text for e in events if isinstance(e, Text)] == ["0", "1", "2"]
    assert len({e.key for e in events}) == 3


async def test_one_slow_person_holds_up_nobody_else(world: World) -> None:
    """Ben's event is handed in while Ana's is still being worked on, and hers stay in order."""
    adapter, inbox, gate = PlaygroundAdapter(world, 1), Inbox(), asyncio.Event()

    async def emit(event: FromPlatform | Typing) -> Answer:
        if isinstance(event, FromPerson) and event.sender.account == ANA:
            await gate.wait()
        return await inbox.emit(event)

    async with listening(adapter, emit):
        await adapter.post("ana", "direct:ana", Said("1"), "a1")
        await adapter.post("ana", "direct:ana", Said("2"), "a2")
        await adapter.post("ben", "direct:ben", Said("3"), "b1")
        await inbox.upto(1)
        gate.set()
        events = await inbox.upto(3)
    assert [e.text for e in events if isinstance(e, Text)] == ["3", "1", "2"]


async def test_not_acknowledged_comes_again_after_a_restart(tmp_path: Path) -> None:
    """A crash between taking in and committing loses nothing: the same key comes at the next start, once."""
    world, cut = await open_world(tmp_path), asyncio.Event()
    await world.add_person("Ana", "en", "Europe/Madrid")
    seen: list[FromPlatform | Typing] = []

    async def dies(event: FromPlatform | Typing) -> Answer:
        seen.append(event)
        cut.set()
        await asyncio.Event().wait()
        raise AssertionError

    adapter = PlaygroundAdapter(world, 1)
    task = asyncio.create_task(adapter.listen(dies))
    await adapter.post("ana", "direct:ana", Said("hello"), "a")
    await cut.wait()
    task.cancel()
    await asyncio.wait([task])
    await world.close()

    world, inbox = await open_world(tmp_path), Inbox()
    async with listening(PlaygroundAdapter(world, 1), inbox.emit):
        assert await inbox.upto(1) == seen
    assert await world.people_waiting() == []
    assert await texts(world) == ["hello"]
    await world.close()


async def test_same_nonce_is_shown_once(world: World) -> None:
    """A repeated act shows nothing new and gives the same id back, for messages and places."""
    adapter = PlaygroundAdapter(world, 1)
    assert await adapter.do(say("hi", "n1")) == await adapter.do(say("hi", "n1"))
    opening = Outgoing("n2", TO_ANA, Open("Ana & Ben", (ANA, BEN)))
    assert await adapter.do(opening) == await adapter.do(opening) == "room:1"
    assert await texts(world) == ["hi"]


async def test_edit_in_place_or_anew(world: World) -> None:
    """An edit changes its message; where that is gone or in another chat it is said anew, once."""
    adapter = PlaygroundAdapter(world, 1)
    ref = await adapter.do(say("first", "n1"))
    changed = Message((Span("second"),), ((Button("Yes", "t"),),))
    assert await adapter.do(Outgoing("n2", TO_ANA, Edit(ref, changed))) == ref
    for gone in ("9999", "what", "9" * 40, ""):
        again = Outgoing(f"n-{gone}", TO_ANA, Edit(gone, changed))
        assert await adapter.do(again) == await adapter.do(again) != ref
    to_ben = Address("playground", "direct:ben", "direct")
    assert await adapter.do(Outgoing("n4", to_ben, Edit(ref, changed))) != ref
    assert await texts(world) == ["second"] * 5


async def test_a_message_is_taken_back(world: World) -> None:
    """It goes from every page; what is gone already, or a person's own, changes nothing."""
    adapter = PlaygroundAdapter(world, 1)
    ref = await adapter.do(say("a mistake", "n1"))
    await adapter.do(say("stays", "n2"))
    await adapter.post("ana", "direct:ana", Said("mine"), "sent")
    own = int(ref) + 2
    told: list[Change] = []
    world.watch(told.append)
    for target in (ref, ref, "none", str(own)):
        await adapter.do(Outgoing(f"n-{target}", TO_ANA, Delete(target)))
    assert told == [{"type": "gone", "chat": "direct:ana", "id": int(ref)}]
    assert await texts(world) == ["stays", "mine"]


async def test_a_persons_message_is_never_edited(world: World) -> None:
    """The bot can't change what a person wrote."""
    adapter = PlaygroundAdapter(world, 1)
    await adapter.post("ana", "direct:ana", Said("mine"), "a")
    await adapter.do(Outgoing("n", TO_ANA, Edit("1", Message((Span("yours"),)))))
    assert await texts(world) == ["mine", "yours"]


async def test_readers(world: World) -> None:
    """A direct chat has one reader, an opened place its members, an unknown place nobody can tell."""
    adapter = PlaygroundAdapter(world, 1)
    room = await adapter.do(Outgoing("n", TO_ANA, Open("Us", (ANA, BEN))))
    assert await adapter.readers(TO_ANA, frozenset()) == frozenset({ANA})
    assert await adapter.readers(Address("playground", room, "shared"), frozenset()) == frozenset({ANA, BEN})
    assert await adapter.readers(Address("playground", "room:9", "shared"), frozenset()) is None
    assert await adapter.readers(Address("telegram", room, "shared"), frozenset()) is None


async def test_blocked_is_unreachable_until_unblocked(world: World) -> None:
    """Who blocks the bot gets nothing and can't write to it directly, until they let it back in."""
    adapter = PlaygroundAdapter(world, 1)
    await world.set_blocked("ana", True)
    with pytest.raises(Unreachable):
        await adapter.do(say("hi", "n1"))
    with pytest.raises(Nonsense):
        await adapter.post("ana", "direct:ana", Said("hi"), "a")
    await world.set_blocked("ana", False)
    await adapter.do(say("hi", "n1"))
    assert await texts(world) == ["hi"]


@pytest.mark.parametrize(
    ("place", "act", "error"),
    [
        (Address("playground", "room:7", "shared"), Say(Message((Span("x"),))), Unreachable),
        (Address("telegram", "direct:ana", "direct"), Say(Message((Span("x"),))), Unreachable),
        (TO_ANA, Say(Message((Span("x"),), only=BEN)), Rejected),
        (TO_ANA, Say(Message((Span("x" * 4001),))), Rejected),
        (TO_ANA, Open("x", (ANA, Account("playground", "zoe"))), Rejected),
        (TO_ANA, Open("x", (ANA, Account("telegram", "ben"))), Rejected),
    ],
)
async def test_what_cannot_be_done(world: World, place: Address, act: Act, error: type[Exception]) -> None:
    """Unknown places, strange readers and texts over the limit are refused as a platform would."""
    with pytest.raises(error):
        await PlaygroundAdapter(world, 1).do(Outgoing("n", place, act))
    assert await texts(world) == []


async def test_only_its_reader(world: World) -> None:
    """A message for one reader of a shared place carries that reader's account."""
    adapter = PlaygroundAdapter(world, 1)
    room = Address("playground", await adapter.do(Outgoing("n", TO_ANA, Open("Us", (ANA, BEN)))), "shared")
    await adapter.do(say("psst", "n2", room, only=BEN))
    state = await world.snapshot()
    assert isinstance(state["messages"], list)
    assert [m["only"] for m in state["messages"]] == ["ben"]


async def test_people_get_distinct_short_ids(world: World) -> None:
    """Names make short ids; the same name again, or one without Latin letters, still gets its own."""
    names = ["Ana", "Ánä María", "Оля", "Ира", "<b>"]
    made = [(await world.add_person(name, "en", "UTC")).id for name in names]
    assert made == ["ana-2", "ana-maria", "person", "person-2", "b"]


async def test_marks_and_tabs_survive(tmp_path: Path) -> None:
    """Read marks, the phone in front and what each shows are there after a restart; marks never go back."""
    world = await open_world(tmp_path)
    await world.add_person("Ana", "en", "UTC")
    room = await world.open_chat("n", "Us", ["ana"])
    await world.mark_read("ana", room, 7)
    await world.mark_read("ana", room, 3)
    await world.show("ana", room)
    await world.close()
    world = await open_world(tmp_path)
    state = await world.snapshot()
    assert state["reads"] == [{"person": "ana", "chat": room, "upto": 7}]
    assert state["front"] == "ana"
    assert (await world.people())[0].tab == room
    await world.close()


async def test_forgetting_leaves_no_word_in_the_file(world: World, tmp_path: Path) -> None:
    """After starting afresh nothing that was written is in the files, and keys never repeat."""
    adapter, inbox = PlaygroundAdapter(world, 1), Inbox()
    async with listening(adapter, inbox.emit):
        await adapter.post("ana", "direct:ana", Said("heron-at-dusk"), "a")
        await inbox.upto(1)
        await world.forget()
        assert await world.people() == []
        await world.add_person("Ana", "en", "UTC")
        await adapter.post("ana", "direct:ana", Said("anew"), "a")
        first, second = await inbox.upto(2)
    assert first.key != second.key
    assert b"heron-at-dusk" not in everything_in(tmp_path)


async def test_strange_files_are_left_alone(tmp_path: Path) -> None:
    """A damaged file and one from a newer Troth are refused in a sentence and not touched."""
    path = tmp_path / "playground.db"
    path.write_bytes(b"this is no database, but longer than a header of one hundred bytes" * 9)
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match="can't be read"):
        await open_world(tmp_path)
    assert path.read_bytes() == before
    path.unlink()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version=99")
    newer.close()
    with pytest.raises(StoreUnusable, match="newer Troth"):
        await open_world(tmp_path)
