"""A database that forgets its last commits, as PostgreSQL may in a crash or a failover."""

from collections.abc import Callable, Collection

from sqlalchemy import Table, delete, insert, select

from store import Store
from store.db.columns import metadata


def remember(store: Store, but: Collection[Table] = ()) -> Callable[[], None]:
    """Note all rows of all tables but these; the function that makes them what they are now."""
    tables = [table for table in metadata.sorted_tables if table not in but]
    with store.snapshot() as snapshot:
        connection = snapshot.revision.connection
        rows = {
            table: [row._asdict() for row in connection.execute(select(table))] for table in tables
        }

    def forget() -> None:
        with store.transaction() as transaction:
            connection = transaction.revision.connection
            for table in reversed(tables):
                connection.execute(delete(table))
            for table in tables:
                if rows[table]:
                    connection.execute(insert(table), rows[table])

    return forget
