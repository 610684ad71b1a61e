"""What a source shows first and hides later leaves the feeds, whether it has an id or not."""

import json
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.documents import FORMATS
from tests.newsroom.reading import take
from tests.newsroom.stories import Piece, Story
from tests.room import Room

TEXT = (
    "فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وتوافد القراء على السوق القديمة منذ"
    " ساعات الفجر الأولى."
)
STORY = Story(7, "سوق الكتب القديمة يعود", Piece(f"<p>{TEXT}</p>", (TEXT,)))
DRAFT = Story(7, STORY.title, STORY.body, said={"elements": "<x:status>draft</x:status>"})
OF_PAGES = {"head": '<meta name="robots" content="noindex">'}
ADDRESS = STORY.url


def record(**fields: object) -> str:
    """A record without an id, known by its address."""
    return json.dumps({"url": ADDRESS, "title": STORY.title, "text": TEXT} | fields)


def json_feed(**fields: object) -> str:
    """A JSON Feed of one item, whose id is a number."""
    item = {"id": 7, "title": STORY.title, "content_text": TEXT} | fields
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "و", "items": [item]}
    )


def page(said: dict[str, object], url: str = ADDRESS) -> str:
    """A page; without an address it is known by its file."""
    html = FORMATS["page"].write([Story(7, STORY.title, STORY.body, said=said)]).decode()
    return html.replace(ADDRESS, url)


WITHOUT_ID = FORMATS["rss in full"].write
PAIRS = {
    "an entry of a feed without a guid": ("a.rss", WITHOUT_ID([STORY]), WITHOUT_ID([DRAFT])),
    "a record without an id": ("a.ndjson", record(), record(draft=True)),
    "an item whose id is a number": ("feed.json", json_feed(), json_feed(_x={"draft": True})),
    "a page with an address": ("page.html", page({}), page(OF_PAGES)),
    "a page without one": ("page.html", page({}, ""), page(OF_PAGES, "")),
}


@pytest.fixture
def room(sqlite: str) -> Room:
    return Room(Store(sqlite))


@pytest.mark.parametrize(("name", "shown", "hidden"), PAIRS.values(), ids=PAIRS)
def test_what_is_hidden_is_withdrawn_and_comes_back(
    room: Room, tmp_path: Path, name: str, shown: str | bytes, hidden: str | bytes
) -> None:
    article = take(room, tmp_path, name, shown).article
    assert take(room, tmp_path, name, hidden).left_out
    assert room.kept(article.id).withdrawn_by == "source"
    room.pass_time(minutes=1)
    assert take(room, tmp_path, name, shown).article.id == article.id
    assert room.kept(article.id).live


INNOCENTS = {
    "an article with an id is known by it alone": (record(id="n-1"), record(draft=True)),
    "a front page is nobody's address": (
        record(),
        record(url="https://paper.example/", draft=True),
    ),
    "nor is what is none": (record(), record(url="http://", draft=True)),
    "another address is another article": (record(), record(url=f"{ADDRESS}1", draft=True)),
}


@pytest.mark.parametrize(("shown", "hidden"), INNOCENTS.values(), ids=INNOCENTS)
def test_nothing_else_is_withdrawn(room: Room, tmp_path: Path, shown: str, hidden: str) -> None:
    article = take(room, tmp_path, "a.ndjson", shown).article
    assert take(room, tmp_path, "a.ndjson", hidden).left_out
    assert room.kept(article.id).live


def test_another_source_withdraws_nothing_by_an_address(room: Room, tmp_path: Path) -> None:
    room.ingest(json.loads(record()), owner="agency")
    assert take(room, tmp_path, "a.ndjson", record(draft=True)).left_out
    (only,) = room.ingest(json.loads(record()), owner="agency")
    assert room.kept(str(only.id)).live


def test_of_two_that_share_an_address_one_that_is_shown_stays(room: Room, tmp_path: Path) -> None:
    both = f"{record(draft=True)}\n{record()}"
    assert take(room, tmp_path, "a.ndjson", both).left_out == ["draft"]
    article = take(room, tmp_path, "a.ndjson", record()).article
    assert room.kept(article.id).live
