"""The oracle for what the bot asks of Telegram: it lets good requests pass, and refuses thirty broken ones."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

import pytest

from tests.telegram import judge_spec
from tests.telegram.oracle import Oracle
from tests.telegram.wire import Call

_BUTTON: Final = {"text": "Keep", "callback_data": "t0ken"}
_BIG: Final = 10 * 1024 * 1024 + 1
_PAIR: Final = "\N{GREEN HEART}\N{GREEN HEART}"
_WITHOUT_SPEC: Final = ("models", "limits")


def call(method: str, files: dict[str, int] | None = None, /, **given: Any) -> Call:
    """A request as it goes over the wire."""
    params = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return Call(method, params, files or {})


def named(name: str, size: int, **given: object) -> Call:
    """A file, as it is called."""
    return replace(call("sendDocument", {"document": size}, **given), names={"document": name})


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    """A message entity."""
    return {"type": kind, "offset": offset, "length": length, **more}


GOOD: Final = {
    "who am I": call("getMe"),
    "a poll": call("getUpdates", offset=7, timeout=50, allowed_updates=["message", "callback_query"]),
    "a text": call("sendMessage", chat_id=7, text="Hello"),
    "a text that looks like a number": call("sendMessage", chat_id=7, text="42"),
    "a text that looks like JSON": call("sendMessage", chat_id=7, text='{"parse_mode": "HTML"}'),
    "the longest text": call("sendMessage", chat_id=7, text="\N{GREEN HEART}" * 4096),
    "styles inside one another": call(
        "sendMessage", chat_id=7, text="bold italic", entities=[entity("bold", 0, 11), entity("italic", 5, 6)]
    ),
    "an entity beside wide letters": call(
        "sendMessage", chat_id=7, text=f"{_PAIR}x", entities=[entity("bold", 2, 2), entity("code", 4, 1)]
    ),
    "buttons of both kinds": call(
        "sendMessage",
        chat_id=-1001,
        text="Here",
        reply_markup=keyboard([_BUTTON], [{"text": "Go", "url": "https://t.me/a_bot?start=abc-DEF_1"}]),
    ),
    "data of just 64 bytes": call(
        "sendMessage", chat_id=7, text="x", reply_markup=keyboard([{"text": "x", "callback_data": "é" * 32}])
    ),
    "a question that asks for a reply": call(
        "sendMessage", chat_id=7, text="How?", reply_markup={"force_reply": True, "input_field_placeholder": "…"}
    ),
    "a reply that does without": call(
        "sendMessage", chat_id=7, text="x", reply_parameters={"message_id": 3, "allow_sending_without_reply": True}
    ),
    "no preview": call("sendMessage", chat_id=7, text="x", link_preview_options={"is_disabled": True}),
    "into a topic": call("sendMessage", chat_id=-1001, message_thread_id=42, text="x", disable_notification=True),
    "a picture": call("sendPhoto", {"part": 5000}, chat_id=7, photo="attach://part", caption="All of it"),
    "a file": named("troth.ics", 5000, chat_id=7, caption="Yours", disable_content_type_detection=True),
    "a picture by its own name": call("sendPhoto", {"photo": 5000}, chat_id=7),
    "a picture instead": call(
        "editMessageMedia",
        {"part": 5000},
        chat_id=7,
        message_id=3,
        media={"type": "photo", "media": "attach://part", "caption": "x"},
    ),
    "another text": call("editMessageText", chat_id=7, message_id=3, text="x", reply_markup=keyboard([_BUTTON])),
    "no buttons any more": call("editMessageReplyMarkup", chat_id=7, message_id=3),
    "take away": call("deleteMessages", chat_id=7, message_ids=[1, 2]),
    "heard": call("answerCallbackQuery", callback_query_id="4382", text="Kept", show_alert=False),
    "a menu": call(
        "setMyCommands",
        commands=[{"command": "promise", "description": "Offer a promise"}],
        scope={"type": "all_group_chats"},
        language_code="es",
    ),
    "a menu for one chat": call(
        "setMyCommands", commands=[{"command": "a", "description": "b"}], scope={"type": "chat", "chat_id": -1001}
    ),
    "about": call("setMyDescription", description="x" * 512, language_code="en"),
    "about in short": call("setMyShortDescription", short_description="x" * 120),
    "a webhook": call(
        "setWebhook", url="https://bot.example/hook", secret_token="abc_-1", max_connections=40, allowed_updates=[]
    ),
    "no webhook": call("deleteWebhook", drop_pending_updates=False),
    "who is there": call("getChatMember", chat_id=-1001, user_id=7),
    "typing": call("sendChatAction", chat_id=7, action="typing"),
    "the menu's button": call("setChatMenuButton", menu_button={"type": "commands"}),
}

# What is wrong, and which judges must say so.
_ALL: Final = frozenset({"models", "spec", "limits"})
_TYPES: Final = frozenset({"models", "spec"})
_LIMITS: Final = frozenset({"limits"})
BROKEN: Final[dict[str, tuple[frozenset[str], Call]]] = {
    "no such method": (_TYPES, call("sendMesage", chat_id=7, text="x")),
    "no chat": (_TYPES, call("sendMessage", text="x")),
    "no text": (_ALL, call("sendMessage", chat_id=7)),
    "a parameter nobody knows": (_TYPES, call("sendMessage", chat_id=7, text="x", silent=True)),
    "a parameter of long ago": (
        frozenset({"spec", "limits"}),
        call("sendMessage", chat_id=7, text="x", reply_to_message_id=3),
    ),
    "a message's number in words": (_TYPES, call("editMessageText", chat_id=7, message_id="three", text="x")),
    "entities that are no list": (_TYPES, call("sendMessage", chat_id=7, text="x", entities=entity("bold", 0, 1))),
    "an entity without its length": (
        _TYPES,
        call("sendMessage", chat_id=7, text="x", entities=[{"type": "bold", "offset": 0}]),
    ),
    "an entity's offset as a string": (
        _TYPES,
        call("sendMessage", chat_id=7, text="x", entities=[{"type": "bold", "offset": "0", "length": 1}]),
    ),
    "an unknown field in a button": (
        _TYPES,
        call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([_BUTTON | {"colour": "red"}])),
    ),
    "a button outside of a row": (_TYPES, call("sendMessage", chat_id=7, text="x", reply_markup=keyboard(_BUTTON))),  # type: ignore[arg-type]
    "an unknown field in the reply": (
        _TYPES,
        call("sendMessage", chat_id=7, text="x", reply_parameters={"message_id": 3, "allow_without_reply": True}),
    ),
    "no previews by a word that is none": (
        _TYPES,
        call("sendMessage", chat_id=7, text="x", link_preview_options={"disabled": True}),
    ),
    "a scope that is none": (
        _TYPES,
        call("setMyCommands", commands=[{"command": "a", "description": "b"}], scope={"type": "chat"}),
    ),
    "a Boolean in words": (_TYPES, call("answerCallbackQuery", callback_query_id="4", show_alert="certainly")),
    "an empty text": (_LIMITS, call("sendMessage", chat_id=7, text=" \n ")),
    "a text too long": (_LIMITS, call("sendMessage", chat_id=7, text="x" * 4097)),
    "a caption too long": (_LIMITS, call("sendPhoto", {"photo": 9}, chat_id=7, caption="x" * 1025)),
    "a note too long": (_LIMITS, call("answerCallbackQuery", callback_query_id="4", text="x" * 201)),
    "data of 65 bytes": (
        _LIMITS,
        call(
            "sendMessage", chat_id=7, text="x", reply_markup=keyboard([{"text": "x", "callback_data": "é" * 32 + "x"}])
        ),
    ),
    "a button with no label": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([{"text": "", "callback_data": "x"}])),
    ),
    "a button that does two things": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([_BUTTON | {"url": "https://a.example"}])),
    ),
    "a button that does nothing": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([{"text": "x"}])),
    ),
    "a button that leads nowhere": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([{"text": "x", "url": "javascript:alert(1)"}])),
    ),
    "nine buttons in a row": (_LIMITS, call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([_BUTTON] * 9))),
    "a payload too long": (
        _LIMITS,
        call(
            "sendMessage",
            chat_id=7,
            text="x",
            reply_markup=keyboard([{"text": "x", "url": "https://t.me/a_bot?start=" + "x" * 65}]),
        ),
    ),
    "an entity beyond the text": (_LIMITS, call("sendMessage", chat_id=7, text="abc", entities=[entity("bold", 1, 3)])),
    "an entity that cuts a letter": (
        _LIMITS,
        call("sendMessage", chat_id=7, text=_PAIR, entities=[entity("bold", 1, 2)]),
    ),
    "entities that overlap": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="abcdef", entities=[entity("bold", 0, 4), entity("italic", 2, 4)]),
    ),
    "code in bold": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="abc", entities=[entity("bold", 0, 3), entity("code", 0, 3)]),
    ),
    "a kind of entity there is not": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="abc", entities=[entity("shout", 0, 3)]),
    ),
    "a hundred and one entities": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="x" * 101, entities=[entity("bold", at, 1) for at in range(101)]),
    ),
    "a link without its address": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="abc", entities=[entity("text_link", 0, 3)]),
    ),
    "markup": (_LIMITS, call("sendMessage", chat_id=7, text="<b>x</b>", parse_mode="HTML")),
    "markup in a picture": (
        _LIMITS,
        call(
            "editMessageMedia",
            chat_id=7,
            message_id=3,
            media={"type": "photo", "media": "file-id", "caption": "x", "parse_mode": "HTML"},
        ),
    ),
    "a spoiler": (_LIMITS, call("sendMessage", chat_id=7, text="abc", entities=[entity("spoiler", 0, 3)])),
    "half a letter": (_LIMITS, call("sendMessage", chat_id=7, text="\ud83d")),
    "half a letter in a button": (
        _LIMITS,
        call("sendMessage", chat_id=7, text="x", reply_markup=keyboard([{"text": "\ud83d", "callback_data": "x"}])),
    ),
    "a command in capitals": (_LIMITS, call("setMyCommands", commands=[{"command": "Promise", "description": "x"}])),
    "a command with nothing to say": (_LIMITS, call("setMyCommands", commands=[{"command": "a", "description": ""}])),
    "too many commands": (
        _LIMITS,
        call("setMyCommands", commands=[{"command": f"a{at}", "description": "x"} for at in range(101)]),
    ),
    "a description too long": (_LIMITS, call("setMyDescription", description="x" * 513)),
    "a short description too long": (_LIMITS, call("setMyShortDescription", short_description="x" * 121)),
    "a secret with a space": (_LIMITS, call("setWebhook", url="https://bot.example/hook", secret_token="a b")),
    "a webhook over nothing": (_LIMITS, call("setWebhook", url="ftp://bot.example/hook")),
    "updates there are not": (_LIMITS, call("getUpdates", allowed_updates=["messages"])),
    "a poll for too much": (_LIMITS, call("getUpdates", limit=101)),
    "a file too large": (_LIMITS, named("troth.ics", 50 * 1024 * 1024 + 1, chat_id=7)),
    "an empty file": (_LIMITS, named("troth.ics", 0, chat_id=7)),
    "a file without a kind": (_LIMITS, named("troth", 5000, chat_id=7)),
    "a file with a path": (_LIMITS, named("../troth.ics", 5000, chat_id=7)),
    "a picture too large": (_LIMITS, call("sendPhoto", {"photo": _BIG}, chat_id=7)),
    "a picture that was not sent": (_LIMITS, call("sendPhoto", chat_id=7, photo="attach://part")),
}


@pytest.mark.parametrize("given", GOOD.values(), ids=GOOD.keys())
def test_what_telegram_takes_passes(given: Call) -> None:
    """A good request has nothing said against it, by any judge."""
    assert Oracle().judge(given) == []


@pytest.mark.parametrize(("judges", "given"), BROKEN.values(), ids=BROKEN.keys())
def test_what_telegram_refuses_is_named(judges: frozenset[str], given: Call) -> None:
    """A broken request is refused by every judge whose business it is."""
    sitting = judges & set(Oracle().judges)
    assert sitting
    assert {said.partition(":")[0] for said in Oracle().judge(given)} >= sitting


def test_each_judge_has_work_of_its_own() -> None:
    """At least thirty broken requests are listed, and no judge sits there for nothing."""
    assert len(BROKEN) >= 30
    for judge in Oracle().judges:
        assert sum(judge in judges for judges, _ in BROKEN.values()) >= 10


def test_without_the_specification_the_others_still_judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Where the specification is absent the oracle says so, and goes on with the rest."""
    monkeypatch.setenv("TROTH_SPECS", str(tmp_path))
    assert judge_spec.where() is None
    assert Oracle().judges == _WITHOUT_SPEC
    assert Oracle().judge(BROKEN["a parameter nobody knows"][1])


def test_webhooks_over_plain_http_are_for_servers_of_ones_own() -> None:
    """Telegram's own servers post to https only; a self-hosted one also to http."""
    given = call("setWebhook", url="http://127.0.0.1:8080/hook")
    assert Oracle(local=True).judge(given) == []
    assert Oracle(local=False).judge(given) == ["limits: setWebhook: the webhook's url is not one Telegram posts to"]


def test_no_sentence_repeats_what_somebody_wrote() -> None:
    """What is wrong is said by the names of fields, never with the words that were sent."""
    given = call("sendMessage", chat_id=7, text="secret" * 1000, entities=[entity("secret", 0, 9999)], wrong="secret")
    found = Oracle().judge(given)
    assert found
    assert not any("secret" in said for said in found)
