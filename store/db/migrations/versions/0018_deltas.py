"""How the entries of an edition look, and its hashes to be found by: what a delta is made by."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("editions", sa.Column("looks", sa.String(32), nullable=False, server_default=""))
    op.create_index("bodies_hash", "bodies", ["feed", "format", "hash"])
