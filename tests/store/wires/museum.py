"""A feed for tests, that of a museum, which can be made to fail."""

from store import Poll, Wire
from tests.room import Room
from tests.wordpress import Answer


def entry(number: int, title: str = "افتتاح المتحف الجديد") -> str:
    return (
        f"<item><guid isPermaLink='false'>m-{number}</guid><title>{title}"
        f" {number}</title><link>https://museum.example.com/{number}</link><description>خبر المتحف"
        f" رقم {number}.</description><pubDate>Mon, 0{number} Nov 2026 08:00:00"
        " +0000</pubDate></item>"
    )


def rss(*entries: str) -> bytes:
    return f"<rss version='2.0'><channel><title>متحف</title>{''.join(entries)}</channel></rss>".encode()  # noqa: E501


class Feed:
    """What a fake server answers; `asked` counts, `given` are the headers of the last request."""

    def __init__(self) -> None:
        self.url, self.given, self.asked = "", dict[str, str](), 0
        self.status, self.kind, self.content = 200, "application/rss+xml", rss(entry(1), entry(2))
        self.headers = {"ETag": '"v1"', "Last-Modified": "Tue, 24 Nov 2026 08:00:00 GMT"}

    def answer(self, target: str) -> Answer:
        self.asked += 1
        if self.status == 200 and self.given.get("If-None-Match") == self.headers.get("ETag", ""):
            return 304, self.kind, b"", self.headers
        return self.status, self.kind, self.content, self.headers


def wire(feed: Feed) -> Wire:
    return Wire(name="museum", kind="feed", url=f"{feed.url}/feed", seconds=300, section="politics")


def polled(room: Room, feed: Feed) -> Poll:
    room.pass_time(minutes=5)
    return room.poll(wire(feed))


def counts(done: Poll) -> dict[str, int]:
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}
