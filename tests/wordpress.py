"""A WordPress for tests, on loopback: its REST API as the real one answers, and as a broken one
does.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, str, bytes, dict[str, str]]
PAGE = 20  # posts, where pages are short
_SECONDS = 0.01  # within which a server ends
ROOT = "/wp-json/wp/v2/"
API = f"{ROOT}posts"
INVALID_PAGE = {
    "code": "rest_post_invalid_page_number",
    "message": "رقم الصفحة غير صالح.",
    "data": {"status": 400},
}
INVALID_ID = {
    "code": "rest_post_invalid_id",
    "message": "معرّف المقالة غير صالح.",
    "data": {"status": 404},
}


def post(number: int, **fields: Any) -> dict[str, Any]:
    """A post as `?_embed` tells it; modified an hour after the one before."""
    moment = f"{datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=number % 10_000):%Y-%m-%dT%H}"
    return {
        "id": number,
        "status": "publish",
        "date": f"{moment}:00:00",
        "date_gmt": f"{moment}:00:00",
        "modified": f"{moment}:30:00",
        "modified_gmt": f"{moment}:30:00",
        "slug": f"%d8%ae%d8%a8%d8%b1-{number}",
        "link": f"https://press.example.com/2026/10/%d8%ae%d8%a8%d8%b1-{number}/",
        "title": {"rendered": f"افتتاح المكتبة رقم {number} &#8211; تفاصيل"},
        "content": {
            "rendered": f"<p>افتتحت المكتبة رقم {number} أبوابها صباح اليوم.</p>",
            "protected": False,
        },
        "excerpt": {"rendered": f"<p>خبر المكتبة رقم {number} [&hellip;]</p>", "protected": False},
        "_embedded": {
            "author": [{"id": 3, "name": "ليلى حداد"}],
            "wp:featuredmedia": [
                {
                    "source_url": (
                        f"https://press.example.com/wp-content/uploads/2026/10/مكتبة-{number}.jpg"
                    ),
                    "alt_text": "واجهة المكتبة",
                    "media_details": {"width": 1200, "height": 800},
                }
            ],
            "wp:term": [
                [{"taxonomy": "category", "name": "إقتصاد &amp; مال", "slug": "economy"}],
                [{"taxonomy": "post_tag", "name": "كتب", "slug": "books"}],
            ],
        },
    } | fields


def _kept(value: object) -> str:
    """A value by which posts are ordered; a date that is none is kept as one before all others."""
    text = str(value)
    if text.isdigit():
        return text.zfill(20)
    return text if text[:1] in "12" else ""


class Site:
    """What a fake site holds and answers: `posts` by id; `broken` answers in its stead; `asked` is
    what it was.

    `most` is how many posts a page has at most, whatever is asked; `ignored` are the parameters it
    does not heed.
    """

    def __init__(self) -> None:
        self.url = ""
        self.posts: dict[int, dict[str, Any]] = {}
        self.broken: tuple[int, str, bytes] | None = None
        self.headers: dict[str, str] = {}
        self.asked: list[str] = []
        self.fail_from = 10**9
        self.most = 100
        self.zone = timedelta(0)
        self.ignored: tuple[str, ...] = ()
        self.collections: dict[str, dict[int, dict[str, Any]]] = {
            "categories": {
                5: {
                    "id": 5,
                    "name": "إقتصاد &amp; مال",
                    "slug": "economy",
                    "parent": 0,
                    "taxonomy": "category",
                }
            },
            "tags": {9: {"id": 9, "name": "كتب", "slug": "books", "taxonomy": "post_tag"}},
            "users": {3: {"id": 3, "name": "ليلى حداد", "slug": "layla"}},
        }

    def add(self, *numbers: int, **fields: Any) -> None:
        self.posts.update({number: post(number, **fields) for number in numbers})

    def answer(self, target: str) -> Answer:
        self.asked.append(target)
        if self.broken or len(self.asked) >= self.fail_from:
            return (
                *(self.broken or (500, "text/html", b"<html><body>Error</body></html>")),
                self.headers,
            )
        where = urlsplit(target)
        query = {
            name: values[-1]
            for name, values in parse_qs(where.query).items()
            if name not in self.ignored
        }
        collection = where.path.removeprefix(ROOT)
        if collection in self.collections:
            return self._terms(collection, query)
        if where.path != API:
            number = where.path.removeprefix(f"{API}/")
            found = self.posts.get(int(number)) if number.isdigit() else None
            return self._json(200, found) if found else self._json(404, INVALID_ID)
        return self._page(query)

    def _terms(self, collection: str, query: dict[str, str]) -> Answer:
        terms = self.collections[collection]
        if "include" in query:
            terms = {
                number: terms[number]
                for number in map(int, query["include"].split(","))
                if number in terms
            }
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        some = list(terms.values())[(page - 1) * size : page * size]
        pages = -(-len(terms) // size)
        return self._json(
            200, some, {"X-WP-Total": str(len(terms)), "X-WP-TotalPages": str(pages)} | self.headers
        )

    def _page(self, query: dict[str, str]) -> Answer:
        size, page = min(int(query.get("per_page", 10)), self.most), int(query.get("page", 1))
        order = query.get("orderby", "date")
        found = [
            one
            for one in self.posts.values()
            if str(one.get("modified")) > self._local(query.get("modified_after", ""))
            and ("before" not in query or _kept(one.get("date")) < query["before"])
        ]
        if "include" in query:
            found = [one for one in found if str(one["id"]) in query["include"].split(",")]
        found.sort(
            key=lambda one: (_kept(one.get(order)), one["id"]),
            reverse=query.get("order", "desc") == "desc",
        )
        pages = -(-len(found) // size)
        if page > max(pages, 1):
            return self._json(400, INVALID_PAGE)
        some = found[(page - 1) * size : page * size]
        if "_fields" in query:
            some = [
                {name: one[name] for name in query["_fields"].split(",") if name in one}
                for one in some
            ]
        return self._json(
            200, some, {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)} | self.headers
        )

    def _local(self, moment: str) -> str:
        """A moment in the zone of the site, as WordPress takes one that names its own."""
        if not moment.endswith("+00:00"):
            return moment
        return (datetime.fromisoformat(moment) + self.zone).isoformat().removesuffix("+00:00")

    @staticmethod
    def _json(status: int, value: object, headers: dict[str, str] | None = None) -> Answer:
        return status, "application/json; charset=UTF-8", json.dumps(value).encode(), headers or {}


@contextmanager
def served(site: Any) -> Iterator[Any]:
    """Anything with `answer(target)` behind a port of loopback; its `url` is set, its `given` the
    last headers.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.given = dict(self.headers)
            status, kind, content, headers = site.answer(self.path)
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(content)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(_SECONDS,), daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
