"""Categories of WordPress: the post is in those above, and a slug outlives a new name."""

import io
import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from store import Draft, Store, ingest
from store.draft import PARENTS
from store.sources.file import File
from store.sources.wordpress import wxr
from store.sources.wordpress.categories import category_labels, lacks_parents
from store.sources.wordpress.posts import draft
from store.sources.wordpress.webhooks import read_webhook
from tests.room import POLITICS, Room
from tests.wordpress import post
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported


def rest(*terms: dict[str, Any]) -> Draft:
    told = [{"taxonomy": "category", **term} for term in terms]
    made = draft(post(1) | {"_embedded": {"wp:term": [told]}}, "site")
    assert isinstance(made, Draft)
    return made


def export(tree: str, own: str) -> Draft:
    """The one post of an export whose head and whose item tell these categories."""
    text = HEAD + tree + exported(1, meta=own) + TAIL
    (made,) = wxr.read(File(io.BytesIO(text.encode()), "a.xml", ""))
    assert isinstance(made, Draft)
    return made


def category(slug: str, name: str, parent: str = "") -> str:
    """A category as the head of an export tells it."""
    return (
        f"<wp:category><wp:category_nicename><![CDATA[{slug}]]></wp:category_nicename>"
        f"<wp:category_parent><![CDATA[{parent}]]></wp:category_parent>"
        f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
    )


def as_term(slug: str, name: str, parent: str = "", taxonomy: str = "category") -> str:
    """A category in the way of `wp:term`."""
    return (
        f"<wp:term><wp:term_taxonomy>{taxonomy}</wp:term_taxonomy><wp:term_slug>{slug}</wp:term_slug>"
        f"<wp:term_parent>{parent}</wp:term_parent><wp:term_name>{name}</wp:term_name></wp:term>"
    )


def own_category(slug: str, name: str) -> str:
    return f'<category domain="category" nicename="{slug}"><![CDATA[{name}]]></category>'


def test_a_parent_may_stand_within_its_child() -> None:
    top = {"name": "رياضة", "slug": "sports", "parent": 0}
    middle = {"name": "كرة القدم", "slug": "football", "parent": top}
    made = rest({"name": "الدوري", "slug": "league", "parent": middle})
    assert made.sections == ("الدوري", "كرة القدم", "رياضة", "league", "football", "sports")


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
    assert made.sections == ("الدوري", "رياضة", "league", "sports")


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


def test_an_export_tells_all_categories_above_that_of_a_post() -> None:
    tree = category("league", "الدوري", "football") + category("football", "كرة القدم", "sports")
    made = export(tree + category("sports", "رياضة"), own_category("league", "الدوري"))
    assert {"الدوري", "كرة القدم", "football", "رياضة", "sports"} <= set(made.sections)


def test_an_export_may_tell_categories_as_terms() -> None:
    tree = as_term("league", "الدوري", "sports") + as_term("sports", "رياضة")
    made = export(tree, own_category("league", "الدوري"))
    assert {"رياضة", "sports"} <= set(made.sections)


def test_a_tag_of_an_export_is_above_no_category() -> None:
    tree = category("league", "الدوري", "sports") + as_term("sports", "رياضة", "", "post_tag")
    assert "رياضة" not in export(tree, own_category("league", "الدوري")).sections


def test_slugs_of_an_export_meet_however_they_are_spelt() -> None:
    ball = quote("كرة-القدم")
    tree = category("كرة-القدم", "كرة القدم", quote("رياضة").lower()) + category("رياضة", "رياضة")
    assert "رياضة" in export(tree, own_category(ball.lower(), "كرة القدم")).sections


def test_a_circle_in_an_export_ends() -> None:
    tree = category("a", "أولى", "b") + category("b", "ثانية", "a")
    assert export(tree, own_category("a", "أولى")).sections[-3:] == ("economy", "a", "b")


def test_a_link_of_an_embedded_category_tells_the_one_above_it() -> None:
    up = {"up": [{"href": "https://press.example.com/wp-json/wp/v2/categories/4"}]}
    child = {"id": 9, "name": "الدوري", "_links": up}
    made = rest(child, {"id": 4, "name": "رياضة"})
    assert made.sections == ("الدوري", "رياضة")
    assert lacks_parents([child])
    assert not lacks_parents([child, {"id": 4, "name": "رياضة"}])


def test_a_webhook_that_names_a_parent_by_its_number_alone_says_so() -> None:
    told = {"post_title": "خبر", "post_content": "نص", "post_status": "publish"}
    for parent, is_untold in ((4, True), (0, False), ("0", False)):
        terms = [{"term_id": 9, "name": "الدوري", "slug": "league", "parent": parent}]
        message = {"post_id": 1, "post": told, "taxonomies": {"category": terms}}
        (made,) = read_webhook(json.dumps(message).encode(), "hook")
        assert isinstance(made, Draft)
        assert (PARENTS in made.unnamed) is is_untold


def test_the_section_of_a_parent_stays_when_a_message_does_not_tell_it(store: Store) -> None:
    room = Room(store)
    parent = {"name": "السياسة", "slug": "siyasa", "parent": 0}
    whole = rest({"name": "البرلمان", "slug": "majlis", "parent": parent})
    list(ingest([replace(whole, site=None)], room.intake))
    child = rest({"name": "البرلمان", "slug": "majlis"})
    part = replace(child, site=None, title="عنوان جديد", unnamed=frozenset([PARENTS]))
    list(ingest([part], room.intake))
    room.refresh()
    assert "عنوان جديد" in room.text(POLITICS.slug)
    moved = replace(part, sections=("مال وأعمال",), title="عنوان آخر")
    list(ingest([moved], room.intake))
    room.refresh()
    assert "عنوان آخر" not in room.text(POLITICS.slug)
