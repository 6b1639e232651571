"""What a message becomes on Telegram: its parts, its entities, its buttons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.adapters.telegram.text import CAPTION_LIMIT, ENTITY_LIMIT, JOINER, TEXT_LIMIT, Part, keyboard, parts
from bot.model import Button, Image, Message, Span

GAP = "".join(map(chr, range(33)))
PICTURE = Image("AAAA", "a chart of three weeks")


def said(*spans: Span, image: Image | None = None) -> tuple[Part, ...]:
    return parts(Message(spans, image=image))


def piece(text: str, entity: MessageEntity) -> str:
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def covered(found: tuple[Part, ...], kind: str) -> list[str]:
    return [piece(part.text, entity) for part in found for entity in part.entities if entity.type == kind]


# -- entities --------------------------------------------------------------------------------------------------


def test_strong_words_are_bold_and_counted_in_utf_16() -> None:
    """An emoji before a bold word moves it by two units, not by one."""
    (part,) = said(Span("🕊️ "), Span("Kept", "strong"), Span(" by both"))
    assert part.text == "🕊️ Kept by both"
    assert [(one.type, one.offset, one.length) for one in part.entities] == [("bold", 4, 4)]


def test_a_time_keeps_its_wording_and_says_its_instant() -> None:
    """Whoever taps a time sees it on their own clock; what is read stays as worded."""
    (part,) = said(Span("Due "), Span("Sunday, 18:00", "time", at=1_795_971_600_000), Span("."))
    (entity,) = part.entities
    assert entity.to_dict() == {"type": "date_time", "offset": 4, "length": 13, "unix_time": 1_795_971_600}
    assert part.text == "Due Sunday, 18:00."


@pytest.mark.parametrize("at", [0, -5_000, 2**31 * 1000])
def test_an_instant_that_telegram_can_not_hold_is_only_words(at: int) -> None:
    """A time outside of what fits into 31 bits is sent as it is worded."""
    (part,) = said(Span("some day", "time", at=at))
    assert part == Part("some day")


def test_what_is_over_a_hundred_entities_stays_plain() -> None:
    """Telegram drops entities after the hundredth; we don't send them."""
    (part,) = said(*(Span(f"{n} ", "strong") for n in range(130)))
    assert len(part.entities) == ENTITY_LIMIT
    assert part.text.endswith("128 129")


def test_an_entity_over_a_cut_is_bold_on_both_sides() -> None:
    """A bold text longer than a message is bold in each of its parts."""
    found = said(Span("word " * 2000, "strong"))
    assert len(found) == 3
    assert covered(found, "bold") == [part.text for part in found]


# -- a person's words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@sam come", f"@{JOINER}sam come"),
        ("ask (@sam)", f"ask (@{JOINER}sam)"),
        ("/stop it", f"/{JOINER}stop it"),
        ("/start@other_bot", f"/{JOINER}start@other_bot"),
        ("é@sam", f"é@{JOINER}sam"),
        ("ana@example.org", "ana@example.org"),
        ("and/or, 1/2, //x, </b>", "and/or, 1/2, //x, </b>"),
        ("see https://example.com/@ana/-/b?q=/c", "see https://example.com/@ana/-/b?q=/c"),
        ("foo://example.com/@ana", f"foo://example.com/@{JOINER}ana"),
        ("https://nodots/@ana", f"https://nodots/@{JOINER}ana"),
        ("*bold* <b>x</b> _y_ [a](b)", "*bold* <b>x</b> _y_ [a](b)"),
    ],
)
def test_what_a_person_typed_calls_nobody(typed: str, sent: str) -> None:
    """Words stay as typed, save that no name is called and no command arises; markup is never parsed."""
    assert said(Span(typed, "words")) == (Part(sent),)


def test_words_call_nobody_across_the_edge_of_a_span() -> None:
    """A name does not arise from our text and theirs put together either."""
    (part,) = said(Span("@"), Span("sam", "words"), Span(" said /"), Span("stop", "words"))
    assert part.text == f"@{JOINER}sam said /{JOINER}stop"
    (part,) = said(Span("@", "words"), Span("all", "strong"))
    assert part.text == f"@{JOINER}all"
    assert covered((part,), "bold") == ["all"]


def test_our_own_text_may_name_a_command() -> None:
    """What we say ourselves can be pressed: "/today" is a command."""
    assert said(Span("Type /today, or open "), Span("https://t.me/troth", "link")) == (
        Part("Type /today, or open https://t.me/troth"),
    )


def test_entities_stand_right_after_joiners() -> None:
    """A joiner that was put in moves what comes after it."""
    (part,) = said(Span("@sam ", "words"), Span("kept", "strong"), Span(" @kim", "words"), Span(" it", "strong"))
    assert covered((part,), "bold") == ["kept", " it"]


@given(st.text(alphabet="ab1_@/ .:<é😀\n", max_size=30))
def test_no_words_at_all_call_anybody(typed: str) -> None:
    """By Telegram's own rule for mentions and commands, none is left in what a person typed."""
    for part in said(Span(typed, "words")):
        assert regex.search(r"(?<![\p{L}\p{N}_])@[A-Za-z0-9_]{2,32}", part.text) is None
        assert regex.search(r"(?<![\p{L}\p{N}_/<>])/[A-Za-z0-9_]{1,64}", part.text) is None


# -- length ----------------------------------------------------------------------------------------------------


def test_length_counts_code_points() -> None:
    """4096 emoji are one message, though they are 8192 UTF-16 units; one more makes two."""
    assert len(said(Span("😀" * TEXT_LIMIT))) == 1
    assert [len(part.text) for part in said(Span("😀" * (TEXT_LIMIT + 1)))] == [TEXT_LIMIT, 1]


def test_a_cut_is_best_after_a_paragraph_then_a_line_then_a_word() -> None:
    """The best place in the second half of what fits is taken."""
    start = "a" * 3000
    for gap, rest in (("\n\n", "b b\nb"), ("\n", "b b b"), (" ", "bbbbb")):
        first, second = said(Span(f"{start}{gap}{rest}{'c' * 2000}"))
        assert first.text == start
        assert second.text.startswith(rest)


def test_a_family_is_not_torn_apart() -> None:
    """What is read as one character goes into one part, unless it alone is too long."""
    family = "👨‍👩‍👧‍👦"
    first, second = said(Span("x" * (TEXT_LIMIT - 3) + family))
    assert (first.text, second.text) == ("x" * (TEXT_LIMIT - 3), family)
    assert [len(part.text) for part in said(Span("e" + "\u0301" * TEXT_LIMIT))] == [TEXT_LIMIT, 1]


def test_a_name_does_not_arise_at_a_cut() -> None:
    """An address in the middle of a word does not come to stand at a part's beginning."""
    found = said(Span("x" * TEXT_LIMIT + "@sam", "words"))
    assert [part.text[:1] for part in found] == ["x", "x"]


@pytest.mark.parametrize("nothing", ["", " \n ", "\u200b\u2800\u00a0", "\r\n", "\u030a"])
def test_nothing_to_see_is_nothing_to_send(nothing: str) -> None:
    """Telegram refuses a text in which nothing can be seen."""
    assert said(Span(nothing), Span(nothing, "strong")) == ()


def test_half_a_character_is_replaced() -> None:
    """A lone surrogate can't be sent; its place is kept."""
    assert said(Span("a\ud83db")) == (Part("a\ufffdb"),)


# -- everything at once ----------------------------------------------------------------------------------------

LETTERS = st.text(alphabet=st.sampled_from("a 1\n\té😀\u0301👨\u200d👩🇪🇸\u2060@/."), max_size=40)
LONG = st.builds(lambda text, times: text * times, LETTERS, st.integers(1, 400))
SPANS = st.lists(
    st.builds(
        lambda text, style: Span(text, style, at=1_800_000_000_000),
        LETTERS | LONG,
        st.sampled_from(["plain", "strong", "words", "time", "link"]),
    ),
    max_size=12,
)


def without_gaps(text: str) -> str:
    """What is left without white space and what can't be seen."""
    return "".join(letter for letter in text if letter not in f"{GAP}{JOINER}\u200d")


def boundaries(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


def gaps(text: str, found: tuple[Part, ...]) -> Iterator[tuple[int, int]]:
    """Where the text was cut: from the end of each part to the beginning of the next."""
    at = 0
    for number, part in enumerate(found):
        start = text.index(part.text, at)
        if number:
            yield at, start
        at = start + len(part.text)


@given(SPANS)
def test_parts_hold_the_whole_text_and_each_is_one_telegram_takes(spans: list[Span]) -> None:
    """Nothing is lost but white space at the cuts, and no part is too long, blank or untrimmed."""
    found = said(*spans)
    assert without_gaps("".join(part.text for part in found)) == without_gaps("".join(span.text for span in spans))
    for part in found:
        assert 0 < len(part.text) <= TEXT_LIMIT
        assert part.text == part.text.strip(GAP)
        assert part.text.strip(GAP + "\u200d")
        assert len(part.entities) <= ENTITY_LIMIT
        part.text.encode("utf-16-le")


@given(SPANS)
def test_entities_cover_what_their_spans_say(spans: list[Span]) -> None:
    """Read one after the other, the bold pieces are the strong spans, and the times the time spans."""
    found = said(*spans)
    if any(len(part.entities) == ENTITY_LIMIT for part in found):
        return
    for kind, style in (("bold", "strong"), ("date_time", "time")):
        wanted = "".join(span.text for span in spans if span.style == style)
        assert without_gaps("".join(covered(found, kind))) == without_gaps(wanted)


@given(st.builds(lambda head, text, times: head + text * times, LETTERS, LETTERS, st.integers(100, 600)))
def test_no_cut_goes_through_what_is_read_as_one_character(text: str) -> None:
    """Between two parts there is always a place where one character ends and the next begins."""
    found = said(Span(text))
    edges = boundaries(text)
    for end, start in gaps(text, found):
        assert edges & set(range(end, start + 1))


# -- pictures --------------------------------------------------------------------------------------------------


def test_a_short_text_stands_under_its_picture() -> None:
    """A caption of up to 1024 characters is one message with the picture."""
    (part,) = said(Span("Three weeks: ", "strong"), Span("x" * 1000), image=PICTURE)
    assert (part.image, len(part.text), len(part.entities)) == (PICTURE, 1013, 1)


def test_a_long_text_follows_its_picture() -> None:
    """A text too long for a caption comes after the picture, which then has its own words."""
    first, second = said(Span("x" * (CAPTION_LIMIT + 1)), image=PICTURE)
    assert (first.text, first.image) == (PICTURE.alt, PICTURE)
    assert (len(second.text), second.image) == (CAPTION_LIMIT + 1, None)


def test_a_picture_alone_has_its_own_words() -> None:
    """Who can't see a picture without text reads what is on it."""
    assert said(image=PICTURE) == (Part(PICTURE.alt, (), PICTURE),)
    assert said(image=Image("AAAA", "")) == (Part("", (), Image("AAAA", "")),)


# -- buttons ---------------------------------------------------------------------------------------------------


def test_buttons_carry_their_token_or_lead_somewhere() -> None:
    """A token is the data, a link the address; the main one stands out, and none is without a label."""
    rows = (
        (Button("Accept", "t.0", "main"), Button("Later", "t.1", "quiet")),
        (),
        (Button(" ", "", link="https://t.me/troth?start=x"),),
    )
    markup = keyboard(Message((Span("?"),), rows))
    assert markup is not None
    assert markup.to_dict() == {
        "inline_keyboard": [
            [
                {"text": "Accept", "callback_data": "t.0", "style": "primary"},
                {"text": "Later", "callback_data": "t.1"},
            ],
            [{"text": "…", "url": "https://t.me/troth?start=x"}],
        ]
    }


def test_a_message_without_buttons_has_no_keyboard() -> None:
    """An open question neither: it can be edited later, and its answer reaches us anyway."""
    assert keyboard(Message((Span("?"),), ((),), open_question=True)) is None


@pytest.mark.parametrize("token", ["", "x" * 65, "é" * 33])
def test_a_token_telegram_would_not_take_is_a_bug(token: str) -> None:
    """1-64 bytes, or it is ours to mend."""
    with pytest.raises(AssertionError):
        keyboard(Message((Span("?"),), ((Button("Yes", token),),)))
