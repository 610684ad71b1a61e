"""`flask ingest ADDRESS`: it says what it could not ask, and no spelling of an address leads
inside.

The table of spellings and tricks, and the internet on loopback that notes every connection, are
those of the guard.
"""

from collections.abc import Callable, Iterator, Sequence

import pytest

from store import Outbound, outbound
from tests import quick
from tests.feeds.cli.support import Newsroom, assert_one_line, ndjson
from tests.room import article
from tests.store import test_outbound as guard
from tests.store.test_outbound import (
    PUBLIC,
    SPELLINGS,
    TRICKS,
    Network,
    Rebinding,
    names,
    numeric,
    redirects_to,
)

server, network = guard.server, guard.network

PROSE = (
    "فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وتوافد القراء على السوق القديمة منذ"
    " ساعات الفجر الأولى."
)
PAGE = f"<html lang=ar><body><article><h1>سوق الكتب</h1><p>{PROSE}</p></article></body></html>".encode()  # noqa: E501
OK = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
    % (len(PAGE), PAGE)
)


Resolve = Callable[[str], Sequence[str]]
Tries = dict[str, tuple[str, bytes | str, Resolve]]  # address, answer, what names mean; by the way


def asking(newsroom: Newsroom, resolve: Resolve = numeric) -> Newsroom:
    """The newsroom with names that mean what `resolve` says."""
    newsroom.app.extensions["nashra"].outbound = Outbound(resolve=resolve)
    return newsroom


def test_a_page_is_ingested_from_its_address_once(newsroom: Newsroom, network: Network) -> None:
    network.server.script = guard.says(OK)
    address = "http://news.example/سوق"
    assert (
        asking(newsroom).well("ingest", address) == "new: 1, edited: 0, same: 0, quarantined: 0\n"
    )
    assert newsroom.well("ingest", address) == "new: 0, edited: 0, same: 1, quarantined: 0\n"
    kept = newsroom.kept("http://news.example/%D8%B3%D9%88%D9%82").article
    assert (kept.title, kept.source_id, kept.html) == ("سوق الكتب", None, f"<p>{PROSE}</p>")
    assert set(network.dialled) == {PUBLIC}


def test_what_cannot_be_asked_is_one_line_and_exit_3_and_the_others_are_kept(
    newsroom: Newsroom,
) -> None:
    record = ndjson(article(1))
    result = asking(newsroom).run(
        "ingest", "http://127.0.0.1:8080/خبر", "-", "https://no.example/", stdin=record
    )
    assert (result.exit_code, result.stdout) == (3, "new: 1, edited: 0, same: 0, quarantined: 2\n")
    lines = [line for line in result.stderr.splitlines() if "refused: " in line]
    why = "127.0.0.1 is 127.0.0.1, which is not public: NASHRA_OUTBOUND_ALLOW may name it"
    assert lines[0].endswith(f"refused: http://127.0.0.1:8080/خبر: {why}")
    assert "no.example cannot be asked: " in lines[1]
    assert (len(lines), newsroom.kept("n-1").live) == (2, True)


def test_an_address_that_answers_at_last_leaves_quarantine(
    newsroom: Newsroom, network: Network
) -> None:
    network.server.script = guard.says(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
    assert asking(newsroom).run("ingest", "http://news.example/a").exit_code == 3
    assert [one.refused.reason[:23] for one in newsroom.held()] == ["answers with status 503"]
    network.server.script = guard.says(OK)
    newsroom.well("ingest", "http://news.example/a")
    assert newsroom.held() == []


def ways_of(spelling: str) -> Tries:
    """The ways to an address that is spelt so."""
    url = f"http://{spelling}/"
    return {"literal": (url, OK, numeric), "redirect": ("http://news.example/", url, numeric)}


def ways_to(address: str) -> Tries:
    """The ways to an address that is the meaning of a name."""
    inside = names(inside=[address])
    return {
        "answer": ("http://inside.example/", OK, inside),
        "one of the answers": ("http://inside.example/", OK, names(inside=[PUBLIC, address])),
        "redirect to a name": ("http://news.example/", "http://inside.example/", inside),
        "rebinding": ("http://news.example/", "/again", Rebinding(address)),
    }


def ways_in(newsroom: Newsroom, network: Network, tries: Tries) -> Iterator[str]:
    """The ways by which `flask ingest` reached anything beside the public address."""
    quick.leave_out("every way to an address")
    for way, (asked, answer, resolve) in tries.items():
        network.dialled.clear()
        network.server.script = (
            guard.says(answer) if isinstance(answer, bytes) else redirects_to(answer)
        )
        result = asking(newsroom, resolve).run("ingest", asked)
        assert result.exit_code in (0, 3), result.stderr
        if network.leaked:
            yield way


def test_no_spelling_of_a_private_address_is_reached(newsroom: Newsroom, network: Network) -> None:
    for spelling in SPELLINGS:
        assert list(ways_in(newsroom, network, ways_of(spelling))) == [], spelling
    assert_nothing_is_kept(newsroom)


def test_no_name_of_a_private_address_is_reached(newsroom: Newsroom, network: Network) -> None:
    for address in sorted(set(SPELLINGS.values())):
        assert list(ways_in(newsroom, network, ways_to(address))) == [], address
    assert_nothing_is_kept(newsroom)


def assert_nothing_is_kept(newsroom: Newsroom) -> None:
    with newsroom.store.snapshot() as snapshot:
        assert snapshot.placements.count(["all"]) == {}


def test_the_twin_that_tests_no_address_is_caught(
    newsroom: Newsroom, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda address: True)
    for spelling in ("127.0.0.1", "2130706433", "[::ffff:169.254.169.254]", "ｌｏｃａｌｈｏｓｔ"):
        ways = {"literal", "answer", "redirect", "redirect to a name", "rebinding"}
        tries = ways_of(spelling) | ways_to(SPELLINGS[spelling])
        assert ways <= set(ways_in(newsroom, network, tries)), spelling


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_of_spelling_leads_to_a_connection(
    trick: str, newsroom: Newsroom, network: Network
) -> None:
    result = asking(newsroom).run("ingest", trick)
    if result.exit_code != 3:
        assert_one_line(result, "there is no file or folder")
    assert network.dialled == []


def test_a_bomb_is_refused_at_its_address(newsroom: Newsroom, network: Network) -> None:
    bomb = f'<!DOCTYPE rss [<!ENTITY a "{"ا" * 1000}"><!ENTITY b "{"&a;" * 1000}">]><rss>&b;</rss>'.encode()  # noqa: E501
    for head, reason in (
        (b"Content-Type: application/rss+xml", "declares entities of its own"),
        (b"Content-Encoding: gzip", "longer than 5,000,000 bytes"),
    ):
        content = bomb if b"rss" in head else guard.gzip.compress(bytes(100_000_000), 1)
        network.server.script = guard.says(b"HTTP/1.1 200 OK\r\n%s\r\n\r\n%s" % (head, content))
        result = asking(newsroom).run("ingest", "http://news.example/feed")
        assert result.exit_code == 3
        assert reason in result.stderr
