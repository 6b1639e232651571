"""Real kills: a house in its own process dies by SIGKILL again and again, and a witness outside saw everything."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.app import DATABASE
from tests.faults.house import dump

LONGEST = 90.0


def _killed(folder: Path, seed: int, kills: int) -> dict[str, Any]:
    """Play with so many kills; returns what the witness saw."""
    witness = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.witness", str(seed), str(kills)], stdout=subprocess.PIPE, text=True
    )
    assert witness.stdout is not None
    try:
        port = witness.stdout.readline().strip()
        house = subprocess.run(
            [sys.executable, "-m", "tests.faults.child", str(folder), port], timeout=LONGEST + kills, check=False
        )
        assert house.returncode == 0
        seen, _ = witness.communicate(timeout=LONGEST)
        assert witness.returncode == 0
        return dict(json.loads(seen))
    finally:
        witness.kill()
        witness.wait()


def _check(path: Path, seen: dict[str, Any]) -> None:
    tables = dump(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    # I1, I6: what the house took in is there, once.
    people = {row["key"] for row in tables["inbox"] if not row["key"].startswith("timer:")}
    assert people == {f"memory:{key}" for key in seen["told"]}
    assert len(set(seen["told"])) == len(seen["told"])
    couples = seen["couples"]
    assert len(tables["couples"]) == couples
    assert len(tables["persons"]) == 2 * couples
    assert Counter(row["status"] for row in tables["runs"]) == {"over": couples}
    words = {row["value"].decode() for row in tables["answers"] if row["value"].startswith(b"words")}
    assert words == {f"words of ana{number + 1}" for number in range(couples)}
    # I2: what was committed was shown, and nothing else was.
    assert {row["state"] for row in tables["outbox"]} <= {"done", "dead"}
    done = {row["id"] for row in tables["outbox"] if row["state"] == "done"}
    replaced = {row["id"] for row in tables["outbox"] if row["state"] == "dead" and row["tries"]}
    assert done <= set(seen["asked"]) <= done | replaced
    for number in range(couples):
        for who in (f"ana{number + 1}", f"ben{number + 1}"):
            texts = seen["screens"][who]
            assert sum(": you have both shared" in text and "words of ana" in text for text in texts) == 1


def test_kill_minus_nine(tmp_path: Path) -> None:
    """Kill -9 twelve times (I1, I2, I6): every event counted once, every committed message shown, the file whole."""
    seen = _killed(tmp_path, seed=1, kills=12)
    assert seen["killed"] == 12
    assert seen["lives"] >= 9  # a kill may come before the next life has spoken
    _check(tmp_path / DATABASE, seen)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_kill_minus_nine_often(tmp_path: Path, seed: int) -> None:
    """The same, with other seeds and more kills."""
    _check(tmp_path / DATABASE, _killed(tmp_path, seed=seed, kills=100))
