"""`troth content preview`: guides in the terminal, over the real house, by hand and by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.errors import BadSettings
from bot.guides import own_guides
from bot.preview import Wish, preview


def typing(*lines: str) -> Callable[[], str | None]:
    """An author who types these lines, and leaves (Ctrl+D)."""
    left = iter(lines)
    return lambda: next(left, None)


async def played(wish: Wish, *lines: str) -> tuple[bool, str]:
    """Whether the guide came to its end, and all that was shown."""
    said: list[str] = []
    over = await preview(wish, said.append, typing(*lines))
    return over, "\n".join(said)


async def test_a_guide_is_played_by_hand() -> None:
    """Who sees what is said above each message, buttons are numbers, and both walk to the reveal and the end."""
    answers = ["tea", "a 1", "a 1"]
    over, said = await played(
        Wish("talk-it-over"),
        *(f"a {one}" if not one.startswith("a ") else one for one in answers),
        "a 1",
        "b open",
        "b 1",
        "b quiet",
        "b 1",
        "b 1",
        "b 1",
        "a 3",
        "b 3",
    )
    assert over, said
    assert "“Talk it over” begins." in said
    assert "── Ana ──" in said
    assert "── Ben ──" in said
    assert "── both ──" in said
    assert "What I hoped for: tea" in said
    assert "/start" not in said, "how they began and linked up is not shown"
    assert "The guide has come to its end." in said


async def test_time_can_be_moved_on() -> None:
    """`wait` goes on to what time brings next, and says how long that was; at last nothing more comes."""
    over, said = await played(Wish("talk-it-over"), "wait", "wait", "wait")
    assert over
    assert "days later" in said
    assert "Nothing more comes by itself." in said


async def test_what_is_typed_wrong_is_answered() -> None:
    """Help, a number that is no button, a person who is not there, nothing at all: a sentence, and it goes on."""
    _, said = await played(Wish("taking-stock", alone=True), "help", "", "a 9", "b hello", "a", "show", "quit", "a 1")
    assert "Ana presses button 1" in said
    assert "Type help" in said
    assert "Ana has the buttons 1 to 1." in said
    assert "Ben" not in said.replace("b: Ben", "")


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        (Wish("talk-it-ovr"), "There is no guide talk-it-ovr: is talk-it-over meant?"),
        (Wish("zzz"), "There is no guide zzz: there are"),
        (Wish("talk-it-over", "tlh"), "There is no language tlh: there are en, es."),
        (Wish("talk-it-over", alone=True), "is for two (people: couple): leave --alone out"),
    ],
)
async def test_what_cannot_be_played_is_said(wish: Wish, named: str) -> None:
    """An unknown guide or language, or one that is not for so many: one sentence with what may be meant."""
    with pytest.raises(BadSettings) as caught:
        await played(wish)
    assert named in str(caught.value)


async def test_people_answer_by_themselves() -> None:
    """With a seed made-up people walk to the end, the same way each time, in any language."""
    one, again = [await played(Wish("boundary-check-in", "es", seed=7)) for _ in range(2)]
    assert one == again
    assert one[0]
    assert "Revisión de límites: habéis compartido los dos." in one[1]
    assert "Something" not in one[1]


@pytest.mark.soak
@pytest.mark.parametrize("name", own_guides())
@pytest.mark.parametrize("seed", range(5))
async def test_every_guide_comes_to_its_end(name: str, seed: int) -> None:
    """However made-up people answer, nobody is left without a way on."""
    over, said = await played(Wish(name, seed=seed))
    assert over, said[-2000:]


def test_a_guide_from_outside_is_previewed(tmp_path: Path) -> None:
    """`--content` names the folder; what is wrong there is said instead, with file and line."""
    made = tmp_path / "guides" / "walk"
    made.mkdir(parents=True)
    (made / "guide.yaml").write_text(
        "kind: exercise\npractice: needs\ncloses: 7d\nsteps: [{id: hi, say: {}}, {id: bye, end: {}}]\n"
    )
    words = "title: A walk\nabout: A\ndoor: D\nsteps:\n  hi: {text: Put on your shoes.}\n  bye: {text: B}\n"
    (made / "en.yaml").write_text(words)
    command = ["content", "preview", "walk", "--content", str(tmp_path)]
    done = CliRunner().invoke(main, [*command, "--walk", "1"])
    assert done.exit_code == 0, done.output
    assert "Put on your shoes." in done.output
    (made / "en.yaml").write_text(words.replace("hi:", "ho:"))
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "walk/en.yaml:5: ho is no step" in done.output
