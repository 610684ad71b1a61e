"""Hostile senders: writers at the API, and wires whose feeds are made to cost as much as they may.

`python -m trials.hostile PORT SENDER KIND` is one writer, in a process of his own that goes behind
all others: he stands for a machine elsewhere, and takes no time from the readers who are measured.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

from bench.processes import ROOT

from .mortal import end_with_parent
from .newspaper import FEED, article, post

WRITERS = ("writer-0", "writer-1", "writer-2", "writer-3")
SECONDS = 180  # after which a writer ends in any case
_NICENESS = 19
_PAUSE = 0.25  # a token may send 300 in a minute
_MARKS = "\u0301\u0323"

# Bodies below all limits, each made for one kind of work.
BODIES: tuple[dict[str, str], ...] = (
    {"html": "<div>" * 38_000},
    {"html": "<" * 190_000},
    {"html": f"<p>م{_MARKS * 95_000}</p>"},
    {"html": f"<p>{'ـ' * 190_000}ا</p>"},
    {"html": "</xmp " * 33_000},
    {"html": "</textarea" * 19_000},
    {"html": "<b><i>" * 30_000},
    {"html": "<p>" + "&amp" * 47_000},
    {"markdown": "[" * 150_000},
    {"markdown": "| أ |\n|---|\n" + "| ب |\n" * 30_000},
    {"markdown": "*أ _ب " * 30_000},
    {"text": "اقرأ أيضا " * 19_000},
    {"text": "http:" * 38_000},
    {"text": " \n" * 95_000 + "."},
)


def poisoned(number: int) -> dict[str, object]:
    """A record that is made to cost; every other one claims the title of all others."""
    body = BODIES[number % len(BODIES)]
    fields = {name: value for name, value in article(number).items() if name != "html"} | body
    if number % 2:
        fields["title"] = "خبر واحد يرسله الجميع في اللحظة نفسها"
    if number % 3 == 0:
        fields["summary"] = "س" + _MARKS * 31_000
    return fields


def feed(number: int) -> bytes:
    """A feed of 500 stories of one title, one with 500,000 `<` in it; others at each poll."""
    deep = "<b>" * 900 + "عمق" + "</b>" * 900
    bodies = ("<" * 500_000, deep, "م" + _MARKS * 90_000)
    items = "".join(_item(number * 500 + at, bodies[at] if at < 3 else "نص") for at in range(500))
    head = (
        "<title>وكالة</title><link>https://agency.example.com/</link><description>و</description>"
    )
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def nested(number: int) -> bytes:
    """A feed whose one entry holds elements within each other, up to what is read at all."""
    inner = ("<x>" * 990 + "</x>" * 990) * 100
    head = f"<title>وكالة {number}</title>"
    return f'<rss version="2.0"><channel>{head}{inner}</channel></rss>'.encode()


def _item(number: int, body: str) -> str:
    address = f"https://agency.example.com/{number}"
    title = "خبر واحد تنشره الوكالة خمسمئة مرة"
    text = f"<title>{title}</title><link>{address}</link><guid>{address}</guid>"
    return f"<item>{text}<description>{escape(body)}</description></item>"


@contextmanager
def wires(folder: Path) -> Iterator[dict[str, str]]:
    """Two servers of hostile feeds; the settings of a newspaper that polls them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Agency)
    Thread(target=server.serve_forever, daemon=True).start()
    blocks = "".join(
        f'[[wire]]\nname = "{name}"\nkind = "feed"\nsection = "{FEED}"\nseconds = 30\n'
        f'url = "http://127.0.0.1:{server.server_port}/{name}"\n'
        for name in _FEEDS
    )
    configuration = folder / "nashra.toml"
    text = (ROOT / "nashra.toml").read_text(encoding="utf-8")
    configuration.write_text(f"{text}\n{blocks}", encoding="utf-8")
    try:
        yield {"NASHRA_CONFIG": str(configuration), "NASHRA_OUTBOUND_ALLOW": "127.0.0.0/8"}
    finally:
        server.shutdown()
        server.server_close()


_FEEDS = {"stories": feed, "depths": nested}


class _Agency(BaseHTTPRequestHandler):
    """Answers /stories and /depths, each time with another feed."""

    numbers = count(1)

    def do_GET(self) -> None:
        content = _FEEDS[self.path.strip("/")](next(self.numbers))
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def write(port: int, sender: str, kind: str) -> None:
    """Send one record after another until the process is ended."""
    make = {"hostile": poisoned, "innocent": article}[kind]
    os.nice(_NICENESS)
    first = 100_000 * (1 + WRITERS.index(sender))
    end = time.monotonic() + SECONDS
    for number in count(first):
        if time.monotonic() > end:
            return
        post(port, sender, make(number))
        time.sleep(_PAUSE)


if __name__ == "__main__":
    end_with_parent()
    write(int(sys.argv[1]), sys.argv[2], sys.argv[3])
