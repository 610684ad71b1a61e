"""The gate of the search: who may be looked for now, and who is told at once to come again.

It stands in front of Flask: thousands may ask at once, and whoever polls a feed waits behind them.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Response

from store import Site

from ..links import SEARCH_KEY
from ..pages.feed_pages import problem_page
from ..printing.formats import FORMATS
from ..serving.answer import OPEN, Fields
from ..serving.on_demand import OnDemand
from ..serving.turn import Turn
from . import responses
from .problems import FOR_PEOPLE, Failure, made_before

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PAGE = f"/{SEARCH_KEY}"
_FEEDS = {f"{_PAGE}{format.suffix}": format.name for format in FORMATS.values()}
_METHODS = ("GET", "HEAD")
_STATUS = 503
_DETAIL = "others are asking questions, come again"


class SearchGate:
    """WSGI middleware around the application, for questions alone.

    While as many wait as may, only feeds that are kept already are answered.
    """

    def __init__(
        self, application: "WSGIApplication", turn: Turn, on_demand: OnDemand, site: Site
    ) -> None:
        self._application = application
        self._turn = turn
        self._on_demand = on_demand
        self._for_machines = _refusal_for_machines(site)
        self._for_people = _refusal_for_people(site)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Hand a request on, unless it is a question for which there is no time."""
        if self._turn.is_full and self._must_be_made(environ):
            return self._refuse(environ, start_response)
        return self._application(environ, start_response)

    def _must_be_made(self, environ: "WSGIEnvironment") -> bool:
        """Whether it is a question, and no feed is kept at its one address."""
        path = environ["PATH_INFO"]
        query = environ.get("QUERY_STRING") or ""
        if environ["REQUEST_METHOD"] not in _METHODS or not query:
            return False
        if path == _PAGE:
            return True
        return path in _FEEDS and not self._on_demand.keeps((f"?{query}", _FEEDS[path]))

    def _refuse(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        is_page = environ["PATH_INFO"] == _PAGE
        content, headers = self._for_people if is_page else self._for_machines
        start_response("503 SERVICE UNAVAILABLE", headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (content,)


def _refusal_for_people(site: Site) -> tuple[bytes, Fields]:
    response = responses.problem(
        site,
        _STATUS,
        problem_page(site, _STATUS, *FOR_PEOPLE[_STATUS]),
        content_type=responses.HTML,
        language=site.language,
        lasting=False,
    )
    return _ready(responses.forbid_sniffing(response))


def _refusal_for_machines(site: Site) -> tuple[bytes, Fields]:
    response = made_before(site, Failure(_STATUS, _DETAIL))
    response.headers.extend(OPEN)
    return _ready(response)


def _ready(response: Response) -> tuple[bytes, Fields]:
    """Body and headers of a response, made once."""
    return response.get_data(), response.headers.to_wsgi_list()
