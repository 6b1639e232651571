"""Rhythms: which guide comes when, days off, each person's quiet hours and most a day, and the couple's calendar."""

from __future__ import annotations

from handlers.rhythms import apart, calendar, coming, listing, resting, sets, setting, wishes
from handlers.rhythms.base import feature

__all__ = ["apart", "calendar", "coming", "feature", "listing", "resting", "sets", "setting", "wishes"]
