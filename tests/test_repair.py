"""Repair: asking and being asked, the journey over its weeks, two journeys in turn; safety, silence and stopping."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.port import Capabilities
from bot.store import Tx
from handlers.repair import rules
from handlers.repair.store import Side
from tests.talk import CHAT_ONLY, EVERYTHING, Talk

SILENCE = "What you asked for has not begun. It was not the time, and I can’t tell you more than that."
INVITED = "There is an invitation for you to something longer for two"
STOPPED = "“Step by step” was stopped. Nothing more comes of it."
RESTS = "“Step by step” rests for now. Nothing is lost: /today brings it back whenever you like.\n[Go on]"
LOOK = "A look at how it goes is here"
SIDES = {"hurt": "I was hurt", "caused": "I caused the hurt", "both": "It is both"}
SAFETY = "Has your partner ever hit"


@pytest.fixture(params=["everything", pytest.param("chat only", marks=pytest.mark.soak)])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """Ana and Ben, on a platform with forms and places of the bot's making, or on one with plain messages."""
    can: Capabilities = EVERYTHING if request.param == "everything" else CHAT_ONLY
    talk = await Talk.open(tmp_path, capabilities=can)
    await talk.pairs()
    yield talk
    await talk.close()


# -- what people do, in short ----------------------------------------------------------------------------------


async def questions(talk: Talk, who: str, *pressed: str) -> None:
    """Go through the questions before it, as far as these answers lead."""
    for label in pressed:
        await talk.presses(who, label)


async def asks(talk: Talk, who: str = "ana", side: str = "hurt") -> None:
    """Somebody asks for a journey, and says which side they are on."""
    await talk.says(who, "/repair")
    await questions(talk, who, "Go on", "None of these", "Yes, it is over", "Yes, we both know", SIDES[side])


async def accepts(talk: Talk, who: str = "ben", side: str = "caused") -> None:
    """Whoever is asked goes through the questions, and it begins."""
    await questions(talk, who, "Open", "To the questions")
    await questions(talk, who, "Go on", "None of these", "Yes, it is over", "Yes, we both know", SIDES[side])


async def begun(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    """A journey has begun, and both are there."""
    await asks(talk, hurt, "hurt")
    await accepts(talk, caused, "caused")
    await talk.presses(hurt, "Open")
    await both_there(talk)


async def both_there(talk: Talk) -> None:
    for who in ("ana", "ben"):
        await talk.presses(who, "I am here")


async def acknowledge(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    """The first chapter, with one question and one sorry that names it, up to its gate."""
    await talk.says(hurt, "I found out from others, and I have not slept since.")
    await talk.presses(hurt, "I have a question")
    await talk.says(hurt, "Did you mean to tell me?")
    await talk.presses(caused, "I’ll answer it here")
    await talk.says(caused, "No. I was afraid.")
    await talk.presses(hurt, "Enough for now")
    await talk.says(caused, "I am sorry that I hid it and left you alone with it.")
    await talk.presses(hurt, "Yes, it names it")


async def shoes(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    await talk.says(caused, "As if the floor had gone.")
    await talk.presses(hurt, "You got it")


async def change(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    await talk.says(caused, "That I hide when I am ashamed.")
    await talk.says(caused, "If I want to hide something, I will tell you the same evening.")
    await talk.presses(caused, "Leave it as a plan")


async def mending(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    await talk.says(hurt, "A weekend without work.")
    await talk.presses(caused, "Yes, I will")
    await talk.presses(caused, "I’ll do it without")


async def reassurance(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    await talk.says(hurt, "Ten minutes together every evening.")
    await talk.says(caused, "Ten minutes after supper, for two weeks.")
    await talk.presses(caused, "Leave it at the offer")


async def gate(talk: Talk, hurt: str = "ana") -> None:
    await talk.presses(hurt, "Go on")


async def chapters(talk: Talk, hurt: str = "ana", caused: str = "ben") -> None:
    """All five chapters and their gates."""
    for chapter in (acknowledge, shoes, change, mending):
        await chapter(talk, hurt, caused)
        await gate(talk, hurt)
    await talk.presses(hurt, "Not now")  # the page about forgiving
    await reassurance(talk, hurt, caused)
    await gate(talk, hurt)


async def looks(talk: Talk, who: str, moved: str = "A step forward", steady: str = "4") -> None:
    """Somebody goes through a review and shares it."""
    await talk.presses(who, "Open")
    await talk.presses(who, "None of these")
    await talk.presses(who, moved)
    await talk.presses(who, "Skip")
    await talk.presses(who, steady)
    await talk.presses(who, "Share when we both have")


async def review(talk: Talk, weeks: int, moved: str = "A step forward") -> None:
    """The weeks go by, and both look at how it goes."""
    await talk.goes_by(days=7 * weeks, minutes=1)
    await looks(talk, "ana", moved)
    await looks(talk, "ben", moved, "3")


async def whole(talk: Talk, hurt: str, caused: str) -> None:
    """A journey from its first chapter to its end."""
    await chapters(talk, hurt, caused)
    for weeks in (2, 4, 6):
        await review(talk, weeks)
        await gate(talk, hurt)


def said(talk: Talk, who: str) -> str:
    return "\n".join(talk.sees(who))


async def sides(talk: Talk) -> list[str]:
    """What is kept of what they said of themselves."""

    async def look(tx: Tx) -> list[str]:
        return sorted(row["side"] for row in await tx.all("SELECT side FROM repair_sides"))

    return await talk.app.store.read(look)


# -- before it begins ------------------------------------------------------------------------------------------


async def test_who_was_hurt_and_who_caused_it_begin_together(couple: Talk) -> None:
    """Both go through the questions alone; then it begins, with the parts that follow, and what they said is gone."""
    await asks(couple)
    assert couple.sees("ana")[-1].startswith("I’m asking Ben, without naming what it is about")
    invitation = couple.sees("ben")[-1]
    assert invitation.startswith(INVITED)
    assert "Ana" not in invitation
    assert "repair" not in invitation
    assert await sides(couple) == ["hurt"]
    (opened,) = await couple.presses("ben", "Open")
    assert "Ana would like to go on a journey of repair with you" in opened
    await questions(couple, "ben", "To the questions", "Go on", "None of these", "Yes, it is over", "Yes, we both")
    await couple.presses("ben", "I caused the hurt")
    assert "Ana opens each part" in said(couple, "ben")
    assert await sides(couple) == []
    assert "I was hurt" not in said(couple, "ben")
    await couple.presses("ana", "Open")
    assert "Ben is asked to stay" in said(couple, "ana")


async def test_whoever_caused_it_may_ask_too(couple: Talk) -> None:
    """The parts follow from what both said, not from who asked."""
    await asks(couple, "ana", "caused")
    await accepts(couple, "ben", "hurt")
    assert "Ben opens each part" in said(couple, "ben")


async def test_the_other_may_come_by_the_command(couple: Talk) -> None:
    """Whoever was asked and types /repair themselves answers the same invitation."""
    await asks(couple)
    await couple.says("ben", "/repair")
    await questions(couple, "ben", "Go on", "None of these", "Yes, it is over", "Yes, we both", "I caused the hurt")
    assert "Ana opens each part" in said(couple, "ben")


async def test_both_may_be_at_the_questions_at_once(couple: Talk) -> None:
    """Two who begin without knowing of each other meet: it begins as the second is ready."""
    await couple.says("ana", "/repair")
    await couple.says("ben", "/repair")
    for who, side in (("ana", "I was hurt"), ("ben", "I caused the hurt")):
        await questions(couple, who, "Go on", "None of these", "Yes, it is over", "Yes, we both know", side)
    assert "Ana opens each part" in said(couple, "ben")


@pytest.mark.parametrize(
    ("pressed", "told"),
    [
        (["Not now"], "All right. Nobody is told."),
        (["Go on", "One of these", "Not now"], "I leave it closed."),
        (["Go on", "None of these", "No, or I am not", "Not now"], "Nobody is told. /repair is here whenever that"),
        (["Go on", "None of these", "Yes, it is", "No, not yet", "Not now"], "/repair is here once you have talked"),
        (["Go on", "None of these", "Yes, it is", "Yes, we both", "I can’t say"], "All right. Nobody is told."),
    ],
)
async def test_where_it_is_not_the_time_nothing_is_asked(couple: Talk, pressed: list[str], told: str) -> None:
    """Not now, not safe, not over, not told yet, not sure: a kind end, and the other hears nothing."""
    before = couple.sees("ben")
    await couple.says("ana", "/repair")
    await questions(couple, "ana", *pressed)
    assert told in couple.sees("ana")[-1]
    assert couple.sees("ben") == before
    assert SAFETY in (await _again_to_safety(couple))


async def _again_to_safety(talk: Talk) -> str:
    await talk.says("ana", "/repair")
    return (await talk.presses("ana", "Go on"))[0]


async def test_fear_leads_to_help(couple: Talk) -> None:
    """A yes to the safety question leads to help, and no further."""
    await couple.says("ana", "/repair")
    (care,) = await questions_last(couple, "ana", "Go on", "One of these")
    assert "Thank you for saying it. It was not kept, and your partner is not told." in care
    shown = "\n".join(await couple.presses("ana", "Show me where help is"))
    assert "I’m a program and can’t call anyone." in shown
    assert "Only you can open it again" in said(couple, "ana")


async def questions_last(talk: Talk, who: str, *pressed: str) -> list[str]:
    await questions(talk, who, *pressed[:-1])
    return await talk.presses(who, pressed[-1])


# -- silence ---------------------------------------------------------------------------------------------------


async def _ben_is_silent(talk: Talk, how: str) -> None:
    """The ways in which nothing comes of an invitation."""
    ways = {
        "opened": ["Open"],
        "put aside": ["Not now"],
        "opened and put aside": ["Open", "Not now"],
        "halfway": ["Open", "To the questions", "Go on", "None of these"],
        "not now": ["Open", "To the questions", "Not now"],
        "not safe": ["Open", "To the questions", "Go on", "One of these", "Not now"],
        "not over": ["Open", "To the questions", "Go on", "None of these", "No, or I am not", "Not now"],
        "not told": ["Open", "To the questions", "Go on", "None of these", "Yes, it is", "No, not yet", "Not now"],
    }
    await questions(talk, "ben", *ways.get(how, []))
    if how == "blocked":
        talk.adapter.blocked.add("ben")
    if how == "left":
        await talk.says("ben", "/leave")
        await talk.presses("ben", "Leave now")


@pytest.mark.parametrize(
    "how",
    ["nothing", "opened", "put aside", "opened and put aside", "halfway", "not now", "not safe", "not over",
     "not told", "blocked", "left"],
)  # fmt: skip
async def test_every_silence_looks_the_same(couple: Talk, how: str) -> None:
    """Whatever the other did short of yes, whoever asked sees the same bytes, then and when they ask again."""
    await asks(couple)
    start = len(couple.sees("ana"))
    await _ben_is_silent(couple, how)
    assert (await couple.says("ana", "/repair"))[0].startswith("I’m asking Ben")
    assert (await couple.says("ana", "/today")) == ["Nothing is waiting for you. Have a good day."]
    await couple.goes_by(days=6, hours=23)
    assert SILENCE not in said(couple, "ana")
    await couple.goes_by(hours=2)
    await asks(couple)
    asked = (
        "I’m asking Ben, without naming what it is about until they open it. If it begins, you’ll hear so at once. "
        "If it hasn’t begun by {day}, it was not the time; I’ll say no more than that, whatever the reason, and you "
        "may ask again.\n[Take it back] [Help]"
    )
    assert couple.sees("ana")[start:] == [
        asked.format(day="Wednesday, 25 November 2026"),
        "Nothing is waiting for you. Have a good day.",
        f"{SILENCE} You may ask again whenever you like.",
        "Thank you. That is all I need to know.",
        asked.format(day="Wednesday, 2 December 2026"),
    ]


async def test_one_who_is_not_safe_is_reached_by_no_invitation(couple: Talk) -> None:
    """After a yes to the safety question only that person opens it again, and the other can't tell (SAFETY 19)."""
    await asks(couple)
    await _ben_is_silent(couple, "not safe")
    await couple.goes_by(days=7, minutes=1)
    before = couple.sees("ben")
    await asks(couple)
    assert couple.sees("ben") == before
    assert (await couple.says("ben", "/today")) == ["Nothing is waiting for you. Have a good day."]
    await couple.says("ben", "/repair")
    await couple.presses("ben", "Not now")
    await couple.goes_by(days=7, minutes=1)
    before = couple.sees("ben")
    await asks(couple)
    assert couple.sees("ben") == before, "going only as far as the first question takes nothing back"
    await couple.says("ben", "/repair")
    await questions(couple, "ben", "Go on", "None of these", "Yes, it is over", "Yes, we both", "I caused the hurt")
    assert "Ana opens each part" in said(couple, "ben")


async def test_an_invitation_stands_in_today_until_it_is_put_aside(couple: Talk) -> None:
    """/today brings an invitation back; put aside, it is not shown again, but the command still finds it."""
    await asks(couple)
    assert INVITED in "\n".join(await couple.says("ben", "/today"))
    await couple.presses("ben", "Not now")
    assert INVITED not in "\n".join(await couple.says("ben", "/today"))
    await couple.says("ben", "/repair")
    await questions(couple, "ben", "Go on", "None of these", "Yes, it is over", "Yes, we both", "I caused the hurt")
    assert "Ana opens each part" in said(couple, "ben")


async def test_an_invitation_that_is_over_opens_nothing(couple: Talk) -> None:
    """A yes that comes too late leads to a neutral word and to nothing else."""
    await asks(couple)
    await couple.goes_by(days=1)
    await questions(couple, "ben", "Open", "To the questions", "Go on", "None of these", "Yes, it is", "Yes, we both")
    await couple.goes_by(days=6, minutes=1)
    await couple.presses("ben", "I caused")
    assert "That is no longer open" in said(couple, "ben")
    assert "opens each part" not in said(couple, "ben") + said(couple, "ana")


async def test_an_old_invitation_leads_to_no_name(couple: Talk) -> None:
    """Opened after its week, an invitation says only that it is over."""
    await asks(couple)
    await couple.goes_by(days=7, minutes=1)
    (over,) = await couple.presses("ben", "Open")
    assert over == "That is no longer open. Whenever you like, /repair begins from your side."


async def test_what_was_asked_can_be_taken_back_and_not_asked_every_day(couple: Talk) -> None:
    """Taken back, the invitation is void; within its week it can't be sent anew."""
    await asks(couple)
    old = couple.token("ben", "Open")
    await couple.presses("ana", "Take it back")
    assert "That is no longer open" in couple.sees("ben")[-1]
    await couple.presses_token("ben", old)
    assert "journey of repair" not in said(couple, "ben")
    assert (await couple.says("ana", "/repair"))[0].startswith("Taken back. You can ask again from")
    await couple.goes_by(days=7, minutes=1)
    assert SILENCE not in said(couple, "ana")
    await asks(couple)
    assert couple.sees("ben")[-1].startswith(INVITED)


# -- the journey -----------------------------------------------------------------------------------------------


async def test_twelve_weeks_with_a_step_back_and_restarts(either: Talk) -> None:
    """Five chapters, three looks, a chapter opened again; the house starts anew between, and nothing is lost."""
    await begun(either)
    for chapter in (acknowledge, shoes, change, mending):
        await chapter(either)
        await either.restart()
        await gate(either)
    assert "Open that page" in either.sees("ana")[-1]
    assert "forgiv" not in said(either, "ben")
    await either.presses("ana", "Not now")
    await reassurance(either)
    await gate(either)
    await either.goes_by(days=13, hours=23)
    assert LOOK not in said(either, "ana")
    await either.restart()
    await either.goes_by(hours=2)
    assert either.sees("ben")[-1].startswith(LOOK)
    for who in ("ana", "ben"):
        await looks(either, who, "A step back")
    await either.presses("ana", "Open a part once more")
    await either.presses("ana", "In your shoes")
    await either.restart()
    await shoes(either)
    await gate(either)
    await review(either, 4)
    await either.presses("ana", "We are stuck")
    assert all("How to find a counsellor" in either.sees(who)[-1] for who in ("ana", "ben"))
    for who in ("ana", "ben"):
        await either.presses(who, "Not now")
    await review(either, 6)
    await gate(either)
    for who in ("ana", "ben"):
        assert "This journey ends here." in either.sees(who)[-1]
        assert (await either.says(who, "/today")) == ["Nothing is waiting for you. Have a good day."]


async def test_a_question_may_be_for_a_counsellor_and_a_sorry_may_need_another_try(couple: Talk) -> None:
    """Answering elsewhere is always offered; a sorry with a "but" is noticed; what misses it is said again."""
    await begun(couple)
    await couple.says("ana", "It hurt.")
    await couple.presses("ana", "I have a question")
    await couple.says("ana", "Why?")
    await couple.presses("ben", "I’d rather answer that with a counsellor")
    assert "I’d rather answer that with a counsellor" in "\n".join(couple.sees("ana"))
    await couple.presses("ana", "Enough for now")
    (noticed,) = await couple.says("ben", "I am sorry, but you were away.")
    assert "turns a sorry around" in noticed
    await couple.presses("ben", "Write it again")
    await couple.says("ben", "I am sorry that I lied.")
    await couple.presses("ana", "Partly")
    await couple.says("ana", "And that I heard it from others.")
    await couple.says("ben", "I am sorry that I lied and that you heard it from others.")
    (at_gate,) = await couple.presses("ana", "Yes, it names it")
    assert "You open this gate" in at_gate
    assert "You open this gate" not in said(couple, "ben")
    await couple.presses("ana", "Through this part once more")
    await acknowledge(couple)
    await gate(couple)
    assert couple.sees("ben")[-1].startswith("In your shoes.")


async def test_a_plan_becomes_a_promise(couple: Talk) -> None:
    """What whoever caused it plans is the draft of their promise; the journey stands at the gate meanwhile."""
    await begun(couple)
    for chapter in (acknowledge, shoes):
        await chapter(couple)
        await gate(couple)
    await couple.says("ben", "That I hide.")
    await couple.says("ben", "I will tell you the same evening.")
    drafted = "\n".join(await couple.presses("ben", "Make it a promise"))
    assert "I will tell you the same evening." in drafted
    assert "You open this gate" in couple.sees("ana")[-1]


async def test_without_amends_no_page_about_forgiving_is_offered(couple: Talk) -> None:
    """A wish that is not taken up may be changed or left; where nothing was agreed, forgiving is no theme."""
    await begun(couple)
    for chapter in (acknowledge, shoes, change):
        await chapter(couple)
        await gate(couple)
    await couple.says("ana", "A year without travel.")
    await couple.presses("ben", "Not this")
    await couple.presses("ana", "Something else would help")
    await couple.says("ana", "A month without travel.")
    await couple.presses("ben", "Yes, if")
    await couple.says("ben", "I can go to my mother’s birthday.")
    await couple.presses("ana", "Then something else")
    await couple.presses("ana", "Leave it for now")
    (reassure,) = await couple.presses("ana", "Go on")
    assert reassure.startswith("Reassurance.")
    assert "Open that page" not in said(couple, "ana")


async def test_what_is_offered_for_reassurance_is_the_others_choice(couple: Talk) -> None:
    """The one asks, the other offers what they choose; our own words say that nobody is followed about."""
    await begun(couple)
    for chapter in (acknowledge, shoes, change, mending):
        await chapter(couple)
        await gate(couple)
    await couple.presses("ana", "Not now")
    assert "I offer nothing that follows anybody about" in couple.sees("ana")[-1]
    await reassurance(couple)
    assert "Ten minutes after supper" in "\n".join(couple.sees("ana"))


# -- resting, stopping, leaving --------------------------------------------------------------------------------


async def test_a_gate_that_nobody_opens_rests(couple: Talk) -> None:
    """After 21 days both read the same, once; /today finds it, and only the hurt one's gate leads on."""
    await begun(couple)
    await acknowledge(couple)
    await couple.goes_by(days=21, minutes=1)
    assert couple.sees("ana")[-1] == couple.sees("ben")[-1] == RESTS
    await couple.goes_by(days=60)
    assert said(couple, "ana").count("rests for now") == 1
    assert "Step by step" in "\n".join(await couple.says("ben", "/today"))
    (nothing,) = await couple.presses("ben", "Open")
    assert "there is nothing for you to do" in nothing
    await couple.says("ana", "/today")
    (at_gate,) = await couple.presses("ana", "Open")
    assert "You open this gate" in at_gate
    await gate(couple)
    assert couple.sees("ben")[-1].startswith("In your shoes.")


@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_either_may_stop_and_nobody_learns_who(couple: Talk, who: str) -> None:
    """/repair has the button; both read the same words, and the next time it begins from the start."""
    await begun(couple)
    await acknowledge(couple)
    shown = "\n".join(await couple.says(who, "/repair"))
    assert "nobody is told who did" in shown
    (help_,) = await couple.presses(who, "Help")
    assert "I’m a program and can’t call anyone." in help_
    await couple.presses(who, "Stop the journey")
    await couple.presses(who, "Yes, end it")
    assert couple.sees("ana")[-1] == couple.sees("ben")[-1] == STOPPED
    await couple.goes_by(days=30)
    assert couple.sees("ana")[-1] == couple.sees("ben")[-1] == STOPPED
    assert "A journey of repair is for two people" in (await couple.says(who, "/repair"))[0]


@pytest.mark.parametrize("how", ["nothing", "blocked", "left"])
async def test_one_who_leaves_in_the_middle_looks_silent(couple: Talk, how: str) -> None:
    """The gates open as ever, and what the one who stays sees is the same as if nobody answered (SAFETY 3, 5)."""
    await begun(couple)
    await acknowledge(couple)
    start = len(couple.sees("ana"))
    await _ben_is_silent(couple, how)
    await gate(couple)
    await couple.says("ana", "/repair")
    await couple.goes_by(days=13)
    shoes_ = (
        "This part is called in your shoes. Ben tries to say how it has been for you. What comes of it, you can read"
    )
    told = couple.sees("ana")[start - 1 :]
    assert [one.partition("\n")[0][:100] for one in told] == [
        shoes_[:100],
        shoes_[:100],
        "You can pause at any point just by leaving it: it rests, and /today brings it back. Either of you may "[:100],
    ]


# -- safety at a review ----------------------------------------------------------------------------------------


async def _at_review(talk: Talk) -> None:
    await begun(talk)
    await chapters(talk)
    await talk.goes_by(days=14, minutes=1)


@pytest.mark.parametrize("how", ["nothing", "opened", "not safe", "answered", "blocked", "left"])
async def test_fear_at_a_review_looks_like_any_silence(couple: Talk, how: str) -> None:
    """Whoever is afraid is led to help, and to the other it rests as for any not-answering (SAFETY 19)."""
    await _at_review(couple)
    start = len(couple.sees("ana"))
    if how in ("opened", "not safe", "answered"):
        await couple.presses("ben", "Open")
    if how == "not safe":
        await couple.presses("ben", "One of these")
        await couple.presses("ben", "Not now")
        assert "[Ask me again]" in couple.sees("ben")[-1]
    if how == "answered":
        await questions(couple, "ben", "None of these", "A step back", "Skip", "1")
    await _ben_is_silent(couple, how if how in ("blocked", "left") else "nothing")
    await looks(couple, "ana")
    days = 12 if how == "left" else 22
    await couple.goes_by(days=days)
    told = couple.sees("ana")[start - 1 :]
    sealed = "It is sealed. You’ll both see both as soon as you have both shared.\n[Take it back]"
    assert told[0].endswith(sealed)
    assert told[1:] == ([] if how == "left" else [RESTS])
    assert "you have both shared." not in "\n".join(couple.sees("ana", "place-1"))


async def test_only_whoever_was_afraid_opens_it_again(couple: Talk) -> None:
    """The same question comes again when they ask for it, and their "none of these" leads on to the look."""
    await _at_review(couple)
    await looks(couple, "ana")
    await questions(couple, "ben", "Open", "One of these", "Not now")
    await couple.goes_by(days=22)
    await couple.says("ben", "/today")
    await couple.presses("ben", "Open")
    assert "has Ana hit, pushed or held you" in (await couple.presses("ben", "Ask me again"))[0]
    await questions(couple, "ben", "None of these", "About the same", "Skip", "3", "Share when we both have")
    assert "As I see it: About the same" in "\n".join(couple.sees("ana", "place-1"))


async def test_a_look_opens_at_closing_time_after_a_long_wait(couple: Talk) -> None:
    """The four weeks before the second look outlast the time in which it closes; it closes all the same."""
    await begun(couple)
    await chapters(couple)
    await review(couple, 2)
    await gate(couple)
    await couple.goes_by(days=28, minutes=1)
    for who in ("ana", "ben"):
        await questions(couple, who, "Open", "None of these", "About the same", "Skip", "3", "Share at closing time")
    await couple.goes_by(days=22)
    await couple.presses("ana", "Open", place="place-1")
    assert "As I see it: About the same" in "\n".join(couple.sees("ana", "place-1"))


async def test_that_it_rests_is_said_once(couple: Talk) -> None:
    """What one does while it rests tells the other nothing: no second word about it comes, and it still closes."""
    await _at_review(couple)
    await looks(couple, "ana")
    await questions(couple, "ben", "Open", "One of these", "Not now")
    await couple.goes_by(days=22)
    assert said(couple, "ana").count("rests for now") == 1
    await questions(couple, "ben", "Ask me again", "One of these", "Not now")
    await couple.goes_by(days=22)
    assert said(couple, "ana").count("rests for now") == 1
    await questions(couple, "ben", "Ask me again", "None of these", "About the same", "Skip", "3")
    await couple.presses("ben", "Share at closing time")
    await couple.goes_by(days=22)
    await couple.presses("ana", "Open", place="place-1")
    assert "As I see it: About the same" in "\n".join(couple.sees("ana", "place-1"))


# -- two journeys ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asker", "asked", "hurt", "more"),
    [
        ("hurt", "caused", "a", False),
        ("caused", "hurt", "b", False),
        ("both", "both", "b", True),
        ("hurt", "hurt", "b", True),
        ("caused", "caused", "b", True),
        ("hurt", "both", "b", True),
        ("both", "caused", "b", True),
    ],
)
def test_parts_follow_from_what_both_said(asker: Side, asked: Side, hurt: str, more: bool) -> None:
    """One hurt and one who caused it: one journey. All else: two, and whoever was asked is heard first."""
    assert rules.parts(("a", asker), ("b", asked)) == (hurt, more)


async def test_two_journeys_in_turn(couple: Talk) -> None:
    """Both say both: one journey, then each is asked again, safety first, and the second has the parts swapped."""
    await asks(couple, "ana", "both")
    await accepts(couple, "ben", "both")
    assert "In the first, Ben is the one who was hurt" in said(couple, "ana")
    await couple.presses("ana", "Open")
    await both_there(couple)
    await whole(couple, "ben", "ana")
    for who in ("ana", "ben"):
        assert any(one.startswith("There is something you began together") for one in couple.sees(who)[-2:])
    for who in ("ana", "ben"):
        (safe,) = await couple.presses(who, "Open")
        assert "Has your partner hit, pushed or held you" in safe
        await questions(couple, who, "None of these", "Yes")
    assert "Ana opens each part" in couple.sees("ben")[-2]
    assert await sides(couple) == []
    await couple.presses("ana", "Open")
    await both_there(couple)
    await whole(couple, "ana", "ben")
    assert all("This journey ends here." in couple.sees(who)[-1] for who in ("ana", "ben"))


async def _first_of_two(talk: Talk) -> None:
    await asks(talk, "ana", "hurt")
    await accepts(talk, "ben", "hurt")
    await talk.presses("ana", "Open")
    await both_there(talk)
    await whole(talk, "ben", "ana")


@pytest.mark.parametrize(
    "how",
    ["not safe", pytest.param("nothing", marks=pytest.mark.soak), pytest.param("not now", marks=pytest.mark.soak)],
)
async def test_the_second_needs_both(couple: Talk, how: str) -> None:
    """Who said yes to the second journey reads, a week later, the one line that stands for every reason."""
    await _first_of_two(couple)
    if how != "nothing":
        await couple.presses("ben", "Open")
        await questions(couple, "ben", *(["One of these", "Not now"] if how == "not safe" else ["None of", "Not now"]))
    start = len(couple.sees("ana"))
    await questions(couple, "ana", "Open", "None of these", "Yes")
    waiting = couple.sees("ana")[-1]
    assert waiting.startswith("Thank you. If it begins, you’ll hear so at once. If it hasn’t begun by")
    assert "whatever the reason" in waiting
    await couple.goes_by(days=7, minutes=1)
    assert couple.sees("ana")[start:] == [
        "Thank you. That is all I need to know.",
        waiting,
        f"{SILENCE} You may ask again whenever you like.",
    ]
    assert SILENCE not in said(couple, "ben")


@pytest.mark.soak
async def test_fear_before_the_second_is_taken_back_by_its_person_alone(couple: Talk) -> None:
    """Whoever said that they are not safe may open the second journey after all, with the part they had."""
    await _first_of_two(couple)
    await questions(couple, "ana", "Open", "One of these", "Not now")
    await questions(couple, "ben", "Open", "None of these", "Yes")
    await couple.says("ana", "/repair")
    await questions(couple, "ana", "None of these", "Yes")
    assert "Ana opens each part" in said(couple, "ana")


async def test_a_stopped_first_journey_leads_to_no_second(couple: Talk) -> None:
    """Stopped, it is over: nobody is asked about the second."""
    await asks(couple, "ana", "both")
    await accepts(couple, "ben", "both")
    await couple.says("ben", "/repair")
    await couple.presses("ben", "Stop the journey")
    await couple.presses("ben", "Yes, end it")
    assert await sides(couple) == []
    await couple.goes_by(days=10)
    assert "something you began together" not in said(couple, "ana") + said(couple, "ben")


# -- manners ---------------------------------------------------------------------------------------------------


async def test_it_is_for_two_and_answered_in_private(couple: Talk) -> None:
    """One alone is told that it is for two; in the couple's place nothing of it is shown to the other."""
    await couple.begins("eve")
    assert "/pair" in (await couple.says("eve", "/repair"))[0]
    await couple.says("ana", "/repair", place="place-1")
    shared = "\n".join(couple.sees("ben", "place-1"))
    assert "trust was broken" not in shared
    assert "A journey of repair is for two people" in said(couple, "ana")


async def test_in_spanish(talk: Talk) -> None:
    """The same in Spanish, each in their own language."""
    await talk.pairs(languages=("es", "en"))
    assert "Un camino de reparación" in (await talk.says("ana", "/reparar"))[0]
    await questions(talk, "ana", "Seguir", "Nada de esto", "Sí, ya terminó", "Sí, lo sabemos", "Recibí el daño")
    assert talk.sees("ana")[-1].startswith("Se lo pregunto a Ben")
    await accepts(talk)
    await talk.presses("ana", "Abrir")
    assert "Ana abre cada parte" in said(talk, "ana")
    assert "Ana opens each part" in said(talk, "ben")
