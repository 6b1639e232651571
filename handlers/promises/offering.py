"""Offers: the other accepts, suggests a change, or says not now; only the author writes."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, Entry, Sheet, card
from bot.content import Own, line
from bot.errors import Refused
from bot.feature import Context
from handlers.promises import cards, rules, store
from handlers.promises.base import again, allowed, end, feature, of_timer, schedule, speaker, today
from handlers.promises.rules import Act, Promise, State
from handlers.promises.terms import Kind, Review, Terms, still_ahead, terms_for


async def put_forward(ctx: Context, promise: Promise) -> Card:
    """Offer it to the other. Whether that reaches anybody can't be told from the reply."""
    if promise.due_at is None:
        raise Refused("promise-by-needed")
    terms = still_ahead(promise.terms, ctx.now)
    closes_at = rules.offer_closes(terms, ctx.now)
    turn = await store.offer(ctx.tx, promise, closes_at)
    await ctx.drop_timers(promise.id)
    key = f"promise:{promise.id}:offer:{turn}"
    await ctx.timer("promises.offer-closes", promise.id, closes_at, key, couple=ctx.couple, turn=str(turn))
    promise = await again(ctx, promise)
    other = ctx.couple.partner
    shown = cards.offer(promise, ctx.couple.seen_by(other.id))
    await ctx.tell(other, replace(shown, anew=True), deadline=closes_at)
    return cards.offered(promise, ctx.couple)


@feature.timer("offer-closes")
async def offer_closes(ctx: Context) -> Card | None:
    """Nobody took it up: the author hears so, in words that hold no fault and tell nothing of the other."""
    promise = await of_timer(ctx)
    if promise is None or promise.state not in (State.OFFERED, State.SUGGESTED):
        return None
    assert ctx.partnership is not None
    author = ctx.partnership.seen_by(promise.author_id).me
    await end(ctx, promise, State.UNANSWERED, day=today(ctx, author))
    rows = [[cards.tap("promise-show", "show", promise, again=True)]]
    await ctx.tell(
        author, card(line("promise-offer-closed"), rows=rows, slot=cards.slot(promise.id, author), anew=True)
    )
    return None


@feature.action("accept")
async def accept(ctx: Context) -> Card | None:
    """The other accepts: from now on it holds."""
    promise = await allowed(ctx, Act.ACCEPT)
    terms = still_ahead(promise.terms, ctx.now)
    assert terms.due_at is not None
    await ctx.drop_timers(promise.id)
    await store.move(ctx.tx, promise.id, State.ACTIVE, day=today(ctx, ctx.me))
    await schedule(ctx, promise, terms.due_at)
    promise = await again(ctx, promise)
    author = ctx.couple.seen_by(promise.author_id)
    told = cards.holds(promise, author, None, None, ())
    news = [line("promise-accepted", name=Own(ctx.me.name)), *told.lines[1:], line("promise-accepted-next")]
    await ctx.tell(author.me, replace(told, lines=news, anew=True))
    mine = cards.holds(promise, ctx.couple, None, None, ())
    return replace(mine, lines=[line("promise-accepted-mine"), *mine.lines])


@feature.action("decline")
async def decline(ctx: Context) -> Card | None:
    """Not now: the author hears a neutral line."""
    promise = await allowed(ctx, Act.DECLINE)
    await end(ctx, promise, State.DECLINED, day=today(ctx, ctx.me))
    author = ctx.couple.partner
    lines = (line("promise-declined", name=Own(ctx.me.name)), line("promise-words", text=Own(promise.text)))
    rows = [[cards.tap("promise-new-try", "new-try", promise, again=True)]]
    await ctx.tell(
        author, card(*lines, line("promise-declined-next"), rows=rows, slot=cards.slot(promise.id, author), anew=True)
    )
    return card(line("promise-declined-mine"), slot=cards.slot(promise.id, ctx.me))


@feature.action("suggest")
async def suggest(ctx: Context) -> Card | None:
    """Ask what should be different; it goes to the author as a note, since only they write their promise."""
    promise = await allowed(ctx, Act.SUGGEST)
    entry = Entry("note", line("promise-note"), "long", hint=line("promise-note-hint"), max_length=cards.NOTE_LENGTH)
    sheet = Sheet([entry], line("promise-note-send"), "promises.pass-on", {"promise": promise.id})
    title = line("promise-note-why", name=Own(ctx.couple.partner.name))
    return Card([title, *cards.words(promise, ctx.couple)], sheet=sheet, slot=cards.slot(promise.id, ctx.me))


@feature.action("pass-on")
async def pass_on(ctx: Context) -> Card | None:
    """Pass the note on to the author."""
    promise = await allowed(ctx, Act.SUGGEST)
    await store.suggest(ctx.tx, promise.id, ctx.own(ctx.field("note")))
    promise = await again(ctx, promise)
    author = ctx.couple.seen_by(promise.author_id)
    await ctx.tell(author.me, replace(cards.suggestion(promise, author), anew=True))
    return card(line("promise-note-sent", name=Own(author.me.name)), slot=cards.slot(promise.id, ctx.me))


@feature.action("keep-offer")
async def keep_offer(ctx: Context) -> Card | None:
    """The author keeps it as it is: offered once more."""
    return await put_forward(ctx, await allowed(ctx, Act.KEEP_OFFER))


@feature.action("reoffer")
async def reoffer(ctx: Context) -> Card | None:
    """Show the offered promise in a form, to be written anew."""
    promise = await allowed(ctx, Act.REOFFER)
    return cards.form(ctx.couple, "promise-form-again", "offer-again", promise, promise.terms, promise.kind)


@feature.action("offer-again")
async def offer_again(ctx: Context) -> Card | None:
    """The author wrote it anew: the new words are offered."""
    promise = await allowed(ctx, Act.REOFFER)
    await store.write_anew(ctx.tx, promise, ctx.me.id, rewritten(ctx, promise), today(ctx, ctx.me))
    return await put_forward(ctx, await again(ctx, promise))


def rewritten(ctx: Context, promise: Promise) -> Terms:
    """The terms in a form that was sent for a promise that has some already. It needs a date."""
    review = Review(ctx.field("review") or Review.MONTHLY)
    by = ctx.field("by")
    if not by and promise.kind is not Kind.STANDING:
        raise Refused("promise-by-needed", field="by")
    return terms_for(promise.kind, ctx.field("text"), by, review, speaker(ctx, ctx.me), promise.terms)
