"""One act under way: its message in parts, what it replaces, what it answers, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.adapters.discord.addresses import Where, where
from bot.adapters.discord.answering import Talk
from bot.adapters.discord.components import Json, Payload, as_message, payload, rows
from bot.adapters.discord.text import Part, parts
from bot.adapters.discord.via import Shown, shown_by
from bot.model import Address, Edit, Message, Say, Span


@dataclass(slots=True)
class Done:
    """How far an act has come: the message that shows each part, and whether all is said anew."""

    shown: dict[int, Shown] = field(default_factory=dict)
    anew: bool = False

    @property
    def ref(self) -> str:
        return ",".join(one.text for _, one in sorted(self.shown.items()))


@dataclass(frozen=True, slots=True)
class Task:
    """One act under way. `private`: only one reader of a place that others read may see it."""

    nonce: str
    place: Address
    message: Message
    parts: tuple[Part, ...]
    old: tuple[Shown, ...]
    talk: Talk | None
    done: Done

    @property
    def to(self) -> Where:
        return where(self.place)

    @property
    def private(self) -> bool:
        return is_private(self.place, self.message)

    def payload(self, number: int, *, edit: bool = False) -> Payload:
        """A part as it is sent; the buttons stand under the last."""
        under = rows(self.message.rows) if number == len(self.parts) - 1 else []
        return payload(self.parts[number], under, ephemeral=self.private and not edit, edit=edit)


def is_private(place: Address, message: Message) -> bool:
    """Whether only one reader of a place that others read may see a message."""
    return place.kind == "visit" or (place.kind == "shared" and message.only is not None)


def answers_its_reader(message: Message, talk: Talk | None) -> bool:
    """Whether an interaction can show a message: what is for one person is no answer to what another one did."""
    return talk is None or message.only is None or message.only.id == talk.via.user_id


def replaceable(place: Address, act: Say | Edit) -> tuple[Shown, ...]:
    """What an edit changes. What is for one reader never stands in a message that others see, nor the other way."""
    old = shown_by(act.ref) if isinstance(act, Edit) else ()
    private = is_private(place, act.message)
    return old if all(bool(one.token) == private for one in old) else ()


def laid_out(task: Task) -> Task:
    """The task with its message cut into parts, a form in it shown as a message."""
    message = as_message(task.message)
    return replace(task, message=message, parts=parts(message))


def said_in(task: Task, talk: Talk, message: Json, *, original: bool) -> Shown:
    """Where a message can be found again."""
    found = str(message.get("id") or "")
    if not task.private:
        return Shown(found)
    return Shown(found, talk.via.interaction_id, talk.via.token, original)


def in_words(task: Task) -> Task:
    """The task with words instead of what is attached; a picture that is shown already stays."""
    message, spans = task.message, task.message.spans
    if message.image is not None and 0 not in task.done.shown:
        spans = (Span(f"{message.image.alt}\n\n"), *spans)
        message = replace(message, image=None)
    if message.file is not None:
        gap = "\n\n" if spans else ""
        spans = (*spans, Span(f"{gap}{message.file.instead or message.file.name}"))
    # What was shown so far is cut as before: the same text, and only its last part has become longer.
    return laid_out(replace(task, message=replace(message, file=None, spans=spans)))
