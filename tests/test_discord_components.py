"""What a message is sent as on Discord: rows of buttons, pictures, and forms as modals or as messages."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.components import as_message, modal, payload, rows
from bot.adapters.discord.text import parts, units
from bot.adapters.discord.via import Shown, Via, shown_by
from bot.errors import Rejected
from bot.model import Button, Field, Form, Image, Message, Option, Span

PICTURE = Image(base64.b64encode(b"a png").decode(), "a chart of three weeks")
LINE = Field("word", "One word", value="calm", hint="Any word", max_length=20)
MOOD = Field("mood", "How are you?", "choice", (Option("g", "Good"), Option("b", "Bad")), value="b")
KINDS = Field("kinds", "Which?", "many", (Option("a", "A"), Option("b", "B"), Option("c", "C")), value="a\nc")


def form(text: str, *fields: Field) -> Message:
    return Message((Span(text),), form=Form(fields, "Send", "tok", "Open it"))


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(f"b{n}", f"t{n}") for n in range(count))


# -- buttons ---------------------------------------------------------------------------------------------------


def test_buttons_look_as_they_are_meant() -> None:
    """The main one is blue, others grey, a link is a link."""
    row = (
        Button("Yes", "t.0", "main"),
        Button("No", "t.1"),
        Button("Later", "t.2", "quiet"),
        Button("Go", "", link="https://x.y"),
    )
    (shown,) = rows((row,))
    assert shown["type"] == 1
    assert [(one["style"], one["label"], one.get("custom_id"), one.get("url")) for one in shown["components"]] == [
        (1, "Yes", "t.0", None),
        (2, "No", "t.1", None),
        (2, "Later", "t.2", None),
        (5, "Go", None, "https://x.y"),
    ]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([3, 2], [3, 2]),
        ([7], [5, 2]),
        ([1, 1, 1, 1, 1, 1], [5, 1]),
        ([6, 6, 6, 6], [5, 5, 5, 5, 4]),
        ([0, 2], [2]),
        ([25], [5, 5, 5, 5, 5]),
    ],
)
def test_rows_are_filled_up_where_there_are_too_many(given: list[int], shown: list[int]) -> None:
    """Five buttons a row, five rows: rows stay as meant as long as they fit."""
    made, at = [], 0
    for count in given:
        made.append(buttons(30)[at : at + count])
        at += count
    assert [len(row["components"]) for row in rows(made)] == shown


def test_more_buttons_than_fit_are_refused() -> None:
    """What can't be shown is not shown in part."""
    with pytest.raises(Rejected):
        rows((buttons(26),))
    with pytest.raises(Rejected):
        rows(((Button("x", "", link="https://x.y/" + "z" * 512),),))


def test_a_label_is_shortened_and_never_empty() -> None:
    """A label has 80 characters at most; a token that comes twice is one button."""
    row = (Button("l" * 100, "a"), Button(" ", "b"), Button("again", "a"))
    (shown,) = rows((row,))
    assert [one["label"] for one in shown["components"]] == ["l" * 79 + "…", "…"]


# -- messages --------------------------------------------------------------------------------------------------


def test_nobody_is_mentioned_and_nothing_previewed() -> None:
    """Every message says so itself, and who it is for."""
    (part,) = parts(Message((Span("hello"),)))
    sent = payload(part, ()).body
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert sent["flags"] == 4
    assert payload(part, (), ephemeral=True).body["flags"] == 68
    assert payload(part, (), edit=True).body["attachments"] == []


def test_a_picture_has_its_words() -> None:
    """A picture goes beside the JSON, which says what is on it."""
    (part,) = parts(Message((Span("Three weeks"),), image=PICTURE))
    sent = payload(part, ())
    assert [one.data for one in sent.files] == [b"a png"]
    assert sent.body["attachments"] == [{"id": "0", "filename": "picture.png", "description": "a chart of three weeks"}]
    assert [one["name"] for one in sent.wrapped(4).multipart()] == ["payload_json", "files[0]"]
    with pytest.raises(Rejected):
        payload(parts(Message((), image=Image("not base 64!", "x")))[0], ())


# -- forms -----------------------------------------------------------------------------------------------------


def test_a_form_is_a_modal() -> None:
    """Each question has its label and hint; what was typed or chosen before stands there."""
    shown = modal(form("Your week", LINE, MOOD, KINDS))
    assert (shown["custom_id"], shown["title"]) == ("tok", "Your week")
    line, mood, kinds = shown["components"]
    assert (line["type"], line["label"], line["description"]) == (18, "One word", "Any word")
    assert line["component"] == {
        "type": 4,
        "custom_id": "word",
        "style": 1,
        "required": True,
        "max_length": 20,
        "value": "calm",
    }
    assert [one["default"] for one in mood["component"]["options"]] == [False, True]
    assert (mood["component"]["min_values"], mood["component"]["max_values"]) == (1, 1)
    assert [one["default"] for one in kinds["component"]["options"]] == [True, False, True]
    assert (kinds["component"]["min_values"], kinds["component"]["max_values"], kinds["component"]["required"]) == (
        0,
        3,
        False,
    )


def test_what_may_stay_empty_may() -> None:
    """A question that need not be answered says so to Discord."""
    word = Field("w", "Word", "long", required=False, max_length=9000)
    mood = Field("m", "Mood", "choice", MOOD.options, required=False)
    text, choice = (one["component"] for one in modal(form("Your week", word, mood))["components"])
    assert (text["required"], text["max_length"], text["style"]) == (False, 4000, 2)
    assert (choice["required"], choice["min_values"]) == (False, 0)
    assert "value" not in text


def test_a_long_text_stands_on_top_where_there_is_room() -> None:
    """A title is 45 characters; with four questions or fewer the whole text and every long label stand above them."""
    text = "How was your week together?\nThink of one *moment*."
    field = Field("w", "L" * 60, hint="h" * 120)
    shown = modal(form(text, field))
    assert shown["title"] == "How was your week together?"
    top, label = shown["components"]
    assert top["type"] == 10
    assert (
        top["content"] == "How was your week together?\nThink of one \\*moment\\*.\n\n" + f"**{'L' * 60}**\n{'h' * 120}"
    )
    assert label["label"] == "L" * 44 + "…"
    assert label["description"] == "h" * 99 + "…"
    five = modal(form(text, *(Field(f"w{n}", "Word") for n in range(5))))
    assert [one["type"] for one in five["components"]] == [18] * 5


def test_what_was_wrong_stands_beside_its_field() -> None:
    """An error goes before a hint; both are read in full above, where both are."""
    shown = modal(form("Your week", Field("w", "Word", value="x", hint="One word", error="That is no word")))
    top, label = shown["components"]
    assert label["description"] == "That is no word"
    assert top["content"] == "**Word**\nThat is no word\nOne word"


def test_typed_words_are_kept_even_when_too_long() -> None:
    """Nobody loses what they wrote because it is longer than was asked for."""
    shown = modal(form("Your week", Field("w", "Word", value="x" * 30, max_length=20)))
    assert shown["components"][0]["component"]["max_length"] == 30
    assert shown["components"][0]["component"]["value"] == "x" * 30


SIX = tuple(Field(f"w{n}", "Word") for n in range(6))
EMPTY = Field("c", "C", "choice", ())
TOO_MANY = Field("c", "C", "many", tuple(Option(str(n), "x") for n in range(26)))


@pytest.mark.parametrize("fields", [(), SIX, (EMPTY,), (TOO_MANY,)])
def test_a_form_that_no_modal_holds_is_refused(fields: tuple[Field, ...]) -> None:
    """No question is left out unsaid."""
    with pytest.raises(Rejected):
        modal(form("Your week", *fields))


def test_where_no_modal_can_be_a_button_opens_it() -> None:
    """The message says its text, what was wrong, and has the form's own token under the opener."""
    asked = Message(
        (Span("Your week"),),
        rows=((Button("Skip", "skip"),),),
        form=Form((Field("w", "Word", error="That is no word"), Field("x", "More")), "Send", "tok", "Open it"),
    )
    shown = as_message(asked)
    assert shown.plain() == "Your week\n\nWord: That is no word"
    assert [[button.token for button in row] for row in shown.rows] == [["skip"], ["tok"]]
    assert shown.rows[1][0].label == "Open it"
    assert shown.form is None
    assert as_message(shown) is shown


TEXTS = st.text(max_size=200)
FIELDS = st.builds(
    Field,
    st.uuids().map(str),
    TEXTS,
    st.sampled_from(["line", "long", "choice", "many"]),
    st.lists(st.builds(Option, st.uuids().map(str), TEXTS), min_size=1, max_size=25).map(tuple),
    TEXTS,
    TEXTS,
    TEXTS,
    st.booleans(),
    st.integers(min_value=0, max_value=9000),
)


@given(TEXTS, st.lists(FIELDS, min_size=1, max_size=5))
def test_a_modal_keeps_every_limit(text: str, fields: list[Field]) -> None:
    """Whatever people wrote, Discord takes the modal."""
    shown = modal(form(text, *fields))
    assert 1 <= units(shown["title"]) <= 45
    assert 1 <= len(shown["components"]) <= 5
    for one in shown["components"]:
        if one["type"] == 10:
            assert 1 <= units(one["content"]) <= 4000
            continue
        assert 1 <= units(one["label"]) <= 45
        assert 1 <= units(one.get("description", "x")) <= 100
        inner: dict[str, Any] = one["component"]
        assert 1 <= inner.get("max_length", 1) <= 4000
        assert units(inner.get("value", "")) <= inner.get("max_length", 0) or "value" not in inner
        assert all(1 <= units(option["label"]) <= 100 for option in inner.get("options", ()))


# -- interactions and messages by name -------------------------------------------------------------------------

WORDS = st.text(alphabet="abc 12%:,~/é", max_size=20)


@given(st.sampled_from(["command", "press", "modal", "modal-press"]), WORDS.filter(bool), WORDS, WORDS, st.booleans())
def test_a_via_is_one_string(kind: Any, token: str, message: str, pressed: str, private: bool) -> None:
    """What the house keeps names the same interaction again, whatever is in it."""
    via = Via(kind, "1180000000000000000", token, message, "7", private, pressed)
    assert Via.parse(via.text) == via
    assert via.created_at == (1180000000000000000 >> 22) + 1_420_070_400_000
    assert via.alive(via.created_at)
    assert not via.alive(via.created_at + 15 * 60_000)


@pytest.mark.parametrize(
    "text", ["", "x", "command 1", "other 1180000000000000000 - - - - tok", "command x - - - - tok"]
)
def test_what_is_no_via_names_nothing(text: str) -> None:
    """A string that was damaged, or that an older version kept, is no interaction."""
    assert Via.parse(text) is None


def test_a_ref_names_its_messages() -> None:
    """Parts in order; one for a single reader carries the interaction that reaches it."""
    one, other = Shown("1180000000000000001"), Shown("1180000000000000002", "1180000000000000003", "tok", True)
    assert shown_by(f"{one.text},{other.text}") == (one, other)
    assert shown_by("") == shown_by("x") == shown_by("~12:1") == shown_by(f"{one.text},x") == ()
    follow_up = Shown("1180000000000000002", "1180000000000000003", "tok")
    assert shown_by(follow_up.text) == (follow_up,)
    assert follow_up.alive((1180000000000000003 >> 22) + 1_420_070_400_000)
    assert not follow_up.alive((1180000000000000003 >> 22) + 1_420_070_400_000 + 15 * 60_000)
