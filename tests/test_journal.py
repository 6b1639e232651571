"""The journal: what was revealed is there for both, what was not for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.journal.rules import ROOM, pages
from tests.talk import CHAT_ONLY, Talk

WROTE = ("thanks", "right", "need")


async def looks(talk: Talk, who: str, *, share: bool) -> None:
    """Somebody goes through the weekly look at the couple; their answers name them and their question."""
    for question in WROTE:
        await talk.says(who, f"{who}-{question}")
    await talk.presses(who, "4")
    await talk.presses(who, "5")
    await talk.presses(who, "Share when we both have" if share else "Keep it to myself")


async def looked(talk: Talk, *, ben_shares: bool = True) -> None:
    """Both went through it."""
    await talk.says("ana", "/checkin us")
    await looks(talk, "ana", share=True)
    await talk.presses("ben", "Open")
    await looks(talk, "ben", share=ben_shares)


async def reads(talk: Talk, who: str, more: str = "Older", part: str = "More") -> str:
    """Everything that somebody can read in their journal, page by page."""
    shown = await talk.says(who, "/journal")
    for page in range(20):
        numbers = [label for label in _labels(talk, who) if label.isdigit()]
        for number in numbers:
            shown += await talk.presses(who, number)
            while part in _labels(talk, who):
                shown += await talk.presses(who, part)
            await talk.presses(who, "Back to the journal")
        if more not in _labels(talk, who):
            return "\n".join(shown)
        assert page < 19
        shown += await talk.presses(who, more)
    return ""


def _labels(talk: Talk, who: str) -> list[str]:
    rows = talk.screen(who)[-1].message.rows
    return [button.label.replace("\u2068", "").replace("\u2069", "") for row in rows for button in row]


async def test_an_empty_journal(talk: Talk) -> None:
    """It says what will be in it."""
    await talk.begins("ana")
    (reply,) = await talk.says("ana", "/journal")
    assert "empty so far" in reply


async def test_what_was_revealed_is_there_for_both(couple: Talk) -> None:
    """As it was revealed: both answers, under its title and day."""
    await looked(couple)
    for who in ("ana", "ben"):
        (list_,) = await couple.says(who, "/journal")
        assert "1. The state of us, Wednesday, 18 November 2026" in list_
        shown = "\n".join(await couple.presses(who, "1"))
        assert all(f"{one}-{question}" in shown for one in ("ana", "ben") for question in WROTE)
        (again,) = await couple.presses(who, "Back to the journal")
        assert again == list_


@pytest.mark.parametrize("when", ["open", "closed"])
async def test_what_was_not_revealed_is_nobody_elses(couple: Talk, when: str) -> None:
    """Over every page of both journals no unrevealed word of the other's (SAFETY 9)."""
    await looked(couple, ben_shares=False)
    await couple.says("ana", "/doubt ana-doubt")
    await couple.says("ben", "/thanks ben-said")
    await couple.says("ben", "/stock")
    await couple.says("ben", "ben-stock")
    if when == "closed":
        await couple.goes_by(days=40)
    ana, ben = await reads(couple, "ana"), await reads(couple, "ben")
    assert "ben-said" in ana
    assert "ben-said" in ben
    assert "ana-doubt" in ana
    assert "ben-stock" in ben
    assert not [word for word in ("ben-stock", *(f"ben-{one}" for one in WROTE)) if word in ana]
    assert not [word for word in ("ana-doubt", *(f"ana-{one}" for one in WROTE)) if word in ben]


async def test_ones_own_is_deleted(couple: Talk) -> None:
    """Asked once more, then it is gone; what both saw can't be deleted by one."""
    await couple.says("ana", "/thanks ana-said")
    await couple.goes_by(hours=1)
    await couple.says("ana", "/doubt ana-doubt")
    (list_,) = await couple.says("ana", "/journal")
    assert "1. A doubt, Wednesday, 18 November 2026 (only you)" in list_
    await couple.presses("ana", "2")
    assert "Delete mine" not in _labels(couple, "ana")
    await couple.presses("ana", "Back to the journal")
    await couple.presses("ana", "1")
    assert "ana-doubt" in couple.sees("ana")[-1]
    await couple.presses("ana", "Delete mine")
    await couple.presses("ana", "Keep it")
    await couple.presses("ana", "Delete mine")
    (reply,) = await couple.presses("ana", "Yes, delete it")
    assert "It’s gone" in reply
    shown = await reads(couple, "ana")
    assert "ana-doubt" not in shown
    assert "ana-said" in shown


async def test_nobody_opens_anothers(couple: Talk) -> None:
    """A button of somebody else's leads nowhere (SAFETY 2)."""
    await couple.says("ana", "/doubt ana-doubt")
    await couple.says("ana", "/journal")
    token = couple.token("ana", "1")
    shown = await couple.presses_token("ben", token)
    assert "ana-doubt" not in "".join(shown)


async def test_in_the_direct_chat_only(couple: Talk) -> None:
    """In the shared place it leads to the direct chat."""
    await couple.says("ana", "/doubt ana-doubt")
    (reply,) = await couple.says("ana", "/journal", place="place-1")
    assert "direct chat" in reply
    assert not any("A doubt" in text for text in couple.sees("ana", "place-1"))


async def test_after_one_left(couple: Talk) -> None:
    """Ben left: Ana reads her own words, and no more of his (SAFETY 5). Ben reads none of hers."""
    await looked(couple)
    await couple.says("ana", "/doubt ana-doubt")
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    ana, ben = await reads(couple, "ana"), await reads(couple, "ben")
    assert "ana-doubt" in ana
    assert "ana-thanks" in ana
    assert "ben-thanks" not in ana
    assert "ana-thanks" not in ben
    await couple.goes_by(days=20)
    later = await reads(couple, "ana")
    assert "ana-doubt" in later
    assert "ben-thanks" not in later


async def test_ten_on_a_page(talk: Talk) -> None:
    """The newest first; older ones on the next page."""
    await talk.begins("ana", language="es")
    for number in range(12):
        await talk.says("ana", f"/gracias cosa {number}")
        await talk.goes_by(days=1)
    (list_,) = await talk.says("ana", "/diario")
    assert "1. " in list_
    assert "11. " not in list_
    (list_,) = await talk.presses("ana", "Más antiguas")
    assert "12. " in list_
    await talk.presses("ana", "12")
    assert "cosa 0" in talk.sees("ana")[-1]
    await talk.presses("ana", "Volver al diario")
    assert "12. " in talk.sees("ana")[-1]


async def test_where_there_are_no_forms(tmp_path: Path) -> None:
    """The same on a platform of plain messages."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    await talk.pairs()
    await looked(talk)
    assert "ben-need" in await reads(talk, "ana")
    await talk.close()


def test_long_ones_are_read_in_parts() -> None:
    """As much on a card as there is room for, and never an empty one."""
    from bot.content import Own

    said = [Own(str(number)) for number in range(5)]
    assert pages([], []) == [[]]
    assert pages(said, [ROOM * 2] * 5) == [[one] for one in said]
    assert pages(said, [ROOM // 2 - 2] * 5) == [said[:2], said[2:4], said[4:]]
