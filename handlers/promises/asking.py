"""Was it kept? The reminder before, the question when it is due, and answers sealed until both spoke."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot import guides
from bot.cards import Card, card
from bot.clock import DAY
from bot.content import line
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.feature import Context
from handlers.promises import cards, rounds, rules, store
from handlers.promises.base import allowed, feature, find, of_timer, promisers, schedule, today
from handlers.promises.rules import Act, Answer, Promise, Round, State
from handlers.promises.terms import Terms

TALK: Final = "talk-it-over"


@feature.timer("remind")
async def remind(ctx: Context) -> Card | None:
    """Soon due: only who promised hears so, and the line itself says nothing of what it is about."""
    promise = await of_timer(ctx)
    if promise is None or promise.state is not State.ACTIVE:
        return None
    assert ctx.partnership is not None
    for person in promisers(promise, ctx.partnership):
        rows = [[cards.tap("promise-show", "show", promise, again=True)]]
        soon = Card([line("due-soon")], rows, slot=cards.slot(promise.id, person), anew=True, prompt=True)
        await ctx.tell(person, soon, deadline=promise.due_at)
    return None


@feature.timer("due")
async def due(ctx: Context) -> Card | None:
    """It is due: both are asked."""
    promise = await of_timer(ctx)
    if promise is None or promise.state is not State.ACTIVE:
        return None
    assert ctx.partnership is not None
    await _ask(ctx, ctx.partnership, promise, ctx.partnership.both)
    return None


@feature.action("done")
async def done(ctx: Context) -> Card | None:
    """It is done before its time: the question comes to both now."""
    promise = await allowed(ctx, Act.DONE)
    if await rounds.open_round(ctx.tx, promise.id) is not None:
        raise Refused("promise-moved-on")
    asked = await _ask(ctx, ctx.couple, promise, (ctx.couple.partner,))
    return cards.question(promise, ctx.couple, asked, later=False)


async def _ask(ctx: Context, couple: Couple, promise: Promise, people: tuple[Person, ...]) -> Round:
    """Open a round and tell these people, in a line without names or words. A repeating promise goes on."""
    last = await rounds.open_round(ctx.tx, promise.id)
    if last is not None:
        await _close(ctx, couple, promise, last)
    assert promise.due_at is not None
    closes_at = ctx.now + rules.WINDOW
    if promise.repeats:
        assert promise.repeat is not None
        following = promise.repeat.following(promise.due_at, ctx.now)
        closes_at = min(closes_at, max(following, ctx.now))
        await schedule(ctx, promise, following)
    else:
        await store.drop_change(ctx.tx, promise.id)
        await ctx.drop_timers(promise.id)
        await store.move(ctx.tx, promise.id, State.DUE, day=today(ctx, couple.me))
    asked = await rounds.begin_round(ctx.tx, promise, closes_at)
    key = f"promise:{promise.id}:close:{asked.number}"
    await ctx.timer("promises.close", promise.id, closes_at, key, couple=couple, round=str(asked.number))
    for person in people:
        await _announce(ctx, promise, person, asked)
    return asked


async def _announce(ctx: Context, promise: Promise, person: Person, asked: Round) -> None:
    rows = [[cards.tap("promise-show", "ask", promise, again=True)]]
    told = card(line("due-now"), rows=rows, slot=cards.slot(promise.id, person), anew=True)
    await ctx.tell(person, told, deadline=asked.closes_at)


# -- answers -------------------------------------------------------------------------------------------------


@feature.action("ask")
async def ask(ctx: Context) -> Card | None:
    """Show the question; or, to one who has spoken, that it is sealed."""
    promise = await find(ctx)
    card_ = await question_for(ctx, promise)
    if card_ is None:
        raise Refused("promise-moved-on")
    return card_


async def question_for(ctx: Context, promise: Promise) -> Card | None:
    """The question as it stands for this person; None if nothing is asked."""
    asked = await rounds.open_round(ctx.tx, promise.id)
    if asked is None:
        return None
    if ctx.me.id in await rounds.answers(ctx.tx, promise.id, asked.number):
        return cards.sealed(promise, ctx.couple, asked)
    return cards.question(promise, ctx.couple, asked, later=asked.closes_at - ctx.now > DAY)


async def _asked(ctx: Context) -> tuple[Promise, Round]:
    """The promise and its round, if that is still open."""
    promise = await find(ctx)
    asked = await rounds.open_round(ctx.tx, promise.id)
    if asked is None or str(asked.number) != ctx.args["round"]:
        raise Refused("promise-moved-on")
    return promise, asked


@feature.action("answer")
async def answer(ctx: Context) -> Card | None:
    """Seal this answer. If both have spoken, and both are still there, open the two together."""
    promise, asked = await _asked(ctx)
    await rounds.answer(ctx.tx, promise.id, asked.number, ctx.me.id, Answer(ctx.args["answer"]))
    await ctx.drop_timers(_again_subject(promise, asked, ctx.me))
    said = await rounds.answers(ctx.tx, promise.id, asked.number)
    if len(said) < 2 or not ctx.couple.together:
        return cards.sealed(promise, ctx.couple, asked)
    ended = rules.outcome(*(said[person.id] for person in ctx.couple.both))
    await _finish(ctx, ctx.couple, promise, asked, ended)
    partner = ctx.couple.partner
    await ctx.tell(partner, _both_spoke(promise, asked, partner))
    await ctx.say(ctx.couple, cards.outcome(promise, ctx.couple, ended, said))
    return _both_spoke(promise, asked, ctx.me)


def _both_spoke(promise: Promise, asked: Round, person: Person) -> Card:
    rows = [[cards.tap("promise-show", "outcome", promise, again=True, round=str(asked.number))]]
    return card(line("due-both-spoke"), rows=rows, slot=cards.slot(promise.id, person))


@feature.action("outcome")
async def outcome(ctx: Context) -> Card | None:
    """Show once more, privately, what both said: the place they share may have been withheld."""
    promise = await find(ctx)
    number = int(ctx.args["round"])
    ended = await rounds.ended(ctx.tx, promise.id, number)
    said = await rounds.answers(ctx.tx, promise.id, number)
    if ended is None or len(said) < 2 or not ctx.couple.together:
        raise Refused("promise-moved-on")
    return replace(cards.outcome(promise, ctx.couple, ended, said), anew=False, slot=cards.slot(promise.id, ctx.me))


@feature.action("take-back")
async def take_back(ctx: Context) -> Card | None:
    """Until both have spoken one may change one's mind."""
    promise, asked = await _asked(ctx)
    await rounds.take_back(ctx.tx, promise.id, asked.number, ctx.me.id)
    return await question_for(ctx, promise)


@feature.action("later")
async def later(ctx: Context) -> Card | None:
    """Ask this one again tomorrow, because they said so."""
    promise, asked = await _asked(ctx)
    if asked.closes_at - ctx.now <= DAY:
        raise Refused("promise-moved-on")
    subject = _again_subject(promise, asked, ctx.me)
    key = f"promise:{subject}:{ctx.now}"
    args = {"promise": promise.id, "round": str(asked.number)}
    await ctx.timer("promises.again", subject, ctx.now + DAY, key, person=ctx.me, couple=ctx.couple, **args)
    return card(line("due-tomorrow-then"), slot=cards.slot(promise.id, ctx.me))


def _again_subject(promise: Promise, asked: Round, person: Person) -> str:
    return f"{promise.id}:again:{asked.number}:{person.id}"


@feature.timer("again")
async def ask_again(ctx: Context) -> Card | None:
    """It is tomorrow: ask once more, if it is still open and they have not spoken."""
    promise = await store.promise(ctx.tx, ctx.args["promise"])
    asked = None if promise is None else await rounds.open_round(ctx.tx, promise.id)
    assert ctx.actor is not None
    if promise is None or asked is None or str(asked.number) != ctx.args["round"]:
        return None
    if ctx.actor.id not in await rounds.answers(ctx.tx, promise.id, asked.number):
        await _announce(ctx, promise, ctx.actor, asked)
    return None


# -- the end -------------------------------------------------------------------------------------------------


@feature.timer("close")
async def close(ctx: Context) -> Card | None:
    """A week has passed without both: it ends without a mark."""
    promise = await store.promise(ctx.tx, ctx.args["subject"])
    asked = None if promise is None else await rounds.open_round(ctx.tx, promise.id)
    if promise is None or asked is None or str(asked.number) != ctx.args["round"]:
        return None
    assert ctx.partnership is not None
    await _close(ctx, ctx.partnership, promise, asked)
    return None


async def _close(ctx: Context, couple: Couple, promise: Promise, asked: Round) -> None:
    """End it as not discussed; both hear the same, whoever had spoken."""
    await _finish(ctx, couple, promise, asked, State.NOT_DISCUSSED)
    for person in couple.both:
        await ctx.tell(person, card(line("due-not-discussed"), slot=cards.slot(promise.id, person), anew=True))


async def _finish(ctx: Context, couple: Couple, promise: Promise, asked: Round, ended: State) -> None:
    await rounds.end_round(ctx.tx, promise.id, asked.number, ended)
    await ctx.drop_timers(promise.id, "promises.close")
    if not promise.repeats:
        await store.move(ctx.tx, promise.id, ended, day=today(ctx, couple.me))


@feature.action("talk")
async def talk(ctx: Context) -> Card | None:
    """Open a talk about it, which either may begin."""
    await find(ctx)
    return await guides.begin(ctx, TALK, ctx.couple)


@feature.action("rest")
async def rest(ctx: Context) -> Card | None:
    """Leave it at that."""
    promise = await find(ctx)
    return card(line("due-rests"), slot=cards.slot(promise.id, ctx.me), anew=True)


@feature.action("new-try")
async def new_try(ctx: Context) -> Card | None:
    """A new draft with the same words, by whoever promised it; its date is chosen anew."""
    promise = await find(ctx)
    if not promise.promised_by(ctx.me.id):
        raise Refused("promise-only-author")
    await allowed(ctx, Act.TRY_AGAIN)
    terms = Terms(promise.text, None)
    return replace(cards.form(ctx.couple, "promise-form", "write", None, terms, promise.kind, choose=True), anew=True)
