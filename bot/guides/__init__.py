"""Guides."""

from bot.feature import Feature

feature = Feature("guides")
