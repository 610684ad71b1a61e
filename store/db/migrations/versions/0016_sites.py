"""WordPress sites and their owners, and the articles that may be posts of one, by their numbers.

Exports were taken in by the source `files`, whatever site they were of. Records with a number for
an id that come later are no posts, so the articles that may be are noted now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_NUMBERED = {
    "sqlite": """
        INSERT INTO unclaimed SELECT id FROM articles
        WHERE owner = 'files' AND source_id GLOB '[1-9]*' AND NOT source_id GLOB '*[^0-9]*'
        """,
    "postgresql": """
        INSERT INTO unclaimed SELECT id FROM articles
        WHERE owner = 'files' AND source_id ~ '^[1-9][0-9]*$'
        """,
}


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("name", _bytewise(), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("former", sa.Text, nullable=False),
        sa.Column("walked", _bytewise()),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("keeps_guids", sa.Boolean, nullable=False),
    )
    op.create_table(
        "unclaimed",
        sa.Column("article_id", _bytewise(), sa.ForeignKey("articles.id"), primary_key=True),
    )
    op.execute(_NUMBERED[op.get_bind().dialect.name])
