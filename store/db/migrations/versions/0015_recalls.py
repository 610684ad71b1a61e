"""Recalled posts have a table of their own; articles know when their source changed them last."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("articles", sa.Column("modified", sa.BigInteger))
    name = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    recalls = op.create_table(
        "recalls",
        sa.Column("wire", name, primary_key=True),
        sa.Column("item", name, primary_key=True),
        sa.Column("asked", sa.BigInteger, nullable=False),
    )
    _move(recalls)


def _move(recalls: sa.Table) -> None:
    """Give rows of their own to ids that stood together, in an item without a name."""
    items = sa.table("wire_items", sa.column("wire"), sa.column("item"), sa.column("articles"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(items).where(items.c.item == "")).all():
        rows = [{"wire": row.wire, "item": item, "asked": 1} for item in json.loads(row.articles)]
        if rows:
            op.bulk_insert(recalls, rows)
    connection.execute(sa.delete(items).where(items.c.item == ""))
