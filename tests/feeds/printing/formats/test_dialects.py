"""Documents for partners: what a dialect adds to them, and what a secret address leaves out."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from feeds.printing.feed import Entry, Feed
from feeds.printing.formats import FORMATS
from feeds.printing.formats.cache import EntryCache
from feeds.printing.formats.dialect import COMMON, Dialect
from feeds.printing.formats.generator import Element, child
from feeds.printing.profiles import PROFILES
from feeds.printing.profiles.demands import demands_of
from store import Article, Image, SafeHtml, content_digest
from tests.room import SITE, START

RSS = FORMATS["rss"]
ATOM = FORMATS["atom"]
PICTURE = "https://img.example.com/port.jpg"
MEDIA = {"media": "http://search.yahoo.com/mrss/", "dc": "http://purl.org/dc/elements/1.1/"}


def entry(**fields: Any) -> Entry:
    article = Article(
        id="urn:uuid:6f1c0f50-0b57-5a3c-8f56-5f1f7d2a1111",
        owner="files",
        url="https://news.example.com/port",
        title="افتتاح الميناء الجديد",
        html=SafeHtml("<p>افتُتح الميناء صباح اليوم.</p>"),
        summary="افتُتح الميناء صباح اليوم.",
        published=START,
        updated=START,
    )
    article = replace(article, **fields)
    return Entry(article, 7, content_digest(article), START)


def feed(*entries: Entry) -> Feed:
    return Feed(
        site=SITE,
        path="partner/sample",
        title="أخبار",
        description="أخبار",
        language="ar",
        updated=START,
        ttl=600,
        entries=entries,
    )


def add_publisher(page: Feed, channel: Element) -> None:
    child(channel, "dc:publisher", page.title)


def mark(_page: Feed, one: Entry, item: Element) -> None:
    child(item, "dc:subject", str(one.takedown))


MARKED = Dialect(name="marked", extend_head=add_publisher, extend_entry=mark)


def test_a_dialect_adds_to_the_channel_and_to_each_item() -> None:
    root = etree.fromstring(RSS.render(feed(entry()), EntryCache(), MARKED))
    assert root.xpath("channel/dc:publisher", namespaces=MEDIA)[0].text == "أخبار"
    assert root.xpath("channel/item/dc:subject", namespaces=MEDIA)[0].text == "None"


def test_the_common_feeds_know_no_dialect_whose_items_are_kept_beside_theirs() -> None:
    cache = EntryCache()
    page = feed(entry())
    common = RSS.render(page, cache)
    marked = RSS.render(page, cache, MARKED)
    assert RSS.render(page, cache, COMMON) == RSS.render(page, cache) == common != marked
    assert b"subject" not in common


def test_an_article_that_is_to_be_taken_down_is_another_item_than_before() -> None:
    cache = EntryCache()
    RSS.render(feed(entry()), cache, MARKED)
    gone = replace(entry(), takedown=START + timedelta(hours=2))
    assert b"2026-11-24 11:00" in RSS.render(feed(gone), cache, MARKED)


def test_atom_and_json_know_no_dialects() -> None:
    for name in ("atom", "json"):
        page = feed(entry())
        format = FORMATS[name]
        assert format.render(page, EntryCache(), MARKED) == format.render(page, EntryCache())


@pytest.mark.parametrize("name", ["atom", "json", "rss"])
def test_a_secret_address_stands_in_no_document(name: str) -> None:
    format = FORMATS[name]
    page = feed(entry())
    address = page.document(format.suffix).encode()
    told = format.render(page, EntryCache())
    kept = format.render(replace(page, secret=True), EntryCache())
    links = (b'rel="self"', b'"feed_url"')
    assert address in told
    assert any(link in told for link in links)
    assert not any(link in kept for link in links)


def test_a_feed_without_a_page_of_its_own_leads_people_elsewhere() -> None:
    page = replace(feed(entry()), page="https://news.example.com/")
    root = etree.fromstring(RSS.render(page, EntryCache()))
    assert root.findtext("channel/link") == "https://news.example.com/"
    assert b'rel="alternate" type="text/html" href="https://news.example.com/"' in ATOM.render(
        page, EntryCache()
    )
    assert json.loads(FORMATS["json"].render(page, EntryCache()))["home_page_url"] == page.page


def test_a_newsletter_finds_the_picture_as_a_thumbnail_too() -> None:
    image = Image(url=PICTURE, url_given=PICTURE, width=1200, height=675)
    page = feed(entry(image=image), entry(id="urn:uuid:2"))
    dialect = PROFILES["newsletter"].dialect
    root = etree.fromstring(RSS.render(page, EntryCache(), dialect))
    thumbnails = root.xpath("channel/item/media:thumbnail", namespaces=MEDIA)
    assert [dict(one.attrib) for one in thumbnails] == [
        {"url": PICTURE, "width": "1200", "height": "675"}
    ]


def test_a_newsletter_is_told_of_pictures_that_lack_or_are_not_safe() -> None:
    profile = PROFILES["newsletter"]
    open_picture = "http://img.example.com/a.jpg"
    image = Image(url=open_picture, url_given=open_picture)

    def found(one: Entry) -> dict[str, object]:
        values = {
            demand.name: demand.find(feed(one), one.article) for demand in demands_of(profile)
        }
        return {name: value for name, value in values.items() if value is not None}

    assert found(entry()) == {"picture-missing": ""}
    assert found(entry(image=image)) == {"picture-address": open_picture}
    assert found(entry(image=replace(image, url=PICTURE))) == {}


def test_a_profile_of_whole_articles_asks_for_the_rights_first() -> None:
    profile = replace(PROFILES["newsletter"], whole=True)
    rights, *others = demands_of(profile)
    assert rights.name == "rights"
    assert rights.is_hard
    assert tuple(others) == profile.demands
    assert rights.find(feed(), entry(syndicate="summary").article) == "summary"
    assert rights.find(feed(), entry().article) is None
