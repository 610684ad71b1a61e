"""A site, an article and a feed for the tests of pages, and a reader of HTML."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.pages import feed_pages as pages
from feeds.printing.feed import Entry, Feed
from store import Article, Author, Image, Origin, Related, SafeHtml, Site
from store.identity import content_digest

WHEN = datetime(2026, 11, 8, 22, 20, tzinfo=UTC)
HOSTILE = """</title><script>alert("x")</script><img src=x onerror='y'>"""
MIXED = "GPS ليس وحده: كيف تجد الهواتف طريقها؟"

SITE = Site(
    title="صحيفة نشرة",
    description="آخر الأخبار",
    language="ar",
    base_url="https://example.com/feeds",
    zone=ZoneInfo("Africa/Cairo"),
    copyright="جميع الحقوق محفوظة",
    contact="feeds@example.com",
)
ARTICLE = Article(
    id="urn:uuid:3f0e9a52-9c44-5d5e-8b0e-0c3d3d1f7a10",
    owner="files",
    title="قروض صغيرة تعيد الحياة إلى الورش",
    html=SafeHtml("<p>متن الخبر <strong>كاملًا</strong>.</p>"),
    summary="خلاصة الخبر.",
    authors=(
        Author(name="قسم الاقتصاد"),
        Author(name="قسم الصورة", url="https://example.com/photo"),
    ),
    sections=("اقتصاد",),
    tags=("تمويل",),
    published=WHEN,
    updated=WHEN,
    image=Image(
        url="https://example.com/a.jpg?x=1&y=2",
        url_given="https://example.com/a.jpg?x=1&y=2",
        alt="ورشة نحاس",
        credit="الأرشيف",
        width=1200,
        height=675,
    ),
    source=Origin(name="وكالة المثال", url="https://example.com/agency"),
)
LINK = pages.feed_link(SITE, "economy", "اقتصاد", "الأسواق والأسعار")


class Tag(NamedTuple):
    name: str
    attributes: dict[str, str | None]


class Page(HTMLParser):
    """The tags of a page in order, and whether each one that opens also closes where it should."""

    VOID = frozenset(("img", "input", "link", "meta"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute of {tag} is there twice"
        self.tags.append(Tag(tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str, /, **wanted: str) -> list[dict[str, str | None]]:
        found = [tag.attributes for tag in self.tags if tag.name == name]
        return [one for one in found if wanted.items() <= one.items()]


def feed_of(*articles: Article, site: Site = SITE) -> Feed:
    return Feed(
        site=site,
        path="economy",
        title="اقتصاد - صحيفة نشرة",
        description="الأسواق والأسعار",
        language="ar",
        updated=WHEN,
        ttl=60,
        entries=tuple(
            Entry(article, at, content_digest(article), article.published)
            for at, article in enumerate(articles, 1)
        ),
    )


def article_html(article: Article, *related: Related, site: Site = SITE) -> str:
    return pages.article_page(site, article, (*article.sections, *article.tags), related)


def _second_page(site: Site) -> pages.Pager:
    return pages.place_of(site, LINK.key, 2, has_older=True)


def every_page(article: Article = ARTICLE, site: Site = SITE) -> list[str]:
    return [
        pages.index(site, [LINK]),
        pages.feed_page(feed_of(article, site=site), LINK),
        pages.feed_page(feed_of(article, site=site), LINK, _second_page(site)),
        article_html(article, Related(title="خبر آخر"), site=site),
        pages.notice_page(site, article),
        pages.problem_page(site, 404, "لا يوجد شيء بهذا العنوان", "تحقق من العنوان."),
    ]
