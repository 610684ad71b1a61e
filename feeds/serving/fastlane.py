"""The fast lane: polls of printed feeds, answered in front of Flask. The same answers, only sooner.

It knows paths and codings, nothing else: whatever is not plainly a poll of a feed it holds goes on
to Flask.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from ..links import feed_path
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..settings.values import Settings
from .answer import Answer, answer
from .codings import CODINGS
from .negotiation import choose_coding
from .newsstand import EncodedEdition, Newsstand
from .tally import Tally

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_REMEMBERED, _LONGEST = 1_000, 200


class FastLane:
    """WSGI middleware around the application."""

    def __init__(
        self, application: "WSGIApplication", settings: Settings, newsstand: Newsstand, tally: Tally
    ) -> None:
        self._application, self._newsstand, self._count = application, newsstand, tally.count
        self._site = settings.site
        self._lanes = {
            feed_path(section.slug, format.suffix): (section.slug, format)
            for section in settings.printed
            for format in FORMATS.values()
        }
        self._remembered = lru_cache(_REMEMBERED)(lambda accept: choose_coding(accept, CODINGS))

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        lane = self._lanes.get(environ["PATH_INFO"])
        method = environ["REQUEST_METHOD"]
        if lane is None or environ.get("QUERY_STRING") or method not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        held = self._newsstand.find(lane[0])
        if held is None:
            return self._application(environ, start_response)
        found = self._answer(lane, held, environ)
        tags, agent = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_USER_AGENT", "")
        if tags == found.variant.etag or found.unchanged(
            tags, environ.get("HTTP_IF_MODIFIED_SINCE")
        ):
            self._count(lane[0], lane[1].name, 304, agent)
            start_response("304 NOT MODIFIED", found.same)
            return ()
        self._count(lane[0], lane[1].name, 200, agent)
        start_response("200 OK", found.full)
        return () if method == "HEAD" else (found.variant.content,)

    def _answer(
        self, lane: tuple[str, Format], held: EncodedEdition, environ: "WSGIEnvironment"
    ) -> Answer:
        format = lane[1]
        coding = self._coding(environ.get("HTTP_ACCEPT_ENCODING"))
        key = (format.name, coding, environ.get("HTTP_SEC_FETCH_DEST") == "document")
        found = held.answers.get(key)
        if not isinstance(found, Answer):
            variant = self._newsstand.variant(held, format.name, coding)
            found = held.answers[key] = answer(
                self._site, format, held.edition, variant, browsing=key[2]
            )
        return found

    def _coding(self, accept: str | None) -> str:
        return (
            self._remembered(accept)
            if len(accept or "") < _LONGEST
            else choose_coding(accept, CODINGS)
        )
