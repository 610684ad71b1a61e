"""Digests of an article: all of its content moves the one, all that readers see the other."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from store.article import Article, Author, Enclosure, Image, Origin, Related
from store.identity import NO_CONTENT, content_digest, digest, visible_digest
from store.text.markup.tags import SafeHtml

MOMENT = datetime(2025, 2, 4, 10, 0, 0, 7, tzinfo=UTC)
LATER = datetime(2025, 2, 5, 10, 0, 0, tzinfo=UTC)
IMAGE = Image(
    url="https://example.com/%D8%A3.jpg",
    url_given="https://example.com/أ.jpg",
    alt="باعة الكتب",
    credit="تصوير",
    width=780,
    height=470,
    type="image/jpeg",
)
FULL = Article(
    id="urn:uuid:1",
    owner="desk",
    source_id="7",
    url="https://example.com/%D8%B3%D9%88%D9%82",
    url_given="https://example.com/سوق",
    title="افتتاح سوق الكتب",
    html=SafeHtml('<p>فتح <a href="https://example.com/a?utm_source=x&amp;b=1">الباعة</a>.</p>'),
    summary="فتح الباعة أكشاكهم",
    authors=(Author(name="نادية رمضان", url="https://example.com/nadia"), Author(name="محمد")),
    sections=("ثقافة",),
    tags=("كتب", "النهر"),
    published=MOMENT,
    precision="day",
    dated="derived",
    updated=MOMENT,
    due=MOMENT,
    expires_at=MOMENT,
    language="ar",
    direction="rtl",
    image=IMAGE,
    enclosures=(Enclosure(url="https://example.com/a.mp3", type="audio/mpeg", length=9),),
    related=(Related(title="سوق آخر", url="https://example.com/b"),),
    source=Origin(name="وكالة", url="https://agency.example/"),
    syndicate="summary",
    credit="خاص",
    filed=True,
)
OTHER = {
    "id": "urn:uuid:2",
    "owner": "agency",
    "source_id": "8",
    "url": "https://example.com/other",
    "url_given": "https://example.com/سوق/",
    "title": "افتتاح السوق",
    "html": SafeHtml("<p>أغلق الباعة.</p>"),
    "summary": "",
    "authors": (Author(name="نادية رمضان"), Author(name="محمد")),
    "sections": ("اقتصاد",),
    "tags": ("كتب",),
    "published": LATER,
    "precision": "instant",
    "dated": "explicit",
    "updated": LATER,
    "due": None,
    "expires_at": LATER,
    "language": "fa",
    "direction": "ltr",
    "image": replace(IMAGE, credit=None),
    "enclosures": (Enclosure(url="https://example.com/a.mp3", type="audio/mpeg"),),
    "related": (Related(title="سوق آخر"),),
    "source": None,
    "syndicate": "full",
    "credit": None,
    "filed": False,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Article)])
def test_a_field_moves_the_content_digest_unless_it_is_excluded_by_name(name: str) -> None:
    assert name in OTHER, f"give {name!r} another value in OTHER than it has in FULL"
    changed = replace(FULL, **{name: OTHER[name]})
    assert getattr(changed, name) != getattr(FULL, name)
    assert (content_digest(changed) == content_digest(FULL)) == (name in NO_CONTENT)


def test_every_excluded_name_is_a_field() -> None:
    assert {field.name for field in fields(Article)} >= NO_CONTENT


def test_the_digests_of_stored_articles_stay() -> None:
    """Other bytes mark every stored article as edited, once its source sends it again.

    A new field that is content cannot but do so. Another visible digest shows all of them to
    readers as new.
    """
    assert content_digest(FULL) == "b9cd2c978ac63cf70774bdb71fc930d1", (
        "if a field of content is new, write the new digest here"
    )
    assert visible_digest(FULL) == "7f1946c11daeaa3413891937299a1b8b"


def test_the_length_of_a_picture_is_content_and_no_reader_notices_it() -> None:
    told = replace(FULL, image=replace(IMAGE, length=88_123))
    assert content_digest(told) != content_digest(FULL)
    assert visible_digest(told) == visible_digest(FULL)


def test_what_no_reader_notices_does_not_move_the_visible_digest() -> None:
    spelt = '<p>فتح\n <a href="http://www.example.com/a?b=1">الباعة</a>.</p>'
    assert visible_digest(replace(FULL, html=SafeHtml(spelt))) == visible_digest(FULL)


@pytest.mark.parametrize("name", ["url", "title", "html", "summary", "image"])
def test_what_readers_notice_moves_the_visible_digest(name: str) -> None:
    changed = replace(FULL, image=None) if name == "image" else replace(FULL, **{name: OTHER[name]})
    assert visible_digest(changed) != visible_digest(FULL)


def test_a_digest_is_of_values_that_have_one() -> None:
    assert digest("أ", [1, None], MOMENT) == digest("أ", (1, None), MOMENT.timestamp())
    with pytest.raises(KeyError):
        digest(object())
