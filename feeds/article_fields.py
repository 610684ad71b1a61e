"""An article as fields for machines: what the API and `flask show` tell of it.

The values are Python's: whoever writes JSON knows how to write a moment.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from store import Notice, Sections, Site, StoredArticle, Transaction

from .links import article_address

Fields = dict[str, Any]

_SAME_IN_THE_HEAD = ("id", "source_id", "url", "title", "published", "updated", "expires_at")


def head_fields(stored: StoredArticle, site: Site, sections: Sections) -> Fields:
    """The fields by which an article is known in a list; a notice stands for all of its text."""
    article = stored.shown
    fields = {name: getattr(article, name) for name in _SAME_IN_THE_HEAD}
    fields |= _standing(stored, site)
    return fields | {
        "source": article.owner,
        "sections": list(sections.of(stored.article)),
        "publish_at": article.due,
        "withdrawn": stored.withdrawn,
        "withdrawn_by": stored.withdrawn_by,
        "notice": _notice(stored.notice),
    }


def full_fields(
    stored: StoredArticle, site: Site, sections: Sections, snapshot: Transaction
) -> Fields:
    """The head and the content of an article, with the keys of the feeds it stands in."""
    article = stored.shown
    return head_fields(stored, site, sections) | {
        "html": article.html,
        "summary": article.summary,
        "tags": list(article.tags),
        "authors": [author.name for author in article.authors],
        "language": article.language,
        "image": article.image.url if article.image else None,
        "feeds": list(_positions(snapshot, article.id)),
    }


def all_fields(stored: StoredArticle, site: Site, snapshot: Transaction) -> Fields:
    """Everything that is known of an article, for those who run the newsroom."""
    article = stored.article
    fields = asdict(article) | _standing(stored, site)
    return fields | {
        "released": stored.released,
        "withdrawn": stored.withdrawn,
        "reason": stored.reason,
        "withdrawn_by": stored.withdrawn_by,
        "notice": _notice(stored.notice),
        "correction": asdict(stored.correction) if stored.correction else None,
        "feeds": _positions(snapshot, article.id),
        "also_from": _copies(snapshot, article.id),
    }


def _standing(stored: StoredArticle, site: Site) -> Fields:
    return {
        "page": article_address(site, stored.article.id),
        "state": stored.state,
        "revision": stored.revision,
    }


def _notice(notice: Notice | None) -> Fields | None:
    """The words in the place of a withdrawn article, and until when feeds show them."""
    return {"text": notice.text, "until": notice.until} if notice else None


def _positions(snapshot: Transaction, article_id: str) -> dict[str, datetime]:
    """Position of an article in each feed that it stands in, by feed key."""
    placements = snapshot.placements.of([article_id]).get(article_id, {})
    return {
        key: placement.position
        for key, placement in sorted(placements.items())
        if placement.standing
    }


def _copies(snapshot: Transaction, article_id: str) -> list[Fields]:
    """The other sources that sent the same story, with the id and address it has there."""
    return [
        {"owner": copy.owner, "id": copy.source_id, "url": copy.url}
        for copy in snapshot.articles.copies(article_id)
    ]
