"""The commands that Discord shows: in each language, within its limits, and written only when they differ."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.discord.slashes import Option, Slash, fingerprint, payloads, quoting_names
from bot.app import build_house
from bot.run import slashes_of
from bot.words import load_words

PROMISE = Slash(
    "promise",
    {"en": "promise", "es": "promesa"},
    {"en": "Make a promise", "es": "Hacer una promesa"},
    takes=Option({"en": "text", "es": "texto"}, {"en": "What, and by when", "es": "Qué, y para cuándo"}, True),
    quotes={"en": "Make this a promise", "es": "Prometer esto"},
)
HELP = Slash("help", {"en": "help", "es": "ayuda"}, {"en": "What I can do", "es": "Lo que sé hacer"}, "direct")
HERE = Slash("here", {"en": "here", "es": "aquí"}, {"en": "Make this our place", "es": "Que sea aquí"}, "shared")


def test_a_command_in_each_language() -> None:
    """English for everybody, Spanish for both of Discord's Spanishes; where it is shown; what may follow."""
    promise, over = payloads([PROMISE])
    assert (promise["type"], promise["name"], promise["description"]) == (1, "promise", "Make a promise")
    assert promise["name_localizations"] == {"es-ES": "promesa", "es-419": "promesa"}
    assert promise["description_localizations"]["es-419"] == "Hacer una promesa"
    (option,) = promise["options"]
    assert (option["type"], option["name"], option["required"], option["autocomplete"]) == (3, "text", False, True)
    assert option["name_localizations"]["es-ES"] == "texto"
    assert (over["type"], over["name"]) == (3, "Make this a promise")
    assert over["name_localizations"]["es-ES"] == "Prometer esto"
    assert "description" not in over
    assert quoting_names([PROMISE, HELP]) == {"Make this a promise": "promise"}


def test_where_a_command_is_shown() -> None:
    """In servers, with the bot alone, and between two people: each where it makes sense; for either way to install."""
    contexts = {one["name"]: one["contexts"] for one in payloads([PROMISE, HELP, HERE])}
    assert contexts == {"promise": [0, 1, 2], "help": [1, 2], "here": [0], "Make this a promise": [0, 1, 2]}
    assert all(one["integration_types"] == [0, 1] for one in payloads([PROMISE, HELP, HERE]))


@pytest.mark.parametrize(
    "broken",
    [
        Slash("no name", {"en": "No Name"}, {"en": "x"}),
        Slash("long", {"en": "x" * 33}, {"en": "x"}),
        Slash("mute", {"en": "mute"}, {}),
        Slash("twice", {"en": "help"}, {"en": "x"}),
    ],
)
def test_what_discord_cant_show(broken: Slash, caplog: pytest.LogCaptureFixture) -> None:
    """It is left out and named, and keeps none of the others from being shown."""
    assert [one["name"] for one in payloads([HELP, broken, HERE])] == ["help", "here"]
    assert broken.name in caplog.text


def test_what_is_too_much(caplog: pytest.LogCaptureFixture) -> None:
    """A hundred commands, five over messages, descriptions of a hundred characters; no name twice in a language."""
    many = [
        Slash(f"c{n}", {"en": f"c{n}", "es": "misma"}, {"en": "word " * 50}, quotes={"en": f"Q{n}"}) for n in range(120)
    ]
    found = payloads(many)
    typed = [one for one in found if one["type"] == 1]
    assert (len(typed), len(found) - len(typed)) == (100, 5)
    assert all(len(one["description"]) <= 100 for one in typed)
    assert [one["name"] for one in typed if one["name_localizations"]] == ["c0"]
    assert caplog.records


def test_a_fingerprint() -> None:
    """What Discord adds of its own and the order make no difference; each word does."""
    wanted = payloads([PROMISE, HELP])

    def told(one: dict[str, Any]) -> dict[str, Any]:
        options = [{**option, "description_localized": "x"} for option in one.get("options", [])]
        more = {"id": "1", "version": "2", "application_id": "3", "nsfw": False, "default_member_permissions": None}
        empty = {"description": ""} if one["type"] == 3 else {}
        nulls = {"name_localizations": one["name_localizations"] or None, "contexts": one["contexts"][::-1]}
        return {**empty, **one, **more, **nulls, **({"options": options} if options else {})}

    standing = [told(one) for one in reversed(wanted)]
    assert fingerprint(standing) == fingerprint(wanted)
    assert len(fingerprint(wanted)) == 64
    standing[0]["name_localizations"] = {}
    assert fingerprint(standing) != fingerprint(wanted)
    assert fingerprint([]) != fingerprint(wanted)


def test_our_own_commands(caplog: pytest.LogCaptureFixture) -> None:
    """Every command of the house can be shown, in English and in Spanish, and none is left out."""
    house = build_house([])
    found = payloads(slashes_of(load_words(), house))
    typed = [one for one in found if one["type"] == 1]
    assert {one["name"] for one in typed} == set(house.commands)
    assert all(one["description_localizations"].keys() == {"es-ES", "es-419"} for one in typed)
    assert not caplog.records
