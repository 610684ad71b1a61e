"""Categories of WordPress: the post is in those above, and a slug outlives a new name."""

import json
from typing import Any
from urllib.parse import quote

from store import Draft, Store, ingest
from store.sources.wordpress.categories import category_labels
from store.sources.wordpress.posts import draft
from store.sources.wordpress.webhooks import read_webhook
from tests.room import POLITICS, Room
from tests.wordpress import post


def rest(*terms: dict[str, Any]) -> Draft:
    told = [{"taxonomy": "category", **term} for term in terms]
    made = draft(post(1) | {"_embedded": {"wp:term": [told]}}, "site")
    assert isinstance(made, Draft)
    return made


def test_a_parent_may_stand_within_its_child() -> None:
    top = {"name": "رياضة", "slug": "sports", "parent": 0}
    middle = {"name": "كرة القدم", "slug": "football", "parent": top}
    made = rest({"name": "الدوري", "slug": "league", "parent": middle})
    assert made.sections == ("الدوري", "league", "كرة القدم", "football", "رياضة", "sports")


def test_a_parent_may_stand_beside_its_child() -> None:
    child = {"id": 9, "name": "الدوري", "parent": 4}
    made = rest(child, {"id": 4, "name": "رياضة", "slug": "sports", "parent": 0})
    assert made.sections == ("الدوري", "رياضة", "sports")


def test_a_parent_of_which_only_the_number_is_known_adds_nothing() -> None:
    assert rest({"id": 9, "name": "الدوري", "parent": 4}).sections == ("الدوري",)


def test_a_child_that_is_no_child_stays_alone() -> None:
    assert category_labels([{"id": 4, "name": "رياضة", "parent": 0}, "x", None]) == ["رياضة"]


def test_a_circle_ends() -> None:
    assert category_labels([{"id": 4, "name": "رياضة", "parent": 4}]) == ["رياضة"]


def test_a_webhook_names_the_parent_beside_the_child() -> None:
    terms = [
        {"term_id": 9, "name": "الدوري", "slug": "league", "parent": 4},
        {"term_id": 4, "name": "رياضة", "slug": "sports", "parent": 0},
    ]
    message = {"post_id": 1, "post": {"post_title": "خبر"}, "taxonomies": {"category": terms}}
    (made,) = read_webhook(json.dumps(message).encode(), "hook")
    assert isinstance(made, Draft)
    assert made.sections[-2:] == ("رياضة", "sports")


def test_a_renamed_category_keeps_its_section_by_its_slug(store: Store) -> None:
    room = Room(store)
    slug = quote("السياسة").lower()
    for name in ("السياسة", "الشأن العام", "شؤون عامة"):
        list(ingest([rest({"name": name, "slug": slug})], room.intake))
        room.refresh()
        assert "افتتاح المكتبة" in room.text(POLITICS.slug)


def test_a_renamed_parent_keeps_its_section_by_its_slug(store: Store) -> None:
    room = Room(store)
    parent = {"name": "الشأن العام", "slug": quote("السياسة").lower()}
    list(ingest([rest({"name": "البرلمان", "slug": "x", "parent": parent})], room.intake))
    room.refresh()
    assert "افتتاح المكتبة" in room.text(POLITICS.slug)
