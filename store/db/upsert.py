"""Insert or update by primary key, the same on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], update: Sequence[str]) -> None:
    """Keep all rows; of those that exist, these columns are replaced (none: they stay as they are)."""
    if not rows:
        return
    statement = insert(connection, table)
    primary = list(table.primary_key.columns)
    if update:
        values = {name: statement.excluded[name] for name in update}
        statement = statement.on_conflict_do_update(index_elements=primary, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=primary)
    connection.execute(statement, rows)
