"""The head of a page: meta elements by name, and the addresses that the page claims."""

from itertools import islice
from typing import Any

from ...text.arabic import fold
from ..common import http_address

_LINKS = 2_000  # links of a page, in which its sections may be named
_ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot")


def metas(tree: Any) -> dict[str, str]:
    """Contents of the meta elements by `property` or `name` in small letters, the first of each."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        content = element.get("content") or ""
        if content.strip():
            metas.setdefault(name.lower(), content.strip())
    return metas


def robots(tree: Any) -> list[str]:
    """All that a page says to robots, of whatever name, in small letters."""
    return [
        element.get("content", "").lower()
        for element in tree.iter("meta")
        if element.get("name", "").lower() in _ROBOTS
    ]


def claimed_addresses(tree: Any, metas: dict[str, str], base: str | None) -> list[str]:
    """The canonical addresses of a page, then that of Open Graph, made absolute."""
    claims = (http_address(text, base) for text in (*_canonical(tree), metas.get("og:url")))
    return [claim for claim in claims if claim]


def _canonical(tree: Any) -> list[str | None]:
    """The addresses that the page calls canonical."""
    links = tree.iter("link")
    return [link.get("href") for link in links if link.get("rel", "").lower() == "canonical"]


def title(tree: Any) -> str:
    """The title element of a page in one line, "" for none."""
    element = next(tree.iter("title"), None)
    return "" if element is None else " ".join((element.text or "").split())


def names_section(tree: Any, metas: dict[str, str], name: str) -> bool:
    """Whether a page calls one of its sections so: in its head, or as a link of its own."""
    wanted = fold(name)
    if fold(metas.get("article:section", "")) == wanted:
        return True
    links = islice(tree.iter("a"), _LINKS)
    return any(fold(" ".join(islice(link.itertext(), 4))) == wanted for link in links)
