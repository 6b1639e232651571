"""One couple across two apps: Ana on Discord and Ben on Telegram, in one house, over both real adapters."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import DATABASE
from tests.across_stage import DISCORD, TELEGRAM, AcrossStage
from tests.discord_stage import PEOPLE
from tests.faults.house import dump
from tests.test_checkins import REVEALED
from tests.test_rhythms import DOOR, instant

ANA, BEN = PEOPLE["ana"], PEOPLE["ben"]
KEPT = "You both say it was kept."
HOSTILE = "@everyone <@101> **x** [a](https://evil.example) <b>y</b> ||z|| `q`"


@pytest.fixture
async def across(tmp_path: Path) -> AsyncIterator[AcrossStage]:
    """A house on Discord and Telegram, and nobody in it yet."""
    async with AcrossStage.playing(tmp_path) as opened:
        yield opened


@pytest.fixture
async def pair(across: AcrossStage) -> AcrossStage:
    """The same, with Ana on Discord and Ben on Telegram linked up."""
    await across.pairs()
    return across


async def answers(across: AcrossStage, who: str) -> None:
    """Somebody answers their check-in and shares it."""
    await across.presses(who, "All fine")
    await across.presses(who, "Share when we both have")


def both(across: AcrossStage, words: str) -> tuple[int, int]:
    """On how many messages of each one's screen these words stand."""
    return across.count("ana", words), across.count("ben", words)


# -- pairing -----------------------------------------------------------------------------------------------------


async def test_pairing_from_discord(across: AcrossStage) -> None:
    """Issue 4.6: Ana's card has a link that leads Ben in on Telegram; he accepts, and both are told."""
    await across.begins("ana")
    await across.says("ana", "/pair")
    link = re.search(r"https://t\.me/[^\s>]+", across.sees("ana")[-1])
    assert link is not None
    await across.telegram.server.opens(BEN, link[0])
    await across.looks()
    await across.fills("ben", name="Ben", language="en", zone="Europe/Madrid", adult="yes")
    assert "Ana invites you to use Troth together" in across.sees("ben")[-1]
    await across.presses("ben", "Accept")
    assert both(across, "are linked now") == (1, 1)


async def test_pairing_from_telegram(across: AcrossStage) -> None:
    """Issue 4.6: Ben's card says by which name the bot is found on Discord, where Ana types the code."""
    await across.begins("ben")
    await across.says("ben", "/pair")
    assert "On Discord they find me as troth_test_bot" in across.sees("ben")[-1]
    await across.says("ana", f"/start {across.code('ben')}")
    await across.fills("ana", name="Ana", language="en", zone="Europe/Madrid", adult="yes")
    await across.presses("ana", "Accept")
    assert both(across, "are linked now") == (1, 1)


# -- chat --------------------------------------------------------------------------------------------------------


async def carries(across: AcrossStage) -> None:
    """Both agree that chat is carried, and open a talk."""
    await across.says("ana", "/carry")
    await across.presses("ben", "Yes, carry it")
    await across.presses("ana", "Talk to Ben from here")
    await across.presses("ben", "Talk to Ana from here")


async def test_what_is_said_before_carrying(pair: AcrossStage) -> None:
    """Issue 4.6: both read what follows on which app and what can't, before either has said yes."""
    await pair.says("ana", "/carry")
    for who in ("ana", "ben"):
        offer = pair.sees(who)[-1]
        assert "Discord: if you change or delete a message, the copy follows." in offer
        assert "Telegram: if you change a message, the copy follows. I’m not told when you delete one" in offer


async def test_chat_is_carried_with_what_becomes_of_it(pair: AcrossStage) -> None:
    """Issue 4.6: each way, by name; quoted, changed and taken back where the app tells of it; no loops."""
    await carries(pair)
    first = await pair.types("ana", "shall we eat out?")
    [(copy, text)] = pair.copies("ben")
    assert text == "Ana: shall we eat out?"
    await pair.types("ben", "gladly", answering=copy)
    [(_, answer)] = pair.copies("ana")
    assert answer == "↪ Ana: “shall we eat out?”\nBen: gladly"
    await pair.edits("ana", first, "shall we eat at home?")
    assert pair.copies("ben") == [(copy, "Ana: shall we eat at home?")]
    await pair.deletes("ana", first)
    assert pair.copies("ben") == []
    second = await pair.types("ben", "at eight?")
    await pair.edits("ben", second, "at nine?")
    assert pair.copies("ana")[-1][1] == "Ben: at nine?"
    assert len(pair.copies("ana")) == 2


async def test_an_answer_on_discord_quotes_what_came_from_telegram(pair: AcrossStage) -> None:
    """Issue 4.6: the other way round too a reply is kept as a quote."""
    await carries(pair)
    await pair.types("ben", "at *eight*, [ok]?")
    [(copy, _)] = pair.copies("ana")
    await pair.types("ana", "fine", answering=copy)
    assert pair.copies("ben")[-1][1] == "↪ Ben: “at *eight*, [ok]?”\nAna: fine"


async def test_words_stay_words_on_the_other_app(pair: AcrossStage) -> None:
    """DESIGN 6.7: what means something in one app's markup is only words in the other; nothing pings."""
    await carries(pair)
    for one, other in (("ana", "ben"), ("ben", "ana")):
        await pair.types(one, HOSTILE)
        told = HOSTILE.replace("<@101>", "@Ana") if one == "ana" else HOSTILE
        assert pair.copies(other)[-1][1] == f"{one.title()}: {told}"
    sent = [body for method, _, body in await pair.discord.server.requests() if method in {"POST", "PATCH"} and body]
    spoken = [one.get("data") or one for one in sent if "content" in (one.get("data") or one)]
    assert spoken
    assert all(one["allowed_mentions"]["parse"] == [] for one in spoken)
    assert not any("parse_mode" in given for _, given in await pair.telegram.server.requests())


# -- more than one account ---------------------------------------------------------------------------------------


async def links(across: AcrossStage) -> None:
    """Ana makes her account on Telegram hers too, with a yes from both sides, and is reached there."""
    await across.says("ana", "/link")
    await across.presses("ana", "Link another app")
    await across.says("ana", f"/link {across.code('ana')}", on=TELEGRAM)
    await across.presses("ana", "Yes, that’s me", on=TELEGRAM)
    await across.presses("ana", "Yes, that’s me", on=DISCORD)
    await across.presses("ana", "Write to me on Telegram", on=DISCORD)


async def test_reached_where_one_chose(pair: AcrossStage) -> None:
    """Issue 4.6: linked from both sides, Ana gets what comes on Telegram, and can still ask on Discord."""
    await links(pair)
    assert pair.count("ana", "From here on I write to you on Telegram", on=TELEGRAM) == 1
    before = len(pair.sees("ana"))
    await pair.says("ben", "/checkin")
    assert (pair.count("ana", DOOR), pair.count("ana", DOOR, on=TELEGRAM)) == (0, 1)
    assert len(pair.sees("ana")) == before
    await pair.says("ana", "/today", on=DISCORD)
    assert len(pair.sees("ana")) > before


# -- a week ------------------------------------------------------------------------------------------------------


async def test_a_week(pair: AcrossStage) -> None:
    """Issue 4.6: a promise, a check-in, a crash amid its reveal, chat, a second account; then one leaves."""
    await pair.says("ana", "/rhythm sundays 18:00")
    await pair.says("ana", "/promise call mum by friday at 18:00")
    await pair.presses("ana", "5")
    await pair.presses("ben", "Accept")
    await pair.until(instant("2026-11-20T17:00:00"))
    for who in ("ana", "ben"):
        await pair.presses(who, "Show")
        assert both(pair, KEPT) == (0, 0)
        await pair.presses(who, "Kept")
    assert both(pair, KEPT) == (1, 1)
    await pair.until(instant("2026-11-22T16:59:00"))
    assert both(pair, DOOR) == (0, 0)
    await pair.until(instant("2026-11-22T17:00:00"))
    assert both(pair, DOOR) == (1, 1)
    await answers(pair, "ana")
    await crashes_at_the_reveal(pair)
    assert both(pair, REVEALED) == (1, 1)
    for who in ("ana", "ben"):
        await pair.presses(who, "Leave it at that")
    await carries(pair)
    await pair.types("ana", "thank you")
    assert [text for _, text in pair.copies("ben")] == ["Ana: thank you"]
    await links(pair)
    await pair.until(instant("2026-11-29T17:00:00"))
    assert (pair.count("ana", DOOR, on=TELEGRAM), both(pair, DOOR)) == (1, (0, 1))
    await leaves_in_silence(pair)


async def test_the_next_week_comes_though_nobody_ended_the_last(pair: AcrossStage) -> None:
    """DESIGN 5 (rhythms): after a reveal the next check-in comes in its time, whether or not one said "leave it"."""
    await pair.says("ana", "/rhythm sundays 18:00")
    await pair.until(instant("2026-11-22T17:00:00"))
    for who in ("ana", "ben"):
        await answers(pair, who)
    assert both(pair, REVEALED) == (1, 1)
    await pair.until(instant("2026-11-29T17:00:00"))
    assert both(pair, DOOR) == (1, 1)


async def crashes_at_the_reveal(across: AcrossStage) -> None:
    """Ben shares too, and while the reveal is on its way to both the house dies; another one starts on its file."""
    await across.presses("ben", "All fine")
    shown = across.telegram.screen("ben")[-1]
    token = across.telegram.token("ben", "Share when we both have")
    await across.discord.server.fault("lost-black-hole", method="POST", path="/channels", times=-1)
    await across.telegram.server.fault("black-hole", method="sendMessage,editMessageText", times=-1)
    await across.telegram.server.presses(BEN, int(shown.ref), token)
    await across.discord.server.caught()
    await across.telegram.server.caught()
    await across.crashes()
    broken_off = [row["state"] for row in dump(across.folder / DATABASE, ["outbox"])["outbox"]]
    assert broken_off.count("doing") == 2
    await across.discord.server.heal()
    await across.telegram.server.heal()
    await across.opens()
    await across.looks()
    await across.goes_by(minutes=5)


async def leaves_in_silence(across: AcrossStage) -> None:
    """Ben leaves; for as long as that is nobody's business, whatever Ana does shows on no screen of his."""
    await across.says("ben", "/leave")
    await across.presses("ben", "Leave now")
    gone, seen = await across.everything(), len(across.sees("ana", on=TELEGRAM))
    await across.says("ana", "/promise write a letter by saturday at 18:00", on=DISCORD)
    await across.presses("ana", "5", on=DISCORD)
    await across.goes_by(days=13)
    now = await across.everything()
    for screen in ("ben on Discord", "ben on Telegram", "zoe on Discord", "zoe on Telegram"):
        assert now[screen] == gone[screen]
    assert not any("left" in text for text in across.sees("ana", on=TELEGRAM)[seen:])
