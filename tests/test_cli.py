"""The command line: what it says, and the codes it ends with."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

import pytest

from bot import cli, logs
from bot.errors import BadSettings, ShutOut
from tests.test_playground_server import free_port

TROTH = Path(sys.executable).with_name("troth")


def troth(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command and wait for its end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    return subprocess.run(
        [TROTH, *words], capture_output=True, text=True, timeout=60, check=False, env=environment | settings
    )


def one_sentence(done: subprocess.CompletedProcess[str], code: int) -> str:
    """What it said on its way out: one line, no traceback."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def test_help_explains_itself() -> None:
    """`troth --help` says what it is, what to begin with, and names every command."""
    said = troth("--help").stdout
    for word in ("a bot for couples", "troth play", "run", "doctor", "content", "--version"):
        assert word in said


def test_an_unknown_command_is_a_usage_error() -> None:
    """What is mistyped ends with code 2, and names what was typed."""
    done = troth("plya")
    assert done.returncode == 2
    assert "plya" in done.stderr


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    """A port that is taken: one sentence with the port and the option, code 2."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = one_sentence(troth("play", "--no-open", "--port", port, "--data", str(tmp_path)), 2)
    assert port in said
    assert "--port" in said


@pytest.mark.parametrize("blocked", ["file/below", "file"])
def test_an_unwritable_folder_is_named(tmp_path: Path, blocked: str) -> None:
    """A folder that can't be made or written: one sentence that names it, code 2."""
    (tmp_path / "file").write_text("not a folder")
    said = one_sentence(troth("play", "--no-open", "--data", str(tmp_path / blocked)), 2)
    assert str(tmp_path / blocked) in said


def test_a_bad_setting_is_named(tmp_path: Path) -> None:
    """A setting that can't be: one sentence that names it, code 2."""
    said = one_sentence(troth("play", "--no-open", "--data", str(tmp_path), TROTH_LOG_LEVEL="LOUD"), 2)
    assert "TROTH_LOG_LEVEL" in said


def test_a_damaged_file_is_kept(tmp_path: Path) -> None:
    """A damaged database: one sentence, code 1, and the file is as it was (I6)."""
    (tmp_path / "troth.db").write_bytes(b"this is no database" * 300)
    said = one_sentence(troth("play", "--no-open", "--port", str(free_port()), "--data", str(tmp_path)), 1)
    assert "troth.db" in said
    assert (tmp_path / "troth.db").read_bytes() == b"this is no database" * 300


async def test_a_second_one_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    """Two processes on one folder: the second ends with a clear sentence; the first goes on, and stops at SIGTERM."""
    words = ["play", "--no-open", "--port", str(free_port()), "--data", str(tmp_path)]
    first = await asyncio.create_subprocess_exec(str(TROTH), *words, stdout=asyncio.subprocess.PIPE)
    assert first.stdout is not None
    assert b"playground is open" in await asyncio.wait_for(first.stdout.readline(), 30)
    said = one_sentence(
        await asyncio.to_thread(troth, "play", "--no-open", "--port", str(free_port()), "--data", str(tmp_path)), 2
    )
    assert "already running" in said
    first.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(first.wait(), 10) == 0


def test_content_is_checked(tmp_path: Path) -> None:
    """Troth's own content is complete; a broken guide is named with file and place, code 1."""
    assert troth("content", "check").returncode == 0
    guide = tmp_path / "guides" / "mine"
    guide.mkdir(parents=True)
    (tmp_path / "words").mkdir()
    (guide / "guide.yaml").write_text("kind: check-in\nclosses: 3d\n")
    done = troth("content", "check", str(tmp_path))
    assert done.returncode == 1
    assert "guide.yaml:2: closses" in done.stderr


def test_every_end_has_a_sentence_and_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    """What ends a command: its sentence and its code; a bug is told by its name and place, without its own text."""
    for why, code in ((BadSettings("a"), 2), (ShutOut("a"), 1), (KeyError("secret words"), 1)):
        with pytest.raises(SystemExit) as ended, cli._sentences():
            raise why
        assert ended.value.code == code
        said = capsys.readouterr().err
        assert len(said.splitlines()) == 1
        assert "secret words" not in said
    assert "KeyError at test_every_end" in said


# -- logs --------------------------------------------------------------------------------------------------------

TOKEN = "123456789:AAE-a-token-that-must-never-be-shown-0"


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What stderr gets from loggers set up as `troth run` does it; all is put back afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = root.handlers[:], root.level, ours.level
    try:
        with redirect_stderr(io.StringIO()) as said:
            logs.set_up("DEBUG", [TOKEN, "hook-secret"])
            yield said
    finally:
        logging.raiseExceptions = True
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        ours.setLevel(before[2])


LOG = logging.getLogger("bot.test")


def test_no_secret_in_a_log() -> None:
    """A secret is hidden wherever it stands: in the message, its arguments, in a URL, or by half."""
    with logged() as stderr:
        LOG.warning("got %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
        LOG.warning("%r and %s", {"token": TOKEN}, TOKEN.replace(":", "%3A"))
        LOG.warning(f"by half {TOKEN.split(':')[1]}")  # noqa: G004  # just that may happen
        LOG.warning("hook-secret")
        LOG.warning("too few: %s %s", TOKEN)  # noqa: PLE1206  # just that may happen
    said = stderr.getvalue()
    assert "never-be-shown" not in said
    assert "hook-secret" not in said
    assert said.count("•••") == 5
    assert "getMe" in said


def test_no_words_of_an_exception_in_a_log() -> None:
    """An exception is told by its name and place: its own text may be what a person wrote."""
    loop = asyncio.new_event_loop()
    loop.close()
    with logged() as stderr:
        try:
            raise ValueError("words of a person")
        except ValueError as why:
            LOG.exception("it failed")
            logs.unforeseen(loop, {"message": "words of a person", "exception": why})
    said = stderr.getvalue()
    assert "words of a person" not in said
    assert said.count("ValueError at test_no_words") == 2


def test_libraries_are_heard_from_warnings_on() -> None:
    """At DEBUG only our own loggers say more: libraries write requests and answers down."""
    with logged() as stderr:
        LOG.debug("ours")
        for library in ("telegram.Bot", "aiohttp.client", "aiosqlite", "any.other"):
            logging.getLogger(library).info("words of a person")
    said = stderr.getvalue()
    assert "ours" in said
    assert "words of a person" not in said
