"""Taking in so that nothing is lost: an update counts as received only after what it changed is committed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.adapters.telegram.patience import patiently
from bot.adapters.telegram.updates import WANTED, BotSelf, Intake, read
from bot.errors import ShutOut
from bot.hands import FINISH_SECONDS, InHand
from bot.patience import Backoff, unless_closed
from bot.port import Answer, Emit

log = logging.getLogger(__name__)

_CONFIRM_SECONDS: Final = 1.0
_BREATH: Final = 16  # updates between two chances for everybody else


# -- handing in --------------------------------------------------------------------------------------------------


class Hands:
    """Hands events to the house: each person's in the order they came, different people's side by side.

    `answer` tells Telegram that a press was taken in; nobody waits for that. Once `closing` is set, what is in hand
    may take `patience` seconds more.
    """

    def __init__(
        self,
        emit: Emit,
        answer: Callable[[str, Answer], Awaitable[None]],
        closing: asyncio.Event,
        patience: float = FINISH_SECONDS,
    ) -> None:
        self._answer = answer
        self._in_hand = InHand(emit, closing, patience)
        self._lanes: dict[str, asyncio.Task[bool]] = {}

    def begin(self, intake: Intake, *, patient: bool) -> asyncio.Task[bool]:
        """Hand in what an update brought. The task tells whether all of it is committed.

        A `patient` one is handed in again until the store takes it or we close; another is given up at once, for
        Telegram to bring again.
        """
        earlier = {self._lanes[lane] for lane in intake.begins_after if lane in self._lanes}
        task = self._in_hand.take(self._take(intake, earlier, patient=patient))
        for lane in intake.holds_up:
            self._lanes[lane] = task
        task.add_done_callback(partial(self._ended, intake.holds_up))
        return task

    def _ended(self, lanes: Collection[str], task: asyncio.Task[bool]) -> None:
        for lane in lanes:
            if self._lanes.get(lane) is task:
                del self._lanes[lane]

    async def _take(self, intake: Intake, earlier: set[asyncio.Task[bool]], *, patient: bool) -> bool:
        if earlier:
            await asyncio.wait(earlier)
            if not all(map(committed, earlier)):
                return False  # it comes again, and this must come after it
        answer: Answer | None = None
        for event in intake.events:
            answer = await self._in_hand.commit(event, patient=patient)
            if answer is None:
                return False
        if intake.query and answer is not None:
            self._in_hand.answer(partial(self._answer, intake.query, answer), "a press stays unanswered")
        return True

    async def finish(self) -> None:
        """Let what is in hand be committed, for as long as there is patience, then let go of it."""
        await self._in_hand.finish()


def committed(task: asyncio.Task[bool]) -> bool:
    """Whether all that an update brought is committed."""
    return task.done() and not task.cancelled() and task.exception() is None and task.result()


# -- long polling ------------------------------------------------------------------------------------------------


class UpdatesBot(Bot):
    """A `Bot` that can also hand out updates as they came, so that one which can't be read stops no other."""

    def __repr__(self) -> str:
        """Without the token, which the library's own has in it."""
        return "UpdatesBot"

    async def raw_updates(self, offset: int | None, wait: int, *, limit: int, read_timeout: float) -> Any:
        """What getUpdates answers, unread (https://core.telegram.org/bots/api#getupdates). `wait` is in seconds."""
        asked = {"offset": offset, "limit": limit, "timeout": wait, "allowed_updates": WANTED}
        return await self._post("getUpdates", asked, read_timeout=read_timeout)


def understood(raw: object, bot: Bot, me: BotSelf) -> Intake | None:
    """What an update says; None if it holds nothing for us or can't be read, which is logged without its words."""
    try:
        if not isinstance(raw, dict):
            raise TypeError
        return read(Update.de_json(raw, bot), me)
    except Exception as why:
        log.error("an update can't be read (%s)", type(why).__name__)
        return None


class Polling:
    """Long polling. Telegram hears that updates were received only once all of them are committed.

    `wait` is how many seconds Telegram may hold a poll open; one that hangs `grace` longer is given up.
    """

    def __init__(
        self,
        bot: UpdatesBot,
        me: BotSelf,
        closing: asyncio.Event,
        backoff: Backoff,
        *,
        wait: int = 25,
        grace: float = 10.0,
    ) -> None:
        self._bot = bot
        self._me = me
        self._closing = closing
        self._backoff = backoff
        self._wait = wait
        self._grace = grace
        self._offset: int | None = None
        self.last_good_poll: float | None = None
        """When Telegram last answered a poll, by the event loop's clock; None before the first time."""

    async def run(self, hands: Hands) -> None:
        """Poll until `closing` is set. Raises ShutOut if Telegram won't have us."""
        await patiently(
            partial(self._bot.delete_webhook, drop_pending_updates=False), self._closing, self._backoff, "deleteWebhook"
        )
        while not self._closing.is_set():
            updates = await patiently(self._poll, self._closing, self._backoff, "getUpdates")
            if updates and not await self._take_in(updates, hands):
                # They come again with the next poll; the house is given time to get well.
                await unless_closed(self._closing, asyncio.sleep(self._backoff.next()))
        await self._confirm()

    async def _poll(self) -> Sequence[Any]:
        loop = asyncio.get_running_loop()
        begun, longest = loop.time(), self._wait + self._grace
        async with asyncio.timeout(longest):
            updates = await self._bot.raw_updates(self._offset, self._wait, limit=100, read_timeout=longest)
        if not isinstance(updates, list):
            raise TelegramError("that is no list of updates")
        self.last_good_poll = loop.time()
        if not updates and loop.time() - begun < self._wait / 2:
            await asyncio.sleep(self._backoff.shortest)  # it was to wait for something, and did not
        return updates

    async def _take_in(self, updates: Sequence[Any], hands: Hands) -> bool:
        """Have updates committed, then move the offset beyond them; whether that was to be had."""
        tasks = set[asyncio.Task[bool]]()
        for number, raw in enumerate(updates, start=1):
            if (intake := understood(raw, self._bot, self._me)) is not None:
                tasks.add(hands.begin(intake, patient=True))
            if number % _BREATH == 0:
                await asyncio.sleep(0)
        if tasks:
            await unless_closed(self._closing, asyncio.wait(tasks))
            if self._closing.is_set():
                await hands.finish()
        if not all(map(committed, tasks)):
            return False
        # Ids turn random after a quiet week, so the last one counts and not the highest.
        ids = [raw["update_id"] for raw in updates if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
        if not ids:
            raise ShutOut("What answers at TROTH_TELEGRAM_API_URL sends updates without ids: it is no Bot API server.")
        self._offset = ids[-1] + 1
        return True

    async def _confirm(self) -> None:
        """Tell Telegram what was committed last, so that it does not come again at the next start.

        What this poll itself brings back is not confirmed by that, and so not lost.
        """
        if self._offset is None:
            return
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_CONFIRM_SECONDS):
                await self._bot.raw_updates(self._offset, 0, limit=1, read_timeout=_CONFIRM_SECONDS)
