"""An address is fetched by the guarded client; how its answer begins says what it is."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest

from store import Draft, NotFound, Outbound, Refused
from store.draft import SourceItem
from store.limits import ANSWER_LIMIT
from store.sources.opening import read_drafts
from tests import wxr

PROSE = (
    "فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وتوافد القراء على السوق القديمة منذ"
    " ساعات الفجر الأولى."
)
PAGE = (
    f"<html lang=ar><body><article><h1>سوق الكتب</h1><p>{PROSE} <a"
    " href='b'>x</a></p></article></body></html>"
)
ITEM = "<item><title>خبر من موجز</title><link>../2026/a</link><description>نص</description></item>"
RSS = f"<rss version='2.0'><channel>{ITEM}</channel></rss>"
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>خبر من أتوم</title><link"
    " href='/a'/></entry></feed>"
)
JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "خبر من قائمة",'
    ' "url": "/7"}]}'
)
BOMB = (
    f'<!DOCTYPE rss [<!ENTITY a "{"ا" * 1000}"><!ENTITY b'
    f' "{"&a;" * 1000}">]>{RSS.replace("خبر", "&b;")}'
)
HTML, XML = "text/html; charset=utf-8", "application/xml"
ANSWERS: dict[str, tuple[int, dict[str, str], str | bytes]] = {
    "/page": (200, {"Content-Type": HTML}, PAGE),
    "/untyped": (200, {}, f"\ufeff<!-- x --><!DOCTYPE html>\n{PAGE}"),
    "/1256": (200, {"Content-Type": "text/html; charset=windows-1256"}, PAGE.encode("cp1256")),
    "/moved": (301, {"Location": "/news/page"}, ""),
    "/news/page": (200, {"Content-Type": HTML}, PAGE),
    "/feeds/rss": (200, {"Content-Type": "application/rss+xml"}, RSS),
    "/feeds/as-page": (
        200,
        {"Content-Type": "text/html"},
        f"<?xml version='1.0'?>\n<!-- x -->{RSS}",
    ),
    "/atom": (200, {"Content-Type": "text/plain"}, ATOM),
    "/wide": (200, {"Content-Type": "text/xml"}, RSS.encode("utf-16")),
    "/latin": (
        200,
        {"Content-Type": "text/xml; charset=windows-1252"},
        RSS.replace("خبر من موجز", "El niño").encode("cp1252", "ignore"),
    ),
    "/feed.json": (200, {"Content-Type": "application/feed+json"}, JSON_FEED),
    "/records": (200, {"Content-Type": "text/plain"}, '[{"title": "سجل"}]'),
    "/export": (
        200,
        {"Content-Type": "text/xml"},
        f"{wxr.HEAD}{wxr.post(1, title='خبر من تصدير')}{wxr.TAIL}",
    ),
    "/text": (200, {"Content-Type": "text/plain"}, "عنوان\nنص."),
    "/picture": (200, {"Content-Type": "image/png"}, "x"),
    "/sitemap": (200, {"Content-Type": XML}, "<urlset></urlset>"),
    "/gone": (410, {"Content-Type": HTML}, PAGE),
    "/large": (200, {"Content-Type": HTML}, "x" * (ANSWER_LIMIT + 1)),
    "/packed": (
        200,
        {"Content-Type": HTML, "Content-Encoding": "gzip"},
        gzip.compress(bytes(300_000_000), 1),
    ),
    "/bomb": (200, {"Content-Type": XML}, BOMB),
    "/bomb-as-page": (200, {"Content-Type": HTML}, BOMB),
    "/round": (302, {"Location": "/round"}, ""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, ""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, content = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(content.encode() if isinstance(content, str) else content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def fetched(address: str, format: str | None = None) -> SourceItem:
    (found,) = read_drafts([address], format, outbound=Outbound([ip_network("127.0.0.1")]))
    return found


READ = {
    "/page": ("سوق الكتب", "/page"),
    "/untyped": ("سوق الكتب", "/untyped"),
    "/1256": ("سوق الكتب", "/1256"),
    "/moved": ("سوق الكتب", "/news/page"),
    "/feeds/rss": ("خبر من موجز", "/2026/a"),
    "/feeds/as-page": ("خبر من موجز", "/2026/a"),
    "/atom": ("خبر من أتوم", "/a"),
    "/wide": ("خبر من موجز", "/2026/a"),
    "/latin": ("El niño", "/2026/a"),
    "/feed.json": ("خبر من قائمة", "/7"),
    "/records": ("سجل", None),
    "/export": ("خبر من تصدير", None),
}


@pytest.mark.parametrize("path", READ)
def test_what_an_address_answers_is_read_as_what_it_is(site: str, path: str) -> None:
    title, url = READ[path]
    found = fetched(site + path)
    assert isinstance(found, Draft), found
    assert (found.title, found.export) == (title, path == "/export")
    if not found.export:
        assert found.url == (site + url if url else None)


def test_a_page_is_known_by_the_address_that_answered_and_its_links_stand_beside_it(
    site: str,
) -> None:
    found = fetched(f"{site}/moved")
    assert isinstance(found, Draft)
    assert (found.id, found.place.file) == (None, f"{site}/moved")
    assert f'<a href="{site}/news/b">' in (found.html or "")


def test_relative_links_of_a_feed_stand_beside_its_site_where_it_names_one(site: str) -> None:
    ANSWERS["/of-site"] = (
        200,
        {"Content-Type": XML},
        RSS.replace("<item>", "<link>https://nahr.example/a/b</link><item>"),
    )
    ANSWERS["/of-base"] = (
        200,
        {"Content-Type": XML},
        RSS.replace("<item>", "<item xml:base='/x/y/'>"),
    )
    for path, url in (
        ("/of-site", "https://nahr.example/2026/a"),
        ("/of-base", f"{site}/x/2026/a"),
    ):
        found = fetched(site + path)
        assert isinstance(found, Draft)
        assert found.url == url


def test_a_format_outranks_what_an_answer_looks_like(site: str) -> None:
    found = fetched(f"{site}/text", "text")
    assert isinstance(found, Draft)
    assert (found.title, found.id) == ("عنوان", f"{site}/text")
    assert isinstance(fetched(f"{site}/page", "feed"), Refused)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "answers with status 410: open it in a browser to see why"),
        ("/picture", "is 'image/png', neither a page nor a feed: say --format"),
        ("/text", "is 'text/plain', neither a page nor a feed: say --format"),
        ("/sitemap", "is no feed: it begins <urlset>"),
        ("/large", "its answer is longer than 5,000,000 bytes"),
        ("/packed", "its answer is longer than 5,000,000 bytes"),
        ("/bomb", "declares entities of its own"),
        ("/bomb-as-page", "holds no article text"),
        ("/round", "is one redirect too many, 3 are followed"),
        ("/to-file", "the scheme 'file' is not accepted"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_address(site: str, path: str, reason: str) -> None:
    found = fetched(site + path)
    assert isinstance(found, Refused)
    assert reason in str(found)
    assert found.place.file == site + path


def test_what_cannot_be_reached_stops_nothing_else(site: str) -> None:
    found = list(
        read_drafts([f"{site}/gone", f"{site}/page"], outbound=Outbound([ip_network("127.0.0.1")]))
    )
    assert [type(one) for one in found] == [Refused, Draft]


def test_a_private_address_is_not_asked(site: str) -> None:
    (found,) = read_drafts([f"{site}/page"], outbound=Outbound())
    assert "127.0.0.1, which is not public" in str(found)


def test_without_a_client_an_address_is_no_path() -> None:
    with pytest.raises(NotFound, match="no file or folder"):
        read_drafts(["https://news.example/"])
