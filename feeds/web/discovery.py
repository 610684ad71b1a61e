"""What programs ask of every site unasked: `/robots.txt`, and `/favicon.ico`."""

from pathlib import Path

from flask import Blueprint, Response

from store import Site

from ..links import FAVICON_PATH, favicon_address
from . import responses

# Everything may be read, the feeds above all (RFC 9309). There is no sitemap that it could name.
_ROBOTS = b"User-agent: *\nDisallow:\n"


def blueprint(site: Site) -> Blueprint:
    """`/robots.txt` and `/favicon.ico`, which need no database."""
    discovery = Blueprint("discovery", __name__)
    icon = (Path(__file__).parents[1] / "static" / "favicon.ico").read_bytes()

    @discovery.get("/robots.txt")
    def robots() -> Response:
        return responses.document(_ROBOTS, responses.TEXT, validity=responses.HOUR)

    @discovery.get(FAVICON_PATH)
    def favicon() -> Response:
        """The newsroom's icon; ours where it has none, or names this address itself."""
        if site.icon and site.icon != favicon_address(site):
            return responses.moved_for_now(site.icon)
        return responses.document(icon, responses.ICON, validity=responses.HOUR)

    return discovery
