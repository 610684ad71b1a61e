"""Who withdrew an article, and the last word of its source on whether it stands.

Who withdrew before is unknown, but for what expired. It counts as an editor's: it was promised that
nothing which a source says brings it back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_WHO = """
    UPDATE articles
    SET withdrawn_by = CASE reason WHEN 'expired' THEN 'rule' ELSE 'editor' END
    WHERE withdrawn IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("articles", sa.Column("withdrawn_by", sa.String(16)))
    op.add_column(
        "articles", sa.Column("absent", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("articles", sa.Column("taken_back", sa.BigInteger))
    op.execute(_WHO)
