"""The condition that a column holds one of many values, as one parameter of a statement.

A list of a thousand values would be written into its statement anew each time.
"""

import json
from collections.abc import Iterable

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, any_, bindparam, func, select


def among(
    connection: Connection, column: Column[str] | Column[int], values: Iterable[str | int]
) -> ColumnElement[bool]:
    """That a column of keys or numbers holds one of these."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))
