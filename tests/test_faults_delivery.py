"""Faults on the way out and in: platforms that refuse, stall or lose; places others read; odd events (FAULTS.md)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.clock import HOUR, SECOND
from bot.errors import EffectUnknown, Rejected, TryAgain
from bot.model import Account, FromPerson, Outgoing, Press, Sender, Text
from bot.store import Tx, Words
from tests.faults.breaking import Moody, direct, notes, opened, said, sender, typed
from tests.faults.house import TELEGRAM_LIKE, Ears, QuickTalk, dump

# -- order and pace ------------------------------------------------------------------------------------------


async def test_order_is_kept_in_each_place(tmp_path: Path) -> None:
    """I5: what was committed for a place comes in that order, however much waits elsewhere."""
    async with opened(tmp_path) as talk:
        for number in range(30):
            await talk.app.dispatch.emit(typed(("ana", "ben", "eve")[number % 3], f"/note {number}", f"n{number}"))
        await talk.app.run_due()
        for nth, who in enumerate(("ana", "ben", "eve")):
            assert said(talk, who) == [str(number) for number in range(nth, 30, 3)]


async def test_replies_go_before_prompts(tmp_path: Path) -> None:
    """Section 7: a reply committed after prompts is sent before them, in that place and elsewhere."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        await talk.begins("ben")
        for number in range(30):
            await talk.app.dispatch.emit(typed("ana", f"/wake good prompt-{number}", f"w{number}"))
        assert await talk.app.dispatch.fire() == 30
        before = len(adapter.shown)
        for who in ("ana", "ben"):
            await talk.app.dispatch.emit(typed(who, "/note reply", who))
        await talk.app.run_due()
        assert {one.place.id for one in adapter.shown[before : before + 2]} == {"ana", "ben"}
        assert said(talk) == ["reply", *(f"prompt-{number}" for number in range(30))]


async def test_one_place_that_must_wait_leaves_others_going(tmp_path: Path) -> None:
    """429 (I5): the pause holds for that place, its order is kept, others go on, nobody asks before the time."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        adapter.before["ana"] = [TryAgain(30)]
        for text in ("one", "two"):
            for who in ("ana", "ben"):
                await talk.app.dispatch.emit(typed(who, f"/note {text}", f"{who}-{text}"))
        await talk.app.run_due()
        asked = adapter.asked_at("ana")
        assert said(talk) == []
        assert said(talk, "ben") == ["one", "two"]
        await talk.goes_by(minutes=29 / 60)
        assert adapter.asked_at("ana") == asked
        await talk.goes_by(minutes=2 / 60)
        assert said(talk) == ["one", "two"]


async def test_a_platform_that_must_wait_is_left_alone(tmp_path: Path) -> None:
    """429 for the bot (I5): nothing is asked of that platform before the time, and order per place is kept."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        adapter.before["ana"] = [TryAgain(30, whole_platform=True)]
        for text in ("one", "two"):
            await talk.app.dispatch.emit(typed("ana", f"/note {text}", text))
        await talk.app.run_due()
        asked = len(adapter.asked)
        await talk.app.dispatch.emit(typed("ben", "/note one", "ben"))
        await talk.app.run_due()
        await talk.goes_by(minutes=29 / 60)
        assert len(adapter.asked) == asked
        await talk.goes_by(minutes=2 / 60)
        assert said(talk) == ["one", "two"]
        assert said(talk, "ben") == ["one"]


@pytest.mark.parametrize("shown", [True, False])
async def test_an_answer_that_was_lost(tmp_path: Path, shown: bool) -> None:
    """Timeout after the send (I2): the same nonce again where that is shown once; order per place is kept."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        (adapter.after if shown else adapter.before)["ana"] = [EffectUnknown()]
        for text in ("one", "two"):
            await talk.app.dispatch.emit(typed("ana", f"/note {text}", text))
        await talk.app.run_due()
        await talk.goes_by(minutes=1)
        assert said(talk) == ["one", "two"]


async def test_a_card_whose_answer_was_lost_is_replaced(tmp_path: Path) -> None:
    """Timeout after the send (I2): what may have been shown is edited, not said anew beside it."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter, couple=True) as talk:
        adapter.after["ana"] = [EffectUnknown()]
        before = len(talk.screen("ana"))
        await talk.says("ana", "/rhythm")
        await talk.presses("ana", talk.labels("ana")[-1])
        await talk.goes_by(minutes=1)
        assert len(talk.screen("ana")) == before + 1
        assert not any("Nothing comes by itself yet" in text for text in talk.sees("ana"))


async def test_an_answer_that_was_lost_where_nobody_can_be_asked(tmp_path: Path) -> None:
    """Timeout after the send (I2): elsewhere a reply is sent once more, and a timer's prompt is not."""
    adapter = Moody(TELEGRAM_LIKE)
    async with opened(tmp_path, adapter=adapter) as talk:
        adapter.after["ana"] = [EffectUnknown() for _ in range(3)]
        await talk.says("ana", "/note reply")
        await talk.goes_by(minutes=5)
        assert said(talk) == ["reply", "reply"]
        await talk.says("ana", "/wake good prompt")
        await talk.goes_by(minutes=5)
        assert said(talk) == ["reply", "reply", "prompt"]


@pytest.mark.parametrize("trouble", [Rejected(), ZeroDivisionError()], ids=["rejected", "bug"])
async def test_an_act_that_never_works_is_let_go(tmp_path: Path, trouble: Exception) -> None:
    """I5: what a platform will never take, or an adapter always breaks on, does not hold its place for ever."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        adapter.before["ana"] = [trouble] * (5 if isinstance(trouble, ZeroDivisionError) else 1)
        with Ears() as ears:
            await talk.says("ana", "/note one")
            await talk.says("ana", "/note two")
            await talk.goes_by(hours=1)
        assert said(talk) == ["two"]
        assert ears.heard


async def test_what_an_act_brought_back_may_break_a_handler(tmp_path: Path) -> None:
    """I5: a handler of an act's result that fails does not leave the act under way for ever."""
    async with opened(tmp_path) as talk:
        await talk.app.store.write(_order_a_place)
        with Ears():
            await asyncio.gather(talk.app.run_due(), return_exceptions=True)
        await talk.app.dispatch.emit(typed("ana", "/note next", "next"))
        await talk.app.run_due()
        assert said(talk) == ["next"]


async def _order_a_place(tx: Tx) -> None:
    """An order for a place, whose result goes to the trial feature's broken action."""
    await tx.run(
        "INSERT INTO outbox (id, place_id, seq, act, lane, state, body, then_action, then_args, essential, "
        "private, waits, prompt, tries, not_before, deadline, created_at, ref) "
        "SELECT 'open-1', place_id, 999, 'open', 0, 'queued', :body, "
        "'trial.opened', '{}', 1, 0, 0, 0, 0, 0, 9999999999999, 0, '' FROM persons LIMIT 1",
        body=Words("", '{"title": "x", "members": []}'),
    )


async def test_a_prompt_held_up_too_long_does_not_come(tmp_path: Path) -> None:
    """Platform down (I5): a prompt 13 hours late is let go; /today has it."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        adapter.before["ana"] = [TryAgain(13 * HOUR / SECOND)]
        await talk.says("ana", "/wake good prompt")
        await talk.goes_by(days=1)
        assert said(talk) == []


async def test_a_prompt_held_up_does_not_come_at_night(tmp_path: Path) -> None:
    """Platform down, SAFETY 14: a prompt that was held up comes after the quiet hours, not in them."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        await talk.says("ana", "/quiet 17:00-7:00")
        adapter.before["ana"] = [TryAgain(8 * HOUR / SECOND)]  # until 18:00 in Madrid
        await talk.app.store.write(_timer_now)
        await talk.app.run_due()
        await talk.goes_by(hours=9)
        assert said(talk) == []


class Gate(Moody):
    """A platform that keeps an act waiting until it is told what becomes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.at: str | None = None
        self.reached = asyncio.Event()
        self.opens = asyncio.Event()

    async def do(self, outgoing: Outgoing) -> str:
        if outgoing.place.id == self.at:
            self.at = None
            self.reached.set()
            await self.opens.wait()
            raise TryAgain(1)
        return await super().do(outgoing)


async def test_what_is_under_way_when_one_leaves_is_not_tried_again(tmp_path: Path) -> None:
    """Leaving beats the queue (I7): an act that the platform refuses while its person leaves is let go."""
    gate = Gate()
    async with opened(tmp_path, adapter=gate, couple=True) as talk:
        gate.at = "ana"
        told = asyncio.create_task(talk.says("ben", "/rhythm sundays 18:00"))
        await gate.reached.wait()
        await talk.app.dispatch.emit(typed("ben", "/leave", "leave"))
        token = await talk.app.store.read(_leave_token)
        await talk.app.dispatch.emit(Press("gone", sender("ben"), direct("ben"), token))
        gate.opens.set()
        await told
        await talk.goes_by(hours=1)
        assert all("has chosen a rhythm" not in text for text in talk.sees("ana"))


async def _leave_token(tx: Tx) -> str:
    row = await tx.one("SELECT token FROM buttons WHERE actions LIKE '%pairing.part%'")
    assert row is not None
    return f"{row['token']}.0"


# -- places that close ---------------------------------------------------------------------------------------


async def test_whoever_blocks_is_left_alone_and_found_again(tmp_path: Path) -> None:
    """Partner blocks the bot (I3, I7): the queue is cancelled, nothing more is tried, an event from them reopens."""
    adapter = Moody()
    async with opened(tmp_path, adapter=adapter) as talk:
        adapter.blocked.add("ana")
        before = adapter.asked_at("ana")
        for text in ("one", "two"):
            await talk.app.dispatch.emit(typed("ana", f"/note {text}", text))
        await talk.app.run_due()
        assert adapter.asked_at("ana") == before + 1
        await talk.app.store.write(_timer_now)
        await talk.goes_by(days=1)
        assert adapter.asked_at("ana") == before + 1
        adapter.blocked.clear()
        assert await talk.says("ana", "/note back") == ["Good to meet you, back."]
        assert said(talk) == ["back"]


async def _timer_now(tx: Tx) -> None:
    await tx.run(
        "INSERT INTO timers (id, key, kind, subject, person_id, data, tries, due_at) "
        "SELECT 'late', 'late', 'trial.good', 'late', id, '{}', 0, 0 FROM persons LIMIT 1"
    )


async def test_a_place_that_is_gone_is_told(tmp_path: Path) -> None:
    """Channel deleted, kicked (I2): the place is dropped, both are told privately, and what was for it reaches them."""
    async with opened(tmp_path, couple=True) as talk:
        await _to_the_reveal(talk)
        talk.adapter.blocked.add(next(iter(talk.adapter.members)))
        before = len(talk.screen("ana"))
        await talk.presses("ben", "Share when")
        assert any(REVEAL in text for text in talk.sees("ana")[before:])


# -- who can read it -----------------------------------------------------------------------------------------


REVEAL = "Boundary check-in: you have both shared"


async def _to_the_reveal(talk: QuickTalk) -> None:
    """A check-in up to the last press before both are shown."""
    await talk.says("ana", "/checkin")
    await talk.presses("ana", "All fine")
    await talk.presses("ben", "All fine")
    await talk.presses("ana", "Share when")


async def test_a_third_reader_is_shown_nothing(tmp_path: Path) -> None:
    """A third reader (I3, SAFETY 12): private content is withheld there, and both are told, privately."""
    async with opened(tmp_path, couple=True) as talk:
        await _to_the_reveal(talk)
        place = next(iter(talk.adapter.members))
        before = talk.sees("eve", place)
        talk.adapter.members[place] |= {Account("memory", "eve")}
        await talk.presses("ben", "Share when")
        assert talk.sees("eve", place) == before
        for who in ("ana", "ben"):
            assert any("Somebody else can read" in text for text in talk.sees(who))


async def test_a_place_nobody_can_see_into_counts_as_read(tmp_path: Path) -> None:
    """SAFETY 12: where it can't be known who reads, that is doubt, and doubt counts as a stranger."""
    async with opened(tmp_path, couple=True) as talk:
        await _to_the_reveal(talk)
        place = next(iter(talk.adapter.members))
        before = talk.sees("ana", place)
        del talk.adapter.members[place]
        await talk.presses("ben", "Share when")
        assert talk.sees("ana", place) == before
        assert any("Somebody else can read" in text for text in talk.sees("ana"))


async def test_what_was_withheld_still_reaches_both(tmp_path: Path) -> None:
    """I2: a reveal that could not go to the couple's place reaches both, privately or once they are alone again."""
    async with opened(tmp_path, couple=True) as talk:
        await _to_the_reveal(talk)
        place = next(iter(talk.adapter.members))
        alone = talk.adapter.members[place]
        talk.adapter.members[place] |= {Account("memory", "eve")}
        await talk.presses("ben", "Share when")
        talk.adapter.members[place] = alone
        await talk.goes_by(days=1)
        await talk.says("ana", "/today")
        assert REVEAL in "".join(talk.sees("ana") + talk.sees("ana", place))


# -- what comes in -------------------------------------------------------------------------------------------

HALF = "\ud83d"
"""Half of an emoji, as JSON may bring it."""


@pytest.mark.parametrize(
    "event",
    [
        Text("k", sender("ana"), direct("ana"), HALF),
        typed("ana", f"/note {HALF}x", "k"),
        typed("ana", f"/x{HALF}", "k"),
        Press("k", sender("ana"), direct("ana"), HALF),
    ],
    ids=["text", "arguments", "command", "token"],
)
async def test_half_a_character_is_answered(tmp_path: Path, event: FromPerson) -> None:
    """SAFETY 32: whatever Unicode comes in, a clear answer goes out; no bug, and never an event that can't be taken."""
    async with opened(tmp_path) as talk:
        before = len(talk.screen("ana"))
        with Ears() as ears:
            await talk.app.dispatch.emit(event)
        await talk.app.run_due()
        assert ears.heard == []
        assert len(talk.screen("ana")) == before + 1


async def test_half_a_character_in_a_form_is_answered(tmp_path: Path) -> None:
    """SAFETY 32: a form with half a character in it and a fault elsewhere stays open."""
    async with opened(tmp_path) as talk:
        await talk.says("ben", "/start")
        (again,) = await talk.fills("ben", name=f"Ben{HALF}", zone="nowhere", adult="yes")
        assert "I don’t know that place" in again


async def test_half_a_character_in_a_name_is_answered(tmp_path: Path) -> None:
    """SAFETY 32: whoever is called so on their platform can begin all the same."""
    async with opened(tmp_path) as talk:
        talk.senders["ben"] = Sender(Account("memory", "ben"), f"Ben{HALF}", "en", "Europe/Madrid")
        with Ears() as ears:
            (form,) = await talk.says("ben", "/start")
        assert ears.heard == []
        assert "What shall I call you" in form


async def test_a_form_can_not_be_pressed(tmp_path: Path) -> None:
    """SAFETY 34: a press with a form's token is no way round the form's questions."""
    async with opened(tmp_path, couple=True) as talk:
        await talk.says("ana", "/promise")
        form = next(one.message.form for one in reversed(talk.screen("ana")) if one.message.form)
        before = dump(tmp_path / DATABASE, ["promises"])
        with Ears() as ears:
            await talk.presses_token("ana", form.token)
        assert ears.heard == []
        assert dump(tmp_path / DATABASE, ["promises"]) == before


async def test_an_old_form_is_still_checked(tmp_path: Path) -> None:
    """SAFETY 34: a form whose message was tidied away is refused, or checked like any other."""
    async with opened(tmp_path) as talk:
        await talk.says("ben", "/start")
        await talk.says("ben", "/help")
        await talk.goes_by(days=31)
        await talk.says("ben", "/help")
        await talk.app.timers.tidy()
        await talk.fills("ben", name="", zone="Madrid", adult="yes")
        assert len(await talk.rows("SELECT id FROM persons")) == 1


async def test_an_event_counts_once(tmp_path: Path) -> None:
    """Duplicate, reordered, day-old updates (I1): the same key again changes nothing, a month later neither."""
    async with opened(tmp_path) as talk:
        assert await talk.says("ana", "/note one", key="k") != []
        assert await talk.says("ana", "/note two", key="k") == []
        await talk.goes_by(days=30)
        await talk.app.timers.tidy()
        assert await talk.says("ana", "/note three", key="k") == []
        assert await notes(talk.app.store) == ["one"]
