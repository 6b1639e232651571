"""What `troth doctor` looks at: everything that must be so for `troth run` to serve, without changing anything."""

from __future__ import annotations

import shutil
from typing import Final

from bot.adapters.telegram.doctor import examine as examine_telegram
from bot.app import DATABASE, build_house
from bot.clock import SystemChance, SystemClock
from bot.config import NO_PLATFORM, Settings, needed_platforms, unknown_settings, usable_folder
from bot.errors import BadSettings, StoreUnusable
from bot.findings import Finding
from bot.run import menus_of, slashes_of
from bot.store.schema import HEAD, revision
from bot.words import load_words

_ROOM: Final = 200 * 1024 * 1024
"""Free bytes below which a disk is too full: the database and its log need room, and a backup once more."""


async def examine(settings: Settings) -> list[Finding]:
    """Everything there is to say. Raises BadContent."""
    return [*_settings(), *_folder(settings), _database(settings), *await _platforms(settings)]


def _settings() -> list[Finding]:
    unknown = [Finding(False, sentence, "Correct it or take it out.") for sentence in unknown_settings()]
    return unknown or [Finding(True, "The settings can be read.")]


def _folder(settings: Settings) -> list[Finding]:
    try:
        folder = usable_folder(settings.data_dir)
    except BadSettings as why:
        return [Finding(False, str(why), "Let Troth's user write there, or set TROTH_DATA_DIR.")]
    free = shutil.disk_usage(folder).free
    said = f"The data folder {folder} can be written, and has {free // 1024**2:,} MB free."
    return [Finding(True, said) if free >= _ROOM else Finding(False, said, "Make room: a full disk stops everything.")]


def _database(settings: Settings) -> Finding:
    path = settings.database or settings.data_dir / DATABASE
    try:
        found = revision(path)
    except StoreUnusable as why:
        return Finding(False, str(why))
    except OSError as why:
        return Finding(False, f"The database {path} can't be read: {why.strerror}.", "Let Troth's user read and write.")
    if found is None:
        return Finding(True, f"There is no database at {path}; `troth run` makes it.")
    if found > HEAD:
        return Finding(
            False, f"The database {path} was written by a newer Troth.", "Use that one, or put back a backup."
        )
    more = "" if found == HEAD else f"; `troth run` brings its tables from {found} to {HEAD}"
    return Finding(True, f"The database {path} is whole{more}.")


async def _platforms(settings: Settings) -> list[Finding]:
    try:
        needed_platforms(settings)
    except BadSettings:
        return [Finding(False, "No platform is set.", f"{NO_PLATFORM[0].upper()}{NO_PLATFORM[1:]}")]
    words, house = load_words(outside=settings.content_dir), build_house([], settings.content_dir)
    found: list[Finding] = []
    if settings.telegram is not None:
        found += await examine_telegram(settings.telegram, SystemClock(), menus_of(words, house))
    if settings.discord is not None:
        from bot.adapters.discord.doctor import examine as examine_discord  # noqa: PLC0415  # takes a second to load

        found += await examine_discord(settings.discord, SystemClock(), SystemChance(), slashes_of(words, house))
    return found


def shown(finding: Finding) -> str:
    """A finding as one line."""
    mark = "ok" if finding.ok else "!!"
    return f"{mark}  {finding.sentence} {finding.remedy}".rstrip()
