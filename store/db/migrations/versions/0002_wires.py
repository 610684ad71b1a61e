"""Wires, and the items they were last seen to hold."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "wires",
        sa.Column("name", _bytewise(), primary_key=True),
        sa.Column("polled_at", sa.BigInteger, nullable=False),
        sa.Column("succeeded_at", sa.BigInteger),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_table(
        "wire_items",
        sa.Column("wire", _bytewise(), sa.ForeignKey("wires.name"), primary_key=True),
        sa.Column("item", _bytewise(), primary_key=True),
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.Column("articles", sa.Text, nullable=False),
    )
