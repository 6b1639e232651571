"""What those wait on who wait for something to happen in a loopback world."""

from tests.telegram.updates import Changes

__all__ = ["Changes"]
