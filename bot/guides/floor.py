"""The floor: one speaks, the other listens; what is said on either side, and who has it next."""

from __future__ import annotations

from dataclasses import replace

from bot import rooms
from bot.cards import Card, card
from bot.content import Own, line
from bot.errors import Refused
from bot.feature import Context
from bot.guides import moves, play, runs
from bot.guides.presses import feature, mine, named
from bot.guides.screens import SPOKEN_LENGTH, Screens
from bot.model import Talk, Text
from bot.store import Tx


@feature.action("speak")
async def speak(ctx: Context) -> Card | None:
    """One with the floor speaks: the other reads it, and they may go on."""
    run = await mine(ctx)
    step, item = run.guide.steps[ctx.args["step"]], ctx.args["item"]
    screens = Screens(ctx, run, {})
    if screens.holder(step, item) != ctx.me.id or run.state.tracks[ctx.me.id].step != step.id:
        return await named(ctx, run, "guide-floor-over")
    if len(ctx.text) > SPOKEN_LENGTH:
        raise Refused("too-long", limit=SPOKEN_LENGTH)
    said = card(line("guide-of", name=Own(ctx.me.name), answers=Own(ctx.text)), anew=True)
    for other in run.people:
        if other.id != ctx.me.id:
            held = (await screens.other(other, step, item)).question
            await ctx.tell(other, replace(said, question=held), at=await rooms.place(ctx.tx, other.place_id))
    return screens.spoke(step, item)


@feature.action("held")
async def held(ctx: Context) -> Card | None:
    """What the listener writes meanwhile is held back, kindly."""
    run = await mine(ctx)
    step, item = run.guide.steps[ctx.args["step"]], ctx.args["item"]
    screens = Screens(ctx, run, {})
    holder = screens.holder(step, item)
    if run.state.tracks[ctx.me.id].step != step.id or not holder or holder == ctx.me.id:
        return await named(ctx, run, "guide-floor-over")
    again = (await screens.other(ctx.me, step, item)).question
    name = Own(run.person(holder).name)
    return Card([line("guide-floor-held", name=name)], slot=screens.slot, question=again, anew=True)


@feature.action("pass")
async def pass_(ctx: Context) -> Card | None:
    """Give the floor on."""
    event = moves.Passed(ctx.me.id, ctx.args["step"], ctx.args["item"])
    await play.move(ctx, await mine(ctx), event)
    return None


@feature.action("more")
async def more(ctx: Context) -> Card | None:
    """Take more time."""
    event = moves.Extended(ctx.me.id, ctx.args["step"], ctx.args["item"])
    await play.move(ctx, await mine(ctx), event)
    return None


async def _hears(tx: Tx, event: Talk) -> bool:
    """Whether something is under way where this was said."""
    if not isinstance(event, Text) or event.place.kind != "shared":
        return False
    here = await rooms.known_place(tx, event.place)
    row = here and await tx.one("SELECT 1 FROM runs WHERE place_id = :id AND status = 'open'", id=here.id)
    return bool(row)


@feature.listener(_hears)
async def hear(ctx: Context, event: Talk) -> Card | None:  # noqa: ARG001  # what was said is nobody's but theirs
    """A gentle word, once a turn, where somebody speaks who is to listen."""
    assert ctx.place is not None
    run = await runs.open_at(ctx, ctx.place.id)
    if run is None or ctx.actor is None or ctx.actor.id not in run.state.tracks:
        return None
    track = run.state.tracks[ctx.actor.id]
    step = run.guide.steps.get(track.step)
    screens = Screens(ctx, run, {})
    if step is None or step.floor is None or not screens.happens(step, track.item):
        return None
    holder = screens.holder(step, track.item)
    if holder and holder != ctx.actor.id:
        words = line("guide-floor-hush", name=Own(run.person(holder).name))
        await ctx.carry(ctx.place, Card([words], slot=f"{screens.slot}:hush:{step.id}:{track.item}"))
    return None
