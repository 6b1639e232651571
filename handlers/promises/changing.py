"""Changing what was agreed: renegotiating, releasing, pausing, withdrawing. Never after it fell due."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, Tap, card
from bot.content import Own, Phrase, line
from bot.couples import Couple
from bot.errors import Refused
from bot.feature import Context
from handlers.promises import cards, rules, store
from handlers.promises.base import again, allowed, drop_round, end, feature, log, schedule, today
from handlers.promises.offering import rewritten
from handlers.promises.rules import Act, Promise, State
from handlers.promises.terms import still_ahead


@feature.action("renegotiate")
async def renegotiate(ctx: Context) -> Card | None:
    """Show the promise in a form, to propose other words or another date."""
    promise = await allowed(ctx, Act.RENEGOTIATE)
    return cards.form(ctx.couple, "promise-form-change", "propose", promise, promise.terms, promise.kind)


@feature.action("propose")
async def propose(ctx: Context) -> Card | None:
    """The new version waits for the other's yes; the old one stands meanwhile."""
    promise = await allowed(ctx, Act.RENEGOTIATE)
    terms = rewritten(ctx, promise)
    if terms == promise.terms:
        raise Refused("promise-same")
    version = await store.propose(ctx.tx, promise, ctx.me.id, terms, today(ctx, ctx.me))
    change = await store.change(ctx.tx, promise.id)
    assert change is not None
    await ctx.drop_timers(promise.id, "promises.change-closes")
    closes_at = min(ctx.now + rules.WINDOW, promise.due_at or ctx.now)
    key = f"promise:{promise.id}:change:{version}"
    await ctx.timer("promises.change-closes", promise.id, closes_at, key, couple=ctx.couple, change=str(version))
    other = ctx.couple.seen_by(ctx.couple.partner.id)
    await ctx.tell(other.me, replace(cards.change_asked(promise, other, change), anew=True), deadline=closes_at)
    sent = line("promise-change-sent", name=Own(other.me.name))
    return card(sent, rows=_show(promise), slot=cards.slot(promise.id, ctx.me))


def _show(promise: Promise) -> list[list[Tap]]:
    return [[cards.tap("promise-show", "show", promise, again=True)]]


async def _waiting(ctx: Context) -> tuple[Promise, store.Change]:
    """The promise and the change that this person is to decide on; if it is theirs to decide, and still open."""
    promise = await allowed(ctx, Act.DECIDE)
    change = await store.change(ctx.tx, promise.id)
    if change is None or str(change.version) != ctx.args["change"] or change.writer_id == ctx.me.id:
        raise Refused("promise-moved-on")
    return promise, change


@feature.action("accept-change")
async def accept_change(ctx: Context) -> Card | None:
    """Both agree: the new version holds."""
    promise, change = await _waiting(ctx)
    terms = still_ahead(change.terms, ctx.now)
    assert terms.due_at is not None
    await store.accept_change(ctx.tx, promise.id, change.version)
    await ctx.drop_timers(promise.id, "promises.change-closes")
    await log(ctx, promise, "changed")
    await schedule(ctx, promise, terms.due_at)
    promise = await again(ctx, promise)
    other = ctx.couple.seen_by(ctx.couple.partner.id)
    news = cards.holds(promise, other, None, None, ())
    lines = [line("promise-change-accepted", name=Own(ctx.me.name)), *news.lines]
    await ctx.tell(other.me, replace(news, lines=lines, anew=True))
    mine = cards.holds(promise, ctx.couple, None, None, ())
    return replace(mine, lines=[line("promise-change-done"), *mine.lines])


@feature.action("keep-old")
async def keep_old(ctx: Context) -> Card | None:
    """The old version stays; who proposed hears the same as if nobody had answered."""
    promise, change = await _waiting(ctx)
    await ctx.drop_timers(promise.id, "promises.change-closes")
    await _change_ends(ctx, promise, change)
    return card(line("promise-change-kept-mine"), rows=_show(promise), slot=cards.slot(promise.id, ctx.me))


@feature.timer("change-closes")
async def change_closes(ctx: Context) -> Card | None:
    """Nobody took the change up."""
    change = await store.change(ctx.tx, ctx.args["subject"])
    promise = await store.promise(ctx.tx, ctx.args["subject"])
    if promise is not None and change is not None and str(change.version) == ctx.args["change"]:
        await _change_ends(ctx, promise, change)
    return None


async def _change_ends(ctx: Context, promise: Promise, change: store.Change) -> None:
    assert ctx.partnership is not None
    await store.drop_change(ctx.tx, promise.id)
    proposer = ctx.partnership.seen_by(change.writer_id).me
    told = card(line("promise-change-kept"), rows=_show(promise), slot=cards.slot(promise.id, proposer), anew=True)
    await ctx.tell(proposer, told)


# -- ending and pausing --------------------------------------------------------------------------------------


@feature.action("release")
async def release(ctx: Context) -> Card | None:
    """The other lets go of it: it ends without a mark."""
    promise = await allowed(ctx, Act.RELEASE)
    await end(ctx, promise, State.RELEASED, day=today(ctx, ctx.me))
    await log(ctx, promise, "released")
    await _tell(ctx, promise, "promise-released")
    return card(line("promise-released-mine", name=Own(ctx.couple.partner.name)), slot=cards.slot(promise.id, ctx.me))


@feature.action("withdraw")
async def withdraw(ctx: Context) -> Card | None:
    """The one who promises takes it back, and the other hears so."""
    promise = await allowed(ctx, Act.WITHDRAW)
    await end(ctx, promise, State.WITHDRAWN, day=today(ctx, ctx.me))
    await log(ctx, promise, "withdrawn")
    await _tell(ctx, promise, "promise-withdrawn")
    rows = [[cards.tap("promise-new-try", "new-try", promise, again=True)]]
    return card(line("promise-withdrawn-mine"), rows=rows, slot=cards.slot(promise.id, ctx.me))


@feature.action("pause")
async def pause(ctx: Context) -> Card | None:
    """A repeating promise rests until it is taken up again."""
    promise = await allowed(ctx, Act.PAUSE)
    await drop_round(ctx, promise)
    for kind in ("promises.due", "promises.remind"):
        await ctx.drop_timers(promise.id, kind)
    await store.move(ctx.tx, promise.id, State.PAUSED, day=today(ctx, ctx.me))
    await log(ctx, promise, "paused")
    await _tell(ctx, promise, "promise-paused-told")
    return await _as_it_stands(ctx, promise)


@feature.action("resume")
async def resume(ctx: Context) -> Card | None:
    """It goes on, at its next time from now."""
    promise = await allowed(ctx, Act.RESUME)
    assert promise.due_at is not None
    await store.move(ctx.tx, promise.id, State.ACTIVE, day=today(ctx, ctx.me))
    due_at = still_ahead(promise.terms, ctx.now).due_at
    assert due_at is not None
    await schedule(ctx, promise, due_at)
    await log(ctx, promise, "resumed")
    await _tell(ctx, promise, "promise-resumed-told")
    return await _as_it_stands(ctx, promise)


async def _tell(ctx: Context, promise: Promise, key: str) -> None:
    """Tell the other what became of it."""
    other: Couple = ctx.couple.seen_by(ctx.couple.partner.id)
    lines: list[Phrase] = [line(key, name=Own(ctx.me.name)), *cards.words(promise, other)]
    await ctx.tell(other.me, card(*lines, slot=cards.slot(promise.id, other.me), anew=True))


async def _as_it_stands(ctx: Context, promise: Promise) -> Card:
    change = await store.change(ctx.tx, promise.id)
    log_ = await store.logged(ctx.tx, promise.id)
    return cards.holds(await again(ctx, promise), ctx.couple, change, None, log_)
