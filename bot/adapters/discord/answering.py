"""Answering interactions: each within three seconds, with what the house says or by announcing that it will come.

An interaction takes one first answer: a message, a change of the pressed message, a modal, or the announcement of one
of the first two. What comes later edits that answer ("@original") or follows it, for fifteen minutes
(https://docs.discord.com/developers/interactions/receiving-and-responding). The first answer has no nonce: when its
reply was lost, or another process gave it, Discord is asked what stands there, so that nothing is said twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import discord

from bot.adapters.discord.components import EPHEMERAL, LOADING, Json, Payload, payload
from bot.adapters.discord.rest import CALLBACK, FOLLOW_UP, ORIGINAL, Rest
from bot.adapters.discord.text import clipped, parts, shortened
from bot.adapters.discord.troubles import ALREADY_ANSWERED, UNKNOWN_MESSAGE, Refusal
from bot.adapters.discord.via import FIRST_ANSWER, TOKEN_LIFE, Via
from bot.clock import Chance, Clock
from bot.errors import ActTrouble, TryAgain
from bot.model import Message, Span
from bot.port import Answer

log = logging.getLogger(__name__)

PATIENCE: Final = 1.5
"""Seconds that the house may take before its answer is announced."""

CHOICES: Final = 25
CHOICE_LIMIT: Final = 100

_MANY: Final = 20_000
"""Interactions remembered: many more than come in the fifteen minutes that one lives."""

_TRIES: Final = 4
SAY: Final = 4
DEFER: Final = 5
DEFER_UPDATE: Final = 6
UPDATE: Final = 7
CHOOSE: Final = 8
MODAL: Final = 9
"""Types of a first answer."""

How = Literal["unknown", "open", "thinking", "quiet", "shown", "modal", "over"]
"""How far an interaction is: another process knows; unanswered; announced and empty; its @original is the pressed
message; its @original is what we said; a modal; nothing can answer it any more."""

_BECOMES: Final[dict[int, How]] = {
    SAY: "shown",
    DEFER: "thinking",
    DEFER_UPDATE: "quiet",
    UPDATE: "quiet",
    CHOOSE: "shown",
    MODAL: "modal",
}


class Late(Exception):
    """The interaction has its first answer already. `looked`: Discord said so, and `Talk.how` says what it was."""

    def __init__(self, *, looked: bool = False) -> None:
        super().__init__("it is answered")
        self.looked = looked


@dataclass(slots=True)
class Talk:
    """One interaction under way.

    `original` is what Discord showed as @original when it was asked. `expected` is how many acts answer it, `ended`
    how many of them have. `modal_of` is the act whose modal was sent and may have been shown.
    """

    via: Via
    how: How
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    timer: asyncio.TimerHandle | None = None
    original: Json | None = None
    expected: int | None = None
    ended: int = 0
    note: str = ""
    modal_of: str = ""


class Answers:
    """Answers interactions over a client that is logged in by then.

    `patience` is how many seconds the house may take before its answer is announced.
    """

    def __init__(self, client: discord.Client, clock: Clock, chance: Chance, *, patience: float = PATIENCE) -> None:
        self.rest = Rest(client, chance)
        self._clock = clock
        self._patience = patience
        self._talks: OrderedDict[str, Talk] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    # -- from what is taken in ---------------------------------------------------------------------------------

    def begin(self, via: Via) -> None:
        """An interaction came in: if nothing answers it soon, its answer is announced. Twice is as good as once."""
        if via.interaction_id in self._talks:
            return
        talk = self._remember(Talk(via, "open"))
        loop = asyncio.get_running_loop()
        talk.timer = loop.call_later(self._patience, lambda: self._spawn(self._announce(talk)))

    async def settle(self, via: Via, answer: Answer) -> None:
        """The house has committed: say its note, or that nothing comes. Never raises."""
        self.begin(via)
        talk = self._talks[via.interaction_id]
        talk.expected, talk.note = answer.acts, answer.note
        if talk.ended >= answer.acts:
            await self._end(talk)

    async def choose(self, via: Via, choices: tuple[str, ...]) -> None:
        """Show what could be typed: at most 25 choices. Never raises."""
        given = [choice for choice in choices if choice.strip()][:CHOICES]
        shown = [{"name": shortened(one, CHOICE_LIMIT), "value": clipped(one, CHOICE_LIMIT)} for one in given]
        try:
            await self._call(via, Payload({"type": CHOOSE, "data": {"choices": shown}}))
        except ActTrouble as why:
            log.debug("discord: choices were not shown: %s", type(why).__name__)

    async def close(self) -> None:
        """Announce nothing more, and let what is being answered end."""
        for talk in self._talks.values():
            if talk.timer is not None:
                talk.timer.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- for acts ----------------------------------------------------------------------------------------------

    def talk(self, via: Via) -> Talk | None:
        """The interaction that an act answers; None if it is over."""
        if not via.alive(self._clock.now()):
            return None
        found = self._talks.get(via.interaction_id)
        return found if found is not None else self._remember(Talk(via, "unknown"))

    async def first(self, talk: Talk, kind: int, send: Payload, act: str = "") -> Json:
        """Give the first answer; returns the message it shows (empty for a modal). `act` names whose modal it is.

        Raises:
            Late: it has one. `talk.how` says which; "over" if none can be given any more.
            Refusal: Discord does not take this one, so another can be given.
            TryAgain: no answer came.
        """
        async with talk.lock:
            if talk.how == "unknown" and self._clock.now() - talk.via.created_at >= FIRST_ANSWER:
                await self._look(talk)
            if talk.how not in ("unknown", "open"):
                raise Late(looked=talk.original is not None)
            if kind == MODAL:
                talk.modal_of = act
            try:
                said = await self._call(talk.via, send.wrapped(kind))
            except Refusal as why:
                if why.code != ALREADY_ANSWERED and not why.over:
                    raise
                await self._look(talk)
                raise Late(looked=True) from None
            talk.how = _BECOMES[kind]
            if talk.timer is not None:
                talk.timer.cancel()
            return dict(((said or {}).get("resource") or {}).get("message") or {})

    async def fill(self, talk: Talk, send: Payload) -> Json:
        """Edit the first answer, or the pressed message where it was that; returns the message."""
        said = await self._answer("PATCH", ORIGINAL, talk.via, send)
        if talk.how == "thinking":
            talk.how = "shown"
        return dict(said or {})

    async def follow_up(self, talk: Talk, send: Payload) -> Json:
        """Say another message. EffectUnknown if the answer is lost: it has no nonce."""
        query = {"wait": "true"}
        return dict(await self._answer("POST", FOLLOW_UP, talk.via, send, query=query, repeatable=False) or {})

    async def withdraw(self, talk: Talk) -> None:
        """Take an announcement back that nothing will fill."""
        async with talk.lock:
            if talk.how == "thinking":
                await self._answer("DELETE", ORIGINAL, talk.via)
                talk.how = "shown"

    def ended(self, talk: Talk) -> None:
        """An act that answers it is done, or never will be."""
        talk.ended += 1
        if talk.expected is not None and (talk.note or talk.ended >= talk.expected):
            self._spawn(self._end(talk))

    # -- inside ------------------------------------------------------------------------------------------------

    def _remember(self, talk: Talk) -> Talk:
        self._talks[talk.via.interaction_id] = talk
        over = self._clock.now() - TOKEN_LIFE
        while len(self._talks) > 1:
            oldest = next(iter(self._talks.values()))
            if len(self._talks) <= _MANY and oldest.via.created_at >= over:
                break
            self._talks.popitem(last=False)
        return talk

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _announce(self, talk: Talk) -> None:
        if talk.via.message_id:
            await self._patiently(lambda: self.first(talk, DEFER_UPDATE, Payload({})))
        else:
            flags = {"flags": EPHEMERAL} if talk.via.private else {}
            await self._patiently(lambda: self.first(talk, DEFER, Payload(dict(flags))))

    async def _end(self, talk: Talk) -> None:
        """Say the note; and once no act is left, see that nothing waits."""
        note, talk.note = talk.note, ""
        if note:
            await self._patiently(lambda: self._tell(talk, note))
        if talk.expected is not None and talk.ended >= talk.expected:
            await self._patiently(lambda: self._hush(talk))

    async def _tell(self, talk: Talk, note: str) -> None:
        """Say a few words to the one who did it."""
        part = next(iter(parts(Message((Span(note),)))), None)
        if part is None:
            return
        try:
            await self.first(talk, SAY, payload(part, (), ephemeral=True))
        except Late:
            if talk.how == "thinking":
                await self.fill(talk, payload(part, (), edit=True))
            elif talk.how != "over":
                await self.follow_up(talk, payload(part, (), ephemeral=True))

    async def _hush(self, talk: Talk) -> None:
        """Acknowledge without a word; where that takes an announcement, take it back."""
        if talk.how == "open":
            kind, flags = (DEFER_UPDATE, 0) if talk.via.message_id else (DEFER, EPHEMERAL)
            with suppress(Late):
                await self.first(talk, kind, Payload({"flags": flags} if flags else {}))
        await self.withdraw(talk)

    async def _patiently(self, call: Callable[[], Awaitable[object]]) -> None:
        """Try a few times while Discord does not answer. What fails is logged without words."""
        try:
            for _ in range(_TRIES):
                try:
                    await call()
                except TryAgain as wait:
                    await asyncio.sleep(min(wait.seconds, 0.5))
                else:
                    return
        except Late:
            return
        except ActTrouble as why:
            log.debug("discord: an interaction was not answered: %s", type(why).__name__)
        except Exception as why:
            log.error("bug in answering an interaction: %s", type(why).__name__)

    async def _look(self, talk: Talk) -> None:
        """Ask Discord what the first answer was."""
        talk.original = None
        try:
            found = dict(await self._answer("GET", ORIGINAL, talk.via) or {})
        except Refusal as why:
            if why.code != UNKNOWN_MESSAGE and not why.over:
                raise
            # Nothing stands there after a modal, or where it was deleted: what comes now follows it.
            talk.how = "over" if why.over else "modal"
            return
        talk.original = found
        if int(found.get("flags") or 0) & LOADING:
            talk.how = "thinking"
        else:
            talk.how = "quiet" if found.get("id") == talk.via.message_id else "shown"

    async def _call(self, via: Via, send: Payload) -> Any:
        query, token = {"with_response": "true"}, via.token
        lean, number = _lean(send), via.interaction_id
        return await self.rest.answer("POST", CALLBACK, send=lean, query=query, webhook_id=number, webhook_token=token)

    async def _answer(self, method: str, path: str, via: Via, send: Payload | None = None, **more: Any) -> Any:
        return await self.rest.answer(method, path, send=send, webhook_token=via.token, **more)


def _lean(send: Payload) -> Payload:
    """Without data that says nothing."""
    if send.body.get("data") or "data" not in send.body:
        return send
    return Payload({key: value for key, value in send.body.items() if key != "data"}, send.files)
