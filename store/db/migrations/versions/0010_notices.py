"""Notices in the place of withdrawn articles."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("articles", sa.Column("notice", sa.Text))
    op.add_column("articles", sa.Column("notice_ends", sa.BigInteger))
    standing = sa.text("notice_ends IS NOT NULL")
    op.create_index(
        "articles_notices",
        "articles",
        ["notice_ends"],
        sqlite_where=standing,
        postgresql_where=standing,
    )
