"""What editors said of an article, which outranks its source; and the index of the list of
articles, newest first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("articles", sa.Column("correction", sa.Text))
    op.create_index("articles_list", "articles", ["published", "id"])
