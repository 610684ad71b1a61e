"""The trial of a week: one day of it, lived through by readers of all kinds; and its readers find
what they look for.

The whole week: `make trial-week`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from store import Store
from tests import quick
from trials.week.clients import DateReader, DeltaReader, MisledError, Reader, TagReader, Walker
from trials.week.course import Course
from trials.week.documents import NoGoodDocumentError, Version, read, version
from trials.week.programme import WEEK, programme
from trials.week.table import drawn

ONE_DAY = replace(
    WEEK,
    days=1,
    sections=3,
    articles=80,
    edits=15,
    withdrawals=6,
    keys=("all", "politics", "world"),
    redefined=("world", "economy"),
    shortened="politics",
    away=(0.3, 0.7),
    size=16,
    hours=0,
    step=timedelta(minutes=30),
    polled_every=3,
)


class Deaf(TagReader):
    """One who is told for ever that nothing has changed."""

    kind = "deaf"

    def _asking(self) -> dict[str, str]:
        return {"If-None-Match": "*"} if self._validator else {}


def test_every_reader_has_what_the_store_says_but_the_deaf(sqlite: str) -> None:
    quick.leave_out("a day of readers")
    store = Store(sqlite)
    course = Course(store, ONE_DAY)
    course.readers.append(Deaf("all", "json"))
    report = course.run()
    store.close()
    others = [one for one in report.differences if "deaf of /all.json" not in one]
    assert others == []
    assert report.differences  # or the comparison finds nothing
    happened = report.happened
    assert (happened["publish"], happened["edit"], happened["define"]) == (80, 15, 2)
    assert happened["withdraw"] + happened["notice"] == 6
    del report.traffic["deaf", "all"]
    for (kind, key), traffic in report.traffic.items():
        assert traffic.answers[200] > 5, (kind, key)
        assert bool(traffic.answers[304]) == (kind != "full"), (kind, key)
        assert (traffic.answers[226] > 5) == (kind == "delta"), (kind, key)
    assert report.walked["documents"] > report.walked["walks"] == 18
    assert "| composed, politics+world |" in drawn(report, ONE_DAY)


def test_a_programme_is_the_same_for_the_same_seed() -> None:
    assert programme(WEEK, 1) == programme(WEEK, 1)
    assert programme(WEEK, 1) != programme(WEEK, 2)


# The readers


SAID: list[Response] = []


@Request.application
def speaking(_: Request) -> Response:
    return SAID.pop(0)


@pytest.fixture
def web() -> Iterator[Client]:
    """A web that answers what SAID says, one after the other."""
    SAID.clear()
    yield Client(speaking)
    assert not SAID


def document(*numbers: int, deleted: tuple[int, ...] = (), head: str = "") -> bytes:
    """An Atom document with these entries and tombstones, and more of a head."""
    moment = "2026-11-24T09:00:00Z"
    entries = "".join(
        f"<entry><id>urn:{number}</id><title>خبر {number}</title><published>{moment}</published>"
        f"<updated>{moment}</updated><content>نص الخبر</content></entry>"
        for number in numbers
    )
    gone = "".join(
        f'<d:deleted-entry xmlns:d="http://purl.org/atompub/tombstones/1.0" ref="urn:{number}"/>'
        for number in deleted
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}{gone}</feed>'.encode()


def link(relation: str, path: str) -> str:
    return f'<link rel="{relation}" href="https://week.example.com{path}"/>'


ARCHIVE = '<h:archive xmlns:h="http://purl.org/syndication/history/1.0"/>'
CURRENT = link("current", "/all.atom")
OLDER = link("prev-archive", "/all/archive/1.atom")


def delta(body: bytes, **changed: str) -> Response:
    headers = {
        "IM": "feed",
        "ETag": '"b"',
        "Delta-Base": '"a"',
        "Cache-Control": "no-store, im, max-age=60",
        "Vary": "A-IM, If-None-Match, Accept-Encoding",
    } | {name.replace("_", "-"): value for name, value in changed.items()}
    return Response(body, 226, headers)


def whole(body: bytes) -> Response:
    return Response(body, 200, {"ETag": '"a"', "Last-Modified": "Tue, 24 Nov 2026 09:00:00 GMT"})


def test_a_delta_adds_and_takes_away_but_what_leaves_the_page_stays(web: Client) -> None:
    SAID.extend([whole(document(1, 2, 3)), delta(document(4, deleted=(2,)))])
    reader = DeltaReader("all", "atom")
    reader.poll(web)
    reader.poll(web)
    assert reader.view.keys() == {"urn:1", "urn:3", "urn:4"}


@pytest.mark.parametrize(
    "changed",
    [
        {"Cache_Control": "max-age=60"},
        {"Delta_Base": '"c"'},
        {"IM": "gzip"},
        {"Vary": "Accept-Encoding"},
    ],
)
def test_a_delta_against_the_rules_misleads(web: Client, changed: dict[str, str]) -> None:
    SAID.extend([whole(document(1)), delta(document(2), **changed)])
    reader = DeltaReader("all", "atom")
    reader.poll(web)
    with pytest.raises(MisledError):
        reader.poll(web)


def test_an_empty_delta_misleads(web: Client) -> None:
    SAID.extend([whole(document(1)), delta(document())])
    reader = DeltaReader("all", "atom")
    reader.poll(web)
    with pytest.raises(MisledError, match="empty"):
        reader.poll(web)


@pytest.mark.parametrize("kind", [DateReader, Reader, TagReader], ids=lambda kind: kind.kind)
def test_only_who_asks_for_a_delta_may_get_one(web: Client, kind: type[Reader]) -> None:
    SAID.extend([whole(document(1)), delta(document(2))])
    reader = kind("all", "atom")
    reader.poll(web)
    with pytest.raises(MisledError, match="226"):
        reader.poll(web)


def test_a_first_answer_that_nothing_changed_misleads(web: Client) -> None:
    SAID.append(Response(b"", 304))
    with pytest.raises(MisledError, match="304"):
        TagReader("all", "atom").poll(web)


def test_who_was_away_walks_back_until_nothing_is_new(web: Client) -> None:
    SAID.extend([whole(document(1)), whole(document(4, 3, head=OLDER))])
    SAID.append(whole(document(2, head=ARCHIVE + CURRENT + link("prev-archive", "/older.atom"))))
    SAID.append(whole(document(1, head=ARCHIVE + CURRENT + link("prev-archive", "/oldest.atom"))))
    reader = Walker("all", "atom")
    reader.poll(web)
    assert len(list(reader.walk(web))) == 3
    assert reader.view.keys() == {"urn:1", "urn:2", "urn:3", "urn:4"}


@pytest.mark.parametrize(
    "head",
    [
        CURRENT,
        ARCHIVE,
        ARCHIVE + link("current", "/politics.atom"),
        ARCHIVE + CURRENT + OLDER,
        ARCHIVE + CURRENT + link("next-archive", "/all.atom"),
    ],
)
def test_an_archive_against_the_rules_misleads(web: Client, head: str) -> None:
    SAID.extend([whole(document(2, head=OLDER)), whole(document(1, head=head))])
    with pytest.raises(MisledError):
        list(Walker("all", "atom").walk(web))


# The documents


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (document(1, 1), "twice"),
        (document(1, deleted=(1,)), "withdrawn"),
        (document(1, deleted=(2, 2)), "withdrawn twice"),
        (b"<feed", "XMLSyntaxError"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>', "without"),
    ],
)
def test_a_strict_reader_refuses_such_a_document(body: bytes, says: str) -> None:
    with pytest.raises(NoGoodDocumentError, match=says):
        read("atom", body)


def test_a_version_is_what_readers_see() -> None:
    moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    seen = version(
        "\u200fعنوان", moment, moment, "<figure>صورة</figure><p>نص &amp; <b>بقية</b></p>"
    )
    assert seen == Version("عنوان", moment, "نص بقية")
    later = moment + timedelta(microseconds=7)
    assert version("عنوان", moment, later, "نص بقية") == seen
    assert version("عنوان", moment, moment + timedelta(seconds=2), "نص بقية") != seen
