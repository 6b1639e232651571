"""Asking about a boundary: one asks so as to understand, the other answers, or leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.cards import Card, card
from bot.content import Own, Phrase, line
from bot.errors import Refused
from bot.feature import Context
from handlers.boundaries import guard, rules, store
from handlers.boundaries.rules import Boundary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.feature import Handler


async def ask(ctx: Context) -> Card | None:
    """The form for a question, unless an earlier one waits for its answer."""
    one, both = await guard.theirs(ctx)
    await _free_to_ask(ctx, one)
    intro = [rules.whole(one.kind, one.words), line("boundary-ask-intro", name=Own(both.partner.name))]
    return rules.letter("asked", intro, "boundary-ask-label", "boundary-send", id=one.id)


async def _free_to_ask(ctx: Context, one: Boundary) -> None:
    """One question at a time; put aside or not yet answered look alike."""
    since = ctx.now - rules.ASK_AGAIN
    if await store.waiting(ctx.tx, boundary_id=one.id, asker_id=ctx.me.id, since=since):
        raise Refused("boundary-asked-already")


async def asked(ctx: Context) -> Card | None:
    """Send the question."""
    one, both = await guard.theirs(ctx)
    await _free_to_ask(ctx, one)
    question_id, words = ctx.new_id(), ctx.own(ctx.field("words"))
    await store.ask(ctx.tx, new_id=question_id, boundary_id=one.id, couple_id=both.id, words=words, now=ctx.now)
    await ctx.tell(both.partner, rules.question_notice(question_id, ctx.me.name))
    return rules.theirs(one, both.partner.name, [line("boundary-asked", name=Own(both.partner.name))])


async def question(ctx: Context) -> Card | None:
    """The words of a question, and of its answer, for either of the two."""
    found, both = await guard.question(ctx), ctx.couple
    about = await store.boundary(ctx.tx, found.boundary_id, "in_force")
    return rules.question_card(found, about, both.me.id, both.partner.name)


async def answer(ctx: Context) -> Card | None:
    """The form for the answer."""
    found = await guard.asked_of_me(ctx)
    intro: list[Phrase] = [line("boundary-question-is", name=Own(ctx.couple.partner.name)), Own(found.words)]
    return rules.letter("answered", intro, "boundary-answer-label", "boundary-send", id=found.id)


async def answered(ctx: Context) -> Card | None:
    """Send the answer to the one who asked."""
    found, both = await guard.asked_of_me(ctx), ctx.couple
    if not await store.answer(ctx.tx, found.id, ctx.own(ctx.field("words"))):
        raise Refused(guard.MOVED_ON)
    await ctx.tell(both.partner, rules.answer_notice(found.id, ctx.me.name))
    return card(line("boundary-answered", name=Own(both.partner.name)), rows=[rules.back()])


async def aside(ctx: Context) -> Card | None:
    """Not now. Whoever asked is not told."""
    found, both = await guard.asked_of_me(ctx), ctx.couple
    await store.set_aside(ctx.tx, found.id)
    return card(line("boundary-put-aside", name=Own(both.partner.name)), rows=[rules.back()])


ACTIONS: Final[Mapping[str, Handler]] = {
    "ask": ask,
    "asked": asked,
    "question": question,
    "answer": answer,
    "answered": answered,
    "aside": aside,
}
