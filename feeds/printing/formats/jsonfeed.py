"""JSON Feed 1.1 (jsonfeed.org), UTF-8 as it is: `\\u` escapes would make Arabic nearly three times
larger.
"""

import json
from functools import partial

from store import Article, rfc3339

from ...links import article_link, feed_address, front_address
from ..feed import Entry, Feed
from . import content
from .cache import EntryCache

NAME, SUFFIX, MEDIA_TYPE = "json", ".json", "application/feed+json"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def render(feed: Feed, made: EntryCache) -> bytes:
    """The document, UTF-8; the same feed gives the same bytes."""
    document = _given(
        version="https://jsonfeed.org/version/1.1",
        title=content.text(feed, feed.title),
        home_page_url=feed.address,
        feed_url=feed_address(feed.site, feed.path, SUFFIX),
        description=content.text(feed, feed.description),
        icon=feed.site.icon or feed.image,
        favicon=feed.site.icon,
        language=feed.language,
        authors=[_given(name=feed.site.title, url=front_address(feed.site))],
        _bidi={"dir": "rtl" if feed.language.startswith("ar") else "ltr"},
        _updated=rfc3339(feed.updated),
        _copyright=feed.site.copyright,
        _contact=feed.site.contact,
        _deleted=[{"id": one.id, "when": rfc3339(one.when)} for one in feed.tombstones],
    )
    items = [
        made.get(content.view(feed, entry, NAME), partial(_item, feed, entry))
        for entry in feed.entries
    ]
    return f'{_JSON.encode(document)[:-1]},"items":[{",".join(items)}]}}\n'.encode()


def _item(feed: Feed, entry: Entry) -> str:
    """The finished text of an item, which is kept between prints."""
    article = entry.article
    whole = content.whole(feed, article)
    fields = _given(
        id=article.id,
        url=article_link(feed.site, article),
        title=content.text(feed, article.title),
        content_html=content.body(feed, article) if whole else None,
        content_text=None if whole else content.text(feed, article.summary),
        summary=content.text(feed, article.summary),
        image=article.image.url if article.image else None,
        date_published=rfc3339(article.published),
        date_modified=rfc3339(article.updated),
        authors=[_given(name=author.name, url=author.url) for author in article.authors],
        tags=list(entry.labels),
        language=article.language,
        attachments=_attachments(article),
        _bidi={"dir": article.direction},
        _image=_image(article),
        _source=(
            _given(name=article.source.name, url=article.source.url) if article.source else None
        ),
        _related=[_given(title=one.title, url=one.url) for one in article.related],
        _expires=rfc3339(article.expires_at) if article.expires_at else None,
    )
    return _JSON.encode(fields)


def _attachments(article: Article) -> list[dict[str, object]]:
    return [
        _given(url=one.url, mime_type=one.type, size_in_bytes=one.length)
        for one in article.enclosures
    ]


def _image(article: Article) -> dict[str, object] | None:
    image = article.image
    if image is None:
        return None
    return _given(
        alt=image.alt, credit=image.credit, width=image.width, height=image.height, type=image.type
    )


def _given(**fields: object) -> dict[str, object]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}
