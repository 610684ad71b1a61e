"""`python -m trials.publishing`: how soon what is published in WordPress stands in the feed here.

A stand-in of WordPress publishes post after post; a reader asks for the feed of its section until
it shows the post. Posts come by hooks of several shapes, of which most say so little that the wire
has to fetch them; then by a wire of 30 seconds alone. Ends with 1 where they come later than was
promised.
"""

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from bench.processes import flask
from bench.table import markdown
from tests.process import get
from tests.wordpress import Site, post, served

from .newspaper import TOKEN, Newspaper, tokens

WIRE = "harbour"
FEED = "economy"
_CONFIGURATION = """
[site]
title = "جريدة المرفأ"

[[section]]
slug = "economy"
title = "اقتصاد"
description = "أخبار الاقتصاد"
aliases = ["إقتصاد & مال"]

[[wire]]
name = "{wire}"
kind = "wordpress"
url = "{url}"
seconds = {seconds}
"""
_CATEGORY = 5
_TAG = 9
_OLD_POSTS = 120
_HOUR = 3_600
_LOOK_SECONDS = 0.05
_START_SECONDS = 30
_ANSWER_SECONDS = 10
_SHARE = 0.95
_TITLE = re.compile("<title>افتتاح المكتبة رقم ([0-9]{1,9}) ")
_HEAD = ("how it comes", "posts", "half of them", "95 of 100", "slowest", "promised", "")

Message = Callable[[dict[str, Any]], object]
SHAPES: dict[str, Message] = {
    "a whole post": lambda told: told,
    "without _embed": lambda told: {name: told[name] for name in told if name != "_embedded"},
    "three fields": lambda told: {name: told[name] for name in ("id", "title", "link")},
    "a number": lambda told: {"post_id": str(told["id"])},
    "a WP_Post": lambda told: {
        "ID": told["id"],
        "post_title": told["title"]["rendered"],
        "post_content": told["content"]["rendered"],
        "post_status": "publish",
        "post_type": "post",
    },
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which posts come.

    seconds   between two polls of the wire
    posts     how many are published
    pause     seconds between two of them, at most
    promised  seconds within which 95 of 100 are to stand in the feed
    hooks     whether each is told by a hook
    """

    name: str
    seconds: int
    posts: int
    pause: float
    promised: float
    hooks: bool


WAYS = (
    Way("by hooks", _HOUR, posts=60, pause=1.5, promised=2, hooks=True),
    Way("by hooks, ten in a second", _HOUR, posts=100, pause=0.2, promised=3, hooks=True),
    Way("by a wire of 30 s", 30, posts=60, pause=5, promised=35, hooks=False),
)


def measure(way: Way) -> list[float]:
    """The seconds from each publishing until its post stood in the feed."""
    with tempfile.TemporaryDirectory(prefix="nashra-publishing-") as folder, _site() as site:
        settings = _settings(Path(folder), site, way)
        flask("migrate", **settings)
        with Newspaper(Path(folder), settings["NASHRA_DATABASE"], settings) as newspaper:
            return _Publishing(site, newspaper, way).run()


@contextmanager
def _site() -> Iterator[Site]:
    """A site with old posts, in loopback."""
    with served(Site()) as site:
        site.add(*range(1, _OLD_POSTS + 1))
        site.collections["categories"][_CATEGORY]["taxonomy"] = "category"
        site.collections["tags"][_TAG]["taxonomy"] = "post_tag"
        yield site


def _settings(folder: Path, site: Site, way: Way) -> dict[str, str]:
    """The settings of a newspaper with a wire to the site."""
    file = folder / "nashra.toml"
    text = _CONFIGURATION.format(wire=WIRE, url=site.url, seconds=way.seconds)
    file.write_text(text, encoding="utf-8")
    return {
        "NASHRA_CONFIG": str(file),
        "NASHRA_DATABASE": f"sqlite:///{folder / 'nashra.db'}",
        "NASHRA_API_TOKENS": tokens(WIRE),
        "NASHRA_OUTBOUND_ALLOW": "127.0.0.0/8",
    }


class _Publishing:
    """Posts that are published one after the other, and a reader who waits for them."""

    def __init__(self, site: Site, newspaper: Newspaper, way: Way) -> None:
        self._site, self._newspaper, self._way = site, newspaper, way
        self._published: dict[int, float] = {}
        self._seen: dict[int, float] = {}
        self._random = random.Random(way.name)

    def run(self) -> list[float]:
        """Publish all posts, and wait for the last of them."""
        self._wait(lambda: self._shown() != set(), _START_SECONDS)
        for number in range(_OLD_POSTS + 1, _OLD_POSTS + 1 + self._way.posts):
            self._publish(number)
            self._read_for(self._random.uniform(0, self._way.pause))
        self._wait(lambda: self._seen.keys() == self._published.keys(), 3 * self._way.promised)
        return [
            self._seen.get(number, math.inf) - moment for number, moment in self._published.items()
        ]

    def _publish(self, number: int) -> None:
        """Publish a post on the site, which tells it by a hook if it does so at all."""
        moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
        told = post(number, date=moment, date_gmt=moment, modified=moment, modified_gmt=moment)
        told |= {"type": "post", "author": 3, "categories": [_CATEGORY], "tags": [_TAG]}
        (category,), (tag,) = told["_embedded"]["wp:term"]
        category["id"] = _CATEGORY
        tag["id"] = _TAG
        self._site.posts = self._site.posts | {number: told}
        self._published[number] = time.monotonic()
        if self._way.hooks:
            shape = list(SHAPES.values())[number % len(SHAPES)]
            self._send(shape(told))

    def _send(self, message: object) -> None:
        """Send a message as a plugin would."""
        headers = {"X-Nashra-Token": f"{TOKEN}{WIRE}", "Content-Type": "application/json"}
        url = f"{self._newspaper.base}/api/v1/hooks/wordpress"
        data = json.dumps(message).encode()
        try:
            urlopen(Request(url, data, headers), timeout=_ANSWER_SECONDS).close()
        except URLError as error:
            sys.stderr.write(f"a hook is refused: {error}\n")

    def _read_for(self, seconds: float) -> None:
        """Read the feed for so long, and note what it shows."""
        deadline = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            for number in self._shown() & self._published.keys():
                self._seen.setdefault(number, now)
            if now > deadline:
                return
            time.sleep(_LOOK_SECONDS)

    def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        """Read until something has come to pass, but not for ever."""
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline:
            self._read_for(_LOOK_SECONDS)

    def _shown(self) -> set[int]:
        """The numbers of the posts that the feed of their section shows."""
        _, content, _ = get(f"{self._newspaper.base}/{FEED}.rss")
        return {int(number) for number in _TITLE.findall(content.decode())}


def _row(way: Way, seconds: Sequence[float]) -> tuple[str, ...]:
    """The line of a way in the table."""
    late = _share(seconds, _SHARE)
    return (
        way.name,
        f"{len(seconds)}",
        f"{_share(seconds, 0.5):.1f} s",
        f"{late:.1f} s",
        f"{max(seconds):.1f} s",
        f"{way.promised:.0f} s",
        "kept" if late < way.promised else "BROKEN",
    )


def _share(seconds: Sequence[float], share: float) -> float:
    """The time within which this share of all came."""
    return sorted(seconds)[math.ceil(share * len(seconds)) - 1]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m trials.publishing", description=__doc__)
    parser.add_argument("--only", default="", metavar="PATTERN", help="only these: 'hooks'")
    options = parser.parse_args(arguments)
    rows = [_row(way, measure(way)) for way in WAYS if re.search(options.only, way.name)]
    sys.stdout.write(markdown([_HEAD, *rows]))
    return int(any(row[-1] == "BROKEN" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
