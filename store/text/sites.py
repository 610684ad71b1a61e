"""Sites: by what name one WordPress is known, however its address is spelt, and its post numbers.

A site is `example.com` or `example.com/blog`: a host without `www.`, its port if any, its path.
"""

import re
from typing import NamedTuple

from .addresses import compare_key, link

_PLAIN_HOST = re.compile(r"\A[a-z0-9-]++\Z")
_INDEX = re.compile(r"/index\.php\Z")
_FEED = re.compile(r"/(?:feed|rss2?|rdf|atom)(?:/(?:rss2?|rdf|atom))?\Z")
_MAIN_FEED = re.compile(r"\Afeed=[a-z0-9]++\Z")
# `?p=41`, and `?post_type=video&p=41`, of which the ampersand may still be HTML.
_GUID = re.compile(
    r"\A(https?://[^?#\s]++)\?(?:post_type=[\w-]++&(?:amp;|#0?38;)?)?p=([1-9][0-9]{0,18})\Z",
    re.IGNORECASE,
)


class Post(NamedTuple):
    """A post of a site, by its number."""

    site: str
    number: str


def site_of(address: str) -> str | None:
    """The site that lies at an http address, None for any other text, and for a spoilt address.

    A host of one word has a slash behind it: no source is called so.
    """
    told = link(address, None) or ""
    if not told.startswith("http"):
        return None
    head = compare_key(told).partition("?")[0].rstrip("/")
    head = _INDEX.sub("", head)
    return f"{head}/" if _PLAIN_HOST.match(head) else head or None


def site_of_host(address: str) -> str | None:
    """The site at the front page of an address's host."""
    site = site_of(address)
    return site_of(f"http://{site.partition('/')[0]}") if site else None


def site_of_feed(address: str) -> str | None:
    """The site whose main feed has this address, None where a query asks for a part of it."""
    site = site_of(address)
    query = address.partition("#")[0].partition("?")[2]
    if site is None or (query and not _MAIN_FEED.match(query)):
        return None
    return site_of(f"http://{_FEED.sub('', site)}")


def post_of(guid: str) -> Post | None:
    """The post that WordPress gives this guid, None where it tells no number."""
    match = _GUID.match(guid.strip())
    site = site_of(match[1]) if match else None
    return Post(site, match[2]) if match and site else None


def site_of_post(guid: str, address: str) -> str | None:
    """The site that a guid tells of a post, None where that lies at an address elsewhere."""
    post = post_of(guid)
    if post is None or (address and not is_on_host(address, post.site)):
        return None
    return post.site


def is_on_host(address: str, site: str) -> bool:
    """Whether an address lies on the host of a site."""
    return lies_on(address, site.partition("/")[0])


def lies_on(address: str, site: str) -> bool:
    """Whether an address is one of a site's, its front page too."""
    head = site.rstrip("/")
    key = compare_key(address)
    return key == head or (key.startswith(head) and key[len(head)] in "/?")


def is_within(site: str, other: str) -> bool:
    """Whether a site lies at an address of another one, as those of a network do."""
    return site != other and lies_on(f"http://{site}", other)
