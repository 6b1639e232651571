"""Content: every word that code asks for is there, faults are found and named, people's words stay theirs."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import build_house
from bot.cli import main
from bot.content import Arg, Content, Free, Line, Lines, Link, Name, Own, Reader, When, line, worded
from bot.errors import BadContent
from bot.guides import house_faults, load_guides, own_guides
from bot.model import Span
from bot.words import HOME, Entries, _read, load_words, word_faults
from tests.talk import MemoryAdapter, bare

HOUSE = Path(__file__).parent.parent
EN, ES = Reader("en", "Europe/Madrid"), Reader("es", "America/Mexico_City")
SUNDAY = 1795370400000
"""22 November 2026, 18:00 UTC."""


@pytest.fixture(scope="module")
def content() -> Content:
    """Troth's own words."""
    return load_words()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of `content/` to break, with two of its guides: reading all of them takes a while."""
    made = Path(shutil.copytree(HOME, tmp_path / "content", ignore=shutil.ignore_patterns("__*", "guides")))
    for name in ("boundary-check-in", "talk-it-over"):
        shutil.copytree(HOME / "guides" / name, made / "guides" / name)
    return made


def put(path: Path, old: str, new: str) -> None:
    """Put `new` where `old` first stands."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def add(path: Path, more: str) -> None:
    """Put `more` at the end."""
    path.write_text(path.read_text("utf-8") + more, "utf-8")


# -- every key that code uses ------------------------------------------------------------------------------------

SAYERS = {"line": (0, "key"), "Line": (0, "key"), "Refused": (0, "key"), "raw": (0, "key")}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _given(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """What a call gives for a parameter, by place or by name."""
    by_name = [one.value for one in call.keywords if one.arg == name]
    return by_name[0] if by_name else call.args[place] if place < len(call.args) else None


def _choices(node: ast.expr | None) -> Iterator[ast.expr]:
    """Both sides of `a if x else b`; anything else as it is."""
    if isinstance(node, ast.IfExp):
        yield from _choices(node.body)
        yield from _choices(node.orelse)
    elif node is not None:
        yield node


def _handing_on(tree: ast.Module, sayers: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Functions of this module that hand a parameter of theirs on as a key, and which."""
    found = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and _name(call) in sayers:
                    for given in _choices(_given(call, *sayers[_name(call)])):
                        if isinstance(given, ast.Name) and given.id in names:
                            found[function.name] = (names.index(given.id), given.id)
    return found


def _used() -> Iterator[tuple[str, str]]:
    """Every key that code asks for, as (where, pattern); what an f-string fills in matches anything."""
    for path in sorted([*(HOUSE / "bot").rglob("*.py"), *(HOUSE / "handlers").rglob("*.py")]):
        tree = ast.parse(path.read_text("utf-8"))
        sayers = dict(SAYERS)
        for _ in range(3):  # a helper may call a helper
            sayers |= {name: where for name, where in _handing_on(tree, sayers).items() if name not in SAYERS}
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call) in sayers:
                for given in _choices(_given(call, *sayers[_name(call)])):
                    where = f"{path.relative_to(HOUSE)}:{call.lineno}"
                    if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
                        yield where, re.escape(given.value)
                    elif isinstance(given, ast.JoinedStr):
                        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in given.values)
                        yield where, "".join(parts)


def test_every_key_in_code_has_words() -> None:
    """No handler can ask for words that are not there; a family of keys has at least one member."""
    keys = _keys("en")
    used = list(_used())
    assert len(used) > 100
    missing = [f"{where}: {key}" for where, key in used if not any(re.fullmatch(key, one) for one in keys)]
    assert missing == []


def _with_args() -> Iterator[tuple[str, str, set[str]]]:
    """Every key that is asked for by its whole name, with where, and the names of what is put into it."""
    for path in sorted([*(HOUSE / "bot").rglob("*.py"), *(HOUSE / "handlers").rglob("*.py")]):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or _name(call) not in ("line", "Refused"):
                continue
            names = {one.arg for one in call.keywords}
            if None in names or len(call.args) > 1:
                continue  # put together elsewhere
            for given in _choices(_given(call, 0, "key")):
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    put = {name for name in names if name and (name != "field" or _name(call) == "line")}
                    yield f"{path.relative_to(HOUSE)}:{call.lineno}", given.value, put


def test_every_line_is_given_what_its_words_name() -> None:
    """What code puts into a line is what its words have room for: nothing is forgotten, and nothing is lost."""
    entries = _entries("en")
    wrong = [
        f"{where}: {key} names {sorted(entries[key][1])}, and is given {sorted(given)}"
        for where, key, given in _with_args()
        if key in entries and entries[key][1] != given
    ]
    assert wrong == []


def _keys(language: str) -> set[str]:
    return set(_entries(language))


def _entries(language: str) -> Entries:
    entries: Entries = {}
    for path in (HOME / "words" / language).glob("*.ftl"):
        assert list(_read(path, entries)) == []
    return entries


def test_families_of_keys_are_whole() -> None:
    """Where code completes a key from a list, every member of the list has words."""
    house = build_house([MemoryAdapter()])
    languages = load_words().languages
    wanted = {f"language-{code}" for code in languages} | {f"weekday-{day}" for day in range(7)}
    wanted |= {f"command-{name}" for name in house.commands} | {f"command-{name}.about" for name in house.commands}
    wanted |= {f"guide-chose-{how}" for how in ("now", "closing", "kept")} | {"yes", "no"}
    wanted |= {f"rhythm-{unit}" for unit in ("daily", "weekdays", "weekly", "monthly", "nth")}
    for language in languages:
        assert wanted - _keys(language) == set(), language


def test_commands_have_names_of_their_own() -> None:
    """In each language no two commands share a name, and each is one that both platforms take."""
    house, content = build_house([MemoryAdapter()]), load_words()
    for language in content.languages:
        names = [content.raw(f"command-{name}", language) or "" for name in house.commands]
        assert len(set(names)) == len(names), language
        assert [name for name in names if not re.fullmatch(r"[a-z0-9_]{1,32}", name)] == []


# -- faults in words ---------------------------------------------------------------------------------------------


def test_our_own_words_have_no_fault() -> None:
    """Every language has every key with the same variables."""
    assert word_faults() == []
    assert _keys("en") == _keys("es")


WORD_FAULTS = {
    "missing": (("es/common.ftl", "later = ", "later-on = "), ["words/es", "later is missing"]),
    "too many": (("es/common.ftl", "later = ", "later-on = X\nlater = "), ["words/es", "later-on is not in en"]),
    "unused variable": (("es/common.ftl", "{ $command }", "eso"), ["words/es", "unknown-command", "'command'"]),
    "unknown variable": (("es/common.ftl", "{ $command }", "{ $x } { $command }"), ["unknown-command", "'x'"]),
    "broken": (("es/common.ftl", "later = ", "broken = { $x\nlater = "), ["words/es/common.ftl:", "Expected token"]),
    "nothing": (("es/common.ftl", "later = ", "broken =\nlater = "), ["words/es/common.ftl:", "broken"]),
    "twice": (("es/common.ftl", "later = ", "later = X\nlater = "), ["words/es/common.ftl", "later stands twice"]),
    "elsewhere too": (
        ("es/pairing.ftl", "pair-button", "later = X\npair-button"),
        ["words/es/pairing.ftl", "later stands twice (also in common.ftl)"],
    ),
    "no such reference": (
        ("es/common.ftl", "later = ", "later = { nowhere } "),
        ["words/es/common.ftl", "later", "nowhere"],
    ),
    "stress not closed": (("es/common.ftl", "later = ", "later = **"), ["words/es/common.ftl", "** is not closed"]),
    "an attribute missing": (("es/pairing.ftl", "    .about", "    .abut"), ["words/es", "command-start.about"]),
}


@pytest.mark.parametrize(("edit", "named"), WORD_FAULTS.values(), ids=WORD_FAULTS)
def test_a_fault_in_words_is_named(copy: Path, edit: tuple[str, str, str], named: list[str]) -> None:
    """Each fault is one line that says where it is and which key it is about; loading raises them all."""
    put(copy / "words" / edit[0], *edit[1:])
    faults = word_faults(copy)
    assert [one for one in faults if all(part in one for part in named)], faults
    assert all("\n" not in one for one in faults)
    with pytest.raises(BadContent) as caught:
        load_words(copy)
    assert list(caught.value.faults) == faults


# -- spans -------------------------------------------------------------------------------------------------------

HOSTILE = ["{ $x }", "{x}", "**loud**", "<b>bold</b>", "@everyone", "\ue0000\ue001", "\ue0007\ue001", "\u202eolleh"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("strong", [False, True])
def test_a_persons_words_stay_literal(content: Content, text: str, *, strong: bool) -> None:
    """Whatever somebody calls themselves is one span of words, exactly as typed, in our words and a guide's."""
    words = Span(text, "words")
    stars = "**" if strong else ""
    free = Free({"en": f"Hello {stars}{{name}}{stars}."}, {"name": Own(text)})
    assert words in content.spans(line("start-done", name=Own(text)), EN)
    assert words in content.spans(free, EN)
    assert content.spans(Own(text), EN) == (words,)
    assert words in content.spans(line("guide-of", name=Own("Ana"), answers=Lines([Own(text)])), EN)


def test_several_args_keep_their_places(content: Content) -> None:
    """Each of several people's words comes where its own placeable stands."""
    spans = content.spans(line("guide-of", name=Own("\ue0001\ue001"), answers=Own("\ue0000\ue001")), EN)
    assert [span.text for span in spans if span.style == "words"] == ["\ue0001\ue001", "\ue0000\ue001"]


def test_placeables_are_isolated(content: Content) -> None:
    """A name written right to left can't turn the sentence around it: it stands between isolates."""
    before, name, after = content.spans(line("start-done", name=Own("ליאור")), EN)
    assert before.text.endswith("\u2068")
    assert name == Span("ליאור", "words")
    assert after.text.startswith("\u2069")


def test_links_and_names_in_commands_stand_bare(content: Content) -> None:
    """Direction marks would end an address too late, and make no command of /here@bot: none stand around these."""
    before, link, *_ = content.spans(line("pair-link", link=Link("https://t.me/x?start=y")), EN)
    assert link == Span("https://t.me/x?start=y", "link")
    assert "\u2068" not in before.text
    assert "/here@our_bot, " in content.plain(line("here-arrived", bot=Name("our_bot")), EN)


def test_strong(content: Content) -> None:
    """`**` in our own text makes it strong, also what is ours inside; nothing of the stars is shown."""
    spans = content.spans(line("guide-revealed", title=Free({"en": "Check-in", "es": "Revisión"})), ES)
    assert Span("Revisión", "strong") in spans
    assert "**" not in "".join(span.text for span in spans)
    assert content.spans(Free({"en": "a **b** c"}), EN) == (Span("a "), Span("b", "strong"), Span(" c"))


def test_plural_forms(content: Content) -> None:
    """One and many are worded apart, in each language."""
    for reader in (EN, ES):
        one, some = (content.plain(line("today-some", count=count), reader) for count in (1, 2))
        assert one != some
        assert "2" in some


def test_instants_read_in_the_readers_language_and_zone(content: Content) -> None:
    """An instant is worded for its reader, and its span still says which instant it is."""
    said = line("rhythm-set", guide="G", when="W", first=When(SUNDAY))
    (english,) = (span for span in content.spans(said, EN) if span.style == "time")
    (spanish,) = (span for span in content.spans(said, ES) if span.style == "time")
    assert english == Span("Sunday, 22 November 2026, 19:00", "time", SUNDAY)
    assert spanish.at == SUNDAY
    assert spanish.text.startswith("dom")
    assert spanish.text.endswith("22 de noviembre de 2026, 12:00")


@pytest.mark.parametrize(("style", "shown"), [("day", "Sunday, 22 November 2026"), ("time", "19:00")])
def test_an_instant_can_be_a_day_or_a_time(content: Content, style: str, shown: str) -> None:
    """Of an instant, the day or the hour alone can be shown."""
    when = When(SUNDAY, "day" if style == "day" else "time")
    assert bare(content.plain(line("guide-day", day=when), EN)) == shown


def test_lines_stand_one_below_the_other(content: Content) -> None:
    """Several phrases are one a line; none at all is nothing."""
    both = Lines([line("yes"), Own("no\nmore"), Lines([line("no")])])
    assert content.plain(both, EN) == "Yes\nno\nmore\nNo"
    assert content.spans(Lines([]), EN) == ()


def test_links_and_numbers(content: Content) -> None:
    """A link of ours is a span of its own; numbers and texts of ours are part of the sentence."""
    spans = content.spans(line("pair-link", link=Link("https://example.org/x?code=1")), EN)
    assert Span("https://example.org/x?code=1", "link") in spans
    assert bare(content.plain(line("too-long", limit=4000), EN)).count("4") == 1


def test_a_forgotten_arg_is_a_bug_with_a_name(content: Content) -> None:
    """Words that are not given what they name raise, saying which key."""
    with pytest.raises(BadContent, match=r"start-done \(en\)"):
        content.spans(line("start-done"), EN)


def test_a_language_without_words_is_answered_in_the_first(content: Content) -> None:
    """An unknown language reads English; a regional one its own language."""
    args: dict[str, Arg] = {}
    assert content.plain(Line("yes", args), Reader("tlh", "UTC")) == "Yes"
    assert [content.best_language(wish) for wish in ("es-MX", "es_AR", "ES", "fr", "")] == [
        "es",
        "es",
        "es",
        "en",
        "en",
    ]
    assert content.languages == ("en", "es")


# -- faults in guides --------------------------------------------------------------------------------------------

NIGHT = "  - id: night\n    wait: {until: 18:30}\n  - id: share\n"
STRAY = "  - id: bye\n    end: {}\n  - id: stray\n    say: {}\n  - id: share\n"

GUIDE_FAULTS = {
    "broken yaml": ("guide", "steps:", "steps: [", ["guide.yaml", "line"]),
    "duplicate key": ("guide", "closes: 7d", "closes: 7d\ncloses: 8d", ["guide.yaml", 'duplicate key "closes"']),
    "duplicate key in words": ("en", "door: ", "door: x\ndoor: ", ["en.yaml", 'duplicate key "door"']),
    "unknown key": ("guide", "quick: ", "quik: ", ["guide.yaml", "steps.0.ask.quik"]),
    "unknown key in words": ("es", "about: ", "abut: ", ["es.yaml", "abut"]),
    "missing words": ("en", "  more:", "  mure:", ["en.yaml", "steps.more.text is missing"]),
    "words too many": ("en", "  more:", "  mure:", ["en.yaml", "mure is no step"]),
    "missing option": ("es", "      fine: Todo bien\n", "", ["es.yaml", "steps.look.options.fine is missing"]),
    "unreachable step": ("guide", "  - id: share\n", STRAY, ["boundary-check-in", "stray can't be reached"]),
    "bad reference": ("guide", "on: look", "on: lock", ["boundary-check-in", "way", "on names no question"]),
    "bad target": (
        "guide",
        "{fine: share}",
        "{fine: shore}",
        ["boundary-check-in", "way", "no step of the same level"],
    ),
    "no such option": ("guide", "{fine: share}", "{fin: share}", ["way", "look has no option fin"]),
    "bad reveal": ("guide", "of: [look,", "of: [luck,", ["boundary-check-in", "share", "luck is no question"]),
    "bad list": ("guide", "over: which", "over: witch", ["boundary-check-in", "one-by-one", "over names no question"]),
    "bad duration": ("guide", "closes: 3d", "closes: 3 days", ["guide.yaml", "steps.5.reveal.closes", "20m or 3d"]),
    "bad hour": ("guide", "  - id: share\n", NIGHT.replace("18", "25"), ["guide.yaml", "steps.5.wait.until"]),
    "too long": ("en", "Which of them", "W" * 1501, ["en.yaml", "steps.which.text", "1500"]),
    "label too long": ("es", "Todo bien", "W" * 61, ["es.yaml", "steps.look.options.fine", "60"]),
    "unknown placeable": ("es", "{partner}", "{pareja}", ["es.yaml", "steps.more", "{pareja} is unknown"]),
    "different placeables": ("es", "{partner}", "ella", ["steps.more", "different placeables"]),
    "two kinds": ("guide", "end: {}", "end: {}\n    say: {}", ["guide.yaml", "steps.7", "exactly one of"]),
    "no end": ("guide", "  - id: thanks\n    end: {}\n", "", ["boundary-check-in", "last step must be an end"]),
    "the same id twice": ("guide", "- id: more", "- id: look", ["boundary-check-in", "step look stands twice"]),
}


@pytest.mark.parametrize(("file", "old", "new", "named"), GUIDE_FAULTS.values(), ids=GUIDE_FAULTS)
def test_a_fault_in_a_guide_is_named(copy: Path, file: str, old: str, new: str, named: list[str]) -> None:
    """Each fault in a guide is one line that says in which file and where in it."""
    put(copy / "guides" / "boundary-check-in" / f"{file}.yaml", old, new)
    with pytest.raises(BadContent) as caught:
        load_guides(copy)
    assert [one for one in caught.value.faults if all(part in one for part in named)], caught.value.faults
    assert all("\n" not in one for one in caught.value.faults)


def test_hours_and_no_are_read_as_text(copy: Path) -> None:
    """`18:30` is half past six and `no` an option: nothing turns into a number or a yes/no by itself."""
    guide = copy / "guides" / "boundary-check-in"
    put(guide / "guide.yaml", "  - id: share\n", NIGHT)
    put(guide / "guide.yaml", "options: [fine, some]", "options: [fine, no]")
    for language in ("en", "es"):
        put(guide / f"{language}.yaml", "      some: ", "      no: ")
    read = load_guides(copy)["boundary-check-in"]
    wait, ask = read.steps["night"].wait, read.steps["look"].ask
    assert wait is not None
    assert ask is not None
    assert (wait.until, ask.options) == ("18:30", ("fine", "no"))


def test_all_faults_come_at_once(copy: Path) -> None:
    """Faults of several files and guides are told together."""
    put(copy / "guides" / "boundary-check-in" / "en.yaml", "door: ", "dor: ")
    put(copy / "guides" / "boundary-check-in" / "es.yaml", "door: ", "dor: ")
    put(copy / "guides" / "talk-it-over" / "guide.yaml", "kind: ", "kin: ")
    with pytest.raises(BadContent) as caught:
        load_guides(copy)
    said = "\n".join(caught.value.faults)
    assert all(part in said for part in ("check-in/en.yaml", "check-in/es.yaml", "talk-it-over/guide.yaml"))


# -- troth content check -----------------------------------------------------------------------------------------


def test_content_check_says_that_all_is_well(copy: Path) -> None:
    """Without a fault it says so and ends with 0, for our own content and for a folder."""
    for arguments in (["content", "check"], ["content", "check", str(copy)]):
        done = CliRunner().invoke(main, arguments)
        assert (done.exit_code, done.stdout) == (0, "All guides and words are complete.\n"), done.output


def test_content_check_lists_faults(copy: Path) -> None:
    """With faults it lists those of words and of guides, a line each, and ends with 1."""
    put(copy / "words" / "es" / "common.ftl", "later = ", "later-on = ")
    put(copy / "guides" / "boundary-check-in" / "en.yaml", "door: ", "dor: ")
    done = CliRunner().invoke(main, ["content", "check", str(copy)])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert any("words/es/common.ftl: later is missing" in one for one in lines)
    assert any("en.yaml: door" in one for one in lines)
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("missing", ["words", "guides"])
def test_a_folder_that_is_not_there_is_named(copy: Path, missing: str) -> None:
    """Content without words or guides is a fault with a path, not a crash."""
    shutil.rmtree(copy / missing)
    with pytest.raises(BadContent, match=f"{missing}: there is no such folder"):
        load_guides(copy)


def test_an_empty_folder_is_no_content(tmp_path: Path) -> None:
    """A folder from outside that holds nothing of ours is a fault: most likely it is another one that is meant."""
    done = CliRunner().invoke(main, ["content", "check", str(tmp_path)])
    assert done.exit_code == 1
    assert "there are neither guides nor words in it" in done.output


def test_words_that_are_no_text_are_named(copy: Path) -> None:
    """A file in another encoding is a fault with its path."""
    (copy / "words" / "es" / "common.ftl").write_bytes("later = Más tarde".encode("latin-1"))
    assert any("common.ftl: this is no UTF-8 text" in fault for fault in word_faults(copy))


PLAY_FAULTS = {
    "a language missing": ("es.yaml", None, "es.yaml is missing"),
    "a list nobody has": ("guide.yaml", ("boundaries.mine", "boundaries.none"), "no list boundaries.none"),
    "a brace left open": ("es.yaml", ("{list}", "{list"), "a brace is not closed"),
    "an empty file": ("en.yaml", ("", ""), "this holds no guidewords"),
}


@pytest.mark.parametrize("name", PLAY_FAULTS)
def test_what_would_only_show_at_play_is_named(copy: Path, name: str) -> None:
    """What would only show at play is found by the check, with the guide's name."""
    file, change, said = PLAY_FAULTS[name]
    path = copy / "guides" / "boundary-check-in" / file
    if change is None:
        path.unlink()
    elif change == ("", ""):
        path.write_text("")
    else:
        path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    try:
        faults = house_faults(load_guides(copy).values(), build_house([]))
    except BadContent as why:
        faults = list(why.faults)
    assert any(said in one and "boundary-check-in" in one for one in faults), faults


def test_dates_in_a_language_that_nobody_taught_us() -> None:
    """A language that is new even to our library of dates reads them as in the first language."""
    assert worded(When(0, "day"), Reader("xx", "UTC")) == "Thursday, 1 January 1970"


def test_our_guides_are_read_once(copy: Path) -> None:
    """What was read is kept, is the same to the digest, and is read anew once a byte of it has changed."""
    read = own_guides(copy)
    kept = copy / "__pycache__" / "guides.json"
    written = kept.stat().st_mtime_ns
    again = own_guides(copy)
    assert {name: one.digest for name, one in again.items()} == {name: one.digest for name, one in read.items()}
    assert kept.stat().st_mtime_ns == written
    talk = copy / "guides" / "talk-it-over" / "en.yaml"
    talk.write_text(talk.read_text().replace("title: ", "title: New ", 1))
    assert own_guides(copy)["talk-it-over"].words["en"].title.startswith("New ")


@pytest.mark.parametrize("cut", ["", "{", "[]", '{"mark": 1}', None])
def test_what_is_kept_may_be_broken(copy: Path, cut: str | None) -> None:
    """A file that is cut off, or not ours, is no hindrance; neither is a folder in which nothing can be kept."""
    kept = copy / "__pycache__" / "guides.json"
    if cut is None:
        kept.parent.write_text("no folder")
    else:
        own_guides(copy)
        kept.write_text(cut)
    assert own_guides(copy).keys() == {path.name for path in (copy / "guides").iterdir()}
