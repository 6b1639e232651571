"""What the bot asks of a server, why, and the link that asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

_AUTHORIZE: Final = "https://discord.com/oauth2/authorize"


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission by Discord's name, its bit (https://docs.discord.com/developers/topics/permissions), and its why."""

    name: str
    bit: int
    why: str


NEEDED: Final = (
    Permission("View Channels", 1 << 10, "to be in the channel where a couple opens its own thread"),
    Permission("Send Messages", 1 << 11, "to say there what both have shared"),
    Permission("Attach Files", 1 << 15, "to show a picture of a vote or of what was agreed"),
    Permission("Read Message History", 1 << 16, "to answer a message so that it shows which one"),
    Permission("Create Private Threads", 1 << 36, "to open a thread for the two of a couple"),
    Permission("Send Messages in Threads", 1 << 38, "to write in it, and to reopen it once it is archived"),
)
"""Without one of these something fails. The link asks for them and for nothing else."""

OPTIONAL: Final = (
    Permission("Manage Channels", 1 << 4, "to make a channel for the two where no private thread can be opened"),
    Permission("Manage Roles", 1 << 28, "to let only the two see that channel"),
)
"""What an owner may add. Neither lets the bot read more than it could."""

PERMISSIONS: Final = sum(one.bit for one in NEEDED)


def invite_link(application_id: int | str) -> str:
    """Adds the bot to a server, with the permissions it needs."""
    asked = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": PERMISSIONS,
        "integration_type": 0,
    }
    return f"{_AUTHORIZE}?{urlencode(asked)}"
