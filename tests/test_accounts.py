"""Accounts: one person in two apps, where they are reached, and coming back after an account was lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import codes
from bot.model import Account, Address, Press, Sender
from handlers.accounts import rules
from tests.talk import Talk
from tests.two import MEMORY, OTHER, TwoTalk

WRONG = "That code doesn’t work. It may be mistyped, used or too old."
STALE = "That button has done its work"
REVEALED = ": you have both shared."


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[TwoTalk]:
    """A house with two platforms."""
    opened = await TwoTalk.open(tmp_path)
    yield opened
    await opened.close()


async def link_code(two: TwoTalk, who: str, on: str = MEMORY) -> str:
    """A new code to link another account with."""
    await two.says(who, "/link", on=on)
    await two.presses(who, "Link another app", on=on)
    return two.code(who, on=on)


async def links(two: TwoTalk, who: str, on: str = MEMORY, there: str = OTHER, other: str = "") -> None:
    """`who` makes the account `other` (the one of that name) on the other platform theirs."""
    await two.says(other or who, f"/link {await link_code(two, who, on)}", on=there)
    await two.presses(other or who, "Yes, that’s me", on=there)
    await two.presses(who, "Yes, that’s me", on=on)


async def owners(two: TwoTalk) -> dict[str, str]:
    """Whose each account is, by name."""
    found = await two.rows("SELECT a.platform, a.account, p.name FROM accounts a JOIN persons p ON p.id = a.person_id")
    return {f"{row['platform']}/{row['account']}": row["name"] for row in found}


async def home(two: TwoTalk, name: str = "Ana") -> str:
    """Where somebody is reached."""
    found = await two.rows("SELECT h.name, p.platform, p.address FROM persons h JOIN places p ON p.id = h.place_id")
    return next(f"{row['platform']}/{row['address']}" for row in found if row["name"] == name)


# -- linking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "there"), [(MEMORY, OTHER), (OTHER, MEMORY)])
async def test_two_yeses_link_an_account(two: TwoTalk, on: str, there: str) -> None:
    """A code from one app, a yes in the other, a yes in the first: then the account is that person's."""
    await two.begins("ana", on=on)
    (ask,) = await two.says("ana", f"/link {await link_code(two, 'ana', on)}", on=there)
    assert "Is this account to be Ana’s?" in ask
    assert "begun with this account" not in ask
    (asked,) = await two.presses("ana", "Yes, that’s me", on=there)
    assert "asked once more" in asked
    assert len(await owners(two)) == 1
    app = {MEMORY: "Memory", OTHER: "Other"}
    assert f"Somebody on {app[there]} has used your code" in two.sees("ana", on=on)[-1]
    (done,) = await two.presses("ana", "Yes, that’s me", on=on)
    assert f"you can use me on {app[there]} too" in done
    assert "Where shall I write to you?" in done
    assert f"{app[on]} (here): this is where I write to you" in done.split("\n")
    assert app[there] in done.split("\n")
    assert "Done, Ana: from here on this chat is yours too." in two.sees("ana", on=there)[-1]
    assert await owners(two) == {f"{on}/ana": "Ana", f"{there}/ana": "Ana"}
    assert await home(two) == f"{on}/ana"
    assert "Hello again, Ana" in (await two.says("ana", "/start", on=there))[0], "nothing is asked again"


async def test_without_the_second_yes_nothing_is_linked(two: TwoTalk) -> None:
    """The code's owner says no: nothing is linked, whoever typed it hears nothing, and the code is spent."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    await two.says("eve", f"/link {code}", on=OTHER)
    await two.presses("eve", "Yes, that’s me", on=OTHER)
    before = two.sees("eve", on=OTHER)
    (answer,) = await two.presses("ana", "No")
    assert "Nothing was linked" in answer
    assert two.sees("eve", on=OTHER) == before
    assert await owners(two) == {"memory/ana": "Ana"}
    assert await two.rows("SELECT * FROM links") == []
    assert WRONG in (await two.says("eve", f"/link {code}", on=OTHER))[0]


async def test_nothing_is_kept_before_the_account_says_yes(two: TwoTalk) -> None:
    """Looking at a code keeps nothing about the account, and a no there ends it without a word to anybody."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    await two.says("eve", f"/link {code}", on=OTHER)
    assert [row["account"] for row in await two.rows("SELECT * FROM links")] == [None]
    before = two.sees("ana")
    (answer,) = await two.presses("eve", "No", on=OTHER)
    assert "kept nothing" in answer
    assert two.sees("ana") == before
    assert WRONG in (await two.says("eve", f"/link {code}", on=OTHER))[0]


async def test_every_wrong_code_is_answered_alike(two: TwoTalk) -> None:
    """Never given, mistyped, no code at all, used, replaced, too old: the same bytes, for strangers and others."""
    await two.begins("ana")
    old = await link_code(two, "ana")
    used = await link_code(two, "ana")
    await two.says("ana", f"/link {used}", on=OTHER)
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    said = [await two.says("eve", f"/link {code}", on=OTHER) for code in (old, used, "AAAA-BBBB-CCCC", "x" * 3000)]
    await two.presses("ana", "No")
    late = await link_code(two, "ana")
    await two.goes_by(hours=1)
    said.append(await two.says("eve", f"/link {late}", on=OTHER))
    await two.begins("zoe")
    said += [await two.says("zoe", f"/link {old}"), await two.says("zoe", f"/recovery {old}")]
    assert said == [[WRONG]] * 7


async def test_tries_count_together_with_those_at_invitations(two: TwoTalk) -> None:
    """Five wrong codes an hour of whatever kind, then not even the right one is looked at (SAFETY 35)."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    for wrong in ("/pair AAAA-BBBB-CCCC", "/link AAAA", "/link B", "/recovery C", "/recovery AAAA-BBBB-CCCC-DDDD"):
        await two.says("eve", wrong, on=OTHER)
    for right in (f"/link {code}", "/recovery AAAA-BBBB-CCCC-DDDD", "/pair AAAA-BBBB-CCCC"):
        assert "a lot of tries" in (await two.says("eve", right, on=OTHER))[0]
    assert "Is this account to be Ana’s?" in (await two.says("ana", f"/link {code}", on=OTHER))[0]
    await two.goes_by(hours=1, minutes=1)
    assert WRONG in (await two.says("eve", "/link AAAA", on=OTHER))[0]


async def test_a_right_code_is_no_guess(two: TwoTalk) -> None:
    """One may look at a right code as often as one likes."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    seen = [await two.says("ana", f"/link {code}", on=OTHER) for _ in range(7)]
    assert all("Is this account to be Ana’s?" in text for (text,) in seen)


async def test_the_breaker_stops_everybody(two: TwoTalk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many wrong codes in an hour from many accounts close the door for all (SAFETY 35)."""
    monkeypatch.setattr(codes, "TRIES_ALL", 8)
    await two.begins("ana")
    code = await link_code(two, "ana")
    for number in range(8):
        await two.says(f"eve{number}", "/recovery AAAA-BBBB-CCCC-DDDD")
    assert "a lot of tries" in (await two.says("ana", f"/link {code}", on=OTHER))[0]


async def test_codes_appear_in_direct_chats_only(two: TwoTalk) -> None:
    """Among others no code is given, and a right one and a wrong one are answered alike."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    assert "direct chat" in (await two.says("zoe", "/recovery", place="hall"))[0]
    right, wrong = [await two.says("zoe", f"/link {one}", place="hall") for one in (code, "AAAA-BBBB-CCCC")]
    assert right == wrong
    assert "direct chat" in right[0]
    assert "Memory (here)" in (await two.says("ana", "/link", place="hall"))[0], "what only she sees is shown there"
    assert two.sees("zoe", place="hall") == [*right, *wrong, *right]
    assert "direct chat" in (await two.presses("ana", "Link another app", place="hall"))[0]


async def test_ones_own_code_on_ones_own_account(two: TwoTalk) -> None:
    """Typing it where it came from is told kindly, and the code stays good."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    assert "That code is your own" in (await two.says("ana", f"/link {code}"))[0]
    assert "Is this account to be Ana’s?" in (await two.says("ana", f"/link {code}", on=OTHER))[0]


async def test_one_account_in_each_app(two: TwoTalk) -> None:
    """A second account in an app where the person has one is refused plainly."""
    await two.begins("ana")
    (refused,) = await two.says("ana2", f"/link {await link_code(two, 'ana')}")
    assert "There is an account on Memory already" in refused
    await links(two, "ana")
    assert "[Link another app]" not in (await two.says("ana", "/link"))[0]


async def test_one_in_a_couple_is_refused_plainly(two: TwoTalk) -> None:
    """An account in a couple can't be made another person's; the other way round it works."""
    await two.pairs("ben", "ana")
    await two.begins("ana")
    (refused,) = await two.says("ana", f"/link {await link_code(two, 'ana')}", on=OTHER)
    assert "linked with somebody as a couple" in refused
    await links(two, "ana", OTHER, MEMORY)
    assert (await owners(two))["memory/ana"] == "Ana"
    assert "Leave the couple with Ben?" in (await two.says("ana", "/leave"))[0]


async def test_one_whose_partner_left_hears_what_one_in_a_couple_hears(two: TwoTalk) -> None:
    """For two weeks nothing may tell whoever stayed that the other has gone (SAFETY 5)."""
    await two.pairs("ben", "ana")
    await two.begins("eve")
    before = await two.says("ana", f"/link {await link_code(two, 'eve')}", on=OTHER)
    await two.says("ben", "/leave")
    await two.presses("ben", "Leave now")
    assert await two.says("ana", f"/link {await link_code(two, 'eve')}", on=OTHER) == before


async def test_who_joins_a_couple_meanwhile_is_not_linked(two: TwoTalk) -> None:
    """Between the two yeses the account found a partner: the second yes links nothing, and says no more than that."""
    await two.begins("ana")
    await two.begins("ana", on=OTHER)
    await two.says("ana", f"/link {await link_code(two, 'ana')}", on=OTHER)
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    await two.begins("ben")
    await two.says("ben", "/pair")
    await two.says("ana", f"/pair {two.code('ben')}", on=OTHER)
    await two.presses("ana", "Accept", on=OTHER)
    (answer,) = await two.presses("ana", "Yes, that’s me")
    assert "nothing was linked" in answer
    assert len(await two.rows("SELECT * FROM persons")) == 3


async def test_a_person_alone_is_let_go_of_and_told_so_before(two: TwoTalk) -> None:
    """The account had begun by itself: it is told what goes, and then all that it noted is gone."""
    await two.begins("ana")
    await two.begins("annie", on=OTHER)
    await two.says("annie", "/recovery", on=OTHER)
    (ask,) = await two.says("annie", f"/link {await link_code(two, 'ana')}", on=OTHER)
    assert "What you noted here alone goes" in ask
    await two.presses("annie", "Yes, that’s me", on=OTHER)
    assert len(await two.rows("SELECT * FROM persons")) == 2
    await two.presses("ana", "Yes, that’s me")
    assert await owners(two) == {"memory/ana": "Ana", "other/annie": "Ana"}
    (left,) = await two.rows("SELECT * FROM persons")
    for table in ("recoveries", "run_people", "links"):
        assert await two.rows(f"SELECT * FROM {table}") == []
    assert {row["holder"] for row in await two.rows("SELECT holder FROM buttons")} <= {
        f"person:{left['id']}",
        "account:other:annie",
    }


async def test_one_of_several_accounts_moves_alone(two: TwoTalk) -> None:
    """A person of two accounts keeps the other one, and hears there that this one has gone."""
    await two.begins("eve")
    await links(two, "eve")
    await two.presses("eve", "Write to me on Other")
    await two.begins("ana")
    (ask,) = await two.says("eve", f"/link {await link_code(two, 'ana')}", on=OTHER)
    assert "It leaves those" in ask
    await two.presses("eve", "Yes, that’s me", on=OTHER)
    await two.presses("ana", "Yes, that’s me")
    assert await owners(two) == {"memory/ana": "Ana", "other/eve": "Ana", "memory/eve": "Eve"}
    assert "Your account on Other is linked no more" in two.sees("eve")[-1]
    assert await home(two, "Eve") == "memory/eve"


async def test_one_who_left_a_couple_can_be_let_go_of_unnoticed(two: TwoTalk) -> None:
    """A past couple still names them: for whoever stayed nothing changes, to the end (SAFETY 5)."""
    await two.pairs("ben", "annie")
    await two.says("annie", "/leave", on=OTHER)
    await two.presses("annie", "Leave now", on=OTHER)
    lists = ("/leave", "/promises", "/today", "/boundaries")
    before = [await two.says("ben", text) for text in lists]
    await two.begins("ana")
    await links(two, "ana", other="annie")
    assert (await owners(two))["other/annie"] == "Ana"
    assert [await two.says("ben", text) for text in lists] == before
    await two.goes_by(days=15)
    assert "You and Annie are no longer linked here." in "\n".join(two.sees("ben"))
    await two.presses("annie", "Write to me here", on=OTHER)
    homes = [row["place_id"] for row in await two.rows("SELECT place_id FROM persons")]
    assert len(set(homes)) == len(homes) == 3, "no two are reached in one chat"


async def test_a_third_person_presses_nothing(two: TwoTalk) -> None:
    """Both questions are for one: pressed by anybody else they do what a forged token does (SAFETY 2, 34)."""
    await two.begins("ana")
    await two.says("ana", f"/link {await link_code(two, 'ana')}", on=OTHER)
    forged = await two.presses_token("eve", "no-such-token", on=OTHER)
    assert await two.presses_token("eve", two.token("ana", "Yes, that’s me", on=OTHER), on=OTHER) == forged
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    forged = await two.presses_token("eve", "no-such-token")
    assert await two.presses_token("eve", two.token("ana", "Yes, that’s me")) == forged
    assert await owners(two) == {"memory/ana": "Ana"}


async def test_two_use_one_code(two: TwoTalk) -> None:
    """Who says yes first has the code; to the other it is a wrong one."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    for who in ("ana", "eve"):
        await two.says(who, f"/link {code}", on=OTHER)
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    assert await two.presses("eve", "Yes, that’s me", on=OTHER) == [WRONG]
    await two.presses("ana", "Yes, that’s me")
    assert set(await owners(two)) == {"memory/ana", "other/ana"}


async def test_replays_and_second_presses_link_once(two: TwoTalk) -> None:
    """The same event again changes nothing, and a button pressed twice says that it is over (I1)."""
    await two.begins("ana")
    await two.says("ana", f"/link {await link_code(two, 'ana')}", on=OTHER)
    join = two.token("ana", "Yes, that’s me", on=OTHER)
    for _ in range(2):
        await two.presses_token("ana", join, on=OTHER, key="join")
    assert sum("has used your code" in text for text in two.sees("ana")) == 1
    assert await two.presses_token("ana", join, on=OTHER) != []
    mine = two.token("ana", "Yes, that’s me")
    assert await two.presses_token("ana", mine, key="mine") != []
    assert await two.presses_token("ana", mine, key="mine") == []
    (late,) = await two.presses_token("ana", mine)
    assert STALE in late
    assert len(await owners(two)) == 2


async def test_a_restart_in_the_middle(two: TwoTalk) -> None:
    """Each step holds over a restart; nothing waits in memory."""
    await two.begins("ana")
    code = await link_code(two, "ana")
    await two.restart()
    await two.says("ana", f"/link {code}", on=OTHER)
    await two.restart()
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    await two.restart()
    await two.presses("ana", "Yes, that’s me")
    assert len(await owners(two)) == 2


async def test_the_question_comes_in_quiet_hours_and_closes_after_an_hour(two: TwoTalk) -> None:
    """One human holds both apps, so quiet hours don't hold the question; an hour later it is over."""
    await two.pairs()
    await two.says("ana", "/quiet 9:00-22:00")
    await two.says("ana", f"/link {await link_code(two, 'ana')}", on=OTHER)
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    assert "has used your code" in two.sees("ana")[-1]
    await two.goes_by(hours=1)
    (late,) = await two.presses("ana", "Yes, that’s me")
    assert "nothing was linked" in late
    assert "other/ana" not in await owners(two)


async def test_where_there_is_one_app_only(couple: Talk) -> None:
    """Nothing is offered that can't be: one app, one account."""
    (shown,) = await couple.says("ana", "/link")
    assert "the only app I am on" in shown
    assert "[" not in shown


async def test_no_code_is_left_in_the_house(two: TwoTalk) -> None:
    """Codes are hashed, and an hour after one was shown not even the message that showed it is kept."""
    await two.begins("ana")
    given = [await link_code(two, "ana")]
    await two.says("ana", "/recovery")
    given.append(two.code("ana"))
    assert codes.typed_code(given[1], rules.RECOVERY_LENGTH)
    for table in ("links", "recoveries", "buttons", "timers"):
        for row in await two.rows(f"SELECT * FROM {table}"):
            assert not {code.replace("-", "") for code in given} & set(row.values())
    await two.goes_by(hours=1, minutes=1)
    bodies = "".join(row["body"] or "" for row in await two.rows("SELECT body FROM outbox"))
    assert not [code for code in given if code in bodies]
    assert await two.rows("SELECT * FROM timers") == []


async def test_in_spanish(two: TwoTalk) -> None:
    """Both sides are spoken to in the person's language once the account is theirs."""
    await two.begins("ana", language="es")
    await two.says("ana", "/vincular")
    await two.presses("ana", "Vincular otra")
    await two.says("ana", f"/link {two.code('ana')}", on=OTHER)
    await two.presses("ana", "Yes, that’s me", on=OTHER)
    await two.presses("ana", "Sí, soy yo")
    assert "Hecho, Ana: desde ahora este chat también es tuyo." in two.sees("ana", on=OTHER)[-1]
    (said,) = await two.says("ana", "/recuperar", on=OTHER)
    assert "Este es tu código de recuperación" in said


# -- one person in two apps ----------------------------------------------------------------------------------------


@pytest.fixture
async def linked(two: TwoTalk) -> TwoTalk:
    """Ana on memory and Ben on other are a couple; Ana's account on other is hers too."""
    await two.pairs()
    await links(two, "ana")
    return two


async def test_everything_works_on_either(linked: TwoTalk) -> None:
    """Commands mean the same on both accounts, and a button pressed on one counts for the person."""
    for on in (MEMORY, OTHER):
        assert "/promise:" in (await linked.says("ana", "/help", on=on))[0]
        assert "Nothing is waiting" in (await linked.says("ana", "/today", on=on))[0]
    await linked.says("ana", "/promise call mum by friday", on=OTHER)
    await linked.presses("ana", "5", on=OTHER)
    await linked.presses("ben", "Accept", on=OTHER)
    assert "call mum" in (await linked.says("ana", "/promises"))[0]


async def test_prompts_and_questions_come_where_one_is_reached(linked: TwoTalk) -> None:
    """After choosing the other app, what time brings comes there and not where it came before."""
    await linked.says("ana", "/promise call mum by friday")
    await linked.presses("ana", "5")
    await linked.presses("ben", "Accept", on=OTHER)
    (chosen,) = await linked.presses("ana", "Write to me on Other", nth=-1)
    assert "From here on I write to you on Other" in chosen
    assert "From here on I write to you on Other" in linked.sees("ana", on=OTHER)[-1]
    assert await home(linked) == "other/ana"
    before = linked.sees("ana")
    await linked.goes_by(days=3)
    assert "Something you two agreed on is due." in linked.sees("ana", on=OTHER)[-1].split("\n")
    await linked.says("ben", "/rhythm sundays 18:00", on=OTHER)
    await linked.goes_by(days=7)
    assert "Your check-in is here." in "\n".join(linked.sees("ana", on=OTHER))
    assert linked.sees("ana") == before


async def test_a_weeks_check_in_across_two_apps(linked: TwoTalk) -> None:
    """One asks in one app, the other answers in the other, a restart between; both see both, each where they are."""
    await linked.says("ana", "/checkin")
    await linked.presses("ana", "All fine")
    await linked.presses("ana", "Share when we both have")
    await linked.restart()
    await linked.goes_by(days=1)
    assert REVEALED not in linked.everything()
    await linked.presses("ben", "All fine", on=OTHER)
    await linked.presses("ben", "Share when we both have", on=OTHER)
    for who, on in (("ana", MEMORY), ("ben", OTHER)):
        [reveal] = [text for text in linked.sees(who, on=on) if REVEALED in text]
        assert reveal.count("All fine") == 2
    assert REVEALED not in "\n".join(linked.sees("ana", on=OTHER))


@pytest.mark.parametrize("said", ["Kept", "Partly"])
async def test_a_promise_across_two_apps(linked: TwoTalk, said: str) -> None:
    """Offered in one app, accepted in the other, asked about and answered in both, sealed until both spoke."""
    await linked.says("ben", "/promise water the plants by friday", on=OTHER)
    await linked.presses("ben", "5", on=OTHER)
    await linked.presses("ana", "Accept")
    await linked.goes_by(days=2.5)
    for who, on in (("ana", MEMORY), ("ben", OTHER)):
        await linked.presses(who, "Show", on=on)
    await linked.presses("ana", "Kept")
    assert "You both say" not in linked.everything()
    assert "differently" not in linked.everything()
    await linked.presses("ben", said, on=OTHER)
    for who, on in (("ana", MEMORY), ("ben", OTHER)):
        outcome = "You both say it was kept." if said == "Kept" else "You see this one differently."
        assert outcome in "\n".join(linked.sees(who, on=on)[-2:])


@pytest.mark.parametrize("on", [MEMORY, OTHER])
async def test_one_leaves_on_either(linked: TwoTalk, on: str) -> None:
    """Leaving from any account is leaving: at once, and the other sees no difference (SAFETY 4)."""
    before = linked.sees("ben", on=OTHER)
    await linked.says("ana", "/leave", on=on)
    (reply,) = await linked.presses("ana", "Leave now", on=on)
    assert "You have left" in reply
    for app in (MEMORY, OTHER):
        assert "/pair invites" in (await linked.says("ana", "/help", on=app))[0]
    assert linked.sees("ben", on=OTHER) == before


async def test_what_one_begins_goes_on_where_one_began_it(linked: TwoTalk) -> None:
    """Reached in one app, asking in the other: the questions come where they ask, and are answered there."""
    (question,) = await linked.says("ana", "/checkin", on=OTHER)
    assert "boundaries been this week" in question
    before = linked.sees("ana")
    await linked.presses("ana", "Something to look at", on=OTHER)
    await linked.says("ana", "Thank you for asking", on=OTHER)
    await linked.presses("ana", "Share when we both have", on=OTHER)
    assert linked.sees("ana") == before
    await linked.presses("ben", "All fine", on=OTHER)
    await linked.presses("ben", "Share when we both have", on=OTHER)
    assert REVEALED in "\n".join(linked.sees("ana")), "what both are shown comes where she is reached"


async def test_a_place_is_made_where_both_are(two: TwoTalk) -> None:
    """Both have an account in the app that can make places, though the one who invites is reached elsewhere."""
    await two.begins("ana")
    await links(two, "ana")
    await two.presses("ana", "Write to me on Other")
    await two.begins("ben")
    await two.says("ben", "/pair")
    await two.says("ana", f"/pair {two.code('ben')}", on=OTHER)
    await two.presses("ana", "Accept", on=OTHER)
    assert "for the two of you" in two.sees("ana", place="place-1")[0]
    assert two.sees("ana", place="place-1") == two.sees("ben", place="place-1")
    assert two.sides[OTHER].adapter.members == {}


async def test_the_partner_is_told_nothing_of_it(two: TwoTalk) -> None:
    """Linking, being reached elsewhere, unlinking and a recovery code are one's own business."""
    await two.pairs()
    before = two.sees("ben", on=OTHER)
    await links(two, "ana")
    await two.presses("ana", "Write to me on Other")
    await two.says("ana", "/recovery")
    await two.presses("ana", "Unlink Other")
    await two.presses("ana", "Unlink it")
    assert two.sees("ben", on=OTHER) == before


async def test_unlinking_is_never_silent(linked: TwoTalk) -> None:
    """It is asked once more; then the account is nobody's, its chat hears so, and so does every other."""
    await linked.presses("ana", "Write to me on Other")
    (sure,) = await linked.presses("ana", "Unlink Other")
    assert "What stands in that chat stays there" in sure
    token = linked.token("ana", "Write to me here", on=OTHER)
    (done,) = await linked.presses("ana", "Unlink it")
    assert "Your account on Other is linked no more" in done
    assert "Memory (here): this is where I write to you" in done
    assert linked.sees("ana", on=OTHER)[-1].startswith("This chat isn’t linked with anybody here any more.")
    assert "Ben" not in linked.sees("ana", on=OTHER)[-1]
    assert await home(linked) == "memory/ana"
    assert "/start" in (await linked.says("ana", "/today", on=OTHER))[0]
    assert await linked.presses_token("ana", token, on=OTHER) == await linked.presses_token("ana", "x.0", on=OTHER)


async def test_unlinking_the_one_in_hand(linked: TwoTalk) -> None:
    """From the very account that goes: it is told, the other is where they are reached, and hears so."""
    await linked.presses("ana", "Write to me here", on=OTHER)
    await linked.presses("ana", "Unlink this one", on=OTHER)
    (done,) = await linked.presses("ana", "Unlink it", on=OTHER)
    assert done.startswith("This chat isn’t linked with anybody")
    assert "Your account on Other is linked no more" in linked.sees("ana")[-1]
    assert await home(linked) == "memory/ana"
    assert "/start" in (await linked.says("ana", "/link", on=OTHER))[0]


async def test_what_waits_for_them_is_not_shown_to_nobody(linked: TwoTalk) -> None:
    """Something private waits until Ana comes by: the chat that is hers no more from this press on is not shown it."""
    memory = linked.sides[MEMORY]
    memory.adapter.blocked.add("ana")
    memory.adapter.gone.add("over")
    await memory.says("ana", "/help", place="hall", via="over")
    assert [row["state"] for row in await linked.rows("SELECT * FROM outbox WHERE waits = 1")] == ["waiting"]
    await linked.says("ana", "/link", on=OTHER)
    await linked.presses("ana", "Unlink this one", on=OTHER)
    (done,) = await linked.sides[OTHER].presses("ana", "Unlink it", via="here")
    assert "isn’t linked with anybody" in done


async def test_the_last_account_stays(linked: TwoTalk) -> None:
    """An account that is the only one is never unlinked, not even by a button from before."""
    await linked.presses("ana", "Unlink Other")
    other = linked.token("ana", "Unlink it")
    await linked.says("ana", "/link")
    await linked.presses("ana", "Unlink this one")
    this = linked.token("ana", "Unlink it")
    await linked.presses_token("ana", other)
    (refused,) = await linked.presses_token("ana", this)
    assert "your only account" in refused
    assert await owners(linked) == {"memory/ana": "Ana", "other/ben": "Ben"}


async def test_what_waits_for_a_chat_that_goes_comes_to_the_other(linked: TwoTalk) -> None:
    """What quiet hours held for the unlinked account is not lost, and never goes there."""
    await linked.presses("ana", "Write to me on Other")
    await linked.says("ana", "/quiet 9:00-12:00")
    await linked.says("ben", "/rhythm sundays 18:00", on=OTHER)
    await linked.presses("ana", "Unlink Other")
    await linked.presses("ana", "Unlink it")
    shown = linked.sees("ana", on=OTHER)
    await linked.goes_by(hours=3)
    assert "Ben has chosen a rhythm" in linked.sees("ana")[-1]
    assert linked.sees("ana", on=OTHER) == shown


async def test_leaving_takes_no_note_back(linked: TwoTalk) -> None:
    """That an account was unlinked is no matter of the couple's: the note comes, though one left in the same moment."""
    await linked.presses("ana", "Unlink Other")
    await linked.says("ana", "/leave")
    ana, here = Sender(Account(MEMORY, "ana"), "Ana"), Address(MEMORY, "ana", "direct")
    for key, label in (("one", "Unlink it"), ("two", "Leave now")):
        await linked.app.dispatch.emit(Press(key, ana, here, linked.token("ana", label)))
    await linked.app.run_due()
    assert "You have left" in "\n".join(linked.sees("ana"))
    assert "isn’t linked with anybody" in linked.sees("ana", on=OTHER)[-1]


async def test_a_closed_chat_is_not_chosen(linked: TwoTalk) -> None:
    """Where the bot can't write it can't reach anybody: that is said, and all stays as it was."""
    await linked.presses("ana", "Write to me on Other")
    linked.sides[OTHER].adapter.blocked.add("ana")
    await linked.presses("ana", "Write to me here")
    (refused,) = await linked.presses("ana", "Write to me on Other")
    assert "I can’t write to you on Other just now" in refused
    assert await home(linked) == "memory/ana"


# -- recovery ------------------------------------------------------------------------------------------------------


async def recovery_code(two: TwoTalk, who: str, on: str = MEMORY) -> str:
    """A person's first recovery code."""
    await two.says(who, "/recovery", on=on)
    return two.code(who, on=on)


async def comes_back(two: TwoTalk, who: str, code: str, on: str = MEMORY) -> list[str]:
    """Use a recovery code from an account."""
    await two.says(who, f"/recovery {code}", on=on)
    return await two.presses(who, "Yes, make it mine", on=on)


async def test_a_lost_account_is_replaced(two: TwoTalk) -> None:
    """From a new account in the same app the code brings everything back; the old account is nobody's."""
    await two.pairs("ana", "ben")
    await two.says("ana", "/promise call mum by friday")
    await two.presses("ana", "5")
    (given,) = await two.says("ana", "/recovery")
    assert "nobody else can help" in given
    assert "can’t vouch" in given
    code = two.code("ana")
    assert len(codes.typed_code(code, rules.RECOVERY_LENGTH) or "") * 5 >= 75
    button = two.token("ana", "Withdraw")
    partner = two.sees("ben", on=OTHER)
    (ask,) = await two.says("new", f"/recovery {code}")
    assert "This makes this account Ana’s and lets go of the lost one." in ask
    assert "The lost one is the account on Memory." in ask
    (done,) = await two.presses("new", "Yes, make it mine")
    assert "Welcome back, Ana." in done
    assert await owners(two) == {"memory/new": "Ana", "other/ben": "Ben"}
    assert await home(two) == "memory/new"
    assert two.sees("ana")[-1].startswith("This chat isn’t linked with anybody here any more.")
    assert "Ben" not in two.sees("ana")[-1]
    assert two.sees("ben", on=OTHER) == partner
    assert "/start" in (await two.says("ana", "/today"))[0]
    assert await two.presses_token("ana", button) == await two.presses_token("ana", "no-such-token")
    shown = two.sees("ana")
    await two.presses("ben", "Accept", on=OTHER)
    await two.goes_by(days=2.5)
    assert "call mum" in (await two.presses("new", "Show"))[0]
    assert two.sees("ana") == shown


async def test_a_recovery_code_works_once(two: TwoTalk) -> None:
    """Used, replaced, or looked at by two: afterwards it is a wrong code."""
    await two.begins("ana")
    first = await recovery_code(two, "ana")
    (have,) = await two.says("ana", "/recovery")
    assert "You have a recovery code, made on Wednesday, 18 November 2026" in have
    assert two.code("ana") == first
    await two.presses("ana", "Give me a new one")
    second = two.code("ana")
    assert first != second
    assert await two.says("new", f"/recovery {first}") == [WRONG]
    for who in ("new", "newer"):
        await two.says(who, f"/recovery {second}")
    token = two.token("newer", "Yes, make it mine")
    await two.presses("new", "Yes, make it mine")
    assert await two.presses_token("newer", token) == [WRONG]
    assert await two.says("newest", f"/recovery {second}") == [WRONG]
    assert await owners(two) == {"memory/new": "Ana"}


async def test_a_no_keeps_the_code_good(two: TwoTalk) -> None:
    """Looking at it changes nothing."""
    await two.begins("ana")
    code = await recovery_code(two, "ana")
    await two.says("new", f"/recovery {code}")
    assert "stays good" in (await two.presses("new", "No"))[0]
    assert "Welcome back" in (await comes_back(two, "new", code))[0]


async def test_a_recovery_code_does_not_age(two: TwoTalk) -> None:
    """It works years later, and over restarts."""
    await two.begins("ana")
    code = await recovery_code(two, "ana")
    await two.goes_by(days=1000)
    await two.restart()
    await two.says("new", f"/recovery {code}")
    await two.restart()
    assert "Welcome back, Ana" in (await two.presses("new", "Yes, make it mine"))[0]


async def test_from_ones_own_account_it_is_kept(two: TwoTalk) -> None:
    """Who still has their account hears that, and the code stays good."""
    await two.begins("ana")
    code = await recovery_code(two, "ana")
    assert "You haven’t lost this account" in (await two.says("ana", f"/recovery {code}"))[0]
    assert "Welcome back" in (await comes_back(two, "new", code))[0]


async def test_an_account_in_a_couple_cannot_become_another(two: TwoTalk) -> None:
    """A right code there is refused plainly, and stays good."""
    await two.begins("eve")
    code = await recovery_code(two, "eve")
    await two.pairs()
    assert "linked with somebody as a couple" in (await two.says("ben", f"/recovery {code}", on=OTHER))[0]
    assert "Welcome back, Eve" in (await comes_back(two, "new", code))[0]


async def test_a_person_alone_is_let_go_of_for_the_one_who_comes_back(two: TwoTalk) -> None:
    """Who began anew before finding the code is told what goes, and then it is gone."""
    await two.pairs()
    code = await recovery_code(two, "ana")
    await two.begins("anita")
    (ask,) = await two.says("anita", f"/recovery {code}")
    assert "What you noted here alone goes" in ask
    await two.presses("anita", "Yes, make it mine")
    assert await owners(two) == {"memory/anita": "Ana", "other/ben": "Ben"}
    assert len(await two.rows("SELECT * FROM persons")) == 2
    assert "Leave the couple with Ben?" in (await two.says("anita", "/leave"))[0]


async def test_accounts_in_other_apps_stay(linked: TwoTalk) -> None:
    """Only the lost one goes: the account of that app; the other stays, is named before, and hears of it."""
    code = await recovery_code(linked, "ana")
    assert "A recovery code was made for you just now" in linked.sees("ana", on=OTHER)[-1]
    (ask,) = await linked.says("new", f"/recovery {code}")
    assert "The lost one is the account on Memory." in ask
    assert "The account on Other stays as it is." in ask
    await linked.presses("new", "Yes, make it mine")
    assert await owners(linked) == {"memory/new": "Ana", "other/ana": "Ana", "other/ben": "Ben"}
    assert "you are on Memory with another account" in linked.sees("ana", on=OTHER)[-1]
    assert await home(linked) == "memory/new"


async def test_the_only_account_was_lost_and_the_new_one_is_in_another_app(two: TwoTalk) -> None:
    """Then the lost one is the one there was, wherever the new one is."""
    await two.pairs()
    code = await recovery_code(two, "ana")
    (ask,) = await two.says("new", f"/recovery {code}", on=OTHER)
    assert "The lost one is the account on Memory." in ask
    await two.presses("new", "Yes, make it mine", on=OTHER)
    assert await owners(two) == {"other/new": "Ana", "other/ben": "Ben"}
    assert two.sees("ana")[-1].startswith("This chat isn’t linked with anybody")


async def test_what_was_on_its_way_to_the_lost_chat_comes_to_the_new_one(two: TwoTalk) -> None:
    """Held by quiet hours when the account was lost: it is shown in the new chat, never in the old one."""
    await two.pairs()
    code = await recovery_code(two, "ana")
    await two.says("ana", "/quiet 9:00-12:00")
    await two.says("ben", "/rhythm sundays 18:00", on=OTHER)
    await comes_back(two, "new", code)
    old = two.sees("ana")
    await two.goes_by(hours=3)
    assert "Ben has chosen a rhythm" in two.sees("new")[-1]
    assert two.sees("ana") == old


async def test_a_place_that_the_lost_account_reads_gets_nothing_private(two: TwoTalk) -> None:
    """The shared place was made with the old account in it: what is private comes to the direct chats (SAFETY 12)."""
    await two.pairs(on=(MEMORY, MEMORY))
    code = await recovery_code(two, "ana")
    await comes_back(two, "new", code)
    before = two.sees("ben", place="place-1")
    await two.says("new", "/checkin")
    for who in ("new", "ben"):
        await two.presses(who, "All fine")
        await two.presses(who, "Share when we both have")
        await two.goes_by(minutes=1)
    assert two.sees("ben", place="place-1") == before
    for who in ("new", "ben"):
        assert REVEALED in "\n".join(two.sees(who)[-2:])


async def test_open_codes_of_the_lost_account_are_over(two: TwoTalk) -> None:
    """Whoever holds the lost account can't come in by a code made there before."""
    await two.begins("ana")
    recovery, link = await recovery_code(two, "ana"), await link_code(two, "ana")
    await comes_back(two, "new", recovery)
    assert await two.says("eve", f"/link {link}", on=OTHER) == [WRONG]


async def test_the_partner_cannot_vouch(two: TwoTalk) -> None:
    """No command of the partner's makes another account theirs."""
    await two.pairs()
    code = await link_code(two, "ben", OTHER)
    assert "Is this account to be Ben’s?" in (await two.says("new", f"/link {code}"))[0]
    await two.presses("new", "Yes, that’s me")
    await two.presses("ben", "Yes, that’s me", on=OTHER)
    assert (await owners(two))["memory/ana"] == "Ana"
    assert (await owners(two))["memory/new"] == "Ben"


# -- pure decisions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["7k2m-9qwx-4tra", " 7K2M 9QWX 4TRA ", "7K2M9QWX4TRA"])
def test_codes_as_people_type_them(typed: str) -> None:
    """Case, dashes and blanks don't matter; what is easily misread is read kindly."""
    assert codes.typed_code(typed, 12) == "7K2M9QWX4TRA"
    assert codes.typed_code("OIL0-1111-000U", 12) == "01101111000V"


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2M-9QWX-4TR*", "٧K2M9QWX4TRA", "7" * 100_000])
def test_what_is_no_code(typed: str) -> None:
    """Anything else is no code."""
    assert codes.typed_code(typed, 12) is None
