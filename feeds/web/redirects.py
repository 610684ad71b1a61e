"""Old addresses lead to new ones (301): the feeds of WordPress and of other publishing systems, and
a page with a slash too many.

Feeds and pages under another name of their section are moved by their own views.
"""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from store import ALL, NotFound, Withdrawn

from ..links import feed_address
from ..newsroom import Newsroom
from ..serving.newsstand import Newsstand
from ..settings.values import Settings
from .responses import moved

# The formats by WordPress's names, and by the words with which others call their one feed. RDF is
# long gone, and its readers take RSS.
_SUFFIXES = {
    "feed": ".rss",
    "index": ".rss",
    "rss": ".rss",
    "rss2": ".rss",
    "rdf": ".rss",
    "atom": ".atom",
    "json": ".json",
}
_FEED = re.compile(
    r"\A/(?:(?:category|tag|author)/(?:.+/)?(?P<name>[^/]+)/)?(?P<form>feed)(?:/(?P<other>[^/]+))?/?"
)
_ONE_FEED = re.compile(
    r"\A/(?P<stem>feed|index|rss2?|rdf|atom)(?:\.(?P<ending>xml|rss|rdf|atom|json))?/?"
)
_BLOGGER = re.compile(r"\A/feeds/posts/(?:default|summary)(?:/-/(?P<name>[^/]+))?/?")
_ENDS_WITH_SLASH = re.compile(r"/(?P<name>[^/]+)/")
_COMMENTS = "/comments/feed"


def blueprint(newsroom: Newsroom, newsstand: Newsstand) -> Blueprint:
    """`/feed/`, `/category/{name}/feed/`, `/?feed=rss2&cat={name}`, `/feed.xml`, `/{feed}/` and
    their like.
    """
    redirects = Blueprint("redirects", __name__)
    old_addresses = OldAddresses(newsroom.settings, newsstand)

    @redirects.before_app_request
    def lead_on() -> Response | None:
        """Answer before any view is looked for: no such path is one of ours."""
        address = old_addresses.successor(request.path, request.args)
        return moved(address) if address else None

    return redirects


@dataclass(frozen=True, slots=True)
class OldAddresses:
    """What has become of addresses that this site or its predecessor had."""

    settings: Settings
    newsstand: Newsstand

    def successor(self, path: str, query: MultiDict[str, str]) -> str | None:
        """Address that an old one has become; None for an address that is not old.

        Raises Withdrawn for what has ended, and NotFound for what never was.
        """
        if path.startswith(_COMMENTS):
            raise Withdrawn("comments have no feed here")
        feed = _old_feed(path, query)
        if feed:
            name, form = feed
            return feed_address(self.settings.site, self._slug(name), _suffix(form))
        match = _ENDS_WITH_SLASH.fullmatch(path)
        if match:
            return feed_address(self.settings.site, self._slug(match["name"]))
        return None

    def _slug(self, name: str) -> str:
        """Slug of the section with that name. Raises Withdrawn or NotFound."""
        if name == ALL:
            return ALL
        slug = self.settings.sections.named(name)
        if slug is not None:
            return slug
        if self.newsstand.knows(name):
            raise Withdrawn(f"the feed {name[:100]!r} is no longer published")
        raise NotFound(f"no section is called {name[:100]!r}")


def names_feed(path: str, query: MultiDict[str, str]) -> bool:
    """Whether an address is an old one of a feed, be there such a feed or not."""
    return path.startswith(_COMMENTS) or _old_feed(path, query) is not None


def _old_feed(path: str, query: MultiDict[str, str]) -> tuple[str, str] | None:
    """Section and format that the old address of a feed names; None for any other address."""
    form = _form_of_one_feed(path)
    if form:
        return ALL, form
    if path == "/" and "feed" in query:
        return _queried_name(query), query["feed"]
    match = _BLOGGER.fullmatch(path)
    if match:
        return match["name"] or ALL, query.get("alt", "atom")
    match = _FEED.fullmatch(path)
    if match:
        return match["name"] or ALL, match["other"] or match["form"]
    return None


def _form_of_one_feed(path: str) -> str | None:
    """Format of the only feed that many systems have: `/feed.xml`, `/rss`, `/index.rdf`, ...

    None for any other address; `/index` alone is a page.
    """
    match = _ONE_FEED.fullmatch(path)
    if match is None:
        return None
    stem = match["stem"]
    ending: str | None = match["ending"]
    if ending is None:
        return None if stem == "index" else stem
    return stem if ending == "xml" else ending


def _queried_name(query: MultiDict[str, str]) -> str:
    """Name of the section in WordPress's older addresses, such as `/?feed=rss2&cat=...`."""
    for parameter in ("category_name", "cat", "tag"):
        if query.get(parameter):
            return query[parameter]
    return ALL


def _suffix(form: str) -> str:
    """Suffix of the format that WordPress calls `form`. Raises NotFound."""
    if form not in _SUFFIXES:
        raise NotFound(f"no feed has the form {form[:40]!r}")
    return _SUFFIXES[form]
