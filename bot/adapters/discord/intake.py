"""Taking in so that nobody waits too long for an answer, or for somebody else."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, Protocol

from bot.adapters.discord.updates import GoneInDirect, Taken
from bot.adapters.discord.via import Via
from bot.hands import FINISH_SECONDS, InHand
from bot.model import FromPerson, Typing
from bot.port import Answer, Emit

log = logging.getLogger(__name__)

MOST_WAITING: Final = 200
"""Events of one person that may wait for their turn; what comes beyond is nobody's honest doing, and is dropped."""

COMPLETE_SECONDS: Final = 2.5
"""How long choices may take to be found. Discord takes them for three seconds, and answers arrive a little later."""

_REMEMBERED: Final = 10_000


class Answering(Protocol):
    """What answers interactions: `answering.Answers`, and in tests whoever writes down how it was asked."""

    def begin(self, via: Via) -> None:
        """Somebody waits for an answer from here on."""

    async def settle(self, via: Via, answer: Answer) -> None:
        """The house has committed what it makes of it."""

    async def choose(self, via: Via, choices: tuple[str, ...]) -> None:
        """Show what may be typed."""


class Intake:
    """Hands events to the house: each person's in the order they came, different people's side by side.

    `whose` tells whose direct chat a channel is, if anybody can. Once `closing` is set nothing more is taken, and
    what is in hand may take `patience` seconds.
    """

    def __init__(
        self,
        emit: Emit,
        answers: Answering,
        whose: Callable[[str], Awaitable[str | None]],
        closing: asyncio.Event,
        patience: float = FINISH_SECONDS,
        complete_within: float = COMPLETE_SECONDS,
    ) -> None:
        self._emit = emit
        self._answers = answers
        self._whose = whose
        self._closing = closing
        self._in_hand = InHand(emit, closing, patience)
        self._complete_within = complete_within
        self._lanes: dict[str, deque[Taken | GoneInDirect]] = {}
        self._typing: dict[str, asyncio.Task[None]] = {}
        self._begun: OrderedDict[str, None] = OrderedDict()

    def take(self, taken: Taken | GoneInDirect) -> None:
        """Take in one event. An interaction that comes again is the same one, and is answered once."""
        if self._closing.is_set():
            return
        if isinstance(taken, Taken) and isinstance(taken.event, Typing):
            self._complete(taken.event, taken.via)
            return
        lane = _lane(taken)
        waiting = self._lanes.get(lane)
        if waiting is not None and len(waiting) >= MOST_WAITING:
            log.warning("somebody does more than can be taken in; what is too much is dropped")
            return
        if isinstance(taken, Taken) and taken.via is not None:
            if not self._first_time(taken.via.interaction_id):
                return
            self._answers.begin(taken.via)
        if waiting is not None:
            waiting.append(taken)
            return
        self._lanes[lane] = deque([taken])
        self._in_hand.take(self._work(lane))

    def _first_time(self, interaction_id: str) -> bool:
        if interaction_id in self._begun:
            return False
        self._begun[interaction_id] = None
        if len(self._begun) > _REMEMBERED:
            self._begun.popitem(last=False)
        return True

    async def _work(self, lane: str) -> None:
        """Hand in what one person did, one after the other, until nothing is left."""
        waiting = self._lanes[lane]
        try:
            while waiting:
                await self._hand_in(waiting[0])
                waiting.popleft()
        finally:
            del self._lanes[lane]

    async def _hand_in(self, taken: Taken | GoneInDirect) -> None:
        if isinstance(taken, GoneInDirect):
            user = await self._known(taken.channel_id)
            if user is None:
                return
            taken = Taken(taken.told(user))
        assert not isinstance(taken.event, Typing)
        answer = await self._in_hand.commit(taken.event)
        if answer is not None and taken.via is not None:
            settle = partial(self._answers.settle, taken.via, answer)
            self._in_hand.answer(settle, "an interaction stays unanswered")

    async def _known(self, channel_id: str) -> str | None:
        try:
            return await self._whose(channel_id)
        except Exception as why:
            log.warning("nobody can tell whose direct chat it is: %s", type(why).__name__)
            return None

    # -- what may be typed -----------------------------------------------------------------------------------

    def _complete(self, typing: Typing, via: Via | None) -> None:
        """Find what may be typed. Whoever types on wants to know about that, and not about what stood there before."""
        assert via is not None
        who = typing.sender.account.id
        if (earlier := self._typing.pop(who, None)) is not None:
            earlier.cancel()
        task = self._in_hand.answer(partial(self._choose, typing, via), "nothing could be proposed")
        self._typing[who] = task
        task.add_done_callback(partial(self._typed, who))

    def _typed(self, who: str, task: asyncio.Task[None]) -> None:
        if self._typing.get(who) is task:
            del self._typing[who]

    async def _choose(self, typing: Typing, via: Via) -> None:
        async with asyncio.timeout(self._complete_within):
            choices = (await self._emit(typing)).choices
            await self._answers.choose(via, choices)

    async def finish(self) -> None:
        """Let what is in hand be committed, for as long as there is patience, then let go of it."""
        await self._in_hand.finish()


def _lane(taken: Taken | GoneInDirect) -> str:
    """Where it waits for what came earlier: with its person, or with its server."""
    if isinstance(taken, GoneInDirect):
        return f"in {taken.channel_id}"
    event = taken.event
    if isinstance(event, FromPerson):
        return event.sender.account.id
    return f"at {event.place.id.partition('/')[0]}"
