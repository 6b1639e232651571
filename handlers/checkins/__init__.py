"""Check-ins: a short look at how things are, each alone and then together; and a question now and then."""

from __future__ import annotations

from collections.abc import Sequence

from bot import guides
from bot.cards import Card
from bot.content import line
from bot.couples import Couple, Person
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from handlers.checkins import rules

feature = Feature("checkins")


def _words(ctx: Context, prefix: str, choices: Sequence[str]) -> dict[str, list[str]]:
    """The words for each choice, in every language: people type the one they think of."""
    content = ctx.desk.content
    said = {one: [content.raw(f"{prefix}-{one}", language) or "" for language in content.languages] for one in choices}
    return {one: [one, *(word.strip() for some in texts for word in some.split(","))] for one, texts in said.items()}


def _choices(ctx: Context, prefix: str, choices: Sequence[str]) -> list[str]:
    """The choices as this person would type them: the first of the words for each."""
    return [ctx.read(line(f"{prefix}-{one}")).split(",")[0].strip() for one in choices]


def _fitting(ctx: Context, choices: Sequence[str]) -> list[str]:
    typed = ctx.text.strip().casefold()
    return [one for one in choices if one.casefold().startswith(typed)]


async def _which(ctx: Context) -> Sequence[str]:
    return _fitting(ctx, _choices(ctx, "checkin-word", list(rules.WHICH)))


async def _how(ctx: Context) -> Sequence[str]:
    return _fitting(ctx, _choices(ctx, "question-word", rules.HOW))


async def _begin(ctx: Context, name: str, owner: Couple | Person, depth: str = "") -> Card | None:
    if name not in ctx.house.part(guides.Library).names:
        raise Refused("practice-missing")
    return await guides.begin(ctx, name, owner, depth=depth)


@feature.command("checkin", Needs.COUPLE, complete=_which, theme="checkins")
async def checkin(ctx: Context) -> Card | None:
    """Begin a check-in now, or go on with the one under way: over the boundaries, or the one that a word names."""
    which: str | None = "boundaries"
    if ctx.text:
        which = rules.meant(ctx.text, _words(ctx, "checkin-word", list(rules.WHICH)), ctx.me.language)
    if which is None:
        raise Refused("checkin-which", command=ctx.read(line("command-checkin")))
    return await _begin(ctx, rules.WHICH[which], ctx.couple)


@feature.command("question", Needs.PERSON, complete=_how, theme="checkins")
async def question(ctx: Context) -> Card | None:
    """A question for the two, as deep as wished; for one who is alone, or wishes to be, for themselves."""
    how: str | None = ""
    if ctx.text:
        how = rules.meant(ctx.text, _words(ctx, "question-word", rules.HOW), ctx.me.language)
    if how is None:
        raise Refused("question-which", command=ctx.read(line("command-question")))
    both = ctx.partnership
    owner: Couple | Person = ctx.me if both is None or how == "alone" else both
    return await _begin(ctx, "question-of-the-day", owner, "" if how == "alone" else how)
