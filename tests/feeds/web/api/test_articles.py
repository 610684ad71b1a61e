"""Articles sent, put, listed, withdrawn and restored."""

from datetime import timedelta
from typing import Any

import pytest

from store import find, restore, withdraw
from tests.feeds.web.api.sender import ARTICLES, JSON, Sender, decisions
from tests.room import Room, article


def test_an_article_is_new_then_the_same_then_edited(wire: Sender, room: Room) -> None:
    first = wire.send(article())
    assert (first.status_code, decisions(first)) == (201, ["new"])
    item = first.json["items"][0]  # type: ignore[index]
    assert item["source_id"] == "n-1"
    assert item["feeds"][:2] == ["all", "politics"]
    assert find(room.store, item["id"]).article.owner == "wire"
    again = wire.send(article())
    assert (again.status_code, decisions(again)) == (200, ["same"])
    edited = wire.send(article(title="عنوان آخر"))
    assert (edited.status_code, decisions(edited)) == (200, ["edited"])


def test_a_list_says_of_each_record_what_became_of_it(wire: Sender) -> None:
    answer = wire.send(article(1), article(2, title=""), article(3, colour="أحمر"))
    assert answer.status_code == 207
    assert decisions(answer) == ["new", "quarantined", "quarantined"]
    assert [item["refused"] and item["refused"]["field"] for item in answer.json["items"]] == [  # type: ignore[index]
        None,
        "title",
        "colour",
    ]
    assert wire.send(article(1), article(4)).status_code == 201
    assert wire.send(article(1), article(4)).status_code == 200


def test_put_is_by_the_senders_own_id(wire: Sender) -> None:
    record = article()
    del record["id"]
    assert wire("PUT", f"{ARTICLES}/desk/2026/1", json=record).status_code == 201
    answer = wire("PUT", f"{ARTICLES}/desk/2026/1", json=record | {"title": "عنوان آخر"})
    assert (answer.status_code, decisions(answer)) == (200, ["edited"])
    ours = answer.json["items"][0]["id"]  # type: ignore[index]
    assert decisions(wire("PUT", f"{ARTICLES}/{ours}", json=record | {"title": "ثالث"})) == [
        "edited"
    ]
    assert (
        wire("PUT", f"{ARTICLES}/desk/2026/1", json=record | {"id": "another"}).status_code == 422
    )


def test_a_story_of_another_source_may_be_put_again(wire: Sender, other: Sender) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    for _ in range(2):
        answer = other("PUT", f"{ARTICLES}/theirs", json=article(id="theirs"))
        assert (answer.status_code, decisions(answer)) == (200, ["copy"])
    assert other("PUT", f"{ARTICLES}/{ours}", json=article(id=None)).status_code == 403


def test_an_article_is_withdrawn_and_restored_by_either_id(wire: Sender, room: Room) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    gone = wire("DELETE", f"{ARTICLES}/n-1")
    assert (gone.status_code, gone.json["decision"]) == (200, "withdrawn")  # type: ignore[index]
    assert wire("DELETE", f"{ARTICLES}/{ours}").json["decision"] == "same"  # type: ignore[index]
    assert wire("GET", f"{ARTICLES}/n-1").json["state"] == "withdrawn"  # type: ignore[index]
    back = wire("POST", f"{ARTICLES}/{ours}/restore")
    assert (back.status_code, back.json["decision"]) == (200, "restored")  # type: ignore[index]
    assert find(room.store, ours).live
    assert wire("DELETE", f"{ARTICLES}/unknown").status_code == 404


NOTICE = "سحبنا هذا الخبر.\nنعتذر لقرائنا."


@pytest.mark.parametrize(
    "given",
    [
        {"json": {"notice": NOTICE}},
        {"query_string": {"notice": NOTICE}},
        {"json": {"notice": NOTICE}, "query_string": {"notice": NOTICE}},
        {"json": {"notice": None}, "query_string": {"notice": NOTICE}},
    ],
    ids=["body", "query", "both alike", "nothing in the body"],
)
def test_a_withdrawal_may_bring_a_notice(wire: Sender, room: Room, given: Any) -> None:
    record = article(html="<p>نص قديم.</p>", summary="خلاصة قديمة.")
    wire.send(record | {"image": "https://example.com/old.jpg"})
    gone = wire("DELETE", f"{ARTICLES}/n-1", **given).json
    assert (gone["decision"], gone["feeds"][:2]) == ("withdrawn", ["all", "politics"])  # type: ignore[index]
    whole = wire("GET", f"{ARTICLES}/n-1")
    assert not any(part in whole.text for part in ("قديم", "old.jpg"))
    shown = whole.json
    assert shown["title"] == f"سُحب: {record['title']}"  # type: ignore[index]
    assert (shown["state"], shown["notice"]["text"]) == ("withdrawn", NOTICE)  # type: ignore[index]
    assert shown["html"] == "<p>سحبنا هذا الخبر.</p>\n<p>نعتذر لقرائنا.</p>"  # type: ignore[index]
    assert shown["feeds"] == ["all", "politics"]  # type: ignore[index]
    listed = wire("GET", f"{ARTICLES}?source=wire").json["items"]  # type: ignore[index]
    assert [one["notice"] for one in listed] == [shown["notice"]]  # type: ignore[index]
    assert wire("DELETE", f"{ARTICLES}/n-1", **given).json["decision"] == "same"  # type: ignore[index]
    assert wire("DELETE", f"{ARTICLES}/n-1").json["decision"] == "same"  # type: ignore[index]
    wire("POST", f"{ARTICLES}/n-1/restore")
    assert find(room.store, "n-1").article.title == record["title"]
    assert wire("GET", f"{ARTICLES}/n-1").json["notice"] is None  # type: ignore[index]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"json": {"notice": NOTICE}, "query_string": {"notice": "نص آخر."}}, 400),
        ({"json": {"notise": NOTICE}}, 400),
        ({"query_string": {"notise": NOTICE}}, 400),
        ({"json": {"notice": 7}}, 400),
        ({"json": {"notice": ""}}, 400),
        ({"json": {"notice": "ط" * 5_001}}, 400),
        ({"json": [NOTICE]}, 400),
        ({"data": b"{", "headers": JSON}, 400),
        ({"data": b"null", "headers": JSON}, 400),
        ({"data": NOTICE.encode(), "content_type": "text/plain"}, 415),
        ({"json": {"notice": " \n"}}, 422),
        ({"query_string": {"notice": "\u200b"}}, 422),
    ],
)
def test_a_notice_that_cannot_be_withdraws_nothing(
    wire: Sender, room: Room, given: Any, status: int
) -> None:
    wire.send(article())
    answer = wire("DELETE", f"{ARTICLES}/n-1", **given)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert find(room.store, "n-1").live


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"query_string": {"notice": ""}}, "notice: is empty"),
        ({"json": {"notice": ""}}, "notice: is empty"),
        ({"json": [NOTICE]}, "the body should be an object"),
        ({"data": b"null", "headers": JSON}, "the body should be an object"),
        ({"json": {"notice": 7}}, "notice: should be text"),
        ({"json": {"notise": NOTICE}}, "notise: is not known here"),
        (
            {"query_string": {"notice": "ط" * 5_001}},
            "notice: should have at most 5000 characters",
        ),
    ],
)
def test_a_withdrawal_that_cannot_be_is_answered_in_our_words(
    wire: Sender, given: Any, words: str
) -> None:
    wire.send(article())
    answer = wire("DELETE", f"{ARTICLES}/n-1", **given)
    assert (answer.status_code, answer.json["detail"]) == (400, words)  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("limit=0", "limit: should be at least 1"),
        ("limit=9999", "limit: should be at most 100"),
        ("state=gone", "state: should be 'live', 'embargo', 'withdrawn' or 'expired'"),
        ("section=%D8%B3", "section: should be written as ^[a-z0-9-]+$"),
        ("page=2", "page: is not known here"),
    ],
)
def test_a_list_that_cannot_be_is_answered_in_our_words(
    wire: Sender, query: str, words: str
) -> None:
    answer = wire("GET", f"{ARTICLES}?{query}")
    assert (answer.status_code, answer.json["detail"]) == (400, words)  # type: ignore[index]


def test_a_withdrawal_without_a_word_may_still_name_a_type(wire: Sender) -> None:
    """As a program does that names it in every request."""
    wire.send(article())
    assert wire("DELETE", f"{ARTICLES}/n-1", headers=JSON).status_code == 200


def test_another_source_gives_no_notice(wire: Sender, other: Sender) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    wire("DELETE", f"{ARTICLES}/{ours}")
    assert other("DELETE", f"{ARTICLES}/{ours}", json={"notice": NOTICE}).status_code == 403
    assert wire("GET", f"{ARTICLES}/{ours}").json["notice"] is None  # type: ignore[index]


def test_the_list_is_read_in_pages_that_partition_it(wire: Sender) -> None:
    wire.send(*(article(number) for number in range(7)))
    seen, cursor = [], ""
    while cursor is not None:
        page = wire(
            "GET", f"{ARTICLES}?source=wire&limit=3{f'&cursor={cursor}' if cursor else ''}"
        ).json
        seen += [item["source_id"] for item in page["items"]]  # type: ignore[index]
        cursor = page["next"]  # type: ignore[index]
    assert sorted(seen) == [f"n-{number}" for number in range(7)]


def test_the_list_is_narrowed(wire: Sender) -> None:
    wire.send(
        article(1), article(2, sections=["اقتصاد"], published="2026-11-20T09:00:00Z"), article(3)
    )
    wire("DELETE", f"{ARTICLES}/n-3")

    def listed(query: str) -> list[str]:
        items = wire("GET", f"{ARTICLES}?source=wire&{query}").json["items"]  # type: ignore[index]
        return sorted(item["source_id"] for item in items)

    assert listed("section=economy") == ["n-2"]
    assert listed("section=politics&state=live") == ["n-1"]
    assert listed("state=withdrawn") == ["n-3"]
    assert listed("until=2026-11-21T00:00:00Z") == ["n-2"]
    assert listed("since=2026-11-21T00:00:00Z") == ["n-1", "n-3"]
    wrong = ("limit=101", "limit=0", "cursor=x", "since=yesterday", "state=lost", "sectoin=economy")
    otherwise = (
        "limit=%D9%A5",
        "limit=5.0",
        "limit=+5",
        "limit=%2B5",
        "since=1764000000",
    )
    for bad in (*wrong, *otherwise):
        answer = wire("GET", f"{ARTICLES}?{bad}")
        assert answer.status_code == 400, bad
        assert answer.json["detail"].startswith(f"{bad.partition('=')[0]}: "), bad  # type: ignore[index]


def test_an_embargo_is_shown_to_its_own_source_alone(wire: Sender, other: Sender) -> None:
    ours = wire.send(article(publish_at="2027-06-01T09:00:00Z")).json["items"][0]["id"]  # type: ignore[index]
    assert wire("GET", f"{ARTICLES}/{ours}").json["state"] == "embargo"  # type: ignore[index]
    assert other("GET", f"{ARTICLES}/{ours}").status_code == 404
    assert other("GET", f"{ARTICLES}?source=wire").json["items"] == []  # type: ignore[index]


def test_what_its_source_has_deleted_it_may_put_again(wire: Sender, room: Room) -> None:
    wire.send(article())
    wire("DELETE", f"{ARTICLES}/n-1", json={"notice": "سحبناه لخطأ فيه."})
    shown = wire("GET", f"{ARTICLES}/n-1").json
    assert shown
    assert (shown["state"], shown["withdrawn_by"]) == ("withdrawn", "source")
    room.pass_time(minutes=1)
    assert decisions(wire("PUT", f"{ARTICLES}/n-1", json=article())) == ["restored"]
    shown = wire("GET", f"{ARTICLES}/n-1").json
    assert shown
    assert (shown["state"], shown["withdrawn_by"], shown["notice"]) == ("live", None, None)
    wire("DELETE", f"{ARTICLES}/n-1")
    restore(room.intake, "n-1")
    assert wire("DELETE", f"{ARTICLES}/n-1").json["decision"] == "withdrawn"  # it means it


def test_what_an_editor_withdrew_no_source_puts_again(wire: Sender, room: Room) -> None:
    wire.send(article())
    withdraw(room.intake, "n-1")
    assert wire("DELETE", f"{ARTICLES}/n-1").json["decision"] == "same"
    for record in (article(), article(title="عنوان آخر لا يعيده")):
        assert decisions(wire.send(record))[0] in ("same", "edited")
    shown = wire("GET", f"{ARTICLES}/n-1").json
    assert shown
    assert (shown["state"], shown["withdrawn_by"]) == ("withdrawn", "editor")
    refused = wire("POST", f"{ARTICLES}/n-1/restore")
    assert refused.status_code == 403
    assert "an editor has withdrawn" in refused.json["detail"]


def test_what_has_expired_no_source_restores(wire: Sender, room: Room) -> None:
    expiring = article(expires_at=(room.now + timedelta(minutes=1)).isoformat())
    room.ingest(expiring, owner="wire")
    room.pass_time(minutes=5)
    room.release()
    assert decisions(wire.send(article())) == ["edited"]
    assert wire("POST", f"{ARTICLES}/n-1/restore").status_code == 403
    assert wire("GET", f"{ARTICLES}/n-1").json["withdrawn_by"] == "rule"
