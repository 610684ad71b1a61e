"""What is told of wires."""

from tests.feeds.web.api.sender import Sender


def test_wires_are_listed(wire: Sender) -> None:
    (said,) = wire("GET", "/api/v1/wires").json["items"]  # type: ignore[index]
    assert said == {
        "name": "agency",
        "kind": "feed",
        "source": "https://agency.example/feed",
        "succeeded_at": None,
        "next_at": None,
        "counts": {},
        "failures": 0,
        "error": "",
        "comparison": None,
        "remarks": [],
    }
