"""An article that breaks no rule of any partner, and the feed in which it stands."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from feeds.printing.feed import Entry, Feed
from feeds.printing.formats import FORMATS
from feeds.printing.formats.cache import EntryCache
from feeds.printing.formats.generator import NAMESPACES
from feeds.printing.profiles.profile import Profile
from store import Article, Author, Image, SafeHtml, content_digest
from tests.room import SITE

CHANGED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PICTURE = Image(
    url="https://img.example.com/port.jpg",
    url_given="https://img.example.com/port.jpg",
    alt="سفينة ترسو في الميناء",
    credit="تصوير: هدى سالم",
    width=1200,
    height=675,
    type="image/jpeg",
)
TEXT = SafeHtml(
    "<p>رست أول سفينة صباح اليوم على رصيف الميناء الجديد، وعلى متنها مئتان وأربعون راكبًا قدموا من"
    " ثلاثة موانئ على الساحل، وكان في استقبالهم عمال الرصيف وعدد من أهالي المدينة.</p>"
    "<p>وقالت إدارة الميناء إن الرصيف يتسع لأربع سفن في وقت واحد، وإن العمل فيه بدأ قبل عامين، وإن"
    " رحلتين منتظمتين ستغادران كل أسبوع ابتداءً من الشهر المقبل، على أن تزيد الرحلات في الصيف.</p>"
    "<p>وأضافت أن صالة الوصول ستبقى مفتوحة طوال اليوم، وأن سيارات الأجرة والحافلات ستقف أمام بابها"
    " الشرقي إلى أن يكتمل الموقف الجديد في نهاية العام.</p>"
)
GOOD = Article(
    id="urn:uuid:6f1c0f50-0b57-5a3c-8f56-5f1f7d2a1111",
    owner="files",
    url="https://news.example.com/port",
    title="افتتاح الميناء الجديد أمام سفن الركاب",
    html=TEXT,
    summary="رست أول سفينة صباح اليوم.",
    authors=(Author(name="هدى سالم"),),
    published=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    updated=datetime(2026, 11, 24, 8, 0, 0, 7, tzinfo=UTC),
    image=PICTURE,
)


def article(**fields: Any) -> Article:
    """The good article, but for these fields."""
    return replace(GOOD, **fields)


def pictured(**fields: Any) -> Article:
    """The good article, but for these fields of its picture."""
    return article(image=replace(PICTURE, **fields))


def entry(one: Article = GOOD, **fields: Any) -> Entry:
    """An article in its place."""
    return Entry(one, 7, content_digest(one), one.published, **fields)


def feed(*entries: Entry, **fields: Any) -> Feed:
    """A partner's feed, in Arabic, that was changed last at CHANGED."""
    given: dict[str, Any] = {
        "site": SITE,
        "path": "partner/sample",
        "title": "صحيفة الاختبار",
        "description": "أخبار لا تصدر إلا في الاختبار",
        "language": "ar",
        "updated": CHANGED,
        "ttl": 600,
    }
    return Feed(**given | fields, entries=entries)


def channel(profile: Profile, page: Feed) -> etree._Element:
    """The channel of what a profile's own format makes of a feed."""
    document = FORMATS["rss"].render(page, EntryCache(), profile.dialect)
    return etree.fromstring(document)[0]


def item(profile: Profile, one: Entry, **fields: Any) -> etree._Element:
    """The item that a profile makes of an entry, alone in its feed."""
    found = channel(profile, feed(one, **fields)).find("item")
    assert found is not None
    return found


def texts(parent: etree._Element, path: str) -> list[str | None]:
    """The texts of all elements at a path, in document order."""
    return [element.text for element in parent.iterfind(path, NAMESPACES)]
