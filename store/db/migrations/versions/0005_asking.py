"""When a wire is polled next, how long it has failed, what it brought, what it remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("wires", sa.Column("next_at", sa.BigInteger))
    op.add_column("wires", sa.Column("failures", sa.Integer, nullable=False, server_default="0"))
    op.add_column("wires", sa.Column("failing_since", sa.BigInteger))
    for name in ("counts", "memory"):
        op.add_column("wires", sa.Column(name, sa.Text, nullable=False, server_default="{}"))
