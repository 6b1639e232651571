"""The one gate through which people's words enter and leave the database. Encryption belongs here."""

from __future__ import annotations

from bot.store.tx import Words


def seal(words: Words) -> bytes:
    """The bytes that a row holds for these words."""
    return words.text.encode("utf-8", "surrogatepass")


def unseal(kept: bytes) -> str:
    """The words again."""
    return kept.decode("utf-8", "surrogatepass")
