"""Setting a rhythm: typed after /rhythm, by a form, or several at once by a starter set."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cadence import Cadence
from bot.cards import Card, Entry, Sheet, Tap, card
from bot.content import Own, Phrase, When, line
from bot.errors import Refused
from bot.feature import Context, Needs
from bot.guides import Library
from bot.guides.script import Guide
from bot.spoken import ParsedCadence, parse_cadence
from handlers.rhythms import base, catalogue, finding, listing, planning, rules, store
from handlers.rhythms.base import HORIZON, Scope, feature
from handlers.rhythms.store import Rhythm

FORM_OPTIONS: Final = 25
"""A list to choose from in a form has at most so many (Discord's limit for a select)."""


# -- while it is typed -----------------------------------------------------------------------------------------


async def _suggest(ctx: Context) -> list[str]:
    found = await catalogue.suggested(ctx, "rhythm-suggestions")
    typed = ctx.text.strip()
    if typed and (
        near := finding.nearest(typed, {name: catalogue.titles(ctx)[name] for name in catalogue.offered(ctx)})
    ):
        found += [_example(ctx, name) for name, _ in near]
    try:
        parse_cadence(typed, ctx.reader().language)
    except Refused:
        return found
    return [typed, *(one for one in found if one.casefold() != typed.casefold())]


def _example(ctx: Context, name: str) -> str:
    guide = ctx.house.part(Library)[name]
    parsed = parse_cadence(catalogue.usual(guide), "en")
    when = rules.worded(parsed.cadence, *catalogue.hour_of(parsed))
    return _bare(ctx, line("rhythm-example", guide=guide.head("title"), when=when))


def _bare(ctx: Context, phrase: Phrase) -> str:
    """A phrase as somebody could have typed it."""
    return ctx.read(phrase).replace("\u2068", "").replace("\u2069", "")


# -- the command -----------------------------------------------------------------------------------------------


@feature.command("rhythm", Needs.PERSON, complete=_suggest, theme="together")
async def rhythm(ctx: Context) -> Card | None:
    """`/rhythm` shows what comes when; `/rhythm state of us sundays 18:00` sets when that comes."""
    if not ctx.text:
        return await listing.overview(ctx)
    wanted = finding.wanted(ctx.text, catalogue.titles(ctx), ctx.me.language)
    if not wanted.guides:
        seen = await base.scope(ctx)
        if ctx.partnership and wanted.when and {one.guide for one in seen.shared} <= {catalogue.FIRST_GUIDE}:
            return await _set(ctx, catalogue.FIRST_GUIDE, wanted.when, alone=False)
        return _form(ctx, when=wanted.said, alone=wanted.alone)
    if not wanted.sure:
        library = ctx.house.part(Library)
        likely = tuple(name for name in wanted.guides if catalogue.may_come(library[name]))
        if not likely:
            raise Refused(finding.not_understood(ctx.text))
        return _which(ctx, replace(wanted, guides=likely))
    if wanted.when is None:
        return _form(ctx, wanted.guides[0], alone=wanted.alone)
    return await _set(ctx, wanted.guides[0], wanted.when, alone=wanted.alone)


def _which(ctx: Context, wanted: finding.Wanted) -> Card:
    """Ask which of these is meant."""
    rows = []
    for name in wanted.guides:
        args = {"guide": name, "alone": "" if wanted.alone is None else str(int(wanted.alone))}
        if wanted.when is not None:
            hour, minute = catalogue.hour_of(wanted.when)
            args |= {"cadence": wanted.when.cadence.stored(), "hour": str(hour), "minute": str(minute)}
        rows.append([Tap(base.title(ctx, name), "rhythms.meant", args, again=True)])
    return card(line("rhythm-did-you-mean"), rows=rows, slot="rhythms")


@feature.action("meant")
async def meant(ctx: Context) -> Card | None:
    """One of those asked about was meant."""
    alone = {"0": False, "1": True}.get(ctx.args["alone"])
    if "cadence" not in ctx.args:
        return _form(ctx, ctx.args["guide"], alone=alone)
    said = ParsedCadence(Cadence.from_stored(ctx.args["cadence"]), int(ctx.args["hour"]), int(ctx.args["minute"]))
    return await _set(ctx, ctx.args["guide"], said, alone=alone)


# -- the form --------------------------------------------------------------------------------------------------


@feature.action("change")
async def change(ctx: Context) -> Card | None:
    """Ask when a guide should come (`guide`, `own`), or which and when."""
    _ = ctx.me
    alone = {"0": False, "1": True}.get(ctx.args.get("own", ""))
    return _form(ctx, ctx.args.get("guide", ""), alone=alone)


def _form(ctx: Context, guide: str = "", *, when: str = "", alone: bool | None = None) -> Card:
    """The form for one guide, or for any."""
    library = ctx.house.part(Library)
    choice = {guide: library[guide]} if guide in library.names else catalogue.offered(ctx)
    if not choice:
        raise Refused("pair-first")
    entries = []
    if not guide:
        options = [(name, one.head("title")) for name, one in choice.items()][:FORM_OPTIONS]
        first = catalogue.FIRST_GUIDE if catalogue.FIRST_GUIDE in choice else next(iter(choice))
        entries.append(Entry("guide", line("rhythm-guide"), "choice", options, value=first))
    elif not catalogue.may_come(choice[guide]):
        raise catalogue.refused(ctx, choice[guide])
    entries.append(Entry("when", line("rhythm-when"), value=when[:100], hint=line("rhythm-when-hint"), max_length=100))
    for_whom = any(one.structure.people == "either" for one in choice.values())
    if ctx.partnership is not None and for_whom and alone is None:
        options = [("both", line("rhythm-for-both")), ("me", line("rhythm-for-me"))]
        entries.append(Entry("whom", line("rhythm-for-whom"), "choice", options, value="both"))
    args = {"guide": guide, "own": "" if alone is None else str(int(alone))}
    asked = line("rhythm-ask") if ctx.partnership is not None and not alone else line("rhythm-ask-own")
    return Card([asked], sheet=Sheet(entries, line("save"), "rhythms.set", args))


@feature.action("set")
async def set_(ctx: Context) -> Card | None:
    """Keep what the form says."""
    try:
        parsed = parse_cadence(ctx.field("when"), ctx.me.language)
    except Refused as no:
        raise Refused(finding.not_understood(ctx.field("when")), field="when") from no
    guide = ctx.args["guide"] or ctx.field("guide")
    if guide not in ctx.house.part(Library).names:
        raise Refused("field-choice", field="guide")
    alone = {"0": False, "1": True, "both": False, "me": True}.get(ctx.args.get("own") or ctx.field("whom"))
    if ctx.house.part(Library)[guide].structure.people == "couple" and not ctx.args["guide"]:
        alone = False  # the form asks for whom of all guides alike
    return await _set(ctx, guide, parsed, alone=alone)


# -- setting ---------------------------------------------------------------------------------------------------


def _own(ctx: Context, guide: Guide, *, alone: bool | None) -> bool:
    """Whether it is to come to one person alone. Raises Refused where that can't be, or only that can."""
    people = guide.structure.people
    if people == "couple" and alone:
        raise Refused("rhythm-for-two", guide=guide.head("title"))
    return people == "one" or (people == "either" and (bool(alone) or ctx.partnership is None))


async def _set(ctx: Context, name: str, parsed: ParsedCadence, *, alone: bool | None) -> Card:
    guide = ctx.house.part(Library)[name]
    if not catalogue.may_come(guide):
        raise catalogue.refused(ctx, guide)
    own = _own(ctx, guide, alone=alone)
    if not own:
        _ = ctx.couple
    seen = await base.scope(ctx)
    known = seen.own if own else seen.shared
    kept = catalogue.made(ctx, name, parsed.cadence, catalogue.hour_of(parsed), known, own=own)
    first = await base.keep(ctx, kept, seen.rest_of(kept))
    said = listing.set_words(ctx, kept, first, ctx.me)
    args = {"guide": name, "own": str(int(own))}
    other = Tap(line("rhythm-other"), "rhythms.change", args, again=True)
    stop = base.tap("rhythm-stop", "switch", kept)
    rows = [[other, stop], *([hours] if (hours := base.other_hours(ctx, kept)) else [])]
    if not own:
        partner = ctx.couple.partner
        about_me = line("rhythm-set-by", name=Own(ctx.me.name), said=listing.set_words(ctx, kept, first, partner))
        await ctx.tell(partner, card(about_me, rows=rows, slot=f"rhythm:{kept.id}", anew=True))
    full = _newly_full(ctx, seen, kept)
    if full is None:
        return card(said, rows=rows, slot=f"rhythm:{kept.id}")
    most = seen.most(kept)
    if most < rules.MOST:
        rows = [[base.tap("rhythm-fine", "fine", kept, again=False), other], [stop], *rows[1:]]
    return card(said, line("rhythm-full", most=most, day=full), rows=rows, slot=f"rhythm:{kept.id}")


def _newly_full(ctx: Context, before: Scope, kept: Rhythm) -> When | None:
    """The first day on which there is no room for all because of what was set; None if none is."""
    own = kept.couple_id is None
    bounds = before.bounds(own=own, now=ctx.now, days=HORIZON)
    known = before.own if own else before.shared
    others = [one for one in known if one.id != kept.id]
    full = planning.crowded([*others, kept], bounds, ctx.now, HORIZON)
    full -= planning.crowded(others, bounds, ctx.now, HORIZON)
    if not full:
        return None
    return base.on_day(kept, min(day for _, day in full), ctx.me)


@feature.action("fine")
async def fine(ctx: Context) -> Card | None:
    """One more a day is fine."""
    found = await base.mine(ctx)
    more = min((await base.scope(ctx)).most(found) + 1, rules.MOST)
    seen = await base.scope(ctx)
    if found.couple_id is not None:
        await store.wish_most(ctx.tx, more, couple_id=found.couple_id)
    mine = seen.wishes.get(ctx.me.id)
    if found.couple_id is None or (mine is not None and mine.most is not None and mine.most < more):
        await store.wish_most(ctx.tx, more, person_id=ctx.me.id)
    most = (await base.scope(ctx)).most(found)
    return card(line("rhythm-most-own" if found.couple_id is None else "rhythm-most-both", most=most))
