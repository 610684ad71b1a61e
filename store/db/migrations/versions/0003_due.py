"""Smaller indexes for what falls due, the end of a first ingest, numbers in quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_PARTIAL = {
    "articles_due": ("due", "released IS NULL AND withdrawn IS NULL"),
    "articles_expiry": ("expires_at", "withdrawn IS NULL AND expires_at IS NOT NULL"),
    "articles_said": ("withdrawn", "said"),
}


def upgrade() -> None:
    for name in ("articles_due", "articles_expiry", "articles_withdrawn"):
        op.drop_index(name, "articles")
    for name, (column, where) in _PARTIAL.items():
        written = sa.text(where.replace("said", "said = 1"))
        op.create_index(
            name, "articles", [column], sqlite_where=written, postgresql_where=sa.text(where)
        )
    op.add_column(
        "revision", sa.Column("filled", sa.Boolean, nullable=False, server_default=sa.false())
    )
    if op.get_bind().dialect.name == "sqlite":
        lasting = {"sqlite_autoincrement": True}
        with op.batch_alter_table("quarantine", recreate="always", table_kwargs=lasting):
            pass
    op.execute("UPDATE revision SET filled = (SELECT count(*) > 0 FROM articles)")
