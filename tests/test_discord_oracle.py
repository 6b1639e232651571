"""The oracle for what the bot asks of Discord: it lets good requests pass, and every broken one is found out.

Each request here goes over HTTP to the loopback server, and the oracle judges what arrived.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Final

import aiohttp
import pytest
import pytest_asyncio

from tests.discord import judge_spec
from tests.discord.client import APP_ID, TOKEN, DiscordServer, assert_clean
from tests.discord.oracle import Oracle
from tests.discord.wire import Call

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA, BEN = 7, 8
_PAIR: Final = "\N{GREEN HEART}"
_QUIET: Final = {"allowed_mentions": {"parse": [], "replied_user": False}}
_SHOW: Final = "{general}/messages"
_COMMANDS: Final = f"/applications/{APP_ID}/commands"
_ANY: Final = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `path` may name {general}, {dm}, {thread}, {guild}, {callback}, {pressed}, {completing}, {hook}."""

    method: str
    path: str
    body: Any = None
    files: tuple[str, ...] = ()
    agent: str = "DiscordBot (https://bot.example, 1.0)"


# -- words for requests ----------------------------------------------------------------------------------------


def button(label: str = "Keep", custom_id: str | None = "t0ken", style: int = 1, **more: Any) -> dict[str, Any]:
    """A button."""
    said = {"type": 2, "style": style, "label": label, **more}
    return said if custom_id is None else said | {"custom_id": custom_id}


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    """A row of buttons."""
    return {"type": 1, "components": list(buttons)}


def words(content: str = "Hello", **more: Any) -> dict[str, Any]:
    """A message's body."""
    return {"content": content, "flags": 4, **_QUIET, **more}


def show(content: str = "Hello", place: str = "{general}", files: tuple[str, ...] = (), **more: Any) -> Asked:
    """A channel's message, with all that it needs unless `more` says otherwise."""
    return Asked("POST", f"{place}/messages", {**words(content), "nonce": "n-1", "enforce_nonce": True, **more}, files)


def without(asked: Asked, *names: str) -> Asked:
    """The same, with something left out of its body."""
    return Asked(asked.method, asked.path, {key: value for key, value in asked.body.items() if key not in names})


def answer(kind: int, data: Any = None, path: str = "{callback}") -> Asked:
    """The first answer to an interaction."""
    return Asked("POST", path, {"type": kind} if data is None else {"type": kind, "data": data})


def text_input(custom_id: str = "name", **more: Any) -> dict[str, Any]:
    """A text input."""
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def select(custom_id: str = "pick", options: int = 2, **more: Any) -> dict[str, Any]:
    """A select."""
    offered = [{"label": f"Option {number}", "value": str(number)} for number in range(options)]
    return {"type": 3, "custom_id": custom_id, "options": offered, **more}


def label(inside: dict[str, Any], text: str = "Name", **more: Any) -> dict[str, Any]:
    """A label around something."""
    return {"type": 18, "label": text, "component": inside, **more}


def modal(*components: dict[str, Any], title: str = "A form", custom_id: str = "t0ken") -> Asked:
    """A modal."""
    return answer(9, {"custom_id": custom_id, "title": title, "components": list(components)})


def command(name: str = "pair", description: str = "Link up", **more: Any) -> dict[str, Any]:
    """A slash command."""
    return {"name": name, "description": description, "type": 1, **more}


def option(name: str = "text", **more: Any) -> dict[str, Any]:
    """A command's option that takes text."""
    return {"type": 3, "name": name, "description": "What", **more}


def register(*commands: dict[str, Any]) -> Asked:
    """Commands, all there are."""
    return Asked("PUT", _COMMANDS, list(commands))


GOOD: Final = {
    "who am I": Asked("GET", "/users/@me"),
    "the gateway": Asked("GET", "/gateway/bot"),
    "a message": show(),
    "the longest message": show(_PAIR * 2000),
    "five rows of five": show(
        components=[row(*(button(custom_id=f"{one}-{two}") for two in range(5))) for one in range(5)]
    ),
    "a link button": show(components=[row(button("Go", None, 5, url="https://discord.com/app"))]),
    "a custom_id of 100 characters": show(components=[row(button(custom_id="x" * 100))]),
    "a file": show(files=("troth.ics",), attachments=[{"id": 0, "filename": "troth.ics"}]),
    "a picture and a file": show(
        files=("a.png", "troth.ics"), attachments=[{"id": 0, "description": "Two cups of tea"}, {"id": 1}]
    ),
    "a picture with its words": show(files=("a.png",), attachments=[{"id": 0, "description": "Two cups of tea"}]),
    "a reply that does without": show(message_reference={"message_id": "99", "fail_if_not_exists": False}),
    "to a DM": show(place="{dm}"),
    "to a DM, a mention made plain": show("Ask \\<@8>", place="{dm}"),
    "into a thread": show(place="{thread}"),
    "an answer": answer(4, words()),
    "an answer for one": answer(4, words() | {"flags": 68}),
    "a deferred answer": answer(5, {"flags": 64}),
    "a message changed by a press": answer(7, {"content": "Kept", "components": [], **_QUIET}, "{pressed}"),
    "a press heard": answer(6, path="{pressed}"),
    "choices": answer(8, {"choices": [{"name": "One", "value": "1"}]}, "{completing}"),
    "a modal": modal(
        {"type": 10, "content": "Who are you?"},
        label(text_input(max_length=4000, value="Ana"), description="As your partner calls you"),
        label(select(min_values=1, max_values=1)),
        label(select("many", 25, min_values=0, max_values=25, required=False)),
    ),
    "a follow-up": Asked("POST", "{hook}", words()),
    "the answer changed": Asked("PATCH", "{hook}/messages/@original", {"content": "x", **_QUIET}),
    "commands": register(
        command(
            name_localizations={"es-ES": "enlazar"},
            description_localizations={"es-ES": "Enlazaros"},
            options=[option(required=True, max_length=1000), option("more", autocomplete=True)],
            contexts=[0, 1, 2],
            integration_types=[0, 1],
            nsfw=False,
        ),
        command("recordatorio-añade", "x" * 100),
        {"name": "Make this a promise", "type": 3, "contexts": [0, 1, 2]},
    ),
    "a private thread": Asked(
        "POST", "{general}/threads", {"name": "Us", "type": 12, "invitable": False, "auto_archive_duration": 10080}
    ),
    "a channel of their own": Asked(
        "POST",
        "{guild}/channels",
        {"name": "us", "type": 0, "permission_overwrites": [{"id": 7, "type": 1, "allow": "1024", "deny": "0"}]},
    ),
    "who is in a thread": Asked("GET", "{thread}/thread-members/7"),
    "open it again": Asked("PATCH", "{thread}", {"archived": False}),
}

# What is wrong, and a piece of what must be said about it. What only the document knows is named "spec: ".
BROKEN: Final[dict[str, tuple[str, Asked]]] = {
    # Content
    "2001 characters": ("content has 2001", show(_PAIR * 2001)),
    "nothing at all": (_ANY, show("")),
    "only spaces": ("white space", show("   ")),
    "a number for content": ("spec: ", show(content=7)),  # type: ignore[arg-type]
    "a property nobody knows": ("spec: ", show(silent=True)),
    "previews let through": ("holds back previews", show(flags=0)),
    "an embed": ("no embeds", show(embeds=[{"title": "Look"}])),
    "read aloud": ("read aloud", show(tts=True)),
    "a poll": ("no polls", show(poll={"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}]})),
    # Mentions
    "no allowed_mentions": ("allowed_mentions must", without(show(), "allowed_mentions")),
    "users may be mentioned": ("allowed_mentions must", show(allowed_mentions={"parse": ["users"]})),
    "one user may be mentioned": ("allows a mention", show(allowed_mentions={"parse": [], "users": ["7"]})),
    "who is answered is mentioned": ("allows", show(allowed_mentions={"parse": [], "replied_user": True})),
    "a user mentioned in a DM": ("DM mentions", show("Ask <@8>", place="{dm}")),
    "allowed_mentions left out of an answer": ("allowed_mentions must", answer(4, {"content": "x", "flags": 4})),
    "allowed_mentions left out of an update": (
        "allowed_mentions must",
        answer(7, {"content": "x"}, "{pressed}"),
    ),
    "allowed_mentions left out of a follow-up": (
        "allowed_mentions must",
        Asked("POST", "{hook}", {"content": "x", "flags": 4}),
    ),
    "allowed_mentions left out of an edit": (
        "allowed_mentions must",
        Asked("PATCH", "{hook}/messages/@original", {"content": "x"}),
    ),
    # Nonces
    "no nonce": ("nonce", without(show(), "nonce")),
    "a nonce not enforced": ("nonce", without(show(), "enforce_nonce")),
    "a nonce of 26 characters": ("nonce has at most", show(nonce="n" * 26)),
    # Buttons
    "six rows": ("at most 5 rows", show(components=[row(button(custom_id=str(one))) for one in range(6)])),
    "six buttons in a row": ("1-5 buttons", show(components=[row(*(button(custom_id=str(one)) for one in range(6)))])),
    "an empty row": ("1-5 buttons", show(components=[row()])),
    "a button outside a row": ("rows only", show(components=[button()])),
    "two buttons with one custom_id": ("different", show(components=[row(button(), button("Leave"))])),
    "a custom_id of 101 characters": ("custom_id has", show(components=[row(button(custom_id="x" * 101))])),
    "no custom_id": ("custom_id has", show(components=[row(button(custom_id=None))])),
    "a label of 81 characters": ("label has at most 80", show(components=[row(button("x" * 81))])),
    "no label": ("a label or an emoji", show(components=[row(button(""))])),
    "a link with a custom_id": ("link button", show(components=[row(button(style=5, url="https://a.example"))])),
    "an address on a plain button": ("only a link", show(components=[row(button(url="https://a.example"))])),
    "an address of another kind": ("http, https", show(components=[row(button("Go", None, 5, url="ftp://a"))])),
    "a style nobody knows": ("spec: ", show(components=[row(button(style=9))])),
    # Pictures
    "a file without a kind": ("and its kind", show(files=("troth",), attachments=[{"id": 0}])),
    "eleven files": (
        "at most 10 files",
        show(files=("a.ics",) * 11, attachments=[{"id": number} for number in range(11)]),
    ),
    "a picture without its words": ("no alt text", show(files=("a.png",), attachments=[{"id": 0}])),
    "alt text of 1025 characters": (
        "at most 1024",
        show(files=("a.png",), attachments=[{"id": 0, "description": "x" * 1025}]),
    ),
    "a picture nobody speaks of": ("not among", show(files=("a.png",), attachments=[{"id": 4, "description": "x"}])),
    # Modals
    "a title of 46 characters": ("title has", modal(label(text_input()), title="x" * 46)),
    "six questions": ("1-5 components", modal(*(label(text_input(str(one))) for one in range(6)))),
    "no questions": ("1-5 components", modal()),
    "a label of 46 characters": ("label has 1-45", modal(label(text_input(), "x" * 46))),
    "a description of 101 characters": ("description has", modal(label(text_input(), description="x" * 101))),
    "an empty description": ("description has", modal(label(text_input(), description=""))),
    "two questions with one custom_id": ("different", modal(label(text_input()), label(text_input()))),
    "4001 characters to type": ("text input takes", modal(label(text_input(max_length=4001)))),
    "more in a field than fits": ("must fit", modal(label(text_input(max_length=3, value="Anna")))),
    "26 options": ("1-25 options", modal(label(select(options=26)))),
    "no options": ("1-25 options", modal(label(select(options=0)))),
    "more choices than options": ("than it offers", modal(label(select(max_values=3)))),
    "a required select that takes none": ("at least one", modal(label(select(min_values=0)))),
    "two options of one value": (
        "values of a select's options",
        modal(label(select() | {"options": [{"label": "A", "value": "1"}, {"label": "B", "value": "1"}]})),
    ),
    "a bare text input in a modal": ("labels and text displays", modal(row(text_input(label="Name")))),
    # Answers
    "a modal for a modal": (_ANY, Asked("POST", "{submitted}", modal(label(text_input())).body)),
    "an update where there is no message": (_ANY, answer(7, words())),
    "an answer of no kind": (_ANY, answer(3)),
    "a command answered with choices": (_ANY, answer(8, {"choices": []})),
    "26 choices": ("at most 25 choices", answer(8, {"choices": [{"name": "x", "value": "x"}] * 26}, "{completing}")),
    "an empty choice": ("1-100 characters", answer(8, {"choices": [{"name": "", "value": "x"}]}, "{completing}")),
    "too long a choice": (
        "1-100 characters",
        answer(8, {"choices": [{"name": "x" * 101, "value": "x"}]}, "{completing}"),
    ),
    "a nonce on a follow-up": ("spec: ", Asked("POST", "{hook}", words(nonce="1"))),
    # Commands
    "a name with a space": ("no name for", register(command("pair up"))),
    "a name in capitals": ("no name for", register(command("Pair"))),
    "a name of 33 characters": ("no name for", register(command("p" * 33))),
    "a translated name in capitals": ("no name for", register(command(name_localizations={"es-ES": "Enlazar"}))),
    "no description": ("description has 1-100", register(command(description=""))),
    "a description of a command 101 long": ("description has 1-100", register(command(description="x" * 101))),
    "101 commands": ("at most 100", register(*(command(f"c{one}") for one in range(101)))),
    "six commands in messages' menus": (
        "at most 5",
        register(*({"name": f"Do {one}", "type": 3} for one in range(6))),
    ),
    "two commands of one name": ("two commands", register(command(), command())),
    "26 options of a command": ("at most 25", register(command(options=[option(f"o{one}") for one in range(26)]))),
    "a required option after another": ("come first", register(command(options=[option("a"), option(required=True)]))),
    "choices and autocomplete": (
        "not both",
        register(command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])),
    ),
    "8001 characters": (
        "8000",
        register(
            command(
                options=[
                    option(f"o{one}", choices=[{"name": "x" * 90 + str(two), "value": "y"} for two in range(20)])
                    for one in range(5)
                ]
            )
        ),
    ),
    "a menu's command that describes itself": ("no description", register(command("Keep") | {"type": 3})),
    "a context nobody knows": ("spec: ", register(command(contexts=[7]))),
    # Places
    "a thread without a name": ("1-100 characters", Asked("POST", "{general}/threads", {"name": "", "type": 12})),
    "a channel's name of 101 characters": (
        "1-100 characters",
        Asked("POST", "{guild}/channels", {"name": "x" * 101, "type": 0}),
    ),
    "the list of a thread's members": ("privileged", Asked("GET", "{thread}/thread-members")),
    "a list where an object belongs": ("spec: ", Asked("PATCH", "{thread}", [])),
    "a bot that does not say who it is": ("User-Agent", Asked("GET", "/users/@me", agent="Python/3.11 aiohttp/3.13")),
    "a path nobody knows": ("spec: ", Asked("GET", "/users/@me/secrets")),
}

_KNOWABLE: Final = [name for name, (said, _) in BROKEN.items() if said != "spec: " or judge_spec.where() is not None]
"""What only the document knows is asked where the document is."""


# -- the stage -------------------------------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served() -> AsyncIterator[DiscordServer]:
    """One server for all."""
    async with DiscordServer.start(lenient=True) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module")
async def discord(served: DiscordServer) -> DiscordServer:
    """Ana and Ben, nothing said yet."""
    await served.reset()
    people = [("person", {"user_id": user, "name": name}) for user, name in ((ANA, "Ana"), (BEN, "Ben"))]
    await served.many([*people, ("guild", {"name": "Home", "owner": ANA, "members": [ANA, BEN]})])
    return served


async def ask(discord: DiscordServer, session: aiohttp.ClientSession, asked: Asked) -> int:
    """Send a request as it is; returns the status."""
    url = discord.api_url + "/v10" + asked.path
    headers = {"Authorization": f"Bot {TOKEN}", "User-Agent": asked.agent}
    if not asked.files:
        data = None if asked.body is None else json.dumps(asked.body)
        headers["Content-Type"] = "application/json"
        async with session.request(asked.method, url, data=data, headers=headers) as response:
            await response.read()
            return response.status
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(asked.body))
    for number, name in enumerate(asked.files):
        form.add_field(f"files[{number}]", b"PNG", filename=name, content_type="image/png")
    async with session.request(asked.method, url, data=form, headers=headers) as response:
        await response.read()
        return response.status


async def callback(discord: DiscordServer, interaction: int) -> str:
    """Where an interaction is answered."""
    return f"/interactions/{interaction}/{await discord.token(interaction)}/callback"


async def pressed(discord: DiscordServer, session: aiohttp.ClientSession, general: int) -> int:
    """Ana presses a button of a message that the bot has shown; returns the interaction."""
    await ask(discord, session, Asked("POST", f"/channels/{general}/messages", show(components=[row(button())]).body))
    shown = (await discord.screen(ANA, general))[-1]
    return await discord.presses(ANA, shown.id, "t0ken", channel=general)


async def found_in(discord: DiscordServer, asked: Asked) -> tuple[int, list[str]]:
    """Send one request in a world where it makes sense; returns its status and what the oracle says of it."""
    guild = (await discord.guilds())[0]
    general = await discord.general(guild)
    async with aiohttp.ClientSession() as session:
        path = asked.path
        if "{dm}" in path:
            path = path.replace("{dm}", f"/channels/{await discord.dm(ANA)}")
        if "{thread}" in path:
            thread = await discord.thread(general, "Us", [APP_ID, ANA])
            path = path.replace("{thread}", f"/channels/{thread}")
        if "{callback}" in path:
            path = await callback(discord, await discord.slash(ANA, "pair", channel=general))
        if "{pressed}" in path:
            path = await callback(discord, await pressed(discord, session, general))
        if "{completing}" in path:
            path = await callback(discord, await discord.begins(ANA, "pair", "text", "a", channel=general))
        if "{submitted}" in path:
            opener = await callback(discord, await discord.slash(ANA, "form", channel=general))
            await ask(discord, session, Asked("POST", opener, modal(label(text_input())).body))
            path = await callback(discord, await discord.submits(ANA, {"name": "Ana"}))
        if "{hook}" in path:
            used = await discord.slash(ANA, "pair", channel=general)
            await ask(discord, session, Asked("POST", await callback(discord, used), answer(4, words()).body))
            path = path.replace("{hook}", f"/webhooks/{APP_ID}/{await discord.token(used)}")
        path = path.replace("{general}", f"/channels/{general}").replace("{guild}", f"/guilds/{guild}")
        await assert_clean(discord)
        status = await ask(discord, session, replace(asked, path=path))
    return status, await discord.violations()


@pytest.mark.parametrize("name", GOOD)
async def test_what_is_right_passes(discord: DiscordServer, name: str) -> None:
    """Nobody complains of a sound request, and Discord takes it."""
    status, found = await found_in(discord, GOOD[name])
    assert not found
    assert 200 <= status < 300


@pytest.mark.parametrize("name", _KNOWABLE)
async def test_what_is_wrong_is_found(discord: DiscordServer, name: str) -> None:
    """A broken request is refused, or listed by a judge."""
    expected, asked = BROKEN[name]
    status, found = await found_in(discord, asked)
    if not expected:
        assert status >= 400
    assert any(expected in one for one in found) or (not expected and status >= 400), found


async def test_enough_is_tried() -> None:
    """At least thirty broken requests are known."""
    assert len(_KNOWABLE) >= 30


async def test_the_document_sits_where_it_is() -> None:
    """Without the document the other judge sits alone, and says so."""
    assert Oracle().judges[-1] == "limits"
    assert ("spec" in Oracle().judges) == (judge_spec.where() is not None)


async def test_another_token_in_the_path_is_the_same_request() -> None:
    """A request that differs in ids and tokens only is judged once."""
    oracle = Oracle()
    first = oracle.judge(Call("POST", f"/webhooks/12345678/{'a' * 80}", words()))
    assert oracle.judge(Call("POST", f"/webhooks/87654321/{'b' * 80}", words())) is first


async def test_an_answer_that_never_comes_is_found(discord: DiscordServer) -> None:
    """An interaction that a bot got, and left unanswered for 3 s, is listed; one made older by a test is not."""
    async with aiohttp.ClientSession() as session, session.ws_connect(discord.gateway_url) as socket:
        await socket.send_json({"op": 2, "d": {"token": TOKEN, "intents": 1, "properties": {}}})
        await discord.connected()
        await discord.slash(ANA, "pair")
        aged = await discord.slash(ANA, "pair")
        await discord.age(aged, 1)
        await discord.passes(3.1)
        found = await discord.violations()
    assert len(found) == 1
    assert "never answered" in found[0]
