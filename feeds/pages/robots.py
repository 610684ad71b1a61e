"""What robots may read, and on which terms (RFC 9309; RSL 1.0, section 4)."""

from collections.abc import Iterator

from store import Site, Terms

from ..links import NEWS_SITEMAP_PATH, SITEMAP_PATH, license_address
from ..printing.usage import MEDIA_TYPE, USAGE
from .render import render

RSL = f"{MEDIA_TYPE}; charset=utf-8"
# Tokens of this kind name a use of what another robot reads: no request can be told by them.
_USES = "-Extended"


def robots(site: Site) -> str:
    """The document `robots.txt`: everything may be read, but for those whom the terms deny it."""
    return "\n".join(_lines(site)) + "\n"


def license_document(site: Site, terms: Terms) -> str:
    """The terms as RSL, for the whole site."""
    return render("license.xml", site, usage=USAGE[terms.ai])


def _lines(site: Site) -> Iterator[str]:
    if site.terms:
        yield f"License: {license_address(site)}"
        yield ""
        yield from _group(_unwanted(site.terms))
    yield "User-agent: *"
    yield "Disallow:"
    yield ""
    yield f"Sitemap: {site.base_url}{SITEMAP_PATH}"
    yield f"Sitemap: {site.base_url}{NEWS_SITEMAP_PATH}"


def _group(agents: list[str]) -> Iterator[str]:
    """The rule that these agents read nothing."""
    if not agents:
        return
    for agent in agents:
        yield f"User-agent: {agent}"
    yield "Disallow: /"
    yield ""


def _unwanted(terms: Terms) -> list[str]:
    """Tokens of those who are to read nothing.

    Where summaries are free, they are the uses alone: whoever asks in its own name gets summaries.
    """
    if terms.ai == "allow":
        return []
    if terms.ai == "deny":
        return list(terms.agents)
    return [agent for agent in terms.agents if agent.endswith(_USES)]
