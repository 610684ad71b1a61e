"""What readers dress a feed in, and the picture that RSS encloses."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from feeds.printing.formats import FORMATS
from feeds.printing.formats.cache import EntryCache
from feeds.printing.formats.content import enclosure
from feeds.printing.formats.generator import NAMESPACES
from store import Enclosure
from tests.feeds.printing.profiles.values import PICTURE, article, entry, feed, pictured
from tests.room import SITE

DRESSED = replace(
    SITE,
    logo="https://news.example.com/logo.png",
    icon="https://news.example.com/icon.svg",
    cover="https://news.example.com/cover.jpg",
    accent="#0A5c36",
)
TALK = Enclosure(url="https://news.example.com/talk.mp3", type="audio/mpeg", length=4_096)


def face(format: str, **fields: Any) -> list[tuple[str, str | None, dict[str, str]]]:
    """The elements of the module `webfeeds` in a document's head."""
    root = etree.fromstring(FORMATS[format].render(feed(entry(), **fields), EntryCache()))
    found = root.iter(f"{{{NAMESPACES['webfeeds']}}}*")
    return [(etree.QName(one).localname, one.text, dict(one.attrib)) for one in found]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_feed_says_its_colour_icon_logo_and_cover(format: str) -> None:
    assert face(format, site=DRESSED) == [
        ("accentColor", "0A5c36", {}),
        ("icon", DRESSED.icon, {}),
        ("logo", DRESSED.logo, {}),
        ("cover", None, {"image": DRESSED.cover}),
    ]
    assert face(format) == []


def test_a_picture_is_enclosed_where_its_type_and_length_are_known() -> None:
    known = pictured(length=88_123)
    expected = Enclosure(url=PICTURE.url, type="image/jpeg", length=88_123)
    assert enclosure(known) == expected
    assert enclosure(pictured()) is None
    assert enclosure(pictured(length=88_123, type=None)) is None
    assert enclosure(article(image=None)) is None


def test_a_file_beside_the_article_is_enclosed_before_its_picture() -> None:
    nameless = replace(TALK, length=None)
    both = replace(pictured(length=88_123), enclosures=(nameless, TALK))
    assert enclosure(both) == TALK
    without_length = replace(both, enclosures=(nameless,))
    assert enclosure(without_length) == enclosure(pictured(length=88_123))


def test_rss_says_the_length_of_a_picture_in_both_places() -> None:
    document = FORMATS["rss"].render(feed(entry(pictured(length=88_123))), EntryCache())
    item = etree.fromstring(document)[0].find("item")
    assert item is not None
    enclosed = item.find("enclosure")
    assert enclosed is not None
    assert dict(enclosed.attrib) == {"url": PICTURE.url, "type": "image/jpeg", "length": "88123"}
    (media,) = item.findall("media:content", NAMESPACES)
    assert (media.get("url"), media.get("fileSize")) == (PICTURE.url, "88123")
