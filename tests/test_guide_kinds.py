"""The step kinds that are for one role, for both in turn, or come again: what each does to where people stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.errors import Refused
from bot.guides.decks import open_cards
from bot.guides.moves import (
    DONE,
    Again,
    Answered,
    CallTime,
    Chose,
    Close,
    Confirmed,
    End,
    Extended,
    Gave,
    Keep,
    Opened,
    Over,
    Passed,
    Rest,
    SetClose,
    Settled,
    SetTurn,
    SetWake,
    Show,
    ShowAnswer,
    ShowChart,
    ShowGiven,
    ShowOther,
    ShowRoom,
    ShowTogether,
    Stopped,
    TimeUp,
    TurnUp,
    Woke,
)
from bot.guides.script import Guide, Notice, read_guide
from bot.guides.walker import Walker
from tests.walk import Walk

WORDS: Final = "title: T\nabout: A\ndoor: D\nsteps:\n"
Make = Callable[..., Guide]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Reads a guide out of its steps."""

    def make(steps: str, head: str = "", words: str = "  bye: {text: Bye}\n", kind: str = "exercise") -> Guide:
        folder = tmp_path / "guide"
        folder.mkdir(exist_ok=True)
        (folder / "guide.yaml").write_text(f"kind: {kind}\npractice: x\ncloses: 21d\n{head}steps:\n{steps}")
        (folder / "en.yaml").write_text(WORDS + words)
        return read_guide(folder)

    return make


ROLES = "roles: [giver, taker]\n"


def test_a_step_for_one_role_waits_until_both_have_come(make: Make) -> None:
    """Whose part it is gets the question once both are there; then both go on together."""
    guide = make(
        "  - {id: gift, for: giver, ask: {type: text, visible: shared}}\n"
        "  - {id: thanks, for: taker, ask: {type: text, visible: shared}}\n  - {id: bye, end: {}}\n",
        ROLES,
    )
    walk = Walk(guide)
    assert Show("ana", "gift") not in walk.do(Opened("ana"))
    assert Show("ana", "gift") in walk.do(Opened("ben"))
    with pytest.raises(Refused):
        walk.do(Answered("ben", "gift", "", "mine"))
    effects = walk.do(Answered("ana", "gift", "", "words"))
    assert ShowAnswer("ana", "gift", "") in effects
    assert Show("ben", "thanks") in effects
    walk.do(Answered("ben", "thanks", "", "thank you"))
    assert walk.over


def test_the_other_reads_their_own_words_meanwhile(make: Make) -> None:
    """Where a step has words for the other, they see them as the step begins; where it has none, nothing."""
    steps = "  - {id: gift, for: giver, ask: {type: text, visible: shared}}\n  - {id: bye, end: {}}\n"
    words = "  bye: {text: Bye}\n  gift: {text: Write, other: Wait, shown: '{value}'}\n"
    assert ShowOther("ben", "gift", "") in Walk(make(steps, ROLES, words), eager=("ana", "ben")).seen
    assert not any(isinstance(one, ShowOther) for one in Walk(make(steps, ROLES), eager=("ana", "ben")).seen)


def test_whoever_begins_has_the_first_role(make: Make) -> None:
    """The people's order is that of the roles."""
    guide = make("  - {id: gift, for: giver, ask: {type: text, visible: shared}}\n  - {id: bye, end: {}}\n", ROLES)
    assert Show("ben", "gift") in Walk(guide, ("ben", "ana"), eager=("ben", "ana")).seen


def test_a_role_nobody_has_is_left_out_and_who_is_through_keeps_nobody_waiting(make: Make) -> None:
    """Alone there is no second role; one who left by a branch does not hold the other up."""
    guide = make(
        "  - {id: stay, ask: {type: yes-no, visible: private}}\n  - {id: way, branch: {on: stay, to: {no: finish}}}\n"
        "  - {id: gift, for: giver, ask: {type: text, visible: shared}}\n"
        "  - {id: thanks, for: taker, ask: {type: text, visible: shared}}\n  - {id: bye, end: {}}\n",
        ROLES,
    )
    alone = Walk(guide, ("ana",), eager=("ana",))
    alone.do(Answered("ana", "stay", "", "yes"))
    alone.do(Answered("ana", "gift", "", "to myself"))
    assert alone.over
    walk = Walk(guide, eager=("ana", "ben"))
    walk.do(Answered("ben", "stay", "", "yes"))
    assert Show("ben", "thanks") in walk.do(Answered("ana", "stay", "", "no"))
    walk.do(Answered("ben", "thanks", "", "for nothing"))
    assert walk.over


TURNS_GUIDE = """
  - id: talk
    turns:
      roles: [speaker, listener]
      steps:
        - {id: speak, for: speaker, floor: {time: 3m}}
        - {id: mirror, for: listener, floor: {time: 2m}}
        - {id: right, for: speaker, ask: {type: choice, options: [yes-it-is, not-quite], visible: shared}}
        - {id: loop, branch: {on: right, to: {not-quite: mirror}}}
  - {id: bye, end: {}}
"""


def test_turns_are_taken_by_each_once(make: Make) -> None:
    """Speaker and listener change places for the second turn; "not quite" leads back to saying it again."""
    walk = Walk(make(TURNS_GUIDE), eager=("ana", "ben"))
    walk.do(Passed("ana", "speak", "1"))
    walk.do(Passed("ben", "mirror", "1"))
    assert Show("ben", "mirror", "1") in walk.do(Answered("ana", "right", "1", "not-quite"))
    walk.do(Passed("ben", "mirror", "1"))
    assert Show("ben", "speak", "2") in walk.do(Answered("ana", "right", "1", "yes-it-is"))
    walk.do(Passed("ben", "speak", "2"))
    walk.do(Passed("ana", "mirror", "2"))
    walk.do(Answered("ben", "right", "2", "yes-it-is"))
    assert walk.over


def test_a_floor_ends_by_itself_a_minute_after_its_time(make: Make) -> None:
    """Time is called once, then the floor passes on; a little more time puts both off; an old timer does nothing."""
    walk = Walk(make(TURNS_GUIDE), eager=("ana", "ben"))
    assert SetTurn("speak", "1", 180_000) in walk.seen
    assert SetTurn("speak", "1", 90_000) in walk.do(Extended("ana", "speak", "1"))
    effects = walk.do(TurnUp("speak", "1", last=False))
    assert effects == [CallTime("speak", "1"), SetTurn("speak", "1", 60_000, last=True)]
    assert Show("ben", "mirror", "1") in walk.do(TurnUp("speak", "1", last=True))
    assert walk.do(TurnUp("speak", "1", last=True)) == []
    with pytest.raises(Refused):
        walk.do(Passed("ana", "speak", "1"))


CHAPTERS = """
  - id: understand
    chapter:
      steps:
        - {id: hear, for: taker, ask: {type: text, visible: shared}}
        - {id: enough, for: giver, ask: {type: choice, options: [enough, again], visible: private}}
        - {id: more, branch: {on: enough, to: {again: hear}}}
  - {id: rest, wait: {for: 2w}}
  - {id: felt, ask: {type: scale}}
  - {id: together, reveal: {of: [felt], closes: 3d, keeps: [felt]}}
  - {id: where, for: giver, ask: {type: choice, options: [onward, understand], visible: private}}
  - {id: back, revisit: {on: where}}
  - {id: picture, chart: {of: [felt]}}
  - {id: bye, end: {}}
"""


def through_the_chapter(walk: Walk, item: str = "") -> None:
    walk.do(Answered("ben", "hear", item, "heard"))
    walk.do(Answered("ana", "enough", item, "enough"))


def to_the_review(make: Make) -> Walk:
    """A journey with a chapter behind it, at the question which gate to go through again."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    through_the_chapter(walk)
    walk.do(Woke("rest"))
    for person in ("ana", "ben"):
        walk.do(Opened(person))
        walk.do(Answered(person, "felt", "", "4"))
        walk.do(Chose(person, "together", "now"))
    return walk


def test_a_step_back_opens_one_chapter_and_returns(make: Make) -> None:
    """The chapter that was named is gone through again, under a number of its own; then it goes on below."""
    walk = to_the_review(make)
    assert Show("ben", "hear", "2") in walk.do(Answered("ana", "where", "", "understand"))
    walk.do(Answered("ben", "hear", "2", "heard better"))
    walk.do(Answered("ana", "enough", "2", "again"))
    through_the_chapter(walk, "2")
    assert walk.answers["hear", "", "ben"] == walk.answers["hear", "2", "ben"] == "heard"
    assert ShowChart("picture") in walk.seen
    assert walk.over


def test_after_a_step_back_the_newest_answer_counts(make: Make) -> None:
    """What lies outside a chapter goes by what was said when it was gone through last."""
    steps = CHAPTERS.replace(
        "  - {id: picture, chart: {of: [felt]}}\n",
        "  - {id: told, branch: {on: enough, to: {again: finish}}}\n"
        "  - {id: last, ask: {type: text, visible: private}}\n",
    )
    walk = Walk(make(steps, ROLES, kind="journey"), eager=("ana", "ben"))
    walk.answers["enough", "", "ana"] = "enough"
    walk.answers["enough", "2", "ana"] = "again"
    logic = Walker(walk.guide, replace(walk.state, visits={"understand": 1}), walk.answers, {})
    assert logic.value("enough", "ana") == "again"
    assert logic.value("enough", "ana", "2") == "again"


def test_no_step_back_goes_straight_on(make: Make) -> None:
    """An answer that names no chapter leads on."""
    walk = to_the_review(make)
    walk.do(Answered("ana", "where", "", "onward"))
    assert walk.over


def test_a_wait_ends_in_a_prompt_that_shows_nothing_yet(make: Make) -> None:
    """Once a wait is over both get a prompt; each goes on by opening it (SAFETY 11)."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    through_the_chapter(walk)
    assert SetWake("rest") in walk.seen
    assert walk.do(Woke("rest"))[:2] == [Show("ana", "rest"), Show("ben", "rest")]
    assert Show("ana", "felt") not in walk.seen
    assert walk.do(Woke("rest")) == []
    assert Show("ana", "felt") in walk.do(Opened("ana"))


def test_a_journey_rests_and_goes_on(make: Make) -> None:
    """Past its time it rests, told to both alike; any press goes on with it, and its time begins anew."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    assert [one for one in walk.do(TimeUp(0)) if isinstance(one, Rest)] == [Rest("ana"), Rest("ben")]
    assert not walk.over
    assert walk.do(TimeUp(0)) == []
    walk.do(Opened("ana"))
    effects = walk.do(Answered("ben", "hear", "", "heard"))
    assert not walk.state.resting
    assert any(isinstance(one, SetClose) for one in effects)


def test_time_does_not_run_out_while_a_journey_waits(make: Make) -> None:
    """A wait longer than the time it may stay open ends in its prompt, not in a rest."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    through_the_chapter(walk)
    assert walk.do(TimeUp(0)) == []
    assert any(isinstance(one, SetClose) for one in walk.do(Woke("rest")))


def test_a_sealed_part_of_a_journey_closes_in_its_own_time(make: Make) -> None:
    """Gates stay open for weeks, a reveal for its days: the time counts from where only the reveal is left."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    assert walk.closes == SetClose(0, 21 * 86_400_000)
    through_the_chapter(walk)
    walk.do(Woke("rest"))
    walk.do(Opened("ana"))
    walk.do(Opened("ben"))
    assert walk.closes is not None
    walk.do(TimeUp(0))
    walk.do(Answered("ana", "felt", "", "4"))
    assert walk.closes == SetClose(0, 3 * 86_400_000)


def test_stopping_is_told_to_both_alike(make: Make) -> None:
    """Either may stop; both are told the same, and it is over (SAFETY 21)."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    effects = walk.do(Stopped("ben"))
    assert effects == [End("ana"), End("ben"), Over(revealed=False, outcome="stopped")]


def test_an_exercise_left_open_closes_for_both(make: Make) -> None:
    """Nobody is left with a question for ever."""
    walk = Walk(make(TURNS_GUIDE, "roles: [one, two]\n"), eager=("ana", "ben"))
    assert walk.do(TimeUp(0))[:2] == [Close("ana"), Close("ben")]


NOTICED = "  - {id: sorry, ask: {type: text, visible: shared, notice: true}}\n  - {id: bye, end: {}}\n"


def test_a_text_that_was_noticed_waits_for_its_author(make: Make) -> None:
    """It is kept, shown to nobody, and goes on when its author says so; or it is written again."""
    walk = Walk(make(NOTICED), ("ana",), eager=("ana",))
    assert walk.do(Answered("ana", "sorry", "", "sorry, but", noticed=True)) == [
        Keep("ana", "sorry", "", "sorry, but"),
        Show("ana", "sorry"),
    ]
    walk.do(Confirmed("ana", "sorry", "", kept=False))
    walk.do(Answered("ana", "sorry", "", "sorry, but", noticed=True))
    assert ShowAnswer("ana", "sorry", "") in walk.do(Confirmed("ana", "sorry", "", kept=True))
    with pytest.raises(Refused):
        walk.do(Confirmed("ana", "sorry", "", kept=True))


def test_what_a_notice_finds() -> None:
    """Whole words, in capitals too; no part of a word."""
    notice = Notice(words=("but", "if you"), text="There is a but.")
    assert notice.found_in("I am sorry, BUT")
    assert notice.found_in("sorry if you felt that")
    assert not notice.found_in("I broke the butter dish")


def test_what_is_to_be_forgotten_only_leads_on(make: Make) -> None:
    """The answer steers a branch and is kept nowhere (SAFETY 19)."""
    guide = make(
        "  - {id: safe, ask: {type: yes-no, visible: private, forget: true}}\n"
        "  - {id: way, branch: {on: safe, to: {no: careful}}}\n  - {id: fine, end: {}}\n"
        "  - {id: careful, end: {outcome: not-now}}\n",
        words="  fine: {text: Fine}\n  careful: {text: Careful}\n",
    )
    walk = Walk(guide, ("ana",), eager=("ana",))
    effects = walk.do(Answered("ana", "safe", "", "no"))
    assert not any(isinstance(one, Keep) for one in effects)
    assert Show("ana", "careful") in effects
    assert Over(revealed=True, outcome="not-now") in effects


GIVING = """
  - {id: want, ask: {type: text, visible: private, optional: true}}
  - {id: cost, ask: {type: text, visible: private, optional: true}}
  - {id: give, share: {of: [want, cost]}}
  - {id: bye, end: {}}
"""


@pytest.mark.parametrize("names", [(), ("want",), ("want", "cost")])
def test_sharing_all_part_or_nothing(make: Make, names: tuple[str, ...]) -> None:
    """What was chosen is shown to the partner; nothing is an answer too."""
    walk = Walk(make(GIVING, "people: one\n"), ("ana",), eager=("ana",), partnered=True)
    walk.do(Answered("ana", "want", "", "peace"))
    walk.do(Answered("ana", "cost", "", "sleep"))
    effects = walk.do(Gave("ana", "give", "", names))
    assert [one.names for one in effects if isinstance(one, ShowGiven)] == ([names] if names else [])
    assert walk.over


@pytest.mark.parametrize(("names", "asked"), [((), False), (("want",), True)])
def test_a_branch_may_follow_what_was_shared(make: Make, names: tuple[str, ...], *, asked: bool) -> None:
    """Where nothing was shown, the other is asked nothing about it."""
    guide = make(
        "  - {id: want, for: giver, ask: {type: text, visible: private}}\n"
        "  - {id: give, for: giver, share: {of: [want]}}\n"
        "  - {id: way, branch: {on: give, to: {none: finish}}}\n"
        "  - {id: reply, for: taker, ask: {type: text, visible: shared}}\n  - {id: bye, end: {}}\n",
        ROLES,
    )
    walk = Walk(guide, eager=("ana", "ben"))
    walk.do(Answered("ana", "want", "", "words"))
    assert (Show("ben", "reply") in walk.do(Gave("ana", "give", "", names))) is asked


@pytest.mark.parametrize(("partnered", "said"), [(False, "peace"), (True, "")])
def test_nobody_is_asked_to_share_nothing_or_with_nobody(make: Make, said: str, *, partnered: bool) -> None:
    """Without a partner, or with nothing written, the question is left out."""
    walk = Walk(make(GIVING, "people: one\n"), ("ana",), eager=("ana",), partnered=partnered)
    walk.do(Answered("ana", "want", "", said))
    walk.do(Answered("ana", "cost", "", ""))
    assert walk.over


def test_a_wait_may_be_as_long_as_somebody_said(make: Make) -> None:
    """The time-out's return is booked by its caller's choice."""
    guide = make(
        "  - {id: long, for: giver, ask: {type: choice, options: [short, hour], visible: private}}\n"
        "  - {id: rest, wait: {on: long, to: {short: 20m, hour: 1h}}}\n  - {id: bye, end: {}}\n",
        ROLES,
    )
    walk = Walk(guide, eager=("ana", "ben"))
    assert SetWake("rest", 3_600_000) in walk.do(Answered("ana", "long", "", "hour"))


def test_a_guess_is_asked_like_what_it_guesses(make: Make) -> None:
    """It has the same options, and is revealed with it; alone there is nobody to guess of."""
    guide = make(
        "  - {id: tea, ask: {type: choice, options: [black, green]}}\n  - {id: theirs, guess: {of: tea}}\n"
        "  - {id: show, reveal: {of: [tea, theirs], closes: 1d}}\n  - {id: bye, end: {}}\n"
    )
    walk = Walk(guide)
    for person in ("ana", "ben"):
        walk.do(Opened(person))
        walk.do(Answered(person, "tea", "", "green"))
        walk.do(Answered(person, "theirs", "", "black"))
        walk.do(Chose(person, "show", "now"))
    assert ShowTogether("show") in walk.seen
    alone = Walk(guide, ("ana",), eager=("ana",))
    alone.do(Answered("ana", "tea", "", "green"))
    assert alone.over


def test_some_steps_are_for_two_or_for_one_alone(make: Make) -> None:
    """`when` leaves out what makes no sense."""
    guide = make(
        "  - {id: us, when: together, say: {to: room}}\n  - {id: me, when: alone, say: {}}\n  - {id: bye, end: {}}\n",
        "people: either\n",
        "  us: {text: Us}\n  me: {text: Me}\n  bye: {text: Bye}\n",
    )
    walk = Walk(guide)
    walk.do(Opened("ana"))
    walk.do(Opened("ben"))
    assert ShowRoom("us") in walk.seen
    assert Show("ana", "me") not in walk.seen
    assert Show("ana", "me") in Walk(guide, ("ana",), eager=("ana",)).seen


def test_answering_again_begins_at_what_the_reveal_shows(make: Make) -> None:
    """Gates and waits before the sealed questions are not undone."""
    walk = Walk(make(CHAPTERS, ROLES, kind="journey"), eager=("ana", "ben"))
    through_the_chapter(walk)
    walk.do(Woke("rest"))
    walk.do(Opened("ana"))
    walk.do(Answered("ana", "felt", "", "1"))
    walk.do(Again("ana"))
    assert walk.state.tracks["ana"].step == "felt"
    assert walk.answers["hear", "", "ben"] == "heard"
    with pytest.raises(Refused):
        walk.do(Again("ben"))


def test_an_agreement_for_one_role_takes_both_along(make: Make) -> None:
    """Only that one is asked; both go on."""
    guide = make(
        "  - {id: plan, for: taker, agree: {offer: [promise]}}\n  - {id: bye, end: {}}\n",
        ROLES,
    )
    walk = Walk(guide, eager=("ana", "ben"))
    with pytest.raises(Refused):
        walk.do(Settled("ana", "plan"))
    walk.do(Settled("ben", "plan"))
    assert {track.step for track in walk.state.tracks.values()} == {DONE}


DEPTHS = {"light": ("a", "b"), "deeper": ("c", "d"), "deepest": ("e",)}


@pytest.mark.parametrize(
    ("used", "depth", "cards"),
    [
        ("", "", "ab"),
        ("a", "", "bcd"),
        ("abc", "", "de"),
        ("abcd", "", "e"),
        ("abcde", "", ""),
        ("", "deepest", "e"),
        ("e", "deepest", "abcd"),
    ],
)
def test_which_cards_may_be_drawn(used: str, depth: str, cards: str) -> None:
    """None twice before all were drawn; a depth opens once half of the one before it was, or by choice."""
    assert "".join(open_cards(DEPTHS, frozenset(used), depth)) == cards
