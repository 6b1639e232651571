"""The command line: `troth play`, `troth content check`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import webbrowser
from pathlib import Path

import click

from bot.app import build_house, hold
from bot.config import load_settings, usable_folder
from bot.errors import BadContent, BadSettings, StoreTrouble
from bot.guides import house_faults, load_guides
from bot.play import play
from bot.words import HOME, load_words

EXIT_SETTINGS = 2
"""A setting or an argument is wrong (also click's own code for that)."""

EXIT_TROUBLE = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="troth", prog_name="troth")
def main() -> None:
    """Troth, a bot for couples: it brings a question at the right moment and keeps the promises two people make.

    Begin with `troth play`: it opens a local page where you can try everything with made-up people.
    """


@main.command("play")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="The page's port.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder for its files.  [default: troth-data/playground]")
@click.option("--open/--no-open", "show", default=True, help="Open the page in a browser.")
def play_command(port: int, data: Path | None, *, show: bool) -> None:
    """Open the playground: several made-up people on a local page, no account needed.

    Nothing leaves this machine. What happens there is kept until you start afresh.
    """
    try:
        settings = load_settings()
        logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        folder = usable_folder(data or settings.data_dir / "playground")
        with hold(folder):
            asyncio.run(_play(folder, port, show=show))
    except BadSettings as why:
        _fail(str(why), EXIT_SETTINGS)
    except (BadContent, StoreTrouble) as why:
        _fail(str(why), EXIT_TROUBLE)


async def _play(folder: Path, port: int, *, show: bool) -> None:
    stop, ready = asyncio.Event(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    playing = asyncio.create_task(play(folder, port, stop, ready))
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
def content_check(folder: Path | None) -> None:
    """Check all guides and words in FOLDER (Troth's own, if none is named). Every fault is one line."""
    faults: list[str] = []
    home = folder or HOME
    try:
        load_words(home)
    except BadContent as why:
        faults += why.faults
    try:
        faults += house_faults(load_guides(home).values(), build_house([]))
    except BadContent as why:
        faults += [fault for fault in why.faults if fault not in faults]
    if faults:
        _fail("\n".join(faults), EXIT_TROUBLE)
    click.echo("All guides and words are complete.")


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(code)
