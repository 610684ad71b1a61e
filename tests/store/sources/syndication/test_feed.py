"""Feeds as the world sends them: each format with every field, forty broken ones, and our own read
back.
"""

import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Deletion, Draft, Kind, Place, Refused, Sections, Store, ingest, record, withdraw
from store.article import Article
from store.draft import SourceItem
from store.intake.prepare import prepare
from store.limits import DELETION_LIMIT
from store.sources.file import File
from store.sources.syndication import feed, xml
from store.text.markup.read import plain
from store.text.markup.tags import SafeHtml
from tests.room import ECONOMY, POLITICS, SITE, START, Room, article


def read(data: bytes | str, name: str = "وكالة.xml") -> list[SourceItem]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return feed.read_here(File(stream, name, "", "world")).items


def fields(one: SourceItem) -> dict[str, object]:
    assert isinstance(one, Draft), one
    return record.fields(one)


def prepared(one: SourceItem) -> Article | str:
    """An article, or `!` and why there is none."""
    try:
        if isinstance(one, Draft):
            return prepare(
                one, owner="wire", site=SITE, sections=Sections([POLITICS, ECONOMY]), now=START
            )
    except Refused as refused:
        return f"!{refused}"
    return f"!{one}" if isinstance(one, Refused) else f"-{one.id}"


# Every field of every format


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="x.css"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:dcterms="http://purl.org/dc/terms/" xmlns:mi="http://schemas.ingestion.microsoft.com/common/"
  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel>
  <title>وكالة الواحة</title><link>https://waha.example.com/</link><description>أخبار</description>
  <atom:link href="https://waha.example.com/feed" rel="self" type="application/rss+xml"/>
  <language>ar-EG</language><lastBuildDate>أمس</lastBuildDate>
  <image><url>https://waha.example.com/logo.png</url><title>شعار</title><link>https://waha.example.com/</link></image>
  <item>
    <title>افتتاح معرض الكتاب في دورته العاشرة</title>
    <link>https://waha.example.com/2026/11/معرض-الكتاب</link>
    <guid isPermaLink="false">waha-88</guid>
    <dc:creator>منى السيد</dc:creator><dc:creator><![CDATA[سامي حداد]]></dc:creator>
    <author>desk@waha.example.com (نورا خليل)</author>
    <category>ثقافة</category><category domain="x"><![CDATA[كتب & نشر]]></category>
    <pubDate>Tue, 17 Nov 2026 09:30:00 EET</pubDate>
    <dcterms:modified>2026-11-17T10:00:00Z</dcterms:modified>
    <dcterms:valid>start=2026-11-17T00:00:00Z; end=2027-01-01T00:00:00Z; scheme=W3C-DTF</dcterms:valid>
    <dc:language>ar-SA</dc:language>
    <description>&lt;p&gt;ألف ناشر من ثلاثين دولة.&lt;/p&gt;
&lt;p&gt;The post &lt;a href="x"&gt;معرض&lt;/a&gt; appeared first on &lt;b&gt;الواحة&lt;/b&gt;.&lt;/p&gt;</description>
    <content:encoded><![CDATA[<p>افتتح الوزير المعرض &amp; جال فيه.</p><div>
      <p>ظهرت المقالة <a href="x">معرض الكتاب</a> أولاً
      على <a href="y">الواحة</a>.</p></div>]]></content:encoded>
    <media:group>
      <media:content url="https://waha.example.com/small.jpg" medium="image" width="300" height="200">
        <media:description>صورة صغيرة</media:description></media:content>
      <media:content url="https://waha.example.com/صورة.jpg" type="image/jpeg" width="1200" height="800" fileSize="88123">
        <media:title>صورة</media:title><media:description>الوزير بين الزوار</media:description>
        <media:credit role="photographer">رويترز</media:credit>
      </media:content>
      <media:content url="https://waha.example.com/film.mp4" type="video/mp4" fileSize="900" isDefault="false"/>
    </media:group>
    <media:thumbnail url="https://waha.example.com/thumb.jpg" width="4000" height="4000"/>
    <itunes:image href="https://waha.example.com/pod.jpg"/>
    <enclosure url="https://waha.example.com/talk.mp3" type="audio/mpeg" length="12345"/>
    <enclosure url="https://waha.example.com/film.mp4" type="video/mp4" length="901"/>
    <source url="https://agency.example.com/rss">وكالة الأنباء</source>
  </item>
  <item><title>خبر سُحب</title><guid isPermaLink="false">waha-87</guid><media:status state="deleted"/></item>
  <item><title>خبر انتهى</title><guid isPermaLink="false">waha-86</guid>
    <dcterms:modified>2026-11-17T10:00:00Z</dcterms:modified>
    <mi:expirationDate>2026-11-17T10:00:00Z</mi:expirationDate></item>
</channel></rss>"""  # noqa: E501
RSS_FIELDS = {
    "id": "waha-88",
    "url": "https://waha.example.com/2026/11/معرض-الكتاب",
    "title": "افتتاح معرض الكتاب في دورته العاشرة",
    "html": "<p>افتتح الوزير المعرض &amp; جال فيه.</p><div>\n      </div>",
    "summary": "<p>ألف ناشر من ثلاثين دولة.</p>",
    "authors": [{"name": "منى السيد"}, {"name": "سامي حداد"}, {"name": "نورا خليل"}],
    "sections": ["ثقافة", "كتب & نشر"],
    "tags": ["ثقافة", "كتب & نشر"],
    "published": "Tue, 17 Nov 2026 09:30:00 EET",
    "updated": "2026-11-17T10:00:00Z",
    "expires_at": "2027-01-01T00:00:00Z",
    "language": "ar-SA",
    "image": {
        "url": "https://waha.example.com/صورة.jpg",
        "alt": "الوزير بين الزوار",
        "credit": "رويترز",
        "width": 1200,
        "height": 800,
        "length": 88123,
    },
    "enclosures": [
        {"url": "https://waha.example.com/talk.mp3", "type": "audio/mpeg", "length": 12345},
        {"url": "https://waha.example.com/film.mp4", "type": "video/mp4", "length": 901},
    ],
    "source": {"name": "وكالة الأنباء", "url": "https://agency.example.com/rss"},
    "credit": "ظهرت المقالة معرض الكتاب أولاً على الواحة.",
}
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
  xmlns:media="http://search.yahoo.com/mrss/" xml:lang="ar" xml:base="https://waha.example.com/">
  <id>urn:x:feed</id><title>وكالة الواحة</title><updated>2026-11-17T10:00:00Z</updated>
  <author><name>هيئة التحرير</name></author>
  <link rel="alternate" href="https://waha.example.com/"/><link rel="self" href="https://waha.example.com/atom"/>
  <at:deleted-entry ref="urn:x:7" when="2026-11-16T00:00:00Z"><at:comment>سُحب</at:comment></at:deleted-entry>
  <at:deleted-entry ref="urn:x:8" when="2026-11-16T00:00:00Z"><at:by><name>المحرر</name></at:by></at:deleted-entry>
  <at:deleted-entry ref="urn:x:9" when="2026-11-16T00:00:00Z"/>
  <entry xml:lang="ar-EG" xml:base="2026/">
    <id>urn:x:9</id><title type="html">&lt;b&gt;قطار&lt;/b&gt; جديد بين المدينتين</title>
    <link href="train.json" type="application/json"/><link rel="alternate" href="train"/>
    <link rel="enclosure" href="train.mp3" length="77"/><link rel="enclosure" href="train.png" type="image/png"/>
    <author><name>منى السيد</name><uri>/mona</uri><email>m@example.com</email></author>
    <author><name>سامي</name></author>
    <category term="transport" label="نقل"/><category term="سياسة"/>
    <published>2026-11-17T09:30:00+02:00</published><updated>2026-11-17T12:00:00+02:00</updated>
    <summary>ينطلق بعد «شهر» &amp; نصف</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p dir="rtl">سطر<br/>ثان
      <a href="map?a=1&amp;b=2">خريطة</a> 5 &lt; 6</p></div></content>
    <source><id>urn:y</id><title>وكالة أخرى</title><updated>2020-01-01T00:00:00Z</updated>
      <link rel="alternate" href="https://other.example.com/"/><author><name>غريب</name></author></source>
  </entry>
  <entry><id>urn:x:10</id><title>خبر بلا نص</title><updated>2026-11-17T12:00:00Z</updated>
    <summary type="text">أقل &lt; أكثر</summary></entry>
</feed>"""  # noqa: E501
ATOM_FIELDS: dict[str, object] = {
    "id": "urn:x:9",
    "url": "https://waha.example.com/2026/train",
    "title": "<b>قطار</b> جديد بين المدينتين",
    "html": (
        '<p dir="rtl">سطر<br>ثان\n      '
        '<a href="https://waha.example.com/2026/map?a=1&amp;b=2">خريطة</a> 5 &lt; 6</p>'
    ),
    "summary": "ينطلق بعد «شهر» & نصف",
    "authors": [{"name": "منى السيد", "url": "https://waha.example.com/mona"}, {"name": "سامي"}],
    "sections": ["نقل", "سياسة"],
    "tags": ["نقل", "سياسة"],
    "published": "2026-11-17T09:30:00+02:00",
    "updated": "2026-11-17T12:00:00+02:00",
    "language": "ar-EG",
    "image": {"url": "https://waha.example.com/2026/train.png"},
    "enclosures": [
        {"url": "https://waha.example.com/2026/train.mp3", "type": "audio/mpeg", "length": 77}
    ],
    "source": {"name": "وكالة أخرى", "url": "https://other.example.com/"},
}
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <channel rdf:about="https://waha.example.com/"><title>الواحة</title><link>https://waha.example.com/</link>
    <dc:language>ar</dc:language></channel>
  <item rdf:about="https://waha.example.com/1"><title>مطر غزير على الساحل</title>
    <link>https://waha.example.com/1</link><description>بلا أضرار</description>
    <dc:creator>منى</dc:creator><dc:date>2026-11-17T09:30:00Z</dc:date><dc:subject>طقس</dc:subject>
    <dc:source>هيئة الأرصاد</dc:source></item>
</rdf:RDF>"""
RDF_FIELDS = {
    "id": "https://waha.example.com/1",
    "url": "https://waha.example.com/1",
    "title": "مطر غزير على الساحل",
    "html": "بلا أضرار",
    "authors": [{"name": "منى"}],
    "sections": ["طقس"],
    "tags": ["طقس"],
    "published": "2026-11-17T09:30:00Z",
    "language": "ar",
    "source": {"name": "هيئة الأرصاد"},
}
OLD = """<rss version="0.91"><channel><title>ص</title><link>https://waha.example.com</link>
  <item><title>خبر قديم</title><link>https://waha.example.com/old</link><description>نص قديم</description></item>
</channel></rss>"""  # noqa: E501
OLD_FIELDS = {"url": "https://waha.example.com/old", "title": "خبر قديم", "html": "نص قديم"}
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="ar"><title>ص</title>
  <entry><title>خبر</title><link rel="alternate" type="text/html" href="https://waha.example.com/3"/><id>tag:3</id>
  <issued>2026-11-17T09:30:00Z</issued><modified>2026-11-17T10:00:00Z</modified>
  <content type="text/html" mode="base64">PHA+2YbYtTwvcD4=</content></entry></feed>"""
ATOM_03_FIELDS = {
    "id": "tag:3",
    "url": "https://waha.example.com/3",
    "title": "خبر",
    "html": "<p>نص</p>",
    "published": "2026-11-17T09:30:00Z",
    "updated": "2026-11-17T10:00:00Z",
    "language": "ar",
}
JSON_ITEM: dict[str, Any] = {
    "id": 9,
    "external_url": "https://waha.example.com/9",
    "title": "قطار جديد",
    "content_html": "<p>ينطلق اليوم.</p>",
    "content_text": "ينطلق اليوم.",
    "summary": "قطار",
    "banner_image": "https://waha.example.com/b.jpg",
    "date_published": "2026-11-17T09:30:00Z",
    "date_modified": "2026-11-17T10:00:00Z",
    "authors": [
        {
            "name": "منى",
            "url": "https://waha.example.com/m",
            "avatar": "https://waha.example.com/a.png",
        }
    ],
    "tags": ["نقل"],
    "attachments": [
        {
            "url": "https://waha.example.com/9.mp3",
            "mime_type": "audio/mpeg",
            "size_in_bytes": 5,
            "title": "صوت",
        }
    ],
}
JSON_FIELDS = {
    "id": "9",
    "url": "https://waha.example.com/9",
    "title": "قطار جديد",
    "html": "<p>ينطلق اليوم.</p>",
    "summary": "قطار",
    "authors": [{"name": "منى", "url": "https://waha.example.com/m"}],
    "sections": ["نقل"],
    "tags": ["نقل"],
    "published": "2026-11-17T09:30:00Z",
    "updated": "2026-11-17T10:00:00Z",
    "language": "ar",
    "image": {"url": "https://waha.example.com/b.jpg"},
    "enclosures": [{"url": "https://waha.example.com/9.mp3", "type": "audio/mpeg", "length": 5}],
}


def json_feed(*items: object, **head: object) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "الواحة",
        "language": "ar",
    } | head
    return json.dumps(document | {"items": items}, ensure_ascii=False)


FORMATS: dict[str, tuple[str, dict[str, object]]] = {
    "RSS 2.0": (RSS, RSS_FIELDS),
    "Atom 1.0": (ATOM, ATOM_FIELDS),
    "RDF": (RDF, RDF_FIELDS),
    "RSS 0.91": (OLD, OLD_FIELDS),
    "Atom 0.3": (ATOM_03, ATOM_03_FIELDS),
    "JSON Feed 1.1": (json_feed(JSON_ITEM), JSON_FIELDS),
    "JSON Feed 1.0": (
        json_feed(
            {
                "id": "1",
                "title": "خبر",
                "content_text": "نص",
                "author": {"name": "منى"},
                "image": None,
            },
            version="https://jsonfeed.org/version/1",
        ),
        {"id": "1", "title": "خبر", "text": "نص", "authors": [{"name": "منى"}], "language": "ar"},
    ),
}


@pytest.mark.parametrize(("document", "expected"), FORMATS.values(), ids=FORMATS)
def test_every_field_of_a_format_is_read(document: str, expected: dict[str, object]) -> None:
    assert next(fields(one) for one in read(document) if isinstance(one, Draft)) == expected


@pytest.mark.parametrize("document", [document for document, _ in FORMATS.values()], ids=FORMATS)
def test_what_is_read_can_be_accepted(document: str) -> None:
    assert [
        one for one in map(prepared, read(document)) if isinstance(one, str) and one[0] == "!"
    ] == []


def test_withdrawals_are_read_in_every_dialect() -> None:
    gone = [{"id": "8", "when": "2026-11-16T00:00:00Z"}, "7", {"id": "9"}, {"id": 6}, None]
    for document, expected in {
        RSS: ["waha-87", "waha-86"],
        ATOM: ["urn:x:7", "urn:x:8"],
        json_feed(JSON_ITEM, _deleted=gone): ["8", "7"],
        json_feed(JSON_ITEM, _deleted={"items": gone}): ["8", "7"],
        json_feed(JSON_ITEM, _deleted={"items": 8}): [],
        json_feed(JSON_ITEM, _deleted={"id": "8"}): [],
    }.items():
        assert [one.id for one in read(document) if isinstance(one, Deletion)] == expected
    when, _ = [
        one.when for one in read(json_feed(JSON_ITEM, _deleted=gone)) if isinstance(one, Deletion)
    ]
    assert when == datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize("in_object", [True, False], ids=["object", "bare"])
def test_extensions_of_our_own_feeds_are_read_as_objects_and_as_older_ones_wrote_them(
    in_object: bool,
) -> None:
    related = [{"title": "خبر آخر"}]
    expires = "2027-01-01T00:00:00Z"
    item = JSON_ITEM | {
        "_related": {"items": related} if in_object else related,
        "_expires": {"at": expires} if in_object else expires,
    }
    draft = next(one for one in read(json_feed(item)) if isinstance(one, Draft))
    assert [one.title for one in draft.related] == ["خبر آخر"]
    assert draft.expires_at == expires


def test_of_endless_withdrawals_the_first_are_read_and_the_entries_all() -> None:
    """Each is looked for in the database, also where it means nothing."""
    ids = [f"gone-{number}" for number in range(DELETION_LIMIT + 1)]
    entries = "".join(f'<at:deleted-entry ref="{id_}"/>' for id_ in ids)
    for document in (
        json_feed(JSON_ITEM, _deleted=ids),
        ATOM.replace("<entry", f"{entries}<entry", 1),
    ):
        found = read(document)
        deletions = [one for one in found if isinstance(one, Deletion)]
        assert DELETION_LIMIT - 1 <= len(deletions) <= DELETION_LIMIT  # one entry stands
        refused = next(one for one in found if isinstance(one, Refused))
        assert f"only the first {DELETION_LIMIT:,} are read" in refused.reason
        assert any(isinstance(one, Draft) for one in found)


def test_an_entry_that_stands_outranks_its_own_tombstone() -> None:
    assert [one.id for one in read(ATOM) if not isinstance(one, Refused)] == [
        "urn:x:7",
        "urn:x:8",
        "urn:x:9",
        "urn:x:10",
    ]


def test_a_summary_stands_for_a_missing_text() -> None:
    last = fields(read(ATOM)[-1])
    assert (last["html"], "summary" in last, last["published"]) == (
        "أقل &lt; أكثر",
        False,
        "2026-11-17T12:00:00Z",
    )


def test_an_entry_knows_the_line_it_begins_at() -> None:
    lines = [one.place.line for one in read(RSS)]
    assert [RSS.split("\n")[line - 1].strip()[:6] for line in lines if line] == ["<item>"] * 3


def test_the_authors_of_a_whole_feed_are_no_byline() -> None:
    document = json_feed({"id": "1", "title": "خبر"}, authors=[{"name": "هيئة التحرير"}])
    assert "authors" not in fields(read(ATOM)[-1])
    assert "authors" not in fields(read(document)[0])


# Defective feeds: what becomes of each


def atom(entry: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>'


def rss(
    *items: str, head: str = "<link>https://waha.example.com/</link>", declares: str = ""
) -> str:
    whole = "".join(f"<item>{one}</item>" for one in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss'
        f' version="2.0"{declares}><channel>{head}{whole}</channel></rss>'
    )


GOOD = "<title>قال الوزير إن العمل في الجسر بعد عام</title><guid>g-1</guid>"
TITLE = "قال الوزير إن العمل في الجسر بعد عام"
NESTED = "<div>" * 300 + "نص" + "</div>" * 300
XHTML = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>خبر</title><content'
    ' type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content></entry></feed>'
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ههه">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><rss><channel><item><title>&i;</title></item></channel></rss>"
)
EXTERNAL = (
    "<!DOCTYPE rss [<!ENTITY x SYSTEM"
    ' "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
)
NETSCAPE = (
    '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
)
MEDIA = ' xmlns:media="http://search.yahoo.com/mrss/"'

Look = Callable[[Article], object]
BY_NAME: dict[str, Look] = {
    "title": lambda one: one.title,
    "text": lambda one: plain(one.html),
    "html": lambda one: one.html,
    "url": lambda one: one.url,
    "id": lambda one: one.source_id,
    "summary": lambda one: one.summary,
    "date": lambda one: (
        one.published.isoformat()[:16],
        one.precision,
        one.dated,
        one.due is not None,
    ),
    "language": lambda one: one.language,
    "media": lambda one: [
        (medium.url.rpartition("/")[2], medium.type) for medium in one.enclosures
    ],
    "authors": lambda one: [author.name for author in one.authors],
    "enclosures": lambda one: [
        (one.url.rpartition("/")[2], one.type, one.length) for one in one.enclosures
    ],
    "image": lambda one: one.image and (one.image.url.rpartition("/")[2], one.image.width),
    "source": lambda one: one.source and (one.source.name, one.source.url),
}
UNTIL_NOW = ("2026-11-24T09:00", "instant", "ingest", False)
DEFECTS: dict[str, tuple[str | bytes, str, list[object]]] = {
    # Bytes
    "windows-1256 that says so": (
        rss(GOOD).replace("UTF-8", "windows-1256").encode("cp1256"),
        "title",
        [TITLE],
    ),
    "windows-1256 that says UTF-8": (rss(GOOD).encode("cp1256"), "title", [TITLE]),
    "windows-1256 that says nothing": (rss(GOOD).split("\n")[1].encode("cp1256"), "title", [TITLE]),
    "UTF-8 that says windows-1256": (rss(GOOD).replace("UTF-8", "windows-1256"), "title", [TITLE]),
    "UTF-8 that says UTF-16": (rss(GOOD).replace("UTF-8", "UTF-16"), "title", [TITLE]),
    "UTF-8 that says nonsense": (rss(GOOD).replace("UTF-8", "عربي"), "title", [TITLE]),
    "UTF-16 with its mark": (
        rss(GOOD).replace("UTF-8", "UTF-16").encode("utf-16"),
        "title",
        [TITLE],
    ),
    "UTF-16 without a mark": (rss(GOOD).encode("utf-16-be"), "title", [TITLE]),
    "a byte order mark": (f"\ufeff{rss(GOOD)}", "title", [TITLE]),
    "two charsets in one file": (
        rss(GOOD).encode().replace(b"</title>", "خبر".encode("cp1256") + b"</title>"),
        "title",
        ["!holds bytes of another charset than the feed"],
    ),
    # XML
    "blank lines before the declaration": (f"\n\n \ufeff\n{rss(GOOD)}", "title", [TITLE]),
    "no declaration": (rss(GOOD).split("\n")[1], "title", [TITLE]),
    "XML 1.1": (rss(GOOD).replace('version="1.0"', 'version="1.1"', 1), "title", [TITLE]),
    "control characters": (
        rss("<title>قال\x1a الوزير&#26;&#0;\x00</title>"),
        "title",
        ["قال الوزير"],
    ),
    "bare ampersands": (
        rss("<title>زيت & خل &زيت; &copy=1</title><link>https://e.com/?a=1&b=2&copy=3</link>"),
        "url",
        ["https://e.com/?a=1&b=2&copy=3"],
    ),
    "bare ampersands in a title": (
        rss("<title>زيت & خل &زيت; AT&T</title>"),
        "title",
        ["زيت & خل &زيت; AT&T"],
    ),
    "a bare less-than": (rss("<title>خبر 5 < 6</title>"), "title", ["خبر 5 < 6"]),
    "HTML's entities": (
        rss("<title>&laquo;نعم&raquo;&nbsp;&ndash; لا &nosuch;</title>"),
        "title",
        ["«نعم» – لا &nosuch;"],
    ),
    "an entity that would open a tag": (
        rss("<title>أ &LT;item&GT; ب &nbsp;</title>"),
        "title",
        ["أ <item> ب"],
    ),
    "undeclared prefixes": (
        rss("<title>خبر</title><dc:creator>منى</dc:creator><سيئ>x</سيئ><x:y z:w='1'>ي</x:y>"),
        "authors",
        [["منى"]],
    ),
    "CDATA in CDATA": (
        rss(
            "<title>خبر</title><description><![CDATA[<p>أول</p><![CDATA[ثان مهم]]><p>ثالث &"
            " رابع</p>]]></description>"
        ),
        "text",
        ["أول\n\nثان مهم\n\nثالث & رابع"],
    ),
    "CDATA that speaks of CDATA": (
        rss("<title><![CDATA[كيف تكتب <![CDATA[ في نص]]></title>"),
        "title",
        ["كيف تكتب <![CDATA[ في نص"],
    ),
    "something behind its end": (f"{rss(GOOD)}<script>x</script>", "title", [TITLE]),
    "cut off in the second entry": (
        rss(GOOD, "<title>خبر</title>")[:-25],
        "title",
        [TITLE, "!is no well-formed XML from line 2 on: it breaks off"],
    ),
    "a tag that is not closed": (
        rss(GOOD, "<title>خبر<b></title>"),
        "title",
        [TITLE, "!is no well-formed XML: mismatched tag"],
    ),
    "cut off in the first entry": (
        rss(GOOD)[:90],
        "title",
        ["!is no well-formed XML from line 2 on: "],
    ),
    "an entity bomb": (BOMB, "title", ["!declares entities of its own"]),
    "an external entity": (EXTERNAL, "title", ["!declares entities of its own"]),
    "a document type": (NETSCAPE + OLD, "title", ["خبر قديم"]),
    "elements without end": (
        "<rss>" + "<a>" * 5_000,
        "title",
        ["!is nested deeper than 1,000 elements"],
    ),
    "attributes beyond number": (
        "<rss " + " ".join(f"a{n}=''" for n in range(1_001)) + "></rss>",
        "title",
        ["!holds more elements, or more attributes of one"],
    ),
    "namespaces without end": (
        rss(GOOD, declares="".join(f' xmlns:n{n}="urn:{n}"' for n in range(500))),
        "title",
        ["!declares more than 100 namespaces"],
    ),
    # Documents that are none
    "a web page": (
        "<!DOCTYPE html><html><body>خطأ</body></html>",
        "title",
        ["!is a web page, not a feed"],
    ),
    "a web page without a document type": (
        "<HTML lang='ar'>",
        "title",
        ["!is a web page, not a feed"],
    ),
    "nothing": ("", "title", ["!the file is empty"]),
    "white space": (" \n\ufeff\n", "title", ["!the file is empty"]),
    "an error in JSON": (
        '{"code": "rest_no_route", "message": "لا شيء"}',
        "title",
        ["!is JSON, but no JSON Feed"],
    ),
    "a list in JSON": ("[]", "title", ["!is JSON, but no JSON Feed"]),
    "an error in words": (
        "Error establishing a database connection",
        "title",
        ["!is no feed: it begins 'Error est"],
    ),
    "a sitemap": ('<urlset xmlns="x"/>', "title", ["!is no feed: it begins <urlset>"]),
    # Entries
    "300 elements in XHTML": (
        XHTML.format(NESTED),
        "title",
        ["!html: nested deeper than 256 elements"],
    ),
    "300 elements in HTML": (
        rss(GOOD, f"<title>خبر</title><description><![CDATA[{NESTED}]]></description>"),
        "title",
        [TITLE, "!html: nested deeper than 256 elements"],
    ),
    "a relative link": (
        rss("<title>خبر</title><link>/2026/a b</link>"),
        "url",
        ["https://waha.example.com/2026/a%20b"],
    ),
    "a relative link and no base": (
        rss("<title>خبر</title><link>/2026/a</link>", head=""),
        "url",
        [None],
    ),
    "a link that runs a script": (
        rss("<title>خبر</title><link>javascript:x()</link>"),
        "url",
        [None],
    ),
    "no guid": (rss("<title>خبر</title>"), "id", [None]),
    "a guid that is an address": (
        rss("<title>خبر</title><guid>https://e.com/1</guid>"),
        "url",
        ["https://e.com/1"],
    ),
    "a guid that looks like one": (
        rss('<title>خبر</title><guid isPermaLink="false">https://e.com/1</guid>'),
        "url",
        [None],
    ),
    "a guid that is a relative path": (
        rss("<title>خبر</title><guid>2026/خبر 1</guid>"),
        "id",
        ["2026/خبر 1"],
    ),
    "a guid is no address, whatever the base": (
        rss("<title>خبر</title><guid xml:base='https://e.com/'>2026/1</guid>"),
        "id",
        ["2026/1"],
    ),
    "a guid that is a relative path is no address": (
        rss("<title>خبر</title><guid>/2026</guid>"),
        "url",
        [None],
    ),
    "one guid for two entries": (
        rss(GOOD, f"{GOOD}<link>/2</link>"),
        "title",
        [TITLE, "!id: 'g-1' is the id of another"],
    ),
    "one entry twice": (rss(GOOD, GOOD), "title", [TITLE]),
    "no title": (rss("<description>نص</description>"), "title", ["!title: is missing"]),
    "a title escaped twice": (
        rss("<title>&amp;quot;نعم&amp;quot; &amp;amp; لا</title>"),
        "title",
        ['"نعم" & لا'],
    ),
    "markup in a title": (
        rss("<title>&lt;b&gt;عاجل&lt;/b&gt;: خبر</title>"),
        "title",
        ["عاجل: خبر"],
    ),
    "a tag that a title is about": (
        rss("<title>قارن 5 &lt; 6 &lt;b></title>"),
        "title",
        ["قارن 5 < 6 <b>"],
    ),
    "a break in a title": (rss("<title><![CDATA[عاجل<br/>خبر]]></title>"), "title", ["عاجل خبر"]),
    "blocks in a title": (
        rss("<title>&lt;p>عاجل&lt;/p>&lt;p>خبر&lt;/p></title>"),
        "title",
        ["عاجل خبر"],
    ),
    "a picture and a comment in a title": (
        rss("<title><![CDATA[<img src='/a.png' alt='شعار'>خبر<!-- تعليق -->]]></title>"),
        "title",
        ["خبر"],
    ),
    "a line end of Word": (rss("<title>خبر\x0bعاجل&#11;جدا</title>"), "title", ["خبر عاجل جدا"]),
    "a title in plain text": (
        atom("<id>x</id><title>وسم &lt;br&gt; و&amp;amp;</title>"),
        "title",
        ["وسم <br> و&amp;"],
    ),
    "a title in HTML": (
        atom("<id>x</id><title type='html'>عاجل&lt;br&gt;خبر &amp;amp; صورة</title>"),
        "title",
        ["عاجل خبر & صورة"],
    ),
    "a summary in plain text": (
        atom(
            "<id>x</id><title>خبر</title><summary>وسم &lt;b&gt; و&amp;amp;</summary>"
            "<content type='html'>نص</content>"
        ),
        "summary",
        ["وسم <b> و&amp;"],
    ),
    "a set of pictures in an entry without an address": (
        rss(
            "<title>خبر</title><description>&lt;p>نص&lt;img src='/a.jpg' alt=''"
            " srcset='/a.jpg 300w, /b.jpg 900w'>&lt;/p></description>"
        ),
        "html",
        ['<p>نص<img src="https://waha.example.com/b.jpg" alt=""></p>'],
    ),
    "a date of a program beside a good one": (
        rss(
            "<title>خبر</title><pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>"
            "<x:date xmlns:x='http://purl.org/dc/elements/1.1/'>2026-11-20T10:00:00Z</x:date>"
        ),
        "date",
        [("2026-11-20T10:00", "instant", "explicit", False)],
    ),
    **{
        f"a picture in an element of no standard: {one[:40]}": (
            rss(
                f"<title>خبر</title><description>ملخص</description>{one}",
                declares=" xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'",
            ),
            "image",
            [("a.jpg", width)],
        )
        for one, width in (
            ("<image><url>/a.jpg</url><title>غلاف</title><link>/x</link></image>", None),
            ("<image>https://cdn.example/a.jpg</image>", None),
            ("<image url='/a.jpg' width='900' height='600'/>", 900),
            ("<image:image><image:loc>/a.jpg</image:loc></image:image>", None),
            ("<thumbnail>/a.jpg</thumbnail>", None),
            ("<featured_image><![CDATA[<img src='/a.jpg' alt=''>]]></featured_image>", None),
            ("<post-thumbnail><url>/a.jpg</url><width>9</width></post-thumbnail>", None),
            ("<img href='/a.jpg'/><thumb>/t.jpg</thumb>", None),
        )
    },
    "a picture's title is not the entry's": (
        rss("<image><title>غلاف</title><url>/a.jpg</url><link>/b</link></image><title>خبر</title>"),
        "title",
        ["خبر"],
    ),
    "a picture that is none": (
        rss("<title>خبر</title><image>لا صورة</image>"),
        "image",
        [None],
    ),
    "a suffix in place of a type": (
        rss(
            "<title>خبر</title><media:content url='/v' type='mp4' medium='video'/>", declares=MEDIA
        ),
        "media",
        [[("v", "video/mp4")]],
    ),
    "a kind in place of a type, and a type that says nothing": (
        rss(
            "<title>خبر</title><media:content url='/v' type='video'/>"
            "<media:content url='/a' medium='audio'/>"
            "<media:content url='/b.mp4' type='application/octet-stream'/>"
            "<media:content url='/c' type='application/octet-stream'/>",
            declares=MEDIA,
        ),
        "media",
        [
            [
                ("v", "video/mp4"),
                ("a", "audio/mpeg"),
                ("b.mp4", "video/mp4"),
                ("c", "application/octet-stream"),
            ]
        ],
    ),
    "a film in several sizes": (
        rss(
            "<title>خبر</title><media:group><media:content url='/360.mp4' type='video/mp4'/>"
            "<media:content url='/1080.mp4' type='video/mp4' isDefault='true'/></media:group>"
            "<media:content url='/other.mp4' type='video/mp4'/>",
            declares=MEDIA,
        ),
        "media",
        [[("other.mp4", "video/mp4"), ("1080.mp4", "video/mp4")]],
    ),
    "elements in a title": (rss("<title>عاجل <b>جدا</b></title>"), "title", ["عاجل جدا"]),
    "text that looks as if it were read wrongly": (rss("<title>Ã©</title>"), "title", ["Ã©"]),
    "a body that is not escaped": (
        rss("<title>خبر</title><description>نص <b>مهم</b> &amp; آخر</description>"),
        "html",
        ["<p>نص <b>مهم</b> &amp; آخر</p>"],
    ),
    "a body of a strange type": (
        XHTML.replace('"xhtml"', '"مقال"').format("نص عربي"),
        "text",
        ["نص عربي"],
    ),
    "a body of XML": (
        XHTML.replace('"xhtml"', '"text/xml"').format("<p>نص <b>مهم</b></p>"),
        "html",
        ["<p>نص <b>مهم</b></p>"],
    ),
    "elements that are named like those of a namespace": (
        rss(
            "<title>خبر</title><description>ملخص</description><media_description>وصف</media_description>"
        ),
        "text",
        ["ملخص"],
    ),
    "a lazy picture and a tracking pixel": (
        rss(
            "<title>خبر</title><link>/1</link><description><![CDATA[<img src='data:x'"
            " data-src='/a.jpg'><p>نص</p><img src='https://t.example.com/p.gif' width=1"
            " height=1><script>x()</script>]]></description>"
        ),
        "html",
        ['<img src="https://waha.example.com/a.jpg" alt=""><p>نص</p>'],
    ),
    # Dates
    "an Arabic date": (
        rss("<title>خبر</title><pubDate>الثلاثاء ١٧ تشرين الثاني ٢٠٢٦، ٩:٣٠ ص</pubDate>"),
        "date",
        [("2026-11-17T07:30", "instant", "explicit", False)],
    ),
    "a date in EET": (
        rss("<title>خبر</title><pubDate>Tue, 17 Nov 2026 09:30:00 EET</pubDate>"),
        "date",
        [("2026-11-17T07:30", "instant", "explicit", False)],
    ),
    "no date": (rss("<title>خبر</title>"), "date", [UNTIL_NOW]),
    "an empty date": (rss("<title>خبر</title><pubDate> </pubDate>"), "date", [UNTIL_NOW]),
    "a date that is none": (
        rss("<title>خبر</title><pubDate>قريبا</pubDate>"),
        "date",
        ["!published: 'قريبا' is no date"],
    ),
    "a date ahead": (
        rss("<title>خبر</title><pubDate>2026-11-25T09:30:00Z</pubDate>"),
        "date",
        [("2026-11-25T09:30", "instant", "explicit", True)],
    ),
    "a date years ahead": (
        rss("<title>خبر</title><pubDate>2062-11-25T09:30:00Z</pubDate>"),
        "date",
        ["!published: '2062-11-25T09:30:00Z' is more than a year ahead"],
    ),
    # Facts
    "a wrong language": (rss(GOOD, head="<language>en-US</language>"), "language", ["ar"]),
    "a language in words": (rss(GOOD, head="<language>العربية</language>"), "language", ["ar"]),
    "authors with addresses": (
        rss(
            "<title>خبر</title><author>a@b.co</author><author>سامي"
            " &lt;a@b.co&gt;</author><author>نورا (mailto:a@b.co)</author><author>a@b.co"
            " (هدى)</author><author>منى (القاهرة)</author>"
        ),
        "authors",
        [["سامي", "نورا", "هدى", "منى"]],
    ),
    "enclosures without length, type and sense": (
        rss(
            "<title>خبر</title><enclosure url='/a.mp3'/><enclosure url='/b.mp3' type='mp3'"
            " length='-5'/><enclosure url='/c' length='كبير'/><enclosure"
            " url='ftp://e.com/d.mp3'/><enclosure length='5'/>"
        ),
        "enclosures",
        [
            [
                ("a.mp3", "audio/mpeg", None),
                ("b.mp3", "audio/mpeg", None),
                ("c", "application/octet-stream", None),
            ]
        ],
    ),
    "a picture of impossible size": (
        rss(
            "<title>خبر</title><media:content url='/a.jpg' width='-1' height='9999999'/>",
            declares=MEDIA,
        ),
        "image",
        [("a.jpg", None)],
    ),
    "pictures that tell their widths alone": (
        rss(
            "<title>خبر</title><media:content url='/s.jpg' medium='image' width='300'/>"
            "<media:content url='/l.jpg' medium='image' width='1200'/>",
            declares=MEDIA,
        ),
        "image",
        [("l.jpg", None)],
    ),
    "a portrait before the picture": (
        rss(
            "<title>خبر</title><media:content url='https://0.gravatar.com/avatar/x'"
            " medium='image'/><media:content url='/a.jpg'"
            " medium='image'><media:title>غلاف</media:title></media:content>",
            declares=MEDIA,
        ),
        "image",
        [("a.jpg", None)],
    ),
    "a caption that would be the summary": (
        rss(
            "<title>خبر</title><description>ملخص</description><media:content url='/a.jpg'>"
            "<media:title>عنوان</media:title><media:description>وصف</media:description></media:content>",
            declares=MEDIA,
        ),
        "text",
        ["ملخص"],
    ),
    "a withdrawal of nothing": (
        rss("<title>خبر</title><media:status state='deleted'/>", declares=MEDIA),
        "title",
        ["!id: "],
    ),
    "a source that is only an address": (
        rss("<title>خبر</title><source url='https://www.agency.example.com/rss'/>"),
        "source",
        [("agency.example.com", "https://www.agency.example.com/rss")],
    ),
    # JSON Feed
    "null everywhere": (
        json_feed(dict.fromkeys(JSON_ITEM) | {"title": "خبر"}, _deleted=None),
        "title",
        ["خبر"],
    ),
    "items that are none": (
        json_feed(5, {"id": "1", "title": []}, {"title": "خبر"}),
        "title",
        ["!items: an item is", "!title: ", "خبر"],
    ),
    "no list of items": (
        json_feed().replace('"items"', '"_x"'),
        "title",
        ["!items: the feed has no list of items"],
    ),
    "JSON cut off": (json_feed(JSON_ITEM)[:-9], "title", ["!is no JSON: "]),
    "a key that stands twice": (
        json_feed().replace('"title"', '"version"'),
        "title",
        ["!the key 'version' stands twice"],
    ),
}


@pytest.mark.parametrize(("document", "name", "expected"), DEFECTS.values(), ids=DEFECTS)
def test_a_defective_feed_is_read_or_refused_with_its_reason(
    document: str | bytes, name: str, expected: list[object]
) -> None:
    found = [
        one if isinstance(one, str) else BY_NAME[name](one) for one in map(prepared, read(document))
    ]
    shown = [
        (
            one[: len(said)]
            if isinstance(one, str) and isinstance(said, str) and said[:1] == "!"
            else one
        )
        for one, said in zip(found, [*expected, *found], strict=False)
    ]
    assert shown == expected


def test_elements_beyond_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feedparser takes many seconds for as many as are allowed, so a hundredth of them stands for
    all.
    """
    assert xml.FEED_ELEMENT_LIMIT == 500_000
    monkeypatch.setattr(xml, "FEED_ELEMENT_LIMIT", 5_000)
    within, beyond = ("<rss>" + "<a/>" * number + "</rss>" for number in (4_999, 5_000))
    assert "holds more elements" not in str(read(within))
    assert [str(one) for one in read(beyond)] == [
        "holds more elements, or more attributes of one, than any feed has"
    ]


def test_there_are_enough_defects() -> None:
    assert len(DEFECTS) >= 40


def test_a_refusal_knows_its_file_and_the_others_are_read() -> None:
    good, refused = read(rss(GOOD, "<title>خبر<b></title>"))
    assert isinstance(good, Draft)
    assert isinstance(refused, Refused)
    assert refused.place == Place("وكالة.xml", 2)


def test_nothing_is_opened() -> None:
    """feedparser.parse() takes the name of a file or an address for what it should open."""
    opened: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "socket.connect", "urllib.Request") and recording:
            opened.append(f"{event} {arguments[0]!r}")

    recording = True
    sys.addaudithook(hook)
    for data in (
        "file:///etc/passwd",
        "/etc/passwd",
        "https://e.com/feed",
        EXTERNAL,
        NETSCAPE + OLD,
    ):
        read(data)
    recording = False
    assert opened == []


HEAVY = {
    "categories": (
        "<title>خبر</title>" + "".join(f"<category>{n}</category>" for n in range(60_000))
    ),
    "an author": f"<title>خبر</title><author>{'a' * 200_000}</author>",
    "an author with an address": f"<title>خبر</title><author>{'a' * 200_000}@</author>",
    "a publisher": f"<title>خبر</title><dc:publisher>{'a' * 200_000}</dc:publisher>",
    "a date": f"<title>خبر</title><pubDate>{'1 ' * 200_000}</pubDate>",
    "comments that do not end": "<!--" * 100_000,
    "CDATA that does not end": "<title>" + "<![CDATA[" * 100_000,
    "ampersands": f"<title>{'&' * 300_000}</title>",
    "a title of tags": f"<title>{'&lt;/a' * 100_000}</title>",
    "a body of paragraphs": f"<title>خبر</title><description>{'&lt;p' * 200_000}</description>",
    "a body of links": (
        "<title>خبر</title><description"
        f" xml:base='https://e.com/'>{'href  ' * 150_000}</description>"
    ),
}


@pytest.mark.parametrize("item", HEAVY.values(), ids=HEAVY)
def test_nothing_takes_longer_than_its_length(item: str) -> None:
    """Each of these holds feedparser, or a careless pattern, up for minutes: the limit measures no
    speed.
    """
    begun = monotonic()
    assert read(rss(item))
    assert monotonic() - begun < 30


def test_of_a_huge_feed_the_first_entries_are_read_and_the_rest_is_said() -> None:
    for document in (rss(*["<title>خبر</title>"] * 2_001), json_feed(*[{"title": "خبر"}] * 2_001)):
        found = read(document)
        assert [isinstance(one, Draft) for one in found] == [True] * 2_000 + [False]
        assert "2,0" in str(found[-1])


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "FEED_FILE_LIMIT", 100)
    found = feed.read(File(io.BytesIO(rss(GOOD).encode()), "a.xml", ""))
    assert [str(one) for one in found] == ["the file is larger than 16 MB"]


def test_a_category_is_label_and_tag_and_the_wires_section_holds_where_it_names_none() -> None:
    sections = Sections([POLITICS, ECONOMY])

    def filed(*categories: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        (draft,) = read(rss(GOOD + "".join(f"<category>{one}</category>" for one in categories)))
        assert isinstance(draft, Draft)
        made = prepare(draft, owner="w", site=SITE, sections=sections, section="economy", now=START)
        return sections.of(made), sections.labels(made)

    assert filed("السياسة", "جسور") == (("politics",), ("سياسة", "جسور", "السياسة"))
    assert filed("غير مصنف") == (("economy",), ("اقتصاد", "غير مصنف"))
    assert filed() == (("economy",), ("اقتصاد",))


# Our own


OWN: list[dict[str, object]] = [
    article(
        1,
        title="STC تعلن: «نتائج» الربع & أرباحه",
        html=(
            "<p>قالت الشركة إن الأرباح زادت.</p><h2>التفاصيل</h2><p>HTML و CSS: <a"
            " href='https://example.com/a?x=1&y=2'>هنا</a></p>"
        ),
        summary="زادت الأرباح < المتوقع",
        authors=[{"name": "منى السيد", "url": "https://example.com/mona"}, {"name": "سامي حداد"}],
        tags=["اتصالات"],
        image={
            "url": "https://example.com/صورة.jpg",
            "alt": "مقر الشركة",
            "credit": "رويترز",
            "width": 900,
            "height": 600,
        },
        enclosures=[
            {"url": "https://example.com/a.mp3", "type": "audio/mpeg", "length": 5},
            {"url": "https://example.com/b.pdf", "type": "application/pdf", "length": 7},
        ],
        source={"name": "وكالة", "url": "https://agency.example.com/"},
        expires_at=(START + timedelta(days=30)).isoformat(),
    ),
    article(2, language="en", title="A bridge opens", html="<p>In English, this time.</p>"),
    article(3, syndicate="summary", summary="هذا كل ما يقال."),
]


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_our_own_feeds_are_read_back_without_loss(store: Store, format: str) -> None:
    room = Room(store)
    room.ingest(*OWN, article(4))
    withdraw(room.intake, "n-4")
    room.refresh()
    found = read(room.text(format=format))
    gone = [one.id for one in found if isinstance(one, Deletion)]
    assert gone == [room.kept("n-4").article.id] * (format != "rss")  # which has no word for it
    by_id = {one.source_id: one for one in map(prepared, found) if isinstance(one, Article)}
    assert len(by_id) == len(found) - len(gone) == 3
    for number in (1, 2, 3):
        sent = room.kept(f"n-{number}").article
        assert alike(by_id[sent.id], format) == alike(sent, format)


def alike(one: Article, format: str) -> dict[str, object]:
    """What a format can say of an article: RSS knows no addresses of authors, and two formats no
    expiry.
    """
    authors = [
        author.name if format == "rss" else (author.name, author.url) for author in one.authors
    ]
    text = plain(SafeHtml(re.sub("<figure.*?</figure>", "", one.html))).replace("\u200f", "")
    bare = one.syndicate == "summary" or text == one.summary
    return {
        "title": one.title,
        "url": one.url,
        "text": one.summary if bare else text,
        "summary": one.summary,
        "authors": authors,
        "image": replace(one.image, url_given="", type=None) if one.image else None,
        "enclosures": one.enclosures,
        "source": one.source,
        "published": one.published,
        "language": (one.language, one.direction),
        "expires_at": one.expires_at if format != "atom" else None,
    }


def test_a_deletion_withdraws_what_its_feed_brought(store: Store) -> None:
    room = Room(store)
    wire = replace(room.intake, owner="waha")

    def kinds(document: str) -> list[Kind]:
        return [one.kind for batch in ingest(read(document), wire) for one in batch]

    item = "<title>خبر</title><guid>waha-87</guid><pubDate>2026-11-24T08:00:00Z</pubDate>"
    assert kinds(rss(item)) == [Kind.NEW]
    assert kinds(RSS) == [Kind.NEW, Kind.WITHDRAWN]
    assert kinds(RSS) == [Kind.SAME, Kind.SAME]


def test_a_file_that_could_not_be_read_at_all_leaves_quarantine_when_it_can(store: Store) -> None:
    room = Room(store)

    def held(document: str) -> list[str]:
        list(ingest(read(document), room.intake))
        with room.store.snapshot() as snapshot:
            return [str(one.refused) for one in snapshot.quarantine.all()]

    assert held("<html>") == ["is a web page, not a feed"]
    assert held(rss(GOOD)[:150]) == held(rss(GOOD)[:150])
    assert len(held(rss(GOOD)[:150])) == 1
    assert held(rss(GOOD)) == []


# No bytes


_ELEMENTS = (
    "item entry title link guid category description content:encoded content image url textInput"
    " source author name dc:contributor dc:creator media:content media:credit svg div pubDate"
    " channel feed body tags cloud managingEditor generator media:thumbnail enclosure"
    " at:deleted-entry itunes:image"
).split()
_TAGS = [form.format(one) for one in _ELEMENTS for form in ("<{}>", "</{}>", "<{}/>")]
_PIECES = st.sampled_from(
    [*_TAGS, "&", "&nbsp;", "<![CDATA[", "]]>", "نص", "<", ">", "\x00", "<!--", "-->"]
)


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    read(data)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_elements_make_reading_fail(middle: str) -> None:
    for document in (rss(middle), f"<feed>{middle}</feed>", f"<rss><channel>{middle}"):
        for one in read(document):
            prepared(one)


_TREES = st.recursive(
    st.sampled_from(["", "نص", "&amp;", "2026-11-17"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(_ELEMENTS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(_TREES, st.booleans())
def test_no_tree_of_elements_makes_reading_fail(tree: str, atom: bool) -> None:
    document = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{tree}</entry></feed>'
        if atom
        else rss(tree)
    )
    assert read(document)
    for one in read(document):
        prepared(one)


_VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=3), max_size=2)
)


@given(
    st.dictionaries(
        st.sampled_from(
            [*JSON_ITEM, "author", "_image", "_source", "_related", "_expires", "image"]
        ),
        _VALUES | st.dictionaries(st.sampled_from(["items", "at", "name", "url"]), _VALUES),
    )
)
def test_no_item_of_a_json_feed_makes_reading_fail(item: dict[str, Any]) -> None:
    assert len(read(json_feed(item, _deleted=item.get("tags")))) >= 1


ADDRESSLESS_RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>وكالة</title><item><guid isPermaLink="false">a-1</guid>
<title>عنوان</title>
<description>&lt;p&gt;خبر &lt;img src="/b.jpg"&gt;
&lt;a href="/c"&gt;تابع&lt;/a&gt;&lt;/p&gt;</description>
<enclosure url="/d.mp3" type="audio/mpeg" length="3"/>
<media:content url="/a.jpg" medium="image"/></item></channel></rss>"""
ADDRESSLESS_JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "وكالة", "items": [
{"id": "a-1", "title": "عنوان", "image": "/a.jpg",
"content_html": "<p>خبر <img src='/b.jpg'><a href='/c'>تابع</a></p>",
"attachments": [{"url": "/d.mp3", "mime_type": "audio/mpeg"}]}]}"""


@pytest.mark.parametrize("document", [ADDRESSLESS_RSS, ADDRESSLESS_JSON], ids=["rss", "json"])
def test_relative_addresses_of_an_entry_without_one_are_meant_at_its_feed(document: str) -> None:
    """They would else point below our own site, which has nothing there."""
    address = "https://agency.example/feeds/all"
    (found,) = feed.read(File(io.BytesIO(document.encode()), address, "", address=address))
    made = prepared(found)
    assert isinstance(made, Article)
    assert made.image is not None
    assert made.image.url == "https://agency.example/a.jpg"
    assert [one.url for one in made.enclosures] == ["https://agency.example/d.mp3"]
    assert 'src="https://agency.example/b.jpg"' in made.html
    assert 'href="https://agency.example/c"' in made.html


def test_shortcodes_that_nobody_rendered_leave_their_text() -> None:
    body = "[vc_row][vc_column_text el='x']<p>نص [sic]</p>[/vc_column_text][/vc_row]"
    (found,) = read(
        f"<rss><channel><item><description><![CDATA[{body}]]></description></item></channel></rss>"
    )
    assert fields(found)["html"] == "<p>نص [sic]</p>"
