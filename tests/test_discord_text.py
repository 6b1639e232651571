"""What a message becomes on Discord: its Markdown shows exactly what was written, in parts of a length it allows."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.text import CONTENT_LIMIT, Part, clipped, parts, shortened, units
from bot.model import Image, Message, Span

PICTURE = Image("AAAA", "a chart of three weeks")

# -- a reader of Discord's Markdown ----------------------------------------------------------------------------
# It finds markup more readily than Discord does: at every character, and in every line.

_BLOCKS = {
    "heading": re.compile(r"\s*#{1,6}(?=\s|$)\s*"),
    "subtext": re.compile(r"\s*-#\s+"),
    "quote": re.compile(r"\s*>(?:>>)?\s*"),
    "list": re.compile(r"\s*(?:[-+*]|[0-9]+[.)])(?=\s|$)[ \t]*"),
    "rule": re.compile(r"[ \t]*(?:={2,}|-{2,})[ \t]*(?=\n|$)"),
}
_INLINE = {
    "code": re.compile(r"(`+)(?P<inside>[\s\S]*?[^`])\1(?!`)"),
    "angle": re.compile(r"<(?:@|#|a?:|t:|/|id:|https?://|[^<>\s]+@|[a-z]+:)(?P<inside>[^<>\n]*)>"),
    "strong": re.compile(r"\*\*(?P<inside>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
    "emphasis": re.compile(r"(?P<em>[*_])(?P<inside>(?:\\[\s\S]|[^\\*_])+?)(?P=em)"),
    "underline": re.compile(r"__(?P<inside>(?:\\[\s\S]|[^\\])+?)__"),
    "strike": re.compile(r"~~(?P<inside>[\s\S]+?)~~"),
    "spoiler": re.compile(r"\|\|(?P<inside>[\s\S]+?)\|\|"),
    "masked link": re.compile(r"\[(?P<inside>[^\]]*)\]\([^)]*\)"),
    "emoji": re.compile(r":(?P<inside>[^\s:/\\*]+):"),
    "mention": re.compile(r"@(?P<inside>everyone|here|[a-z]+)"),
}
_ESCAPE = re.compile(r"\\(?P<inside>[^0-9A-Za-z\s])")
_ADDRESS = re.compile(r"https?://[^\s<]+[^<.,:;\"'\]\s]", re.IGNORECASE)


def shown(source: str, *, inside: bool = False) -> tuple[str, list[tuple[str, str]]]:
    """What a reader sees, and every markup with what it holds."""
    text: list[str] = []
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(source):
        if not inside and (at == 0 or source[at - 1] == "\n"):
            for name, block in _BLOCKS.items():
                if match := block.match(source, at):
                    found.append((name, match[0]))
                    at = match.end()
        if at >= len(source):
            break
        if match := _ESCAPE.match(source, at):
            text.append(match["inside"])
            at = match.end()
            continue
        if match := _ADDRESS.match(source, at):
            found.append(("chip" if "discord" in match[0].split("/")[2] else "address", match[0]))
            text.append(match[0])
            at = match.end()
            continue
        for name, inline in _INLINE.items():
            if match := inline.match(source, at):
                within, more = shown(match["inside"], inside=True)
                found += [(name, match[0] if name == "angle" else within), *more]
                text.append(match["inside"] if name == "angle" else within)
                at = match.end()
                break
        else:
            text.append(source[at])
            at += 1
    return "".join(text), found


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("# big", "heading"),
        ("-# small", "subtext"),
        ("- one", "list"),
        ("12. one", "list"),
        ("> so", "quote"),
        (">>> so", "quote"),
        ("a `b` c", "code"),
        ("```x\ny```", "code"),
        ("a **b**", "strong"),
        ("a *b*", "emphasis"),
        ("_b_", "emphasis"),
        ("__b__", "underline"),
        ("~~b~~", "strike"),
        ("||b||", "spoiler"),
        ("[b](https://x.y)", "masked link"),
        ("<@1>", "angle"),
        ("<t:1:R>", "angle"),
        ("<a:b:1>", "angle"),
        (":smile:", "emoji"),
        ("@everyone", "mention"),
        ("https://x.y/z", "address"),
        ("https://discord.com/channels/1/2", "chip"),
    ],
)
def test_the_reader_knows_markup_when_it_sees_it(source: str, markup: str) -> None:
    """What judges the escaping finds each kind of markup where none was escaped."""
    assert markup in [name for name, _ in shown(source)[1]]


# -- a person's words ------------------------------------------------------------------------------------------


def said(*spans: Span, image: Image | None = None) -> tuple[Part, ...]:
    return parts(Message(spans, image=image))


def one(text: str) -> str:
    (part,) = said(Span(text, "words"))
    return part.content


TRICKY = st.text(alphabet=r"ab1 .:/#*_~`|<>[]()@\-+=!&" + "\n\t é😀ツ¯\u200b", max_size=60)
MARKUP = ("# ", "-# ", "- ", "1. ", "> ", ">>> ", "```", "**", "__", "~~", "||", "<@1>", "<t:1:R>", "<:a:1>", ":tada:")
LINKS = ("[a](b)", "@here", "https://x.y/z", "https://discord.gg/a_b", "HTTPS://A.B", "<https://x.y>", "a@b.c", "://")
OTHERS = ("\\", "\n", " ", "x", "12", ".", "¯\\_(ツ)_/¯", "\r\n", "\ud800")
PIECES = st.lists(st.sampled_from((*MARKUP, *LINKS, *OTHERS)), max_size=14).map("".join)


@given(st.one_of(st.text(max_size=80), TRICKY, PIECES))
def test_what_a_person_wrote_is_what_is_read(typed: str) -> None:
    """Any text at all is shown as typed; nothing in it is markup, a mention, or another thing's stand-in."""
    found = said(Span(typed, "words"))
    expected = re.sub("[\ud800-\udfff]", "\ufffd", typed).replace("\r\n", "\n").replace("\r", "\n").strip()
    text, markup = shown(found[0].content) if found else ("", [])
    assert {name for name, _ in markup} <= {"address"}
    if found:
        assert text == expected


@given(st.lists(st.tuples(st.one_of(TRICKY, PIECES), st.sampled_from(["plain", "strong", "words"])), max_size=5))
def test_spans_side_by_side_make_no_markup_of_their_own(spans: list[tuple[str, str]]) -> None:
    """Across the edges of spans too only what is meant to be strong is, and the words stay as typed."""
    found = said(*(Span(text, style) for text, style in spans))  # type: ignore[arg-type]
    whole = "".join(re.sub("[\ud800-\udfff]", "\ufffd", text) for text, _ in spans)
    expected = re.sub("\r\n?", "\n", whole).strip()
    if not found or len(found) > 1 or "\r" in whole:
        return
    text, markup = shown(found[0].content)
    assert {name for name, _ in markup} <= {"address", "strong"}
    assert text == expected


def test_a_plain_address_can_be_pressed() -> None:
    """An address with nothing in it that could be markup is left whole; one that hides something is only words."""
    assert one("see https://example.com/menu?day=2.") == "see https://example.com/menu?day=2."
    assert one("(https://example.com/a)") == "(https://example.com/a)"
    assert one("https://example.com/a_b_c") == "https\\://example.com/a\\_b\\_c"
    assert one("https://discord.gg/abc") == "https\\://discord.gg/abc"


# -- styles ----------------------------------------------------------------------------------------------------


def test_strong_text_is_strong_and_spaces_stay_outside() -> None:
    """Stars stand against the words, or they would be shown as stars."""
    (part,) = said(Span("Kept? ", "strong"), Span("by both"))
    assert part.content == "**Kept?** by both"
    (part,) = said(Span("a", "strong"), Span("b", "strong"), Span("*"))
    assert part.content == "**ab**\\*"
    assert said(Span("x"), Span("  ", "strong"), Span("y")) == (Part("x  y"),)


def test_a_time_is_read_on_each_readers_own_clock() -> None:
    """A time is sent as its instant; one that Discord can't hold stays as worded."""
    (part,) = said(Span("Due "), Span("Sunday, 18:00", "time", at=1_795_971_600_000), Span("."))
    assert part.content == "Due <t:1795971600:F>."
    assert said(Span("Sunday", "time", at=0)) == (Part("Sunday"),)
    assert said(Span("some day", "time", at=8_640_000_000_000_000)) == (Part("some day"),)


def test_an_address_of_ours_is_pressed_and_not_previewed() -> None:
    """Angle brackets are not shown, and keep what stands beside it out of the address."""
    assert said(Span("https://troth.example/a_b", "link"), Span("!")) == (Part("<https://troth.example/a_b>!"),)
    assert said(Span("not <an> address", "link")) == (Part("not \\<an\\> address"),)


def test_a_picture_is_under_the_first_part() -> None:
    """A picture goes with text or without any."""
    assert said(Span("Three weeks"), image=PICTURE) == (Part("Three weeks", PICTURE),)
    assert said(image=PICTURE) == (Part("", PICTURE),)
    assert [part.image for part in said(Span("long " * 500), image=PICTURE)] == [PICTURE, None]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060", "\x00\x07"])
def test_what_can_not_be_seen_is_not_sent(text: str) -> None:
    """Discord refuses a message in which nothing is left."""
    assert said(Span(text)) == ()


# -- cutting ---------------------------------------------------------------------------------------------------


@given(st.one_of(st.text(min_size=1, max_size=60), TRICKY), st.integers(min_value=40, max_value=400))
def test_parts_keep_the_limit_and_lose_nothing(seed: str, times: int) -> None:
    """However long a text is, each part fits, and together they say all of it."""
    typed = seed * times
    found = said(Span(typed, "words"))
    assert all(units(part.content) <= CONTENT_LIMIT for part in found)
    read = "".join(shown(part.content)[0] for part in found)
    expected = re.sub("\r\n?", "\n", re.sub("[\ud800-\udfff]", "\ufffd", typed))
    seen = re.compile(r"[\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
    assert seen.sub("", read) == seen.sub("", expected)


def test_a_text_is_cut_where_reading_suffers_least() -> None:
    """After a paragraph if one ends in the second half, else after a line, else after a word."""
    assert [len(part.content) for part in said(Span("a" * 1200 + "\n\n" + "b" * 1200))] == [1200, 1200]
    assert [len(part.content) for part in said(Span("a" * 1200 + "\n" + "b" * 1200))] == [1200, 1200]
    assert [len(part.content) for part in said(Span("a" * 1200 + " " + "b" * 1200))] == [1200, 1200]
    assert [len(part.content) for part in said(Span("a" * 2400))] == [2000, 400]


def test_no_grapheme_and_no_escape_is_cut_apart() -> None:
    """A family of emoji stays together; a backslash stays with what it escapes."""
    family = "👨‍👩‍👧‍👦"
    for part in said(Span(family * 400, "words")):
        assert part.content == family * (len(part.content) // len(family))
    for part in said(Span("*" * 2500, "words")):
        assert set(part.content.split("\\*")) == {""}


def test_strong_text_over_a_cut_is_strong_on_both_sides() -> None:
    """Each part closes what it opens."""
    found = said(Span("word " * 900, "strong"))
    assert len(found) == 3
    assert all(part.content.startswith("**word") and part.content.endswith("word**") for part in found)


def test_a_part_begins_a_line_of_its_own() -> None:
    """What was in the middle of a line is escaped where a cut makes it a heading."""
    first, second = said(Span("a" * 1998 + " # b" + "c" * 100, "words"))
    assert first.content == "a" * 1998
    assert second.content.startswith("\\# b")


def test_a_very_long_text_is_cut_in_no_time() -> None:
    """A hundred thousand characters hold nobody up."""
    began = time.process_time()
    said(Span("*a_b " * 20_000, "words"))
    assert time.process_time() - began < 1.0


# -- short texts -----------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.integers(min_value=2, max_value=50))
def test_a_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    """A label is on one line, never empty, never longer than Discord takes."""
    found = shortened(text, limit)
    assert 1 <= units(found) <= limit
    assert "\n" not in found
    assert units(clipped(text, limit)) <= limit


def test_a_shortened_text_says_so() -> None:
    """Where something is left out there are three dots."""
    assert shortened("What did you notice today?", 12) == "What did yo…"
    assert shortened("short", 12) == "short"
    assert shortened(" \u200b ", 12) == "…"
