"""Accounts: one person on several platforms, where they are reached, and coming back after an account was lost."""

from __future__ import annotations

from handlers.accounts import linking, managing, recovery
from handlers.accounts.base import feature

__all__ = ["feature", "linking", "managing", "recovery"]
