"""What comes over the gateway, sorted: read, and handed to the intake."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.adapters.discord import updates
from bot.adapters.discord.client import TrothClient
from bot.adapters.discord.interactions import direct_channel, interaction
from bot.adapters.discord.updates import EPHEMERAL, GoneInDirect, Payload, Taken
from bot.clock import Clock
from bot.model import Command, Edited, FromPlatform, Text

REMEMBERED: Final = 10_000

Take = Callable[[Taken | GoneInDirect], None]


class Ear:
    """Reads what the client hears. `quoting` has the command that each entry of a message's menu stands for; `met` is
    told that the direct chat with a person is a channel.

    In a server where Discord withholds what people write, that a message is gone matters only for those whose words
    came to us: which those are is remembered, a bounded number of them and until the process ends.
    """

    def __init__(
        self, client: TrothClient, met: Callable[[str, str], None], clock: Clock, quoting: Mapping[str, str], take: Take
    ) -> None:
        self._client = client
        self._met = met
        self._clock = clock
        self._quoting = quoting
        self._take = take
        self._around = client.around
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._heard_of: OrderedDict[tuple[str, str], None] = OrderedDict()

    def hear(self, name: str, data: Payload) -> None:
        """Take in one event of the gateway's, by its name."""
        match name:
            case "INTERACTION_CREATE":
                self._interaction(data)
            case "MESSAGE_CREATE":
                self._message(data)
            case "MESSAGE_UPDATE":
                self._hand_in(updates.edited(data, self._around))
            case "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK":
                self._deleted(data)
            case _:
                self._hand_in(self._of_places(name, data))

    def whose(self, channel_id: str) -> str | None:
        """Whose direct chat a channel is, as far as that was heard."""
        return self._owners.get(channel_id)

    def learn(self, user_id: str, channel_id: str) -> None:
        """The direct chat with somebody is this channel."""
        self._met(user_id, channel_id)
        _remember(self._owners, channel_id, user_id)

    def _interaction(self, data: Payload) -> None:
        taken = interaction(data, self._around, self._quoting)
        if taken is None:
            return
        if taken.via is not None and (channel := direct_channel(data)):
            self.learn(taken.via.user_id, channel)
        self._take(taken)

    def _message(self, data: Payload) -> None:
        author = data["author"]
        if not data.get("guild_id") and not author.get("bot") and not int(data.get("flags") or 0) & EPHEMERAL:
            self.learn(str(author["id"]), str(data["channel_id"]))
        self._hand_in(updates.message(data, self._around))

    def _deleted(self, data: Payload) -> None:
        for gone in updates.deleted(data, self._around):
            if isinstance(gone, GoneInDirect):
                self._take(gone)
            elif self._around.reads_all or (gone.place.id, gone.ref) in self._heard_of:
                self._take(Taken(gone))

    def _of_places(self, name: str, data: Payload) -> list[FromPlatform]:
        now = self._clock.now()
        match name:
            case "CHANNEL_DELETE" | "THREAD_DELETE":
                return updates.channel_gone(data)
            case "CHANNEL_UPDATE":
                guild, channel = str(data.get("guild_id") or ""), str(data["id"])
                before = updates.standing(self._client.overwrites(guild, channel)) if guild else {}
                return updates.let_see(data, before, self._around, now)
            case "GUILD_DELETE":
                return updates.guild_gone(data, self._around, now)
            case "THREAD_MEMBERS_UPDATE":
                return updates.put_out(data, self._around, now)
        return []

    def _hand_in(self, events: list[FromPlatform]) -> None:
        for event in events:
            if isinstance(event, Text | Command | Edited) and event.place.kind == "shared":
                _remember(self._heard_of, (event.place.id, event.ref), None)
            self._take(Taken(event))


def _remember(kept: OrderedDict[Any, Any], key: object, value: object) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
