"""What comes in: hostile, too large, or of another type."""

import pytest

from tests.feeds.web.api.sender import ARTICLES, JSON, Sender

HOSTILE = {
    "200,000 brackets": b"[" * 200_000,
    "an integer of 6,000 digits": b'{"title": "x", "id": ' + b"9" * 6_000 + b"}",
    "NaN": b'{"title": NaN}',
    "a lone surrogate": b'{"title": "\\ud800"}',
    "a key twice": b'{"title": "x", "title": "y"}',
    "UTF-16": '{"title": "خبر"}'.encode("utf-16"),
    "nothing": b"",
    "half a record": b'{"title": "x"',
    "33 levels": b'{"title": ' + b"[" * 33 + b"]" * 33 + b"}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused(wire: Sender, name: str) -> None:
    answer = wire("POST", ARTICLES, data=HOSTILE[name], headers=JSON)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_bodies_have_limits(wire: Sender) -> None:
    assert wire("POST", ARTICLES, data=b" " * 30_000_000, headers=JSON).status_code == 413
    assert wire.send(*({} for _ in range(501))).status_code == 413
    assert wire("POST", ARTICLES, data="<x/>", content_type="text/xml").status_code == 415
    assert (
        wire(
            "POST", ARTICLES, data="{}", content_type="application/json; charset=utf-16"
        ).status_code
        == 415
    )
