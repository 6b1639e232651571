"""Texts on Telegram: a person's words exactly as typed and never more than words; long ones whole; times as times."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import test_promises
from tests.stage import TelegramStage
from tests.talk import bare
from tests.telegram.client import ShownMessage
from tests.telegram.people import piece
from tests.test_checkins import REVEALED, fine
from tests.test_telegram_house import ANA, BEN, shown

HOSTILE = [
    "<b>no</b> <a href='tg://user?id=101'>me</a> &amp; <tg-spoiler>x</tg-spoiler>",
    "*no* _phones_ `at` [dinner](https://evil.example) ||hidden|| \\* > quote",
    "ask @durov or @troth_test_bot first",
    "never say /leave or /start@troth_test_bot (/pair)",
    "{ $name } {name} %s %(name)s ${HOME} {{7*7}}",
    "https://t.me/troth_test_bot?start=abc and tg://resolve?domain=durov and mailto:a@b.example",
    "שלום עולם \u200fx\u200e 👩‍👩‍👧 é \U0001f1ea\U0001f1f8",
    "'; DROP TABLE persons; --",
]
"""What people may type. None of it may do anything but be read."""


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[TelegramStage]:
    """A Telegram on which Ana and Ben are linked up."""
    async with TelegramStage.playing(tmp_path, "polling") as stage:
        await stage.pairs()
        yield stage


def as_read(message: ShownMessage) -> str:
    """A message as a person reads it: what can't be seen is left out."""
    return bare(message.text).replace("\u2060", "")


def called(message: ShownMessage, words: str) -> list[str]:
    """What Telegram makes pressable of these words: mentions and commands."""
    found = [piece(message.text, one) for one in message.found if one["type"] in {"mention", "bot_command"}]
    return [one for one in found if one in words]


async def never_parsed(stage: TelegramStage) -> bool:
    """Whether no request ever asked Telegram to read a text as markup."""
    return not any("parse_mode" in given for _, given in await stage.server.requests())


async def test_a_boundarys_words_are_only_words(pair: TelegramStage) -> None:
    """DESIGN 6.7: the other sees them as they were typed; they mention nobody, are no command, and carry no style."""
    for words in HOSTILE:
        await pair.says("ana", f"/boundary {words}")
        await pair.presses("ana", "Devices")
        await pair.presses("ben", "Show")
        message = (await shown(pair, BEN))[-1]
        assert words in as_read(message)
        assert called(message, words) == []
        assert message.entities == []
    assert await never_parsed(pair)


async def test_a_promises_words_are_only_words(pair: TelegramStage) -> None:
    """DESIGN 6.7: the same for promises, on every card and in the list."""
    for words in HOSTILE:
        await pair.says("ana", "/promise")
        await pair.fills("ana", text=words, by="friday at 18:00", kind="once")
        await pair.presses("ana", "5")
        await pair.presses("ben", "Accept")
    for user, who in ((ANA, "ana"), (BEN, "ben")):
        await pair.says(who, "/promises")
        screen = await shown(pair, user)
        for words in HOSTILE:
            theirs = [one for one in screen if words in as_read(one)]
            assert len(theirs) >= 2
            assert not [one for message in theirs for one in called(message, words)]
    assert await never_parsed(pair)


async def test_a_name_is_only_a_name(pair: TelegramStage) -> None:
    """DESIGN 6.7: what somebody calls themselves mentions nobody and is no command on the other's screen."""
    name = "@durov /leave <b>"
    await pair.says("ana", "/start")
    await pair.presses("ana", "Change name, language or time zone")
    await pair.fills("ana", name=name, language="en", zone="Europe/Madrid")
    await pair.says("ana", "/boundary no phones")
    await pair.presses("ana", "Devices")
    message = (await shown(pair, BEN))[-1]
    assert f"{name} has put a boundary into words" in as_read(message)
    assert called(message, name) == []


async def test_what_hides_or_reorders_is_left_out(pair: TelegramStage) -> None:
    """DESIGN 6.7: overrides and zero-width characters can't make a text read otherwise than it was typed."""
    await pair.says("ana", "/boundary pay \u202egnihton\u202c ev\u200ber\ufeffy \u2066day\u2069 @\u2060durov")
    await pair.presses("ana", "Money")
    await pair.presses("ben", "Show")
    message = (await shown(pair, BEN))[-1]
    assert "pay gnihton every day @durov" in as_read(message)
    assert "\u202e" not in message.text
    assert called(message, "@durov") == []


# -- long --------------------------------------------------------------------------------------------------------


async def test_a_long_reveal_comes_whole_with_its_buttons_last(pair: TelegramStage) -> None:
    """Issue 3.3: more than fits in one message comes in several, in order, nothing cut off, no letter torn apart."""
    await pair.finds_home()
    change, more, other = "👩‍👩‍👧" * 390, "the same words and more " * 80, "e\u0301ñ" * 650
    await pair.says("ana", "/boundary no phones at dinner")
    await pair.presses("ana", "Devices")
    await pair.says("ana", "/checkin")
    await pair.presses("ana", "Something to look at")
    await pair.presses("ana", "☐ Devices: no phones")
    await pair.presses("ana", "Done")
    await pair.presses("ana", "Angry")
    for words in (change, more):
        await pair.says("ana", words)
    await pair.presses("ana", "Share when we both have")
    for label in ("Open", "Something to look at"):
        await pair.presses("ben", label)
    await pair.says("ben", other)
    await pair.presses("ben", "Share when we both have")
    screen = await shown(pair, int(pair.shared))
    first = next(number for number, one in enumerate(screen) if REVEALED in bare(one.text))
    reveal = screen[first:]
    assert len(reveal) >= 2
    whole = "".join(as_read(one) for one in reveal).replace(" ", "").replace("\n", "")
    for words in (change, more, other):
        assert words.strip().replace(" ", "") in whole
    assert all(len(one.text) <= 4096 for one in reveal)
    assert all(one.text.count("👩") == 2 * one.text.count("👧") for one in reveal)


async def test_a_long_card_has_its_buttons_last(pair: TelegramStage) -> None:
    """Issue 3.3: buttons stand under the last part; and once a short card takes its place, no old part is left over."""
    for number in range(20):
        await pair.says("ana", f"/boundary {number} {'long words ' * 30}")
        await pair.presses("ana", "Something else")
    before = len(await shown(pair, ANA))
    await pair.says("ana", "/checkin")
    said = (await shown(pair, ANA))[before:]
    assert len(said) >= 2
    assert [bool(one.rows) for one in said] == [False] * (len(said) - 1) + [True]
    await fine(pair, "ana")
    assert len(await shown(pair, ANA)) == before + 1
    await fine(pair, "ben")
    assert any(REVEALED in text for text in pair.sees("ben"))


# -- times -------------------------------------------------------------------------------------------------------


async def test_a_time_says_its_instant(pair: TelegramStage) -> None:
    """DESIGN 5 (time): an hour in a text stands in the reader's words, and carries the instant itself."""
    await test_promises.agreed(pair)
    due = int(datetime(2026, 11, 20, 17, 0, tzinfo=UTC).timestamp())
    found = [
        (one["unix_time"], bare(piece(message.text, one)))
        for message in await shown(pair, BEN)
        for one in message.entities
        if one["type"] == "date_time"
    ]
    assert (due, "Friday, 20 November 2026, 18:00") in found
