"""Articles, keys, placements, feeds, editions, leases and quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _bytewise(length: int | None = None) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("namespace", sa.String(36), nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column("id", _bytewise(), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text),
        sa.Column("title_key", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("visible", sa.String(32), nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("released", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("withdrawn", sa.BigInteger),
        sa.Column("reason", sa.String(16)),
        sa.Column("said", sa.Boolean, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("articles_title", "articles", ["title_key"])
    op.create_index("articles_source", "articles", ["source_id"])
    op.create_index("articles_due", "articles", ["due"])
    op.create_index("articles_expiry", "articles", ["expires_at"])
    op.create_index("articles_withdrawn", "articles", ["withdrawn"])
    op.create_table(
        "keys",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("article_id", _bytewise(), sa.ForeignKey("articles.id"), nullable=False),
    )
    op.create_table(
        "placements",
        sa.Column("article_id", _bytewise(), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
    )
    window = ["feed", "standing", "position", "published", "article_id"]
    op.create_index("placements_window", "placements", window)
    op.create_table(
        "feeds",
        sa.Column("key", _bytewise(), primary_key=True),
        sa.Column("wanted", sa.BigInteger, nullable=False),
        sa.Column("printed", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("dirty_since", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("choice", sa.String(32), nullable=False),
        sa.Column("edition", sa.BigInteger),
    )
    op.create_table(
        "editions",
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("revision", sa.BigInteger, primary_key=True),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
        sa.Column("ttl", sa.Integer, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
    )
    op.create_index("editions_age", "editions", ["stored_at"])
    op.create_table(
        "bodies",
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("revision", sa.BigInteger, primary_key=True),
        sa.Column("format", sa.String(16), primary_key=True),
        sa.Column("hash", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.ForeignKeyConstraint(["feed", "revision"], ["editions.feed", "editions.revision"]),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("line", sa.BigInteger),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("offset", sa.BigInteger),
        sa.Column("code_point", sa.Integer),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("draft", sa.Text),
    )
