"""Events that can be answered themselves, as Discord's interactions can: what answers them, and what if that ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.buttons import Holder
from bot.cards import card
from bot.content import Reader, line
from bot.errors import EffectUnknown, TryAgain
from bot.model import Account, Edit, Outgoing, Say, Sender, Typing
from bot.outbox import Desk, Post, post
from bot.rooms import know_place
from bot.store import Tx
from tests.faults.breaking import opened as trial
from tests.talk import SERVER, MemoryAdapter, Talk
from tests.test_promises import asked

HOME = "1/2"


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Talk]:
    """Ana and Ben, linked up, on a platform of servers."""
    opened = await Talk.open(tmp_path, capabilities=SERVER)
    await opened.pairs()
    yield opened
    await opened.close()


def answered(talk: Talk, via: str) -> list[str]:
    """What answered one event, in its order."""
    acts = [act for way, act in talk.adapter.answers if way == via]
    return [act.message.plain() for act in acts if isinstance(act, Say | Edit)]


async def test_a_command_is_answered_the_way_it_came(pair: Talk) -> None:
    """The reply carries the command's `via`, and the platform is told that one act will come."""
    await pair.says("ana", "/promises", via="v1")
    [said] = answered(pair, "v1")
    assert "promise" in said
    assert pair.answered[-1].acts == 1


async def test_what_goes_elsewhere_does_not_answer(pair: Talk) -> None:
    """An act for another place has no part in answering: only what is said where the command was typed has."""
    await pair.says("ana", "/promise call mum by tomorrow", via="v1")
    await pair.presses("ana", "5", via="v2")
    assert all("Ana offers" not in said for said in answered(pair, "v2"))
    assert any("call mum" in text for text in pair.sees("ben"))


async def test_several_answers_come_in_their_order(pair: Talk) -> None:
    """/today answers with a line and a card for each matter, all on the same way."""
    await pair.says("ana", "/promise call mum by tomorrow")
    await pair.says("ana", "/today", via="v1")
    assert pair.answered[-1].acts == len(answered(pair, "v1")) == 2
    assert "call mum" in answered(pair, "v1")[1]


async def test_a_command_always_has_an_answer(pair: Talk) -> None:
    """Where all that a command brings shows elsewhere, whoever typed it hears where."""
    pair.adapter.members[HOME] = frozenset({Account("memory", "ana"), Account("memory", "ben")})
    await pair.says("ana", "/here", place=HOME)
    await pair.presses("ana", "Use this channel", place=HOME)
    await pair.presses("ben", "Yes, here", place=HOME)
    await pair.says("ana", "/checkin", via="v1")
    assert answered(pair, "v1")


async def test_private_answers_in_a_shared_place_replace_one_another(pair: Talk) -> None:
    """What only Ana sees is edited in place by her next press there, and the room's own messages never are."""
    await pair.says("ana", "/promises", place=HOME, via="v1")
    before = len(pair.screen("ana", HOME))
    await pair.presses("ana", "Past ones", place=HOME, via="v2")
    assert len(pair.screen("ana", HOME)) == before
    assert pair.sees("ben", HOME) == []


async def test_an_expired_answer_goes_to_the_direct_chat(pair: Talk) -> None:
    """A private answer that can't be shown in the server any more goes to the direct chat, never into the place."""
    pair.adapter.gone.add("late")
    await pair.says("ana", "/promises", place=HOME, via="late")
    assert pair.sees("ana", HOME) == pair.sees("ben", HOME) == []
    assert "promise" in pair.sees("ana")[-1]


async def test_with_a_closed_direct_chat_it_waits_for_the_next_interaction(pair: Talk) -> None:
    """Where the direct chat is closed too, the answer waits, survives a restart, and comes with their next command."""
    pair.adapter.gone.add("late")
    pair.adapter.blocked.add("ana")
    await pair.says("ana", "/promise call mum by tomorrow", place=HOME, via="late")
    await pair.restart()
    assert pair.sees("ana", HOME) == []
    pair.adapter.blocked.clear()
    pair.adapter.blocked.add("ana")
    await pair.says("ana", "/help", place=HOME, via="v2")
    first, second = answered(pair, "v2")
    assert "/help" in first
    assert "call mum" in second
    assert pair.sees("ben", HOME) == []
    await pair.says("ana", "/help", place=HOME, via="v3")
    assert len(answered(pair, "v3")) == 1


async def test_what_waited_too_long_is_let_go(pair: Talk) -> None:
    """After a week an answer that reached nobody is not shown any more; /today has what is open."""
    pair.adapter.gone.add("late")
    pair.adapter.blocked.add("ana")
    await pair.says("ana", "/promise call mum by tomorrow", place=HOME, via="late")
    await pair.goes_by(days=8)
    await pair.says("ana", "/help", place=HOME, via="v2")
    assert len(answered(pair, "v2")) == 1


async def test_a_closed_direct_chat_is_tried_again_when_its_person_is_about(pair: Talk) -> None:
    """Ana closes her direct chat and opens it again: her next command anywhere has prompts reach her as before."""
    pair.adapter.blocked.add("ana")
    await pair.says("ben", "/promise call mum by tomorrow")
    await pair.presses("ben", "5")
    pair.adapter.blocked.clear()
    seen = len(pair.sees("ana"))
    await pair.says("ben", "/promise water the plants by tomorrow")
    await pair.presses("ben", "5")
    assert len(pair.sees("ana")) == seen
    await pair.says("ana", "/help", place=HOME, via="v1")
    await pair.says("ben", "/promise feed the cat by tomorrow")
    await pair.presses("ben", "5")
    assert "feed the cat" in pair.sees("ana")[-1]


async def test_withheld_from_the_place_its_asker_is_told_there(pair: Talk) -> None:
    """/here in a channel that others read: the offer is withheld, and only Ana is told, where she asked."""
    pair.adapter.members[HOME] = frozenset({Account("memory", name) for name in ("ana", "ben", "zoe")})
    await pair.says("ana", "/here", place=HOME)
    await pair.presses("ana", "Use this channel", place=HOME, via="v1")
    assert [text for text in answered(pair, "v1") if "direct chat" in text]
    assert pair.sees("ben", HOME) == pair.sees("zoe", HOME) == []
    assert "others can read it" in pair.sees("ana")[-1]


# -- forms -------------------------------------------------------------------------------------------------------


async def test_a_form_can_be_opened_again(pair: Talk) -> None:
    """The button beside a form brings it once more, on the way the press came; sending it works once."""
    await pair.says("ana", "/promise", via="v1")
    form = pair.screen("ana")[-1].message.form
    assert form is not None
    assert form.opener == "Fill it in"
    for way in ("v2", "v3"):
        await pair.presses_token("ana", form.token, via=way)
        [act] = [act for via, act in pair.adapter.answers if via == way]
        assert isinstance(act, Edit)
        assert act.message.form == form
    await pair.fills("ana", text="call mum", by="tomorrow")
    assert "call mum" in pair.sees("ana")[-1]
    await pair.presses_token("ana", form.token, via="v4")
    assert "has done its work" in pair.answered[-1].note


async def test_nobody_else_opens_a_form(pair: Talk) -> None:
    """A form's button is for the one it was made for (SAFETY 2)."""
    await pair.says("ana", "/promise", via="v1")
    form = pair.screen("ana")[-1].message.form
    assert form is not None
    await pair.presses_token("ben", form.token, via="v2")
    assert answered(pair, "v2") == []
    assert "has done its work" in pair.answered[-1].note


async def test_a_token_of_a_button_sends_no_form(pair: Talk) -> None:
    """A forged form under a plain button's token is refused as any other."""
    await pair.says("ana", "/promise call mum by tomorrow")
    token = pair.token("ana", "5")
    before = pair.sees("ben")
    await pair.sends_form("ana", token, {"text": "something"})
    assert pair.sees("ben") == before


async def test_a_long_form_comes_in_parts(tmp_path: Path) -> None:
    """Where a platform's forms hold two questions, /start is asked in two parts; each keeps what was typed."""
    talk = await Talk.open(tmp_path, capabilities=replace(SERVER, form_fields=2))
    [first] = await talk.says("ana", "/start", via="v1")
    assert "I’m Troth" in first
    assert "Part 1 of 2" in first
    [second] = await talk.fills("ana", name="Anita", language="en")
    assert "Part 2 of 2" in second
    [again] = await talk.fills("ana", zone="madrid", adult="")
    assert "This one needs an answer." in again
    back = talk.token("ana", "Back")
    await talk.sends_form("ana", back, {})
    assert "has done its work" in talk.sees("ana")[-1]
    await talk.presses("ana", "Back")
    [form] = [one.message.form for one in talk.screen("ana") if one.message.form is not None]
    assert {one.name: one.value for one in form.fields} == {"name": "Anita", "language": "en"}
    await talk.fills("ana")
    [done] = await talk.fills("ana", zone="madrid", adult="yes")
    assert done.startswith("Good to meet you, Anita.")
    await talk.close()


async def test_parts_can_be_dropped_and_do_not_hold_up_others(tmp_path: Path) -> None:
    """Ana and Ben fill in long forms in the same channel at the same time; each drops or sends their own."""
    talk = await Talk.open(tmp_path, capabilities=SERVER)
    await talk.pairs()
    talk.adapter.capabilities = replace(SERVER, form_fields=1)
    await talk.restart()
    for who in ("ana", "ben"):
        await talk.says(who, "/promise", place=HOME)
    await talk.presses("ana", "Cancel", place=HOME)
    assert "I’ve dropped that" in talk.sees("ana", HOME)[-1]
    await talk.fills("ben", place=HOME, text="call mum")
    assert "Part 2" in talk.sees("ben", HOME)[-1]
    await talk.close()


# -- while it is typed -------------------------------------------------------------------------------------------


async def test_what_is_typed_is_suggested_and_leaves_no_trace(pair: Talk) -> None:
    """`/rhythm` while it is typed: a few ways to say when; nothing is written."""
    sender = Sender(Account("memory", "ana"), "Ana", "en")
    address = pair._address("ana", "")

    async def count(tx: object) -> int:
        row = await tx.one("SELECT (SELECT COUNT(*) FROM inbox) + (SELECT COUNT(*) FROM outbox) AS n")  # type: ignore[attr-defined]
        return int(row["n"])

    before = await pair.app.store.read(count)
    found = await pair.app.dispatch.emit(Typing(sender, address, "rhythm", "fri"))
    assert found.choices == ("fri", "Fridays 18:00", "every second Friday 19:30")
    assert (await pair.app.dispatch.emit(Typing(sender, address, "help", "x"))).choices == ()
    assert (await pair.app.dispatch.emit(Typing(sender, address, "nonsense", "x"))).choices == ()
    assert (await pair.app.dispatch.emit(Typing(sender, address, "promise", "x" * 100_000))).choices == ()
    assert await pair.app.store.read(count) == before


# -- once, for a while ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Forgetful(MemoryAdapter):
    """A platform that may lose an answer, be down for some tries, and shows a repeat once only for a while."""

    lost: int = 0
    down: int = 0
    tries: list[str] = field(default_factory=list)

    async def do(self, outgoing: Outgoing) -> str:
        self.tries.append(outgoing.nonce)
        if self.lost:
            self.lost -= 1
            await MemoryAdapter.do(self, outgoing)
            raise EffectUnknown
        if self.down and outgoing.nonce == self.tries[0]:
            self.down -= 1
            raise TryAgain(60)
        return await MemoryAdapter.do(self, outgoing)


@pytest.mark.parametrize(("down", "repeated"), [(0, True), (1, True), (3, False)])
async def test_a_prompt_in_doubt_is_repeated_only_while_it_shows_once(
    tmp_path: Path, *, down: int, repeated: bool
) -> None:
    """A lost answer: the same nonce again within the platform's time; once that has passed the prompt is left be."""
    adapter = Forgetful(capabilities=SERVER)
    talk = await Talk.open(tmp_path, adapter=adapter)
    await talk.pairs()
    await talk.says("ana", "/rhythm sundays 18:00")
    due = await talk.app.timers.next_time()
    assert due is not None
    await talk.until(due - 1)
    adapter.lost, adapter.down = 1, down
    adapter.tries.clear()
    await talk.goes_by(minutes=10)
    first = adapter.tries[0]
    assert adapter.tries.count(first) == 1 + min(down, 2) + repeated
    await talk.close()


@pytest.mark.parametrize(
    ("label", "typed"), [("Change words or date", {}), ("If-then plan", {"one": "it is late", "other": "I text"})]
)
async def test_a_form_that_is_closed_unsent_leaves_the_card_as_it_was(
    pair: Talk, label: str, typed: dict[str, str]
) -> None:
    """In a server a form opens over a card that only Ana sees and that can't be changed meanwhile: its buttons hold."""
    await pair.says("ana", "/promise call mum by tomorrow", place=HOME, via="v1")
    card = pair.screen("ana", HOME)[-1]
    old = card.message
    for way in ("v2", "v3"):
        card.message = old  # the platform could not change it, and the form was closed
        await pair.presses("ana", label, place=HOME, via=way)
        [act] = [act for via, act in pair.adapter.answers if via == way]
        assert isinstance(act, Edit)
        assert act.message.form is not None
    await pair.fills("ana", place=HOME, **typed)
    assert "call mum" in pair.sees("ana", HOME)[-1]
    assert len(pair.screen("ana", HOME)) == 1
    card.message = old
    await pair.presses("ana", label, place=HOME, via="v4")
    assert "has done its work" in pair.answered[-1].note


async def test_a_command_that_says_nothing_is_answered_all_the_same(tmp_path: Path) -> None:
    """What a command does may show nowhere here: whoever used it hears that it was done."""
    async with trial(tmp_path, adapter=MemoryAdapter(capabilities=SERVER)) as talk:
        await talk.says("ana", "/wake note k", via="v1")
        assert any("Done." in said for said in answered(talk, "v1"))


async def test_what_was_undone_does_not_count_as_an_answer(tmp_path: Path) -> None:
    """A refusal undoes what was to be said before it: the platform is told of the refusal alone."""
    async with trial(tmp_path, adapter=MemoryAdapter(capabilities=SERVER)) as talk:
        await talk.says("ana", "/no way", place=HOME, via="v1")
        assert talk.answered[-1].acts == len(answered(talk, "v1")) == 1


async def test_a_private_answer_never_replaces_what_both_see(pair: Talk) -> None:
    """Ana presses a button on a card of the room and is answered alone: the card stays as it was for Ben."""
    pair.adapter.members[HOME] = frozenset({Account("memory", "ana"), Account("memory", "ben")})
    await pair.says("ana", "/here", place=HOME)
    await pair.presses("ana", "Use this channel", place=HOME)
    seen = pair.sees("ben", HOME)
    await pair.presses("ana", "Yes, here", place=HOME, via="v1")
    assert "That is for the other one of you to say" in answered(pair, "v1")[-1]
    await pair.presses("ben", "Yes, here", place=HOME)
    assert len(pair.sees("ben", HOME)) == len(seen)
    await asked(pair, "ana", "ben")
    await pair.presses("ana", "Kept")
    await pair.presses("ben", "Not this time")
    seen = pair.sees("ben", HOME)
    assert "[Talk it over]" in seen[-1]
    await pair.presses("ana", "Talk it over", place=HOME)
    assert pair.sees("ben", HOME) == seen


@pytest.mark.parametrize(("first", "then", "same"), [("", "ana", False), ("ana", "", False), ("ana", "ana", True)])
async def test_only_what_the_same_reader_sees_is_replaced(pair: Talk, *, first: str, then: str, same: bool) -> None:
    """A message for one reader never takes the place of one that all see, nor the other way round."""
    await pair.says("ana", "/help")

    async def both(tx: Tx) -> bool:
        desk = Desk(pair.app.content, pair.chance, pair.clock.now())
        hall = await know_place(tx, pair._address("ana", HOME), pair.chance.new_id(desk.now))
        there = Post(hall, Reader("en", "UTC"), Holder(account=Account("memory", "ana")), "")
        one = await post(tx, desk, card(line("yes")), replace(there, only=Account("memory", first) if first else None))
        await tx.run("UPDATE outbox SET state = 'done' WHERE id = :id", id=one)
        only = Account("memory", then) if then else None
        return one == await post(tx, desk, card(line("no")), replace(there, only=only, target=one))

    assert await pair.app.store.write(both) is same
