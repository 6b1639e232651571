"""Foundations: seven weeks, a theme a week, each with a talk, a practice and a look back."""

from __future__ import annotations

from tests.talk import Talk

THEMES = ("boundaries", "communication", "honesty", "humility", "reliability", "needs", "forgiveness")


async def _both_share(talk: Talk, *texts: str) -> None:
    for who in ("ana", "ben"):
        for text in texts:
            if text:
                await talk.says(who, text)
            else:
                await talk.presses(who, "Skip")
        await talk.presses(who, "Share when we both have")


async def test_seven_weeks(couple: Talk) -> None:
    """What trust is, then a theme a week with its talk, its practice and its review; a restart in between."""
    await couple.says("ana", "/foundations")
    await couple.presses("ben", "Open")
    for who in ("ana", "ben"):
        assert any(one.startswith("What trust is.") for one in couple.sees(who))
    await _both_share(couple, "She came when I called.", "More ease.")
    for number, theme in enumerate(THEMES, 1):
        for who in ("ana", "ben"):
            assert any(one.startswith(f"Week {number}: {theme}.") for one in couple.sees(who))
        await _both_share(couple, f"My {theme}.", "" if number % 2 else "And more.")
        assert f"My {theme}." in "\n".join(couple.sees("ben", "place-1"))
        assert "\n".join(couple.sees("ana", "place-1")).count("This week:") == number
        if number == 4:
            await couple.restart()
        await couple.goes_by(days=7, minutes=1)
        for who in ("ana", "ben"):
            assert couple.sees(who)[-1].startswith("A week has gone by.")
            await couple.presses(who, "Open")
        await _both_share(couple, "It went well.")
    await _both_share(couple, "We laugh more.", "The listening.")
    for who in ("ana", "ben"):
        await couple.presses(who, "Leave it at that")
        assert "What may come next is a rhythm" in couple.sees(who)[-1]


async def test_a_week_that_one_leaves_open_rests(couple: Talk) -> None:
    """Where nothing is shared within its time it rests, in the same words for both, and goes on when they like."""
    await couple.says("ana", "/foundations")
    await couple.says("ana", "She came when I called.")
    await couple.presses("ana", "Skip")
    await couple.presses("ana", "Share when we both have")
    await couple.goes_by(days=22)
    rests = "“Foundations” rests for now. Nothing is lost: /today brings it back whenever you like.\n[Go on]"
    assert couple.sees("ana")[-1] == couple.sees("ben")[-1] == rests
    await couple.presses("ben", "Go on")
    await couple.says("ben", "He listened.")
    await couple.presses("ben", "Skip")
    await couple.presses("ben", "Share when we both have")
    assert "He listened." in "\n".join(couple.sees("ana", "place-1"))
