"""Indexes that answer lists: of quarantine, with its counts by reason."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    file = sa.text("substr(file, 1, 200)")
    reason = sa.text("substr(reason, 1, 300)")
    op.create_index("quarantine_page", "quarantine", ["owner", "id"])
    op.create_index("quarantine_file", "quarantine", ["owner", file])
    op.create_index("quarantine_reason", "quarantine", ["owner", "field", reason])
