"""Which other sources carried the story of an article."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "copies",
        sa.Column("article_id", _bytewise(), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("owner", _bytewise(), primary_key=True),
        sa.Column("source_id", sa.Text),
        sa.Column("url", sa.Text),
    )
