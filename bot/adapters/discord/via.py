"""How an event that came as an interaction of Discord's may be answered, as one string that the house keeps, and
where what was shown can be found again.

An interaction's token is good for fifteen minutes, and its first answer is due within three seconds
(https://docs.discord.com/developers/interactions/receiving-and-responding). The string holds that token: it belongs
beside the acts it answers and into no log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import quote, unquote

from bot.clock import MINUTE, SECOND

Kind = Literal["command", "press", "modal", "modal-press"]
"""`modal`: a form was sent that no message led to; `modal-press`: one that a message's button had opened."""

FIRST_ANSWER: Final = 3 * SECOND
TOKEN_LIFE: Final = 15 * MINUTE
MARGIN: Final = 20 * SECOND
"""Milliseconds before its end at which a token counts as over: clocks differ, and requests take time."""

_EPOCH: Final = 1_420_070_400_000
"""The instant that Discord's ids count their milliseconds from."""

_KINDS: Final = frozenset(get_args(Kind))


def made_at(snowflake: str) -> int:
    """When Discord gave this id, in UTC milliseconds; 0 for what is no id."""
    return (int(snowflake) >> 22) + _EPOCH if snowflake.isascii() and snowflake.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Via:
    """One interaction. All ids are Discord's, as decimal strings.

    `message_id` is the message whose button was pressed (`press`, `modal-press`). `private` says who sees what it
    stands on: for a command or a form without a message, that others read the place too, so that what answers late
    is announced to this person alone; for a press, that the pressed message is shown to them alone. `pressed` is the
    custom_id of the pressed button: one that opens a form has the form's token.
    """

    kind: Kind
    interaction_id: str
    token: str
    message_id: str = ""
    user_id: str = ""
    private: bool = False
    pressed: str = ""

    @property
    def text(self) -> str:
        """The one string."""
        mark = "p" if self.private else "-"
        texts = (self.kind, self.interaction_id, self.message_id, self.user_id, mark, self.pressed, self.token)
        return " ".join(quote(text, safe="=-_.~") for text in texts)

    @classmethod
    def parse(cls, text: str) -> Via | None:
        """The interaction that a string names; None where it names none."""
        texts = [unquote(one) for one in text.split(" ")]
        if len(texts) != 7 or texts[0] not in _KINDS or not made_at(texts[1]) or not texts[6]:
            return None
        kind, interaction_id, message_id, user_id, mark, pressed, token = texts
        return cls(kind, interaction_id, token, message_id, user_id, mark == "p", pressed)  # type: ignore[arg-type]

    @property
    def created_at(self) -> int:
        """When it came to be, in UTC milliseconds by Discord's clock."""
        return made_at(self.interaction_id)

    def alive(self, now: int) -> bool:
        """Whether its token may still be good at `now` (UTC milliseconds)."""
        return now < self.created_at + TOKEN_LIFE - MARGIN


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours. One for a single reader is reached only by the token of the interaction it answered.

    `original`: that token knows it as @original, having come with a press on it, or having brought it first.
    """

    message_id: str
    interaction_id: str = ""
    token: str = ""
    original: bool = False

    @property
    def text(self) -> str:
        """Its part of a ref: "123", or "~123:INTERACTION:TOKEN", or that with ":o"."""
        if not self.token:
            return self.message_id
        return f"~{self.message_id}:{self.interaction_id}:{self.token}{':o' if self.original else ''}"

    def alive(self, now: int) -> bool:
        """Whether it may still be reached at `now` (UTC milliseconds)."""
        return not self.token or now < made_at(self.interaction_id) + TOKEN_LIFE - MARGIN


def shown_by(ref: str) -> tuple[Shown, ...]:
    """The messages that a ref names, in order; none where it names none."""
    found = [_shown(one) for one in ref.split(",")]
    return tuple(one for one in found if one is not None) if None not in found else ()


def _shown(text: str) -> Shown | None:
    message_id, *rest = text.removeprefix("~").split(":")
    if not made_at(message_id) or len(rest) not in ((2, 3) if text.startswith("~") else (0,)):
        return None
    interaction_id, token = rest[:2] or ("", "")
    return Shown(message_id, interaction_id, token, len(rest) == 3)
