"""An article as fields for machines: what the API and `flask show` tell of it.

Pure but for `standing`. The values are Python's; whoever writes JSON knows how.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from store import Sections, Site, StoredArticle, Transaction

from .links import article_address

Fields = dict[str, Any]

_SAME_IN_THE_HEAD = ("id", "source_id", "url", "title", "published", "updated", "expires_at")


def standing(snapshot: Transaction, article_id: str) -> dict[str, datetime]:
    """Position of an article in each feed that it stands in, by feed key."""
    placements = snapshot.placements.of([article_id]).get(article_id, {})
    return {
        key: placement.position
        for key, placement in sorted(placements.items())
        if placement.standing
    }


def head_fields(stored: StoredArticle, site: Site, sections: Sections) -> Fields:
    """The fields by which an article is known in a list."""
    article = stored.article
    fields = {name: getattr(article, name) for name in _SAME_IN_THE_HEAD}
    return fields | {
        "source": article.owner,
        "state": stored.state,
        "revision": stored.revision,
        "page": article_address(site, article.id),
        "sections": list(sections.of(article)),
        "publish_at": article.due,
        "withdrawn": stored.withdrawn,
    }


def full_fields(
    stored: StoredArticle, site: Site, sections: Sections, feeds: Sequence[str]
) -> Fields:
    """The head and the content of an article, with the keys of the feeds it stands in."""
    article = stored.article
    return head_fields(stored, site, sections) | {
        "html": article.html,
        "summary": article.summary,
        "tags": list(article.tags),
        "authors": [author.name for author in article.authors],
        "language": article.language,
        "image": article.image.url if article.image else None,
        "feeds": list(feeds),
    }
