"""Support: help at once, by country, with its source and age; pages to read; and no trace of who asked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.content import Phrase, Reader
from bot.couples import person_by_account
from bot.errors import BadContent
from bot.feature import Context
from bot.helplines import (
    FRESH_DAYS,
    HOME,
    Entry,
    Help,
    Helpline,
    Source,
    help_faults,
    help_warnings,
    in_words,
    load_help,
    own_help,
)
from bot.model import Account, Sender
from bot.outbox import Desk
from bot.store import Row, Tx
from bot.words import load_words
from handlers.support import countries, rules
from tests.talk import CHAT_ONLY, SERVER, Talk, bare

TODAY = date(2026, 11, 22)
DANGER = "I’m a program and can’t call anyone. If you are in danger"
LANGUAGES = ("en", "es")
words = cache(load_words)


def _desk(language: str = "en", zone: str = "Europe/Madrid", today: date = TODAY) -> rules.Desk:
    return rules.Desk(own_help(), words(), Reader(language, zone), today)


def _text(desk: rules.Desk, lines: Sequence[Phrase]) -> str:
    return "\n\n".join(bare(desk.say(one)) for one in lines)


async def _all_rows(talk: Talk) -> dict[str, list[str]]:
    """What every table holds, save what is said and heard: messages, how many, their buttons, and what was counted."""

    async def look(tx: Tx) -> dict[str, list[str]]:
        found = await tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        passing = {"outbox", "inbox", "buttons", "presses", "questions", "queues"}
        tables = [str(row["name"]) for row in found if row["name"] not in passing]
        return {name: sorted(map(_kept, await tx.all(f"SELECT * FROM {name}"))) for name in tables}

    return await talk.app.store.read(look)


def _kept(row: Row) -> str:
    return str({name: value for name, value in dict(row).items() if name != "last_seq"})


# -- at once ---------------------------------------------------------------------------------------------------


async def test_help_comes_at_once(talk: Talk) -> None:
    """/support shows the lines of the person's own country without a question before, each with source and month."""
    await talk.begins("ana")
    (shown,) = await talk.says("ana", "/support")
    assert shown.startswith(DANGER)
    assert "Spain, going by your time zone" in shown
    assert "Emergency services: 112" in shown
    assert "016 (violence, abuse): 016 · WhatsApp 600 000 016" in shown
    assert all(f"({one.newest.title}, " in shown for one in own_help().countries["ES"])
    assert "https://findahelpline.com" in shown
    assert "[Another country]" in shown
    for page in ("A counsellor for one", "A counsellor for two", "When I am afraid", "Why Troth offers no tracking"):
        assert f"[{page}]" in shown


async def test_help_in_spanish(talk: Talk) -> None:
    """/apoyo says the same in Spanish, under its Spanish name."""
    await talk.begins("ana", language="es", zone="America/Mexico_City")
    (shown,) = await talk.says("ana", "/apoyo")
    assert "México, según tu zona horaria" in shown
    assert "Línea de las Mujeres (violencia, maltrato): 079" in shown
    assert "opción 1" in shown


async def test_a_number_stands_bare(talk: Talk) -> None:
    """A number that is copied from the message holds no invisible mark: it can be dialled as it is."""
    await talk.begins("ana")
    await talk.says("ana", "/support portugal")
    said = talk.screen("ana")[-1].message.plain()
    assert ": 800 202 148 · text 3060\n" in said


async def test_strangers_get_it_too(talk: Talk) -> None:
    """Somebody who never said yes to anything gets the same lines, can go on from there, and no row is made of them."""
    talk.senders["zoe"] = Sender(Account("memory", "zoe"), "Zoe", "en", "America/New_York")
    (shown,) = await talk.says("zoe", "/support")
    assert "National Domestic Violence Hotline (violence, abuse): 1-800-799-7233 · text START to 88788" in shown
    (read,) = await talk.presses("zoe", "When I am afraid")
    assert "it isn’t your fault" in read
    (back,) = await talk.presses("zoe", "Back to the lines")
    assert "United States" in back
    await talk.presses("zoe", "Another country")
    (other,) = await talk.says("zoe", "chile")
    assert "*4141" in other

    async def known(tx: Tx) -> bool:
        return await person_by_account(tx, Account("memory", "zoe")) is not None

    assert not await talk.app.store.read(known)


async def test_in_a_group_it_is_private(tmp_path: Path) -> None:
    """Where one alone can be answered, only they see it; elsewhere everybody gets the same neutral pointer."""
    server = await Talk.open(tmp_path, capabilities=SERVER)
    (shown,) = await server.says("zoe", "/support", place="hall")
    assert DANGER in shown
    assert server.sees("ben", "hall") == []
    await server.close()
    (tmp_path / "chat").mkdir()
    chat = await Talk.open(tmp_path / "chat", capabilities=CHAT_ONLY)
    (pointed,) = await chat.says("zoe", "/support", place="hall")
    assert "in our own chat" in pointed or "between you and me" in pointed
    assert "112" not in pointed
    await chat.begins("ana")
    await chat.says("ana", "/support", place="hall")
    assert DANGER in chat.sees("ana")[-1]
    assert chat.sees("ben", "hall") == [pointed] * 2
    await chat.close()


async def test_nothing_is_kept(couple: Talk) -> None:
    """Asking for help leaves no row behind but the messages, and the partner's screen is as it was (SAFETY 19)."""
    rows, seen = await _all_rows(couple), couple.sees("ben")
    await couple.says("ana", "/support")
    for label in ("When I am afraid", "A counsellor for two", "Back to the lines", "Another country", "Europe"):
        await couple.presses("ana", label)
    await couple.presses("ana", "Germany")
    await couple.says("ana", "/support nowhere at all")
    await couple.says("ana", "peru")
    await couple.says("ana", "/help")
    await couple.goes_by(days=1)
    assert await _all_rows(couple) == rows
    assert couple.sees("ben") == seen


# -- which country ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("Europe/Madrid", "ES"), ("Atlantic/Canary", "ES"), ("Asia/Calcutta", "IN"), ("America/Buenos_Aires", "AR"),
        ("US/Pacific", "US"), ("America/Puerto_Rico", "PR"), ("Europe/Belfast", "GB"), ("Europe/Oslo", "NO"),
        ("UTC", ""), ("Etc/GMT+3", ""), ("no such zone", ""),
    ],
)  # fmt: skip
def test_the_zone_tells_the_country(zone: str, code: str) -> None:
    """A zone names its country, old names of zones too; one that names none is no guess."""
    assert countries.of_zone(zone) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("spain", "ES"), ("ESPAÑA", "ES"), ("espana", "ES"), ("es", "ES"), ("México", "MX"), ("mexico", "MX"),
        ("  Reino   Unido ", "GB"), ("uk", "GB"), ("Scotland", "GB"), ("USA", "US"), ("EE. UU.", "US"),
        ("Deutschland", "DE"), ("norge", "NO"), ("日本", "JP"), ("holland", "NL"), ("switzerland", "CH"),
        ("spian", "ES"), ("argentna", "AR"), ("portu", "PT"), ("xyzzy", ""), ("", ""), ("🌍", ""), ("x" * 4000, ""),
    ],
)  # fmt: skip
def test_a_typed_country_is_understood(typed: str, code: str) -> None:
    """By its name in either language or its own, without accents, by its code, misspelt or begun."""
    found = countries.found(typed, LANGUAGES, tuple(own_help().countries))
    assert found == ((code,) if code else ())


async def test_several_that_are_near_are_offered(talk: Talk) -> None:
    """What could be several countries brings them to choose from, and what serves everywhere meanwhile."""
    await talk.begins("ana")
    (shown,) = await talk.says("ana", "/support aust")
    assert "I’m not sure which country “aust” is" in shown
    assert "[Austria]" in shown.replace("] [", "]\n[")
    assert "https://findahelpline.com" in shown
    (picked,) = await talk.presses("ana", "Australia")
    assert "1800RESPECT (violence, abuse): 1800 737 732" in picked


async def test_a_country_without_lines_says_so(talk: Talk) -> None:
    """Where nothing could be verified, that is said plainly, and what serves everywhere is given."""
    await talk.begins("ana")
    (shown,) = await talk.says("ana", "/support suiza")
    assert "For Switzerland I have no line that I could verify" in shown
    assert "Emergency services: 112\nin every country of the European Union" in shown
    assert "https://www.befrienders.org/" in shown


async def test_a_name_that_is_no_country(talk: Talk) -> None:
    """It is said back as typed, never as markup, and cut; and the next words typed may be a country."""
    await talk.begins("ana")
    (shown,) = await talk.says("ana", f"/support **@everyone** {'x' * 100}")
    assert shown.startswith(DANGER)
    assert "“**@everyone** xxxxxxxxxxxxxxxxxxxxxxxxx…”" in shown
    (found,) = await talk.says("ana", "francia")
    assert "3919" in found


async def test_nobody_knows_where(talk: Talk) -> None:
    """Without a zone there is no guess: what serves everywhere comes at once, with the way to a country."""
    talk.senders["zoe"] = Sender(Account("memory", "zoe"), "Zoe", "en", "")
    (shown,) = await talk.says("zoe", "/support")
    assert shown.startswith(DANGER)
    assert "doesn’t tell me where you are" in shown
    assert "https://findahelpline.com" in shown
    (found,) = await talk.says("zoe", "Kenya")
    assert "1195" in found


async def test_every_country_can_be_picked(talk: Talk) -> None:
    """By a part of the world, then by name in the reader's language and order; pages lead back to that country."""
    await talk.begins("ana")
    await talk.says("ana", "/support")
    listed: list[str] = []
    for part in ("Africa", "The Americas", "Asia and the Pacific", "Europe"):
        await talk.presses("ana", "Another country")
        await talk.presses("ana", part)
        shown = [bare(b.label) for row in talk.screen("ana")[-1].message.rows for b in row][:-1]
        assert shown == sorted(shown)
        listed += shown
    assert len(listed) == len(own_help().countries)
    await talk.presses("ana", "Italy")
    await talk.presses("ana", "A counsellor for one")
    (back,) = await talk.presses("ana", "Back to the lines")
    assert "1522 (violence, abuse): 1522" in back


async def test_names_are_suggested_as_they_are_typed(talk: Talk) -> None:
    """The countries that have lines, in the reader's language, at most as many as a menu holds."""
    complete = talk.app.house.commands["support"].complete
    assert complete is not None

    async def suggest(tx: Tx, typed: str) -> list[str]:
        sender = Sender(Account("memory", "ana"), "Ana", "es", "Europe/Madrid")
        desk = Desk(talk.app.content, talk.chance, talk.clock.now())
        assert complete is not None
        return list(await complete(Context(tx, desk, talk.app.house, sender=sender, text=typed)))

    assert await talk.app.store.read(lambda tx: suggest(tx, "pan")) == ["Panamá"]
    assert len(await talk.app.store.read(lambda tx: suggest(tx, ""))) == 25


# -- every line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(own_help().countries))
def test_every_country_reads_well(code: str, language: str) -> None:
    """In both languages: every number and address, every source with its month, in one message of either platform."""
    desk = _desk(language)
    shown = rules.country(desk, code)
    text = _text(desk, shown.lines)
    assert len(text) <= 2000
    assert desk.country(code) in text
    for one in own_help().countries[code]:
        for way in (*one.entry.phones, one.entry.whatsapp, one.entry.web, one.newest.title, str(one.day.year)):
            assert way in text
        assert (one.entry.sms.to if one.entry.sms else "") in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", rules.PAGES)
def test_every_page_fits(name: str, language: str) -> None:
    """Each page to read is one message of either platform, and names what it stands on."""
    desk = _desk(language)
    text = _text(desk, rules.page(name).lines)
    assert len(text) <= 2000
    assert rules.PAGES[name] in text


def test_the_counsellor_for_two_is_not_for_fear() -> None:
    """The page says when couples work is not the thing, and the page for the afraid sends nobody to it."""
    desk = _desk()
    assert "When it is not the thing: where one is afraid" in _text(desk, rules.page("counsellor-two").lines)
    assert "neither am I" in _text(desk, rules.page("afraid").lines)


def test_age_is_told() -> None:
    """A line asks to be checked from the 181st day after its newest source on, and not before."""
    entry = Entry(kind="abuse", name="A line", phones=["123"], sources=["old", "new"])
    old = Source.model_validate({"title": "A page", "url": "https://a.example", "date": date(2020, 1, 1)})
    new = Source.model_validate({"title": "A paper", "url": "https://b.example", "date": date(2026, 3, 10)})
    undated = Source.model_validate({"title": "Another page", "url": "https://c.example"})
    one = Helpline(entry, (old, new, undated), TODAY)
    last = date.fromordinal(date(2026, 3, 10).toordinal() + FRESH_DAYS)
    for today, aged in ((last, False), (date.fromordinal(last.toordinal() + 1), True)):
        desk = rules.Desk(Help({"ES": (one,)}, {}, ()), words(), Reader("en", "UTC"), today)
        text = _text(desk, rules.country(desk, "ES").lines)
        assert ("(A paper, March 2026; check it)" if aged else "(A paper, March 2026)") in text
        assert ("older than six months" in text) == aged


async def test_a_guide_can_offer_it(couple: Talk) -> None:
    """A guide's step may open the lines, for the one it is offered to; and a button of a guide's may open a page."""
    assert "support.page" in couple.app.house.actions

    async def offer(tx: Tx) -> tuple[Phrase, ...]:
        ben = await person_by_account(tx, Account("memory", "ben"))
        assert ben is not None
        ctx = Context(tx, Desk(couple.app.content, couple.chance, couple.clock.now()), couple.app.house, actor=ben)
        offered = await couple.app.house.agreements["support"](ctx, ben, "")
        return () if offered is None else tuple(offered.lines)

    assert "Spain, going by your time zone" in _text(_desk(), await couple.app.store.read(offer))


# -- what is refused -------------------------------------------------------------------------------------------


def _home(folder: Path, change: Callable[[str], str], file: str = "africa.yaml") -> Path:
    """A small help, one file of it changed, beside empty folders of words."""
    home = folder / "content"
    (home / "help").mkdir(parents=True)
    for name in ("africa.yaml", "worldwide.yaml"):
        shutil.copy(HOME / "help" / name, home / "help" / name)
    for language in LANGUAGES:
        (home / "words" / language).mkdir(parents=True)
    path = home / "help" / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return home


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('phones: ["1195"]', "phones: [1195]", "countries.KE.0.phones.0: Input should be a valid string"),
        ('phones: ["1195"]', 'phones: ["call us"]', "'call us' is no phone number"),
        ('phones: ["1195"]', 'phones: ["(1195"]', "'(1195' is no phone number"),
        ('phones: ["1195"]', "phones: []", "there is no way to reach it"),
        ('phones: ["1195"]', 'web: "nowhere"', "'nowhere' is no address"),
        ("name: National GBV hotline (HAK)", "name: ''", "it has no name"),
        ("sources: [ke-1195, ke-nation]", "sources: []", "at least 1 item"),
        (", sources: [ke-1195, ke-nation]", "", "countries.KE.0.sources: Field required"),
        ("sources: [ke-1195, ke-nation]", "sources: [ke-1195, ke-nation, none]", "there is no source none"),
        ("sources: [ke-1195, ke-nation]", "sources: [ke-1195]", "source ke-nation is used by nothing"),
        (", date: 2020-05-11", "", "ZA: emergency 10111: none of its sources has a date"),
        (", date: 2020-05-11", ", date: 2027-01-01", "2027-01-01 is after the day it was read"),
        (", date: 2020-05-11", ", date: some day", "sources.za-capetalk.date: Input should be a valid date"),
        ("title: CapeTalk, ", "", "sources.za-capetalk.title: Field required"),
        ("  KE:", "  XX:", "XX is no country"),
        ("  KE:", '  "001":', "001 stands in two files"),
        ("always: true, free", "allways: true, free", "Extra inputs are not permitted"),
        ("always: true, free", "note: {en: only, fr: seulement}, free", "note in es are missing"),
        ("always: true, free", "note: {en: a, es: b, fr: c}, free", "note in fr: there is no such language here"),
        ("always: true, free", "hours: {es: siempre}, free", "hours in en are missing"),
        ("always: true, free", "always: true, hours: {en: a, es: b}, free", "it has hours, and is always there"),
        ("always: true, free", "languages: [klingonish], free", "'klingonish' is no language"),
        ("kind: abuse", "kind: wishes", "Input should be 'emergency', 'abuse', 'crisis' or 'directory'"),
        ("countries:", "countries: [", "while parsing"),
    ],
)
def test_the_check_refuses(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """Each kind of fault is found and named, with its file."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    faults = help_faults(_home(tmp_path, change))
    assert any("africa.yaml" in one and fault in one for one in faults) or any(fault in one for one in faults), faults


def test_there_is_always_a_fallback(tmp_path: Path) -> None:
    """Without what serves everywhere the help is refused; so is a home without any."""
    home = _home(tmp_path, lambda text: text)
    (home / "help" / "worldwide.yaml").unlink()
    assert any("there is no worldwide fallback" in one for one in help_faults(home))
    shutil.rmtree(home / "help")
    assert any("there is no such folder" in one for one in help_faults(home))
    with pytest.raises(BadContent):
        load_help(home)


def test_our_own_help_is_sound() -> None:
    """The help that the package brings has no fault; at least 25 countries, each with somebody to call."""
    assert help_faults() == []
    found: Help = load_help()
    assert len(found.countries) >= 25
    assert all(lines for lines in found.countries.values())
    assert {code for codes in found.regions.values() for code in codes} == set(found.countries)
    assert {one.entry.kind for one in found.worldwide} == {"emergency", "directory"}


def test_another_language_needs_nothing_here(tmp_path: Path) -> None:
    """A language that is new to the words is no fault of the help: its readers get the notes in English."""
    home = _home(tmp_path, lambda text: text)
    (home / "words" / "fr").mkdir()
    assert help_faults(home) == []
    assert in_words({"en": "option 1", "es": "opción 1"}, "es") == "opción 1"
    assert in_words({"en": "option 1", "es": "opción 1"}, "fr") == "option 1"
    assert in_words({}, "fr") == ""


def test_the_check_warns_of_age(tmp_path: Path) -> None:
    """What is older than 180 days is named, with its age; and a day of reading that is still to come."""

    def change(text: str) -> str:
        text = re.sub("read: [0-9-]+", "read: 2026-07-01", text)
        return text.replace(", date: 2024-10-05", ", date: 2026-06-01", 1)

    home = _home(tmp_path, change)
    assert not any("KE: " in one for one in help_warnings(home, date(2026, 11, 28)))
    named = "KE: abuse National GBV hotline (HAK): "
    assert f"{named}2026-06-01 (181 days), to be verified" in help_warnings(home, date(2026, 11, 29))
    assert f"{named}read on 2026-07-01, a day to come" in help_warnings(home, date(2026, 6, 30))


# -- what can I do ---------------------------------------------------------------------------------------------


async def test_help_is_a_short_page(couple: Talk) -> None:
    """/help shows the six that matter, /support among them, and a button for every theme that has a command."""
    (shown,) = await couple.says("ana", "/help")
    listed = [one.partition(":")[0] for one in shown.splitlines() if one.startswith("/")]
    assert listed == ["/today", "/checkin", "/promise", "/boundary", "/support", "/help"]
    assert DANGER.partition(".")[0] in shown
    assert "[Help]" in shown.replace("] [", "]\n[")


@pytest.mark.parametrize("who", ["zoe", "ana"])
async def test_every_command_is_on_a_page(couple: Talk, who: str) -> None:
    """The pages of the themes together list each command that works for this person, once, and no other."""
    reach = 0 if who == "zoe" else 2
    house = couple.app.house
    listed: list[str] = []
    await couple.says(who, "/help")
    for label in [bare(b.label) for row in couple.screen(who)[-1].message.rows for b in row]:
        (shown,) = await couple.presses(who, label)
        assert shown.startswith(label)
        listed += [one.partition(":")[0] for one in shown.splitlines() if one.startswith("/")]
        await couple.presses(who, "Back")
    names = [
        couple.app.content.raw(f"command-{name}", "en") for name, one in house.commands.items() if one.needs <= reach
    ]
    assert sorted(listed) == sorted(f"/{name}" for name in names)
