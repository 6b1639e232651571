"""The database: transactions (`tx`), tables and migrations (`tables`, `schema`), SQLite (`sqlite`)."""

from bot.store.tx import Lane, Row, Store, Tx, Value, Words, Work

__all__ = ["Lane", "Row", "Store", "Tx", "Value", "Words", "Work"]
