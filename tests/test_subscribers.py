"""A subscriber of a newspaper that moves from WordPress: its feed is redirected, and nothing comes
twice, nothing is missed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from store import Store
from tests import process, quick
from tests.paper.editorial import Paper, Post, ago, slugged
from tests.paper.export import export
from tests.paper.follower import Follower
from tests.paper.site import Site, newspaper
from tests.paper.subscribers import ByEntryId, ByReader, Subscriber, complaints, number_of
from tests.readers import served

STEPS = 60
MOVES = 20  # the step at which the old addresses lead to the new ones
MOVED = MOVES + 4  # steps, of which the last are at the new addresses
BEGINS = 12  # the step at which the export is taken, and the wire begins
FEEDS = {"/feed/": "all.rss", "/feed/atom/": "all.atom"}


class Life:
    """Stepped polls of a newspaper's life, ten minutes each, with its newsroom and subscribers.

    published: the numbers of the stories that readers could see at some poll.
    """

    def __init__(self, site: Site, follower: Follower, base: str, folder: Path) -> None:
        self.site = site
        self.paper: Paper = site.paper
        self.follower = follower
        self.base = base
        self.folder = folder
        self.published: set[int] = set()
        self._count = 0
        self._trashed: list[Post] = []
        for hours in range(12, 0, -1):
            self.write(hours=hours)
        addresses = [site.paper.address(path) for path in FEEDS]
        self.subscribers: list[Subscriber] = [*map(ByEntryId, addresses)]
        self.subscribers.append(ByReader(addresses[0], folder))

    def write(self, **before: float) -> Post:
        """Publish a story, made now or before."""
        self._count += 1
        moment = ago(self.paper.clock(), **before) if before else None
        title = f"سكان الحي رقم {self._count} يتفقون على موعد السوق الموسمي"
        text = f"اجتمع سكان الحي رقم {self._count} في الساحة واتفقوا على موعد السوق."
        post = self.paper.add(title, text, [1], moment)
        if self._count % 4 == 0:
            self.paper.by_plugin(post)
        return post

    def live(self, steps: int) -> None:
        for step in range(steps):
            self.follower.pass_time(minutes=10)
            self._edit(step)
            if step == BEGINS:
                self.follower.take_export(self.folder, export(self.paper))
            if step >= BEGINS:
                self.follower.poll()
                self.follower.print()
            if step == MOVES:
                self.site.moved = {old: f"{self.base}/{new}" for old, new in FEEDS.items()}
            self.published |= self._visible()
            for subscriber in self.subscribers:
                subscriber.poll()

    def _visible(self) -> set[int]:
        """The numbers of the newest stories, those that a feed of WordPress has room for."""
        newest = self.paper.readable()[: self.paper.per_feed]
        return {number_of(post.title) for post in newest}

    def _edit(self, step: int) -> None:
        """What the editors do in ten minutes."""
        posts = self.paper.readable()
        if step % 2 == 0:
            self.write()
        if step % 5 == 1:
            title = posts[2].title + " بعد نقاش"
            self.paper.edit(posts[2], title=title, slug=slugged(title))
        if step % 7 == 3:
            self.paper.trash(posts[3])
            self._trashed.append(posts[3])
        if step % 7 == 6:
            post = self._trashed.pop()
            self.paper.untrash(post)
            self.paper.edit(post, status="publish")
        if step % 9 == 4:
            self._lock_or_unlock(posts[1])
        if step % 11 == 5:
            self.write(minutes=25)
        self._edit_seldom(step, posts)

    def _edit_seldom(self, step: int, posts: list[Post]) -> None:
        if step % 13 == 7:
            self.paper.edit(posts[0], status="private")
        if step % 13 == 8:
            self._bring_back("private")
        if step == 30:
            self.paper.permalinks = "/%postname%/"
        if step == 41:
            soon = self.write()
            self.paper.move(soon, self.paper.clock() + timedelta(minutes=15))

    def _lock_or_unlock(self, post: Post) -> None:
        """Take passwords off; or where there is none, lock a post."""
        locked = [one for one in self.paper.public() if one.password]
        for one in locked:
            self.paper.edit(one, password="")
        if not locked:
            self.paper.edit(post, password="سر")

    def _bring_back(self, status: str) -> None:
        for post in self.paper.posts.values():
            if post.status == status:
                self.paper.edit(post, status="publish")

    def complaints(self) -> list[str]:
        found = []
        for subscriber in self.subscribers:
            name = type(subscriber).__name__
            told = complaints(subscriber.seen(), self.published)
            found += [f"{name}: {line}" for line in told]
        return found


@contextmanager
def _lived(store: Store, folder: Path, *, keep_guid: bool, steps: int) -> Iterator[Life]:
    quick.leave_out("readers")
    port = process.free_port()
    base = f"http://127.0.0.1:{port}"
    with newspaper() as site:
        follower = Follower(store, site.paper, keep_guid=keep_guid, base=base)
        with served(follower.application(), port):
            life = Life(site, follower, base, folder)
            life.live(steps)
            yield life


@pytest.fixture
def light(sqlite: str) -> Iterator[Store]:
    opened = Store(sqlite)
    yield opened
    opened.close()


def test_nothing_comes_twice_and_nothing_is_missed(light: Store, tmp_path: Path) -> None:
    with _lived(light, tmp_path, keep_guid=True, steps=STEPS) as life:
        assert life.complaints() == []
        assert len(life.published) > 40


def test_without_kept_guids_stories_come_twice(light: Store, tmp_path: Path) -> None:
    """The same check must be able to fail."""
    with _lived(light, tmp_path, keep_guid=False, steps=MOVED) as life:
        told = life.complaints()
        assert any("came as" in line for line in told)
