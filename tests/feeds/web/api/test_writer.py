"""What is written in the writer is answered as if it were written here, byte for byte."""

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask

from feeds.newsroom import Newsroom
from feeds.web import face
from feeds.web.api import routes
from store import Store
from tests import quick
from tests.feeds.web.api.sender import (
    ARTICLES,
    JSON,
    OTHER,
    SCOPED,
    SECRET,
    bearer,
    make_app,
    make_settings,
)
from tests.room import article

_OWN = re.compile(rb'urn:uuid:[-0-9a-f]+|"received_at":"[^"]+"')
HOOK = "/api/v1/hooks/wordpress"
PLAIN = {"Content-Type": "text/plain"}
LONG = "<p>أعلنت البلدية أن أعمال رصف الكورنيش تنتهي قبل موسم السياحة.</p>" * 3_000
ARABIC = {"Accept-Language": "ar"}


def sent(*records: object) -> bytes:
    return json.dumps(records[0] if len(records) == 1 else records).encode()


# The token, the method, the address, the body and more headers of each request, in this order.
Request = tuple[str, str, str, bytes | None, dict[str, str]]
REQUESTS: tuple[Request, ...] = (
    (SECRET, "POST", ARTICLES, sent(article(1)), JSON),
    (SECRET, "POST", ARTICLES, sent(article(1)), JSON),
    (SECRET, "POST", ARTICLES, sent(article(2, html=LONG)), JSON),
    (SECRET, "POST", ARTICLES, sent(article(3), article(4, title=None), article(5)), JSON),
    (SECRET, "POST", ARTICLES, sent(article(6, html="<div>" * 40_000)), JSON),
    (SECRET, "POST", ARTICLES, sent(article(6, title="")), JSON | ARABIC),
    (SECRET, "POST", ARTICLES, b"[]", JSON),
    (SECRET, "POST", ARTICLES, b"[7]", JSON),
    (SECRET, "POST", ARTICLES, sent(*({} for _ in range(501))), JSON | ARABIC),
    (SECRET, "POST", ARTICLES, b'{"title": NaN}', JSON),
    (SECRET, "POST", ARTICLES, b"", JSON),
    (SECRET, "POST", ARTICLES, b"[" * 60_000, JSON),
    (SECRET, "POST", ARTICLES, b"{}", PLAIN),
    (SECRET, "POST", ARTICLES, b" " * 17_000_000, JSON),
    ("wrong", "POST", ARTICLES, sent(article(7)), JSON),
    (SCOPED, "POST", ARTICLES, sent(article(7)), JSON),
    (SECRET, "PUT", f"{ARTICLES}/n-1", sent(article(1, title="عنوان آخر")), JSON),
    (SECRET, "PUT", f"{ARTICLES}/n-1", sent(article(2)), JSON),
    (OTHER, "PUT", f"{ARTICLES}/n-8", sent(article(8, url="https://other.example/8")), JSON),
    (SECRET, "POST", HOOK, sent({"ID": 9, "post_title": "عنوان", "post_content": LONG}), JSON),
    (SECRET, "POST", HOOK, sent({"event": "unknown"}), JSON),
    (SECRET, "POST", HOOK, b"x=1", PLAIN),
    (SECRET, "DELETE", f"{ARTICLES}/n-1", None, {}),
    (SECRET, "DELETE", f"{ARTICLES}/n-2?notice=a", b'{"notice": "b"}', JSON),
    (SECRET, "DELETE", f"{ARTICLES}/n-2", '{"notice": "سُحب الخبر"}'.encode(), JSON),
    (SECRET, "DELETE", f"{ARTICLES}/n-3", b'{"notice": 7}', JSON),
    (SECRET, "DELETE", f"{ARTICLES}/n-3", b" " * 70_000, JSON),
    (SECRET, "DELETE", f"{ARTICLES}/n-99", None, ARABIC),
    (OTHER, "DELETE", f"{ARTICLES}/n-5", None, {}),
    (SECRET, "POST", f"{ARTICLES}/n-1/restore", None, {}),
    (SECRET, "DELETE", "/api/v1/quarantine/1", None, {}),
    (SECRET, "DELETE", "/api/v1/quarantine/none", None, {}),
)


@contextmanager
def beside_a_writer(store: Store) -> Iterator[Flask]:
    """The application of a web worker that has begun."""
    app = Flask("nashra")
    worker = face.register(app, Newsroom(make_settings(), store))
    worker.start()
    try:
        yield app
    finally:
        worker.close()


def answer(app: Flask, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body, but for what is another in each database or moment."""
    secret, method, address, body, headers = request
    answered = app.test_client().open(
        address, method=method, data=body, headers=bearer(secret) | headers
    )
    return answered.status_code, list(answered.headers), _OWN.sub(b"", answered.data)


def test_all_writes_are_answered_as_they_are_without_a_writer(
    store: Store, sqlite_template: Path, tmp_path: Path
) -> None:
    quick.leave_out("commands")
    shutil.copy(sqlite_template, tmp_path / "plain.db")
    plain = Store(f"sqlite:///{tmp_path / 'plain.db'}")
    here = make_app(plain)
    statuses = set()
    with beside_a_writer(store) as apart:
        for request in REQUESTS:
            expected = answer(here, request)
            assert answer(apart, request) == expected, request[:3]
            statuses.add(expected[0])
    assert statuses >= {200, 201, 207, 400, 401, 403, 404, 413, 415, 422}
    plain.close()


def test_an_error_that_nobody_foresaw_is_a_500_as_without_a_writer(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is gone for the writer alone raises what no rule expects."""
    quick.leave_out("commands")
    store = Store(sqlite)
    with beside_a_writer(store) as app:
        monkeypatch.setattr(routes, "_answer", fail)
        answered = answer(app, REQUESTS[0])
    store.close()
    here = Store(sqlite)
    assert answer(make_app(here), REQUESTS[0])[:2] == answered[:2]
    here.close()
    assert answered[0] == 500
    assert json.loads(answered[2])["title"] == "Internal Server Error"


def test_what_was_to_be_written_when_the_writer_was_killed_may_be_sent_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick.leave_out("commands")
    with beside_a_writer(store) as app:
        with monkeypatch.context() as patch:
            patch.setattr(routes, "_answer", die)
            status, headers, body = answer(app, REQUESTS[0])
        assert (status, dict(headers)["Retry-After"]) == (503, "5")
        assert json.loads(body)["detail"].endswith("has ended: send it again")
        assert answer(app, REQUESTS[0])[0] == 201


def fail(*_: object) -> NoReturn:
    raise KeyError("nobody foresaw this")


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
