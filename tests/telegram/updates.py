"""The queue of updates, and both ways out of it: a bot that polls, or a webhook that is posted to.

Source: https://core.telegram.org/bots/api#getting-updates.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Literal

from tests.loopback.changes import Changes
from tests.telegram.wire import Json, Refusal

# Not sent unless asked for by name: https://core.telegram.org/bots/api#getupdates (allowed_updates).
_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_OTHER_POLL: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"
_OTHER_WAY: Final = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SET_MEANWHILE: Final = "terminated by setWebhook request"


@dataclass(slots=True)
class Entry:
    """One update in the queue. A `verbatim` one is handed out at least once, whatever its number."""

    update: Json
    verbatim: bool = False
    handed: bool = False
    flying: bool = False

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.update["update_id"])


class Updates:
    """What has happened and is not yet confirmed, oldest first."""

    def __init__(self, changes: Changes, first_id: int = 718_281_828) -> None:
        self.changes = changes
        self.queue: list[Entry] = []
        self.confirmed: set[int] = set()
        self.history: list[Json] = []
        self.allowed: list[str] | None = None
        self.webhook_set = False
        self._next_id = first_id
        self._poll: asyncio.Future[Literal["news", "other poll", "webhook"]] | None = None

    def note(self, kind: str, body: Json) -> int | None:
        """Queue what happened, if the bot asked for this kind; returns the update's number."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not wanted:
            return None
        number = self._take_id()
        self._put(Entry({"update_id": number, kind: body}))
        return number

    def note_verbatim(self, update: Json) -> int:
        """Queue an update as given; it gets the next number unless it brings its own."""
        whole = update if "update_id" in update else {"update_id": self._take_id(), **update}
        self._put(Entry(whole, verbatim=True))
        return int(whole["update_id"])

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def _put(self, entry: Entry) -> None:
        self.queue.append(entry)
        self.history.append(entry.update)
        self._wake("news")
        self.changes.tell()

    def _wake(self, why: Literal["news", "other poll", "webhook"]) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)

    def confirm(self, entries: list[Entry]) -> None:
        """These have arrived."""
        if entries:
            gone = {id(one) for one in entries}
            self.confirmed.update(one.id for one in entries)
            self.queue = [one for one in self.queue if id(one) not in gone]
            self.changes.tell()

    def forget_pending(self) -> None:
        """Drop what waits (drop_pending_updates)."""
        self.queue = []
        self.changes.tell()

    def webhook(self, active: bool) -> None:
        """From now on updates go to a webhook, or no longer do."""
        self.webhook_set = active
        if active:
            self._wake("webhook")

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Answer getUpdates: confirm what lies before `offset`, then give what comes within so many `seconds`.

        A later poll ends an earlier one, which hears of a conflict; so does a webhook set meanwhile.
        """
        if self.webhook_set:
            raise Refusal(409, f"Conflict: {_OTHER_WAY}")
        self._wake("other poll")
        self._poll = None
        self._confirm_before(offset)
        if not self.queue and seconds > 0:
            await self._wait(seconds)
        given = self.queue[:limit]
        for entry in given:
            entry.handed = True
        return [entry.update for entry in given]

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            self.confirm(self.queue[:offset])
        elif offset > 0:
            self.confirm([one for one in self.queue if one.id < offset and (one.handed or not one.verbatim)])

    async def _wait(self, seconds: float) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            why = await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is mine:
                self._poll = None
        if why != "news":
            raise Refusal(409, f"Conflict: {_OTHER_POLL if why == 'other poll' else _SET_MEANWHILE}")
