"""What people do with guilds, channels and threads on the loopback Discord, and who comes and goes."""

from __future__ import annotations

from typing import Any

from tests.discord.people import PRIVATE_THREAD, PUBLIC_THREAD, REMOVED, TEXT, Channel, Guild, Message, Person
from tests.discord.rest_channels import add_to_guild
from tests.discord.rights import BOT, EVERYONE
from tests.discord.wire import BOT_ID, Json
from tests.discord.world import World
from tests.loopback.cant import Cant


class Places:
    """Everything a person can do to a place."""

    def __init__(self, world: World) -> None:
        self.world = world

    def person(self, user_id: int, name: str, locale: str = "en-US") -> None:
        """Somebody makes an account."""
        self.world.persons[user_id] = Person(user_id, name, locale)

    def closes_dm(self, user: int) -> None:
        """Let no direct messages through."""
        self.world.persons[user].closed = True

    def opens_dm(self, user: int) -> None:
        """Let them through again."""
        self.world.persons[user].closed = False

    # -- guilds ------------------------------------------------------------------------------------------------

    def guild(
        self, name: str, owner: int, members: list[int], *, bot: bool = True, permissions: int | None = None
    ) -> int:
        """A guild with its first channel, perhaps with the bot."""
        unknown = {owner, *members} - set(self.world.persons)
        if unknown:
            raise Cant(f"there is no person {unknown}")
        number = self.world.guild_id()
        role = self.world.snowflake()
        made = Guild(number, name, owner, {owner, *members}, EVERYONE, BOT, role, bot=False)
        self.world.guilds[number] = made
        add_to_guild(self.world, Channel(self.world.snowflake(), TEXT, number, "general", owner=owner))
        if bot:
            self.adds_bot(number, permissions)
        return number

    def guilds(self) -> list[int]:
        """All guilds, oldest first."""
        return list(self.world.guilds)

    def general(self, guild: int) -> int:
        """A guild's first channel."""
        return self._guild(guild).channels[0]

    def adds_bot(self, guild: int, permissions: int | None = None) -> None:
        """The bot is let into a guild. Where it may do less than others, nobody may do more."""
        home = self._guild(guild)
        home.bot = True
        if permissions is not None:
            home.bots, home.everyone = permissions, home.everyone & permissions
        self.world.dispatch("GUILD_CREATE", self.world.guild_whole(home, back=False), guild)
        self.world.changes.tell()

    def joins(self, guild: int, user: int) -> None:
        """Somebody becomes a member; without the privileged intent the bot does not hear of it."""
        self._guild(guild).members.add(user)

    def removes_bot(self, place: int) -> None:
        """The bot is put out of a guild or a thread."""
        if place in self.world.guilds:
            self._guild(place).bot = False
            self.world.dispatch("GUILD_DELETE", {"id": str(place)}, place)
            self.world.changes.tell()
        else:
            self.removes(place, BOT_ID)

    def guild_unavailable(self, guild: int) -> None:
        """An outage."""
        self._guild(guild).unavailable = True
        self.world.dispatch("GUILD_DELETE", {"id": str(guild), "unavailable": True}, guild)

    def guild_back(self, guild: int) -> None:
        """It is over."""
        home = self._guild(guild)
        home.unavailable = False
        self.world.dispatch("GUILD_CREATE", self.world.guild_whole(home, back=True), guild)

    # -- channels ----------------------------------------------------------------------------------------------

    def channel(self, guild: int, name: str, overwrites: list[Json] | None = None) -> int:
        """A text channel."""
        made = Channel(self.world.snowflake(), TEXT, guild, name, owner=self._guild(guild).owner)
        for one in overwrites or ():
            made.overwrites[int(one["id"])] = {
                "id": int(one["id"]),
                "type": one["type"],
                "allow": int(one.get("allow", 0)),
                "deny": int(one.get("deny", 0)),
            }
        add_to_guild(self.world, made)
        self.world.tell("CHANNEL_CREATE", made, self.world.channel_json(made))
        return made.id

    def overwrite(self, channel: int, kind: str, overwritten: int, allow: int = 0, deny: int = 0) -> None:
        """Change what a role or a member may do in a channel; bots are told of channels they can't see too."""
        place = self._channel(channel)
        if allow or deny:
            number = 0 if kind == "role" else 1
            place.overwrites[overwritten] = {"id": overwritten, "type": number, "allow": allow, "deny": deny}
        else:
            place.overwrites.pop(overwritten, None)
        self.world.dispatch("CHANNEL_UPDATE", self.world.channel_json(place), place.guild)
        self.world.changes.tell()

    def deletes_channel(self, channel: int) -> None:
        """Delete a channel with the threads in it, or a thread."""
        place = self._channel(channel)
        if place.is_thread:
            names: tuple[Any, ...] = ("id", "guild_id", "parent_id", "type")
            said = self.world.channel_json(place)
            self.world.tell("THREAD_DELETE", place, {name: said[name] for name in names})
        else:
            self.world.dispatch("CHANNEL_DELETE", self.world.channel_json(place), place.guild)
        place.gone = True
        self.world.changes.tell()

    # -- threads -----------------------------------------------------------------------------------------------

    def thread(
        self, channel: int, name: str, members: list[int], *, private: bool = True, invitable: bool = False
    ) -> int:
        """The first of the members opens a thread."""
        parent = self._channel(channel)
        kind = PRIVATE_THREAD if private else PUBLIC_THREAD
        made = Channel(self.world.snowflake(), kind, parent.guild, name, parent.id, members[0], set(members))
        made.invitable = invitable
        add_to_guild(self.world, made)
        self.world.tell("THREAD_CREATE", made, self.world.thread_json(made) | {"newly_created": True})
        return made.id

    def adds(self, thread: int, user: int, by: int) -> None:
        """Somebody is added by a member who may."""
        place = self._channel(thread)
        if by not in place.members and place.kind == PRIVATE_THREAD:
            raise Cant("they are not in that thread")
        guild = self._guild(place.guild or 0)
        if place.kind == PRIVATE_THREAD and not place.invitable and by not in {place.owner, guild.owner}:
            raise Cant("only who opened that thread, or a moderator, can add somebody")
        self.world.thread_added(place, user, by)

    def removes(self, thread: int, user: int) -> None:
        """Somebody is not in a thread any more; of others the bot is told by a message only."""
        place = self._channel(thread)
        if user == BOT_ID:
            said = self.world.channel_json(place)
            gone = {name: said[name] for name in ("id", "guild_id", "member_count")}
            self.world.tell("THREAD_MEMBERS_UPDATE", place, gone | {"removed_member_ids": [str(BOT_ID)]})
            place.members.discard(user)
            self.world.changes.tell()
            return
        place.members.discard(user)
        by = self._guild(place.guild or 0).owner
        self.world.post(Message(self.world.snowflake(), place.id, by, kind=REMOVED, mentions=(user,)))

    def archives(self, thread: int, *, locked: bool = False) -> None:
        """A thread is archived, perhaps locked."""
        place = self._channel(thread)
        place.archived, place.locked = True, locked
        self.world.thread_changed(place)

    # -- finding -----------------------------------------------------------------------------------------------

    def _guild(self, guild: int) -> Guild:
        if guild not in self.world.guilds:
            raise Cant(f"there is no guild {guild}")
        return self.world.guilds[guild]

    def _channel(self, channel: int) -> Channel:
        if channel not in self.world.channels:
            raise Cant(f"there is no channel {channel}")
        return self.world.channels[channel]
