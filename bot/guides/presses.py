"""What people press and type in a guide, and what time brings."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from bot.cadence import WELCOME_FOR
from bot.cards import Card, Tap, card
from bot.clock import HOUR
from bot.content import line
from bot.errors import Refused
from bot.feature import Context, Feature
from bot.guides import moves, offers, play, runs
from bot.guides.moves import How
from bot.guides.runs import Run
from bot.guides.screens import Screens

feature = Feature("guides")

LATER = 3 * HOUR


async def mine(ctx: Context) -> Run:
    """The run that was pressed, if this person is in it. Raises Refused if not, or if it is over."""
    run = await runs.load(ctx, ctx.args["run"])
    of_mine = run.couple is None or (ctx.partnership is not None and ctx.partnership.id == run.couple.id)
    if ctx.me.id not in run.state.tracks or not of_mine:
        raise Refused("guide-over")
    return run


@feature.action("open")
async def open_(ctx: Context) -> Card | None:
    """Open the prompt, or show again where I stand."""
    run = await mine(ctx)
    if not run.state.venue:
        await play.move(ctx, run, moves.Opened(ctx.me.id))
        return None
    await play.move(replace(ctx, message_id=None), run, moves.Opened(ctx.me.id))
    return card(line("done-elsewhere" if play.is_elsewhere(ctx, run) else "guide-goes-on"))


@feature.action("look")
async def look(ctx: Context) -> Card | None:
    """See what both shared, where time alone brought it about; then on, for whoever can read it there."""
    run = await runs.load(ctx, ctx.args["run"], ended=True)
    if run.couple is None or ctx.partnership is None or ctx.partnership.id != run.couple.id:
        raise Refused("guide-over")
    step = run.guide.steps[ctx.args["step"]]
    shown = await Screens(ctx, run, await runs.answers_of(ctx, run)).together(step)
    readers = run.people
    if ctx.place is not None and ctx.place.address.kind == "shared":
        await ctx.carry(ctx.place, shown, target=ctx.message_id)
    else:
        readers = (ctx.me,)
        await ctx.reply(shown)
    tracks = run.state.tracks
    on = [one for one in readers if (tracks[one.id].step, tracks[one.id].how) == (step.id, "knock")]
    if on:
        await play.move(replace(ctx, message_id=None), run, *(moves.Opened(one.id) for one in on))
    return None


# -- answers ---------------------------------------------------------------------------------------------------


@feature.action("pick")
async def pick(ctx: Context) -> Card | None:
    """Answer by a button."""
    await _answer(ctx, ctx.args["value"])
    return None


@feature.action("choose")
async def choose(ctx: Context) -> Card | None:
    """Answer by a form of choices."""
    await _answer(ctx, ctx.field("value"))
    return None


async def _answer(ctx: Context, value: str) -> None:
    run = await mine(ctx)
    await play.move(ctx, run, moves.Answered(ctx.me.id, ctx.args["step"], ctx.args["item"], value))


@feature.action("text")
async def text(ctx: Context) -> Card | None:
    """Answer in words."""
    run = await mine(ctx)
    await play.move(ctx, run, play.answered(ctx, run, ctx.args["step"], ctx.args["item"], ctx.text))
    return None


@feature.action("confirm")
async def confirm(ctx: Context) -> Card | None:
    """Keep the words that were noticed."""
    await _confirm(ctx, kept=True)
    return None


@feature.action("rewrite")
async def rewrite(ctx: Context) -> Card | None:
    """Write them again."""
    await _confirm(ctx, kept=False)
    return None


async def _confirm(ctx: Context, *, kept: bool) -> None:
    event = moves.Confirmed(ctx.me.id, ctx.args["step"], ctx.args["item"], kept)
    await play.move(ctx, await mine(ctx), event)


@feature.action("share")
async def share(ctx: Context) -> Card | None:
    """Say whether the other may see it, or take that back."""
    how = cast("How", ctx.args["how"])
    await play.move(ctx, await mine(ctx), moves.Chose(ctx.me.id, ctx.args["step"], how))
    return None


@feature.action("again")
async def again(ctx: Context) -> Card | None:
    """Answer anew."""
    await play.move(ctx, await mine(ctx), moves.Again(ctx.me.id))
    return None


@feature.action("give")
async def give(ctx: Context) -> Card | None:
    """Choose which private answers the other may read."""
    chosen = ctx.args["names"] if "names" in ctx.args else ctx.field("names")
    names = tuple(one for one in chosen.split("\n") if one)
    run = await mine(ctx)
    if names and run.couple is None:
        _ = ctx.couple  # the partner there was may be gone by now
    await play.move(ctx, run, moves.Gave(ctx.me.id, ctx.args["step"], ctx.args["item"], names))
    return None


@feature.action("give-some")
async def give_some(ctx: Context) -> Card | None:
    """Show what there is to choose from."""
    run = await mine(ctx)
    screens = Screens(ctx, run, await runs.answers_of(ctx, run))
    return screens.give_some(ctx.me, run.guide.steps[ctx.args["step"]], ctx.args["item"])


@feature.action("agree")
async def agree(ctx: Context) -> Card | None:
    """Take up an offer: the run goes on, and what it makes begins on a card of its own."""
    run = await mine(ctx)
    step, item = run.guide.steps[ctx.args["step"]], ctx.args.get("item", "")
    draft = ""
    if step.agree is not None and step.agree.draft is not None:
        draft = Screens(ctx, run, await runs.answers_of(ctx, run)).value(step.agree.draft, ctx.me.id, item)
    if step.agree is not None and step.agree.once and not ctx.args["name"]:
        await offers.put_aside(ctx, ctx.me, *step.agree.offer)
    await play.move(ctx, run, moves.Settled(ctx.me.id, step.id, item))
    if name := ctx.args["name"]:
        begun = await ctx.house.agreements[name](ctx, ctx.me, draft)
        return None if begun is None else replace(begun, anew=True)
    return None


@feature.action("later")
async def later(ctx: Context) -> Card | None:
    """Come back with it in a few hours."""
    run = await mine(ctx)
    at = ctx.now + LATER
    await ctx.timer(
        "guides.again", run.id, at, f"run:{run.id}:again:{ctx.me.id}:{at}", person=ctx.me, couple=run.couple
    )
    back = Tap(line("guide-open"), "guides.open", {"run": run.id}, again=True)
    return Card([line("guide-later")], [[back]], slot=f"run:{run.id}")


# -- words where a button is asked ----------------------------------------------------------------------------


@feature.action("typed")
async def typed(ctx: Context) -> Card | None:
    """Words where a button is asked: the option that they name; else the question comes again."""
    return await named(ctx, await mine(ctx), "guide-press-one")


async def named(ctx: Context, run: Run, otherwise: str) -> Card | None:
    """Take what was typed for the option it names, where options are asked; else say so, and show where they stand."""
    track = run.state.tracks[ctx.me.id]
    step = run.guide.steps.get(track.step)
    screens = Screens(ctx, run, await runs.answers_of(ctx, run))
    if step is not None and (value := await screens.option_named(ctx.me, step, ctx.text)) is not None:
        await play.move(ctx, run, moves.Answered(ctx.me.id, step.id, track.item, value))
        return None
    await ctx.reply(card(line(otherwise), anew=True))
    await play.move(ctx, run, moves.Opened(ctx.me.id))
    return None


@feature.cancelling
async def cancel(ctx: Context) -> Card | None:
    """In the middle of a guide nothing is dropped: it may simply be left. A form that is being asked goes first."""
    if ctx.actor is None or not any(
        play.is_open(run, ctx.actor.id) for run in await runs.open_runs_of(ctx, ctx.actor.id)
    ):
        return None
    return card(line("asking-cancelled" if await ctx.drop_form() else "guide-cancel"))


# -- stopping --------------------------------------------------------------------------------------------------


@feature.action("stop")
async def ask_to_stop(ctx: Context) -> Card | None:
    """Ask whether it should really end, for both."""
    run = await mine(ctx)
    if not play.may_be_stopped(run):
        raise Refused("guide-moved-on")
    sure = Tap(line("guide-stop-sure"), "guides.stop-now", {"run": run.id}, "main")
    back = Tap(line("guide-go-on"), "guides.open", {"run": run.id}, "quiet", again=True)
    words = "guide-stop-ask" if run.couple is not None else "guide-stop-ask-alone"
    return Card([line(words, title=run.guide.head("title"))], [[sure, back]], slot=f"run:{run.id}")


@feature.action("stop-now")
async def stop_now(ctx: Context) -> Card | None:
    """End it for both; nobody is told by whom."""
    run = await mine(ctx)
    if not play.may_be_stopped(run):
        raise Refused("guide-moved-on")
    await play.move(ctx, run, moves.Stopped(ctx.me.id))
    if not run.state.venue:
        return None
    # Asked aside, it is answered there; in their place both read the same.
    return Card([line("guide-stopped", title=run.guide.head("title"))])


# -- what time brings ------------------------------------------------------------------------------------------


@feature.timer("close")
async def close(ctx: Context) -> Card | None:
    """The round's time is over."""
    await _happens(ctx, moves.TimeUp(int(ctx.args["round"])))
    return None


@feature.timer("wake")
async def wake(ctx: Context) -> Card | None:
    """A wait is over."""
    await _happens(ctx, moves.Woke(ctx.args["step"]))
    return None


@feature.timer("turn")
async def turn(ctx: Context) -> Card | None:
    """The time of a floor is over."""
    await _happens(ctx, moves.TurnUp(ctx.args["step"], ctx.args["item"], ctx.args["last"] == "1"))
    return None


@feature.timer("again")
async def remind(ctx: Context) -> Card | None:
    """Bring the prompt to one who said "later" or has a later hour, unless they have begun or it is too late."""
    run = await _still_open(ctx)
    if run is None or ctx.actor is None or ctx.now - int(ctx.args["due_at"]) >= WELCOME_FOR:
        return None
    track = run.state.tracks[ctx.actor.id]
    if track.step == moves.DOOR or track.how == "knock":
        await play.bring_about(ctx, run, [moves.Show(ctx.actor.id, track.step, track.item)])
    return None


async def _happens(ctx: Context, event: moves.Event) -> None:
    run = await _still_open(ctx)
    if run is not None:
        await play.move(ctx, run, event)


async def _still_open(ctx: Context) -> Run | None:
    try:
        return await runs.load(ctx, ctx.args["subject"])
    except Refused:
        return None


# -- what is open ----------------------------------------------------------------------------------------------


@feature.open_today
async def open_today(ctx: Context) -> list[Card]:
    """Every run in which this person has something to answer, or that rests."""
    found = await runs.open_runs_of(ctx, ctx.me.id)
    return [shown(run) for run in found if play.is_open(run, ctx.me.id)]


def shown(run: Run) -> Card:
    """A run under way, as a list shows it."""
    row = [Tap(line("guide-open"), "guides.open", {"run": run.id}, "main", again=True)]
    if play.may_be_stopped(run):
        row.append(play.stop_tap(run.id))
    return Card([run.guide.head("title")], [row], slot=f"run:{run.id}", anew=True)
