"""The types of columns, and the book of all tables. Knows no table.

Moments are whole seconds since 1970 (UTC); ids and keys are ASCII and compared as bytes.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Index, Integer, MetaData, String, text
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as whole seconds since 1970 on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


def bytewise(length: int | None = None) -> String:
    """Text that both databases order by its bytes."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def row_number() -> BigInteger:
    """A number that SQLite takes for that of the row itself."""
    return BigInteger().with_variant(Integer, "sqlite")


def partial(name: str, where: str, *columns: str) -> Index:
    """An index of the rows that a condition holds for.

    SQLite compares conditions as they are written, so the flags are spelt as it does.
    """
    flags = where.replace("said", "said = 1").replace("standing", "standing = 1")
    return Index(
        name,
        *columns,
        sqlite_where=text(flags),
        postgresql_where=text(where),
    )
