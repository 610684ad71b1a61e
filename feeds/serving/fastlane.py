"""The fast lane: polls of printed feeds, answered in front of Flask. The same answers, only sooner.

It knows paths and codings, nothing else: whatever is not plainly a poll of a feed it holds goes on
to Flask. Of all parameters `full` and `paged` alone change a feed; a query with others
(`?utm_source=x`) changes nothing here either.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from store import Unavailable

from ..links import feed_path
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..settings.values import Access, Partner, Settings
from .answer import Answer, answer
from .codings import CODINGS
from .deltas import Deltas, shortened, wish_for
from .negotiation import choose_coding
from .newsstand import EncodedEdition, Newsstand
from .partner_gate import PARTNER
from .tally import Tally

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Clients send few spellings of Accept-Encoding: what they mean is remembered, but not of long ones.
_REMEMBERED = 1_000
_REMEMBERED_LENGTH = 200
_METHODS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class _Lane:
    """A feed in one format, and who may read it.

    is_partners  it has no deltas, and its fetches are noted
    """

    feed: str
    format: Format
    access: Access = "open"
    is_partners: bool = False


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
        self._note = tally.fetches.note
        self._site = settings.site
        self._lanes = _lanes(settings)
        self._private_lanes = _private_lanes(settings)
        self._remembered = lru_cache(_REMEMBERED)(lambda accept: choose_coding(accept, CODINGS))

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a poll from memory: no look-up but of the path, the edition and the answer."""
        lane = self._lane(environ)
        if lane is None:
            return self._application(environ, start_response)
        reply = self._answer(lane, environ)
        if reply is None:
            return self._application(environ, start_response)
        current = _is_current(reply, environ)
        status = 304 if current else reply.status
        self._count(lane.feed, lane.format.name, status, environ.get("HTTP_USER_AGENT", ""))
        if lane.is_partners:
            self._note_fetch(lane, reply, environ)
        if current:
            start_response("304 NOT MODIFIED", reply.same)
            return ()
        start_response(reply.line, reply.full)
        return reply.body(environ)

    def _note_fetch(self, lane: _Lane, reply: Answer, environ: "WSGIEnvironment") -> None:
        """Note the edition that a partner is given, or has already."""
        if environ["REQUEST_METHOD"] == "GET":
            agent = environ.get("HTTP_USER_AGENT", "")
            self._note(reply.edition, lane.format.name, agent)

    def _lane(self, environ: "WSGIEnvironment") -> _Lane | None:
        """The lane of a plain poll; of a feed that is not open for whom the gate has let in."""
        path = environ["PATH_INFO"]
        lane = self._lanes.get(path)
        if lane is None and PARTNER in environ:
            lane = self._private_lanes.get((environ[PARTNER], path))
        if lane is None or _asks_otherwise(environ):
            return None
        return lane

    def _answer(self, lane: _Lane, environ: "WSGIEnvironment") -> Answer | None:
        """The answer in the coding that the client likes best, made once for each edition.

        None if the newsstand does not hold the feed in this format, or a delta of it may have to be
        made: Flask does so, or says why not.
        """
        encoded = self._newsstand.find(lane.feed)
        if encoded is None:
            return None
        coding = self._coding(environ.get("HTTP_ACCEPT_ENCODING"))
        browsing = environ.get("HTTP_SEC_FETCH_DEST") == "document"
        page: Answer | None = encoded.answers.get((lane.format.name, coding, browsing))
        if page is None:
            page = self._make(encoded, lane, coding, browsing=browsing)
        if page is not None and not lane.is_partners and "HTTP_A_IM" in environ:
            return self._delta(page, lane.format, environ)
        return page

    def _make(
        self, encoded: EncodedEdition, lane: _Lane, coding: str, *, browsing: bool
    ) -> Answer | None:
        format = lane.format
        try:
            variant = self._newsstand.variant(encoded, format.name, coding)
        except Unavailable:
            return None
        page = answer(
            self._site, format, encoded.edition, variant, browsing=browsing, access=lane.access
        )
        encoded.answers[format.name, coding, browsing] = page
        return page

    def _delta(self, page: Answer, format: Format, environ: "WSGIEnvironment") -> Answer | None:
        """The delta in the place of the page, where the client takes one and it is worth it.

        None where that was never looked at.
        """
        wish = None if _is_current(page, environ) else wish_for(page, format, environ)
        if wish is None:
            return page
        made = self._deltas.kept(wish)
        if made is None:
            return None
        return shortened(self._site, wish, page, made, environ)

    def _coding(self, accept: str | None) -> str:
        if accept is None or len(accept) < _REMEMBERED_LENGTH:
            return self._remembered(accept)
        return choose_coding(accept, CODINGS)


def _lanes(settings: Settings) -> dict[str, _Lane]:
    """The lanes of what all may read, by their paths."""
    lanes = {
        feed_path(section.slug, format.suffix): _Lane(section.slug, format)
        for section in settings.printed
        for format in FORMATS.values()
    }
    for partner in settings.partners:
        if partner.access == "open":
            lanes |= {path: lane for (_, path), lane in _lanes_of(partner)}
    return lanes


def _private_lanes(settings: Settings) -> dict[tuple[str, str], _Lane]:
    """The lanes of partners whom the gate lets in, by their slugs and paths."""
    return {
        key: lane
        for partner in settings.partners
        if partner.access != "open"
        for key, lane in _lanes_of(partner)
    }


def _lanes_of(partner: Partner) -> Iterator[tuple[tuple[str, str], _Lane]]:
    for format in FORMATS.values():
        path = feed_path(partner.key, format.suffix)
        yield (partner.slug, path), _Lane(partner.key, format, partner.access, is_partners=True)


def _asks_otherwise(environ: "WSGIEnvironment") -> bool:
    """Whether it is no plain poll: by its method, or by a query that may hold `full` or `paged`.

    These may be spelt with percent signs. Campaigns have names in Arabic, which are: their polls
    stay here.
    """
    if environ["REQUEST_METHOD"] not in _METHODS:
        return True
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
