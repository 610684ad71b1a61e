"""Wires say what their last comparison with the site found, and what is amiss there."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("wires", sa.Column("comparison", sa.Text))
    op.add_column(
        "wires", sa.Column("remarks", sa.Text, nullable=False, server_default=sa.text("'{}'"))
    )
