"""The pure decisions about promises."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from bot.cadence import local, monthly, weekly
from bot.clock import DAY, HOUR
from bot.errors import Refused
from handlers.promises.rules import OPEN, Act, Answer, Promise, State, may, offer_closes, outcome, reminder_at
from handlers.promises.terms import Kind, Repeat, Review, Speaker, Terms, as_kind, shown_due, terms_for, weekly_by

MADRID = "Europe/Madrid"
NOW = int(datetime(2026, 11, 18, 9, 0, tzinfo=UTC).timestamp() * 1000)
ANA = Speaker("en", MADRID, NOW)
ALL = (*Answer, None)


def promise(state: State, kind: Kind = Kind.ONCE) -> Promise:
    return Promise("p", "c", "ana", "ana", kind, state, "x", "", "", "", NOW + DAY, None, 1, 0, 0, 0)


@pytest.mark.parametrize(("one", "other"), list(product(ALL, ALL)))
def test_an_outcome_takes_both(one: Answer | None, other: Answer | None) -> None:
    """Two alike give that, two different "seen differently", and one alone nothing of what it said."""
    if one is None or other is None:
        assert outcome(one, other) is State.NOT_DISCUSSED
    elif one is other:
        assert outcome(one, other).value == one.value
    else:
        assert outcome(one, other) is State.SEEN_DIFFERENTLY
    assert outcome(one, other) is outcome(other, one)


@pytest.mark.parametrize(
    ("hours", "before"), [(4, None), (4.1, 2 * HOUR), (36, 2 * HOUR), (36.1, DAY), (24 * 300, DAY)]
)
def test_reminders(hours: float, before: int | None) -> None:
    """A day before what is over 36 hours away, two hours before what is over four, else never."""
    due = NOW + round(hours * HOUR)
    remind = reminder_at(due, NOW, MADRID)
    assert (None if remind is None else due - remind) == before


def test_a_reminder_keeps_its_time_of_day_over_a_change_of_clocks() -> None:
    """The day before is a day on the clock, not 24 hours."""
    due = int(datetime(2027, 3, 28, 16, 0, tzinfo=UTC).timestamp() * 1000)  # 18:00, the day the clocks change
    remind = reminder_at(due, NOW, MADRID)
    assert remind is not None
    assert local(remind, MADRID).strftime("%m-%d %H:%M") == "03-27 18:00"


@pytest.mark.parametrize("state", [one for one in State if one not in OPEN])
def test_what_is_over_only_takes_a_new_try(state: State) -> None:
    """Nothing can be done with a promise that ended, but its author may try anew."""
    for kind, act, who in product(Kind, Act, ("ana", "ben")):
        own = who == "ana" or kind is Kind.JOINT
        assert may(act, promise(state, kind), who) is (act is Act.TRY_AGAIN and own)


@pytest.mark.parametrize("state", OPEN)
def test_who_may_do_what(state: State) -> None:
    """Only the author writes, offers, withdraws; only the other accepts and releases; in a joint one both promise."""
    one = promise(state)
    authors = {Act.WRITE, Act.OFFER, Act.CANCEL, Act.REOFFER, Act.KEEP_OFFER, Act.WITHDRAW, Act.RENEGOTIATE, Act.DONE}
    others = {Act.ACCEPT, Act.DECLINE, Act.SUGGEST, Act.RELEASE}
    assert not any(may(act, one, "ben") for act in authors)
    assert not any(may(act, one, "ana") for act in others)
    assert not any(may(Act.PAUSE, promise(state, kind), "ana") for kind in (Kind.ONCE, Kind.JOINT))
    joint = promise(state, Kind.JOINT)
    agreed = state is State.ACTIVE
    assert may(Act.RENEGOTIATE, joint, "ana") is may(Act.RENEGOTIATE, joint, "ben") is agreed
    assert not may(Act.DONE, promise(state, Kind.STANDING), "ana")


def test_no_change_once_it_is_due() -> None:
    """Renegotiating, withdrawing and releasing end when the question is asked."""
    assert not [act for act in Act if may(act, promise(State.DUE), "ana") or may(act, promise(State.DUE), "ben")]


def test_a_repeat_keeps_its_wall_time() -> None:
    """A weekly promise stays at 18:00 over both changes of the clocks."""
    repeat = Repeat(weekly({6}), 18, 0, MADRID)
    at, seen = NOW, []
    for _ in range(52):
        at = repeat.after(at)
        seen.append(local(at, MADRID))
    assert {(one.weekday(), one.hour, one.minute) for one in seen} == {(6, 18, 0)}
    assert len({one.date() for one in seen}) == 52


def test_after_an_outage_one_newest_comes() -> None:
    """What fell into an outage is let go, save one that is less than 12 hours late."""
    repeat = Repeat(weekly({2}), 18, 0, MADRID)
    first = repeat.after(NOW - DAY)
    assert repeat.following(first, first + HOUR) == repeat.after(first)
    long_after = first + 40 * DAY
    assert long_after < repeat.following(first, long_after) <= long_after + 7 * DAY
    just_missed = first + 21 * DAY + HOUR
    assert repeat.following(first, just_missed) == first + 21 * DAY


def test_months_are_clamped_and_come_back() -> None:
    """A promise looked at on the 31st comes at the end of a shorter month, and on the 31st again."""
    repeat = Repeat(monthly(31), 18, 0, MADRID)
    at = int(datetime(2027, 1, 31, 17, 0, tzinfo=UTC).timestamp() * 1000)
    days = [local(at := repeat.after(at), MADRID).strftime("%m-%d") for _ in range(3)]
    assert days == ["02-28", "03-31", "04-30"]
    assert Repeat.from_stored(repeat.stored()) == repeat


@pytest.mark.parametrize(
    ("review", "month"), [(Review.WEEKLY, "11-25"), (Review.MONTHLY, "12-18"), (Review.QUARTERLY, "02-18")]
)
def test_a_standing_promise_is_first_looked_at_a_whole_while_later(review: Review, month: str) -> None:
    """Not the same evening: a week, a month, or three months on."""
    terms = terms_for(Kind.STANDING, "no shouting", "", review, ANA)
    assert terms.due_at is not None
    assert terms.repeat is not None
    assert terms.repeat.review is review
    assert local(terms.due_at, MADRID).strftime("%m-%d %H:%M") == f"{month} 18:00"


@pytest.mark.parametrize("by", ["fridays at 19:30", "every friday at 19:30", "friday at 19:30", "2026-11-20 19:30"])
def test_a_weekly_promise_by_rhythm_or_date(by: str) -> None:
    """A weekday or a first date both say when it comes."""
    due, repeat = weekly_by(by, ANA)
    assert shown_due(due, MADRID) == "2026-11-20 19:30"
    assert (repeat.cadence, repeat.hour, repeat.minute) == (weekly({4}), 19, 30)


@pytest.mark.parametrize("by", ["every day", "monday and friday", "every month on the 3rd", "every 2 weeks on friday"])
def test_a_weekly_promise_is_weekly(by: str) -> None:
    """Asking is once a week, on one day."""
    with pytest.raises(Refused, match="promise-weekly-at-most"):
        weekly_by(by, ANA)


def test_a_date_left_as_shown_stays_to_the_minute() -> None:
    """A form that shows the date gives the same date back, even when it is too near to be typed anew."""
    was = Terms("x", NOW + HOUR // 12)
    assert was.due_at is not None
    kept = terms_for(Kind.ONCE, "y", shown_due(was.due_at, MADRID), Review.MONTHLY, ANA, was)
    assert kept == Terms("y", was.due_at)


def test_kinds_take_the_date_along() -> None:
    """Making it weekly keeps its day and time; making it once again asks for a date."""
    once = Terms("x", NOW + 2 * DAY)
    assert once.due_at is not None
    often = as_kind(once, Kind.WEEKLY, ANA)
    assert often.due_at == once.due_at
    assert as_kind(often, Kind.ONCE, ANA).due_at is None
    assert as_kind(once, Kind.JOINT, ANA).due_at == once.due_at
    assert as_kind(Terms("x", None), Kind.WEEKLY, ANA).due_at is not None


def test_an_offer_closes_when_it_would_fall_due() -> None:
    """A week, or the due time of what is due once, whichever comes first."""
    assert offer_closes(Terms("x", NOW + DAY), NOW) == NOW + DAY
    assert offer_closes(Terms("x", NOW + 30 * DAY), NOW) == NOW + 7 * DAY
    assert offer_closes(Terms("x", NOW + DAY, Repeat(weekly({3}), 10, 0, MADRID)), NOW) == NOW + 7 * DAY
