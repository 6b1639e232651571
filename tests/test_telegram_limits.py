"""Telegram's limits: never passed, hardly wasted, and kept for what they concern only."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable

import pytest

from bot.adapters.telegram.addresses import Where
from bot.adapters.telegram.limits import _MANY, Limits, Pacer

ANA, BEN, GROUP = 101, 102, -1_001_700_000_001


class Stopwatch:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class _Leaping(selectors.SelectSelector):
    """Never waits: it moves the loop's clock to where it would have waited until."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.seconds += (timeout or 0.0) + 1e-7  # some time passes in any case, or sums of fractions never end
        return super().select(0)


def in_no_time(talk: Callable[[Callable[[], float]], Awaitable[None]]) -> None:
    """Run on a loop whose clock leaps from one thing to the next."""
    clock = _Leaping()
    loop = asyncio.SelectorEventLoop(clock)
    loop.time = lambda: clock.seconds  # type: ignore[method-assign]
    try:
        loop.run_until_complete(asyncio.wait_for(talk(loop.time), 10_000))
    finally:
        loop.close()


@pytest.fixture
def watch() -> Stopwatch:
    """A clock for the limits of chats."""
    return Stopwatch()


@pytest.fixture
def pacer(watch: Stopwatch) -> Pacer:
    """Telegram's own limits, save the one over all chats."""
    return Pacer(Limits(bot_per_second=None), watch)


def most_in_a_second(times: list[float]) -> int:
    return max(sum(start <= time <= start + 1 for time in times) for start in times)


# -- the bot as a whole ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("latency", [0.001, 0.06, 0.9])
def test_no_second_has_more_than_thirty(latency: float) -> None:
    """However many wait, thirty a second is all; and but for the time answers take, it is used up."""

    async def talk(now: Callable[[], float]) -> None:
        pacer, times = Pacer(), list[float]()

        async def one(number: int) -> None:
            async with pacer.sending(number):
                times.append(now())
                await asyncio.sleep(latency)

        await asyncio.gather(*(one(number) for number in range(1, 301)))
        assert most_in_a_second(times) <= 30
        assert len(times) / (times[-1] - times[0]) >= 30 * 0.99 / (1 + latency)

    in_no_time(talk)


def test_a_message_that_lingers_counts_until_it_is_there() -> None:
    """Messages that all arrive late, side by side, don't make a second of more than thirty either."""

    async def talk(now: Callable[[], float]) -> None:
        pacer, arrived = Pacer(), list[float]()

        async def one(number: int) -> None:
            async with pacer.sending(number):
                # Everything of the first second gets through at its end, as after a stalled line.
                await asyncio.sleep(max(1.0 - now(), 0.001))
                arrived.append(now())

        await asyncio.gather(*(one(number) for number in range(1, 121)))
        assert most_in_a_second(arrived) <= 30

    in_no_time(talk)


def test_the_first_message_does_not_wait() -> None:
    """Whoever writes to a bot at rest is answered at once."""

    async def talk(now: Callable[[], float]) -> None:
        await Pacer().before_send()
        assert now() < 0.001

    in_no_time(talk)


def test_one_who_gives_up_waiting_holds_up_nobody() -> None:
    """A send that is cancelled while it waits for its turn takes nobody's turn."""

    async def talk(now: Callable[[], float]) -> None:
        pacer = Pacer()
        await pacer.before_send()
        waiting = asyncio.create_task(pacer.before_send())
        await asyncio.sleep(0)
        waiting.cancel()
        await pacer.before_send()
        assert now() < 0.1

    in_no_time(talk)


async def test_without_limits_nothing_waits() -> None:
    """For benchmarks all limits can be switched off."""
    pacer = Pacer(Limits(None, None, 3, None))
    for _ in range(1000):
        async with pacer.sending(GROUP):
            pass
    assert pacer.rest_of(GROUP) == 0.0


# -- one chat --------------------------------------------------------------------------------------------------


def test_a_chat_takes_three_at_once_and_then_one_a_second(pacer: Pacer, watch: Stopwatch) -> None:
    """A burst of three is fine; the fourth waits a second, and so do those after it."""
    for _ in range(3):
        assert pacer.rest_of(ANA) == 0.0
        pacer.sent(ANA)
    assert pacer.rest_of(ANA) == pytest.approx(1.0)
    watch.seconds += 0.4
    assert pacer.rest_of(ANA) == pytest.approx(0.6)
    watch.seconds += 0.6
    assert pacer.rest_of(ANA) == 0.0
    pacer.sent(ANA)
    assert pacer.rest_of(ANA) == pytest.approx(1.0)
    assert pacer.rest_of(BEN) == 0.0


def test_a_group_takes_twenty_a_minute_over_all_its_topics(pacer: Pacer, watch: Stopwatch) -> None:
    """The twenty-first of a minute waits until the first is a minute old, in whatever topic it is."""
    for _ in range(20):
        pacer.sent(GROUP)
        watch.seconds += 1
    assert pacer.rest(Where(GROUP, 7).address) == pytest.approx(40.0)
    assert pacer.rest(Where(GROUP).address) == pytest.approx(40.0)
    watch.seconds += 40
    assert pacer.rest(Where(GROUP, 8).address) == 0.0


async def test_messages_under_way_count_already(pacer: Pacer) -> None:
    """Four topics of a group that are written to at once share its burst of three."""
    async with pacer.sending(GROUP), pacer.sending(GROUP):
        assert pacer.rest(Where(GROUP, 7).address) == 0.0
        async with pacer.sending(GROUP):
            assert pacer.rest(Where(GROUP, 8).address) == pytest.approx(1.0)
    assert pacer.rest(Where(GROUP).address) == pytest.approx(1.0)


async def test_messages_under_way_count_for_the_minute_too(watch: Stopwatch) -> None:
    """The twentieth of a minute being under way, the next one waits."""
    pacer = Pacer(Limits(None, None, 3, 20), watch)
    for _ in range(19):
        pacer.sent(GROUP)
    assert pacer.rest_of(GROUP) == 0.0
    async with pacer.sending(GROUP):
        assert pacer.rest_of(GROUP) == pytest.approx(60.0)
    assert pacer.rest_of(GROUP) == pytest.approx(60.0)


def test_a_direct_chat_has_no_minute(pacer: Pacer, watch: Stopwatch) -> None:
    """Twenty a minute is a limit of groups."""
    for _ in range(60):
        assert pacer.rest_of(ANA) == 0.0
        pacer.sent(ANA)
        watch.seconds += 1
    assert pacer.rest_of(ANA) == 0.0


def test_chats_at_rest_are_forgotten(pacer: Pacer, watch: Stopwatch) -> None:
    """Memory does not grow with the number of chats that were ever written to."""
    for chat in range(1, 3 * _MANY):
        pacer.sent(chat)
        watch.seconds += 0.01
    assert len(pacer._chats) <= _MANY


# -- being refused ---------------------------------------------------------------------------------------------


def test_a_refusal_of_one_chat_holds_that_chat(pacer: Pacer, watch: Stopwatch) -> None:
    """One chat alone is taken for that chat's own limit."""
    assert pacer.refused(ANA, 7) is False
    assert pacer.refused(ANA, 7) is False
    assert pacer.rest_of(ANA) == pytest.approx(7.0)
    assert pacer.rest_of(BEN) == 0.0
    watch.seconds += 7
    assert pacer.rest_of(ANA) == 0.0


def test_two_chats_refused_at_once_are_the_whole_bot(pacer: Pacer, watch: Stopwatch) -> None:
    """Two different chats at the same time: the limit is the bot's; one after the other: it is not."""
    pacer.refused(ANA, 5)
    assert pacer.refused(BEN, 5) is True
    watch.seconds += 6
    assert pacer.refused(GROUP, 5) is False
