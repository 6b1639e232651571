"""What the cards of help say: the lines of a country, where else to look, and pages to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date

from bot.cards import Card, Tap, card
from bot.content import Content, Line, Lines, Link, Name, Own, Phrase, Reader, line
from bot.helplines import Entry, Help, Helpline, in_words
from handlers.support import countries

PAGES: Final[Mapping[str, str]] = {
    "counsellor-one": "",
    "counsellor-two": "https://www.thehotline.org/2014/08/01/why-we-dont-recommend-couples-counseling-for-abusive-relationships/",
    "afraid": "https://www.techsafety.org",
    "no-tracking": "http://www.bollhoffattexor.com/105289994.html",
}
"""The pages to read, each with the address of what it stands on, if it names one."""

TYPED: Final = 40
"""Characters of a country's name that are said back."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a card of help needs besides its country: the lines, the words, whose they are, and the day."""

    help: Help
    content: Content
    reader: Reader
    today: date

    def say(self, phrase: Phrase) -> str:
        """A phrase as plain text, for this reader."""
        return self.content.plain(phrase, self.reader)

    def country(self, code: str) -> str:
        """What the reader calls a country."""
        return countries.name(code, self.reader.language)


# -- cards -----------------------------------------------------------------------------------------------------


def country(desk: Desk, code: str, *, guessed: bool = False) -> Card:
    """The lines of one country, and where to go on; what serves everywhere if it has none."""
    found = desk.help.countries.get(code)
    if not found:
        return _everywhere(desk, line("support-none", country=desk.country(code)))
    title = line("support-guessed" if guessed else "support-country", country=desk.country(code))
    lines: list[Phrase] = [line("support-danger"), title, *(_shown(desk, one) for one in found)]
    if any(one.aged(desk.today) for one in found):
        lines.append(line("support-check"))
    lists = [_shown(desk, one) for one in desk.help.worldwide if one.entry.kind == "directory"]
    lines.append(Lines([line("support-everywhere"), *lists]))
    return card(*lines, rows=[[_another()], *_pages(code)])


def unguessed(desk: Desk) -> Card:
    """For somebody of whom nobody knows where they are."""
    return _everywhere(desk, line("support-unguessed"))


def unknown(desk: Desk, typed: str, near: Sequence[str]) -> Card:
    """For a name that is no country's, or could be one of several."""
    short = Own(typed if len(typed) <= TYPED else typed[: TYPED - 1] + "…")
    return _everywhere(desk, line("support-near" if near else "support-unknown", typed=short), near)


def which(desk: Desk) -> Card:
    """Choose a part of the world, or type a name."""
    regions = [
        Tap(line(f"support-region-{one}"), "support.region", {"region": one}, again=True) for one in desk.help.regions
    ]
    rows = [regions[at : at + 2] for at in range(0, len(regions), 2)]
    return Card([line("support-which")], [*rows, [_back()]], question=("support.typed", {}))


def region(desk: Desk, name: str) -> Card:
    """Choose a country of one part of the world."""
    codes = sorted(desk.help.regions.get(name, ()), key=desk.country)
    taps = [_to_country(desk, code) for code in codes]
    rows = [taps[at : at + 3] for at in range(0, len(taps), 3)]
    return card(line("support-region"), rows=[*rows, [_another()]])


def page(name: str, code: str = "") -> Card:
    """One page to read, with the way back to the lines (of the country `code`, if one was chosen) and to the others."""
    link = PAGES[name]
    text = line(f"support-text-{name}", link=Link(link)) if link else line(f"support-text-{name}")
    return card(text, rows=[[_back(code)], *_pages(code, but=name)])


def _everywhere(desk: Desk, said: Line, near: Sequence[str] = ()) -> Card:
    lines = [line("support-danger"), said, *(_shown(desk, one) for one in desk.help.worldwide)]
    rows = [[_to_country(desk, code) for code in near], [_another()], *_pages()]
    return Card(lines, rows, question=("support.typed", {}))


# -- one line --------------------------------------------------------------------------------------------------


def _shown(desk: Desk, one: Helpline) -> Phrase:
    """A service in two lines, or three: how to reach it, what is known of it, and from where and when."""
    entry = one.entry
    title = entry.name or desk.say(line(f"support-emergency-{entry.services}"))
    web = Link(entry.web) if entry.web else None
    ways = Name(" · ".join(_ways(desk, entry)))
    if entry.kind == "directory" and web is not None:
        return line("support-line-web", name=title, link=web)
    rows: list[Phrase] = []
    if web is not None and not ways.text:
        rows.append(line("support-line-web", name=title, link=web))
    elif entry.kind == "emergency":
        rows.append(line("support-line", name=title, ways=ways))
    else:
        rows.append(line("support-line-kind", name=title, kind=line(f"support-kind-{entry.kind}"), ways=ways))
    if web is not None and ways.text:
        rows.append(line("support-web", link=web))
    if facts := _facts(desk, entry):
        rows.append(line("support-facts", facts=facts))
    rows.append(_source(desk, one))
    return Lines(rows)


def _ways(desk: Desk, entry: Entry) -> list[str]:
    """Every number, bare: one that is copied must hold nothing but itself."""
    ways = list(entry.phones)
    if entry.sms is not None and entry.sms.word:
        ways.append(desk.say(line("support-sms-word", word=Name(entry.sms.word), to=Name(entry.sms.to))))
    elif entry.sms is not None:
        ways.append(desk.say(line("support-sms", to=Name(entry.sms.to))))
    if entry.whatsapp:
        ways.append(desk.say(line("support-whatsapp", number=Name(entry.whatsapp))))
    return ways


def _facts(desk: Desk, entry: Entry) -> str:
    language = desk.reader.language
    facts = [desk.say(line("support-always"))] if entry.always else []
    facts += [in_words(entry.hours, language)]
    facts += [desk.say(line("support-free"))] if entry.free and entry.kind != "emergency" else []
    facts += [desk.say(line("support-women"))] if entry.women else []
    if entry.languages:
        names = ", ".join(countries.language_name(code, language) for code in entry.languages)
        facts.append(desk.say(line("support-languages", languages=Name(names))))
    facts += [in_words(entry.note, language)]
    return "; ".join(filter(None, facts))


def _source(desk: Desk, one: Helpline) -> Phrase:
    month = str(format_date(one.day, "LLLL y", locale=Locale.parse(desk.reader.language)))
    key = "support-source-check" if one.aged(desk.today) else "support-source"
    return line(key, title=one.newest.title, month=month)


# -- buttons ---------------------------------------------------------------------------------------------------


def _another() -> Tap:
    return Tap(line("support-another"), "support.which", again=True)


def _back(code: str = "") -> Tap:
    action, args = ("support.country", {"code": code}) if code else ("support.lines", {})
    return Tap(line("support-back"), action, args, again=True, style="quiet")


def _to_country(desk: Desk, code: str) -> Tap:
    return Tap(Own(desk.country(code)), "support.country", {"code": code}, again=True)


def _pages(code: str = "", but: str = "") -> list[list[Tap]]:
    def tap(name: str) -> Tap:
        return Tap(line(f"support-page-{name}"), "support.page", {"page": name, "code": code}, again=True)

    return [[tap(name)] for name in PAGES if name != but]
