"""A news page is one record; what is no article is refused, and says why."""

import io
import json
import re
from html import unescape
from typing import Any

import pytest

from store.article import Article
from store.draft import Draft, DraftAuthor, DraftImage, DraftSource, SourceItem
from store.errors import Refused
from store.intake.prepare import prepare
from store.section import Sections
from store.sources.file import File
from store.sources.webpage import page
from store.text.markup.read import plain
from tests.room import SITE, START

ADDRESS = "https://nahr.example/culture/2026/سوق-الكتب"
TITLE = "سوق الكتب القديمة يعود إلى ضفة النهر"
TEXT = """<p>فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وتوافد القراء على
<a href="/tags/suq">السوق القديمة</a> منذ ساعات الفجر الأولى لشراء ما فاتهم من طبعات نادرة.</p>
<h2>إقبال فاق التوقعات</h2>
<p>وقال الباعة إن الإقبال في الساعات الأولى فاق ما كانوا يتوقعون، وإن <strong>الكتب المدرسية</strong> كانت أكثر ما
طلبه الزوار، تليها الروايات وكتب الأطفال.</p>
<figure><img src="/img/tables.jpg" alt="طاولات الكتب"></figure>
<iframe src="https://www.youtube.com/embed/a1B2c3D4e5F" title="جولة في السوق"></iframe>
<p>وتستمر السوق حتى نهاية الشهر، على أن تنتقل بعد ذلك إلى مبنى دائم تعده البلدية في وسط المدينة.</p>"""  # noqa: E501
PROSE = "وقال مدير السوق إن أبوابها تبقى مفتوحة حتى منتصف الليل طوال الأسبوع."
MENU = '<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/culture">ثقافة</a></li></ul></nav>'
FOOT = "<footer><p>جميع الحقوق محفوظة لصحيفة النهر</p></footer>"


def html(head: str = "", body: str = f"<article><h1>{TITLE}</h1>{TEXT}</article>") -> str:
    return (
        f'<!doctype html><html lang="ar-EG" dir="rtl"><head><meta charset="utf-8">{head}</head>'
        f"<body>{MENU}<main>{body}</main>{FOOT}</body></html>"
    )


def ld(*blocks: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(one, ensure_ascii=False)}</script>'
        for one in blocks
    )


def said(text: str | bytes, name: str = ADDRESS) -> SourceItem:
    data = text.encode() if isinstance(text, str) else text
    address = name if name.startswith("https:") else None
    (found,) = page.read(File(io.BytesIO(data), name, "nahr/suq.html", "culture", address=address))
    return found


def draft(text: str | bytes, name: str = ADDRESS) -> Draft:
    found = said(text, name)
    assert isinstance(found, Draft), found
    return found


def article(text: str) -> Article:
    return prepare(draft(text), owner="files", site=SITE, sections=Sections([]), now=START)


def refused(text: str | bytes) -> str:
    found = said(text)
    assert isinstance(found, Refused), found
    assert found.place.file == ADDRESS
    return str(found)


GRAPH: dict[str, Any] = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "@id": "/#page", "name": "صفحة"},
        {
            "@type": ["NewsArticle", "Thing"],
            "headline": "سوق الكتب القديمة يعود إلى &quot;ضفة النهر&quot;",
            "datePublished": "2026-11-17T09:30:00+02:00",
            "dateModified": "2026-11-17T11:00:00+02:00",
            "author": [
                {"@id": "/#mona"},
                {"@type": "Person", "name": "سالم العلي", "url": "/authors/salem"},
            ],
            "articleSection": ["ثقافة", "مدن"],
            "keywords": "كتب، القاهرة, أسواق",
            "image": {"@id": "/#image"},
            "publisher": {"@id": "/#nahr"},
            "description": "عاد الباعة بعد عامين.",
            "inLanguage": "ar",
        },
        {"@type": "Person", "@id": "/#mona", "name": "منى السيد"},
        {
            "@type": "ImageObject",
            "@id": "/#image",
            "url": "/img/suq.jpg",
            "width": {"@type": "QuantitativeValue", "value": 1200},
            "height": "675px",
            "caption": "أكشاك الكتب",
        },
        {"@type": "NewsMediaOrganization", "@id": "/#nahr", "name": "صحيفة النهر"},
    ],
}


def test_json_ld_says_what_an_article_is() -> None:
    found = draft(
        html(ld(GRAPH) + '<link rel="canonical" href="/culture/2026/suq"><title>شيء آخر</title>')
    )
    assert found.url == "https://nahr.example/culture/2026/suq"
    assert found.title == "سوق الكتب القديمة يعود إلى &quot;ضفة النهر&quot;"  # prepare decodes
    assert (found.published, found.updated) == (
        "2026-11-17T09:30:00+02:00",
        "2026-11-17T11:00:00+02:00",
    )
    assert found.authors == (
        DraftAuthor(name="منى السيد"),
        DraftAuthor(name="سالم العلي"),
    )
    assert (found.sections, found.tags) == (("ثقافة", "مدن"), ("كتب", "القاهرة", "أسواق"))
    assert found.image == DraftImage(
        url="https://nahr.example/img/suq.jpg", alt="أكشاك الكتب", width=1200, height=675
    )
    assert (found.source, found.language, found.id) == (DraftSource(name="صحيفة النهر"), "ar", None)
    assert (found.summary, found.folder) == ("عاد الباعة بعد عامين.", "culture")


def test_the_text_keeps_headings_links_pictures_and_players_and_nothing_around_it() -> None:
    made = article(html(ld(GRAPH))).html
    for part in (
        '<a href="https://nahr.example/tags/suq">السوق القديمة</a>',
        "<h2>إقبال فاق التوقعات</h2>",
        "<strong>الكتب المدرسية</strong>",
        '<img src="https://nahr.example/img/tables.jpg" alt="طاولات الكتب">',
        '<p><a href="https://www.youtube.com/watch?v=a1B2c3D4e5F">جولة في السوق</a></p>',
        "في وسط المدينة.</p>",
    ):
        assert part in made
    for other in ("الرئيسية", "محفوظة", f"{TITLE}</h", "shown-"):
        assert other not in made


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "&#11;", "&#x1c;", "&#8;\x1f", "<br>"])
def test_words_that_a_separator_parts_stay_apart(separator: str) -> None:
    title = f'<meta property="og:title" content="كتب{separator}وسوق">'
    text = f"<article>{TEXT}<p>ضفة{separator}النهر: {PROSE}</p></article>"
    made = article(html(f'<meta property="og:type" content="article">{title}', text))
    assert made.title == "كتب وسوق"
    assert "ضفة النهر" in plain(made.html).replace("\n", " ")


def test_of_a_picture_in_several_sizes_the_largest_is_kept() -> None:
    picture = (
        '<picture><source type="image/webp" srcset="/w-480.webp 480w, /w-960.webp 960w">'
        '<img src="/s.jpg" alt="سوق"></picture>'
        '<p><img src="/t-300.jpg" srcset="/t-300.jpg 300w, /t-1200.jpg 1200w" alt="كتب"></p>'
    )
    made = article(
        html(ld(GRAPH), f"<article><h1>{TITLE}</h1>{TEXT}{picture}<p>{PROSE}</p></article>")
    )
    assert '<img src="https://nahr.example/w-960.webp" alt="سوق">' in made.html
    assert '<img src="https://nahr.example/t-1200.jpg" alt="كتب">' in made.html


def test_json_ld_may_stand_in_a_list_and_beside_a_broken_block() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": }</script>'
    one = {
        "@type": "BlogPosting",
        "headline": "سطر\nثان",
        "author": "منى السيد",
        "image": ["/a.jpg", "/b.jpg"],
    }
    found = draft(html(broken + ld([{"@type": "WebSite"}, one])))
    assert (found.title, found.authors) == ("سطر\nثان", (DraftAuthor(name="منى السيد"),))
    assert found.image == DraftImage(url="https://nahr.example/a.jpg")


def test_raw_line_ends_within_json_ld_do_no_harm() -> None:
    assert (
        draft(
            html(
                '<script type="application/ld+json">{"@type":"Article","headline":"أ\nب"}</script>'
            )
        ).title
        == "أ\nب"
    )


def test_of_several_articles_the_one_of_this_address_counts() -> None:
    several = [
        {"@type": "NewsArticle", "headline": f"خبر {n}", "url": f"/culture/{n}"} for n in range(5)
    ]
    assert draft(html(ld(several)), "https://nahr.example/culture/3").title == "خبر 3"
    assert draft(html(ld(several))).title == TITLE


def test_open_graph_alone_is_enough() -> None:
    metas = {
        "og:type": "article",
        "og:title": f"{TITLE} - صحيفة النهر",
        "og:site_name": "صحيفة النهر",
        "og:url": "https://nahr.example/culture/7",
        "og:description": "عاد الباعة.",
        "og:image": "https://nahr.example/img/suq.jpg",
        "og:image:width": "1200",
        "og:image:height": "675",
        "og:image:alt": "أكشاك الكتب",
        "article:published_time": "2026-11-17T07:30:00Z",
        "article:modified_time": "2026-11-17T08:30:00Z",
        "article:section": "ثقافة",
        "article:author": "https://social.example/mona",
    }
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in metas.items())
    tags = (
        '<meta property="article:tag" content="كتب"><meta property="article:tag" content="القاهرة">'
    )
    found = draft(html(head + tags))
    assert (found.title, found.url) == (TITLE, "https://nahr.example/culture/7")
    assert (found.published, found.updated) == ("2026-11-17T07:30:00Z", "2026-11-17T08:30:00Z")
    assert (found.sections, found.tags, found.authors) == (("ثقافة",), ("كتب", "القاهرة"), ())
    assert found.image == DraftImage(
        url="https://nahr.example/img/suq.jpg", alt="أكشاك الكتب", width=1200, height=675
    )
    assert (found.source, found.language) == (DraftSource(name="صحيفة النهر"), "ar-EG")


def test_an_address_is_no_byline() -> None:
    head = ld(
        {"@type": "NewsArticle", "author": ["https://nahr.example/mona", {"name": "منى السيد"}]}
    )
    assert draft(html(head)).authors == (DraftAuthor(name="منى السيد"),)


def test_open_graph_tells_the_size_of_the_picture_that_json_ld_only_names() -> None:
    metas = {
        "og:image": "/img/suq.jpg",
        "og:image:width": "1200px",
        "og:image:height": "675",
        "og:image:alt": "أكشاك",
    }
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in metas.items())
    url = "https://nahr.example/img/suq.jpg"
    for given, image in (
        ([url], DraftImage(url=url, alt="أكشاك", width=1200, height=675)),
        (
            {"url": url, "caption": "سوق", "width": 900},
            DraftImage(url=url, alt="سوق", width=900, height=675),
        ),
        ("/other.jpg", DraftImage(url="https://nahr.example/other.jpg")),
    ):
        assert draft(html(head + ld({"@type": "NewsArticle", "image": given}))).image == image


def test_the_title_of_a_short_page_is_no_part_of_its_text() -> None:
    words = "عاد باعة الكتب إلى أكشاكهم على ضفة النهر صباح اليوم بعد توقف دام عامين كاملين."
    found = draft(
        "<!DOCTYPE html><html dir=rtl><head><title>سوق الكتب &amp; النهر</title></head><body>"
        f"<h1>سوق الكتب &amp; النهر</h1><p>{words}</p></body></html>"
    )
    assert found.title == "سوق الكتب & النهر"
    assert re.sub("<[^>]+>", "", found.html or "").strip() == words


def test_bare_html_has_its_heading_and_its_time() -> None:
    body = (
        f"<article><h1>{TITLE}</h1><time"
        f' datetime="2026-11-17T09:30+02:00">أمس</time>{TEXT}</article>'
    )
    found = draft(html("<title>سوق الكتب | النهر</title>", body), "pages/suq.html")
    assert (found.title, found.published) == (TITLE, "2026-11-17T09:30+02:00")
    assert (found.url, found.id) == (None, "nahr/suq.html")


def test_a_time_without_a_date_that_is_said_of_the_article_is_none() -> None:
    body = f"<article><h1>{TITLE}</h1>{TEXT}</article>"
    head = (
        '<meta property="article:published_time"'
        ' content="2026-11-17T09:30:00+02:00"><title>x</title>'
    )
    for given, published in (
        (
            html(head, f'<time datetime="2026-11-25T00:00Z"></time>{body}'),
            "2026-11-17T09:30:00+02:00",
        ),
        (
            html(
                '<meta name="date" content="2026-11-17">',
                f'<time datetime="2026-11-25T00:00Z"></time>{body}',
            ),
            "2026-11-17",
        ),
        (html("", body), None),
    ):
        assert draft(given).published == published


def test_a_picture_keeps_its_caption_and_a_lazy_one_its_address_once() -> None:
    lazy = """<img src="data:image/gif;base64,R0lGOD" data-src="/img/late.jpg" alt="متأخرة">
        <noscript><img src="/img/late.jpg" alt="متأخرة"></noscript>"""
    figure = (
        "<figure><img src='/cdn/7?w=900' alt='س > ص'><figcaption>الصورة:"
        " <b>منى</b></figcaption></figure>"
    )
    made = article(
        html(
            ld(GRAPH),
            f"<article><h1>{TITLE}</h1>{TEXT}<p>{lazy}</p>{figure}<p>{PROSE}</p></article>",
        )
    )
    assert made.html.count('<img src="https://nahr.example/img/late.jpg" alt="متأخرة">') == 1
    picture = '<img src="https://nahr.example/cdn/7?w=900" alt="س &gt; ص">'
    assert f"<figure>{picture}<figcaption>الصورة: <b>منى</b></figcaption></figure>" in made.html
    assert "base64" not in made.html


PLAYERS = {
    "a frame": '<iframe src="https://www.youtube.com/embed/a1B2c3D4e5F"></iframe>',
    "a block": (
        '<figure class="embed"><div><iframe'
        ' data-src="https://www.youtube.com/embed/a1B2c3D4e5F"></iframe></div></figure>'
    ),
    "a video": '<video controls title="جولة"><source src="/v/7.mp4"></video>',
    "an audio": '<audio src="https://nahr.example/a.mp3"></audio>',
}


@pytest.mark.parametrize("player", PLAYERS.values(), ids=PLAYERS.keys())
def test_what_plays_is_a_link_with_a_title_at_its_place(player: str) -> None:
    made = article(
        html(ld(GRAPH), f"<article><h1>{TITLE}</h1>{TEXT}{player}<p>{PROSE}</p></article>")
    ).html
    link = re.search(
        r'<p><a href="https://[^"]+">[^<]+</a></p>\s*(?:</div>|</figure>|\s)*<p>' + PROSE, made
    )
    assert link, made


WORDS = "میخواهد بُنِيَت لـ65 عامًا.. هٰذا ه&zwnj;ا 👨&#x200d;👩 \u2067وصف\u2069 إنّ الأُلى ﷲ ١٢٣"


@pytest.mark.parametrize(
    "body",
    [
        f"<article><p>{WORDS}</p>{TEXT}</article>",
        f"<div>{WORDS}<br><br>{PROSE}<br><br>{PROSE}</div>",
    ],
)
def test_arabic_text_is_verbatim(body: str) -> None:
    """Joiners, isolates and marks too, as characters or entities; what the text never needs goes in
    prepare.
    """
    title = "میخواهد أن يعود.. لـ65"
    made = article(html(f"<meta property='og:title' content='{title}'>", body))
    assert unescape(WORDS) in made.html
    assert made.title == title


def test_a_page_in_windows_1256_is_read_by_its_label() -> None:
    text = html().replace('charset="utf-8"', 'charset="windows-1256"')
    found = draft(text.encode("cp1256"))
    assert found.title == TITLE
    assert "فتح باعة الكتب أكشاكهم" in (found.html or "")


def test_where_a_script_would_write_the_text_that_of_json_ld_counts() -> None:
    body = (
        "فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وتوافد القراء على السوق القديمة منذ"
        " الفجر. " * 2
    )
    found = draft(
        html(
            ld({"@type": "NewsArticle", "headline": TITLE, "articleBody": body}),
            "<div id=app></div>",
        )
    )
    assert "<p>فتح باعة الكتب" in (found.html or "")


TEASER = "<article><h2><a href='/{0}'>خبر {0} من أخبار المدينة اليوم</a></h2><p>{1}</p></article>"
TEASERS = "".join(
    TEASER.format(n, f"عاد الباعة رقم {n} إلى أكشاكهم على ضفة النهر بعد توقف دام عامين.")
    for n in range(8)
)
OTHERS = "is no article, but a front page, a list or an error: "
NO_ARTICLES = {
    "a front page": (
        html(
            '<title>صحيفة النهر</title><meta property="og:type" content="website">'
            + ld({"@type": "WebSite"}),
            f"<h1>مرحبا</h1>{TEXT}",
        ),
        f"{OTHERS}'مرحبا'",
    ),
    "a list that says nothing of itself": (html("<title>صحيفة النهر</title>", TEASERS), OTHERS),
    "an error page": (
        html("<title>404</title>", f"<h1>الصفحة المطلوبة غير موجودة</h1>{TEXT}"),
        f"{OTHERS}'الصفحة المطلوبة غير موجودة'",
    ),
    "a number": (html("<title>404</title>", f"<h1>404</h1>{TEXT}"), OTHERS),
    "the stub before a paywall": (
        html(
            ld({"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": False}),
            "<p>اشترك لتقرأ.</p>",
        ),
        "html: is for subscribers: it shows no text",
    ),
    "a stub": (
        html(ld({"@type": "NewsArticle", "headline": TITLE}), "<p>اشترك.</p>"),
        "html: holds no article text",
    ),
    "nothing": ("", "html: holds no article text"),
    "elements without end": ("<div>" * 3_000, "html: holds no article text"),
    "what takes too long": (
        html(body="<b><p>" * 60_000 + TEXT),
        "content: takes more than 2 s of CPU",
    ),
    "json without end": (
        html(f'<script type="application/ld+json">{"[" * 100_000}</script>'),
        "content: cannot be read: RecursionError",
    ),
    "a template in YAML": (
        f"---\ntitle: خبر\npublished: false\n---\n{html()}",
        "begins with front",
    ),
    "a template in TOML": (f"\n+++\ndraft = true\n+++\n{html()}", "begins with front matter"),
    "a template below a comment": (f"<!-- ن -->\n—\ndraft: yes\n—\n{html()}", "begins with front"),
    "a template that breaks off": (f"---\ndraft: true\n{html()}", "front matter opens with ---"),
    "more than it may hold": ("ا" * 3_000_000, "the page is larger than 5 MB"),
}


@pytest.mark.parametrize(("text", "expected"), NO_ARTICLES.values(), ids=NO_ARTICLES.keys())
def test_what_is_no_article_is_refused(text: str, expected: str) -> None:
    assert refused(text).startswith(expected)


def test_the_front_door_of_a_site_is_no_article_unless_it_says_so() -> None:
    with pytest.raises(AssertionError, match="is no article"):
        draft(html("<title>x</title>"), "https://nahr.example/")
    # attr]
    assert draft(html(ld(GRAPH)), "https://nahr.example/").title.startswith("سوق الكتب")  # type: ignore[union


ODD = {
    "types": {
        "@type": "NewsArticle",
        "headline": 7,
        "author": 5,
        "keywords": {"a": 1},
        "image": 3,
        "publisher": [],
    },
    "nulls": {
        "@type": "NewsArticle",
        "headline": None,
        "author": [None],
        "image": [None],
        "inLanguage": "لغة عربية",
    },
    "itself": {
        "@type": "NewsArticle",
        "@id": "#a",
        "author": {"@id": "#a"},
        "image": {"@id": "#a"},
        "name": 1,
    },
    "addresses": {
        "@type": "Article",
        "url": "http://[",
        "image": "javascript:x()",
        "author": {"name": "م", "url": "http://["},
    },
}


@pytest.mark.parametrize("block", ODD.values(), ids=ODD.keys())
def test_odd_json_ld_costs_no_article(block: object) -> None:
    found = draft(html(ld(block)))
    assert (found.title, found.image, found.language) == (
        TITLE,
        None,
        "ar-EG" if block is not ODD["nulls"] else None,
    )
