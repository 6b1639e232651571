"""The loopback Telegram as tests meet it: `async with TelegramServer.start() as telegram`.

`telegram.types(7, "/pair")` is what a person does, `telegram.screen(7)` what they see. A bot under test is given
`telegram.api_url` and `TOKEN`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from operator import attrgetter
from typing import Final, Literal

import aiohttp

from tests.loopback.asking import Impossible
from tests.loopback.client import PATIENCE, LoopbackServer
from tests.loopback.process import Pool
from tests.telegram.oracle import Oracle
from tests.telegram.shown import Button, ShownMessage, decoded, shown_message
from tests.telegram.wire import BOT_ID, BOT_USERNAME, TOKEN, Call, Json

__all__ = ["BOT_ID", "BOT_USERNAME", "TOKEN", "Button", "Impossible", "ShownMessage", "TelegramServer"]


_SERVERS: Final = Pool("tests.telegram.server")


class TelegramServer(LoopbackServer):
    """A running loopback server, in its own process."""

    def __init__(self, port: int, session: aiohttp.ClientSession, oracle: Oracle | None) -> None:
        judge = None if oracle is None else (lambda one: oracle.judge(Call(**one)))
        super().__init__(f"http://127.0.0.1:{port}", session, judge)
        self.api_url = f"http://127.0.0.1:{port}"

    @classmethod
    def start(
        cls,
        *,
        oracle: bool = True,
        limits: Literal["strict"] | None = None,
        privacy: bool = True,
        official: bool = False,
        lenient: bool = False,
    ) -> AbstractAsyncContextManager[TelegramServer]:
        """A new server with nobody on it. Without the `oracle` no requests are kept: for benchmarks.

        On a clean way out every request is judged, and a violation fails the test unless it is `lenient`.
        """
        options = {"record": oracle, "strict": limits == "strict", "privacy": privacy, "local": not official}
        return cls._on(
            _SERVERS,
            options,
            lambda port, session: cls(port, session, Oracle(local=not official) if oracle else None),
            lenient=lenient or not oracle,
        )

    # -- what people do ----------------------------------------------------------------------------------------

    async def person(self, user_id: int, name: str, language: str = "en") -> None:
        """Somebody makes an account; they have not met the bot yet."""
        await self._ask("person", user_id=user_id, name=name, language=language)

    async def group(
        self, title: str, members: Sequence[int], *, forum: bool = False, supergroup: bool = False, bot: bool = True
    ) -> int:
        """The first member makes a group; returns the chat's id."""
        return int(
            await self._ask("group", title=title, members=list(members), forum=forum, supergroup=supergroup, bot=bot)
        )

    async def topic(self, chat: int, name: str) -> int:
        """A topic is opened in a forum; returns the thread's id."""
        return int(await self._ask("topic", chat=chat, name=name))

    async def types(
        self,
        user: int,
        text: str,
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        as_chat: bool | Literal["channel"] = False,
        quote: str | None = None,
    ) -> int:
        """Somebody writes, in the direct chat or in `chat`; returns the message's id.

        `as_chat`: as an anonymous administrator, or "channel": in a channel's name.
        """
        given = {"chat": chat, "thread": thread, "reply_to": reply_to, "as_chat": as_chat, "quote": quote}
        return int(await self._ask("types", user=user, text=text, **given))

    async def sends(self, user: int, kind: str, *, chat: int | None = None, thread: int | None = None) -> int:
        """Somebody sends a photo, location, contact, voice or sticker."""
        return int(await self._ask("sends", user=user, kind=kind, chat=chat, thread=thread))

    async def opens(self, user: int, link: str, *, chat: int | None = None) -> int:
        """Somebody opens a deep link (?start=, or with a `chat` ?startgroup=)."""
        return int(await self._ask("opens", user=user, link=link, chat=chat))

    async def edits(self, user: int, message_id: int, text: str, *, chat: int | None = None) -> None:
        """Somebody changes what they wrote."""
        await self._ask("edits", user=user, message_id=message_id, text=text, chat=chat)

    async def presses(
        self, user: int, message_id: int, data: str, *, chat: int | None = None, forged: bool = False
    ) -> str:
        """Somebody presses a button; returns the callback query's id. It must be there, unless it is `forged`."""
        given = {"message_id": message_id, "data": data, "chat": chat, "forged": forged}
        return str(await self._ask("presses", user=user, **given))

    async def expires(self, query: str) -> None:
        """A press has waited too long for its answer."""
        await self._ask("expires", query=query)

    async def deletes(self, chat: int, message_id: int) -> None:
        """Somebody deletes a message; a bot is not told."""
        await self._ask("deletes", chat=chat, message_id=message_id)

    async def blocks(self, user: int) -> None:
        """Somebody blocks the bot."""
        await self._ask("blocks", user=user)

    async def unblocks(self, user: int) -> None:
        """Somebody lets the bot write to them again."""
        await self._ask("unblocks", user=user)

    async def adds(self, chat: int, user: int) -> None:
        """Somebody is added to a group."""
        await self._ask("adds", chat=chat, user=user)

    async def removes(self, chat: int, user: int) -> None:
        """Somebody is gone from a group."""
        await self._ask("removes", chat=chat, user=user)

    async def adds_bot(self, chat: int, by: int) -> None:
        """Somebody adds the bot to a group."""
        await self._ask("adds_bot", chat=chat, by=by)

    async def removes_bot(self, chat: int, by: int) -> None:
        """Somebody puts the bot out of a group."""
        await self._ask("removes_bot", chat=chat, by=by)

    async def stands(self, chat: int, user: int | None, standing: Literal["administrator", "member"]) -> None:
        """A member becomes an administrator or an ordinary member; nobody named: the bot."""
        await self._ask("stands", chat=chat, user=user, standing=standing)

    async def other_bot_writes(self, chat: int, text: str = "beep") -> int:
        """Another bot says something in the group: general commands are its own from then on."""
        return int(await self._ask("other_bot_writes", chat=chat, text=text))

    async def migrates(self, chat: int) -> int:
        """A basic group becomes a supergroup; returns its new id."""
        return int(await self._ask("migrates", chat=chat))

    async def raw_update(self, update: Json) -> int:
        """Queue any update word for word; returns its number."""
        return int(await self._ask("raw_update", update=update))

    async def repeats(self, update_id: int | None = None) -> int:
        """An earlier update (or the last) comes again; returns its number."""
        return int(await self._ask("repeats", update_id=update_id))

    # -- what there is to see ----------------------------------------------------------------------------------

    async def screen(self, chat: int, thread: int | None = None) -> list[ShownMessage]:
        """What is shown in a chat (or one topic of it), oldest first; a direct chat has its person's id."""
        shown = await self._ask("screen", chat=chat, thread=thread)
        return [shown_message(one) for one in shown]

    async def until(
        self,
        true: Callable[[list[ShownMessage]], bool],
        *,
        chat: int,
        thread: int | None = None,
        patience: float = PATIENCE,
    ) -> list[ShownMessage]:
        """Wait until what is shown in a chat is as it should be, and return it; fails after `patience` seconds."""
        return await self._until(partial(self.screen, chat, thread), true, attrgetter("text"), patience)

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update; fails after `patience` seconds."""
        await self._within(patience, "updates are still unconfirmed", "settled")

    async def acknowledged(self) -> set[int]:
        """The numbers of the updates that the bot has confirmed."""
        return set(await self._ask("acknowledged"))

    async def updates(self) -> list[Json]:
        """Every update there was, whether fetched or not."""
        return list(await self._ask("updates"))

    async def called(self, method: str, times: int = 1, patience: float = PATIENCE) -> None:
        """Wait until the bot has called a method so often in all; fails after `patience` seconds."""
        await self._within(patience, "it was never called", "called", method=method, times=times)

    async def callback_answers(self) -> dict[str, Json]:
        """How presses were answered, by the query's id."""
        return dict(await self._ask("callback_answers"))

    async def menus(self) -> list[Json]:
        """Every command menu set: scope, language_code, commands."""
        return list(await self._ask("menus"))

    async def descriptions(self) -> dict[str, dict[str, str]]:
        """`description` and `short_description`, each by language."""
        return dict(await self._ask("descriptions"))

    async def webhook(self) -> Json:
        """What setWebhook set: url, secret_token, max_connections; empty without one."""
        return dict(await self._ask("webhook"))

    async def excesses(self) -> list[str]:
        """With limits="strict": where the bot was too fast."""
        return list(await self._ask("excesses"))

    async def requests(self) -> list[tuple[str, Json]]:
        """Every request of the bot in order: its method and its parameters, objects and numbers decoded."""
        return [(one["method"], decoded(one["params"])) for one in await self._ask("requests")]

    # -- what goes wrong ---------------------------------------------------------------------------------------

    async def fault(
        self, kind: str, *, method: str | None = None, chat: int | None = None, times: int = 1, retry_after: int = 1
    ) -> None:
        """Something goes wrong `times` times (below zero: until healed).

        `method` may name several with commas between; without it, every method counts but getUpdates. Kinds: 429,
        500, 502, 403, 401, 404, 409, "400:DESCRIPTION", reset, lost, black-hole, lost-black-hole, migrated, html.
        """
        await self._ask("fault", kind=kind, method=method, chat=chat, times=times, retry_after=retry_after)
