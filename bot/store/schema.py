"""Bring a database file up to this code's tables, or refuse and leave it as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.errors import StoreUnusable

HEAD: Final = "0001"
"""The newest migration. A test holds it against the folder."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"
CHECKED_WHOLE: Final = 64 * 1024 * 1024
"""Bytes up to which every page is looked at before starting; a larger file would take too long."""

_HELP: Final = "It was left as it is: put a backup in its place, or move it away to start anew."


def migrate(path: Path) -> None:
    """Make or upgrade the SQLite file at `path`.

    Raises:
        StoreUnusable: it is damaged, empty, not ours, or newer than this code. It is not changed.
    """
    found = revision(path)
    if found == HEAD:
        return
    if found is not None and found not in _known():
        raise StoreUnusable(f"{path} was written by a newer Troth (its tables are {found}). {_HELP}")
    if found is None:
        # A first start cut short must not leave a half-made house that the next one refuses.
        fresh = path.with_name(path.name + ".new")
        for rest in (fresh, fresh.with_name(fresh.name + "-wal"), fresh.with_name(fresh.name + "-shm")):
            rest.unlink(missing_ok=True)
        _upgrade(fresh)
        fresh.replace(path)
    else:
        _upgrade(path)


def _known() -> set[str]:
    return {step.name.split("_")[0] for step in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def revision(path: Path) -> str | None:
    """The migration a file stands at; None where there is no file yet."""
    if not path.exists():
        if path.with_name(path.name + "-wal").exists():
            raise StoreUnusable(f"{path} is gone, but its log is still there. {_HELP}")
        return None
    if path.stat().st_size == 0:
        raise StoreUnusable(f"{path} is empty. {_HELP}")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{_untouched(path)}", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" not in tables:
                raise StoreUnusable(f"{path} is not a database of Troth. {_HELP}")
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if path.stat().st_size < CHECKED_WHOLE:
                (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                if state != "ok":
                    raise StoreUnusable(f"{path} is damaged ({state}). {_HELP}")
    except sqlite3.DatabaseError as why:
        raise StoreUnusable(f"{path} can't be read ({why}). {_HELP}") from why
    return None if found is None else str(found[0])


def _untouched(path: Path) -> str:
    """How to look at a file that is to stay as it is: closing must fold no log into it, nor leave one beside it."""
    return "mode=ro" if path.with_name(path.name + "-wal").exists() else "immutable=1"


def _upgrade(path: Path) -> None:
    # Imported here: a start on a file that is up to date need not wait for them.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    engine.dispose()
