"""The feeds themselves: bytes from the newsstand, with everything HTTP says about them."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from store import Edition, NotFound, Unavailable, Variant, Withdrawn, http

from ..codings import CODINGS
from ..formats import FORMATS, Format
from ..negotiation import choose_coding, unchanged
from ..newsstand import Newsstand
from ..settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

VARY = "Accept-Encoding, Sec-Fetch-Dest"
_MAX_AGE = 300


class _Answer(Response):
    """Werkzeug takes Last-Modified off a 304, which the 200 had and the 304 repeats (RFC 9110, section 15.4.5)."""

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        headers = super().get_wsgi_headers(environ)
        if self.last_modified:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


def blueprint(settings: Settings, newsstand: Newsstand) -> Blueprint:
    """`/{feed}.rss`, `.atom` and `.json`."""
    face = Blueprint("feeds", __name__)
    slugs = {section.slug for section in settings.printed}

    def view(format: Format, key: str) -> Response:
        if key not in slugs:
            return _elsewhere(settings, key, format, printed=newsstand.holds(key))
        coding = choose_coding(request.headers.get("Accept-Encoding"), CODINGS)
        found = newsstand.variant(key, format.name, coding)
        if found is None:
            raise Unavailable(f"the feed {key!r} is being printed for the first time, ask again in a moment")
        return _answer(settings, format, *found)

    for format in FORMATS.values():
        face.add_url_rule(f"/<key>{format.suffix}", format.name, view, defaults={"format": format}, methods=["GET"])
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


def _answer(settings: Settings, format: Format, edition: Edition, variant: Variant) -> Response:
    hash = edition.bodies[format.name].hash
    seen = request.headers
    same = unchanged(hash, edition.stored_at, seen.get("If-None-Match"), seen.get("If-Modified-Since"))
    answer = _Answer(b"" if same else variant.content, 304 if same else 200)
    answer.headers.update(_validators(edition, variant))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if same:
        answer.headers.remove("Content-Type")
        return answer
    answer.headers.update(_about(settings, format, edition, variant))
    return answer


def _validators(edition: Edition, variant: Variant) -> dict[str, str]:
    """What a 304 repeats of its 200 (RFC 9110, section 15.4.5)."""
    age = min(edition.ttl, _MAX_AGE)
    fields = {
        "ETag": variant.etag,
        "Cache-Control": f"max-age={age}, stale-while-revalidate={age}, stale-if-error=86400",
        "Vary": VARY,
    }
    if edition.stored_at:
        fields["Last-Modified"] = http(edition.stored_at)
    return fields


def _about(settings: Settings, format: Format, edition: Edition, variant: Variant) -> dict[str, str]:
    base = settings.site.base_url
    fields = {
        "Content-Type": f"{_media_type(format)}; charset=utf-8",
        "Content-Language": edition.language,
        "Content-Security-Policy": f"default-src 'none'; style-src {base}/static/feed.css; sandbox",
        "Link": f'<{base}/{edition.feed}{format.suffix}>; rel="self"',
    }
    if variant.coding:
        fields["Content-Encoding"] = variant.coding
    if format.name == "json":
        fields["Access-Control-Allow-Origin"] = "*"
    return fields


def _media_type(format: Format) -> str:
    """A browser that navigates shows plain `text/xml` through our style sheet, the feed types not."""
    browsing = request.headers.get("Sec-Fetch-Dest") == "document"
    return "text/xml" if browsing and format.name != "json" else format.media_type
