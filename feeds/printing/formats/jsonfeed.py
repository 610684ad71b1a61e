"""JSON Feed 1.1 (jsonfeed.org).

UTF-8 as it is: `\\u` escapes would make Arabic nearly three times larger. Members that begin with
an underscore are extensions, each of them an object ("Extensions" of the specification).
"""

import json
from collections.abc import Iterable, Mapping
from functools import partial

from store import Article, rfc3339

from ...links import article_link, front_address
from ..feed import Entry, Feed, direction_of
from . import content
from .cache import EntryCache
from .dialect import COMMON, Dialect

NAME = "json"
TITLE = "JSON"
SUFFIX = ".json"
MEDIA_TYPE = "application/feed+json"
WITHDRAWALS = True

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def render(feed: Feed, cache: EntryCache, _dialect: Dialect = COMMON) -> bytes:
    """The document, UTF-8; the same feed gives the same bytes."""
    items = [
        cache.get(content.cache_key(feed, entry, NAME), partial(_item, feed, entry))
        for entry in feed.entries
    ]
    head = _JSON.encode(_present(_head(feed)))
    # The items are text already: they stand as the last member, before the closing brace.
    return f'{head[:-1]},"items":[{",".join(items)}]}}\n'.encode()


def _head(feed: Feed) -> dict[str, object]:
    site = feed.site
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": content.text(feed, feed.title),
        "home_page_url": feed.address,
        "feed_url": None if feed.secret else feed.document(SUFFIX),
        "next_url": feed.previous_document(SUFFIX),
        "description": content.text(feed, feed.description),
        "icon": site.icon or feed.image,
        "favicon": site.icon,
        "language": feed.language,
        "authors": [_present({"name": site.title, "url": front_address(site)})],
        **_head_extensions(feed),
    }


def _head_extensions(feed: Feed) -> dict[str, object]:
    return {
        "_bidi": {"dir": direction_of(feed.language)},
        "_updated": {"at": rfc3339(feed.updated)},
        "_copyright": _present({"text": feed.site.copyright}),
        "_archive": _present({"current": feed.current_document(SUFFIX) if feed.subject else None}),
        "_contact": _present({"email": feed.site.contact}),
        "_deleted": _list(
            {"id": tombstone.id, "when": rfc3339(tombstone.when)} for tombstone in feed.tombstones
        ),
    }


def _item(feed: Feed, entry: Entry) -> str:
    """The finished text of an item, which is kept between prints."""
    article = entry.article
    members = {
        "id": article.id,
        "url": article_link(feed.site, article),
        "title": content.text(feed, article.title),
        **_text(feed, article),
        "image": article.image.url if article.image else None,
        "date_published": rfc3339(article.published),
        "date_modified": rfc3339(article.updated),
        "authors": _authors(article),
        "tags": list(entry.labels),
        "language": article.language,
        "attachments": _attachments(article),
        **_item_extensions(article),
    }
    return _JSON.encode(_present(members))


def _text(feed: Feed, article: Article) -> dict[str, object]:
    """The whole article if the feed may carry it, else its summary as the text."""
    summary = content.text(feed, article.summary)
    if content.whole(feed, article):
        return {"content_html": content.body(feed, article), "summary": summary}
    return {"content_text": summary, "summary": summary}


def _authors(article: Article) -> list[dict[str, object]]:
    return [_present({"name": author.name, "url": author.url}) for author in article.authors]


def _attachments(article: Article) -> list[dict[str, object]]:
    return [
        _present(
            {
                "url": enclosure.url,
                "mime_type": enclosure.type,
                "size_in_bytes": enclosure.length,
            }
        )
        for enclosure in article.enclosures
    ]


def _item_extensions(article: Article) -> dict[str, object]:
    expires = article.expires_at
    return {
        "_bidi": {"dir": article.direction},
        "_image": _image(article),
        "_source": _source(article),
        "_related": _list({"title": one.title, "url": one.url} for one in article.related),
        "_expires": _present({"at": rfc3339(expires) if expires else None}),
    }


def _image(article: Article) -> dict[str, object] | None:
    image = article.image
    if image is None:
        return None
    return _present(
        {
            "alt": image.alt,
            "credit": image.credit,
            "width": image.width,
            "height": image.height,
            "type": image.type,
        }
    )


def _source(article: Article) -> dict[str, object] | None:
    source = article.source
    if source is None:
        return None
    return _present({"name": source.name, "url": source.url})


def _list(items: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """An extension that is a list."""
    return _present({"items": [_present(item) for item in items]})


def _present(members: Mapping[str, object]) -> dict[str, object]:
    """The members that say something, in their order."""
    return {name: value for name, value in members.items() if value not in (None, [], {})}
