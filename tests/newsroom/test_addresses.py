"""The address of an article, however bent: kept as it is given, compared as it is meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import take
from tests.room import Room

PAGE = "https://agency.example/news/7"
ARABIC = "https://agency.example/أخبار/الميناء"


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def rss(item: str, guid: str = '<guid isPermaLink="false">7</guid>') -> str:
    return f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>وكالة</title>
<link>https://agency.example/</link><item><title>وصول أول سفينة إلى الميناء</title>{guid}
<pubDate>Tue, 24 Nov 2026 08:00:00 +0000</pubDate>
<description>رست صباح اليوم أول سفينة في الميناء الجديد.</description>{item}</item>
</channel></rss>"""


def atom(links: str) -> str:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>وكالة</title>
<id>tag:agency.example,2026:all</id><link href="https://agency.example/"/>
<updated>2026-11-24T08:00:00Z</updated><entry><id>tag:agency.example,2026:7</id>
<title>وصول أول سفينة إلى الميناء</title><updated>2026-11-24T08:00:00Z</updated>
<summary>رست صباح اليوم أول سفينة في الميناء الجديد.</summary>{links}</entry></feed>"""


BENT = {  # what a link says: the address that the article has, as it is given
    "without a scheme": ("agency.example/news/7", PAGE),
    "of a part of its domain": ("ar.agency.example/news/7", "https://ar.agency.example/news/7"),
    "of another host without a scheme": ("other.test/news/7", "https://other.test/news/7"),
    "two slashes": ("//agency.example/news/7", PAGE),
    "in CDATA with blanks": ("<![CDATA[ \n https://agency.example/news/7 \n ]]>", PAGE),
    "broken over lines": ("https://agency.example/\n      news/7", PAGE),
    "a tab": ("https://agency.example/\tnews/7", PAGE),
    "backslashes": (r"https:\\agency.example\news\7", PAGE),
    "one slash": ("https:/agency.example/news/7", PAGE),
    "a scheme twice": ("https:https://agency.example/news/7", PAGE),
    "a blank behind the scheme": ("https:// agency.example/news/7", PAGE),
    "the site before it": ("https://agency.example/https://agency.example/news/7", PAGE),
    "the site run into it": ("https://agency.examplehttps://agency.example/news/7", PAGE),
    "quotes": ('"https://agency.example/news/7"', PAGE),
    "angles": ("&lt;https://agency.example/news/7&gt;", PAGE),
    "a link for an address": (f'&lt;a href="{PAGE}"&gt;اقرأ&lt;/a&gt;', PAGE),
    "marks of direction": (f"\u200f{PAGE}\u200e", PAGE),
    "escaped twice": (f"{PAGE}?a=1&amp;amp;b=2", f"{PAGE}?a=1&b=2"),
    "escaped by WordPress": (f"<![CDATA[{PAGE}?a=1&#038;b=2]]>", f"{PAGE}?a=1&b=2"),
    "Google's alerts": (f"https://www.google.com/url?rct=j&amp;url={PAGE}&amp;ct=ga", PAGE),
    "Google's news": (f"http://news.google.com/news/url?sa=t&amp;url={PAGE}", PAGE),
    "Bing's news": (
        "https://www.bing.com/news/apiclick.aspx?ref=F&amp;"
        "url=https%3a%2f%2fagency.example%2fnews%2f7&amp;c=1",
        PAGE,
    ),
    "a counter of its own": (f"https://agency.example/click.php?u={PAGE}", PAGE),
}


@pytest.mark.parametrize(("link", "url"), BENT.values(), ids=BENT.keys())
def test_a_bent_link_is_the_address_that_is_meant(
    room: Room, tmp_path: Path, link: str, url: str
) -> None:
    article = take(room, tmp_path, "a.rss", rss(f"<link>{link}</link>")).article
    assert article.url_given == url


KEPT = [
    f"{PAGE}#comments",
    f"{PAGE}?utm_source=rss&fbclid=5",
    "https://agency.example:443/news/7",
    "http://agency.example:80/news/7",
    "https://agency.example:8443/news/7",
    "https://agency.example/a/../news/7",
    "https://agency.example./news/7",
    "HTTPS://AGENCY.EXAMPLE/News/7",
    ARABIC,
    "https://agency.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1",
    "https://agency.example/%25D8%25A3%25D8%25AE%25D8%25A8",
    "https://وكالة.مصر/news/7",
    "https://xn--ngbm5azdb.xn--wgbh1c/news/7",
    "https://agency.example/share?url=https://other.test/x",
    "https://archive.test/web/https://agency.example/news/7",
]


@pytest.mark.parametrize("url", KEPT)
def test_an_address_is_kept_as_it_is_given(room: Room, tmp_path: Path, url: str) -> None:
    link = f"<link>{url.replace('&', '&amp;')}</link>"
    assert take(room, tmp_path, "a.rss", rss(link)).article.url_given == url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/news/7", PAGE),
        ("news/7", PAGE),
        ("index.php/news/7", "https://agency.example/index.php/news/7"),
        ("news.aspx/7", "https://agency.example/news.aspx/7"),
        ("story.html", "https://agency.example/story.html"),
        ("v1.2/news", "https://agency.example/v1.2/news"),
    ],
)
def test_a_path_is_no_host(room: Room, tmp_path: Path, link: str, url: str) -> None:
    assert take(room, tmp_path, "a.rss", rss(f"<link>{link}</link>")).article.url_given == url


NO_LINK = ["", "<link/>", "<link>  </link>", "<link>javascript:void(0)</link>", "<link>#</link>"]


@pytest.mark.parametrize("link", NO_LINK)
def test_a_permanent_guid_stands_for_what_is_no_link(room: Room, tmp_path: Path, link: str) -> None:
    taken = take(room, tmp_path, "a.rss", rss(link, f"<guid>{PAGE}</guid>"))
    assert taken.article.url == PAGE


OTHERS = {
    "an element of Atom": f'<atom:link href="{PAGE}"/>',
    "one of Atom beside the feed's": '<atom:link rel="self" href="https://agency.example/7.rss"/>'
    f'<atom:link rel="alternate" type="text/html" href="{PAGE}"/><link></link>',
    "an attribute": f'<link href="{PAGE}"/>',
    "FeedBurner": "<link>http://feedproxy.google.com/~r/a/~3/x/</link>"
    f"<feedburner:origLink>{PAGE}</feedburner:origLink>",
    "a base of its own": '<link xml:base="https://agency.example/news/">7</link>',
    "two links": f"<link>{PAGE}</link><link>https://agency.example/amp/7</link>",
}


@pytest.mark.parametrize("links", OTHERS.values(), ids=OTHERS.keys())
def test_a_link_may_stand_in_other_places(room: Room, tmp_path: Path, links: str) -> None:
    assert take(room, tmp_path, "a.rss", rss(links)).article.url == PAGE


ALTERNATES = {
    "another language": f'<link hreflang="en" href="{PAGE}/en"/>'
    f'<link hreflang="ar" href="{PAGE}"/>',
    "telephones": '<link rel="alternate" media="only screen and (max-width: 640px)"'
    f' href="https://m.agency.example/7"/><link rel="alternate" href="{PAGE}"/>',
    "AMP": f'<link rel="amphtml" href="{PAGE}/amp"/><link rel="alternate" href="{PAGE}"/>',
    "JSON": f'<link rel="alternate" type="application/json" href="{PAGE}.json"/>'
    f'<link rel="Alternate" type="text/html; charset=utf-8" href="{PAGE}"/>',
    "a canonical one": f'<link rel="canonical" href="{PAGE}"/>',
    "two relations": f'<link rel="alternate nofollow" href="{PAGE}"/>',
    "others": f'<link rel="related" href="https://other.test/x"/><link href=" {PAGE} "/>',
}


@pytest.mark.parametrize("links", ALTERNATES.values(), ids=ALTERNATES.keys())
def test_of_several_links_the_page_is_the_articles_own(
    room: Room, tmp_path: Path, links: str
) -> None:
    assert take(room, tmp_path, "a.atom", atom(links)).article.url == PAGE


def test_a_base_holds_within_its_element_alone(room: Room, tmp_path: Path) -> None:
    content = '<content type="html" xml:base="https://cdn.example/x/">نص الخبر كله.</content>'
    taken = take(room, tmp_path, "a.atom", atom(f'{content}<link href="/news/7"/>'))
    assert taken.article.url == PAGE


def sent_twice(room: Room, folder: Path, *links: str) -> list[str]:
    """The ids of what two feeds without ids become, whose items have these links."""
    ids = []
    for title, link in zip(("أول سفينة في الميناء", "رسو سفينة الحاويات"), links, strict=True):
        item = f"<item><title>{title}</title><link>{link}</link></item>"
        feed = f'<rss version="2.0"><channel><title>وكالة</title>{item}</channel></rss>'
        ids.append(take(room, folder, "a.rss", feed).article.id)
    return ids


@pytest.mark.parametrize(
    "other",
    [
        "http://www.agency.example:80/أخبار/الميناء/",
        "https://agency.example./أخبار/الميناء#top",
        "https://agency.example/أخبار/./x/../الميناء?utm_medium=rss",
        "https://agency.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/الميناء",
        "https://agency.example/%25D8%25A3%25D8%25AE%25D8%25A8%25D8%25A7%25D8%25B1/الميناء",
        "https://agency.example:443/../أخبار/الميناء",
    ],
)
def test_other_spellings_of_an_address_are_the_same_article(
    room: Room, tmp_path: Path, other: str
) -> None:
    first, second = sent_twice(room, tmp_path, ARABIC, other)
    assert first == second


@pytest.mark.parametrize(
    "other",
    [
        "https://agency.example/أخبار/الميناء-2",
        "https://agency.example/أخبار/الميناء?p=2",
        "https://agency.example:8443/أخبار/الميناء",
        "https://ar.agency.example/أخبار/الميناء",
        "https://agency.example/أخبار/.الميناء",
    ],
)
def test_other_addresses_are_other_articles(room: Room, tmp_path: Path, other: str) -> None:
    first, second = sent_twice(room, tmp_path, ARABIC, other)
    assert first != second
