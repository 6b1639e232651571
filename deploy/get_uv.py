"""Find uv, or put it into `.uv/` of this checkout, and print its path. Needs nothing but Python itself.

The ways, in order: uv on PATH; `.uv/bin/uv` from an earlier run; a virtual environment with pip; pip alone; the
wheel from PyPI's JSON API, checked against its sha256. (Debian splits pip and venv off from Python, so neither
can be counted on.)
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # nothing here may stop an old Python from reading as far as `python_fault`
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    Version = tuple[int, ...]
    Way = Callable[[Path], "Path | None"]

LOWEST = (0, 9)
BELOW = (1, 0)
PYTHONS = ((3, 11), (3, 15))  # from the first, below the second

HOME = Path(__file__).resolve().parent.parent / ".uv"
INDEX = "https://pypi.org/pypi/uv/json"
PATIENCE = 120
"""Seconds for one download."""


class NoUv(Exception):
    """There is no uv and no way to get one; the message is one sentence for whoever ran this."""


# -- decisions -------------------------------------------------------------------------------------------------


def python_fault(version: Version) -> str:
    """What is wrong with this Python, in one sentence; empty if nothing is."""
    if PYTHONS[0] <= version[:2] < PYTHONS[1]:
        return ""
    return "Troth needs Python 3.11 to 3.14, and this is {}.{}: install a newer one and run make again.".format(
        *version[:2]
    )


def version_in(text: str) -> Version:
    """The version in what `uv --version` says ("uv 0.9.7 (0adb44480 2025-10-30)"); empty if there is none."""
    found = re.search(r"\b(\d+)\.(\d+)\.(\d+)\b", text)
    return tuple(int(part) for part in found.groups()) if found else ()


def suits(version: Version) -> bool:
    """Whether a uv of this version reads our lock file."""
    return LOWEST <= version < BELOW


def fits(wheel: str, system: str, machine: str, glibc: Version) -> int:
    """How well a wheel's file name fits a platform: 0 not at all, 2 best. `glibc` is empty where there is none."""
    tags = wheel[: -len(".whl")].rsplit("-", 1)[-1].split(".") if wheel.endswith(".whl") else []
    tags = [tag for tag in tags if tag.endswith("_" + machine)]
    if system == "Darwin":
        return 2 if any(tag.startswith("macosx_") for tag in tags) else 0
    if system != "Linux":
        return 0
    needs = [re.match(r"manylinux_(\d+)_(\d+)_", tag) for tag in tags]
    if any(found and (int(found[1]), int(found[2])) <= glibc for found in needs):
        return 2
    # uv's musl builds are linked statically, so they run anywhere.
    return 1 if any(tag.startswith("musllinux_") for tag in tags) else 0


def pick(index: Mapping[str, Any], system: str, machine: str, glibc: Version) -> Mapping[str, Any]:
    """The newest wheel on the index that suits our lock and this platform."""
    files = dict(index.get("releases") or {})
    files[index["info"]["version"]] = index["urls"]
    for name in sorted(files, key=version_in, reverse=True):
        if not suits(version_in(name)) or not re.fullmatch(r"[\d.]+", name):
            continue
        ranked = [(fits(one["filename"], system, machine, glibc), one) for one in files[name] if not one.get("yanked")]
        score, best = max(ranked, key=lambda pair: pair[0], default=(0, index))
        if score:
            return best
    raise NoUv(f"There is no uv for {system} on {machine}: install uv (https://docs.astral.sh/uv) and run make again.")


def checked(wheel: bytes, sha256: str) -> bytes:
    """The wheel, if it is the one the index speaks of."""
    if hashlib.sha256(wheel).hexdigest() != sha256.lower():
        raise NoUv("The uv that was downloaded is not the one PyPI names (its sha256 differs), so it was thrown away.")
    return wheel


def binary_in(wheel: bytes) -> bytes:
    """The program inside a wheel of uv."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        for name in archive.namelist():
            if name.endswith(".data/scripts/uv"):
                return archive.read(name)
    raise NoUv("PyPI's wheel of uv holds no uv: install uv (https://docs.astral.sh/uv) and run make again.")


def first(ways: Sequence[Way], home: Path, usable: Callable[[Path], bool]) -> Path:
    """The uv of the first way that gives a usable one."""
    for way in ways:
        found = way(home)
        if found is not None and usable(found):
            return found
    raise NoUv("uv could not be set up: install it (https://docs.astral.sh/uv) and run make again.")


# -- the ways --------------------------------------------------------------------------------------------------


def _on_path(_home: Path) -> Path | None:
    found = shutil.which("uv")
    return Path(found) if found else None


def _from_before(home: Path) -> Path | None:
    return home / "bin" / "uv"


def _by_venv(home: Path) -> Path | None:
    shutil.rmtree(home, ignore_errors=True)
    wish = f"uv>={_dotted(LOWEST)},<{_dotted(BELOW)}"
    if _runs([sys.executable, "-m", "venv", str(home)]):
        _runs([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", wish])
    return home / "bin" / "uv"


def _by_pip(home: Path) -> Path | None:
    shutil.rmtree(home, ignore_errors=True)  # a half-made environment
    wish = f"uv>={_dotted(LOWEST)},<{_dotted(BELOW)}"
    _runs([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(home), wish])
    return home / "bin" / "uv"


def _by_download(home: Path) -> Path | None:
    shutil.rmtree(home, ignore_errors=True)
    name, number = platform.libc_ver()
    glibc = tuple(int(part) for part in number.split(".")) if name == "glibc" else ()
    index = json.loads(_fetched(INDEX))
    wheel = pick(index, platform.system(), platform.machine(), glibc)
    content = _fetched(urllib.parse.urljoin(INDEX, wheel["url"]))
    program = binary_in(checked(content, wheel["digests"]["sha256"]))
    target = home / "bin" / "uv"
    target.parent.mkdir(parents=True)
    part = target.with_suffix(".part")
    part.write_bytes(program)
    part.chmod(0o755)
    part.replace(target)
    return target


def _fetched(url: str) -> bytes:
    if not url.startswith("https://"):
        raise NoUv(f"{url} is not an address that can be trusted, so uv was not downloaded.")
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  # https, see above
            return bytes(answer.read())
    except OSError as why:
        raise NoUv(
            f"uv could not be downloaded from {urllib.parse.urlsplit(url).hostname} ({why}): check the network "
            "and the system's CA certificates, or install uv yourself (https://docs.astral.sh/uv)."
        ) from None


def _runs(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own words only
    except OSError:
        return False
    return done.returncode == 0


def _usable(uv: Path) -> bool:
    try:
        said = subprocess.run([str(uv), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    return said.returncode == 0 and suits(version_in(said.stdout))


def _dotted(version: Version) -> str:
    return ".".join(str(part) for part in version)


WAYS = (_on_path, _from_before, _by_venv, _by_pip, _by_download)


def main() -> int:
    """Print where uv is; 2 and one sentence on stderr where it can't be had."""
    try:
        if fault := python_fault(sys.version_info[:3]):
            raise NoUv(fault)
        os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        found = first(WAYS, HOME, _usable)
    except NoUv as why:
        sys.stderr.write(f"{why}\n")
        return 2
    sys.stdout.write(f"{found}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
