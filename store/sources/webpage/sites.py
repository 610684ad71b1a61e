"""What a page calls its site: in its head, its JSON-LD, its logo and its copyright line."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any

from ...text.arabic import fold
from ...text.front_pages import is_front_page
from ..common import http_address
from .jsonld import Thing, names_of

_METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_SITE = re.compile(r"(?:Organization|WebSite|Newspaper|Corporation)\b")
_NAMES = ("name", "alternateName", "legalName")
_LOGO = re.compile(r"(?i)logo|site-?(?:title|name)|brand")
_RIGHTS = re.compile(r"(?i)©|&copy;|&#169;|copyright|حقوق[^<>]{0,20}محفوظ")
_WORD = re.compile(r"[^\W_]+")
_BESIDE = 80  # characters beside the sign of a copyright
_LOOKED_AT = 400  # links and pictures
_RIGHTS_LOOKED_AT = 20
_LONGEST = 60  # characters of a name


def site_names(
    tree: Any, metas: Mapping[str, str], things: list[Thing], base: str | None
) -> list[str]:
    """The names that a page gives its site, those of its head first."""
    names = [metas[name] for name in _METAS if name in metas]
    for thing in things:
        if _SITE.search(str(thing.get("@type"))):
            names += [name for key in _NAMES for name in names_of(thing.get(key))]
    names += _logos(tree, base)
    return [name for name in dict.fromkeys(names) if name and len(name) <= _LONGEST]


def _logos(tree: Any, base: str | None) -> Iterator[str]:
    """The words of logos: of pictures that are called so, and of links to the front page."""
    for image in islice(tree.iter("img"), _LOOKED_AT):
        if _is_logo(image):
            yield _line(image.get("alt", ""))
    for link in islice(tree.iter("a"), _LOOKED_AT):
        address = http_address(link.get("href"), base or "https://localhost/")
        if address and is_front_page(address):
            yield _line(link.get("title", ""))
            yield _line(" ".join(islice(link.itertext(), _LOOKED_AT)))
            for image in islice(link.iter("img"), 1):
                yield _line(image.get("alt", ""))


def _is_logo(image: Any) -> bool:
    return any(_LOGO.search(image.get(name, "")) for name in ("class", "id", "src"))


def _line(text: str) -> str:
    return " ".join(text.split())


def holds_rights(html: str, name: str) -> bool:
    """Whether a copyright line of a page names a site so."""
    plain = fold(name)
    forms = {plain, f"ل{plain}", f"لل{plain.removeprefix('ال')}"}  # «محفوظة لصحيفة …»
    for match in islice(_RIGHTS.finditer(html), _RIGHTS_LOOKED_AT):
        before = html[max(0, match.start() - _BESIDE) : match.start()].rpartition(">")[2]
        behind = html[match.end() : match.end() + _BESIDE].partition("<")[0]
        said = fold(unescape(f"{before} {behind}"))
        words = f" {' '.join(_WORD.findall(said))} "
        if any(f" {form} " in words for form in forms):
            return True
    return False
