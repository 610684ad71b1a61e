"""An Arabic slug of WordPress stands in no feed, whichever way it comes, and files its article."""

import io
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from store import Store, ingest
from store.draft import SourceItem
from store.sources.file import File
from store.sources.syndication import feed
from store.sources.wordpress import wxr
from store.sources.wordpress.posts import draft
from store.sources.wordpress.webhooks import read_webhook
from tests.room import POLITICS, Room
from tests.wordpress import post
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported

SLUG = quote("السياسة").lower()
HEALTH = quote("صحة-وطب").lower()


def of_export() -> list[SourceItem]:
    terms = f'<category domain="category" nicename="{HEALTH}"><![CDATA[صحة وطب]]></category>'
    text = HEAD + exported(1, meta=terms).replace("economy", SLUG).replace("مال وأعمال", "") + TAIL
    return list(wxr.read(File(io.BytesIO(text.encode()), "a.xml", "")))


def of_rest() -> list[SourceItem]:
    terms = [[{"taxonomy": "category", "name": "", "slug": slug} for slug in (SLUG, HEALTH)]]
    item = draft(post(1) | {"_embedded": {"wp:term": terms}}, "site")
    return [item] if item else []


def of_webhook() -> list[SourceItem]:
    terms = [{"name": "", "slug": SLUG}, {"name": "صحة وطب", "slug": HEALTH}]
    kept = {"post_title": "خبر", "post_content": "أخبار اليوم.", "post_status": "publish"}
    message = {"post_id": 1, "post": kept, "taxonomies": {"category": terms}}
    return read_webhook(json.dumps(message).encode(), "hook")


def of_feed() -> list[SourceItem]:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title>خبر</title>'
        f'<category term="https://bank.example.com/category/{SLUG}/"/>'
        f'<category term="{quote(HEALTH)}"/></entry></feed>'
    )
    return list(feed.read(File(io.BytesIO(text.encode()), "a.xml", "")))


def of_json_feed() -> list[SourceItem]:
    item = {"id": "a", "title": "خبر", "tags": [SLUG.upper(), HEALTH[:-2]]}
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    return list(feed.read(File(io.BytesIO(text.encode()), "a.xml", "")))


WAYS = (of_export, of_rest, of_webhook, of_feed, of_json_feed)


@pytest.mark.parametrize("way", WAYS)
def test_an_arabic_slug_stands_in_no_feed_and_files_its_article(
    way: Callable[[], list[SourceItem]], store: Store
) -> None:
    room = Room(store)
    list(ingest(way(), room.intake))
    room.refresh()
    for format in ("rss", "atom", "json"):
        printed = room.text(POLITICS.slug, format=format)
        assert "خبر" in printed or "سوق" in printed
        assert SLUG not in printed.lower()
        assert HEALTH[:-2] not in printed.lower()
        assert "صحة" in printed
