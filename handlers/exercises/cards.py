"""How all there is looks: by theme, each practice with its one line and the button that begins it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import Card, Tap, card
from bot.content import Name, Phrase, line
from bot.guides.script import Guide
from handlers.exercises.rules import PAGE, Tab, page_of


def listed(
    guides: Sequence[Guide], commands: Mapping[str, str], which: Tab, tabs: Sequence[Tab], page: int, *, paired: bool
) -> Card:
    """One page of a tab. `commands` are the names of the guides' commands, as this reader types them."""
    lines: list[Phrase] = [line(f"practices-{which}")]
    rows: list[list[Tap]] = []
    for guide in page_of(guides, page):
        lines.append(_entry(guide, commands.get(guide.name)))
        begin = Tap(guide.head("title"), "exercises.begin", {"guide": guide.name}, again=True)
        where = {"guide": guide.name, "alone": "1"}
        label = line("practices-alone", title=guide.head("title"))
        alone = Tap(label, "exercises.begin", where, "quiet", again=True)
        rows.append([begin, alone] if paired and guide.structure.people == "either" else [begin])
    if not paired:
        lines.append(line("practices-pair"))
    rows.append(_turns(which, page, len(guides)))
    others = [_look(f"practices-tab-{one}", one, 0) for one in tabs if one != which]
    rows += [others[:2], [*others[2:], Tap(line("practices-under-way"), "exercises.under-way", again=True)]]
    return card(*lines, rows=[row for row in rows if row])


def _entry(guide: Guide, command: str | None) -> Phrase:
    title, about = guide.head("title"), guide.head("about")
    if command is None:
        return line("practices-entry", title=title, about=about)
    return line("practices-entry-command", title=title, about=about, command=Name(f"/{command}"))


def _turns(which: Tab, page: int, found: int) -> list[Tap]:
    row = [_look("practices-before", which, page - 1)] if page else []
    return [*row, _look("practices-more", which, page + 1)] if found > (page + 1) * PAGE else row


def _look(key: str, which: Tab, page: int) -> Tap:
    return Tap(line(key), "exercises.list", {"tab": which, "page": str(page)}, "quiet", again=True)
