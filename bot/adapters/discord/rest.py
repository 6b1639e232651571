"""Requests to Discord's REST API, with what comes of them named by what to do about it.

They go over the session of the library's client, to its routes, with its token; each is made once and at once, and
its limits are kept here. The library's `HTTPClient.request` would sleep through limits and repeat what failed, all of
which the house does better and without holding up others. Nor can it be bounded: told to give up on long limits
(`max_ratelimit_timeout`), it refuses whatever comes before its window ends, however much of the limit is left; and cut
off while it sleeps through a global limit, it holds up every later request for ever. (discord.py 2.7.1.) The library's
own adapter for interactions repeats a follow-up whose answer was lost, which doubles it.

Answers to interactions belong to no limit of the bot's token, so they wait behind none
(https://docs.discord.com/developers/interactions/receiving-and-responding).
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord
from aiolimiter import AsyncLimiter
from discord.http import Route

from bot.adapters.discord.components import Payload
from bot.adapters.discord.limits import Limits, seconds
from bot.adapters.discord.troubles import Refusal, Waves
from bot.clock import Chance
from bot.errors import ActTrouble

log = logging.getLogger(__name__)

REQUEST_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 5.0
"""Seconds after which a request is given up; the first answer to an interaction is due in three."""

A_SECOND: Final = 48
"""Requests by the bot's token; with the two that may come at once they make the 50 that Discord allows in any second
(https://docs.discord.com/developers/topics/rate-limits#global-rate-limit)."""

MESSAGES: Final = "/channels/{channel_id}/messages"
MESSAGE: Final = "/channels/{channel_id}/messages/{message_id}"
ORIGINAL: Final = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
FOLLOW_UP: Final = "/webhooks/{webhook_id}/{webhook_token}"
ANSWERED: Final = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
CALLBACK: Final = "/interactions/{webhook_id}/{webhook_token}/callback"


@dataclass(frozen=True, slots=True)
class _Said:
    """What Discord answered. `data` is `_NO_JSON` where it was a page of some machine in between."""

    status: int
    headers: Mapping[str, str]
    data: Any
    began: float


class Rest:
    """Discord's REST API for a client that is logged in by the time of the first request."""

    def __init__(self, client: discord.Client, chance: Chance) -> None:
        self._client = client
        self._waves = Waves(chance)
        self._limits = Limits()
        self._pace = AsyncLimiter(2, 2 / A_SECOND)

    def tell(self, shut_out: Callable[[str], None]) -> None:
        """Have `shut_out` told one sentence for the operator when the token is refused."""
        self._waves.shut_out = shut_out

    @property
    def application(self) -> str:
        """The application's id, which is that of its webhook too."""
        return str(self._client.application_id)

    @property
    def bot_id(self) -> str:
        """The bot's own id as a member."""
        assert self._client.user is not None, "the client is logged in"
        return str(self._client.user.id)

    def rest_of(self, channel: str) -> float:
        """Seconds until another message may be said in a channel."""
        return self._limits.rest(_key("POST", MESSAGES, {"channel_id": channel}))

    async def bot(
        self, method: str, path: str, *, send: Payload | None = None, repeatable: bool = True, **ids: str
    ) -> Any:
        """Make a request by the bot's token; returns its JSON, or None. `repeatable`: twice is as good as once.

        Raises:
            Refusal: Discord answered no.
            TryAgain: a limit, the token, or no answer where it may be repeated.
            EffectUnknown: no answer where it may not.
        """
        key = _key(method, path, ids)
        headers = {"Authorization": f"Bot {self._client.http.token}"}
        url = Route(method, path, **ids).url
        async with self._limits.turn(key), self._pace:
            said = await self._ask(method, url, key, headers, send, None, REQUEST_SECONDS, repeatable=repeatable)
            self._limits.learn(key, said.headers)
        return self._meant(said, key, method, path, by_token=True, repeatable=repeatable)

    async def answer(
        self,
        method: str,
        path: str,
        *,
        send: Payload | None = None,
        query: Mapping[str, str] | None = None,
        repeatable: bool = True,
        **ids: str,
    ) -> Any:
        """Make a request that an interaction's token allows; returns its JSON, or None. Raises as `bot` does.

        A token that is good no more is a Refusal too.
        """
        key = f"{method} {path}"
        url = Route(method, path, **{"webhook_id": self.application, **ids}).url
        said = await self._ask(method, url, key, {}, send, query, ANSWER_SECONDS, repeatable=repeatable)
        return self._meant(said, key, method, path, by_token=False, repeatable=repeatable)

    async def _ask(
        self,
        method: str,
        url: str,
        key: str,
        headers: Mapping[str, str],
        send: Payload | None,
        query: Mapping[str, str] | None,
        limit: float,
        *,
        repeatable: bool,
    ) -> _Said:
        """Make one request. What goes wrong becomes a trouble of ours, which holds neither address nor token."""
        http, began = self._client.http, asyncio.get_running_loop().time()
        typed, data = _body(send)
        trouble: ActTrouble
        try:
            async with self._session.request(
                method,
                url,
                params=dict(query or {}),
                headers={"User-Agent": http.user_agent, **headers, **typed},
                data=data,
                proxy=http.proxy,
                proxy_auth=http.proxy_auth,
                timeout=aiohttp.ClientTimeout(total=limit),
            ) as response:
                return _Said(response.status, response.headers, _json(await response.text()), began)
        except aiohttp.ClientConnectorError:
            trouble = self._waves.lost(key, began, repeatable=repeatable, sent=False)
        except (OSError, TimeoutError, aiohttp.ClientError):
            trouble = self._waves.lost(key, began, repeatable=repeatable)
        raise trouble

    def _meant(self, said: _Said, key: str, method: str, path: str, *, by_token: bool, repeatable: bool) -> Any:
        """The JSON of an answer, or what it means that there is none."""
        if said.status == 429:
            everywhere = by_token and said.headers.get("X-RateLimit-Global", "").lower() == "true"
            wait = seconds(said.headers, "Retry-After", 1.0)
            raise (
                self._limits.slow_down("" if everywhere else key, wait)
                if said.headers.get("Via")
                else self._limits.banned(said.headers)
            )
        if said.status == 401 and by_token:
            raise self._waves.refused()
        if said.status >= 500 or said.data is _NO_JSON:
            raise self._waves.lost(key, said.began, repeatable=repeatable)
        self._waves.fine()
        if said.status >= 400:
            code = said.data.get("code") if isinstance(said.data, dict) else 0
            raise Refusal(said.status, int(code or 0), f"{method} {path}")
        return said.data

    @property
    def _session(self) -> aiohttp.ClientSession:
        """The library's own session, as it hands it to its webhooks."""
        return discord.Webhook.partial(0, "-", client=self._client).session


_NO_JSON: Final = object()


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return _NO_JSON


def _body(send: Payload | None) -> tuple[dict[str, str], Any]:
    """The headers and the data of a body."""
    if send is None:
        return {}, None
    if not send.files:
        return {"Content-Type": "application/json"}, json.dumps(send.body)
    form = aiohttp.FormData(quote_fields=False)
    for one in send.multipart():
        form.add_field(**one)
    return {}, form


def _key(method: str, path: str, ids: Mapping[str, str]) -> str:
    """What shares a limit: a route, within a channel or server."""
    return f"{method} {path} {ids.get('channel_id') or ids.get('guild_id') or ''}"


def body(**said: Any) -> Payload:
    """A body of plain JSON."""
    return Payload(said)
