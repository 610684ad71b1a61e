"""The newspaper that stands in for WordPress answers as WordPress 6.1 does: what was seen of a real
one, so that a newsroom that follows the stand-in follows the real one.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from tests.paper import feeds, rest
from tests.paper.editorial import Paper, ago, slugged
from tests.paper.export import export
from tests.paper.rendered import content, content_of_feed, excerpt

POSTS = "/wp-json/wp/v2/posts"
URL = "https://paper.example"


@pytest.fixture
def paper() -> Iterator[Paper]:
    return Paper(lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC), URL)


def asked(paper: Paper, target: str) -> tuple[int, object, dict[str, str]]:
    found = rest.answer(paper, target)
    assert found
    status, kind, body, headers = found
    assert kind == "application/json; charset=UTF-8"
    return status, json.loads(body), headers


def code(paper: Paper, target: str) -> tuple[int, str]:
    status, value, _ = asked(paper, target)
    assert isinstance(value, dict)
    assert value["data"]["status"] == status
    return status, value["code"]


def test_a_page_is_counted_and_bounded(paper: Paper) -> None:
    for number in range(12):
        paper.add(f"خبر {number}", "نص", date=ago(paper.clock(), hours=number))
    status, posts, headers = asked(paper, f"{POSTS}?per_page=5&page=3")
    assert (status, len(posts)) == (200, 2)  # type: ignore[arg-type]
    assert headers == {"X-WP-Total": "12", "X-WP-TotalPages": "3"}
    assert code(paper, f"{POSTS}?per_page=101") == (400, "rest_invalid_param")
    assert code(paper, f"{POSTS}?orderby=nix") == (400, "rest_invalid_param")
    assert code(paper, f"{POSTS}?modified_after=xx") == (400, "rest_invalid_param")
    assert code(paper, f"{POSTS}?page=99999") == (400, "rest_post_invalid_page_number")
    assert asked(paper, f"{POSTS}?include=99999999&page=3")[:2] == (200, [])
    assert asked(paper, "/wp-json/wp/v2/tags?page=7777")[:2] == (200, [])
    assert code(paper, "/wp-json/wp/v2/nix") == (404, "rest_no_route")


def test_what_visitors_may_not_read_is_refused_each_in_its_way(paper: Paper) -> None:
    later = paper.add("لاحق", "نص", date=paper.clock() + timedelta(days=1))
    trashed = paper.add("مهمل", "نص")
    paper.trash(trashed)
    for post in (later, trashed, paper.add("خاص", "نص", status="private")):
        assert code(paper, f"{POSTS}/{post.id}") == (401, "rest_forbidden")
    assert code(paper, f"{POSTS}/9999") == (404, "rest_post_invalid_id")
    locked = paper.add("مقفل", "نص", password="سر", excerpt="موجز")
    _, value, _ = asked(paper, f"{POSTS}/{locked.id}")
    assert isinstance(value, dict)
    assert value["content"] == value["excerpt"] == {"rendered": "", "protected": True}
    assert value["title"] == {"rendered": "مقفل"}
    assert asked(paper, POSTS)[2]["X-WP-Total"] == "1"


def test_ten_terms_are_embedded_and_all_are_numbered(paper: Paper) -> None:
    tags = paper.add_tags(*(f"وسم {number:02}" for number in range(12)))
    post = paper.add("خبر", "نص", [1, *tags])
    _, value, _ = asked(paper, f"{POSTS}/{post.id}?_embed=1")
    assert isinstance(value, dict)
    assert len(value["tags"]) == 12
    assert len(value["_embedded"]["wp:term"][1]) == 10
    _, value, _ = asked(paper, f"{POSTS}/{post.id}?_fields=id,title.rendered&_embed=1")
    assert value == {"id": post.id, "title": {"rendered": "خبر"}}


def test_moments_are_compared_in_local_time_and_do_not_count_themselves(paper: Paper) -> None:
    post = paper.add("خبر", "نص")
    local = f"{post.modified:%Y-%m-%dT%H:%M:%S}"
    assert local == "2026-11-24T11:00:00"
    for name in ("after", "modified_after"):
        assert asked(paper, f"{POSTS}?{name}={local}")[1] == []
        assert asked(paper, f"{POSTS}?{name}=2026-11-24T08:59:59Z")[2]["X-WP-Total"] == "1"


def test_cron_and_older_dates_leave_the_modification_where_it_was(paper: Paper) -> None:
    now = paper.clock()
    later = paper.add("لاحق", "نص", date=now + timedelta(hours=1))
    before = later.modified
    paper.clock = lambda: now + timedelta(hours=2)
    assert paper.cron() == [later]
    assert (later.status, later.modified) == ("publish", before)
    old = paper.add("قديم", "نص", date=ago(now, days=9))
    assert old.modified == old.date


def test_an_untrashed_post_is_a_draft_with_its_old_slug(paper: Paper) -> None:
    post = paper.add("خبر", "نص")
    slug = post.slug
    paper.trash(post)
    assert post.slug == f"{slug}__trashed"
    paper.untrash(post)
    assert (post.status, post.slug) == ("draft", slug)


def test_slugs_end_with_a_whole_letter() -> None:
    slug = slugged("أ" * 60)
    assert slug == "%d8%a3" * 33


def test_html_is_what_the_filters_make(paper: Paper) -> None:
    first = paper.add_media("one", alt="رصيف")
    post = paper.add(
        'المدير: "ينتهي" - ولا تأجيل...',
        'قال "نعم" 🌳 :) ثم :mrgreen:\n\nسطر\nوآخر\n\n'
        f'[gallery ids="{first}"]\n\n<!--more-->\n\nبقية',
    )
    file = f"{URL}/wp-content/uploads/2026/11/one"
    smiley = (
        '<img src="{}" alt="{}" class="wp-smiley" style="height: 1em; max-height: 1em;" />'.format
    )
    mrgreen = smiley(f"{URL}/wp-includes/images/smilies/mrgreen.png", ":mrgreen:")
    picture = (
        f'<a href=\'{URL}/one-jpg/\'><img width="150" height="150" src="{file}-150x150.jpg"'
        ' class="attachment-thumbnail size-thumbnail" alt="رصيف" decoding="async"'
        ' loading="lazy" /></a>'
    )
    html = content(paper, post)
    assert html.startswith(
        f"<p>قال &#8220;نعم&#8221; 🌳 🙂 ثم {mrgreen}</p>\n"
        "<p>سطر<br />\nوآخر</p>\n<div id='gallery-1'"
    )
    assert html.endswith("</div>\n\n<p><!--more--></p>\n<p>بقية</p>\n")
    assert picture in html
    assert excerpt(paper, post) == "<p>قال &#8220;نعم&#8221; 🌳 🙂 ثم سطر وآخر</p>\n"
    fed = content_of_feed(paper, post)
    assert smiley("https://s.w.org/images/core/emoji/14.0.0/72x72/1f333.png", "🌳") in fed
    assert f'<span id="more-{post.id}"></span>' in fed
    assert "gallery-item" not in fed
    _, value, _ = asked(paper, f"{POSTS}/{post.id}")
    assert isinstance(value, dict)
    assert value["title"]["rendered"] == "المدير: &#8220;ينتهي&#8221; &#8211; ولا تأجيل&#8230;"


def test_an_export_of_posts_alone_has_no_terms_and_no_pictures(paper: Paper) -> None:
    above = paper.add_term("السياسة")
    below = paper.add_term("البرلمان", parent=above)
    paper.add("خبر", "نص", [below], picture=paper.add_media("one"))
    names = {"wp": "http://wordpress.org/export/1.2/"}
    whole, posts = (
        etree.fromstring(export(paper, attachments=attachments)) for attachments in (True, False)
    )
    parents = [one.text or "" for one in whole.iterfind(".//wp:category_parent", names)]
    assert parents.count("") == 2
    assert paper.terms[above].slug in parents
    assert len(whole.findall(".//item")) == 2
    assert len(posts.findall(".//item")) == 1
    assert posts.find(".//wp:category", names) is None
    assert posts.findtext(".//wp:base_site_url", None, names) == URL


def test_feeds_have_the_newest_by_number_and_forms_for_locked_posts(paper: Paper) -> None:
    for number in range(12):
        paper.add(f"خبر {number}", "نص", date=ago(paper.clock(), hours=number + 1))
    locked = paper.add("مقفل", "نص خفي", password="سر")
    found = feeds.answer(paper, "/feed/")
    assert found
    items = etree.fromstring(found[2]).findall(".//item")
    assert len(items) == 10
    assert items[0].findtext("guid") == f"{URL}/?p={locked.id}"
    assert items[0].findtext("title") == "محمي: مقفل"
    assert "خفي".encode() not in found[2]
    assert b"post-password-form" in found[2]
    assert rest.answer(paper, "/feed/") is None
