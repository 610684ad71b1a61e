"""Editors' corrections, which outrank the source; the index of the list of articles."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("articles", sa.Column("correction", sa.Text))
    op.create_index("articles_list", "articles", ["published", "id"])
