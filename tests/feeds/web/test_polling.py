"""Pollers of every kind, through a newspaper's days: whoever asks after a change has what it is.

Some send the tag that they were given, some the date, some the time of their own clock, some both
or nothing; clocks run a minute and a half ahead, behind, or right. Articles come, are edited,
withdrawn, restored and expire, and web processes are started anew. No second really passes.
"""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from random import Random

import brotli
import pytest
import zstandard
from werkzeug.test import Client

from store import Store, http, restore, withdraw
from tests.feeds.web.client import behind_the_lane, make_client
from tests.room import Room, article

FEEDS = ("all", "politics")
SKEWS = (-90, 0, 90)
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda content: zstandard.ZstdDecompressor().decompress(content),
}
DATES = ("", "given", "own clock at the last answer", "own clock at the last 200")
ROUNDS = 40


@dataclass
class Poller:
    """A reader of one address.

    tags    whether it sends the tag that it was given
    date    which date it sends: one of DATES
    skew    by how many seconds its clock runs ahead
    held    what it shows
    """

    address: str
    tags: bool
    date: str
    skew: int
    held: bytes = b""
    tag: str = ""
    given: str = ""
    answered: str = ""
    filled: str = ""

    def poll(self, client: Client, now: datetime, coding: str) -> int:
        """Ask as it does, and take what comes; the status."""
        answer = client.get(self.address, headers=self._headers(coding))
        own = http(now + timedelta(seconds=self.skew))
        self.answered = own
        if answer.status_code == 200:
            self.held = CODINGS[answer.headers.get("Content-Encoding", "")](answer.data)
            self.tag = answer.headers["ETag"]
            self.given = answer.headers["Last-Modified"]
            self.filled = own
        return answer.status_code

    def _headers(self, coding: str) -> dict[str, str]:
        dates = dict(zip(DATES, ("", self.given, self.answered, self.filled), strict=True))
        headers = {
            "Accept-Encoding": coding,
            "If-None-Match": self.tag if self.tags else "",
            "If-Modified-Since": dates[self.date],
        }
        return {name: value for name, value in headers.items() if value}


class Newspaper:
    """A newsroom whose web process may be started anew.

    It prints in even seconds and is polled in odd ones. So no clock that is wrong by 90 seconds
    names the very second of a print that its owner has not seen: nobody could tell such a date
    from one that was given.
    """

    def __init__(self, room: Room, chance: Random) -> None:
        self.room = room
        self.chance = chance
        self.numbers = 0
        self.stores: list[Store] = []
        self.ways: list[Client] = []
        self.start_anew()

    def start_anew(self) -> None:
        store = Store(self.room.store.url)
        self.stores.append(store)
        client = make_client(store)
        self.ways = [client, behind_the_lane(client.application)]

    def close(self) -> None:
        for store in self.stores:
            store.close()

    def happen(self) -> None:
        """Let something happen, and print what is dirty."""
        happenings = (
            self._publish,
            self._edit,
            self._withdraw,
            self._give_notice,
            self._restore,
            self._expire,
            self.start_anew,
        )
        self.chance.choice(happenings)()
        self.room.pass_time(seconds=self.chance.randrange(300))
        self.room.release()
        self._wait_for_an_odd_second()
        self.room.refresh()  # in the second after it
        self._wait_for_an_odd_second()

    def body(self, address: str) -> bytes:
        """The bytes that an address has in the store."""
        feed, _, format = address.strip("/").partition(".")
        return self.room.edition(feed).bodies[format].content

    def _wait_for_an_odd_second(self) -> None:
        self.room.pass_time(seconds=1 + self.room.now.second % 2)

    def _publish(self, **fields: object) -> None:
        self.numbers += 1
        sections = [self.chance.choice(["سياسة", "اقتصاد"])]
        self.room.ingest(article(self.numbers, sections=sections, **fields))

    def _expire(self) -> None:
        later = self.room.now + timedelta(seconds=self.chance.randrange(10, 600))
        self._publish(expires_at=later.isoformat())

    def _edit(self) -> None:
        number = self._any()
        title = f"تفاصيل جديدة عن الجسر رقم {number} بعد {self.chance.randrange(99)} يومًا"
        self.room.ingest(article(number, title=title))

    def _withdraw(self) -> None:
        withdraw(self.room.intake, f"n-{self._any()}")

    def _give_notice(self) -> None:
        words = f"سحبنا هذا الخبر لخطأ فيه، للمرة {self.chance.randrange(99)}."
        withdraw(self.room.intake, f"n-{self._any()}", words)

    def _restore(self) -> None:
        restore(self.room.intake, f"n-{self._any()}")

    def _any(self) -> int:
        return self.chance.randrange(1, self.numbers + 1)


@contextmanager
def newspaper(store: Store, seed: int) -> Iterator[Newspaper]:
    """A newspaper with some articles."""
    room = Room(store)
    room.ingest(*(article(number) for number in range(1, 6)))
    room.refresh()
    paper = Newspaper(room, Random(seed))
    paper.numbers = 5
    try:
        yield paper
    finally:
        paper.close()


def everybody() -> list[Poller]:
    """Pollers of every kind, of both feeds and all formats."""
    addresses = [f"/{feed}.{format}" for feed in FEEDS for format in ("rss", "atom", "json")]
    kinds = product((False, True), DATES, SKEWS)
    return [
        Poller(addresses[number % len(addresses)], *kind) for number, kind in enumerate(kinds)
    ] + [Poller(address, tags=False, date="given", skew=90) for address in addresses]


@pytest.mark.parametrize("seed", range(2))
def test_every_poller_ends_with_what_the_store_says(store: Store, seed: int) -> None:
    pollers = everybody()
    unchanged: Counter[tuple[bool, str]] = Counter()
    with newspaper(store, seed) as paper:
        for round_ in range(ROUNDS):
            paper.happen()
            last = round_ == ROUNDS - 1
            for poller in pollers if last else paper.chance.sample(pollers, 6):
                coding = paper.chance.choice([*CODINGS, "gzip, br"])
                status = poller.poll(paper.chance.choice(paper.ways), paper.room.now, coding)
                unchanged[poller.tags, poller.date] += status == 304
                assert poller.held == paper.body(poller.address), poller
        _assert_what_is_gone_is_gone(paper, pollers)
    sent = {(tags, date) for tags, date in unchanged if tags or date == "given"}
    assert all(unchanged[kind] for kind in sent)  # else nobody was ever told that nothing changed
    assert not unchanged[False, ""]


def _assert_what_is_gone_is_gone(paper: Newspaper, pollers: list[Poller]) -> None:
    """Whoever reads JSON shows the articles that are published, and no other."""
    shown = {item[0] for item in paper.room.edition("all").shown}
    gone = {paper.room.kept(f"n-{number}").article.id for number in range(1, paper.numbers + 1)}
    assert gone - shown
    for poller in pollers:
        if poller.address == "/all.json":
            assert {item["id"] for item in json.loads(poller.held)["items"]} == shown
