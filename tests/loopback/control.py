"""The way tests steer a loopback server and look at it: POST /control/VERB with a JSON object, JSON back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, Generic, Protocol, TypeVar

from aiohttp import web

from tests.loopback.cant import Cant
from tests.loopback.changes import Changes
from tests.loopback.faults import Faults

Verbs = Mapping[str, Callable[..., Any]]

_LOOKS: Final = ("many", "changed", "requests", "counts", "heal", "release", "caught")


class Recorded(Protocol):
    """A request of the bot's."""

    def json(self) -> dict[str, Any]:
        """The request as it crosses the control interface."""


C = TypeVar("C", bound=Recorded)


class Control(Generic[C]):
    """What may be asked of any server. What people do is in `deeds`; `looks` names the other verbs of its own."""

    looks: Sequence[str] = ()

    def __init__(
        self,
        deeds: Verbs,
        changes: Changes,
        faults: Faults[Any],
        requests: Sequence[C],
        counted: Mapping[str, int],
    ) -> None:
        self._deeds = deeds
        self._changes = changes
        self._faults = faults
        self._requests = requests
        self._counted = counted
        self._verbs = {**deeds, **{name: getattr(self, name) for name in (*_LOOKS, *self.looks)}}

    async def answer(self, verb: str, request: web.BaseRequest) -> web.Response:
        """Do what a test asks; what can't be is refused with 400."""
        given = await request.json()
        try:
            result = await _done(self._verbs[verb], given)
        except (Cant, KeyError, ValueError, TypeError, StopIteration) as why:
            said = str(why) if isinstance(why, Cant) else f"{verb}: {why!r}"
            return web.json_response({"refused": said}, status=400)
        return web.json_response({"result": result})

    async def many(self, deeds: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        """Several deeds of people in one go."""
        return [await _done(self._deeds[name], given) for name, given in deeds]

    async def changed(self, since: int) -> int:
        """Wait until something has changed since the `since`-th change; returns how many there were."""
        await self._changes.until(lambda: self._changes.count > since)
        return self._changes.count

    def requests(self, after: int = 0) -> list[dict[str, Any]]:
        """Every request of the bot in order, from the `after`-th on."""
        return [one.json() for one in self._requests[after:]]

    def counts(self) -> Mapping[str, int]:
        """How many requests there were, by method; refused ones count too."""
        return self._counted

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.heal()

    def release(self) -> None:
        """End the black holes."""
        self._faults.release()

    async def caught(self, count: int) -> None:
        """Wait until so many requests are in a black hole."""
        await self._changes.until(lambda: self._faults.held >= count)


async def _done(verb: Callable[..., Any], given: Mapping[str, Any]) -> Any:
    result = verb(**given)
    return await result if isinstance(result, Awaitable) else result
