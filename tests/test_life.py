"""A couple's life, played at random: two partners, a third person, time and faults; what must hold, holds."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.app import build_house
from bot.cards import Card
from bot.feature import Context, Handler
from bot.model import Field, Filled
from bot.store import Row, Tx
from tests.faults.house import Ears, QuickTalk
from tests.talk import MemoryAdapter, Shown, Talk, bare

Result = TypeVar("Result")
COUPLE = ("ana", "ben")
EVERYBODY = (*COUPLE, "eve")
NAMES = ("Ana", "Ben")

COMMANDS = (
    "/start", "/help", "/today", "/checkin", "/rhythm", "/rhythm sundays 18:00", "/rhythm daily 9:00", "/quiet off",
    "/quiet 22:00-7:30", "/promise", "/promise {} by friday", "/promise {}", "/promises", "/boundary", "/boundary {}",
    "/boundaries", "/leave", "/pair nothing", "/link", "/link nothing", "/recovery", "/carry", "/{}",
)  # fmt: skip

people = st.sampled_from(EVERYBODY)
partners = st.sampled_from(COUPLE)
anything = st.text(st.characters(exclude_categories=("Cs", "Co"), exclude_characters="{}"), max_size=30)
places = st.integers(0, 50)


class Life(RuleBasedStateMachine):
    """What can happen, and what must be true whatever did."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.ears = Ears()
        self.ears.__enter__()
        self.fired: Counter[str] = Counter()
        adapter = MemoryAdapter()
        house = build_house([adapter])
        house.timers = {name: self._counted(name, handler) for name, handler in house.timers.items()}
        self.talk = self.do(QuickTalk.begin(Path(self.folder.name), adapter=adapter, house=house))
        self.words: dict[str, tuple[str, str]] = {}  # canary: whose, and in which run (or "")
        self.shared: dict[tuple[str, str], str] = {}  # run, who: how
        self.opened: set[str] = set()
        self.looked: dict[tuple[int, str], int] = {}
        self.left: dict[str, list[str]] = {}
        self.actor = ""

    def teardown(self) -> None:
        self.do(self.talk.close())
        self.runner.close()
        self.folder.cleanup()
        self.ears.__exit__()

    def do(self, deed: Awaitable[Result]) -> Result:
        async def run() -> Result:
            return await deed

        return self.runner.run(run())

    def _counted(self, name: str, handler: Handler) -> Handler:
        async def counted(ctx: Context) -> Card | None:
            self.fired[f"{name} {json.dumps(dict(ctx.args), sort_keys=True)}"] += 1
            return await handler(ctx)

        return counted

    # -- what people do --------------------------------------------------------------------------------------

    def _acts(self, who: str, deed: Callable[[], Awaitable[list[str]]]) -> None:
        """Have somebody do something; they get some answer, unless they have blocked the bot."""
        before = self._all_seen(who)
        self.actor = who
        self.do(deed())
        if who not in self.talk.adapter.blocked and not self._is_through(who):
            assert self._all_seen(who) != before, f"{who} got no answer"
        self._look_round()

    def _is_through(self, who: str) -> bool:
        """Whether somebody is through with a run that is under way: then /checkin and [Open] say nothing (a bug)."""
        rows = self._rows(
            "SELECT r.state, a.person_id FROM runs r JOIN run_people p ON p.run_id = r.id "
            "JOIN accounts a ON a.person_id = p.person_id WHERE r.status = 'open' AND a.account = :who",
            who=who,
        )
        return any(json.loads(row["state"])["tracks"][row["person_id"]]["step"] == "*" for row in rows)

    def _all_seen(self, who: str) -> list[tuple[str, int]]:
        return [(one.ref, one.edits) for one in self._screen(who)]

    def _screen(self, who: str) -> list[Shown]:
        shared = [place for place, members in self.talk.adapter.members.items() if who in {m.id for m in members}]
        return [one for place in ("", *shared) for one in self.talk.screen(who, place)]

    def _canary(self, who: str, text: str) -> str:
        canary = f"canary{len(self.words)}z"
        self.words[canary] = (who, self._asked(who))
        return f"{canary} {text}"

    def _asked(self, who: str) -> str:
        """The run whose question somebody's next words answer."""
        rows = self._rows(
            "SELECT b.actions, q.number FROM questions q JOIN buttons b ON b.token = q.token "
            "JOIN places p ON p.id = q.place_id WHERE p.address = :who",
            who=who,
        )
        action, args = _hung(rows, rows[0]["number"] if rows else 0)
        return args["run"] if action == "guides.text" else ""

    def _rows(self, sql: str, **values: str) -> list[Any]:
        return self.do(self.talk.rows(sql, **values))

    def _paired(self, who: str) -> bool:
        return bool(
            self._rows(
                "SELECT 1 FROM members m JOIN accounts a ON a.person_id = m.person_id "
                "WHERE a.account = :who AND m.closed_at IS NULL",
                who=who,
            )
        )

    def _known(self, who: str) -> bool:
        return bool(self._rows("SELECT 1 FROM accounts WHERE account = :who", who=who))

    @initialize(linked=st.integers(0, 3))
    def start(self, linked: int) -> None:
        """Most lives are those of a couple, and of somebody else who knows the bot."""
        if linked:
            self.pair()
        if linked > 1:
            self.begin("eve")

    def begin(self, who: str) -> None:
        if not self._known(who):
            self.actor = who
            self.do(self.talk.begins(who))

    def pair(self) -> None:
        self.talk.adapter.blocked.clear()
        alone = [who for who in COUPLE if self._paired(who)]
        if len(alone) == 2:
            return
        for who in alone:
            self.leave(who, 1)
        for who in COUPLE:
            self.begin(who)
        self.left.clear()
        self.actor = "both"
        self.do(self.talk.says("ana", "/pair"))
        code = next(span.text for span in self.talk.screen("ana")[-1].message.spans if span.style == "words")
        self.do(self.talk.says("ben", f"/pair {code}"))
        self.do(self.talk.presses("ben", "Accept"))
        assert self._paired("ana")
        assert self._paired("ben")

    @rule(who=people, nth=places)
    def press(self, who: str, nth: int) -> None:
        buttons = [one for shown in self._screen(who) for row in shown.message.rows for one in row]
        if buttons:
            self._press(who, buttons[-1 - nth % min(len(buttons), 12)].token)

    def press_label(self, who: str, label: str) -> None:
        found = [
            one
            for shown in self._screen(who)
            for row in shown.message.rows
            for one in row
            if bare(one.label).startswith(label)
        ]
        if found:
            self._press(who, found[-1].token)

    @rule(who=st.sampled_from(("eve", "eve", "ana", "ben")), whose=partners, nth=places)
    def press_foreign(self, who: str, whose: str, nth: int) -> None:
        tokens = [one.token for shown in self._screen(whose) for row in shown.message.rows for one in row]
        tokens += [shown.message.form.token for shown in self._screen(whose) if shown.message.form]
        if who != whose and tokens:
            self._press(who, tokens[-1 - nth % len(tokens)])
            if who == "eve" and who not in self.talk.adapter.blocked:
                assert "That button has done its work" in self.talk.sees(who)[-1]

    def _press(self, who: str, token: str) -> None:
        base, _, number = token.partition(".")
        rows = self._rows(
            "SELECT b.actions FROM buttons b JOIN accounts a ON b.holder = 'person:' || a.person_id "
            "WHERE b.token = :token AND a.account = :who",
            token=base,
            who=who,
        )
        action, args = _hung(rows, int(number) if number.isdecimal() else 99)
        if action in ("guides.share", "guides.again"):
            self.shared[args["run"], who] = args.get("how", "")
        closed = not self._paired(who)
        self._acts(who, lambda: self.talk.presses_token(who, token))
        if not closed and not self._paired(who):
            self.left[who] = []

    @rule(who=people, text=anything)
    def say(self, who: str, text: str) -> None:
        words = self._canary(who, text) if who in COUPLE else text.lstrip("/") or "hm"
        self._acts(who, lambda: self.talk.says(who, words))

    @rule(who=people, command=st.sampled_from(COMMANDS), text=anything)
    def command(self, who: str, command: str, text: str) -> None:
        words = command.replace("{}", self._canary(who, text) if who in COUPLE and "{}" in command else text)
        self._acts(who, lambda: self.talk.says(who, words))

    @rule(walk=st.lists(st.tuples(partners, places), min_size=2, max_size=8), text=anything)
    def live_on(self, walk: list[tuple[str, int]], text: str) -> None:
        """Each in turn does what lies at hand: answers what is asked, or presses one of the newest buttons."""
        for who, nth in walk:
            newest = [row for shown in self._screen(who)[-4:] for row in shown.message.rows if row]
            if self._asked(who):
                self.say(who, text)
            elif newest:
                row = newest[-1 - nth % min(len(newest), 3)]
                self._press(who, row[nth // 3 % len(row)].token)
            self._look_round()

    @rule(walk=st.lists(st.tuples(partners, places), min_size=2, max_size=6), text=anything)
    def check_in(self, walk: list[tuple[str, int]], text: str) -> None:
        """They look at their week, and mostly share."""
        walk = [*walk, ("ana", 0), ("ben", 0)] if len(walk) % 2 else walk
        self.pair()
        self._acts("ana", lambda: self.talk.says("ana", "/checkin"))
        for who in COUPLE:
            if who == "ben":
                self.press_label(who, "Open")
            self.press_label(who, "Something")
            if self._asked(who):
                self.say(who, text)
        for who, nth in walk:
            label = ("Share when", "Share when", "Share when", "Share at", "Take it", "Answer again", "Keep it")[
                nth % 7
            ]
            self.press_label(who, label)
            self._look_round()

    @rule(who=partners, text=anything, days=st.integers(0, 9))
    def promise(self, who: str, text: str, days: int) -> None:
        """One promises something, the other accepts, and a few days later both say how it went."""
        self.pair()
        other = COUPLE[1 - COUPLE.index(who)]
        self.command(who, "/promise {} by friday", text)
        self.press_label(who, "5")
        self._look_round()
        self.press_label(other, "Accept")
        self._look_round()
        self.time_passes(1 + days * 24 * 60)
        for one in COUPLE:
            self._look_round()
            self.press_label(one, "Show")
            self.press_label(one, "Kept")

    @rule(who=partners, sure=st.integers(0, 2))
    def leave(self, who: str, sure: int) -> None:
        self._acts(who, lambda: self.talk.says(who, "/leave"))
        self.press_label(who, "Leave now" if sure else "Stay")

    @rule(who=people, text=anything, pick=places)
    def fill(self, who: str, text: str, pick: int) -> None:
        forms = [one.message.form for one in self.talk.screen(who) if one.message.form]
        if not forms:
            return

        def typed(asked: Field) -> str | tuple[str, ...]:
            if asked.options:
                value = asked.options[pick % len(asked.options)].value
                return (value,) if asked.kind == "many" else value
            if asked.name in ("zone", "name"):
                return asked.value
            return self._canary(who, text)[: asked.max_length] if who in COUPLE else text

        form = forms[-1]
        values = {one.name: typed(one) for one in form.fields}
        address, sender = self.talk._address(who, ""), self.talk._sender(who)
        event = Filled(self.talk._key(""), sender, address, form.token, values)
        self._acts(who, lambda: self.talk._after(who, address, event))

    # -- what the world does ---------------------------------------------------------------------------------

    @rule(minutes=st.one_of(st.integers(1, 600), st.integers(600, 20 * 24 * 60)))
    def time_passes(self, minutes: int) -> None:
        self.actor = ""
        self.do(self.talk.goes_by(minutes=minutes))

    @rule(who=people, what=st.sampled_from(("restart", "again", "block", "unblock", "photo", "forged")), text=anything)
    def oddity(self, who: str, what: str, text: str) -> None:
        """A restart, the last event once more, somebody blocks the bot or lets it in, a photo, a forged button."""
        if what == "restart":
            self.actor = ""
            self.do(self.talk.restart())
        elif what == "again":
            self._repeat()
        elif what == "photo":
            self._acts(who, lambda: self.talk.sends_photo(who))
        elif what == "forged":
            self._press(who, text)
        elif what == "block":
            self.talk.adapter.blocked.add(who)
        else:
            self.talk.adapter.blocked.clear()

    def _repeat(self) -> None:
        """The same key again changes nothing that anybody sees."""
        before = {who: self._all_seen(who) for who in EVERYBODY}
        if self.talk._count:
            self.do(self.talk.says("ana", "/today", key="event-1"))
        assert {who: self._all_seen(who) for who in EVERYBODY} == before

    # -- what must be true -----------------------------------------------------------------------------------

    @invariant()
    def no_bugs(self) -> None:
        assert self.ears.heard == []

    @invariant()
    def one_couple_each(self) -> None:
        assert not self._rows(
            "SELECT person_id FROM members WHERE closed_at IS NULL GROUP BY person_id HAVING COUNT(*) > 1"
        )

    @invariant()
    def every_button_leads_somewhere(self) -> None:
        house = self.talk.app.house
        hung = [json.loads(row["actions"]) for row in self._rows("SELECT actions FROM buttons")]
        assert {one[0] for row in hung for one in row} <= set(house.actions)
        assert {row["kind"] for row in self._rows("SELECT DISTINCT kind FROM timers")} <= set(house.timers)

    @invariant()
    def timers_fire_once(self) -> None:
        assert max(self.fired.values(), default=1) == 1, self.fired

    @invariant()
    def nothing_is_shown_that_must_not_be(self) -> None:
        self._look_round()

    def _look_round(self) -> None:
        for who in EVERYBODY:
            fresh = [one for one in self._screen(who) if self.looked.get((id(one), who)) != one.edits]
            for shown in fresh:
                self.looked[id(shown), who] = shown.edits
                self._look(who, shown.message.plain())
                for row in shown.message.rows:
                    for button in row:
                        self._look(who, button.label)
            if who in self.left:
                self._has_left(who, fresh)

    def _look(self, who: str, text: str) -> None:
        assert "{" not in text, text
        assert not any(unicodedata.category(one) == "Co" for one in text), text
        assert "Something went wrong" not in text
        if who == "eve":
            assert not any(name in text for name in NAMES), text
        for canary in [one for one in self.words if one in text]:
            owner, run = self.words[canary]
            if owner == who:
                continue
            assert who != "eve", text
            if run and canary not in self.opened:
                hows = {self.shared.get((run, one), "") for one in COUPLE}
                assert hows <= {"now", "closing"}, f"{who} reads {text!r} while {self.shared}"
                self.opened.add(canary)

    def _has_left(self, who: str, fresh: list[Shown]) -> None:
        """From that transaction on nothing goes out to one who left (SAFETY 4)."""
        assert not fresh or self.actor == who, f"after {self.actor or 'time'}: {[one.message.plain() for one in fresh]}"
        partner = NAMES[1 - COUPLE.index(who)] if who in COUPLE else "?"
        for shown in fresh:
            assert partner not in shown.message.plain(), shown.message.plain()


def _hung(rows: list[Any], number: int) -> tuple[str, dict[str, str]]:
    """The action behind a button, and its args."""
    found = json.loads(rows[0]["actions"]) if rows else []
    return tuple(found[number][:2]) if number < len(found) else ("", {})


def _live(examples: int, steps: int, *, quick: bool = True) -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,) if quick else tuple(Phase),
            report_multiple_bugs=False,
        ),
    )


def test_a_life() -> None:
    """The invariants I1, I3, I4, I7 and SAFETY 2, 4, 9, 32, 34 hold in some lives."""
    _live(18, 40)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_many_lives() -> None:
    """The same in many long ones."""
    _live(2000, 120)


# -- what these lives found --------------------------------------------------------------------------------------


async def test_whoever_is_through_still_gets_an_answer(couple: Talk) -> None:
    """Every command gets a reply: /checkin by one who is through says so."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "All fine")
    await couple.presses("ben", "All fine")
    await couple.presses("ana", "Share when")
    await couple.presses("ben", "Share when")
    await couple.presses("ana", "Leave it")
    assert await couple.says("ana", "/checkin") != []


async def test_whoever_left_is_shown_nothing_of_the_couple(couple: Talk) -> None:
    """SAFETY 4: what was open between the two is not open for one who left, now or with somebody else."""
    await couple.says("ana", "/checkin")
    await couple.presses("ana", "Something")
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    today = await couple.says("ben", "/today")
    assert "Nothing is waiting" in "".join(today)


async def test_a_closed_couple_has_no_open_runs(couple: Talk) -> None:
    """SAFETY 5: once the couple is closed for the one who stayed, its check-in is not open any more."""
    await couple.says("ben", "/rhythm daily 9:00")
    await couple.goes_by(days=1)
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    await couple.goes_by(days=15)
    today = await couple.says("ana", "/today")
    assert "Nothing is waiting" in "".join(today)


async def test_nothing_falls_due_for_two_who_both_left(couple: Talk) -> None:
    """I7: after both left, no timer of theirs remains, and no run begins."""
    await couple.says("ana", "/rhythm daily 9:00")
    for who in ("ana", "ben"):
        await couple.says(who, "/leave")
        await couple.presses(who, "Leave now")
    await couple.goes_by(days=20)

    async def left(tx: Tx) -> list[Row]:
        return [*await tx.all("SELECT kind FROM timers"), *await tx.all("SELECT id FROM runs WHERE status = 'open'")]

    assert await couple.app.store.read(left) == []
