"""Answers of the web face, with the headers that each kind of answer carries.

Headers stand here and nowhere else, but for those of feeds: `feeds/serving/answer.py` has them,
because the fast lane answers without Flask.
"""

from collections.abc import Collection

from flask import Response, request

from store import Body, Site

from ..links import SEARCH_KEY, feed_address
from ..serving.answer import NOSNIFF, license_link
from ..serving.codings import CODINGS, encode, etag
from ..serving.negotiation import choose_coding, unchanged

HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"
TEXT = "text/plain; charset=utf-8"
ICON = "image/x-icon"
JSON = "application/json"

# Cache-Control. Pages change as articles come in and are withdrawn; what is true now alone is not
# stored at all.
MINUTE = "max-age=60, s-maxage=60"
HOUR = "max-age=3600"
NO_STORE = "no-store"

# Content-Security-Policy. Nothing that we send runs a script; pages may show pictures of others,
# and those that tell of a problem the icon of the site, wherever it lies.
_PROBLEM_POLICY = "default-src 'none'; style-src 'self' {base}; img-src http: https:"
_PAGE_POLICY = f"{_PROBLEM_POLICY}; base-uri 'none'; form-action 'none'"
_SEARCH_POLICY = f"{_PROBLEM_POLICY}; base-uri 'none'; form-action {{form}}"


def forbid_sniffing(response: Response) -> Response:
    """Let no browser guess the type of an answer, whatever it is."""
    name, value = NOSNIFF
    response.headers[name] = value
    return response


def page(site: Site, html: str) -> Response:
    """A page for people."""
    response = document(html.encode(), HTML, validity=MINUTE, codings=CODINGS)
    response.headers["Content-Security-Policy"] = _PAGE_POLICY.format(base=site.base_url)
    response.headers["Content-Language"] = site.language
    if site.terms:
        response.headers["Link"] = license_link(site)
    return response


def search_page(site: Site, html: str, status: int = 200) -> Response:
    """The page of the search, whose form may be sent; search engines are to leave it out."""
    if status == 200:
        response = page(site, html)
    else:
        response = Response(html, status, content_type=HTML)
        response.headers["Content-Language"] = site.language
        response.headers["Cache-Control"] = MINUTE
        response.headers["Vary"] = "Accept, Accept-Language"
    policy = _SEARCH_POLICY.format(base=site.base_url, form=feed_address(site, SEARCH_KEY))
    response.headers["Content-Security-Policy"] = policy
    return unlisted(response)


def unlisted(response: Response) -> Response:
    """Let no search engine list an answer of our own search."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def document(
    content: bytes, content_type: str, *, validity: str, codings: Collection[str] = ()
) -> Response:
    """Bytes that were made for this request, or 304 for a client that has them already.

    codings     those in which they may be sent
    """
    body = Body.of(content)
    coding = choose_coding(request.headers.get("Accept-Encoding"), codings)
    if unchanged(body.hash, None, request.headers.get("If-None-Match"), None):
        response = Response(status=304)
    else:
        response = Response(encode(body, coding).content, content_type=content_type)
    if coding:
        response.headers["Content-Encoding"] = coding
    if codings:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = etag(body.hash, coding)
    response.headers["Cache-Control"] = validity
    return response


def moved_for_now(address: str) -> Response:
    """The answer that sends a client to another address, which may change."""
    return Response(status=302, headers={"Location": address, "Cache-Control": HOUR})


def json_document(text: str, status: int = 200) -> Response:
    """A document for machines, which is true for this moment alone."""
    response = Response(text + "\n", status, mimetype=JSON)
    response.headers["Cache-Control"] = NO_STORE
    return response


def metrics(text: bytes, content_type: str) -> Response:
    """The measurements of this moment."""
    response = Response(text, content_type=content_type)
    response.headers["Cache-Control"] = NO_STORE
    return response


def moved(address: str, validity: str = HOUR) -> Response:
    """The answer that sends a client to another address for good."""
    return Response(status=301, headers={"Location": address, "Cache-Control": validity})


def problem(
    site: Site, status: int, body: str, *, content_type: str, language: str, lasting: bool
) -> Response:
    """A problem, told in one of two forms.

    language   that of the words in `body`
    lasting    whether a cache may give the same answer for a minute
    """
    response = Response(body, status, content_type=content_type)
    response.headers["Content-Security-Policy"] = _PROBLEM_POLICY.format(base=site.base_url)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = MINUTE if lasting else NO_STORE
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
