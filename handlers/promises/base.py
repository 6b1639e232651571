"""What every part of the feature uses: finding a promise, who may do what, its timers, and how it ends."""

from __future__ import annotations

from bot.content import Own
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.feature import Context, Feature
from handlers.promises import rounds, rules, store
from handlers.promises.rules import Act, Promise, State
from handlers.promises.terms import Kind, Speaker

feature = Feature("promises")


async def find(ctx: Context) -> Promise:
    """The promise that a press is about, if it is one of this couple; else it has moved on."""
    found = await store.promise(ctx.tx, ctx.args["promise"])
    if found is None or found.couple_id != ctx.couple.id:
        raise Refused("promise-moved-on")
    if found.state is State.DRAFT and found.author_id != ctx.me.id:
        raise Refused("promise-moved-on")
    return found


async def allowed(ctx: Context, act: Act) -> Promise:
    """The promise, if this person may do this with it as it stands now; else it has moved on."""
    found = await find(ctx)
    if not rules.may(act, found, ctx.me.id):
        raise Refused("promise-moved-on")
    if ctx.args.get("version", str(found.version)) != str(found.version):
        raise Refused("promise-moved-on")  # what was pressed showed other words
    return found


async def again(ctx: Context, promise: Promise) -> Promise:
    """The promise as it stands after what was just written."""
    found = await store.promise(ctx.tx, promise.id)
    assert found is not None
    return found


async def of_timer(ctx: Context) -> Promise | None:
    """The promise that a timer is about; None if it is gone, or was set anew since."""
    found = await store.promise(ctx.tx, ctx.args["subject"])
    if found is None or ctx.partnership is None or str(found.turn) != ctx.args.get("turn", str(found.turn)):
        return None
    return found


def speaker(ctx: Context, person: Person) -> Speaker:
    """How a person's words and dates are read."""
    return Speaker(person.language, person.zone, ctx.now)


def today(ctx: Context, person: Person) -> int:
    """The present day, as far as rows keep it."""
    return rules.day_of(ctx.now, person.zone)


def visible(promise: Promise, couple: Couple) -> bool:
    """Whether `couple.me` may be shown its words: all while both are there, else only their own (SAFETY 5)."""
    return couple.together or promise.writer_id == couple.me.id


def quoted(promise: Promise, couple: Couple) -> Own | None:
    """The promise's words for `couple.me`, if they may see them."""
    return Own(promise.text) if visible(promise, couple) else None


def promisers(promise: Promise, couple: Couple) -> list[Person]:
    """Who promises it."""
    return [person for person in couple.both if promise.promised_by(person.id)]


async def schedule(ctx: Context, promise: Promise, due_at: int) -> None:
    """Set when it is due, with the reminder before."""
    couple = ctx.partnership
    assert couple is not None
    turn = await store.set_due(ctx.tx, promise, due_at)
    for kind in ("promises.due", "promises.remind"):
        await ctx.drop_timers(promise.id, kind)
    author = next(person for person in couple.both if person.id == promise.author_id)
    remind = None if promise.kind is Kind.STANDING else rules.reminder_at(due_at, ctx.now, author.zone)
    for kind, at in (("due", due_at), ("remind", remind)):
        if at is not None:
            key = f"promise:{promise.id}:{kind}:{turn}"
            await ctx.timer(f"promises.{kind}", promise.id, at, key, couple=couple, turn=str(turn))


async def end(ctx: Context, promise: Promise, state: State, *, day: int) -> None:
    """It is over: nothing more comes of it, and sealed answers that were never revealed are gone."""
    await ctx.drop_timers(promise.id)
    await drop_round(ctx, promise)
    await store.drop_change(ctx.tx, promise.id)
    await store.move(ctx.tx, promise.id, state, day=day)


async def drop_round(ctx: Context, promise: Promise) -> None:
    """Whatever was being asked is asked no more."""
    asked = await rounds.open_round(ctx.tx, promise.id)
    if asked is not None:
        await rounds.end_round(ctx.tx, promise.id, asked.number, State.NOT_DISCUSSED)
        for kind in ("promises.close", "promises.again"):
            await ctx.drop_timers(promise.id, kind)


async def log(ctx: Context, promise: Promise, what: str) -> None:
    """Note a change of something agreed, to the day."""
    await store.log(ctx.tx, new_id=ctx.new_id(), promise_id=promise.id, what=what, day=today(ctx, ctx.me))
