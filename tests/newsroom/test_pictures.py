"""Pictures and players as plugins and themes write them into texts, and what is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import take
from tests.room import Room

FIRST = "<p>افتتحت البلدية صباح اليوم الحديقة العامة بعد ترميم استمر عامين كاملين.</p>"
LAST = "<p>ودعا رئيس البلدية السكان إلى المحافظة على أشجارها ومقاعدها الجديدة.</p>"
REAL = "https://cdn.example/real.jpg"
OTHER = "https://cdn.example/other.jpg"
POINT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
YOUTUBE = "https://www.youtube.com/watch?v=AbCdEf12345"
FILM = "https://cdn.example/film.mp4"


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def feed(html: str) -> str:
    return f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>الساحل</title><link>https://coast.example/</link><item>
<title>افتتاح الحديقة العامة</title><link>https://coast.example/news/7</link>
<guid isPermaLink="false">7</guid><pubDate>Tue, 24 Nov 2026 08:00:00 +0000</pubDate>
<content:encoded><![CDATA[{FIRST}{html}{LAST}]]></content:encoded></item></channel></rss>"""


SHOWN = {  # what stands in a text: the pictures that the article shows, the first its own
    "lazysizes": (f'<img class="lazyload" src="{POINT}" data-src="{REAL}">', [REAL]),
    "ezoic": (f'<img src="/blank.gif" data-ezsrc="{REAL}">', [REAL]),
    "Cloudflare": (f'<img data-cfsrc="{REAL}" style="display:none">', [REAL]),
    "echo.js": (f'<img src="/images/loading.svg" data-echo="{REAL}">', [REAL]),
    "another svg": (f'<img src="/images/logo.svg" data-hi-res-src="{REAL}">', [REAL]),
    "Flickity": (f'<img data-flickity-lazyload="{REAL}">', [REAL]),
    "PageSpeed": (
        f'<img src="/pagespeed_static/1.JiBnMqyl6S.gif" data-pagespeed-lazy-src="{REAL}">',
        [REAL],
    ),
    "nothing but a word in `data-src`": (
        f'<img src="about:blank" data-src="lazy" data-src-webp="{REAL}">',
        [REAL],
    ),
    "Optimole": (f'<img src="{POINT}" data-opt-src="{REAL}">', [REAL]),
    "a name of the theme's own": (f'<img src="" data-photo-1="{REAL}?w=900">', [REAL + "?w=900"]),
    "an address without a suffix": (
        f'<img src="{POINT}" data-image="https://cdn.example/get/55">',
        ["https://cdn.example/get/55"],
    ),
    "a forum's attributes": (f'<img src="/none.svg" file="{REAL}" zoomfile="{REAL}">', [REAL]),
    "JSON": (
        f"""<img src="{POINT}" data-info='{{"src":"https:\\/\\/cdn.example\\/real.jpg"}}'>""",
        [REAL],
    ),
    "a set of any loader": (
        f'<img src="{POINT}" data-flickity-lazyload-srcset="{OTHER} 400w, {REAL} 1200w">',
        [REAL],
    ),
    "lazy sources": (
        f'<picture><source srcset="{POINT}" data-srcset="{REAL} 1200w"><img src="{POINT}">'
        "</picture>",
        [REAL],
    ),
    "a small copy in place of it": (
        f'<img src="https://cdn.example/real-20x13.jpg" data-full-src="{REAL}">',
        [REAL],
    ),
    "the sides of a placeholder": (
        f'<img src="/loading.gif" data-src="{REAL}" width="1" height="1">',
        [REAL],
    ),
    "no value at all": (f'<img src="[object Object]" data-img="{REAL}">', [REAL]),
    "noscript alone": (f'<noscript><img src="{REAL}"></noscript>', [REAL]),
    "noscript written as text": (f'<noscript>&lt;img src="{REAL}"&gt;</noscript>', [REAL]),
    "noscript behind its lazy picture": (
        f'<img src="{POINT}" data-lazy-src="{REAL}"><noscript><img src="{REAL}"></noscript>',
        [REAL],
    ),
    "noscript before its lazy picture": (
        f'<noscript><img src="{REAL}"></noscript><img src="{POINT}" data-src="{REAL}">',
        [REAL],
    ),
    "noscript with the small copy of a lazy picture": (
        f'<img src="{POINT}" data-src="https://img.example/cdn.example/real.jpg?w=900">'
        '<noscript><img src="https://cdn.example/real-300x200.jpg"></noscript>',
        ["https://img.example/cdn.example/real.jpg?w=900"],
    ),
    "noscript behind a placeholder that names nothing": (
        f'<img src="/images/loading.svg"> <noscript><img src="{REAL}"></noscript>',
        [REAL],
    ),
    "noscript within a link to the picture": (
        f'<a href="{REAL}"><noscript><img src="{REAL}"></noscript></a>',
        [REAL],
    ),
    "two of noscript": (
        f'<noscript><img src="{REAL}"></noscript><p>وبينهما كلام.</p>'
        f'<noscript><img src="{OTHER}"></noscript>',
        [REAL, OTHER],
    ),
    "a background": (f'<div style="background-image: url(&quot;{REAL}&quot;)"></div>', [REAL]),
    "a lazy background": (f'<div class="lazy" data-bg="url({REAL})"></div>', [REAL]),
    "a cover with words on it": (
        f'<div class="wp-block-cover" style="background-image:url({REAL})"><p>كلام</p></div>',
        [REAL],
    ),
    "AMP": (
        f'<amp-img src="{REAL}" width="16" height="9" layout="responsive">'
        f'<amp-img fallback src="{OTHER}"></amp-img><noscript><img src="{REAL}"></noscript>'
        "</amp-img>",
        [REAL],
    ),
    "Media RSS within the text": (f'<media:content url="{REAL}" medium="image"/>', [REAL]),
    "the poster of a film": (
        f'<video poster="{REAL}"><source src="{FILM}" type="video/mp4"></video>',
        [REAL],
    ),
}


def pictures_of(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split('<img src="')[1:]]


@pytest.mark.parametrize(("html", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_the_real_picture_is_shown_once(
    room: Room, tmp_path: Path, html: str, shown: list[str]
) -> None:
    article = take(room, tmp_path, "coast.rss", feed(html)).article
    assert pictures_of(article.html) == shown
    assert article.image is not None
    assert article.image.url == shown[0]


INNOCENT = {  # pictures beside attributes that are no addresses, or those of other versions
    "words and numbers": f'<img src="{REAL}" data-src="cms" data-original="1200x800" data-id="5">',
    "switches": f'<img src="{REAL}" data-lazy-src="1" data-lazy="true">',
    "a type": f'<img src="{REAL}" data-src="image/jpeg">',
    "Arabic": f'<img src="{REAL}" data-original="الصورة الأصلية">',
    "WordPress's own": f'<img src="{REAL}" data-permalink="https://coast.example/?attachment_id=5"'
    f' data-orig-file="{OTHER}" data-large-file="{OTHER}">',
    "other versions": f'<img src="{REAL}" data-thumb-src="{OTHER}" data-hover-src="{OTHER}">',
    "blocks": f'<p data-src="{OTHER}" data-bg="blue">كلام.</p><img src="{REAL}">',
    "a decoration": f'<div style="background-image:url({OTHER})"><p>كلام.</p></div>'
    f'<img src="{REAL}">',
}


@pytest.mark.parametrize("html", INNOCENT.values(), ids=INNOCENT.keys())
def test_a_picture_stays_what_it_is(room: Room, tmp_path: Path, html: str) -> None:
    article = take(room, tmp_path, "coast.rss", feed(html)).article
    assert pictures_of(article.html) == [REAL]


@pytest.mark.parametrize("name", ["empty-streets.jpg", "loading-dock.jpg", "greyhound.jpg"])
def test_a_name_that_sounds_like_a_placeholder_is_a_picture(
    room: Room, tmp_path: Path, name: str
) -> None:
    html = f'<img src="https://cdn.example/{name}" data-pin-media="{OTHER}">'
    article = take(room, tmp_path, "coast.rss", feed(html)).article
    assert pictures_of(article.html) == [f"https://cdn.example/{name}"]


NONE = {
    "a counter in noscript": '<noscript><img height="1" width="1" style="display:none"'
    ' src="https://www.facebook.com/tr?id=1&amp;ev=PageView"></noscript>',
    "a hidden counter": '<noscript><div><img src="https://mc.example/watch/1.png"'
    ' style="position:absolute; left:-9999px"></div></noscript>',
    "a counter of visits": '<noscript><img src="//stat.example/0.gif?123"></noscript>',
    "a counter without a suffix": '<noscript><img src="https://stat.example/p?c1=2"></noscript>',
    "a plea for scripts": "<noscript>يرجى تفعيل جافاسكربت لعرض التعليقات.</noscript>",
    "a frame of a counter": '<noscript><iframe src="https://tags.example/ns.html" width="0">'
    "</iframe></noscript>",
    "a spacer": '<img src="/images/spacer.gif" width="600" height="10">',
    "a placeholder alone": '<img src="/images/placeholder.png">',
    "an icon as a background": '<div style="background:url(/i.png);width:24px"></div>',
}


@pytest.mark.parametrize("html", NONE.values(), ids=NONE.keys())
def test_what_is_no_picture_is_not_shown(room: Room, tmp_path: Path, html: str) -> None:
    article = take(room, tmp_path, "coast.rss", feed(html)).article
    assert article.html == FIRST + LAST
    assert article.image is None


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://secure.gravatar.com/avatar/5?s=96" width="96" height="96">',
        '<img src="https://coast.example/share.png" width="32" height="32">',
        '<img src="https://ads.example/b.png" width="728" height="90">',
        '<img src="https://coast.example/line.png" width="600" height="4">',
    ],
)
def test_icons_avatars_and_banners_stand_for_no_article(
    room: Room, tmp_path: Path, html: str
) -> None:
    image = take(room, tmp_path, "coast.rss", feed(f'{html}<img src="{REAL}">')).article.image
    assert image is not None
    assert image.url == REAL


PLAYED = {
    "a player of a custom element": (f'<youtube-video src="{YOUTUBE}"></youtube-video>', YOUTUBE),
    "one that names its video": (
        '<youtube-video video-id="AbCdEf12345"></youtube-video>',
        YOUTUBE,
    ),
    "a light player": ('<lite-youtube videoid="AbCdEf12345"></lite-youtube>', YOUTUBE),
    "AMP": ('<amp-youtube data-videoid="AbCdEf12345"></amp-youtube>', YOUTUBE),
    "a facade": ('<div class="youtube" data-id="AbCdEf12345"></div>', YOUTUBE),
    "a facade that its id tells": ('<div class="lyte" id="lyte_AbCdEf12345"></div>', YOUTUBE),
    "a facade of Plyr": (
        '<div data-plyr-provider="youtube" data-plyr-embed-id="AbCdEf12345"></div>',
        YOUTUBE,
    ),
    "a provider beside an id": (
        '<div data-video-id="76979871" data-provider="vimeo"></div>',
        "https://vimeo.com/76979871",
    ),
    "a frame in noscript": (
        '<noscript><iframe src="https://www.youtube.com/embed/AbCdEf12345"></iframe></noscript>',
        YOUTUBE,
    ),
    "a frame in noscript beside its lazy one": (
        '<iframe src="about:blank" data-lazy-src="https://www.youtube.com/embed/AbCdEf12345">'
        '</iframe><noscript><iframe src="https://www.youtube.com/embed/AbCdEf12345"></iframe>'
        "</noscript>",
        YOUTUBE,
    ),
    "a frame with a page in its attribute": (
        "<iframe srcdoc='<a href=https://www.youtube.com/embed/AbCdEf12345><img src=/p.jpg></a>'"
        ' src="https://www.youtube.com/embed/AbCdEf12345"></iframe>',
        YOUTUBE,
    ),
    "an editor's block": (
        f'<div data-oembed-url="{YOUTUBE}"><div><iframe'
        ' src="https://www.youtube.com/embed/AbCdEf12345"></iframe></div></div>',
        YOUTUBE,
    ),
    "the largest of several sources": (
        '<video><source src="https://cdn.example/film-480.mp4" size="480">'
        '<source src="https://cdn.example/film-1080.mp4" size="1080"></video>',
        "https://cdn.example/film-1080.mp4",
    ),
    "a file beside a stream": (
        f'<video><source src="https://cdn.example/film.m3u8"><source src="{FILM}"></video>',
        FILM,
    ),
    "a lazy source": (
        f'<video src="blob:https://coast.example/1"><source data-src="{FILM}"></video>',
        FILM,
    ),
    "Media RSS within the text": (f'<media:content url="{FILM}" type="video/mp4"/>', FILM),
}


@pytest.mark.parametrize(("html", "page"), PLAYED.values(), ids=PLAYED.keys())
def test_what_plays_becomes_one_link(room: Room, tmp_path: Path, html: str, page: str) -> None:
    article = take(room, tmp_path, "coast.rss", feed(html)).article
    assert article.html.count("<a href=") == 1
    assert f'<a href="{page}">' in article.html


@pytest.mark.parametrize(
    "html",
    [
        '<div class="youtube" data-kind="description"><p>قناتنا على يوتيوب.</p></div>',
        '<div class="youtube-box" id="youtube-box"><p>قناتنا على يوتيوب.</p></div>',
        '<div class="player" data-video-id="63011"><p>قناتنا على يوتيوب.</p></div>',
    ],
)
def test_a_block_that_names_no_video_for_sure_is_only_its_text(
    room: Room, tmp_path: Path, html: str
) -> None:
    taken = take(room, tmp_path, "coast.rss", feed(html))
    assert "قناتنا على يوتيوب." in taken.text
    assert "<a " not in taken.article.html


PAGE_TEXT = (
    "<p>وقالت البلدية إن الحديقة تفتح أبوابها كل يوم من الصباح حتى المساء بلا مقابل.</p>" * 3
)
ON_PAGES = [
    f'<figure><noscript><img src="{REAL}"></noscript></figure>',
    f'<noscript><img src="{REAL}"></noscript>',
    f'<img src="{POINT}" data-opt-src="{REAL}"><noscript><img src="{REAL}"></noscript>',
    f'<div style="background-image:url({REAL})"></div>',
    f'<amp-img src="{REAL}" width="16" height="9" layout="responsive"></amp-img>',
]


def page(html: str) -> str:
    counter = '<noscript><img src="https://stat.example/pixel.png" width="1" height="1"></noscript>'
    return f"""<!DOCTYPE html><html lang="ar"><head><title>افتتاح الحديقة</title>{counter}
<meta property="article:published_time" content="2026-11-24T08:00:00Z"></head><body>{counter}
<article><h1>افتتاح الحديقة</h1>{FIRST}{html}{PAGE_TEXT}{LAST}</article></body></html>"""


@pytest.mark.parametrize("html", ON_PAGES)
def test_a_saved_page_shows_its_picture_once(room: Room, tmp_path: Path, html: str) -> None:
    article = take(room, tmp_path, "page.html", page(html)).article
    assert pictures_of(article.html) == [REAL]
    assert article.image is not None
    assert article.image.url == REAL


def test_a_saved_page_links_to_what_its_scripts_would_play(room: Room, tmp_path: Path) -> None:
    html = page('<div class="youtube" data-id="AbCdEf12345"></div>')
    article = take(room, tmp_path, "page.html", html).article
    assert article.html.count(f'<a href="{YOUTUBE}">') == 1
    assert article.image is None
