"""Hostile wires: agencies whose feeds are made to cost as much as they may.

`python -m trials.agencies` serves them, on a port that it prints, in a process of its own that goes
behind all others: the readers who are measured wait for none of its work.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

from bench.processes import ROOT, environment

from .hostile import NICENESS
from .mortal import end_with_parent
from .newspaper import FEED

_STORIES = 500


def stories(number: int) -> bytes:
    """A feed of stories of one title, one with 500,000 `<` in it; others at each poll."""
    deep = "<b>" * 900 + "عمق" + "</b>" * 900
    bodies = ("<" * 500_000, deep, "م" + "\u0301\u0323" * 90_000)
    first = number * _STORIES
    items = "".join(
        _item(first + at, bodies[at] if at < len(bodies) else "نص") for at in range(_STORIES)
    )
    head = (
        "<title>وكالة</title><link>https://agency.example.com/</link><description>و</description>"
    )
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def depths(number: int) -> bytes:
    """A feed whose one entry holds elements within each other, up to what is read at all."""
    inner = ("<x>" * 990 + "</x>" * 990) * 100
    head = f"<title>وكالة {number}</title>"
    return f'<rss version="2.0"><channel>{head}{inner}</channel></rss>'.encode()


def _item(number: int, body: str) -> str:
    address = f"https://agency.example.com/{number}"
    title = "خبر واحد تنشره الوكالة خمسمئة مرة"
    text = f"<title>{title}</title><link>{address}</link><guid>{address}</guid>"
    return f"<item>{text}<description>{escape(body)}</description></item>"


_FEEDS: dict[str, Callable[[int], bytes]] = {"stories": stories, "depths": depths}


@contextmanager
def wires(folder: Path) -> Iterator[dict[str, str]]:
    """A server of hostile feeds; the settings of a newspaper that polls them."""
    with subprocess.Popen(
        [sys.executable, "-m", "trials.agencies"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout
            yield _settings(folder, int(server.stdout.readline()))
        finally:
            server.kill()


def _settings(folder: Path, port: int) -> dict[str, str]:
    blocks = "".join(
        f'[[wire]]\nname = "{name}"\nkind = "feed"\nsection = "{FEED}"\nseconds = 30\n'
        f'url = "http://127.0.0.1:{port}/{name}"\n'
        for name in _FEEDS
    )
    configuration = folder / "nashra.toml"
    text = (ROOT / "nashra.toml").read_text(encoding="utf-8")
    configuration.write_text(f"{text}\n{blocks}", encoding="utf-8")
    return {"NASHRA_CONFIG": str(configuration), "NASHRA_OUTBOUND_ALLOW": "127.0.0.0/8"}


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


def serve() -> None:
    """Serve the feeds until the process is ended."""
    os.nice(NICENESS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Agency)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    end_with_parent()
    serve()
