"""What programs ask of every site unasked, and the lists in which they find all of its feeds."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Blueprint, Response

from ..links import (
    FAVICON_PATH,
    FEED_LIST_PATH,
    FEED_TABLE_PATH,
    LICENSE_PATH,
    ROBOTS_PATH,
    favicon_address,
)
from ..pages import feed_lists, robots
from ..settings.values import Settings
from . import responses
from .pages import feed_links


def blueprint(settings: Settings) -> Blueprint:
    """`/robots.txt`, `/license.xml`, `/favicon.ico` and the lists of feeds: without a database."""
    discovery = Blueprint("discovery", __name__)
    site = settings.site
    icon = (Path(__file__).parents[1] / "static" / "favicon.ico").read_bytes()

    @discovery.get(FAVICON_PATH)
    def favicon() -> Response:
        """The newsroom's icon; ours where it has none, or names this address itself."""
        if site.icon and site.icon != favicon_address(site):
            return responses.moved_for_now(site.icon)
        return _show(icon, responses.ICON)

    for path, text, content_type in _documents(settings):
        view = partial(_show, text.encode(), content_type)
        discovery.add_url_rule(path, path.removeprefix("/").replace(".", "_"), view)
    return discovery


def _documents(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Path, text and content type of what only another configuration changes."""
    site = settings.site
    links = feed_links(settings)
    yield ROBOTS_PATH, robots.robots(site), responses.TEXT
    if site.terms:
        yield LICENSE_PATH, robots.license_document(site, site.terms), robots.RSL
    yield FEED_LIST_PATH, feed_lists.opml(site, links), feed_lists.OPML
    yield FEED_TABLE_PATH, feed_lists.table(site, links), responses.JSON


def _show(content: bytes, content_type: str) -> Response:
    return responses.document(content, content_type, validity=responses.HOUR)
