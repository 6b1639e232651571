"""What a run's effects set for later: the close of a round, the end of a floor or of a wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import rooms
from bot.cadence import instant_of, local
from bot.cards import Card
from bot.content import When, line
from bot.feature import Context
from bot.guides import moves
from bot.guides.moves import Effect
from bot.guides.runs import Run
from bot.guides.saying import say_to_room
from bot.guides.screens import Screens


async def set_all(ctx: Context, run: Run, effects: Sequence[Effect], screens: Screens) -> None:
    """Set every timer that the effects ask for."""
    for effect in effects:
        if isinstance(effect, moves.SetClose):
            await _set_close(ctx, run, effect)
        elif isinstance(effect, moves.SetWake):
            await _set_wake(ctx, run, screens, effect)
        elif isinstance(effect, moves.SetTurn):
            await _set_turn(ctx, run, effect)


# A timer fires once for each key, and a round, a floor or a wait may come again: so the time is part of the key.


async def _set_close(ctx: Context, run: Run, effect: moves.SetClose) -> None:
    await ctx.drop_timers(run.id, "guides.close")  # one round at a time
    await ctx.timer(
        "guides.close",
        run.id,
        ctx.now + effect.after,
        f"run:{run.id}:close:{effect.round}:{ctx.now}",
        couple=run.couple,
        person=None if run.couple else run.people[0],
        round=str(effect.round),
    )


async def _set_turn(ctx: Context, run: Run, effect: moves.SetTurn) -> None:
    await ctx.drop_timers(run.id, "guides.turn")  # one floor at a time
    await ctx.timer(
        "guides.turn",
        run.id,
        ctx.now + effect.after,
        f"run:{run.id}:turn:{effect.step}:{effect.item}:{int(effect.last)}:{ctx.now}",
        couple=run.couple,
        step=effect.step,
        item=effect.item,
        last=str(int(effect.last)),
    )


async def _set_wake(ctx: Context, run: Run, screens: Screens, effect: moves.SetWake) -> None:
    wait = run.guide.steps[effect.step].wait
    assert wait is not None
    at = ctx.now + (effect.after or wait.duration or 0)
    if wait.until is not None:
        zone = run.people[0].zone if run.couple is None else (await rooms.voice(ctx.tx, run.couple.room_id))[1]
        hour, minute = (int(part) for part in wait.until.split(":"))
        today = local(ctx.now, zone).date()
        at = instant_of(today, hour, minute, zone)
        if at <= ctx.now:
            at = instant_of(today + timedelta(days=1), hour, minute, zone)
    person = None if run.couple else run.people[0]
    await ctx.drop_timers(run.id, "guides.wake")  # everybody waits at the same step
    key = f"run:{run.id}:wake:{effect.step}:{ctx.now}"
    await ctx.timer("guides.wake", run.id, at, key, couple=run.couple, person=person, step=effect.step)
    if run.guide.has(effect.step, "shown"):
        args = {**screens.names(run.people[0], effect.step, ""), "until": line("guide-until", at=When(at))}
        await say_to_room(ctx, run, Card([run.guide.text(effect.step, "shown", args)], anew=True))
