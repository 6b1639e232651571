"""The practices as a partner with an unlocked phone would look at them, and as one with reason to be careful would.

What silence looks like, where words may stand before they are shown, what comes by itself, and what stops it all.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from bot.clock import DAY
from bot.couples import couple_of, person_by_account
from bot.guides import Library, measures
from bot.guides.moves import State
from bot.guides.runs import Run
from bot.guides.script import Guide
from bot.model import Account, Address, Form, Message, Press
from bot.port import Capabilities
from bot.store import Row, Tx
from bot.store.tables import TABLES, Column
from tests.guide_talk import begin, open_runs
from tests.talk import CHAT_ONLY, EVERYTHING, Talk, bare
from tests.test_repair import acknowledge, begun, change, gate, mending, shoes

PLACE: Final = "place-1"
STALE: Final = "That button"
FOR_TWO: Final = (
    "ask-dont-assume", "boundary-check-in", "foundations", "good-news", "guess-and-compare", "listening-floor",
    "monthly-look-back", "open-window", "own-a-mistake", "question-of-the-day", "repair", "state-of-us",
    "talk-it-over", "thanks", "time-out",
)  # fmt: skip
FOR_ONE: Final = ("before-repair", "doubt", "forgiving", "repair-safety", "taking-stock")
SWIFT: Final = frozenset({"ask-dont-assume", "listening-floor", "state-of-us", "thanks", "time-out"})
"""Guides walked in every run of the tests; between them they have every kind of step. The rest is soaked."""

BRISK: Final = frozenset(
    {
        ("everything", "listening-floor"),
        ("everything", "state-of-us"),
        ("everything", "thanks"),
        ("chat only", "time-out"),
    }
)
"""Where leaving is held against silence in every run."""

LIKED: Final = (
    "Enough for now", "Yes, it names it", "You got it", "Share when we both have", "Keep it to myself", "None of these",
    "Have a look", "Something to look at",
)  # fmt: skip
SHUNNED: Final = (
    "Later", "Stop here", "Take it back", "Answer again", "Skip", "A little more time", "Help", "Through this part",
    "Choose what to share", "Share it",
)  # fmt: skip


def _marked(names: tuple[str, ...]) -> list[Any]:
    return [name if name in SWIFT else pytest.param(name, marks=pytest.mark.soak) for name in names]


async def rows(talk: Talk, sql: str, **values: str) -> list[Row]:
    """What a query finds, with what people wrote opened."""

    async def look(tx: Tx) -> list[Row]:
        return [dict(row) for row in await tx.all(sql, **values)]

    return await talk.app.store.read(look)


async def leaves(talk: Talk, who: str = "ben") -> None:
    await talk.says(who, "/leave")
    await talk.presses(who, "Leave now")


async def starts(talk: Talk, guide: str, who: str = "ana", *, alone: bool = False) -> None:
    """A guide begins as a command of `who` would begin it, the listening floor in the couple's place."""
    there = PLACE if guide == "listening-floor" and PLACE in talk.adapter.screens else ""
    roles = {"hurt": who, "caused": "ben" if who == "ana" else "ana"} if guide == "repair" else None
    await begin(talk, who, guide, alone=alone, roles=roles, place=there)


async def state_of(talk: Talk) -> tuple[Guide | None, Mapping[str, Any]]:
    """The guide under way, and where it stands."""
    found = await rows(talk, "SELECT guide, state FROM runs WHERE status = 'open' ORDER BY id DESC")
    if not found:
        return None, {}
    return talk.app.house.part(Library)[found[0]["guide"]], json.loads(found[0]["state"])


@dataclass(slots=True)
class Walker:
    """Does what lies nearest in a guide, in the direct chat or in the couple's place. `word` makes what is typed."""

    talk: Talk
    who: str
    word: Callable[[], str]
    since: dict[str, int] = field(default_factory=dict)
    done: set[tuple[str, str, int]] = field(default_factory=set)

    def mark(self) -> None:
        """Leave alone what stands there already."""
        self.since = {place: len(self.talk.screen(self.who, place)) for place in ("", PLACE)}

    async def step(self) -> bool:
        """The next thing there is to do; False if there is nothing."""
        for place in ("", PLACE):
            for shown in reversed(self.talk.screen(self.who, place)[self.since.get(place, 0) :]):
                message = shown.message
                if not (message.rows or message.form or message.open_question):
                    continue
                key = (shown.ref, message.plain(), shown.edits)
                if key not in self.done:
                    self.done.add(key)
                    return await self._act(place, message)
                break
        return False

    async def _act(self, place: str, message: Message) -> bool:
        if message.form is not None:
            await self._fill(place, message.form)
            return True
        buttons = [button for row in message.rows for button in row if button.token]
        only_skip = all(bare(one.label) == "Skip" for one in buttons)
        if message.open_question and not place and only_skip:
            await self.talk.says(self.who, self.word())
            return True
        liked = [one for label in LIKED for one in buttons if bare(one.label).startswith(label)]
        some = liked or [one for one in buttons if not bare(one.label).startswith(SHUNNED)]
        if not some:
            return False
        guide, state = await state_of(self.talk)
        steps = {track["step"] for track in state.get("tracks", {}).values()}
        settles = guide is not None and any(one in guide.steps and guide.steps[one].agree for one in steps)
        await self.talk.presses_token(self.who, (some[-1] if settles and not liked else some[0]).token, place=place)
        return True

    async def _fill(self, place: str, form: Form) -> None:
        typed: dict[str, Any] = {}
        for one in form.fields:
            values = tuple(option.value for option in one.options)
            typed[one.name] = values if one.kind == "many" else values[0] if values else one.value or self.word()
        await self.talk.fills(self.who, place=place, **typed)


def walker(talk: Talk, who: str) -> Walker:
    made = Walker(talk, who, lambda: f"some words of {who}")
    made.mark()
    return made


# -- silence and leaving (SAFETY 3, 4, 5) ----------------------------------------------------------------------


def seen(talk: Talk, who: str = "ana") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that stands before somebody, alone and in the couple's place, bytes and buttons."""
    return tuple(talk.sees(who)), tuple(talk.sees(who, PLACE))


async def _goes_silent(talk: Talk, how: str) -> None:
    if how == "blocked":
        talk.adapter.blocked.add("ben")
    if how == "left":
        await leaves(talk)


async def _pair(folder: Path, can: Capabilities) -> Talk:
    folder.mkdir()  # noqa: ASYNC240  # a local folder
    talk = await Talk.open(folder, capabilities=can)
    await talk.pairs()
    return talk


async def what_ana_sees(
    folder: Path, can: Capabilities, guide: str, how: str, deeds: int, *, early: bool = False
) -> list[object]:
    """Ben does so much, then nothing more, in one of the ways there are; Ana goes on. What she sees at each moment."""
    talk = await _pair(folder, can)
    ana, ben = walker(talk, "ana"), walker(talk, "ben")
    if early:
        await _goes_silent(talk, how)
    await starts(talk, guide)
    for _ in range(0 if early else deeds):
        await ana.step()
        await ben.step()
    if not early:
        await _goes_silent(talk, how)
    moments: list[object] = [seen(talk)]
    for days in (1, 4, 4):
        for _ in range(10):
            if not await ana.step():
                break
            moments.append(seen(talk))
        for typed in ("/today", "/practices", "/calendar", "/rhythm"):
            await talk.says("ana", typed)
            moments.append(seen(talk))
        ana.mark()
        await talk.goes_by(days=days)
        moments.append(seen(talk))
    await starts(talk, "thanks" if guide == "repair" else guide)
    await ana.step()
    moments.append(seen(talk))
    await talk.close()
    return moments


@pytest.mark.parametrize(
    ("can", "guide"),
    [
        pytest.param(can, guide, id=f"{name}-{guide}", marks=[] if (name, guide) in BRISK else [pytest.mark.soak])
        for name, can in (("everything", EVERYTHING), ("chat only", CHAT_ONLY))
        for guide in FOR_TWO
    ],
)
async def test_leaving_looks_like_silence_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: str, can: Capabilities
) -> None:
    """Silent, blocked or gone, before it began or in the middle: whoever stays sees the same bytes all along."""
    monkeypatch.setattr("tests.test_practices_safety.LIKED", tuple(one for one in LIKED if "Share" not in one))
    for early, deeds in ((True, 0), (False, 1), (False, 4)):
        worlds = [
            await what_ana_sees(tmp_path / f"{how}-{deeds}-{early}", can, guide, how, deeds, early=early)
            for how in ("nothing", "blocked", "left")
        ]
        assert worlds[0] == worlds[1] == worlds[2], (early, deeds)


@pytest.mark.parametrize(
    "guide",
    ["state-of-us"]
    + [
        pytest.param(one, marks=pytest.mark.soak)
        for one in ("boundary-check-in", "foundations", "guess-and-compare", "monthly-look-back", "talk-it-over")
    ],
)
async def test_what_the_other_did_alone_shows_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: str
) -> None:
    """Not opened, opened, answered in part or in full and kept: of something sealed, all look the same."""
    monkeypatch.setattr("tests.test_practices_safety.LIKED", tuple(one for one in LIKED if "Share" not in one))
    told = []
    for deeds in (0, 1, 3, 9):
        talk = await _pair(tmp_path / str(deeds), EVERYTHING)
        ana, ben = walker(talk, "ana"), walker(talk, "ben")
        await starts(talk, guide)
        for _ in range(deeds):
            await ben.step()
        moments: list[object] = []
        for _ in range(12):
            await ana.step()
            moments.append(seen(talk))
        for typed in ("/today", "/practices", "/calendar", "/journal"):
            await talk.says("ana", typed)
            moments.append(seen(talk))
        await talk.goes_by(days=8)
        told.append([*moments, seen(talk)])
        await talk.close()
    assert told[0] == told[1] == told[2] == told[3]


async def test_nothing_goes_to_one_who_left(tmp_path: Path) -> None:
    """From the moment of leaving, not even what was queued for quiet hours reaches them alone (SAFETY 4)."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await talk.pairs()
    await talk.says("ben", "/quiet 22:00 to 8:00")
    await talk.goes_by(hours=14)
    await talk.says("ana", "/thanks for canary one")
    await talk.says("ana", "/timeout")
    await leaves(talk)
    before = seen(talk, "ben")
    for guide in ("good-news", "state-of-us", "own-a-mistake"):
        await starts(talk, guide)
        await talk.says("ana", "canary two")
    await talk.goes_by(days=13)
    assert seen(talk, "ben") == before
    assert "canary" not in str(before)


# -- where words stand before they are shown (SAFETY 9, 10, 29) ------------------------------------------------


@dataclass(slots=True)
class Canary:
    """Words of one person, and the question they answered."""

    word: str
    who: str
    step: str
    visible: str
    round: int


@dataclass(slots=True)
class Cage:
    """Gives every answer words of its own, and looks for them where they may not be."""

    talk: Talk
    kept: list[Canary] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    came: list[str] = field(default_factory=list)
    """What time brought, to anybody."""

    async def step(self, who: Walker) -> bool:
        """Somebody does the next thing; what they type is marked."""
        guide, state = await state_of(self.talk)
        word = f"canary{len(self.kept):03d}{who.who}"
        who.word = lambda: self._give(word, who.who, guide, state)
        moved = await who.step()
        await self.look()
        return moved

    def _give(self, word: str, who: str, guide: Guide | None, state: Mapping[str, Any]) -> str:
        track = {} if guide is None else state["tracks"].get(self.ids[who], {})
        asked = None if guide is None else guide.asked(track.get("step", ""))
        if asked is not None:
            self.kept.append(Canary(word, who, track["step"], asked.visible, state["round"]))
        return word

    async def look(self) -> None:
        """No sealed or private word in a row for the other, or in a column that is not sealed."""
        _, state = await state_of(self.talk)
        round_ = state.get("round", 99)
        secret = [
            one for one in self.kept if one.visible == "private" or (one.visible, one.round) == ("revealed", round_)
        ]
        if not secret:
            return
        bodies = await rows(
            self.talk,
            "SELECT p.address, o.body FROM outbox o JOIN places p ON p.id = o.place_id WHERE body IS NOT NULL",
        )
        for one in secret:
            assert not [row["address"] for row in bodies if row["address"] != one.who and one.word in row["body"]], one
        answers = await rows(self.talk, "SELECT person_id, value FROM answers")
        for one in self.kept:
            assert all(row["person_id"] == self.ids[one.who] for row in answers if one.word in row["value"]), one

    async def look_at_plain_columns(self) -> None:
        """No word of anybody in any column but those that are sealed, and no answer that was to be forgotten."""
        for table in TABLES.values():
            names = [part.name for part in table.parts if isinstance(part, Column) and part.kind == "text"]
            if names:
                found = str(await rows(self.talk, f"SELECT {', '.join(names)} FROM {table.name}"))
                assert "canary" not in found, table.name

    async def time(self) -> bool:
        """What falls due next; what it brings is noted."""
        due = await self.talk.app.next_time()
        if due is None or due > self.talk.clock.instant + 80 * DAY:
            return False
        before = {who: len(self.talk.screen(who)) for who in ("ana", "ben")}
        await self.talk.until(due)
        await self.look()
        self.came += [text for who in before for text in self.talk.sees(who)[before[who] :]]
        return True


async def _walked(talk: Talk, guide: str, *, steps: int = 120) -> Cage:
    cage = Cage(talk)
    for row in await rows(talk, "SELECT p.id, q.address FROM persons p JOIN places q ON q.id = p.place_id"):
        cage.ids[row["address"]] = row["id"]
    people = [walker(talk, "ana"), walker(talk, "ben")]
    await starts(talk, guide, alone=guide in FOR_ONE)
    for _ in range(steps):
        moved = [await cage.step(one) for one in people]
        if not await open_runs(talk) or (not any(moved) and not await cage.time()):
            break
    await cage.look_at_plain_columns()
    return cage


async def _forgotten(talk: Talk, guide: Guide) -> bool:
    """Whether no table holds, or leads to, what was answered to a question that is to be forgotten."""
    names = {step.id for step in guide.steps.values() if step.ask is not None and step.ask.forget}
    kept = {row["step"] for row in await rows(talk, "SELECT step FROM answers")}
    pressed = set()
    for row in await rows(talk, "SELECT b.actions, p.number FROM presses p JOIN buttons b ON b.token = p.token"):
        pressed.add(json.loads(row["actions"])[row["number"]][1].get("step", ""))
    return not names & (kept | pressed)


@pytest.mark.parametrize("guide", _marked(FOR_TWO + FOR_ONE))
@pytest.mark.parametrize("can", [EVERYTHING, CHAT_ONLY], ids=["everything", "chat only"])
async def test_no_word_stands_where_it_may_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, guide: str, can: Capabilities
) -> None:
    """Unique words in every answer: none in a row for the other before its time, in a plain column, or in a log."""
    caplog.set_level(logging.WARNING)  # libraries are heard from here on (bot.logs), we ourselves in full
    for ours in ("bot", "handlers"):
        caplog.set_level(logging.DEBUG, logger=ours)
    talk = await Talk.open(tmp_path, capabilities=can)
    await talk.pairs()
    cage = await _walked(talk, guide)
    assert cage.kept or guide in ("before-repair", "forgiving", "repair-safety", "listening-floor")
    assert await _forgotten(talk, talk.app.house.part(Library)[guide])
    assert "canary" not in caplog.text
    for text in cage.came:
        assert "canary" not in text, guide
        assert "Ana" not in text, guide
        assert "Ben" not in text, guide
    await talk.close()


# -- what comes by itself (SAFETY 11, 14) ----------------------------------------------------------------------


async def _answered_question(talk: Talk, label: str = "Share when we both have") -> None:
    """Ana and Ben answer the question of the day; Ana shares it, Ben not yet."""
    await talk.says("ana", "/question")
    await talk.says("ana", "canary of ana")
    await talk.presses("ana", label)
    await talk.presses("ben", "Open")
    await talk.says("ben", "canary of ben")


async def test_what_the_other_shares_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    """Where the two have no place of their own, a reveal keeps to each one's quiet hours (SAFETY 14)."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await talk.pairs()
    await _answered_question(talk)
    await talk.says("ana", "/quiet 22:00 to 8:00")
    await talk.goes_by(hours=13)
    before = talk.sees("ana")
    await talk.presses("ben", "Share when we both have")
    assert "canary of ana" in "\n".join(talk.sees("ben"))
    assert talk.sees("ana") == before
    await talk.goes_by(hours=10)
    assert "canary of ben" in "\n".join(talk.sees("ana"))
    await talk.close()


async def test_a_reveal_at_closing_time_says_nothing_by_itself(couple: Talk) -> None:
    """What both gave to be shown at closing time waits behind a door: no name or word comes unasked (SAFETY 11)."""
    await _answered_question(couple, "Share at closing time")
    await couple.presses("ben", "Share at closing time")
    before = len(couple.sees("ana", PLACE))
    await couple.goes_by(days=2)
    came = "\n".join(couple.sees("ana", PLACE)[before:])
    assert came
    assert not [word for word in ("canary", "Ana", "Ben") if word in came]


async def test_what_was_put_off_comes_once_and_not_at_night(couple: Talk) -> None:
    """ "Later" pressed in the evening brings the prompt in the morning, and once."""
    await couple.says("ben", "/quiet 22:00 to 8:00")
    await couple.goes_by(hours=11)
    await couple.says("ana", "/question")
    await couple.presses("ben", "Later")
    before = couple.sees("ben")
    await couple.goes_by(hours=5)
    assert couple.sees("ben") == before
    await couple.goes_by(hours=7)
    came = couple.sees("ben")[len(before) :]
    assert [one.count("[Later]") for one in came] == [1]


# -- stopping (SAFETY 21) --------------------------------------------------------------------------------------


async def test_stopping_clears_what_waits_for_the_morning(tmp_path: Path) -> None:
    """What quiet hours still held of a stopped journey is never sent; both read the same words, and no more."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await talk.pairs()
    await talk.says("ben", "/quiet 22:00 to 8:00")
    await starts(talk, "repair")
    for who in ("ana", "ben"):
        if who == "ben":
            await talk.presses("ben", "Open")
        await talk.presses(who, "I am here")
    await talk.goes_by(hours=14)
    before = len(talk.sees("ben"))
    await talk.says("ana", "canary of the night")
    await talk.says("ana", "/repair")
    await talk.presses("ana", "Stop the journey")
    await talk.presses("ana", "Yes, end it")
    await talk.goes_by(days=2)
    assert talk.sees("ben")[before:] == [talk.sees("ana")[-1]]
    assert "canary" not in str(await rows(talk, "SELECT body FROM outbox WHERE state = 'queued'"))
    await talk.close()


# -- whose words, whose numbers (SAFETY 15, 17, 19, 20, 22) ----------------------------------------------------


async def test_no_draft_begins_with_the_words_of_the_other(couple: Talk) -> None:
    """Whatever a guide offers to make of an answer, it is offered to whoever gave that answer."""
    library = couple.app.house.part(Library)
    for name in library.names:
        guide = library[name]
        for step in guide.steps.values():
            if step.agree is not None and step.agree.draft is not None:
                assert step.role == guide.steps[step.agree.draft].role, f"{name}/{step.id}"
            if step.agree is not None and "promise" in step.agree.offer:
                assert set(step.agree.offer) <= couple.app.house.agreements.keys()


async def test_a_number_is_kept_of_both_or_not_at_all(couple: Talk) -> None:
    """One answer leaves no measure; two leave their sum, from which neither can be told."""
    ana, ben = walker(couple, "ana"), walker(couple, "ben")
    await starts(couple, "state-of-us")
    for _ in range(9):
        await ana.step()
    await couple.goes_by(days=8)
    assert await rows(couple, "SELECT * FROM measures") == []
    for one in (ana, ben):
        one.mark()
    await starts(couple, "state-of-us")
    for _ in range(12):
        await ana.step()
        await ben.step()
    found = await rows(couple, "SELECT * FROM measures")
    assert {(row["name"], row["total"]) for row in found} == {("safe", 2), ("close", 2)}
    assert {key for row in found for key in row} == {"couple_id", "name", "at", "total"}


async def test_the_safety_question_stands_in_no_shared_place(couple: Talk) -> None:
    """Begun in the couple's place too, it is asked in the direct chat alone, and nothing of it is kept."""
    await couple.says("ana", "/repair", place=PLACE)
    await couple.presses("ana", "Go on")
    assert any("Has your partner ever hit" in one for one in couple.sees("ana"))
    assert not any("hit" in one for one in couple.sees("ben", PLACE))
    library = couple.app.house.part(Library)
    for name in ("before-repair", "repair-safety", "repair"):
        guide = library[name]
        asked = [step.ask for step in guide.steps.values() if step.id.startswith("safe") and step.ask is not None]
        assert asked
        assert all(one.visible == "private" and one.forget for one in asked)
        assert guide.structure.venue == "apart"


# -- forged, foreign, old and twice (SAFETY 2, 34) -------------------------------------------------------------


async def _everything(talk: Talk) -> str:
    """All answers and all that is under way, as bytes."""
    found = await rows(talk, "SELECT * FROM answers ORDER BY run_id, step, item, person_id")
    return str(found) + str(await rows(talk, "SELECT id, state, status FROM runs ORDER BY id"))


async def test_buttons_of_others_do_nothing(couple: Talk) -> None:
    """The partner and a stranger press what is not theirs, and made-up numbers of it: refused alike, nothing moves."""
    await couple.begins("eve")
    for guide in ("state-of-us", "ask-dont-assume", "taking-stock"):
        await starts(couple, guide, alone=guide == "taking-stock")
    tokens = [b.token for s in couple.screen("ana") for row in s.message.rows for b in row if b.token]
    before = await _everything(couple)
    refused = set()
    for token in (*tokens, f"{tokens[-1].partition('.')[0]}.99", "token-t-000000001.0", "x" * 200, "\u2028.0"):
        for who in ("ben", "eve"):
            refused.add(tuple(await couple.presses_token(who, token)))
    assert len(refused) == 1, refused
    assert await _everything(couple) == before


async def test_two_presses_at_once_count_once(couple: Talk) -> None:
    """The same button pressed twice in one moment answers once; the second is told so, kindly."""
    await starts(couple, "state-of-us")
    for _ in range(3):
        await couple.says("ana", "words")
    tokens = [couple.token("ana", "2"), couple.token("ana", "5")]
    account = Account("memory", "ana")
    press = [
        Press(f"at-once-{number}", couple._sender("ana"), Address("memory", account.id, "direct"), token)
        for number, token in enumerate(tokens)
    ]
    await asyncio.gather(*(couple.app.dispatch.emit(one) for one in press))
    await couple.app.run_due()
    found = await rows(couple, "SELECT step, value FROM answers WHERE step IN ('safe', 'close')")
    assert found == [{"step": "safe", "value": "2"}]


async def test_a_new_couple_has_nothing_of_the_old(couple: Talk) -> None:
    """Linked up anew, the buttons of the old couple's guides lead nowhere, and nobody new reads a word of them."""
    await starts(couple, "state-of-us")
    await couple.says("ana", "canary of then")
    await starts(couple, "ask-dont-assume", "ana")
    tokens = [b.token for s in couple.screen("ana") for row in s.message.rows for b in row if b.token]
    await leaves(couple)
    await couple.goes_by(days=15)
    await couple.begins("eve")
    await couple.says("ana", "/pair")
    code = next(span.text for span in couple.screen("ana")[-1].message.spans if span.style == "words")
    await couple.says("eve", f"/pair {code}")
    await couple.presses("eve", "Accept")
    before = await _everything(couple)
    for token in tokens:
        await couple.presses_token("ana", token)
    assert await _everything(couple) == before
    assert "canary" not in str(couple.sees("eve")) + str(couple.sees("eve", "place-2"))
    assert await couple.says("ana", "/today") == ["Nothing is waiting for you. Have a good day."]
    assert "canary" not in "\n".join(await couple.says("ana", "/journal"))


@pytest.mark.parametrize(("length", "kept"), [(2000, True), (2001, False), (100_000, False)])
async def test_an_answer_too_long_is_refused_and_nothing_moves(couple: Talk, length: int, kept: bool) -> None:
    """2,000 characters are taken; more is refused in a clear sentence, and the question stands as it was."""
    await couple.says("ana", "/question")
    (told,) = await couple.says("ana", "ñ" * length)
    assert bool(await rows(couple, "SELECT 1 AS one FROM answers")) is kept
    if not kept:
        assert "long" in told
        await couple.says("ana", "short")
        assert await rows(couple, "SELECT value FROM answers") == [{"value": "short"}]


@pytest.mark.soak
async def test_not_now_to_the_page_on_forgiving_holds_for_good(couple: Talk) -> None:
    """Whoever said "not now" to it once is not offered it again, in no later journey either (SAFETY 22)."""
    for number in range(2):
        await begun(couple)
        for chapter in (acknowledge, shoes, change, mending):
            await chapter(couple)
            await gate(couple)
        assert ("Open that page" in couple.sees("ana")[-1]) is (number == 0)
        if number == 0:
            await couple.presses("ana", "Not now")
        await couple.says("ana", "/repair")
        await couple.presses("ana", "Stop the journey")
        await couple.presses("ana", "Yes, end it")
        await couple.goes_by(days=1)


async def test_no_measure_of_one_answer(couple: Talk) -> None:
    """Where a guide lets a scale be skipped and one did, nothing is kept: it would be one partner's number."""

    async def keep(tx: Tx) -> list[Row]:
        actor = await person_by_account(tx, Account(couple.adapter.platform, "ana"))
        assert actor is not None
        both = await couple_of(tx, actor)
        assert both is not None
        guide = couple.app.house.part(Library)["state-of-us"]
        run = Run("r", guide, both, both.both, State({}))
        reveal = next(step.reveal for step in guide.steps.values() if step.reveal)
        await measures.keep(tx, run, reveal, {("safe", "", actor.id): "1"}, 1)
        return await tx.all("SELECT * FROM measures")

    assert await couple.app.store.write(keep) == []
