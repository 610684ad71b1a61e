"""What sources, exports, pages and texts really look like: each file has its one right outcome.

The files lie beside the project; without them these tests are skipped.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from store import Article, Kind, Outcome, Store, ingest, read_drafts
from store.text.markup.read import plain
from tests.room import SITE, Room

FOLDER = Path(__file__).parents[2] / "shared" / "field"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the files are not here")

BODY = "أعلنت الهيئة صباح اليوم فتح الطريق الساحلي أمام حركة السير بعد أعمال صيانة استمرت شهرين."
SECOND = "وقال مدير الهيئة إن الحركة عادت إلى طبيعتها، وإن الرسوم لم تتغير منذ العام الماضي."
ROAD = "فتح الطريق الساحلي أمام حركة السير"
MONA = "منى السيد"
AHMED = "أحمد علي"


@dataclass(frozen=True)
class Right:
    """The right outcome of files that are ingested one after the other.

    kinds    of all drafts, in their order; those of a second ingest of the same files are "same"
    fields   the values of a field of all articles that are kept, in the order of their arrival
    holds    texts that the articles hold, each in some one
    lacks    texts that no article holds, anywhere
    refused  a part of each reason, in order
    states   why drafts were left out
    live     whether the articles are to be seen now
    """

    kinds: list[str]
    fields: dict[str, list[object]] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    live: bool = True


def new(many: int = 1, **rest: object) -> Right:
    """All drafts are new articles."""
    return Right(["new"] * many, **rest)  # type: ignore[arg-type]


TABLE: dict[str, Right] = {
    "atom-link-with-charset-in-type.atom": new(
        3, fields={"url": [f"https://agency.example/a{at}" for at in range(3)]}
    ),
    "blogger-export-draft-comment-template.xml": Right(
        ["new", "left out", "left out", "left out"],
        fields={
            "title": ["مقال منشور في المدونة"],
            "sections": [("سياسة",)],
            "url": ["https://blog.example/2026/11/post.html"],
        },
        states=("draft", "comment", "template"),
    ),
    "date-hijri-and-gregorian-both.rss": new(4, fields={"published": ["2024-03-05"] * 4}),
    "date-hour-and-zone-in-arabic-words.rss": new(
        8,
        fields={
            "published": [
                "2024-03-05T13:30:00",
                "2024-03-05T19:30:00",
                "2024-03-05T03:30:00",
                "2024-03-05T08:00:00",
                "2024-03-05T07:00:00",
                "2024-03-05T13:30:00",
                "2024-01-05",
                "2024-10-05",
            ]
        },
    ),
    "date-rfc822-year-of-two-digits.rss": new(
        4,
        fields={
            "published": [
                "2017-08-01T13:26:00",
                "2026-11-17T08:00:00",
                "2026-11-17T10:00:00",
                "2002-09-07T00:00:01",
            ]
        },
    ),
    "guid-http-then-https-1.rss guid-http-then-https-2.rss": Right(["new", "edited"]),
    "guid-none-one-link-for-all.rss": new(
        3, fields={"title": [f"تحديث رقم {at} للخدمة" for at in range(3)]}
    ),
    "guid-with-counter-0.rss guid-with-counter-1.rss": Right(["new", "same"]),
    "page-byline-in-arabic-1.html": new(fields={"title": [ROAD], "authors": [(MONA,)]}),
    "page-canonical-is-home-1.html page-canonical-is-home-2.html": new(
        2,
        fields={
            "title": ["الخبر الأول عن الطريق", "الخبر الثاني عن الميناء"],
            "url": [None, None],
            "authors": [(MONA,)] * 2,
        },
    ),
    "page-ld-bare-quotes-in-headline.html": new(
        fields={
            "title": ['الوزير: "لا ضرائب" هذا العام'],
            "published": ["2026-11-20T08:00:00"],
        },
        holds=(BODY, SECOND),
    ),
    "page-ld-trailing-comma.html": new(
        fields={
            "title": [ROAD],
            "published": ["2026-11-20T08:00:00"],
            "authors": [(MONA,)],
            "image": ["https://paper.example/a.jpg"],
            "sections": [("سياسة",)],
        }
    ),
    "page-ld-zero-date-beside-a-good-one.html": new(
        fields={"published": ["2026-11-20T08:00:00"], "authors": [(MONA,)]}
    ),
    "page-site-name-in-title-1.html": new(fields={"title": ["فتح الطريق الساحلي"]}),
    "page-visible-date-in-arabic-1.html": new(fields={"published": ["2026-11-20T08:00:00"]}),
    "rest-author-blocked-and-co-authors.json": new(
        2,
        fields={"authors": [(MONA,), (MONA, AHMED)], "sections": [("سياسة",)] * 2},
        lacks=("%d8", "%D8"),
    ),
    "rest-picture-forbidden-but-named-elsewhere.json": new(
        2,
        fields={
            "image": [
                "https://old.example/wp-content/uploads/2026/11/og.jpg",
                "https://old.example/wp-content/uploads/2026/11/jp.jpg",
            ]
        },
    ),
    "rest-shortcodes-not-rendered.json": new(
        fields={"text": [f"{BODY} {SECOND}"]}, lacks=("[", "vc_", "et_pb", "contact-form")
    ),
    "rss-amp-and-lite-players.rss": new(
        fields={"image": ["https://cdn.example/amp.jpg"]},
        holds=("AbCdEf12345", "facebook.com/haia/posts/123", "t.me/haia/15"),
    ),
    "rss-empty-link-beside-permalink-guid.rss": new(fields={"url": ["https://agency.example/l6"]}),
    "rss-item-image-elements.rss": new(
        5, fields={"image": [f"https://cdn.example/i{at}.jpg" for at in range(1, 6)]}
    ),
    "rss-lazy-pictures-of-other-plugins.rss": new(
        6,
        fields={"image": [f"https://cdn.example/real{at}.jpg" for at in range(6)]},
        lacks=("data:image",),
    ),
    "rss-link-without-scheme.rss": new(fields={"url": ["https://www.agency.example/l3"]}),
    "rss-summary-ends-in-read-more.rss": new(
        holds=(BODY, SECOND), lacks=("اقرأ المزيد", "[…]", "[&#8230;]")
    ),
    "rss-title-with-breaks-and-blocks.rss": new(4, fields={"title": ["عاجل فتح الطريق"] * 4}),
    "rss-title-with-picture-and-comment.rss": new(2, fields={"title": ["فتح الطريق"] * 2}),
    "rss-vertical-tab-of-word.rss": new(
        fields={"title": ["فتح الطريق الساحلي"], "text": ["كلمة كلمة كلمة"]}
    ),
    "rss-video-with-type-mp4.rss": new(
        2,
        fields={
            "enclosures": [
                (("https://cdn.example/v", "video/mp4"),),
                (("https://cdn.example/v-1080.mp4", "video/mp4"),),
            ]
        },
    ),
    "text-embargo-below-a-blank-line.txt": new(
        fields={"title": ["قرار الحكومة غدا"], "due": ["2027-06-24T07:00:00"]}, live=False
    ),
    "text-embargo-fence-of-one-dash-of-word.txt": new(
        fields={"title": ["قرار الحكومة غدا"], "due": ["2027-06-24T07:00:00"]}, live=False
    ),
    "text-front-matter-in-toml-draft.md": Right(["left out"], states=("draft",)),
    "text-that-is-a-web-page.txt": new(
        fields={"title": ["فتح الطريق"], "text": [BODY]}, lacks=("<!DOCTYPE", "&lt;")
    ),
    "text-that-is-rtf.txt": Right(["quarantined"], refused=("RTF",)),
    "wxr-arabic-category-slug.xml": new(fields={"sections": [("سياسة",)]}, lacks=("%d8", "%D8")),
    "wxr-bare-ampersand-in-a-title.xml": new(
        4,
        fields={
            "title": [
                "خبر رقم 1 من الساحل",
                "سعر الذهب & الفضة اليوم",
                "خبر رقم 3 من الساحل",
                "خبر رقم 4 من الساحل",
            ]
        },
    ),
    "wxr-co-authors-plus.xml": new(2, fields={"authors": [(AHMED, MONA), ("ضيف كاتب",)]}),
    "wxr-embed-block.xml": new(holds=(BODY, "AbCdEf12345"), lacks=("wp:embed",)),
    "wxr-gallery-shortcode.xml": new(
        holds=(BODY, SECOND, "2026/11/a.jpg", "2026/11/b.jpg"), lacks=("[gallery",)
    ),
    "wxr-https-namespaces-with-drafts.xml": Right(
        ["new", *["left out"] * 6],  # a picture is no post
        fields={"title": ["خبر رقم 1 من الساحل"]},
        states=("draft", "private", "with a password", "page", "trash", "future"),
    ),
    "wxr-one-windows-byte.xml": Right(
        ["new", "quarantined", "new"],
        fields={"title": ["خبر رقم 1 من الساحل", "خبر رقم 3 من الساحل"]},
        refused=("another charset",),
    ),
}

VALUES: dict[str, Callable[[Article], object]] = {
    "title": lambda article: article.title,
    "url": lambda article: article.url,
    "published": lambda article: _moment(article),
    "due": lambda article: article.due and article.due.strftime("%Y-%m-%dT%H:%M:%S"),
    "authors": lambda article: tuple(author.name for author in article.authors),
    "image": lambda article: article.image and article.image.url,
    "sections": lambda article: article.sections,
    "enclosures": lambda article: tuple((one.url, one.type) for one in article.enclosures),
    "text": lambda article: " ".join(plain(article.html).split()),
}


def _moment(article: Article) -> str:
    """The moment of an article in UTC, or its day at the site where it is known no better."""
    if article.precision == "instant":
        return article.published.strftime("%Y-%m-%dT%H:%M:%S")
    return article.published.astimezone(SITE.zone).strftime("%Y-%m-%d")


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    """What a file holds is read before any database is asked."""
    with closing(Store(sqlite)) as store:
        yield Room(store)


def take_in(room: Room, name: str) -> list[Outcome]:
    """Ingest one of the files."""
    intake = replace(room.intake, backfill=True)
    items = read_drafts([FOLDER / name])
    return [one for batch in ingest(items, intake) for one in batch]


def kept_by(room: Room, outcomes: list[Outcome]) -> list[Article]:
    """The articles of outcomes, each once, as they are kept now."""
    ids = dict.fromkeys(one.id for one in outcomes if one.id)
    return [room.kept(str(id)).article for id in ids]


def test_every_file_has_its_right_outcome_named() -> None:
    named = {name for names in TABLE for name in names.split()}
    assert {path.name for path in FOLDER.iterdir()} == named


@pytest.mark.parametrize("names", TABLE)
def test_each_file_has_its_right_outcome_and_makes_no_article_twice(room: Room, names: str) -> None:
    right = TABLE[names]
    outcomes = [one for name in names.split() for one in take_in(room, name)]
    articles = kept_by(room, outcomes)
    assert [str(one.kind) for one in outcomes] == right.kinds, outcomes
    for name, values in right.fields.items():
        assert [VALUES[name](article) for article in articles] == values
    _assert_texts(articles, right)
    reasons = [str(one.refused) for one in outcomes if one.refused]
    assert len(reasons) == len(right.refused)
    assert all(part in reason for part, reason in zip(right.refused, reasons, strict=True))
    assert tuple(one.state for one in outcomes if one.kind is Kind.OMITTED) == right.states
    assert all(room.kept(article.id).live == right.live for article in articles)
    again = take_in(room, names.split()[-1])
    assert {one.kind for one in again} <= {Kind.SAME, Kind.OMITTED, Kind.QUARANTINED}, again


def _assert_texts(articles: list[Article], right: Right) -> None:
    whole = "\n".join(str(article) for article in articles)
    assert [text for text in right.holds if text not in whole] == []
    assert [text for text in right.lacks if text in whole] == []
