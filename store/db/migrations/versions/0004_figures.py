"""Requests by day, and what printing costs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("day", sa.BigInteger, primary_key=True),
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("format", sa.String(16), primary_key=True),
        sa.Column("status", sa.Integer, primary_key=True),
        sa.Column("client", sa.String(32), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    for name in ("prints", "print_ms"):
        op.add_column("feeds", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
