"""Insert or update by primary key, the same on both databases."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler


def insert(connection: Connection, table: Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return _insert(connection.dialect, table)


def _insert(dialect: Dialect, table: Table) -> Any:
    own = sqlite if dialect.name == "sqlite" else postgresql
    return own.insert(table)


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, object]],
    update: Sequence[str],
) -> None:
    """Keep all rows; replace the columns `update` of those that exist, all others stay."""
    if not rows:
        return
    dialect: Callable[[], Dialect] = type(connection.dialect)
    statement = _compiled(dialect, table, tuple(rows[0]), tuple(update))
    _execute_many(connection, statement, table, rows)


def _execute_many(
    connection: Connection,
    compiled: SQLCompiler,
    table: Table,
    rows: Sequence[Mapping[str, object]],
) -> None:
    """Execute a statement for many rows, as SQLAlchemy would, a column at a time.

    SQLAlchemy looks at each value of each row, which takes longer than the database does.
    """
    names = compiled.positiontup or list(rows[0])
    columns = [_bound(connection, table, name, rows) for name in names]
    parameters = zip(*columns, strict=True)
    if compiled.positional:
        connection.exec_driver_sql(compiled.string, list(parameters))
    else:
        named = [dict(zip(names, values, strict=True)) for values in parameters]
        connection.exec_driver_sql(compiled.string, named)


@cache
def _compiled(
    make_dialect: Callable[[], Dialect],
    table: Table,
    columns: tuple[str, ...],
    update: tuple[str, ...],
) -> SQLCompiler:
    """The statement for rows of these columns, which takes longer to make than to execute."""
    dialect = make_dialect()
    statement = _insert(dialect, table)
    primary = list(table.primary_key.columns)
    if update:
        values = {name: statement.excluded[name] for name in update}
        statement = statement.on_conflict_do_update(index_elements=primary, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=primary)
    return cast(SQLCompiler, statement.compile(dialect=dialect, column_keys=list(columns)))


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
