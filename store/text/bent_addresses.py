"""Addresses as people and programs bend them, straightened where only one can be meant.

A rule that would have to choose is none: what is still no address, its reader passes over.
"""

import re
from urllib.parse import parse_qsl

from . import addresses

_ENDS = " \t\r\n\f\v\xa0\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_WRAPPED = re.compile(rf"""\A[{_ENDS}"'<>«»]++|[{_ENDS}"'<>«»]++\Z""")
_TAG = re.compile(r"""\A\s*+<a\s[^<>]*?href\s*+=\s*+["']?([^"'<>\s]++)""", re.IGNORECASE)
_LINE_END = re.compile(r"(?<! ) *+[\t\r\n]\s*+")  # browsers pass over these, too
_SCHEME = re.compile(
    r"\A(?:https?(?::/{0,3}|//))?(https?)(?:\s?:/{1,3}|//)\s*+(?=[^/\s])", re.IGNORECASE
)
# An address put behind a site's own, which ends there or is not even parted from it.
_BEHIND_SITE = re.compile(
    r"\Ahttps?://([^/?#]{1,200}?)(/?)(https?://.*+)", re.IGNORECASE | re.DOTALL
)
_BEHIND_HOST = re.compile(r"[/?#\s]")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}([^\W\d_]{2,24}|xn--[a-z0-9-]{2,40})")
# Endings of programs and files that stand in paths; no name of a host ends in one.
_PROGRAMS = frozenset(
    "php php5 phtml html htm shtml xhtml asp aspx ashx jsp jspx jsf do cgi pl py cfm nsf dll exe"
    " xml json rss txt pdf".split()
)
# Counters of clicks, by host and path: the page stands in one of these parameters.
_COUNTER = re.compile(
    r"\Ahttps?://(?:www\.)?(?:(?:news\.)?google\.[a-z.]{2,6}/(?:news/)?url|bing\.com/news/apiclick\.aspx"
    r"|lm?\.facebook\.com/l\.php|youtube\.com/redirect|[a-z0-9]{1,20}\.safelinks\.protection\.outlook\.com/"
    r"|[^/?#]{1,200}/(?:[\w/-]{0,100}/)?(?:redir(?:ect)?|click|out|rd)(?:\.php|\.aspx)?/?)\?([^#]*+)",
    re.IGNORECASE,
)
_PAGES = ("url", "q", "u", "link", "to", "target")


def straightened(text: str, base: str | None) -> str:
    """An address made absolute; one that begins with its host lacks nothing but its scheme.

    Quotes and line ends go, `\\` is `/`, `&amp;` is `&`, and a scheme or a site that stands twice
    stands once.
    """
    text = _unwrapped(text)
    text = _SCHEME.sub(lambda match: f"{match[1]}://", text)
    text = _without_site_before(text)
    if _begins_with_host(text, base):
        scheme = "http" if base and base.startswith("http:") else "https"
        return f"{scheme}://{text}"
    return addresses.absolute(text, base)


def behind_counter(address: str) -> str:
    """The page to which an address of a counter of clicks leads; any other address as it is."""
    counter = _COUNTER.match(address) if "?" in address else None
    if counter is None:
        return address
    parameters = dict(parse_qsl(counter[1]))
    pages = (parameters.get(name, "") for name in _PAGES)
    return next((page for page in pages if page.startswith(("https://", "http://"))), address)


def _unwrapped(text: str) -> str:
    """The address without what was put around it and into it."""
    link = _TAG.match(text) if "<" in text else None
    text = _WRAPPED.sub("", link[1] if link else text)
    if "\n" in text or "\t" in text or "\r" in text:
        text = _LINE_END.sub("", text)
    if "&" in text and ";" in text:
        text = text.replace("&amp;", "&").replace("&#038;", "&").replace("&#38;", "&")
    if "\\" in text:
        head, mark, query = text.partition("?")
        text = head.replace("\\", "/") + mark + query
    return text


def _without_site_before(text: str) -> str:
    """An address behind that of its own site, as programs put one before each that they know."""
    match = _BEHIND_SITE.match(text)
    if match is None:
        return text
    if not match[2] or addresses.host(match[3]) == match[1].lower().removeprefix("www."):
        return match[3]
    return text


def _begins_with_host(text: str, base: str | None) -> bool:
    """Whether an address begins with the name of a host.

    That is `www.` and a domain, the host of the base or one of its domain, and any before a path,
    unless it is the name of a program.
    """
    name, *path = _BEHIND_HOST.split(text.lower(), maxsplit=1)
    if name.startswith("www."):
        return "." in name[4:].strip(".")
    host = _HOST.fullmatch(name.partition(":")[0])
    if host is None or host[1] in _PROGRAMS:
        return False
    home = addresses.host(base or "")
    if name == home or (home and name.endswith(f".{home}")):
        return True
    return bool(path) and text[len(name)] == "/"
