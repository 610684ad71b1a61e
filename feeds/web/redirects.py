"""Old addresses: WordPress's own feeds, and sections under any of their names, move to where they
are now (301).
"""

import re

from flask import Blueprint, Response, request

from store import ALL, NotFound, Withdrawn

from ..links import feed_address
from ..serving.newsstand import Newsstand
from ..settings.values import Settings
from .feeds import moved

_SUFFIXES = dict.fromkeys(("feed", "rss", "rss2", "rdf"), ".rss") | {
    "atom": ".atom",
    "json": ".json",
}
_FEED = re.compile(
    r"/(?:(?:category|tag|author)/(?:.+/)?(?P<name>[^/]+)/)?(?P<form>feed)(?:/(?P<other>[^/]+))?/?"
)
_SLASH = re.compile(r"/([^/]+)/")


def blueprint(settings: Settings, newsstand: Newsstand) -> Blueprint:
    """`/feed/`, `/category/{name}/feed/`, ...; `/?feed=rss2&cat=...`; and `/{feed}/` with a slash
    too many.
    """
    face = Blueprint("moves", __name__)

    @face.before_app_request
    def old() -> Response | None:
        """Asked first: such paths are none of Nashra's own."""
        path, asked = request.path, request.args
        if path.startswith("/comments/feed"):
            raise Withdrawn("comments have no feed here")
        if path == "/" and "feed" in asked:
            name = asked.get("category_name") or asked.get("cat") or asked.get("tag") or ALL
            return moved(f"{address(name)}{_suffix(asked['feed'])}")
        if found := _FEED.fullmatch(path):
            return moved(
                f"{address(found['name'] or ALL)}{_suffix(found['other'] or found['form'])}"
            )
        if found := _SLASH.fullmatch(path):
            return moved(address(found[1]))
        return None

    def address(name: str) -> str:
        slug = ALL if name == ALL else settings.sections.named(name)
        if slug is None and newsstand.knows(name):
            raise Withdrawn(f"the feed {name[:100]!r} is no longer published")
        if slug is None:
            raise NotFound(f"no section is called {name[:100]!r}")
        return feed_address(settings.site, slug)

    return face


def _suffix(form: str) -> str:
    if form not in _SUFFIXES:
        raise NotFound(f"no feed has the form {form[:40]!r}")
    return _SUFFIXES[form]
