"""Boundaries: each partner's own limits, in force once written, seen and asked about by the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Card, Tap, card
from bot.content import Lines, Own, Phrase, When, line
from bot.couples import Person, couple_of
from bot.errors import Refused
from bot.feature import Context, Feature, Item, Needs
from bot.store import Words
from handlers.boundaries import guard, questions, rules, store
from handlers.boundaries.rules import Boundary

feature = Feature("boundaries")
for _name, _handler in questions.ACTIONS.items():
    feature.action(_name)(_handler)


async def _log(ctx: Context, one: Boundary, what: str) -> None:
    await store.log(
        ctx.tx,
        new_id=ctx.new_id(),
        boundary_id=one.id,
        couple_id=one.couple_id,
        what=what,
        kind=one.kind,
        now=ctx.now,
    )


async def _mine_card(ctx: Context, boundary_id: str, *said: Phrase) -> Card:
    one = await store.boundary(ctx.tx, boundary_id, "in_force")
    assert one is not None
    both = ctx.partnership
    asked = None
    if both is not None and both.together:
        waiting = await store.open_questions(ctx.tx, ctx.me.id, both.id, ("open", "aside"))
        asked = next((each.id for each in waiting if each.boundary_id == one.id), None)
    private = both is None or one.couple_id != both.id
    return rules.mine(one, both.partner.name if both else None, private=private, asked=asked, said=said)


# -- writing ---------------------------------------------------------------------------------------------------


@feature.command("boundary", Needs.PERSON, theme="checkins")
async def boundary(ctx: Context) -> Card | None:
    """`/boundary` opens the form; `/boundary TEXT` only asks for the kind."""
    if not ctx.text:
        return await compose(ctx)
    if len(ctx.text) > rules.LENGTH:
        raise Refused("boundary-long", limit=rules.LENGTH, count=len(ctx.text))
    await _room_for_one(ctx)
    draft_id = ctx.new_id()
    await store.draft(ctx.tx, new_id=draft_id, words=ctx.own(ctx.text), now=ctx.now)
    return rules.kind_card(draft_id, ctx.text)


async def _room_for_one(ctx: Context) -> None:
    if len(await store.in_force(ctx.tx, ctx.me.id)) >= rules.MOST:
        raise Refused("boundary-many", limit=rules.MOST)


@feature.action("compose")
async def compose(ctx: Context) -> Card | None:
    """The form for a new one, with the words of a draft if there is one."""
    _ = ctx.me
    await _room_for_one(ctx)
    both = ctx.partnership
    told = line("boundary-write-shared", name=Own(both.partner.name)) if both else line("boundary-write-alone")
    if "id" not in ctx.args:
        return rules.form("write", [line("boundary-write"), told])
    words = (await guard.draft(ctx)).words[: rules.LENGTH]
    return rules.form("write", [line("boundary-write"), told], words=words, id=ctx.args["id"])


@feature.action("write")
async def write(ctx: Context) -> Card | None:
    """Keep what the form says."""
    if "id" in ctx.args:
        draft_id = (await guard.draft(ctx)).id
    else:
        draft_id = ctx.new_id()
        await store.draft(ctx.tx, new_id=draft_id, words=ctx.own(""), now=ctx.now)
    return await _enforce(ctx, draft_id, ctx.field("kind"), ctx.field("words"))


@feature.action("sort")
async def sort(ctx: Context) -> Card | None:
    """The draft has its kind: it comes into force."""
    found = await guard.draft(ctx)
    return await _enforce(ctx, found.id, ctx.args["kind"], found.words)


@feature.action("discard")
async def discard(ctx: Context) -> Card | None:
    """The draft was not meant to be kept."""
    await store.drop_draft(ctx.tx, (await guard.draft(ctx)).id)
    return card(line("boundary-discarded"), rows=[rules.back()])


async def _enforce(ctx: Context, draft_id: str, kind: str, words: str) -> Card:
    """In force from here on; the partner is told (SAFETY 15: nobody has to allow it)."""
    await _room_for_one(ctx)
    both = ctx.partnership
    couple_id = None if both is None else both.id
    kept = await store.enforce(ctx.tx, draft_id, kind=kind, words=ctx.own(words), couple_id=couple_id, now=ctx.now)
    one = await store.boundary(ctx.tx, draft_id, "in_force")
    if not kept or one is None:
        raise Refused(guard.MOVED_ON)
    await _log(ctx, one, "written")
    if both is None:
        return await _mine_card(ctx, one.id, line("boundary-saved"))
    await ctx.tell(both.partner, rules.notice(one, ctx.me.name))
    return await _mine_card(ctx, one.id, line("boundary-saved-shared", name=Own(both.partner.name)))


@feature.action("share")
async def share(ctx: Context) -> Card | None:
    """Show the partner one that was written before there was this couple."""
    one, both = await guard.mine(ctx), ctx.couple
    if not await store.show(ctx.tx, one.id, both.id):
        raise Refused(guard.MOVED_ON)
    one = await guard.mine(ctx)
    await _log(ctx, one, "shown")
    await ctx.tell(both.partner, rules.notice(one, ctx.me.name))
    return await _mine_card(ctx, one.id, line("boundary-shared", name=Own(both.partner.name)))


# -- changing --------------------------------------------------------------------------------------------------


@feature.action("change")
async def change(ctx: Context) -> Card | None:
    """The form, with the words as they stand."""
    one = await guard.mine(ctx)
    args = {"id": one.id, "version": str(one.version)}
    return rules.form("changed", [line("boundary-changing")], kind=one.kind, words=one.words, **args)


@feature.action("changed")
async def changed(ctx: Context) -> Card | None:
    """A new version, which the partner is told of and may see anew."""
    old = await guard.mine(ctx)
    if str(old.version) != ctx.args["version"]:
        raise Refused(guard.MOVED_ON)
    kind, words = ctx.field("kind"), ctx.field("words")
    if (kind, words) == (old.kind, old.words):
        return await _mine_card(ctx, old.id, line("boundary-same"))
    if not await store.change(ctx.tx, old, kind=kind, words=ctx.own(words), now=ctx.now):
        raise Refused(guard.MOVED_ON)
    one = await guard.mine(ctx)
    await _log(ctx, one, "changed")
    both = ctx.partnership
    if both is None or one.couple_id != both.id:
        return await _mine_card(ctx, one.id, line("boundary-saved"))
    await _renew(ctx, both.partner, old, line("boundary-told-outdated"), rules.notice(one, ctx.me.name))
    return await _mine_card(ctx, one.id, line("boundary-saved-shared", name=Own(both.partner.name)))


async def _renew(ctx: Context, partner: Person, old: Boundary, outdated: Phrase, fresh: Card) -> None:
    """Tell the partner what is new about a boundary.

    A notice they have not opened is just replaced. Once it was opened its words are taken off the screen, and the
    news comes below, where it is noticed.
    """
    if old.shown == old.version:
        await ctx.tell(partner, card(outdated, rows=[rules.back()], slot=rules.slot(old.id)))
        fresh = replace(fresh, anew=True)
    await ctx.tell(partner, fresh)


@feature.action("withdraw")
async def withdraw(ctx: Context) -> Card | None:
    """Ask once more."""
    one = await guard.mine(ctx)
    yes = Tap(line("boundary-withdraw-yes"), "boundaries.withdrawn", {"id": one.id})
    no = Tap(line("boundary-withdraw-no"), "boundaries.open", {"id": one.id}, "quiet", again=True)
    return card(line("boundary-withdraw-sure"), rules.whole(one.kind, one.words), rows=[[yes, no]])


@feature.action("withdrawn")
async def withdrawn(ctx: Context) -> Card | None:
    """It holds no more; the partner is told so, without its words."""
    one, both = await guard.mine(ctx), ctx.partnership
    if not await store.withdraw(ctx.tx, one.id):
        raise Refused(guard.MOVED_ON)
    await _log(ctx, one, "withdrawn")
    if both is not None and one.couple_id == both.id:
        told = rules.withdrawn(one, ctx.now, ctx.me.name)
        await _renew(ctx, both.partner, one, line("boundary-told-gone"), told)
    new = Tap(line("boundary-new"), "boundaries.compose", again=True)
    return card(line("boundary-withdrawn"), rows=[[new], rules.back()], slot=rules.slot(one.id))


@feature.action("versions")
async def versions(ctx: Context) -> Card | None:
    """How one of mine has read, newest first."""
    one = await guard.mine(ctx)
    page = int(ctx.args.get("page", "0"))
    return rules.versions_card(one.id, await store.versions(ctx.tx, one.id), page)


# -- reading ---------------------------------------------------------------------------------------------------


async def _partners(ctx: Context) -> list[Boundary]:
    both = guard.together(ctx)
    return [] if both is None else await store.shown_to(ctx.tx, both.id, both.partner.id)


@feature.command("boundaries", Needs.PERSON, theme="checkins")
async def boundaries(ctx: Context) -> Card | None:
    """Mine, then my partner's."""
    return await list_(ctx)


@feature.action("list")
async def list_(ctx: Context) -> Card | None:
    """One page of them."""
    own = await store.in_force(ctx.tx, ctx.me.id)
    both = ctx.partnership
    name, couple_id = ("", "") if both is None else (both.partner.name, both.id)
    page = int(ctx.args.get("page", "0"))
    return rules.listed(own, await _partners(ctx), name, couple_id, page)


@feature.action("open")
async def open_(ctx: Context) -> Card | None:
    """One of mine, or one of my partner's."""
    found = await store.boundary(ctx.tx, ctx.args["id"], "in_force")
    if found is not None and found.person_id == ctx.me.id:
        return await _mine_card(ctx, found.id)
    one, both = await guard.theirs(ctx)
    await store.opened(ctx.tx, one)
    return rules.theirs(one, both.partner.name)


@feature.action("log")
async def log(ctx: Context) -> Card | None:
    """What was done, to the day, without the words."""
    both = guard.together(ctx)
    name, partner_id, couple_id = ("", "", "") if both is None else (both.partner.name, both.partner.id, both.id)
    lines: list[Phrase] = []
    for row in await store.log_of(ctx.tx, ctx.me.id, partner_id, couple_id, rules.LOG_LINES):
        day, kind = When(row["at"], "day"), rules.kind_line(row["kind"])
        if row["person_id"] == ctx.me.id:
            lines.append(line("boundaries-log-mine", day=day, what=str(row["what"]), kind=kind))
        else:
            lines.append(line("boundaries-log-theirs", day=day, name=Own(name), what=str(row["what"]), kind=kind))
    if not lines:
        return card(line("boundaries-log-none"), rows=[rules.back()])
    return card(line("boundaries-log-title"), Lines(lines), rows=[rules.back()])


# -- the other's: seen ------------------------------------------------------------------------


@feature.action("seen")
async def seen(ctx: Context) -> Card | None:
    """Seen, which is not "allowed". Its author hears so once, to the day."""
    one, both = await guard.theirs(ctx)
    if not await store.acknowledge(ctx.tx, one.id, int(ctx.args["version"]), ctx.now):
        raise Refused(guard.MOVED_ON)
    look = Tap(line("boundary-one"), "boundaries.open", {"id": one.id}, again=True)
    told = line("boundary-seen-by", name=Own(ctx.me.name), day=When(ctx.now, "day"))
    await ctx.tell(both.partner, card(told, rows=[[look]], anew=True))
    one, both = await guard.theirs(ctx)
    return rules.theirs(one, both.partner.name, [line("boundary-seen-thanks", name=Own(both.partner.name))])


# -- for guides and /today -------------------------------------------------------------------------------------


@feature.source("mine")
async def mine(ctx: Context, person: Person) -> Sequence[Item]:
    """A person's boundaries in force, by kind."""
    found = rules.by_kind(await store.in_force(ctx.tx, person.id))
    return [Item(one.id, rules.whole(one.kind, one.words)) for one in found]


@feature.source("month")
async def month(ctx: Context, person: Person) -> Sequence[Item]:
    """How many the two wrote or changed in the last 31 days, where each of them did; else nothing (SAFETY 17)."""
    both = ctx.partnership if ctx.partnership is not None else await couple_of(ctx.tx, person)
    if both is None:
        return []
    counts = await store.log_counts(ctx.tx, both.id, ctx.now - rules.MONTH)
    return [Item("written", line("boundaries-month", count=sum(counts.values())))] if len(counts) > 1 else []


@feature.agreement("boundary")
async def agree(ctx: Context, person: Person, text: str) -> Card:
    """Which of mine to change; or a new one, with `text` in its form already."""
    args = {}
    if text:
        args["id"] = ctx.new_id()
        await store.draft(ctx.tx, new_id=args["id"], words=Words(person.id, text), now=ctx.now)
    return rules.agreed(rules.by_kind(await store.in_force(ctx.tx, person.id)), args)


@feature.open_today
async def today(ctx: Context) -> Sequence[Card]:
    """What the partner has written and I have not seen, and what they ask me."""
    both = guard.together(ctx)
    if both is None:
        return []
    new = [one for one in await _partners(ctx) if one.seen < one.version]
    waiting = await store.open_questions(ctx.tx, both.me.id, both.id)
    own = await store.in_force(ctx.tx, both.me.id)
    cards = [rules.unseen(new, len(own), both.partner.name)] if new else []
    return [*cards, *(rules.question_notice(one.id, both.partner.name) for one in waiting[: rules.TODAY])]
