"""Readers that are pages of other origins: they may read feeds and lists of them (Fetch, "CORS").

Answers with a feed say so themselves; here all others at the address of a feed do, since a browser
hides a redirect or a problem that does not, and asks first where a validator is sent.
"""

from flask import Flask, Response, request

from ..links import API_PATH, ARTICLES_PATH, FEED_LIST_PATH, NEWS_SITEMAP_PATH, SITEMAP_PATH
from ..printing.formats import FORMATS
from ..serving.answer import OPEN
from ..serving.partner_gate import PARTNER
from .redirects import names_feed

_SUFFIXES = tuple(format.suffix for format in FORMATS.values())
_LISTS = (FEED_LIST_PATH, SITEMAP_PATH, NEWS_SITEMAP_PATH)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, A-IM",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


def register(app: Flask) -> None:
    """Open the addresses of feeds. To be called first: a question is answered before a redirect,
    which no browser follows then.
    """
    app.before_request(_answer_question)
    app.after_request(_open)


def _answer_question() -> Response | None:
    """Answer what a browser asks before it asks for a feed."""
    if request.method == "OPTIONS" and _is_for_feed():
        response = Response(status=204, headers=_PREFLIGHT)
        del response.headers["Content-Type"]  # there is no content
        return response
    return None


def _open(response: Response) -> Response:
    if _is_for_feed():
        for name, value in OPEN:
            response.headers[name] = value
    return response


def _is_for_feed() -> bool:
    """Whether the address is one of a feed for all, be there such a feed or not, or of a list."""
    path = request.path
    if path.startswith((API_PATH, ARTICLES_PATH)) or PARTNER in request.environ:
        return False
    return path in _LISTS or path.endswith(_SUFFIXES) or names_feed(path, request.args)
