"""A newspaper on a port of loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.paper import feeds, rest
from tests.paper.editorial import Paper
from tests.wordpress import served

_NOT_FOUND = 404, "text/html; charset=UTF-8", "<!DOCTYPE html><p>غير موجود</p>".encode(), {}


class Site:
    """What `served` asks: a newspaper, whatever is asked of it written down.

    moved: new addresses of old ones, answered with 301 as lines of nginx do. broken: an answer in
    the place of each other.
    """

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.asked: list[str] = []
        self.moved: dict[str, str] = {}
        self.broken: rest.Answer | None = None

    @property
    def url(self) -> str:
        return self.paper.url

    @url.setter
    def url(self, address: str) -> None:
        self.paper.url = address

    def answer(self, target: str) -> rest.Answer:
        self.asked.append(target)
        if self.broken:
            return self.broken
        if target in self.moved:
            return 301, "text/html; charset=UTF-8", b"", {"Location": self.moved[target]}
        return rest.answer(self.paper, target) or feeds.answer(self.paper, target) or _NOT_FOUND


@contextmanager
def newspaper() -> Iterator[Site]:
    """A newspaper without posts, that answers."""
    start = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with served(Site(Paper(lambda: start))) as site:
        yield site
