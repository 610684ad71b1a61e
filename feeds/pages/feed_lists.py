"""The lists of all feeds: OPML 2.0, which readers take in whole, and JSON for other programs."""

import json
from collections.abc import Sequence

from store import ALL, Site

from ..links import front_address
from ..printing.formats import FORMATS
from .feed_pages import FeedLink
from .render import FRONT, render

OPML = "text/x-opml; charset=utf-8"


def opml(site: Site, feeds: Sequence[FeedLink]) -> str:
    """The feeds as one folder, in the order in which pages list them (http://opml.org/spec2.opml).

    Each stands there once, as RSS: a reader would subscribe to every address that it finds.
    """
    return render("feeds.opml", site, feeds=feeds)


def table(site: Site, feeds: Sequence[FeedLink]) -> str:
    """The feeds with all their addresses, as JSON."""
    document = {
        "title": site.title,
        "description": site.description,
        "language": site.language,
        "home_page_url": front_address(site),
        "feeds": [_row(link) for link in feeds],
    }
    return json.dumps(document, ensure_ascii=False)


def _row(link: FeedLink) -> dict[str, str]:
    addresses = {f"{format.name}_url": f"{link.page}{format.suffix}" for format in FORMATS.values()}
    return {
        "key": link.key,
        "title": FRONT if link.key == ALL else link.title,
        "description": link.description,
        "language": link.language,
        "home_page_url": link.page,
        **addresses,
    }
