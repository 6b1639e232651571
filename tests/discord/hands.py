"""What people do on the loopback Discord: write, use commands, press, fill in. Tests ask for it over control."""

from __future__ import annotations

from typing import Any, Final

from tests.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, DEAD, LATE, MODAL, begin
from tests.discord.modals import filled
from tests.discord.people import DM, REPLY, Channel, Interaction, Message, Person
from tests.discord.places import Places
from tests.discord.rights import SEND, SEND_IN_THREADS
from tests.discord.wire import BOT_ID, Json
from tests.loopback.cant import Cant

_KINDS: Final = {str: 3, int: 4, bool: 5}
_SLASH: Final = 1
_ON_MESSAGE: Final = 3


class Hands(Places):
    """Everything a person can do, each verb by its name."""

    def where(self, user: int, channel: int | str | None) -> Channel:
        """The place a person means, which they must see."""
        if channel is None:
            return self.world.dm(user)
        if isinstance(channel, str) and channel.startswith("pair:"):
            return self.world.dm(user, int(channel.removeprefix("pair:")))
        found = self.world.channels.get(int(channel))
        if found is None or not self.world.rights.sees(user, found):
            raise Cant("they can't see that channel")
        return found

    def _seen(self, user: int, message_id: int, place: Channel) -> Message:
        message = place.messages.get(message_id)
        if message is None or message.only not in {None, user}:
            raise Cant("they can't see that message")
        return message

    # -- writing -----------------------------------------------------------------------------------------------

    def types(
        self,
        user: int,
        text: str,
        channel: int | str | None = None,
        reply_to: int | None = None,
        *,
        photo: bool = False,
    ) -> int:
        """Write something, perhaps in reply (which mentions whom it answers), perhaps with a photo."""
        place = self.where(user, channel)
        if place.kind != DM and not self.world.rights.of(user, place) & (SEND_IN_THREADS if place.is_thread else SEND):
            raise Cant("they can't write there")
        message = Message(self.world.snowflake(), place.id, self.who(user).id, text)
        if reply_to is not None:
            answered = self._seen(user, reply_to, place)
            message.kind, message.reference = REPLY, answered.id
            message.mentions = (answered.author,)
        if photo:
            url = f"http://127.0.0.1/attachments/{place.id}/{message.id}/photo.jpg"
            file = {"id": str(self.world.snowflake()), "filename": "photo.jpg", "size": 4, "url": url, "proxy_url": url}
            message.attachments.append(file)
        if place.archived and not place.locked:
            place.archived = False
            self.world.thread_changed(place)
        return self.world.post(message).id

    def edits(self, user: int, message_id: int, text: str, channel: int | str | None = None) -> None:
        """Change one's own words."""
        message = self._seen(user, message_id, self.where(user, channel))
        if message.author != user:
            raise Cant("people edit their own messages only")
        message.content = text
        self.world.changed(message)

    def deletes(self, user: int, message_id: int, channel: int | str | None = None) -> None:
        """Delete a message: one's own, or in a guild anybody's (as a moderator)."""
        place = self.where(user, channel)
        message = self._seen(user, message_id, place)
        if place.kind == DM and message.author != user:
            raise Cant("in a DM people delete their own messages only")
        self.world.remove(message)

    # -- commands ----------------------------------------------------------------------------------------------

    def slash(
        self, user: int, name: str, channel: int | str | None = None, options: Json | None = None,
        *, user_install: bool = False,
    ) -> int:  # fmt: skip
        """Use a command; "group sub" is a subcommand. Once commands are registered, it must be one of them."""
        place = self._for_commands(user, channel, user_install=user_install)
        given = [{"name": key, "type": _KINDS[type(value)], "value": value} for key, value in (options or {}).items()]
        data = self._data(name, _SLASH, place, given, user_install=user_install)
        return begin(self.world, COMMAND, user, place, data, user_install=user_install).id

    def on_message(
        self, user: int, name: str, message_id: int, channel: int | str | None = None, *, user_install: bool = False
    ) -> int:
        """Use a command in a message's menu; the message comes along in full."""
        place = self._for_commands(user, channel, user_install=user_install)
        message = self._seen(user, message_id, place)
        data = self._data(name, _ON_MESSAGE, place, [], user_install=user_install)
        data |= {"target_id": str(message.id)}
        data["resolved"] = {"messages": {str(message.id): self.world.message_json(message)}}
        return begin(self.world, COMMAND, user, place, data, user_install=user_install).id

    def begins(self, user: int, name: str, option: str, text: str, channel: int | str | None = None) -> int:
        """Type into an option."""
        place = self._for_commands(user, channel, user_install=False)
        typed = [{"name": option, "type": 3, "value": text, "focused": True}]
        data = self._data(name, _SLASH, place, typed, user_install=False)
        return begin(self.world, AUTOCOMPLETE, user, place, data).id

    async def completes(
        self, user: int, name: str, option: str, text: str, channel: int | str | None = None
    ) -> list[Json]:
        """Type into an option, and wait for what the bot proposes."""
        asked = self._interaction(self.begins(user, name, option, text, channel))
        await self.world.changes.until(lambda: asked.choices is not None)
        return list(asked.choices or ())

    def _for_commands(self, user: int, channel: int | str | None, *, user_install: bool) -> Channel:
        self.who(user)
        place = self.where(user, channel)
        here = BOT_ID in place.members if place.guild is None else self.world.rights.bot_in(place.guild)
        if not here and not user_install:
            raise Cant("the bot is not there: only a command of the person's own (user_install) can be used")
        return place

    def _data(self, name: str, kind: int, place: Channel, options: list[Json], *, user_install: bool) -> Json:
        first, *subs = name.split(" ") if kind == _SLASH else [name]
        known = self._registered(first, kind, place, user_install=user_install)
        for sub in reversed(subs):
            options = [{"name": sub, "type": 1, "options": options}]
        self._sound(known, options)
        said: Json = {"id": known["id"] if known else "1", "name": first, "type": kind}
        return said | {"options": options} if options else said

    def _registered(self, name: str, kind: int, place: Channel, *, user_install: bool) -> Json | None:
        if not self.world.commands:
            return None
        found = next((one for one in self.world.commands if one["name"] == name and one["type"] == kind), None)
        if found is None:
            raise Cant(f"no command {name} is registered")
        context = 0 if place.guild is not None else 1 if BOT_ID in place.members else 2
        if found.get("contexts") is not None and context not in found["contexts"]:
            raise Cant(f"the command {name} is not shown there")
        if int(user_install) not in found.get("integration_types", [0]):
            raise Cant(f"the command {name} is not installed that way")
        return found

    def _sound(self, known: Json | None, options: list[Json]) -> None:
        if known is None:
            return
        offered = {one["name"]: one for one in known.get("options") or ()}
        for given in options:
            if given["name"] not in offered:
                raise Cant(f"there is no option {given['name']}")
            if given["type"] == 1:
                self._sound(offered[given["name"]], given["options"])
            else:
                _fits(offered[given["name"]], given)
        typing = any(one.get("focused") for one in options)
        missing = {one for one, option in offered.items() if option.get("required")} - {one["name"] for one in options}
        if missing and not typing:
            raise Cant(f"required: {', '.join(sorted(missing))}")

    # -- buttons and modals ------------------------------------------------------------------------------------

    def presses(
        self, user: int, message_id: int, custom_id: str, channel: int | str | None = None, *, forged: bool = False
    ) -> int:
        """Press a button that is there, unless it is `forged`."""
        place = self.where(user, channel)
        message = self._seen(user, message_id, place)
        there = any(one.get("custom_id") == custom_id and not one.get("disabled") for one in message.buttons())
        if not there and not forged:
            raise Cant(f"no such button; there are {[one.get('custom_id') for one in message.buttons()]}")
        data = {"custom_id": custom_id, "component_type": 2, "id": 2}
        own = self._own(message)
        return begin(self.world, COMPONENT, user, place, data, message=message, user_install=own).id

    def _own(self, message: Message) -> bool:
        return message.via is not None and self.world.interactions[message.via].user_install

    def modal(self, user: int) -> Json | None:
        """The modal that is open."""
        modal = self.who(user).modal
        return None if modal is None else modal.body

    async def until_modal(self, user: int) -> Json:
        """Wait for a modal."""
        person = self.who(user)
        await self.world.changes.until(lambda: person.modal is not None)
        return dict(self.modal(user) or {})

    def submits(self, user: int, values: dict[str, Any]) -> int:
        """Fill in the open modal and send it."""
        person = self.who(user)
        modal = person.modal
        if modal is None:
            raise Cant("no modal is open")
        data = {"custom_id": modal.body["custom_id"], "components": filled(modal.body["components"], values)}
        person.modal = None
        return begin(
            self.world, MODAL, user, modal.channel, data, message=modal.message, user_install=modal.user_install
        ).id

    def dismisses(self, user: int) -> None:
        """Close the open modal."""
        person = self.who(user)
        if person.modal is None:
            raise Cant("no modal is open")
        person.modal = None

    # -- time --------------------------------------------------------------------------------------------------

    def age(self, interaction: int, minutes: float) -> None:
        """Make an interaction older, by more than 3 s at least."""
        found = self._interaction(interaction)
        found.aged += max(LATE + 1, int(minutes * 60_000)) if minutes * 60_000 < DEAD else int(minutes * 60_000) + 1
        self.world.changes.tell()

    def passes(self, seconds: float) -> None:
        """Time passes for everything here."""
        self.world.clock.offset += int(seconds * 1000)
        self.world.changes.tell()

    def token(self, interaction: int) -> str:
        """The token that came with it."""
        return self._interaction(interaction).token

    def answered(self, interaction: int) -> Json:
        """How an interaction was answered."""
        found = self._interaction(interaction)
        took = None if found.answer is None else found.answered - found.born
        return {"type": found.answer, "after_ms": took, "count": found.tries}

    def _interaction(self, interaction: int) -> Interaction:
        found = self.world.interactions.get(interaction)
        if found is None:
            raise Cant("there is no such interaction")
        return found

    def dm(self, user: int) -> int:
        """The DM of a person with the bot."""
        return self.world.dm(self.who(user).id).id

    def who(self, user: int) -> Person:
        """A person."""
        if user not in self.world.persons:
            raise Cant(f"there is no person {user}")
        return self.world.persons[user]


def _fits(option: Json, given: Json) -> None:
    """Whether the app would take a value for an option."""
    name, value = given["name"], given["value"]
    if option["type"] != given["type"]:
        raise Cant(f"{name} is of another type")
    if given.get("focused"):
        if not option.get("autocomplete"):
            raise Cant(f"{name} has no autocomplete")
        return
    offered = [one["value"] for one in option.get("choices") or ()]
    if offered and value not in offered:
        raise Cant(f"{name} offers {offered}")
    if isinstance(value, str) and not (option.get("min_length") or 0) <= len(value) <= (
        option.get("max_length") or 6000
    ):
        raise Cant(f"{name} is too short or too long")
