"""The name of the site beside a title: taken off where the page itself names the site."""

from pathlib import Path

import pytest

from store import Store
from tests.newsroom.pages import HEADING, page
from tests.newsroom.reading import take
from tests.room import Room

SITE = "صحيفة الساحل"


@pytest.fixture
def room(sqlite: str) -> Room:
    return Room(Store(sqlite))


def title_of(room: Room, folder: Path, html: str) -> str:
    return take(room, folder, "خبر.html", html).article.title


def shared(title: str, site: str = SITE, more: str = "") -> str:
    """A page without a heading that gives its title to whoever shares it."""
    head = (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
    )
    named = f'<meta property="og:site_name" content="{site}">' if site else ""
    return page(head + named + more, title=title, heading="")


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "title",
    [
        *(f"{HEADING} {sign} {SITE}" for sign in "« » - – — · : • / ← | ⋆ ▪ .. -- ::".split()),
        *(f"{SITE} {sign} {HEADING}" for sign in "« | - ← · ::".split()),
        *(f"{HEADING}{sign}{SITE}" for sign in ("::", "|", "- ", " -")),
        f"{HEADING} - {SITE} - {SITE}",
        f"{HEADING} | {SITE} | Al Sahel",
        f"{HEADING} - الساحل",
        f"{HEADING} | موقع الساحل الإخباري - {SITE}",
    ],
)
def test_a_sign_parts_the_name_from_the_title(room: Room, tmp_path: Path, title: str) -> None:
    assert title_of(room, tmp_path, shared(title)) == HEADING


NAMED = {
    "the name of an app": f'<meta name="application-name" content="{SITE}">',
    "the name on a telephone": f'<meta name="apple-mobile-web-app-title" content="{SITE}">',
    "a site of JSON-LD": ld(f'{{"@type": "WebSite", "name": "{SITE}"}}'),
    "another name of it": ld(f'{{"@graph": [{{"@type": "Organization", "name": "{SITE}"}}]}}'),
    "a name besides": ld(f'{{"@type": "WebSite", "name": "x", "alternateName": "{SITE}"}}'),
    "a publisher": ld(
        f'{{"@type": "NewsArticle", "headline": "{HEADING} - {SITE}",'
        f' "publisher": {{"@type": "Organization", "name": "{SITE}"}}}}'
    ),
    "a logo": f'</head><body><img class="logo" src="/l.png" alt="{SITE}">',
    "a link home": f'</head><body><a href="/">{SITE}</a>',
    "its copyright": f"</head><body><p>جميع الحقوق محفوظة لـ{SITE} © 2026</p>",
}


@pytest.mark.parametrize("head", NAMED.values(), ids=NAMED)
def test_a_page_names_its_site_in_many_places(room: Room, tmp_path: Path, head: str) -> None:
    assert title_of(room, tmp_path, shared(f"{HEADING} - {SITE}", "", head)) == HEADING


def test_the_section_between_goes_where_the_page_names_it(room: Room, tmp_path: Path) -> None:
    title = f"{HEADING} - سياسة - {SITE}"
    head = '<meta property="article:section" content="سياسة">'
    assert title_of(room, tmp_path, shared(title, more=head)) == HEADING
    menu = '</head><body><div><a href="/c/1">سياسة</a></div>'
    assert title_of(room, tmp_path, shared(title, more=menu)) == HEADING


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("مصر - السودان: قمة في الخرطوم", SITE),
        ("مباراة الأهلي / الزمالك اليوم", SITE),
        ("الأهرام: لا زيادة في الأسعار", "الأهرام"),
        (f"{SITE}: خمسون عاما", SITE),
    ],
)
def test_a_title_keeps_its_own_signs(room: Room, tmp_path: Path, title: str, site: str) -> None:
    assert title_of(room, tmp_path, shared(title, site)) == title
    assert title_of(room, tmp_path, shared(f"{title} - {site}", site)) == title


def test_a_title_that_begins_like_the_site_is_whole_where_the_page_says_so(
    room: Room, tmp_path: Path
) -> None:
    title = "مصر - السودان: قمة"
    whole = shared(title, "مصر").replace(f"<title>{title}", f"<title>{title} - مصر")
    assert title_of(room, tmp_path, whole) == title
    headed = page(
        '<meta property="og:site_name" content="مصر">', title=f"{title} | مصر", heading=title
    )
    assert title_of(room, tmp_path, headed) == title
