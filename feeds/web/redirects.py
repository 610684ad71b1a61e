"""Old addresses lead to new ones (301): WordPress's feeds, and a feed with a slash too many.

Feeds and pages under another name of their section are moved by their own views.
"""

import re

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from store import ALL, NotFound, Withdrawn

from ..links import feed_address
from ..newsroom import Newsroom
from ..serving.newsstand import Newsstand
from .responses import moved

# WordPress's names of its formats; RDF is long gone, and its readers take RSS.
_SUFFIXES = {
    "feed": ".rss",
    "rss": ".rss",
    "rss2": ".rss",
    "rdf": ".rss",
    "atom": ".atom",
    "json": ".json",
}
_FEED = re.compile(
    r"/(?:(?:category|tag|author)/(?:.+/)?(?P<name>[^/]+)/)?(?P<form>feed)(?:/(?P<other>[^/]+))?/?"
)
_ENDS_WITH_SLASH = re.compile(r"/(?P<name>[^/]+)/")
_COMMENTS = "/comments/feed"


def blueprint(newsroom: Newsroom, newsstand: Newsstand) -> Blueprint:
    """`/feed/`, `/category/{name}/feed/`, `/?feed=rss2&cat={name}`, `/{feed}/` and their like."""
    redirects = Blueprint("redirects", __name__)

    @redirects.before_app_request
    def lead_on() -> Response | None:
        """Answer before any view is looked for: no such path is one of ours."""
        address = _new_address(newsroom, newsstand, request.path, request.args)
        return moved(address) if address else None

    return redirects


def _new_address(
    newsroom: Newsroom, newsstand: Newsstand, path: str, query: MultiDict[str, str]
) -> str | None:
    """Address that an old one has become; None for an address that is not old.

    Raises Withdrawn for what has ended, and NotFound for what never was.
    """
    if path.startswith(_COMMENTS):
        raise Withdrawn("comments have no feed here")
    if path == "/" and "feed" in query:
        slug = _slug(newsroom, newsstand, _queried_name(query))
        return feed_address(newsroom.settings.site, slug, _suffix(query["feed"]))
    if match := _FEED.fullmatch(path):
        slug = _slug(newsroom, newsstand, match["name"] or ALL)
        return feed_address(newsroom.settings.site, slug, _suffix(match["other"] or match["form"]))
    if match := _ENDS_WITH_SLASH.fullmatch(path):
        return feed_address(newsroom.settings.site, _slug(newsroom, newsstand, match["name"]))
    return None


def _queried_name(query: MultiDict[str, str]) -> str:
    """Name of the category or tag in WordPress's older addresses, `/?feed=rss2&cat=...`."""
    return query.get("category_name") or query.get("cat") or query.get("tag") or ALL


def _slug(newsroom: Newsroom, newsstand: Newsstand, name: str) -> str:
    """Slug of the section with that name. Raises Withdrawn or NotFound."""
    if name == ALL:
        return ALL
    slug = newsroom.settings.sections.named(name)
    if slug is not None:
        return slug
    if newsstand.knows(name):
        raise Withdrawn(f"the feed {name[:100]!r} is no longer published")
    raise NotFound(f"no section is called {name[:100]!r}")


def _suffix(form: str) -> str:
    """Suffix of the format that WordPress calls `form`. Raises NotFound."""
    if form not in _SUFFIXES:
        raise NotFound(f"no feed has the form {form[:40]!r}")
    return _SUFFIXES[form]
