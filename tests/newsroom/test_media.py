"""Pictures, films and sounds that feeds name beside their texts: the real one, once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Article, Store
from tests.newsroom.reading import take
from tests.room import Room

TEXT = "<p>عادت القوارب إلى المرفأ مساء أمس محملة بصيد وفير بعد أسبوع من الرياح.</p>"
REAL = "https://cdn.example/real.jpg"
SMALL = "https://cdn.example/small.jpg"
FILM = "https://cdn.example/film.mp4"
BEST = "https://cdn.example/film-1080.mp4"
YOUTUBE = "https://www.youtube.com/watch?v=AbCdEf12345"
SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def read(room: Room, folder: Path, item: str) -> Article:
    """The article of an item in a feed."""
    feed = f"""<rss version="2.0" {SPACES}><channel><title>المرفأ</title>
<link>https://port.example/</link><item><title>عودة القوارب إلى المرفأ</title>
<link>https://port.example/news/7</link><guid isPermaLink="false">7</guid>
<pubDate>Tue, 24 Nov 2026 08:00:00 +0000</pubDate>
<description><![CDATA[{TEXT}]]></description>{item}</item></channel></rss>"""
    return take(room, folder, "port.rss", feed).article


def read_json(room: Room, folder: Path, **fields: object) -> Article:
    """The article of an item in a JSON Feed."""
    item = {"id": "7", "url": "https://port.example/news/7", "title": "عودة القوارب"}
    item |= {"content_html": TEXT, "date_published": "2026-11-24T08:00:00Z"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "المرفأ", "items": [item]}
    item |= fields  # type: ignore[arg-type]
    return take(room, folder, "port.json", json.dumps(feed)).article


PICTURES = {
    "text of an element": f"<image>{REAL}</image>",
    "an address within": f"<image><url>{REAL}</url><title>القوارب</title></image>",
    "an attribute": f'<thumbnail url="{REAL}"/>',
    "a sitemap's": f"<image:image><image:loc>{REAL}</image:loc></image:image>",
    "a sitemap's address alone": f"<image:loc>{REAL}</image:loc>",
    "iTunes": f'<itunes:image href="{REAL}"/>',
    "text of iTunes's": f"<itunes:image>{REAL}</itunes:image>",
    "text of Media RSS's": f"<media:thumbnail>{REAL}</media:thumbnail>",
    "text of a content": f"<media:content>{REAL}</media:content>",
    "the largest of a group": f'<media:group><media:content url="{SMALL}" width="300" height="200"'
    f' type="image/jpeg"/><media:content url="{REAL}" width="1200" height="800"'
    ' type="image/jpeg"/></media:group>',
    "sides with their unit": f'<media:content url="{SMALL}" medium="image" width="300px"/>'
    f'<media:content url="{REAL}" medium="image" width="1200px"/>',
    "within the text's element": f"<content:encoded><![CDATA[{TEXT}]]>"
    f'<media:content url="{REAL}" medium="image"/></content:encoded>',
    "within the summary's element": f'<description>نص<media:content url="{REAL}"/></description>',
    "an enclosure without a type": f'<enclosure url="{REAL}" type="" length=""/>',
    "a type misspelt": f'<enclosure url="{REAL}" type="image/jpg" length="0"/>',
    "a suffix for a type": f'<enclosure url="{REAL}" type="jpg" length="0"/>',
    "the type of a sound": f'<enclosure url="{REAL}" type="audio/mpeg" length="0"/>',
    "the kind of a film": f'<media:content url="{REAL}" medium="video" type="image/jpeg"/>',
    "the kind of a document": f'<media:content url="{REAL}" medium="document" type="image/jpeg"/>',
    "behind an avatar": '<media:content url="https://0.gravatar.com/avatar/5a?s=96"'
    f' medium="image"/><media:content url="{REAL}" medium="image"/>',
    "behind a point": '<media:content url="https://x.example/p.gif" width="1" height="1"'
    f' medium="image"/><media:thumbnail url="{REAL}"/>',
    "behind a placeholder": '<media:thumbnail url="https://port.example/blank.gif"/>'
    f'<enclosure url="{REAL}" type="image/jpeg" length="1"/>',
    "behind an icon": '<media:content url="https://port.example/i.png" width="32" height="32"'
    f' medium="image"/><media:thumbnail url="{REAL}"/>',
}


@pytest.mark.parametrize("item", PICTURES.values(), ids=PICTURES.keys())
def test_an_item_has_its_real_picture(room: Room, tmp_path: Path, item: str) -> None:
    article = read(room, tmp_path, item)
    assert article.image is not None
    assert article.image.url == REAL
    assert article.enclosures == ()


def test_the_name_of_a_file_tells_which_is_the_largest(room: Room, tmp_path: Path) -> None:
    sizes = ("150x150", "1200x800", "300x200")
    media = (f'<media:content url="https://a.example/x-{size}.jpg"/>' for size in sizes)
    article = read(room, tmp_path, "".join(media))
    assert article.image is not None
    assert article.image.url == "https://a.example/x-1200x800.jpg"


@pytest.mark.parametrize(
    "item",
    [
        '<media:content url="https://0.gravatar.com/avatar/5a?s=96" medium="image"/>',
        '<media:content url="https://x.example/p.gif" width="1" height="1" medium="image"/>',
        '<enclosure url="https://ads.example/b.png" type="image/png" width="728" height="90"/>',
    ],
)
def test_what_is_no_picture_of_a_story_is_none(room: Room, tmp_path: Path, item: str) -> None:
    assert read(room, tmp_path, item).image is None


def content(url: str, rest: str) -> str:
    return f'<media:content url="{url}" {rest}/>'


STREAM = "https://cdn.example/film/master.m3u8"
ENCLOSED = {
    "a suffix for a type": (f'<enclosure url="{FILM}" type="mp4" length="-1"/>', FILM, "video/mp4"),
    "a kind for a type": (
        f'<enclosure url="{FILM}" type="video" length="1 MB"/>',
        FILM,
        "video/mp4",
    ),
    "no type at all": (f'<enclosure url="{FILM}" length=""/>', FILM, "video/mp4"),
    "the type of a picture": (f'<enclosure url="{FILM}" type="image/jpeg"/>', FILM, "video/mp4"),
    "the usual type of sounds": (
        '<enclosure url="https://cdn.example/a.m4a" type="audio/mpeg" length="0"/>',
        "https://cdn.example/a.m4a",
        "audio/mp4",
    ),
    "a type misspelt": (
        '<enclosure url="https://cdn.example/a.mp3" type="audio/mpeg3" length="0"/>',
        "https://cdn.example/a.mp3",
        "audio/mpeg",
    ),
    "a true type without a suffix": (
        '<enclosure url="https://cdn.example/get?id=5" type="audio/mpeg" length="0"/>',
        "https://cdn.example/get?id=5",
        "audio/mpeg",
    ),
    "sound in a file that holds films, too": (
        '<enclosure url="https://cdn.example/a.mp4" type="audio/mp4" length="0"/>',
        "https://cdn.example/a.mp4",
        "audio/mp4",
    ),
    "sizes of one film": (
        content("https://cdn.example/film-480.mp4", 'type="video/mp4" height="480" width="854"')
        + content(BEST, 'type="video/mp4" height="1080" width="1920"'),
        BEST,
        "video/mp4",
    ),
    "names of one film": (
        '<enclosure url="https://cdn.example/film_480p.mp4" type="video/mp4"/>'
        '<enclosure url="https://cdn.example/film_1080p.mp4" type="video/mp4"/>',
        "https://cdn.example/film_1080p.mp4",
        "video/mp4",
    ),
    "folders of one film": (
        content("https://cdn.example/240/film.mp4", 'type="video/mp4"')
        + content("https://cdn.example/720/film.mp4", 'type="video/mp4"'),
        "https://cdn.example/720/film.mp4",
        "video/mp4",
    ),
    "a stream beside a file": (
        content(STREAM, 'type="application/x-mpegURL"') + content(FILM, 'type="video/mp4"'),
        FILM,
        "video/mp4",
    ),
    "a stream that a group calls its default": (
        f'<media:group>{content(STREAM, """isDefault="true" type="application/x-mpegURL" """)}'
        f"{content(FILM, '')}</media:group>",
        FILM,
        "video/mp4",
    ),
}


@pytest.mark.parametrize(("item", "url", "kind"), ENCLOSED.values(), ids=ENCLOSED.keys())
def test_an_item_encloses_the_best_file_once(
    room: Room, tmp_path: Path, item: str, url: str, kind: str
) -> None:
    (enclosure,) = read(room, tmp_path, item).enclosures
    assert (enclosure.url, enclosure.type, enclosure.length) == (url, kind, None)


@pytest.mark.parametrize(
    "item",
    [
        content("https://cdn.example/part-1.mp4", "")
        + content("https://cdn.example/part-2.mp4", ""),
        content("https://cdn.example/film.mp4", "") + content("https://cdn.example/talk.mp3", ""),
        content("https://cdn.example/a.m3u8", "") + content("https://cdn.example/a.pdf", ""),
    ],
)
def test_two_media_stay_two(room: Room, tmp_path: Path, item: str) -> None:
    assert len(read(room, tmp_path, item).enclosures) == 2


@pytest.mark.parametrize(
    "item",
    [
        content(f"{YOUTUBE}", 'type="video/mp4" medium="video"'),
        content(
            "https://www.youtube.com/v/AbCdEf12345?version=3",
            'type="application/x-shockwave-flash"',
        ),
        '<media:player url="https://www.youtube.com/embed/AbCdEf12345"/>',
        f'<enclosure url="{YOUTUBE}" type="video/mp4" length="0"/>',
    ],
)
def test_a_player_is_linked_in_the_text_and_is_no_file(
    room: Room, tmp_path: Path, item: str
) -> None:
    article = read(room, tmp_path, item)
    assert article.enclosures == ()
    assert article.html == f'{TEXT}<p><a href="{YOUTUBE}">فيديو على يوتيوب</a></p>'


@pytest.mark.parametrize(
    "fields",
    [
        {"image": "/real.jpg", "external_url": "https://cdn.example/"},
        {"image": "", "banner_image": REAL},
        {"image": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "banner_image": REAL},
        {"attachments": [{"url": REAL, "mime_type": "image/jpeg"}]},
        {"attachments": [{"url": FILM}, {"url": REAL, "mime_type": "jpg"}]},
    ],
)
def test_an_item_of_json_has_its_real_picture(
    room: Room, tmp_path: Path, fields: dict[str, object]
) -> None:
    image = read_json(room, tmp_path, **fields).image
    assert image is not None
    assert image.url.endswith("/real.jpg")


@pytest.mark.parametrize(
    "attachments",
    [
        [{"url": FILM, "mime_type": "mp4"}],
        [{"url": FILM, "mime_type": "", "size_in_bytes": -1}],
        [{"url": FILM, "mime_type": "image/jpeg", "size_in_bytes": "many"}],
        [{"url": "https://cdn.example/film.m3u8"}, {"url": FILM, "mime_type": "video"}],
    ],
)
def test_an_item_of_json_encloses_the_best_file_once(
    room: Room, tmp_path: Path, attachments: list[object]
) -> None:
    (enclosure,) = read_json(room, tmp_path, attachments=attachments).enclosures
    assert (enclosure.url, enclosure.type, enclosure.length) == (FILM, "video/mp4", None)
