"""Boundaries."""

from bot.feature import Feature

feature = Feature("boundaries")
