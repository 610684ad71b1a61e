"""The index of titles tells moments, too, by which articles are known under another id."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.drop_index("articles_title", "articles")
    op.create_index("articles_title", "articles", ["title_key", "published"])
