"""Articles looked for with the API."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from feeds.clock import now
from store import withdraw
from tests.feeds.web.api.sender import ARTICLES, Sender
from tests.room import Room, article

CANAL = quote("قناة")


@pytest.fixture
def seven(wire: Sender) -> Sender:
    wire.send(
        *(article(number, html="<p>في القناة.</p>") for number in range(6)),
        article(6, title="قناة السويس", sections=["اقتصاد"]),
    )
    return wire


def found(wire: Sender, query: str) -> list[str]:
    answer = wire("GET", f"{ARTICLES}?{query}")
    assert answer.status_code == 200, (query, answer.text)
    return [item["source_id"] for item in answer.json["items"]]  # type: ignore[index]


def test_the_best_comes_first(seven: Sender) -> None:
    ids = found(seven, f"q={CANAL}")
    assert (len(ids), ids[0]) == (7, "n-6")
    assert found(seven, f"q={CANAL}&section=economy") == ["n-6"]
    assert found(seven, f"q={CANAL}&in=title") == ["n-6"]
    assert found(seven, f"q={quote('قنا')}&prefix=1&in=title") == ["n-6"]
    assert found(seven, f"q={CANAL}&since=2026-11-24&until=2026-11-24") == ids
    assert found(seven, f"q={CANAL}&until=2026-11-23T00:00:00Z") == []


def test_pages_hold_every_article_once(seven: Sender) -> None:
    ids, cursor = [], "0"
    while cursor:
        page = seven("GET", f"{ARTICLES}?q={CANAL}&limit=3&cursor={cursor}").json
        assert page
        ids += [item["source_id"] for item in page["items"]]
        cursor = page["next"]
    assert len(ids) == len(set(ids)) == 7


def test_what_readers_do_not_see_is_not_found(seven: Sender, room: Room) -> None:
    withdraw(room.intake, "n-6")
    soon = now() + timedelta(days=9)
    seven.send(article(8, title="قناة غدًا", published=soon.isoformat()))
    assert sorted(found(seven, f"q={CANAL}")) == [f"n-{number}" for number in range(6)]


def test_a_list_may_begin_and_end_with_a_day(seven: Sender) -> None:
    assert len(found(seven, "source=wire&since=2026-11-24&until=2026-11-24")) == 7
    assert found(seven, "since=2026-11-25") == found(seven, "until=2026-11-23") == []


BAD = (
    ("q=", "q"),
    ("q=%00", "q"),
    ("q=%ED%A0%80", "q"),
    ("q=" + "a" * 10_000, "q"),
    ("q=" + "a+" * 13, "q"),
    ("q=%22%2A%22", "q"),
    ("q=a&q=b", "q"),
    ("q=a&in=body", "in"),
    ("q=a&prefix=x", "prefix"),
    ("q=a&section=nothing", "section"),
    ("q=a&since=x", "since"),
    ("q=a&until=9999-12-31", "until"),
    ("q=a&since=0001-01-01", "since"),
    ("q=a&source=wire", "source"),
    ("q=a&state=live", "state"),
    ("q=a&cursor=1_urn:x", "cursor"),
    ("cursor=50", "cursor"),
    ("in=title", "in"),
    ("q=a&limit=0", "limit"),
    ("limit=1&limit=2", "limit"),
)


def test_a_bad_question_is_refused_with_field_and_reason(wire: Sender) -> None:
    for query, field in BAD:
        answer = wire("GET", f"{ARTICLES}?{query}")
        assert answer.status_code == 400, answer.text
        assert answer.json
        assert answer.json["field"] == field
        assert answer.json["reason"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_moments_at_the_ends_of_time_are_harmless(seven: Sender, moment: str) -> None:
    for name in ("since", "until"):
        for list_or_not in ("", f"q={CANAL}&"):
            answer = seven("GET", f"{ARTICLES}?{list_or_not}{name}={moment}")
            assert answer.status_code in (200, 400)
