"""By which choice all articles stand in a section, so that a first print places none again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "choices",
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False),
    )
    op.execute(
        "INSERT INTO choices SELECT key, choice FROM feeds WHERE choice <> '' AND key <> 'all'"
    )
