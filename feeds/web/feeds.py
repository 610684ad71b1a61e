"""The feeds themselves: bytes from the newsstand, with everything HTTP says about them.

answer() is pure and the one truth: this view and the fast lane in front of it both give what it
says.
"""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from store import NotFound, Unavailable, Withdrawn

from ..links import feed_address, feed_path
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..serving.answer import answer
from ..serving.codings import CODINGS
from ..serving.negotiation import choose_coding
from ..serving.newsstand import Newsstand
from ..serving.tally import Tally
from ..settings.values import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class _Response(Response):
    """Werkzeug takes Last-Modified off a 304, which the 200 had and the 304 repeats (RFC 9110,
    section 15.4.5).
    """

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        headers = super().get_wsgi_headers(environ)
        if self.last_modified:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


def blueprint(settings: Settings, newsstand: Newsstand, tally: Tally) -> Blueprint:
    """`/{feed}.rss`, `.atom` and `.json`."""
    face = Blueprint("feeds", __name__)
    slugs = {section.slug for section in settings.printed}

    def view(format: Format, key: str) -> Response:
        if key not in slugs:
            return _elsewhere(settings, key, format, printed=newsstand.knows(key))
        held = newsstand.find(key)
        if held is None:
            raise Unavailable(
                f"the feed {key!r} is being printed for the first time, ask again in a moment"
            )
        asked = request.headers
        coding = choose_coding(asked.get("Accept-Encoding"), CODINGS)
        browsing = asked.get("Sec-Fetch-Dest") == "document"
        variant = newsstand.variant(held, format.name, coding)
        found = answer(settings.site, format, held.edition, variant, browsing=browsing)
        same = found.unchanged(asked.get("If-None-Match"), asked.get("If-Modified-Since"))
        tally.count(key, format.name, 304 if same else 200, asked.get("User-Agent", ""))
        response = _Response(b"" if same else variant.content, 304 if same else 200)
        response.headers = Headers(found.same if same else found.full)
        return response

    for format in FORMATS.values():
        face.add_url_rule(
            feed_path("<key>", format.suffix),
            format.name,
            view,
            defaults={"format": format},
            methods=["GET"],
        )
    return face


def _elsewhere(settings: Settings, key: str, format: Format, *, printed: bool) -> Response:
    """Any other name of a section moves to its slug. Raises Withdrawn or NotFound."""
    if slug := settings.sections.named(key):
        return moved(feed_address(settings.site, slug, format.suffix))
    if printed:
        raise Withdrawn(f"the feed {key!r} is no longer published")
    raise NotFound(f"no feed is called {key[:100]!r}")


def moved(address: str) -> Response:
    return Response(status=301, headers={"Location": address, "Cache-Control": "max-age=3600"})
