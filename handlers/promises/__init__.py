"""Promises: one offers, the other accepts, both say at the end whether it was kept (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.cards import Card, Tap
from bot.content import Own, Phrase, When, line
from bot.couples import Couple, Person, couple_of
from bot.errors import Refused
from bot.feature import Context, Needs
from handlers.promises import asking, cards, changing, drafting, offering, rounds, rules, sharing, store
from handlers.promises.base import feature, find, visible
from handlers.promises.rules import Act, Promise, State
from handlers.promises.terms import Kind

LABEL_LENGTH: Final = 40


async def _by_when(ctx: Context) -> list[str]:
    """What was typed with the usual dates after it, unless it has one already."""
    typed = ctx.text.strip()
    if not typed or ctx.actor is None or not drafting.lacks_date(ctx, typed):
        return [typed] if typed else []
    return [typed, *(f"{typed} {by}" for by in ctx.read(line("promise-suggestions")).split("\n"))]


@feature.command("promise", Needs.COUPLE, complete=_by_when, theme="promises")
async def promise(ctx: Context) -> Card | None:
    """`/promise TEXT by DATE` begins a draft; alone it opens a form. In answer to one's own words it promises those."""
    text = ctx.text
    if ctx.quoted is not None and ctx.sender is not None:
        if ctx.quoted.author == ctx.sender.account:
            text = f"{ctx.quoted.text} {ctx.text}".strip()
        elif ctx.quoted.author is not None and not drafting.says_what(ctx, text):
            raise Refused("promise-theirs")
    return await drafting.begin(ctx, ctx.couple, text) if text else drafting.blank(ctx.couple)


@feature.action("new")
async def new(ctx: Context) -> Card | None:
    """Open the form for a new promise."""
    return drafting.blank(ctx.couple)


@feature.agreement("promise")
async def agree(ctx: Context, person: Person, text: str) -> Card:
    """What a guide's "agree" step makes of somebody's wish: their draft, or the form where it needs work."""
    both = ctx.partnership if ctx.partnership is not None else await couple_of(ctx.tx, person)
    if both is None:
        raise Refused("pair-first")
    mine = both.seen_by(person.id)
    try:
        return await drafting.begin(ctx, mine, text)
    except Refused:
        return drafting.blank(mine, text)


@feature.open_today
async def today(ctx: Context) -> Sequence[Card]:
    """What waits for this person. Answers of the other, or that there are none, show nowhere."""
    if ctx.partnership is None:
        return []
    alone = not ctx.couple.together
    found = await store.waiting(ctx.tx, ctx.couple.id, ctx.me.id, alone=alone)
    return [replace(await _shown(ctx, one), anew=True) for one in found]


# -- one promise ---------------------------------------------------------------------------------------------


@feature.action("show")
async def show(ctx: Context) -> Card | None:
    """Show a promise as it stands, with what this person can do."""
    found = await find(ctx)
    if not visible(found, ctx.couple):
        raise Refused("promise-moved-on")
    shown = await _shown(ctx, found)
    page = ctx.args.get("page")
    if page is None:
        return shown
    back = Tap(line("promise-back"), f"promises.{ctx.args['list']}", {"page": page}, "quiet", again=True)
    return replace(shown, rows=[*shown.rows, [back]])


async def _shown(ctx: Context, found: Promise) -> Card:
    """The card for where it stands, most pressing matter first."""
    couple = ctx.couple
    mine = found.author_id == couple.me.id
    if found.state is State.DRAFT:
        return cards.draft(found, couple)
    if found.state is State.OFFERED:
        return cards.offered(found, couple) if mine else cards.offer(found, couple)
    if found.state is State.SUGGESTED:
        return cards.suggestion(found, couple) if mine else cards.passed_on(found, couple)
    if found.state in rules.OPEN:
        return await _held(ctx, found)
    day = await store.changed_on(ctx.tx, found.id)
    return cards.over(found, couple, day, await store.logged(ctx.tx, found.id))


async def _held(ctx: Context, found: Promise) -> Card:
    """An agreed promise: a change to decide on comes first, then the question, then what else can be done."""
    me = ctx.couple.me.id
    change = await store.change(ctx.tx, found.id)
    theirs = change is not None and change.writer_id != me and ctx.couple.together
    if change is not None and theirs and rules.may(Act.DECIDE, found, me):
        return cards.change_asked(found, ctx.couple, change)
    asked = await rounds.open_round(ctx.tx, found.id)
    holds = cards.holds(found, ctx.couple, change, asked, await store.logged(ctx.tx, found.id))
    question = await asking.question_for(ctx, found)
    if question is None:
        return holds
    # A repeating promise goes on while it is asked about.
    return replace(question, rows=[*question.rows, *holds.rows[1:]]) if found.repeats else question


# -- lists ---------------------------------------------------------------------------------------------------


@feature.command("promises", Needs.COUPLE, theme="promises")
async def promises(ctx: Context) -> Card | None:
    """What is open between the two."""
    return await _list(ctx, 0)


@feature.action("list")
async def list_(ctx: Context) -> Card | None:
    """A page of what is open."""
    return await _list(ctx, int(ctx.args["page"]))


async def _list(ctx: Context, page: int) -> Card:
    couple = ctx.couple
    found = await store.open_page(ctx.tx, couple.id, couple.me.id, page, alone=not couple.together)
    new_one = Tap(line("promise-new"), "promises.new", {}, "main", again=True)
    past = Tap(line("promise-past"), "promises.past", {"page": "0"}, "quiet", again=True)
    if not found:
        return Card([line("promise-list-none")], [[new_one, past]])
    lines: list[Phrase] = []
    group = ""
    for number, one in enumerate(found[: store.PAGE], page * store.PAGE + 1):
        if (now := _group(one, couple)) != group:
            group = now
            lines.append(line(f"promise-list-{group}", name=Own(couple.partner.name)))
        lines.append(_entry(number, one))
    rows = [*_opens(found, page, "list"), _turns(page, len(found), "list"), [new_one, past]]
    return Card(lines, rows)


def _group(one: Promise, couple: Couple) -> str:
    if one.kind is Kind.JOINT:
        return "both"
    return "mine" if one.author_id == couple.me.id else "theirs"


def _entry(number: int, one: Promise) -> Phrase:
    """A line of the list. It says where the promise stands, and nothing of who has answered."""
    stands = {State.DUE: State.ACTIVE, State.SUGGESTED: State.OFFERED}.get(one.state, one.state)
    status = line(f"promise-stands-{stands}")
    if one.due_at is None:
        return line("promise-entry-undated", number=number, text=Own(one.text), status=status)
    return line("promise-entry", number=number, text=Own(one.text), when=When(one.due_at), status=status)


def _opens(found: Sequence[Promise], page: int, which: str) -> list[list[Tap]]:
    rows = []
    for number, one in enumerate(found[: store.PAGE], page * store.PAGE + 1):
        label = line("promise-open", number=number, text=Own(one.text[:LABEL_LENGTH]))
        args = {"promise": one.id, "page": str(page), "list": which}
        rows.append([Tap(label, "promises.show", args, again=True)])
    return rows


def _turns(page: int, found: int, which: str) -> list[Tap]:
    row = []
    if page:
        row.append(Tap(line("promise-earlier"), f"promises.{which}", {"page": str(page - 1)}, again=True))
    if found > store.PAGE:
        row.append(Tap(line("promise-more"), f"promises.{which}", {"page": str(page + 1)}, again=True))
    return row


@feature.action("past")
async def past(ctx: Context) -> Card | None:
    """What is over and how it ended: no counts, no shares, no rows of anything (SAFETY 17)."""
    couple, page = ctx.couple, int(ctx.args["page"])
    found = await store.past_page(ctx.tx, couple.id, couple.me.id, page, alone=not couple.together)
    home = Tap(line("promise-back"), "promises.list", {"page": "0"}, "quiet", again=True)
    if not found:
        return Card([line("promise-past-none")], [[home]])
    lines: list[Phrase] = [line("promise-past-head")]
    for number, (one, day) in enumerate(found[: store.PAGE], page * store.PAGE + 1):
        ended = line(f"promise-ended-{one.state}", day=When(day, "day"))
        lines.append(line("promise-past-entry", number=number, text=Own(one.text), ended=ended))
    rows = [*_opens([one for one, _ in found], page, "past"), [*_turns(page, len(found), "past"), home]]
    return Card(lines, rows)


__all__ = ["asking", "changing", "drafting", "feature", "offering", "sharing"]
