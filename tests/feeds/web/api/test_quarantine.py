"""Refused drafts: each source sees and drops its own."""

from tests.feeds.web.api.sender import ARTICLES, Sender
from tests.room import article


def test_one_refused_article_is_a_problem_and_stands_in_its_own_quarantine(
    wire: Sender, other: Sender
) -> None:
    answer = wire.send(article(published="ليس تاريخًا"))
    assert answer.status_code == 422
    assert answer.json["field"] == "published"  # type: ignore[index]
    held = wire("GET", "/api/v1/quarantine").json["items"]  # type: ignore[index]
    assert [one["refused"]["field"] for one in held] == ["published"]
    assert other("GET", "/api/v1/quarantine").json["items"] == []  # type: ignore[index]
    number = held[0]["number"]
    assert other("DELETE", f"/api/v1/quarantine/{number}").status_code == 404
    assert wire("DELETE", f"/api/v1/quarantine/{number}").status_code == 200
    assert wire("GET", "/api/v1/quarantine").json["items"] == []  # type: ignore[index]


def test_what_is_no_record_stands_in_quarantine_too(wire: Sender) -> None:
    refused = [
        wire.send({"titel": "خبر"}),
        wire.send(article(colour="أحمر")),
        wire("PUT", f"{ARTICLES}/n-1", json={"titel": "خبر"}),
        wire("PUT", f"{ARTICLES}/n-1", json={"headlin": "خبر"}),
        wire("PUT", f"{ARTICLES}/n-1", json=article(2)),
    ]
    assert {answer.status_code for answer in refused} == {422}
    held = wire("GET", "/api/v1/quarantine").json["items"]  # type: ignore[index]
    assert [one["refused"]["field"] for one in held] == ["id", "headlin", "colour", "titel"]


def test_quarantine_is_listed_a_page_at_a_time_newest_first(wire: Sender, other: Sender) -> None:
    other.send(article(9, title=""))
    for number in range(5):
        wire.send(article(number, title="" if number else None))
    first = wire("GET", "/api/v1/quarantine?limit=2").json
    assert first is not None
    assert first["reasons"] == [
        {"reason": "title: is missing: an article needs a title", "count": 5}
    ]
    numbers = [one["number"] for one in first["items"]]
    following = first["next"]
    while following:
        page = wire("GET", f"/api/v1/quarantine?limit=2&before={following}").json
        assert page is not None
        assert page["reasons"] is None
        numbers += [one["number"] for one in page["items"]]
        following = page["next"]
    assert len(numbers) == 5
    assert numbers == sorted(numbers, reverse=True)


def test_the_page_behind_the_last_is_empty(wire: Sender) -> None:
    assert wire("GET", "/api/v1/quarantine?before=1").json == {
        "items": [],
        "next": None,
        "reasons": None,
    }
    assert wire("GET", "/api/v1/quarantine?after=1").status_code == 400


def test_what_is_sent_well_takes_nothing_else_out_of_quarantine(wire: Sender) -> None:
    wire.send({"title": ""})
    wire.send({"title": "خبر بلا معرّف", "text": "نص", "published": "2026-11-24"})
    assert len(wire("GET", "/api/v1/quarantine").json["items"]) == 1  # type: ignore[index]
