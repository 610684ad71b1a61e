"""Addresses and last changes of articles, as columns: sitemaps read those, and no documents."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_FILL = {
    "sqlite": """
        UPDATE articles SET
            url = json_extract(document, '$.url'),
            updated = CAST(strftime('%s', json_extract(document, '$.updated')) AS INTEGER)
        """,
    "postgresql": """
        UPDATE articles SET
            url = document::json ->> 'url',
            updated = floor(extract(epoch FROM (document::json ->> 'updated')::timestamptz))
        """,
}
_HERE = sa.text("released IS NOT NULL AND withdrawn IS NULL AND url IS NULL")


def upgrade() -> None:
    op.add_column("articles", sa.Column("url", sa.Text))
    op.add_column("articles", sa.Column("updated", sa.BigInteger))
    op.execute(_FILL[op.get_bind().dialect.name])
    op.create_index(
        "articles_here",
        "articles",
        ["published", "id", "updated"],
        sqlite_where=_HERE,
        postgresql_where=_HERE,
    )
