"""The journal: what was revealed to both, and what somebody wrote for themselves, to be read again."""

from __future__ import annotations

from typing import Final

from bot import guides
from bot.cards import Card, Tap, card
from bot.content import Lines, Phrase, When, line
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.guides.past import PAGE
from handlers.journal.rules import pages

feature = Feature("journal")

PER_ROW: Final = 5


@feature.command("journal", Needs.PERSON, "direct", theme="yourself")
async def journal(ctx: Context) -> Card | None:
    """The newest page; in the direct chat only, since nobody else is to read along."""
    _direct_only(ctx)
    return await _list(ctx, 0)


def _direct_only(ctx: Context) -> None:
    if ctx.place is None or ctx.place.address.kind != "direct":
        raise Refused("direct-only")


@feature.action("list")
async def list_(ctx: Context) -> Card | None:
    """Another page."""
    _direct_only(ctx)
    return await _list(ctx, int(ctx.args["page"]))


async def _list(ctx: Context, page: int) -> Card:
    found, more = await guides.past(ctx, ctx.me, page)
    if not found and not page:
        return card(line("journal-none"))
    entries: list[Phrase] = []
    taps = []
    for number, one in enumerate(found, page * PAGE + 1):
        key = "journal-entry-own" if one.alone else "journal-entry"
        entries.append(line(key, n=number, title=one.title, day=When(one.at, "day")))
        args = {"run": one.run_id, "page": str(page)} | ({"own": "1"} if one.alone else {})
        taps.append(Tap(line("journal-n", n=number), "journal.open", args, again=True))
    turns = [_page("journal-later", page - 1)] if page else []
    turns += [_page("journal-earlier", page + 1)] if more else []
    rows = [taps[start : start + PER_ROW] for start in range(0, len(taps), PER_ROW)]
    return card(line("journal-head"), Lines(entries), rows=[*rows, turns] if turns else rows)


def _page(key: str, page: int) -> Tap:
    return Tap(line(key), "journal.list", {"page": str(page)}, again=True)


@feature.action("open")
async def open_(ctx: Context) -> Card | None:
    """One of them, as it was shown; of one's own, what one wrote."""
    _direct_only(ctx)
    told = [phrase for one in await guides.retell(ctx, ctx.me, ctx.args["run"]) for phrase in one.lines]
    parts = pages(told, [len(ctx.read(one)) for one in told])
    part = min(int(ctx.args.get("part", "0")), len(parts) - 1)
    own = {"own": "1"} if "own" in ctx.args else {}
    here = {"run": ctx.args["run"], "page": ctx.args["page"], **own}
    turns = [_part("journal-part-before", here, part - 1)] if part else []
    turns += [_part("journal-part-more", here, part + 1)] if part < len(parts) - 1 else []
    below = [_page("journal-back", int(ctx.args["page"]))]
    if own:
        below.append(Tap(line("journal-delete"), "journal.delete", here, "quiet", again=True))
    return card(*parts[part], rows=[turns, below] if turns else [below])


def _part(key: str, here: dict[str, str], part: int) -> Tap:
    return Tap(line(key), "journal.open", {**here, "part": str(part)}, again=True)


@feature.action("delete")
async def delete(ctx: Context) -> Card | None:
    """Ask once more."""
    _direct_only(ctx)
    yes = Tap(line("journal-delete-yes"), "journal.deleted", {"run": ctx.args["run"]})
    no = Tap(line("journal-delete-no"), "journal.open", ctx.args, "quiet", again=True)
    return card(line("journal-delete-sure"), rows=[[yes, no]])


@feature.action("deleted")
async def deleted(ctx: Context) -> Card | None:
    """It is gone for good."""
    _direct_only(ctx)
    await guides.forget_run(ctx, ctx.me, ctx.args["run"])
    return card(line("journal-deleted"), rows=[[_page("journal-back", 0)]])
