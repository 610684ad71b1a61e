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
    assert [one["refused"]["field"] for one in held] == ["titel", "colour", "headlin", "id"]


def test_what_is_sent_well_takes_nothing_else_out_of_quarantine(wire: Sender) -> None:
    wire.send({"title": ""})
    wire.send({"title": "خبر بلا معرّف", "text": "نص", "published": "2026-11-24"})
    assert len(wire("GET", "/api/v1/quarantine").json["items"]) == 1  # type: ignore[index]
