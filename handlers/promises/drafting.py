"""Drafts: a promise before anybody else sees it. Words, date, kind, a plan, and how sure one is."""

from __future__ import annotations

from bot.cards import Card, card
from bot.content import line
from bot.couples import Couple
from bot.dates import split_due
from bot.errors import Refused
from bot.feature import Context
from handlers.promises import cards, rules, store
from handlers.promises.base import again, allowed, feature, speaker, today
from handlers.promises.offering import put_forward
from handlers.promises.rules import Act
from handlers.promises.terms import Kind, Review, Speaker, Terms, as_kind, due_by, terms_for

# What the taps under "By when?" mean; read by bot.dates.
_TAPPED = {"tomorrow": "tomorrow", "week": "in 1 week"}


def blank(couple: Couple, text: str = "") -> Card:
    """The form for a new promise."""
    return cards.form(couple, "promise-form", "write", None, Terms(text, None), Kind.ONCE, choose=True)


async def begin(ctx: Context, couple: Couple, text: str) -> Card:
    """A draft of `couple.me` out of "call mum by friday", and the card that shows it; the form, if nothing is said."""
    who = speaker(ctx, couple.me)
    words, by = split_due(text, who.language, who.zone, who.now)
    if not words:
        return blank(couple)
    return await _add(ctx, couple, Kind.ONCE, terms_for(Kind.ONCE, words, by, Review.MONTHLY, who))


def says_what(ctx: Context, text: str) -> bool:
    """Whether a text names more than a date."""
    who = speaker(ctx, ctx.me)
    return bool(split_due(text, who.language, who.zone, who.now)[0])


def lacks_date(ctx: Context, text: str) -> bool:
    """Whether a text says no date."""
    who = speaker(ctx, ctx.me)
    return not split_due(text, who.language, who.zone, who.now)[1]


async def _add(ctx: Context, couple: Couple, kind: Kind, terms: Terms) -> Card:
    if await store.count_open(ctx.tx, couple.id, couple.me.id) >= rules.OPEN_AT_MOST:
        raise Refused("promise-many", limit=rules.OPEN_AT_MOST)
    new_id = ctx.new_id()
    await store.add(
        ctx.tx,
        new_id=new_id,
        couple_id=couple.id,
        author_id=couple.me.id,
        kind=kind,
        terms=terms,
        day=today(ctx, couple.me),
    )
    added = await store.promise(ctx.tx, new_id)
    assert added is not None
    return cards.draft(added, couple)


@feature.action("write")
async def write(ctx: Context) -> Card | None:
    """The form was sent: a new draft, or other words for one."""
    draft = await allowed(ctx, Act.WRITE) if "promise" in ctx.args else None
    kind = Kind(ctx.field("kind"))
    review = Review(ctx.field("review") or Review.MONTHLY)
    was = None if draft is None or draft.kind is not kind else draft.terms
    who = speaker(ctx, ctx.me)
    if draft is None:
        return await _add(ctx, ctx.couple, kind, terms_for(kind, ctx.field("text"), ctx.field("by"), review, who))
    if was is None and draft.repeat is None:
        was = draft.terms  # another kind, but the date is still the one that was shown
    terms = terms_for(kind, ctx.field("text"), ctx.field("by"), review, who, was)
    await store.rewrite(ctx.tx, draft, kind, terms)
    return cards.draft(await again(ctx, draft), ctx.couple)


@feature.action("edit")
async def edit(ctx: Context) -> Card | None:
    """Show the draft's words and date in a form."""
    draft = await allowed(ctx, Act.WRITE)
    return cards.form(ctx.couple, "promise-form", "write", draft, draft.terms, draft.kind, choose=True)


@feature.action("by")
async def by(ctx: Context) -> Card | None:
    """A date, or a rhythm, was tapped."""
    draft = await allowed(ctx, Act.WRITE)
    kind, who, tapped = draft.kind, speaker(ctx, ctx.me), ctx.args["by"]
    if tapped in _TAPPED:
        terms = Terms(draft.text, due_by(_TAPPED[tapped], Speaker("en", who.zone, who.now)))
    else:
        kind = Kind.WEEKLY if tapped == "every-week" else Kind.STANDING
        terms = as_kind(draft.terms, kind, who)
    await store.rewrite(ctx.tx, draft, kind, terms)
    return cards.draft(await again(ctx, draft), ctx.couple)


@feature.action("kinds")
async def kinds(ctx: Context) -> Card | None:
    """Show the kinds there are."""
    return cards.kinds(await allowed(ctx, Act.WRITE), ctx.couple)


@feature.action("kind")
async def kind_chosen(ctx: Context) -> Card | None:
    """Make it another kind of promise."""
    draft = await allowed(ctx, Act.WRITE)
    kind = Kind(ctx.args["kind"])
    if kind is not draft.kind:
        await store.rewrite(ctx.tx, draft, kind, as_kind(draft.terms, kind, speaker(ctx, ctx.me)))
    return cards.draft(await again(ctx, draft), ctx.couple)


@feature.action("plan")
async def plan(ctx: Context) -> Card | None:
    """Ask for the if-then plan."""
    return cards.plan_form(await allowed(ctx, Act.WRITE), ctx.couple)


@feature.action("keep-plan")
async def keep_plan(ctx: Context) -> Card | None:
    """Keep the plan; only its author ever sees it."""
    draft = await allowed(ctx, Act.WRITE)
    await store.keep_plan(ctx.tx, draft, ctx.field("one"), ctx.field("other"))
    return cards.draft(await again(ctx, draft), ctx.couple)


@feature.action("sure")
async def sure(ctx: Context) -> Card | None:
    """How sure are you? Sure enough: offer it. The number itself is kept nowhere."""
    draft = await allowed(ctx, Act.OFFER)
    if int(ctx.args["sure"]) < rules.SURE_ENOUGH:
        return cards.smaller(draft, ctx.couple)
    return await put_forward(ctx, draft)


@feature.action("offer")
async def offer(ctx: Context) -> Card | None:
    """Not so sure, and offered all the same."""
    return await put_forward(ctx, await allowed(ctx, Act.OFFER))


@feature.action("cancel")
async def cancel(ctx: Context) -> Card | None:
    """Let the draft go as if it had never been."""
    draft = await allowed(ctx, Act.CANCEL)
    await store.forget(ctx.tx, draft.id)
    return card(line("promise-cancelled"), slot=cards.slot(draft.id, ctx.me))
