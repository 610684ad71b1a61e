"""The feeds themselves: bytes from the newsstand, with everything HTTP says about them.

answer() is pure and the one truth: this view and the fast lane in front of it both give what it
says.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from store import Edition, NotFound, Unavailable, Variant, Withdrawn, http

from ..codings import CODINGS
from ..formats import FORMATS, Format
from ..negotiation import choose_coding, unchanged
from ..newsstand import Newsstand
from ..settings import Settings
from ..stats import Tally

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_MAX_AGE = 300
VARY = "Accept-Encoding, Sec-Fetch-Dest"
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that may be answered for one variant: the fields of a 200 and of a 304, and the bytes."""

    edition: Edition
    variant: Variant
    full: Fields
    same: Fields

    def unchanged(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether to answer 304."""
        return unchanged(
            self.variant.hash, self.edition.stored_at, if_none_match, if_modified_since
        )


def answer(
    base: str, format: Format, edition: Edition, variant: Variant, *, browsing: bool
) -> Answer:
    """What is said of a variant. base is the public address of the site; browsing, whether a
    browser navigates to it.

    A 304 repeats what its 200 said of validity (RFC 9110, section 15.4.5).
    """
    same = [
        ("ETag", variant.etag),
        ("Cache-Control", _cache_control(edition.ttl)),
        ("Vary", VARY),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if edition.stored_at:
        same.append(("Last-Modified", http(edition.stored_at)))
    # A browser that navigates shows plain `text/xml` through our style sheet, the feed types not.
    media_type = "text/xml" if browsing and format.name != "json" else format.media_type
    full = [
        ("Content-Type", f"{media_type}; charset=utf-8"),
        ("Content-Length", str(len(variant.content))),
        ("Content-Language", edition.language),
        (
            "Content-Security-Policy",
            f"default-src 'none'; style-src {base}/static/feed.css; sandbox",
        ),
        ("Link", f'<{base}/{edition.feed}{format.suffix}>; rel="self"'),
    ]
    if variant.coding:
        full.append(("Content-Encoding", variant.coding))
    if format.name == "json":
        full.append(("Access-Control-Allow-Origin", "*"))
    return Answer(edition, variant, [*same, *full], same)


def _cache_control(ttl: int) -> str:
    """max-age from the cadence alone: an embargo would show in it. Caches must not hold back news
    for long.
    """
    age = min(ttl, _MAX_AGE)
    return f"max-age={age}, stale-while-revalidate={age}, stale-if-error=86400"


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
        found = answer(settings.site.base_url, format, held.edition, variant, browsing=browsing)
        same = found.unchanged(asked.get("If-None-Match"), asked.get("If-Modified-Since"))
        tally.count(key, format.name, 304 if same else 200, asked.get("User-Agent", ""))
        response = _Response(b"" if same else variant.content, 304 if same else 200)
        response.headers = Headers(found.same if same else found.full)
        return response

    for format in FORMATS.values():
        face.add_url_rule(
            f"/<key>{format.suffix}",
            format.name,
            view,
            defaults={"format": format},
            methods=["GET"],
        )
    return face


def _elsewhere(settings: Settings, key: str, format: Format, *, printed: bool) -> Response:
    """Any other name of a section moves to its slug. Raises Withdrawn or NotFound."""
    if slug := settings.sections.named(key):
        return moved(f"{settings.site.base_url}/{slug}{format.suffix}")
    if printed:
        raise Withdrawn(f"the feed {key!r} is no longer published")
    raise NotFound(f"no feed is called {key[:100]!r}")


def moved(address: str) -> Response:
    return Response(status=301, headers={"Location": address, "Cache-Control": "max-age=3600"})
