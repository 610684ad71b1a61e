"""Insert or update by primary key, the same on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, object]],
    update: Sequence[str],
) -> None:
    """Keep all rows; of those that exist, these columns are replaced (none: they stay as they
    are).
    """
    if not rows:
        return
    statement = insert(connection, table)
    primary = list(table.primary_key.columns)
    if update:
        values = {name: statement.excluded[name] for name in update}
        statement = statement.on_conflict_do_update(index_elements=primary, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=primary)
    _execute_many(connection, statement, table, rows)


def _execute_many(
    connection: Connection, statement: Any, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """What execute() does with many rows; it would take longer over a small row than the database
    does.
    """
    dialect = connection.dialect
    compiled = statement.compile(dialect=dialect, column_keys=list(rows[0]))
    names = compiled.positiontup or list(rows[0])
    columns = []
    for name in names:
        turn = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        columns.append([turn(row[name]) for row in rows] if turn else [row[name] for row in rows])
    values = zip(*columns, strict=True)
    made = (
        list(values)
        if compiled.positional
        else [dict(zip(names, one, strict=True)) for one in values]
    )
    connection.exec_driver_sql(compiled.string, made)
