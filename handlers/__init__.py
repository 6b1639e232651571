"""The features: one folder each, always the same file names (`__init__`, `rules`, `store`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import (
    accounts,
    boundaries,
    carrying,
    checkins,
    exercises,
    journal,
    outings,
    pairing,
    places,
    promises,
    repair,
    rhythms,
    support,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.feature import Feature


def all_features() -> Sequence[Feature]:
    """Every feature of the house. A new one is one more name here."""
    return (
        pairing.feature,
        accounts.feature,
        boundaries.feature,
        promises.feature,
        checkins.feature,
        exercises.feature,
        journal.feature,
        repair.feature,
        outings.feature,
        rhythms.feature,
        places.feature,
        carrying.feature,
        support.feature,
    )
