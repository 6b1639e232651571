"""The practices where the two are on different apps, and the listening floor in one place of theirs on each.

Ana is on Discord and Ben on Telegram, in one house, over both real adapters; either server judges every request.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import test_listening as listening
from tests.across_stage import AcrossStage
from tests.discord.house import ANA, BEN, ZOE, House, house
from tests.stage import TelegramStage
from tests.telegram.client import BOT_USERNAME
from tests.test_telegram_house import _begins_with_menus as begins_with_menus

HELD = "{} has the floor just now, so I haven’t passed that on"
HUSH = "{} has the floor just now"
YOURS = "The floor is yours"
BACK = "Say back what you heard"
TIME = "That was the time"
STOPPED = "“The listening floor” was stopped. Nothing more comes of it."
HOSTILE = "@everyone **x** [a](https://evil.example) <b>y</b> ||z|| `q` <t:1:R>"


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[AcrossStage]:
    """Ana on Discord and Ben on Telegram, linked up, with no place that they share."""
    async with AcrossStage.playing(tmp_path) as across:
        await across.pairs()
        yield across


def last(across: AcrossStage, who: str) -> str:
    return across.sees(who)[-1]


async def begin(across: AcrossStage) -> None:
    """Ana asks, and Ben says that now is good."""
    await across.says("ana", "/listen")
    await across.presses("ben", "Yes, now")
    assert YOURS in last(across, "ana")


async def says_to(across: AcrossStage, who: str, to: str, words: str) -> None:
    """Somebody with the floor speaks; the other reads it word for word, on their own app."""
    [below] = await across.says(who, words)
    assert "Passed on" in below
    assert last(across, to) == f"{who.title()}\n{words}"


async def is_held(across: AcrossStage, who: str, holder: str) -> None:
    """What somebody writes who is to listen comes back to them kindly, and shows to nobody else."""
    other = "ben" if who == "ana" else "ana"
    before = across.sees(other)
    [below] = await across.says(who, "but I only wanted")
    assert HELD.format(holder) in below
    assert across.sees(other) == before


# -- the floor, across two apps ------------------------------------------------------------------------------------


async def test_the_floor_from_the_first_word_to_the_last(pair: AcrossStage) -> None:
    """Issue 5: asked, spoken, held back on either app, said back, not quite, a crash, swapped, time called."""
    await begin(pair)
    await says_to(pair, "ana", "ben", "I felt alone on Sunday")
    await says_to(pair, "ana", "ben", HOSTILE)
    await is_held(pair, "ben", "Ana")
    await pair.presses("ana", "I’m done")
    assert BACK in last(pair, "ben")
    await says_to(pair, "ben", "ana", "You felt bored")
    await is_held(pair, "ana", "Ben")
    await pair.presses("ben", "I’m done")
    await pair.presses("ana", "Not quite")
    await pair.crashes()
    await pair.opens()
    await pair.looks()
    await says_to(pair, "ana", "ben", "alone, not bored")
    await is_held(pair, "ben", "Ana")
    await pair.presses("ana", "I’m done")
    await says_to(pair, "ben", "ana", "So for you it was lonely")
    await pair.presses("ben", "I’m done")
    await pair.presses("ana", "That’s it")
    assert YOURS in last(pair, "ben")
    await says_to(pair, "ben", "ana", "I was tired")
    await is_held(pair, "ana", "Ben")
    await the_time_is_called(pair)
    await says_to(pair, "ana", "ben", "You were tired")
    await pair.presses("ana", "I’m done")
    await pair.presses("ben", "That’s it")
    for who in ("ana", "ben"):
        assert "Thank you both, for speaking and for listening" in last(pair, who)


async def the_time_is_called(across: AcrossStage) -> None:
    """Ben's three minutes are over; he takes more, they are over again, and then the floor passes by itself."""
    await across.goes_by(minutes=3, hours=0.001)
    assert TIME in last(across, "ana")
    assert TIME in last(across, "ben")
    await across.presses("ben", "A little more time")
    await says_to(across, "ben", "ana", "and I had not slept")
    await across.goes_by(minutes=2)
    assert across.count("ana", TIME) == 2
    assert TIME in last(across, "ben")
    await across.goes_by(minutes=1)
    assert BACK in last(across, "ana")


@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_either_stops_it(pair: AcrossStage, who: str) -> None:
    """Nobody is told by whom: on either app it reads the same; nothing comes after, and nothing is passed on."""
    await begin(pair)
    await pair.presses("ana", "I’m done")
    if who == "ben":
        await pair.presses("ben", "Stop here")
        await pair.presses("ben", "Go on")
        await is_held(pair, "ana", "Ben")
    else:
        await pair.says("ben", "I heard you")
        await pair.presses("ben", "I’m done")
        await pair.presses("ana", "Not quite")
        await pair.presses("ana", "Stop here")
        assert "both of you" in last(pair, "ana")
    if who == "ben":
        await pair.presses("ben", "Stop here")
    await pair.presses(who, "Yes, end it")
    assert last(pair, "ana") == last(pair, "ben") == STOPPED
    seen = pair.sees("ben")
    await pair.says("ana", "are you there?")
    await pair.goes_by(hours=7)
    assert pair.sees("ben") == seen


async def test_not_now_is_an_answer(pair: AcrossStage) -> None:
    """Nobody has the floor then, nothing is called later, and it can be asked for again, by the other too."""
    await pair.says("ana", "/listen")
    await pair.presses("ben", "Not now")
    for who in ("ana", "ben"):
        assert "Then another time" in last(pair, who)
    before = pair.sees("ana"), pair.sees("ben")
    await pair.goes_by(hours=7)
    assert (pair.sees("ana"), pair.sees("ben")) == before
    await pair.says("ben", "/listen")
    await pair.presses("ana", "Yes, now")
    assert YOURS in last(pair, "ben")


async def test_an_apology_crosses_over(pair: AcrossStage) -> None:
    """What Ana owns on Discord is read by Ben on Telegram as she typed it; his answer comes back to her."""
    await pair.says("ana", "/own I was late")
    await pair.says("ana", HOSTILE)
    await pair.says("ana", "I will call ahead")
    assert pair.count("ben", "I was late") == 0
    await pair.presses("ana", "Yes, pass it on")
    await pair.presses("ana", "Share it")
    [read] = [text for text in pair.sees("ben") if "Ana would like you to read this" in text]
    assert all(words in read for words in ("I was late", HOSTILE, "I will call ahead"))
    await pair.presses("ben", "I need time")
    assert pair.count("ana", "Ben\nI need time") == 1
    assert "There is no hurry" in last(pair, "ana")


async def test_a_pause_brings_both_back(pair: AcrossStage) -> None:
    """Each reads on their own app when they come together again, and the return opens for both at that minute."""
    await pair.says("ben", "/timeout")
    await pair.presses("ben", "20 minutes")
    for who in ("ana", "ben"):
        assert pair.count(who, "You come back to each other here") == 1
    await pair.crashes()
    await pair.opens()
    await pair.goes_by(minutes=19)
    assert [pair.count(who, "The time has come") for who in ("ana", "ben")] == [0, 0]
    await pair.goes_by(minutes=1)
    for who in ("ana", "ben"):
        await pair.presses(who, "Open")
    for who in ("ben", "ana"):
        await pair.presses(who, "I’m ready")
    for who in ("ana", "ben"):
        await pair.says(who, f"I felt small, says {who}")
        await pair.presses(who, "Skip")
        await pair.presses(who, "Skip")
        await pair.presses(who, "Share when we both have")
    for who, other in (("ana", "ben"), ("ben", "ana")):
        assert pair.count(who, f"I felt small, says {other}") == 1


# -- the floor, in one place of theirs -------------------------------------------------------------------------------


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[TelegramStage]:
    """Ana, Ben and the bot in a group that is their place; the bot reads there only what is meant for it."""
    async with TelegramStage.playing(tmp_path, "polling") as stage:
        await stage.pairs()
        await stage.finds_home()
        yield stage


@pytest.fixture
async def thread(tmp_path: Path) -> AsyncIterator[House]:
    """Ana and Ben in a private thread that is their place, in a server in which Zoe is too."""
    async with house(tmp_path, House) as stage:
        await stage.pairs()
        await stage.finds_home()
        yield stage


async def by_buttons_alone(stage: TelegramStage | House) -> None:
    """Both turns to the end by buttons and the clock; what the other presses moves nothing, nor does a restart."""
    home = stage.shared
    for who, other in (("ana", "ben"), ("ben", "ana")):
        card = stage.sees(who, home)[-1]
        assert card.startswith(f"{who.title()}\n{YOURS}")
        await stage.presses(other, "I’m done", place=home)
        assert [text for text in stage.sees(who, home) if YOURS in text][-1] == card
        await stage.restart()
        await stage.presses(who, "I’m done", place=home)
        assert stage.sees(who, home)[-1].startswith(f"{other.title()}\n{BACK}")
        await stage.goes_by(minutes=2)
        assert TIME in stage.sees(who, home)[-1]
        await stage.goes_by(minutes=1)
        await stage.presses(who, "That’s it", place=home)
    assert "Thank you both" in stage.sees("ana", home)[-1]


async def test_a_group_in_which_the_bot_does_not_read(group: TelegramStage) -> None:
    """Privacy mode: nothing that they say there reaches the house, and buttons keep the order; no direct chat hears."""
    before = group.sees("ana"), group.sees("ben")
    await group.says("ana", f"/listen@{BOT_USERNAME}", place=group.shared)
    await group.presses("ben", "Yes, now", place=group.shared)
    seen = len(group.sees("ana", group.shared))
    for who in ("ana", "ben"):
        await group.says(who, "I felt alone", place=group.shared)
    assert len(group.sees("ana", group.shared)) == seen
    await by_buttons_alone(group)
    assert (group.sees("ana"), group.sees("ben")) == before


async def test_a_group_in_which_the_bot_reads(group: TelegramStage) -> None:
    """As an administrator it reads along: a gentle word, once a turn, to whoever is to listen; nothing is kept."""
    await group.server.stands(int(group.shared), None, "administrator")
    await group.all_said()
    await listening.begin(group, group.shared)
    for who in ("ana", "ben", "ben"):
        await group.says(who, "KANARIENVOGEL", place=group.shared)
    assert sum(HUSH.format("Ana") in text for text in group.sees("ana", group.shared)) == 1
    await group.presses("ana", "I’m done", place=group.shared)
    await group.says("ana", "KANARIENVOGEL", place=group.shared)
    assert sum(HUSH.format("Ben") in text for text in group.sees("ana", group.shared)) == 1
    for kept in group.folder.iterdir():
        assert b"KANARIENVOGEL" not in kept.read_bytes()


async def test_a_thread_without_message_content(thread: House) -> None:
    """Discord: buttons keep the order, a note is for its one reader, and who is not in the thread sees nothing."""
    home = thread.shared
    others = await thread.shown(ZOE), thread.sees("ana"), thread.sees("ben")
    await listening.begin(thread, home)
    both = [len(await thread.texts(user, thread.thread)) for user in (ANA, BEN)]
    await thread.presses("ben", "I’m done", place=home)
    after = [len(await thread.texts(user, thread.thread)) for user in (ANA, BEN)]
    assert after == [both[0], both[1] + 1]
    for user in (ANA, BEN):
        await thread.server.types(user, "I felt alone", channel=thread.thread)
    await thread.all_said()
    assert [len(await thread.texts(user, thread.thread)) for user in (ANA, BEN)] == after
    await by_buttons_alone(thread)
    general = await thread.server.general(thread.guild)
    assert not any(YOURS in text or BACK in text for text in await thread.texts(ZOE, general))
    assert (await thread.shown(ZOE), thread.sees("ana"), thread.sees("ben")) == others


async def stops_it_unseen(stage: TelegramStage | House, aside: str) -> None:
    """Ben is asked `aside` whether it should end, where Ana reads nothing of it; she reads that it did, and no name."""
    home = stage.shared
    await listening.begin(stage, home)
    seen = stage.sees("ana", home), stage.sees("ana")
    await stage.presses("ben", "Stop here", place=home)
    assert (stage.sees("ana", home), stage.sees("ana")) == seen
    await stage.presses("ben", "Yes, end it", place=aside)
    assert stage.sees("ana", home)[-1] == STOPPED
    assert stage.sees("ana") == seen[1]
    assert not any("[Yes, end it]" in text for text in stage.sees("ben", aside))
    await stage.presses("ana", "I’m done", place=home)
    assert stage.sees("ana", home)[len(seen[0])] == STOPPED


async def test_whoever_stops_it_in_a_group_is_asked_in_private(group: TelegramStage) -> None:
    """A group has no words for one reader alone: it is asked in the direct chat."""
    await stops_it_unseen(group, "")


async def test_whoever_stops_it_in_a_thread_is_asked_alone_there(thread: House) -> None:
    """On Discord it is asked in the thread, visible to nobody else."""
    await stops_it_unseen(thread, thread.shared)


async def leads_to_the_place(stage: TelegramStage | House) -> None:
    """Under way in their place, it is found from a direct chat, by its command and by /today: shown there once more."""
    home = stage.shared
    await listening.begin(stage, home)
    cards = len(stage.sees("ana", home))
    for number, deed in enumerate((stage.says("ana", "/listen"), opens_today(stage, "ana")), start=1):
        await deed
        assert "You’ll find it in the place you two share" in stage.sees("ana")[-1]
        assert len(stage.sees("ana", home)) == cards + number
        assert YOURS in stage.sees("ana", home)[-1]


async def opens_today(stage: TelegramStage | House, who: str) -> None:
    await stage.says(who, "/today")
    await stage.presses(who, "Open")


async def test_from_a_direct_chat_to_the_group(group: TelegramStage) -> None:
    """No command and no button stays without an answer."""
    await leads_to_the_place(group)


async def test_from_a_direct_chat_to_the_thread(thread: House) -> None:
    """No command and no button stays without an answer."""
    await leads_to_the_place(thread)


# -- what each app lists -----------------------------------------------------------------------------------------------


async def test_every_command_stands_in_discords_list(pair: AcrossStage) -> None:
    """Issue 5: each under its name in both languages, within Discord's limits, nothing cut, options where words go."""
    listed = {one["name"]: one for one in await pair.discord.server.commands() if one["type"] == 1}
    content = pair.app.content
    assert set(pair.app.house.commands) == set(listed)
    for name, one in listed.items():
        spanish = content.raw(f"command-{name}", "es")
        assert one["name_localizations"] == {"es-ES": spanish, "es-419": spanish}
        assert one["description_localizations"].keys() == {"es-ES", "es-419"}
        for text in (one["description"], *one["description_localizations"].values()):
            assert 0 < len(text) <= 100
            assert not text.endswith("…"), "cut"
    assert {name for name, one in listed.items() if one.get("options")} >= {
        "own",
        "thanks",
        "date",
        "checkin",
        "question",
    }


async def test_every_command_stands_in_telegrams_menus(group: TelegramStage) -> None:
    """Issue 5: in direct chats and in groups, in both languages, within Telegram's limits, nothing cut or left out."""
    await begins_with_menus(group)
    await group.server.called("setMyShortDescription", 2)
    house_, content = group.app.house, group.app.content
    found = {(one["scope"]["type"], one["language_code"]): one["commands"] for one in await group.server.menus()}
    assert len(found) == 6
    for (scope, language), commands in found.items():
        aside = "shared" if scope == "all_private_chats" else "direct"
        wanted = [
            name
            for name, spec in house_.commands.items()
            if spec.where != aside and not (spec.discreet and aside == "direct")
        ]
        assert [one["command"] for one in commands] == [
            content.raw(f"command-{name}", language or "en") for name in wanted
        ]
        assert len(commands) <= 100
        assert all(re.fullmatch("[a-z0-9_]{1,32}", one["command"]) for one in commands)
        assert all(0 < len(one["description"]) <= 256 and "…" not in one["description"] for one in commands)
