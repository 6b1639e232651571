"""Who may talk to the playground: only a page of its own, on this machine. And what every answer carries."""

from __future__ import annotations

import logging
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.adapters.playground.world import Nonsense
from bot.errors import StoreTrouble

MOST_BYTES: Final = 1_000_000
_log = logging.getLogger(__name__)


def guard(port: int) -> Middleware:
    """Refuses strangers (another name for this machine, another site's page) with a sentence.

    A page elsewhere can make a browser talk to this port, under its own Origin, or under its own Host once
    its name has been pointed at 127.0.0.1 ("DNS rebinding"); neither gets anything.
    """
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    if port == 80:
        hosts |= {"127.0.0.1", "localhost", "[::1]"}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host.lower() not in hosts:
            return _plain(403, f"The playground answers only at http://127.0.0.1:{port}/.")
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
            return _plain(403, "The playground takes nothing from another site's page.")
        return await _sentences(request, handler)

    return check


async def _sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong, the page gets a sentence that it can show."""
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return sentence(413, "That is too long: the playground takes up to 1 MB at once.")
    except web.HTTPException as error:
        return sentence(error.status, f"{error.reason}.")
    except Nonsense as error:
        return sentence(422, str(error))
    except StoreTrouble as error:
        return sentence(503, f"Nothing was changed; please try again ({error}).")
    except Exception:
        _log.exception("the playground failed at %s", request.path)
        return sentence(500, "Something failed in Troth; its log says what.")


def sentence(status: int, text: str) -> web.Response:
    """An answer that says why not."""
    return web.json_response({"error": text}, status=status)


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text + "\n")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Keep the page to itself: its own scripts only, no frame, no cache, no referrer."""
    response.headers.update(
        {
            "Content-Security-Policy": (
                f"default-src 'self'; img-src 'self' data:; connect-src 'self' ws://{request.host}; object-src 'none';"
                " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
    )
