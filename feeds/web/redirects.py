"""Old addresses lead to new ones (301): the feeds of WordPress and of other publishing systems, and
a page with a slash too many.

Feeds and pages under another name of their section are moved by their own views.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from store import ALL, NotFound, Withdrawn

from ..links import SEARCH_KEY, feed_address, question_query
from ..newsroom import Newsroom
from ..printing.composed import LabelKind, read_state
from ..serving.newsstand import Newsstand
from ..settings.values import Settings
from .old_feeds import Narrowed, Narrowing, OldFeed, old_feed
from .old_pages import old_page
from .places import Places, leave
from .responses import MINUTE, moved
from .turning import read_page, turned_document, turned_page

# The formats by WordPress's names, and by the words with which others call their one feed. RDF is
# long gone, and its readers take RSS.
_SUFFIXES = {
    "feed": ".rss",
    "rss": ".rss",
    "rss2": ".rss",
    "rdf": ".rss",
    "atom": ".atom",
    "json": ".json",
}
_LABELS: dict[Narrowing, LabelKind] = {Narrowing.TAG: "tag", Narrowing.AUTHOR: "author"}
_ENDS_WITH_SLASH = re.compile(r"/(?P<name>[^/]+)/")


def blueprint(newsroom: Newsroom, newsstand: Newsstand, readers: Places) -> Blueprint:
    """`/feed/`, `/category/{name}/feed/`, `/?feed=rss2&cat={name}`, `/feed.xml`, `/{feed}/` and
    their like.

    readers  places of requests that read the database
    """
    redirects = Blueprint("redirects", __name__)
    redirects.teardown_app_request(leave)
    old_addresses = OldAddresses(newsroom, newsstand, readers)

    @redirects.before_app_request
    def lead_on() -> Response | None:
        """Answer before any view is looked for: no such path is one of ours."""
        if request.path == f"/{SEARCH_KEY}/":
            page = feed_address(newsroom.settings.site, SEARCH_KEY)
            return moved(f"{page}{question_query(request.args.to_dict())}")
        old = old_feed(request.path, request.args)
        turned = old_addresses.turned(old, request.path, request.args)
        if turned:
            return moved(turned, MINUTE)  # others stand there as soon as a page is closed
        address = old_addresses.successor(old, request.path)
        return moved(address) if address else None

    return redirects


@dataclass(frozen=True, slots=True)
class OldAddresses:
    """What has become of addresses that this site or its predecessor had."""

    newsroom: Newsroom
    newsstand: Newsstand
    readers: Places

    @property
    def settings(self) -> Settings:
        return self.newsroom.settings

    def turned(self, old: OldFeed | None, path: str, query: MultiDict[str, str]) -> str | None:
        """Address of the page on which what an older page showed stands now; None for others.

        old  what the address asked for as that of a feed

        Raises Withdrawn for what has ended, and NotFound for what never was, or is no more.
        """
        if old is None:
            return self._turned_page(path, query)
        page = read_page(old.page)
        if page == 1:
            return None
        self.readers.admit()
        key = self._key(old.narrowed)
        return turned_document(self.newsroom, key, page, _suffix(old.form))

    def _turned_page(self, path: str, query: MultiDict[str, str]) -> str | None:
        """Address of a page for people on which stands what an older one showed; None for others.

        Raises Withdrawn and NotFound.
        """
        page = old_page(path, query)
        if page is None:
            return None
        self.readers.admit()
        return turned_page(self.newsroom, self._key(page.narrowed), read_page(page.page))

    def successor(self, old: OldFeed | None, path: str) -> str | None:
        """Address that an old one has become; None for an address that is not old.

        Raises Withdrawn for what has ended, and NotFound for what never was.
        """
        if old:
            return feed_address(self.settings.site, self._key(old.narrowed), _suffix(old.form))
        match = _ENDS_WITH_SLASH.fullmatch(path)
        if match:
            return feed_address(self.settings.site, self._page(match["name"]))
        return None

    def _page(self, name: str) -> str:
        """Key of the feed whose page has that name. Raises Withdrawn or NotFound."""
        composition = self.newsroom.compositions.named(name)
        if composition:
            return composition.key
        return ALL if name == ALL else self._slug(name)

    def _key(self, narrowed: Sequence[Narrowed]) -> str:
        """Key of the feed that an old address means. Raises Withdrawn or NotFound.

        Several sections are no feed of one of them.
        """
        keys = {self._narrowed(kind, name) for kind, name in narrowed} - {ALL}
        if len(keys) > 1:
            raise NotFound("no feed is what several sections have in common")
        return keys.pop() if keys else ALL

    def _narrowed(self, kind: Narrowing, name: str) -> str:
        """Key of the feed that one is narrowed to. Raises Withdrawn or NotFound."""
        if kind is Narrowing.COMMENTS:
            raise Withdrawn("comments have no feed here")
        if kind is Narrowing.ELSE:
            raise NotFound(f"no feed is chosen by {name[:100]!r}")
        if kind is Narrowing.LANGUAGE and _primary(name) == _primary(self.settings.site.language):
            return ALL
        return self._label(kind, name) or self._slug(name)

    def _label(self, kind: Narrowing, name: str) -> str | None:
        """Key of the feed of a tag or an author, where no section has its name from it."""
        if kind not in _LABELS or self.settings.sections.named(name):
            return None
        composition = self.newsroom.compositions.of_label(_LABELS[kind], name)
        if composition is None:
            return None
        self.readers.admit()
        with self.newsroom.store.snapshot() as snapshot:
            return composition.key if read_state(snapshot, composition) else None

    def _slug(self, name: str) -> str:
        """Slug of the section with that name. Raises Withdrawn or NotFound."""
        slug = self.settings.sections.named(name)
        if slug is not None:
            return slug
        if name != ALL and self.newsstand.knows(name):
            raise Withdrawn(f"the feed {name[:100]!r} is no longer published")
        raise NotFound(f"no section is called {name[:100]!r}")


def names_feed(path: str, query: MultiDict[str, str]) -> bool:
    """Whether an address is an old one of a feed, be there such a feed or not."""
    return old_feed(path, query) is not None


def _primary(language: str) -> str:
    """The language of a tag such as `ar-EG`."""
    return language.lower().replace("_", "-").partition("-")[0]


def _suffix(form: str) -> str:
    """Suffix of the format that an old address calls `form`. Raises NotFound."""
    if form not in _SUFFIXES:
        raise NotFound(f"no feed has the form {form[:40]!r}")
    return _SUFFIXES[form]
