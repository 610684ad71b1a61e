"""The feeds themselves: bytes from the newsstand, with everything that HTTP says about them.

answer() is pure and the one truth: this view and the fast lane in front of it both give what it
says.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from store import NotFound, Unavailable, Withdrawn

from ..links import feed_address, feed_path
from ..newsroom import Newsroom
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..serving.answer import Answer, answer
from ..serving.codings import CODINGS
from ..serving.negotiation import choose_coding
from ..serving.newsstand import EncodedEdition, Newsstand
from ..serving.tally import Tally
from ..settings.values import Settings
from .responses import moved

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class _FeedResponse(Response):
    """A response that keeps Last-Modified in a 304.

    Werkzeug takes it off, but a 304 repeats what the 200 had (RFC 9110, section 15.4.5).
    """

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        headers = super().get_wsgi_headers(environ)
        if self.last_modified:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


def blueprint(newsroom: Newsroom, newsstand: Newsstand, tally: Tally) -> Blueprint:
    """`/{feed}.rss`, `.atom` and `.json`."""
    blueprint = Blueprint("feeds", __name__)
    view = FeedView(newsroom.settings, newsstand, tally)
    for format in FORMATS.values():
        blueprint.add_url_rule(
            feed_path("<key>", format.suffix),
            format.name,
            view.show,
            defaults={"format": format},
            methods=["GET"],
        )
    return blueprint


@dataclass(frozen=True, slots=True)
class FeedView:
    """The view of all feeds."""

    settings: Settings
    newsstand: Newsstand
    tally: Tally

    def show(self, format: Format, key: str) -> Response:
        """Answer with a feed, or say why there is none."""
        if not self._is_printed(key):
            return self._elsewhere(key, format)
        response = _response(self._answer(self._edition(key), format))
        agent = request.headers.get("User-Agent", "")
        self.tally.count(key, format.name, response.status_code, agent)
        return response

    def _is_printed(self, key: str) -> bool:
        return any(section.slug == key for section in self.settings.printed)

    def _elsewhere(self, key: str, format: Format) -> Response:
        """Move any other name of a section to its slug. Raises Withdrawn or NotFound."""
        slug = self.settings.sections.named(key)
        if slug:
            return moved(feed_address(self.settings.site, slug, format.suffix))
        if self.newsstand.knows(key):
            raise Withdrawn(f"the feed {key!r} is no longer published")
        raise NotFound(f"no feed is called {key[:100]!r}")

    def _edition(self, key: str) -> EncodedEdition:
        """What a feed shows now. Raises Unavailable until an edition of it was seen."""
        edition = self.newsstand.find(key)
        if edition is None:
            raise Unavailable(f"the feed {key!r} {self._why_missing()}, ask again in a moment")
        return edition

    def _why_missing(self) -> str:
        if self.newsstand.degraded:
            return "cannot be read from the database now"
        return "is being printed for the first time"

    def _answer(self, held: EncodedEdition, format: Format) -> Answer:
        """All that may be answered to this request, in a coding that it takes."""
        coding = choose_coding(request.headers.get("Accept-Encoding"), CODINGS)
        variant = self.newsstand.variant(held, format.name, coding)
        browsing = request.headers.get("Sec-Fetch-Dest") == "document"
        return answer(self.settings.site, format, held.edition, variant, browsing=browsing)


def _response(answer: Answer) -> Response:
    """The feed, or 304 for a client that has these bytes already."""
    headers = request.headers
    if answer.unchanged(headers.get("If-None-Match"), headers.get("If-Modified-Since")):
        response = _FeedResponse(b"", 304)
        response.headers = Headers(answer.same)
    else:
        response = _FeedResponse(answer.variant.content, 200)
        response.headers = Headers(answer.full)
    return response
