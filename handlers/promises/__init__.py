"""Promises."""

from bot.feature import Feature

feature = Feature("promises")
