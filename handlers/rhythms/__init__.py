"""Rhythms: which guide comes when, and each person's quiet hours."""

from __future__ import annotations

from dataclasses import replace

from bot import guides
from bot.cadence import latest_missed, local, next_time, still_welcome
from bot.cards import Card, Entry, Sheet, Tap, card
from bot.content import Lines, Own, Phrase, When, line
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.guides import Library
from bot.spoken import parse_cadence
from handlers.rhythms import rules, store
from handlers.rhythms.store import Rhythm

feature = Feature("rhythms")

FIRST_GUIDE = "boundary-check-in"
USUAL_HOUR = (18, 0)


async def _suggested(ctx: Context, key: str) -> list[str]:
    """The usual ways to say it that go with what was typed so far."""
    typed = ctx.text.strip().casefold()
    return [one for one in ctx.read(line(key)).split("\n") if typed in one.casefold()]


async def _when(ctx: Context) -> list[str]:
    found = await _suggested(ctx, "rhythm-suggestions")
    try:
        parse_cadence(ctx.text, ctx.reader().language)
    except Refused:
        return found
    return [ctx.text, *(one for one in found if one.casefold() != ctx.text.casefold())]


@feature.command("rhythm", complete=_when)
async def rhythm(ctx: Context) -> Card | None:
    """`/rhythm` shows what comes when; `/rhythm sundays 18:00` sets when the check-in comes."""
    if ctx.text:
        return await _set(ctx, FIRST_GUIDE, ctx.text)
    return await _list(ctx)


async def _list(ctx: Context) -> Card:
    lines: list[Phrase] = []
    rows = []
    for one in await store.of_couple(ctx.tx, ctx.couple.id):
        title = ctx.house.part(Library)[one.guide].head("title")
        lines.append(line("rhythm-entry" if one.running else "rhythm-entry-off", guide=title, when=_worded(one)))
        where = {"rhythm": one.id}
        change = Tap(line("rhythm-change", guide=title), "rhythms.change", {"guide": one.guide}, again=True)
        off = Tap(line("rhythm-stop" if one.running else "rhythm-resume"), "rhythms.switch", where, again=True)
        rows.append([change, off])
    if not lines:
        new = Tap(line("rhythm-new"), "rhythms.change", {"guide": FIRST_GUIDE}, "main", again=True)
        return card(line("rhythm-none"), rows=[[new]], slot="rhythms")
    return card(line("rhythm-yours"), Lines(lines), line("rhythm-how"), rows=rows, slot="rhythms")


def _worded(one: Rhythm) -> Phrase:
    return rules.worded(one.cadence, one.hour, one.minute)


@feature.action("change")
async def change(ctx: Context) -> Card | None:
    """Ask when it should come."""
    _ = ctx.couple
    entry = Entry("when", line("rhythm-when"), hint=line("rhythm-when-hint"), max_length=100)
    return Card([line("rhythm-ask")], sheet=Sheet([entry], line("save"), "rhythms.set", ctx.args))


@feature.action("set")
async def set_(ctx: Context) -> Card | None:
    """Keep what the form says."""
    try:
        return await _set(ctx, ctx.args["guide"], ctx.field("when"))
    except Refused as no:
        raise Refused(no.key, **{**no.given, "field": "when"}) from no


async def _set(ctx: Context, guide: str, text: str) -> Card:
    both, me = ctx.couple, ctx.me
    parsed = parse_cadence(text, me.language)
    hour = USUAL_HOUR[0] if parsed.hour is None else parsed.hour
    minute = 0 if parsed.minute is None else parsed.minute
    yesterday = local(ctx.now, me.zone).date() - rules.ONE_DAY
    first, _ = next_time(parsed.cadence, hour, minute, me.zone, ctx.now, yesterday)
    known = [one for one in await store.of_couple(ctx.tx, both.id) if one.guide == guide]
    rhythm_id = known[0].id if known else ctx.new_id()
    kept = Rhythm(
        rhythm_id, both.id, guide, parsed.cadence.anchored(first), hour, minute, me.zone, True, 0, first - rules.ONE_DAY
    )
    due = await _keep(ctx, kept)
    title = ctx.house.part(Library)[guide].head("title")
    said = line("rhythm-set", guide=title, when=_worded(kept), first=When(due))
    stop = Tap(line("rhythm-stop"), "rhythms.switch", {"rhythm": rhythm_id}, again=True)
    other = Tap(line("rhythm-other"), "rhythms.change", {"guide": guide}, again=True)
    about_me = line("rhythm-set-by", name=Own(me.name), said=said)
    await ctx.tell(both.partner, card(about_me, rows=[[other, stop]], slot=f"rhythm:{rhythm_id}", anew=True))
    return card(said, rows=[[other, stop]], slot=f"rhythm:{rhythm_id}")


async def _keep(ctx: Context, kept: Rhythm) -> int:
    """Keep a rhythm and set its next timer; returns when that falls due."""
    await store.put(ctx.tx, kept)
    await ctx.drop_timers(kept.id)
    day, due = next_time(kept.cadence, kept.hour, kept.minute, kept.zone, ctx.now, kept.last_date)
    if kept.running:
        # The wall time is part of the key: a rhythm that was changed may come once more on the same date.
        key = f"rhythm:{kept.id}:{day.isoformat()}:{kept.hour:02}{kept.minute:02}"
        await ctx.timer("rhythms.due", kept.id, due, key, couple=ctx.partnership)
    return due


@feature.action("switch")
async def switch(ctx: Context) -> Card | None:
    """Stop it for now, or let it come again. Either of the two may; no mark remains."""
    found = await _mine(ctx)
    yesterday = max(local(ctx.now, found.zone).date() - rules.ONE_DAY, found.last_date)
    kept = replace(found, running=not found.running, unshared=0, last_date=yesterday)
    due = await _keep(ctx, kept)
    title = ctx.house.part(Library)[kept.guide].head("title")
    if kept.running:
        return card(line("rhythm-set", guide=title, when=_worded(kept), first=When(due)))
    back = Tap(line("rhythm-resume"), "rhythms.switch", {"rhythm": kept.id}, again=True)
    return card(line("rhythm-stopped", guide=title), rows=[[back]])


async def _mine(ctx: Context) -> Rhythm:
    found = await store.one(ctx.tx, ctx.args["rhythm"])
    if found is None or found.couple_id != ctx.couple.id:
        raise Refused("button-stale")
    return found


# -- what time brings ------------------------------------------------------------------------------------------


@feature.timer("due")
async def due(ctx: Context) -> Card | None:
    """Bring the newest prompt that fell due, if it is still welcome; then set the next."""
    found = await store.one(ctx.tx, ctx.args["subject"])
    both = ctx.partnership
    if found is None or both is None or not found.running:
        return None
    newest = latest_missed(found.cadence, found.hour, found.minute, found.zone, found.last_date, ctx.now)
    if newest is None:
        await _keep(ctx, found)
        return None
    day, at = newest
    await _keep(ctx, replace(found, last_date=day))
    late = at < ctx.now - LATE
    welcome = still_welcome(at, ctx.now, 0, 0, found.zone)
    awake = all(still_welcome(at, ctx.now, one.quiet_from, one.quiet_to, one.zone) for one in both.both)
    if welcome and (awake or not late):
        await guides.begin(ctx, found.guide, both, then=("rhythms.over", {"rhythm": found.id}))
    return None


LATE = 10 * 60_000
"""Past this a prompt comes after an outage, and then outside quiet hours only."""


@feature.action("over")
async def over(ctx: Context) -> Card | None:
    """Count closings without a reveal; after two in a row both get one and the same card."""
    found = await store.one(ctx.tx, ctx.args["rhythm"])
    both = ctx.partnership
    if found is None or both is None:
        return None
    unshared = 0 if ctx.args["outcome"] == "revealed" else found.unshared + 1
    ask = unshared >= rules.AFTER_UNSHARED
    await store.put(ctx.tx, replace(found, unshared=0 if ask else unshared))
    if ask:
        where = {"rhythm": found.id}
        rows = [
            [Tap(line("rhythm-less"), "rhythms.less", where), Tap(line("rhythm-stop"), "rhythms.switch", where)],
            [Tap(line("rhythm-keep"), "rhythms.keep", where, "quiet")],
        ]
        for person in both.both:
            await ctx.tell(person, card(line("rhythm-unshared"), rows=rows, anew=True))
    return None


@feature.action("less")
async def less(ctx: Context) -> Card | None:
    """Let it come less often."""
    found = await _mine(ctx)
    kept = replace(found, cadence=rules.less_often(found.cadence).anchored(local(ctx.now, found.zone).date()))
    due_at = await _keep(ctx, kept)
    title = ctx.house.part(Library)[kept.guide].head("title")
    return card(line("rhythm-set", guide=title, when=_worded(kept), first=When(due_at)))


@feature.action("keep")
async def keep(_ctx: Context) -> Card | None:
    """Leave it as it is."""
    return card(line("rhythm-kept"))


# -- quiet hours -----------------------------------------------------------------------------------------------


async def _quiet_hours(ctx: Context) -> list[str]:
    return await _suggested(ctx, "quiet-suggestions")


@feature.command("quiet", Needs.PERSON, complete=_quiet_hours)
async def quiet(ctx: Context) -> Card | None:
    """`/quiet 22:00-7:30` sets the hours in which nothing comes unasked; `/quiet off` takes them back."""
    me = ctx.me
    if not ctx.text:
        if me.quiet_from == me.quiet_to:
            return card(line("quiet-none"))
        return card(line("quiet-are", **_hours(me.quiet_from, me.quiet_to)))
    if ctx.text.lower() in ("off", "no", "none", "ninguna"):
        await store.set_quiet(ctx.tx, me.id, 0, 0)
        return card(line("quiet-none"))
    start, end = rules.quiet_hours(ctx.text)
    await store.set_quiet(ctx.tx, me.id, start, end)
    return card(line("quiet-none") if start == end else line("quiet-are", **_hours(start, end)))


def _hours(start: int, end: int) -> dict[str, str]:
    return {"start": f"{start // 60:02}:{start % 60:02}", "end": f"{end // 60:02}:{end % 60:02}"}
