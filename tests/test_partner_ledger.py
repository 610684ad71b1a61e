"""A real server, its partner and their deaths: a ledger may say less than there was, never more."""

import json
import os
import random
import signal
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from store import Store
from tests import process
from tests.feeds.cli.support import CONFIGURATION
from tests.room import article

PARTNER = '[[partner]]\nslug = "taker"\ntitle = "شريك"\nprofile = "generic"\n'
KEY = "partner/taker"
PATH = f"/{KEY}.rss"


@dataclass
class Taker:
    """A partner that keeps the tags of all that it was answered with whole."""

    base: str
    luck: random.Random
    etag: str = ""
    kept: set[str] = field(default_factory=set)

    def fetch(self) -> str:
        """Ask for the feed; returns the hash of the edition."""
        headers = {"User-Agent": "Taker/1.0"}
        if self.etag and self.luck.random() < 0.5:
            headers["If-None-Match"] = self.etag
        status, _, fields = process.get(f"{self.base}{PATH}", headers)
        if status in (200, 304):
            self.etag = fields["etag"]
            self.kept.add(self.etag.strip('"'))
        return self.etag.strip('"')

    def die(self, whole: bool) -> None:
        """Send a request, or half of one, and close the connection without reading a word."""
        address = urlsplit(self.base)
        request = f"GET {PATH} HTTP/1.1\r\nHost: x\r\nUser-Agent: Torn/1.0\r\n\r\n".encode()
        with socket.create_connection((address.hostname, address.port), 10) as connection:
            connection.sendall(request if whole else request[: len(request) // 2])


def publish(database: str, config: str, number: int) -> None:
    process.run(
        database,
        *("ingest", "-", "--section", "politics"),
        stdin=json.dumps(article(number), ensure_ascii=False).encode(),
        NASHRA_CONFIG=config,
    )


def noted(database: str, agent: str) -> set[str]:
    """The hashes of the editions that an agent fetched, as the ledger has them."""
    store = Store(database)
    with store.snapshot() as snapshot:
        rows = snapshot.fetches.connection.exec_driver_sql(
            "SELECT bodies.hash, fetches.agent FROM fetches JOIN bodies"
            " ON bodies.feed = fetches.feed AND bodies.revision = fetches.revision"
            " AND bodies.format = fetches.format"
        ).all()
    store.close()
    return {hash for hash, of in rows if of == agent}


def test_a_ledger_outlives_its_server_and_its_partner(database: str, tmp_path: Path) -> None:
    (tmp_path / "nashra.toml").write_text(CONFIGURATION + PARTNER, encoding="utf-8")
    config = str(tmp_path / "nashra.toml")
    luck = random.Random(29)
    with process.serving(database, NASHRA_CONFIG=config) as (base, server):
        taker = Taker(base, luck)

        def follow(numbers: range) -> set[str]:
            """Fetch each of some editions, some of them several times, and die in between."""
            before = set(taker.kept)
            for number in numbers:
                last = taker.etag.strip('"')
                publish(database, config, number)
                process.until(lambda: taker.fetch() != last, "nothing new is printed")  # noqa: B023
                taker.die(whole=luck.random() < 0.5)
            return taker.kept - before

        first = follow(range(1, 4))
        process.until(lambda: first <= noted(database, "Taker/1.0"), "nothing is noted")
        second = follow(range(4, 6))
        os.kill(process.child(server.pid, "web"), signal.SIGKILL)
        process.until(lambda: process.get(f"{base}/readyz")[0] == 200, "no web comes back")
        third = follow(range(6, 8))
        assert len(first) >= 3 <= len(third) + 1
    found = noted(database, "Taker/1.0")
    assert first | third <= found
    assert found <= first | second | third
    assert noted(database, "Torn/1.0") <= taker.kept
