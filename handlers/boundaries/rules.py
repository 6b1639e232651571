"""Pure decisions of boundaries: their kinds and limits, how one reads, and what each card offers to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards import Card, Entry, Sheet, Tap, card
from bot.clock import DAY
from bot.content import Line, Lines, Own, Phrase, When, line
from bot.store import Row

KINDS: Final = ("time", "comfort", "outside", "devices", "family", "money", "other")
LENGTH: Final = 500
"""Characters of a boundary, a question or an answer."""

MOST: Final = 40
"""Boundaries that one person may have in force."""

PAGE: Final = 8
GLANCE: Final = 120
"""Characters of a boundary that a list shows."""

LOG_LINES: Final = 15
VERSIONS: Final = 3
"""Versions on one card: a message on Discord has room for 2,000 characters."""

TODAY: Final = 5
"""Questions that /today shows at once."""

MONTH: Final = 31 * DAY
ASK_AGAIN: Final = 7 * DAY
"""A question with no answer makes room for a new one after this."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary in its newest version (`at`: when that was written); see the store for the rest."""

    id: str
    person_id: str
    couple_id: str | None
    state: str
    version: int
    shown: int
    seen: int
    seen_at: int
    kind: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Question:
    """What one asked about the other's boundary."""

    id: str
    boundary_id: str
    author_id: str
    asker_id: str
    couple_id: str
    state: str
    words: str
    answer: str | None


def slot(boundary_id: str) -> str:
    """What every card about this boundary is about."""
    return f"boundary:{boundary_id}"


def kind_line(kind: str) -> Line:
    """A kind in words."""
    return line(f"boundary-kind-{kind}")


def whole(kind: str, words: str) -> Phrase:
    """A boundary as it stands: its kind, then its author's words."""
    return line("boundary-item", kind=kind_line(kind), words=Own(words))


def glance(one: Boundary) -> Phrase:
    """A boundary in one line of a list."""
    words = " ".join(one.words.split())
    if len(words) > GLANCE:
        words = words[: GLANCE - 1].rstrip() + "…"
    return line("boundary-item", kind=kind_line(one.kind), words=Own(words))


def by_kind(boundaries: Sequence[Boundary]) -> list[Boundary]:
    """In the order of the kinds, each kind oldest first."""
    return sorted(boundaries, key=lambda one: (KINDS.index(one.kind), one.id))


def _tap(label: str, action: str, main: bool = False, **args: str) -> Tap:
    return Tap(line(label), f"boundaries.{action}", args, "main" if main else "normal", again=True)


def back() -> list[Tap]:
    """The way back to the list."""
    return [_tap("boundary-all", "list")]


# -- writing ---------------------------------------------------------------------------------------------------


def form(action: str, intro: Sequence[Phrase], *, kind: str = "", words: str = "", **args: str) -> Card:
    """The form that writes or changes a boundary."""
    kinds = [(one, kind_line(one)) for one in KINDS]
    entries = (
        Entry("kind", line("boundary-kind"), "choice", kinds, value=kind),
        Entry("words", line("boundary-words"), "long", value=words, hint=line("boundary-hint"), max_length=LENGTH),
    )
    return Card(intro, sheet=Sheet(entries, line("save"), f"boundaries.{action}", args))


def letter(action: str, intro: Sequence[Phrase], label: str, submit: str, **args: str) -> Card:
    """The form for a question or its answer."""
    entry = Entry("words", line(label), "long", max_length=LENGTH)
    return Card(intro, sheet=Sheet([entry], line(submit), f"boundaries.{action}", args))


def kind_card(draft_id: str, words: str) -> Card:
    """Words that came with the command: which kind are they?"""
    taps = [Tap(kind_line(one), "boundaries.sort", {"id": draft_id, "kind": one}) for one in KINDS]
    rows = [taps[start : start + 2] for start in range(0, len(taps), 2)]
    discard = Tap(line("boundary-discard"), "boundaries.discard", {"id": draft_id}, "quiet")
    rows.append([_tap("boundary-edit", "compose", id=draft_id), discard])
    return card(line("boundary-which"), Own(words), rows=rows)


# -- one boundary ----------------------------------------------------------------------------------------------


def mine(one: Boundary, partner: str | None, *, private: bool, asked: str | None, said: Sequence[Phrase] = ()) -> Card:
    """My own: as it stands, and all I can do with it.

    `partner` is my partner's name, if I have one; `private` says that they have not been shown it; `asked` is a
    question about it that has no answer.
    """
    lines = [*said, whole(one.kind, one.words)]
    lines.append(line("boundary-since" if one.version == 1 else "boundary-changed-on", day=When(one.at, "day")))
    rows = [[_tap("boundary-change", "change", id=one.id), _tap("boundary-withdraw", "withdraw", id=one.id)]]
    if one.version > 1:
        rows.append([_tap("boundary-versions", "versions", id=one.id)])
    if private:
        lines.append(line("boundary-private"))
    if partner is not None and private:
        rows.insert(0, [Tap(line("boundary-show-to", name=Own(partner)), "boundaries.share", {"id": one.id}, "main")])
    if partner is not None and not private and one.seen == one.version:
        lines.append(line("boundary-seen-on", name=Own(partner), day=When(one.seen_at, "day")))
    if asked is not None:
        rows.append([_tap("boundary-question", "question", id=asked)])
    return card(*lines, rows=[*rows, back()], slot=slot(one.id))


def theirs(one: Boundary, name: str, said: Sequence[Phrase] = ()) -> Card:
    """My partner's, in their words: seen, and asked about."""
    taps = [_tap("boundary-ask", "ask", id=one.id)]
    if one.seen < one.version:
        args = {"id": one.id, "version": str(one.version)}
        taps.insert(0, Tap(line("boundary-seen"), "boundaries.seen", args, "main"))
    lines = [*said, line("boundary-theirs", name=Own(name)), whole(one.kind, one.words)]
    if one.version > 1:
        lines.append(line("boundary-changed-on", day=When(one.at, "day")))
    if one.seen < one.version:
        lines.append(line("boundary-seen-means"))
    return card(*lines, rows=[taps, back()], slot=slot(one.id))


def notice(one: Boundary, name: str) -> Card:
    """The neutral line that tells the partner of a new or changed one; its words come on a tap."""
    told = line("boundary-told", name=Own(name))
    if one.version > 1 and one.shown:
        told = line("boundary-told-changed", name=Own(name), day=When(one.at, "day"))
    return card(told, rows=[[_tap("boundary-show", "open", main=True, id=one.id)]], slot=slot(one.id))


def withdrawn(one: Boundary, at: int, name: str) -> Card:
    """What stands in the place of the words, for the partner, once it is withdrawn."""
    return card(line("boundary-told-withdrawn", name=Own(name), day=When(at, "day")), rows=[back()], slot=slot(one.id))


def versions_card(boundary_id: str, rows: Sequence[Row], page: int) -> Card:
    """How one of mine has read, newest first."""
    first = page * VERSIONS
    lines = [
        line("boundary-version", day=When(row["at"], "day"), item=whole(row["kind"], row["words"]))
        for row in rows[first : first + VERSIONS]
    ]
    taps = [_tap("boundary-one", "open", id=boundary_id)]
    if len(rows) > first + VERSIONS:
        taps.append(_tap("boundaries-more", "versions", id=boundary_id, page=str(page + 1)))
    return card(line("boundary-versions-of"), *lines, rows=[taps, back()])


# -- questions -------------------------------------------------------------------------------------------------


def question_notice(question_id: str, name: str) -> Card:
    """The neutral line that tells of a question; its words come on a tap."""
    tap = _tap("boundary-show", "question", main=True, id=question_id)
    return card(line("boundary-told-question", name=Own(name)), rows=[[tap]], anew=True)


def answer_notice(question_id: str, name: str) -> Card:
    """The same for an answer."""
    tap = _tap("boundary-show", "question", main=True, id=question_id)
    return card(line("boundary-told-answer", name=Own(name)), rows=[[tap]], anew=True)


def question_card(one: Question, about: Boundary | None, me_id: str, partner: str) -> Card:
    """A question, with what it is about and its answer; for its author and for the one asked."""
    asker = one.asker_id == me_id
    lines: list[Phrase] = [] if about is None else [whole(about.kind, about.words)]
    lines += [line("boundary-you-asked") if asker else line("boundary-question-is", name=Own(partner)), Own(one.words)]
    taps: list[Tap] = []
    if one.answer is not None:
        lines.append(line("boundary-answer-is", name=Own(partner)) if asker else line("boundary-you-answered"))
        lines.append(Own(one.answer))
        if asker and about is not None:
            taps = [_tap("boundary-ask", "ask", id=about.id)]
    elif not asker:
        taps = [
            _tap("boundary-answer", "answer", main=True, id=one.id),
            Tap(line("boundary-not-now"), "boundaries.aside", {"id": one.id}, "quiet"),
        ]
    return card(*lines, rows=[taps, back()] if taps else [back()])


# -- for guides and /today -------------------------------------------------------------------------------------


def agreed(own: Sequence[Boundary], args: Mapping[str, str]) -> Card:
    """Which of mine to change, or a new one (with the words of a draft, if `args` name one)."""
    new = Tap(line("boundary-new"), "boundaries.compose", args, "main", again=True)
    if not own:
        return card(line("boundaries-agree-first"), rows=[[new]])
    some = list(enumerate(own[:PAGE], 1))
    entries = Lines([line("boundaries-entry", n=n, item=glance(one)) for n, one in some])
    taps = [Tap(line("boundary-n", n=n), "boundaries.change", {"id": one.id}, again=True) for n, one in some]
    rows = [taps[:4], taps[4:], [new, *(back() if len(own) > PAGE else [])]]
    return card(line("boundaries-agree"), entries, rows=[row for row in rows if row])


def unseen(new: Sequence[Boundary], own: int, name: str) -> Card:
    """What the partner has written and I have not seen, in one card."""
    tap = _tap("boundary-show", "list", main=True, page=str(own // PAGE))
    if len(new) == 1:
        tap = _tap("boundary-show", "open", main=True, id=new[0].id)
    return card(line("boundaries-unseen", name=Own(name), count=len(new)), rows=[[tap]], anew=True)


# -- the list --------------------------------------------------------------------------------------------------


def listed(own: Sequence[Boundary], other: Sequence[Boundary], partner: str | None, couple_id: str, page: int) -> Card:
    """Mine, then my partner's, by kind, eight at a time, each with a number to open it."""
    everything = [*by_kind(own), *by_kind(other)]
    pages = max(1, -(-len(everything) // PAGE))
    page = min(max(page, 0), pages - 1)
    first = page * PAGE
    lines: list[Phrase] = [] if own or page else [line("boundaries-none")]
    taps: list[Tap] = []
    for group, heading in ((own, line("boundaries-mine")), (other, line("boundaries-theirs", name=Own(partner or "")))):
        offset = 0 if group is own else len(own)
        chosen = [
            (offset + place + 1, one)
            for place, one in enumerate(by_kind(group))
            if first <= offset + place < first + PAGE
        ]
        if chosen:
            marked = {number: _mark(one, mine=group is own, couple_id=couple_id) for number, one in chosen}
            lines += [heading, Lines([line(marked[number], n=number, item=glance(one)) for number, one in chosen])]
        taps += [Tap(line("boundary-n", n=n), "boundaries.open", {"id": one.id}, again=True) for n, one in chosen]
    if taps:
        lines.append(line("boundaries-how"))
    rows = [taps[start : start + 4] for start in range(0, len(taps), 4)]
    return card(*lines, rows=[*rows, *_below(page, pages, written=bool(everything))])


def _mark(one: Boundary, *, mine: bool, couple_id: str) -> str:
    if mine:
        return "boundaries-entry-private" if couple_id and one.couple_id != couple_id else "boundaries-entry"
    return "boundaries-entry-new" if one.seen < one.version else "boundaries-entry"


def _below(page: int, pages: int, *, written: bool) -> list[list[Tap]]:
    turns = []
    if page > 0:
        turns.append(_tap("boundaries-before", "list", page=str(page - 1)))
    if page < pages - 1:
        turns.append(_tap("boundaries-more", "list", page=str(page + 1)))
    more = [_tap("boundary-new", "compose")]
    if written:
        more.append(_tap("boundaries-log", "log"))
    return [turns, more] if turns else [more]
