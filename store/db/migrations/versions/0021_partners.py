"""Partners: the tokens that open their feeds, what they fetched, and what their rules found."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_OF_PARTNER = "feed LIKE 'partner/%'"
_TAKEN_DOWN = sa.text("taken_down IS NOT NULL")


def upgrade() -> None:
    op.add_column("editions", sa.Column("findings", sa.Text, nullable=False, server_default="[]"))
    op.add_column("placements", sa.Column("taken_down", sa.BigInteger))
    _create_indexes()
    _create_partner_tokens()
    _create_fetches()


def _create_indexes() -> None:
    op.create_index(
        "placements_partners",
        "placements",
        ["feed", "revision", "article_id"],
        sqlite_where=sa.text(f"standing = 1 AND {_OF_PARTNER}"),
        postgresql_where=sa.text(f"standing AND {_OF_PARTNER}"),
    )
    op.create_index(
        "placements_taken_down",
        "placements",
        ["feed", "taken_down", "article_id"],
        sqlite_where=_TAKEN_DOWN,
        postgresql_where=_TAKEN_DOWN,
    )


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _create_partner_tokens() -> None:
    op.create_table(
        "partner_tokens",
        sa.Column("partner", _bytewise(), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger),
    )


def _create_fetches() -> None:
    op.create_table(
        "fetches",
        sa.Column("feed", _bytewise(), primary_key=True),
        sa.Column("revision", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("format", sa.String(16), primary_key=True),
        sa.Column("agent", _bytewise(), primary_key=True),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
    )
    op.create_index("fetches_age", "fetches", ["last_at"])
