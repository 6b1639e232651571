"""Errors, named by what the one who meets them can do.

    Trouble
    ├── Refused        tell the person, in the words it carries; what the handler wrote is undone
    ├── BadSettings    tell the operator, in one sentence; exit code 2
    ├── BadContent     tell the writer of a guide or of words, one line a fault
    ├── StoreTrouble   the database could not be written or read
    │   ├── StoreBusy      another process or a lock: try again
    │   └── StoreUnusable  damaged, or newer than this code: stop, and keep the file
    ├── ShutOut        a platform won't have us (token revoked, another process takes in): stop, tell the operator
    └── ActTrouble     an adapter could not do an act
        ├── TryAgain       after so many seconds
        ├── PlaceMoved     the place has another id now: do it there
        ├── Unreachable    this place is closed to us until its person comes back
        ├── Expired        it was for one reader of a shared place, who is not there any more: elsewhere, or later
        ├── Rejected       the platform will never take this act
        └── EffectUnknown  it may have happened; nobody can tell

Anything else that is raised is a bug: its transaction is rolled back, it is logged without words, and the
person hears that nothing was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Trouble(Exception):
    """Anything that Troth itself raises."""


class Refused(Trouble):
    """The person asked for something that can't be; say so in the words named by `key`.

    `args` fill the words' placeables. Raising it undoes what the handler wrote; the answer is still sent.
    """

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key = key
        self.given = args


class BadSettings(Trouble):
    """A setting is missing or wrong; the message is one sentence for the operator."""


class BadContent(Trouble):
    """Content files have faults; `faults` has one line for each, with file and place."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class StoreTrouble(Trouble):
    """The database did not do what was asked; nothing of the transaction remains."""


class StoreBusy(StoreTrouble):
    """Somebody else holds the database."""


class StoreUnusable(StoreTrouble):
    """The file is damaged or newer than this code. It is left as it is."""


class ShutOut(Trouble):
    """A platform refuses us until the operator does something; the message is one sentence for them."""


class ActTrouble(Trouble):
    """A platform did not do an act."""


class TryAgain(ActTrouble):
    """The platform asks to wait, or can't be reached now. `tried` is false if nothing was handed over yet."""

    def __init__(self, seconds: float, *, whole_platform: bool = False, tried: bool = True) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds
        self.whole_platform = whole_platform
        self.tried = tried


class PlaceMoved(ActTrouble):
    """The place is the same, under the id `to`."""

    def __init__(self, to: str) -> None:
        super().__init__("the place has moved")
        self.to = to


class Unreachable(ActTrouble):
    """The person blocked us or the place is gone: nothing goes there until an event comes from it."""


class Expired(ActTrouble):
    """What one reader alone may see is shown in a shared place only in answer to them, for a while: that is over."""


class Rejected(ActTrouble):
    """The platform refuses this act for good."""


class EffectUnknown(ActTrouble):
    """The act was handed over, and its answer lost. `once`: a repeat under its nonce is shown once all the same."""

    def __init__(self, why: str = "", *, once: bool = True) -> None:
        super().__init__(why)
        self.once = once
