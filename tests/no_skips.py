"""A pytest plugin for CI (`-p tests.no_skips`): a run that skips a test, or takes too long, has failed."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import Final

import pytest

LONGEST: Final = 300
"""Seconds that the whole run may take."""

ALLOWED: Final[tuple[str, ...]] = ()
"""Reasons for skipping that CI may have. None so far."""

_BEGUN: Final = monotonic()


def faults(reasons: Iterable[str], seconds: float) -> list[str]:
    """What CI does not accept about a run that passed."""
    found = [f"skipped: {reason}" for reason in reasons if not any(one in reason for one in ALLOWED)]
    if seconds > LONGEST:
        found.append(f"the tests took {seconds:.0f} s, and may take {LONGEST}")
    return found


def _faults(session: pytest.Session) -> list[str]:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [] if reporter is None else reporter.stats.get("skipped", [])
    reasons = [one.longrepr[2] if isinstance(one.longrepr, tuple) else str(one.longrepr) for one in skipped]
    return faults(reasons, monotonic() - _BEGUN)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run (the one that reports, not xdist's workers)."""
    if not hasattr(session.config, "workerinput") and session.exitstatus == pytest.ExitCode.OK and _faults(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why."""
    session = terminalreporter._session
    if session is not None:
        for fault in _faults(session):
            terminalreporter.write_line(f"CI does not accept: {fault}", red=True)
