"""Indexes that answer lists: of articles, and of quarantine with its counts by reason."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_LIVE = "released IS NOT NULL AND withdrawn IS NULL"
_GONE = "released IS NOT NULL AND withdrawn IS NOT NULL"
_OF_SECTION = "feed NOT LIKE '%/%'"
# An article's date was not carried to where it stood no longer.
_DATES = """
    UPDATE placements
    SET published = (SELECT published FROM articles WHERE id = placements.article_id)
    WHERE NOT standing AND feed NOT LIKE '%/%'
"""


def upgrade() -> None:
    op.execute(_DATES)
    _partial("placements_list", "placements", _OF_SECTION, "feed", "published", "article_id")
    op.drop_index("articles_list", "articles")
    _partial("articles_live", "articles", _LIVE, "published", "id")
    _partial("articles_live_of", "articles", _LIVE, "owner", "published", "id")
    _partial("articles_gone", "articles", _GONE, "reason", "published", "id")
    _partial("articles_gone_of", "articles", _GONE, "owner", "reason", "published", "id")
    _partial("articles_unseen", "articles", "released IS NULL", "owner", "published", "id")
    _index_quarantine()


def _index_quarantine() -> None:
    file = sa.text("substr(file, 1, 200)")
    reason = sa.text("substr(reason, 1, 300)")
    op.create_index("quarantine_page", "quarantine", ["owner", "id"])
    op.create_index("quarantine_file", "quarantine", ["owner", file])
    op.create_index("quarantine_reason", "quarantine", ["owner", "field", reason])


def _partial(name: str, table: str, where: str, *columns: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
