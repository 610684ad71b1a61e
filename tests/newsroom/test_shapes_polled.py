"""Feeds in the shapes of public ones as wires, over three polls: a story is edited, one comes, one
leaves; and much else moves that is no news: counts of views and clicks, ads, order, the moment at
which the feed was made.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from store import Poll, Store, StoredArticle, Wire
from tests.room import Room
from tests.store.wires.museum import Feed
from tests.wordpress import served


@dataclass(frozen=True)
class Story:
    """A story of a feed; `edits` says how often it was edited."""

    number: int
    title: str
    text: str
    edits: int = 0


LAKE = Story(1, "البحيرة تستقبل طيورها المهاجرة", "وصلت الأسراب الأولى فجر اليوم.")
TRAIN = Story(2, "قطار الواحات يبدأ رحلاته", "تستغرق الرحلة ثلاث ساعات.")
BREAD = Story(3, "مخبز الحي يحتفل بقرنه الأول", "يعمل فيه الجيل الرابع من العائلة.")
SCHOOL = Story(4, "مدرسة جديدة في القرية العليا", "تتسع المدرسة لمئتي تلميذ.")
LAKE_EDITED = Story(1, "البحيرة تستقبل عشرين ألف طائر", "وصلت الأسراب الأولى فجر اليوم.", 1)

POLLS = (
    (LAKE, TRAIN, BREAD),
    (SCHOOL, LAKE_EDITED, TRAIN, BREAD),
    (TRAIN, SCHOOL, LAKE_EDITED),
)


def broadcaster(stories: tuple[Story, ...], poll: int) -> str:
    """A feed whose guids end in the number of edits, and whose links name its campaign."""
    items = "".join(
        f"<item><title><![CDATA[{one.title}]]></title><description><![CDATA[{one.text}]]>"
        f"</description><link>https://radio.example.com/articles/c{one.number}?at_medium=RSS"
        f"&amp;at_campaign=rss</link><guid isPermaLink='false'>https://radio.example.com/articles/"
        f"c{one.number}#{one.edits}</guid><pubDate>Mon, 23 Nov 2026 0{one.number}:04:56 GMT"
        f"</pubDate><media:thumbnail width='240' height='135' "
        f"url='https://i.example.com/240/{one.number}.jpg'/></item>"
        for one in stories
    )
    return (
        "<rss xmlns:media='http://search.yahoo.com/mrss/' version='2.0'><channel><title>إذاعة"
        "</title><link>https://radio.example.com/</link><generator>RSS for Node</generator>"
        f"<lastBuildDate>Tue, 24 Nov 2026 09:0{poll}:00 GMT</lastBuildDate>{items}</channel></rss>"
    )


def videos(stories: tuple[Story, ...], poll: int) -> str:
    """A channel of films, whose entries change with each view."""
    entries = "".join(
        f"<entry><id>yt:video:v{one.number}</id><yt:videoId>v{one.number}</yt:videoId><title>"
        f"{one.title}</title><link rel='alternate' href='https://films.example.com/watch?v="
        f"v{one.number}'/><author><name>قناة</name></author><published>2026-11-2{one.number}T08:00"
        f":00+00:00</published><updated>2026-11-24T0{poll}:11:54+00:00</updated><media:group>"
        f"<media:title>{one.title}</media:title><media:content url='https://films.example.com/v/"
        f"v{one.number}' type='application/x-shockwave-flash' width='640' height='390'/>"
        f"<media:thumbnail url='https://i2.example.com/vi/v{one.number}/hq.jpg' width='480' "
        f"height='360'/><media:description>{one.text}</media:description><media:community>"
        f"<media:starRating count='{poll * 7}' average='5.00' min='1' max='5'/><media:statistics "
        f"views='{poll * 131}'/></media:community></media:group></entry>"
        for one in stories
    )
    return (
        "<feed xmlns:yt='http://www.youtube.com/xml/schemas/2015' xmlns:media="
        "'http://search.yahoo.com/mrss/' xmlns='http://www.w3.org/2005/Atom'><id>yt:channel:a</id>"
        f"<title>قناة</title><published>2019-08-23T00:34:43+00:00</published>{entries}</feed>"
    )


def burner(stories: tuple[Story, ...], poll: int) -> str:
    """A feed that another service counts the clicks of."""
    items = "".join(
        f"<item><title>{one.title}</title><link>http://feedproxy.example.com/~r/x/~3/"
        f"{one.number}{'abc'[poll - 1] * 9}/</link><guid isPermaLink='false'>https://tech.example."
        f"com/?p={one.number}</guid><pubDate>Mon, 23 Nov 2026 0{one.number}:00:00 PST</pubDate>"
        f"<description>{one.text}&lt;img src='http://feeds.example.com/~r/x/~4/"
        f"{one.number}{'abc'[poll - 1] * 9}' height='1' width='1' alt=''/&gt;</description>"
        f"<slash:comments>{poll * one.number}</slash:comments><feedburner:origLink>"
        f"https://tech.example.com/{one.number}/?utm_source=rss&amp;utm_campaign=poll{poll}"
        "</feedburner:origLink></item>"
        for one in stories
    )
    return (
        "<rss xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0' xmlns:slash="
        "'http://purl.org/rss/1.0/modules/slash/' version='2.0'><channel><title>بوابة</title>"
        f"<link>https://tech.example.com</link><feedburner:info uri='x'/>{items}</channel></rss>"
    )


def json_feed(stories: tuple[Story, ...], poll: int) -> str:
    """A JSON Feed whose extensions count."""
    items = [
        {
            "id": one.number,
            "url": f"https://micro.example.com/{one.number}.html",
            "title": one.title,
            "content_html": f"<p>{one.text}</p>",
            "date_published": f"2026-11-2{one.number}T08:00:00+02:00",
            "_microblog": {"is_favorite": poll > 1, "date_relative": f"{poll}m", "likes": poll},
        }
        for one in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "س", "items": items})


SHAPES: dict[str, Callable[[tuple[Story, ...], int], str]] = {
    "broadcaster": broadcaster,
    "videos": videos,
    "burner": burner,
    "json": json_feed,
}


@pytest.fixture
def feed() -> Iterator[Feed]:
    with served(Feed()) as found:
        yield found


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def polls(room: Room, feed: Feed, shape: str) -> Iterator[Poll]:
    """Three polls of a feed in this shape."""
    wire = Wire(name="public", kind="feed", url=f"{feed.url}/feed", seconds=300)
    for poll, stories in enumerate(POLLS, 1):
        feed.content = SHAPES[shape](stories, poll).encode()
        feed.headers = {"ETag": f'"v{poll}"'}
        room.pass_time(minutes=10)
        yield room.poll(wire)


def standing(room: Room) -> dict[str, StoredArticle]:
    """All articles that readers see, by their titles."""
    with room.store.snapshot() as snapshot:
        places = snapshot.placements.window("all", 100)
    articles = [room.kept(place.article_id) for place in places]
    return {kept.article.title: kept for kept in articles if kept.live}


@pytest.mark.parametrize("shape", SHAPES)
def test_only_news_is_news(room: Room, feed: Feed, shape: str) -> None:
    seen = []
    for poll in polls(room, feed, shape):
        assert not poll.error
        seen.append({kind.value: many for kind, many in poll.counts.items()})
        room.refresh()
    news = [{kind: many for kind, many in one.items() if kind != "same"} for one in seen]
    assert news == [{"new": 3}, {"new": 1, "edited": 1}, {}]
    titles = {one.title for one in (SCHOOL, LAKE_EDITED, TRAIN, BREAD)}
    assert standing(room).keys() == titles  # what has only left the feed stands
    assert room.refresh() == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_edit_keeps_the_article(room: Room, feed: Feed, shape: str) -> None:
    three = polls(room, feed, shape)
    next(three)
    before = standing(room)[LAKE.title]
    next(three)
    after = standing(room)[LAKE_EDITED.title]
    assert after.article.id == before.article.id
    assert after.article.published == before.article.published
    assert after.article.updated > before.article.updated
