"""Set-up: how a fresh machine gets uv, what make offers, and what CI does not accept. No network."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests import no_skips

HOUSE = Path(__file__).parent.parent


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("get_uv", HOUSE / "deploy" / "get_uv.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


get_uv = _load()

X86 = "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
MUSL = "uv-0.13.9-py3-none-musllinux_1_1_x86_64.whl"
ARM = "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl"
ARM_NEW = "uv-0.13.9-py3-none-manylinux_2_28_aarch64.whl"
MAC = "uv-0.13.9-py3-none-macosx_11_0_arm64.whl"
SDIST = "uv-0.13.9.tar.gz"


def _files(*names: str) -> list[dict[str, Any]]:
    return [{"filename": name, "url": f"https://example.org/{name}", "yanked": False} for name in names]


def _index(*names: str, version: str = "0.13.9", **older: list[dict[str, Any]]) -> dict[str, Any]:
    releases = {name.replace("v", "").replace("_", "."): files for name, files in older.items()}
    return {"info": {"version": version}, "urls": _files(*names), "releases": releases}


@pytest.mark.parametrize(
    ("system", "machine", "glibc", "chosen"),
    [
        ("Linux", "x86_64", (2, 36), X86),
        ("Linux", "x86_64", (), MUSL),
        ("Linux", "x86_64", (2, 12), MUSL),
        ("Linux", "aarch64", (2, 17), ARM),
        ("Linux", "aarch64", (), ARM),
        ("Darwin", "arm64", (), MAC),
    ],
)
def test_the_wheel_fits_the_machine(system: str, machine: str, glibc: tuple[int, ...], chosen: str) -> None:
    """Each system gets a build that runs there: by kind, processor and C library."""
    index = _index(SDIST, MAC, X86, MUSL, ARM, ARM_NEW)
    assert get_uv.pick(index, system, machine, glibc)["filename"] == chosen


def test_a_machine_without_a_wheel_is_told_so() -> None:
    """Where PyPI has nothing for a machine, one sentence says what to do."""
    with pytest.raises(get_uv.NoUv, match="install uv"):
        get_uv.pick(_index(X86, MAC), "Linux", "sparc64", (2, 36))


def test_a_uv_that_is_too_new_or_withdrawn_is_passed_over() -> None:
    """The newest release that reads our lock is taken, not just the newest."""
    older = _files(X86)
    withdrawn = [{**one, "yanked": True} for one in _files(X86)]
    index = _index(X86.replace("0.13.9", "1.2.0"), version="1.2.0", v0_14_0=withdrawn, v0_13_9=older, v0_13_8=older)
    assert get_uv.pick(index, "Linux", "x86_64", (2, 36)) is older[0]


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ("uv 0.9.7 (0adb44480 2025-10-30)", True),
        ("uv 0.13.9", True),
        ("uv 0.8.22", False),
        ("uv 1.0.0", False),
        ("pyenv: uv: command not found", False),
    ],
)
def test_versions_of_uv(said: str, good: bool) -> None:
    """A uv counts only if it can read the lock file."""
    assert get_uv.suits(get_uv.version_in(said)) is good


def test_a_wheel_that_is_not_what_the_index_names_is_refused() -> None:
    """A download whose sha256 differs is never unpacked."""
    assert get_uv.checked(b"wheel", hashlib.sha256(b"wheel").hexdigest()) == b"wheel"
    with pytest.raises(get_uv.NoUv, match="sha256"):
        get_uv.checked(b"wheel!", hashlib.sha256(b"wheel").hexdigest())


def test_a_bad_download_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The download way writes no file unless the hash is right; with the right one uv is there and may be run."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("uv-0.13.9.data/scripts/uvx", b"x")
        archive.writestr("uv-0.13.9.data/scripts/uv", b"#!/bin/sh\n")
    wheel, home = held.getvalue(), tmp_path / ".uv"
    good = {"urls": [{"filename": X86, "url": "../../files/uv.whl", "digests": {"sha256": "0" * 64}}]}
    asked: list[str] = []

    def fetched(url: str) -> bytes:
        asked.append(url)
        return get_uv.json.dumps({"info": {"version": "0.13.9"}, **good}).encode() if url == get_uv.INDEX else wheel

    monkeypatch.setattr(get_uv, "_fetched", fetched)
    monkeypatch.setattr(get_uv.platform, "system", lambda: "Linux")
    monkeypatch.setattr(get_uv.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(get_uv.platform, "libc_ver", lambda: ("glibc", "2.36"))
    with pytest.raises(get_uv.NoUv, match="sha256"):
        get_uv._by_download(home)
    assert not home.exists()
    good["urls"][0]["digests"] = {"sha256": hashlib.sha256(wheel).hexdigest()}
    found = get_uv._by_download(home)
    assert found.read_bytes() == b"#!/bin/sh\n"
    assert found.stat().st_mode & 0o111
    assert asked[-1] == "https://pypi.org/files/uv.whl"


def test_only_https_is_fetched() -> None:
    """An index that names another kind of address is not followed."""
    with pytest.raises(get_uv.NoUv, match="trusted"):
        get_uv._fetched("http://pypi.org/uv.whl")


def test_the_ways_are_tried_in_order(tmp_path: Path) -> None:
    """The first way that gives a usable uv wins, and later ways are not tried."""
    tried: list[str] = []

    def way(name: str, found: bool) -> Any:
        def go(home: Path) -> Path | None:
            tried.append(name)
            return home / name if found else None

        return go

    ways = [way("path", False), way("before", True), way("venv", True), way("pip", True)]
    assert get_uv.first(ways, tmp_path, lambda uv: uv.name != "before") == tmp_path / "venv"
    assert tried == ["path", "before", "venv"]
    with pytest.raises(get_uv.NoUv, match="install it"):
        get_uv.first(ways[:2], tmp_path, lambda uv: uv.name != "before")


def test_what_is_not_there_is_not_usable(tmp_path: Path) -> None:
    """A uv that is missing, or does not run, is passed over rather than crashed on."""
    assert not get_uv._usable(tmp_path / "uv")
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    assert not get_uv._usable(broken)


def test_a_python_too_old_or_too_new_hears_it_in_one_sentence() -> None:
    """Other Pythons are refused in plain words, before anything is installed."""
    assert get_uv.python_fault((3, 11, 2)) == ""
    assert get_uv.python_fault((3, 14, 0)) == ""
    assert get_uv.python_fault((3, 9, 2)).startswith("Troth needs Python 3.11 to 3.14, and this is 3.9:")
    assert "3.15" in get_uv.python_fault((3, 15, 0))


def test_make_lists_what_can_be_made() -> None:
    """`make` alone names every verb in one line each."""
    said = subprocess.run(["make", "-s"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    verbs = [line.split()[1] for line in said.splitlines()]
    assert verbs == ["help", "play", "run", "doctor", "test", "check", "bench", "soak", "fmt"]


def test_make_without_a_python_says_what_is_needed(tmp_path: Path) -> None:
    """On a machine whose Pythons are all too old, make says so in one sentence and installs nothing."""
    for name in ("Makefile", "uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((HOUSE / name).read_bytes())
    done = subprocess.run(["make", "test", "PYTHON="], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Troth needs Python 3.11 to 3.14, and none was found: ")
    assert not (tmp_path / ".venv").exists()


def test_ci_accepts_no_skip_and_no_long_run() -> None:
    """Skips and slow runs are named; a quick whole run has no fault."""
    assert no_skips.faults([], 299) == []
    assert no_skips.faults(["no Chromium here"], 10) == ["skipped: no Chromium here"]
    assert no_skips.faults([], 301) == ["the tests took 301 s, and may take 300"]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_skipped_test_fails_ci(tmp_path: Path, workers: str) -> None:
    """With the plugin a run that skips fails and says why, with workers and without."""
    (tmp_path / "test_one.py").write_text(
        "import pytest\ndef test_a(): pass\n@pytest.mark.skip(reason='not today')\ndef test_b(): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", str(tmp_path), "-n", workers]
    done = subprocess.run(
        [*command, "-p", "tests.no_skips", str(tmp_path)], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "CI does not accept: skipped: Skipped: not today" in done.stdout
