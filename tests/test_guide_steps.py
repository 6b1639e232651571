"""The interpreter's pure logic: every guide walked at random to its end, and its rules one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.errors import Refused
from bot.guides import own_guides
from bot.guides.moves import (
    DONE,
    Answered,
    Chose,
    Close,
    Effect,
    Opened,
    Over,
    SetClose,
    Settled,
    SetWake,
    Show,
    ShowRoom,
    ShowTogether,
    TimeUp,
    Woke,
)
from bot.guides.script import Guide, read_guide, stored_guide
from tests.walk import PAIR, Walk

GUIDES = own_guides()


@pytest.mark.parametrize("people", [PAIR, ("ana",)], ids=["two", "alone"])
@pytest.mark.parametrize("name", sorted(GUIDES))
@settings(max_examples=40, derandomize=True, deadline=None)
@given(data=st.data())
def test_every_guide_ends(name: str, people: tuple[str, ...], data: st.DataObject) -> None:
    """Whatever both choose, nobody is left where nothing can be pressed, and the run ends when its time is up."""
    structure = GUIDES[name].structure
    if structure.people == ("one" if len(people) == 2 else "couple"):
        return
    eager = people if structure.kind == "exercise" and structure.roles else ()
    walk = Walk(GUIDES[name], people, eager=eager, partnered=len(people) == 1 and data.draw(st.booleans()))
    for _ in range(data.draw(st.integers(0, 80))):
        if walk.over:
            break
        events = walk.all_choices()
        assert events, f"a dead end: {walk.state}"
        walk.do(data.draw(st.sampled_from(events)))
    walk.close()
    reveals = sum(isinstance(effect, ShowTogether) for effect in walk.seen)
    assert reveals == walk.state.round
    assert sum(isinstance(effect, Over) for effect in walk.seen) == 1


def _check_in(walk: Walk, person: str, how: str = "now") -> list[Effect]:
    walk.do(Opened(person))
    walk.do(Answered(person, "look", "", "fine"))
    return walk.do(Chose(person, "share", how))  # type: ignore[arg-type]  # tests say it as text


def test_nothing_is_shown_before_both_shared() -> None:
    """One share shows nothing; the second shows both at once (I4)."""
    walk = Walk(GUIDES["boundary-check-in"])
    assert ShowTogether("share") not in _check_in(walk, "ana")
    assert ShowTogether("share") in _check_in(walk, "ben")


def test_closing_time_is_respected() -> None:
    """If either chose closing time, both shares are shown then and not before."""
    walk = Walk(GUIDES["boundary-check-in"])
    _check_in(walk, "ana", "closing")
    assert ShowTogether("share") not in _check_in(walk, "ben")
    assert ShowTogether("share", by_time=True) in walk.do(TimeUp(0))


@pytest.mark.parametrize("how", ["", "kept"])
def test_one_share_at_closing_time_shows_nothing(how: str) -> None:
    """A share alone stays sealed; both are told the same."""
    walk = Walk(GUIDES["boundary-check-in"])
    _check_in(walk, "ana")
    _check_in(walk, "ben", how)
    effects = walk.do(TimeUp(0))
    assert [effect for effect in effects if isinstance(effect, Close)] == [Close("ana"), Close("ben")]
    assert Over(revealed=False) in effects


def test_a_share_taken_back_is_no_share() -> None:
    """Withdrawn before the reveal, nothing is revealed (SAFETY 10)."""
    walk = Walk(GUIDES["boundary-check-in"])
    _check_in(walk, "ana")
    walk.do(Chose("ana", "share", ""))
    assert ShowTogether("share") not in _check_in(walk, "ben")


def test_quick_answers_count_at_the_door_only_for_quick_options() -> None:
    """ "All fine" is one tap from the prompt; what is no quick option is refused there."""
    walk = Walk(GUIDES["boundary-check-in"])
    with pytest.raises(Refused):
        walk.do(Answered("ana", "look", "", "some"))
    walk.do(Answered("ana", "look", "", "fine"))
    assert walk.state.tracks["ana"].step == "share"


def test_each_repeats_over_what_was_chosen() -> None:
    """The steps of an each come once for every chosen item, in order, then the guide goes on."""
    walk = Walk(GUIDES["boundary-check-in"])
    walk.do(Opened("ana"))
    walk.do(Answered("ana", "look", "", "some"))
    walk.do(Answered("ana", "which", "", "b1\nb2"))
    stood = []
    while walk.state.tracks["ana"].item:
        track = walk.state.tracks["ana"]
        stood.append((track.step, track.item))
        walk.do(Answered("ana", track.step, track.item, "hurt" if track.step == "felt" else ""))
    assert stood == [("felt", "b1"), ("change", "b1"), ("felt", "b2"), ("change", "b2")]
    assert walk.state.tracks["ana"].step == "more"


def test_nothing_to_choose_from_is_no_question() -> None:
    """Somebody without boundaries is not asked which of them."""
    walk = Walk(GUIDES["boundary-check-in"], items=())
    walk.do(Opened("ana"))
    walk.do(Answered("ana", "look", "", "some"))
    assert walk.state.tracks["ana"].step == "more"


def test_an_event_for_another_step_is_refused() -> None:
    """A button of an earlier moment changes nothing."""
    walk = Walk(GUIDES["boundary-check-in"])
    _check_in(walk, "ana")
    before = walk.state
    for event in (Answered("ana", "look", "", "some"), Settled("ana", "next"), Answered("eve", "look", "", "fine")):
        with pytest.raises(Refused):
            walk.do(event)
    assert walk.state == before


def test_the_timer_of_an_earlier_round_closes_nothing() -> None:
    """After a reveal, the first round's closing time passes without effect."""
    walk = Walk(GUIDES["boundary-check-in"])
    _check_in(walk, "ana")
    _check_in(walk, "ben")
    assert walk.do(TimeUp(0)) == []


def test_alone_there_is_no_reveal() -> None:
    """One person alone goes through without a reveal."""
    walk = Walk(GUIDES["talk-it-over"], people=("ana",))
    walk.do(Opened("ana"))
    for step in ("hoped", "way", "now"):
        walk.do(Answered("ana", step, "", "words"))
    assert walk.state.tracks["ana"].step == "next"


GENERAL = """
kind: exercise
practice: all kinds of steps in their general form
closes: 2d
steps:
  - {id: hello, say: {to: each}}
  - {id: scale, ask: {type: scale, visible: shared}}
  - {id: yes, ask: {type: yes-no, visible: private}}
  - {id: fork, branch: {on: yes, to: {no: finish}}}
  - {id: day, ask: {type: date}}
  - {id: mine, each: {over: boundaries.mine, steps: [{id: note, ask: {type: text}}]}}
  - {id: rest, wait: {for: 20m}}
  - {id: room, say: {to: room}}
  - {id: show, reveal: {of: [day, note], closes: 1d}}
  - {id: bye, end: {}}
"""
WORDS = """
title: General
about: All kinds
door: Come in
steps:
  hello: {text: Hello}
  scale: {text: How, shown: "{value}", options: {}}
  yes: {text: Yes or no}
  day: {text: Which day, shown: "{value}"}
  note: {text: "{item}", shown: "{value}"}
  room: {text: Here we are}
  show: {text: Share?}
  bye: {text: Bye}
"""


@pytest.fixture
def general(tmp_path: Path) -> Guide:
    """A guide that uses every kind of step."""
    folder = tmp_path / "general"
    folder.mkdir()
    (folder / "guide.yaml").write_text(GENERAL)
    (folder / "en.yaml").write_text(WORDS)
    return read_guide(folder)


def test_whoever_comes_first_waits_for_the_other(general: Guide) -> None:
    """A wait begins once both came; words to the room come once, after it; then both are asked to share."""
    walk = Walk(general, items=("b1",))
    for person in PAIR:
        walk.do(Opened(person))
        assert Show(person, "hello") in walk.seen
        walk.do(Answered(person, "scale", "", "4"))
        walk.do(Answered(person, "yes", "", "yes"))
        walk.do(Answered(person, "day", "", "1"))
        walk.do(Answered(person, "note", "b1", "words"))
    assert walk.seen[-1] == SetWake("rest")
    walk.do(Woke("rest"))
    assert ShowRoom("room") not in walk.seen
    for person in PAIR:
        walk.do(Opened(person))
    assert walk.seen.count(ShowRoom("room")) == 1
    assert {track.step for track in walk.state.tracks.values()} == {"show"}


def test_leaving_by_a_branch_does_not_hold_up_the_other(general: Guide) -> None:
    """One whose branch leads to the end is through; the other's wait begins without them."""
    walk = Walk(general, items=())
    walk.do(Opened("ana"))
    walk.do(Answered("ana", "scale", "", "4"))
    walk.do(Answered("ana", "yes", "", "no"))
    assert walk.state.tracks["ana"].step == DONE
    walk.do(Opened("ben"))
    for step, value in (("scale", "2"), ("yes", "yes"), ("day", "1")):
        walk.do(Answered("ben", step, "", value))
    assert walk.seen[-1] == SetWake("rest")


def test_a_version_survives_its_row(general: Guide) -> None:
    """A guide out of its row is the same guide, words and all."""
    again = stored_guide(general.body)
    assert again == general
    assert again.digest == general.digest


def test_the_first_round_begins_with_its_closing_time(general: Guide) -> None:
    """Every run has a time at which it closes."""
    assert SetClose(0, 86_400_000) in Walk(general).seen
    assert YAML(typ="safe", pure=True).load(GENERAL)["closes"] == "2d"
