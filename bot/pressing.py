"""What a press, a form that was sent, or a typed answer means: the handler that it leads to, if it is theirs to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.asking import drop, under_way
from bot.buttons import Holder, How, Hung, hung_from
from bot.cards import Card, card
from bot.content import line
from bot.errors import Refused
from bot.feature import Context, Handler, House
from bot.forms import check_form, filled, moved
from bot.model import Text
from bot.outbox import show_again, shown
from bot.store import Row


class Presses:
    """Finds what was pressed, sent or answered. Whatever is stale, forged or somebody else's is refused alike."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def answered(self, ctx: Context, event: Text) -> Handler:
        """What the plain text answers: the one open question of this direct chat; else it is for whoever listens."""
        assert ctx.place is not None
        row = await ctx.tx.one(
            "SELECT b.*, q.number FROM questions q JOIN buttons b ON b.token = q.token WHERE q.place_id = :place",
            place=ctx.place.id,
        )
        asked = None
        if row is not None and _may_press(ctx, row):
            asked = hung_from(row["actions"], row["number"], "question", "step")
        if row is None or asked is None:
            if await self._house.hears(ctx.tx, event):
                return partial(self._house.hear, event=event)
            raise Refused("no-question" if ctx.actor else "start-first")
        if asked.how == "step":
            return partial(self._step, row["token"], asked.args)
        await ctx.tx.run("DELETE FROM buttons WHERE act_id = :act", act=row["act_id"])
        ctx.args = asked.args
        return self._house.actions[asked.action]

    async def _step(self, token: str, given: Mapping[str, str], ctx: Context) -> Card | None:
        """One step through a form that is asked one question at a time."""
        assert ctx.place is not None
        form = await under_way(ctx.tx, token)
        if form is None:
            raise Refused("button-stale")
        ctx.message_id = None if ctx.typed else form.message_id
        if given["do"] == "cancel":
            await drop(ctx.tx, ctx.place.id, form.owner)
            return card(line("asking-cancelled"))
        if given["do"] == "fill":
            after = filled(form.asking, ctx.fields, ctx.read)
        else:
            after = moved(form.asking, given, ctx.text, ctx.read)
        ctx.form = replace(form, asking=after)
        if not ctx.form.asking.done:
            await ctx.ask_on(ctx.form)
            return None
        await drop(ctx.tx, ctx.place.id, form.owner)
        ctx.args, ctx.fields = form.args, ctx.form.asking.values()
        return await self._house.actions[form.action](ctx)

    async def pressed(self, ctx: Context, token: str) -> Handler:
        """What a button means, if this person may press it now. All else is refused alike."""
        row, number, hung = await _hung(ctx, token, "tap", "step", "form")
        if _is_form(hung):
            return partial(_open_form, row["act_id"])
        return await self._meant(ctx, row, number, hung)

    async def sent(self, ctx: Context, token: str) -> Handler:
        """What a form that was sent means, if it was this person's to send. All else is refused alike."""
        row, number, hung = await _hung(ctx, token, "form", "step")
        if not _is_form(hung):
            raise Refused("button-stale")
        meant = await self._meant(ctx, row, number, hung)
        return meant if hung.how == "step" else partial(_checked, meant)

    async def _meant(self, ctx: Context, row: Row, number: int, hung: Hung) -> Handler:
        if not hung.again:
            await _count_press(ctx, row, number)
        if hung.how == "step":
            return partial(self._step, row["token"], hung.args)
        ctx.args, ctx.message_id = hung.args, row["act_id"]
        return self._house.actions[hung.action]


async def _hung(ctx: Context, token: str, *how: How) -> tuple[Row, int, Hung]:
    """What hangs there, reached in one of these ways, if this person may press it."""
    base, _, number = token[:64].partition(".")
    if not token.isascii() or not number.isdecimal():
        raise Refused("button-stale")
    row = await ctx.tx.one("SELECT * FROM buttons WHERE token = :token", token=base)
    hung = None if row is None or not _may_press(ctx, row) else hung_from(row["actions"], int(number), *how)
    if row is None or hung is None:
        raise Refused("button-stale")
    return row, int(number), hung


def _is_form(hung: Hung) -> bool:
    """Whether it is a form, or a part of one: to be filled in and sent."""
    return hung.how == "form" or hung.args.get("do") == "fill"


async def _open_form(message_id: str, ctx: Context) -> Card | None:
    """Bring the form that a message holds: its button was pressed."""
    message = await shown(ctx.tx, message_id)
    if message is None or message.form is None:
        raise Refused("button-stale")
    await show_again(ctx.tx, ctx.desk, "" if ctx.actor is None else ctx.actor.id, message_id, message)
    return None


async def _checked(handler: Handler, ctx: Context) -> Card | None:
    """Take in a form that was sent, if what was typed into it will do."""
    await check_form(ctx)
    return await handler(ctx)


def _may_press(ctx: Context, row: Row) -> bool:
    """Whether what hangs there is this person's to press."""
    if row["expires_at"] < ctx.now or ctx.sender is None:
        return False
    holders = [Holder(account=ctx.sender.account)]
    if ctx.actor is not None:
        holders.append(Holder(person_id=ctx.actor.id))
    if ctx.partnership is not None:
        holders.append(Holder(couple_id=ctx.partnership.id))
    return row["holder"] in {holder.text for holder in holders}


async def _count_press(ctx: Context, row: Row, number: int) -> None:
    """Count a press, once for each person."""
    who = row["holder"] if ctx.actor is None else ctx.actor.id
    counted = await ctx.tx.run(
        "INSERT INTO presses (token, number, person) VALUES (:token, :number, :who) ON CONFLICT DO NOTHING",
        token=row["token"],
        number=number,
        who=who,
    )
    if not counted:
        raise Refused("button-stale")
    ctx.press = (row["token"], number, who)
