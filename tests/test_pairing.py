"""Pairing: saying yes to Troth, inviting, accepting, declining, leaving."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import codes
from bot.store import Tx
from handlers.pairing import rules
from tests.talk import CHAT_ONLY, Talk
from tests.two import TwoTalk


def code_on(talk: Talk, who: str) -> str:
    """The newest code on somebody's screen."""
    spans = [span for shown in talk.screen(who) for span in shown.message.spans if span.style == "words"]
    return next(span.text for span in reversed(spans) if codes.typed_code(span.text, rules.CODE_LENGTH))


async def rows(talk: Talk, table: str) -> list[dict[str, object]]:
    """Every row of a table."""

    async def look(tx: Tx) -> list[dict[str, object]]:
        return [dict(row) for row in await tx.all(f"SELECT * FROM {table}")]

    return await talk.app.store.read(look)


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


async def test_start_says_what_it_is_and_asks_little(talk: Talk) -> None:
    """/start says in a few lines what Troth does, and asks name, language, zone and age."""
    (reply,) = await talk.says("ana", "/start")
    assert "a program" in reply
    assert [one.name for one in talk.screen("ana")[-1].message.form.fields] == ["name", "language", "zone", "adult"]  # type: ignore[union-attr]
    assert await rows(talk, "persons") == []


async def test_nobody_under_age_gets_an_account(talk: Talk) -> None:
    """Under 18: nothing is kept (SAFETY 8)."""
    await talk.says("kid", "/start")
    (reply,) = await talk.fills("kid", adult="no", zone="Madrid")
    assert "for adults" in reply
    assert await rows(talk, "persons") == []


ZONES = {
    "madrid": "Europe/Madrid",
    "New York": "America/New_York",
    "europe/paris": "Europe/Paris",
    "Ciudad de México": "America/Mexico_City",
    "UTC": "Etc/UTC",
    "Japan": "Asia/Tokyo",
    "nueva york": "America/New_York",
}


@pytest.mark.parametrize(("zone", "found"), ZONES.items())
def test_zones_as_people_name_them(zone: str, found: str) -> None:
    """A city, a country with one time, or the zone itself are understood."""
    assert rules.zone_named(zone) == found


async def test_a_form_with_a_fault_keeps_what_was_typed(talk: Talk) -> None:
    """An unknown zone is said at its field; everything typed stays, and the form can be sent again."""
    await talk.says("ana", "/start")
    (form,) = await talk.fills("ana", name="Anita", zone="Atlantis", adult="yes")
    assert "<Your time zone: Atlantis !I don’t know that place" in form
    assert "<What shall I call you?: Anita>" in form
    (reply,) = await talk.fills("ana", zone="Madrid")
    assert "Good to meet you, Anita" in reply


async def test_empty_and_overlong_fields_are_said_at_the_field(talk: Talk) -> None:
    """A field left empty, or too long, is named; nothing is lost."""
    await talk.says("ana", "/start")
    (form,) = await talk.fills("ana", name="  ", zone="Madrid", adult="yes")
    assert "!This one needs an answer." in form
    (form,) = await talk.fills("ana", name="A" * 41, zone="Madrid", adult="yes")
    assert "!At most 40 characters" in form
    (form,) = await talk.fills("ana", name="A", zone="Madrid", adult="perhaps")
    assert "!Please choose one of these." in form


async def test_the_invited_decides_in_their_own_chat(talk: Talk) -> None:
    """The invited sees who invites and what is kept; until they accept nothing about them is (SAFETY 1)."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    (invitation,) = await talk.says("ben", f"/pair {code_on(talk, 'ana')}")
    assert "Ana invites you" in invitation
    assert "[Accept] [Decline]" in invitation
    assert len(await rows(talk, "persons")) == 1
    assert await rows(talk, "accounts") == [
        {"platform": "memory", "account": "ana", "person_id": (await rows(talk, "persons"))[0]["id"]}
    ]
    assert "begin" in (await talk.presses("ben", "Accept"))[-1].lower() or talk.screen("ben")[-1].message.form
    await talk.fills("ben", name="Ben", zone="Madrid", adult="yes")
    assert "You and Ana are linked now." in talk.sees("ben")[-1]
    assert "You and Ben are linked now." in talk.sees("ana")[-1]


async def test_declining_keeps_nothing_and_tells_nobody(talk: Talk) -> None:
    """A declined invitation is over, and the one who invited sees nothing of it."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    before = talk.sees("ana")
    await talk.says("ben", f"/pair {code}")
    (reply,) = await talk.presses("ben", "Decline")
    assert "kept nothing" in reply
    assert talk.sees("ana") == before
    assert "doesn’t work" in (await talk.says("ben", f"/pair {code}"))[0]


async def test_a_code_works_once(couple: Talk) -> None:
    """A used code is answered like a wrong one."""
    code = code_on(couple, "ana")
    used = await couple.says("eve", f"/pair {code}")
    wrong = await couple.says("eve", "/pair AAAA-BBBB-CCCC")
    assert used == wrong


async def test_a_code_lives_a_day(talk: Talk) -> None:
    """After 24 hours a code is answered like a wrong one."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    await talk.goes_by(hours=24, minutes=1)
    assert "doesn’t work" in (await talk.says("ben", f"/pair {code}"))[0]


async def test_tries_are_limited(talk: Talk) -> None:
    """Five wrong codes an hour, then not even the right one is looked at, until the hour is over (SAFETY 35)."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    for _ in range(5):
        assert "doesn’t work" in (await talk.says("eve", "/pair AAAA-BBBB-CCCC"))[0]
    assert "wait an hour" in (await talk.says("eve", f"/pair {code}"))[0]
    await talk.goes_by(hours=1, minutes=1)
    assert "Ana invites you" in (await talk.says("eve", f"/pair {code}"))[0]


async def test_the_breaker_stops_everybody(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many wrong codes in an hour from many accounts close the door for all (SAFETY 35)."""
    monkeypatch.setattr(codes, "TRIES_ALL", 20)
    for number in range(20):
        await talk.says(f"bot{number}", "/pair AAAA-BBBB-CCCC")
    assert "wait an hour" in (await talk.says("newcomer", "/pair AAAA-BBBB-CCCC"))[0]


async def test_codes_are_hashed_at_rest(talk: Talk) -> None:
    """The database holds no code anybody could use."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    (row,) = await rows(talk, "invitations")
    assert codes.typed_code(code, rules.CODE_LENGTH) not in row.values()


async def test_one_cannot_pair_with_oneself_or_twice(couple: Talk) -> None:
    """One's own code, and a second couple, are refused."""
    assert "linked with somebody already" in (await couple.says("ana", "/pair"))[0]
    await couple.begins("eve")
    await couple.says("eve", "/pair")
    assert "your own code" in (await couple.says("eve", f"/pair {code_on(couple, 'eve')}"))[0]
    assert "linked with somebody already" in (await couple.says("ana", f"/pair {code_on(couple, 'eve')}"))[0]


async def test_two_accept_the_same_invitation_at_once(talk: Talk) -> None:
    """Only one of two who press accept at the same moment is linked."""
    for who in ("ana", "ben", "eve"):
        await talk.begins(who)
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    for who in ("ben", "eve"):
        await talk.says(who, f"/pair {code}")
    await asyncio.gather(talk.presses("ben", "Accept"), talk.presses("eve", "Accept"))
    assert len(await rows(talk, "couples")) == 1
    assert sum("are linked now" in "\n".join(talk.sees(who)) for who in ("ben", "eve")) == 1


async def test_a_third_person_cannot_press(talk: Talk) -> None:
    """A button in other hands is refused neutrally and changes nothing (SAFETY 2)."""
    for who in ("ana", "ben", "eve"):
        await talk.begins(who)
    await talk.says("ana", "/pair")
    await talk.says("ben", f"/pair {code_on(talk, 'ana')}")
    foreign = await talk.presses_token("eve", talk.token("ben", "Accept"))
    forged = await talk.presses_token("eve", "no-such-token")
    assert foreign == forged
    assert await rows(talk, "couples") == []


async def test_leaving_is_at_once_and_silent(couple: Talk) -> None:
    """From the moment one leaves, nothing more goes out about them, and the other sees no difference (SAFETY 4)."""
    before = couple.sees("ana"), couple.sees("ana", "place-1")
    await couple.says("ben", "/leave")
    (reply,) = await couple.presses("ben", "Leave now")
    assert "You have left" in reply
    assert (couple.sees("ana"), couple.sees("ana", "place-1")) == before
    assert "/pair invites" in (await couple.says("ben", "/help"))[0]


async def test_after_two_weeks_the_link_closes_for_the_other_too(couple: Talk) -> None:
    """The one who stayed is told neutrally, once, after 14 days; then both may pair anew (SAFETY 5)."""
    await couple.says("ben", "/leave")
    await couple.presses("ben", "Leave now")
    await couple.goes_by(days=13, hours=23)
    assert "no longer linked" not in "\n".join(couple.sees("ana"))
    await couple.goes_by(hours=2)
    assert "You and Ben are no longer linked here." in couple.sees("ana")[-1]
    await couple.says("ana", "/pair")
    assert "Ana invites you" in (await couple.says("ben", f"/pair {code_on(couple, 'ana')}"))[0]


async def test_staying_changes_nothing(couple: Talk) -> None:
    """Thinking better of it leaves everything as it is."""
    await couple.says("ben", "/leave")
    assert "Nothing was changed" in (await couple.presses("ben", "Stay"))[0]
    assert "checkin" in (await couple.says("ben", "/help"))[0]


async def test_private_things_stay_out_of_shared_places(couple: Talk) -> None:
    """A command in the couple's place is answered to its author alone."""
    (reply,) = await couple.says("ana", "/help", place="place-1")
    assert "what I can do" in reply
    assert all("what I can do" not in text for text in couple.sees("ben", "place-1"))


async def test_one_begins_and_invites_where_only_they_see_it(talk: Talk) -> None:
    """Where an answer shows to one alone, /start and /pair work among others; one's place is one's direct chat."""
    await talk.says("ana", "/start", place="hall")
    await talk.fills("ana", name="Ana", zone="Madrid", adult="yes", place="hall")
    await talk.says("ana", "/pair", place="hall")
    assert "Give your partner this code" in talk.sees("ana", "hall")[-1]
    assert talk.sees("ben", "hall") == []
    (home,) = await rows(talk, "places WHERE id IN (SELECT place_id FROM persons)")
    assert (home["address"], home["kind"]) == ("ana", "direct")


async def test_an_invitation_is_looked_at_in_the_direct_chat_only(talk: Talk) -> None:
    """A code typed among others shows nothing, right or wrong; a card of it pressed there does nothing (SAFETY 1)."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    shown = [await talk.says("ben", f"/{name} {code}", place="hall") for name in ("pair", "pair AAAA-BBBB-CCCC or")]
    assert shown[0] == shown[1]
    assert "direct chat" in shown[0][0]
    await talk.says("ben", f"/pair {code}")
    accept = talk.token("ben", "Accept")
    assert "direct chat" in (await talk.presses_token("ben", accept, place="hall"))[0]
    assert len(await rows(talk, "persons")) == 1


async def test_who_begins_with_a_code_among_others_begins_and_goes_on_alone(talk: Talk) -> None:
    """/start CODE where others are: the person is kept, and the invitation waits for their direct chat."""
    await talk.begins("ana")
    await talk.says("ana", "/pair")
    code = code_on(talk, "ana")
    await talk.says("ben", f"/start {code}", place="hall")
    (reply,) = await talk.fills("ben", name="Ben", zone="Madrid", adult="yes", place="hall")
    assert "Good to meet you, Ben" in reply
    assert "direct chat" in reply
    await talk.says("ben", f"/pair {code}")
    await talk.presses("ben", "Accept")
    assert "You and Ana are linked now." in talk.sees("ben")[-1]


async def test_where_all_see_the_answer_nobody_begins(tmp_path: Path) -> None:
    """Where nothing can be said to one alone, /start and /pair lead to the direct chat."""
    talk = await Talk.open(tmp_path, capabilities=CHAT_ONLY)
    started = await talk.says("ana", "/start", place="hall")
    assert "our own chat" in started[0]
    await talk.begins("ana")
    assert await talk.says("ana", "/pair", place="hall") == started
    assert await rows(talk, "invitations") == []
    await talk.close()


@pytest.mark.parametrize(("inviter", "invited"), [("memory", "other"), ("other", "memory")])
async def test_a_couple_across_two_apps(tmp_path: Path, inviter: str, invited: str) -> None:
    """A code made in one app is used in the other; the invitation says how to find the bot in each."""
    talk = await TwoTalk.open(tmp_path)
    await talk.begins("ana", on=inviter)
    (card,) = await talk.says("ana", "/pair", on=inviter)
    code = talk.code("ana", on=inviter)
    if inviter == "memory":
        assert f"On Other this link does the same: other:{code}" in card
    else:
        assert f"Or send them this link: other:{code}" in card
        assert "On Memory they find me as TROTH." in card
    (invitation,) = await talk.says("ben", f"/pair {code}", on=invited)
    assert "Ana invites you" in invitation
    await talk.presses("ben", "Accept", on=invited)
    await talk.fills("ben", on=invited, name="Ben", language="en", zone="Madrid", adult="yes")
    for who, on, partner in (("ana", inviter, "Ben"), ("ben", invited, "Ana")):
        assert f"You and {partner} are linked now." in talk.sees(who, on=on)[-1]
    assert "[Add me to a group" not in talk.everything(), "no group is offered that only one of them could be in"
    await talk.close()


async def test_one_app_alone_names_no_other(talk: Talk) -> None:
    """Where one app is all there is, the invitation speaks of no other."""
    await talk.begins("ana")
    (card,) = await talk.says("ana", "/pair")
    assert "On " not in card


async def test_a_couple_in_spanish(talk: Talk) -> None:
    """Names of commands and words are the person's language; the English name works too."""
    await talk.pairs(languages=("es", "es"))
    assert "Ben y tú ya estáis en pareja" in talk.sees("ana")[-1]
    assert "/limite" in (await talk.says("ana", "/ayuda"))[0] or "/revision" in (await talk.says("ana", "/help"))[0]


async def test_what_is_no_command_is_answered(couple: Talk) -> None:
    """Unknown commands, plain text, photos and over-long text each get one clear sentence."""
    assert "I don’t know /dance" in (await couple.says("ana", "/dance with me"))[0]
    assert "not waiting for an answer" in (await couple.says("ana", "hello?"))[0]
    assert "Nothing of it was kept" in (await couple.sends_photo("ana"))[0]
    assert "4,000 characters at most" in (await couple.says("ana", "x" * 100_000))[0]


async def test_what_two_people_say_to_each_other_is_not_answered(couple: Talk) -> None:
    """Plain talk in the couple's place is none of Troth's business."""
    assert await couple.says("ana", "shall we have dinner?", place="place-1") == []


async def test_the_same_event_counts_once(couple: Talk) -> None:
    """An update that comes twice changes nothing the second time (I1)."""
    first = await couple.says("ana", "/help", key="update-7")
    assert len(first) == 1
    assert await couple.says("ana", "/help", key="update-7") == []


async def test_a_name_is_shown_as_typed(talk: Talk) -> None:
    """Markup and mentions in a name stay literal; characters that reorder text are gone (SAFETY 31, 32)."""
    await talk.says("ana", "/start")
    await talk.fills("ana", name="<b>@everyone</b>\u202e **x**", zone="Madrid", adult="yes")
    spans = talk.screen("ana")[-1].message.spans
    assert [span.text for span in spans if span.style == "words"] == ["<b>@everyone</b> **x**"]


async def test_quiet_hours_hold_what_the_partner_triggers(couple: Talk) -> None:
    """What the partner brings about waits until the quiet hours are over (SAFETY 14)."""
    await couple.says("ben", "/quiet 9:00-12:00")
    await couple.says("ana", "/rhythm sundays 18:00")
    assert "chosen a rhythm" not in couple.sees("ben")[-1]
    await couple.goes_by(hours=2, minutes=1)
    assert "Ana has chosen a rhythm" in couple.sees("ben")[-1]


async def test_one_can_change_name_language_and_zone(couple: Talk) -> None:
    """/start again offers to change what was asked; from then on everything follows it."""
    await couple.says("ana", "/start")
    await couple.presses("ana", "Change name")
    (fault,) = await couple.fills("ana", name="Anita", language="es", zone="Atlantis")
    assert "!I don’t know that place" in fault
    (reply,) = await couple.fills("ana", name="Anita", language="es", zone="Bogotá")
    assert "Hecho, Anita." in reply
    assert "Anita" in (await couple.says("ben", "/leave"))[0]


async def test_what_is_private_is_said_to_be_in_the_direct_chat(couple: Talk) -> None:
    """Something asked for in the couple's place that is one's own comes to one's own chat, and the place says so."""
    (reply,) = await couple.says("ana", "/checkin", place="place-1")
    assert "our direct chat" in reply
    assert "boundaries been this week" in couple.sees("ana")[-1]
    assert all("our direct chat" not in text for text in couple.sees("ben", "place-1"))
