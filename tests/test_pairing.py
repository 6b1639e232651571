"""Pairing: saying yes to Troth, inviting, accepting, declining, leaving."""

from __future__ import annotations

from tests.talk import Talk


async def test_a_couple_links_up(couple: Talk) -> None:
    """Two who both consent are linked, both hear so, and get a place of their own."""
    assert "You and Ben are linked now." in couple.sees("ana")[-1]
    assert "You and Ana are linked now." in couple.sees("ben")[-1]
    assert couple.sees("ana", "place-1") == couple.sees("ben", "place-1")
    assert "for the two of you" in couple.sees("ana", "place-1")[0]


async def test_help_is_there_for_strangers(talk: Talk) -> None:
    """Whoever has not begun hears how to, and sees no command that would refuse them."""
    (reply,) = await talk.says("eve", "/help")
    assert "/start" in reply
    assert "/leave" not in reply
