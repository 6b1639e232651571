"""What `troth doctor` finds: sentences, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a sentence, and what to do about it if it is not `ok`."""

    ok: bool
    sentence: str
    remedy: str = ""


def good(sentence: str) -> Finding:
    """A thing that is as it should be."""
    return Finding(True, sentence)
