"""What HTTP says of a variant of a feed: pure, and the one truth of the view and the fast lane."""

from dataclasses import dataclass

from store import Edition, Site, Variant, http

from ..links import feed_address, feed_style_address
from ..printing.formats.format import Format
from .negotiation import unchanged

_MAX_AGE = 300
VARY = "Accept-Encoding, Sec-Fetch-Dest"
NOSNIFF = ("X-Content-Type-Options", "nosniff")
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
    site: Site, format: Format, edition: Edition, variant: Variant, *, browsing: bool
) -> Answer:
    """What is said of a variant. browsing, whether a
    browser navigates to it.

    A 304 repeats what its 200 said of validity (RFC 9110, section 15.4.5).
    """
    same = [
        ("ETag", variant.etag),
        ("Cache-Control", _cache_control(edition.ttl)),
        ("Vary", VARY),
        NOSNIFF,
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
            f"default-src 'none'; style-src {feed_style_address(site)}; sandbox",
        ),
        ("Link", f'<{feed_address(site, edition.feed, format.suffix)}>; rel="self"'),
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
