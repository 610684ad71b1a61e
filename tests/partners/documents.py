"""A good document for each partner, written by hand from its rules alone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SENTENCE = "أعلنت بلدية المدينة أن أعمال توسعة الكورنيش تنتهي قبل الصيف، وأن الحركة لن تتوقف فيه. "
BODY = SENTENCE * 7
NAMESPACES = """xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:snf="http://www.smartnews.be/snf"
 xmlns:mi="http://schemas.ingestion.microsoft.com/common/\""""

_MODIFIED = "<dcterms:modified>{w3c}</dcterms:modified>"
_PICTURE = (
    '<media:content url="https://example.com/{n}.jpg" medium="image" width="800" height="450"/>'
)
_HUB = '<atom:link rel="hub" href="https://example.com/hub"/>'
_UPDATED = "<atom:updated>{w3c}</atom:updated>"


def _rss(count: int, head: str, extra: str) -> str:
    """An RSS document of so many articles, with what the partner wants beside the common parts."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES}><channel>'
        "<title>صحيفة المرفأ</title><link>https://example.com/</link>"
        f"<description>أخبار المدينة</description>{head}"
        f"{''.join(_item(number, extra) for number in range(count))}</channel></rss>"
    )


def _item(number: int, extra: str) -> str:
    date = NOW - timedelta(minutes=10 + number)
    return (
        f"\n<item><title>توسعة الكورنيش تنتهي قبل موسم الصيف {number:02}</title>"
        f"<link>https://example.com/news/{number:02}</link>"
        f'<guid isPermaLink="false">urn:example:{number:02}</guid>'
        f"<pubDate>{format_datetime(date, usegmt=True)}</pubDate>"
        f"<description>{SENTENCE * 4}</description>"
        f"<content:encoded>&lt;p&gt;{BODY}&lt;/p&gt;</content:encoded>"
        f"<dc:creator>سلمى رضا</dc:creator>"
        f"{extra.format(n=f'{number:02}', w3c=f'{date:%Y-%m-%dT%H:%M:%SZ}')}</item>"
    )


def msn() -> str:
    return _rss(15, "<language>ar</language>", _MODIFIED + _PICTURE)


def smartnews() -> str:
    head = (
        "<pubDate>Tue, 24 Nov 2026 08:50:00 GMT</pubDate><language>ar</language><ttl>15</ttl>"
        "<snf:logo><url>https://example.com/logo.png</url></snf:logo>"
    )
    return _rss(12, head, '<media:thumbnail url="https://example.com/{n}.jpg"/>')


def flipboard() -> str:
    return _rss(30, f"<language>ar-EG</language>{_HUB}", _UPDATED + _PICTURE)


def apple() -> str:
    return _rss(10, "<language>ar-EG</language>", _UPDATED + _PICTURE)


def newsletter() -> str:
    return _rss(8, "<language>ar</language>", "")


def generic() -> str:
    """An Atom document with an article that is gone."""
    entries = "".join(_entry(number) for number in range(6))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="ar">'
        "<title>صحيفة المرفأ</title><id>urn:example:feed</id>"
        '<updated>2026-11-24T08:50:00Z</updated><link href="https://example.com/"/>'
        f'<at:deleted-entry ref="urn:example:99" when="2026-11-24T08:00:00Z"/>{entries}</feed>'
    )


def _entry(number: int) -> str:
    date = f"{NOW - timedelta(minutes=10 + number):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f"\n<entry><title>توسعة الكورنيش تنتهي قبل موسم الصيف {number:02}</title>"
        f"<id>urn:example:{number:02}</id><link href='https://example.com/news/{number:02}'/>"
        f"<published>{date}</published><updated>{date}</updated>"
        f'<summary>{SENTENCE}</summary><content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content>'
        "</entry>"
    )


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "apple": apple,
    "flipboard": flipboard,
    "generic": generic,
    "msn": msn,
    "newsletter": newsletter,
    "smartnews": smartnews,
}
