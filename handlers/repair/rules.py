"""Who has which part in a journey of repair, and the cards around it. Nothing here touches a row."""

from __future__ import annotations

from typing import Final

from bot.cards import Card, Tap, card
from bot.content import Own, When, line
from handlers.repair.store import Repair, Side

JOURNEY: Final = "repair"
BEFORE: Final = "before-repair"
SAFETY: Final = "repair-safety"
"""The guides it is made of."""

SIDES: Final[frozenset[str]] = frozenset({"hurt", "caused", "both"})
"""The ends of `before-repair` that say yes, by what somebody says of themselves."""


def parts(asker: tuple[str, Side], asked: tuple[str, Side]) -> tuple[str, bool]:
    """Who is the hurt one in the first journey, and whether a second follows with the parts swapped.

    Where what the two said does not come to one hurt and one who caused it, there are two journeys, and the one who
    was asked is heard first.
    """
    if (asker[1], asked[1]) == ("hurt", "caused"):
        return asker[0], False
    if (asker[1], asked[1]) == ("caused", "hurt"):
        return asked[0], False
    return asked[0], True


def slot(repair_id: str) -> str:
    """The one card in each chat that an asking is shown on."""
    return f"repair:{repair_id}"


# -- to whoever asks -------------------------------------------------------------------------------------------


def asked(one: Repair, name: str) -> Card:
    """It was asked. The same whether the other has read it, put it aside, answered, or can't be reached."""
    back = Tap(line("repair-take-back"), "repair.withdraw", {"id": one.id}, "quiet")
    told = line("repair-asked", name=Own(name), day=When(one.closes_at, "day"))
    return card(told, rows=[[back, help_tap()]], slot=slot(one.id))


def withdrawn(one: Repair) -> Card:
    """What was asked is taken back; within its week it can't be asked anew."""
    return card(line("repair-taken-back", day=When(one.closes_at, "day")), slot=slot(one.id))


def silence(one: Repair) -> Card:
    """The week is over. One line for every reason there may be; it comes unasked, so it names nothing."""
    return card(line("repair-silence"), slot=slot(one.id), anew=True)


# -- to whoever is asked ---------------------------------------------------------------------------------------


def invitation(one: Repair) -> Card:
    """Names neither who asks nor what for: it stands in a notification."""
    args = {"id": one.id}
    rows = [[Tap(line("repair-open"), "repair.open", args, "main", again=True), _not_now(args)]]
    return card(line("repair-invited"), rows=rows, slot=slot(one.id), anew=True)


def opened(one: Repair, name: str) -> Card:
    """What it is, and who asks."""
    args = {"id": one.id}
    rows = [[Tap(line("repair-questions"), "repair.walk", args, "main", again=True), _not_now(args)]]
    return card(line("repair-invited-by", name=Own(name)), rows=[*rows, [help_tap()]], slot=slot(one.id))


def aside(one: Repair) -> Card:
    """The invitation was put aside."""
    return card(line("repair-aside"), slot=slot(one.id))


def gone(one: Repair | None) -> Card:
    """What somebody was invited to is not open any more."""
    return card(line("repair-gone"), slot=None if one is None else slot(one.id))


def _not_now(args: dict[str, str]) -> Tap:
    return Tap(line("repair-not-now"), "repair.aside", args, "quiet")


# -- to both ---------------------------------------------------------------------------------------------------


def two(first: str) -> Card:
    """There are two journeys, and who is heard in the first."""
    return card(line("repair-two", name=Own(first)), anew=True)


def offer(one: Repair) -> Card:
    """The second journey, in words for a notification."""
    row = [Tap(line("repair-open"), "repair.second", {"id": one.id}, "main", again=True)]
    return card(line("repair-second"), rows=[row], slot=slot(one.id), anew=True)


def willing(one: Repair) -> Card:
    """Somebody said yes to the second journey."""
    return card(line("repair-second-yes", day=When(one.closes_at, "day")), slot=slot(one.id), anew=True)


def under_way(run_id: str) -> Card:
    """What can be done about a journey under way, beside going on with it."""
    stop = Tap(line("repair-stop"), "guides.stop", {"run": run_id}, "quiet", again=True)
    return card(line("repair-under-way"), rows=[[stop, help_tap()]], anew=True)


def help_tap() -> Tap:
    """The way to help, which is always there."""
    return Tap(line("repair-help"), "repair.help", style="quiet", again=True)
