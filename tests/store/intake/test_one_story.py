"""One story stays one article, and two stay two, whatever becomes of their links and ids.

Each document is read twice: the second time nothing of it may change.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import escape

import pytest

from store import Deletion, Draft, Kind, Place, Store, ingest, record, withdraw
from store.intake import piles, prepare
from store.intake.doubt import KeysMet
from store.sources import SOURCES
from store.sources.file import File
from tests.room import ON_BOTH, START, Room, article

NEW, SAME, EDITED = Kind.NEW, Kind.SAME, Kind.EDITED
HOUR = timedelta(hours=1)
LIVE = "https://agency.example/live"
TEXT = "قالت البلدية إن أعمال الصيانة في الجسر القديم انتهت قبل موعدها بأسبوعين."


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough for which stories are one; what is known of them is asked of both."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def item(title: str = "انتهاء أعمال الجسر القديم", **fields: object) -> dict[str, object]:
    """An item of a feed that came an hour ago."""
    return {
        "title": title,
        "link": "https://agency.example/news/bridge",
        "moment": START - HOUR,
        "text": TEXT,
    } | fields


def rss(items: Sequence[dict[str, object]]) -> bytes:
    entries = ""
    for one in items:
        entries += f"<item><title>{one['title']}</title>"
        if one.get("link"):
            entries += f"<link>{escape(str(one['link']))}</link>"
        if one.get("guid"):
            entries += f'<guid isPermaLink="false">{escape(str(one["guid"]))}</guid>'
        if one.get("moment"):
            entries += f"<pubDate>{one['moment']:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        entries += f"<description>{one['text']}</description></item>"
    head = (
        "<title>وكالة</title><link>https://agency.example/</link><description>أخبار</description>"
    )
    return f'<rss version="2.0"><channel>{head}{entries}</channel></rss>'.encode()


def jsonfeed(items: Sequence[dict[str, object]]) -> bytes:
    entries = [
        {
            "id": one.get("guid"),
            "url": one.get("link"),
            "title": one["title"],
            "date_published": one["moment"].isoformat() if one.get("moment") else None,  # type: ignore[attr-defined]
            "content_text": one["text"],
        }
        for one in items
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "وكالة", "items": entries}
    return json.dumps(document).encode()


def ndjson(items: Sequence[dict[str, object]]) -> bytes:
    return b"\n".join(
        json.dumps(
            {
                "id": one.get("guid"),
                "url": one.get("link"),
                "title": one["title"],
                "published": one["moment"].isoformat() if one.get("moment") else None,  # type: ignore[attr-defined]
                "text": one["text"],
            }
        ).encode()
        for one in items
    )


DOCUMENTS = {"feed": rss, "json feed": jsonfeed, "json": ndjson}


def read(room: Room, data: bytes, format: str = "feed", name: str = "a") -> list[Kind]:
    """What becomes of the items of a document."""
    file = File(io.BytesIO(data), name, name)
    reader = SOURCES["json" if "json" in format else format]
    items = list(reader.read(file))
    outcomes = [one for batch in ingest(items, room.intake) for one in batch]
    assert not [one.refused for one in outcomes if one.refused]
    return [one.kind for one in outcomes]


def twice(
    room: Room, items: Sequence[dict[str, object]], format: str = "feed", minutes: int = 5
) -> list[Kind]:
    """What becomes of a document; the second time, all of it is the same."""
    data = DOCUMENTS[format](items)
    first = read(room, data, format)
    room.pass_time(minutes=minutes)
    assert read(room, data, format) == [SAME] * len(items)
    return first


def count(room: Room) -> int:
    with room.store.snapshot() as snapshot:
        return len(snapshot.articles.after("", 1_000))


# An address that stands at several items


@pytest.mark.parametrize(
    ("format", "moment"),
    [("feed", START - HOUR), ("feed", None), ("json feed", START - HOUR), ("json", None)],
)
def test_items_that_share_one_link_stay_apart(room: Room, format: str, moment: object) -> None:
    items = [item(f"تحديث رقم {n}", link=LIVE, moment=moment) for n in range(4)]
    assert twice(room, items, format) == [NEW] * 4
    assert twice(room, items[1:], format) == [SAME] * 3
    assert twice(room, [item("تحديث رقم 9", link=LIVE, moment=moment), *items[:2]], format) == [
        NEW,
        SAME,
        SAME,
    ]
    assert count(room) == 5


def test_the_link_that_items_share_is_still_shown(room: Room) -> None:
    (first, _) = [
        one
        for batch in ingest(
            [
                record.draft({"title": title, "url": LIVE}, Place("a.json", line))
                for line, title in enumerate(("تحديث أول", "تحديث ثان"), 1)
            ],
            room.intake,
        )
        for one in batch
    ]
    assert room.kept(str(first.id)).article.url == LIVE


def test_a_link_that_was_shared_once_tells_nothing_afterwards(room: Room) -> None:
    twice(room, [item("تحديث أول", link=LIVE), item("تحديث ثان", link=LIVE)])
    for n in range(3):
        assert twice(room, [item(f"تحديث رقم {n}", link=LIVE)]) == [NEW]
    assert count(room) == 5


def test_a_link_that_comes_to_be_shared_keeps_the_first_article(room: Room) -> None:
    assert twice(room, [item("تحديث أول", link=LIVE)]) == [NEW]
    assert twice(room, [item("تحديث ثان", link=LIVE), item("تحديث أول", link=LIVE)]) == [NEW, SAME]


@pytest.mark.parametrize("link", [LIVE, None])
@ON_BOTH
def test_items_of_one_title_and_day_are_told_apart_by_their_moments(
    room: Room, link: str | None
) -> None:
    items = [item(link=link, moment=START - n * HOUR, text=f"{TEXT} {n}") for n in range(3)]
    assert twice(room, items[2:], "json") == [NEW]
    assert twice(room, items, "json") == [NEW, NEW, SAME]
    assert twice(room, items[:1], "json") == [SAME]
    edited = item(link=link, moment=START, text=f"{TEXT} وأضافت")
    assert twice(room, [edited, *items[1:]], "json") == [EDITED, SAME, SAME]


def test_items_of_one_title_and_moment_are_told_apart_by_their_texts(room: Room) -> None:
    items = [item("عاجل", link=LIVE, moment=None, text=f"{TEXT} {n}") for n in range(3)]
    assert twice(room, items) == [NEW] * 3
    assert count(room) == 3


@ON_BOTH
def test_a_link_is_shared_across_batches_too(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piles, "BATCH", 5)
    items = [item(f"خبر رقم {n}", link=f"https://agency.example/{n}") for n in range(12)]
    items[3]["link"] = items[10]["link"] = LIVE
    assert twice(room, items, "json") == [NEW] * 12


def test_an_item_that_stands_twice_is_one(room: Room) -> None:
    assert read(room, ndjson([item(), item()]), "json") == [NEW, SAME]


def test_an_edited_title_under_a_link_of_its_own_is_an_edit(room: Room) -> None:
    twice(room, [item("قبل التعديل"), item("خبر آخر", link="https://agency.example/b")])
    assert twice(room, [item("بعد التعديل")]) == [EDITED]


def test_documents_of_one_run_may_share_a_link(room: Room) -> None:
    drafts = [
        record.draft({"title": title, "url": LIVE, "text": TEXT}, Place(f"{n}.json", 1))
        for n, title in enumerate(("قبل", "بعد"))
    ]
    assert [one.kind for batch in ingest(drafts, room.intake) for one in batch] == [NEW, EDITED]


@ON_BOTH
def test_what_one_source_shares_tells_another_ones_articles_apart(room: Room) -> None:
    twice(room, [item("تحديث أول", link=LIVE), item("تحديث ثان", link=LIVE)])
    fields = {"url": LIVE, "text": TEXT}
    assert [one.kind for one in room.ingest(fields | {"title": "قبل"}, owner="desk")] == [NEW]
    assert [one.kind for one in room.ingest(fields | {"title": "بعد"}, owner="desk")] == [EDITED]


# Front pages


FRONT_PAGES = [
    "https://agency.example",
    "http://www.agency.example/?utm_source=rss",
    "https://agency.example/ar",
    "https://agency.example/index.php?lang=ar",
    "https://agency.example/home/#top",
    "https://agency.example/الرئيسية",
    "https://agency.example/Pages/default.aspx",
    "https://agency.example/blog/",
    "https://agency.example/undefined",
    "https://agency.example/{{url}}",
]


@pytest.mark.parametrize("link", FRONT_PAGES)
def test_a_front_page_is_no_identity_and_no_link(room: Room, link: str) -> None:
    for n in range(2):
        assert twice(room, [item(f"خبر رقم {n}", link=link)], "json") == [NEW]
    assert count(room) == 2
    with room.store.snapshot() as snapshot:
        assert {one.article.url for one in snapshot.articles.after("", 9)} == {None}


@pytest.mark.parametrize(
    "link",
    [
        "https://agency.example/?p=41",
        "https://agency.example/index.php?id=7",
        "https://agency.example/pages/41",
        "https://agency.example/{الميناء}-يعود",
        LIVE,
    ],
)
def test_an_address_of_a_story_is_no_front_page(room: Room, link: str) -> None:
    assert twice(room, [item("قبل", link=link)], "json") == [NEW]
    assert twice(room, [item("بعد", link=link)], "json") == [EDITED]


def test_relative_addresses_are_still_meant_at_a_front_page(room: Room) -> None:
    (outcome,) = room.ingest(
        {"title": "خبر", "url": "https://agency.example/", "html": '<p><a href="/b">هنا</a></p>'}
    )
    assert 'href="https://agency.example/b"' in room.kept(str(outcome.id)).article.html


HEAD_ADDRESSES = [
    '<link rel="canonical" href="https://paper.example/">',
    '<meta property="og:url" content="https://paper.example/ar/index.php">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "خبر %d",'
    ' "datePublished": "2026-11-24T08:00:00Z", "url": "https://paper.example/?lang=ar",'
    ' "mainEntityOfPage": {"@id": "https://paper.example/home#page"}}</script>',
    '<link rel="canonical" href="https://paper.example/"><meta property="og:type"'
    ' content="article">',
]

DATED = '<meta property="article:published_time" content="2026-11-24T08:00:00Z">'


def saved_page(number: int, head: str) -> bytes:
    """A saved page; all of the site call the front page their address."""
    head = head.replace("%d", str(number))
    body = "".join(f"<p>{TEXT} {sentence} {number}.</p>" for sentence in ("وأضافت", "وتابعت"))
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8">{head}</head><body>'
        f"<article><h1>خبر {number}</h1>{body}</article></body></html>"
    ).encode()


@pytest.mark.parametrize("head", HEAD_ADDRESSES)
def test_pages_that_call_the_front_page_their_address_stay_apart(room: Room, head: str) -> None:
    for expected in (NEW, SAME):
        for n in range(2):
            assert read(room, saved_page(n, head), "page", f"{n}.html") == [expected]
    assert count(room) == 2
    with room.store.snapshot() as snapshot:
        assert {one.article.url for one in snapshot.articles.after("", 9)} == {None}


def test_a_page_is_known_by_the_first_of_its_addresses_that_is_no_front_page(room: Room) -> None:
    head = (
        '<link rel="canonical" href="https://paper.example/">'
        '<meta property="og:url" content="https://paper.example/news/1">'
    )
    assert read(room, saved_page(1, head), "page", "a.html") == [NEW]
    assert read(room, saved_page(2, head), "page", "b.html") == [EDITED]


# Ids that move


RESPELT = [
    ("http://agency.example/?p=41", "https://agency.example/?p=41"),
    ("https://agency.example/news/bridge", "https://www.agency.example/news/bridge/"),
    ("http://agency.example/news/bridge#1", "https://agency.example/news/bridge#1"),
]


@pytest.mark.parametrize(
    ("before", "after", "format"),
    [
        *((before, after, "feed") for before, after in RESPELT),
        *((*RESPELT[0], format) for format in ("json feed", "json")),
    ],
)
@ON_BOTH
def test_an_id_in_another_spelling_is_the_same_article(
    room: Room, before: str, after: str, format: str
) -> None:
    assert twice(room, [item(guid=before)], format) == [NEW]
    link = "http://www.agency.example/news/bridge/"
    updated = room.kept(before).article.updated
    later = START - HOUR / 2  # the spelling proves enough
    assert twice(room, [item(guid=after, link=link, moment=later)], format) == [EDITED]
    assert room.kept(after).article.url == link
    assert room.kept(after).article.updated == updated  # no reader sees it as new
    assert twice(room, [item("عنوان جديد", guid=after, link=link)], format) == [EDITED]
    assert count(room) == 1


MOVING = [
    ("https://agency.example/w1#0", "https://agency.example/w1#1"),
    ("https://agency.example/w1?v=1", "https://agency.example/w1?v=2"),
    ("https://agency.example/w1", "https://agency.example/w1 1234-5"),
    ("w1;jsessionid=A1B2", "w1;jsessionid=C3D4"),
    ("6f1c2a1e-6a52-4f0c-9d53-0d7d1b6c1f55", "0d1c2a1e-6a52-4f0c-9d53-0d7d1b6c1f55"),
]


@pytest.mark.parametrize(
    ("before", "after", "link"),
    [
        *((before, after, "https://agency.example/news/bridge") for before, after in MOVING),
        *((before, after, None) for before, after in MOVING[2:4]),
    ],
)
@ON_BOTH
def test_an_id_with_a_token_that_moves_is_the_same_article(
    room: Room, before: str, after: str, link: str | None
) -> None:
    assert twice(room, [item(guid=before, link=link)]) == [NEW]
    assert twice(room, [item(guid=after, link=link)]) == [SAME]
    assert twice(room, [item(guid=after, link=link, title="عنوان جديد")]) == [EDITED]
    assert twice(room, [item(guid=before, link=link, title="عنوان جديد")]) == [SAME]
    assert count(room) == 1


def test_a_link_may_carry_the_token_as_well(room: Room) -> None:
    for n in range(3):
        address = f"https://agency.example/w1?sid=ab{n}"
        moved = item(guid=address, link=address)
        assert twice(room, [moved]) == [SAME if n else NEW]
        assert twice(room, [item("خبر آخر", link=f"{address}&id=3")]) == [SAME if n else NEW]
    assert count(room) == 2


def test_a_site_may_move_to_another_host(room: Room) -> None:
    for n, host in enumerate(("old.example", "news.example")):
        moved = item(guid=f"https://{host}/?p=41", link=f"https://{host}/?p=41")
        assert twice(room, [moved]) == [EDITED if n else NEW]


@ON_BOTH
def test_an_id_that_moves_with_each_poll_leaves_two_keys(room: Room) -> None:
    """Its first, of which our own id was made, and its last."""
    sizes = []
    for n in range(6):
        read(room, rss([item(guid=f"https://agency.example/w1#{n}")]))
        with room.store.snapshot() as snapshot:
            sizes.append(len(snapshot.articles.known(every_hash(room))))
    assert sizes[2:] == [sizes[1]] * 4


def every_hash(room: Room) -> list[str]:
    with room.store.snapshot() as snapshot:
        rows = snapshot.articles.connection.exec_driver_sql("SELECT hash FROM keys")
        return [row[0] for row in rows]


@ON_BOTH
def test_a_first_id_that_comes_back_with_another_story_is_no_new_article(room: Room) -> None:
    """An id of ours is minted once: a counter that begins anew mints none twice."""
    for n in range(3):
        assert twice(room, [item(guid=f"#{n}")]) == [SAME if n else NEW]
    assert twice(room, [item("خبر آخر", guid="#0", link=LIVE)]) == [EDITED]
    assert twice(room, [item("خبر ثالث", guid="#1", link=f"{LIVE}/3")]) == [NEW]


PAGE = "https://agency.example/news/bridge"


def test_an_id_may_count_the_versions_of_its_page(room: Room) -> None:
    assert twice(room, [item(guid=f"{PAGE}#0", link=f"{PAGE}?at_medium=RSS")]) == [NEW]
    edited = item("عنوان جديد", guid=f"{PAGE}#1", link=f"{PAGE}?at_medium=RSS")
    assert twice(room, [edited]) == [EDITED]
    assert twice(room, [edited | {"title": "عنوان ثالث", "guid": f"{PAGE}#2"}]) == [EDITED]
    assert count(room) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"moment": START - 2 * HOUR},
        {"moment": None},
        {"link": f"{PAGE}/2"},
        {"guid": f"{PAGE}#update"},
        {"guid": f"{PAGE}/2#1"},
    ],
)
def test_what_counts_no_versions_is_another_story(room: Room, other: dict[str, object]) -> None:
    assert twice(room, [item(guid=f"{PAGE}#0")]) == [NEW]
    assert twice(room, [item("عنوان جديد", guid=f"{PAGE}#1") | other]) == [NEW]


def test_a_day_that_is_written_as_its_midnight_tells_no_version(room: Room) -> None:
    midnight = START.replace(hour=0)
    assert twice(room, [item(guid=f"{PAGE}#0", moment=midnight)]) == [NEW]
    assert twice(room, [item("عنوان جديد", guid=f"{PAGE}#1", moment=midnight)]) == [NEW]


def test_numbers_that_tell_the_updates_of_a_page_apart_count_no_versions(room: Room) -> None:
    def update(number: int) -> dict[str, object]:
        return item(f"تحديث رقم {number}", link=LIVE, guid=f"{LIVE}#{number}")

    assert twice(room, [update(1), update(2)]) == [NEW] * 2
    assert twice(room, [update(3)]) == [NEW]
    assert count(room) == 3


def test_an_edit_may_come_with_a_new_token(room: Room) -> None:
    assert twice(room, [item(guid="w1#0")]) == [NEW]
    assert twice(room, [item(guid="w1#1", text=f"{TEXT} وأضافت")]) == [EDITED]
    assert room.kept("w1#1").article.source_id == "w1#1"


def test_a_source_that_begins_to_give_ids_sends_no_article_anew(room: Room) -> None:
    assert twice(room, [item()]) == [NEW]
    assert twice(room, [item(guid="b-1")]) == [SAME]
    assert twice(room, [item("عنوان جديد", guid="b-1", link=LIVE)]) == [EDITED]


# Several stories


def test_updates_that_differ_in_the_fragment_alone_remain_several(room: Room) -> None:
    updates = [
        item(f"تحديث رقم {n}", link=LIVE, guid=f"{LIVE}#{n}", moment=START - n * HOUR)
        for n in range(3)
    ]
    assert twice(room, updates) == [NEW] * 3
    assert twice(room, updates[1:]) == [SAME] * 2
    assert count(room) == 3


@ON_BOTH
def test_a_new_update_of_a_page_edits_none_that_has_left_it(room: Room) -> None:
    def window(*numbers: int) -> list[dict[str, object]]:
        return [item(link=LIVE, guid=f"{LIVE}#{n}", text=f"{TEXT} {n}") for n in numbers]

    assert twice(room, window(1, 2, 3)) == [NEW] * 3
    assert twice(room, window(2, 3, 4)) == [SAME, SAME, NEW]
    assert twice(room, window(4, 5)) == [SAME, NEW]
    assert count(room) == 5


@pytest.mark.parametrize("moment", [START - HOUR, None])
def test_what_stands_in_one_document_is_not_one_article(room: Room, moment: object) -> None:
    updates = [item("مباشر", link=LIVE, guid=f"{LIVE}#{n}", moment=moment) for n in range(4)]
    assert twice(room, updates[:2]) == [NEW] * 2
    assert twice(room, updates) == [SAME, SAME, NEW, NEW]
    assert count(room) == 4


@pytest.mark.parametrize(
    "other",
    [
        {"moment": START - 2 * HOUR},
        {"link": "https://agency.example/news/other"},
        {"title": "خبر آخر"},
        {"link": None},
    ],
)
def test_another_moment_link_or_title_is_another_story(
    room: Room, other: dict[str, object]
) -> None:
    assert twice(room, [item(guid="w1?v=1")]) == [NEW]
    assert twice(room, [item(guid="w1?v=2", **other)]) == [NEW]


@pytest.mark.parametrize(
    ("before", "after"),
    [("88120", "88121"), ("n-1", "n-2"), ("watch?v=abc12", "watch?v=abd13"), ("?p=1", "?p=2")],
)
def test_an_id_that_names_a_story_is_no_token(room: Room, before: str, after: str) -> None:
    assert twice(room, [item(guid=before, link=None)]) == [NEW]
    assert twice(room, [item(guid=after, link=None)]) == [NEW]


def test_rows_of_a_table_stay_apart_under_one_link_too(room: Room) -> None:
    for number in ("88120", "88121"):
        assert twice(room, [item(guid=number)]) == [NEW]


def test_one_title_at_one_moment_under_other_pages_is_two_stories(room: Room) -> None:
    for n in (41, 42):
        address = f"https://agency.example/?p={n}"
        assert twice(room, [item(guid=address, link=address)]) == [NEW]


def test_another_source_keeps_its_ids(room: Room) -> None:
    alone = replace(room.intake, same_story=False)
    for owner in ("first", "second"):
        draft = record.draft(article(1, id=f"{owner}#1"), Place())
        (outcome,) = [
            one for batch in ingest([draft], replace(alone, owner=owner)) for one in batch
        ]
        assert outcome.kind is NEW


# What an editor has done, and what the source takes back


@ON_BOTH
def test_what_was_withdrawn_does_not_come_back_under_a_new_token(room: Room) -> None:
    twice(room, [item(guid="w1#0")])
    withdraw(room.intake, "w1#0")
    assert twice(room, [item(guid="w1#1")]) == [SAME]
    assert not room.kept("w1#1").live


@ON_BOTH
def test_a_tombstone_of_the_former_id_leaves_what_stands(room: Room) -> None:
    before, after = RESPELT[0]
    twice(room, [item(guid=before)])
    draft = record.draft(
        {"id": after, "title": item()["title"], "url": item()["link"], "text": TEXT}, Place("a", 2)
    )
    gone = Deletion(before, Place("a"))
    for _ in range(2):
        outcomes = [one for batch in ingest([gone, draft], room.intake) for one in batch]
        assert [one.kind for one in outcomes] == [SAME]
    assert room.kept(after).live
    assert [one.kind for batch in ingest([gone], room.intake) for one in batch] == [Kind.WITHDRAWN]


# A store of before


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What a version did for which front pages and shared links told stories apart."""
    monkeypatch.setattr(prepare, "is_front_page", lambda _: False)
    monkeypatch.setattr(KeysMet, "with_doubt", lambda _, items: items)
    return monkeypatch


@pytest.mark.parametrize("link", [LIVE, "https://agency.example/"])
@ON_BOTH
def test_stories_that_one_article_had_swallowed_come_back(
    room: Room, before: pytest.MonkeyPatch, link: str
) -> None:
    data = rss([item(f"تحديث رقم {n}", link=link) for n in range(3)])
    for _ in range(2):
        read(room, data)
    assert count(room) == 1
    before.undo()
    assert read(room, data) == [NEW, NEW, SAME]
    assert read(room, data) == [SAME] * 3


def test_a_page_that_was_known_by_the_front_page_keeps_its_article(
    room: Room, before: pytest.MonkeyPatch
) -> None:
    data = [saved_page(n, HEAD_ADDRESSES[3] + DATED) for n in range(2)]
    for page in data:
        (draft,) = SOURCES["page"].read(File(io.BytesIO(page), "a.html", "a.html"))
        assert isinstance(draft, Draft)
        known_by_address = replace(draft, id=None, url="https://paper.example/")
        assert list(ingest([known_by_address], room.intake))
    assert count(room) == 1
    before.undo()
    for expected in ([NEW, SAME], [SAME, SAME]):
        kinds = [read(room, page, "page", f"{n}.html")[0] for n, page in enumerate(data)]
        assert kinds == expected
