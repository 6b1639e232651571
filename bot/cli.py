"""The command line: `troth play`, `run`, `doctor` and `content check`. Each loads what it needs itself."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from bot import logs
from bot.clock import SystemClock
from bot.config import Settings, hold, load_settings, needed_platforms, unknown_settings, usable_folder
from bot.errors import BadContent, BadSettings, ShutOut, StoreTrouble
from bot.findings import Finding

EXIT_SETTINGS = 2
"""A setting or an argument is wrong (also click's own code for that)."""

EXIT_TROUBLE = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="troth", prog_name="troth")
def main() -> None:
    """Troth, a bot for couples: it brings a question at the right moment and keeps the promises two people make.

    Begin with `troth play`: it opens a local page where you can try everything with made-up people. `troth run`
    serves real people; `troth doctor` says what it still needs for that.
    """


def _ready() -> Settings:
    """The settings, with logging set up by them. Raises BadSettings."""
    settings = load_settings()
    logs.set_up(settings.log_level, settings.secrets)
    for sentence in unknown_settings():
        click.echo(sentence, err=True)
    return settings


@contextmanager
def _sentences() -> Iterator[None]:
    """Whatever ends a command is said in one sentence, with a code of its own."""
    try:
        yield
    except BadSettings as why:
        _fail(str(why), EXIT_SETTINGS)
    except (BadContent, ShutOut, StoreTrouble) as why:
        _fail(str(why), EXIT_TROUBLE)
    except BrokenPipeError:
        raise  # whoever read what we say has gone; click knows what to do then
    except Exception as why:
        # An exception's own text may hold what a person wrote, or a secret.
        _fail(f"Something failed in Troth itself: {logs.where(why)}. Please report this.", EXIT_TROUBLE)


def _until_signal() -> asyncio.Event:
    """Set once somebody asks us to end."""
    stop = asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(logs.unforeseen)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


@main.command("run")
def run_command() -> None:
    """Serve couples on the platforms that the settings name, until Ctrl+C or SIGTERM.

    TROTH_TELEGRAM_TOKEN is the token of a bot that you make with @BotFather on Telegram, TROTH_DISCORD_TOKEN that of
    one that you make on Discord's developer portal; with both, one partner may be here and the other there.
    """
    with _sentences(), ExitStack() as held:
        settings = _ready()
        needed_platforms(settings)
        _tell_of_outside(settings)
        folder = usable_folder(settings.data_dir)
        homes = {folder, usable_folder(settings.database.parent) if settings.database else folder}
        for home in sorted(homes):
            held.enter_context(hold(home))
        asyncio.run(_run(settings, folder))


def _tell_of_outside(settings: Settings) -> None:
    """Say what a folder from outside brings. Raises BadContent, before anything is opened."""
    if settings.content_dir is not None:
        from bot.app import outside_content

        click.echo(outside_content(settings.content_dir))


async def _run(settings: Settings, folder: Path) -> None:
    from bot.run import run

    await run(settings, folder, _until_signal(), click.echo)


@main.command("doctor")
def doctor_command() -> None:
    """Look whether `troth run` has all it needs, and say what to do about what is missing. Changes nothing."""
    from bot import doctor

    with _sentences():
        try:
            settings = load_settings()
        except BadSettings as why:
            click.echo(f"!!  {why}")
            raise SystemExit(EXIT_TROUBLE) from None
        logs.set_up(settings.log_level, settings.secrets)
        findings = [*_content_findings(settings), *asyncio.run(doctor.examine(settings))]
        for finding in findings:
            click.echo(logs.discreet(doctor.shown(finding), settings.secrets))
        if not all(finding.ok for finding in findings):
            raise SystemExit(EXIT_TROUBLE)


def _content_findings(settings: Settings) -> list[Finding]:
    """Whether what comes from outside can be used; nothing where there is none."""
    from bot.app import outside_content

    if settings.content_dir is None:
        return []
    try:
        return [Finding(True, outside_content(settings.content_dir))]
    except BadContent as why:
        return [Finding(False, fault, "Correct it; `troth content check` names them all.") for fault in why.faults[:5]]


@main.command("play")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="The page's port.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder for its files.  [default: troth-data/playground]")
@click.option("--open/--no-open", "show", default=True, help="Open the page in a browser.")
def play_command(port: int, data: Path | None, *, show: bool) -> None:
    """Open the playground: several made-up people on a local page, no account needed.

    Nothing leaves this machine. What happens there is kept until you start afresh.
    """
    with _sentences():
        settings = _ready()
        _tell_of_outside(settings)
        folder = usable_folder(data or settings.data_dir / "playground")
        with hold(folder):
            asyncio.run(_play(folder, port, settings.content_dir, show=show))


async def _play(folder: Path, port: int, outside: Path | None, *, show: bool) -> None:
    from bot.play import play

    stop, ready = _until_signal(), asyncio.Event()
    playing = asyncio.create_task(play(folder, port, stop, ready, outside))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({playing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if ready.is_set():
        url = f"http://127.0.0.1:{port}/"
        click.echo(f"The playground is open at {url} (files in {folder}). Ctrl+C ends it.")
        if show and _has_screen():
            webbrowser.open(url)
    await playing


def _has_screen() -> bool:
    return sys.stdout.isatty() and (sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))))


@main.group()
def content() -> None:
    """Guides and words: what the bot says."""


@content.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--aged", is_flag=True, help="List the helplines whose sources have grown old, too.")
def content_check(folder: Path | None, *, aged: bool) -> None:
    """Check Troth's own guides, words and help, with what is in FOLDER (or TROTH_CONTENT_DIR). A line a fault."""
    from bot.content_check import examine

    with _sentences():
        faults, warnings = examine(folder or load_settings().content_dir, SystemClock())
        for warning in warnings if aged else ():
            click.echo(warning, err=True)
        if warnings and not aged:
            click.echo(f"{len(warnings)} helplines rest on sources older than 180 days: --aged lists them.", err=True)
        if faults:
            _fail("\n".join(faults), EXIT_TROUBLE)
        click.echo("All guides and words are complete.")


@content.command("preview")
@click.argument("guide")
@click.option("--language", default="en", show_default=True, help="What both read.")
@click.option("--alone", is_flag=True, help="One person, without a partner.")
@click.option(
    "--content",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with guides of your own.  [default: TROTH_CONTENT_DIR]",
)
@click.option(
    "--walk", "seed", type=int, help="Let made-up people answer by themselves, the same way for the same number."
)
def content_preview(guide: str, language: str, folder: Path | None, seed: int | None, *, alone: bool) -> None:
    """Play GUIDE here, as Ana and Ben would see it. Nothing is kept, and time can be moved on."""
    from bot.preview import Wish, preview

    with _sentences():
        settings = _ready()
        wish = Wish(guide, language, folder or settings.content_dir, alone=alone, seed=seed)
        asyncio.run(preview(wish, click.echo, _typed))


def _typed() -> str | None:
    """A line that somebody types; None once there is no more (Ctrl+D)."""
    try:
        return input("> ")
    except EOFError:
        return None


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(code)
