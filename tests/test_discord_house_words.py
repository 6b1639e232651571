"""Texts and presses on Discord: a person's words are only words, long ones come whole or not at all, and nobody's
buttons or answers are anybody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests import test_promises
from tests.discord.client import ShownMessage
from tests.discord.house import ANA, BEN, ZOE, House, house
from tests.talk import bare
from tests.test_checkins import REVEALED
from tests.test_discord_text import shown as read

HOSTILE = [
    "@everyone @here <@101> <@&5> <#7> </leave:1> <id:guide> <a:wave> :tada:",
    "# big\n## less\n-# small\n- one\n* two\n1. three\n> said\n>>> all of it",
    "*no* _phones_ __at__ ~~all~~ ||hidden|| `code` ```py\nx = 1\n```",
    "[dinner](https://evil.example) <https://evil.example> https://discord.gg/abc discord.com/invite/abc",
    "<t:0:R> <t:1795971600:F> \\* \\\\ \\",
    "{ $name } {name} %s %(name)s ${HOME} {{7*7}} <b>no</b> &amp;",
    "שלום עולם \u200fx\u200e 👩‍👩‍👧 é \U0001f1ea\U0001f1f8 ¯\\_(ツ)_/¯",
    "'; DROP TABLE persons; --",
]
"""What people may type. None of it may do anything but be read."""

STALE = "That button has done its work."


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[House]:
    """A Discord on which Ana and Ben are linked up."""
    async with house(tmp_path, House) as stage:
        await stage.pairs()
        yield stage


@pytest.fixture
async def home(pair: House) -> House:
    """The same, with a thread of theirs in a server of Ana's."""
    await pair.finds_home()
    return pair


def as_read(message: ShownMessage) -> str:
    """A message as a person reads it: marks are no text, and what can't be seen is left out."""
    text = read(message.content)[0]
    return bare(text).replace("\u2060", "")


def marked(message: ShownMessage) -> set[str]:
    """What a reader is shown otherwise than as words, our own times and strong words left out."""
    found = read(message.content)[1]
    return {name for name, held in found if name != "strong" and not (name == "angle" and held.startswith("<t:179"))}


async def what_is(stage: House) -> dict[str, list[dict[str, Any]]]:
    """What the house holds of people and of what they agreed."""
    tables = ("persons", "couples", "members", "promises", "boundaries", "runs", "answers", "invitations")
    return {table: [dict(row) for row in await stage.rows(f"SELECT * FROM {table}")] for table in tables}


# -- only words ----------------------------------------------------------------------------------------------------


async def test_a_commands_words_are_only_words(pair: House) -> None:
    """DESIGN 6.7, SAFETY 31: in an option they arrive as they were typed; nothing pings, links or is styled."""
    for words in HOSTILE:
        await pair.says("ana", f"/boundary {words}")
        await pair.presses("ana", "Devices")
        await pair.presses("ben", "Show")
        message = (await pair.shown(BEN))[-1]
        assert words.strip() in as_read(message)
        assert marked(message) <= {"address"}


async def test_a_forms_words_are_only_words(pair: House) -> None:
    """DESIGN 6.7: the same for what is typed into a modal, on every card and in the list."""
    words = " ".join(one.replace("\n", " ") for one in HOSTILE[:4])[:300].strip()
    await pair.says("ana", "/promise")
    await pair.fills("ana", text=words, by="friday at 18:00", kind="once")
    await pair.presses("ana", "5")
    await pair.presses("ben", "Accept")
    for user, who in ((ANA, "ana"), (BEN, "ben")):
        await pair.says(who, "/promises")
        theirs = [one for one in await pair.shown(user) if words in as_read(one)]
        assert len(theirs) >= 2
        assert not set().union(*map(marked, theirs)) - {"address"}


async def test_typed_words_are_only_words(pair: House) -> None:
    """DESIGN 6.7: the same for what is typed in the direct chat; whom it mentions is named by name."""
    await pair.says("ana", "/carry")
    await pair.presses("ben", "Yes, carry it")
    await pair.presses("ana", "Talk to Ben from here")
    await pair.says("ana", "@everyone <@103> **look** https://discord.gg/abc")
    message = (await pair.shown(BEN))[-1]
    assert "Ana: @everyone @Zoe **look** https://discord.gg/abc" in as_read(message)
    assert marked(message) == set()


async def test_a_name_is_only_a_name(pair: House) -> None:
    """DESIGN 6.7: what somebody calls themselves mentions nobody and styles nothing on the other's screen."""
    name = "@everyone **A** <@102>"
    await pair.says("ana", "/start")
    await pair.presses("ana", "Change name, language or time zone")
    await pair.fills("ana", name=name, language="en", zone="Europe/Madrid")
    await pair.says("ana", "/boundary no phones")
    await pair.presses("ana", "Devices")
    message = (await pair.shown(BEN))[-1]
    assert f"{name} has put a boundary into words" in as_read(message)
    assert marked(message) == set()


async def test_what_hides_or_reorders_is_left_out(pair: House) -> None:
    """SAFETY 32: overrides and zero-width characters can't make a text read otherwise than it was typed."""
    await pair.says("ana", "/boundary pay \u202egnihton\u202c ev\u200ber\ufeffy \u2066day\u2069 @\u2060everyone")
    await pair.presses("ana", "Money")
    await pair.presses("ben", "Show")
    message = (await pair.shown(BEN))[-1]
    assert "pay gnihton every day @everyone" in as_read(message)
    assert not {"\u202e", "\u200b", "\ufeff"} & set(message.content)


async def test_only_ones_own_message_becomes_ones_promise(home: House) -> None:
    """DESIGN 5: "Make this a promise" drafts one's own words, seen by nobody else, and never the other's."""
    channel = await home.server.general(home.guild)
    mine = await home.server.types(ANA, "I’ll **call** mum by friday", channel=channel)
    theirs = await home.server.types(BEN, "I’ll do the dishes", channel=channel)
    await home.server.on_message(ANA, "Make this a promise", theirs, channel=channel)
    await home.all_said()
    assert "Only whoever wrote that can make a promise of it" in (await home.texts(ANA, channel))[-1]
    await home.server.on_message(ANA, "Make this a promise", mine, channel=channel)
    await home.all_said()
    draft = (await home.shown(ANA, channel))[-1]
    assert ("“I’ll **call** mum”" in as_read(draft), draft.ephemeral) == (True, True)
    assert not any("call" in one or "dishes" in one for one in await home.texts(BEN, channel))


# -- long ----------------------------------------------------------------------------------------------------------


async def test_a_long_reveal_comes_whole_with_its_buttons_last(home: House) -> None:
    """Issue 4.2: more than fits in one message comes in several, in order, nothing cut off, no letter torn apart."""
    texts = "👩‍👩‍👧" * 390, "**the same** words and more " * 60
    for who, words in zip(("ana", "ben"), texts, strict=True):
        if who == "ana":
            await home.says("ana", "/checkin")
        await home.presses(who, "Open" if who == "ben" else "Something to look at")
        if who == "ben":
            await home.presses(who, "Something to look at")
        await home.says(who, words)
        await home.presses(who, "Share when we both have")
    screen = await home.shown(ANA, home.thread)
    first = next(number for number, one in enumerate(screen) if REVEALED in bare(one.content))
    reveal = screen[first:]
    assert len(reveal) >= 2
    whole = "".join(as_read(one) for one in reveal).replace(" ", "").replace("\n", "")
    for words in texts:
        assert words.replace(" ", "") in whole
    assert all(len(one.content.encode("utf-16-le")) // 2 <= 2000 for one in reveal)
    assert all(one.content.count("👩") == 2 * one.content.count("👧") for one in reveal)


async def test_far_too_long_a_text_is_refused_clearly(pair: House) -> None:
    """SAFETY 33: a hundred thousand characters get one clear sentence, and change nothing; others are served."""
    await pair.says("ana", "/checkin")
    await pair.presses("ana", "Something to look at")
    before = await what_is(pair)
    [refusal] = await pair.says("ana", "x" * 100_000)
    assert "longer than I can take: 4,000 characters at most" in refusal
    assert await what_is(pair) == before
    assert "Here is what I can do" in (await pair.says("ben", "/help"))[-1]
    await pair.says("ana", "short enough")
    assert "Share when we both have" in "\n".join(pair.sees("ana"))


async def test_far_too_long_an_option_is_refused_clearly(pair: House) -> None:
    """SAFETY 33: the longest text that Discord lets into an option is more than we take, and that is said."""
    before = await what_is(pair)
    [refusal] = await pair.says("ana", f"/boundary {'x' * 6000}")
    assert "longer than I can take: 4,000 characters at most" in refusal
    assert await what_is(pair) == before


# -- presses that are not theirs -----------------------------------------------------------------------------------


async def test_forged_presses_change_nothing(pair: House) -> None:
    """SAFETY 34: whatever a press carries, a note for the one who pressed, and nothing anywhere has changed (I1)."""
    await pair.says("ana", "/promise call mum by friday at 18:00")
    card = (await pair.shown(ANA))[-1]
    token = (card.button("5").custom_id or "").partition(".")[0]
    before, said = await what_is(pair), len(await pair.shown(ANA))
    forged = ("x", "token-t-000000001.0", "..", "a.9999999999999", "💥" * 50, "x" * 5000, "' OR 1=1 --", f"{token}.99")
    for number, custom_id in enumerate((*forged, f"{token}.\u0660"), start=1):
        await pair.server.presses(ANA, card.id, custom_id, forged=True)
        await pair.all_said()
        notes = (await pair.shown(ANA))[said:]
        assert [STALE in one.content for one in notes] == [True] * number
        assert await what_is(pair) == before


async def test_another_ones_button_does_nothing(pair: House) -> None:
    """I3: a button's token, sent by somebody whose it is not, says no more than a used one."""
    await pair.begins("zoe")
    await pair.says("ana", "/promise call mum by friday")
    token = pair.token("ana", "5")
    before = await what_is(pair)
    await pair.server.presses(ZOE, (await pair.shown(ZOE))[-1].id, token, forged=True)
    await pair.all_said()
    assert STALE in (await pair.texts(ZOE))[-1]
    assert await what_is(pair) == before
    await pair.presses("ana", "5")
    assert "call mum" in pair.sees("ben")[-1]


async def test_a_stranger_presses_everything_in_the_thread(home: House) -> None:
    """SAFETY 2: whoever else is there presses each button: a note for them alone each time, nothing has changed."""
    await test_promises.asked(home, "ana", "ben")
    await home.presses("ana", "Kept")
    await home.presses("ben", "Partly")
    await home.says("ana", "/here", place=home.shared)
    await home.hears(home.server.adds(home.thread, ZOE, ANA))
    before = await what_is(home), await home.texts(BEN, home.thread), await home.texts(BEN)
    pressed = 0
    for message in await home.shown(ZOE, home.thread):
        for label in message.labels():
            custom_id = message.button(label).custom_id
            assert custom_id is not None
            await home.server.presses(ZOE, message.id, custom_id, channel=home.thread)
            await home.all_said()
            pressed += 1
    assert pressed >= 2
    assert (await what_is(home), await home.texts(BEN, home.thread), await home.texts(BEN)) == before
    notes = [one for one in await home.shown(ZOE, home.thread) if one.ephemeral]
    assert len(notes) == pressed
    assert all(STALE in one.content for one in notes)


async def test_nobody_sees_anothers_answers(home: House) -> None:
    """SAFETY 12, I3: what a command in the thread or in a channel of the server answers is seen by its asker alone."""
    channel = await home.server.general(home.guild)
    for place in (home.thread, channel):
        before = {
            user: await home.server.screen(user, place) for user in (BEN, ZOE) if (user, place) != (ZOE, home.thread)
        }
        for name in ("promises", "boundaries", "today", "help", "checkin", "pair", "carry", "leave"):
            answer = await home.server.slash(ANA, name, channel=place)
            await home.all_said()
            assert (await home.server.answered(answer))["type"] in {4, 5, 9}
        assert {user: await home.server.screen(user, place) for user in before} == before
        assert all(one.ephemeral for one in await home.shown(ANA, place) if one.id > _newest(before[BEN]))


async def test_a_visit_is_answered_to_its_visitor_alone(pair: House) -> None:
    """Issue 4.2, I3: in the couple's own chat, where the bot is no member, a command is answered to its asker alone."""
    there = {ANA: f"pair:{BEN}", BEN: f"pair:{ANA}"}
    for name in ("promises", "help", "today", "boundary"):
        await pair.server.slash(ANA, name, channel=there[ANA], user_install=True)
        await pair.all_said()
        if await pair.server.modal(ANA) is not None:
            await pair.server.dismisses(ANA)
    answered = await pair.shown(ANA, there[ANA])
    assert len(answered) >= 3
    assert all(one.ephemeral and not one.thinking for one in answered)
    assert await pair.server.screen(BEN, there[BEN]) == []


def _newest(screen: list[ShownMessage]) -> int:
    return max((one.id for one in screen), default=0)
