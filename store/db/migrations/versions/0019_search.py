"""The index of words: an entry for each article, whose words are read online.

Version 0 is that of no words at all. SQLite has virtual tables for them; PostgreSQL keeps them
away from the rows of entries, and nothing else, so that a look at many of those reads little.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0019"
down_revision = "0018"

_WORDS = [
    f"CREATE VIRTUAL TABLE {name}"
    f" USING fts5({columns}, content='', contentless_delete=1, tokenize='ascii')"
    for name, columns in (("search_words", "title, body"), ("search_titles", "title"))
]
# The place in `all`, in seconds, and 20 bits by which those of one second differ.
_FILL = """
    INSERT INTO search_entries (number, article_id, position, published, listing, version)
    SELECT
        place * 1048576 + row_number() OVER (PARTITION BY place ORDER BY published, id) - 1,
        id, place, published, listing, 0
    FROM (
        SELECT
            articles.id, articles.published,
            coalesce(placements.position, articles.published) AS place,
            CASE
                WHEN articles.withdrawn IS NOT NULL THEN coalesce(articles.reason, 'withdrawn')
                WHEN articles.released IS NULL THEN 'embargo'
                WHEN placements.standing THEN 'live'
                ELSE 'unlisted'
            END AS listing
        FROM articles
        LEFT JOIN placements ON placements.article_id = articles.id AND placements.feed = 'all'
    ) AS standing
    """


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("number", _row_number(), primary_key=True, autoincrement=False),
        _article_id(),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("position", "published")),
        sa.Column("listing", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", _words()),
        sa.Column("words", _words()),
    )
    op.execute(_FILL)
    _index("version", "number")
    _index("published", "number")
    _index_words()


def _article_id() -> sa.Column[str]:
    article = sa.ForeignKey("articles.id")
    return sa.Column("article_id", _bytewise(), article, nullable=False, unique=True)


def _index(*columns: str) -> None:
    op.create_index(f"search_entries_{columns[0]}", "search_entries", columns)


def _index_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _WORDS:
            op.execute(table)
        return
    op.execute("ALTER TABLE search_entries SET (toast_tuple_target = 128)")
    for column, storage in (("article_id", "PLAIN"), ("listing", "PLAIN"), ("title", "MAIN")):
        op.execute(f"ALTER TABLE search_entries ALTER COLUMN {column} SET STORAGE {storage}")
    for column in ("title", "words"):
        op.create_index(
            f"search_entries_{column}", "search_entries", [column], postgresql_using="gin"
        )


def _row_number() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _words() -> sa.Text:
    return sa.Text().with_variant(TSVECTOR, "postgresql")
