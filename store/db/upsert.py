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
    """Keep all rows; replace the columns `update` of those that exist, all others stay."""
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
    """Execute a statement for many rows, as SQLAlchemy would, a column at a time.

    SQLAlchemy looks at each value of each row, which takes longer than the database does.
    """
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup or list(rows[0])
    columns = [_bound(connection, table, name, rows) for name in names]
    parameters = zip(*columns, strict=True)
    if compiled.positional:
        connection.exec_driver_sql(compiled.string, list(parameters))
    else:
        named = [dict(zip(names, values, strict=True)) for values in parameters]
        connection.exec_driver_sql(compiled.string, named)


def _bound(
    connection: Connection, table: Table, name: str, rows: Sequence[Mapping[str, object]]
) -> list[Any]:
    """The values of one column, as the driver takes them."""
    dialect = connection.dialect
    to_driver = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    values = [row[name] for row in rows]
    if to_driver is None:
        return values
    return [to_driver(value) for value in values]
