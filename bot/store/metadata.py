"""The declared tables as SQLAlchemy knows them, for Alembic. Loaded only where tables are made: it is slow."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, MetaData, Text
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Index as SqlIndex
from sqlalchemy import Table as SqlTable
from sqlalchemy import UniqueConstraint as SqlUnique

from bot.store.tables import TABLES, Column, Index

_NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_KINDS: Final[dict[str, Any]] = {
    "text": Text(),
    "whole": BigInteger().with_variant(Integer(), "sqlite"),
    "kept": LargeBinary(),
}


def metadata() -> MetaData:
    """Every table declared so far."""
    made = MetaData(naming_convention=_NAMES)
    for table in TABLES.values():
        parts: list[Any] = []
        for part in table.parts:
            if isinstance(part, Column):
                parts.append(_column(part))
            elif isinstance(part, Index):
                parts.append(SqlIndex(part.name or None, *part.columns))
            else:
                parts.append(SqlUnique(*part.columns))
        SqlTable(table.name, made, *parts, sqlite_strict=True)
    return made


def _column(column: Column) -> SqlColumn[Any]:
    return SqlColumn(
        column.name,
        _KINDS[column.kind],
        *([ForeignKey(column.of, ondelete="CASCADE")] if column.of else []),
        primary_key=column.primary_key,
        nullable=column.nullable,
        unique=column.unique or None,
        index=column.index or None,
    )
