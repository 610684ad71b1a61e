"""What nobody should show at the gate of partners: 401 with a challenge, or 404, never a 5xx."""

import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feeds.newsroom import Newsroom
from feeds.web import face
from store import Store
from tests import process
from tests.gated import (
    FEED,
    LETTERS,
    PARTNERS,
    SECRET,
    TOKENS,
    configuration,
    digest,
    print_by_hand,
    settings_of,
)

BASIC, BEARER = TOKENS["basic"], TOKENS["bearer"]
CHALLENGED = ("basic", "bearer")


def encoded(user: bytes, password: bytes) -> bytes:
    return b64encode(user + b":" + password)


RIGHT = encoded(b"basic", BASIC.encode())
# Whole values of the header, as bytes on the wire.
CREDENTIALS = {
    "nothing": b"",
    "a scheme alone": b"Basic",
    "a scheme and a space": b"Bearer ",
    "no scheme": RIGHT,
    "another scheme": b'Digest username="basic"',
    "negotiation": b"Negotiate " + RIGHT,
    "a scheme of ours": b"Token " + BEARER.encode(),
    "no base64": b"Basic !!!!",
    "half of base64": b"Basic " + RIGHT[:-3],
    "too much of base64": b"Basic " + RIGHT + b"=",
    "base64 with a line end": b"Basic " + RIGHT[:8] + b"\t" + RIGHT[8:],
    "the password as it is": b"Basic basic:" + BASIC.encode(),
    "no colon": b"Basic " + b64encode(b"basic" + BASIC.encode()),
    "a colon alone": b"Basic " + b64encode(b":"),
    "no password": b"Basic " + encoded(b"basic", b""),
    "no user": b"Basic " + encoded(b"", BASIC.encode()),
    "another user": b"Basic " + encoded(b"public", BASIC.encode()),
    "the user in capitals": b"Basic " + encoded(b"BASIC", BASIC.encode()),
    "an Arabic user in UTF-8": b"Basic " + encoded("شريك".encode(), BASIC.encode()),
    "an Arabic user in windows-1256": b"Basic " + encoded("شريك".encode("cp1256"), BASIC.encode()),
    "an Arabic password": b"Basic " + encoded(b"basic", "كلمة السر".encode()),
    "bytes of no charset": b"Basic " + encoded(b"basic", b"\xff\xfe\x00"),
    "NUL behind the password": b"Basic " + encoded(b"basic", BASIC.encode() + b"\0"),
    "Arabic on the wire": "Basic شريك".encode(),
    "Latin-1 on the wire": b"Bearer \xe9\xff",
    "a digest in place of a token": b"Bearer " + digest(BEARER).encode(),
    "a token twice": b"Bearer " + BEARER.encode() + b"," + BEARER.encode(),
    "two headers as one": b"Basic " + RIGHT + b",Bearer " + BEARER.encode(),
    "a token of another": b"Bearer " + BASIC.encode(),
    "a long token": b"Bearer " + b"a" * 20_000,
    "a long password": b"Basic " + encoded(b"basic", b"a" * 20_000),
    "megabytes": b"Basic " + RIGHT + b"A" * 10_000_000,
}
PATHS = (
    "/partner/hidden/" + "a" * 100_000 + ".rss",
    "/partner/" + "a" * 100_000 + ".rss",
    "/partner/" + "/" * 10_000,
    "/partner/hidden/" + "." * 10_000 + "rss",
    "/partner/hidden/\0.rss",
    "/partner/hidden/شريك.rss",
    "/partner/شريك.rss",
    "/partner/../partner/basic.rss",
    "/partner/./basic.rss",
    "/partner/basic.rss/",
    "/partner/basic.rss\0",
    "/partner/%62asic.rss",
    SECRET.replace(".rss", "%2Erss"),
)


@pytest.fixture
def app(sqlite: str) -> Iterator[Flask]:
    store = Store(sqlite)
    for one in PARTNERS:
        print_by_hand(store, one.slug, rss=FEED)
    app = Flask("nashra")
    face.register(app, Newsroom(settings_of(), store))
    yield app
    store.close()


def answer(app: Flask, path: str, shown: bytes | None = None) -> tuple[str, str, bytes]:
    """Status, challenge and body at a path as it stands in the environment."""
    environ = EnvironBuilder(method="GET").get_environ()
    environ["PATH_INFO"] = path.encode().decode("latin-1")
    if shown is not None:
        environ["HTTP_AUTHORIZATION"] = shown.decode("latin-1")
    body, status, headers = run_wsgi_app(app.wsgi_app, environ)
    return status, headers.get("WWW-Authenticate", ""), b"".join(body)


def test_whatever_is_shown_the_answer_is_the_same(app: Flask) -> None:
    for slug in CHALLENGED:
        refused = answer(app, f"/partner/{slug}.rss")
        assert refused[0] == "401 UNAUTHORIZED"
        assert refused[1].lower().startswith(slug)
        for name, shown in CREDENTIALS.items():
            assert answer(app, f"/partner/{slug}.rss", shown) == refused, (slug, name)


def test_whatever_is_shown_a_secret_feed_is_not_there(app: Flask) -> None:
    refused = answer(app, "/partner/hidden.rss")
    assert refused[0] == "404 NOT FOUND"
    for name, shown in CREDENTIALS.items():
        assert answer(app, "/partner/hidden.rss", shown) == refused, name


def test_whatever_is_asked_for_below_partner_there_is_no_feed(app: Flask) -> None:
    refused = answer(app, "/partner/hidden.rss")
    for path in PATHS:
        assert answer(app, path) == refused, path[:60]


def test_whatever_is_shown_an_open_feed_is_open(app: Flask) -> None:
    for name, shown in CREDENTIALS.items():
        assert answer(app, "/partner/public.rss", shown)[0] == "200 OK", name


SECTIONS = """
[site]
title = "صحيفة نشرة"

[[section]]
slug = "politics"
title = "سياسة"
"""


@pytest.fixture
def server(sqlite: str, tmp_path: Path) -> Iterator[tuple[str, int, Path]]:
    """A real server of partners' feeds: its host, its port and its log."""
    file = tmp_path / "nashra.toml"
    file.write_text(f"{SECTIONS}\n{configuration()}", encoding="utf-8")
    log = tmp_path / "log"
    settings = {"NASHRA_CONFIG": str(file), "NASHRA_LOG": "debug text"}
    with process.serving(sqlite, log=log, **settings) as (base, _):
        address = urlsplit(base)
        assert address.hostname
        assert address.port
        yield address.hostname, address.port, log


def said(host: str, port: int, path: str, *shown: bytes) -> bytes:
    """The head of what a server answers to a request with these `Authorization` headers."""
    lines = [f"GET {path} HTTP/1.1".encode(), b"Host: localhost", b"Connection: close"]
    lines += [b"Authorization: " + one for one in shown]
    with socket.create_connection((host, port), timeout=30) as connection:
        answer = b""
        with suppress(ConnectionError):  # it has heard enough
            connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n")
        while part := connection.recv(65_536):
            answer += part
    return answer.partition(b"\r\n\r\n")[0].lower()


def test_a_real_server_refuses_as_the_gate_does_and_logs_no_token(
    server: tuple[str, int, Path],
) -> None:
    host, port, log = server
    for slug in CHALLENGED:
        for name, shown in CREDENTIALS.items():
            head = said(host, port, f"/partner/{slug}.rss", shown)
            if name == "megabytes":
                assert head.startswith(b"http/1.1 431 "), name
                continue
            assert head.startswith(b"http/1.1 401 "), (slug, name, head)
            assert f"www-authenticate: {slug} ".encode() in head
        right = LETTERS[slug][1]["Authorization"].encode()
        twice = said(host, port, f"/partner/{slug}.rss", right, right)
        assert twice.startswith(b"http/1.1 401 ")
        assert said(host, port, f"/partner/{slug}.rss", right).startswith(b"http/1.1 200 ")
    assert said(host, port, SECRET).startswith(b"http/1.1 200 ")
    assert said(host, port, SECRET.replace(".rss", ".xml")).startswith(b"http/1.1 404 ")
    assert said(host, port, f"{SECRET}/").startswith(b"http/1.1 404 ")
    heard = log.read_text(encoding="utf-8")
    assert not [token for token in (*TOKENS.values(), RIGHT.decode()) if token in heard]
