"""What plugins of WordPress send when a post changes.

Its REST API is tested with the wire that asks it.
"""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Deletion, Draft, Place, Refused, Store, ingest, record
from store import read_webhook as read
from store.draft import Omitted
from tests.room import Room

REST: dict[str, Any] = {
    "id": 731,
    "status": "publish",
    "type": "post",
    "link": "https://nakheel.example.com/dates/",
    "title": {"rendered": "موسم جني التمور &amp; أسواقها"},
    "content": {"rendered": "<p>بدأ المزارعون جني التمور في الواحة.</p>", "protected": False},
    "excerpt": {"rendered": ""},
    "date": "2026-10-04T10:00:00",
    "date_gmt": "2026-10-04T07:00:00",
}
KEPT: dict[str, Any] = {
    "ID": 731,
    "post_title": "موسم جني التمور",
    "post_content": (
        "بدأ المزارعون جني التمور.\nوالأسواق تستعد.\n\n<b>الأسعار</b> مستقرة هذا العام."
    ),
    "post_excerpt": "",
    "post_date": "2026-10-04 10:00:00",
    "post_date_gmt": "2026-10-04 07:00:00",
    "post_modified_gmt": "2026-10-04 09:30:00",
    "post_status": "publish",
    "post_password": "",
    "post_type": "post",
}
WEBHOOK: dict[str, Any] = {
    "post_id": 731,
    "post": KEPT,
    "post_thumbnail": "https://nakheel.example.com/wp-content/uploads/2026/10/dates.jpg",
    "post_permalink": "https://nakheel.example.com/dates/",
    "taxonomies": {
        "category": {"farming": {"term_id": 4, "name": "زراعة", "slug": "farming"}},
        "post_tag": {"palms": {"term_id": 8, "name": "نخيل", "slug": "palms"}},
    },
}
WORDS = {
    "id": "731",
    "url": "https://nakheel.example.com/dates/",
    "title": "موسم جني التمور",
    "html": (
        "<p>بدأ المزارعون جني التمور.<br>\nوالأسواق تستعد.</p>\n<p><b>الأسعار</b> مستقرة هذا"
        " العام.</p>"
    ),
    "published": "2026-10-04 10:00:00+03:00",
    "updated": "2026-10-04 09:30:00Z",
}


def sent(value: object) -> bytes:
    return json.dumps(value).encode()


def post(**fields: object) -> dict[str, Any]:
    return WEBHOOK | {"post": KEPT | fields}


def fields(content: bytes) -> dict[str, object]:
    (found,) = read(content, "hook")
    assert isinstance(found, Draft), found
    assert found.place == Place("hook", 731)
    return {name: value for name, value in record.fields(found).items() if value}


def test_wp_webhooks_sends_the_post_and_what_stands_around_it() -> None:
    assert fields(sent(WEBHOOK)) == WORDS | {
        "sections": ["زراعة", "farming"],
        "tags": ["نخيل"],
        "image": {"url": "https://nakheel.example.com/wp-content/uploads/2026/10/dates.jpg"},
    }


def test_hookpress_sends_a_form() -> None:
    said = {"hook": "publish_post", "post_url": "https://nakheel.example.com/dates/"} | KEPT
    assert fields(urlencode(said).encode()) == WORDS
    assert fields(sent(said)) == WORDS


def test_what_is_null_is_no_text() -> None:
    assert "html" not in fields(sent(post(post_content=None)))


def test_a_post_of_the_rest_api_is_a_hook_too() -> None:
    found = fields(sent(REST))
    assert (found["title"], found["published"]) == (
        "موسم جني التمور &amp; أسواقها",
        "2026-10-04T10:00:00+03:00",
    )  # prepare decodes


def test_several_posts_come_in_a_list() -> None:
    assert len(read(sent([REST, WEBHOOK]), "hook")) == 2


GONE: dict[str, object] = {
    **{
        status: post(post_status=status)
        for status in ("trash", "draft", "private", "pending", "future")
    },
    "a password": post(post_password="سر"),
    "a password of the REST API": REST | {"content": {"rendered": "", "protected": True}},
    "a draft of the REST API": REST | {"status": "draft"},
    "a post that is no longer found": {"post_id": 731, "post": None},
    "a post that is no longer found, as PHP writes it": {"post_id": 731, "post": []},
    **{
        hook: {"hook": hook, "ID": "731"}
        for hook in ("delete_post", "trashed_post", "wp_trash_post")
    },
    "a hook that sends the whole post": {"hook": "trashed_post"} | WEBHOOK,
}


@pytest.mark.parametrize("said", GONE.values(), ids=GONE)
def test_what_is_no_longer_public_is_withdrawn(said: object) -> None:
    assert read(sent(said), "hook") == [Deletion("731", Place("hook", 731))]


def test_a_form_may_withdraw() -> None:
    assert read(b"hook=delete_post&ID=731", "hook") == [Deletion("731", Place("hook", 731))]


@pytest.mark.parametrize("kind", ["page", "attachment", "event", "nav_menu_item"])
def test_what_is_no_post_is_left_out_by_its_type(kind: str) -> None:
    said = (post(post_type=kind), post(post_type=kind, post_status="trash"), REST | {"type": kind})
    assert [read(sent(one), "hook") for one in said] == [[Omitted(kind, Place("hook"))]] * 3
    form = b"hook=publish_page&ID=731&post_title=x"
    assert read(form, "hook") == [Omitted("page", Place("hook"))]


def test_a_revision_says_nothing() -> None:
    said = (post(post_type="revision"), REST | {"type": "revision"})
    assert [read(sent(one), "hook") for one in said] == [[], []]


UNKNOWN: dict[str, tuple[bytes, str]] = {
    "another shape": (b'{"event": "post.created"}', "is no webhook that is known"),
    "a number alone": (b'{"ID": 5}', "title: "),
    "nothing": (b"", "is no webhook that is known"),
    "a list of nothing": (b"[5]", "is no webhook that is known"),
    "a web page": (b"<html></html>", "is no webhook that is known"),
    "JSON cut off": (b'{"post_id": 4', "is no JSON"),
    "a key that stands twice": (b'{"ID": 4, "ID": 5}', "the key 'ID' stands twice"),
    "bytes": (b"\xff\xfe", "is neither JSON nor a form in UTF-8"),
    "a form in another charset": (b"ID=4&post_title=%C7%E1", "is neither JSON nor a form in UTF-8"),
    "too many fields": (b"a=1&" * 1_001, "is neither JSON nor a form in UTF-8"),
    "a deletion of nothing": (b'{"hook": "delete_post", "ID": null}', "id: names no post"),
    "a hook that is no text": (b'{"hook": ["delete_post"], "ID": 5}', "title: "),
    "a status that is no text": (
        sent(post(post_status=0)),
        "status: should be text, such as publish",
    ),
    "a number without end": (b"hook=delete_post&ID=" + b"9" * 5_000, "id: names no post"),
    "a number in other digits": (b"hook=delete_post&ID=%D9%A1", "id: names no post"),
}


@pytest.mark.parametrize(("content", "reason"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_refused_and_withdraws_nothing(content: bytes, reason: str) -> None:
    (found,) = read(content, "hook")
    assert isinstance(found, Draft | Refused)
    if isinstance(found, Draft):  # refused where it is prepared, for want of the field
        assert reason == "title: "
        assert not found.title
    else:
        assert str(found).startswith(reason)


def test_a_post_comes_and_goes(store: Store) -> None:
    room = Room(store)
    edited, gone = post(post_title="أسعار التمور"), post(post_status="trash")
    decided = [
        outcome.kind
        for said in (WEBHOOK, WEBHOOK, edited, gone, gone)
        for batch in ingest(read(sent(said), "hook"), room.intake)
        for outcome in batch
    ]
    assert decided == ["new", "same", "edited", "withdrawn", "same"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**22) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEPT, *WEBHOOK, *REST]), inner)
    ),
    max_leaves=12,
)


@given(odd=st.dictionaries(st.sampled_from([*KEPT, *WEBHOOK, *REST, "hook"]), _JSON))
def test_no_shape_makes_reading_fail(odd: dict[str, Any]) -> None:
    for whole in (odd, WEBHOOK | odd, WEBHOOK | {"post": KEPT | odd}, REST | odd):
        read(sent(whole), "hook")


@given(data=st.binary(max_size=60))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    read(data, "hook")
