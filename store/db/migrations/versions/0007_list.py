"""The index of the list of articles, newest first."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("articles_list", "articles", ["published", "id"])
