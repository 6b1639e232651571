"""How requests travel to the Bot API: over aiohttp, and never telling anybody the token, which is part of each URL."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 20.0

_TALKATIVE: Final = ("telegram", "httpx", "httpcore", "aiohttp")


class NotSent(NetworkError):
    """Nothing was written: no connection came about, so nothing happened."""


class ReplyLost(TimedOut):
    """The request was on its way when the line broke or fell silent: what it asked may have happened."""


class Garbled(NetworkError):
    """Something answered that is not the Bot API: a proxy's error page, a redirect."""


class SlowDown(RetryAfter):
    """The platform asks to wait `seconds`.

    The library's own class warns of its future each time it is made; this one does not.
    """

    def __init__(self, seconds: float) -> None:
        TelegramError.__init__(self, f"Too many requests: wait {seconds} s")
        self.seconds = seconds
        self._retry_after = timedelta(seconds=seconds)

    def __reduce__(self) -> tuple[type, tuple[float]]:  # type: ignore[override]  # as the library's own
        return type(self), (self.seconds,)


def quiet_libraries() -> None:
    """Keep the libraries' chatter out of the logs: below WARNING they write URLs and what people wrote."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


@dataclass(frozen=True, slots=True, repr=False)  # a bot's own repr tells its token
class Line:
    """A bot and the two ways its requests go: what it sends, and its long polls."""

    bot: Bot
    sends: AiohttpRequest
    polls: AiohttpRequest

    async def close(self) -> None:
        """Hang up."""
        await self.sends.shutdown()
        await self.polls.shutdown()


def open_line(token: str, api_url: str, *, connect: float = CONNECT_SECONDS, read: float = READ_SECONDS) -> Line:
    """A bot that speaks to the Bot API at `api_url` ("https://api.telegram.org"); times are in seconds.

    It works at once. `Bot.initialize` must not be called: it puts a refused token into its error.
    """
    quiet_libraries()
    sends = AiohttpRequest(connect=connect, read=read)
    polls = AiohttpRequest(connections=2, connect=connect, read=read)
    return Line(Bot(token, f"{api_url}/bot", f"{api_url}/file/bot", sends, polls), sends, polls)


class AiohttpRequest(BaseRequest):
    """Requests of a `telegram.Bot` over one aiohttp session, opened at the first of them.

    `connect` and `read` are seconds; a long poll adds its own. `connections` at the same time at most.
    """

    def __init__(self, *, connections: int = 100, connect: float = CONNECT_SECONDS, read: float = READ_SECONDS) -> None:
        self._connections = connections
        self._connect = connect
        self._read = read
        self._session: aiohttp.ClientSession | None = None
        self._date = ""

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._read

    @property
    def server_date(self) -> int | None:
        """The platform's clock at its last answer, in UTC milliseconds (whole seconds); None before any."""
        try:
            return round(parsedate_to_datetime(self._date).timestamp() * 1000)
        except ValueError:
            return None

    async def initialize(self) -> None:
        """Open the session, unless it is open."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session; what is under way breaks."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The answer's status and body. Raises NotSent, ReplyLost, Garbled or SlowDown."""
        await self.initialize()
        content = _content(request_data)
        upload = _seconds(write_timeout, UPLOAD_SECONDS) if isinstance(content.get("data"), aiohttp.FormData) else 0.0
        connect = _seconds(connect_timeout, self._connect) + _seconds(pool_timeout, 0.0)
        read = _seconds(read_timeout, self._read)
        times = aiohttp.ClientTimeout(total=connect + read + upload, connect=connect, sock_read=read + upload)
        answer = await self._ask(method, url, times, content)
        if isinstance(answer, NetworkError):
            # Raised here, outside of any `except`, so that no error of the line hangs on it: those name the URL.
            raise answer
        status, payload = answer
        if not 200 <= status <= 299:
            _check(status, payload)
        return status, payload

    async def _ask(
        self, method: str, url: str, times: aiohttp.ClientTimeout, content: dict[str, Any]
    ) -> tuple[int, bytes] | NetworkError:
        assert self._session is not None
        try:
            async with self._session.request(method, url, timeout=times, allow_redirects=False, **content) as response:
                payload = await response.read()
                self._date = response.headers.get("Date", "")
                return response.status, payload
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.ServerFingerprintMismatch,
            aiohttp.InvalidURL,
        ) as why:
            return NotSent(f"No connection: {type(why).__name__}")
        except Exception as why:
            return ReplyLost(f"No answer: {type(why).__name__}")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as data. Raises ReplyLost if it is none, without a word of what it says."""
        try:
            data = json.loads(payload)
        except ValueError:
            data = None
        if isinstance(data, dict) and ("result" in data or data.get("ok") is not True):
            return data
        raise ReplyLost("An answer nobody can read")


def _content(request_data: RequestData | None) -> dict[str, Any]:
    """How aiohttp is told what to send: JSON, or a form where there are files."""
    if request_data is None:
        return {}
    if not request_data.contains_files:
        body = json.dumps(request_data.parameters, separators=(",", ":")).encode()
        return {"data": body, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


def _seconds(given: object, usual: float) -> float:
    return given if isinstance(given, int | float) else usual


def _check(status: int, payload: bytes) -> None:
    """Raise what the library would tell too much of, or warn about; it makes the other errors itself."""
    try:
        data = json.loads(payload)
    except ValueError:
        data = None
    if not isinstance(data, dict) or "ok" not in data:
        raise Garbled(f"Not the Bot API's answer (status {status})")
    parameters = data.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if status == 429 or wait:
        raise SlowDown(wait if isinstance(wait, int | float) and wait > 0 else 1)
