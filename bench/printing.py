"""Printing: one page against Django's feedgenerator, and one change in stores that grow.

Both write the same 50 articles in whole, after one of them changed. Django is handed finished
bodies, and does not write what it has no word for (pictures, embargoes, withdrawals); ours makes
the body of the changed article itself.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from feeds.links import article_link
from feeds.printing.current import current
from feeds.printing.feed import Feed
from feeds.printing.formats import FORMATS, content
from feeds.printing.formats.cache import EntryCache

from .corpus import Corpus
from .newsroom import Newsroom, after, alternate, drafts, with_one_changed
from .table import Row, Scale, milliseconds, paired, ratio

PAGE = 50
_XML = ("rss", "atom")


class DjangoRss(Rss201rev2Feed):  # type: ignore[misc]
    """RSS as a Django site writes it that wants whole articles."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class DjangoAtom(Atom1Feed):  # type: ignore[misc]
    """Atom likewise."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def django(feed: Feed, bodies: dict[str, str]) -> list[bytes]:
    """Both documents by Django; bodies are finished HTML by article id."""
    return [_written(kind, feed, bodies) for kind in (DjangoRss, DjangoAtom)]


def _written(kind: type[Any], feed: Feed, bodies: dict[str, str]) -> bytes:
    made = kind(
        feed.title,
        feed.address,
        feed.description,
        language=feed.language,
        feed_url=f"{feed.address}.xml",
    )
    for entry in feed.entries:
        article = entry.article
        made.add_item(
            content.text(feed, article.title),
            article_link(feed.site, article),
            content.text(feed, article.summary),
            unique_id=article.id,
            author_name=article.authors[0].name if article.authors else None,
            categories=entry.labels,
            pubdate=article.published,
            updateddate=article.updated,
            content=bodies[article.id],
        )
    out = BytesIO()
    made.write(out, "utf-8")
    return out.getvalue()


def ours(feed: Feed, made: EntryCache, names: tuple[str, ...] = _XML) -> list[bytes]:
    """The documents of these formats by ours; `made` holds the entries that did not change."""
    return [FORMATS[name].render(feed, made) for name in names]


class Page:
    """A printed 50-article feed whose articles change one at a time."""

    def __init__(self, folder: Path) -> None:
        self._room = Newsroom(folder / "page.db", size=PAGE, hours=0)
        self._room.now = after(PAGE)
        self._room.keep(drafts(Corpus().samples(PAGE)))
        self._sheet = self._room.sheet(self._room.front)
        self.made = EntryCache()
        feed = self.changed(0)
        ours(feed, self.made, tuple(FORMATS))
        self.bodies = {
            entry.article.id: content.body(feed, entry.article) for entry in feed.entries
        }

    def changed(self, number: int) -> Feed:
        """The feed after this change, with all other articles as they were printed before."""
        return current(self._room.front, self._room.pages, with_one_changed(self._sheet, number))


def page(scale: Scale, folder: Path) -> Iterator[Row]:
    """(a) The page of 50 whole articles after one change."""
    one = Page(folder)

    def by_ours(names: tuple[str, ...], kept: int, number: int) -> float:
        feed, made = one.changed(kept + number), one.made if kept else EntryCache()
        return _timed(partial(ours, feed, made, names))

    by_us, by_django, in_all, from_nothing = alternate(
        scale.prints,
        partial(by_ours, _XML, 1_000),
        lambda number: _timed(partial(django, one.changed(number), one.bodies)),
        partial(by_ours, tuple(FORMATS), 2_000),
        partial(by_ours, _XML, 0),
    )
    theirs, share = f"Django {milliseconds(by_django)}", ratio(by_us, by_django)
    yield Row(
        f"print {PAGE} articles, RSS and Atom",
        milliseconds(by_us),
        theirs,
        share,
        "at most 0.33",
        share <= 1 / 3,
    )
    yield Row("the same and JSON Feed", milliseconds(in_all))
    nothing = ratio(from_nothing, by_django)
    yield Row(
        "RSS and Atom, no entry kept from before", milliseconds(from_nothing), theirs, nothing
    )


def growth(scale: Scale, folder: Path) -> Iterator[Row]:
    """(c) What one new article costs the press, by the size of the store.

    All stores end with the same articles and see the same changes, so their pages are the same.
    """
    corpus, last = Corpus(), max(scale.sizes)
    rooms = {size: Newsroom(folder / f"{size}.db") for size in scale.sizes}
    for size, room in rooms.items():
        room.now = after(last)
        room.keep(drafts(corpus.samples(size, last - size + 1)), backfill=True)
        room.press.refresh()
    printed = alternate(
        scale.changes, *(partial(_after_one, room, corpus, last + 1) for room in rooms.values())
    )
    smallest, first = printed[0], min(rooms)
    for size, seconds in zip(rooms, printed, strict=True):
        what = f"print after one change, {size:,} articles in the store"
        if size == first:
            yield Row(what, milliseconds(seconds))
            continue
        share = paired(seconds, smallest)
        aim, met = ("at most 1.30", share <= 1.3) if size == last else ("", None)
        yield Row(what, milliseconds(seconds), f"with {first:,}", share, aim, met)


def _after_one(room: Newsroom, corpus: Corpus, first: int, number: int) -> float:
    room.now = after(first + number)
    room.keep(drafts([corpus.sample(first + number)]))
    started = time.perf_counter()
    printed = room.press.refresh()
    took = time.perf_counter() - started
    if not printed or any(one.outcome != "printed" for one in printed):
        raise RuntimeError(f"the press should have printed: {printed}")
    return took


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
