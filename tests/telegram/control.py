"""The way tests steer the server and look at it: POST /control/VERB with a JSON object, JSON back."""

from __future__ import annotations

from typing import Final

from tests.loopback import control
from tests.telegram.faults import Fault, Faults
from tests.telegram.hands import Hands
from tests.telegram.pace import Pace
from tests.telegram.people import Message, shown_by_itself
from tests.telegram.webhook import Courier
from tests.telegram.wire import BOT_ID, Call, Json
from tests.telegram.world import World

_HANDS: Final = (
    "person", "group", "topic", "types", "sends", "opens", "edits", "presses", "expires", "deletes", "blocks",
    "unblocks", "adds", "removes", "adds_bot", "removes_bot", "stands", "other_bot_writes", "migrates", "raw_update",
    "repeats",
)  # fmt: skip


class Control(control.Control[Call]):
    """What may be asked over /control/."""

    looks = (
        "screen", "callback_answers", "menus", "descriptions", "webhook", "excesses", "acknowledged", "updates",
        "fault", "settled", "called",
    )  # fmt: skip

    def __init__(
        self, world: World, courier: Courier, faults: Faults, pace: Pace, requests: list[Call], counted: dict[str, int]
    ) -> None:
        self._world = world
        self._courier = courier
        self._pace = pace
        self._hands = Hands(world)
        deeds = {name: getattr(self._hands, name) for name in _HANDS}
        super().__init__(deeds, world.changes, faults, requests, counted)

    # -- looking -----------------------------------------------------------------------------------------------

    def screen(self, chat: int, thread: int | None = None) -> list[Json]:
        """What is shown in a chat (or in one topic of it), oldest first; service messages are left out."""
        messages = sorted(self._world.chats[chat].messages.values(), key=lambda one: one.id)
        shown = [one for one in messages if not one.service]
        return [_shown(one) for one in shown if thread is None or one.body.get("message_thread_id") == thread]

    def callback_answers(self) -> dict[str, Json]:
        """How presses were answered."""
        return {name: query.answer for name, query in self._world.queries.items() if query.answer is not None}

    def menus(self) -> list[Json]:
        """Every menu set, with its scope and language."""
        return list(self._world.menus.values())

    def descriptions(self) -> dict[str, dict[str, str]]:
        """The bot's long and short description by language."""
        return self._world.descriptions

    def webhook(self) -> Json:
        """What setWebhook set; empty if nothing is."""
        return self._courier.set

    def excesses(self) -> list[str]:
        """Where the bot was faster than Telegram lets it."""
        return self._pace.excesses

    def acknowledged(self) -> list[int]:
        """The numbers of updates that have arrived for good."""
        return sorted(self._world.updates.confirmed)

    def updates(self) -> list[Json]:
        """Every update there was."""
        return self._world.updates.history

    # -- going wrong and waiting -------------------------------------------------------------------------------

    def fault(
        self, kind: str, method: str | None = None, chat: int | None = None, times: int = 1, retry_after: int = 1
    ) -> None:
        """Plan a fault."""
        moved_to = 0
        if kind == "migrated":
            basic = chat in self._world.chats and self._world.chats[chat].kind == "group"
            moved_to = self._hands.migrates(chat) if basic and chat else -1_001_799_999_999
        self._faults.planned.append(Fault(kind, method, chat, times, retry_after, moved_to))

    async def settled(self) -> None:
        """Wait until every update is confirmed."""
        await self._world.changes.until(lambda: not self._world.updates.queue)

    async def called(self, method: str, times: int) -> None:
        """Wait until the bot has called a method so often."""
        await self._world.changes.until(lambda: self._counted.get(method, 0) >= times)


def _shown(message: Message) -> Json:
    body = message.body
    text = body.get("text") or body.get("caption", "")
    entities: list[Json] = body.get("entities") or body.get("caption_entities", [])
    sender = body["from"]["id"]
    return {
        "id": message.id,
        "sender": "bot" if sender == BOT_ID else sender,
        "text": text,
        "entities": entities,
        "found": shown_by_itself(text, entities) if sender == BOT_ID else [],
        "rows": [[(one["text"], one.get("callback_data"), one.get("url")) for one in row] for row in message.buttons()],
        "edits": message.edits,
        "photo": "photo" in body,
        "reply_to": body.get("reply_to_message", {}).get("message_id"),
        "thread": body.get("message_thread_id"),
        "force_reply": message.force_reply,
        "file": (body["document"]["file_name"], body["document"]["file_size"]) if "document" in body else None,
    }
