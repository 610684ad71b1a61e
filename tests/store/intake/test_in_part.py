"""Records of which a part cannot be taken: the rest is, and it is said."""

import io
import json
from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from store import Kind, Outcome, Refused, Remarks, Store, ingest
from store.draft import SourceItem
from store.errors import Place
from store.sources import record
from store.sources.file import File
from store.sources.syndication import feed
from store.sources.wordpress import wxr
from store.sources.wordpress.posts import item_of
from store.sources.wordpress.webhooks import read_webhook
from tests.room import Room
from tests.wordpress import post
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported

TAGS = [f"وسم {number}" for number in range(120)]


def of_record() -> list[SourceItem]:
    return list(record.items({"id": "7", "title": "خبر", "tags": TAGS}, Place("a", 1)))


def of_rest() -> list[SourceItem]:
    terms = [{"taxonomy": "post_tag", "name": tag} for tag in TAGS]
    return [item_of(post(7) | {"_embedded": {"wp:term": [terms]}}, "site")]


def of_hook() -> list[SourceItem]:
    terms = [{"name": tag, "slug": f"t{number}"} for number, tag in enumerate(TAGS)]
    told = {"post_title": "خبر", "post_content": "نص", "post_status": "publish"}
    message: dict[str, Any] = {"post_id": 7, "post": told}
    return read_webhook(json.dumps(message | {"taxonomies": {"post_tag": terms}}).encode(), "hook")


def of_export() -> list[SourceItem]:
    terms = "".join(f'<category domain="post_tag" nicename="t">{tag}</category>' for tag in TAGS)
    text = HEAD + exported(7, meta=terms) + TAIL
    return list(wxr.read(File(io.BytesIO(text.encode()), "a.xml", "")))


def of_feed() -> list[SourceItem]:
    terms = "".join(f"<category>{escape(tag)}</category>" for tag in TAGS)
    text = (
        '<rss version="2.0"><channel><title>ص</title><item><title>خبر</title><guid>7</guid>'
        f"{terms}<description>نص</description></item></channel></rss>"
    )
    return list(feed.read(File(io.BytesIO(text.encode()), "a.xml", "")))


WAYS = (of_record, of_rest, of_hook, of_export, of_feed)


def kept(items: list[SourceItem], room: Room) -> Outcome:
    (outcome,) = [outcome for outcomes in ingest(items, room.intake) for outcome in outcomes]
    return outcome


@pytest.mark.parametrize("way", WAYS)
def test_of_a_hundred_and_twenty_tags_a_hundred_are_taken_and_it_is_said(
    way: Callable[[], list[SourceItem]], store: Store
) -> None:
    room = Room(store)
    outcome = kept(way(), room)
    assert outcome.kind is Kind.NEW
    said = {remark.field: remark.reason for remark in outcome.remarks}
    assert said["tags"].endswith("entries: the first 100 are taken")
    assert sum(name.startswith("tag/") for name in outcome.feeds) == 100


def test_a_hundred_tags_are_all_taken(store: Store) -> None:
    items = record.items({"id": "7", "title": "خبر", "tags": TAGS[:100]}, Place("a", 1))
    assert kept(list(items), Room(store)).remarks == ()


def test_what_is_polled_again_is_not_said_again(store: Store) -> None:
    room = Room(store)
    assert kept(of_rest(), room).refusals
    again = kept(of_rest(), room)
    assert again.kind is Kind.SAME
    assert again.remarks
    assert again.refusals == ()


def test_sixty_categories_lose_none_of_their_names() -> None:
    terms = [
        {"taxonomy": "category", "name": f"قسم {number}", "slug": f"s-{number}"}
        for number in range(60)
    ]
    made: Any = item_of(post(7) | {"_embedded": {"wp:term": [terms]}}, "site")
    assert [f"قسم {number}" for number in range(60)] == [
        name for name in made.sections[:100] if name.startswith("قسم")
    ]


def test_remarks_are_counted_by_kind_with_the_ids() -> None:
    remarks = Remarks()
    for number in (5, 8):
        remarks.add(Refused(f"{100 + number} entries: cut", field="tags"), str(number))
    remarks.add(Refused("is missing", field="image"), None)
    assert list(remarks.lines()) == [
        "2 with tags: … entries: cut: 5, 8",
        "1 with image: is missing:  ...",
    ]
