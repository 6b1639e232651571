"""Rhythms."""

from bot.feature import Feature

feature = Feature("rhythms")
