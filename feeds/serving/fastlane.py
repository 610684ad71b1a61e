"""The fast lane: polls of printed feeds, answered in front of Flask. The same answers, only sooner.

It knows paths and codings, nothing else: whatever is not plainly a poll of a feed it holds goes on
to Flask. Of all parameters `full` and `paged` alone change a feed; a query with others
(`?utm_source=x`) changes nothing here either.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from store import Unavailable

from ..links import feed_path
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..settings.values import Settings
from .answer import Answer, answer
from .codings import CODINGS
from .deltas import Deltas, shortened, wish_for
from .negotiation import choose_coding
from .newsstand import Newsstand
from .tally import Tally

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Clients send few spellings of Accept-Encoding: what they mean is remembered, but not of long ones.
_REMEMBERED = 1_000
_REMEMBERED_LENGTH = 200
_METHODS = ("GET", "HEAD")
_LINES = {200: "200 OK", 226: "226 IM USED"}


class FastLane:
    """WSGI middleware around the application."""

    def __init__(
        self,
        application: "WSGIApplication",
        settings: Settings,
        newsstand: Newsstand,
        deltas: Deltas,
        tally: Tally,
    ) -> None:
        self._application = application
        self._newsstand = newsstand
        self._deltas = deltas
        self._count = tally.count
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
        """Answer a poll from memory: no look-up but of the path, the edition and the answer."""
        lane = self._lanes.get(environ["PATH_INFO"])
        method = environ["REQUEST_METHOD"]
        if lane is None or method not in _METHODS or _asks_for_more(environ):
            return self._application(environ, start_response)
        feed, format = lane
        reply = self._answer(feed, format, environ)
        if reply is not None and "HTTP_A_IM" in environ:
            reply = self._delta(reply, format, environ)
        if reply is None:
            return self._application(environ, start_response)
        return self._send(reply, format, environ, start_response)

    def _send(
        self,
        reply: Answer,
        format: Format,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        """Send an answer, or 304 to whoever has it, and count it."""
        feed = reply.edition.feed
        agent = environ.get("HTTP_USER_AGENT", "")
        if _is_current(reply, environ):
            self._count(feed, format.name, 304, agent)
            start_response("304 NOT MODIFIED", reply.same)
            return ()
        self._count(feed, format.name, reply.status, agent)
        start_response(_LINES[reply.status], reply.full)
        return _body(reply, environ["REQUEST_METHOD"])

    def _delta(self, reply: Answer, format: Format, environ: "WSGIEnvironment") -> Answer | None:
        """The delta in the place of the page, where the client takes one and it is worth it.

        None where that was never looked at: Flask does so.
        """
        wish = None if _is_current(reply, environ) else wish_for(reply, format, environ)
        if wish is None:
            return reply
        made = self._deltas.kept(wish)
        if made is None:
            return None
        return shortened(self._site, wish, reply, made, environ)

    def _answer(self, feed: str, format: Format, environ: "WSGIEnvironment") -> Answer | None:
        """The answer in the coding that the client likes best, made once for each edition.

        None if the newsstand does not hold the feed in this format: Flask says why.
        """
        encoded = self._newsstand.find(feed)
        if encoded is None:
            return None
        coding = self._coding(environ.get("HTTP_ACCEPT_ENCODING"))
        browsing = environ.get("HTTP_SEC_FETCH_DEST") == "document"
        key = (format.name, coding, browsing)
        ready: Answer | None = encoded.answers.get(key)
        if ready is not None:
            return ready
        try:
            variant = self._newsstand.variant(encoded, format.name, coding)
        except Unavailable:
            return None
        reply = answer(self._site, format, encoded.edition, variant, browsing=browsing)
        encoded.answers[key] = reply
        return reply

    def _coding(self, accept: str | None) -> str:
        if accept is None or len(accept) < _REMEMBERED_LENGTH:
            return self._remembered(accept)
        return choose_coding(accept, CODINGS)


def _asks_for_more(environ: "WSGIEnvironment") -> bool:
    """Whether a query may hold the parameter `full` or `paged`, be it spelt with percent signs.

    Campaigns have names in Arabic, which are: their polls stay here.
    """
    query = environ.get("QUERY_STRING")
    if not query:
        return False
    if "%" in query:
        query = unquote(query)
    return "full" in query or "paged" in query


def _is_current(reply: Answer, environ: "WSGIEnvironment") -> bool:
    """Whether the client has these bytes already.

    Nearly every poll sends back the one tag it was given, which needs no reading.
    """
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags == reply.variant.etag:
        return True
    return reply.unchanged(tags, environ.get("HTTP_IF_MODIFIED_SINCE"))


def _body(reply: Answer, method: str) -> Iterable[bytes]:
    if method == "HEAD":
        return ()
    return (reply.variant.content,)
