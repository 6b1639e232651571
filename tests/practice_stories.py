"""Stories of the practices, to be played on any platform: what both do, and what each then sees, wherever it shows."""

from __future__ import annotations

from tests.stage import Stage
from tests.talk import Shown, bare

BOTH = ("ana", "ben")
TIMES = "The time has come. Open this when you are ready."


def screen(stage: Stage, who: str) -> list[Shown]:
    """All that somebody sees: in the direct chat, and in the couple's place if there is one."""
    return [*stage.screen(who), *(stage.screen(who, stage.shared) if stage.shared else [])]


def count(stage: Stage, who: str, words: str) -> int:
    """On how many of those messages these words stand."""
    return sum(words in bare(one.message.plain()) for one in screen(stage, who))


def charts(stage: Stage, who: str) -> list[str]:
    """What the pictures say that somebody sees."""
    return [bare(one.message.image.alt) for one in screen(stage, who) if one.message.image is not None]


async def a_week(stage: Stage, who: str, safe: int) -> None:
    """Somebody answers the state of us and shares it: a thank-you, nothing else in words, and two scales."""
    await stage.says(who, f"the tea, says {who}")
    for label in ("Skip", "Skip", str(safe), "4", "Share when we both have"):
        await stage.presses(who, label)


async def state_of_us(stage: Stage) -> None:
    """The first week ends in a reveal for both; the second also in a picture of both weeks that says what is on it."""
    for week, safe in ((1, (3, 4)), (2, (5, 4))):
        await stage.says("ana", "/checkin us")
        await stage.presses("ben", "Open")
        await a_week(stage, "ana", safe[0])
        assert count(stage, "ben", "the tea, says ana") == week - 1
        await a_week(stage, "ben", safe[1])
        for who in BOTH:
            assert count(stage, who, "The state of us: you have both shared.") == week
            assert len(charts(stage, who)) == week - 1
            await stage.presses(who, "Leave it at that")
        await stage.goes_by(days=7)
    for who in BOTH:
        [alt] = charts(stage, who)
        assert "Safe: 3.5 (18 Nov), 4.5 (25 Nov)" in alt
        assert "Close: 4 (18 Nov), 4 (25 Nov)" in alt
        assert "Ana" not in alt, "joint values only (SAFETY 17)"


async def questions_of_two_days(stage: Stage) -> None:
    """One that both answer is revealed; one that Ben skips closes in the same words for both, and shows nothing."""
    await stage.says("ana", "/question")
    await stage.says("ana", "rain on the roof")
    await stage.presses("ana", "Share when we both have")
    await stage.presses("ben", "Open")
    await stage.says("ben", "a long train")
    await stage.presses("ben", "Share when we both have")
    for who in BOTH:
        assert count(stage, who, "Question of the day: you have both shared.") == 1
    await stage.goes_by(days=1)
    await stage.says("ana", "/question")
    await stage.says("ana", "the second answer")
    await stage.presses("ana", "Share when we both have")
    await stage.presses("ben", "Open")
    await stage.presses("ben", "Skip")
    await stage.goes_by(days=1, hours=1)
    for who in BOTH:
        assert count(stage, who, "Question of the day: you have both shared.") == 1
        assert "This one has closed, and nothing was shown to anybody." in stage.sees(who)[-1]
    assert count(stage, "ben", "the second answer") == 0


async def a_mistake_owned(stage: Stage) -> None:
    """A "but" is noticed and written again; nothing shows before all is shared; the answer comes back."""
    noticed = (await stage.says("ana", "/own I was late, but you were early"))[-1]
    assert "easily turns an apology into an explanation" in noticed
    await stage.presses("ana", "Write it again")
    await stage.says("ana", "I was late")
    await stage.says("ana", "You stood in the rain")
    await stage.says("ana", "I will call ahead")
    assert count(stage, "ben", "I was late") == 0
    await stage.presses("ana", "Yes, pass it on")
    await stage.presses("ana", "Share it")
    [read] = [text for text in stage.sees("ben") if "Ana would like you to read this" in text]
    for words in ("I was late", "You stood in the rain", "I will call ahead"):
        assert words in read
    assert "but you were early" not in read
    await stage.presses("ben", "Thank you for saying it")
    assert count(stage, "ana", "Ben\nThank you for saying it") == 1
    await stage.presses("ana", "Leave it at that")
    for who in BOTH:
        assert "it has been heard" in stage.sees(who)[-1]


async def a_pause_and_its_return(stage: Stage) -> None:
    """Both read when they come together again; then, at once, both are brought back, softly, and read each other."""
    await stage.says("ana", "/timeout")
    await stage.presses("ana", "30 minutes")
    for who in BOTH:
        assert count(stage, who, "You come back to each other here") == 1
    await stage.goes_by(minutes=29)
    assert [count(stage, who, TIMES) for who in BOTH] == [0, 0]
    await stage.goes_by(minutes=1)
    for who in BOTH:
        await stage.presses(who, "Open")
    await stage.presses("ana", "I’m ready")
    await stage.presses("ben", "I’m ready")
    for who in BOTH:
        await stage.says(who, f"I felt small, says {who}")
        await stage.presses(who, "Skip")
        await stage.presses(who, "Skip")
        await stage.presses(who, "Share when we both have")
    for who in BOTH:
        assert count(stage, who, "Time-out: you have both shared.") == 1
        assert "Welcome back" in stage.sees(who)[-1]


async def an_evening_planned(stage: Stage) -> None:
    """A date is proposed and accepted, comes with a file for calendars, and comes up in words that name nothing."""
    await stage.says("ana", "/date dinner by the sea friday at 20:00")
    assert count(stage, "ben", "dinner by the sea") == 0
    await stage.presses("ana", "Propose it to Ben")
    await stage.presses("ben", "Yes")
    assert "Ben says yes" in stage.sees("ana")[-1]
    await stage.says("ben", "/calendar")
    sent = stage.screen("ben")[-1].message
    assert sent.file is not None
    assert sent.file.name == "troth.ics"
    assert "Friday, 20 November 2026, 20:00: dinner by the sea" in bare(sent.plain())
    before = {who: len(stage.sees(who)) for who in BOTH}
    await stage.goes_by(days=2, hours=9)
    for who in BOTH:
        come = stage.sees(who)[before[who] :]
        assert come
        assert all("coming up" in text and "sea" not in text for text in come)
        assert "dinner by the sea" in (await stage.presses(who, "Show"))[-1]


async def what_there_is(stage: Stage) -> None:
    """Help by country; all practices by theme, with buttons that begin them; the journal of what was shared."""
    [help_] = await stage.says("ben", "/support")
    assert "I’m a program and can’t call anyone." in help_
    assert "112" in help_
    await stage.presses("ben", "A counsellor for two")
    await stage.says("ben", "/practices")
    assert "(/listen)" in (await stage.presses("ben", "Exercises"))[-1]
    await stage.presses("ben", "Check-ins")
    await stage.presses("ben", "Question of the day")
    assert "You may skip it, too." in stage.sees("ben")[-1]
    await stage.says("ben", "a long train")
    await stage.presses("ben", "Share when we both have")
    await stage.presses("ana", "Open")
    await stage.says("ana", "rain on the roof")
    await stage.presses("ana", "Share when we both have")
    for who in BOTH:
        assert "Question of the day" in (await stage.says(who, "/journal"))[-1]
        read = (await stage.presses(who, "1"))[-1]
        assert "a long train" in read
        assert "rain on the roof" in read
