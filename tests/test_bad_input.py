"""What nobody should ask, over all faces at once: a cheap 4xx or the right answer, never a 5xx; and
nothing is printed, kept or counted for it beyond a bound.
"""

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from feeds.printing.formats import FORMATS
from store import Store
from tests.feeds.web.client import make_client
from tests.room import Room, article

SUFFIXES = tuple(format.suffix for format in FORMATS.values())
NUL = "%00"
SURROGATE = "%ED%A0%80"  # a half of a pair in UTF-8, which is none
NO_UTF8 = "%FF%FE"
RIGHT = {200}
MOVED = {301}
REFUSED = {400}
UNKNOWN = {404}
ANY = {200, 301, 400, 404, 410, 414, 431}  # whatever it is, no machine has failed

QUESTIONS = {
    "": ANY,
    "a" * 10_000: REFUSED,
    quote("قناة " * 2_000): REFUSED,
    quote("قناة السويس " * 7): REFUSED,
    quote("-قناة -السويس"): REFUSED,
    quote('""'): REFUSED,
    quote("().*:^!&|<->'\\%_"): REFUSED,
    quote("الجسر AND NOT NEAR(الجسر, 2)"): ANY,
    quote("title:الجسر"): ANY,
    quote("الجسر*"): ANY,
    quote("'الجسر' & !السير | (<2>)"): ANY,
    quote("الجسر:*A"): ANY,
    quote("'; DROP TABLE articles; --"): ANY,
    quote('"الجسر'): RIGHT,
    quote('"' * 200): REFUSED,
    quote("-" * 200): REFUSED,
    f"{NUL}": REFUSED,
    f"{quote('الجسر')}{NUL}{quote('رقم')}": ANY,
    SURROGATE: ANY,
    NO_UTF8: ANY,
    f"{quote('الجسر')}{SURROGATE}": ANY,
    quote("\U000e0041\u202e\u2066الجسر"): ANY,
    quote("ﷺ ﷽ ﻻ ﺍﻟﺠﺴﺮ"): ANY,
    quote("ا" + "\u064b" * 150): ANY,
    quote("١" * 200): ANY,
}
PARAMETERS = {
    "section=nowhere": REFUSED,
    f"section={NUL}": ANY,
    f"section={'a' * 10_000}": REFUSED,
    "since=yesterday": REFUSED,
    "since=9999-12-31&until=0001-01-01": ANY,
    f"since={'9' * 5_000}-01-01": REFUSED,
    "until=2026-02-30": REFUSED,
    "in=html": REFUSED,
    f"in={SURROGATE}": REFUSED,
    "prefix=1&prefix=1": ANY,
    "prefix=" + "1" * 5_000: ANY,
    f"q={quote('السير')}": REFUSED,
    "page=0": REFUSED,
    "page=-1": REFUSED,
    f"page={10**30}": REFUSED | UNKNOWN,
    f"page={quote('٢')}": MOVED,
    "limit=-1": ANY,
    f"cursor={'A' * 3_000}": ANY,
}
KEYS = {
    "+".join(["politics"] * 300): {301, 404, 414},
    "+".join(["politics"] * 60): MOVED,
    "+".join(f"part-{number}" for number in range(60)): UNKNOWN,
    "all-all": UNKNOWN,
    "all-": UNKNOWN,
    "all--politics": UNKNOWN,
    "all-politics-politics": MOVED,
    "all-politics+economy": UNKNOWN,
    "economy+": MOVED,  # names are compared without their marks
    "+": UNKNOWN,
    "+++": UNKNOWN,
    "economy+all": MOVED,
    f"economy+{NUL}": MOVED,
    f"economy+{SURROGATE}": MOVED,
    f"economy+{quote('سياسة')}": MOVED,
    quote("إقتصاد+السياسة"): ANY,
    "tag/" + quote("جسر/نهر+بحر"): ANY,
    "tag/+": UNKNOWN,
    "tag/%2F": UNKNOWN,
    f"tag/{NUL}": UNKNOWN,
    f"tag/{SURROGATE}": UNKNOWN,
    "tag/" + quote("ا" * 3_000): UNKNOWN,
    "author/" + "%20" * 500: UNKNOWN,
    "tag/..%2F..%2Fetc%2Fpasswd": UNKNOWN,
    **{
        f"politics/archive/{number}": UNKNOWN
        for number in (10**30, 0, -1, "01", "1e9", quote("١"), NUL, "", "1+1", "9" * 5_000)
    },
    "economy+politics/archive/1": UNKNOWN,
    "nowhere/archive/1": UNKNOWN,
    "all/archive/999999999": UNKNOWN,
}
PAGES = {
    "/politics?page=0": MOVED,
    f"/politics?page={10**30}": UNKNOWN | REFUSED,
    f"/politics?page={'9' * 5_000}": UNKNOWN | REFUSED,
    f"/politics?page={quote('٣')}": UNKNOWN | REFUSED,
    f"/politics?page={NUL}": UNKNOWN | REFUSED,
    f"/politics?page={SURROGATE}": UNKNOWN | REFUSED,
    f"/category/politics/page/{10**30}/": ANY,
    f"/?paged={10**30}": ANY,
    f"/page/{'9' * 5_000}/": ANY,
    "/page/0/": ANY,
}
DELTAS = (
    "feed;q=0",
    "feed;q=0.0001, identity;q=1",
    "feed;q=9",
    "feed;q=",
    "gzip;q=1, feed;q=0.5, *;q=0",
    ", ".join(["feed"] * 2_000),
    "feed" * 5_000,
    "\xff\xfe",
    ";;;=,,,",
    "*",
)


@pytest.fixture
def room(store: Store) -> Iterator[Room]:
    """Two feeds with an article each, printed."""
    room = Room(store)
    room.ingest(article(1), article(2, sections=["اقتصاد"], tags=["جسر"]))
    room.refresh()
    yield room
    assert not room.refresh(), "a question has made something dirty"


def asked() -> Iterator[tuple[str, set[int]]]:
    """Every address, and the statuses that are right for it."""
    faces = ("/search", *(f"/search{suffix}" for suffix in SUFFIXES))
    for face, (question, statuses) in product(faces, QUESTIONS.items()):
        yield f"{face}?q={question}", statuses
    for face, (parameter, statuses) in product(faces, PARAMETERS.items()):
        is_of_pages = parameter.startswith("page=") and face != "/search"
        yield f"{face}?q={quote('الجسر')}&{parameter}", ANY if is_of_pages else statuses
    for suffix, (key, statuses) in product(SUFFIXES, KEYS.items()):
        yield f"/{key}{suffix}", statuses
        yield f"/{key}{suffix}?full=0", statuses | ANY
    yield from PAGES.items()


def test_whatever_is_asked_no_answer_is_a_failure(room: Room) -> None:
    client = make_client(room.store)
    before = room.edition("politics"), room.edition("all")
    wrong = []
    for path, statuses in asked():
        status = status_of(client, path)
        if status not in statuses:
            wrong.append((path[:120], status, sorted(statuses)))
    assert not wrong, "\n".join(map(str, wrong))
    assert (room.edition("politics"), room.edition("all")) == before


def test_whatever_is_said_of_deltas_no_answer_is_a_failure(room: Room) -> None:
    """Neither a list that is none, nor a tag of another feed, brings anything but the page."""
    client = make_client(room.store)
    page = client.get("/politics.atom")
    others = [client.get(path).headers["ETag"] for path in ("/economy.atom", "/politics.rss")]
    many = ", ".join(f'"{number:032x}"' for number in range(3_000))
    tags = (*others, many, '"\xff"', '"' * 4_000, "W/", f"W/{others[0]}")
    for accept, tag in product(("feed", *DELTAS), tags):
        answer = client.get("/politics.atom", headers={"A-IM": accept, "If-None-Match": tag})
        assert (answer.status_code, answer.data) == (200, page.data), (accept[:40], tag[:40])
    room.ingest(article(3))
    room.refresh()
    for accept in DELTAS:
        headers = {"A-IM": accept, "If-None-Match": page.headers["ETag"]}
        assert client.get("/politics.atom", headers=headers).status_code in (200, 226), accept[:40]


def status_of(client: FlaskClient, path: str) -> int:
    """The status of an answer to an address as it stands, percent signs and all."""
    return client.open(path).status_code
