"""Closed pages of feeds, and the page on which each article stands: at first the current one."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_SHOWN = {
    "sqlite": sa.text("standing = 1 AND feed NOT LIKE '%/%'"),
    "postgresql": sa.text("standing AND feed NOT LIKE '%/%'"),
}


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "archive_pages",
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    op.add_column(
        "placements", sa.Column("page", sa.BigInteger, nullable=False, server_default="0")
    )
    op.create_index(
        "placements_pages",
        "placements",
        ["feed", "page", "position", "published", "article_id"],
        sqlite_where=_SHOWN["sqlite"],
        postgresql_where=_SHOWN["postgresql"],
    )
