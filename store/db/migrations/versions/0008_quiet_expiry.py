"""Feeds no longer say that an article has expired."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("UPDATE articles SET said = false WHERE reason = 'expired' AND said")
