"""Guides and languages from outside: adding them is adding files, with the same checks, and nothing else changes."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer
from ruamel.yaml import YAML

from bot.app import DATABASE, build, outside_content
from bot.cli import main
from bot.clock import StillClock
from bot.config import load_settings
from bot.content import Reader
from bot.errors import BadContent, BadSettings
from bot.guides import Library, load_guides, own_guides
from bot.guides.check import content_faults
from bot.preview import feature as preview
from bot.words import HOME, load_words, word_texts
from tests.talk import EVERYTHING, START, MemoryAdapter, SeededChance, Talk, bare, empty_house

NEW = "eo"
"""A language that Troth does not have; dates and numbers in it are known to the libraries."""

GUIDE = "kind: exercise\npractice: needs\ncloses: 7d\npeople: either\nsteps: [{id: hi, say: {}}, {id: bye, end: {}}]\n"
WORDS = (
    "title: {0} Walk\nabout: A short walk\ndoor: It is here.\nsteps:\n  hi: {{text: {0} Hello}}\n  bye: {{text: B}}\n"
)


def brings(folder: Path, name: str = "walk", **words: str) -> Path:
    """A folder with one guide in it, with words in these languages."""
    made = folder / "guides" / name
    made.mkdir(parents=True, exist_ok=True)
    (made / "guide.yaml").write_text(GUIDE)
    for language, text in words.items():
        (made / f"{language}.yaml").write_text(text)
    return folder


# -- guides ------------------------------------------------------------------------------------------------------


def test_a_guide_from_outside_is_added(tmp_path: Path) -> None:
    """It stands beside ours; readers of languages that it lacks get its first."""
    home = brings(tmp_path, es=WORDS.format("es"))
    ours, guides = own_guides(), load_guides(outside=home)
    assert guides.keys() == ours.keys() | {"walk"}
    content, title = load_words(), guides["walk"].head("title")
    assert [content.plain(title, Reader(code, "UTC")) for code in ("en", "es")] == ["es Walk", "es Walk"]
    assert outside_content(home) == "With 1 guide of your own."


def test_one_of_our_names_replaces_ours(tmp_path: Path) -> None:
    """A guide with the name of one of ours stands in its place, and that is said."""
    home = brings(tmp_path, "boundary-check-in", en=WORDS.format("en"), es=WORDS.format("es"))
    assert load_guides(outside=home)["boundary-check-in"].words["es"].title == "es Walk"
    assert outside_content(home) == "With 1 guide of your own, in place of Troth's: boundary-check-in."


OUTSIDE_FAULTS = {
    "an unknown key": ("guide.yaml", GUIDE + "clozes: 3d\n", "walk/guide.yaml:6: clozes"),
    "a dead step": ("guide.yaml", GUIDE.replace("say", "end"), "walk/guide.yaml:5: bye: step bye can't be reached"),
    "missing words": ("en.yaml", WORDS.format("en").replace("hi:", "ho:"), "walk/en.yaml:5: ho is no step"),
    "a list nobody has": ("guide.yaml", GUIDE.replace("say: {}", "say: {list: a.b}"), "walk: hi: there is no list a.b"),
    "asking for proof": ("en.yaml", WORDS.format("Prove it"), "walk/en.yaml:5: walk.steps.hi.text: asks for proof"),
    "a language nobody reads": ("fr.yaml", WORDS.format("fr"), "walk/fr.yaml: nobody reads fr here"),
    "no YAML": ("guide.yaml", "steps: [", "walk/guide.yaml"),
    "no words": ("en.yaml", "", "walk/en.yaml"),
}


@pytest.mark.parametrize("name", OUTSIDE_FAULTS)
def test_a_bad_one_is_refused_with_file_and_line(tmp_path: Path, name: str) -> None:
    """The same checks as for ours: every fault has its file, and its line where there is one; nothing starts."""
    file, text, said = OUTSIDE_FAULTS[name]
    home = brings(tmp_path, en=WORDS.format("en"))
    (home / "guides" / "walk" / file).write_text(text)
    done = CliRunner().invoke(main, ["content", "check", str(home)])
    assert done.exit_code == 1
    assert any(said in one for one in done.output.splitlines()), done.output


def test_nothing_starts_with_a_bad_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`play` and `run` say what is wrong before they open anything; a folder that is none is a bad setting."""
    monkeypatch.chdir(tmp_path)
    home = brings(tmp_path / "mine", en=WORDS.format("Prove it"))
    monkeypatch.setenv("TROTH_CONTENT_DIR", str(home))
    monkeypatch.setenv("TROTH_TELEGRAM_TOKEN", "123456789:AAE-a-token-that-must-never-be-shown-0")
    for command in (["play", "--no-open"], ["run"]):
        done = CliRunner().invoke(main, command)
        assert (done.exit_code, "asks for proof" in done.output) == (1, True), done.output
    assert not (tmp_path / "troth-data").exists()
    monkeypatch.setenv("TROTH_CONTENT_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(BadSettings, match="TROTH_CONTENT_DIR is wrong: it must be a folder"):
        load_settings()


async def test_a_guide_from_outside_can_be_done(tmp_path: Path) -> None:
    """It is in the library of the house that was built with it."""
    home = brings(tmp_path / "mine", en=WORDS.format("en"))
    talk = await opened(tmp_path, home)
    assert talk.app.house.part(Library)["walk"].structure.people == "either"
    await talk.close()


# -- languages ---------------------------------------------------------------------------------------------------

_ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


class _Accented(Transformer):
    def visit_TextElement(self, node: Any) -> Any:  # noqa: N802
        node.value = node.value.translate(_ACCENTS)
        return node


def accented_words(text: str) -> str:
    """A file of words with every vowel accented; names of commands stay plain, and get an ending."""
    resource = FluentParser().parse(text)
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            plain = entry.id.name.startswith("command-") and entry.value is not None
            name = entry.value.elements[0].value if plain else ""  # type: ignore[union-attr]
            _Accented().visit(entry)
            if plain:
                entry.value.elements[0].value = f"{name}_{NEW}"[:32]  # type: ignore[union-attr]
    return FluentSerializer().serialize(resource)


def accented(value: Any, *, inside: str = "") -> Any:
    """All texts of a guide's words accented, their placeables kept."""
    if isinstance(value, dict):
        return {key: accented(one, inside=str(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [accented(one, inside=inside) for one in value]
    parts = str(value).replace("}", "{").split("{")
    return "".join(f"{{{one}}}" if n % 2 else one.translate(_ACCENTS) for n, one in enumerate(parts))


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole new language, and nothing else."""
    home = tmp_path_factory.mktemp("language")
    (home / "words" / NEW).mkdir(parents=True)
    for path in (HOME / "words" / "en").glob("*.ftl"):
        said = accented_words(path.read_text("utf-8")).replace(
            "language-es = ", f"language-{NEW} = Espéránto\nlanguage-es = "
        )
        (home / "words" / NEW / path.name).write_text(said, "utf-8")
    for path in HOME.glob("guides/*/en.yaml"):
        made = home / "guides" / path.parent.name / f"{NEW}.yaml"
        made.parent.mkdir(parents=True)
        with made.open("w", encoding="utf-8") as file:
            YAML().dump(accented(YAML(typ="safe", pure=True).load(path.read_text("utf-8"))), file)
    (home / "lint").mkdir()
    shutil.copy(HOME / "lint" / "en.yaml", home / "lint" / f"{NEW}.yaml")
    return home


async def opened(folder: Path, outside: Path) -> Talk:
    """A talk in a house with content from outside."""
    shutil.copy(empty_house(), folder / DATABASE)
    clock, chance, adapter = StillClock(START), SeededChance(), MemoryAdapter(capabilities=EVERYTHING)
    app = await build(folder / DATABASE, clock, chance, [adapter], outside, [preview])
    return Talk(folder, clock, chance, adapter, app)


@pytest.fixture
async def talk(tmp_path: Path, language: Path) -> AsyncIterator[Talk]:
    """A talk in a house that knows the new language."""
    made = await opened(tmp_path, language)
    yield made
    await made.close()


def test_a_language_is_files(language: Path) -> None:
    """Everything loads and passes every check; each language reads the new one's name as it calls itself."""
    assert content_faults(outside=language) == []
    content = load_words(outside=language)
    assert content.languages == ("en", NEW, "es")
    assert {content.raw(f"language-{NEW}", code) for code in content.languages} == {"Espéránto"}


def test_a_language_that_lacks_words_is_refused(language: Path, tmp_path: Path) -> None:
    """A language of which a word is missing is offered to nobody; nor is one that nothing holds against SAFETY 18."""
    half = Path(shutil.copytree(language, tmp_path / "half"))
    (half / "words" / NEW / "promises.ftl").unlink()
    (half / "lint" / f"{NEW}.yaml").unlink()
    faults = content_faults(outside=half)
    assert any(f"words/{NEW}/promises.ftl: command-promise is missing" in one for one in faults)
    assert any(f"lint/{NEW}.yaml is missing" in one for one in faults)
    with pytest.raises(BadContent):
        load_words(outside=half)


async def test_somebody_reads_the_new_language_alone(talk: Talk) -> None:
    """A check-in and a promise in it, from /start to the reveal: no line of English stands on the screen."""
    await talk.pairs(languages=(NEW, NEW))
    await talk.says("ana", "/promise call mum by friday")
    for who in ("ana", "ben"):
        await talk.says(who, f"/checkin_{NEW}")
        await talk.presses(who, "All fine".translate(_ACCENTS))
        await talk.presses(who, "Share when".translate(_ACCENTS))
    await talk.says("ben", "/help")
    await talk.says("ben", "/promises")
    screen = "\n".join([*talk.sees("ana"), *talk.sees("ben"), *talk.sees("ana", "place-1")])
    assert "you have both shared".translate(_ACCENTS) in screen
    assert [one for one in english() if one in screen] == []


def english() -> set[str]:
    """Every piece of English that Troth says, between what is filled in, long enough to be told from a name."""
    texts = [said.text for said in word_texts(HOME / "words" / "en") if not said.key.startswith("command-")]
    for path in HOME.glob("guides/*/en.yaml"):
        texts += strings(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))
    pieces = {piece.strip(" *.,:\n") for text in texts for piece in bare(text).replace("}", "{").split("{")[::2]}
    lines = {line.strip() for piece in pieces for line in piece.split("\n")}
    return {line for line in lines if len(line) > 6 and line != line.translate(_ACCENTS)}


def strings(value: Any) -> list[str]:
    """Every text in a file of words."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    return [text for one in value for text in strings(one)] if isinstance(value, list) else [str(value)]


# -- versions ----------------------------------------------------------------------------------------------------

BEFORE = """\
kind: journey
practice: repair
closes: 3w
roles: [asker, hearer]
steps:
  - id: talk
    chapter:
      steps: [{id: told, for: asker, ask: {type: text, visible: shared}}, {id: rest, wait: {for: 2d}}]
  - {id: felt, ask: {type: choice, options: [talk, on]}}
  - {id: thinks, guess: {of: felt}}
  - {id: show, reveal: {of: [felt, thinks], closes: 3d}}
  - {id: anew, revisit: {on: felt}}
  - {id: bye, end: {outcome: done}}
"""
BEFORE_WORDS = """\
title: Old
about: A
door: D
steps:
  told: {text: Old told, other: Old other, shown: "Old said: {value}"}
  rest: {text: Old rest}
  felt: {text: Old felt, shown: "Old felt: {value}", options: {talk: Old talk, on: Old on}}
  thinks: {text: Old thinks, shown: "Old guess: {value}"}
  show: {text: Old show}
  bye: {text: Old bye}
"""


async def test_a_run_ends_on_the_version_it_began_with(tmp_path: Path) -> None:
    """A guide changed while it is under way, with a restart: chapter, wait, guess, reveal and end stay as they were."""
    home = brings(tmp_path / "mine", en=BEFORE_WORDS)
    (home / "guides" / "walk" / "guide.yaml").write_text(BEFORE)
    talk = await opened(tmp_path, home)
    await talk.pairs()
    await talk.says("ana", "/preview walk")
    for language in ("en", "es"):
        (home / "guides" / "walk" / f"{language}.yaml").write_text(WORDS.format("New"))
    (home / "guides" / "walk" / "guide.yaml").write_text(GUIDE)
    await talk.app.stop()
    talk.app = await build(tmp_path / DATABASE, talk.clock, talk.chance, [talk.adapter], home, [preview])
    assert talk.app.house.part(Library)["walk"].structure.kind == "exercise"
    await talk.presses("ben", "Open")
    await talk.says("ana", "hello")
    await talk.goes_by(days=3)
    assert talk.sees("ben")[-1].startswith("Old rest")
    for who in ("ana", "ben"):
        await talk.presses(who, "Open")
        await talk.presses(who, "Old on")
        await talk.presses(who, "Old talk")
        await talk.presses(who, "Share when")
    seen = "\n".join([*talk.sees("ana"), *talk.sees("ben"), *talk.sees("ana", "place-1")])
    for words in ("Old told", "Old other", "Old said: hello", "Old felt: Old on", "Old guess: Old talk"):
        assert words in seen
    assert talk.sees("ben")[-1] == "Old bye"
    assert "New" not in seen
    await talk.says("ana", "/preview walk")
    assert "New Hello" in "\n".join(talk.sees("ana"))
    await talk.close()
