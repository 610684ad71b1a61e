"""The answer of HTTP for a variant of a feed: pure, the one truth of the view and the fast lane."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import Edition, Site, Variant, http

from ..links import feed_address, feed_style_address, license_address
from ..printing.formats.format import Format
from ..printing.usage import MEDIA_TYPE
from ..settings.values import Access
from .negotiation import unchanged

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Fields = list[tuple[str, str]]

VARY = "Accept-Encoding, Sec-Fetch-Dest"
# Every answer says it, of feeds and of pages: a browser is not to guess types.
NOSNIFF = ("X-Content-Type-Options", "nosniff")

# Readers that are pages of other origins may read feeds, and of the headers what a poll needs.
OPEN: Fields = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified, Link"),
]

# A browser would name the secret address to whom it asks for the style sheet.
_NO_REFERRER = ("Referrer-Policy", "no-referrer")

_MAX_AGE = 300  # seconds
# Half of the minute for which a cache that many share may still show what was withdrawn.
_SHARED = 30  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """All that may be answered for one variant.

    full    fields of the answer with a body
    same    fields of a 304
    status  of the answer with a body: 200, or 226 for a delta; `line` is its status line
    """

    edition: Edition
    variant: Variant
    full: Fields
    same: Fields
    status: int = 200
    line: str = "200 OK"

    def body(self, environ: "WSGIEnvironment") -> tuple[bytes, ...]:
        """The bytes of the answer with a body: none for HEAD."""
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.variant.content,)

    def unchanged(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether to answer 304."""
        return unchanged(
            self.variant.hash, self.edition.stored_at, if_none_match, if_modified_since
        )


def answer(
    site: Site,
    format: Format,
    edition: Edition,
    variant: Variant,
    *,
    browsing: bool,
    query: str = "",
    access: Access = "open",
) -> Answer:
    """The answer for a variant.

    browsing  whether a browser navigates to it
    query     behind the feed's address, where this is another view of it
    access    who may read the feed

    A 304 repeats what its 200 said of validity (RFC 9110, section 15.4.5).
    """
    same = _validity(edition, variant, access)
    own = f"{feed_address(site, edition.feed, format.suffix)}{query}"
    # The address behind which a secret feed lies is not told: it would lie in logs and caches.
    links = _links(site, None if access == "secret" else own)
    full = [*same, *_content(site, format, edition, variant, browsing=browsing), *links]
    return Answer(edition, variant, full, same)


def delta_answer(
    site: Site, format: Format, page: Answer, variant: Variant, *, base: str, browsing: bool
) -> Answer:
    """The answer with a delta in the place of a page (RFC 3229, section 10).

    variant  the delta, under the tag of the page
    base     the tag of the edition that it begins at

    Caches that know no deltas must not keep it as the feed, so they are told to keep nothing.
    """
    validity = dict(page.same)
    validity["Cache-Control"] = "no-store, im"
    validity["Vary"] = f"{VARY}, A-IM, If-None-Match"
    fields = [
        *validity.items(),
        ("IM", "feed"),
        ("Delta-Base", base),
        *_content(site, format, page.edition, variant, browsing=browsing),
        *_links(site, feed_address(site, page.edition.feed, format.suffix)),
    ]
    return Answer(page.edition, variant, fields, page.same, 226, "226 IM USED")


def _content(
    site: Site, format: Format, edition: Edition, variant: Variant, *, browsing: bool
) -> Fields:
    """Fields that go with a body."""
    fields = [
        ("Content-Type", _content_type(format, browsing=browsing)),
        ("Content-Length", str(len(variant.content))),
        ("Content-Language", edition.language),
        ("Content-Security-Policy", _security_policy(site)),
    ]
    if variant.coding:
        fields.append(("Content-Encoding", variant.coding))
    return fields


def _links(site: Site, address: str | None) -> Fields:
    """Links of a feed at this address (RFC 8288): itself, and the terms where there are any.

    address  None where it is not told
    """
    links = []
    if address:
        links.append(f'<{address}>; rel="self"')
    if site.terms:
        links.append(license_link(site))
    return [("Link", ", ".join(links))] if links else []


def license_link(site: Site) -> str:
    """The link to the terms for machines."""
    return f'<{license_address(site)}>; rel="license"; type="{MEDIA_TYPE}"'


def _validity(edition: Edition, variant: Variant, access: Access) -> Fields:
    fields = [("ETag", variant.etag), NOSNIFF, *_sharing(edition.ttl, access)]
    if edition.stored_at:
        fields.append(("Last-Modified", http(edition.stored_at)))
    return fields


def _sharing(ttl: int, access: Access) -> Fields:
    """Fields that say who else may have the answer: caches, and pages of other origins."""
    if access == "open":
        return [("Cache-Control", _cache_control(ttl)), ("Vary", VARY), *OPEN]
    private = ("Cache-Control", f"private, max-age={_max_age(ttl)}")
    if access == "secret":
        return [private, ("Vary", VARY), _NO_REFERRER]
    return [private, ("Vary", f"{VARY}, Authorization")]


def _content_type(format: Format, *, browsing: bool) -> str:
    """Type of the bytes; of the XML types, browsers apply our style sheet to `text/xml` alone."""
    styled = browsing and format.media_type.endswith("+xml")
    media_type = "text/xml" if styled else format.media_type
    return f"{media_type}; charset=utf-8"


def _security_policy(site: Site) -> str:
    return f"default-src 'none'; style-src {feed_style_address(site)}; sandbox"


def _cache_control(ttl: int) -> str:
    """Validity by the cadence alone, since an embargo would show in it.

    Caches that many share must hold back neither news nor a withdrawal: what they show while they
    ask again is counted too.
    """
    shared = f"s-maxage={_SHARED}, stale-while-revalidate={_SHARED}"
    return f"max-age={_max_age(ttl)}, {shared}, stale-if-error=86400"


def _max_age(ttl: int) -> int:
    """Seconds for which a copy may be kept without asking again."""
    return min(ttl, _MAX_AGE)
