"""The loopback Discord's state: who there is, what was written, and what the bot is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from bot.clock import MovedClock, SystemChance, SystemClock
from tests.discord.people import ADDED, COMMAND_ANSWER, DM, REPLY, Channel, Guild, Interaction, Message, Person
from tests.discord.rights import Rights
from tests.discord.shapes import BOT_USER, channel_json, guild_json, member_json, stamp, thread_member_json, user_json
from tests.discord.wire import APP_ID, BOT_ID, Json, Refusal
from tests.loopback.changes import Changes

_EPOCH: Final = 1_420_070_400_000
_MENTION: Final = re.compile(r"<@!?(\d+)>")
_NONCES: Final = 120_000
"""Milliseconds for which a nonce is remembered: "the past few minutes", measured at about two."""

Dispatch = Callable[[str, Json, int | None], bool]
"""Tell the sessions of an event: its name, its body, the guild it belongs to. True if a live socket gets it."""


class World:
    """Everything there is."""

    def __init__(self) -> None:
        self.changes = Changes()
        self.persons: dict[int, Person] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[int, Interaction] = {}
        self.tokens: dict[str, Interaction] = {}
        self.commands: list[Json] = []
        self.command_writes = 0
        self.unforeseen: list[str] = []
        self.gateway_url = ""
        self.shards = 1
        self.rights = Rights(self.guilds, self.channels)
        self.dispatch: Dispatch = lambda _name, _body, _guild: False
        self.chance = SystemChance()
        self.nonces: dict[tuple[int, str], Message] = {}
        self.clock = MovedClock(SystemClock())
        self._dms: dict[frozenset[int], Channel] = {}
        self._last = 0
        self._first_guild = self.now() - _EPOCH

    def now(self) -> int:
        """The present, in milliseconds."""
        return self.clock.now()

    def snowflake(self) -> int:
        """An id that holds the present instant: https://discord.com/developers/docs/reference#snowflakes."""
        self._last = max(self._last + 1, (self.now() - _EPOCH) << 22)
        return self._last

    def guild_id(self) -> int:
        """Guilds made one after another belong to one shard after another, however many there are."""
        return (self._first_guild + len(self.guilds)) << 22

    # -- finding -----------------------------------------------------------------------------------------------

    def channel(self, given: str | int) -> Channel:
        """A channel as the bot may name it; what was deleted is unknown."""
        channel = self.channels.get(int(given)) if str(given).isdigit() else None
        if channel is None or channel.gone or (channel.parent and self.channels[channel.parent].gone):
            raise Refusal(10003)
        if channel.kind == DM and BOT_ID not in channel.members:
            raise Refusal(50001)
        return channel

    def guild(self, given: str | int) -> Guild:
        """A guild as the bot may name it."""
        guild = self.guilds.get(int(given)) if str(given).isdigit() else None
        if guild is None:
            raise Refusal(10004)
        if not guild.bot:
            raise Refusal(50001)
        return guild

    def dm(self, user: int, other: int = BOT_ID) -> Channel:
        """The DM of a person with the bot, or with somebody else; made when it is first asked for."""
        both = frozenset({user, other})
        if both not in self._dms:
            made = Channel(self.snowflake(), DM, members=set(both))
            self._dms[both] = self.channels[made.id] = made
        return self._dms[both]

    def user(self, user: int) -> Json:
        """Anybody as a user."""
        return BOT_USER if user == BOT_ID else user_json(self.persons[user])

    def roles(self, guild: Guild, user: int) -> list[str]:
        """The roles of a member, that of everyone left out."""
        return [str(guild.bot_role)] if user == BOT_ID and guild.bot else []

    # -- wording -----------------------------------------------------------------------------------------------

    def channel_json(self, channel: Channel) -> Json:
        """A channel as the bot sees it."""
        others = [self.user(one) for one in channel.members - {BOT_ID}] if channel.kind == DM else []
        return channel_json(channel, others)

    def message_json(self, message: Message, *, deep: bool = True) -> Json:
        """A message as the bot sees it when it fetches it."""
        said: Json = {
            "id": str(message.id),
            "channel_id": str(message.channel),
            "type": message.kind,
            "author": self.user(message.author),
            "content": message.content,
            "timestamp": stamp(message.made),
            "edited_timestamp": stamp(message.edited) if message.edited else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [self.user(one) for one in message.mentions if one in self.persons or one == BOT_ID],
            "mention_roles": [],
            "attachments": message.attachments,
            "embeds": [],
            "components": message.components,
            "pinned": False,
            "flags": message.flags,
        }
        if message.via is not None:
            said |= self._interaction_part(self.interactions[message.via])
        if message.reference is not None:
            said |= self._reference_part(message, deep=deep)
        return said

    def _interaction_part(self, interaction: Interaction) -> Json:
        kind = interaction.kind
        about = {"id": str(interaction.id), "type": kind, "user": self.user(interaction.user)}
        about["authorizing_integration_owners"] = self.owners(interaction)
        return {"webhook_id": str(APP_ID), "application_id": str(APP_ID), "interaction_metadata": about}

    def _reference_part(self, message: Message, *, deep: bool) -> Json:
        channel = self.channels[message.channel]
        reference = {"type": 0, "message_id": str(message.reference), "channel_id": str(message.channel)}
        if channel.guild is not None:
            reference["guild_id"] = str(channel.guild)
        said: Json = {"message_reference": reference}
        if deep:
            answered = channel.messages.get(message.reference or 0)
            said["referenced_message"] = self.message_json(answered, deep=False) if answered else None
        return said

    def owners(self, interaction: Interaction) -> Json:
        """Who installed the app that is used here: "0" the guild (0 for the bot's DM), "1" the person."""
        if interaction.user_install:
            return {"1": str(interaction.user)}
        return {"0": str(interaction.channel.guild or 0)}

    def guild_whole(self, guild: Guild, *, back: bool) -> Json:
        """A guild with its channels, the threads the bot is in, and the bot; `back` after an outage or a start."""
        channels = [self.channels[one] for one in guild.channels if not self.channels[one].gone]
        threads = [one for one in channels if one.is_thread and not one.archived and BOT_ID in one.members]
        said = guild_json(guild) | {
            "joined_at": stamp(self.now()),
            "large": False,
            "member_count": len(guild.members) + 1,
            "voice_states": [],
            "members": [member_json(BOT_USER, self.roles(guild, BOT_ID))],
            "channels": [self.channel_json(one) for one in channels if not one.is_thread],
            "threads": [self.thread_json(one) for one in threads],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
        return said | {"unavailable": False} if back else said

    def thread_json(self, thread: Channel) -> Json:
        """A thread with the bot's own membership."""
        said = self.channel_json(thread)
        return said | {"member": thread_member_json(thread, BOT_ID)} if BOT_ID in thread.members else said

    # -- making ------------------------------------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """Put a message into its channel, and tell whoever may know."""
        channel = self.channels[message.channel]
        message.made = self.now()
        found = [int(one) for one in _MENTION.findall(message.content)] if message.author != BOT_ID else []
        message.mentions = tuple(dict.fromkeys([*message.mentions, *found]))
        channel.messages[message.id] = message
        if not message.ephemeral:
            self.tell("MESSAGE_CREATE", channel, self.event(message) | self._nonce(message))
        self.changes.tell()
        return message

    def changed(self, message: Message) -> None:
        """A message was edited, or its answer came."""
        message.edited = self.now()
        message.edits += 1
        if not message.ephemeral:
            self.tell("MESSAGE_UPDATE", self.channels[message.channel], self.event(message))
        self.changes.tell()

    def filled(self, message: Message) -> None:
        """What was thinking has its words: to others it is edited, though no mark says so."""
        message.thinking = False
        message.flags &= ~(1 << 7)
        if not message.ephemeral:
            self.tell("MESSAGE_UPDATE", self.channels[message.channel], self.event(message))
        self.changes.tell()

    def remove(self, message: Message) -> None:
        """A message is gone."""
        channel = self.channels[message.channel]
        del channel.messages[message.id]
        if not message.ephemeral:
            body = {"id": str(message.id), "channel_id": str(channel.id)}
            self.tell("MESSAGE_DELETE", channel, body | self._guild_part(channel))
        self.changes.tell()

    def tell(self, name: str, channel: Channel, body: Json) -> None:
        """Tell of what happened in a channel, if the bot can read there."""
        if self.rights.sees(BOT_ID, channel) and (channel.kind != DM or BOT_ID in channel.members):
            self.dispatch(name, body, channel.guild)

    def event(self, message: Message) -> Json:
        """A message as the gateway tells of it, its words withheld where the bot has no business with them."""
        channel = self.channels[message.channel]
        said = self._withheld(message, self.message_json(message)) | {"channel_type": channel.kind}
        answered = channel.messages.get(message.reference or 0)
        if answered is not None:
            said["referenced_message"] = self._withheld(answered, self.message_json(answered, deep=False))
        if channel.guild is not None:
            guild = self.guilds[channel.guild]
            member = member_json({}, self.roles(guild, message.author))
            del member["user"]
            said["member"] = member
        return said | self._guild_part(channel)

    def _withheld(self, message: Message, said: Json) -> Json:
        # Without the message content intent: https://discord.com/developers/docs/events/gateway#message-content-intent
        mine = message.author == BOT_ID or BOT_ID in message.mentions
        if self.channels[message.channel].kind == DM or mine:
            return said
        return said | {"content": "", "components": [], "attachments": [], "embeds": []}

    def _guild_part(self, channel: Channel) -> Json:
        return {} if channel.guild is None else {"guild_id": str(channel.guild)}

    def _nonce(self, message: Message) -> Json:
        return {} if message.nonce is None else {"nonce": message.nonce}

    # -- nonces ------------------------------------------------------------------------------------------------

    def under(self, channel: Channel, nonce: Any) -> Message | None:
        """What the bot sent in a channel under a nonce not long ago.

        Source: https://discord.com/developers/docs/resources/message#create-message (enforce_nonce).
        """
        found = self.nonces.get((channel.id, str(nonce)))
        return found if found is not None and self.now() - found.made < _NONCES else None

    # -- threads -----------------------------------------------------------------------------------------------

    def thread_added(self, thread: Channel, user: int, by: int) -> None:
        """Somebody is in a thread from here on: a message says so, and the bot is told if it is the bot."""
        if user in thread.members:
            return
        thread.members.add(user)
        if user == BOT_ID:
            self.dispatch("THREAD_CREATE", self.thread_json(thread), thread.guild)
        self.post(Message(self.snowflake(), thread.id, by, kind=ADDED, mentions=(user,)))

    def thread_changed(self, thread: Channel) -> None:
        """A thread was renamed, archived or opened again."""
        self.tell("THREAD_UPDATE", thread, self.thread_json(thread))
        self.changes.tell()

    def reply_kind(self, interaction: Interaction) -> int:
        """What kind of message answers an interaction."""
        return COMMAND_ANSWER if interaction.kind == 2 else REPLY if interaction.message else 0
